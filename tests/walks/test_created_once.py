"""What begins something anew, sent three times from one page, begins one; what is said otherwise begins another."""

import datetime as dt
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from dialog.admin import site
from dialog.models import Case
from handbook.editing.views import begin
from handbook.loading import load_editions
from handbook.models import Edition, Page
from tests.walks.forms import forms_of


def send(client, url, **typed):
    """Fill in the form of a page that has those fields and send it three times; return the last answer, and what is sent."""
    form = next(one for one in forms_of(client, url) if set(typed) <= set(one.typed) | {"responsible", "body"})
    sent = form.sends() | {name: [text] for name, text in typed.items()}
    for _press in range(3):
        answer = client.post(form.url, sent, follow=True)
    return answer, form.url, sent


class TestACase:
    def test_a_new_case_sent_three_times_is_one_case(self, story):
        client, house = story.client("responsible"), story.house
        answer, url, sent = send(client, reverse("new_case"), title="Hur blir torget?", body=str(house.body.pk))
        case = Case.objects.get(title="Hur blir torget?")
        assert answer.request["PATH_INFO"] == story.url("case").replace(str(story.pk), str(case.pk))
        assert "Du hade redan skickat det" in answer.text
        client.post(url, sent | {"title": ["Hur blir parken?"]})
        assert Case.objects.count() == 3

    def test_a_form_without_a_key_of_its_own_is_known_by_its_words(self, story):
        facts = {"title": "Torget", "body": story.house.body.pk, "responsible": story.house["responsible"].pk}
        for _press in range(3):
            story.client("responsible").post(reverse("new_case"), facts)
        assert Case.objects.filter(title="Torget").count() == 1

    def test_the_same_title_from_a_page_that_was_opened_anew_is_another_case(self, story):
        client = story.client("responsible")
        for _page in range(2):
            send(client, reverse("new_case"), title="Budgetdialog", body=str(story.house.body.pk))
        assert Case.objects.filter(title="Budgetdialog").count() == 2

    def test_a_copy_sent_three_times_is_one_copy(self, story):
        answer, _url, _sent = send(story.client("responsible"), story.url("case_act", "copy"), new_title="En gång till")
        copy = Case.objects.get(title="En gång till")
        assert answer.request["PATH_INFO"].endswith(f"/{copy.pk}/")


KEPT = [model for model in site._registry if model._meta.object_name not in ("Case", "LogEntry", "Municipality")]
BUTTONS = ("_save", "_addanother", "_continue")


class TestTheOrganisation:
    """Bodies, areas, departments, goals, people: whatever an administrator adds."""

    def filled_in(self, story, model, name="Kanarie"):
        """The form by which one is added, filled in by an administrator who has its page before her."""
        client = story.client("admin")
        form = next(one for one in forms_of(client, add_url(model)) if one.typed)
        wanted = {"name": name, "text": name, "email": f"{name.lower()}@sjovik.example", "valid_from": "2026-01-01"}
        sent = form.sends(**{field: text for field, text in wanted.items() if field in form.typed})
        nothing_in_rows = {field: [""] for field in sent if re.match(r"seats-\d+-", field)}
        return client, form, sent | nothing_in_rows

    @pytest.mark.parametrize("button", BUTTONS)
    @pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
    def test_what_is_added_three_times_from_one_page_is_there_once_and_shown(self, story, model, button):
        client, form, sent = self.filled_in(story, model)
        before = model.objects.count()
        for press in range(3):
            answer = client.post(form.url, sent | {button: [""]}, follow=True)
            assert answer.status_code == 200 and answer.redirect_chain, press
        assert model.objects.count() == before + 1
        made = model.objects.latest("pk")
        assert "Du hade redan skickat det" in answer.text
        assert reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[made.pk]) in answer.text
        where = {"_save": "changelist", "_addanother": "add", "_continue": "change"}[button]
        assert answer.resolver_match.url_name.endswith(where)
        assert LogEntry.objects.filter(object_id=made.pk).count() == 1

    @pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
    def test_other_words_from_the_same_page_are_another_one(self, story, model):
        client, form, sent = self.filled_in(story, model)
        before = model.objects.count()
        client.post(form.url, sent)
        words = {"Kanarie": "Gulsparv", "kanarie": "gulsparv"}
        other = {field: [words.get(text, text) for text in texts] for field, texts in sent.items()}
        other |= {"email": ["gulsparv@sjovik.example"]} if "email" in sent else {}
        client.post(form.url, other)
        assert model.objects.count() == before + 2

    @pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
    def test_the_same_from_a_page_that_was_opened_anew_is_refused_with_a_sentence(self, story, model):
        for _page in range(2):
            client, form, sent = self.filled_in(story, model)
            before = model.objects.count()
            answer = client.post(form.url, sent)
        assert model.objects.count() == before and answer.status_code == 200 and answer.context["errors"]

    def test_a_seat_that_is_added_to_somebody_twice_from_one_page_is_one_seat(self, story):
        person = story.house["stranger"]
        client = story.client("admin")
        url = reverse("admin:dialog_person_change", args=[person.pk])
        form = next(one for one in forms_of(client, url) if one.typed)
        sent = form.sends(**{"seats-0-position": "ersättare", "seats-0-start": "2026-01-01"})
        sent |= {"seats-0-body": [str(story.house.body.pk)], "_save": [""]}
        for _press in range(2):
            answer = client.post(form.url, sent, follow=True)
            assert answer.redirect_chain, answer.context and answer.context["errors"]
        assert person.seats.count() == 1 and "Du hade redan skickat det" in answer.text


def add_url(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def test_a_page_of_the_handbook_added_three_times_is_one(story):
    load_editions([dt.date(2026, 3, 1)])
    begin(Edition.objects.get())
    answer, _url, _sent = send(story.client("support"), reverse("handbook_edit_new_page"), title="Att lyssna")
    assert Page.objects.filter(title="Att lyssna").count() == 1
    assert answer.status_code == 200

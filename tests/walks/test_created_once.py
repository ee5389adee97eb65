"""What begins something anew, sent three times from one page, begins one; what is said otherwise begins another."""

import datetime as dt

import pytest
from django.urls import reverse

from dialog.models import Area, Case, Department
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


class TestTheOrganisation:
    @pytest.mark.parametrize("model", [Area, Department], ids=lambda model: model.__name__)
    def test_what_an_administrator_adds_three_times_is_there_once(self, story, model):
        app = model._meta.app_label
        url = reverse(f"admin:{app}_{model._meta.model_name}_add")
        form = next(one for one in forms_of(story.client("admin"), url) if one.typed)
        before = model.objects.count()
        for _press in range(3):
            answer = story.client("admin").post(form.url, form.sends(name="Kanarie"))
        assert model.objects.count() == before + 1
        assert "Kanarie" in answer.text


def test_a_page_of_the_handbook_added_three_times_is_one(story):
    load_editions([dt.date(2026, 3, 1)])
    begin(Edition.objects.get())
    answer, _url, _sent = send(story.client("support"), reverse("handbook_edit_new_page"), title="Att lyssna")
    assert Page.objects.filter(title="Att lyssna").count() == 1
    assert answer.status_code == 200

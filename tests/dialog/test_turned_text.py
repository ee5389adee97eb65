"""Signs that turn or hide text: taken out at the door with a word about it, and in nothing that anybody is shown or sent."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import DatabaseError, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from dialog.forms import drafts
from dialog.language.letters import TURNED, isolated, kept
from dialog.mail import sending as letters_sent
from dialog.models import Case, Person, Revision
from dialog.web.door import Door
from reports.render import as_page, as_text
from tests.reports.documents import basis
from tests.story import PURPOSE, Story
from tests.thorough import half, some
from tests.walks.addresses import PEOPLE, Everywhere
from tests.walks.forms import Form, forms_of
from tests.walks.pages import found_forms, much_has_happened

pytestmark = pytest.mark.every_database

TURN = "\u202e2026 rk 05\u202c \u2067vänd\u2069\U000e0041"
MANY = 40  # forms that are sent at work; in CI all
NO_TEXT = (models.EmailField, models.SlugField, models.URLField)
UNSEEN_ALONE = ["\u200b", "\u00ad\u200d", "\ufeff \u2060", "\u3164", "\u2800\u2800", "\u202e"]


class TestTheDoor:
    @pytest.mark.parametrize("sign", ["\u202e", "\u202a", "\u2066", "\u2069", "\U000e0041"], ids=ascii)
    def test_they_are_taken_out_of_what_is_typed_and_it_is_said(self, story: Story, sign):
        answer = story.client("responsible").post(
            story.url("step", "purpose"),
            story.posted("purpose", {"purpose": [f"Kostar {sign}50 kr"]}) | {"act": "save_draft"},
            follow=True,
        )
        assert story.text("purpose") == {"purpose": ["Kostar 50 kr"]}
        assert "Osynliga tecken" in answer.text

    def test_every_form_of_the_application_says_so(self, story: Story):
        much_has_happened(story)
        forms = [(story.client(who), form) for who, form in found_forms(story)]
        signed_out = [reverse("login"), reverse("password_forgotten")]
        forms += [(Client(), form) for url in signed_out for form in forms_of(Client(), url) if form.typed]
        silent = [f"{form.page} {form.url}" for client, form in some(forms, half(MANY)) if not says_so(client, form)]
        assert silent == []

    def test_nothing_is_said_where_nothing_was_taken_out(self, story: Story):
        form = next(one for one in forms_of(story.client("responsible"), reverse("new_case")) if one.typed)
        assert not says_so(story.client("responsible"), form, "Gågatan")

    def test_the_script_that_saves_in_the_background_says_so_too(self, story: Story):
        typed = story.posted("purpose", {"purpose": [f"Kostar {TURN}50 kr"]}) | {"act": "save_draft"}
        url, client = story.url("step", "purpose"), story.client("responsible")
        answer = client.post(url, typed, headers={"accept": "application/json"})
        assert "Osynliga tecken" in answer.json()["said"]
        assert "Osynliga tecken" not in client.get(url).text

    def test_what_languages_and_pictures_need_is_kept(self):
        for text in ("\u200fمرحبا", "می\u200cخواهم", "👩\u200d👩\u200d👧", "dialog\u00adverktyg"):
            assert kept(text) == text

    @pytest.mark.parametrize("nothing", UNSEEN_ALONE, ids=ascii)
    def test_nothing_to_see_is_nothing(self, story, nothing):
        assert kept(nothing) == ""
        assert drafts.clean([nothing]) == []
        title = {"title": nothing, "body": str(story.house.body.pk), "responsible": str(story.house["responsible"].pk)}
        assert story.client("responsible").post(reverse("new_case"), title).status_code == 422
        assert story.attempt("propose", "purpose", data=drafts_of({**PURPOSE, "purpose": [nothing]})).missing

    def test_a_blank_line_is_still_a_blank_line(self):
        assert kept("Rad ett\n\n  Rad två å") == "Rad ett\n\n  Rad två å"
        assert kept(" \n") == " \n"


class TestTheWayOut:
    """What had come in past the door: an import, a restored database."""

    TEXT = f"Stranden {TURN} \\u202e"  # people may write about signs, too

    @pytest.mark.parametrize("kind", ["text/html", "text/csv; charset=utf-8", "application/json"])
    @pytest.mark.parametrize("is_told", [True, False], ids=["with its length", "without"])
    def test_they_are_taken_out_of_what_is_read_and_its_length_is_right(self, rf, kind, is_told):
        said = HttpResponse(f"Stranden {TURN}", content_type=kind, headers={"Content-Length": "1"} if is_told else {})
        answer = Door(lambda request: said)(rf.get("/"))
        assert answer.content.decode() == "Stranden 2026 rk 05 vänd"
        assert answer.headers.get("Content-Length") == (str(len(answer.content)) if is_told else None)

    def test_they_are_taken_out_of_a_table_that_is_sent_line_by_line(self, rf):
        said = StreamingHttpResponse([f"Stranden {TURN}\r\n", TURN], content_type="text/csv; charset=utf-8")
        answer = Door(lambda request: said)(rf.get("/"))
        assert answer.getvalue().decode() == "Stranden 2026 rk 05 vänd\r\n2026 rk 05 vänd"

    @pytest.mark.parametrize("in_ascii", [True, False])
    def test_nor_does_a_script_get_them_in_either_of_jsons_spellings(self, rf, in_ascii):
        said = JsonResponse({"said": self.TEXT, TURN: [TURN]}, json_dumps_params={"ensure_ascii": in_ascii})
        told = json.loads(Door(lambda request: said)(rf.get("/")).content)
        assert told == {"said": "Stranden 2026 rk 05 vänd \\u202e", "2026 rk 05 vänd": ["2026 rk 05 vänd"]}

    def test_other_files_are_left_as_they_are(self, rf):
        for kind in ("application/pdf", "text/plain"):
            said = HttpResponse(self.TEXT, content_type=kind)
            assert Door(lambda request, said=said: said)(rf.get("/")).content.decode() == self.TEXT

    def test_the_script_is_told_who_else_wrote_without_them(self, story: Story):
        Person.objects.filter(pk=story.house["civil_servant"].pk).update(name=f"Ida {TURN}")
        client, url = story.client("responsible"), story.url("step", "purpose")
        sent = story.posted("purpose", {"purpose": ["Mitt."]}) | {"act": "save_draft"}
        story.act("save_draft", "purpose", by="civil_servant", data={"purpose": ["Hennes."]})
        answer = client.post(url, sent, headers={"accept": "application/json"})
        assert answer.status_code == 409
        assert "rk 05" in answer.json()["said"] and not TURNED.search(answer.json()["said"])


def says_so(client: Client, form: Form, typed: str = f"Kanarie {TURN}") -> bool:
    """Send a form with the signs in every field, as its first button does, and say whether the answer tells of them."""
    button = next(iter(form.buttons), ("", ""))
    with transaction.atomic():
        sent = form.sends(**dict.fromkeys(form.typed, typed)) | {button[0]: [button[1]]}
        answer = client.post(form.url, sent, follow=True)
        assert answer.status_code < 500, form.url
        transaction.set_rollback(True)
    return "Osynliga tecken" in answer.text


def drafts_of(typed: dict[str, Any]) -> dict[str, Any]:
    return {name: found for name, texts in typed.items() if (found := drafts.clean(texts))}


def turned(value: Any) -> Any:
    """Every text of people's in something that is kept as a draft or as answers, turned."""
    if isinstance(value, dict):
        return {name: one if name in ("row", "key") else turned(one) for name, one in value.items()}
    if isinstance(value, list):
        return [turned(one) for one in value]
    return f"{value} {TURN}" if isinstance(value, str) and " " in value else value


def turn_everything() -> int:
    """Put the signs into every text in the database, past the door. Returns how many columns took them."""
    taken = 0
    for model in apps.get_models():
        if model._meta.app_label not in ("dialog", "planning", "execution", "followup", "handbook"):
            continue
        for field in model._meta.concrete_fields:
            free = isinstance(field, (models.TextField, models.CharField)) and not isinstance(field, NO_TEXT)
            if not free or field.choices or (field.max_length or 1000) < 80:
                continue
            with transaction.atomic():
                try:
                    told = model.objects.exclude(**{field.name: ""}).exclude(**{f"{field.name}__isnull": True})
                    taken += bool(told.update(**{field.name: Concat(F(field.name), Value(TURN))}))
                except DatabaseError:
                    transaction.set_rollback(True)
    for one in Revision.objects.all():
        with transaction.atomic():
            try:
                Revision.objects.filter(pk=one.pk).update(data=turned(one.data), answers=turned(one.answers))
            except DatabaseError:
                transaction.set_rollback(True)
    return taken


def test_no_page_table_or_text_shows_them_however_they_came_in(everywhere: Everywhere):
    assert turn_everything() > 25
    shown, wrong = 0, []
    for name, url in everywhere.addresses():
        for who in PEOPLE:
            answer = everywhere.try_out(who, "get", url)
            if isinstance(answer, Exception) or answer.status_code != 200 or answer.streaming:
                continue
            text = answer.content.decode()
            shown += "rk 05" in text
            if TURNED.search(text):
                wrong.append(f"{who} {name} {url}")
            break
    assert shown > 30
    assert wrong == []


def test_no_document_has_them():
    document = basis(f"Ett stycke {TURN}", title=f"Stranden {TURN}")
    for text in (as_page(document), as_text(document)):
        assert "rk 05" in text
        assert not TURNED.search(text)


def test_no_letter_carries_them(story, settings):
    Case.objects.filter(pk=story.pk).update(title=f"Stranden {TURN}")
    case = story.case
    letters_sent.send(
        "password", ["a@b.example"], f"Om {case.title}", person=story.house["elected"], link="x", is_new=True
    )
    [letter] = mail.outbox
    for text in (letter.body, letter.alternatives[0][0]):
        assert not TURNED.search(text)
    assert not re.search("[\u202a-\u202e\u2066\u2067]", letter.subject)
    assert letter.subject.startswith("Om Stranden 2026 rk 05")


def test_a_name_that_is_read_from_the_right_leaves_the_line_of_a_subject_as_it_is():
    assert isolated("Norra stranden") == "Norra stranden"
    assert isolated("شاطئ 3") == "\u2068شاطئ 3\u2069"
    assert isolated("שלום\u202e") == "\u2068שלום\u2069"


def test_every_inline_element_of_a_page_isolates_what_it_holds():
    style = Path("static/css/layout.css").read_text(encoding="utf-8")
    rule = re.search(r":where\(([^)]*)\) \{\s*unicode-bidi: isolate;", style)
    assert rule and {"a", "span", "strong", "td", "q"} <= set(rule[1].split(", "))

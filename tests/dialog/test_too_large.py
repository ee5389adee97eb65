"""A form that is too large: what was typed is on the answer, and a sentence says why. So it is with all of a sheet."""

import errno
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import gettext

from dialog.models import DecisionFact
from dialog.web.measure import MOST_FIELDS, MOST_OF_A_TEXT
from tests.story import Story
from tests.walks.forms import Forms
from tests.walks.session import may_sign_in, sign_in

LARGE = "Ett stycke om stranden.\n" * (MOST_OF_A_TEXT // 20)
PDF = b"%PDF-1.7\n" + b"x" * 3_000_000  # more than is kept in memory
FILES_LOST = "Files cannot be kept. Go back and choose them again (%(names)s)."


@pytest.fixture
def decided(story: Story) -> Story:
    """A body has decided; its minutes can be added."""
    return story.go_to("goals")


def a_fact(story: Story, **typed: object) -> dict[str, object]:
    """Return what the form for minutes sends."""
    made = story.case.decisions.get(step="influenceable").pk
    return {"act": "add_fact", "decision": made, "kind": "minutes", "fact": "https://protokoll.example", **typed}


def send(story: Story, posted: dict[str, object], client: Client | None = None):
    client = client or story.client("responsible")
    client.raise_request_exception = False
    return client.post(story.url("step", "influenceable"), posted)


class TestTooLarge:
    def test_a_form_with_a_file_gives_back_all_that_was_typed(self, decided):
        file = SimpleUploadedFile("protokoll.pdf", PDF, "application/pdf")
        answer = send(decided, a_fact(decided, minutes=file, unknown_because=LARGE))
        assert answer.status_code == 413
        assert LARGE.strip() in answer.text and "https://protokoll.example" in answer.text
        assert gettext(FILES_LOST) % {"names": "protokoll.pdf"} in answer.text

    def test_short_words_come_back_too_where_there_are_too_many_fields(self, decided):
        many = {f"x{number}": f"fält {number}" for number in range(MOST_FIELDS)}
        answer = send(decided, a_fact(decided, unknown_because="Ett kort ord.", **many))
        assert answer.status_code == 413
        assert "Ett kort ord." in answer.text and f"fält {MOST_FIELDS - 1}" in answer.text

    def test_what_was_typed_in_other_forms_of_the_page_comes_back_as_well(self, decided):
        beside = {"sheet": decided.url("decisions"), "fact-1-section~fact": "§ 57 kanarie"}
        answer = send(decided, a_fact(decided, unknown_because=LARGE, **beside))
        assert answer.status_code == 413 and "§ 57 kanarie" in answer.text

    def test_nobody_gets_anything_back(self, decided, client):
        answer = client.post(decided.url("step", "influenceable"), a_fact(decided, unknown_because=LARGE))
        assert answer.status_code == 413 and LARGE.strip() not in answer.text

    def test_every_page_tells_the_browser_what_is_too_large(self, decided):
        page = decided.client("responsible").get(decided.url("decisions")).text
        assert f'data-most-text="{MOST_OF_A_TEXT}"' in page
        assert "js/screen" in page and "size.js" in Path("static/js/screen.js").read_text(encoding="utf-8")


def test_a_sheet_whose_file_found_no_room_keeps_its_other_forms(decided, monkeypatch):
    def refuse(*args: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", refuse)
    made = decided.case.decisions.get(step="influenceable").pk
    sent = {f"fact-{made}-minutes~{name}": text for name, text in a_fact(decided).items() if name != "act"}
    sent |= {
        f"press~fact-{made}-minutes~act": "add_fact",
        f"fact-{made}-minutes~minutes": SimpleUploadedFile("protokoll.pdf", PDF, "application/pdf"),
        f"fact-{made}-section~fact": "§ 57 kanarie",
        "sheet": decided.url("decisions"),
    }
    client = decided.client("responsible")
    answer = send(decided, sent, client)
    assert answer.status_code == 503 and "§ 57 kanarie" in answer.text
    again = next(one for one in Forms("/", answer.text).all if "§ 57 kanarie" in str(one.controls)).sends()
    assert send(decided, again, client).status_code == 302
    assert DecisionFact.objects.get(kind="minutes").text == "https://protokoll.example"
    assert "§ 57 kanarie" in client.get(decided.url("decisions")).text


def test_a_form_whose_session_ended_carries_its_other_forms_along(decided, client):
    may_sign_in(decided)
    sent = {"press~a~act": "comment", "fact-1-section~fact": "Kanarie.", "sheet": decided.url("decisions")}
    door = client.post(decided.url("step", "influenceable"), sent)
    sign_in(client, door.text, "responsible")
    assert "Kanarie." in client.get(decided.url("decisions")).text

"""A database or a disk that takes nothing: people read that nothing could be saved, and their text is on the page."""

import errno
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse

from dialog.models import Revision
from tests.pages import Page
from tests.story import PLANNING, TEXTS, Story

pytestmark = pytest.mark.django_db


@contextmanager
def full() -> Iterator[None]:
    """Let the database take nothing more; what is there can be read."""

    def refuse(execute, sql, params, many, context):
        if sql.split(maxsplit=1)[0] in ("INSERT", "UPDATE", "DELETE"):
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    with refused_by(refuse):
        yield


@contextmanager
def away() -> Iterator[None]:
    """Let the database answer nothing at all."""

    def refuse(execute, sql, params, many, context):
        raise OperationalError("server closed the connection unexpectedly")

    with refused_by(refuse):
        yield


@contextmanager
def refused_by(wrapper: Callable) -> Iterator[None]:
    """Let statements fail as they do outside a test, where no transaction lies around a request to be broken by it."""
    with connection.execute_wrapper(wrapper), patch.object(connection, "validate_no_broken_transaction", lambda: None):
        yield
    transaction.set_rollback(False)


@contextmanager
def no_room_for(table: str) -> Iterator[None]:
    """Let the database take nothing more into one table."""

    def refuse(execute, sql, params, many, context):
        if re.match(rf'(INSERT INTO|UPDATE) "{table}"', sql):
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    with refused_by(refuse):
        yield


def browser(story: Story, who: str) -> Client:
    client = story.client(who)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("step", [key for key in PLANNING if key not in ("influenceable", "influence_level")])
@pytest.mark.parametrize("trouble", [full, away], ids=["full", "away"])
def test_what_was_typed_is_on_the_page_and_is_sent_again_by_a_button(story: Story, step, trouble):
    story.go_to(step)
    client, url = browser(story, "responsible"), story.url("step", step)
    data = story.posted(step, TEXTS[step], act="save_draft")
    before = Revision.objects.count()
    with trouble():
        answer = client.post(url, data)
    assert answer.status_code == 503
    assert "Inget kunde sparas" in answer.text
    assert Revision.objects.count() == before
    page = Page(answer.text)
    again = page.filled(page.form_with("whole"))
    again.pop("csrfmiddlewaretoken")
    assert client.post(url, again).status_code == 302
    assert Revision.objects.count() == before + 1
    assert story.text(step)


def test_a_disk_without_room_is_said_as_well(story: Story, monkeypatch):
    def no_room(*args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("dialog.views.place.run", no_room)
    answer = browser(story, "responsible").post(
        story.url("step", "purpose"), story.posted("purpose", TEXTS["purpose"], act="save_draft")
    )
    assert answer.status_code == 503
    assert TEXTS["purpose"]["purpose"][0] in answer.text


def test_a_session_that_cannot_be_written_is_no_fault_of_the_form(story: Story):
    data = story.posted("purpose", TEXTS["purpose"], act="save_draft")
    client, url = browser(story, "responsible"), story.url("step", "purpose")
    with no_room_for("django_session"):  # where a comment is kept that was typed and not sent
        answer = client.post(url, data | {"comment-comment": "Hinner vi det?"})
    assert answer.status_code == 503
    page = Page(answer.text)
    again = page.filled(page.form_with("whole"))
    assert again["comment-comment"] == ["Hinner vi det?"]
    assert client.post(url, again).status_code == 302
    assert "Hinner vi det?" in client.get(url).text
    assert len(story.revisions("purpose")) == 1


def test_a_page_that_cannot_be_read_says_so_and_leads_back_to_itself(story: Story):
    client = browser(story, "responsible")
    with away():
        answer = client.get(story.url("case"))
    assert answer.status_code == 503
    assert f'href="{story.url("case")}"' in answer.text
    assert "server closed" not in answer.text
    assert client.get(story.url("case")).status_code == 200


def test_autosave_hears_it_in_a_sentence_and_goes_on(story: Story):
    data = story.posted("purpose", TEXTS["purpose"])
    client = browser(story, "responsible")
    with full():
        answer = client.post(story.url("step", "purpose"), data, headers={"accept": "application/json"})
    assert answer.status_code == 503
    assert "kunde inte sparas" in answer.json()["said"] or "Inget kunde sparas" in answer.json()["said"]


def test_no_password_is_given_back(db):
    client = Client(raise_request_exception=False)
    with away():
        answer = client.post(reverse("login"), {"username": "karin", "password": "hemligt-ord"})
    assert answer.status_code == 503
    assert "hemligt-ord" not in answer.text


def test_a_fault_of_our_own_is_none_of_the_machinery(story: Story, monkeypatch):
    def broken(*args: object, **kwargs: object) -> None:
        raise ValueError("x")

    monkeypatch.setattr("dialog.views.place.run", broken)
    answer = browser(story, "responsible").post(
        story.url("step", "purpose"), story.posted("purpose", TEXTS["purpose"], act="save_draft")
    )
    assert answer.status_code == 500
    assert TEXTS["purpose"]["purpose"][0] in answer.text

"""Editions: which one holds, how one is revised, and that a published one stays as it is."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from dialog import clock
from handbook import editions
from handbook.guidance import guidance
from handbook.markdown import MAX_PAGE, linked_pages
from handbook.models import Edition, HandbookComment, Page, ReadingTip
from tests.handbook.conftest import FIRST, SECOND, THIRD


def test_new_cases_follow_the_latest_edition(handbook):
    assert editions.latest() == handbook[-1]
    assert editions.latest_date() == THIRD


@pytest.mark.parametrize(
    ("day", "followed"),
    [
        (FIRST, FIRST),
        (FIRST + dt.timedelta(days=1), FIRST),
        (SECOND - dt.timedelta(days=1), FIRST),
        (SECOND, SECOND),
        (THIRD + dt.timedelta(days=400), THIRD),
        (FIRST - dt.timedelta(days=400), FIRST),
    ],
)
def test_a_case_follows_the_edition_that_was_new_on_its_day(handbook, day, followed):
    assert editions.on(day).revised_on == followed


def test_a_case_says_when_a_newer_edition_is_out(handbook):
    assert editions.newer_than(FIRST).revised_on == THIRD
    assert editions.newer_than(THIRD) is None


def test_without_a_handbook_nothing_holds_and_nothing_breaks(db):
    assert editions.latest() is None
    assert editions.latest_date() is None
    assert editions.on(FIRST) is None
    assert editions.newer_than(FIRST) is None
    with pytest.raises(Edition.DoesNotExist):
        editions.start_draft(THIRD)


def test_a_revision_begins_as_a_copy_of_the_latest_edition(handbook):
    latest, draft = handbook[-1], editions.start_draft(dt.date(2027, 1, 1))
    assert not draft.is_published
    assert draft.note == ""
    assert draft.definition_of_resident == latest.definition_of_resident
    for name in ("key", "part", "order", "number", "title", "role", "short", "whole", "changed_on"):
        assert [*draft.pages.values_list(name)] == [*latest.pages.values_list(name)]
    tips = ReadingTip.objects.order_by("page__order", "order")
    assert [*tips.filter(page__edition=draft).values_list("title", "address", "why")] == [
        *tips.filter(page__edition=latest).values_list("title", "address", "why")
    ]


def test_a_copied_page_shows_the_principle_of_its_own_edition(handbook):
    draft = editions.start_draft(dt.date(2027, 1, 1))
    page = draft.pages.get(key="target_groups")
    assert page.principle.edition == draft
    assert page.principle.key == "different_groups"


def test_a_draft_is_read_by_nobody_until_it_is_published(handbook, petra):
    draft = editions.start_draft(dt.date(2027, 1, 1))
    assert editions.latest() == handbook[-1]
    editions.publish(draft, by=petra, at=clock.now())
    assert editions.latest() == draft
    assert draft.published_by == petra


def test_an_edition_is_published_once(handbook, petra):
    with pytest.raises(editions.NotADraft):
        editions.publish(handbook[-1], by=petra, at=clock.now())


def test_there_is_one_draft_at_a_time(handbook):
    editions.start_draft(dt.date(2027, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        editions.start_draft(dt.date(2027, 2, 1))


def test_of_two_editions_of_one_day_the_one_published_last_is_read(handbook, petra):
    draft = editions.start_draft(THIRD)
    draft.pages.filter(key="goals").update(short="Rättat samma dag.")
    editions.publish(draft, by=petra, at=clock.now(), revised_on=THIRD, note="En rättelse.")
    assert editions.latest() == editions.on(THIRD) == draft
    assert guidance("goals", THIRD).short == guidance("goals", None).short
    assert "Rättat samma dag." in guidance("goals", THIRD).short
    assert handbook[-1].pages.get(key="goals").short != "Rättat samma dag."


def test_a_published_edition_without_a_moment_is_impossible(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(revised_on=FIRST, state=Edition.State.PUBLISHED)


def test_what_is_published_cannot_be_changed_in_a_form(handbook):
    edition = handbook[0]
    page = edition.pages.get(key="responsibility")
    for row in (edition, page, edition.principles.first(), page.reading_tips.first()):
        with pytest.raises(ValidationError) as refused:
            row.clean()
        assert refused.value.code == "published"


def test_what_is_a_draft_can_be_changed_in_a_form(handbook):
    draft = editions.start_draft(dt.date(2027, 1, 1))
    page = draft.pages.get(key="responsibility")
    for row in (draft, page, draft.principles.first(), page.reading_tips.first()):
        row.full_clean()


def test_a_page_cannot_show_a_principle_of_another_edition(handbook):
    draft = editions.start_draft(dt.date(2027, 1, 1))
    page = draft.pages.get(key="goals")
    page.principle = handbook[0].principles.first()
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert set(refused.value.message_dict) == {"principle"}


def test_a_page_has_a_length_that_can_be_read(handbook):
    draft = editions.start_draft(dt.date(2027, 1, 1))
    page = draft.pages.get(key="goals")
    page.whole = "a" * (MAX_PAGE + 1)
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert set(refused.value.message_dict) == {"whole"}


def test_what_is_new_in_an_edition_is_told_page_by_page(handbook):
    first, second, third = (list(edition.pages.all()) for edition in handbook)
    assert set(editions.changes(first, second).added) == {"words", "reading"}
    assert set(editions.changes(first, second).changed) == {"goals", "target_groups"}
    to_look_up = {
        *("timetable", "budget", "evening_script", "accessible_places", "interpreters", "photographs", "threats"),
        *("hybrid", "registry", "ending"),
    }
    assert set(editions.changes(second, third).added) == {"development", *to_look_up}
    assert set(editions.changes(second, third).changed) == {"using", "activities", "feedback"}
    assert set(editions.changes(third, second).removed) == {"development", *to_look_up}


def test_no_edition_links_to_a_page_that_it_has_not(handbook):
    for edition in handbook:
        pages = list(edition.pages.prefetch_related("reading_tips"))
        keys = {page.key for page in pages}
        for page in pages:
            tips = [f"[x]({tip.address})" for tip in page.reading_tips.all()]
            linked = {key for text in (page.short, page.whole, *tips) for key in linked_pages(text)}
            assert linked <= keys, f"{page} in {edition}"


def test_a_page_says_when_it_was_last_changed(handbook):
    assert handbook[2].pages.get(key="feedback").changed_on == THIRD
    assert handbook[2].pages.get(key="goals").changed_on == SECOND
    assert handbook[2].pages.get(key="purpose").changed_on == FIRST


def test_a_page_that_was_commented_on_stays(handbook, karin):
    page = handbook[0].pages.get(key="goals")
    HandbookComment.objects.create(page=page, by=karin, at=clock.now(), text="Bra exempel.")
    with pytest.raises(IntegrityError):  # ProtectedError
        Page.objects.filter(pk=page.pk).delete()

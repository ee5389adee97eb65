"""A published text that stopped being true: every kind of text is asked, whatever changed under it."""

import pytest

from dialog.acts.course import end_early
from dialog.process.addresses import text_kinds
from dialog.texts.outdated import SOURCES, matters_of_texts, out_of_date, out_of_date_in
from dialog.texts.queue import PUBLISHED, shelves
from tests.execution.tale import BEFORE, METHODS, begin
from tests.followup.tale import (
    AFTER,
    AFTER_TEXT,
    LEARNED,
    LIGHT,
    NOTING,
    REASONED,
    SUMMARY,
    SUMMARY_TEXT,
    FollowUp,
)
from tests.followup.test_no_after_dialogue import AGAINST, FOR, TEXT, TEXT_KEY

ADDRESS = "https://sjovik.example/stranden"
BEFORE_TEXT = "0000aa09"


def publish(tale, step, key, kind, data):
    """Carry a text through the queue, to the website."""
    tale.act("hand_over", step, key, by="responsible", kind=kind, data=data)
    tale.act("approve", step, key, by="communicator")
    tale.act("publish", step, key, by="communicator", address=ADDRESS, date=tale.story.today)
    tale.story.later(days=1)


@pytest.fixture
def tale(story) -> FollowUp:
    """A dialogue with an activity still to come."""
    begin(story)
    story.act("finish", "methods", data=METHODS)
    found = FollowUp(story)
    found.plan_activity(days=40)
    return found


def before(tale):
    publish(tale, "communication", BEFORE_TEXT, "before", BEFORE)


def information(tale):
    tale.story.decide(**AGAINST)
    publish(tale, "information", TEXT_KEY, "information", TEXT)


def after(tale):
    tale.plan_activity("0000e002", days=0)
    tale.act("mark_held", "activities", "0000e002")
    tale.name_themes()
    tale.add("Det är mörkt.", activity="0000e002")
    tale.code(1, themes=[LIGHT])
    tale.conclude()
    publish(tale, "publication", AFTER_TEXT, "after", AFTER)


def summary(tale):
    after(tale)
    story = tale.story
    story.act("mark_done", "compilation", data={})
    tale.note()
    story.act("mark_done", "analysis", data={"answer": ["Med ljus."]})
    story.act("finish", "process_analysis", data=REASONED)
    story.act("finish", "learning", data=LEARNED)
    publish(tale, "publication", SUMMARY_TEXT, "summary", SUMMARY)


def new_yes(tale):
    tale.story.decide(**FOR)


def new_no(tale):
    tale.story.decide(**AGAINST)


def new_level(tale):
    facts = {"level": ["consultation"], "supersede_reason": ["Det blir för dyrt."]}
    tale.story.decide("influence_level", **facts)


def moved(tale):
    tale.plan_activity(days=50)


def cancelled(tale):
    tale.act("cancel_activity", "activities", "0000e001", because="Regn.")


def for_the_invited(tale):
    tale.plan_activity(days=39, open_to=["invited"])


def ended(tale):
    end_early(tale.story.pk, by=tale.story.house["elected"], reason="Inga pengar.", at=tale.story.now)


def concluded_otherwise(tale):
    tale.conclude(what=["Nio lampor."])


def dropped(tale):
    tale.conclude(dropped_because=["Det blir inget ljus."])


def noted(tale):
    tale.note(NOTING)


def finished_anew(tale):
    tale.story.act("finish", "learning", data={**LEARNED, "results": ["Ljus och bänkar."]})


CHANGES = {
    "before": (before, [new_no, new_level, moved, cancelled, for_the_invited, ended]),
    "information": (information, [new_yes]),
    "after": (after, [concluded_otherwise, dropped, noted]),
    "summary": (summary, [finished_anew]),
}


def marked(tale, kind):
    """What the queue says of the published text of a kind."""
    shelf = next(one for one in shelves(50) if one.key == PUBLISHED)
    return [change.sentence for text in shelf.texts if text.record.kind == kind for change in text.changes]


def test_every_kind_of_text_is_asked():
    asked = {kind for kind, matters in matters_of_texts().items() if matters & {matter for matter, _find in SOURCES}}
    assert text_kinds() == set(CHANGES) == asked


@pytest.mark.parametrize(
    ("kind", "change"), [(kind, change) for kind, (_tell, changes) in CHANGES.items() for change in changes]
)
def test_it_is_marked_until_a_communicator_says_that_it_is_right_or_it_is_handed_over_anew(tale, kind, change):
    tell, _changes = CHANGES[kind]
    tell(tale)
    assert not marked(tale, kind)
    change(tale)
    assert marked(tale, kind)
    record = next(one for one in tale.story.access().records.values() if one.kind == kind)
    page = tale.story.client("responsible").get(tale.story.url("case")).text
    assert f"{tale.story.url('text', record.step, record.row)}" in page, "the case says so"
    tale.story.later(hours=1)
    tale.act("still_right", record.step, record.row, by="communicator")
    assert not marked(tale, kind)


def test_the_information_that_no_dialogue_is_held_is_withdrawn_when_one_is(tale):
    information(tale)
    tale.story.decide(**FOR)
    attempt = tale.attempt(
        "hand_over", "information", TEXT_KEY, data={**TEXT, "change": ["Ett nytt beslut."]}, by="responsible"
    )
    assert [one.target for one in attempt.missing] == ["withdrawn_because"], "nothing new is told there"
    tale.act(
        "hand_over", "information", TEXT_KEY, by="responsible", data={**TEXT, "withdrawn_because": ["Nu blir det."]}
    )
    tale.act("approve", "information", TEXT_KEY, by="communicator")
    assert not marked(tale, "information")


def test_in_a_case_that_was_carried_through_nothing_is_asked(tale):
    before(tale)
    moved(tale)
    assert out_of_date_in(tale.story.access())
    case = tale.story.case
    case.closed_at, case.outcome = tale.story.now, "completed"
    case.save()
    access = tale.story.access()
    assert not out_of_date_in(access) and not out_of_date(access.records.values())

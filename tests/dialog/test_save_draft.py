"""Writing: whatever is missing or wrong, at any time, by anybody who may; nothing that somebody else wrote is lost."""

import pytest

from dialog.acts.core import Conflict, Refused
from dialog.models import Event, Revision
from tests.story import GOAL, PURPOSE


def test_a_draft_may_lack_everything_and_be_wrong(story):
    attempt = story.act("save_draft", "purpose", data={"decision_by": ["31/2"], "overall_purpose": ["x"]})
    assert attempt.happened
    assert story.text("purpose") == {"decision_by": ["31/2"], "overall_purpose": ["x"]}
    assert story.record("purpose").draft == "writing"


def test_everything_in_planning_can_be_drafted_from_the_first_day(story):
    story.act("save_draft", "goals", data={"goal": [GOAL]})
    story.act("save_draft", "influenceable", data={"question_influenceable": ["yes"]})


@pytest.mark.parametrize("who", ["civil_servant", "responsible", "elected", "other_body"])
def test_elected_and_civil_servants_write_where_elected_are_responsible(story, who):
    story.act("save_draft", "purpose", by=who, data={"purpose": ["Förstå."]})


@pytest.mark.parametrize("who", ["reader", "support", "admin", "communicator", "stranger"])
def test_nobody_else_writes(story, who):
    with pytest.raises(Refused):
        story.attempt("save_draft", "purpose", by=who, data={"purpose": ["Förstå."]})
    assert not Revision.objects.exists()


def test_every_save_is_a_row_and_none_is_changed(story):
    story.act("save_draft", "purpose", data={"purpose": ["a"]})
    story.act("save_draft", "purpose", by="elected", data={"purpose": ["b"]})
    kept = story.revisions("purpose")
    assert [(one.number, one.data, one.by) for one in kept] == [
        (1, {"purpose": ["a"]}, story.house["responsible"]),
        (2, {"purpose": ["b"]}, story.house["elected"]),
    ]


def test_saving_what_stands_there_already_changes_nothing(story):
    story.act("save_draft", "purpose", data={"purpose": ["a"]})
    events = Event.objects.count()
    story.act("save_draft", "purpose", by="elected", data={"purpose": ["a"]}, changes=False)
    assert (story.seen("purpose"), len(story.revisions("purpose")), Event.objects.count()) == (1, 1, events)


def test_an_offer_that_was_declined_is_kept_though_nothing_else_changed(story):
    story.act("save_draft", "purpose", data={"purpose": ["a"]})
    story.act("save_draft", "purpose", data={"purpose": ["a"]}, offered={"purpose": "Ett annat syfte."})
    assert story.record("purpose").prefilled["purpose"] == "Ett annat syfte."
    assert story.text("purpose") == {"purpose": ["a"]}


def test_a_double_click_saves_once(story):
    for _click in range(2):
        story.attempt("save_draft", "purpose", seen=0, data={"purpose": ["a"]})
    assert len(story.revisions("purpose")) == 1


def test_emptying_everything_is_a_text_too(story):
    story.act("save_draft", "purpose", data={"purpose": ["a"]})
    story.act("save_draft", "purpose", data={})
    assert story.text("purpose") == {}
    assert len(story.revisions("purpose")) == 2


def test_one_act_is_one_event_with_who_and_when(story):
    before = Event.objects.count()
    at = story.later(hours=1)
    story.act("save_draft", "purpose", by="civil_servant", data={"purpose": ["a"]})
    event = Event.objects.latest("pk")
    assert Event.objects.count() == before + 1
    assert (event.act, event.step, event.revision, event.by, event.at) == (
        "save_draft",
        "purpose",
        1,
        story.house["civil_servant"],
        at,
    )


class TestOnAnOlderPage:
    def test_the_later_save_meets_the_earlier(self, story):
        story.act("save_draft", "purpose", data={"purpose": ["a"]})
        with pytest.raises(Conflict) as conflict:
            story.attempt("save_draft", "purpose", by="elected", seen=0, data={"purpose": ["b"]})
        assert (conflict.value.seen, conflict.value.record.revision) == (0, 1)
        assert story.text("purpose") == {"purpose": ["a"]}

    def test_who_writes_what_stands_there_already_is_let_through(self, story):
        story.act("save_draft", "purpose", data={"purpose": ["a"]})
        assert not story.attempt("save_draft", "purpose", by="elected", seen=0, data={"purpose": ["a"]}).happened

    def test_a_comment_made_meanwhile_is_in_nobodys_way(self, story):
        story.act("save_draft", "purpose", data={"purpose": ["a"]})
        seen = story.seen("purpose")
        story.act("comment", "purpose", by="elected", text="Varför just stranden?")
        story.act("save_draft", "purpose", seen=seen, data={"purpose": ["b"]})

    def test_two_who_begin_at_once_are_two(self, story):
        story.attempt("save_draft", "purpose", seen=0, data={"purpose": ["a"]})
        with pytest.raises(Conflict):
            story.attempt("save_draft", "purpose", by="elected", seen=0, data={"purpose": ["b"]})

    def test_a_page_from_the_future_is_no_page(self, story):
        story.act("save_draft", "purpose", data={"purpose": ["a"]})
        with pytest.raises(Conflict):
            story.attempt("save_draft", "purpose", seen=7, data={"purpose": ["b"]})


class TestWhatIsInForce:
    def test_stays_in_force_while_a_change_is_written(self, story):
        story.carry("purpose")
        story.act("save_draft", "purpose", data={**PURPOSE, "purpose": ["Något annat."]})
        record = story.record("purpose")
        assert (record.done, record.version, record.draft) == (True, 1, "writing")
        assert story.version("purpose").data == PURPOSE
        assert story.case.purpose.purpose == PURPOSE["purpose"][0]

    def test_an_older_text_becomes_a_draft_and_nothing_in_force_changes(self, story):
        story.carry("purpose")
        old = story.version("purpose")
        story.act("approve", "purpose", data={**PURPOSE, "purpose": ["Något annat."]})
        story.act("restore", "purpose", text=old.data)
        assert story.text("purpose") == PURPOSE
        assert story.record("purpose").version == 2
        assert story.case.purpose.purpose == "Något annat."


def test_a_proposal_that_waits_is_fixed(story):
    story.act("propose", "purpose", data=PURPOSE)
    for act, facts in (
        ("save_draft", {"data": {"purpose": ["x"]}}),
        ("restore", {"text": {}}),
        ("propose", {"data": PURPOSE}),
    ):
        with pytest.raises(Refused):
            story.attempt(act, "purpose", by="civil_servant", **facts)
    assert story.text("purpose") == PURPOSE

"""A closed case takes nothing but what is added to it: no act on any path, and what was typed is not lost."""

import pytest

from dialog.acts.core import Refused, run
from dialog.models import Case, Record, Revision
from dialog.process.access import allowed_acts
from dialog.process.act import ACTS
from dialog.process.phases import process
from dialog.process.register import step_or_kind_at
from tests import snapshots
from tests.followup.tale import ACTIVITY
from tests.story import PURPOSE
from tests.walks.places import in_follow_up, written

# What goes on in a closed case: facts of a decision that came late, what became of a measure, what duty demands, a text that
# was handed over before, an answer to who asked. Every other act is refused, and a new act must be placed here or it is.
GOES_ON = {
    *("add_fact", "answer_help", "tell_of_measure", "explain_unfollowed", "remove_file"),
    *(
        "mask_contribution",
        "unmask_contribution",
        "correct_contribution",
        "mask_pointed",
        "mask_all_pointed",
        "mask_words",
        "hide_contribution",
        "dismiss_pointed",
        "read_original",
        "dispose_register",
        "remove_contact",
        "correct_contact",
    ),
    *("hand_over", "approve", "send_back", "withdraw", "publish", "still_right"),
}
PEOPLE = ("responsible", "civil_servant", "elected", "reader", "communicator", "support", "admin")


@pytest.fixture
def closed(story):
    """A case that was closed as carried through while a round was planned and texts were being written."""
    return story.once("closed while much was under way", lambda: close(story))


def close(story):
    tale = in_follow_up(story)
    tale.name_themes()
    tale.add("Det är mörkt.")
    tale.plan_round()
    story.act("save_draft", "purpose", data={**PURPOSE, "why_dialogue": ["Påbörjat."]})
    tale.attempt("save_draft", "communication", "0000aa01", kind="before", data={"title": ["Påbörjad."]})
    Case.objects.filter(pk=story.pk).update(closed_at=story.now, outcome=Case.Outcome.COMPLETED)


def places(case):
    """Every step, every kind of row that nobody has begun, and every row that is there, as key, row and kind."""
    found = {(step.key, "", "") for step in process.steps()}
    found |= {(place.step.key, place.row, place.kind) for place in written()}
    return sorted(found | {(one.step, one.row, one.kind) for one in Record.objects.filter(case=case) if one.row})


def test_no_act_is_open_to_anybody_anywhere_in_it(closed):
    story, taken, tried = closed, [], 0
    for who in PEOPLE:
        access = story.access(who)
        for step, row, kind in places(story.pk):
            record = access.record(step, row)
            step_or_kind = step_or_kind_at(process.step(step), row, kind)
            open_acts = allowed_acts(step_or_kind, record, access) if step_or_kind else frozenset()
            taken += [f"{who} {act} {step} {row}" for act in open_acts - GOES_ON]
            tried += len(ACTS.keys() - GOES_ON)
    assert not taken, "\n".join(taken)
    assert tried > 5000


def test_an_older_page_of_it_adds_nothing_anywhere_either(closed):
    story, before = closed, snapshots.take()
    for record in Record.objects.filter(case=story.pk):
        for act in ("save_draft", "finish", "keep", "propose", "restore"):
            where = {"row": record.row, "kind": record.kind, "revision": max(record.revision - 1, 0)}
            with pytest.raises(Refused):
                run(act, story.pk, record.step, by=story.house["responsible"], data={"purpose": ["Nytt."]}, **where)
    assert snapshots.holds(before, tuple(before))
    assert snapshots.take().keys() == before.keys()


def test_what_was_typed_on_an_old_page_of_it_is_said_and_stays_on_the_page(closed):
    before = Revision.objects.count()
    posted = closed.posted("purpose", {"purpose": ["Kanariefågeln."]}, seen=1) | {"act": "save_draft"}
    answer = closed.client("responsible").post(closed.url("step", "purpose"), posted | {"comment-comment": "Hej hej."})
    assert answer.status_code == 403
    for said in ("Ärendet är avslutat.", "Kanariefågeln.", "Hej hej."):
        assert said in answer.text
    script = closed.client("responsible").post(
        closed.url("step", "purpose"), posted, headers={"Accept": "application/json"}
    )
    assert script.status_code == 403
    assert Revision.objects.count() == before


def test_notes_sent_to_it_stay_on_the_page(closed):
    posted = {"act": "record_notes", "batch": "0000dddd", "pasted": "Mer ljus.\nFler bänkar."}
    answer = closed.client("responsible").post(closed.url("row", "activities", ACTIVITY), posted)
    assert answer.status_code == 403 and "Fler bänkar." in answer.text


def test_what_is_written_or_pasted_into_it_stays_on_the_page(closed):
    posted = {"key": "0000dddd", "kind": "undetermined", "text": "Mer ljus."}
    pasted = {"act": "notes", "notes-key": "0000dddd", "notes-notes": "Mer ljus.", "notes-cut": "line"}
    for name, sent in (("add_contributions", posted), ("imports", pasted)):
        answer = closed.client("responsible").post(closed.url(name), sent)
        assert answer.status_code == 403 and "Mer ljus." in answer.text


@pytest.mark.parametrize("act", ["pause", "change_body", "end_early", "follow_edition"])
def test_what_can_be_done_with_an_open_case_alone_is_refused_and_the_words_stay(closed, act):
    answer = closed.client("responsible").post(closed.url("case_act", act), {"reason": "Kanariefågeln.", "sure": "on"})
    assert answer.status_code == 403 and "Kanariefågeln." in answer.text

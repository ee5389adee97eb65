"""What may be done at texts, rows, gates and in a closed case, by whom; and what the map shows of a state to whom.

Both are written out from what steps.md says, not from the table of rights.
"""

import pytest

from dialog.acts.course import end_early
from dialog.models import HelpRequest
from dialog.process.access import allowed_acts
from dialog.process.phases import process
from dialog.process.state import map_of, state_of
from tests.canaries import Spot, act
from tests.execution.tale import BEFORE, CONTENT
from tests.followup.tale import ACTIVITY, CONCLUSION, TAKEN_UP
from tests.story import PEOPLE, PURPOSE

CIVIL_SERVANTS = {"responsible", "civil_servant"}
ELECTED = {"elected", "substitute", "other_body"}
OF_THE_BODY = {"elected", "substitute"}
WORKERS = CIVIL_SERVANTS | ELECTED
MEMBERS = WORKERS | {"reader"}
COMMUNICATORS = {"communicator"}
SUPPORT = {"support"}

TEXT = Spot("communication", "0000aa01", "before")
ACTIVITY_SPOT = Spot("activities", ACTIVITY, "activity")
ROUND = Spot("feedback", "0000f009", "round")
CONCLUDED = Spot("analysis", CONCLUSION, "conclusion")
SAYING = {"comment": MEMBERS, "ask_for_help": WORKERS, "answer_help": SUPPORT}
AT_TEXTS = SAYING | {"comment": MEMBERS | COMMUNICATORS}
WRITTEN_TEXT = {"save_draft": CIVIL_SERVANTS, "restore": CIVIL_SERVANTS, "hand_over": CIVIL_SERVANTS}
HELD = {"mark_held": WORKERS, "plan_again": CIVIL_SERVANTS, "record_notes": WORKERS, "correct_talk": WORKERS}
FILES = {"attach_file": WORKERS, "describe_file": WORKERS, "remove_file": CIVIL_SERVANTS}
BY_WORKERS = {"save_draft": WORKERS, "restore": WORKERS, "keep": WORKERS}
GATE = {"save_draft": MEMBERS, "restore": MEMBERS, "make_exception": MEMBERS, "withdraw_exception": MEMBERS}
DUTY = (
    *("mask_contribution", "unmask_contribution", "correct_contribution"),
    *("mask_pointed", "mask_all_pointed", "mask_words", "hide_contribution", "dismiss_pointed", "read_original"),
)

# Where, how it came there → act → who.
TABLE = {
    (TEXT, "begun"): AT_TEXTS | WRITTEN_TEXT | {"discard": CIVIL_SERVANTS},
    (TEXT, "handed over"): AT_TEXTS
    | {"save_draft": COMMUNICATORS, "approve": COMMUNICATORS, "send_back": COMMUNICATORS, "withdraw": CIVIL_SERVANTS},
    (TEXT, "published, changed and handed over"): AT_TEXTS
    | {"save_draft": COMMUNICATORS, "approve": COMMUNICATORS, "send_back": COMMUNICATORS, "withdraw": CIVIL_SERVANTS},
    (TEXT, "approved, changed and handed over"): AT_TEXTS
    | {"save_draft": COMMUNICATORS, "approve": COMMUNICATORS, "send_back": COMMUNICATORS, "withdraw": CIVIL_SERVANTS},
    (TEXT, "approved"): AT_TEXTS | WRITTEN_TEXT | {"publish": COMMUNICATORS},
    (TEXT, "published"): AT_TEXTS | WRITTEN_TEXT,
    (ACTIVITY_SPOT, "held"): SAYING | FILES | BY_WORKERS | HELD,
    (ROUND, "planned"): SAYING
    | FILES
    | {"save_draft": WORKERS, "restore": WORKERS, "propose": CIVIL_SERVANTS, "approve": ELECTED}
    | {"plan_round": WORKERS, "drop_round": CIVIL_SERVANTS},
    (ROUND, "proposed"): SAYING
    | FILES
    | {"withdraw": CIVIL_SERVANTS, "approve": ELECTED, "send_back": ELECTED, "plan_round": WORKERS},
    (CONCLUDED, "in force"): SAYING | FILES | BY_WORKERS,
    (Spot("execution_gate"), "open"): SAYING | GATE | {"confirm_gate": OF_THE_BODY},
    (Spot("compilation"), "closed"): {"answer_help": SUPPORT, "remove_file": CIVIL_SERVANTS}
    | dict.fromkeys(DUTY, CIVIL_SERVANTS),
    (Spot("goals"), "closed"): {"answer_help": SUPPORT, "remove_file": CIVIL_SERVANTS},
    (ACTIVITY_SPOT, "closed"): {"answer_help": SUPPORT, "remove_file": CIVIL_SERVANTS},
    (Spot("followup_gate"), "closed"): {"answer_help": SUPPORT},
}
# Acts that are for other tests: what only some kinds have, besides what the table is about.
ELSEWHERE = {"still_right", "tell_of_measure"}


def come_to(follow, spot, state):
    """Let the spot be in that state."""
    if spot == TEXT:
        act(follow.story, "save_draft", spot, data=BEFORE)
        first, _comma, then = state.partition(", ")
        done = {"begun": 0, "handed over": 1, "approved": 2, "published": 3}[first]
        if done:
            follow.hand_over()
        if done > 1:
            follow.act("approve", spot.step, spot.row)
        if done > 2:
            day, address = follow.story.today, "https://sjovik.example/stranden"
            follow.act("publish", spot.step, spot.row, address=address, date=day)
        if then:
            follow.hand_over(change=["Ny tid."])
    if spot == ROUND:
        follow.plan_round(spot.row)
        if state == "proposed":
            follow.act("propose", spot.step, spot.row, data=CONTENT)
    if spot == CONCLUDED:
        follow.name_themes()
        act(follow.story, "keep", spot, data=TAKEN_UP)
    if state == "closed":
        follow.give_feedback()
        end_early(follow.story.pk, by=follow.story.house["elected"], reason="Slut.", at=follow.story.now)


@pytest.mark.parametrize(("spot", "state"), TABLE, ids=lambda one: getattr(one, "step", one))
def test_the_table_gives_exactly_this(follow, spot, state):
    come_to(follow, spot, state)
    for who in PEOPLE:
        access = follow.story.access(who)
        found = allowed_acts(spot.step_or_kind, access.record(spot.step, spot.row), access) - ELSEWHERE
        assert found == {name for name, people in TABLE[spot, state].items() if who in people}, who


OUTSIDE = ("stranger", "communicator", "support")


def shown(story, who, step="purpose"):
    """The state of a step on the map, as somebody sees it: the code, and whether it says when and by whom."""
    found = next(one for phase in map_of(story.access(who)) for one in phase.steps if one.step.key == step)
    assert found == state_of(process.step(step), story.access(who))
    return found.code, found.at is not None, found.by_id is not None


@pytest.mark.parametrize("who", [*OUTSIDE, "responsible", "elected", "reader"])
class TestTheMap:
    def is_out(self, who):
        return who in OUTSIDE

    def test_of_a_step_that_is_begun(self, story, who):
        story.act("save_draft", "purpose", data=PURPOSE)
        assert shown(story, who) == (("not_started", False, False) if self.is_out(who) else ("draft", True, True))

    def test_of_one_that_waits(self, story, who):
        story.act("propose", "purpose", data=PURPOSE)
        assert shown(story, who) == (("not_started", False, False) if self.is_out(who) else ("waiting", True, True))

    def test_of_one_that_was_sent_back(self, story, who):
        story.act("propose", "purpose", data=PURPOSE)
        story.act("send_back", "purpose", comment="Kortare.")
        assert shown(story, who) == (("not_started", False, False) if self.is_out(who) else ("returned", True, True))

    def test_of_one_that_is_done_and_changed(self, story, who):
        story.carry("purpose")
        assert shown(story, who) == ("done", True, True)
        story.act("save_draft", "purpose", data={**PURPOSE, "purpose": ["Nytt."]})
        assert shown(story, who)[0] == ("done" if self.is_out(who) else "done_changing")
        story.act("propose", "purpose", data={**PURPOSE, "purpose": ["Nytt."]})
        assert shown(story, who)[0] == ("done" if self.is_out(who) else "done_waiting")
        story.act("send_back", "purpose", comment="Kortare.")
        assert shown(story, who)[0] == ("done" if self.is_out(who) else "done_changing")

    def test_of_a_phase_that_is_not_open(self, story, who):
        assert shown(story, who, "methods") == ("locked", False, False)
        story.act("save_draft", "planning_help", data={"is_dialogue_comment": ["a"]})
        assert shown(story, who, "planning_help")[0] == ("not_started" if self.is_out(who) else "draft")

    def test_of_a_register_in_which_a_row_is_begun(self, follow, who):
        story = follow.story
        assert shown(story, who, "analysis") == ("not_started", False, False)
        act(story, "save_draft", CONCLUDED, data=TAKEN_UP)
        assert shown(story, who, "analysis") == (
            ("not_started", False, False) if self.is_out(who) else ("draft", True, True)
        )

    def test_of_a_register_whose_own_text_is_begun(self, follow, who):
        follow.story.act("save_draft", "analysis", data={"answer": ["Med ljus."]})
        assert shown(follow.story, who, "analysis") == (
            ("not_started", False, False) if self.is_out(who) else ("draft", True, True)
        )

    def test_of_a_register_whose_last_draft_is_later_than_what_is_in_force(self, follow, who):
        story = follow.story
        come_to(follow, CONCLUDED, "in force")
        kept = state_of(process.step("analysis"), story.access(who)).at
        story.later(minutes=9)
        act(story, "save_draft", CONCLUDED, by="elected", data={**TAKEN_UP, "short": ["Annat"]})
        found = state_of(process.step("analysis"), story.access(who))
        wrote = story.house["responsible" if self.is_out(who) else "elected"].pk
        assert (found.at == kept, found.by_id) == (self.is_out(who), wrote)

    def test_of_a_text_that_is_handed_over(self, follow, who):
        follow.hand_over()
        code = shown(follow.story, who, "communication")[0]
        assert code == ("waiting" if who not in ("stranger", "support") else "not_started")


def test_support_sees_the_state_of_what_it_is_asked_about_while_it_is_asked(story):
    story.act("save_draft", "purpose", data=PURPOSE)
    story.act("ask_for_help", "purpose", text="Hur?")
    assert shown(story, "support")[0] == "draft"
    story.act("answer_help", "purpose", by="support", request=HelpRequest.objects.get().pk, text="Så.")
    assert shown(story, "support")[0] == "not_started"

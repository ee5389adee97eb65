"""An act is declared once, with its function; whoever forgets a part of it is told which when the application starts."""

from dataclasses import replace

import pytest
from django.core.checks import run_checks

from dialog.acts import words
from dialog.forms import posted
from dialog.models import Event
from dialog.process import act_checks
from dialog.process.act import ACTS, ACTS_ON_CASE, Button, Part, StepAct, act, act_on_case, everywhere, find_act, which
from dialog.rights import CASE_RIGHTS, STEP_RIGHTS


def applaud(attempt, *, loudly: str = "") -> None:
    """An act that nobody has thought of."""


APPLAUD = StepAct(
    name="applaud",
    carry_out=applaud,
    called="Applådera",
    happened="%(who)s applåderade",
    done="Noterat.",
    icon="check",
    reads={"loudly": posted.text("loudly")},
    button=Button("Applådera", Part.TALK),
)


def wrong(rights=("applaud",), **other) -> set[str]:
    """What the checks say of the act when it is declared otherwise."""
    acts = {"applaud": replace(APPLAUD, **other)}
    found = [
        *act_checks.check_acts(acts, rights),
        *act_checks.check_reading(acts),
        *act_checks.check_buttons(acts),
        *act_checks.check_addresses(acts, {"decisions"}),
    ]
    assert all("applaud" in error.msg or "bow" in error.msg for error in found)
    return {error.id for error in found}


def test_all_that_there_are_are_whole():
    assert [error for error in run_checks() if error.id and error.id.startswith("dialog.")] == []
    assert len(ACTS) > 40 and len(ACTS_ON_CASE) > 15


def test_all_that_are_rights_are_declared_in_the_same_words():
    assert ACTS.keys() == STEP_RIGHTS.keys()
    assert ACTS_ON_CASE.keys() - {"create_case"} == {right for right in CASE_RIGHTS if not right.startswith("read")}


def test_a_whole_one_passes():
    assert wrong() == set()


@pytest.mark.parametrize(
    ("lacking", "error"),
    [
        ({"rights": ()}, "dialog.E009"),
        ({"called": ""}, "dialog.E010"),
        ({"happened": ""}, "dialog.E011"),
        ({"happened": "%(person)s applåderade"}, "dialog.E011"),
        ({"happened": "%(who)s applåderade till 100%"}, "dialog.E011"),
        ({"done": ""}, "dialog.E012"),
        ({"done": "Noterat av %(who)s."}, "dialog.E012"),
        ({"icon": ""}, "dialog.E013"),
        ({"icon": "trumpet"}, "dialog.E013"),
        ({"rights": ("applaud", "bow")}, "dialog.E014"),
        ({"reads": {"softly": posted.text("softly")}}, "dialog.E015"),
        ({"reads": {}, "carry_out": lambda attempt, *, loudly: None}, "dialog.E015"),
        ({"button": None}, "dialog.E016"),
        ({"button": Button("Applådera")}, "dialog.E016"),
        ({"button": Button("Applådera", Part.BELOW)}, "dialog.E016"),
        ({"button": Button("Applådera", template="texts/published.html")}, "dialog.E016"),
        ({"button": Button("Applådera", Part.SENDS, template="dialog/step/propose.html")}, "dialog.E016"),
        ({"button": Button("Applådera", template="nowhere.html")}, "dialog.E016"),
        ({"page": "nowhere"}, "dialog.E017"),
    ],
)
def test_one_that_lacks_a_part_is_named_with_it(lacking, error):
    assert wrong(**lacking) == {error}


@pytest.mark.parametrize("part", ["happened", "done"])
def test_what_is_left_out_on_purpose_is_no_lack(part):
    assert wrong(**{part: None}) == set()
    assert wrong(rights=(), called=None) == set()


def test_two_that_are_asked_for_by_one_word_are_named():
    loudly = replace(APPLAUD, name="applaud_loudly", verbs=("clap",))
    found = list(act_checks.check_names({"applaud": replace(APPLAUD, verbs=("clap", "bow")), "applaud_loudly": loudly}))
    assert [error.id for error in found] == ["dialog.E018"] and "applaud_loudly" in found[0].msg


def test_the_checks_are_made_when_the_application_starts(monkeypatch):
    monkeypatch.setitem(ACTS, "applaud", replace(APPLAUD, icon="", page="nowhere", verbs=("mask",)))
    found = {error.id for error in run_checks() if "applaud" in error.msg}
    assert found == {"dialog.E009", "dialog.E013", "dialog.E017", "dialog.E018"}


def test_two_of_one_name_are_refused(monkeypatch):
    for acts, declare, one in ((ACTS, act, "comment"), (ACTS_ON_CASE, act_on_case, "pause")):
        again = lambda: None  # noqa: E731
        again.__name__ = one
        with pytest.raises(ValueError, match=one):
            declare()(again)
        assert acts[one].carry_out is not again


def test_the_one_way_to_find_it_knows_those_at_steps_and_those_on_the_case():
    assert find_act("comment") is ACTS["comment"] and find_act("pause") is ACTS_ON_CASE["pause"]
    assert find_act("nobody_has_thought_of_it") is None


def test_what_holds_of_some_is_declared_of_them():
    assert set(which("answers")) == {"approve", "send_back", "decide", "postpone", "return_by_body", "withdraw"}
    assert set(which("gives_to_a_body")) == {"change_body", "hand_over_to_body", "move_on"}
    assert set(which("looks_at_text")) == {"hand_over", "still_right"}
    assert which("is_minor") == ["save_draft"]


def test_what_is_possible_at_every_step_grows_less_when_the_case_is_closed():
    assert everywhere(is_open=True, is_written=True) >= {"comment", "ask_for_help", "answer_help"}
    assert everywhere(is_open=False, is_written=True) == {"comment", "answer_help", "remove_file"}
    assert everywhere(is_open=False, is_written=False) == {"answer_help", "remove_file"}


def test_an_event_of_an_act_that_is_not_there_any_more_is_still_told(story):
    event = Event(
        case=story.case, act="applaud", step="purpose", by=story.house["elected"], by_name="Lena", at=story.now
    )
    assert words.event(event) == "Lena ändrade ”Syftet med dialogen”"
    assert words.icon(event) == "circle"


class TestTheButtons:
    """A page draws those that are declared, in their order, with the words for where they are."""

    def test_come_first_what_puts_in_force_then_what_sends_then_what_keeps(self, story):
        for who, first in (("responsible", "propose"), ("elected", "approve")):
            page = story.client(who).get(story.url("step", "purpose"))
            assert [button["act"] for button in page.context["buttons"]] == [first, "save_draft"]
            assert page.text.index(f'value="{first}"') < page.text.rindex('value="save_draft"')

    def test_have_other_words_where_it_is_done_already(self):
        button = ACTS["finish"].button
        assert button.words_where() == "Markera som klart"
        assert button.words_where("again") == "Spara ändringen som gällande"
        assert button.words_where("part", "again") == "Spara som gällande"
        assert ACTS["approve"].button.words_where("part") == "Godkänn"
        assert ACTS["approve"].button.words_where("again") == "Godkänn ändringen"

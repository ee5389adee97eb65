"""Inside Genomföra and Följa upp no step waits for another; and once the case is closed none is written in."""

import pytest

from dialog.acts.core import Refused
from tests.execution.tale import METHODS, PARTICIPATION, begin
from tests.followup.tale import AFTER, AFTER_TEXT, LEARNED, LIGHT, REASONED, THEMES


def test_in_genomfora_the_last_step_may_come_first(story):
    tale = begin(story)
    assert tale.plan_round().happened
    story.act("finish", "participation", data=PARTICIPATION)
    assert tale.hand_over().happened
    story.act("finish", "methods", data=METHODS)
    assert tale.plan_activity().is_planned


def test_in_folja_upp_too_and_genomfora_is_still_written_in(follow):
    story = follow.story
    assert follow.act("hand_over", "publication", AFTER_TEXT, kind="after", data=AFTER).happened
    story.act("finish", "learning", data=LEARNED)
    story.act("finish", "process_analysis", data=REASONED)
    story.act("save_draft", "analysis", data={"answer": ["Med ljus."]})
    assert follow.act("keep", "compilation", LIGHT, kind="theme", data=THEMES[LIGHT]).happened
    story.act("finish", "participation", data=PARTICIPATION)
    assert follow.plan_activity("0000e002").is_planned


def test_until_the_case_is_closed(follow):
    follow.finish_followup()
    follow.confirm_execution()
    follow.story.act("confirm_gate", "followup_gate", data={"result_as_expected": ["yes"]})
    for step, data in (("learning", LEARNED), ("process_analysis", REASONED), ("participation", PARTICIPATION)):
        with pytest.raises(Refused):
            follow.story.attempt("save_draft", step, data=data)
    with pytest.raises(Refused):
        follow.plan_activity("0000e003")

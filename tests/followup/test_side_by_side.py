"""Inside Genomföra and Följa upp no step waits for another; and once the case is closed none is written in."""

import pytest

from dialog.acts.core import Refused
from tests.execution.tale import METHODS, PARTICIPATION, begin
from tests.followup.tale import AFTER, AFTER_TEXT, LEARNED, LIGHT, REASONED, THEMES


def test_in_genomfora_the_last_step_may_come_first(story):
    tale = begin(story)
    tale.plan_round()
    story.act("finish", "participation", data=PARTICIPATION)
    tale.hand_over()
    story.act("finish", "methods", data=METHODS)
    tale.plan_activity()


def test_in_folja_upp_too_and_genomfora_is_still_written_in(follow):
    story = follow.story
    follow.act("hand_over", "publication", AFTER_TEXT, kind="after", data=AFTER)
    story.act("finish", "learning", data=LEARNED)
    story.act("finish", "process_analysis", data=REASONED)
    story.act("save_draft", "analysis", data={"answer": ["Med ljus."]})
    follow.act("keep", "compilation", LIGHT, kind="theme", data=THEMES[LIGHT])
    story.act("finish", "participation", data=PARTICIPATION)
    follow.plan_activity("0000e002")


def test_until_the_case_is_closed(follow):
    follow.finish_followup()
    follow.confirm_execution()
    follow.story.act("confirm_gate", "followup_gate", data={"result_as_expected": ["yes"]})
    for step, data in (("learning", LEARNED), ("process_analysis", REASONED), ("participation", PARTICIPATION)):
        with pytest.raises(Refused):
            follow.story.attempt("save_draft", step, data=data)
    with pytest.raises(Refused):
        follow.plan_activity("0000e003")

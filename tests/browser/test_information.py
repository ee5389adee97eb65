"""Information instead of dialogue, and the way back: what a no does to a case, and what a new yes does."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from dialog.models import Case
from tests.browser.hands import (
    decides,
    does,
    fills,
    follows,
    opens_case,
    opens_step,
    opens_waiting,
    publishes_the_next,
    ticks,
    unfolds,
)
from tests.browser.someone import PHONE, WITH_AND_WITHOUT_SCRIPTS, Someone, swedish
from tests.execution.tale import METHODS, begin
from tests.story import Story

WHY_NOT = "Läget är bestämt i detaljplanen."
WHY_ANEW = "Detaljplanen är upphävd."


@WITH_AND_WITHOUT_SCRIPTS
def test_a_no_leads_to_information_which_closes_the_case_and_a_new_yes_opens_it_again(
    story: Story, person: Callable[..., Someone], javascript: bool
) -> None:
    story.go_to("influenceable")
    amir = person("responsible", javascript=javascript)
    karin = person("elected", javascript=javascript, **PHONE)
    sara = person("communicator", javascript=javascript)
    opens_case(amir, story.case.title)
    proposes_a_no(amir)
    decides(karin, "Can the question be influenced?", beside=WHY_NOT)

    informs(amir, story)
    comes_back(amir, sara)
    publishes_the_next(sara, "https://sjovik.example/stranden")
    opens_case(amir, story.case.title)
    follows(amir, "Go to the information")
    does(amir, "Mark as done", "The step is done.")
    opens_case(amir, story.case.title)
    expect(amir.page.locator("main .meta").first).to_contain_text(swedish("Informed"))
    assert story.case.outcome == Case.Outcome.INFORMED

    proposes_a_yes(amir)
    decides(karin, "Can the question be influenced?", beside=WHY_ANEW)
    opens_case(amir, story.case.title)
    expect(amir.page.locator("#phase-information")).to_have_count(0)
    opens_step(amir, "Goals", "step")
    amir.presses("Add a goal")
    assert (story.case.closed_at, story.case.phase) == (None, "planning")
    amir.page.locator(".crumb a").first.click()
    follows(amir, "Decisions")
    amir.reads(WHY_NOT)
    amir.reads(WHY_ANEW)


def proposes_a_no(amir: Someone) -> None:
    """A no needs its motivation, and the second question is not asked."""
    opens_step(amir, "Can the question be influenced?")
    ticks(amir, "question_influenceable_1")
    amir.presses("Send the proposal")
    expect(amir.page.get_by_role("alert")).to_contain_text(swedish("Explain why the answer is no."))
    fills(amir, motivation=WHY_NOT)
    does(amir, "Send the proposal", "The proposal has been sent to %(people)s.")


def informs(amir: Someone, story: Story) -> None:
    """The case says where it goes; what was drafted is only read; the information begins with the decision."""
    opens_case(amir, story.case.title)
    opens_step(amir, "Goals", "step")
    amir.reads(
        swedish(
            "Residents will be informed instead of having a dialogue. A new yes from the committee opens the step "
            "again."
        )
    )
    expect(amir.page.get_by_role("button", name=swedish("Mark as done"))).to_have_count(0)
    amir.page.locator(".crumb a").first.click()
    follows(amir, "Go to the information")
    follows(amir, "Write the information")
    expect(amir.page.locator("#text")).to_have_value(re.compile(WHY_NOT))
    fills(amir, title="Varför läget ligger fast", for_whom="Alla som bor i Hamnviken.", contact="")
    amir.presses("Send to the communications team")
    expect(amir.page.get_by_role("alert")).to_contain_text(swedish("Choose at least one channel."))
    ticks(amir, "channels_0")
    does(amir, "Send to the communications team", "The text has been sent to %(people)s.")


def comes_back(amir: Someone, sara: Someone) -> None:
    """The communicator sends the text back with a question; it waits for who wrote it, and its next version answers."""
    sara.page.get_by_role("link", name=swedish("Texts"), exact=True).first.click()
    sara.page.locator("main .queue a").first.click()
    unfolds(sara, "Send back with a comment")
    sara.writes(comment="Vem kan man fråga?")
    does(sara, "Send back", "Sent back with your comment.")
    opens_waiting(amir, swedish("Revise %(what)s, which was sent back").partition("%")[0])
    amir.reads("Vem kan man fråga?")
    fills(amir, contact="Amir Haddad, 0123-45 67 89")
    does(amir, "Send to the communications team", "The text has been sent to %(people)s.")


def proposes_a_yes(amir: Someone) -> None:
    """The old decision stands until a new one supersedes it, with a reason that the civil servant may prepare."""
    opens_step(amir, "Can the question be influenced?")
    follows(amir, "Change")
    ticks(amir, "question_influenceable_0", "decision_makers_influenceable_0")
    fills(amir, motivation="Nämnden väljer läget själv.")
    unfolds(amir, "Decision: date, § and who made it")
    fills(amir, supersede_reason=WHY_ANEW)
    does(amir, "Send the proposal", "The proposal has been sent to %(people)s.")


def test_the_level_information_stops_a_dialogue_under_way_and_a_new_level_leads_back_to_it(
    story: Story, person: Callable[..., Someone]
) -> None:
    tale = begin(story)
    story.act("finish", "methods", data=METHODS)
    tale.plan_activity()
    amir = person("responsible")
    karin = person("elected", **PHONE)
    opens_case(amir, story.case.title)
    proposes_the_level(amir, "level_0", "Pengarna är slut.")
    decides(karin, "Level of influence", beside="Pengarna är slut.")
    opens_case(amir, story.case.title)
    expect(amir.page.locator(".result")).to_contain_text("invånarna får veta varför")
    opens_step(amir, "Dialogue activities")
    expect(amir.page.locator(".facts-rows .off")).to_contain_text("Kväll på Kompassen")

    amir.page.locator(".crumb a").first.click()
    proposes_the_level(amir, "level_2", "Pengarna kom.")
    decides(karin, "Level of influence", beside="Pengarna kom.")
    opens_case(amir, story.case.title)
    expect(amir.page.locator(".result")).to_have_count(0)
    assert story.case.phase == "execution"
    opens_step(amir, "Dialogue activities")
    amir.page.locator(".facts-rows a", has_text="Kväll på Kompassen").click()
    amir.presses("Mark as planned again")
    expect(amir.page.locator(".activity-line")).to_contain_text(swedish("Planned"))


def proposes_the_level(amir: Someone, level: str, why: str) -> None:
    """Another level, with the reason why the one that was decided is replaced."""
    opens_step(amir, "Level of influence")
    follows(amir, "Change")
    ticks(amir, level)
    fills(amir, motivation=why)
    if level != "level_0":  # where residents are only informed nothing is promised
        fills(amir, promise="Vi läser alla svar och berättar vad de ledde till.")
    unfolds(amir, "Decision: date, § and who made it")
    fills(amir, supersede_reason=why)
    does(amir, "Send the proposal", "The proposal has been sent to %(people)s.")

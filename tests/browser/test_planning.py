"""A case from nothing to the body's first decision, as two people."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from dialog.models import Case, Decision
from tests.browser.hands import approves, begins_a_case, decides, takes_the_pdf_along
from tests.browser.someone import PHONE, Someone, swedish
from tests.story import House, add_member

TITLE = "Norra stranden, en badplats för fler"
PURPOSE = "Förstå hur olika grupper vill använda Norra stranden."
USE = "Underlag när nämnden väljer läge för bryggan."
QUESTION = "Hur ska Norra stranden bli en badplats för fler?"
NEEDS_ANSWER = "Vad hindrar dig från att bada här i dag?"
MOTIVATION = "Nämnden förfogar över drift och investering på stranden."


def test_a_case_goes_from_nothing_to_the_decision_that_its_question_can_be_influenced(
    house: House, person: Callable[..., Someone], worker: None, tmp_path: Path
) -> None:
    amir = person("responsible", at_the_door=True)
    case = begins_a_case(amir, TITLE)
    add_member(case.pk, by=house["responsible"], person=house["elected"], role="elected")
    proposes_the_purpose(amir, case)
    proposes_the_question(amir, case)

    karin = person("elected", at_the_door=True, **PHONE)
    for title in ("The purpose of the dialogue", "Define the question"):
        approves(karin, title)

    prepares_the_decision(amir, case)
    words = words_of_the_decision_basis(amir, case, tmp_path)
    for text in (PURPOSE, QUESTION, MOTIVATION, "Tekniska nämnden"):
        assert text in words

    decides(karin, "Can the question be influenced?", beside=QUESTION)
    decision = Decision.objects.get(case=case)
    assert decision.answer == {"question_influenceable": "yes", "decision_makers_influenceable": "yes"}
    assert (decision.recorded_by, decision.question_wording) == (house["elected"], QUESTION)


def proposes_the_purpose(amir: Someone, case: Case) -> None:
    """What is missing is said only when one tries; then it is written, a row too, and sent."""
    page = amir.opens(f"/cases/{case.pk}/purpose/")
    amir.writes(purpose=PURPOSE)
    amir.presses("Send the proposal")
    expect(page.get_by_role("alert")).to_contain_text(swedish("Enter how the result will be used."))
    expect(page.locator("#purpose")).to_have_value(PURPOSE)
    page.locator("#overall_purpose_1").check()
    amir.writes(use_of_result=USE, requested_by="Tekniska nämnden", for_decision="Val av utformning och läge")
    amir.presses("Add a question")
    page.locator(".row-item .form-control").fill(NEEDS_ANSWER)
    amir.presses("Send the proposal")
    amir.reads_message("The proposal has been sent to %(people)s.")
    amir.reads(NEEDS_ANSWER)


def proposes_the_question(amir: Someone, case: Case) -> None:
    """A sentence, with a comment along."""
    page = amir.opens(f"/cases/{case.pk}/question/")
    amir.writes(question=QUESTION)
    page.get_by_text(swedish("Include a comment with the proposal")).click()
    page.get_by_label(swedish("Comment to the person who will answer")).fill("Samma mening som i uppdraget.")
    amir.presses("Send the proposal")
    amir.reads_message("The proposal has been sent to %(people)s.")


def prepares_the_decision(amir: Someone, case: Case) -> None:
    """Everything but the body's own word is prepared by the civil servant."""
    page = amir.opens(f"/cases/{case.pk}/influenceable/")
    page.locator("#question_influenceable_0").check()
    page.locator("#decision_makers_influenceable_0").check()
    amir.writes(motivation=MOTIVATION)
    amir.presses("Send the proposal")
    amir.reads_message("The proposal has been sent to %(people)s.")


def words_of_the_decision_basis(amir: Someone, case: Case, folder: Path) -> str:
    """Ask for the PDF, wait until it is made, and read it."""
    amir.opens(f"/cases/{case.pk}/reports/decision_basis/?part=influenceable")
    return takes_the_pdf_along(amir, folder)

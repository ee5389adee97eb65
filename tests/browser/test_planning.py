"""A case from nothing to the body's first decision, as two people, with and without JavaScript."""

from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import expect

from dialog.models import Case, Decision
from tests.browser.someone import PHONE, Someone, swedish
from tests.story import House, add_member

pytestmark = pytest.mark.journey

TITLE = "Norra stranden, en badplats för fler"
PURPOSE = "Förstå hur olika grupper vill använda Norra stranden."
USE = "Underlag när nämnden väljer läge för bryggan."
QUESTION = "Hur ska Norra stranden bli en badplats för fler?"
NEEDS_ANSWER = "Vad hindrar dig från att bada här i dag?"
MOTIVATION = "Nämnden förfogar över drift och investering på stranden."


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_a_case_goes_from_nothing_to_the_decision_that_its_question_can_be_influenced(
    house: House, person: Callable[..., Someone], worker: None, tmp_path: Path, javascript: bool
) -> None:
    amir = person("responsible", javascript=javascript)
    case = begins_a_case(amir)
    add_member(case.pk, by=house["responsible"], person=house["elected"], role="elected")
    proposes_the_purpose(amir, case)
    proposes_the_question(amir, case)

    karin = person("elected", javascript=javascript, **PHONE)
    for step in ("purpose", "question"):
        approves(karin, case, step)

    prepares_the_decision(amir, case)
    words = words_of_the_decision_basis(amir, case, tmp_path)
    for text in (PURPOSE, QUESTION, MOTIVATION, "Tekniska nämnden"):
        assert text in words

    decides_in_three_touches(karin, case)
    decision = Decision.objects.get(case=case)
    assert decision.answer == {"question_influenceable": "yes", "decision_makers_influenceable": "yes"}
    assert (decision.recorded_by, decision.question_wording) == (house["elected"], QUESTION)


def begins_a_case(amir: Someone) -> Case:
    """Three facts are enough."""
    page = amir.opens("/cases/")
    page.get_by_role("link", name=swedish("New case")).click()
    amir.writes(id_title=TITLE)
    page.get_by_label(swedish("Owning body")).select_option(label="Tekniska nämnden")
    page.get_by_label(swedish("Responsible official")).select_option(label="Amir Haddad")
    amir.presses("Begin the case")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    return Case.objects.get(title=TITLE)


def proposes_the_purpose(amir: Someone, case: Case) -> None:
    """What is missing is said only when one tries; then it is written, a row too, and sent."""
    page = amir.opens(f"/cases/{case.pk}/purpose/")
    amir.writes(purpose=PURPOSE)
    amir.presses("Send the proposal")
    expect(page.get_by_role("alert")).to_contain_text(swedish("Write how the result will be used."))
    expect(page.locator("#purpose")).to_have_value(PURPOSE)
    page.locator("#overall_purpose_1").check()
    amir.writes(use_of_result=USE, requested_by="Tekniska nämnden", for_decision="Val av utformning och läge")
    amir.presses("Add a question")
    page.locator(".row-item .form-control").fill(NEEDS_ANSWER)
    amir.presses("Send the proposal")
    amir.reads_message("The proposal is sent.")
    amir.reads(NEEDS_ANSWER)


def proposes_the_question(amir: Someone, case: Case) -> None:
    """A sentence, with a comment along."""
    page = amir.opens(f"/cases/{case.pk}/question/")
    amir.writes(question=QUESTION)
    page.get_by_text(swedish("Send a comment along with the proposal")).click()
    page.get_by_label(swedish("Comment to whoever answers")).fill("Samma mening som i uppdraget.")
    amir.presses("Send the proposal")
    amir.reads_message("The proposal is sent.")


def approves(karin: Someone, case: Case, step: str) -> None:
    """From the inbox: open, read, approve."""
    page = karin.opens("/")
    page.locator(f"main a[href*='/cases/{case.pk}/{step}/']").click()
    karin.presses("Approve")
    karin.reads_message("Approved. This is in force from now on.")


def prepares_the_decision(amir: Someone, case: Case) -> None:
    """Everything but the body's own word is prepared by the civil servant."""
    page = amir.opens(f"/cases/{case.pk}/influenceable/")
    page.locator("#question_influenceable_0").check()
    page.locator("#decision_makers_influenceable_0").check()
    amir.writes(motivation=MOTIVATION)
    amir.presses("Send the proposal")
    amir.reads_message("The proposal is sent.")


def words_of_the_decision_basis(amir: Someone, case: Case, folder: Path) -> str:
    """Ask for the PDF, wait until it is made, and read it."""
    page = amir.opens(f"/cases/{case.pk}/reports/decision_basis/?part=influenceable")
    amir.presses("Make PDF")
    link = page.get_by_role("link", name=swedish("Download PDF"))
    link.wait_for(timeout=60_000)
    file = amir.downloads(link, folder)
    return " ".join(" ".join(one.extract_text() for one in pypdf.PdfReader(file).pages).split())


def decides_in_three_touches(karin: Someone, case: Case) -> None:
    """One touch opens it from the inbox, one says what the body decided, one records it; no answer is preselected."""
    page = karin.opens("/")
    page.locator(f"main a[href*='/cases/{case.pk}/influenceable/']").click()
    assert not page.locator("[name=verdict]:checked").count()
    karin.reads(QUESTION)
    page.locator("[name=verdict][value=as_proposed]").check()
    page.locator(".bar-bottom button:visible").click()
    karin.reads_message("The decision is recorded.")

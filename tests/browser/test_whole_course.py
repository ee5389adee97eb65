"""One case from nothing to closed, as three people carry it through the application, with JavaScript and without."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from dialog.models import Case
from followup.forms.process_analysis import EIGHT, WORDS_ONLY
from tests.browser.hands import (
    adds_member,
    approves,
    begins_a_case,
    chooses_member,
    confirms,
    decides,
    does,
    fills,
    follows,
    leaves_row,
    opens_case,
    opens_row,
    opens_step,
    opens_waiting,
    picks,
    publishes_the_next,
    saves,
    takes_the_pdf_along,
    ticks,
    unfolds,
    writes_in,
)
from tests.browser.someone import PHONE, WITH_AND_WITHOUT_SCRIPTS, Someone, swedish

# At work tests/browser/test_planning.py goes the first part of it.
pytestmark = [pytest.mark.journey, pytest.mark.thorough]

TITLE = "Norra stranden, en badplats för fler"
PURPOSE = "Förstå hur olika grupper vill använda Norra stranden."
NEEDS_ANSWER = "Vad hindrar dig från att bada här i dag?"
QUESTION = "Hur ska Norra stranden bli en badplats för fler?"
PROMISE = "Vi svarar på varje förslag."
YOUNG, BOATS = "Unga 13–19 år", "Båtklubben"
EVENING = "Kväll på Kompassen"
SAID = ["Det är mörkt på vägen ned.", "Fler bänkar i skuggan.", "Bryggan är hal.", "Vi är inte välkomna på kvällen."]
CONCLUSION = "Vägen ned är mörk, och då går man inte dit."
MEASURE = "Sju lampor längs vägen."
DECISION = "Stranden får ljus före nästa sommar"
NEXT_TIME = "Börja med föreningarna."
ADDRESS = "https://sjovik.example/stranden"
DONE = "The step is done."


@WITH_AND_WITHOUT_SCRIPTS
def test_a_case_goes_from_nothing_to_closed(
    person: Callable[..., Someone], worker: None, tmp_path: Path, javascript: bool
) -> None:
    amir = person("responsible", at_the_door=True, javascript=javascript)
    karin = person("elected", at_the_door=True, javascript=javascript, **PHONE)
    sara = person("communicator", at_the_door=True, javascript=javascript)
    begins_a_case(amir, TITLE)
    writes_the_facts(amir)
    plans(amir, karin)
    carries_out(amir, karin, sara)
    follows_up(amir, karin, sara)

    opens_case(amir, TITLE)
    amir.reads(swedish("Completed"))
    assert Case.objects.get(title=TITLE).closed_at
    opens_step(amir, "Learning together")
    follows(amir, "Read the summary report")
    words = takes_the_pdf_along(amir, tmp_path)
    told = (QUESTION, PURPOSE, PROMISE, "TN 2026/114", EVENING, YOUNG, CONCLUSION, MEASURE, DECISION, NEXT_TIME)
    assert [text for text in told if text not in words] == []
    assert not [text for text in SAID if text in words], "what residents said is counted, not quoted"


def writes_the_facts(amir: Someone) -> None:
    """Who takes part, and where the question came from."""
    follows(amir, "About the case")
    adds_member(amir, "Karin Lund", "elected")
    adds_member(amir, "Lena Ek", "civil_servant")
    follows(amir, "Change")
    picks(amir, "initiative", "Medborgarförslag")
    fills(amir, registry_number="TN 2026/114", initiative_by="Elevrådet", decision_planned="2027-05-18")
    saves(amir)
    amir.reads("TN 2026/114")


# Planera


def plans(amir: Someone, karin: Someone) -> None:
    """All eight steps and the first gate; what the elected official is to answer reaches her inbox."""
    opens_step(amir, "Get help with the planning")
    ticks(amir, "is_dialogue_answer_0", "similar_initiatives_answer_1", "done_before_answer_1", "help_declined")
    does(amir, "Mark as done", DONE)
    proposes_purpose_and_question(amir)
    shares_the_tasks_out(amir)
    for title in ("The purpose of the dialogue", "Define the question"):
        approves(karin, title)
    opens_step(amir, "Can the question be influenced?")
    ticks(amir, "question_influenceable_0", "decision_makers_influenceable_0")
    fills(amir, motivation="Nämnden förfogar över drift och investering på stranden.")
    does(amir, "Send the proposal", "The proposal has been sent to %(people)s.")
    decides(karin, "Can the question be influenced?", beside=QUESTION)
    opens_step(amir, "Level of influence")
    ticks(amir, "level_2")
    fills(amir, motivation="Läget är inte bestämt.", promise=PROMISE)
    does(amir, "Send the proposal", "The proposal has been sent to %(people)s.")
    decides(karin, "Level of influence", beside=PROMISE)
    sets_goals_and_groups(amir)
    passes_the_gate(amir, karin, "Have we finished planning?", "Confirm that we have finished planning", "parts_done_0")


def proposes_purpose_and_question(amir: Someone) -> None:
    """Two proposals, one with a question that needs an answer."""
    opens_step(amir, "The purpose of the dialogue")
    fills(
        amir,
        purpose=PURPOSE,
        use_of_result="Underlag när nämnden väljer läge.",
        requested_by="Tekniska nämnden",
        for_decision="Val av läge",
    )
    ticks(amir, "overall_purpose_1")
    amir.presses("Add a question")
    fills(amir, text=NEEDS_ANSWER)
    does(amir, "Send the proposal", "The proposal has been sent to %(people)s.")
    opens_step(amir, "Define the question")
    fills(amir, question=QUESTION, in_scope="Bryggan, stigen och ljuset.")
    does(amir, "Send the proposal", "The proposal has been sent to %(people)s.")


def shares_the_tasks_out(amir: Someone) -> None:
    """A spokesperson, and somebody for each of the handbook's six tasks."""
    opens_step(amir, "Who does what")
    amir.presses("Add a representative")
    chooses_member(amir, "person", "Karin Lund")
    ticks(amir, "spokesperson")
    opens_row(amir, "task", 1)
    for number in range(1, 7):
        expect(amir.page.get_by_role("heading", level=1)).to_have_text(f"Uppgift {number} av 6")
        chooses_member(amir, "who", "Lena Ek")
        amir.page.locator(".foot-bar .btn-main").click()
    does(amir, "Mark as done", DONE)


def sets_goals_and_groups(amir: Someone) -> None:
    """A goal, and two groups that lie differently in the matrix."""
    opens_step(amir, "Goals", "step")
    amir.presses("Add a goal")
    ticks(amir, "type_3")
    fills(amir, goal="Unga har sagt sin mening.", indicators="Antal samtal", data_collection_how="Räknas varje gång.")
    leaves_row(amir)
    does(amir, "Mark as done", DONE)
    opens_step(amir, "Target group analysis")
    for name, places in ((YOUNG, ("affected_0",)), (BOATS, ("affected_3",))):
        amir.presses("Add a group")
        fills(amir, name=name)
        ticks(amir, *places)
        leaves_row(amir)
    follows(amir, "The questions about the whole picture")
    ticks(amir, "children_affected_0")
    fills(amir, children_heard="I skolan.")
    saves(amir, "Save the answers")
    follows(amir, "Groups")
    does(amir, "Mark as done", DONE)
    expect(amir.page.locator(".matrix .first")).to_contain_text(YOUNG)


def passes_the_gate(amir: Someone, karin: Someone, title: str, button: str, *answers: str) -> None:
    """The civil servant reflects; the gate waits for the elected official, who confirms it."""
    opens_step(amir, title)
    ticks(amir, *answers)
    fills(amir, reflection="Vi har tänkt efter.")
    saves(amir, "Save the reflection")
    opens_waiting(karin, title)
    expect(karin.page.locator("#reflection")).to_have_value("Vi har tänkt efter.")
    confirms(karin, button)


# Genomföra


def carries_out(amir: Someone, karin: Someone, sara: Someone) -> None:
    """From the methods to the second gate."""
    chooses_method_and_channels(amir)
    plans_the_evening(amir)
    opens_step(amir, "Communicate the citizen dialogue")
    follows(amir, "Write the text before the dialogue")
    expect(amir.page.locator("#how")).to_have_value(re.compile(f"{EVENING}.*Kompassen"))
    expect(amir.page.locator("#can_influence")).to_have_value(PROMISE)
    amir.presses("Send to the communications team")
    expect(amir.page.get_by_role("alert")).to_contain_text("vem som beslutar")
    fills(amir, for_whom="Alla som badar.", next="Nämnden beslutar i maj.", contact="Kontaktcenter, 0123-45 60 00")
    does(amir, "Send to the communications team", "The text has been sent to %(people)s.")
    publishes_the_next(sara, ADDRESS)
    opens_step(amir, "Communicate the citizen dialogue")
    does(amir, "Mark as done", DONE)
    holds_the_evening(amir)
    gives_feedback(amir, karin)
    title, button = "Has the dialogue been carried out?", "Confirm that the dialogue has been carried out"
    passes_the_gate(amir, karin, title, button, "went_as_expected_1")


def chooses_method_and_channels(amir: Someone) -> None:
    """A method that reaches both groups; channels and thresholds for the one that must be reached."""
    opens_step(amir, "Choose a method")
    amir.page.locator("a[href*='all=1']").first.click()
    amir.page.locator("button[value='choose ungdomsdialog']").click()
    ticks(amir, "target_groups_0", "target_groups_1")
    fills(amir, expected_0="40", expected_1="10")
    leaves_row(amir)
    does(amir, "Mark as done", DONE)
    opens_step(amir, "Make participation possible")
    opens_row(amir, "group", 1)
    ticks(amir, "channels_12")
    unfolds(amir, "Analysis")
    picks(amir, "thresholds_1", swedish("Low trust"))
    fills(amir, thresholds_1_text="Har blivit utkastade", thresholds_1_measure="Be om ursäkt först")
    leaves_row(amir)
    does(amir, "Mark as done", DONE)


def plans_the_evening(amir: Someone) -> None:
    """An activity today, at which the question that needs an answer is asked."""
    opens_step(amir, "Dialogue activities")
    follows(amir, "New activity")
    fills(amir, title=EVENING, first_day=localdate().isoformat(), from_time="18.00", to_time="20.00")
    fills(amir, place="Kompassen")
    unfolds(amir, "Who")
    chooses_member(amir, "leads", "Karin Lund")
    writes_in(amir, "documents", "Ida Rask")
    picks(amir, "method", "Ungdomsdialog i skola")
    unfolds(amir, "What you will ask")
    ticks(amir, "predefined_questions_0")
    unfolds(amir, "How many people you expect")
    fills(amir, expected_count="40")
    saves(amir)
    expect(amir.page.locator(".sums")).to_contain_text("40 deltagare")


def holds_the_evening(amir: Someone) -> None:
    """It was held: two small talks and two lines of notes become four contributions, and 31 people came."""
    opens_step(amir, "Dialogue activities")
    amir.page.locator(".facts-rows a", has_text=EVENING).click()
    does(amir, "Mark as held", "The activity has been marked as held.")
    fills(amir, talk_1_people="12", talk_1_text=SAID[0], talk_2_people="19", talk_2_text=SAID[1])
    amir.page.locator("[name='notes~talk_1_group']").select_option(label=YOUNG)
    unfolds(amir, "Paste from your notes")
    fills(amir, pasted="\n".join(SAID[2:]))
    does(amir, "Save what was said", "What was said has been recorded.")
    expect(amir.page.locator(".sums")).to_contain_text("31 deltagare")
    opens_step(amir, "Dialogue activities")
    does(amir, "Mark as done", DONE)


def gives_feedback(amir: Someone, karin: Someone) -> None:
    """A round to the participants all the way, and one to the residents planned; the elected official marks the step."""
    opens_step(amir, "Give feedback on the result")
    follows(amir, "New feedback")
    expect(amir.page.locator("#use_of_results")).to_have_count(0)
    ticks(amir, "to_0", "target_groups_0")
    fills(amir, planned_on=localdate().isoformat())
    does(amir, "Save the plan", "The plan for the feedback has been saved.")
    fills(amir, said_and_taken_care_of="Ni vill ha ljus. Allt är antecknat.", use_of_results="Det blir underlag.")
    fills(amir, decisions_and_grounds="Inget är beslutat.")
    does(amir, "Send the proposal", "The proposal has been sent to %(people)s.")
    approves(karin, "Give feedback on the result")
    carries_the_round_out(amir, "Till deltagarna")
    opens_step(amir, "Give feedback on the result")
    follows(amir, "New feedback")
    ticks(amir, "to_1")
    fills(amir, planned_on="2027-06-01")
    does(amir, "Save the plan", "The plan for the feedback has been saved.")
    opens_step(karin, "Give feedback on the result")
    does(karin, "Mark as done", DONE)


def carries_the_round_out(amir: Someone, to: str) -> None:
    """A round that is approved is carried out today."""
    opens_step(amir, "Give feedback on the result")
    amir.page.locator(".round a", has_text=to).first.click()
    does(amir, "Mark as given", "The feedback has been recorded as given.")


# Följa upp


def follows_up(amir: Someone, karin: Someone, sara: Someone) -> None:
    """From the contributions to the last gate, which closes the case."""
    compiles(amir)
    analyses(amir, karin)
    looks_back(amir)
    publishes(amir, sara)
    opens_step(amir, "Give feedback on the result")
    amir.page.locator(".round a", has_text="Till invånarna").first.click()
    expect(amir.page.locator("#decisions_and_grounds")).to_have_value(re.compile(DECISION))
    does(amir, "Send the proposal", "The proposal has been sent to %(people)s.")
    approves(karin, "Give feedback on the result")
    carries_the_round_out(amir, "Till invånarna")
    button = "Confirm the evaluation and close the case"
    passes_the_gate(amir, karin, "Is the evaluation done?", button, "result_as_expected_0")


def compiles(amir: Someone) -> None:
    """Two themes, a contribution that came by letter, and all five read."""
    for name, stands_for in (("Ljus", "Mer ljus längs vattnet"), ("Vila", "Fler bänkar")):
        opens_step(amir, "Compile the material")
        follows(amir, "New theme")
        fills(amir, name=name, stands_for=stands_for)
        saves(amir)
    opens_step(amir, "Compile the material")
    follows(amir, "Enter a contribution")
    fills(amir, id_text="Bussen går för sällan.")
    ticks(amir, "id_kind_2")
    amir.presses("Add it")
    amir.reads("1 inspel tillagt.")
    follows(amir, "Compile the material")
    follows(amir, "Read and sort")
    light, rest, none = ("theme_1", "brush_for"), ("theme_2", "brush_for"), ()
    for number, choice in enumerate((light, rest, none, light, none), start=1):
        expect(amir.page.locator("#open")).to_have_text(f"Inspel {number}")
        ticks(amir, *choice)
        amir.presses("Save and open the next" if choice else "No theme fits")
    amir.reads("Det finns inga fler inspel i listan.")
    follows(amir, "Compile the material")
    does(amir, "Mark as done", DONE)


def analyses(amir: Someone, karin: Someone) -> None:
    """A conclusion that rests on a theme, the body's decision on it, and the answer to the question."""
    opens_step(amir, "Analyse the result and give feedback")
    follows(amir, "New conclusion")
    fills(amir, short="Ljuset först", conclusion=CONCLUSION)
    ticks(amir, "becomes_0", "themes_0")
    fills(amir, what=MEASURE, due="2027-05-31")
    chooses_member(amir, "who", "Lena Ek")
    saves(amir)
    opens_step(amir, "Analyse the result and give feedback")
    follows(amir, "A committee is due to decide")
    fills(amir, answer=DECISION, motivation="Det bad de flesta om.")
    does(amir, "Send the proposal", "The proposal has been sent to %(people)s.")
    decides(karin, "the result", beside=DECISION)
    opens_step(amir, "Analyse the result and give feedback")
    fills(amir, answer="Med ljus och fler bänkar.")
    does(amir, "Mark as done", DONE)


def looks_back(amir: Someone) -> None:
    """The eight questions, what came out of the goal, and the report, which begins with all that."""
    opens_step(amir, "Analyse how the dialogue was carried out")
    for number, question in enumerate(EIGHT, start=1):
        if question != WORDS_ONLY:
            ticks(amir, f"{question}_answer_1")
        fills(amir, **{f"{question}_reasoning": f"Skäl {number}."})
        amir.page.locator(f"#question-{number} .btn-main").click()
        expect(amir.page.locator(".parts a").first).to_contain_text(f"{number} av 8 besvarade")
    expect(amir.page.locator(".parts [aria-current]")).to_contain_text(swedish("The goals"))
    fills(amir, outcome="De unga har sagt sin mening.")
    ticks(amir, "reached_0")
    saves(amir, "Save the goals")
    follows(amir, "The plan and what happened")
    does(amir, "Mark as done", DONE)
    opens_step(amir, "Learning together")
    expect(amir.page.locator("#use_in_governance")).to_have_value(re.compile(DECISION))
    follows(amir, "How it worked")
    fills(amir, worked_well="Politikerna lyssnade.")
    saves(amir, "Save this part")
    follows(amir, "The conversation and next time")
    amir.presses("Add advice")
    fills(amir, text=NEXT_TIME)
    does(amir, "Mark as done", DONE)


def publishes(amir: Someone, sara: Someone) -> None:
    """The text after and the report, through the queue."""
    for link in ("Write the text after the dialogue", "Send the summary report to the communications team"):
        opens_step(amir, "Publish the result")
        follows(amir, link)
        if link == "Write the text after the dialogue":
            expect(amir.page.locator("#concluded")).to_have_value(re.compile(DECISION))
            fills(amir, title="Så blir stranden")
        fills(amir, contact="Kontaktcenter, 0123-45 60 00")
        does(amir, "Send to the communications team", "The text has been sent to %(people)s.")
    for name in ("efter", "rapport"):
        publishes_the_next(sara, f"{ADDRESS}/{name}")
    opens_step(amir, "Publish the result")
    does(amir, "Mark as done", DONE)

"""A newcomer carries a small dialogue from nothing to its report: her clicks and fields are counted, not her patience."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from dialog.models import Body, Case
from followup.forms.process_analysis import EIGHT, WORDS_ONLY
from tests.browser.counting import Count
from tests.browser.hands import (
    approves,
    confirms,
    decides,
    does,
    fills,
    follows,
    opens_row,
    opens_step,
    opens_waiting,
    picks,
    publishes_the_next,
    saves,
    takes_the_pdf_along,
    ticks,
)
from tests.browser.someone import PHONE, Someone, swedish

pytestmark = pytest.mark.journey

MOST_CLICKS, MOST_FIELDS, MOST_PAGES = 90, 60, 2
TITLE = "Vad gör vi med gungorna i Ekbacken?"
PURPOSE = "Välja om gungorna ska lagas eller bytas."
GROUP = "Barnfamiljer i Ekbacken"
PROMISE = "Vi lyssnar på alla som svarar, och berättar vad vi gör."
SAID = ["Byt dem mot en kompisgunga.", "Laga de gamla, barnbarnen tycker om dem."]
ANSWER = "De flesta vill ha en kompisgunga."
MEASURE = "En kompisgunga sätts upp i maj."
CONTACT = "Kontaktcenter, 0123-45 60 00"
DONE = "The step is done."


@pytest.fixture
def counted() -> Iterator[Callable[[Someone], Count]]:
    counts: list[Count] = []

    def begins(one: Someone) -> Count:
        counts.append(Count(one.page))
        return counts[-1]

    yield begins
    for count in counts:
        count.stop()


def test_a_newcomer_carries_a_small_dialogue_to_its_report(
    person: Callable[..., Someone], worker: None, counted: Callable[[Someone], Count], tmp_path: Path
) -> None:
    amir, karin, sara = person("responsible"), person("elected", **PHONE), person("communicator")
    count = counted(amir)
    begins(amir)
    plans(amir, karin)
    carries_out(amir, karin, sara)
    follows_up(amir, karin, sara)
    amir.page.locator("main .crumb a").first.click()
    follows(amir, "Read the report")
    count.stop()
    told = f"{count.clicks} clicks and {count.fields} fields"
    words = takes_the_pdf_along(amir, tmp_path)
    assert [text for text in (TITLE, PURPOSE, PROMISE, ANSWER, MEASURE) if text not in words] == []
    assert Case.objects.get().closed_at
    assert len(pypdf.PdfReader(next(tmp_path.glob("*.pdf"))).pages) <= MOST_PAGES
    assert count.clicks <= MOST_CLICKS and count.fields <= MOST_FIELDS, "\n".join([told, *count.told])


def begins(amir: Someone) -> None:
    """Four facts, and the elected official who is to answer."""
    amir.page.goto("/")
    follows(amir, "New case")
    amir.page.locator("#id_title").fill(TITLE)
    amir.page.locator("#id_body").select_option(value=str(Body.objects.get(short="TN").pk))
    amir.page.locator("[name='size'][value='small']").check()
    amir.presses("Create the case")
    amir.page.locator("main button", has_text="Karin Lund").click()


def plans(amir: Someone, karin: Someone) -> None:
    """Eight steps and the first gate."""
    opens_step(amir, "Get help with the planning")
    ticks(amir, "is_dialogue_answer_0", "similar_initiatives_answer_1", "done_before_answer_1", "help_declined")
    does(amir, "Mark as done", DONE)
    opens_step(amir, "The purpose of the dialogue")
    fills(amir, purpose=PURPOSE, use_of_result="Vi köper det som flest vill ha.", for_decision="Inköp av gungor")
    ticks(amir, "overall_purpose_0")
    does(amir, "Send the proposal", "The proposal has been sent to %(people)s.")
    opens_step(amir, "Define the question")
    does(amir, "Send the proposal", "The proposal has been sent to %(people)s.")
    opens_step(amir, "Who does what")
    does(amir, "Mark as done", DONE)
    for title in ("The purpose of the dialogue", "Define the question"):
        approves(karin, title)
    opens_step(amir, "Can the question be influenced?")
    ticks(amir, "question_influenceable_0", "decision_makers_influenceable_0")
    fills(amir, motivation="Nämnden råder över lekplatserna.")
    does(amir, "Send the proposal", "The proposal has been sent to %(people)s.")
    decides(karin, "Can the question be influenced?", beside=TITLE)
    opens_step(amir, "Goals", "step")
    opens_row(amir, "goal", 1)
    fills(amir, goal="Gungorna är valda av dem som gungar.", indicators="Antal svar", data_collection_how="Vi räknar.")
    does(amir, "Mark as done", DONE)
    opens_step(amir, "Level of influence")
    ticks(amir, "level_1")
    fills(amir, motivation="Pengarna finns.", promise=PROMISE)
    does(amir, "Send the proposal", "The proposal has been sent to %(people)s.")
    decides(karin, "Level of influence", beside=PROMISE)
    opens_step(amir, "Target group analysis")
    opens_row(amir, "target_group", 1)
    fills(amir, name=GROUP)
    ticks(amir, "affected_0")
    does(amir, "Mark as done", DONE)
    confirms_the_gate(karin, "Have we finished planning?", "Confirm that we have finished planning")


def confirms_the_gate(karin: Someone, title: str, button: str) -> None:
    """The elected official confirms from her inbox what the civil servant has done."""
    opens_waiting(karin, title)
    confirms(karin, button)


def carries_out(amir: Someone, karin: Someone, sara: Someone) -> None:
    """One method, one activity, an answer to those who came."""
    opens_step(amir, "Choose a method")
    amir.page.locator("button[value^='choose ']:visible").first.click()
    does(amir, "Mark as done", DONE)
    opens_step(amir, "Make participation possible")
    opens_row(amir, "group", 1)
    ticks(amir, "channels_12")
    picks(amir, "thresholds_1", swedish("None known"))
    does(amir, "Mark as done", DONE)
    opens_step(amir, "Dialogue activities")
    follows(amir, "New activity")
    fills(amir, first_day=localdate().isoformat(), place="Lekplatsen")
    saves(amir)
    opens_step(amir, "Communicate the citizen dialogue")
    follows(amir, "Write the text before the dialogue")
    fills(amir, for_whom="Alla som gungar.", contact=CONTACT)
    does(amir, "Send to the communications team", "The text has been sent to %(people)s.")
    publishes_the_next(sara, "https://sjovik.example/gungor")
    opens_step(amir, "Communicate the citizen dialogue")
    does(amir, "Mark as done", DONE)
    holds(amir)
    gives_feedback(amir, karin)
    confirms_the_gate(karin, "Has the dialogue been carried out?", "Confirm that the dialogue has been carried out")


def holds(amir: Someone) -> None:
    """Two small talks are all that was said."""
    opens_step(amir, "Dialogue activities")
    amir.page.locator(".facts-rows a").first.click()
    does(amir, "Mark as held", "The activity has been marked as held.")
    fills(amir, talk_1_people="8", talk_1_text=SAID[0], talk_2_people="3", talk_2_text=SAID[1])
    does(amir, "Save what was said", "What was said has been recorded.")
    opens_step(amir, "Dialogue activities")
    does(amir, "Mark as done", DONE)


def gives_feedback(amir: Someone, karin: Someone) -> None:
    """A round to those who came; one to all is planned."""
    opens_step(amir, "Give feedback on the result")
    follows(amir, "New feedback")
    does(amir, "Save the plan", "The plan for the feedback has been saved.")
    fills(
        amir, said_and_taken_care_of="Åtta vill byta, tre vill laga.", decisions_and_grounds="Nämnden beslutar i maj."
    )
    does(amir, "Send the proposal", "The proposal has been sent to %(people)s.")
    approves(karin, "Give feedback on the result")
    amir.page.reload()
    does(amir, "Mark as given", "The feedback has been recorded as given.")
    opens_step(amir, "Give feedback on the result")
    follows(amir, "New feedback")
    does(amir, "Save the plan", "The plan for the feedback has been saved.")
    opens_step(karin, "Give feedback on the result")
    does(karin, "Mark as done", DONE)


def follows_up(amir: Someone, karin: Someone, sara: Someone) -> None:
    """From what was said to the last gate."""
    opens_step(amir, "Compile the material")
    does(amir, "Mark as done", DONE)
    opens_step(amir, "Analyse the result and give feedback")
    follows(amir, "New conclusion")
    fills(amir, conclusion=ANSWER, what=MEASURE, contributions="1, 2")
    ticks(amir, "becomes_0")
    saves(amir)
    opens_step(amir, "Analyse the result and give feedback")
    follows(amir, "A committee is due to decide")
    fills(amir, answer=MEASURE, motivation="Det vill de flesta.")
    does(amir, "Send the proposal", "The proposal has been sent to %(people)s.")
    decides(karin, "beslut om resultatet", beside=MEASURE)
    opens_step(amir, "Analyse the result and give feedback")
    fills(amir, answer=ANSWER)
    does(amir, "Mark as done", DONE)
    looks_back(amir)
    publishes(amir, sara)
    opens_step(amir, "Give feedback on the result")
    amir.page.locator(".round a", has_text="Till invånarna").first.click()
    does(amir, "Send the proposal", "The proposal has been sent to %(people)s.")
    approves(karin, "Give feedback on the result")
    amir.page.reload()
    does(amir, "Mark as given", "The feedback has been recorded as given.")
    confirms_the_gate(karin, "Is the evaluation done?", "Confirm the evaluation and close the case")


def looks_back(amir: Someone) -> None:
    """The eight questions, what came out of the goal, and the report."""
    opens_step(amir, "Analyse how the dialogue was carried out")
    for number, question in enumerate(EIGHT, start=1):
        if question != WORDS_ONLY:
            ticks(amir, f"{question}_answer_{1 if question == 'everyone_heard' else 0}")
        fills(amir, **{f"{question}_reasoning": f"Skäl {number}."})
        amir.page.locator(f"button[value='next_question question-{number}']").click()
        expect(amir.page.locator(f"#{question}_reasoning")).to_be_hidden()
    fills(amir, outcome="Elva svarade.")
    ticks(amir, "reached_0")
    does(amir, "Mark as done", DONE)
    opens_step(amir, "Learning together")
    does(amir, "Mark as done", DONE)


def publishes(amir: Someone, sara: Someone) -> None:
    """The text after and the report, through the queue."""
    for link in ("Write the text after the dialogue", "Send the summary report to the communications team"):
        opens_step(amir, "Publish the result")
        follows(amir, link)
        does(amir, "Send to the communications team", "The text has been sent to %(people)s.")
    for name in ("efter", "rapport"):
        publishes_the_next(sara, f"https://sjovik.example/{name}")
    opens_step(amir, "Publish the result")
    does(amir, "Mark as done", DONE)

"""Information i stället för dialog: where a no, or the level Information, leads; and the way back."""

import re
from html import unescape

import pytest
from django.http import Http404
from django.utils.translation import gettext

from dialog.acts.core import Refused
from dialog.acts.course import end_early
from dialog.models import Case, Closing, PublicationText
from dialog.process.access import load
from dialog.process.phases import process
from dialog.process.state import map_of
from tests.execution.tale import METHODS, Tale, begin, swedish
from tests.story import GOALS, NO, OUTSIDE, PURPOSE, QUESTION, YES, Story

KEY = "0000aa01"
TEXT = {
    "title": ["Ingen dialog i år"],
    "language": ["sv"],
    "text": ["Läget är bestämt i detaljplanen."],
    "for_whom": ["Alla som bor i Hamnviken."],
    "channels": ["website", "post"],
}
OPEN = {"purpose", "question", "influenceable", "influence_level"}
AGAIN: dict[str, list[str]] = {**YES, "supersede_reason": ["Detaljplanen upphävdes."]}


@pytest.fixture
def informed(story) -> Tale:
    """The body has said no."""
    story.go_to("influenceable").decide(**NO)
    return Tale(story)


def publish(tale: Tale) -> None:
    """Carry the information through the communicators' queue."""
    tale.act("hand_over", "information", KEY, kind="information", data=TEXT)
    tale.act("approve", "information", KEY, by="communicator")
    address = "https://sjovik.example/stranden"
    tale.act("publish", "information", KEY, by="communicator", address=address, date=tale.story.today)


def is_on_the_map(story: Story) -> bool:
    return any(state.step.key == "information" for phase in map_of(story.access()) for state in phase.steps)


class TestTheWayThere:
    def test_a_no_leads_there(self, story):
        story.go_to("influenceable")
        assert not is_on_the_map(story)
        story.decide(**NO)
        assert is_on_the_map(story) and story.case.phase == "information"

    def test_so_does_the_level_information(self, story):
        story.go_to("influence_level").decide("influence_level", level=["information"])
        assert is_on_the_map(story) and story.case.phase == "information"

    def test_so_does_a_no_to_the_second_question(self, story):
        story.go_to("influenceable").decide(decision_makers_influenceable=["no"])
        assert story.case.phase == "information"

    @pytest.mark.parametrize(
        ("step", "answer", "told"),
        [
            ("influenceable", NO, "that residents cannot influence the question"),
            (
                "influenceable",
                {**YES, "decision_makers_influenceable": ["no"]},
                "that the decision-makers cannot be influenced",
            ),
            (
                "influence_level",
                {"level": ["information"]},
                "to inform residents about the question instead of holding a dialogue",
            ),
        ],
    )
    def test_the_text_begins_with_the_decision_in_a_sentence_that_residents_understand(self, story, step, answer, told):
        story.go_to(step).decide(step, **answer)
        _draft, filled = process.step("information").by_kind["information"].begin(story.access())
        assert filled["text"].startswith(f"Tekniska nämnden beslutade den 3 november 2026 {swedish(told)}.")

    @pytest.mark.parametrize("phase", ["planning", "execution", "followup"])
    def test_from_any_phase(self, story, phase):
        if phase == "planning":
            story.go_to("goals")
        else:
            tale = begin(story)
            story.act("finish", "methods", data=METHODS)
        if phase == "followup":
            tale.hold()
        assert story.case.phase == phase
        story.decide(**NO, supersede_reason=["Vägverket äger marken."])
        assert story.case.phase == "information" and is_on_the_map(story)

    def test_communicators_then_know_of_the_case_for_its_text_alone(self, story):
        Case.objects.filter(pk=story.pk).update(visibility=Case.Visibility.MEMBERS_ONLY)
        story.go_to("influenceable")
        with pytest.raises(Http404):
            load(story.house["communicator"], story.pk, for_texts=True)
        story.decide(**NO)
        assert load(story.house["communicator"], story.pk, for_texts=True)
        with pytest.raises(Http404):
            load(story.house["communicator"], story.pk)

    def test_it_stands_outside_order_checklist_and_gate(self):
        step = process.step("information")
        assert (step.number, step.checklist, step.phase.key) == (0, "", "planning")
        assert step not in step.phase.steps


class TestWhatIsOpen:
    def test_all_other_steps_are_only_read_but_four(self, informed):
        story = informed.story
        for step in process.steps():
            if step.key in OPEN | {"information", "outside_mandate", "facts"}:
                continue
            may = story.allowed(step.key, "responsible") | story.allowed(step.key, "elected")
            assert not may & {"save_draft", "finish", "approve", "mark_done", "confirm_gate", "propose"}, step.key
            assert story.client("responsible").get(story.url("step", step.key)).status_code == 200

    @pytest.mark.parametrize("step", sorted(OPEN))
    def test_in_the_four_a_new_yes_is_prepared(self, informed, step):
        assert "save_draft" in informed.story.allowed(step, "responsible")
        assert "propose" in informed.story.allowed(step, "responsible")

    def test_what_was_written_in_the_others_stays(self, story):
        story.act("save_draft", "goals", data=GOALS)
        story.go_to("influenceable").decide(**NO)
        with pytest.raises(Refused):
            story.attempt("save_draft", "goals", data={})
        assert story.text("goals") == GOALS

    def test_while_a_dialogue_is_held_nothing_is_written_there(self, story):
        with pytest.raises(Refused):
            Tale(story).attempt("save_draft", "information", KEY, kind="information", data=TEXT)

    def test_before_any_no_nothing_is_said_of_a_text_that_nobody_published(self, story):
        step, stays = process.step("information"), gettext("The text that was published is kept.")
        story.go_to("influenceable").decide()
        assert stays not in step.shut(story.access())
        story.decide(**{**NO, "supersede_reason": ["Vägverket äger marken."]})
        publish(Tale(story))
        story.later(days=1)
        story.decide(**AGAIN)
        assert stays in step.shut(story.access())


class TestTheText:
    def test_it_begins_with_the_decision_and_its_motivation(self, informed):
        _draft, filled = process.step("information").by_kind["information"].begin(informed.story.access())
        assert "Tekniska nämnden" in filled["text"] and NO["motivation"][0] in filled["text"]

    @pytest.mark.parametrize(
        ("name", "target"), [("title",) * 2, ("text",) * 2, ("for_whom",) * 2, ("channels", "channels_0")]
    )
    def test_it_says_for_whom_it_is_and_in_which_channels(self, informed, name, target):
        attempt = informed.attempt("hand_over", "information", KEY, kind="information", data={**TEXT, name: []})
        assert [lack.target for lack in attempt.missing] == [target]

    def test_where_an_activity_was_held_one_is_reminded_to_tell_what_happens_with_what_was_said(self, story):
        def reminded() -> bool:
            url = f"{story.url('text', 'information', KEY)}?kind=information"
            page = story.client("responsible").get(url).text
            return swedish("An activity has been held. Enter what happens to what was said there.") in page

        tale = begin(story)
        story.decide(**NO, supersede_reason=["Vägverket äger marken."])
        assert not reminded()
        story.decide(**AGAIN)
        story.act("finish", "methods", data=METHODS)
        tale.hold()
        story.decide(**NO, supersede_reason=["Vägverket äger marken."])
        assert reminded()

    def test_it_goes_through_the_communicators_queue(self, informed):
        informed.act("hand_over", "information", KEY, kind="information", data=TEXT)
        assert ("text", "communicator") in informed.story.waits()
        assert "Ingen dialog i år" in informed.story.client("communicator").get("/communication/", follow=True).text
        with pytest.raises(Refused):
            informed.attempt("approve", "information", KEY, by="responsible")


class TestClosing:
    def test_the_step_is_done_when_the_text_is_published(self, informed):
        assert [lack.target for lack in informed.story.attempt("mark_done", "information").missing] == ["texts"]
        informed.act("hand_over", "information", KEY, kind="information", data=TEXT)
        informed.act("approve", "information", KEY, by="communicator")
        assert informed.story.attempt("mark_done", "information").missing
        assert informed.story.case.closed_at is None

    def test_published_and_done_it_closes_the_case_as_informed(self, informed):
        publish(informed)
        assert informed.story.case.closed_at is None
        informed.story.act("mark_done", "information")
        case = informed.story.case
        assert (case.outcome, case.phase, case.closed_at) == ("informed", "closed", informed.story.now)
        assert Closing.objects.get().outcome == "informed"


class TestTheWayBack:
    def test_a_new_yes_opens_the_other_steps_again_and_the_text_stays(self, informed):
        publish(informed)
        informed.story.decide(**AGAIN)
        assert informed.story.case.phase == "planning" and not is_on_the_map(informed.story)
        assert "save_draft" in informed.story.allowed("goals", "responsible")
        assert PublicationText.objects.get().title == "Ingen dialog i år"

    def test_to_where_the_case_was(self, story):
        begin(story)
        story.decide(**NO, supersede_reason=["Vägverket äger marken."])
        story.later(days=1)
        story.decide(**AGAIN)
        assert story.case.phase == "execution" and story.access().is_done("planning_gate")

    def test_out_of_a_closed_case_too_where_it_is_prepared_in_the_four(self, informed):
        story = informed.story
        publish(informed)
        story.act("mark_done", "information")
        story.later(days=30)
        other = {**PURPOSE, "purpose": ["Förstå vad som går att göra nu."]}
        story.act("approve", "purpose", data=other)
        story.act("approve", "question", data={**QUESTION, "in_scope": ["Bryggan."]})
        for step, text in (("goals", GOALS), ("outside_mandate", OUTSIDE)):
            with pytest.raises(Refused):
                story.attempt("save_draft", step, data=text)
        story.decide(**AGAIN)
        assert (story.case.closed_at, story.case.outcome, story.case.phase) == (None, "", "planning")
        assert Closing.objects.get().outcome == "informed", "each closing keeps its own"
        assert PublicationText.objects.exists()

    def test_what_is_prepared_in_a_closed_case_waits_for_whoever_answers_it(self, informed):
        story = informed.story
        publish(informed)
        story.act("mark_done", "information")
        story.act("propose", "influenceable", data=AGAIN)
        story.act("propose", "question", data={**QUESTION, "in_scope": ["Bryggan."]})
        assert {("decision", "elected_of_body"), ("proposal", "elected")} <= story.waits()
        story.act("return_by_body", "influenceable", comment="Räkna på det först.")
        assert ("sent_back", "person") in story.waits()
        story.act("withdraw", "question")
        story.act("comment", "question", by="reader", text="Varför bryggan?")
        assert {("withdrawn", "person"), ("comment", "elected")} <= story.waits()

    def test_a_case_that_was_ended_early_is_not_prepared_anew(self, story):
        story.go_to("influenceable").decide()
        end_early(story.pk, by=story.house["elected"], reason="Inga pengar.", at=story.now)
        with pytest.raises(Refused):
            story.attempt("save_draft", "purpose", data=PURPOSE)


def test_the_information_stands_outside_the_count_and_the_other_phases_say_why_they_do_not_open(story):
    story.go_to("influenceable")
    story.decide(**NO)
    planning, execution, _followup = story.client("reader").get(story.url("case")).context["front"].map
    assert len(planning.counted) == 8 and len(planning.steps) == 9
    assert execution.summary == gettext("Residents are being informed instead")


def test_the_text_asks_for_a_contact_and_a_first_version_has_nothing_to_withdraw(story):
    story.go_to("influenceable")
    story.decide(**NO)
    page = story.client("responsible").get(story.url("row", "information", "0000ab09") + "?kind=information")
    form = page.context["form"]
    assert form.draft["contact"] == ["[fyll i: vem invånarna kan fråga, med telefon eller e-post]"]
    shown = {field.name for field in form.shown_fields}
    assert "contact" in shown and not {"change", "withdrawn_because"} & shown


class TestTheFirstPage:
    def page(self, tale: Tale, who: str = "responsible") -> str:
        return unescape(tale.story.client(who).get(tale.story.url("case")).text)

    def test_says_whom_it_was_told_in_which_ways_where_and_since_when(self, informed):
        assert "Vilka som har fått veta" not in self.page(informed)
        publish(informed)
        text = self.page(informed, "stranger")
        panel = text.partition("Vilka som har fått veta")[2].partition("</section>")[0]
        assert "Alla som bor i Hamnviken. Kommunens webbplats och post." in panel
        assert 'href="https://sjovik.example/stranden"' in panel and ">sjovik.example/stranden<" in panel
        assert re.search(r"sedan <time[^>]*>3 november 2026<", panel) and "På svenska" in panel

    def test_says_whom_once_though_it_is_told_in_two_languages(self, informed):
        publish(informed)
        easy = {**TEXT, "language": ["sv-easy"], "title": ["Det blir ingen dialog"]}
        informed.act("hand_over", "information", "0000aa02", kind="information", data=easy)
        informed.act("approve", "information", "0000aa02", by="communicator")
        there = {"address": "https://sjovik.example/latt", "date": informed.story.today}
        informed.act("publish", "information", "0000aa02", by="communicator", **there)
        text = self.page(informed)
        assert text.count("Alla som bor i Hamnviken.") == 1 and "Lättläst: <a" in text
        assert "Två är publicerade" in text

    def test_has_the_text_on_the_shelf_and_no_plan_that_was_given_up(self, informed):
        text = self.page(informed)
        shelf = text.partition('id="shelf"')[2].partition("</section>")[0]
        assert "Texten till invånarna" in shelf and "Planen för dialogen" not in shelf

    def test_gives_the_reasons_as_they_begin_and_the_decision_with_its_paragraph_in_one_sentence(self, story):
        reasons = "Läget är bestämt i detaljplanen. Den gäller från 2024."
        story.go_to("influenceable").decide(**{**NO, "motivation": [reasons]})
        text = self.page(Tale(story))
        assert "Läget är bestämt i detaljplanen.</p>" in text and "Den gäller" not in text
        assert "Tidslinje" not in text

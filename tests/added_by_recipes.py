"""What the pages say of all that the recipes add. Run in a copy in which they were followed (tests/test_recipes.py): only
there is the step ``resources``, and the act ``bring_up``.
"""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils.timezone import localdate

from dialog.models import Event, Record
from dialog.process.phases import process
from handbook.loading import read_pages
from planning.models import Purpose
from tests.story import GATE, PURPOSE, Story

SAID = {"budget": ["Trettio tusen kronor."]}


class TestTheStep:
    """It is met everywhere, though nothing names it but its own files."""

    @pytest.fixture
    def ready(self, story) -> Story:
        """A case in which the step is the next to do."""
        return story.go_to("resources")

    @pytest.fixture
    def finished(self, ready) -> Story:
        """A case in which it is done."""
        return ready.carry("resources")

    def read(self, story: Story, *where: object, who: str = "responsible") -> str:
        """Read a page of the case."""
        answer = story.client(who).get(story.url(*where))
        assert answer.status_code == 200
        return answer.text

    def test_stands_on_the_map(self, ready):
        assert ready.url("step", "resources") in self.read(ready, "case")

    def test_has_a_page_with_its_form_and_its_demand(self, ready):
        page = self.read(ready, "step", "resources")
        assert "Vad får dialogen kosta?" in page and "Skriv vad dialogen får kosta." in page

    def test_has_guidance_that_stands_beside_it(self):
        (page,) = [page for page in read_pages() if page.key == process.step("resources").guidance_key]
        assert "Räkna med tolk, lokal, mat och återkoppling." in page.short

    def test_has_a_conflict_page(self, ready):
        seen = ready.seen("resources")
        ready.act("save_draft", "resources", data={"budget": ["Tjugo tusen kronor."]})
        answer = ready.post("civil_servant", "resources", "save_draft", SAID, seen=seen)
        assert answer.status_code == 409
        assert "Tjugo tusen kronor." in answer.text and "Trettio tusen kronor." in answer.text

    def test_has_a_history_in_which_two_texts_are_compared(self, ready):
        ready.act("finish", "resources", data={"budget": ["Tjugo tusen kronor."]})
        ready.act("finish", "resources", data=SAID)
        page = self.read(ready, "step_history", "resources")
        assert "Tjugo" in page and "Trettio" in page
        assert "Resurser" in self.read(ready, "history")

    def test_waits_in_the_inbox_when_somebody_asks(self, ready):
        ready.act("comment", "resources", text="Räcker det?", by="elected")
        page = ready.client("responsible").get("/").text
        assert "Resurser" in page and ready.url("step", "resources") in page

    def test_is_a_line_at_the_gate_that_holds_it_up_until_it_is_done(self, story):
        story.carry(*[step.key for step in process.phase("planning").steps if step.key != "resources"])
        assert "Avsätt resurser" in self.read(story, "step", "planning_gate")
        lacks = story.attempt("confirm_gate", "planning_gate", data=GATE).missing
        assert [lack.target for lack in lacks] == ["line-resources"]
        story.carry("resources").act("confirm_gate", "planning_gate", data=GATE)

    @pytest.mark.parametrize("report", ["plan", "summary"])
    def test_is_told_in_the_documents(self, story, report):
        story.plan().act("finish", "resources", data=SAID)
        story.act("confirm_gate", "planning_gate", data=GATE)
        page = self.read(story, "report", report)
        assert "Resurser" in page and "Trettio tusen kronor." in page

    def test_is_restored_from_an_older_text(self, finished):
        older = finished.version("resources").data
        finished.act("finish", "resources", data=SAID)
        finished.act("restore", "resources", text=older)
        assert finished.text("resources") == older and finished.record("resources").done

    def test_is_closed_to_strangers_while_it_is_written(self, ready):
        ready.act("save_draft", "resources", data=SAID)
        assert "Trettio tusen kronor." not in self.read(ready, "step", "resources", who="stranger")


class TestTheAct:
    """It is carried out from the page, told in history, and nobody else's."""

    @pytest.fixture
    def brought_up(self, story) -> Iterator[Story]:
        """A case in which somebody has brought up the purpose."""
        story.act("save_draft", "purpose", data={"purpose": ["Förstå."]})
        assert 'value="bring_up"' in story.client("elected").get(story.url("step", "purpose")).text
        assert story.post("elected", "purpose", "bring_up").status_code == 302
        return story

    def test_is_told_in_history(self, brought_up):
        page = brought_up.client("reader").get(brought_up.url("history")).text
        assert "vill ta upp ”Syftet med dialogen” på nästa möte" in page

    def test_is_done_once(self, brought_up):
        brought_up.post("elected", "purpose", "bring_up")
        assert Event.objects.filter(act="bring_up").count() == 1

    def test_leaves_the_text_alone(self, brought_up):
        assert Record.objects.get(step="purpose").revision == 1
        assert brought_up.text("purpose") == {"purpose": ["Förstå."]}

    def test_is_not_for_readers(self, brought_up):
        page = brought_up.client("reader").get(brought_up.url("step", "purpose")).text
        assert 'value="bring_up"' not in page
        assert brought_up.post("reader", "purpose", "bring_up").status_code == 403


class TestTheField:
    """Nothing but the model and the form knows of it."""

    WANTED = {**PURPOSE, "not_wanted": ["Att badet stängs."]}

    @pytest.fixture
    def written(self, story) -> Story:
        """A case whose purpose says what is not wanted."""
        story.act("approve", "purpose", data=self.WANTED)
        return story

    @pytest.mark.parametrize(
        "where", [("step", "purpose"), ("step_history", "purpose"), ("report", "plan")], ids=lambda where: where[0]
    )
    def test_is_read_with_its_label(self, written, where):
        page = written.client("reader").get(written.url(*where)).text
        assert "Vad ska dialogen inte leda till?" in page and "Att badet stängs." in page

    def test_is_compared_and_restored(self, written):
        older = written.version("purpose").data
        written.act("approve", "purpose", data=PURPOSE)
        assert "Att badet" in written.client("reader").get(written.url("step_history", "purpose")).text
        written.act("restore", "purpose", text=older)
        assert written.text("purpose")["not_wanted"] == ["Att badet stängs."]

    def test_is_empty_in_older_texts(self, story):
        story.act("approve", "purpose", data=PURPOSE)
        page = story.client("elected").get(story.url("step", "purpose"), {"change": ""}).text
        assert "Vad ska dialogen inte leda till?" in page


class TestTheRule:
    """What waits is told where everything that waits is told, from its day on."""

    def test_waits_from_the_day_after_until_the_planning_is_confirmed(self, story):
        story.plan()
        day = Purpose.objects.get().decision_by
        (waiting,) = story.case.waits.filter(kind="decision_day_past")
        assert localdate(waiting.since) == day + dt.timedelta(days=1)
        assert "Skriv en annan dag" not in story.client("responsible").get("/").text
        story.later(days=365)
        page = story.client("responsible").get("/").text
        assert "Skriv en annan dag: beslutet skulle ha fattats" in page and story.url("step", "purpose") in page
        story.act("confirm_gate", "planning_gate", data=GATE)
        assert not story.case.waits.filter(kind="decision_day_past").exists()


class TestTheReport:
    """Preview, text and way to it follow from its declaration."""

    ASKED = {**PURPOSE, "predefined_question": [{"row": ["0000f001"], "text": ["Var ska bryggan ligga?"]}]}

    def test_is_shown_at_its_step_and_read(self, story):
        story.act("approve", "purpose", data=self.ASKED)
        assert story.url("report", "questions") in story.client("reader").get(story.url("step", "purpose")).text
        for name in ("report", "report_text"):
            answer = story.client("reader").get(story.url(name, "questions"))
            said = answer.content.decode()
            assert "Var ska bryggan ligga?" in said and "Frågor att ta med".upper() in said.upper()

    def test_says_why_there_is_nothing(self, story):
        story.act("approve", "purpose", data=PURPOSE)
        page = story.client("reader").get(story.url("report", "questions")).text
        assert "Syftet nämner ingen fråga som behöver svar." in page

"""Constant queries: a page asks the database as often for one case or row as for thirty, and never more than 24 times."""

import datetime as dt

import pytest
from django.db import transaction

from dialog.forms.drafts import Draft
from dialog.models import Decision
from dialog.process.phases import process
from handbook.loading import load_editions
from tests.execution.tale import METHODS, begin
from tests.queries import MOST, asked
from tests.story import GOAL, GROUP, NO, PURPOSE, YES, House, Story

# How many queries each page takes, session, user and the number in the menu among them.
NUMBERS = {"inbox": 11, "cases": 10, "case": 18, "history": 12, "decisions": 13}
OF_SUPPORT = 2  # more in the inbox of the department that owns the handbook: its readers' comments, and who works there
WRITTEN = [step.key for step in process.steps()]


@pytest.fixture
def story(story: Story) -> Story:
    """The case of all tests, with a handbook to read beside it."""
    return story.once("a handbook", lambda: load_editions([dt.date(2026, 3, 1)]))


def queries(story: Story, who: str, url: str) -> int:
    return asked(story.client(who), url)


def rows(table: str, row: Draft, number: int) -> Draft:
    return {table: [{**row, "row": [f"{n:08x}"]} for n in range(1, number + 1)]}


def begin_twelve_more(story: Story, house: House) -> None:
    for number in range(12):
        more = Story(house, story.now, title=f"Dialog {number}")
        more.act("propose", "purpose", data=PURPOSE)
        more.act("ask_for_help", "purpose", text="Hjälp")
        more.act("comment", "purpose", text="Hur?")


def hold_an_activity(story: Story) -> None:
    tale = begin(story)
    story.act("finish", "methods", data=METHODS)
    tale.hold()


class TestLists:
    @pytest.mark.parametrize("url", ["/", "/cases/"])
    @pytest.mark.parametrize("who", ["responsible", "elected", "support", "stranger"])
    def test_of_one_case_and_of_thirty(self, story, house, url, who):
        story.act("propose", "purpose", data=PURPOSE)
        name = "inbox" if url == "/" else "cases"
        with transaction.atomic():
            one = queries(story, who, url)
            transaction.set_rollback(True)  # nobody has been here when the others are told of, so that it is done once
        story.once("twelve more", lambda: begin_twelve_more(story, house))
        many = queries(story, who, url)
        new = {"inbox": 4, "cases": 1}[name]
        assert many <= one + new, "a list that was empty is read now, and in the inbox who takes part in its cases"
        assert many <= NUMBERS[name] + (OF_SUPPORT if (who, name) == ("support", "inbox") else 0)

    def test_the_number_in_the_menu_is_one_of_them(self, story):
        assert queries(story, "stranger", "/cases/") <= NUMBERS["cases"]


class TestTheCase:
    def test_just_begun_and_long_after(self, story):
        before = queries(story, "elected", story.url("case"))
        story.once("an activity is held", lambda: hold_an_activity(story))
        after = queries(story, "elected", story.url("case"))
        assert after <= NUMBERS["case"]
        assert before <= NUMBERS["case"]

    def test_history_of_few_events_and_of_many(self, story):
        few = queries(story, "reader", story.url("history"))
        story.plan().carry("planning_gate")
        assert queries(story, "reader", story.url("history")) == few <= NUMBERS["history"]

    def test_the_register_of_one_decision_and_of_several(self, story):
        story.go_to("influenceable").decide()
        one = queries(story, "responsible", story.url("decisions"))
        for number in range(4):
            story.later(days=1)
            story.decide(**(NO if number % 2 == 0 else YES), supersede_reason=["Nytt underlag."])
        story.act("add_fact", "influenceable", decision=Decision.objects.latest("pk").pk, fact="section", text="§ 1")
        assert queries(story, "responsible", story.url("decisions")) == one <= NUMBERS["decisions"]


class TestSteps:
    @pytest.mark.parametrize("step", WRITTEN)
    def test_no_step_asks_more_than_twenty_times(self, story, step):
        story.once("an activity is held", lambda: hold_an_activity(story))
        for who in ("responsible", "elected", "stranger"):
            assert queries(story, who, story.url("step", step)) <= MOST, who

    @pytest.mark.parametrize(
        ("step", "table", "row"),
        [
            ("goals", "goal", GOAL),
            ("target_groups", "target_group", GROUP),
            ("purpose", "predefined_question", {"text": ["Hur?"]}),
            ("responsibility", "task", {"kind": ["planning"], "who_named": ["Lena Ek"]}),
            ("planning_help", "link", {"kind": ["document"], "title": ["Utredning"], "relation": ["Före."]}),
        ],
    )
    def test_of_one_row_and_of_thirty(self, story, step, table, row):
        asked = []
        for number in (1, 30):
            story.act("save_draft", step, data=rows(table, row, number))
            asked.append(queries(story, "responsible", story.url("step", step) + "?change"))
            story.act("comment", step, by="reader", text=f"Fråga {number}")
        assert asked[0] == asked[1] <= MOST

    def test_in_force_and_waiting(self, story):
        story.go_to("goals")
        asked = []
        for number in (1, 30):
            story.act("finish", "goals", data=rows("goal", GOAL, number))
            asked.append(queries(story, "reader", story.url("step", "goals")))
        assert asked[0] == asked[1] <= MOST

    def test_of_its_history_with_few_texts_and_with_many(self, story):
        asked = []
        for number in (2, 20):
            for one in range(number):
                story.act("save_draft", "purpose", data={"purpose": [f"Text {number} {one}"]})
            asked.append(queries(story, "reader", story.url("step_history", "purpose")))
        assert asked[0] == asked[1] <= MOST

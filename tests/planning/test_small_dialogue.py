"""A small dialogue: the same steps and demands, with what is known filled in and what is optional folded away; and one
person who does everything.
"""

import datetime as dt

import pytest
from django.urls import reverse

from dialog.acts.core import Refused
from dialog.acts.course import set_size
from dialog.models import Case
from dialog.process.phases import process
from planning.models import Task
from planning.tasks import days
from tests.story import RESPONSIBILITY, Story

EMPTY = [
    {"row": ["0000b001"], "kind": ["planning"]},
    {"row": ["0000b002"], "kind": ["analysis"], "due": ["2027-03-01"]},
]


@pytest.fixture
def small(house) -> Story:
    """A small dialogue of one civil servant and one elected official."""
    return Story(house, size=Case.Size.SMALL, title="Vad gör vi med gungorna i Ekbacken?")


def begin(story: Story, step: str) -> dict:
    return process.step(step).begin(story.access())[0]


def press(story: Story, who: str = "responsible", draft=None):
    """Press the button that puts oneself on every task that nobody has."""
    story.act("save_draft", "responsibility", data=draft or {**RESPONSIBILITY, "task": EMPTY})
    typed = {
        "whole": "1",
        "revision": str(story.seen("responsibility")),
        "task": ["0000b001", "0000b002"],
        "act": "take_all",
    }
    for row in EMPTY:
        typed |= {f"task-{row['row'][0]}-{name}": texts for name, texts in row.items() if name != "row"}
    return story.client(who).post(story.url("step", "responsibility"), typed, follow=True)


class TestIDoAll:
    def test_puts_who_presses_on_every_task_that_nobody_has_with_a_day(self, story):
        page = press(story).text
        first, second = story.text("responsibility")["task"]
        me = [str(story.house["responsible"].pk)]
        assert first["who"] == second["who"] == me
        assert first["due"] == [days(story.access())["planning"].isoformat()]
        assert second["due"] == ["2027-03-01"], "a day that stands there stays"
        assert "Nu gör du två uppgifter till" in page

    def test_leaves_the_tasks_of_others_alone_and_can_be_changed(self, story):
        press(story)
        lena = [str(story.house["civil_servant"].pk)]
        draft = story.text("responsibility")
        draft["task"][0]["who"] = lena
        story.act("save_draft", "responsibility", data=draft)
        assert story.text("responsibility")["task"][0]["who"] == lena

    @pytest.mark.parametrize("who", ["civil_servant", "elected"])
    def test_is_for_the_responsible_official_alone(self, story, who):
        press(story, who)
        assert "who" not in story.text("responsibility")["task"][0]
        page = story.client(who).get(story.url("step", "responsibility")).text
        assert "Jag gör allt" not in page
        assert "Jag gör allt som ingen har" in story.client("responsible").get(story.url("step", "responsibility")).text

    def test_days_follow_the_days_of_the_dialogue_and_none_has_gone_by(self, story):
        Case.objects.filter(pk=story.pk).update(
            dialogue_from="2027-02-01", dialogue_to="2027-02-20", decision_planned="2027-05-18"
        )
        found = days(story.access())
        assert (found["planning"], found["execution"]) == (dt.date(2027, 2, 1), dt.date(2027, 2, 20))
        assert found["follow_up_work"] == dt.date(2027, 5, 18)
        Case.objects.filter(pk=story.pk).update(
            dialogue_from="2020-02-01", dialogue_to="2020-02-20", decision_planned=None
        )
        assert set(days(story.access()).values()) == {story.today}
        assert set(found) == {kind for kind in Task.Kind.values if kind != "own"}


class TestIsBegun:
    def test_in_the_form_of_a_new_case(self, house, client):
        client.force_login(house["responsible"])
        page = client.get(reverse("new_case")).text
        assert "Liten dialog" in page and "En fråga, en grupp, en aktivitet" in page
        facts = {"title": "Gungorna?", "body": house.body.pk, "responsible": house["responsible"].pk}
        client.post(reverse("new_case"), {**facts, "size": "small"})
        case = Case.objects.latest("pk")
        assert case.is_small and case.dialogue_to - case.dialogue_from == dt.timedelta(days=27)
        client.post(reverse("new_case"), {**facts, "title": "En annan?"})
        assert not Case.objects.latest("pk").is_small and Case.objects.latest("pk").dialogue_from is None

    def test_a_size_that_is_none_is_said_beside_the_field(self, house, client):
        client.force_login(house["responsible"])
        facts = {"title": "Gungorna?", "body": house.body.pk, "responsible": house["responsible"].pk, "size": "<b>"}
        answer = client.post(reverse("new_case"), facts)
        assert answer.status_code == 422 and "Gungorna?" in answer.text and not Case.objects.exists()


class TestFillsInWhatIsKnown:
    def test_the_question_is_what_the_case_was_begun_with(self, small, house):
        assert begin(small, "question")["question"] == ["Vad gör vi med gungorna i Ekbacken?"]
        assert begin(small, "purpose")["requested_by"] == ["Tekniska nämnden"]
        other = Story(house, size=Case.Size.SMALL, title="Gungorna")
        assert "question" not in begin(other, "question")

    def test_the_responsible_official_does_everything_within_four_weeks(self, small):
        tasks = begin(small, "responsibility")["task"]
        assert {tuple(row["who"]) for row in tasks} == {(str(small.house["responsible"].pk),)}
        last = (small.today + dt.timedelta(days=27)).isoformat()
        assert max(row["due"][0] for row in tasks) == last
        assert min(row["due"][0] for row in tasks) == (small.today + dt.timedelta(days=6)).isoformat()

    def test_no_answer_of_the_elected_is_filled_in(self, small):
        for step in ("influenceable", "influence_level"):
            draft = begin(small, step)
            assert not set(process.step(step).deciding_fields()) & set(draft)
            assert not draft.get("motivation") and not draft.get("promise")

    def test_nothing_is_filled_in_in_an_ordinary_one(self, story):
        assert "requested_by" not in begin(story, "purpose")
        assert "goal" not in begin(story, "goals") and "target_group" not in begin(story, "target_groups")

    def test_the_demands_are_the_same(self, small, story):
        for step in ("planning_help", "purpose", "question", "goals", "influence_level"):
            draft = {"instead": ["Ingen"]}
            asked = [
                [lack.target for lack in process.step(step).make_form(draft, one.access(), final=True).remaining]
                for one in (small, story)
            ]
            assert asked[0] == asked[1], step


class TestFoldsWhatIsOptional:
    @pytest.mark.parametrize(
        ("step", "seen", "away"),
        [
            ("question", "question", "history_effect"),
            ("planning_help", "help_declined", ""),
        ],
    )
    def test_what_is_needed_is_in_sight_and_the_rest_behind_a_line(self, small, step, seen, away):
        page = small.client("responsible").get(small.url("step", step)).text
        assert f'name="{seen}"' in page
        if away:
            fold = page.index('class="more-fields"')
            assert page.index(f'name="{seen}"') < fold < page.index(f'name="{away}"')

    def test_it_says_how_much_is_written_there(self, small):
        small.act("save_draft", "question", data={"history_effect": ["De är trötta."]})
        page = small.client("responsible").get(small.url("step", "question")).text
        assert "en besvarad" in page[page.index('class="more-fields"') :][:200]


class TestBecomesAnOrdinaryOne:
    def test_and_back_and_nothing_that_is_written_changes(self, small):
        small.act("save_draft", "question", data={"question": ["Vad?"], "history": ["Länge."]})
        client = small.client("responsible")
        assert "Gör till en vanlig dialog" in client.get(small.url("step", "facts")).text
        client.post(small.url("case_act", "set_size"), {"size": "ordinary"})
        assert not small.case.is_small
        assert small.text("question") == {"question": ["Vad?"], "history": ["Länge."]}
        assert "Gör till en liten dialog" in client.get(small.url("step", "facts")).text
        client.post(small.url("case_act", "set_size"), {"size": "small"})
        assert small.case.is_small

    @pytest.mark.parametrize("who", ["elected", "reader", "communicator", "admin"])
    def test_is_for_the_cases_civil_servants(self, small, who):
        with pytest.raises(Refused):
            set_size(small.pk, by=small.house[who], size="ordinary", at=small.now)

    def test_a_size_that_is_none_is_refused(self, small):
        with pytest.raises(Refused):
            set_size(small.pk, by=small.house["responsible"], size="huge", at=small.now)

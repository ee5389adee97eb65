"""The first page of somebody: what waits for her and with whom, what she is writing, her cases."""

import pytest
from django.urls import reverse

from dialog.acts.course import end_early, pause
from dialog.acts.members import add_member
from dialog.cases.inbox import waits_for
from tests.dialog.test_queries import begin_twelve_more
from tests.queries import asked
from tests.story import GOAL, LEVEL, PURPOSE, YES, Story

INBOX = reverse("inbox")
MOST = 11  # the session, the person, and nine for what the page tells


def page(story: Story, who: str) -> str:
    return " ".join(story.client(who).get(INBOX).text.split())


def desk(story: Story, who: str):
    return story.client(who).get(INBOX).context["desk"]


@pytest.fixture
def proposed(story: Story) -> Story:
    story.act("propose", "purpose", by="civil_servant", data=PURPOSE)
    return story


class TestWhatWaits:
    def test_says_what_to_do_with_what_in_which_case_and_since_when(self, proposed):
        proposed.later(days=21)
        found = page(proposed, "elected")
        assert "Svara på förslaget om syftet</a>" in found and "har väntat 21 dagar" in found
        assert "En sak." in found

    def test_names_who_proposes_and_who_else_can_answer(self, proposed):
        [task] = desk(proposed, "elected").tasks
        assert task.facts == ["Lena Ek föreslår, du, Kjell Berg eller Elin Strand svarar"]

    def test_of_many_who_can_answer_some_are_named(self, proposed, house):
        for number in range(4):
            house.people[f"more{number}"] = house.person(f"more{number}", f"Anna {number}", department=None)
            house.body.seats.create(person=house.people[f"more{number}"], start=proposed.today)
            proposed.join(f"more{number}", "elected")
        [task] = desk(proposed, "elected").tasks
        assert task.facts[0].endswith("och fem till svarar")

    def test_names_nobody_where_nobody_else_can(self, story):
        story.act("propose", "influenceable", data=YES)
        story.house.body.seats.filter(person=story.house["substitute"]).update(end=story.today.replace(day=1))
        [task] = desk(story, "elected").tasks
        assert task.facts == ["Amir Haddad föreslår"]

    def test_tells_what_level_is_proposed(self, story):
        story.go_to("influence_level").act("propose", "influence_level", data=LEVEL)
        [task] = desk(story, "elected").tasks
        assert task.title == "Registrera nämndens beslut om inflytandenivån: Dialog"

    def test_only_the_first_has_a_filled_button(self, proposed):
        proposed.act("propose", "question", data={"question": ["Hur?"]})
        assert page(proposed, "elected").count("btn-main") == 1

    def test_what_the_body_put_off_comes_last_and_without_amber_until_its_day(self, story):
        story.act("propose", "influenceable", data=YES)
        story.later(days=2)
        day = story.today.replace(day=20)
        story.act("postpone", "influenceable", until=day)
        story.act("propose", "purpose", data=PURPOSE)
        first, last = desk(story, "elected").tasks
        assert (first.item.wait.kind, first.is_filled) == ("proposal", True)
        assert (last.item.wait.kind, last.rests_until, last.is_filled) == ("decision", day, False)
        assert last.facts == ["Tekniska nämnden bordlade det"]
        found = page(story, "elected")
        assert "bordlagt till" in found and found.count('class="mark wait"') == 1
        assert "1 sak" not in found and "Två saker" in found, "it counts all the same"
        story.later(days=20)
        assert [wait.kind for wait in waits_for(story.house["elected"], story.now)] == ["decision", "proposal"]

    def test_a_task_for_several_officials_says_who_they_are(self, story):
        story.act("comment", "planning_help", by="reader", text="Varför?")
        [task] = desk(story, "civil_servant").tasks
        assert task.facts == ["du eller Amir Haddad kan göra det"]


class TestWhatSheIsWriting:
    def write(self, story: Story, step: str, data, by: str = "civil_servant") -> None:
        story.act("save_draft", step, by=by, data=data)

    def test_is_said_with_what_remains_what_is_nearest_to_done_first(self, story):
        self.write(story, "purpose", {"purpose": ["Förstå."]})
        self.write(story, "goals", {"goal": [{**GOAL, "indicators": []}]})
        first, second = desk(story, "civil_servant").writing
        assert (first.what, first.remains) == ("målen", "en sak återstår, i mål 1")
        assert second.what == "syftet"
        assert "Du håller på med:" in page(story, "civil_servant")

    def test_is_nobody_elses(self, story):
        self.write(story, "purpose", {"purpose": ["Förstå."]})
        for who in ("responsible", "elected", "reader", "stranger", "admin"):
            assert desk(story, who).writing == [], who

    def test_is_not_said_twice_where_it_waits_for_her(self, proposed):
        proposed.act("withdraw", "purpose", by="civil_servant")
        assert [task.item.wait.kind for task in desk(proposed, "civil_servant").tasks] == ["withdrawn"]
        assert desk(proposed, "civil_servant").writing == []

    def test_ends_with_her_part_in_the_case_and_with_the_case(self, story):
        self.write(story, "purpose", {"purpose": ["Förstå."]})
        end_early(story.pk, by=story.house["responsible"], reason="Nej.", at=story.now)
        assert desk(story, "civil_servant").writing == []


class TestHerCases:
    def state(self, story: Story, who: str) -> str:
        [one] = desk(story, who).mine
        return one.state

    def test_say_whom_they_wait_for(self, proposed):
        proposed.later(days=2)
        assert self.state(proposed, "elected") == "väntar på dig, 2 dagar"
        assert self.state(proposed, "reader") == "Karin Lund m.fl. svarar på förslaget om syftet, 2 dagar"

    def test_say_who_writes_where_nobody_is_waited_for(self, story):
        assert self.state(story, "elected") == "Pågår"
        story.act("save_draft", "purpose", by="civil_servant", data={"purpose": ["Förstå."]})
        assert self.state(story, "elected") == "Lena Ek skriver"
        assert self.state(story, "civil_servant") == "du skriver"

    def test_say_that_one_rests(self, proposed):
        day = proposed.today.replace(day=20)
        pause(proposed.pk, by=proposed.house["responsible"], until=day, reason="Val.", at=proposed.now)
        assert self.state(proposed, "elected") == "pausat till 20 november 2026"

    def test_a_reader_sees_hers_also_when_it_is_closed_and_others_do_not(self, story):
        end_early(story.pk, by=story.house["responsible"], reason="Nej.", at=story.now)
        assert self.state(story, "reader").startswith("Avbrutet, 3 november 2026")
        assert desk(story, "elected").mine == []


class TestWhoMayBegin:
    @pytest.mark.parametrize("who", ["responsible", "elected", "communicator", "support", "stranger"])
    def test_everybody_of_the_house_finds_the_way_to_a_new_case(self, story, who):
        assert "Nytt ärende" in page(story, who)

    def test_an_administrator_does_not(self, story):
        assert reverse("new_case") not in page(story, "admin")


def test_nothing_waits_is_said_as_good_news(story):
    assert "Inget väntar på dig" in page(story, "stranger")


@pytest.mark.parametrize("who", ["responsible", "elected", "reader", "stranger"])
def test_one_thing_and_thirty_are_read_in_as_many_queries(story, house, who):
    story.act("propose", "purpose", data=PURPOSE)
    story.act("save_draft", "question", data={"question": ["Hur?"]})
    story.once("twelve more", lambda: begin_twelve_more(story, house))
    add_member(story.pk, by=house["responsible"], person=house["stranger"], role="civil_servant", at=story.now)
    assert asked(story.client(who), INBOX) <= MOST


def test_the_list_to_take_along_names_people_before_roles(proposed):
    lines = proposed.client("responsible").get(reverse("cases_csv")).getvalue().decode()
    assert "Karin Lund, Kjell Berg eller Elin Strand" in lines and "förtroendevalda" not in lines

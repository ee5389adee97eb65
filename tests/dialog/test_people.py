"""Whom one chooses in a step: the case's members at hand, all others by a search, and who has no account by a name."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialog.forms.people_field import MOST_HITS
from dialog.models import Person, Seat
from dialog.process.people import find
from tests.story import RESPONSIBILITY, Story

WHO = "task-0000b001-who"


@pytest.fixture
def task(story: Story) -> str:
    """The address of a task that is open to be written in."""
    story.act("save_draft", "responsibility", data=RESPONSIBILITY)
    return story.url("step", "responsibility")


def press(story: Story, url: str, act: str, **typed: str):
    """Press a button in the form as the page has it, with what was typed in it just now."""
    client = story.client("responsible")
    kept = {"task": "0000b001", f"{WHO}_named": "Lena Ek", "task-0000b001-kind": "planning"}
    return client.post(url, {"whole": "1", "revision": str(story.seen("responsibility")), **kept, **typed, "act": act})


def chips(page: str, name: str = WHO) -> list[str]:
    """The values of the chips that are ticked."""
    return re.findall(rf'name="{name}"[^>]*value="([^"]+)" checked', page)


def found(story: Story, text: str, source: str = "people") -> list[str]:
    return [hit.name for hit in find(story.access(), source, text)]


class TestTheSearch:
    @pytest.mark.parametrize("text", ["sara", "NYB", "nyberg sara", "Sára", "samhällsbyggnad sara"])
    def test_finds_parts_of_names_in_any_order_and_without_accents(self, story, text):
        assert "Sara Nyberg" in found(story, text)

    def test_finds_letters_with_rings_and_dots_by_those_without(self, story):
        assert found(story, "petra vang") == ["Petra Vång"]

    def test_one_letter_finds_nobody_and_many_are_cut(self, story, house):
        assert found(story, "a") == []
        for number in range(20):
            house.person(f"anna{number}", f"Anna Berg {number:02}")
        assert len(found(story, "anna")) == MOST_HITS

    def test_who_is_called_so_comes_before_who_works_with_it(self, story, house):
        house.person("ek", "Bo Ek", title="Saraspecialist")
        assert found(story, "sara") == ["Sara Nyberg", "Bo Ek"]

    @pytest.mark.parametrize("why", ["administrator", "closed account", "no seat or department"])
    def test_never_finds_whoever_may_not_be_found(self, story, house, why):
        person = house.person("gudrun", "Gudrun Holm")
        assert found(story, "gudrun") == ["Gudrun Holm"]
        changed = {"administrator": {"is_administrator": True}, "closed account": {"is_active": False}}
        Person.objects.filter(pk=person.pk).update(**changed.get(why, {"department": None}))
        assert found(story, "gudrun") == []

    def test_of_the_bodys_representatives_finds_those_of_the_body_alone(self, story):
        assert found(story, "berg", "elected") == ["Kjell Berg"]

    def test_is_for_whoever_writes_in_the_case(self, story):
        url = reverse("find_people", args=[story.pk]) + f"?field={WHO}&source=people&named&find-{WHO}=frank"
        for who in ("responsible", "elected"):
            assert "Frank Dahl" in story.client(who).get(url).text
        for who in ("reader", "stranger", "communicator", "support", "admin"):
            assert story.client(who).get(url).status_code in (403, 404), who
        hostile = reverse("find_people", args=[story.pk]) + "?field=%3Cscript%3E&source=people"
        assert story.client("responsible").get(hostile).status_code == 404
        unknown = reverse("find_people", args=[story.pk]) + f"?field={WHO}&source=secrets"
        assert story.client("responsible").get(unknown).status_code == 404


class TestWithoutScripts:
    def test_searching_keeps_what_was_typed_and_comes_back_with_hits(self, story, task):
        answer = press(
            story, task, f"find_person {WHO}", **{f"find-{WHO}": "frank", "task-0000b001-mandate": "Får hyra."}
        )
        assert answer.status_code == 302
        page = story.client("responsible").get(answer["Location"]).text
        assert "Frank Dahl" in page and "”frank” utan konto" in page and 'value="frank"' in page
        assert story.text("responsibility")["task"][0]["mandate"] == ["Får hyra."]

    def test_enter_in_the_search_does_the_same(self, story, task):
        answer = press(story, task, "save_draft", **{f"find-{WHO}": "frank"})
        assert "Frank Dahl" in story.client("responsible").get(answer["Location"]).text

    def test_who_is_chosen_from_elsewhere_stays_as_a_chip_and_it_says_so(self, story, task):
        frank = str(story.house["stranger"].pk)
        answer = press(story, task, f"choose_person {WHO} {frank}", **{f"find-{WHO}": "frank"})
        page = story.client("responsible").get(answer["Location"]).text
        assert chips(page) == [frank]
        assert "Frank Dahl" in page and "inte med i ärendet" in page and "Träffar" not in page
        press(story, task, "save_draft", **{WHO: frank})
        assert story.text("responsibility")["task"][0]["who"] == [frank]

    def test_several_are_chosen_one_after_the_other(self, story, task):
        lena, frank = str(story.house["civil_servant"].pk), str(story.house["stranger"].pk)
        press(story, task, f"choose_person {WHO} {frank}", **{WHO: lena})
        assert story.text("responsibility")["task"][0]["who"] == [lena, frank]

    def test_somebody_without_an_account_is_written_in_at_the_same_place(self, story, task):
        answer = press(story, task, f"write_in {WHO} Två elever från <b>bygg</b>")
        row = story.text("responsibility")["task"][0]
        assert row["who_named"] == ["Lena Ek\nTvå elever från <b>bygg</b>"]
        page = story.client("responsible").get(answer["Location"]).text
        assert chips(page, f"{WHO}_named") == ["Lena Ek", "Två elever från &lt;b&gt;bygg&lt;/b&gt;"]
        assert "<textarea" not in page[page.index("Vem gör det?") : page.index("Med vilket mandat?")]

    @pytest.mark.parametrize("who", ["admin", "nobody"])
    def test_whoever_may_not_be_found_is_not_chosen(self, story, task, who):
        key = str(story.house[who].pk) if who == "admin" else "999999999"
        press(story, task, f"choose_person {WHO} {key}")
        assert "who" not in story.text("responsibility")["task"][0]
        page = story.client("responsible").get(f"{task}?open=0000b001").text
        assert who == "nobody" or "Olle Brink" not in page

    @pytest.mark.parametrize("target", ["task-0000b001-mandate 1", "task-0000ffff-who 1", "nothing 1", "", "task-who"])
    def test_a_place_that_is_none_changes_nothing(self, story, task, target):
        was = story.text("responsibility")["task"]
        press(story, task, f"choose_person {target}", **{"task-0000b001-due": "2027-01-31"})
        assert story.text("responsibility")["task"] == was

    def test_one_person_is_chosen_among_radio_buttons_and_a_name_takes_her_place(self, story, task):
        elin = str(story.house["other_body"].pk)
        row = {"representative": "0000a001", "representative-0000a001-person": elin}
        answer = press(story, task, "write_in representative-0000a001-person Anna Ek", **row)
        (representative,) = story.text("responsibility")["representative"]
        assert representative == {"row": ["0000a001"], "named": ["Anna Ek"]}
        page = story.client("responsible").get(answer["Location"]).text
        assert re.search(r'type="radio" name="representative-0000a001-person" value="" checked', page)
        assert page.count('type="radio" name="representative-0000a001-person"') == 4


class TestAHouseOfFiveHundred:
    PAGES = ["goals", "responsibility", "learning"]

    @pytest.fixture
    def many(self, story, house) -> Story:
        for key in ("goals", "responsibility"):
            story.act("save_draft", key, data=story.texts.get(key) or RESPONSIBILITY)
        return story

    def measure(self, story: Story, step: str) -> tuple[int, int]:
        """How many choices the page has, and how often it asks."""
        open_row = {"goals": "0a1b2c3d", "responsibility": "0000b001"}.get(step, "")
        client, url = story.client("responsible"), f"{story.url('step', step)}?change&open={open_row}"
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(url).text
        return page.count("<option") + page.count('type="checkbox"') + page.count('type="radio"'), len(captured)

    def test_no_page_holds_them_all_nor_asks_more_often(self, many, house):
        before = {step: self.measure(many, step) for step in self.PAGES}
        Person.objects.bulk_create(
            Person(username=f"p{n}", email=f"p{n}@sjovik.example", name=f"Person {n}", department=house.administration)
            for n in range(500)
        )
        assert {step: self.measure(many, step) for step in self.PAGES} == before
        assert all(choices < 60 for choices, _asked in before.values())

    def test_a_body_of_many_is_searched_too(self, many, house):
        for n in range(30):
            person = house.person(f"l{n}", f"Ledamot {n}")
            Seat.objects.create(person=person, body=house.body, position="ledamot", start=many.today)
        offered = dict(many.access().choices("elected"))
        assert len(offered) == 3 and "Ledamot 7" not in offered.values()
        assert "Ledamot 7" in found(many, "ledamot 7", "elected")

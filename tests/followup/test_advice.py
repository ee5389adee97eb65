"""Lärdomar by question: what reached a group in closed dialogues and what did not, each with its source."""

import datetime as dt
import re
from html import unescape

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils.timezone import make_aware
from django.utils.translation import override

from dialog.models import Area, Case
from execution.models import Activity, ChosenMethod, GroupParticipation
from followup.advice import Advice
from followup.library import Library
from planning.models import TargetGroup
from tests.followup.closed import GROUP, close, dialogue, with_what_it_is_found_by
from tests.story import House

pytestmark = pytest.mark.every_database

BEGUN = make_aware(dt.datetime(2025, 1, 10, 9))  # noqa: DTZ001 - made aware in the municipality's own zone
CLOSED = make_aware(dt.datetime(2026, 5, 12, 13))  # noqa: DTZ001


@pytest.fixture(autouse=True)
def in_swedish(in_english: None):
    """The page's words, as they are read."""
    with override("sv"):
        yield


@pytest.fixture
def park(house: House) -> Case:
    """A closed dialogue that wanted to reach young people."""
    case = close(dialogue(house, "Kvarnparken", day=BEGUN), CLOSED)
    return with_what_it_is_found_by(case, group="Unga 13–19 år", next_time="Ät tillsammans först.")


def tried(case: Case, title: str, *, aimed: int | None, came: int | None, key: str, experience: str = "") -> None:
    """Try to reach the group by a method, at one held activity."""
    expected = {GROUP: aimed} if aimed else {}
    ChosenMethod.objects.create(case=case, key=f"m{key}", method="oppet-hus", expected=expected)
    held = {"status": Activity.Status.HELD, "status_at": CLOSED, "experience": experience}
    by_group = {GROUP: came} if came is not None else {}
    Activity.objects.create(
        case=case, key=f"0000a0a{key}", title=title, method=f"m{key}", by_target_group=by_group, **held
    )


def judge(case: Case, reached: str, what_then: str = "") -> None:
    GroupParticipation.objects.create(case=case, key=GROUP, reached=reached, what_then=what_then)


def advice(house: House, asked: str = "group=unga", who: str = "stranger") -> Advice:
    return Advice(Library(house[who], QueryDict(asked)))


def titles(ways: list) -> list[str]:
    return [way.title for way in ways]


class TestWhatWorked:
    @pytest.mark.parametrize(
        ("aimed", "came", "worked"),
        [(45, 52, True), (10, 7, True), (10, 6, True), (10, 5, True), (10, 4, False), (25, 0, False)],
    )
    def test_who_came_of_those_expected_decides(self, house, park, aimed, came, worked):
        tried(park, "Öppet hus", aimed=aimed, came=came, key="1")
        assert bool(advice(house).worked) is worked
        assert bool(advice(house).worked_not) is not worked

    def test_what_it_was_and_who_came_stands_in_its_title_never_as_per_cent(self, house, park):
        tried(park, "Fritidsgården", aimed=45, came=52, key="1", experience="Flickorna kom.")
        tried(park, "Chatten", aimed=25, came=0, key="2")
        tried(park, "Torget", aimed=None, came=118, key="3")
        found = advice(house)
        assert titles(found.worked) == ["Torget: 118 kom", "Fritidsgården: 52 kom av 45"]
        assert titles(found.worked_not) == ["Chatten: ingen kom av 25"]
        assert found.worked[1].text == "Flickorna kom."

    def test_where_nobody_was_at_all_no_group_was(self, house, park):
        tried(park, "Chatten", aimed=25, came=None, key="1")
        assert titles(advice(house).ways) == []
        Activity.objects.update(actual_count=0)
        assert titles(advice(house).worked_not) == ["Chatten: ingen kom av 25"]

    def test_where_nobody_expected_a_number_the_verdict_on_the_group_decides(self, house, park):
        tried(park, "Torget", aimed=None, came=3, key="1")
        judge(park, "no")
        assert titles(advice(house).worked_not) == ["Torget: 3 kom"]

    def test_a_verdict_on_a_group_is_told_with_what_is_done_then(self, house, park):
        judge(park, "no", "Svara i klassrummet.")
        (way,) = advice(house).worked_not
        assert (way.title, way.text) == ("Unga 13–19 år: nåddes inte", "Svara i klassrummet.")
        GroupParticipation.objects.update(reached="yes")
        assert titles(advice(house).worked) == ["Unga 13–19 år: nåddes"]
        GroupParticipation.objects.update(reached="not_yet")
        assert advice(house).ways == []

    def test_what_was_not_held_and_what_was_dropped_tells_nothing(self, house, park):
        tried(park, "Inställt", aimed=10, came=5, key="1")
        tried(park, "Struket", aimed=10, came=5, key="2")
        Activity.objects.filter(key="0000a0a1").update(status=Activity.Status.CANCELLED)
        ChosenMethod.objects.filter(key="m2").update(dropped_because="Nej.")
        assert advice(house).ways == []


class TestQuestion:
    def test_a_group_is_found_by_its_name_and_its_kind(self, house, park):
        tried(park, "Öppet hus", aimed=10, came=9, key="1")
        TargetGroup.objects.update(kind="age")
        for asked in (
            "group=unga",
            "group=unga+13",
            "group=unga+13-19+år",
            "group=13–19",
            "kind=age",
            "group=unga&kind=age",
        ):
            assert titles(advice(house, asked).worked) == ["Öppet hus: 9 kom av 10"], asked
        for asked in ("group=äldre", "group=unga+13-18", "group=unga&kind=area", "kind=area"):
            assert advice(house, asked).ways == [], asked

    def test_a_method_alone_tells_of_everybody_who_came(self, house, park):
        tried(park, "Öppet hus", aimed=10, came=9, key="1")
        Activity.objects.update(expected_count=80, actual_count=30)
        assert titles(advice(house, "method=oppet-hus").worked_not) == ["Öppet hus: 30 kom av 80"]
        assert titles(advice(house, "method=oppet-hus&group=unga").worked) == ["Öppet hus: 9 kom av 10"]
        assert advice(house, "method=gatur").ways == []

    def test_without_a_question_there_is_what_to_do_next_time_and_what_can_be_asked(self, house, park):
        found = advice(house, "")
        assert (found.is_asked, found.ways) == (False, [])
        assert [one.text for one in found.next_time] == ["Ät tillsammans först."]
        assert [words for words, _address in found.questions] == ["nå unga 13–19 år"]

    def test_the_name_of_a_group_that_begins_with_a_place_keeps_its_capital(self, house, park):
        Area.objects.create(name="Norrliden")
        TargetGroup.objects.update(name="Norrlidens föreningar")
        assert [words for words, _address in advice(house, "").questions] == ["nå Norrlidens föreningar"]

    def test_how_many_dialogues_the_answer_comes_from(self, house, park):
        assert advice(house).found_in_words == "En dialog ville nå unga."

    @pytest.mark.parametrize(
        ("one", "other", "said"),
        [
            ("yes", "partly", "En nådde dem, en delvis."),
            ("yes", "yes", "Två nådde dem."),
            ("partly", "no", "En nådde dem delvis, en nådde dem inte."),
            ("no", "not_yet", "En nådde dem inte."),
            ("not_yet", "", ""),
        ],
    )
    def test_how_many_of_them_say_that_they_reached_the_group(self, house, park, one, other, said):
        judge(park, one)
        second = close(dialogue(house, "Torget", day=BEGUN), CLOSED)
        judge(with_what_it_is_found_by(second, group="Unga på torget"), other)
        assert advice(house).found_in_words == f"Två dialoger ville nå unga. {said}".strip()

    def test_a_case_that_one_may_not_read_tells_nothing(self, house, park):
        tried(park, "Öppet hus", aimed=10, came=9, key="1")
        Case.objects.update(visibility=Case.Visibility.MEMBERS_ONLY)
        found = advice(house, "")
        assert advice(house).ways == [] and found.next_time == [] and found.questions == [] and found.known_groups == []
        assert advice(house, who="support").ways


def test_each_line_of_the_page_leads_to_where_it_stands(house, park):
    tried(park, "Öppet hus", aimed=10, came=9, key="1")
    judge(park, "no", "Svara i klassrummet.")
    client = Client()
    client.force_login(house["support"])
    page = client.get("/lessons/?group=unga").text
    links = {unescape(link) for link in re.findall(r'href="(/(?:cases|lessons)/[^"]*)"', page)}
    assert f"/cases/{park.pk}/participation/" in links
    assert all(client.get(link).status_code in (200, 404) for link in links)
    assert "Läs dialogen i sin helhet (1)" in page

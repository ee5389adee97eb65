"""Översikt: cases, participants and days in numbers, each of which leads to just those cases."""

import datetime as dt
import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils.timezone import make_aware
from django.utils.translation import override

from dialog.cases.listing import Listing
from dialog.models import Case
from execution.models import ChosenMethod, counting
from followup.overview import Overview, days_to_feedback, target_groups, times_of, turnout
from planning.models import TargetGroup
from tests.followup.closed import GROUP, close, dialogue, give_feedback, reach, with_what_it_is_found_by
from tests.story import House

pytestmark = pytest.mark.every_database

BEGUN = make_aware(dt.datetime(2025, 1, 10, 9))  # noqa: DTZ001 - made aware in the municipality's own zone
CLOSED = make_aware(dt.datetime(2026, 5, 12, 13))  # noqa: DTZ001


@pytest.fixture(autouse=True)
def in_swedish(in_english: None) -> Iterator[None]:
    """The page's words, as they are read; the other tests of this folder read sentences as they stand in the code."""
    with override("sv"):
        yield


@pytest.fixture
def cases(house: House) -> list[Case]:
    """Four cases: two bodies, three years, three levels, one of them for its members only, one long ago."""
    one = with_what_it_is_found_by(dialogue(house, "Ett", day=BEGUN), level="dialogue", group="Unga")
    two = close(
        with_what_it_is_found_by(dialogue(house, "Två", day=BEGUN, body=house.other_body), level="consultation"), CLOSED
    )
    three = dialogue(house, "Tre", day=BEGUN.replace(year=2026), visibility=Case.Visibility.MEMBERS_ONLY)
    four = dialogue(house, "Fyra", day=BEGUN.replace(year=2012), phase="execution")
    return [one, two, three, four]


def browser(house: House, who: str = "support") -> Client:
    client = Client()
    client.force_login(house[who])
    return client


def numbers(overview: Overview, key: str) -> dict[str, list[int]]:
    table = next(one for one in overview.counted.tables if one.key == key)
    return {str(line.name): [cell.number for cell in line.cells] for line in table.lines}


class TestCases:
    """Planera, Genomföra, Följa upp, Information i stället, Avslutat, all."""

    def test_by_body(self, house, cases):
        assert numbers(Overview(house["support"]), "body") == {
            "Kommunstyrelsen": [0, 0, 0, 0, 1, 1],
            "Tekniska nämnden": [2, 1, 0, 0, 0, 3],
            "Alla": [2, 1, 0, 0, 1, 4],
        }

    def test_by_level_from_the_foot_of_the_ladder(self, house, cases):
        found = numbers(Overview(house["support"]), "level")
        assert list(found)[:2] == ["Konsultation", "Dialog"]
        assert [line[-1] for line in found.values()] == [1, 1, 2, 4]

    def test_by_year_the_latest_first(self, house, cases):
        assert list(numbers(Overview(house["support"]), "year"))[:3] == ["2026", "2025", "2012"]

    def test_only_cases_that_one_may_read_are_counted(self, house, cases):
        assert numbers(Overview(house["stranger"]), "body")["Alla"][-1] == 3

    @pytest.mark.parametrize("who", ["support", "stranger"])
    def test_every_number_leads_to_just_its_cases(self, house, cases, who):
        overview = Overview(house[who])
        cells = [
            cell for table in overview.counted.tables for line in table.lines for cell in line.cells
        ] + overview.counted.outcomes
        for cell in cells:
            asked = QueryDict(cell.address.partition("?")[2])
            assert Listing(house[who], asked).cases().count() == cell.number, cell

    def test_closed_cases_by_how_they_were_closed(self, house, cases):
        assert [cell.number for cell in Overview(house["support"]).counted.outcomes] == [1, 0, 0]


class TestReach:
    def test_aimed_for_and_reached_are_counted_as_within_a_case(self, house, cases):
        reach(cases[0], house["responsible"], aimed=40, came=31, met=4)
        counted = counting.count(cases[0].pk).values()
        found = turnout(target_groups(Case.objects.all()), "key")[GROUP]
        assert found.aimed == counting.aimed_for(ChosenMethod.objects.filter(case=cases[0].pk))[GROUP] == 40
        assert found.reached == counting.reached(counted)[GROUP] == 35

    def test_a_tool_reaches_nobody_and_answers_are_no_participants(self, house, cases):
        reach(cases[0], house["responsible"], aimed=40, came=31)
        cases[0].chosenmethod_rows.create(key="1", method="own", own_name="Affisch", tool=True, expected={GROUP: 500})
        cases[0].chosenmethod_rows.create(key="2", method="oppet-hus", expected_unit="answers", expected={GROUP: 500})
        cases[0].chosenmethod_rows.create(key="3", method="oppet-hus", dropped_because="Nej.", expected={GROUP: 500})
        assert turnout(target_groups(Case.objects.all()), "key")[GROUP].aimed == 40

    def test_nobody_counted_is_not_nobody_came(self, house, cases):
        assert GROUP not in turnout(target_groups(Case.objects.all()), "key")
        (reached,) = Overview(house["support"]).groups.by_priority
        assert (reached.groups, reached.turnout.aimed, reached.turnout.reached) == (1, None, None)

    @pytest.mark.parametrize("affected", ["high", "low", ""])
    @pytest.mark.parametrize("engagement", ["high", "low", ""])
    @pytest.mark.parametrize("own", [None, 3])
    def test_the_priority_is_the_one_of_the_analysis(self, house, cases, affected, engagement, own):
        TargetGroup.objects.update(affected=affected, engagement=engagement, priority=own)
        group = target_groups(Case.objects.all()).get()
        assert group.placed == (group.given_priority or 0)

    def test_a_number_leads_to_its_groups(self, house, cases):
        reach(cases[0], house["responsible"], aimed=40, came=31)
        TargetGroup.objects.update(affected="high", engagement="low", kind="age")
        (priority,) = Overview(house["support"]).groups.by_priority
        page = browser(house).get(priority.address)
        assert [(str(group), one.aimed, one.reached) for group, one in page.context["rows"]] == [("Unga", 40, 31)]
        assert browser(house).get("/overview/groups/?priority=2").context["rows"] == []
        assert browser(house).get("/overview/groups/?kind=age").context["rows"]

    def test_groups_of_a_case_that_one_may_not_read_are_not_there(self, house, cases):
        Case.objects.update(visibility=Case.Visibility.MEMBERS_ONLY)
        assert browser(house, "stranger").get("/overview/groups/").context["rows"] == []


class TestTime:
    def test_days_from_the_idea_to_the_first_feedback(self, house, cases):
        give_feedback(cases[0], dt.date(2025, 1, 30))
        give_feedback(cases[0], dt.date(2025, 3, 1), key="0000cc02")
        give_feedback(cases[1], dt.date(2025, 2, 9))
        participants, residents = times_of(days_to_feedback(Case.objects.all()))
        assert participants.days == [20, 30] and participants.median == 25
        assert (participants.shortest, participants.longest, participants.middle_half) == (20, 30, None)
        assert residents.median is None

    def test_the_spread_is_told_from_four_dialogues_on(self, house, cases):
        for number, case in enumerate(cases):
            give_feedback(case, case.created_at.date() + dt.timedelta(days=10 * (number + 1)))
        assert times_of(days_to_feedback(Case.objects.all()))[0].middle_half == (18, 32)

    def test_nobody_knows_the_idea_of_a_case_begun_before_the_software(self, house, cases):
        Case.objects.update(begun_before_software=True)
        give_feedback(cases[0], dt.date(2025, 1, 30))
        assert days_to_feedback(Case.objects.all())["participants"] == []

    def test_a_number_leads_to_its_dialogues_the_slowest_first(self, house, cases):
        give_feedback(cases[0], dt.date(2025, 1, 30))
        give_feedback(cases[1], dt.date(2025, 2, 9))
        page = browser(house).get(times_of(days_to_feedback(Case.objects.all()))[0].address)
        assert [(case.title, days) for case, days in page.context["rows"]] == [("Två", 30), ("Ett", 20)]
        assert browser(house).get("/overview/times/?to=nobody").context["rows"] == page.context["rows"]


class TestPage:
    def test_every_link_of_it_can_be_followed(self, house, cases):
        reach(cases[0], house["responsible"], aimed=40, came=31)
        give_feedback(cases[0], dt.date(2025, 1, 30))
        client = browser(house)
        page = client.get("/overview/")
        links = set(re.findall(r'href="(/(?:cases|overview)/[^"]*)"', page.text))
        assert len(links) > 20
        for link in links:
            assert client.get(unescape(link)).status_code == 200

    def test_an_empty_house(self, house):
        assert browser(house).get("/overview/").status_code == 200
        assert browser(house).get("/overview/groups/").status_code == 200
        assert browser(house).get("/overview/times/").status_code == 200

    def test_the_number_of_queries_is_the_same_whatever_the_number_of_cases(
        self, house, cases, django_assert_max_num_queries
    ):
        for number in range(30):
            case = with_what_it_is_found_by(
                dialogue(house, f"Dialog {number}", day=BEGUN), group="Barn", level="dialogue"
            )
            reach(case, house["responsible"], aimed=10, came=5)
        client = browser(house)
        for address, most in (("/overview/", 27), ("/overview/groups/", 11), ("/overview/times/", 9)):
            with django_assert_max_num_queries(most):
                client.get(address)

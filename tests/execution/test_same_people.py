"""The same people are not asked three times: dialogues that ask them at about the same time are shown to each other."""

import datetime as dt
from typing import Any

import pytest

from dialog.models import Area, Case
from dialog.process.areas import areas_within
from dialog.process.same_people import HALF_YEAR, Dialogue, Group, Occasion, is_near, same_people, shared_with
from dialog.texts.weeks import weeks
from execution.models import Activity, ChosenMethod
from planning.models import TargetGroup
from tests.execution.tale import METHOD, METHODS, Tale
from tests.followup.closed import close, dialogue
from tests.queries import MOST, asked
from tests.story import House

YOUNG = Group("Unga 13–19 år", "Hamnviken")
DAY = dt.date(2026, 11, 28)


class TestTheRule:
    @pytest.mark.parametrize(
        ("other", "are_the_same"),
        [
            (Group("Unga på fritidsgården", "Hamnviken"), True),
            (Group("Högstadieelever 14–16 år", "Hamnviken"), True),
            (Group("Barn 6–12 år", "Hamnviken"), False),
            (Group("Unga 13–19 år", "Norrliden"), False),
            (Group("Unga 13–19 år"), True),
            (Group("Äldre i Hamnviken", "Hamnviken"), False),
        ],
    )
    def test_the_same_area_and_a_word_that_says_who_they_are_or_the_same_ages(self, other, are_the_same):
        assert same_people(YOUNG, other) is are_the_same
        assert same_people(other, YOUNG) is are_the_same

    def test_of_those_who_live_there_the_area_is_enough(self):
        near, far = Group("Boende intill parken", "Hamnviken", lives_there=True), Group("Villaägare", "Ekbacken", True)
        assert same_people(near, Group("Övriga", "Hamnviken", lives_there=True))
        assert not same_people(near, far)
        assert not same_people(near, Group("Båtklubben", "Hamnviken")), "nobody has said that they live there"

    @pytest.mark.parametrize(
        ("other", "are_the_same"), [("Kvarnbacken", True), ("Norra Kvarnbacken", True), ("Södra Kvarnbacken", False)]
    )
    def test_an_area_within_another_is_in_both(self, house, other, are_the_same):
        town = Area.objects.create(name="Staden")
        district = Area.objects.create(name="Kvarnbacken", part_of=town)
        for name in ("Norra Kvarnbacken", "Södra Kvarnbacken"):
            Area.objects.create(name=name, part_of=district)
        one, another = Group("Unga 13–19 år", "Norra Kvarnbacken"), Group("Unga på gården", other)
        for pair in ((one, another), (another, one)):
            assert same_people(*pair, areas_within()) is are_the_same
        assert same_people(one, Group("Unga", "Staden"), areas_within())
        neighbours = (Group("Grannar", one.area, lives_there=True), Group("Boende", other, lives_there=True))
        assert same_people(*neighbours, areas_within()) is are_the_same

    @pytest.mark.parametrize(("days", "near"), [(183, True), (184, False), (-183, True), (-184, False), (0, True)])
    def test_at_most_half_a_year_lies_between(self, days, near):
        occasion = Occasion(DAY + dt.timedelta(days=days), DAY + dt.timedelta(days=days))
        assert is_near(occasion, DAY, DAY) is near

    def test_only_occasions_on_which_they_are_asked_count_and_the_earliest_stands_first(self):
        groups = {"a": Group("Unga", "Hamnviken"), "b": Group("Äldre", "Hamnviken")}
        walk, evening = (
            Occasion(DAY, DAY, "Promenad", ("b",)),
            Occasion(DAY + HALF_YEAR, DAY + HALF_YEAR, "Kväll", ("a",)),
        )
        later = Dialogue(Case(pk=1), groups, [walk, evening])
        earlier = Dialogue(Case(pk=2), groups, [Occasion(DAY, DAY)])
        found = shared_with([YOUNG], DAY, DAY, [later, earlier], {})
        assert [shared.case.pk for shared in found] == [2, 1]
        assert found[1].occasions == [evening]
        assert found[1].theirs == [groups["a"]] and found[1].mine == [YOUNG]


@pytest.fixture
def here(tale: Tale) -> Tale:
    """A case that asks young people, today and four weeks on."""
    story = tale.story
    last = story.today + dt.timedelta(weeks=4)
    Case.objects.filter(pk=story.pk).update(dialogue_from=story.today, dialogue_to=last)
    return tale


def other(house: House, tale: Tale, title: str = "Hur blir torget?", days: int = 60, **facts: Any) -> Case:
    """Another case that asks young people so many days from now, for two weeks."""
    first = tale.story.today + dt.timedelta(days=days)
    dates = {"dialogue_from": first, "dialogue_to": first + dt.timedelta(days=14)}
    case = dialogue(house, title, day=tale.story.now, **{**dates, **facts})
    TargetGroup.objects.create(case=case, key="0000c001", name="Ungdomar och unga vuxna", kind="age")
    return case


def shown(tale: Tale, step: str = "methods", who: str = "responsible") -> str:
    return tale.story.client(who).get(tale.story.url("step", step)).text


class TestOnThePage:
    @pytest.mark.parametrize("step", ["methods", "target_groups"])
    @pytest.mark.parametrize("who", ["responsible", "reader", "stranger"])
    def test_stands_by_name_and_day_for_all_who_may_know_of_it(self, house, here, step, who):
        other(house, here)
        page = shown(here, step, who)
        assert "Hur blir torget?" in page and "2–16 januari 2027" in page

    @pytest.mark.parametrize("step", ["methods", "target_groups"])
    def test_a_dialogue_in_a_quarter_is_shown_to_one_in_its_district(self, house, here, step):
        district = Area.objects.create(name="Kvarnbacken")
        quarter = Area.objects.create(name="Norra Kvarnbacken", part_of=district)
        Case.objects.filter(pk=here.story.pk).update(area=district)
        TargetGroup.objects.filter(case=here.story.pk).update(area="")
        case = other(house, here, area=quarter)
        assert "Hur blir torget?" in shown(here, step)
        Case.objects.filter(pk=case.pk).update(area=Area.objects.create(name="Ekbacken"))
        assert "Hur blir torget?" not in shown(here, step)

    @pytest.mark.parametrize("step", ["methods", "target_groups"])
    def test_a_case_for_its_members_only_is_not_told_to_others(self, house, here, step):
        other(house, here, visibility=Case.Visibility.MEMBERS_ONLY)
        for who in ("responsible", "reader", "stranger"):
            assert "Hur blir torget?" not in shown(here, step, who)
        assert "Hur blir torget?" in shown(here, step, "support"), "who reads every case"

    def test_its_activities_say_when_and_whom(self, house, here):
        case = other(house, here)
        groups = {"key": "0000d001", "method": "gatur", "target_groups": ["0000c001"]}
        ChosenMethod.objects.create(case=case, **groups)
        day = here.story.today + dt.timedelta(days=10)
        Activity.objects.create(case=case, key="0000e001", title="Kväll på torget", first_day=day, method="0000d001")
        page = shown(here)
        assert "Kväll på torget, 13 november 2026" in page
        assert "2–16 januari" not in page

    @pytest.mark.parametrize("gone", [{"closed_at": "now"}, {"phase": "information"}, {"days": 400}])
    def test_what_is_over_informs_or_is_far_away_is_left_out(self, house, here, gone):
        days = gone.get("days", 60)
        case = other(house, here, days=days, phase=gone.get("phase", "planning"))
        if "closed_at" in gone:
            close(case, here.story.now)
        assert 'id="same-people"' not in shown(here)

    def test_an_activity_that_was_held_counts_in_a_closed_case_and_a_cancelled_one_in_none(self, house, here):
        case = close(other(house, here, days=-400), here.story.now)
        day = here.story.today - dt.timedelta(days=30)
        held = {"status": Activity.Status.HELD, "first_day": day}
        Activity.objects.create(case=case, key="0000e001", title="Kväll", **held)
        assert "Kväll, 4 oktober 2026" in shown(here)
        Activity.objects.update(status=Activity.Status.CANCELLED)
        assert "Kväll, 4 oktober 2026" not in shown(here)

    def test_groups_are_compared_as_they_are_being_written(self, house, here):
        other(house, here)
        story = here.story
        older = {"row": ["0000c001"], "name": ["Pensionärer"], "affected": ["high"], "engagement": ["low"]}
        story.act("save_draft", "target_groups", data={**story.text("target_groups"), "target_group": [older]})
        assert "Hur blir torget?" not in shown(here, "target_groups")

    def test_the_number_of_queries_does_not_grow(self, house, here):
        story = here.story
        story.act("save_draft", "methods", data=METHODS)
        client = story.client("responsible")
        urls = [story.url("step", step) for step in ("methods", "target_groups")]
        other(house, here, "Dialog 0")
        before = [asked(client, url) for url in urls]
        for number in range(1, 8):
            case = other(house, here, f"Dialog {number}")
            Activity.objects.create(case=case, key="0000e001", title="Kväll", first_day=story.today)
        assert [asked(client, url) for url in urls] == before
        assert max(before) <= MOST


class TestWeekByWeek:
    def test_each_dialogue_stands_in_its_week_with_groups_area_and_who_asks_them_too(self, house, here):
        story = here.story
        story.act("finish", "methods", data={"method": [METHOD]})
        here.plan_activity("0000e001", days=10)
        other(house, here)
        found = weeks(house["communicator"], story.today)
        assert [week.number for week in found] == [46, 53]
        [evening] = found[0].asks
        assert (evening.occasion.title, evening.whom) == ("Kväll på Kompassen", "Unga 13–19 år")
        assert [case.title for case, _occasion in evening.also] == ["Hur blir torget?"]
        page = story.client("communicator").get("/communication/").text
        assert "Vecka 46" in page and "Kväll på Kompassen" in page

    def test_what_has_begun_stands_this_week_and_what_is_over_nowhere(self, house, here):
        other(house, here, "Pågår", days=-7)
        other(house, here, "Var", days=-60)
        found = weeks(house["communicator"], here.story.today)
        assert {asks.case.title for asks in found[0].asks} == {"Pågår", here.story.case.title}
        assert "Var" not in {asks.case.title for week in found for asks in week.asks}

    def test_no_case_that_the_communicator_may_not_know_of(self, house, here):
        other(house, here, visibility=Case.Visibility.MEMBERS_ONLY)
        found = weeks(house["communicator"], here.story.today)
        titles = {case.title for week in found for asks in week.asks for case, _occasion in asks.also}
        assert not titles
        assert {asks.case.title for week in found for asks in week.asks} == {here.story.case.title}

    def test_nobody_is_asked(self, house, story):
        assert "Ingen frågas under det kommande halvåret." in story.client("communicator").get("/communication/").text

"""Väg ihop: themes by weight, who brings up what without anybody being guessed, both sides, and the way to a conclusion."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from dialog.models import Record
from dialog.pictures import Standing, stances
from followup.both_sides import BothSides
from followup.models import Contribution
from followup.weigh import Weighing
from tests.execution.tale import YOUNG
from tests.followup.tale import ACTIVITY, LIGHT, REST

FOR_LIGHT = (
    "Det är mörkt.",
    "Mer ljus!",
    "Tänd lamporna.",
    "Lyktor längs vattnet.",
    "Ljus på bryggan.",
    "Ljus vid bussen.",
)


@pytest.fixture
def weighed(follow):
    """Six for light and two against it, one for rest, one that fits no theme, one unread; two groups."""
    follow.name_themes()
    follow.add(*FOR_LIGHT, "Inga lampor, tack.", "Mörkret är fint.", "Fler bänkar.", "Min hund heter Bullen.", "Oläst.")
    for number in range(1, 7):
        follow.code(number, themes=[LIGHT], stances={LIGHT: "for"})
    for number in (7, 8):
        follow.code(number, themes=[LIGHT], stances={LIGHT: "against"})
    follow.code(9, themes=[REST])
    follow.code(10, fits_no_theme=True)
    return follow


def weighing(follow, query="", who="responsible"):
    return Weighing(follow.story.access(who), QueryDict(query))


def put(follow, field, **values):
    """Say of contributions, by their numbers, what stands in a field: ``put(follow, "target_group", a=(1, 2))``."""
    for value, numbers in values.items():
        Contribution.objects.filter(case=follow.story.pk, number__in=numbers).update(**{field: value})


class TestWeight:
    def test_each_theme_has_its_voices_for_against_and_neither(self, weighed):
        found = [
            (one.theme.key, one.all, one.supporting, one.opposing, one.neither) for one in weighing(weighed).weighed
        ]
        assert found == [(LIGHT, 8, 6, 2, 0), (REST, 1, 0, 0, 0)]

    def test_every_figure_agrees_with_the_list_that_it_leads_to(self, weighed):
        put(weighed, "target_group", **{YOUNG: range(1, 12)})
        client = weighed.story.client("responsible")
        for theme, number, address, cells in weighing(weighed).cross:
            assert client.get(address).context["place"].total == number, theme
            for cell in cells:
                if cell.address:
                    assert client.get(cell.address).context["place"].total == cell.number

    def test_whoever_is_no_member_weighs_what_was_read(self, weighed):
        assert (weighing(weighed).total, weighing(weighed, who="stranger").total) == (11, 10)

    def test_persons_are_counted_only_where_it_is_known_of_all_whose_they_are(self, weighed):
        assert not weighing(weighed, "count=persons").counts_persons
        put(weighed, "respondent", ann=range(1, 6), bo=range(6, 12))
        found = weighing(weighed, "count=persons")
        assert (found.counts_persons, found.total, found.weighed[0].all, found.weighed[0].supporting) == (True, 2, 2, 2)

    def test_the_picture_says_all_figures_in_words(self):
        picture = stances([Standing("Ljus", 9, 6, 2, 0)])
        assert "Ljus: 6 for, 2 against, 0 neither, 1 not said" in picture.alternative
        assert picture.rows == (("Ljus", "9", "6", "2", "0", "1"),)


class TestSmallParts:
    def columns(self, follow, query="by=activity"):
        found = weighing(follow, query)
        return [one.all for one in found.columns], [one.all for one in found.hidden]

    def test_a_part_with_fewer_than_five_is_not_shown_nor_the_next_with_it(self, weighed):
        put(weighed, "activity", **{"0000e0e2": (1, 2, 3), "0000e0e3": (4, 5, 6, 7, 8), "": (9, 10, 11)})
        put(weighed, "activity", **{ACTIVITY: (9, 10, 11)})
        shown, hidden = self.columns(weighed)
        assert all(number >= 5 for number in shown)
        assert len(hidden) != 1

    def test_where_one_is_too_small_the_other_of_two_could_tell_it(self, weighed):
        put(weighed, "activity", **{"": (1, 2, 3)})
        assert self.columns(weighed) == ([], [3, 8])

    def test_two_small_ones_hide_each_other(self, weighed):
        put(weighed, "question", **{"0000c0c1": (1, 2, 3, 4, 5)})
        found = weighing(weighed, "by=question")
        assert sum(one.all for one in found.columns) + sum(one.all for one in found.hidden) == found.total

    def test_the_page_and_its_table_name_no_figure_of_them(self, weighed):
        put(weighed, "activity", **{"": (1, 2, 3)})
        client = weighed.story.client("responsible")
        page = client.get(weighed.story.url("weigh") + "?by=activity")
        assert "Visas inte uppdelat" in page.text and 'class="cross"' not in page.text
        table = client.get(reverse("weigh_figures", args=[weighed.story.pk]) + "?by=activity")
        head = b"".join(table.streaming_content).decode().splitlines()[0]
        assert head.count(";") == 4


class TestBothSides:
    def sides(self, follow, query=""):
        return {side.stance: side for side in BothSides(weighing(follow, query)).sides}

    def test_the_fewer_have_as_much_room_as_the_many(self, weighed):
        found = self.sides(weighed)
        assert (found["for"].all, found["against"].all) == (6, 2)
        assert (len(found["for"].voices), len(found["against"].voices)) == (3, 2)

    def test_voices_are_looked_for_by_words(self, weighed):
        found = self.sides(weighed, "q=lampor")
        assert [voice.contribution.number for voice in found["for"].voices] == [3]
        assert [voice.contribution.number for voice in found["against"].voices] == [7]

    def test_a_group_of_few_voices_is_not_named(self, weighed):
        put(weighed, "target_group", **{"0000bbbb": (1, 2)})
        assert all(voice.group == "" for voice in self.sides(weighed)["for"].voices)

    def test_what_is_taken_stays_taken_when_one_looks_for_something_else(self, weighed):
        found = BothSides(weighing(weighed, "q=bryggan&quote=7&quote=x&quote=99"))
        assert [one.number for one in found.taken] == [7] == [one.number for one in found.elsewhere]


class TestToAConclusion:
    def post(self, follow, who="responsible", **data):
        return follow.story.client(who).post(follow.story.url("weigh"), data)

    def test_theme_and_chosen_quotations_go_along(self, weighed):
        answer = self.post(weighed, act="conclude", theme=LIGHT, quote=["1", "7"])
        record = Record.objects.get(case=weighed.story.pk, kind="conclusion")
        assert answer.url == reverse("row", args=[weighed.story.pk, "analysis", record.row])
        assert record.revisions.last().data == {"themes": [LIGHT], "quotations": ["1 7"]}

    def test_showing_another_theme_keeps_what_is_ticked_in_the_address(self, weighed):
        answer = self.post(weighed, act="show", theme=REST, q="bänk", quote=["1"], by="activity")
        assert {"theme=0000a0a2", "quote=1", "by=activity"} <= set(
            answer.url.partition("?")[2].split("#")[0].split("&")
        )
        assert not Record.objects.filter(case=weighed.story.pk, kind="conclusion").exists()

    def test_who_may_write_no_conclusion_is_refused_and_offered_none(self, weighed):
        assert self.post(weighed, who="stranger", act="conclude", theme=LIGHT).status_code == 403
        assert "Skriv en slutsats" not in weighed.story.client("stranger").get(weighed.story.url("weigh")).text

    def test_before_anything_has_a_theme_the_page_says_so(self, follow):
        assert "Inget att väga än" in follow.story.client("responsible").get(follow.story.url("weigh")).text

"""Which methods fit, and in which order: with the facts of the catalogue as the field knows them, written down here.

The table is copied from what was gathered about the methods, and not from the catalogue's own file, so that a slip of the
pen there is found here.
"""

from itertools import permutations

import pytest

from execution.ranking import OPEN, Filters, Fit, Situation, Wanted, combine, rank
from handbook import catalogue
from handbook.catalogue import Method

LEVELS = {"I": "information", "K": "consultation", "D": "dialogue", "P": "influence", "M": "co_decision"}
TRAITS = {"y": "youth", "l": "low_engagement", "o": "language_barriers"}  # young, low engagement, other languages
# slug: levels, least and most people, weeks before, cost, mode, priorities, traits
TABLE = """
enkat K 100 5000 6 2 both 23 -
fokusgrupp KD 6 12 4 1 both 12 yl
dialogcafe DP 10 300 5 2 physical 23 -
gatur KD 5 20 4 1 physical 12 yo
trygghetsvandring DP 8 20 8 2 physical 12 -
walk-and-talk KD 2 30 3 1 physical 13 l
radslag DP 20 100 8 2 both 2 -
ideverkstad P 10 40 5 2 physical 12 y
framtidsverkstad P 10 30 8 2 physical 2 y
open-space DP 10 1000 8 2 physical 24 -
medborgarbudget PM 50 5000 20 3 both 123 y
medborgarpanel K 100 2000 10 2 digital 3 -
sms-panel K 50 2000 6 1 digital 3 yl
medborgarrad DP 10 25 12 2 physical 2 -
medborgarjury DP 14 24 16 3 physical 123 -
medborgarforsamling DP 50 150 30 3 both 13 -
deliberativ-opinionsundersokning KD 100 600 26 3 both 3 -
delphi K 5 500 6 1 digital 24 -
hearing IK 20 200 5 1 both 24 -
samradsmote IK 20 150 6 1 both 2 -
oppet-hus IK 20 300 5 1 physical 23 -
popup-dialog KD 20 150 3 1 physical 13 ylo
uppsokande KD 4 25 4 2 physical 1 ylo
barnrattsdialog KDP 5 25 5 1 physical 1 y
deltagande-design P 6 25 8 2 both 1 yo
e-forslag KP 1 1000 12 2 digital 24 -
chatt ID 10 100 3 1 digital 2 y
tidningsdialog IK 100 5000 5 2 both 3 -
informationsmote I 20 500 3 1 both 23 -
referensgrupp DP 6 20 4 1 both 2 -
ungdomsdialog KDP 20 300 5 1 physical 13 y
kartdialog K 50 5000 5 2 digital 23 -
"""
TOOLS = ("personas", "tankekarta")


def read(line: str) -> Method:
    """Return a method as a line of the table says it is."""
    slug, levels, least, most, weeks, cost, mode, quadrants, traits = line.split()
    return Method(
        slug=slug,
        name=slug,
        what="",
        levels=tuple(LEVELS[letter] for letter in levels),
        group=(int(least), int(most)),
        duration="",
        weeks=int(weeks),
        cost=int(cost),
        mode=mode,
        quadrants=tuple(int(number) for number in quadrants),
        reaches=tuple(TRAITS[letter] for letter in traits if letter in TRAITS),
        good_for="",
        strengths="",
        pitfalls="",
    )


METHODS = [read(line) for line in TABLE.split("\n") if line]
BY_SLUG = {method.slug: method for method in METHODS}
FACTS = ("levels", "group", "weeks", "cost", "mode", "quadrants")

YOUNG = Wanted("a", "Unga", 1, aim=25)
FAMILIES = Wanted("b", "Familjer", 1, aim=57)
OWNERS = Wanted("c", "Villaägare", 2, aim=20)
OTHERS = Wanted("d", "Övriga", 3)


def slugs(fits: list[Fit]) -> list[str]:
    return [fit.method.slug for fit in fits]


def fit(slug: str, situation: Situation) -> Fit:
    return rank([BY_SLUG[slug]], situation)[0]


class TestTheCatalogue:
    @pytest.mark.parametrize("method", METHODS, ids=BY_SLUG)
    def test_says_what_the_field_says(self, method):
        found = catalogue.methods()[method.slug]
        assert {name: getattr(found, name) for name in FACTS} == {name: getattr(method, name) for name in FACTS}
        assert set(found.reaches) == set(method.reaches)

    def test_holds_these_methods_and_two_tools(self):
        found = catalogue.methods()
        assert set(found) == {*BY_SLUG, *TOOLS}
        assert {slug for slug, method in found.items() if method.tool} == set(TOOLS)


class TestTheOrder:
    def test_those_that_reach_most_unreached_groups_of_priority_1_stand_first(self):
        both = Situation((YOUNG, FAMILIES, OWNERS))
        ranked = rank(METHODS, both)
        reaching = [sum(group.priority == 1 for group in one.new_groups) for one in ranked]
        assert reaching == sorted(reaching, reverse=True)
        assert {one.method.slug for one in ranked if 1 in one.method.quadrants} == set(slugs(ranked)[:13])

    def test_then_those_that_were_tried_most_often_then_the_cheapest_then_by_name(self):
        ranked = slugs(rank(METHODS, Situation((YOUNG,)), {"medborgarbudget": 2, "uppsokande": 1}))
        assert ranked[:2] == ["medborgarbudget", "uppsokande"]
        assert ranked[2:7] == ["barnrattsdialog", "fokusgrupp", "gatur", "popup-dialog", "ungdomsdialog"]
        assert ranked[7] == "walk-and-talk", "the last that is cheap"
        assert ranked[8:][:3] == ["deltagande-design", "ideverkstad", "trygghetsvandring"]

    def test_a_group_that_is_reached_already_speaks_for_no_method(self):
        reached = Wanted("a", "Unga", 1, methods=1, expected=25)
        assert slugs(rank(METHODS, Situation((reached,)))) == slugs(rank(METHODS, Situation()))

    def test_a_group_of_priority_2_weighs_nothing_in_the_order_but_is_filtered_by(self):
        assert slugs(rank(METHODS, Situation((OWNERS,)))) == slugs(rank(METHODS, Situation()))

    @pytest.mark.parametrize("some", list(permutations(["fokusgrupp", "gatur", "popup-dialog"])))
    def test_the_same_answers_give_the_same_order(self, some):
        situation = Situation((YOUNG, OWNERS), "dialogue", weeks=4)
        assert slugs(rank([BY_SLUG[slug] for slug in some], situation)) == ["fokusgrupp", "gatur", "popup-dialog"]

    def test_tools_stand_last_and_reach_nobody(self):
        ranked = rank(catalogue.methods().values(), Situation((YOUNG,)))
        assert {one.method.slug for one in ranked[-2:]} == set(TOOLS)
        assert not any(one.groups for one in ranked[-2:])


class TestWhatTheCaseWants:
    def test_its_level_whoever_is_left_out_and_what_there_is_time_for(self):
        reached = Wanted("b", "Familjer", 1, methods=1)
        situation = Situation((YOUNG, reached, OTHERS), "dialogue", weeks=4)
        wanted = Filters.of(situation)
        assert wanted == Filters(("dialogue",), ("a",), 4)
        assert slugs([one for one in rank(METHODS, situation) if wanted.let(one)]) == [
            *("fokusgrupp", "gatur", "popup-dialog", "walk-and-talk", "uppsokande")
        ]

    def test_where_several_are_left_out_a_method_for_any_of_them(self):
        situation = Situation((YOUNG, OWNERS), "dialogue", weeks=4)
        assert Filters.of(situation).groups == (OPEN,)
        found = {one.method.slug for one in rank(METHODS, situation) if Filters.of(situation).let(one)}
        assert found == {
            *("fokusgrupp", "gatur", "popup-dialog", "walk-and-talk", "uppsokande"),
            "chatt",
            "referensgrupp",
        }

    def test_nothing_that_nobody_knows(self):
        assert Filters.of(Situation()) == Filters()
        assert all(Filters().let(one) for one in rank(METHODS, Situation()))

    def test_cost_mode_size_and_traits_are_filtered_by_when_asked_for(self):
        def found(**wanted: object) -> set[str]:
            return {one.method.slug for one in rank(METHODS, Situation()) if Filters(**wanted).let(one)}  # type: ignore[arg-type]

        assert found(cost=1, mode="digital", levels=("dialogue",)) == {"fokusgrupp", "referensgrupp", "chatt"}
        assert found(size="small", traits=("language_barriers",)) == {"gatur", "uppsokande", "deltagande-design"}
        assert found(size="large", levels=("dialogue",), cost=1) == {"popup-dialog", "ungdomsdialog", "chatt"}
        assert found(levels=("co_decision", "information"), cost=3) >= {"medborgarbudget", "hearing"}


class TestAFit:
    def test_fits_the_level_of_a_part_where_it_does_not_fit_the_whole(self):
        situation = Situation(level="influence", parts={"p": "consultation"})
        assert (fit("enkat", situation).fits_level, fit("enkat", situation).part) == (True, "p")
        assert (fit("hearing", Situation(level="influence")).fits_level) is False
        assert fit("radslag", situation).part == "", "it fits the whole"

    @pytest.mark.parametrize(
        ("slug", "in_time", "now"),
        [
            ("popup-dialog", True, True),
            ("fokusgrupp", True, True),
            ("barnrattsdialog", False, False),
            ("chatt", True, True),
        ],
    )
    def test_says_whether_there_is_time_and_whether_one_must_begin_now(self, slug, in_time, now):
        found = fit(slug, Situation(weeks=4))
        assert (found.is_in_time, found.begins_now) == (in_time, now)
        assert not fit(slug, Situation(weeks=20)).begins_now
        assert fit(slug, Situation()).is_in_time, "nobody knows when the dialogue ends"

    def test_one_may_expect_those_one_wants_to_reach_and_no_more_than_there_is_room_for(self):
        assert FAMILIES.share_of(BY_SLUG["uppsokande"]) == 25
        assert OWNERS.share_of(BY_SLUG["uppsokande"]) == 20
        assert OTHERS.share_of(BY_SLUG["uppsokande"]) == 25
        assert Wanted("e", "Nio", 1, size=9).share_of(BY_SLUG["uppsokande"]) == 9


class TestCombinations:
    SITUATION = Situation((YOUNG, OWNERS), "dialogue", weeks=8)

    def offered(self, situation: Situation, tried: dict[str, int] | None = None) -> list[set[str]]:
        fits = rank(METHODS, situation, tried)
        return [{one.method.slug for one in combination.fits} for combination in combine(fits, situation)]

    def test_reach_everybody_who_is_left_out(self):
        for combination in combine(rank(METHODS, self.SITUATION), self.SITUATION):
            assert {group.key for _method, groups in combination.reached for group in groups} == {"a", "c"}

    def test_hold_no_method_that_is_not_needed(self):
        pairs = self.offered(self.SITUATION)
        assert pairs
        for pair in pairs:
            assert not any({1, 2} <= set(BY_SLUG[slug].quadrants) and BY_SLUG[slug].group[1] >= 25 for slug in pair)

    def test_have_room_for_those_one_wants_to_reach(self):
        """57 families do not find room with 25 at a time, and an outreach talk is offered with something larger."""
        situation = Situation((FAMILIES,), "dialogue", weeks=8)
        for combination in combine(rank(METHODS, situation), situation):
            assert sum(one.method.group[1] for one in combination.fits) >= 57

    def test_share_no_method_with_each_other(self):
        pairs = self.offered(self.SITUATION)
        assert len(set().union(*pairs)) == sum(len(pair) for pair in pairs)
        assert len(pairs) <= 3

    def test_are_of_methods_that_fit_the_level_and_the_time(self):
        for pair in self.offered(Situation((YOUNG, OWNERS), "dialogue", weeks=4)):
            assert all("dialogue" in BY_SLUG[slug].levels and BY_SLUG[slug].weeks <= 4 for slug in pair)

    def test_what_was_tried_here_is_offered_first(self):
        assert {"uppsokande", "radslag"} in self.offered(self.SITUATION, {"uppsokande": 1, "radslag": 1})[:1]

    def test_none_where_nobody_is_left_out(self):
        assert self.offered(Situation((Wanted("a", "Unga", 1, methods=1),), "dialogue")) == []

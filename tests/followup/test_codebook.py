"""The codebook: a tree of themes whose counts agree with the list, and where merged ones have gone."""

import pytest
from django.apps import apps
from django.http import QueryDict

from followup.codebook import Codebook, codebook
from followup.desk import Desk
from followup.models import Contribution, ContributionTheme, Theme
from followup.tally import by_theme
from tests.followup.tale import LIGHT, REST, THEMES

LAMPS = "0000a0a3"


def theme(pk, key, **facts):
    return Theme(pk=pk, key=key, name=key, **facts)


def book(*themes):
    return Codebook([theme(number, key, **facts) for number, (key, facts) in enumerate(themes, start=1)])


class TestTree:
    def test_each_is_followed_by_what_lies_under_it(self):
        found = book(("a", {}), ("b", {}), ("aa", {"parent": "a"}), ("aaa", {"parent": "aa"}))
        assert list(found.in_force) == ["a", "aa", "aaa", "b"]
        assert found.below("a") == {"a", "aa", "aaa"} and found.depth("aaa") == 2

    def test_in_the_order_that_stands_and_a_new_one_last(self):
        found = book(("a", {"position": 2}), ("b", {"position": 1}), ("c", {}))
        assert found.digits == {"b": 1, "a": 2, "c": 3}

    def test_only_the_first_nine_topmost_have_a_digit(self):
        assert list(book(*((f"{n:02}", {}) for n in range(12))).digits.values()) == list(range(1, 10))

    def test_what_lay_under_a_dropped_one_lies_where_that_lay(self):
        found = book(("a", {}), ("b", {"parent": "a", "dropped_because": "Nej"}), ("c", {"parent": "b"}))
        assert found.parent_of("c") == "a" and found.below("b") == frozenset()

    def test_a_merged_one_is_what_it_became(self):
        gone = {"dropped_because": "Ett", "merged_into": "b"}
        found = book(("a", gone), ("b", {}), ("c", {"parent": "a"}))
        assert (found.now("a"), found.below("a"), found.parent_of("c")) == ("b", {"b", "c"}, "b")
        assert found.today(["a", "b"]) == ["b"]

    @pytest.mark.parametrize("parents", ["bca", "a--", "bac"])
    def test_none_is_lost_in_a_circle(self, parents):
        found = book(*((key, {"parent": up}) for key, up in zip("abc", parents, strict=True)))
        assert set(found.in_force) == {"a", "b", "c"}

    def test_nor_does_it_go_round_where_two_were_merged_into_each_other(self):
        gone = [(one, {"dropped_because": "x", "merged_into": other}) for one, other in ("ab", "ba")]
        assert book(*gone).now("a") in {"a", "b"}


@pytest.fixture
def tree(follow):
    """Light with lamps under it; two contributions about lamps, one of them about light too, one about benches."""
    follow.name_themes()
    follow.act("keep", "compilation", LAMPS, kind="theme", data={"name": ["Lampor"], "parent": [LIGHT]})
    follow.add("Lampor!", "Ljus och lampor.", "Bänkar.")
    follow.code(1, themes=[LAMPS], stance="for")
    follow.code(2, themes=[LIGHT, LAMPS], stances={LIGHT: "for", LAMPS: "against"})
    follow.code(3, themes=[REST])
    return follow


class TestCounts:
    def test_a_theme_weighs_what_lies_under_it_each_contribution_once(self, tree):
        weight = by_theme(tree.story.access())
        assert {key: (weight[key].all, weight[key].own) for key in weight} == {
            LIGHT: (2, 1),
            LAMPS: (2, 2),
            REST: (1, 1),
        }
        assert (weight[LIGHT].supporting, weight[LIGHT].opposing, weight[REST].unset) == (2, 1, 1)

    @pytest.mark.parametrize(
        "asked", ["theme=%s", "theme=%s&stance=against", "theme=%s&stance=for", "theme=%s&stance=none"]
    )
    def test_the_list_agrees(self, tree, asked):
        access = tree.story.access()
        names = {"against": "opposing", "for": "supporting", "none": "unset"}
        counted = names.get(asked.partition("stance=")[2], "all")
        for key, weight in by_theme(access).items():
            assert Desk(access, QueryDict(asked % key)).found.count() == getattr(weight, counted), key

    def test_a_theme_does_not_lie_under_itself(self, tree):
        for parent in (LIGHT, LAMPS):
            data = {**THEMES[LIGHT], "parent": [parent]}
            assert tree.attempt("keep", "compilation", LIGHT, kind="theme", data=data).missing

    def test_a_new_one_is_the_last(self, tree):
        positions = [one.position for one in codebook(tree.story.access()).all.values()]
        assert positions == [1, 2, 3]


def test_what_was_said_of_a_contribution_as_a_whole_is_moved_to_its_main_theme(tree):
    migration = __import__("followup.migrations.0003_codebook", fromlist=["x"])
    ContributionTheme.objects.update(stance="")
    tree.add("Nej tack.")
    Contribution.objects.filter(number__in=(2, 3, 4)).update(own_stance="against")
    migration.move_to_the_main_theme(apps, None)
    said = {number: (tree.one(number).own_stance, tree.stances_of(number)) for number in (1, 2, 3, 4)}
    assert said == {1: ("", [""]), 2: ("", ["against", ""]), 3: ("", ["against"]), 4: ("against", [])}
    migration.back_to_the_contribution(apps, None)
    assert tree.one(2).own_stance == tree.one(3).own_stance == "against"

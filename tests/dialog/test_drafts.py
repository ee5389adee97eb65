"""Texts as they are being written: read as they were typed, moved row by row, and merged so that nothing is lost."""

import json
from itertools import pairwise
from urllib.parse import quote

import pytest
from django.http import QueryDict
from hypothesis import assume, given
from hypothesis import strategies as st

from dialog.forms import drafts
from dialog.forms.drafts import Clash, Draft, Shape

SHAPE = Shape(fields=("purpose", "groups"), tables={"goal": ("goal", "unit")})
TABLES = ["goal"]
ONE, TWO, THREE = "00000001", "00000002", "00000003"


def post(text: str) -> QueryDict:
    return QueryDict(text)


def goal(key: str, **fields: str) -> dict[str, list[str]]:
    return {"row": [key], **{name: [text] for name, text in fields.items()}}


def keys(draft: Draft) -> list[str]:
    return [drafts.row_key(row) for row in draft.get("goal", ())]


class TestReading:
    def test_what_was_typed_is_kept_as_it_was_typed(self):
        assert drafts.read(SHAPE, post("purpose=+31/2+&groups=a&groups=b")) == {
            "purpose": [" 31/2 "],
            "groups": ["a", "b"],
        }

    def test_empty_and_absent_are_the_same(self):
        assert drafts.read(SHAPE, post("purpose=&groups=+%0A")) == {} == drafts.read(SHAPE, post(""))

    def test_fields_that_the_form_does_not_own_are_cut_away(self):
        text = f"purpose=a&is_admin=1&case=7&goal={ONE}&goal-{ONE}-goal=b&goal-{ONE}-case=7&goal-{TWO}-goal=c"
        assert drafts.read(SHAPE, post(text)) == {"purpose": ["a"], "goal": [goal(ONE, goal="b")]}

    @pytest.mark.parametrize("key", ["", "1", "0000000G", "00000001\n", "000000001", "../../etc", "%00", "ABCDEF01"])
    def test_a_row_without_a_proper_key_is_no_row(self, key):
        assert drafts.read(SHAPE, post(f"goal={quote(key)}&goal-{quote(key)}-goal=x")) == {}

    def test_a_row_that_is_named_twice_is_one_row_where_it_stood_first(self):
        read = drafts.read(SHAPE, post(f"goal={TWO}&goal={ONE}&goal={TWO}&goal-{TWO}-goal=x"))
        assert read == {"goal": [goal(TWO, goal="x"), goal(ONE)]}

    def test_a_row_with_nothing_in_it_is_there_all_the_same(self):
        assert drafts.read(SHAPE, post(f"goal={ONE}")) == {"goal": [goal(ONE)]}

    def test_nul_is_taken_out_and_line_ends_are_one_kind(self):
        assert drafts.read(SHAPE, post("purpose=a%00b%0D%0Ac%0Dd")) == {"purpose": ["ab\nc\nd"]}

    @pytest.mark.parametrize("raw", ["%ff%fe", "%C3", "%ED%A0%80", "%F0%9F"])
    def test_broken_utf8_is_read_as_something_that_every_database_keeps(self, raw):
        (text,) = drafts.read(SHAPE, post(f"purpose=a{raw}b"))["purpose"]
        assert text.startswith("a") and text.endswith("b")
        text.encode("utf-8")
        json.dumps(text)

    def test_what_was_read_binds_to_a_form_again(self):
        draft = {"purpose": ["a"], "goal": [goal(ONE, goal="x")]}
        assert drafts.values(draft).getlist("purpose") == ["a"]
        assert drafts.values(draft["goal"][0], f"goal-{ONE}")[f"goal-{ONE}-goal"] == "x"

    def test_a_field_that_has_got_a_new_name_is_read_under_it(self):
        assert drafts.rename({"aim": ["a"], "groups": ["b"]}, {"aim": "purpose"}) == {"purpose": ["a"], "groups": ["b"]}

    def test_every_new_row_gets_a_key_of_its_own(self):
        made = {drafts.new_key() for _ in range(200)}
        assert len(made) == 200 and all(drafts.ROW_KEY.match(key) for key in made)


class TestRows:
    DRAFT = {"purpose": ["a"], "goal": [goal(ONE, goal="x"), goal(TWO), goal(THREE)]}

    def test_a_row_is_added_last(self):
        assert keys(drafts.move(self.DRAFT, "goal", "add", "0000000f")) == [ONE, TWO, THREE, "0000000f"]
        assert drafts.move({}, "goal", "add", ONE) == {"goal": [goal(ONE)]}

    @pytest.mark.parametrize(
        ("verb", "key", "order"),
        [
            ("up", TWO, [TWO, ONE, THREE]),
            ("down", TWO, [ONE, THREE, TWO]),
            ("up", ONE, [ONE, TWO, THREE]),
            ("down", THREE, [ONE, TWO, THREE]),
            ("remove", TWO, [ONE, THREE]),
            ("remove", "0000000f", [ONE, TWO, THREE]),
            ("add", TWO, [ONE, TWO, THREE]),
            ("burn", TWO, [ONE, TWO, THREE]),
        ],
    )
    def test_rows_change_places_and_keep_what_stands_in_them(self, verb, key, order):
        moved = drafts.move(self.DRAFT, "goal", verb, key)
        assert keys(moved) == order
        assert moved["purpose"] == ["a"]
        assert all(drafts.find_row(self.DRAFT, "goal", one) == drafts.find_row(moved, "goal", one) for one in order)

    def test_the_last_row_removed_leaves_no_table(self):
        assert drafts.move({"goal": [goal(ONE)]}, "goal", "remove", ONE) == {}

    def test_moving_leaves_the_text_that_it_was_made_from_alone(self):
        before = json.dumps(self.DRAFT)
        drafts.move(self.DRAFT, "goal", "up", TWO)
        assert json.dumps(self.DRAFT) == before


class TestTwoPeople:
    """Amir's page is older than what Lena saved."""

    def test_each_changed_another_field(self):
        merged, clashes = drafts.merge(
            {"purpose": ["a"]}, {"purpose": ["a"], "groups": ["b"]}, {"purpose": ["c"]}, TABLES
        )
        assert (merged, clashes) == ({"purpose": ["c"], "groups": ["b"]}, [])

    def test_both_changed_the_same_field_in_two_ways(self):
        merged, clashes = drafts.merge({"purpose": ["a"]}, {"purpose": ["b"]}, {"purpose": ["c"]}, TABLES)
        assert merged == {"purpose": ["c"]}
        assert clashes == [Clash("", "", "purpose", ["a"], ["b"], ["c"])]

    def test_one_emptied_what_the_other_changed(self):
        merged, clashes = drafts.merge({"purpose": ["a"]}, {"purpose": ["b"]}, {}, TABLES)
        assert [(clash.theirs, clash.mine) for clash in clashes] == [(["b"], [])]
        assert drafts.take(merged, {"purpose": ["b"]}, ["purpose"], TABLES) == {"purpose": ["b"]}

    def test_each_added_a_row(self):
        base = {"goal": [goal(ONE)]}
        merged, clashes = drafts.merge(
            base, {"goal": [goal(ONE), goal(TWO)]}, {"goal": [goal(ONE), goal(THREE)]}, TABLES
        )
        assert (sorted(keys(merged)), clashes) == ([ONE, TWO, THREE], [])

    def test_each_changed_another_field_of_one_row(self):
        merged, clashes = drafts.merge(
            {"goal": [goal(ONE, goal="a")]},
            {"goal": [goal(ONE, goal="b")]},
            {"goal": [goal(ONE, goal="a", unit="m")]},
            TABLES,
        )
        assert (merged, clashes) == ({"goal": [goal(ONE, goal="b", unit="m")]}, [])

    def test_she_removed_a_row_that_nobody_else_touched(self):
        base = {"goal": [goal(ONE), goal(TWO)]}
        assert drafts.merge(base, {"goal": [goal(TWO)]}, base, TABLES) == ({"goal": [goal(TWO)]}, [])
        assert drafts.merge(base, base, {"goal": [goal(TWO)]}, TABLES) == ({"goal": [goal(TWO)]}, [])

    def test_she_removed_a_row_that_i_changed(self):
        theirs, mine = {}, {"goal": [goal(ONE, goal="b")]}
        merged, (clash,) = drafts.merge({"goal": [goal(ONE, goal="a")]}, theirs, mine, TABLES)
        assert (clash.path, clash.theirs, clash.mine) == (f"goal-{ONE}", [], [goal(ONE, goal="b")])
        assert merged == mine
        assert drafts.take(merged, theirs, [clash.path], TABLES) == {}

    def test_i_removed_a_row_that_she_changed(self):
        theirs, mine = {"goal": [goal(ONE, goal="b")]}, {}
        merged, (clash,) = drafts.merge({"goal": [goal(ONE, goal="a")]}, theirs, mine, TABLES)
        assert (clash.theirs, clash.mine) == ([goal(ONE, goal="b")], [])
        assert merged == mine
        assert drafts.take(merged, theirs, [clash.path], TABLES) == theirs

    def test_who_moved_rows_decides_their_order(self):
        base = {"goal": [goal(ONE), goal(TWO), goal(THREE)]}
        moved = {"goal": [goal(THREE), goal(ONE), goal(TWO)]}
        other = {"goal": [goal(ONE, goal="x"), goal(TWO), goal(THREE)]}
        assert keys(drafts.merge(base, moved, other, TABLES)[0]) == keys(moved)
        assert keys(drafts.merge(base, other, moved, TABLES)[0]) == keys(moved)

    def test_a_new_row_stays_where_it_was_moved_to(self):
        base = {"goal": [goal(ONE), goal(TWO)]}
        mine = {"goal": [goal(ONE), goal(THREE), goal(TWO)]}
        assert keys(drafts.merge(base, base, mine, TABLES)[0]) == [ONE, THREE, TWO]

    def test_nothing_typed_yet_on_either_side_is_no_clash(self):
        assert drafts.merge({}, {"purpose": ["a"]}, {}, TABLES) == ({"purpose": ["a"]}, [])


# The laws of the merge, over any three texts.

words = st.lists(st.sampled_from(["a", "b", "c", "Å\nb"]), min_size=1, max_size=2)
fields = st.dictionaries(st.sampled_from(["purpose", "groups"]), words)
rows = st.lists(st.sampled_from([f"0000000{n}" for n in range(6)]), unique=True, max_size=5)


@st.composite
def texts(draw: st.DrawFn) -> Draft:
    draft = dict(draw(fields))
    table = [{"row": [key], **draw(st.dictionaries(st.sampled_from(["goal", "unit"]), words))} for key in draw(rows)]
    return draft | ({"goal": table} if table else {})


def cells(draft: Draft) -> dict[str, list[str]]:
    """Every place of a text with what stands there; a row is a place of its own."""
    found = {name: values for name, values in draft.items() if name != "goal"}
    for row in draft.get("goal", ()):
        found |= {f"goal-{row['row'][0]}-{name}": values for name, values in row.items()}
    return found


class TestLaws:
    @given(texts(), texts())
    def test_what_only_i_changed_is_mine(self, base, mine):
        assert drafts.merge(base, base, mine, TABLES) == (mine, [])

    @given(texts(), texts())
    def test_what_only_she_changed_is_hers(self, base, theirs):
        assert drafts.merge(base, theirs, base, TABLES) == (theirs, [])

    @given(texts(), texts())
    def test_what_both_changed_alike_is_no_clash(self, base, both):
        assert drafts.merge(base, both, both, TABLES) == (both, [])

    @given(texts(), texts(), texts())
    def test_nothing_typed_is_lost(self, base, theirs, mine):
        merged, clashes = drafts.merge(base, theirs, mine, TABLES)
        found = cells(merged)
        spoken_of = {clash.path for clash in clashes}
        for text in (theirs, mine):
            for place, typed in cells(text).items():
                if typed != cells(base).get(place):
                    row = place.rpartition("-")[0]
                    assert found.get(place) == typed or place in spoken_of or row in spoken_of, place

    @given(texts(), texts(), texts())
    def test_where_two_clash_mine_stands_and_taking_hers_puts_hers_there(self, base, theirs, mine):
        merged, clashes = drafts.merge(base, theirs, mine, TABLES)
        for clash in clashes:
            taken = drafts.take(merged, theirs, [clash.path], TABLES)
            for text, here in ((mine, merged), (theirs, taken)):
                if clash.field:
                    assert cells(here).get(clash.path) == cells(text).get(clash.path)
                else:
                    assert (clash.row in keys(here)) == (clash.row in keys(text))
            others = {place: typed for place, typed in cells(merged).items() if not place.startswith(clash.path)}
            assert others == {place: typed for place, typed in cells(taken).items() if not place.startswith(clash.path)}

    @given(texts(), texts(), texts())
    def test_no_row_comes_twice_and_none_from_nowhere(self, base, theirs, mine):
        merged, _clashes = drafts.merge(base, theirs, mine, TABLES)
        assert len(keys(merged)) == len(set(keys(merged)))
        assert set(keys(merged)) <= {*keys(theirs), *keys(mine)}

    @given(texts(), texts(), texts())
    def test_rows_that_all_three_have_in_one_order_keep_it(self, base, theirs, mine):
        common = [key for key in keys(base) if key in keys(theirs) and key in keys(mine)]
        assume(all([key for key in keys(text) if key in common] == common for text in (theirs, mine)))
        merged = keys(drafts.merge(base, theirs, mine, TABLES)[0])
        assert all(merged.index(one) < merged.index(next_) for one, next_ in pairwise(common))

    @given(
        texts(),
        st.lists(st.sampled_from(["goal", "goal-00000001", "goal-0-x", "purpose", "-", "", "goal-00000001-goal"])),
    )
    def test_taking_at_any_place_that_a_browser_names_breaks_nothing(self, draft, places):
        taken = drafts.take(draft, {"purpose": ["z"]}, places, TABLES)
        assert set(keys(taken)) <= set(keys(draft))

"""A sending is known by the key of its page and by its words."""

import pytest

from dialog.forms.sending import keys_of, mark_of, new_sending

PAGE = "0123456789abcdef0123456789abcdef"


def test_the_same_words_from_the_same_page_are_one_sending():
    assert keys_of(PAGE, [("Mer ljus.", 1), ("Bänkar.", 2)]) == keys_of(PAGE, [("Mer ljus.", 1), ("Bänkar.", 2)])


def test_what_comes_beside_it_changes_no_key():
    first, second = keys_of(PAGE, [("Mer ljus.", 1), ("Bänkar.", 2)])
    assert keys_of(PAGE, [("Bänkar.", 2), ("En brygga.", 0), ("Mer ljus.", 1)])[::2] == [second, first]


def test_who_says_the_same_twice_has_said_it_twice():
    assert len(set(keys_of(PAGE, [("Ja.",), ("Ja.",), ("Ja.",)]))) == 3


@pytest.mark.parametrize(
    ("one", "other"), [(("ab", "c"), ("a", "bc")), (("a",), ("a", "")), (("1/1",), ("1",)), (('a", "b',), ("a", "b"))]
)
def test_words_are_told_apart_where_one_part_ends(one, other):
    assert keys_of(PAGE, [one]) != keys_of(PAGE, [other])
    assert mark_of(*one) != mark_of(*other)


def test_another_page_is_another_sending_and_so_is_each_without_a_key():
    assert keys_of(PAGE, [("Ja.",)]) != keys_of(new_sending(), [("Ja.",)])
    for none in ("", "x", "0123", f"{PAGE}0", f"{PAGE}\n"):
        assert keys_of(none, [("Ja.",)]) != keys_of(none, [("Ja.",)]), none


def test_a_key_is_as_long_as_a_key_may_be():
    assert {len(key) for key in keys_of(PAGE, [("a",), ("b",)])} == {32} and len(new_sending()) == 32


def test_a_mark_is_the_same_for_the_same_words_in_whatever_order_their_names_stand_and_tells_none_of_them():
    assert mark_of("pause", {"a": 1, "b": 2}) == mark_of("pause", {"b": 2, "a": 1})
    assert mark_of("pause", 1) != mark_of("resume", 1)
    assert "pause" not in mark_of("pause")

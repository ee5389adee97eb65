"""Two texts side by side: what differs is marked, nothing is lost, and no pair of texts makes a page wait."""

import random
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.forms import compare
from tests.story import Story
from tests.work import at_most

PHRASE = "Trappan ned i vattnet är för brant för den som går med stöd. "
PAIRS = {
    "turned round": ("a b " * 4000, "b b a " * 4000),
    "a phrase many times": (PHRASE * 1000, (PHRASE + "Och den är hal. ") * 900),
    "every other word": ("ja nej " * 20_000, "nej ja ja " * 20_000),
    "many short lines": ("a\n" * 60_000, "b\na\n" * 40_000),
    "300 kB with another beginning and end": ("x " + PHRASE * 5000 + "x", "y " + PHRASE * 5000 + "y z"),
    "300 kB of other words": (
        " ".join(f"ord{number % 997}" for number in range(40_000)),
        " ".join(f"ord{number * 7 % 991}" for number in range(40_000)),
    ),
    "no blank at all": ("x" * 300_000, "y" * 300_000),
}


def read(marked: str, without: str) -> list[str]:
    """The words of a marked text, without its marks."""
    return unescape(re.sub(rf"</?{without}>", "", marked)).split()


def rebuilt(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Both texts put together again from what is said of their difference."""
    left, right, last = [], [], (0, 0)
    for op, a, b, c, d in compare.operations(old, new):
        assert (a, c) == last
        assert (old[a:b] == new[c:d]) == (op == "equal")
        left, right, last = left + old[a:b], right + new[c:d], (b, d)
    return left, right


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_no_pair_of_texts_takes_long_and_nothing_of_them_is_lost(pair):
    for before, after in (pair, pair[::-1]):
        with at_most(8):
            shown = compare.marked(before, after)
        assert read(shown["before"], "del") == before.split()
        assert read(shown["after"], "ins") == after.split()
        assert "<ins>" in shown["after"]


letters = st.lists(st.sampled_from("abc"), max_size=40)


@given(letters, letters)
def test_both_texts_can_be_put_together_again(old, new):
    assert rebuilt(old, new) == (old, new)


@given(st.randoms(use_true_random=False))
def test_so_can_those_that_are_too_long_for_pairs(chance: random.Random):
    old = [chance.choice("abcdefghij") for _ in range(600)]
    new = list(old)
    for _ in range(chance.randrange(1, 60)):
        new[chance.randrange(len(new))] = chance.choice("xyz")
        del new[chance.randrange(len(new))]
    assert rebuilt(old, new) == (old, new)
    kept = sum(b - a for op, a, b, _c, _d in compare.operations(old, new) if op == "equal")
    assert kept > len(old) - 200


def test_one_word_is_marked_in_a_text_of_any_length():
    text = PHRASE * 3000
    shown = compare.marked(f"Först. {text}Sist.", f"Förr. {text}Till sist.")
    assert shown["before"].startswith("<del>Först.</del> Trappan") and "<del>Sist.</del>" in shown["before"]
    assert shown["after"].count("<ins>") == 2


@pytest.mark.parametrize("pair", ["turned round", "a phrase many times", "no blank at all"])
def test_every_page_of_a_step_shows_long_texts(story: Story, pair):
    first, second = PAIRS[pair]
    client = story.client("responsible")
    purpose = {"purpose": [first], "overall_purpose": ["equal_participation"]}
    story.act("save_draft", "purpose", data=purpose)
    story.later(minutes=1)
    story.act("save_draft", "purpose", data={**purpose, "purpose": [second]}, by="elected")
    stale = story.posted("purpose", {"purpose": [first + second], "use_of_result": [second]}, seen=1)
    for url in (
        story.url("step", "purpose"),
        story.url("step_history", "purpose"),
        story.url("history"),
        story.url("case"),
    ):
        with at_most(10):
            assert client.get(url).status_code == 200
    with at_most(10):
        assert client.post(story.url("step", "purpose"), stale | {"act": "save_draft"}).status_code == 409

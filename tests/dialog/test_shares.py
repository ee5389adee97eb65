"""Shares in words: what a reader can take in, and nothing that misleads."""

import pytest
from django.utils.translation import override

from dialog.language.sentences import in_letters
from dialog.language.shares import share_in_words


@pytest.fixture(autouse=True)
def in_swedish():
    with override("sv"):
        yield


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (786, 668, "fler än alla"),
        (892, 100, "fler än alla"),
        (204, 270, "tre av fyra"),
        (113, 947, "en av åtta"),
        (52, 52, "alla"),
        (51, 52, "nästan alla"),
        (0, 25, "ingen"),
        (1, 25, "färre än en av tjugo"),
        (1, 20, "en av tjugo"),
        (1, 1000, "färre än en av tjugo"),
        (1, 3, "en av tre"),
        (2, 3, "två av tre"),
        (50, 100, "hälften"),
        (52, 100, "hälften"),
        (9, 10, "nio av tio"),
        (5, 6, "fem av sex"),
        (None, 25, ""),
        (3, 0, ""),
        (3, None, ""),
    ],
)
def test_a_share_is_said_as_people_say_it(part, whole, words):
    assert share_in_words(part, whole) == words


def test_no_share_is_said_to_be_all_or_none_that_is_not():
    for whole in (3, 7, 20, 99, 1000):
        for part in range(1, whole):
            assert share_in_words(part, whole) not in {"alla", "ingen", "fler än alla", ""}


def test_what_is_said_lies_near():
    letters = {in_letters(n): n for n in range(1, 13)} | {"femton": 15, "tjugo": 20}
    for part in range(1, 400):
        said = share_in_words(part, 400)
        if said == "hälften":
            said = "en av två"
        over, _av, under = said.partition(" av ")
        if over in letters:
            assert abs(letters[over] / letters[under] - part / 400) < 0.06, (part, said)


def test_numbers_in_running_text_stand_in_letters_up_to_twelve():
    assert [in_letters(n) for n in (1, 8, 12)] == ["en", "åtta", "tolv"]
    assert in_letters(13) == "13"
    assert in_letters(1612) == "1\xa0612"

"""Words that are taken out of a text are found however they are spelt, and nothing else is."""

import unicodedata

import pytest

from dialog.language.taken_out import MARK, SHORT_MARK, excerpts, finder, in_each, letters_in, taken_out


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Åsa Öberg", "Åsa Öberg"),
        ("Åsa Öberg", "ÅSA ÖBERG"),
        ("Åsa Öberg", unicodedata.normalize("NFD", "Åsa Öberg")),
        (unicodedata.normalize("NFD", "Åsa Öberg"), "åsa öberg"),
        ("Åsa Öberg", "Å\u00adsa\u200b Ö\u00adberg"),
        ("Åsa Öberg", "Åsa\n  Öberg"),
        ("Åsa Öberg", "Åsa\u00a0Öberg"),
        ("Åsa Öberg", "Åsa Öbergs"),
        ("Åsa Öberg", "Åsa Öberg’s"),
        ("Eken", "Eken"),
        ("asa@x.example", "ASA@x.example"),
        ("070-123 45 67", "0701234567"),
        ("0701234567", "070 – 123 45 67"),
        ("+46 70 123", "+4670123"),
        ("19800101-1234", "19800101 1234"),
        ("Storgatan 4", "storgatan 4"),
        ("(Åsa)", "(åsa)"),
    ],
)
def test_each_spelling_is_found(words, text):
    assert taken_out(f"Fråga {text}, tack.", finder(words)) == f"Fråga {MARK}, tack."


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Ann", "Annika kan"),
        ("Ann", "Hon kann"),
        ("Åsa", "Asa"),
        ("Asa", unicodedata.normalize("NFD", "Åsa")),
        ("Bosse", unicodedata.normalize("NFD", "Bossé")),
        ("070-123", "070-1234"),
        ("Storgatan 4", "Storgatan 42"),
        (".*", "Vad som helst"),
    ],
)
def test_other_words_are_not(words, text):
    assert taken_out(text, finder(words)) == text


def test_what_is_left_when_there_is_no_room_is_no_longer_than_before():
    assert taken_out("Ann", finder("Ann"), room=3) == SHORT_MARK
    assert len(SHORT_MARK) <= 3


@pytest.mark.parametrize(("words", "letters"), [("a b", 2), ("\u00ad\u200bbo", 2), ("...", 0), ("Ann", 3), ("070", 3)])
def test_letters_that_are_seen_count(words, letters):
    assert letters_in(words) == letters


def test_the_words_around_are_whole_words():
    text = "Ett ord " * 20 + "här bor Åsa i huset " + "med sin hund " * 20
    [found] = excerpts(text, finder("åsa"))
    assert found.found == "Åsa" and found.before.startswith("… ") and found.after.endswith(" …")
    assert found.before.endswith("här bor ") and len(found.before) < 70


def test_in_what_is_counted_by_name_the_names_are_changed_and_nothing_else():
    def change(text: str) -> str:
        return taken_out(text, finder("Åsa"))

    def in_counts(value, **more):
        return in_each(value, change, lambda name, text: name == "code" or text == "åsa", **more)

    counted = {"Åsas grupp": 3, "Övriga": 0}
    assert in_counts(counted, named=True) == {f"{MARK} grupp": 3, "Övriga": 0}
    assert in_counts([{"Åsa": 1}], named=True) == [{MARK: 1}]
    assert in_counts(counted) == counted, "names that nobody typed"
    for other in ({"Åsa": True}, {"Åsa": None}, {"Åsa": 1, "Bo": "två"}):
        assert in_counts(other, named=True) == other
    assert in_counts({"code": "Åsa", "text": ["Åsa", "åsa"]}) == {"code": "Åsa", "text": [MARK, "åsa"]}
    assert in_counts({"a": {"Åsa": 2}}, named=True) == {"a": {MARK: 2}}


def test_long_and_repetitive_text_is_gone_through_at_once():
    assert MARK in taken_out("a b " * 50_000 + "Åsa", finder("a b a b Åsa"))

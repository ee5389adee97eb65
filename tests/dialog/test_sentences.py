"""Names in a row are read as a sentence says them."""

import pytest

from dialog.language.sentences import (
    after_colon,
    all_of,
    figures,
    first_sentence,
    full_stop,
    in_stretches,
    one_of,
    paragraph,
    votes,
)


@pytest.mark.parametrize(
    ("names", "everyone", "anyone"),
    [
        ([], "", ""),
        (["Karin"], "Karin", "Karin"),
        (["Karin", "Tomas"], "Karin och Tomas", "Karin eller Tomas"),
        (["Karin", "Tomas", "Ove"], "Karin, Tomas och Ove", "Karin, Tomas eller Ove"),
    ],
)
def test_the_last_name_is_joined_by_a_word(names, everyone, anyone):
    assert (all_of(names), one_of(names)) == (everyone, anyone)


@pytest.mark.parametrize(
    ("numbers", "written"),
    [([7], "7"), ([7, 8], "7 och 8"), ([2, 3, 4, 5], "2–5"), ([1, 3, 4, 5, 8], "1, 3–5 och 8")],
)
def test_three_numbers_in_a_row_are_read_as_from_and_to(numbers, written):
    assert in_stretches(numbers) == written


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Bassängen är utdömd. Den rivs.", "Bassängen är utdömd."),
        ("Kl. åtta öppnar den, bl.a. för barn. Sedan stänger den.", "Kl. åtta öppnar den, bl.a. för barn."),
        ("Utan punkt", "Utan punkt"),
        ("", ""),
    ],
)
def test_the_first_sentence_ends_where_the_next_begins_with_a_capital(text, first):
    assert first_sentence(text) == first


@pytest.mark.parametrize(
    ("number", "written"), [(0, "0"), (999, "999"), (1612, "1\xa0612"), (1250000, "1\xa0250\xa0000")]
)
def test_thousands_stand_apart(number, written):
    assert figures(number) == written


@pytest.mark.parametrize(
    ("typed", "quoted"), [("145", "§ 145"), (" 145 ", "§ 145"), ("§ 145", "§ 145"), ("KS § 9", "KS § 9"), ("", "")]
)
def test_a_paragraph_that_is_a_number_alone_gets_its_sign(typed, quoted):
    assert paragraph(typed) == quoted


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Välj vem som gör det.", "Dokumentation: välj vem som gör det."),
        ("QR-kod saknas.", "Dokumentation: QR-kod saknas."),
        ("Det är sent. Skriv varför.", "Dokumentation: Det är sent. Skriv varför."),
    ],
)
def test_one_sentence_goes_on_behind_the_name_of_what_it_is_about(sentence, said):
    assert after_colon("Dokumentation", sentence) == said


@pytest.mark.parametrize(
    ("text", "sentence"), [("Läggs på bryggan.", "Läggs på bryggan."), ("Varför?", "Varför?"), ("Ja", "Ja."), (" ", "")]
)
def test_a_sentence_has_one_mark_at_its_end(text, sentence):
    assert full_stop(text) == sentence


def test_of_votes_only_what_was_noted_is_told():
    assert votes(8, 5, None) == "Röster: 8 för, 5 emot."
    assert votes(None, None, None) == ""

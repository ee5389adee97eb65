"""Personal data is pointed out in lines that the rules were not made for, and no text is too much for them."""

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.pointing import LONGEST, Kind, Span, pointed_out
from followup.pointing.spans import apart, evened
from tests.followup.pointing.labelled import lines, look

pytestmark = pytest.mark.one_database

FIGURES = ("number", "phone", "mail")
PIECES = st.sampled_from(
    [
        "Anna",
        "anna",
        "Björn",
        "Hans",
        " ",
        " ",
        "\n",
        ", ",
        ". ",
        "/",
        "070-174 06 41",
        "+46 ",
        "0",
        "19121212-1212",
        "@",
        "a.se",
        "Storgatan 3",
        "Box 1",
        "Å 3:14",
        "jag heter ",
        "fru ",
        "A\u030a",
        "\u0661",
        "\U0001f600",
        "ß",
        "İ",
        "\ud800",
        "-",
        "von ",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join))


def found(text: str) -> list[tuple[str, str]]:
    """What is pointed out in a text, each with its kind."""
    return [(text[span.start : span.end], span.kind.value) for span in pointed_out(text)]


class TestLinesNobodyTunedTo:
    def test_numbers_telephones_and_mail_are_found(self):
        result = look("held")
        assert result.recall(*FIGURES) >= 0.95, result.wrong
        assert result.precision(*FIGURES) >= 0.95, result.wrong

    def test_names_are_found_and_what_is_found_is_names(self):
        result = look("held")
        assert result.recall("name") >= 0.80, result.wrong
        assert result.precision("name") >= 0.65, result.wrong

    def test_addresses_and_properties_are_found(self):
        result = look("held")
        assert result.recall("address", "property") >= 0.80, result.wrong

    def test_there_are_enough_of_both_kinds(self):
        tuned, held = lines("tuned"), lines("held")
        assert len(tuned) + len(held) >= 120
        assert not {text for text, _places in tuned} & {text for text, _places in held}

    def test_the_others_are_right_to_the_letter(self):
        assert look("tuned").wrong == []


class TestAnyText:
    @given(TEXTS)
    def test_spans_lie_in_the_text_in_order_and_apart(self, text):
        upto = 0
        for span in pointed_out(text):
            assert upto <= span.start < span.end <= len(text)
            assert text[span.start : span.end].strip() and span.kind in Kind
            upto = span.end

    @given(TEXTS)
    def test_is_evened_to_the_same_length(self, text):
        assert len(evened(text)) == len(text)

    @given(TEXTS)
    def test_the_same_text_says_the_same(self, text):
        assert pointed_out(text) == pointed_out(text)

    @given(st.lists(st.builds(Span, st.integers(0, 20), st.integers(0, 20), st.just(Kind.NAME))))
    def test_what_comes_first_is_kept_whole(self, spans):
        kept = apart(spans)
        assert all(one.end <= other.start for one, other in itertools.pairwise(kept))
        first = next((span for span in spans if span.start < span.end), None)
        assert first is None or first in kept

    @settings(max_examples=10)
    @given(
        st.sampled_from(
            [
                *(
                    "1 ",
                    "(",
                    "070-",
                    "a@",
                    "Anna ",
                    "0",
                    "A",
                    "1:1 A",
                    "-",
                    "jag heter ",
                    "/a",
                    "+46 ",
                    "Å-",
                    "fru Å ",
                    "\n",
                ),
                "a@a.",
                "Vägen ",
                "Vägen 3 ",
                "Box ",
                "A. ",
                "von ",
                " @ ",
                "19121212-",
                "A\u030a",
                "Anna von ",
                "(0)",
                "punkt ",
            ]
        )
    )
    def test_takes_no_longer_than_its_length(self, piece):
        """The longest text that a contribution may be, of what the rules look at most closely."""
        start = time.process_time()
        pointed_out(piece * (LONGEST // len(piece)))
        assert time.process_time() - start < 2


class TestNumbers:
    @pytest.mark.parametrize(
        "text",
        [
            "19121212-1212",
            "121212-1212",
            "1212121212",
            "121212+1212",
            "121212 1212",
            "12 12 12-1212",
            "1912-12-12-1212",
            "19121212–1212",
            "191212121212",
            "121212-xxxx",
            "121212-XXXX",
            "121212-****",
            "701063-2391",
            "12 12 12 12 12",
        ],
    )
    def test_is_a_personal_number(self, text):
        assert found(f"det är {text}.") == [(text, "number")]

    @pytest.mark.parametrize(
        "text",
        [
            "121212-1213",
            "121312-1212",
            "121232-xxxx",
            "212000-0142",
            "2026-11-29",
            "1234567890",
            "701093-2391",
            "20261129",
        ],
    )
    def test_is_none(self, text):
        assert "number" not in {kind for _text, kind in found(f"det är {text}.")}

    @pytest.mark.parametrize(
        "text",
        [
            "070-174 06 41",
            "070-1740641",
            "0701740641",
            "070 174 06 41",
            "+46 70 174 06 41",
            "+46701740641",
            "0046701740641",
            "(070) 174 06 41",
            "08-465 004 12",
            "0980-319 205",
            "+46 (0)70 174 06 41",
            "070–174 06 41",
            "+47 22 12 34 56",
        ],
    )
    def test_is_a_telephone_number(self, text):
        assert found(f"ta {text} då.") == [(text, "phone")]

    @pytest.mark.parametrize(
        "text", ["8.00-16.00", "0800-1600", "2024-2026", "900 000", "5050-1055", "KS 2026/123", "112"]
    )
    def test_is_no_telephone_number(self, text):
        assert found(f"det är {text} då") == []

    @pytest.mark.parametrize(
        "text", ["a.b@exempel.se", "a_b+c@x-y.exempel.org", "brita (at) exempel.se", "å.ä@exempel.se"]
    )
    def test_is_an_address_for_mail(self, text):
        assert found(f"till {text}, tack") == [(text, "mail")]

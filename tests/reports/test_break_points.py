"""Text without blanks, thousands of letters long, is laid out in seconds wherever it stands, and nothing of it is lost."""

import io
import time

import pypdf
import pytest
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from reports import blocks
from reports.blocks import Box, Fact, Facts, KeyFigures, ListBlock, Notice, Paragraph, Quote, Subheading, Table
from reports.break_points import BREAK, LONGEST, with_break_points
from reports.document import Section
from reports.pdf import render_pdf
from tests.reports.documents import basis

SECONDS = 10  # of one process; without places to break it was minutes
UNBROKEN = {
    "letters and digits": "Ab1+/=",
    "signs of mark-up": "<&>",
    "words tied together": "ord\u00a0",
    "accents": "e\u0301",
    "families": "\U0001f469\u200d\U0001f469",
}


def seconds(*made: blocks.Block, title: str = "Titel") -> float:
    """Return how long a document of these blocks takes to be laid out, by the process's own clock."""
    began = time.process_time()
    assert render_pdf(basis(title=title, sections=(Section(made, title),))).startswith(b"%PDF")
    return time.process_time() - began


def test_it_is_laid_out_in_seconds_wherever_it_stands():
    text = "x" * 700
    rows = (("Unga", "900", text), (text, "180", "x"))
    made = {
        "Paragraph": Paragraph(text),
        "Subheading": Subheading(text),
        "Quote": Quote(text, text),
        "ListBlock": ListBlock((text, "kort")),
        "Notice": Notice(text, text),
        "Facts": Facts((Fact(text, (text, "kort")),)),
        "Table": Table(("Grupp", "Antal", text), rows, text, numeric=(1,)),
        "KeyFigures": KeyFigures(((text, "inspel"),)),
        "Box": Box((Paragraph(text),), text),
    }
    kinds = {name for name, one in vars(blocks).items() if isinstance(one, type) and issubclass(one, blocks.Block)}
    assert kinds - {"Block", "Figure"} == set(made), "a new kind of block belongs here"
    assert seconds(*made.values(), title=text) < SECONDS


@pytest.mark.parametrize("unit", UNBROKEN.values(), ids=list(UNBROKEN))
def test_it_is_laid_out_in_seconds_whatever_it_is_made_of(unit):
    text = (unit * 1000)[:1000]
    assert seconds(Facts((Fact(text, text),)), Paragraph(text)) < SECONDS


def test_every_letter_is_on_paper():
    text = "".join(chr(ord("a") + n % 26) for n in range(2000))
    pages = pypdf.PdfReader(io.BytesIO(render_pdf(basis(text)))).pages
    found = "".join("".join(page.extract_text() for page in pages).replace(BREAK, "").split())
    assert text[:1500] in found.replace("-", "")


def test_what_people_write_is_left_as_it_is():
    label = f"<svg><text>{'a' * 300}</text></svg>"
    sentence = f"En mening med https://www.sjovik.se/{'z' * 60} och slut."
    page = f"{label}<title>{'x' * 300}</title><p class='{'y' * 300}'>{sentence}</p>"
    assert with_break_points(page) == page


@given(st.text(alphabet=st.sampled_from("ab&<> \u00a0\u0301\u200d\U0001f469.-"), max_size=600), st.integers(1, 400))
def test_nothing_is_added_but_places_to_break_and_no_run_is_longer_than_a_line(text, times):
    page = f"<p title='{escape(text)}'>{escape(text)}{'x' * times}</p>"
    broken = with_break_points(page).replace("<span>", "").replace("</span>", "")
    assert broken.replace(BREAK, "") == page
    assert broken.startswith(f"<p title='{escape(text)}'>")
    inside = broken.removesuffix("</p>").split(">", 1)[1]
    for entity in ("&amp;", "&lt;", "&gt;"):
        inside = inside.replace(entity, "&")
    assert max(map(len, inside.replace(BREAK, " ").split(" "))) <= LONGEST

"""One document, three ways to read it: on a page, on paper, as text to copy."""

import dataclasses
import re

import pytest

from dialog.pictures import Theme, themes
from reports.blocks import (
    Box,
    Entry,
    Fact,
    Facts,
    Figure,
    KeyFigures,
    ListBlock,
    Notice,
    Quote,
    Subheading,
    Table,
    prose,
)
from reports.document import Section, Shape
from reports.render import as_html, as_text, document_title
from tests.reports.documents import BASIS, basis


class TestPlainText:
    def test_it_holds_everything_the_document_says_in_its_order(self):
        assert as_text(BASIS).startswith(
            "Beslutsunderlag\n\nHur ska Norra stranden bli en badplats för fler?\n\n"
            "Sjöviks kommun\nDiarienummer: TN 2026/114\nBeslutande organ: Tekniska nämnden\n\n"
            "Förslag till beslut\nNivån för dialogen är Dialog.\n\n\nMotivering\n\n"
            "Det kräver samtal, inte bara svar på en enkät.\n"
        )

    def test_a_draft_says_so_first(self):
        assert as_text(basis(draft=True)).startswith("Beslutsunderlag (utkast)\n")

    def test_a_picture_is_told_in_words(self):
        assert "Delaktighetstrappan" in as_text(BASIS)
        assert "<svg" not in as_text(BASIS)

    def test_a_table_row_names_its_columns(self):
        assert "Målgrupper\nUnga 13–19 år; Antal: 900\nBåtklubben; Antal: 180" in as_text(BASIS)

    def test_a_cell_of_several_lines_stands_on_one(self):
        rows = ((Entry("Det räcker.", lead="Nivån är Dialog", above="Beslut"), "timmar\nkostnad", "Ja.\nNej."),)
        text = as_text(basis(sections=(Section((Table(("Vad", "Mått", "Svar"), rows),)),)))
        assert "Beslut: Nivån är Dialog: Det räcker.; Mått: timmar, kostnad; Svar: Ja. Nej." in text

    def test_what_stands_alone_needs_no_colon(self):
        document = basis(sections=(Section((ListBlock((Entry("", lead="Klart"), Entry("Bra.", lead="Först!"))),)),))
        assert "- Klart\n- Först! Bra." in as_text(document)

    def test_several_values_stand_on_one_line(self):
        assert "Frågor: Varför?, Hur?" in as_text(BASIS)

    def test_lists_keep_their_marks(self):
        document = basis(sections=(Section((ListBlock(("a", "b")), ListBlock(("c", "d"), ordered=True))),))
        assert "- a\n- b\n\n1. c\n2. d" in as_text(document)

    def test_what_people_wrote_is_not_escaped(self):
        assert "<b>&" in as_text(basis("<b>&"))


class TestHtml:
    def test_what_people_wrote_is_escaped(self):
        html = as_html(basis("<script>alert(1)</script>", title='"><script>', registry_number='"><i>'))
        assert "<script" not in html
        assert "<i>" not in html

    def test_it_carries_no_style_that_the_content_security_policy_would_refuse(self):
        assert "style=" not in as_html(BASIS)
        assert "<style" not in as_html(BASIS)

    def test_it_has_one_heading_of_the_first_level(self):
        assert as_html(BASIS).count("<h1") == 1

    def test_no_table_has_an_empty_corner(self):
        table = Table(("Grupp", "Antal"), (("Unga", "4"),))
        assert '<th scope="col">Grupp</th>' in as_html(basis(sections=(Section((table,)),)))

    @pytest.mark.parametrize(
        ("text", "attribute"),
        [("Svenska", False), ("العربية och svenska", True), ("– 12 العربية", True), ("Svenska och العربية", False)],
    )
    def test_the_first_letter_tells_which_way_a_text_runs(self, text, attribute):
        assert ('dir="rtl"' in as_html(basis(text))) is attribute

    def test_line_breaks_are_kept(self):
        assert "Rad ett<br>Rad två" in as_html(basis("Rad ett\nRad två"))


class TestProse:
    def test_empty_lines_part_paragraphs_whatever_the_browser_sends(self):
        assert [part.text for part in prose("ett\r\nsamma\r\n\r\n \r\ntvå\n\n\n")] == ["ett\nsamma", "två"]

    def test_nothing_is_nothing(self):
        assert prose("  \n ") == ()


def test_tables_with_a_caption_are_numbered_as_they_come_through_all_sections():
    shown = Table(("grupp",), (("barn",),), "Målgrupper")
    document = basis(sections=(Section((shown, Table(("mål",), (("fler",),))), "ett"), Section((shown,), "två")))
    assert [one.label for section in document.sections for one in section.blocks] == ["Tabell 1", "", "Tabell 2"]
    assert dataclasses.replace(document, title="Samma igen").sections == document.sections


def test_every_block_can_be_drawn_and_told():
    blocks = (
        *prose("brödtext"),
        Subheading("underrubrik"),
        Facts((Fact("etikett", "värde"),)),
        Quote("citat", "källa"),
        ListBlock(("punkt",)),
        Notice("notis", "notisrubrik"),
        Table(("kolumn", "annan"), (("rad", "cell"),), "tabelltext", label="Tabell 9", layout="dated", summed=True),
        Table(("mål", "utfall"), ((Entry("mening", lead="målet", above="sort"), Entry("nått", sign="done")),)),
        ListBlock((Entry("förklaring", lead="slutsats"),), ordered=True),
        KeyFigures((("217", "deltagare"),)),
        Box((ListBlock(("råd",)),), "ruta"),
        Figure.of(themes([Theme("ljus", 4)]), "Figur 8"),
    )
    document = basis(sections=(Section(blocks, "rubrik"),))
    for word in (
        "brödtext",
        "underrubrik",
        "etikett",
        "värde",
        "citat",
        "källa",
        "punkt",
        "notis",
        "tabelltext",
        "cell",
        "Tabell 9",
        "mening",
        "målet",
        "sort",
        "nått",
        "förklaring",
        "slutsats",
        "217",
        "deltagare",
        "råd",
        "ruta",
        "ljus",
        "Figur 8",
    ):
        assert word in as_html(document)
        assert word in as_text(document)


class TestABrief:
    def test_it_stands_between_the_contents_and_the_first_chapter(self):
        brief = Section((KeyFigures((("217", "deltagare"),)),), "Dialogen i korthet")
        html = as_html(basis("ett", "två", "tre", "fyra", shape=Shape.REPORT, brief=brief))
        assert html.index("Innehåll") < html.index("Dialogen i korthet") < html.index('id="s1"')

    def test_plain_text_has_it_first(self):
        brief = Section((Quote("kort"),), "Dialogen i korthet")
        text = as_text(basis("ett", brief=brief))
        assert text.index("Dialogen i korthet") < text.index("Rubrik 1")


class TestALeaflet:
    def test_it_says_what_it_is_above_its_title_and_not_which_kind_of_paper(self):
        html = as_html(basis("ett", shape=Shape.LEAFLET, eyebrow="Var med"))
        assert html.index("Var med") < html.index("<h1")
        assert '<p class="kind">' not in html

    def test_a_draft_says_so(self):
        assert ">Utkast<" in as_html(basis("ett", shape=Shape.LEAFLET, draft=True))


def test_a_language_that_we_do_not_speak_has_swedish_words_around_it():
    html = as_html(basis("አንድ", language="ti", draft=True))
    assert 'lang="ti"' in html
    assert ">Utkast<" in html


def test_the_title_says_the_kind_and_whether_it_is_a_draft():
    assert document_title(BASIS) == "Hur ska Norra stranden bli en badplats för fler? – Beslutsunderlag"
    assert document_title(basis(draft=True)).endswith("– Beslutsunderlag (utkast)")


def test_no_text_ends_in_white_space():
    """WeasyPrint breaks such a text after its first word where it nearly fits on a line (entry.html has no last newline)."""
    table = Table(
        ("mål", "utfall"), (("rad", "cell"), (Entry("mening", lead="led", above="ovan"), Entry("", lead="led")))
    )
    blocks = (
        table,
        ListBlock(("punkt", Entry("text", lead="led"))),
        Facts((Fact("etikett", "värde"),)),
        Quote("a", "b"),
    )
    html = as_html(basis(sections=(Section((*blocks, *prose("stycke")), "rubrik"),)))
    assert re.findall(r"\S+\s+</(?:td|th|li|p|h\d|caption)>", html) == []

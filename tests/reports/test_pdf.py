"""The PDF that a municipality publishes or hands to its board: accessible, self-contained, closed to the outside."""

import io
import re
import subprocess
import sys
from urllib.request import OpenerDirector

import pikepdf
import pypdf
import pytest
from django.test import override_settings

from reports.blocks import Fact, Facts, ListBlock, Notice, Quote, Table, prose
from reports.document import Logo, Municipality, Section, Shape
from reports.pdf import _fetcher, render_pdf
from tests.reports.documents import BASIS, basis


def pages(pdf: bytes) -> list[str]:
    """The text of every page, as a reader that searches or copies meets it."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def placed(pdf: bytes, number: int) -> list[tuple[str, float]]:
    """The pieces of text on a page, each with how far from the left edge it begins, in points."""
    found = []

    def visit(text, around, inside, _font, _size):
        found.append((text, around[0] * inside[4] + around[2] * inside[5] + around[4]))

    pypdf.PdfReader(io.BytesIO(pdf)).pages[number].extract_text(visitor_text=visit)
    return found


def elements(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Dictionary]:
    """Every element of one kind in the structure tree, in reading order."""
    found = []

    def walk(element):
        if isinstance(element, pikepdf.Array):
            for child in element:
                walk(child)
        elif isinstance(element, pikepdf.Dictionary):
            if element.get("/S") == kind:
                found.append(element)
            walk(element.get("/K", []))

    walk(pdf.Root.StructTreeRoot)
    return found


@pytest.fixture(scope="module")
def pdf():
    with pikepdf.open(io.BytesIO(render_pdf(BASIS))) as opened:
        yield opened


class TestAccessible:
    def test_it_declares_pdf_ua_1(self, pdf):
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"

    def test_it_is_tagged_and_says_its_language(self, pdf):
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "sv"

    def test_the_window_shows_the_title_not_the_file_name(self, pdf):
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo.Title) == "Hur ska Norra stranden bli en badplats för fler? – Beslutsunderlag"
        assert str(pdf.docinfo.Author) == "Sjöviks kommun"

    def test_its_headings_are_bookmarks(self, pdf):
        with pdf.open_outline() as outline:
            [title] = outline.root
            assert title.title == BASIS.title
            assert [child.title for child in title.children] == [
                "Förslag till beslut",
                "Motivering",
                "Syfte och fråga",
                "Löftet",
                "Vilka som berörs",
            ]

    def test_headings_start_at_level_one_and_skip_none(self, pdf):
        assert len(elements(pdf, "/H1")) == 1
        assert len(elements(pdf, "/H2")) == 5
        assert not elements(pdf, "/H3")

    def test_every_picture_says_what_it_shows(self, pdf):
        figures = elements(pdf, "/Figure")
        assert len(figures) == 2  # the municipality's mark and the ladder
        assert all(len(str(figure.Alt)) > 10 for figure in figures)
        assert "Dialog" in str(figures[1].Alt)

    def test_header_cells_say_what_they_head(self, pdf):
        scopes = [str(cell.A.Scope) for cell in elements(pdf, "/TH")]
        assert scopes.count("/Column") == 2
        assert scopes.count("/Row") == len(scopes) - 2 == 6
        assert all("/Headers" in cell.A for cell in elements(pdf, "/TD"))

    def test_links_are_printed_and_belong_to_the_text(self):
        document = basis("ett", "två", "tre", "fyra", shape=Shape.REPORT)
        with pikepdf.open(io.BytesIO(render_pdf(document))) as opened:
            links = [link for page in opened.pages for link in page.get("/Annots", [])]
            assert links
            assert all(link.F & 4 for link in links)
            assert {str(link.Contents) for link in links} == {"Rubrik 1", "Rubrik 2", "Rubrik 3", "Rubrik 4"}
            assert len(elements(opened, "/Link")) == len(links)

    def test_every_font_is_embedded(self, pdf):
        fonts = [
            font for page in pdf.pages for font in page.Resources.Font.values() if isinstance(font, pikepdf.Dictionary)
        ]
        assert fonts
        for font in fonts:
            [descendant] = font.DescendantFonts
            assert "/FontFile2" in descendant.FontDescriptor or "/FontFile3" in descendant.FontDescriptor
            assert "Source-Sans-3" in str(font.BaseFont)


class TestPages:
    def test_a_decision_basis_is_one_page(self):
        [page] = pages(render_pdf(BASIS))
        assert "Sida 1 av 1" in page

    def test_a_longer_one_counts_its_pages_and_repeats_whose_it_is(self):
        read = pages(render_pdf(basis("ord " * 2000)))
        assert len(read) > 1
        for number, page in enumerate(read, start=1):
            assert f"Sida {number} av {len(read)}" in page
            assert "Sjöviks kommun" in page
        assert all("Sjöviks kommun · TN 2026/114" in page for page in read[1:])

    def test_the_words_around_the_text_are_in_the_documents_language(self):
        assert "Page 1 of 1" in pages(render_pdf(basis("A text.", language="en")))[0]

    def test_a_draft_says_so_on_every_page(self):
        read = pages(render_pdf(basis("ord " * 2000, draft=True)))
        assert len(read) > 2
        assert all("Utkast" in page for page in read)

    def test_what_is_finished_carries_no_mark(self):
        assert not any("Utkast" in page for page in pages(render_pdf(basis("ord " * 2000))))

    def test_a_long_draft_says_so_on_its_cover_too(self):
        read = pages(render_pdf(basis(*["ord " * 300] * 5, shape=Shape.REPORT, draft=True)))
        assert all("Utkast" in page for page in read)

    def test_a_long_document_has_contents_with_page_numbers(self):
        read = pages(render_pdf(basis(*["ord " * 500] * 5, shape=Shape.REPORT)))
        assert "Innehåll" in read[1]
        page_of_the_last = next(n for n, page in enumerate(read, start=1) if n > 2 and "Rubrik 5" in page)
        assert re.search(rf"Rubrik 5\s*{page_of_the_last}", read[1])

    def test_the_cover_of_a_report_has_its_mark_as_its_only_figure(self):
        with pikepdf.open(io.BytesIO(render_pdf(basis("ett", shape=Shape.REPORT)))) as opened:
            assert len(elements(opened, "/Figure")) == 1

    def test_a_leaf_has_no_head_and_foot_until_it_needs_a_second_page(self):
        [page] = pages(render_pdf(basis("ord", shape=Shape.LEAFLET)))
        assert "Sida" not in page
        read = pages(render_pdf(basis("ord " * 900, shape=Shape.LEAFLET, draft=True)))
        assert len(read) > 1
        assert f"Sida 2 av {len(read)}" in read[1]
        assert all("Utkast" in one for one in read)

    def test_a_short_one_has_none(self):
        assert not any("Innehåll" in page for page in pages(render_pdf(BASIS)))

    def test_the_head_of_a_table_is_repeated_on_its_next_page(self):
        table = Table(("Grupp", "Så bjöd vi in"), tuple((f"Grupp {n}", "brev") for n in range(90)))
        read = pages(render_pdf(basis(sections=(Section((table,), "Alla grupper"),))))
        assert len(read) > 2
        assert all("Så bjöd vi in" in page for page in read)


class TestClosedToTheOutside:
    """Everything that is read while a PDF is made comes from our own static files or from the document itself."""

    def test_markup_that_people_write_stays_text(self, tmp_path):
        secret = tmp_path / "secret.txt"
        secret.write_text("hemligt innehåll")
        typed = (
            f'<a rel="attachment" href="{secret.as_uri()}">x</a><link rel=attachment href="{secret.as_uri()}">'
            f'<img src="{secret.as_uri()}"><style>@import url({secret.as_uri()})</style><script>1</script>'
        )
        everywhere = basis(
            title=typed,
            kind=typed,
            case_title=typed,
            registry_number=typed,
            municipality=Municipality(typed),
            facts=(Fact(typed, typed),),
            sections=(
                Section(
                    (
                        *prose(typed, "opening"),
                        Notice(typed, typed),
                        Quote(typed, typed),
                        ListBlock((typed,)),
                        Facts((Fact(typed, (typed, typed)),)),
                        Table((typed, typed), ((typed, typed),), typed),
                    ),
                    typed,
                ),
            ),
        )
        made = render_pdf(everywhere)
        with pikepdf.open(io.BytesIO(made)) as opened:
            assert not opened.attachments
            assert "/Names" not in opened.Root or "/EmbeddedFiles" not in opened.Root.Names
            assert not [link for page in opened.pages for link in page.get("/Annots", [])]
            assert not any(
                b"hemligt" in item.read_bytes() for item in opened.objects if isinstance(item, pikepdf.Stream)
            )
        assert 'rel="attachment"' in "".join(pages(made)).replace("\n", "")

    @pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:9/x.png", "ftp://127.0.0.1/x"])
    def test_a_logo_that_points_elsewhere_gets_nothing(self, address, monkeypatch, caplog):
        asked = []
        fetch = OpenerDirector.open

        def open_and_tell(self, request, *rest, **more):
            asked.append(request.full_url)
            return fetch(self, request, *rest, **more)

        monkeypatch.setattr(OpenerDirector, "open", open_and_tell)
        image = f'<image href="{address}" width="9" height="9"/>'
        logo = Logo(
            "image/svg+xml", f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{image}</svg>'.encode()
        )
        assert render_pdf(basis("En text.", municipality=Municipality("Sjövik", logo))).startswith(b"%PDF-")
        assert asked
        assert all(one.startswith("data:") for one in asked)
        assert "URI uses disallowed protocol" in caplog.text

    def test_a_static_file_that_is_not_the_documents_own_is_refused(self):
        fetcher = _fetcher()
        assert fetcher("own:css/reports/pdf.css").read()
        for address in (
            "own:css/theme.css",
            "own:css/reports/../../settings.py",
            "own:/etc/passwd",
            "file:///etc/passwd",
        ):
            with pytest.raises(ValueError, match=r"own files|disallowed protocol"):
                fetcher(address)

    def test_weasyprint_is_not_imported_at_start(self):
        loaded = "import sys, reports.pdf; sys.exit('weasyprint' in sys.modules)"
        assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0


class TestWhatPeopleWrite:
    def test_swedish_and_neighbouring_names_are_in_the_documents_own_font(self, caplog):
        made = render_pdf(basis("Åsa Öberg, Zoë Müller, Šarić, Łukasz, Gökçe, Đorđević, Ștefan – ”så” § 5 …"))
        with pikepdf.open(io.BytesIO(made)) as opened:
            fonts = {str(font.BaseFont) for page in opened.pages for font in page.Resources.Font.values()}
        assert all("Source-Sans-3" in font for font in fonts)
        assert "Šarić, Łukasz, Gökçe, Đorđević, Ștefan" in pages(made)[0]

    def test_hyphens_and_the_numbers_of_chapters_are_in_it_too(self):
        text = "medborgarförslagshandläggning och målgruppsanalysunderlag " * 40
        with pikepdf.open(io.BytesIO(render_pdf(basis(text, shape=Shape.REPORT)))) as opened:
            fonts = {str(font.BaseFont) for page in opened.pages for font in page.Resources.get("/Font", {}).values()}
        assert all("Source-Sans-3" in font for font in fonts)

    def test_a_word_without_end_stays_on_the_page(self):
        width = 595 - 24 / 25.4 * 72 + 2  # A4 without its right margin
        made = render_pdf(basis("w" * 900, title="T" * 300, facts=(Fact("L" * 80, "https://example.se/" + "v" * 200),)))

        for number in range(len(pages(made))):
            assert max(left for _text, left in placed(made, number)) < width
        assert "".join(pages(made)).replace("\n", "").count("w") >= 900

    def test_a_motivation_of_three_thousand_words_is_complete(self):
        words = [f"ord{number}" for number in range(3000)]
        read = " ".join(pages(render_pdf(basis(" ".join(words)))))
        assert set(words) <= set(read.split())

    @pytest.mark.parametrize(
        "text",
        [
            "هذا نص باللغة العربية عن الحديقة",
            "Fint! 🎉👩‍👩‍👧‍👦🇸🇪",
            "kontroll\x07tecken\x0b och \ufffe",
            "\u202eomvänt\u202c",
            "e\u0301\u0301\u0301",
            "",
            "   ",
            "ትግርኛ 中文",
            "سلام پچژگ",
        ],
    )
    def test_unusual_letters_make_no_trouble(self, text):
        made = render_pdf(basis(text, title=text or "Titel", sections=(Section(prose(text), text), *BASIS.sections)))
        assert pypdf.PdfReader(io.BytesIO(made)).pages

    def test_arabic_and_tigrinya_have_fonts_of_their_own(self):
        made = render_pdf(basis("نريد أن نسمع رأيك", "ርእይቶኹም ንደሊ", language="ar", direction="rtl"))
        with pikepdf.open(io.BytesIO(made)) as opened:
            fonts = " ".join(str(font.BaseFont) for page in opened.pages for font in page.Resources.Font.values())
            assert str(opened.Root.Lang) == "ar"
        assert "Noto-Sans-Arabic" in fonts
        assert "Noto-Sans-Ethiopic" in fonts

    def test_text_from_right_to_left_starts_at_the_right(self):
        made = render_pdf(basis("هذا نص باللغة العربية"))
        arabic = [left for text, left in placed(made, 0) if re.search("[\u0600-\u06ff]", text)]
        assert arabic
        assert min(arabic) > 300


def test_the_same_document_gives_the_same_bytes(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")  # fonts carry the second they were cut
    assert render_pdf(BASIS) == render_pdf(BASIS)


def test_a_colour_too_light_for_text_is_darkened():
    assert Municipality("Sjövik", colour="#ffe600").accent != "#ffe600"
    assert Municipality("Sjövik", colour="#14506b").accent == "#14506b"


@override_settings(STATIC_URL="https://cdn.example/")
def test_the_documents_own_files_are_read_from_disk_wherever_pages_get_theirs():
    assert pages(render_pdf(BASIS))

"""What editors write is treated as anybody's: nothing of it becomes code, and the page keeps its structure."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError

from handbook.markdown import CLASSES, TAGS, Links, is_plain_link, linked_pages, render, validate_link
from tests.work import at_most

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "text <b onclick=alert(1)>bold</b>",
    "<style>body{display:none}</style>",
    "<iframe src='https://evil.example'></iframe>",
    "<!-- a comment --><svg/onload=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java&#x0A;script:alert(1))",
    "[x](&#x01;javascript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example/x)",
    "[x](/\\evil.example)",
    "[x](https\u200b://evil.example)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](https://evil.example/pixel.png)",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://ok.example "\\" onmouseover=alert(1) x=\\"")',
    "[x](page:goals&quot;onclick=alert(1))",
    "```html onclick=alert(1)\n<script>alert(1)</script>\n```",
    "| a |\n|:-:|\n| <script>alert(1)</script> |",
    '# <a id="main" name="main">x</a>',
]
TAG = re.compile(r"<(/?)([a-zA-Z0-9]+)([^>]*)>")


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_is_written_becomes_code(text):
    html = str(render(text, anchor="page").html)
    for _closing, tag, attributes in TAG.findall(html):
        assert tag in TAGS
        for name, value in re.findall(r'([\w-]+)="([^"]*)"', attributes):
            assert name in {"href", "rel", "id", "class", "scope", "start"}
            assert name != "href" or is_plain_link(value)
    leftover = TAG.sub("", html)
    assert "<" not in leftover


@pytest.mark.parametrize("text", HOSTILE)
def test_what_was_written_can_still_be_read_or_is_gone_but_never_breaks_the_page(text):
    html = str(render(f"Före\n\n{text}\n\nEfter").html)
    assert html.startswith("<p>Före</p>")
    assert "Efter" in html


@pytest.mark.parametrize(
    "address", ["https://skr.se/a?b=c#d", "http://x.example", "mailto:a@b.example", "/cases/", "#goals"]
)
def test_plain_links_stay(address):
    assert f'href="{address}"' in render(f"[x]({address})").html


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//x.example", "ftp://x.example", "a\\b"]
)
def test_a_reading_tip_cannot_lead_to_code(address):
    with pytest.raises(ValidationError):
        validate_link(address)


def test_links_to_the_books_own_pages_stay_in_the_edition():
    text = "[Målen](page:goals)"
    assert 'href="/handbook/goals/"' in render(text).html
    assert 'href="/handbook/goals/?edition=2024-03-11"' in render(text, links=Links(dt.date(2024, 3, 11))).html
    assert 'href="#goals"' in render(text, links=Links(whole=True)).html
    assert linked_pages(text) == {"goals"}


def test_only_keys_can_be_linked_as_pages():
    assert not is_plain_link("page:../admin")
    assert not is_plain_link("page:Goals")


def levels(html: str) -> list[str]:
    return re.findall(r"<(h\d)", html)


def test_headings_begin_under_the_page_and_leave_no_level_out():
    assert levels(render("# A\n\n### B\n\n# C").html) == ["h2", "h3", "h2"]
    assert levels(render("#### A\n\n###### B\n\n#### C").html) == ["h2", "h3", "h2"]
    assert levels(render("## A\n\n### B", top=4).html) == ["h4", "h5"]


def test_headings_never_go_below_the_last_level():
    deep = "\n\n".join(f"{'#' * level} {level}" for level in range(1, 7))
    assert levels(render(deep, top=5).html) == ["h5", "h6", "h6", "h6", "h6", "h6"]


def test_equal_headings_get_places_of_their_own():
    rendered = render("## Så gör ni\n\n## Så gör ni\n\n## ???", anchor="goals")
    assert [heading.id for heading in rendered.headings] == ["goals-sa-gor-ni", "goals-sa-gor-ni--2", "goals-3"]


def test_without_an_anchor_headings_have_no_id():
    assert "id=" not in render("## Så gör ni").html


def test_the_first_paragraph_leads_when_asked():
    assert render("Först\n\nSedan", lead=True).html == '<p class="lead">Först</p>\n<p>Sedan</p>\n'
    assert "lead" not in render("## Rubrik\n\nText", lead=True).html


def test_quotations_are_set_as_examples_and_tables_carry_no_style():
    assert '<blockquote class="case-say">' in render("> Så här").html
    table = render("| a | b |\n|:--|--:|\n| 1 | 2 |").html
    assert "style" not in table
    assert '<th scope="col">a</th>' in table
    assert set(CLASSES) == {"p", "blockquote", "table"}


@pytest.mark.parametrize(
    "text",
    [
        ">" * 20_000 + " x",
        "- " * 5_000 + "x",
        "[" * 10_000,
        "*" * 10_000 + "a",
        "![" * 5_000,
        "<" * 10_000,
        "`" * 9_999 + "a",
        "[a](" * 5_000,
        "&" * 10_000,
    ],
    ids=["quotes", "lists", "brackets", "stars", "pictures", "angles", "ticks", "links", "ampersands"],
)
def test_huge_nesting_neither_hangs_nor_nests(text):
    with at_most(10):
        html = str(render(text).html)
    assert html.count("<blockquote") <= 20
    assert html.count("<ul") <= 20

"""The one renderer: walks a :class:`~reports.document.Document` and gives it as HTML, as a page to print, or as text.

The words that the renderer adds itself (page, draft, contents) are in the document's language, not in the reader's.
"""

from __future__ import annotations

import base64
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialog.language.letters import straight
from reports.blocks import Fact
from reports.document import Document, Logo, Shape

CONTENTS_FROM = 4  # a report with fewer headings needs no table of contents


def as_html(document: Document) -> SafeString:
    """The document as a piece of HTML, for the preview and as the body of :func:`as_page`."""
    with override(document.own_words):
        return render_to_string("reports/document.html", {"document": document, **_parts(document)})


def as_page(document: Document) -> str:
    """The document as a whole HTML page for the PDF writer. Holds its own style, so it is never sent to a browser."""
    with override(document.own_words):
        page = render_to_string(
            "reports/page.html",
            {
                "document": document,
                "body": as_html(document),
                "title": document_title(document),
                "waves": _waves(document.municipality.accent),
            },
        )
        return straight(page)


def as_text(document: Document) -> str:
    """The document as plain text to copy: headings on lines of their own, a picture by what it shows.

    A document that is a text to residents reads as that text does everywhere.
    """
    if document.plain:
        return document.plain
    with override(document.own_words):
        parts = [
            _kind_line(document),
            *([document.eyebrow] if document.eyebrow else []),
            document.title,
            "\n".join(
                [document.municipality.name, *(line for fact in document.facts for line in _fact_lines(fact))],
            ),
        ]
    for section in (*([document.brief] if document.brief else []), *document.sections):
        if section.heading:
            parts.append(f"\n{section.heading}")
        parts += ["\n".join(block.lines()) for block in section.blocks]
    text = "\n\n".join(part for part in parts if part.strip("\n")) + "\n"
    return straight(text.replace("\xa0", " "))


def document_title(document: Document) -> str:
    """The title in a PDF's window and in a list of files: the document's own, its kind, and whether it is a draft."""
    return f"{document.title} – {_kind_line(document)}"


def _kind_line(document: Document) -> str:
    """The kind of document, and that it is a draft when it is one."""
    with override(document.own_words):
        return f"{document.kind} ({_('draft')})" if document.draft else document.kind


def _fact_lines(fact: Fact) -> list[str]:
    return [f"{fact.label}: {', '.join(fact.values)}"]


def _parts(document: Document) -> dict:
    """What the template needs beside the document itself."""
    headings = [section.heading for section in document.sections if section.heading]
    return {
        "logo": _data_uri(document.municipality.logo) if document.municipality.logo else "",
        "contents": document.shape == Shape.REPORT and len(headings) >= CONTENTS_FROM,
    }


def _data_uri(logo: Logo) -> str:
    return f"data:{logo.media_type};base64,{base64.b64encode(logo.data).decode()}"


def _waves(colour: str) -> str:
    """The ornament at the foot of a report's cover, in the municipality's colour: an image that is no figure."""
    paths = "".join(
        f'<path d="M0 {60 + 34 * n}c105-{44 - 4 * n} 175-{44 - 4 * n} 280 0s175 {44 - 4 * n} 280 0'
        f' 175-{44 - 4 * n} 280 0" stroke-opacity="{0.16 + 0.1 * n:.2f}" stroke-width="{2 + 0.6 * n:.1f}"/>'
        for n in range(7)
    )
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 840 300" width="840" height="300">'
        f'<g fill="none" stroke="{colour}">{paths}</g></svg>'
    )
    return f"data:image/svg+xml,{quote(svg)}"

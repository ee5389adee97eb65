"""The one renderer: walks a :class:`~reports.document.Document` and gives it as HTML, as a page to print, or as text.

The words that the renderer adds itself (page, draft, contents) are in the document's language, not in the reader's.
"""

from __future__ import annotations

import base64

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from reports.document import Document, Fact, Logo

CONTENTS_FROM = 4  # a long document with fewer headings needs no table of contents


def as_html(document: Document) -> SafeString:
    """The document as a piece of HTML, for the preview and as the body of :func:`as_page`."""
    with override(document.language):
        return render_to_string("reports/document.html", {"document": document, **_parts(document)})


def as_page(document: Document) -> str:
    """The document as a whole HTML page for the PDF writer. Holds its own style, so it is never sent to a browser."""
    with override(document.language):
        return render_to_string(
            "reports/page.html",
            {"document": document, "body": as_html(document), "title": document_title(document)},
        )


def as_text(document: Document) -> str:
    """The document as plain text to copy: headings on lines of their own, a picture by what it shows."""
    with override(document.language):
        parts = [
            _kind_line(document),
            document.title,
            "\n".join(
                [document.municipality.name, *(line for fact in document.facts for line in _fact_lines(fact))],
            ),
        ]
    for section in document.sections:
        if section.heading:
            parts.append(f"\n{section.heading}")
        parts += ["\n".join(block.lines()) for block in section.blocks]
    text = "\n\n".join(part for part in parts if part.strip("\n")) + "\n"
    return text.replace("\xa0", " ")


def document_title(document: Document) -> str:
    """The title in a PDF's window and in a list of files: the document's own, its kind, and whether it is a draft."""
    return f"{document.title} – {_kind_line(document)}"


def _kind_line(document: Document) -> str:
    """The kind of document, and that it is a draft when it is one."""
    with override(document.language):
        return f"{document.kind} ({_('draft')})" if document.draft else document.kind


def _fact_lines(fact: Fact) -> list[str]:
    return [f"{fact.label}: {', '.join(fact.values)}"]


def _parts(document: Document) -> dict:
    """What the template needs beside the document itself."""
    headings = [section.heading for section in document.sections if section.heading]
    return {
        "logo": _data_uri(document.municipality.logo) if document.municipality.logo else "",
        "contents": document.long and len(headings) >= CONTENTS_FROM,
    }


def _data_uri(logo: Logo) -> str:
    return f"data:{logo.media_type};base64,{base64.b64encode(logo.data).decode()}"

"""From a document to a tagged PDF that follows PDF/UA-1.

WeasyPrint takes more than a second to import, so it is imported where it is used: in the job, not at start.
Nothing is fetched from network or disk but our own static files; what people wrote never becomes an address, and if it
did it would be refused here.
"""

from __future__ import annotations

import hashlib
import io
import mimetypes
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

from reports.break_points import with_break_points
from reports.document import Document
from reports.render import as_page

PRINT_FLAG = 4  # ISO 32000-1, table 165: an annotation without it is left out on paper
OWN_FILES = ("css/reports/", "vendor/source-sans-3/", "vendor/noto-sans-arabic/", "vendor/noto-sans-ethiopic/")
SHEETS = tuple(f"css/reports/{name}.css" for name in ("document", "tables", "pdf", "pdf-draft"))


def render_pdf(document: Document) -> bytes:
    """The document as PDF: tagged, with language, title, bookmarks and embedded fonts.

    The same document gives the same bytes, apart from the second of the day that the font subsetter writes into the
    embedded fonts (it reads SOURCE_DATE_EPOCH where that is set).
    """
    from weasyprint import HTML

    page = with_break_points(as_page(document))
    raw = HTML(string=page, url_fetcher=_fetcher(), base_url="own:").write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    return _mend(raw, {f"s{number}": section.heading for number, section in enumerate(document.sections, start=1)})


def stamp(document: Document) -> str:
    """Return what tells this document from every other: what it says and how it looks, as a short hash."""
    made_of = hashlib.sha256(as_page(document).encode())
    for sheet in SHEETS:
        made_of.update(_own_file(sheet))
    return made_of.hexdigest()[:24]


def _own_file(name: str) -> bytes:
    """Read one of the static files that documents are made of. Raises ValueError for every other."""
    path = finders.find(name) if name.startswith(OWN_FILES) and ".." not in name else None
    if path is None:
        raise ValueError(f"Not one of our own files: {name}")
    return Path(path).read_bytes()


def _fetcher() -> Any:
    """A fetcher that knows ``data:`` addresses (the municipality's mark) and ``own:`` ones (our own files)."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):
        """Refuses every address but the two kinds above. WeasyPrint logs a refusal and goes on without the file."""

        def fetch(self, url, headers=None):
            if not url.startswith("own:"):
                return super().fetch(url, headers)
            name = url.removeprefix("own:")
            content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, _own_file(name), {"Content-Type": content_type})

    return OwnFilesOnly(allowed_protocols={"data"})


def _mend(raw: bytes, headings: dict[str, str]) -> bytes:
    """Add what PDF/UA asks for and WeasyPrint leaves out.

    That is the scope of header cells, the print flag of links, and where a link leads in words: ``headings`` gives the
    heading behind the name of a place.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(raw)) as pdf:
        _scope_headers(pdf.Root.StructTreeRoot, "/Row")
        for page in pdf.pages:
            for annotation in page.get("/Annots", []):
                if annotation.get("/Subtype") == "/Link":
                    annotation.F = PRINT_FLAG
                    annotation.Contents = headings[str(annotation.Contents)]
        mended = io.BytesIO()
        pdf.save(mended, deterministic_id=True)
    return mended.getvalue()


def _scope_headers(element, scope: str) -> None:
    """Give each TH under ``element`` its scope: a column's in the table's head, a row's elsewhere."""
    import pikepdf

    children = element.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if not isinstance(child, pikepdf.Dictionary) or "/S" not in child:
            continue
        if child.S == "/TH" and "/A" in child:
            child.A.Scope = pikepdf.Name(scope)
        _scope_headers(child, "/Column" if child.S == "/THead" else scope)

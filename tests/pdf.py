"""PDF files as people hand them in."""

import io

from pypdf import PdfWriter


def pdf(*, pages: int = 1) -> bytes:
    """Return a PDF with so many empty pages."""
    writer, file = PdfWriter(), io.BytesIO()
    for _number in range(pages):
        writer.add_blank_page(width=595, height=842)
    writer.write(file)
    return file.getvalue()

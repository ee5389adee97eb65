"""Files that people hand in, treated as attacks: what a file is says its content, never its name."""

import copy
import secrets
from typing import BinaryIO, cast

import pikepdf
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.utils.translation import gettext as _

MOST_BYTES = 20 * 1024 * 1024
PDF_BEGINS = b"%PDF-"


def checked_pdf(file: UploadedFile) -> UploadedFile:
    """Return a PDF under a name of our own. Raises ValidationError for what is too large or no PDF."""
    if file.size is None or file.size > MOST_BYTES:
        raise ValidationError(_("The file is larger than 20 MB."))
    begins = file.read(len(PDF_BEGINS))
    file.seek(0)
    if begins != PDF_BEGINS:
        raise ValidationError(_("Choose a PDF file."))
    if not _has_pages(file):
        raise ValidationError(_("The PDF has no pages or cannot be opened. Choose another file."))
    kept = copy.copy(file)  # what was sent keeps its name, to be told of where it cannot be saved
    kept.name = f"{secrets.token_hex(16)}.pdf"
    return kept


def _has_pages(file: UploadedFile) -> bool:
    """Say whether a PDF can be opened and has a page. One that asks for a password is taken for what it says it is."""
    try:
        with pikepdf.open(cast(BinaryIO, file)) as found:
            return len(found.pages) > 0
    except pikepdf.PasswordError:
        return True
    except (pikepdf.PdfError, ValueError, TypeError):
        return False
    finally:
        file.seek(0)


def hand_out_pdf(file: object, name: str) -> FileResponse:
    """Answer with a PDF to be saved, never shown inside the application's own pages."""
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response

"""Files that people attach to a case, treated as attacks: what a file is says its content, and pictures are written anew.

A picture comes out upright, without place, device or anything else that was written beside it. A table or text with macros
is refused; so is what no place of this application can show or hand out safely (SVG, HTML, programs).
"""

import hashlib
import io
import secrets
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from dialog.files.uploads import checked_pdf

MOST_PIXELS = 50_000_000  # more than any camera of a telephone takes; unpacked 150 MB
KEPT_SIDE = 4000
THUMBNAIL_SIDE = 480
PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp", "TIFF": "image/tiff"}
PDF = "application/pdf"
TEXT = "text/plain"
OFFICE = {
    "word/document.xml": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    "xl/workbook.xml": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    "ppt/presentation.xml": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx"),
}
OPEN_OFFICE = {
    f"application/vnd.oasis.opendocument.{kind}": ending
    for kind, ending in (("text", ".odt"), ("spreadsheet", ".ods"), ("presentation", ".odp"))
}
MACROS = ("vbaproject.bin", "basic/", "scripts/", "activex/", "embeddings/")
MOST_PARTS = 5000
MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<body", b"<head", b"<iframe")
BINARY = (b"MZ", b"\x7fELF", b"#!", b"PK\x03\x04", b"\xca\xfe\xba\xbe", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class Checked:
    """A file as it may be kept: its content, what it is, and how large it is as a picture."""

    content: ContentFile
    content_type: str
    digest: str
    width: int = 0
    height: int = 0

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown as a picture."""
        return bool(self.width)


def checked(upload: UploadedFile) -> Checked:
    """Return an uploaded file as it may be kept. Raises ValidationError, with what is wrong, for what may not."""
    most = settings.FILE_MEGABYTES
    if not upload.size:
        raise ValidationError(_("The file is empty."))
    if upload.size > most * 1024 * 1024:
        raise ValidationError(_("The file is larger than %(n)d MB.") % {"n": most})
    begins = upload.read(1024)
    upload.seek(0)
    if begins.startswith(b"%PDF-"):
        return _kept(checked_pdf(upload).read(), PDF, ".pdf")
    if begins.startswith(b"PK\x03\x04"):
        return _office(upload)
    if picture := _picture(upload):
        return picture
    return _text(upload, begins)


def _kept(content: bytes, content_type: str, ending: str, size: tuple[int, int] = (0, 0)) -> Checked:
    file = ContentFile(content, name=f"{secrets.token_hex(16)}{ending}")
    return Checked(file, content_type, hashlib.sha256(content).hexdigest(), *size)


def _picture(upload: UploadedFile) -> Checked | None:
    """Return a picture written anew; None for what is none."""
    try:
        # The header says what it is and how large, before a pixel is unpacked.
        found: Image.Image = Image.open(cast(BinaryIO, upload), formats=list(PICTURES))
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        upload.seek(0)
        return None
    if found.width * found.height > MOST_PIXELS:
        raise _too_many_pixels()
    try:
        return _written_anew(found)
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Image.DecompressionBombError, KeyError):
        raise ValidationError(_("The picture is damaged and cannot be opened. Choose another file.")) from None


def _too_many_pixels() -> ValidationError:
    return ValidationError(_("The picture has more than 50 million pixels. Save it smaller and choose it again."))


def _written_anew(found: Image.Image) -> Checked:
    """Write a picture upright and with nothing but its pixels: JPEG, or PNG where parts of it can be seen through."""
    upright = ImageOps.exif_transpose(found)
    see_through = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    mode = "RGBA" if see_through else "RGB"
    plain = upright.convert(mode)
    plain.thumbnail((KEPT_SIDE, KEPT_SIDE))
    bare = Image.frombytes(mode, plain.size, plain.tobytes())
    kind = "PNG" if see_through or found.format in ("PNG", "GIF") else "JPEG"
    written = io.BytesIO()
    bare.save(written, kind, **({"quality": 88, "optimize": True} if kind == "JPEG" else {"optimize": True}))
    ending = ".jpg" if kind == "JPEG" else ".png"
    return _kept(written.getvalue(), PICTURES[kind], ending, bare.size)


def thumbnail_of(file: BinaryIO) -> ContentFile:
    """Return a small copy of a picture that was kept."""
    found: Image.Image = Image.open(file, formats=["JPEG", "PNG"])
    kind = found.format or "PNG"
    small = found.convert("RGBA" if kind == "PNG" else "RGB")
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    written = io.BytesIO()
    small.save(written, kind, optimize=True)
    return ContentFile(written.getvalue(), name=f"{secrets.token_hex(16)}{'.jpg' if kind == 'JPEG' else '.png'}")


def _office(upload: UploadedFile) -> Checked:
    """Return a document, table or presentation as it came; it has no macros and nothing embedded."""
    refused = ValidationError(_("This kind of file is not accepted. Choose a picture, a PDF, a document or a table."))
    try:
        with zipfile.ZipFile(cast(BinaryIO, upload)) as parts:
            names = parts.namelist()
            said = parts.read("mimetype")[:200].decode("ascii", "replace").strip() if "mimetype" in names[:1] else ""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, KeyError):
        raise refused from None
    finally:
        upload.seek(0)
    if len(names) > MOST_PARTS:
        raise refused
    if any(mark in name.lower() for name in names for mark in MACROS):
        raise ValidationError(
            _("The file has macros or other files inside it. Save it without them and choose it again.")
        )
    known = next((OFFICE[name] for name in names if name in OFFICE), None)
    if known is None and said in OPEN_OFFICE and "content.xml" in names:
        known = said, OPEN_OFFICE[said]
    if known is None:
        raise refused
    return _kept(upload.read(), *known)


def _text(upload: UploadedFile, begins: bytes) -> Checked:
    """Return a text or a table of text as it came."""
    refused = ValidationError(_("This kind of file is not accepted. Choose a picture, a PDF, a document or a table."))
    start = begins.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(MARKUP) or begins.startswith(BINARY):
        raise refused
    content = upload.read()
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not is_wide and (b"\0" in content or sum(byte < 9 or 13 < byte < 32 for byte in content[:65536]) > 0):
        raise refused
    ending = ".csv" if PurePath(upload.name or "").suffix.lower() in (".csv", ".tsv") else ".txt"
    return _kept(content, "text/csv" if ending == ".csv" else TEXT, ending)

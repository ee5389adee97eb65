"""A municipality's logo as it may be kept: a PNG that Dialog has written itself, whatever the file claimed to be."""

import hashlib
import io

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

MAX_BYTES = 1_000_000
MAX_SIDE = 3000  # pixels; more needs more memory than a logo is worth
KEPT_SIDE = 1200


def cleaned(upload: UploadedFile) -> ContentFile:
    """Return the picture of an uploaded file, written anew as PNG and named after its content.

    Only the picture comes along: nothing that was hidden behind or beside it. Raises ValidationError for what is no
    PNG, and for what is too large in bytes or in pixels.
    """
    if (upload.size or 0) > MAX_BYTES:
        raise forms.ValidationError(_("The file is larger than 1 MB. Choose a smaller one."))
    try:
        # The header says the size, and whether it is a PNG at all, before a pixel is unpacked.
        picture: Image.Image = Image.open(upload, formats=["PNG"])
        if max(picture.size) > MAX_SIDE:
            raise forms.ValidationError(_("The image is larger than 3,000 pixels. Choose a smaller one."))
        # WeasyPrint lets Pillow read what is cut off, in the whole process; here a whole file is asked for.
        picture.verify()
        upload.seek(0)
        picture = Image.open(upload, formats=["PNG"]).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise forms.ValidationError(
            _("This is not a PNG image. Save the logo as a PNG and choose that file.")
        ) from None
    picture.thumbnail((KEPT_SIDE, KEPT_SIDE))
    written = io.BytesIO()
    Image.frombytes("RGBA", picture.size, picture.tobytes()).save(written, "PNG", optimize=True)
    content = written.getvalue()
    return ContentFile(content, name=f"{hashlib.sha256(content).hexdigest()[:16]}.png")

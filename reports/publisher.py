"""Who publishes: the municipality of this installation, as a document carries it."""

import logging
import mimetypes

from dialog import municipality
from reports.document import Logo, Municipality

logger = logging.getLogger(__name__)


def publisher() -> Municipality:
    """Return the municipality with its mark; without one where the file has gone."""
    current = municipality.current()
    return Municipality(name=current.name, logo=_logo(current.logo), colour=current.accent_colour)


def _logo(file) -> Logo | None:
    if not file:
        return None
    try:
        with file.open("rb") as opened:
            return Logo(mimetypes.guess_type(file.name)[0] or "application/octet-stream", opened.read())
    except OSError:
        logger.warning("The municipality's logo %s cannot be read", file.name)
        return None

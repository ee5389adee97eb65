"""The phase's documents: what was thought of, and the leaf of its text."""

from dialog.process.access import Access, can_read
from reports.blocks import Paragraph
from reports.document import Document, NothingToReport, Section
from reports.kinds import Kind, add
from reports.publication import builder, exists, may, parts
from reports.publisher import publisher
from tests.invention.models import Invented


def build(access: Access, part: str = "") -> Document:
    """Return what was thought of. Raises NothingToReport where nothing was."""
    found = Invented.objects.filter(case=access.case).first()
    if found is None:
        raise NothingToReport("Ingenting är påhittat än.")
    return Document(
        kind="Uppfinningen",
        title=access.case.title,
        language="sv",
        municipality=publisher(),
        sections=(Section((Paragraph(found.words),), "Orden"),),
    )


add(
    Kind(
        "invention",
        "Uppfinningen",
        build,
        may=can_read,
        exists=lambda access: bool((record := access.record("invented")) and record.version),
        shown_at=("invented",),
    ),
    Kind("poster", "Anslag", builder("poster"), may=may, exists=exists("poster"), parts=parts("poster")),
)

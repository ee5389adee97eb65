"""What waits in the phase: that somebody applauds."""

from collections.abc import Iterator

from dialog.process.access import Access
from dialog.process.waits import AFTER_CLOSING, PLACES, SENTENCES, Waiting, Where, rule
from dialog.rights import RESPONSIBLE
from tests.invention.models import Invented

SENTENCES["silent"] = "Se till att någon applåderar"
PLACES["silent"] = Where("applause")
AFTER_CLOSING.add("silent")


@rule
def silence(access: Access) -> Iterator[Waiting]:
    """What was thought of, and nobody has applauded, waits for the responsible official."""
    record = access.record("invented")
    if record and record.in_force_at and Invented.objects.filter(case=access.case, applauded_by="").exists():
        yield Waiting(record.in_force_at, "silent", RESPONSIBLE, "invented")

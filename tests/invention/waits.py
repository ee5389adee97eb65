"""What waits in the phase: that somebody applauds."""

from collections.abc import Iterator

from dialog.process.access import Access
from dialog.process.wait_kinds import WaitKind, Where, add_kinds
from dialog.process.waits import Waiting, rule
from dialog.rights import RESPONSIBLE
from tests.invention.models import Invented

add_kinds(WaitKind("silent", "Se till att någon applåderar", Where("applause"), after_closing=True))


@rule
def silence(access: Access) -> Iterator[Waiting]:
    """What was thought of, and nobody has applauded, waits for the responsible official."""
    record = access.record("invented")
    if record and record.in_force_at and Invented.objects.filter(case=access.case, applauded_by="").exists():
        yield Waiting(record.in_force_at, "silent", RESPONSIBLE, "invented")

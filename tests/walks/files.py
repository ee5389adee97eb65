"""A file that somebody has chosen, and notes that have come in: what of them lies on disk is there for every walk."""

from pathlib import Path

from django.conf import settings

from followup.importing.rows import Place, Said
from followup.models import Import
from tests.story import Story

LINES = ("Nr;Synpunkt;Datum", "1;Mer ljus på vägen ned till bryggan;2026-10-01", "2;En bänk i skuggan vid kiosken;31/9")
FILES = {"imports/walked.csv": "\n".join(LINES), "imports/walked.txt": "- En ramp ned i vattnet"}


def the_files_are_there() -> None:
    """Write what the imports of the walks keep, where it is not there."""
    for name, text in FILES.items():
        path = Path(settings.MEDIA_ROOT) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def let_files_come(story: Story) -> None:
    """Choose a file, and let notes come in."""
    the_files_are_there()
    by, at = story.house["responsible"], story.now
    for number, (file, text) in enumerate(FILES.items()):
        name = "svar.csv" if file.endswith("csv") else ""
        facts = {"key": f"{number:032x}", "name": name, "file": file, "size": len(text), "digest": file}
        found = Import.objects.create(case=story.case, added_by=by, added_at=at, **facts)
    voices = [Said(Place(1, 0), "En ramp ned i vattnet")]
    story.act("import_contributions", "compilation", came_with=found.pk, voices=voices)

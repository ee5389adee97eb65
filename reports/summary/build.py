"""Puts the summary report together, and says who may have it."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialog.language.dates import say_date
from dialog.models import Record
from dialog.process.access import Access, can_read, can_read_texts
from reports.document import Document, NothingToReport, Section, Shape
from reports.further import further_in_force
from reports.summary import course, front, lessons, results, short, use
from reports.summary.material import Material

WRITTEN_BEFORE = ("compilation", "analysis", "process_analysis")  # the report tells what these steps found


def may(access: Access) -> bool:
    """Say whether the person may have the report: the case's readers, and communicators once it is handed over."""
    return can_read(access) or (can_read_texts(access) and bool(_handed_over(access)))


def exists(access: Access) -> bool:
    """Say whether there is a report: its text in force, or for members what the planning has begun."""
    record = access.record("learning")
    return bool(record and record.version) or (access.is_member and access.is_done("planning_gate"))


def parts(access: Access) -> list[tuple[str, str]]:
    """Return the report as it went to the communicators: one report, whichever of its hand-overs is asked for."""
    texts = _handed_over(access)
    return [(record.row, record.called(reads_drafts=access.reads_text(record))) for record in texts]


def build(access: Access, part: str = "") -> Document:
    """Return the report of a case: its version in force; before that, for members, as far as it has come.

    A ``part`` is the key of a text that hands the report over: the report is the same.
    """
    known = {"", *(f"{row}{draft}" for row, _title in parts(access) for draft in ("", ".draft"))}
    with override(settings.LANGUAGE_CODE):
        if part not in known or not exists(access):
            raise NothingToReport(_why_none(access))
        return _document(Material(access))


def _why_none(access: Access) -> str:
    """Why there is no report: it has not begun, or only its members read it before it is ready."""
    if access.is_done("planning_gate"):
        return _("The report is not ready yet.")
    return _("There is no report yet. It starts when the planning has been confirmed.")


def _handed_over(access: Access) -> list[Record]:
    return [record for record in access.records.values() if record.kind == "summary" and record.row]


def _document(material: Material) -> Document:
    case, text = material.case, material.learning.text_of
    chapters = short.sections if case.is_small else _sections  # of a small dialogue two pages are enough
    written = timezone.localdate(text.at) if text else material.ended
    return Document(
        kind=_("Summary report of a citizen dialogue"),
        title=front.title(material),
        language=settings.LANGUAGE_CODE,
        municipality=material.publisher,
        case_title=material.then.title,
        registry_number=case.registry_number or "",
        date=say_date(written),
        created=written.isoformat(),
        facts=tuple(front.facts(material)),
        draft=not is_finished(material),
        shape=Shape.PAPER if case.is_small else Shape.REPORT,
        brief=None if case.is_small else front.brief(material),
        sections=tuple(section for section in chapters(material) if section.blocks),
    )


def is_finished(material: Material) -> bool:
    """Say whether the report stands: its text is in force, and what it tells of is done or was passed at the gate."""
    excepted = {exception["line"] for gate in material.gates.values() for exception in gate.exceptions}
    passed = [material.access.is_done(step) or step in excepted for step in WRITTEN_BEFORE]
    return material.learning.finished and all(passed)


def _sections(material: Material) -> Iterator[Section]:
    """Yield the chapters in order; figures and tables are numbered as they come."""
    for heading, chapter in (
        (_("How it worked"), course.chapter),
        (_("The most important results and conclusions"), results.chapter),
        (_("How the results were used"), use.chapter),
        (_("The methods and how they worked"), lessons.methods),
        (_("What worked well"), lessons.worked_well),
        (_("What worked less well"), lessons.worked_less_well),
        (_("Exceptions"), lessons.exceptions),
    ):
        yield Section(tuple(chapter(material)), heading)
    yield from further_in_force(material.access)
    yield Section(tuple(lessons.colophon(material)), "")
    yield Section(tuple(lessons.activities(material)), _("Appendix: the activities"))

"""The publication texts as leaves to hand out or put up: what residents read before, after, or instead of a dialogue.

A text is a row of a register (``dialog.texts``). The part of a report is its key; ``key.2`` is its second version,
``key.draft`` what is being written. Without a part it is the Swedish text that is nearest to being read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialog.language import dates
from dialog.models import PublicationText, Record, Revision
from dialog.process.access import Access, can_read, can_read_texts
from dialog.process.phases import process
from dialog.process.register import step_or_kind_at
from dialog.texts.kinds import TextKind, older_versions
from dialog.texts.reading import headings
from reports.answers import Answers, answers_in, latest_text, version_of
from reports.blocks import Block, Notice, Paragraph, Quote, prose
from reports.document import Document, NothingToReport, Section, Shape
from reports.publisher import publisher
from reports.then import case_then

Language = PublicationText.Language
DRAFT = "draft"


@dataclass(frozen=True)
class Found:
    """A text of a case: its record, what is written there, and the wording that is wanted."""

    record: Record
    kind: TextKind
    wording: Revision

    @property
    def part(self) -> str:
        """The part of the report that this wording is."""
        if self.wording.version == self.record.version:
            return self.record.row
        return f"{self.record.row}.{self.wording.version or DRAFT}"


def may(access: Access) -> bool:
    """Say whether the person may have the texts of a case: its readers, and the communicators."""
    return can_read(access) or can_read_texts(access)


def exists(kind: str) -> Callable[[Access], bool]:
    """Return what says whether the person may have a text of a kind."""

    def of(access: Access) -> bool:
        texts = [record for record in access.records.values() if record.row and record.kind == kind]
        return any(record.version or (record.is_written_on and access.reads_text(record)) for record in texts)

    return of


def parts(kind: str) -> Callable[[Access], list[tuple[str, str]]]:
    """Return what lists the texts of a kind that the person may have: in force, as being written, and as they were."""

    def of(access: Access) -> list[tuple[str, str]]:
        there = list(_texts(kind, access))
        in_force = [publication for publication in there if publication.wording.version]
        earlier = [
            Found(publication.record, publication.kind, version)
            for publication in in_force
            for version in older_versions(publication.record)
        ]
        return [(publication.part, _called(publication)) for publication in (*there, *earlier)]

    return of


def builder(kind: str) -> Callable[[Access, str], Document]:
    """Return what builds the leaf of a text of a kind."""

    def build(access: Access, part: str = "") -> Document:
        found = _wanted(kind, access, part)
        if found is None:
            raise NothingToReport(_("This text does not exist yet, or has not been approved."))
        said = answers_in(found.wording, found.kind, access, found.record.row)
        with override(_own_words(said)):
            return _Leaf(access, found, said).document()

    return build


def _texts(kind: str, access: Access) -> Iterator[Found]:
    """Yield the texts of a kind, the Swedish ones first: what is in force, then what is being written."""
    records = [record for record in access.records.values() if record.row and record.kind == kind]
    for record in sorted(records, key=lambda record: record.pk):
        step = process.find(record.step)
        step_or_kind = step_or_kind_at(step, record.row, record.kind) if step else None
        if not isinstance(step_or_kind, TextKind):
            continue
        if version := version_of(record):
            yield Found(record, step_or_kind, version)
        written = latest_text(record) if record.is_written_on and access.reads_text(record) else None
        if written and not written.version:
            yield Found(record, step_or_kind, written)


def _wanted(kind: str, access: Access, part: str) -> Found | None:
    """Return the wording of that part: in force, while nothing is what is being written, or an older version."""
    found = list(_texts(kind, access))
    if not part:
        swedish = [publication for publication in found if _language(publication) == Language.SWEDISH]
        return next(iter([*swedish, *found]), None)
    listed = [publication for publication in found if part in (publication.part, publication.record.row)]
    if listed:
        return listed[0]
    row, _dot, version = part.partition(".")
    text = next((publication for publication in found if publication.record.row == row), None)
    if text is None or not (version.isascii() and version.isdecimal() and len(version) < 6):
        return None
    older = version_of(text.record, int(version))
    return Found(text.record, text.kind, older) if older else None


def _language(found: Found) -> str:
    return next(iter(found.wording.data.get("language", [])), Language.SWEDISH)


def _called(found: Found) -> str:
    """What a text is called among others: its title, its language, and that it is a draft or an earlier version."""
    called = found.record.called(reads_drafts=not found.wording.version)
    said = [called or str(found.kind.title), str(Language(_language(found)).label)]
    if not found.wording.version:
        said.append(_("draft"))
    elif found.wording.version != found.record.version:
        said.append(_("version %(n)d") % {"n": found.wording.version})
    return ", ".join(said)


def _own_words(said: Answers) -> str:
    """The language of our own words around a text: English around an English one, else Swedish."""
    return "en" if said.value("language") == Language.ENGLISH else settings.LANGUAGE_CODE


class _Leaf:
    """The leaf of one wording of one text."""

    def __init__(self, access: Access, found: Found, said: Answers) -> None:
        self.access, self.case = access, access.case
        self.found, self.said = found, said
        self.reading = found.kind.as_written(access, found.record.row, found.wording.data)
        self.then = case_then(self.case, found.wording)
        self.written_on = timezone.localdate(found.wording.at)

    @property
    def is_ours(self) -> bool:
        """Whether the text is in a language that we speak around it."""
        return self.reading.language in ("", Language.SWEDISH, Language.EASY, Language.ENGLISH)

    def document(self) -> Document:
        return Document(
            kind=str(self.found.kind.title),
            title=self.reading.title or self.then.title,
            language=self.reading.code,
            direction=self.reading.direction,
            municipality=publisher(),
            case_title=self.then.title,
            registry_number=self.case.registry_number or "",
            date=dates.say_date(self.written_on),
            created=self.written_on.isoformat(),
            draft=not self.said.finished,
            eyebrow=self.eyebrow() if self.is_ours else "",
            large=self.reading.language == Language.EASY,
            shape=Shape.LEAFLET,
            sections=tuple(section for section in self.sections() if section.blocks),
            plain=self.reading.plain(draft=not self.said.finished),
        )

    def eyebrow(self) -> str:
        """What kind of leaf it is, to whoever finds it on a table."""
        return str(self.found.kind.eyebrow or self.found.kind.title)

    def sections(self) -> Iterator[Section]:
        """The text as residents read it, with the promise set apart."""
        if self.said.text("withdrawn_because"):
            yield Section((Notice(self.reading.opening, _("This text has been withdrawn")),))
        else:
            yield Section(prose(self.reading.opening, "opening"))
        promise = headings()["can_influence"]
        for heading, text in self.reading.parts:
            yield Section((Quote(text),) if heading == promise else prose(text), heading)
        yield Section(tuple(self.foot()))

    def foot(self) -> Iterator[Block]:
        """What is new, whom to ask, and which text it is."""
        if change := self.said.text("change"):
            yield Paragraph(_("New in this version: %(change)s") % {"change": change}, "closing")
        if self.reading.contact:
            words = _("Questions? %(contact)s") if self.is_ours else "%(contact)s"
            yield Paragraph(words % {"contact": self.reading.contact}, "contact")
        facts = [self.then.body, self.case.registry_number or "", dates.say_date(self.written_on)]
        yield Paragraph(" · ".join(part.replace(" ", "\xa0") for part in facts if part), "closing")

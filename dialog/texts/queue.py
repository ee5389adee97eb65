"""The communicators' queue over all cases: what waits, what is coming, what is approved, what is published."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialog.models import Case, Decision, Publication, Record
from dialog.process.addresses import text_kinds, url_of
from dialog.process.phases import process
from dialog.process.register import step_or_kind_at
from dialog.texts.outdated import Change, out_of_date

WAITING, APPROVED, PUBLISHED = "waiting", "approved", "published"
TITLES: dict[str, Promise] = {
    WAITING: _("Waiting for you"),
    APPROVED: _("To be published"),
    # Translators: several texts, «Publicerade»
    PUBLISHED: pgettext_lazy("several texts", "Published"),
}


@dataclass(frozen=True)
class Queued:
    """A text in the queue: its record, what kind it is, its address, and what has changed since it was handed over."""

    record: Record
    title: str
    url: str
    changes: tuple[Change, ...] = ()

    @property
    def name(self) -> str:
        """What the text itself is called; a draft without a title by its kind."""
        return self.record.called(reads_drafts=not self.record.is_unsent) or self.title

    @property
    def called(self) -> str:
        """What kind of text it is and what it is called; the kind once, where its own title begins with that."""
        heading = self.record.called(reads_drafts=not self.record.is_unsent)
        return heading if heading.startswith(self.title) else f"{self.title}: {heading}"


@dataclass(frozen=True)
class Shelf:
    """A part of the queue, by what becomes of the texts in it; ``total`` counts those that are not shown, too."""

    key: str
    texts: list[Queued]
    total: int

    @property
    def title(self) -> Promise:
        """What the part is called."""
        return TITLES[self.key]

    @property
    def is_whole(self) -> bool:
        """Whether all its texts are shown."""
        return len(self.texts) == self.total


def texts_on(shelf: str) -> QuerySet[Record]:
    """Return the texts of a part of the queue, over all cases, in the order in which they are to be looked at."""
    texts = Record.objects.filter(kind__in=text_kinds()).select_related("case", "sent_by")
    if shelf == WAITING:
        return texts.filter(draft=Record.Draft.PROPOSED).order_by("sent_at")
    approved = texts.filter(version__gt=0).exclude(draft=Record.Draft.PROPOSED)
    is_published = Exists(Publication.objects.filter(record=OuterRef("pk"), version=OuterRef("version")))
    if shelf == APPROVED:
        return approved.exclude(is_published).order_by("in_force_at")
    return approved.filter(is_published).order_by(F("in_force_at").desc())


def shelves(most: int, *, marked: bool = True, of: Iterable[str] = tuple(TITLES)) -> list[Shelf]:
    """Return the queue, or parts ``of`` it, at most so many texts a part, those out of date ``marked``."""
    found = {key: list(texts_on(key)[: most + 1]) for key in of}
    shown = [record for records in found.values() for record in records[:most]]
    changes = out_of_date(shown) if marked else {}
    return [
        Shelf(
            key,
            queued(records[:most], changes),
            len(records) if len(records) <= most else texts_on(key).count(),
        )
        for key, records in found.items()
    ]


def queued(records: Iterable[Record], changes: dict[int, list[Change]] | None = None) -> list[Queued]:
    """Return texts as the queue shows them."""
    found, changes = [], changes or {}
    for record in records:
        step = process.find(record.step)
        kind = step_or_kind_at(step, record.row, record.kind) if step else None
        if kind is not None:
            address = url_of(record.case_id, record.step, record.row, record.kind)
            found.append(Queued(record, str(kind.title), address, tuple(changes.get(record.pk, ()))))
    return found


def coming_cases() -> QuerySet[Case]:
    """Return the cases that will have a text: from the decision on the level until the planning is confirmed."""
    opening = [step for step in process.steps() if step.opens_texts and step.phase]
    decided = Decision.objects.filter(case=OuterRef("pk"), step__in=[step.key for step in opening], superseded_by=None)
    phases = [step.phase.key for step in opening if step.phase]
    return (
        Case.objects.filter(Exists(decided), phase__in=phases).select_related("body", "responsible").order_by("title")
    )


@dataclass(frozen=True)
class Now:
    """The communicators' desk: what waits, what is to be published, what is coming, and how much is out there."""

    shelves: list[Shelf]
    coming: list[Case]
    published: int

    @property
    def waiting(self) -> int:
        """How many texts wait."""
        return next(shelf.total for shelf in self.shelves if shelf.key == WAITING)


def queue_now(most: int, *, marked: bool = True) -> Now:
    """Return the desk, at most so many texts a part, those out of date ``marked``."""
    here = shelves(most, marked=marked, of=(WAITING, APPROVED))
    return Now(here, list(coming_cases()[:most]), texts_on(PUBLISHED).count())

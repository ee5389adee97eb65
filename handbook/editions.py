"""Editions of the handbook: which one holds, how one is revised, what is new in it."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, Subquery
from django.utils.translation import gettext as _

from dialog.models import Person
from handbook.guidance import forget
from handbook.models import Edition, Page, Principle

Row = TypeVar("Row", bound=Model)


class NotADraft(Exception):
    """An edition that is published already was to be published."""


def latest() -> Edition | None:
    """Return the edition that new cases follow, or None where no handbook is loaded."""
    return Edition.objects.published().last()


def latest_date() -> dt.date | None:
    """Return the date of the edition that new cases follow, or None where no handbook is loaded."""
    return Edition.objects.published().values_list("revised_on", flat=True).last()


def on(day: dt.date) -> Edition | None:
    """Return the edition that a case with that date follows.

    It is the latest published on or before the day; a case that is older than the handbook follows the first one.
    """
    published = Edition.objects.published()
    return published.filter(revised_on__lte=day).last() or published.first()


def newer_than(day: dt.date) -> Edition | None:
    """Return the latest edition where it is newer than the one of that date: for the case that says so."""
    edition = latest()
    return edition if edition and edition.revised_on > day else None


def principles_on(day: dt.date | None = None) -> list[Principle]:
    """Return the principles in the edition that a case with that date follows; without a date, in the latest."""
    published = Edition.objects.published()
    held = (published.filter(revised_on__lte=day) if day else published).reverse().values("pk")[:1]
    found = list(Principle.objects.filter(edition=Subquery(held)))
    first = published.first() if day and not found else None  # a case that is older than the handbook
    return list(first.principles.all()) if first else found


@transaction.atomic
def start_draft(revised_on: dt.date) -> Edition:
    """Copy the latest edition as a draft, to be revised.

    Raises IntegrityError where there is a draft already, Edition.DoesNotExist where there is no edition to copy.
    """
    source = Edition.objects.published().last()
    if source is None:
        raise Edition.DoesNotExist
    unpublished = {"state": Edition.State.DRAFT, "published_by_id": None, "published_at": None}
    draft = _copy(source, revised_on=revised_on, note="", **unpublished)
    principles = {principle.pk: _copy(principle, edition_id=draft.pk) for principle in source.principles.all()}
    for page in source.pages.prefetch_related("reading_tips"):
        principle = principles.get(page.principle_id) if page.principle_id else None
        copied = _copy(page, edition_id=draft.pk, principle_id=principle.pk if principle else None)
        for tip in page.reading_tips.all():
            _copy(tip, page_id=copied.pk)
    return draft


@transaction.atomic
def publish(
    draft: Edition, *, by: Person | None, at: dt.datetime, revised_on: dt.date | None = None, note: str = ""
) -> None:
    """Publish a draft; from then on it stays as it is. ``by`` is nobody for the edition that Dialog brings along.

    With ``revised_on`` it gets that date, its changed pages too, and ``note`` says what is new. Raises NotADraft where
    it is published already.
    """
    edition = Edition.objects.select_for_update().get(pk=draft.pk)
    if edition.is_published:
        raise NotADraft(_("This edition has already been published."))
    if revised_on:
        _date(draft, revised_on)
        draft.revised_on, draft.note = revised_on, note
    draft.state, draft.published_by, draft.published_at = Edition.State.PUBLISHED, by, at
    draft.save(update_fields=["revised_on", "note", "state", "published_by", "published_at"])
    transaction.on_commit(forget)


def _date(draft: Edition, day: dt.date) -> None:
    """Date the pages that say something else than in the edition before."""
    before = latest()
    new = changes(list(before.pages.all()) if before else [], list(draft.pages.all()))
    draft.pages.filter(key__in=[*new.added, *new.changed]).update(changed_on=day)


@dataclass(frozen=True)
class Changes:
    """What an edition has that the one before had not, and the other way round: titles of pages by key."""

    added: dict[str, str]
    changed: dict[str, str]
    removed: dict[str, str]


def changes(before: list[Page], after: list[Page]) -> Changes:
    """Compare the pages of two editions."""
    old, new = {page.key: page for page in before}, {page.key: page for page in after}
    return Changes(
        added={key: page.title for key, page in new.items() if key not in old},
        changed={key: page.title for key, page in new.items() if key in old and _words(page) != _words(old[key])},
        removed={key: page.title for key, page in old.items() if key not in new},
    )


def _words(page: Page) -> tuple[str, str, str]:
    return page.title, page.short, page.whole


def _copy(row: Row, **changed: object) -> Row:
    """Save a copy of a row with some of its columns changed."""
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    return type(row)._default_manager.create(**values | changed)

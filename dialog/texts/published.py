"""The texts that are out there: in which language, since when, at which address, and whether they still hold."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.db.models import Case as Choose
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dialog.models import Case, Publication, PublicationText, Record
from dialog.texts.outdated import Change, out_of_date
from dialog.texts.queue import PUBLISHED, Queued, queued, texts_on
from dialog.texts.reading import CODES, RIGHT_TO_LEFT

Language = PublicationText.Language
ALL, OUTDATED, LANGUAGES, EASY = "", "outdated", "languages", "easy"
FILTERS: dict[str, Promise] = {
    ALL: _("All"),
    OUTDATED: _("To review"),
    LANGUAGES: _("Other languages"),
    EASY: _("Easy Swedish"),
}


@dataclass(frozen=True)
class OutThere:
    """A published text with its language, where it is and since when; ``changes`` are why it does not hold any more."""

    text: Queued
    language: str
    address: str
    since: dt.date | None

    @property
    def changes(self) -> tuple[Change, ...]:
        """What has changed since it was handed over."""
        return self.text.changes

    @property
    def language_name(self) -> str:
        """What the language is called inside a line; easy Swedish is Swedish, and its kind says that it is easy."""
        name = str(Language(Language.SWEDISH if self.is_easy else self.language).label)
        return name[:1].lower() + name[1:]

    @property
    def is_easy(self) -> bool:
        """Whether it is in easy Swedish."""
        return self.language == Language.EASY

    @property
    def code(self) -> str:
        """Its language as HTML names it."""
        return CODES.get(self.language, self.language)  # type: ignore[call-overload]

    @property
    def direction(self) -> str:
        """In which direction its title is read."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    @property
    def short_address(self) -> str:
        """The address as people read it: without how it is fetched."""
        return self.address.partition("://")[2].rstrip("/") or self.address


class PublishedTexts:
    """The published texts, all or those of one of the ``FILTERS``; which do not hold is asked for once.

    A case that was carried through has no text that does not hold, so only the others are looked through.
    """

    def __init__(self, which: str = ALL) -> None:
        self.which = which if which in FILTERS else ALL

    @cached_property
    def changes(self) -> dict[int, list[Change]]:
        """What has changed since each text was handed over, of those that do not hold any more."""
        return out_of_date(texts_on(PUBLISHED).exclude(case__outcome=Case.Outcome.COMPLETED))

    def records(self) -> QuerySet[Record]:
        """Return the texts, those first that do not hold any more, then the latest."""
        found = self._of(self.which)
        first = Choose(When(pk__in=list(self.changes), then=Value(0)), default=Value(1))
        return found.order_by(first, F("in_force_at").desc())

    def _of(self, which: str) -> QuerySet[Record]:
        found = texts_on(PUBLISHED)
        if which == OUTDATED:
            return found.filter(pk__in=list(self.changes))
        if which == EASY:
            return found.filter(_in_language(Q(language=Language.EASY)))
        if which == LANGUAGES:
            return found.filter(_in_language(~Q(language__in=["", Language.SWEDISH, Language.EASY])))
        return found

    def filters(self) -> list[tuple[str, Promise, int, bool]]:
        """Return the filters: key, name, how many texts, and whether it is chosen; those that find nothing are left out."""
        known = {ALL: self.in_all, OUTDATED: len(self.changes)}
        counted = [(key, name, known[key] if key in known else self._of(key).count()) for key, name in FILTERS.items()]
        return [(key, name, n, key == self.which) for key, name, n in counted if n or key in (ALL, self.which)]

    @cached_property
    def in_all(self) -> int:
        """How many there are, whatever is chosen."""
        return texts_on(PUBLISHED).count()

    def texts(self, records: Iterable[Record]) -> list[OutThere]:
        """Return a page of them with what is told of each."""
        shown = list(records)
        places = {(record.case_id, record.row) for record in shown}
        of_cases = PublicationText.objects.filter(case__in={case for case, _row in places})
        languages = {(case, key): language for case, key, language in of_cases.values_list("case", "key", "language")}
        made = Publication.objects.filter(record__in=shown).order_by("record", "date", "pk")
        where = {pk: list(found) for pk, found in groupby(made, key=lambda one: one.record_id)}
        told = []
        for text in queued(shown, self.changes):
            here = where.get(text.record.pk, [])
            last = here[-1] if here else None
            language = languages.get((text.record.case_id, text.record.row)) or Language.SWEDISH
            told.append(OutThere(text, language, last.address if last else "", here[0].date if here else None))
        return told


def _in_language(which: Q) -> Exists:
    return Exists(PublicationText.objects.filter(which, case=OuterRef("case"), key=OuterRef("row")))

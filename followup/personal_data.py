"""What the pages say of personal data in contributions: of one that lies open, and of all of a case."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, Sum
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dialog.language.sentences import all_of
from followup.forms.personal_data import FORMS, OfPersonalData
from followup.looking import Looked, Pointed, to_look_through
from followup.masks import WHOLE, mask_of, number_of_masks, shown
from followup.models import Contribution, LookedThrough, PersonalDataLog, Withheld

if TYPE_CHECKING:
    from dialog.process.access import Access

What = PersonalDataLog.What
READING = dt.timedelta(minutes=15)  # how long an original that somebody asked to read is shown to her
HIDES = (What.MASKED, What.WORDS, What.WHOLE, What.REWROTE)
# What the log can be narrowed to, by its name in the address.
SHOWS: dict[str, tuple[str, ...]] = {
    "masked": (*HIDES, What.UNMASKED),
    "read": (What.READ,),
    "dismissed": (What.DISMISSED,),
}


@dataclass
class PersonalData:
    """What is to be seen of personal data in one contribution, by whoever looks at it.

    ``read`` is the number of the reading in the log by which she sees the original; ``typed`` are forms that did not go
    through, by their act.
    """

    access: "Access"
    contribution: Contribution
    acts: frozenset[str] = frozenset()
    read: str = ""
    typed: Mapping[str, OfPersonalData] = field(default_factory=dict)
    marked: Callable[[str], str] = escape

    @cached_property
    def may(self) -> bool:
        """Whether she masks and reads originals."""
        return self.access.may("read_contact_details")

    @cached_property
    def waits(self) -> list[Pointed]:
        """What is pointed out to her."""
        return Looked.at(self.contribution).told if self.may and "mask_pointed" in self.acts else []

    @property
    def text(self) -> SafeString:
        """The text as it is shown: masks as labels, what is pointed out underlined."""
        return self._shown("text")

    @property
    def translation(self) -> SafeString:
        """The translation, in the same way."""
        return self._shown("translation")

    def _shown(self, part: str) -> SafeString:
        pointed = [one for one in self.waits if one.part == part]
        return shown(
            getattr(self.contribution, part), pointed, is_masked=self.contribution.is_masked, marked=self.marked
        )

    @cached_property
    def number_masked(self) -> int:
        """How many parts of it are masked."""
        return number_of_masks(self.contribution.text) + number_of_masks(self.contribution.translation)

    @property
    def is_whole(self) -> bool:
        """Whether all of it is hidden."""
        return self.contribution.is_masked and self.contribution.text == mask_of(WHOLE)

    @cached_property
    def masking(self) -> PersonalDataLog | None:
        """How it was last masked."""
        if not self.contribution.is_masked:
            return None
        return self.contribution.personal_data_log.filter(what__in=HIDES).first()

    @cached_property
    def reading(self) -> PersonalDataLog | None:
        """The reading by which she sees the original just now: her own, of this contribution, and not old."""
        if not (self.may and self.contribution.is_masked and self.read.isdecimal() and len(self.read) < 16):
            return None
        since = self.access.now - READING
        mine = self.contribution.personal_data_log.filter(what=What.READ, by=self.access.user, at__gte=since)
        return mine.filter(pk=int(self.read)).first()

    @cached_property
    def withheld(self) -> Withheld | None:
        """The original, while she reads it."""
        return Withheld.objects.filter(contribution=self.contribution).first() if self.reading else None

    @property
    def forms(self) -> dict[str, OfPersonalData]:
        """What is asked: the forms by their acts."""
        return {act: self.typed.get(act) or form() for act, form in FORMS.items()}

    @property
    def kinds(self) -> str:
        """Of what kinds that is which is pointed out, in words."""
        return all_of(dict.fromkeys(str(one.kind.label) for one in self.waits))


@dataclass
class Spot:
    """A contribution in which something waits, on the page of all."""

    data: PersonalData

    @property
    def excerpt(self) -> SafeString:
        """What is around what is pointed out: the text itself, which is short, or its translation."""
        return self.data.text if any(one.part == "text" for one in self.data.waits) else self.data.translation


class OfCase:
    """Personal data in a case's contributions: counts, what waits, and the log."""

    def __init__(self, access: "Access") -> None:
        self.access = access

    @cached_property
    def counts(self) -> dict[str, int]:
        """How much waits, in how many contributions, and of what kinds; one query, however many there are."""
        looked = LookedThrough.objects.filter(case=self.access.case)
        found = looked.aggregate(
            contributions=Count("pk", filter=Q(waits__gt=0)), numbers=Sum("personal_numbers"), places=Sum("waits")
        )
        return {name: number or 0 for name, number in found.items()}

    @cached_property
    def masked(self) -> dict[str, int]:
        """How many contributions there are, are masked, hidden as a whole, and not looked through yet."""
        there = Contribution.objects.filter(case=self.access.case)
        masked, whole = Q(is_masked=True), Q(is_masked=True, text=mask_of(WHOLE))
        return there.aggregate(
            all=Count("pk"),
            masked=Count("pk", filter=masked & ~Q(text=mask_of(WHOLE))),
            whole=Count("pk", filter=whole),
        ) | {"left": to_look_through(self.access.case.pk).count()}

    @cached_property
    def log(self) -> Any:
        """Everything that was done, the latest first."""
        return PersonalDataLog.objects.filter(contribution__case=self.access.case).select_related("contribution")

    @cached_property
    def log_counts(self) -> dict[str, int]:
        """How much of each the log holds."""
        counts = {name: Count("pk", filter=Q(what__in=what)) for name, what in SHOWS.items()}
        return PersonalDataLog.objects.filter(contribution__case=self.access.case).aggregate(all=Count("pk"), **counts)

    def waiting(self) -> Any:
        """Return the contributions in which something waits."""
        there = LookedThrough.objects.filter(case=self.access.case, waits__gt=0)
        return there.select_related("contribution").order_by("contribution__number")

    def tabs(self, shows: str) -> list[dict[str, Any]]:
        """Return what the log can be narrowed to, with counts."""
        labels = {
            "": _("Everything"),
            "masked": _("Maskings"),
            "read": _("Originals read"),
            "dismissed": _("Dismissed"),
        }
        return [
            {"name": name, "label": label, "n": self.log_counts[name or "all"], "current": name == shows}
            for name, label in labels.items()
        ]

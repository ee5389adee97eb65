"""Contributions are coded: one by one or very many at once, and back again.

None of it touches the step's own text. Coding is many small acts: the case's history tells once a day that somebody coded
one by one, of very many at once each time; each contribution's own list of changes tells the rest.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.acts.core import Attempt, Refused
from dialog.forms.draft_form import Missing
from dialog.language.understood import name_of_number
from dialog.models import Event
from dialog.process.act import Button, Touches, act
from followup.acts.contributions import find, must_be_as_seen
from followup.codebook import codebook
from followup.coding import Coding, Hand, Order, can_be_undone, coded_since, codings, found_by, take_back, write
from followup.desk import Desk
from followup.models import CodingAct, Contribution, Stance

# What is undone beside the coding, by the act that did it: a theme that was merged holds again. The codebook adds its own.
ALSO_UNDOES: dict[str, Callable[[Attempt, CodingAct], None]] = {}
PAGE = "contribution"  # each contribution has a page of its own


@dataclass(frozen=True)
class Shown:
    """How a contribution was coded on the page where somebody chose: its themes, its kind, and what it repeats."""

    themes: Sequence[str] = ()
    kind: str = ""
    duplicate_of: str = ""

    def united(self, chosen: Sequence[str], now: Coding) -> list[str]:
        """Return the themes that stand now without those that she took away, and those that she added."""
        kept = [key for key in now.themes if key in chosen or key not in self.themes]
        return [*kept, *(key for key in chosen if key not in self.themes and key not in kept)]


@act(
    called=gettext_lazy("Sort a contribution or mark it as a duplicate"),
    happened=gettext_lazy("%(who)s read and sorted contributions in “%(step)s”"),
    changed=gettext_lazy("%(who)s sorted it"),
    done=gettext_lazy("Saved."),
    icon="speech",
    touches=Touches.THING,
    page=PAGE,
    verbs=("save", "next", "give", "unfit", "refit"),
    reads=None,
    button=Button(gettext_lazy("Save"), template="followup/coding.html"),
)
def code_contribution(
    attempt: Attempt,
    *,
    number: int = 0,
    key: str = "",
    seen: int | None = None,
    category: str = Contribution.Kind.UNDETERMINED,
    themes: Sequence[str] = (),
    stances: Mapping[str, str] | None = None,
    fits_no_theme: bool | None = False,
    duplicate_of: str = "",
    was: Shown | None = None,
) -> None:
    """Say what kind (``category``) a contribution is of, its themes, how it stands to each, and what it repeats.

    A duplicate that has no themes yet takes those of its original. A stance that is not said stays. Saving what stands
    there changes nothing. Where it is said how it ``was`` when somebody began, only what she changed is changed: whatever
    another has chosen meanwhile stays, and their themes are put together.
    """
    found, stances = find(attempt, number, key), stances or {}
    before = coding_of(found)
    if was:
        themes = was.united(themes, before)
        category = before.kind if category == was.kind else category
        fits_no_theme = before.fits_no_theme and not themes if fits_no_theme is None else fits_no_theme
    keeps_original = was is not None and duplicate_of.strip() == was.duplicate_of
    original = found.duplicate_of if keeps_original else _original(attempt, found, duplicate_of)
    if themes and fits_no_theme:
        attempt.missing.append(Missing(_("Choose themes, or mark that no theme fits."), "fits_no_theme"))
    if category not in Contribution.Kind.values or not {*stances.values()} <= {"", *Stance.values}:
        attempt.missing.append(Missing(_("That is not one of the choices."), "kind_0"))
    if attempt.missing:
        return
    chosen = _chosen(attempt, themes, before, stances)
    if original and not chosen and not before.themes and not fits_no_theme:
        chosen = dict(coding_of(original).stances)
    after = Coding(category, chosen, bool(fits_no_theme), original.pk if original else None, before.target_group)
    if after.same_as(before):
        return
    if not was:
        must_be_as_seen(found, seen)
    _write(attempt, {found.pk: before}, {found.pk: after}, after.beside(before))


def coding_of(contribution: Contribution) -> Coding:
    """Return how a contribution is coded."""
    return codings(Contribution.objects.filter(pk=contribution.pk))[contribution.pk]


def _chosen(attempt: Attempt, themes: Sequence[str], before: Coding, stances: Mapping[str, str]) -> dict[str, str]:
    """Return the chosen themes, each with the stance to it: those that were there keep their order, so that the main one
    stays the first; what has no direction is stood to in no way.
    """
    there = codebook(attempt.access).all
    chosen = [key for key in themes if key in there]
    in_order = [*(key for key in before.themes if key in chosen), *(key for key in chosen if key not in before.stances)]
    asked = {key: stances.get(key, before.stances.get(key, "")) for key in in_order}
    return {key: stance if there[key].has_direction else "" for key, stance in asked.items()}


@act(
    called=gettext_lazy("Sort many contributions at once"),
    happened=gettext_lazy("%(who)s sorted many contributions at once in “%(step)s”"),
    changed=gettext_lazy("%(who)s sorted it together with others"),
    done=None,  # the page says what was done with how many
    icon="speech",
    touches=Touches.THING,
    page="contributions",
    verbs=("many",),
    reads=None,
    button=Button(gettext_lazy("Sort all of them"), template="followup/many.html"),
)
def code_many(attempt: Attempt, *, order: Order, numbers: Sequence[int] = (), found: str | None = None) -> None:
    """Let one order hold for many contributions: those with these numbers, or everything that an address finds (``found``
    is its question, asked again here). One act, one event, one undo. Themes that somebody else has given are left.
    """
    which = _found(attempt, numbers, found)
    order = _possible(attempt, order)
    if attempt.missing:
        return
    if order.duplicate_of:
        which = which.exclude(pk=order.duplicate_of)
    stood = codings(which)
    if not stood:
        attempt.missing.append(Missing(_("Choose at least one contribution."), "numbers"))
        return
    _write(attempt, stood, {pk: order.of(coding) for pk, coding in stood.items()}, order.said)


def _found(attempt: Attempt, numbers: Sequence[int], address: str | None) -> QuerySet[Contribution]:
    if address is not None:
        return Desk(attempt.access, QueryDict(address)).found
    return found_by(attempt.access.case, [number for number in numbers if 0 < number < 2**31])


def _possible(attempt: Attempt, order: Order) -> Order:
    """Return an order with what there is in the case; what is wrong with it is noted as missing."""
    book = codebook(attempt.access)
    give = {book.now(key): stance for key, stance in order.give.items() if book.now(key) in book.in_force}
    for key in give:
        give[key] = give[key] if book.all[key].has_direction else ""
    wrong = len(give) < len(order.give) or not {*give.values()} <= {"", *Stance.values}
    if wrong or order.kind not in ("", *Contribution.Kind.values):
        attempt.missing.append(Missing(_("That is not one of the choices."), "theme"))
    elif give and order.fits_no_theme:
        attempt.missing.append(Missing(_("Choose themes, or mark that no theme fits."), "fits_no_theme"))
    elif not order.said:
        attempt.missing.append(Missing(_("Choose what is to be done with them."), "theme"))
    elif order.duplicate_of and not _may_be_repeated(attempt, order.duplicate_of):
        attempt.missing.append(Missing(_("That is not one of the choices."), "duplicate_of"))
    said = order.said
    return Order(**{**said, "give": give})


def _may_be_repeated(attempt: Attempt, original: int) -> bool:
    return Contribution.objects.filter(case=attempt.access.case, pk=original, duplicate_of=None).exists()


@act(
    called=gettext_lazy("Undo what one has sorted"),
    happened=gettext_lazy("%(who)s undid a sorting in “%(step)s”"),
    changed=gettext_lazy("%(who)s undid the sorting"),
    done=gettext_lazy("Undone."),
    icon="arrow-left",
    touches=Touches.THING,
    page=PAGE,
    verbs=("undo_coding",),
    reads=None,
    button=Button(gettext_lazy("Undo"), template="followup/undo.html"),
)
def undo_coding(attempt: Attempt, *, coding: int = 0) -> None:
    """Take back one of one's own last twenty acts of coding, the last one where none is named, as long as nobody has coded
    any of it since.
    """
    mine = list(can_be_undone(attempt.access.case, attempt.by))
    found = next((one for one in mine if coding in (0, one.pk)), None)
    if found is None:
        there = CodingAct.objects.filter(case=attempt.access.case, by=attempt.by, pk=coding)
        if coding and there.filter(undone_at__isnull=False).exists():
            return
        raise Refused(_("There is nothing to undo. Only the last twenty things that you did yourself can be undone."))
    if later := coded_since(found):
        facts = {"who": later.by_name, "name": later.contribution.name}
        raise Refused(_("%(who)s has sorted contribution %(name)s since, so this cannot be undone.") % facts)
    if found.act in ALSO_UNDOES:
        ALSO_UNDOES[found.act](attempt, found)
    take_back(hand(attempt), found)
    attempt.facts |= {"count": found.count, "coding": found.pk}
    attempt.quiet = found.count == 1 and is_told_today(attempt)
    attempt.happened = True


def hand(attempt: Attempt) -> Hand:
    """Return who codes in a turn."""
    return Hand(attempt.access.case, attempt.act, attempt.by, attempt.at)


def _write(attempt: Attempt, stood: dict[int, Coding], becomes: dict[int, Coding], given: dict[str, Any]) -> None:
    act = write(hand(attempt), stood, becomes, given)
    if act is None:
        return
    attempt.facts |= {"count": act.count, "coding": act.pk}
    attempt.quiet = act.count == 1 and is_told_today(attempt)
    attempt.happened = True


def _original(attempt: Attempt, contribution: Contribution, name: str) -> Contribution | None:
    """Return what a contribution repeats; what is wrong with the answer is noted as missing."""
    if not name.strip():
        return None
    original, wrong = find_by_name(attempt.access.case.pk, name.strip()), ""
    if original is None:
        wrong = _("There is no contribution %(name)s.") % {"name": name}
    elif original.pk == contribution.pk:
        wrong = _("A contribution cannot be a duplicate of itself.")
    elif original.duplicate_of:
        facts = {"name": original, "original": original.duplicate_of}
        wrong = _("%(name)s is itself a duplicate of %(original)s.") % facts
    elif contribution.duplicates.exists():
        wrong = _("Others are duplicates of this one, so it is the original.")
    if wrong:
        attempt.missing.append(Missing(wrong, "duplicate_of"))
        return None
    return original


def find_by_name(case: int, name: str) -> Contribution | None:
    """Return the contribution that is called so in a case: by its number elsewhere, else by its number here."""
    there, number = Contribution.objects.filter(case=case), name_of_number(name)
    found = there.filter(external_id__same=name).first()
    if found is None and number.isdecimal():
        found = there.filter(number=int(number)).first()
    return found


def is_told_today(attempt: Attempt) -> bool:
    """Say whether the case's history has told already today that this person did such a thing."""
    day = timezone.localdate(attempt.at)
    start = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    told = Event.objects.filter(
        case=attempt.access.case, act=attempt.act, by=attempt.by, at__gte=start, at__lte=attempt.at
    )
    return told.exists()

"""What an act of coding did, in words: which contributions got which theme, and how they stand to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.language.sentences import all_of, figures
from followup.codebook import Codebook
from followup.models import CodingAct, Contribution, Stance


@dataclass(frozen=True)
class Told:
    """An act, and what is said of it."""

    act: CodingAct
    subject: str
    did: str


def told(acts: Sequence[CodingAct], book: Codebook) -> list[Told]:
    """Return what is said of some acts of a case, with one query for what their contributions are called."""
    numbers = {act.number for act in acts if act.number}
    there = Contribution.objects.filter(case__in={act.case_id for act in acts}, number__in=numbers)
    names = {one.number: one.name for one in there.only("number", "external_id")} if numbers else {}
    return [Told(act, _subject(act, names), _did(act.given, book)) for act in acts]


def _subject(act: CodingAct, names: dict[int, str]) -> str:
    if act.number:
        return names.get(act.number, str(act.number))
    return ngettext("%(n)s contribution", "%(n)s contributions", act.count) % {"n": figures(act.count)}


def _did(given: dict[str, Any], book: Codebook) -> str:
    """Return what was done, as it follows upon what it was done with."""
    parts = []
    if given.get("give"):
        parts.append(
            _("got %(themes)s")
            % {"themes": all_of([_theme(key, stance, book) for key, stance in given["give"].items()])}
        )
    if given.get("take"):
        parts.append(_("lost %(themes)s") % {"themes": all_of([_theme(key, "", book) for key in given["take"]])})
    if given.get("fits_no_theme"):
        parts.append(_("is read, and no theme fits"))
    elif given.get("fits_no_theme") is False and not given.get("give"):
        parts.append(_("is to be read again"))
    if given.get("kind"):
        kind = Contribution.Kind(given["kind"]).label
        parts.append(_("is “%(kind)s”") % {"kind": kind})
    if given.get("duplicate_of"):
        parts.append(_("is a duplicate"))
    return ", ".join(parts) or _("was sorted")


def _theme(key: str, stance: str, book: Codebook) -> str:
    name = str(book.all[key]) if key in book.all else "–"
    return f"{name} ({str(Stance(stance).label).lower()})" if stance else name

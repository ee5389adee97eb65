"""The codebook is changed: themes are merged, split, moved and retired; nothing that was coded is lost."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dialog.acts.core import Attempt, Refused
from dialog.acts.step import keep_row
from dialog.forms.draft_form import Missing
from dialog.forms.drafts import new_key
from dialog.process.act import Button, Touches, act
from followup.acts.coding import ALSO_UNDOES, hand
from followup.codebook import Codebook, codebook
from followup.coding import Coding, codings, found_by, write
from followup.merging import STAYS, stance_of_both
from followup.models import CodingAct, Contribution, Theme

PAGE = "themes"
THEME = "theme"  # the kind of row


@act(
    called=gettext_lazy("Merge two themes"),
    happened=gettext_lazy("%(who)s merged two themes in “%(step)s”"),
    changed=gettext_lazy("%(who)s merged its theme with another"),
    done=gettext_lazy("The themes are merged."),
    icon="swap",
    touches=Touches.THING,
    page="merge_themes",
    verbs=("merge_themes",),
    reads=None,
    button=Button(gettext_lazy("Merge"), template="followup/theme_merge.html"),
)
def merge_themes(
    attempt: Attempt, *, theme: str = "", into: str = "", called: str = "", where_both: str = STAYS, reason: str = ""
) -> None:
    """Let everything that is about one theme be about another, which may be called otherwise from then on.

    Where a contribution stands otherwise to both, ``where_both`` says which holds. What rests on the theme that goes rests
    on the other: conclusions, addresses, and what lies under it.
    """
    book = codebook(attempt.access)
    gone, stays = _there(book, theme), _there(book, into)
    if gone.key == stays.key:
        attempt.missing.append(Missing(_("Choose another theme."), "into"))
        return
    stood = codings(Contribution.objects.filter(coded__theme=gone))
    becomes = {pk: _merged(coding, gone.key, stays, where_both) for pk, coding in stood.items()}
    because = reason.strip() or _("Merged with “%(theme)s”.") % {"theme": called.strip() or stays.name}
    if not _keep(attempt, gone, dropped_because=[because]):
        return
    changed: dict[str, list[str]] = {"name": [called.strip()]} if called.strip() not in ("", stays.name) else {}
    if stays.key in book.below(gone.key):
        changed["parent"] = [gone.parent] if gone.parent else []
    if changed and not _keep(attempt, stays, **changed):
        return
    Theme.objects.filter(pk=gone.pk).update(merged_into=stays.key)
    given = {"merged": gone.key, "into": stays.key}
    write(hand(attempt), stood, becomes, given)
    _happened(attempt, f"{gone.name} → {called.strip() or stays.name}", gone.key, reason, len(stood))


def _merged(coding: Coding, gone: str, stays: Theme, where_both: str) -> Coding:
    """Return a coding with one theme in the place of another."""
    stances = dict(coding.stances)
    if stays.key in stances:
        stances[stays.key] = stance_of_both(stances[gone], stances[stays.key], where_both)
        del stances[gone]
    else:
        stances = {stays.key if key == gone else key: stance for key, stance in stances.items()}
    if stays.has_no_direction:
        stances[stays.key] = ""
    return replace(coding, stances=stances)


@act(
    called=gettext_lazy("Split a theme"),
    happened=gettext_lazy("%(who)s split a theme in “%(step)s”"),
    changed=gettext_lazy("%(who)s moved it to a new theme"),
    done=gettext_lazy("The theme is split."),
    icon="swap",
    touches=Touches.THING,
    page="split_theme",
    verbs=("split_theme",),
    reads=None,
    button=Button(pgettext_lazy("theme", "Split"), template="followup/theme_split.html"),
)
def split_theme(
    attempt: Attempt,
    *,
    theme: str = "",
    called: str = "",
    numbers: Sequence[int] = (),
    under: bool = True,
    reason: str = "",
) -> None:
    """Let some of what is about a theme be about a new one instead, ``under`` it or beside it; each keeps its stance."""
    old = _there(codebook(attempt.access), theme)
    if attempt.lacks(called, _("Enter a name for the theme."), "called"):
        return
    found = found_by(attempt.access.case, numbers).filter(coded__theme=old)
    stood = codings(found)
    if not stood:
        attempt.missing.append(Missing(_("Choose at least one contribution."), "numbers"))
        return
    key = new_key()
    parent = old.key if under else old.parent
    text: dict[str, Any] = {"name": [called.strip()], **({"parent": [parent]} if parent else {})}
    if old.has_no_direction:
        text["has_no_direction"] = ["on"]
    made = keep_row(attempt, key, text, kind=THEME)
    attempt.missing += made.missing
    if attempt.missing:
        return
    becomes = {
        pk: replace(coding, stances={key if one == old.key else one: stance for one, stance in coding.stances.items()})
        for pk, coding in stood.items()
    }
    write(hand(attempt), stood, becomes, {"split": old.key, "into": key})
    _happened(attempt, f"{old.name} → {called.strip()}", old.key, reason, len(stood))


@act(
    called=gettext_lazy("Move a theme in the codebook"),
    happened=gettext_lazy("%(who)s moved a theme in “%(step)s”"),
    done=gettext_lazy("The theme is moved."),
    icon="sort",
    touches=Touches.THING,
    page=PAGE,
    verbs=("move_theme",),
    reads=None,
    button=Button(gettext_lazy("Move"), template="followup/theme.html"),
)
def move_theme(attempt: Attempt, *, theme: str = "", to: str = "", parent: str | None = None) -> None:
    """Let a theme stand before (``up``) or after (``down``) its neighbour, or lie under another one, or under none."""
    book = codebook(attempt.access)
    moved = _there(book, theme)
    if parent is not None:
        if parent and (parent not in book.in_force or parent in book.below(theme)):
            attempt.missing.append(Missing(_("A theme cannot lie under itself."), "parent"))
            return
        if parent == moved.parent or not _keep(attempt, moved, parent=[parent] if parent else []):
            return
        last = Theme.objects.filter(case=attempt.access.case).aggregate(last=Max("position"))["last"] or 0
        Theme.objects.filter(pk=moved.pk).update(position=last + 1)
    else:
        beside = book.children(book.parent_of(theme))
        other = beside.index(theme) + {"up": -1, "down": 1}.get(to, 0)
        if not 0 <= other < len(beside) or beside[other] == theme:
            return
        _exchange(book, theme, beside[other])
    _happened(attempt, moved.name, theme, "")


def _exchange(book: Codebook, one: str, other: str) -> None:
    """Let two themes change places; all get the place where they stand."""
    order = list(book.all)
    here, there = order.index(one), order.index(other)
    order[here], order[there] = order[there], order[here]
    for position, key in enumerate(order, start=1):
        book.all[key].position = position
    Theme.objects.bulk_update(book.all.values(), ["position"])


@act(
    called=gettext_lazy("Retire a theme"),
    happened=gettext_lazy("%(who)s retired a theme in “%(step)s”"),
    done=gettext_lazy("The theme is retired. What is about it alone is to be read again."),
    icon="minus-circle",
    touches=Touches.THING,
    page=PAGE,
    verbs=("retire_theme",),
    reads=None,
    button=Button(gettext_lazy("Retire"), template="followup/theme.html"),
)
def retire_theme(attempt: Attempt, *, theme: str = "", reason: str = "") -> None:
    """Retire a theme (utgår) with a reason: it stays to be read and leaves choices and counts."""
    retired = _there(codebook(attempt.access), theme)
    if attempt.lacks(reason, _("Enter why the theme is retired."), "reason"):
        return
    if _keep(attempt, retired, dropped_because=[reason.strip()]):
        _happened(attempt, retired.name, theme, reason)


def _there(book: Codebook, key: str) -> Theme:
    found = book.in_force.get(key)
    if found is None:
        raise Refused(_("That theme does not exist, or has been retired."))
    return found


def _keep(attempt: Attempt, theme: Theme, **changed: list[str]) -> bool:
    """Put a theme in force with something changed; say whether that went well."""
    record = attempt.access.record("compilation", theme.key)
    if record is None:  # it was never written in a form
        facts = {name: values[0] if values else "" for name, values in changed.items()}
        Theme.objects.filter(pk=theme.pk).update(**facts)
        return True
    if record.is_written_on:
        raise Refused(_("Somebody is writing in “%(theme)s”. Finalise or discard that first.") % {"theme": theme.name})
    latest = record.revisions.filter(version=record.version).first()
    text = {**(latest.data if latest else {}), **changed}
    made = keep_row(attempt, theme.key, {name: values for name, values in text.items() if values}, kind=THEME)
    attempt.missing += made.missing
    return not made.missing


def _happened(attempt: Attempt, title: str, theme: str, reason: str, count: int | None = None) -> None:
    attempt.facts |= {"title": title, "theme": theme} | ({"count": count} if count is not None else {})
    attempt.note = reason.strip()
    attempt.happened = True


def _unmerge(attempt: Attempt, act: CodingAct) -> None:
    """Let a theme that was merged hold again; what the other is called now stays."""
    gone = codebook(attempt.access).all.get(act.given.get("merged", ""))
    if gone and gone.merged_into:
        Theme.objects.filter(pk=gone.pk).update(merged_into="")
        attempt.access.forget()
        _keep(attempt, gone, dropped_because=[])


def _unsplit(attempt: Attempt, act: CodingAct) -> None:
    """Retire the theme that came of a split."""
    made = codebook(attempt.access).in_force.get(act.given.get("into", ""))
    if made:
        _keep(attempt, made, dropped_because=[_("The split was undone.")])


ALSO_UNDOES |= {"merge_themes": _unmerge, "split_theme": _unsplit}

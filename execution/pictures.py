"""The pictures of Genomföra: which method reaches which group, and how far the five aspects cover."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms.models import model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.forms.step_form import StepForm
from dialog.pictures import GroupOfMethods, Picture, methods_by_groups
from dialog.process.access import Access
from execution.forms.methods import MethodsForm
from execution.forms.participation import ACCESSIBILITY, INFORMATION
from execution.in_force import Means, live_groups, means, must_be_reached
from execution.models import GroupParticipation


def means_of(access: Access, form: StepForm | None = None) -> list[Means]:
    """Return the methods that reach somebody: of the form while it is written, else those in force. Tools never count."""
    if not isinstance(form, MethodsForm):
        return means(access)
    rows = [row for row in form.live if not row.is_tool]
    return [Means(row.heading, row.judged.get("target_groups", []), row.judged.get("expected") or {}) for row in rows]


def methods_picture(access: Access, form: StepForm | None = None) -> Picture | None:
    """Return the picture of methods × groups; None while there is no method, or no group."""
    methods, groups = means_of(access, form), live_groups(access)
    if not methods or not groups:
        return None
    lines = [
        GroupOfMethods(
            group.name,
            group.given_priority,
            {place: means.expected.get(group.key) for place, means in enumerate(methods) if group.key in means.groups},
        )
        for group in groups
    ]
    return methods_by_groups([means.name for means in methods], lines)


@dataclass(frozen=True)
class Cell:
    """How far one aspect covers a group: a state (a key of ``dialog.look.signs.STATES``) and its words."""

    label: str
    state: str
    words: str


@dataclass(frozen=True)
class CoverLine:
    """A group with its five aspects, and the names of the methods that reach it."""

    key: str
    name: str
    priority: int | None
    cells: list[Cell]
    methods: list[str]


def coverage(access: Access, form: StepForm | None = None) -> list[CoverLine]:
    """Return how far the five aspects cover each group: as it is being written, else as it is in force."""
    if form is None:
        found: dict[str, Mapping[str, Any]] = {
            participation.key: model_to_dict(participation)
            for participation in GroupParticipation.objects.filter(case=access.case)
        }
    else:
        found = {row.key: row.judged for row in form.rows["group"]}
    methods = means(access)
    reaching = {
        group.key: [method.name for method in methods if group.key in method.groups] for group in live_groups(access)
    }
    return [
        CoverLine(
            group.key,
            group.name,
            group.given_priority,
            _cells(found.get(group.key, {}), len(reaching[group.key]), must_be_reached(group)),
            reaching[group.key],
        )
        for group in live_groups(access)
    ]


def _cells(said: Mapping[str, Any], methods: int, needed: bool) -> list[Cell]:
    channels = len(said.get("channels") or []) + bool(said.get("own_channel"))
    known = sum(bool(said.get(name)) for name in INFORMATION)
    open_to = sum(bool(said.get(name)) for name in ACCESSIBILITY)
    thresholds = said.get("thresholds") or []
    real = sum(threshold["kind"] != "none" for threshold in thresholds)
    words = ngettext("%(n)d threshold", "%(n)d thresholds", real) % {"n": real} if real else _("none known")
    return [
        _count(_("Method"), methods, needed),
        _count(_("Channels"), channels, needed),
        _part(_("Information"), known, len(INFORMATION)),
        _part(_("Accessibility"), open_to, len(ACCESSIBILITY)),
        Cell(_("Analysis"), "complete", words) if thresholds else _empty(_("Analysis"), needed),
    ]


def _count(label: str, number: int, needed: bool) -> Cell:
    return Cell(label, "complete", str(number)) if number else _empty(label, needed)


def _part(label: str, number: int, whole: int) -> Cell:
    if not number:
        return _empty(label, needed=False)
    words = _("%(n)d of %(all)d") % {"n": number, "all": whole}
    return Cell(label, "complete" if number == whole else "draft", words)


def _empty(label: str, needed: bool) -> Cell:
    return Cell(label, "remains", _("required")) if needed else Cell(label, "not_started", _("empty"))

"""How far the five aspects cover each target group."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms.models import model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.forms.step_form import StepForm
from dialog.process.access import Access
from execution.forms.participation import ACCESSIBILITY, INFORMATION
from execution.in_force import live_groups, means, must_be_reached
from execution.models import GroupParticipation


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

    @property
    def is_full(self) -> bool:
        """Whether all five aspects cover the group."""
        return all(cell.state == "complete" for cell in self.cells)


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
    words = ngettext("%(n)d barrier", "%(n)d barriers", real) % {"n": real} if real else _("none known")
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

"""Choosing methods: what they must fit in a case, and what a choice adds to the text."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.forms.drafts import Draft, key_of
from dialog.language.sentences import all_of
from execution.experience import methods_here
from execution.forms.methods import MethodRow, MethodsForm
from execution.in_force import levels, live_groups
from execution.models import Unit
from execution.models.counting import aimed_for
from execution.ranking import Fit, Situation, Wanted, rank
from handbook import catalogue
from planning.models import TargetGroup

if TYPE_CHECKING:
    from dialog.process.access import Access

TABLE = MethodRow.name


def situation_of(access: "Access", rows: Iterable[MethodRow]) -> Situation:
    """Return what a method must fit: the case as it is in force, and the methods that are chosen in a text."""
    aims, its_levels = aimed_for(methods_here(access)), levels(access)
    reaching = [row for row in rows if not row.is_tool]
    groups = [
        Wanted(
            group.key,
            group.name,
            group.given_priority,
            aims.get(group.key),
            group.estimated_size if group.estimated_size_unit != TargetGroup.Unit.HOUSEHOLDS else None,
            sum(group.key in row.judged.get("target_groups", ()) for row in reaching),
            sum(people_expected(row).get(group.key, 0) for row in reaching),
        )
        for group in live_groups(access)
    ]
    whole = its_levels.get("", "")
    parts = {part: level for part, level in its_levels.items() if part and level != whole}
    return Situation(tuple(groups), whole, parts, weeks_left(access))


def people_expected(row: MethodRow) -> dict[str, int]:
    """Return how many people one expects of each group by a method; of answers and votes nobody knows how many people."""
    counts: dict[str, int] = row.judged.get("expected") or {}
    return counts if row.judged.get("expected_unit") in (None, "", Unit.PARTICIPANTS) else {}


def weeks_left(access: "Access") -> int | None:
    """Return how many whole weeks are left of the dialogue; None where nobody has said when it ends, or it is over."""
    last = access.case.dialogue_to
    return (last - access.today).days // 7 if last and last >= access.today else None


def choose(slugs: Sequence[str], form: MethodsForm, seen: int) -> tuple[Draft, str, str]:
    """Return the text with a row for each of the methods, the key of the first of them, and what is said of it.

    A row begins with the groups that it reaches and nobody else does, and with how many one may expect of each. Its key
    comes of the methods and the last act that was ``seen``: whoever presses twice adds it once.
    """
    found = catalogue.methods()
    chosen = [found[slug] for slug in dict.fromkeys(slugs) if slug in found]
    draft, access, keys = dict(form.draft), form.access, []
    for method in chosen:
        [fit] = rank([method], situation_of(access, form.live))
        keys.append(key_of(access.case.pk, seen, method.slug))
        if form.row_of(TABLE, keys[-1]) is None:
            draft = {**draft, TABLE: [*draft.get(TABLE, ()), _row(fit, keys[-1])]}
        form = type(form)(draft, access, step=form.step)
    return draft, keys[0] if keys else "", said_of_choice([method.name for method in chosen], form)


def _row(fit: Fit, key: str) -> dict[str, list[str]]:
    groups = fit.wanted
    row = {
        "row": [key],
        "method": [fit.method.slug],
        "target_groups": [group.key for group in groups],
        "part": [fit.part] if fit.part else [],
        "expected": [text for group in groups for text in (group.key, str(group.share_of(fit.method)))],
    }
    return {name: texts for name, texts in row.items() if texts}


def said_of_choice(names: Sequence[str], form: MethodsForm) -> str:
    """Return what is said when methods were added: that they are, who is reached now, and what remains."""
    if not names:
        return ""
    added = ngettext("%(methods)s has been added.", "%(methods)s have been added.", len(names)) % {
        "methods": all_of(names)
    }
    situation = situation_of(form.access, form.live)
    row = form.live[-1]
    if situation.left_out:
        reached_now = _("No method reaches %(groups)s yet.") % {"groups": all_of(g.name for g in situation.left_out)}
    elif any(group.is_first for group in situation.groups):
        reached_now = _("You now reach all priority 1 and 2 groups.")
    else:
        reached_now = ""
    if row.is_tool:
        then = _("A tool supports the methods and does not count towards any group.")
    elif row.misfit:
        then = _("%(misfit)s Enter why it is still suitable.") % {"misfit": row.misfit}
    else:
        then = _("Enter why it suits the question and the groups.")
    return " ".join(filter(None, [added, reached_now, then]))

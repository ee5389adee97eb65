"""What a step shows of earlier dialogues' lessons."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from execution.models import ChosenMethod
from followup.library import beside, fits_groups, fits_methods
from handbook import catalogue
from planning.models import TargetGroup

register = template.Library()


@register.inclusion_tag("followup/library_beside.html", takes_context=True)
def lessons_for(context: dict[str, Any], table: str) -> dict[str, Any]:
    """Lessons beside the step that holds ``table``: «method» or «target_group», by what is written there now."""
    access, form = context["access"], context.get("form")
    rows = [row for row in form.rows[table] if not row.is_dropped] if form and table in form.rows else None
    if table == "method":
        slugs = _methods(access.case.pk) if rows is None else [row.judged.get("method") or "" for row in rows]
        chosen = {slug: one.name for slug, one in catalogue.methods().items() if slug in slugs}
        fitting = fits_methods(chosen)
        links = [(name, _address(method=slug)) for slug, name in chosen.items()]
    else:
        names = _groups(access.case.pk) if rows is None else [row.heading for row in rows]
        fitting, links = fits_groups(names), []
    found = beside(access.user, access.case, fitting)
    return {"lessons": found.lessons, "fits": found.fits, "links": links, "everything": reverse("lessons")}


def _methods(case: int) -> Iterable[str]:
    return set(ChosenMethod.objects.filter(case=case, dropped_because="").values_list("method", flat=True))


def _groups(case: int) -> Iterable[str]:
    return list(TargetGroup.objects.filter(case=case, dropped_because="").values_list("name", flat=True))


def _address(**asked: str) -> str:
    return f"{reverse('lessons')}?{urlencode(asked)}"

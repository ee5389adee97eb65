"""What a step shows of earlier dialogues' lessons."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from followup.library import beside, fits_groups, fits_methods, fits_methods_of
from handbook import catalogue

register = template.Library()


@register.inclusion_tag("followup/library_beside.html", takes_context=True)
def lessons_for(context: dict[str, Any], table: str, *, folded: bool = False) -> dict[str, Any]:
    """Lessons beside the step that holds ``table``: «method» or «target_group», by what stands there now.

    One query more on the page.
    """
    access, form = context["access"], context.get("form")
    rows = [row for row in form.rows.get(table, ()) if not row.is_dropped] if form else []
    links = []
    if table == "method":
        chosen = [row.judged.get("method") or "" for row in rows]
        named = {slug: method.name for slug, method in catalogue.methods().items() if slug in chosen}
        links = [(name, f"{reverse('lessons')}?{urlencode({'method': slug})}") for slug, name in named.items()]
        fitting = fits_methods(named) if form else fits_methods_of(access.case)
    else:
        # Read only, the page's matrix knows the groups that are in force.
        fitting = fits_groups([row.heading for row in rows] if form else _placed(context.get("matrix")))
    found = beside(access.user, access.case, fitting)
    return {
        "lessons": found.lessons,
        "fits": found.fits,
        "links": links,
        "everything": reverse("lessons"),
        "folded": folded,
    }


def _placed(matrix: Any) -> list[str]:
    if not matrix:
        return []
    boxes = [box["groups"] for line in matrix["lines"] for box in line["boxes"]]
    return [group.name for groups in (*boxes, matrix["unplaced"]) for group in groups]

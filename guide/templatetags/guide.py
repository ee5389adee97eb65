"""The guide in other apps' templates.

{% load guide %}
{% help_contacts as contacts %}     whom to ask for help, as safe HTML
{% once "inbox" %}                  what is said to who meets a page for the first time, above its heading
{% once "case" access %}            the same on a page of a case, by the reader's role there
{% first_steps %}                   what an administrator of a new installation does first, until it is done
"""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from dialog.process.access import Access
from dialog.rights import ELECTED_OF_BODY, READER
from guide import first_steps as steps
from guide.first_steps import Line
from guide.first_visits import first_visit
from guide.models import Wording
from guide.statements import statement

register = template.Library()


@register.simple_tag
def help_contacts() -> SafeString:
    """Return whom to ask for help, as the municipality words it."""
    return statement(Wording.Page.HELP_CONTACTS).html_within


@register.inclusion_tag("guide/once.html", takes_context=True)
def once(context: Any, page: str, access: Access | None = None) -> dict[str, Any]:
    """Show what is said on a page to who meets it for the first time."""
    request = context["request"]
    if page == "inbox" and _first_steps(request):
        return {"shown": None}
    shown = first_visit(request, page, _roles_in(access) if access else None)
    return {"shown": shown, "request": request, "along": context.get("along")}


@register.inclusion_tag("guide/first_steps.html", takes_context=True)
def first_steps(context: Any) -> dict[str, Any]:
    """Show an administrator what comes first in a new installation, until all of it is done."""
    lines = _first_steps(context["request"])
    return {"lines": lines, "done": sum(line.is_done for line in lines)}


def _first_steps(request: Any) -> list[Line]:
    """Return the list, read once for a page."""
    if not request.user.is_administrator:
        return []
    if not hasattr(request, "first_steps"):
        request.first_steps = steps.lines()
    return list(request.first_steps)


def _roles_in(access: Access) -> list[str]:
    """Return the roles that somebody has on a page of a case; who is no member of it has none."""
    if not access.is_member:
        return []
    if access.role == READER:
        return ["reader"]
    return ["member", *(["elected"] if ELECTED_OF_BODY in access.capacities else [])]

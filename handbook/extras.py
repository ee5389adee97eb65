"""What stands under the text of some pages though nobody writes it there: principles, ladder, matrix, methods …

One place says which page shows what; the page itself, the whole book and the print all ask it. ``places`` are the
headings that one can go to, by their id.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from handbook import catalogue
from handbook.models import Contact, Edition, Page


def _principles(edition: Edition) -> dict[str, Any]:
    places = {"the_principles": _("The principles")}
    if edition.definition_of_resident:
        places["residents"] = _("Who the residents are")
    if edition.policy_title:
        places["policy"] = _("The policy")
    if edition.vision_text:
        places["vision"] = _("The vision")
    shown: dict[int | None, list[Page]] = {}
    for page in edition.pages.filter(principle__isnull=False).only("key", "title", "principle_id", "edition_id"):
        shown.setdefault(page.principle_id, []).append(page)
    principles = [(principle, shown.get(principle.pk, [])) for principle in edition.principles.all()]
    return {"places": places, "edition": edition, "principles": principles}


def _contacts(edition: Edition) -> dict[str, Any]:
    return {"places": {}, "contacts": list(Contact.objects.select_related("department", "person"))}


def _goal_examples(edition: Edition) -> dict[str, Any]:
    return {"places": {"goal_examples": _("Examples of goals")}, "examples": catalogue.goal_examples()}


def _ladder(edition: Edition) -> dict[str, Any]:
    with override(settings.LANGUAGE_CODE):  # as the page that it stands in
        return {"places": {"ladder": _("The ladder")}, "levels": list(catalogue.levels().values())}


def _matrix(edition: Edition) -> dict[str, Any]:
    with override(settings.LANGUAGE_CODE):
        return {"places": {"matrix": _("The matrix")}, "priorities": list(catalogue.priorities().values())}


def _methods(edition: Edition) -> dict[str, Any]:
    methods = [method for method in catalogue.methods().values() if not method.tool]
    tools = [method for method in catalogue.methods().values() if method.tool]
    places = {f"method-{method.slug}": method.name for method in methods} | {"tools": _("Tools")}
    return {"places": places, "methods": methods, "tools": tools}


EXTRAS: dict[str, Callable[[Edition], dict[str, Any]]] = {
    "principles": _principles,
    "contacts": _contacts,
    "goals": _goal_examples,
    "influence_level": _ladder,
    "target_groups": _matrix,
    "method_catalogue": _methods,
}


def extra_of(key: str, edition: Edition) -> dict[str, Any] | None:
    """Return what the page of that key shows under its text, with the template that shows it; None for most pages."""
    if key not in EXTRAS:
        return None
    return {"template": f"handbook/extras/{key}.html", **EXTRAS[key](edition)}

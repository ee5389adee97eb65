"""What stands under the text of some pages though nobody writes it there: principles, ladder, matrix, methods …

One place says which page shows what; the page itself, the whole book and the print all ask it.
"""

from collections.abc import Callable
from typing import Any

from handbook import catalogue
from handbook.models import Contact, Edition


def _principles(edition: Edition) -> dict[str, Any]:
    return {"edition": edition, "principles": list(edition.principles.all())}


def _contacts(edition: Edition) -> dict[str, Any]:
    return {"contacts": list(Contact.objects.select_related("department", "person"))}


def _goal_examples(edition: Edition) -> dict[str, Any]:
    return {"examples": catalogue.goal_examples()}


def _ladder(edition: Edition) -> dict[str, Any]:
    return {"levels": list(catalogue.levels().values())}


def _matrix(edition: Edition) -> dict[str, Any]:
    return {"priorities": catalogue.priorities()}


def _methods(edition: Edition) -> dict[str, Any]:
    methods = catalogue.methods().values()
    return {"methods": [one for one in methods if not one.tool], "tools": [one for one in methods if one.tool]}


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

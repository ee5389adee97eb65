"""Which roles somebody has, so that help begins with hers."""

from typing import Any

from dialog import clock
from dialog.models import house

# The page of help that is about each role, in the order in which they are shown.
PAGES = {
    "civil_servant": "tjansteperson",
    "elected": "fortroendevald",
    "communicator": "kommunikator",
    "reader": "lasbehorig",
    "support": "utvecklingsledare",
    "admin": "administrator",
}


def roles_of(person: Any) -> list[str]:
    """Return the roles that somebody who is signed in may act in today; who has none of them reads."""
    if not person.is_authenticated:
        return []
    today = clock.today()
    held = {
        "admin": person.is_administrator,
        "support": person.is_support,
        "communicator": person.is_communicator,
        "civil_servant": house.is_official(person),
        "elected": any(seat.holds(today) for seat in person.seats.all()),
    }
    return [role for role in PAGES if held.get(role)] or ["reader"]

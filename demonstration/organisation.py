"""The demonstration's municipality, bodies and people, from ``sjovik/municipality.toml``."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher
from django.db.models import Model
from django.utils import timezone

from dialog.models import Area, Body, Department, Municipality, Person, Seat

SJOVIK = Path(__file__).parent / "sjovik"
TODAY = dt.date(2026, 11, 6)
M = TypeVar("M", bound=Model)

# Whom one signs in as, by the role that one wants to try; the others have their own names.
ACCOUNTS = {
    "amir.haddad": "tjansteperson",
    "karin.lund": "fortroendevald",
    "sara.nyberg": "kommunikator",
    "petra.vang": "utvecklingsledare",
    "stina.berg": "lasbehorig",
    "olle.brink": "admin",
}


class Organisation:
    """The people and bodies of the demonstration by the keys that its cases use."""

    def __init__(self, bodies: dict[str, Body], people: dict[str, Person]) -> None:
        self.bodies, self.people = bodies, people


def account_of(name: str) -> str:
    """Return the user name of a person of the data."""
    return ACCOUNTS.get(name, name)


def load_organisation() -> Organisation:
    """Write municipality, departments, areas, bodies, people and seats; what is there already is brought up to date."""
    data = tomllib.loads((SJOVIK / "municipality.toml").read_text(encoding="utf-8"))
    _municipality(data)
    departments: dict[str, Department] = {}
    for row in data["department"]:
        facts = {
            "email": row.get("email", ""),
            "address": row.get("address", ""),
            "parent": departments.get(row.get("parent", "")),
        }
        facts["owns_handbook"] = row.get("owns_handbook", False)
        departments[row["key"]], _ = _told(Department, facts, name=row["name"])
    areas: dict[str, Area] = {}
    for row in data["area"]:
        facts = {"part_of": areas.get(row.get("part_of")), "note": row.get("note", "")}
        areas[row["name"]], _ = _told(Area, facts, name=row["name"])
    bodies = {
        row["key"]: _told(Body, {"short": row["short"], "kind": row["kind"]}, name=row["name"])[0]
        for row in data["body"]
    }
    people = {row["account"]: _person(row, departments, bodies) for row in data["person"]}
    return Organisation(bodies, people)


def _told(model: type[M], facts: dict[str, Any], **key: Any) -> tuple[M, bool]:
    """Return the row of that key with those facts, and whether it is new. What says them already is not saved: every case
    of a body would be derived again.
    """
    found, made = model._default_manager.get_or_create(**key, defaults=facts)
    if not made and any(getattr(found, name) != value for name, value in facts.items()):
        for name, value in facts.items():
            setattr(found, name, value)
        found.save()
    return found, made


def _municipality(data: dict[str, Any]) -> None:
    clock_starts = timezone.make_aware(dt.datetime.combine(TODAY, timezone.localtime().time()))
    facts = {key: data[key] for key in ("name", "short_name", "website", "email", "phone", "accent_colour")}
    municipality = Municipality.objects.first() or Municipality()
    for key, value in facts.items():
        setattr(municipality, key, value)
    # Set once: the demonstration's days go on from the first load.
    municipality.clock_offset = municipality.clock_offset or clock_starts - timezone.now()
    municipality.save()


def _person(row: dict[str, Any], departments: dict[str, Department], bodies: dict[str, Body]) -> Person:
    username = account_of(row["account"])
    roles = {
        f"is_{role}": row.get("role") == code
        for role, code in (("communicator", "communicator"), ("support", "support"), ("administrator", "admin"))
    }
    facts = {
        "name": row["name"],
        "email": row["email"],
        "title": row["title"],
        "phone": row.get("phone", ""),
        "department": departments.get(row.get("department", "")),
        "is_staff": roles["is_administrator"],
        **roles,
    }
    person, made = _told(Person, facts, username=username)
    if made:
        person.password = _known_to_everybody(username)
        person.save(update_fields=["password"])
    for seat in row.get("seat", ()):
        held = {"position": seat["position"], "end": seat.get("to"), "note": seat.get("note", "")}
        _told(Seat, held, person=person, body=bodies[seat["body"]], start=seat["from"])
    return person


def _known_to_everybody(password: str) -> str:
    """Return the hash of a password that stands on the login page: to stretch it a million times protects nothing."""
    hasher = get_hasher()
    few = {"iterations": 1000} if isinstance(hasher, PBKDF2PasswordHasher) else {}
    return hasher.encode(password, hasher.salt(), **few)

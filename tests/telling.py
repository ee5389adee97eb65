"""What is told once in a test run, the house, its case and what became of it: by one worker, for all of them."""

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.models import Permission
from django.db import connection

from dialog import municipality
from dialog.models import CasePermission
from dialog.process import edition
from tests import one_run, snapshots

Told = TypeVar("Told")

# What was made once in this run: the house, the case just begun.
TOLD: dict[str, snapshots.Rows] = {}
# What was told in this process, or in another of this run: its name, clock, database before and permissions → the database
# and clock after.
ONCE: dict[tuple[str, dt.datetime, int, frozenset[int]], tuple[snapshots.Rows, dt.datetime]] = {}


def forget_what_refers_to_other_permissions() -> None:
    """Forget it all when the database has been emptied since: Django's permissions have got new keys."""
    there = follows()
    for rows in TOLD.values():
        given = rows.get(CasePermission, {}).values()
        if any(snapshots.value(CasePermission, row, "permission_id") not in there for row in given):
            TOLD.clear()
            return


def follows() -> frozenset[int]:
    """Return the keys of the permission that each case is followed by, by which a database is known."""
    return frozenset(Permission.objects.filter(codename="follow_case").values_list("pk", flat=True))


def go_on_where(before: snapshots.Rows, after: snapshots.Rows) -> None:
    """Let the database, which holds ``before``, hold what somebody's telling led to."""
    snapshots.put_back(before, snapshots.with_passwords_of(before, after))
    municipality.forget()  # rows that are put back send no signal
    edition.forget()


def told_once(what: tuple[Any, ...], before: snapshots.Rows, tell: Callable[[], Told]) -> tuple[snapshots.Rows, Told]:
    """Tell something, or let the database hold what it led to where another worker of this run has told it; return that, and
    what telling gave.
    """

    def tell_here() -> tuple[dict[str, Any], Told]:
        given = tell()
        return snapshots.portable(snapshots.take()), given

    def take_over(made: tuple[dict[str, Any], Told]) -> None:
        go_on_where(before, snapshots.brought(made[0]))

    rows, given = one_run.made_once((connection.vendor, *what), tell_here, take_over)
    return snapshots.brought(rows), given

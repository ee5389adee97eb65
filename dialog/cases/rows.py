"""The rows of the list of cases: whom each waits for by name, or that it rests, is closed or under way."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dialog import clock
from dialog.acts import words
from dialog.cases.names import names_in_list
from dialog.language.dates import say_date, say_since
from dialog.models import Case, Person
from dialog.process.audiences import first_of


@dataclass(frozen=True)
class Row:
    """A case and how it stands: the state whose sign it bears (``dialog.look.signs``) and what is said beside it, empty
    where the sign's own words say it; ``short`` is the same in one line, for a phone.
    """

    case: Case
    state: str
    words: str
    short: str


def rows(cases: Collection[Case], reader: Person, now: dt.datetime) -> list[Row]:
    """Return the rows of some cases, as one person reads them."""
    names = names_in_list(cases, reader, now)
    return [_row(case, names.get(case.pk, ""), now) for case in cases]


def _row(case: Case, whom: str, now: dt.datetime) -> Row:
    if case.paused_until and case.paused_until > clock.local(now).date():
        return Row(case, "paused", "", _("paused until %(day)s") % {"day": say_date(case.paused_until)})
    if case.waits_since and case.waits_since <= now:
        return Row(case, "waiting", whom, say_since(first_of(whom), case.waits_since, now))
    if case.closed_at:
        return Row(case, "done", words.phase_name("closed"), case.get_outcome_display())
    return Row(case, "draft", _("In progress"), _("In progress"))

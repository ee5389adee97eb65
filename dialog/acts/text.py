"""The acts at a publication text besides writing: to hand it over, to note that it was published."""

import datetime as dt

from django.utils.translation import gettext as _

from dialog.acts.core import Turn, act, beside
from dialog.acts.step import propose
from dialog.files.address import ADDRESS
from dialog.forms.draft_form import Missing
from dialog.models import Publication


@act
def hand_over(turn: Turn, *, comment: str = "") -> None:
    """Hand a complete text over to the communicators; it is theirs until they approve it or send it back."""
    propose(turn, comment=comment)


@act
def publish(turn: Turn, *, address: str = "", date: dt.date | None = None) -> None:
    """Note where and when the version in force was published. It is noted once; a change is a new version."""
    record, today = turn.record, turn.access.today
    if not ADDRESS.match(address):
        turn.missing.append(Missing(_("Write the address where it is published, beginning with https://."), "address"))
    if date is None or date > today:
        turn.missing.append(Missing(_("Write the day when it was published, today or before."), "published_on"))
    if turn.missing:
        return
    if Publication.objects.filter(record=record, version=record.version).exists():
        turn.stands_already(_("It is noted already where this version was published."), "address")
        return
    assert date is not None
    Publication.objects.create(
        record=record, version=record.version, address=address, date=date, by=turn.by, at=turn.at
    )
    turn.data = None
    turn.version = record.version
    turn.facts |= {"address": address, "date": date.isoformat()}
    turn.happened = True


@beside
def still_right(turn: Turn) -> None:
    """Say that a published text is right although something has changed since it was handed over."""
    turn.happened = True

"""The acts at a publication text besides writing: to hand it over, to note that it was published."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.acts.core import Attempt
from dialog.acts.step import propose
from dialog.files.address import ADDRESS
from dialog.forms import posted
from dialog.forms.draft_form import Missing
from dialog.models import Person, Publication
from dialog.process.act import SAVED, Button, Part, Touches, act


def _communicators(attempt: Attempt) -> Iterable[Person]:
    return Person.objects.filter(is_communicator=True, is_active=True)


@act(
    called=gettext_lazy("Send a text to the communications team"),
    happened=gettext_lazy("%(who)s sent a text to the communications team in “%(step)s”"),
    done=gettext_lazy("The text has been sent to the communications team."),
    not_done=gettext_lazy("Saved, but not sent to the communications team"),
    icon="hand-over",
    goes_to=_communicators,
    done_to=gettext_lazy("The text has been sent to %(people)s."),
    looks_at_text=True,
    reads={"comment": posted.comment},
    button=Button(gettext_lazy("Send to the communications team"), Part.SENDS),
)
def hand_over(attempt: Attempt, *, comment: str = "") -> None:
    """Hand a complete text over to the communicators; it is theirs until they approve it or send it back."""
    propose(attempt, comment=comment)


@act(
    called=gettext_lazy("Mark a text as published"),
    happened=gettext_lazy("%(who)s marked a text in “%(step)s” as published"),
    done=gettext_lazy("The text has been marked as published."),
    icon="megaphone",
    reads={"address": posted.text("address"), "date": posted.day("published_on")},
    button=Button(gettext_lazy("Mark as published"), template="texts/published.html"),
)
def publish(attempt: Attempt, *, address: str = "", date: dt.date | None = None) -> None:
    """Note where and when the version in force was published. It is noted once; a change is a new version."""
    record, today = attempt.record, attempt.access.today
    if not ADDRESS.match(address):
        attempt.missing.append(
            Missing(_("Enter the address where the text is published, starting with https://."), "address")
        )
    if date is None or date > today:
        attempt.missing.append(
            Missing(_("Enter the date when the text was published, today or earlier."), "published_on")
        )
    if attempt.missing:
        return
    if Publication.objects.filter(record=record, version=record.version).exists():
        attempt.stands_already(_("It has already been recorded where this version was published."), "address")
        return
    assert date is not None
    Publication.objects.create(
        record=record, version=record.version, address=address, date=date, by=attempt.by, at=attempt.at
    )
    attempt.data = None
    attempt.version = record.version
    attempt.facts |= {"address": address, "date": date.isoformat()}
    attempt.happened = True


@act(
    called=gettext_lazy("Mark a published text as still up to date"),
    happened=gettext_lazy("%(who)s marked a text in “%(step)s” as still up to date"),
    done=SAVED,
    icon="check",
    touches=Touches.THING,
    looks_at_text=True,
    button=Button(gettext_lazy("The text is still up to date"), template="texts/text.html"),
)
def still_right(attempt: Attempt) -> None:
    """Say that a published text is right although something has changed since it was handed over."""
    attempt.happened = True

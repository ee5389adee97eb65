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
    called=gettext_lazy("Hand a text over"),
    happened=gettext_lazy("%(who)s handed over a text in “%(step)s”"),
    done=gettext_lazy("The text is handed over to the communicators."),
    not_done=gettext_lazy("Saved, but not handed over"),
    icon="hand-over",
    goes_to=_communicators,
    done_to=gettext_lazy("The text is handed over to %(people)s."),
    looks_at_text=True,
    reads={"comment": posted.comment},
    button=Button(gettext_lazy("Hand over to the communicators"), Part.SENDS),
)
def hand_over(attempt: Attempt, *, comment: str = "") -> None:
    """Hand a complete text over to the communicators; it is theirs until they approve it or send it back."""
    propose(attempt, comment=comment)


@act(
    called=gettext_lazy("Note that a text is published"),
    happened=gettext_lazy("%(who)s noted that a text in “%(step)s” is published"),
    done=gettext_lazy("Noted that the text is published."),
    icon="megaphone",
    reads={"address": posted.text("address"), "date": posted.day("published_on")},
    button=Button(gettext_lazy("Note that it is published"), template="texts/published.html"),
)
def publish(attempt: Attempt, *, address: str = "", date: dt.date | None = None) -> None:
    """Note where and when the version in force was published. It is noted once; a change is a new version."""
    record, today = attempt.record, attempt.access.today
    if not ADDRESS.match(address):
        attempt.missing.append(
            Missing(_("Write the address where it is published, beginning with https://."), "address")
        )
    if date is None or date > today:
        attempt.missing.append(Missing(_("Write the day when it was published, today or before."), "published_on"))
    if attempt.missing:
        return
    if Publication.objects.filter(record=record, version=record.version).exists():
        attempt.stands_already(_("It is noted already where this version was published."), "address")
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
    called=gettext_lazy("Say that a published text is still right"),
    happened=gettext_lazy("%(who)s noted that a text in “%(step)s” is still right"),
    done=SAVED,
    icon="check",
    touches=Touches.THING,
    looks_at_text=True,
    button=Button(gettext_lazy("The text is right all the same"), template="texts/text.html"),
)
def still_right(attempt: Attempt) -> None:
    """Say that a published text is right although something has changed since it was handed over."""
    attempt.happened = True

"""How people get a password: by a letter with a link that works once, when their account is new or they forgot it."""

import uuid
from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import base36_to_int, urlsafe_base64_encode
from django.utils.translation import gettext as _

from dialog.forms.sending import keys_of
from dialog.machine import jobs
from dialog.machine.jobs import Progress, TryLater, job_kind
from dialog.mail import sending as mail
from dialog.models import Job, Person

KIND = "password_letter"
OLD_ADDRESS = "address_letter"


# How many days a link works: for whoever has never signed in it is an invitation, and people are away.
DAYS, DAYS_OF_INVITATION = 3, 14


class Links(PasswordResetTokenGenerator):
    """Makes and judges what stands in a link to choose a password; it holds for some days, an invitation for longer."""

    def check_token(self, user: Any, token: str | None) -> bool:
        """Say whether the link holds for a person, still."""
        if not user or not token or not super().check_token(user, token):
            return False
        made = base36_to_int(token.split("-")[0])
        return self._num_seconds(self._now()) - made <= days_of(user) * 24 * 60 * 60


links = Links()


def days_of(person: Person) -> int:
    """Return for how many days a link to choose a password works for somebody."""
    return DAYS if person.last_login else DAYS_OF_INVITATION


def to_invite() -> QuerySet[Person]:
    """Return those whose accounts are open and who never signed in: a letter can invite them."""
    return Person.objects.filter(is_active=True, last_login=None).exclude(email="")


@transaction.atomic
def invite_all(*, by: Person, sending: str) -> int:
    """Have all who never signed in invited by letter, each once from one page, and return how many they are."""
    people = list(to_invite())
    for person, (key,) in ((person, keys_of(sending, [(person.pk,)])) for person in people):
        ask_for_letter(person, by=by, key=key)
    return len(people)


def ask_for_letter(person: Person, *, by: Person | None = None, key: str = "") -> Job:
    """Have a letter sent with which the person chooses a password, once for a ``key``; without one it is another letter.

    ``by`` is the administrator who made the account.
    """
    return jobs.ask(KIND, key=key or uuid.uuid4().hex, by=by, person=person.pk)


def link(person: Person) -> str:
    """Return the whole address where the person chooses a password; it holds until she does, or some days."""
    key = urlsafe_base64_encode(force_bytes(person.pk))
    return mail.address(reverse("password_choose", args=[key, links.make_token(person)]))


@job_kind(KIND)
def send_letter(job: Job, report: Progress) -> None:
    """Send the letter, to the address that the person has by then."""
    person = Person.objects.filter(pk=job.arguments["person"], is_active=True).exclude(email="").first()
    if person is None:
        return
    subject = _("Choose your password in Dialog") if job.by_id else _("Choose a new password in Dialog")
    _send(
        "password",
        person.email,
        subject,
        person=person,
        link=link(person),
        is_new=bool(job.by_id),
        days=days_of(person),
    )


def tell_old_address(person: Person, old: str, *, by: Person) -> Job:
    """Have the address that a person had told that it is hers no more: whoever has the new one can sign in as her."""
    return jobs.ask(OLD_ADDRESS, key=uuid.uuid4().hex, by=by, person=person.pk, old=old)


@job_kind(OLD_ADDRESS)
def send_to_old_address(job: Job, report: Progress) -> None:
    """Send the letter to the old address."""
    person = Person.objects.get(pk=job.arguments["person"])
    _send("address", job.arguments["old"], _("Your address in Dialog has been changed"), person=person, by=job.by)


def _send(template: str, to: str, subject: str, **context: object) -> None:
    try:
        mail.send(template, [to], subject, **context)
    except OSError as reason:
        raise TryLater(_("The mail server is not responding.")) from reason

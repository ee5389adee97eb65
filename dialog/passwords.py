"""How people get a password: by a letter with a link that works once, when their account is new or they forgot it."""

import uuid

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from dialog import jobs, mail
from dialog.jobs import Progress, TryLater, job_kind
from dialog.models import Job, Person

KIND = "password_letter"
OLD_ADDRESS = "address_letter"


def ask_for_letter(person: Person, *, by: Person | None = None) -> Job:
    """Have a letter sent with which the person chooses a password. ``by`` is the administrator who made the account."""
    return jobs.ask(KIND, key=uuid.uuid4().hex, by=by, person=person.pk)


def link(person: Person) -> str:
    """Return the whole address where the person chooses a password; it holds until she does, or three days."""
    key = urlsafe_base64_encode(force_bytes(person.pk))
    return mail.address(reverse("password_choose", args=[key, default_token_generator.make_token(person)]))


@job_kind(KIND)
def send_letter(job: Job, report: Progress) -> None:
    """Send the letter, to the address that the person has by then."""
    person = Person.objects.filter(pk=job.arguments["person"], is_active=True).exclude(email="").first()
    if person is None:
        return
    subject = _("Choose your password in Dialog") if job.by_id else _("Choose a new password in Dialog")
    _send("password", person.email, subject, person=person, link=link(person), is_new=bool(job.by_id))


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
        raise TryLater(_("The mail server does not answer.")) from reason

"""Makes the first administrator of an installation, who then adds everybody else in the browser."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dialog.language.letters import name_to_sign_in
from dialog.mail import passwords
from dialog.models import Person


class Command(BaseCommand):
    """``manage.py create_administrator EMAIL --name NAME``: prints a link with which the password is chosen."""

    help = "Make an administrator, or make somebody who is there already one."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take address and name."""
        parser.add_argument("email", help="E-mail address, with which one signs in.")
        parser.add_argument("--name", default="", help="First name and surname; needed for a new account.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account and print where its password is chosen."""
        email, name = options["email"].strip(), options["name"].strip()
        person = Person.objects.filter(email__same=name_to_sign_in(email)).first()
        if person is None:
            if not name:
                raise CommandError("There is no account with that address: give its --name to make one.")
            person = Person(username=email, email=email, name=name)
            person.set_unusable_password()
        person.is_administrator = person.is_active = True
        try:
            person.full_clean(exclude=["password"])
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages)) from wrong
        person.save()
        self.stdout.write(f"{person.name} is an administrator. The password is chosen at {passwords.link(person)}")

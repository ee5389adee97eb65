"""What there is in the installation before anything happens: the house, its people with passwords, two cases."""

from django.core.management import call_command

from dialog import clock
from dialog.acts.members import add_member
from dialog.models import Membership, Person, Seat
from tests.outages.words import PASSWORD
from tests.story import House, Story

ELECTED = 20  # besides those of the house; each has a letter of her own


def tell() -> None:
    """Make the tables, the people and five cases: two have something to report, in two others are many members."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    house = House()
    titles = ("Norra stranden", "Södra torget", "Västra parken", "Östra ängen", "Gamla stan")
    cases = [Story(house, clock.now(), title=title) for title in titles]
    for case in (cases[1], cases[4]):
        case.carry("purpose", "question")
    add_elected(house, cases[2:4])
    for person in Person.objects.all():
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])


def add_elected(house: House, cases: list[Story]) -> None:
    """Make twenty more members of the body, who are members of the cases."""
    for number in range(ELECTED):
        person = house.person(f"elected{number}", f"Ledamot {number}", department=None)
        Seat.objects.create(person=person, body=house.body, position="ledamot", start="2023-01-01")
        for story in cases:
            by = house["responsible"]
            add_member(story.pk, by=by, person=person, role=Membership.Role.ELECTED, at=story.now)

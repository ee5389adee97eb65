"""What was told once in a run is put back for whoever tells it again."""

from django.urls import reverse

from dialog.models import Person
from tests import snapshots
from tests.story import House, Story
from tests.telling import ONCE, TOLD


def test_what_was_told_where_people_had_other_passwords_shuts_nobody_out(house: House) -> None:
    first = Story(house)
    Person.objects.update(password="what-a-browser-types")
    first.once("a stranger comes in", lambda: first.join("stranger", "reader"))
    snapshots.empty()

    again = Story(House()).once("a stranger comes in", lambda: None)

    assert again.case.memberships.filter(person__username="stranger").exists(), "it was told anew"
    assert again.client("stranger").get(reverse("inbox")).status_code == 200


def test_what_another_worker_of_the_run_has_told_is_taken_over(house: House) -> None:
    first = Story(house)
    first.once("a stranger comes in and later reads", lambda: (first.join("stranger", "reader"), first.later(days=1)))
    snapshots.empty()
    TOLD.clear()  # as in a process that has told nothing
    ONCE.clear()

    again = Story(House()).once("a stranger comes in and later reads", lambda: None)

    assert again.case.memberships.filter(person__username="stranger").exists(), "it was told anew"
    assert again.now == first.now
    assert again.client("stranger").get(again.url("case")).status_code == 200

"""A municipality with very many cases: copies of one that was carried through by acts, and those who meet them.

Three people matter: a member of few cases, a member of many, and one who reads all of them.
"""

import datetime as dt

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from dialog.models import Body, Case, CasePermission, Membership, Person, Record, Wait
from tests.story import PLANNING, TEXTS, House, Story

FEW, MANY, OTHERS = 5, 5000, 500
RARE = "ängskojan"
TEN = range(1, 11)
ROWS = 450  # goals, and as many groups, in the case of the long report
GROUPS = ("target_groups", "target_group")


class Municipality:
    """One case in the middle of planning, and as many copies as are asked for."""

    def __init__(self) -> None:
        self.story = Story(House(), timezone.now()).carry("purpose", "question", "influenceable", "goals")
        self._ten_goals()
        self.few = self.story.house["responsible"]
        self.many = self.story.house.person("many", "Maj Ek")
        self.all = self.story.house["support"]
        self.size = 1
        self.permission = Permission.objects.get(
            codename="follow_case", content_type=ContentType.objects.get_for_model(Case)
        )

    def grow_to(self, size: int) -> None:
        """Write copies until there are ``size`` cases, and let the database count them."""
        for first in range(self.size, size, 5000):
            self._copy(range(first, min(first + 5000, size)))
        self.size = size
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")

    def long_story(self) -> Story:
        """Carry a case through planning whose plan is some sixty pages, and return it."""
        story = Story(self.story.house, timezone.now(), title="Översiktsplanen: hela kommunen")
        goal, group = (_without_key(TEXTS[step][table][0]) for step, table in (("goals", "goal"), GROUPS))
        keys = [f"{number:08x}" for number in range(1, ROWS + 1)]
        groups = [{"row": [key], **group, "name": [f"Boende i område {key}"]} for key in keys]
        story.texts = TEXTS | {
            "goals": {"goal": [{"row": [key], **goal} for key in keys]},
            "target_groups": TEXTS["target_groups"] | {"target_group": groups},
        }
        return story.carry(*PLANNING)

    def _copy(self, numbers: range) -> None:
        """Write copies in bulk: for lists alone, their steps hold no text."""
        people = list(Person.objects.filter(username__startswith="servant"))
        people = people or [self.story.house.person(f"servant{n}", f"Person {n:03}") for n in range(OTHERS)]
        bodies, now = list(Body.objects.all()), timezone.now()
        cases = Case.objects.bulk_create(
            Case(
                title=f"Fråga nummer {number} om gatan, parken och torget",
                registry_number=f"X {2000 + number % 26}/{number}",
                body=bodies[number % len(bodies)],
                responsible=people[number % len(people)],
                created_by=people[number % len(people)],
                created_at=now - dt.timedelta(days=number % 900),
                changed_at=now - dt.timedelta(minutes=number),
                phase=("planning", "execution", "followup")[number % 3],
                waits_for="responsible" if number % 2 else "",
                waits_since=now - dt.timedelta(hours=number) if number % 2 else None,
                search_text=f"fråga nummer {number} om gatan, parken och torget {RARE if number % 4999 == 7 else ''}",
            )
            for number in numbers
        )
        members = [
            Membership(case=case, person=person, role=role, start=case.created_at.date())
            for number, case in zip(numbers, cases, strict=True)
            for person, role in self._members(number, case)
        ]
        Membership.objects.bulk_create(members, batch_size=5000)
        CasePermission.objects.bulk_create(
            (
                CasePermission(permission=self.permission, user_id=member.person_id, content_object_id=member.case_id)
                for member in members
            ),
            batch_size=5000,
            ignore_conflicts=True,
        )
        steps = list(self.story.case.records.filter(row="").values_list("step", flat=True))
        Record.objects.bulk_create(
            (Record(case=case, step=step, version=1, done=True, revision=1) for case in cases for step in steps),
            batch_size=5000,
        )
        Wait.objects.bulk_create(
            Wait(case=case, kind="minutes", audience="responsible", step="influenceable", since=case.waits_since)
            for case in cases
            if case.waits_since
        )

    def _members(self, number: int, case: Case) -> list[tuple[Person, str]]:
        found = [(case.responsible, "civil_servant")]
        if number <= MANY:
            found.append((self.many, "civil_servant"))
            if number % 2:
                case.responsible = self.many
                Case.objects.filter(pk=case.pk).update(responsible=self.many)
        if number < FEW:
            found.append((self.few, "civil_servant"))
        return found

    def _ten_goals(self) -> None:
        """Give the step ten goals in force."""
        goal = _without_key(TEXTS["goals"]["goal"][0])
        rows = [{"row": [f"{number:08x}"], **goal} for number in TEN]
        self.story.act("finish", "goals", data={"goal": rows})


def _without_key(row: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: values for name, values in row.items() if name != "row"}

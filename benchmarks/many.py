"""A municipality with very many cases: copies of one that was carried through by acts."""

import datetime as dt

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from dialog.models import Body, Case, CasePermission, Membership, Person, Record, Wait

MEMBERS_OF_EACH = 4  # how many of the copies one person is a member of, in a hundred


def copy_many(original: Case, how_many: int) -> None:
    """Write copies of a case with members, records and what waits, in bulk: for lists alone, their steps hold no text."""
    people = list(Person.objects.filter(is_administrator=False))
    bodies = list(Body.objects.all())
    now = timezone.now()
    cases = Case.objects.bulk_create(
        [
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
                search_text=f"fråga nummer {number} om gatan, parken och torget x {number}",
            )
            for number in range(how_many)
        ],
        batch_size=1000,
    )
    Membership.objects.bulk_create(
        [
            Membership(case=case, person=person, role=role, start=case.created_at.date())
            for number, case in enumerate(cases)
            for person, role in (
                (case.responsible, "civil_servant"),
                (people[(number + 1) % len(people)], "elected"),
            )
        ],
        batch_size=1000,
    )
    permission = Permission.objects.get(codename="follow_case", content_type=ContentType.objects.get_for_model(Case))
    CasePermission.objects.bulk_create(
        [
            CasePermission(permission=permission, user_id=person, content_object_id=case)
            for case, person in Membership.objects.filter(case__in=cases).values_list("case", "person")
        ],
        batch_size=1000,
        ignore_conflicts=True,
    )
    steps = list(original.records.filter(row="").values_list("step", flat=True))
    Record.objects.bulk_create(
        [Record(case=case, step=step, version=1, done=True, revision=1) for case in cases for step in steps],
        batch_size=2000,
    )
    Wait.objects.bulk_create(
        [
            Wait(case=case, kind="section", audience="responsible", step="influenceable", since=case.waits_since)
            for case in cases
            if case.waits_since
        ],
        batch_size=1000,
    )

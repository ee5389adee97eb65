"""A case in which a decision is being prepared, made by the acts themselves."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils.timezone import make_aware

from dialog.access import load
from dialog.acts.case import add_member, create_case
from dialog.acts.core import run
from dialog.models import Body, Municipality, Person, Seat

NOW = make_aware(dt.datetime(2026, 11, 3, 10, 42))  # noqa: DTZ001

PURPOSE = {
    "purpose": ["Förstå hur olika grupper vill använda Norra stranden."],
    "overall_purpose": ["equal_participation"],
    "use_of_result": ["Underlag när nämnden väljer läge för bryggan."],
    "requested_by": ["Tekniska nämnden"],
    "for_decision": ["Val av utformning och läge"],
    "decision_by": ["2027-05-18"],
}
QUESTION = {"question": ["Hur ska Norra stranden bli en badplats för fler?"]}
YES = {
    "question_influenceable": ["yes"],
    "decision_makers_influenceable": ["yes"],
    "motivation": ["Nämnden förfogar över drift och investering på stranden."],
}


@pytest.fixture
def stranden(db):
    """Norra stranden: purpose and question approved, a proposal that the question can be influenced not yet sent."""
    Municipality.objects.create(name="Sjöviks kommun")
    body = Body.objects.create(name="Tekniska nämnden", short="TN")
    people = {
        key: Person.objects.create(username=key, name=name, title=title)
        for key, name, title in (
            ("amir", "Amir Haddad", "utredare"),
            ("karin", "Karin Lund", "ledamot"),
            ("sara", "Sara Nyberg", "kommunikatör"),
        )
    }
    Seat.objects.create(person=people["karin"], body=body, start=dt.date(2023, 1, 1))
    case = create_case(
        by=people["amir"],
        title="Norra stranden: badplats för fler",
        body=body,
        responsible=people["amir"],
        registry_number="TN 2026/114",
        at=NOW,
    )
    add_member(case.pk, by=people["amir"], person=people["karin"], role="elected", at=NOW)

    def act(name: str, step: str, *, by: str = "amir", **facts):
        turn = run(name, case.pk, step, by=people[by], at=NOW, **facts)
        assert not turn.missing, turn.missing
        return turn

    return SimpleNamespace(
        case=case, act=act, **people, access=lambda who="amir": load(people[who], case.pk), people=people
    )


@pytest.fixture
def approved(stranden):
    """The same with purpose and question approved."""
    for step, text in (("purpose", PURPOSE), ("question", QUESTION)):
        stranden.act("propose", step, data=text)
        stranden.act("approve", step, by="karin", data=text)
    return stranden

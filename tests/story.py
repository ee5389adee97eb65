"""The one case that the tests of the domain tell about: its house, its people, its texts, and how it gets where it is.

Everything is made by the acts that the application has. ``story.go_to("goals")`` carries the case to the day when that
step is the next thing to do; ``story.act(…)`` does one thing; ``story.client("elected")`` is her browser.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.timezone import make_aware

from demonstration.later_steps import any_words
from dialog.acts.case import create_case
from dialog.acts.core import Attempt, run
from dialog.acts.members import add_member
from dialog.forms.drafts import Draft
from dialog.models import (
    Body,
    Case,
    Department,
    Membership,
    Municipality,
    Person,
    Record,
    Revision,
    Seat,
)
from dialog.process.access import Access, allowed_acts, load
from dialog.process.phases import process
from dialog.process.step import DecidedStep, Step
from handbook.models import Edition
from tests import snapshots
from tests.telling import ONCE, TOLD, follows, forget_what_refers_to_other_permissions, go_on_where, told_once

NOW = make_aware(dt.datetime(2026, 11, 3, 10, 42))  # noqa: DTZ001 - made aware in the municipality's own zone

# Who they are → name, and what marks them in the organisation.
PEOPLE: dict[str, tuple[str, dict[str, bool]]] = {
    "responsible": ("Amir Haddad", {}),
    "civil_servant": ("Lena Ek", {}),
    "elected": ("Karin Lund", {}),
    "substitute": ("Kjell Berg", {}),
    "other_body": ("Elin Strand", {}),
    "reader": ("Stina Berg", {}),
    "communicator": ("Sara Nyberg", {"is_communicator": True}),
    "support": ("Petra Vång", {"is_support": True}),
    "admin": ("Olle Brink", {"is_administrator": True, "is_staff": True}),
    "stranger": ("Frank Dahl", {}),
}
# Who sits where, and as what; all others are officials.
SEATS = {"elected": ("TN", "ledamot"), "substitute": ("TN", "ersättare"), "other_body": ("KS", "ledamot")}
MEMBERS = {
    "civil_servant": Membership.Role.CIVIL_SERVANT,
    "elected": Membership.Role.ELECTED,
    "substitute": Membership.Role.ELECTED,
    "other_body": Membership.Role.ELECTED,
    "reader": Membership.Role.READER,
}
# Who does an act when a test does not say who.
USUALLY = dict.fromkeys(("approve", "decide", "send_back", "postpone", "return_by_body", "confirm_gate"), "elected")

PURPOSE: Draft = {
    "purpose": ["Förstå hur olika grupper vill använda Norra stranden."],
    "overall_purpose": ["equal_participation"],
    "use_of_result": ["Underlag när nämnden väljer läge för bryggan."],
    "requested_by": ["Tekniska nämnden"],
    "for_decision": ["Val av utformning och läge"],
    "decision_by": ["2027-05-18"],
}
QUESTION: Draft = {"question": ["Hur ska Norra stranden bli en badplats för fler?"]}
YES: Draft = {
    "question_influenceable": ["yes"],
    "decision_makers_influenceable": ["yes"],
    "motivation": ["Nämnden förfogar över drift och investering på stranden."],
    "made_by": ["body"],
}
NO: Draft = {
    "question_influenceable": ["no"],
    "motivation": ["Läget är bestämt i detaljplanen."],
    "made_by": ["body"],
}
GOAL: dict[str, list[str]] = {
    "row": ["0a1b2c3d"],
    "type": ["result_goal"],
    "goal": ["Tre grupper som sällan hörs har sagt sin mening."],
    "indicators": ["Antal samtal\nSpridning i ålder"],
    "data_collection_how": ["Räknas vid varje aktivitet."],
}
GOALS: Draft = {"goal": [GOAL]}

HELP: Draft = {
    "is_dialogue_answer": ["yes"],
    "similar_initiatives_answer": ["no"],
    "done_before_answer": ["no"],
    "help_declined": ["on"],
}
RESPONSIBILITY: Draft = {
    "representative": [{"row": ["0000a001"], "named": ["Karin Lund"], "spokesperson": ["on"]}],
    "task": [{"row": ["0000b001"], "kind": ["planning"], "who_named": ["Lena Ek"], "due": ["2027-01-31"]}],
}
LEVEL: Draft = {
    "level": ["dialogue"],
    "motivation": ["Läget är inte bestämt."],
    "promise": ["Vi svarar på varje förslag."],
    "made_by": ["body"],
}
GROUP: dict[str, list[str]] = {
    "row": ["0000c001"],
    "name": ["Unga 13–19 år"],
    "affected": ["high"],
    "engagement": ["low"],
}
GROUPS: Draft = {"target_group": [GROUP], "children_affected": ["yes"], "children_heard": ["I skolan."]}
OUTSIDE: Draft = {"outside_mandate": ["Bussarna."], "outside_mandate_handling": ["Lämnas till regionen."]}
GATE: Draft = {"parts_done": ["yes"], "working_group_prepared": ["yes"], "reflection": ["Vi är redo."]}

TEXTS: dict[str, Draft] = {
    "planning_help": HELP,
    "purpose": PURPOSE,
    "question": QUESTION,
    "responsibility": RESPONSIBILITY,
    "influenceable": YES,
    "outside_mandate": OUTSIDE,
    "goals": GOALS,
    "influence_level": LEVEL,
    "target_groups": GROUPS,
    "planning_gate": GATE,
}
PLANNING = [step.key for step in process.phase("planning").steps]


# A step that came into the process after these texts has one all the same.
TEXTS |= {key: any_words(process.step(key).its_form, NOW.date(), "Något.") for key in PLANNING if key not in TEXTS}


# What must be as it was in the house for a case to begin as it does.
UNTOUCHED = (Person, Seat, Membership, Edition)


class House:
    """A municipality with two committees and everybody who works in it; no case yet."""

    def __init__(self) -> None:
        forget_what_refers_to_other_permissions()
        if "house" in TOLD and not any(model.objects.exists() for model in (Person, Municipality, Body, Edition)):
            go_on_where({}, TOLD["house"])
        elif "house" not in TOLD and not snapshots.take():
            TOLD["house"], _ = told_once(("house", sorted(follows())), {}, self.settle_in)
        else:
            self.settle_in()
        self.municipality = Municipality.objects.get()
        self.body, self.other_body = (Body.objects.get(short=short) for short in ("TN", "KS"))
        self.department = Department.objects.get(owns_handbook=True)
        self.administration = Department.objects.get(name="Samhällsbyggnad")
        self.people = {person.username: person for person in Person.objects.filter(username__in=PEOPLE)}

    def settle_in(self) -> None:
        """Make the municipality and its people."""
        self.municipality = Municipality.objects.create(name="Sjöviks kommun")
        self.body = Body.objects.create(name="Tekniska nämnden", short="TN")
        self.other_body = Body.objects.create(name="Kommunstyrelsen", short="KS")
        self.department = Department.objects.create(
            name="Hållbar utveckling", email="hallbar.utveckling@sjovik.example", owns_handbook=True
        )
        self.administration = Department.objects.create(name="Samhällsbyggnad")
        self.people = {key: self.person(key, name, **marks) for key, (name, marks) in PEOPLE.items()}
        began = dt.date(2023, 1, 1)
        for key, (body, position) in SEATS.items():
            seat = {"body": Body.objects.get(short=body), "position": position, "start": began}
            Seat.objects.create(person=self.people[key], **seat)

    def person(self, key: str, name: str, **facts: Any) -> Person:
        """Make somebody of the house: who has no seat in a body belongs to a department."""
        if key not in SEATS:
            facts.setdefault("department", self.department if facts.get("is_support") else self.administration)
        return Person.objects.create(username=key, email=f"{key}@sjovik.example", name=name, **facts)

    def __getitem__(self, key: str) -> Person:
        return self.people[key]


class Story:
    """One case of that house, with a clock of its own: ``now`` is the time that every rule goes by."""

    texts = TEXTS

    def __init__(self, house: House, now: dt.datetime = NOW, **facts: Any) -> None:
        self.house, self.now = house, now
        self.begun = now
        usual = now == NOW and not facts and "house" in TOLD and snapshots.holds(TOLD["house"], UNTOUCHED)
        if usual and "begun" not in TOLD and snapshots.take() == TOLD["house"]:
            TOLD["begun"], self.pk = told_once(("begun", sorted(follows())), TOLD["house"], self.begin)
        elif usual and "begun" in TOLD:
            snapshots.put_back(TOLD["house"], TOLD["begun"])
            self.pk = Case.objects.get().pk
        else:
            self.begin(**facts)

    def begin(self, **facts: Any) -> int:
        """Begin the case and let its members come; return its key."""
        self.pk = create_case(
            by=self.house["responsible"],
            title=facts.pop("title", "Norra stranden: badplats för fler"),
            body=self.house.body,
            responsible=self.house["responsible"],
            at=self.now,
            **facts,
        ).pk
        for key, role in MEMBERS.items():
            self.join(key, role)
        return self.pk

    # The clock

    @property
    def today(self) -> dt.date:
        """The day it is in the story."""
        return self.now.date()

    def later(self, **much: int) -> dt.datetime:
        """Let time pass: ``later(days=3)``. Returns what the clock says then."""
        self.now += dt.timedelta(**much)
        return self.now

    # What stands in the database

    @property
    def case(self) -> Case:
        """The case as it is now."""
        return Case.objects.get(pk=self.pk)

    def access(self, who: str = "responsible") -> Access:
        """The case as one person meets it today."""
        return load(self.house[who], self.pk, at=self.now)

    def record(self, step: str) -> Record:
        """The record of a step; there is one as soon as somebody has written in it."""
        return Record.objects.get(case=self.pk, step=step, row="")

    def seen(self, step: str) -> int:
        """The number of the last act at a step, as a page that is opened now would carry it."""
        return Record.objects.filter(case=self.pk, step=step, row="").values_list("revision", flat=True).first() or 0

    def text(self, step: str) -> Draft:
        """The text that stands in a step, in force or not; empty where nobody has written."""
        latest = Revision.objects.filter(record__case=self.pk, record__step=step, number__isnull=False)
        return latest.order_by("number").last().data if latest else {}

    def version(self, step: str) -> Revision:
        """The version of a step that is in force."""
        record = self.record(step)
        return record.revisions.get(version=record.version)

    def revisions(self, step: str) -> list[Revision]:
        """Every text that was kept in a step, the oldest first."""
        return list(Revision.objects.filter(record__case=self.pk, record__step=step))

    def allowed(self, step: str, who: str) -> frozenset[str]:
        """What a person may do at a step now."""
        access = self.access(who)
        return allowed_acts(process.step(step), access.record(step), access)

    def waits(self) -> set[tuple[str, str]]:
        """What waits in the case today, as (kind, audience)."""
        return set(self.case.waits.filter(since__lte=self.now).values_list("kind", "audience"))

    # Acts

    def join(self, who: str, role: str) -> Membership:
        """Make somebody a member of the case."""
        return add_member(self.pk, by=self.house["responsible"], person=self.house[who], role=role, at=self.now)

    def attempt(self, act: str, step: str, *, by: str = "", seen: int | None = None, **facts: Any) -> Attempt:
        """Try one act as somebody who has the page as it is now before her, or as it was when ``seen``."""
        who = by or USUALLY.get(act, "responsible")
        revision = self.seen(step) if seen is None else seen
        facts = self.usual_facts(act) | facts
        return run(act, self.pk, step, by=self.house[who], revision=revision, at=self.now, **facts)

    def usual_facts(self, act: str) -> dict[str, Any]:
        """Return what goes with an act where nothing else is said: what a body does, it does at a meeting today."""
        return {"on": self.today} if act in ("postpone", "return_by_body") else {}

    def act(self, act: str, step: str, *, changes: bool = True, **facts: Any) -> Attempt:
        """Do one act, which must lack nothing and change something, or else nothing at all."""
        attempt = self.attempt(act, step, **facts)
        assert not attempt.missing, [lack.sentence for lack in attempt.missing]
        assert attempt.happened is changes, f"{act} at {step} changed {'nothing' if changes else 'something'}"
        return attempt

    def decide(
        self, step: str = "influenceable", *, by: str = "elected", on: dt.date | None = None, **text: list[str]
    ) -> Attempt:
        """Record that the body decided as the text that stands in the step says, today or on another day."""
        facts = {"decided_on": [(on or self.today).isoformat()]}
        return self.act("decide", step, by=by, data={**(self.text(step) or self.texts[step]), **facts, **text})

    def carry(self, *steps: str) -> "Story":
        """Take steps all the way: finished, approved or decided."""
        for key in steps:
            step = process.step(key)
            if isinstance(step, DecidedStep):
                self.act("propose", key, data=self.texts[key])
                self.decide(key)
            else:
                if step.send_act == "propose":
                    self.act("propose", key, data=self.texts[key])
                self.act(step.last_act, key, data=self.texts[key])
        return self

    def go_to(self, step: str) -> "Story":
        """Carry the case to the day when a step is the next thing to do: all that it requires is done."""
        return self.tell(*required(process.step(step)))

    def plan(self) -> "Story":
        """Carry the case through the whole of planning, to the day when its gate can be confirmed."""
        return self.tell(*PLANNING)

    def tell(self, *steps: str) -> "Story":
        """Take steps all the way; told once a run where the database was the same before."""
        return self.once(" ".join(steps), lambda: self.carry(*steps))

    def once(self, told: str, tell: Callable[[], object]) -> "Story":
        """Tell something under a name of its own; where the same was told of the same database before, put back what
        it led to. It must rest on the database and the story's clock alone.
        """
        before, known = snapshots.take(), follows()
        key = (told, self.now, snapshots.fingerprint(before), known)
        if key in ONCE:
            after, self.now = ONCE[key]
            go_on_where(before, after)
            return self

        def tell_and_look() -> dt.datetime:
            tell()
            return self.now

        rows, self.now = told_once(
            (told, self.now, snapshots.what_counts(before), sorted(known)), before, tell_and_look
        )
        ONCE[key] = (rows, self.now)
        return self

    # Browsers

    def client(self, who: str) -> Client:
        """The browser of a person who is signed in."""
        client = Client()
        client.force_login(self.house[who])
        return client

    def url(self, name: str = "step", *args: object) -> str:
        """The address of a page of the case: ``url("case")``, ``url("step", "purpose")``."""
        return reverse(name, args=[self.pk, *args])

    def posted(self, step: str, draft: Draft, *, seen: int | None = None, **more: str) -> dict[str, Any]:
        """Return what a browser posts for a draft of a step: the whole form, with the revision that the page had."""
        data: dict[str, Any] = {"whole": "1", "revision": str(self.seen(step) if seen is None else seen), **more}
        for name, values in draft.items():
            if values and isinstance(values[0], dict):
                data[name] = [row["row"][0] for row in values]
                data |= {
                    f"{name}-{row['row'][0]}-{field}": row[field] for row in values for field in row if field != "row"
                }
            else:
                data[name] = values
        return data

    def post(self, who: str, step: str, act: str, draft: Draft | None = None, **more: Any):
        """Press a button of a step's page in somebody's browser, with a text in the form or none."""
        data = self.posted(step, draft or {}, **more)
        if draft is None:
            del data["whole"]
        return self.client(who).post(self.url("step", step), data | {"act": act})


def required(step: Step) -> list[str]:
    """Return the steps that must be done before the last act of a step, in the order of the process."""
    wanted: set[str] = set()
    queue = list(step.requires)
    while queue:
        key = queue.pop()
        if key not in wanted:
            wanted.add(key)
            queue += process.step(key).requires
    return [one.key for one in process.steps() if one.key in wanted]

"""How the dialogue of a case of the data was carried out: its activities, its contact registers, its rounds of feedback."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from demonstration.moments import Moment
from demonstration.texts import fields_of, text_of
from dialog.acts.core import run
from dialog.forms.step_form import StepForm
from dialog.models import Membership
from dialog.process.register import Register
from execution.models import Activity

if TYPE_CHECKING:
    from demonstration.cases import Carrier

# What is known of an activity only when it was held.
AFTERWARDS = (
    "actual",
    "also_counted",
    "by_age",
    "by_gender",
    "by_target_group",
    "promise_told",
    "promise_how",
    "said",
    "said_nothing_why",
    "experience",
)
FIRST_NAMES = ("Ali", "Anna", "Bo", "Ebba", "Farah", "Gun", "Hugo", "Iris", "Jonas", "Kerstin", "Leyla", "Nils")
LAST_NAMES = ("Ahl", "Berg", "Dahl", "Ek", "Farah", "Holm", "Lund", "Nyman", "Omar", "Sand")


def activity_moments(carrier: "Carrier", step: Register, table: dict[str, Any]) -> Iterator[Moment]:
    """Yield how the activities were planned, when the methods were chosen, and what became of each."""
    for row in table.get("activity", ()):
        act = _Activity(carrier, step, row)
        yield Moment(act.planned_on, 6, act.keep(planned=True))
        if row["status"] == "held":
            yield Moment(act.held_on, 7, act.do("mark_held"))
            yield Moment(act.held_on, 7, act.keep(planned=False))
        if row["status"] == "cancelled":
            yield Moment(row["cancelled_on"], 7, act.do("cancel_activity", because=row["cancelled_reason"]))
    for register in table.get("contact_register", ()):
        yield from _register(carrier, step, register, table["activity"])


class _Activity:
    """One activity of the data, and the acts that it takes."""

    def __init__(self, carrier: "Carrier", step: Register, row: dict[str, Any]) -> None:
        self.carrier, self.step, self.row = carrier, step, row
        self.key = carrier.chosen("activity", row["key"])

    @property
    def planned_on(self) -> dt.date:
        """When it could be planned: as soon as the methods were chosen."""
        day: dt.date = self.carrier.data["methods"]["finished_on"]
        return day

    @property
    def held_on(self) -> dt.date:
        """Its last day; an activity older than the software is noted when it is planned there."""
        last: dt.date = self.row["ends"].date()
        return max(last, self.planned_on)

    def keep(self, *, planned: bool) -> Callable[[dt.datetime], None]:
        """Return the act that writes it down: as it is planned, or with what came of it."""
        starts, ends = self.row["starts"], self.row["ends"]
        known = {name: value for name, value in self.row.items() if not planned or name not in AFTERWARDS}
        more = [
            {**count, "key": f"{self.row['key']}/{number}"}
            for number, count in enumerate(known.get("also_counted", ()))
        ]
        plan = {
            "open_to": known.get("open_to", Activity.OpenTo.EVERYBODY.value),
            "first_day": starts.date(),
            "from_time": f"{starts:%H.%M}",
            "last_day": ends.date() if ends.date() != starts.date() else None,
            "to_time": f"{ends:%H.%M}",
            "also_counted": more,
        }
        return self.do("keep", text=known | plan)

    def do(self, act: str, text: dict[str, Any] | None = None, **facts: Any) -> Callable[[dt.datetime], None]:
        """Return an act at the activity by whoever writes there, else by the responsible official."""
        return row_act(self.carrier, self.step, "activity", self.key, act, self._who, text, **facts)

    def _who(self, day: dt.date) -> str:
        writes = [name for name in self.row.get("documents", ()) if self.carrier.is_civil_servant(name, day)]
        return writes[0] if writes else self.carrier.facts["responsible"]


def row_act(
    carrier: "Carrier",
    step: Register,
    kind: str,
    row: str,
    act: str,
    by: str | Callable[[dt.date], str],
    text: dict[str, Any] | None = None,
    **facts: Any,
) -> Callable[[dt.datetime], None]:
    """Return an act at a row of a register, with the text that the data has for it; it must lack nothing."""

    def carry_out(at: dt.datetime) -> None:
        who = by if isinstance(by, str) else by(at.date())
        form: type[StepForm] = step.by_kind[kind].its_form
        data = text_of(form, text, carrier) if text is not None else None
        attempt = run(act, carrier.pk, step.key, by=carrier.person(who), row=row, kind=kind, data=data, at=at, **facts)
        if attempt.missing:
            lacks = "; ".join(lack.sentence for lack in attempt.missing)
            raise ValueError(f"{carrier.key}, {step.key}, {act}: {lacks}")

    return carry_out


def _register(
    carrier: "Carrier", step: Register, table: dict[str, Any], activities: list[dict[str, Any]]
) -> Iterator[Moment]:
    """Yield how a contact register was kept from its last activity on, and disposed of on its day."""
    held = [activity["ends"].date() for activity in activities if activity["key"] in table["activities"]]
    by, key = carrier.person(carrier.facts["responsible"]), f"register/{table['activities']}"

    def keep(at: dt.datetime) -> None:
        facts = {
            "activities": [carrier.chosen("activity", activity) for activity in table["activities"]],
            "legal_basis": table["legal_basis"],
            "purpose": table["purpose"],
            "disposal_date": table["disposal_date"],
        }
        attempt = run("keep_register", carrier.pk, step.key, by=by, at=at, **facts)
        carrier.named[key] = attempt.facts["register"]
        people = list(invented_people(table["number_of_people"]))
        run("add_contacts", carrier.pk, step.key, by=by, at=at, register=carrier.named[key], people=people)

    def dispose(at: dt.datetime) -> None:
        said = [addition["text"] for addition in carrier.data.get("addition", ()) if addition["kind"] == "disposal"]
        run(
            "dispose_register",
            carrier.pk,
            step.key,
            by=by,
            at=at,
            register=carrier.named[key],
            decision=said[0] if said else "Dokumenthanteringsplanen",
        )

    yield Moment(max(held), 8, keep)
    if table.get("disposed_on"):
        yield Moment(table["disposed_on"], 8, dispose)


def invented_people(number: int) -> Iterator[tuple[str, str]]:
    """Yield people who do not exist, with telephone numbers out of the series for fiction (PTS)."""
    for place in range(number):
        name = f"{FIRST_NAMES[place % len(FIRST_NAMES)]} {LAST_NAMES[place * 7 % len(LAST_NAMES)]}"
        yield name, f"070-174 06 {5 + place % 95:02d}"


def round_moments(carrier: "Carrier", step: Register, table: dict[str, Any]) -> Iterator[Moment]:
    """Yield how each round of feedback was planned, proposed, approved and carried out.

    A round to residents is planned before the step is done; its content may come later.
    """
    kind = step.by_kind["round"]
    for row in table.get("round", ()):
        key = carrier.chosen("round", row["key"])
        plan = fields_of(kind.plan_form, row, carrier)  # type: ignore[attr-defined]

        def act(name: str, by: str, text: Any = None, *, key: str = key, **facts: Any) -> Any:
            return row_act(carrier, step, "round", key, name, by, text, **facts)

        planned = min(row["proposed_on"], table.get("finished_on", row["proposed_on"]))
        yield Moment(planned, 6, act("plan_round", row["proposed_by"], plan=plan))
        yield Moment(row["proposed_on"], 6, act("propose", row["proposed_by"], row))
        if row.get("approved_on"):
            yield Moment(row["approved_on"], 7, act("approve", row["approved_by"]))
        if row.get("carried_out_on"):
            day = row["carried_out_on"]
            yield Moment(day, 7, act("carry_out_round", row["proposed_by"], date=day))


def is_civil_servant(members: list[dict[str, Any]], name: str, day: dt.date) -> bool:
    """Say whether somebody is a civil servant of the case on a day, as the data lists its members."""
    return any(
        member["person"] == name
        and member["role"] == Membership.Role.CIVIL_SERVANT
        and member["from"] <= day <= member.get("to", dt.date.max)
        for member in members
    )

"""The demonstration's cases, carried through by the same acts as the views call, with the dates of the data."""

import datetime as dt
import hashlib
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.utils import timezone

from demonstration import later_steps
from demonstration.execution import activity_moments, is_civil_servant, round_moments
from demonstration.followup import addition_moments, followup_moments, next_time_rows
from demonstration.later_steps import CAME_LATER
from demonstration.moments import Moment
from demonstration.organisation import SJOVIK, Organisation
from demonstration.texts import text_of
from demonstration.texts_of_case import text_moments
from dialog import clock
from dialog.acts import course
from dialog.acts.case import create_case
from dialog.acts.core import run
from dialog.acts.members import add_member, end_membership
from dialog.models import Area, Body, Case, Decision, Membership, Person
from dialog.process.access import load
from dialog.process.gate import Gate
from dialog.process.phases import process
from dialog.process.register import Register
from dialog.process.step import DecidedStep, Step, WrittenStep
from dialog.rights import ELECTED, ELECTED_OF_BODY


class Carrier:
    """Knows what was done in one case of the data, from its first day to the last."""

    def __init__(self, data: dict[str, Any], organisation: Organisation, cases: dict[str, int]) -> None:
        self.data, self.org, self.cases = data, organisation, cases
        self.facts = data["case"]
        self.key = self.facts["key"]
        self.pk = 0
        self.begun: dict[str, dt.date] = {}  # when each case of the data was begun
        self.made: dict[str, int] = {}
        self.named: dict[str, str] = {}

    def person(self, name: str) -> Person:
        """Return the person of that account."""
        return self.org.people[name]

    def contact(self, account: str) -> str:
        """Return whom residents may ask, as a text of the data names her."""
        person = self.org.people.get(account)
        return f"{person.name}, {person.phone}, {person.email}" if person else account

    def row_key(self, table: str, row: dict[str, Any], number: int) -> str:
        """Return the key for life of a row, whose key in the data is a word or missing."""
        if table == "group":  # what is written of a target group stands under the group's own key
            return self.chosen("target_group", row["target_group"])
        return self.chosen(table, row.get("key", str(number)))

    def chosen(self, source: str, key: str) -> str:
        """Return what a field keeps for a person, a body, or a row of a table."""
        if source in ("people", "elected", "officials"):
            return str(self.person(key).pk)
        if source == "bodies":
            return str(self.org.bodies[key].pk)
        if source == "cases":
            return str(self.cases[key])
        if source in ("areas", "direction_goals", "agenda_goals", "principles"):
            return str(key)
        return hashlib.sha256(f"{self.key}/{source}/{key}".encode()).hexdigest()[:8]

    def is_civil_servant(self, name: str, day: dt.date) -> bool:
        """Say whether somebody is a civil servant of the case on a day."""
        return is_civil_servant(self.data["member"], name, day)

    def moments(self) -> Iterator[Moment]:
        """Yield every act of the case with its day."""
        yield Moment(self.facts["created_on"], 0, self.create)
        yield from self.members()
        for step in process.steps():
            table = self.table(step.key)
            if table and isinstance(step, Register):
                yield from self.kept(step, table)
            elif table and step.form:
                yield from self.written(step, table)
        for decision in self.data.get("decision", ()):
            if isinstance(process.find(decision["step"]), DecidedStep):
                yield Moment(decision["confirmed_on"], 5, self.decision(decision))
                yield from self.later_facts(decision)
        yield from self.outside_mandate()
        for gate in self.data.get("gate", ()):
            if process.find(f"{gate['phase']}_gate"):
                yield from self.gate(process.step(f"{gate['phase']}_gate"), gate)
        yield from self.course()
        yield from addition_moments(self)

    def kept(self, step: Register, table: dict[str, Any]) -> Iterator[Moment]:
        """Yield what was kept in a register, row by row, and when it was done."""
        yield from followup_moments(self, step, table)
        yield from text_moments(self, step, table)
        if "activity" in step.by_kind:
            yield from activity_moments(self, step, table)
        if "round" in step.by_kind:
            yield from round_moments(self, step, table)
        head = table if step.form else None
        if table.get("finished_on"):
            yield Moment(table["finished_on"], 8, self.step_act("mark_done", step, table["finished_by"], head))

    def table(self, step: str) -> dict[str, Any]:
        """Return what the data has of a step, with the links that belong to its first one."""
        table = self.data.get(step, {})
        if step == "planning_help" and table:
            links = [{**link, "case_key": link.get("case")} for link in self.data.get("support", {}).get("link", ())]
            return {**table, "link": links}
        return next_time_rows(table) if step == "learning" and table else table

    def outside_mandate(self) -> Iterator[Moment]:
        """Yield what stands beside the first decision, written on its day."""
        table = self.data.get("influenceable", {})
        step = process.find("outside_mandate")
        if step and table.get("outside_mandate"):
            decided = [decision for decision in self.data["decision"] if decision["step"] == "influenceable"][-1]
            yield Moment(decided["confirmed_on"], 6, self.step_act("finish", step, decided["prepared_by"], table))

    def gate(self, step: Any, table: dict[str, Any]) -> Iterator[Moment]:
        """Yield the exceptions at a gate and its confirmation."""
        day, by = table["confirmed_on"], table["confirmed_by"]
        # What the next phase begins with may stand on the same day; the last phases end the day.
        rank = 5 if table["phase"] == "planning" else 8
        for row in table.get("exception", ()):
            yield Moment(
                day, rank, self.step_act("make_exception", step, by, None, line=row["line"], reason=row["reason"])
            )
        yield Moment(day, rank, self.pass_what_is_new(step, by))
        facts = {"section": table.get("minutes_section", ""), "section_date": table.get("minutes_date")}
        yield Moment(day, rank, self.step_act("confirm_gate", step, by, table, **facts))

    def pass_what_is_new(self, gate: Gate, by: str) -> Callable[[dt.datetime], None]:
        """Return the act that passes the lines of steps that came into the process after the data was written: with an
        exception; a decision, which is never excepted, is made up for.
        """

        def act(at: dt.datetime) -> None:
            for line in gate.lines(load(self.person(by), self.pk, at=at)):
                if line.step and not line.is_met and self.is_new(line.step):
                    if line.may_be_excepted:
                        self.step_act("make_exception", gate, by, None, line=line.key, reason=CAME_LATER)(at)
                    else:
                        self.make_up_for(line.step, at)

        return act

    def is_new(self, step: Step) -> bool:
        """Say whether the data says nothing of a step."""
        decided = {row["step"] for row in self.data.get("decision", ())}
        return not self.data.get(step.key) and step.key not in decided

    def make_up_for(self, step: Step, at: dt.datetime) -> None:
        """Do a step that came later, by whoever may: with few words, a decision as one that lets the dialogue go on."""
        assert isinstance(step, WrittenStep)
        access = load(self.person(self.facts["responsible"]), self.pk, at=at)
        elected = access.receivers(ELECTED_OF_BODY if isinstance(step, DecidedStep) else ELECTED)
        who = elected[0] if step.role == ELECTED else access.user
        text = later_steps.text_of(step, access) if step.form else None
        attempt = run(step.last_act, self.pk, step.key, by=who, data=text, at=at)
        if attempt.missing:
            raise ValueError(f"{self.key}, {step.key}: {'; '.join(lack.sentence for lack in attempt.missing)}")

    def makes_up_for_what_it_requires(self, step: Step, by: str, at: dt.datetime) -> bool:
        """Do what a step requires and the data does not know; say whether there was any."""
        required = [block for block in step.blocks(load(self.person(by), self.pk, at=at)) if self.is_new(block)]
        for required_step in required:
            self.make_up_for(required_step, at)
        return bool(required)

    def course(self) -> Iterator[Moment]:
        """Yield the pause of the case, and that it was ended early."""
        if paused := self.facts.get("pause"):
            pause = lambda at: course.pause(  # noqa: E731
                self.pk, by=self.person(paused["by"]), until=paused["until"], reason=paused["reason"], at=at
            )
            yield Moment(paused["from"], 9, pause)
        if ended := self.facts.get("ended_early"):
            end = lambda at: course.end_early(  # noqa: E731
                self.pk,
                by=self.person(ended["by"]),
                reason=ended["reason"],
                continues_in=self.cases[ended["continues_in"]],
                at=at,
            )
            yield Moment(ended["on"], 9, end)

    def create(self, at: dt.datetime) -> None:
        """Begin the case with the facts that the data has of it."""
        facts, initiative = self.facts, self.facts.get("initiative", {})
        begun_in = Body.objects.filter(name=initiative.get("by", "")).first()
        case = create_case(
            by=self.person(facts["created_by"]),
            title=facts["working_title"],
            body=self.org.bodies[facts["body"]],
            responsible=self.person(facts["responsible"]),
            at=at,
            short_title=facts.get("short_title", ""),
            registry_number=facts.get("registry_number"),
            visibility=facts["visibility"],
            size=facts.get("size", Case.Size.ORDINARY),
            initiative=initiative.get("kind", ""),
            initiative_number=initiative.get("number", ""),
            initiative_by="" if begun_in else initiative.get("by", ""),
            initiative_body=begun_in,
            initiative_text=initiative.get("text", ""),
            subject=facts.get("subject", ""),
            area=Area.objects.filter(name=facts.get("area", "")).first(),
            before_samrad=facts.get("before_samrad", False),
            samrad_number=facts.get("samrad_registry_number", ""),
            begun_before_software=facts.get("begun_before_software", False),
            dialogue_from=facts.get("dialogue_from"),
            dialogue_to=facts.get("dialogue_to"),
            decision_planned=facts.get("decision_planned"),
            edition=facts.get("edition"),
        )
        self.pk = self.cases[self.key] = case.pk
        case.other_bodies.set(self.org.bodies[key] for key in facts.get("other_bodies", ()))

    def members(self) -> Iterator[Moment]:
        """Yield when people joined and left; whoever created the case and is responsible is there from the first act."""
        responsible = self.person(self.facts["responsible"])
        for row in self.data["member"]:
            person = self.person(row["person"])
            if person not in (responsible, self.person(self.facts["created_by"])):
                yield Moment(row["from"], 1, self.join(responsible, person, row["role"]))
            if row.get("to"):
                yield Moment(row["to"] + dt.timedelta(days=1), 9, self.leave(responsible, person))

    def join(self, by: Person, person: Person, role: str) -> Callable[[dt.datetime], Any]:
        """Return the act that makes somebody a member."""
        return lambda at: add_member(self.pk, by=by, person=person, role=role, at=at)

    def leave(self, by: Person, person: Person) -> Callable[[dt.datetime], Any]:
        """Return the act that ends a membership."""

        def act(at: dt.datetime) -> None:
            membership = Membership.objects.get(case=self.pk, person=person, end=None)
            end_membership(self.pk, by=by, membership=membership.pk, at=at)

        return act

    def written(self, step: Any, table: dict[str, Any]) -> Iterator[Moment]:
        """Yield how the text of a step was written, sent, answered and finished."""
        for older in table.get("previous_version", ()):
            yield Moment(older["approved_on"], 4, self.step_act("approve", step, older["approved_by"], older))
        if table.get("saved_on"):
            yield Moment(table["saved_on"], 2, self.step_act("save_draft", step, table["saved_by"], table))
        if table.get("proposed_on"):
            comment = table.get("comment", "") if table["state"] == "proposed" else ""
            yield Moment(
                table["proposed_on"], 3, self.step_act("propose", step, table["proposed_by"], table, comment=comment)
            )
        if table.get("approved_on"):
            yield Moment(table["approved_on"], 4, self.step_act("approve", step, table["approved_by"], None))
        if table.get("returned_on"):
            yield Moment(
                table["returned_on"],
                4,
                self.step_act("send_back", step, table["returned_by"], None, comment=table["comment"]),
            )
        if table.get("finished_on"):
            yield from self.finished(step, table)
        for later in table.get("later_draft", ()):
            yield Moment(later["saved_on"], 8, self.step_act("save_draft", step, later["saved_by"], {**table, **later}))
        yield from self.help_requests(step, table.get("help", {}))

    def finished(self, step: Any, table: dict[str, Any]) -> Iterator[Moment]:
        """Yield that a step was finished; and again when a case that it links to was begun later."""
        day, by = table["finished_on"], table["finished_by"]
        links = {id(link): self.begun.get(link.get("case", ""), day) for link in table.get("link", ())}
        then = {**table, "link": [link for link in table["link"] if links[id(link)] <= day]} if links else table
        yield Moment(day, 4, self.step_act("finish", step, by, then))
        for later in sorted({begun for begun in links.values() if begun > day}):
            yield Moment(later, 7, self.step_act("finish", step, by, table))

    def step_act(
        self, act: str, step: Any, by: str, table: dict[str, Any] | None, **facts: Any
    ) -> Callable[[dt.datetime], Any]:
        """Return an act at a step with the text that the data has for it."""

        def carry_out(at: dt.datetime) -> None:
            data = text_of(step.form, table, self) if table is not None else None
            attempt = run(act, self.pk, step.key, by=self.person(by), data=data, at=at, **facts)
            if attempt.missing and self.makes_up_for_what_it_requires(step, by, at):
                attempt = run(act, self.pk, step.key, by=self.person(by), data=data, at=at, **facts)
            if attempt.missing:
                lacks = "; ".join(lack.sentence for lack in attempt.missing)
                raise ValueError(f"{self.key}, {step.key}, {act}: {lacks}")

        return carry_out

    def help_requests(self, step: Any, table: dict[str, Any]) -> Iterator[Moment]:
        """Yield the request for help at a step, and its answer."""
        if table.get("asked_on"):
            ask = lambda at: run(  # noqa: E731
                "ask_for_help", self.pk, step.key, by=self.person(table["asked_by"]), at=at, text=table["text"]
            )
            yield Moment(table["asked_on"], 3, ask)
        if table.get("answered_on"):
            yield Moment(table["answered_on"], 4, self.answer_help(step, table))

    def answer_help(self, step: Any, table: dict[str, Any]) -> Callable[[dt.datetime], Any]:
        """Return the act that answers the request for help."""

        def act(at: dt.datetime) -> None:
            request = Case.objects.get(pk=self.pk).help_requests.filter(step=step.key).last()
            assert request is not None
            run(
                "answer_help",
                self.pk,
                step.key,
                by=self.person(table["answered_by"]),
                at=at,
                request=request.pk,
                text=table["answer"],
            )

        return act

    def decision(self, row: dict[str, Any]) -> Callable[[dt.datetime], Any]:
        """Return the act that records a decision, with what became known about it."""
        step = process.step(row["step"])
        last = [decision for decision in self.data["decision"] if decision["step"] == step.key][-1]
        parts = self.data.get(step.key, {}).get("part", ()) if row is last else ()
        table = row | {
            "decided_on": row["date"],
            "reported_on": None,  # became known later, as a fact of its own
            "section": row.get("minutes_section") or row.get("delegation_number", ""),
            "wording_unknown_because": row.get("purpose_wording_unknown", ""),
            "is_correction": row.get("correction", False),
            "part": parts,
        }

        def act(at: dt.datetime) -> None:
            self.step_act("decide", step, row["confirmed_by"], table)(at)
            self.made[row["key"]] = Decision.objects.filter(case=self.pk, step=step.key).latest("pk").pk

        return act

    def later_facts(self, row: dict[str, Any]) -> Iterator[Moment]:
        """Yield what became known about a decision after it was recorded, each on its day."""
        for fact, (name, key) in LATER_FACTS.items():
            if row.get(key):
                day = row[key] if name == "date" else row["confirmed_on"]
                yield Moment(max(day, row["confirmed_on"]), 6, self.add_fact(row, fact, {name: row[key]}))

    def add_fact(self, row: dict[str, Any], fact: str, what: dict[str, Any]) -> Callable[[dt.datetime], Any]:
        """Return the act that adds a fact to a decision."""
        by = self.person(row["prepared_by"])
        return lambda at: run(
            "add_fact", self.pk, row["step"], by=by, at=at, decision=self.made[row["key"]], fact=fact, **what
        )


LATER_FACTS = {
    "reported": ("date", "reported_on"),
    "adjusted": ("date", "adjusted_on"),
    "published": ("date", "published_on"),
    "minutes": ("text", "minutes_link"),
}


def load_cases(
    organisation: Organisation,
    keys: set[str] | None = None,
    *,
    folder: Path = SJOVIK / "cases",
    carrier: type[Carrier] = Carrier,
) -> list[Case]:
    """Carry the cases of a folder through, day by day, all side by side: one may link to another that is still open.

    Where they are there already nothing happens.
    """
    cases: dict[str, int] = {}
    carriers = []
    for path in sorted(folder.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        if keys is None or data["case"]["key"] in keys:
            carriers.append(carrier(data, organisation, cases))
    if Case.objects.filter(title__in=[loaded.facts["working_title"] for loaded in carriers]).exists():
        return []
    for loaded in carriers:
        loaded.begun = {other.key: other.facts["created_on"] for other in carriers}
    minutes: dict[dt.date, int] = {}
    for moment in sorted(moment for loaded in carriers for moment in loaded.moments()):
        minutes[moment.day] = minutes.get(moment.day, 0) + 7
        at = dt.datetime.combine(moment.day, dt.time(8)) + dt.timedelta(minutes=minutes[moment.day])
        # Whoever loads it early in the morning finds the last day's acts done by then.
        moment.act(min(timezone.make_aware(at), clock.now()))
    return list(Case.objects.filter(pk__in=cases.values()))

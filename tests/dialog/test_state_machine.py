"""Random acts by random people through a case; whatever they do, the rules of the process hold after each.

Examples start deep in a case: from nothing, random acts would hardly ever reach a decision.
"""

import datetime as dt
from collections import Counter
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.http import Http404
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from dialog.access import load
from dialog.acts import course, members
from dialog.acts.core import ACTS, Conflict, Refused
from dialog.acts.settle import derive_phase
from dialog.engine.drafts import Draft
from dialog.engine.process import process
from dialog.models import CasePermission, Comment, Decision, Event, HelpRequest, Membership, Record, Revision, Seat, Wait
from dialog.rights import STEP_RIGHTS
from dialog.waits import Waiting, what_waits
from tests.story import NO, PEOPLE, TEXTS, House, Story

STEPS = [step.key for step in process.steps() if step.key in TEXTS]
people = st.sampled_from(sorted(PEOPLE))
steps = st.sampled_from(STEPS)
days = st.integers(min_value=-30, max_value=2)
why = st.sampled_from(["", "Mer att göra."])
ON_THE_CASE: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "add_member": {"person": people, "role": st.sampled_from(Membership.Role.values)},
    "end_membership": {},
    "pause": {"until": st.integers(0, 20), "reason": why},
    "resume": {},
    "set_visibility": {"visibility": st.sampled_from(["open", "members_only"])},
    "end_early": {"reason": st.sampled_from(["", "", "Räcker."])},
    "reopen": {"reason": why},
}


@st.composite
def texts(draw: st.DrawFn, step: str, today: dt.date) -> Draft:
    """A text for a step: whole, changed, with something missing, or nothing."""
    text: Draft = dict(TEXTS[step])
    if step == "influenceable" and draw(st.booleans()):
        text = dict(NO)
    if step == "influence_level" and draw(st.booleans()):
        text["level"] = [draw(st.sampled_from(["information", "dialogue", "influence"]))]
    if step in ("influenceable", "influence_level"):
        text["decided_on"] = [(today + dt.timedelta(days=draw(days))).isoformat()]
        for name in ("wording_unknown_because", "supersede_reason", "is_correction", "section"):
            if draw(st.booleans()):
                text[name] = [draw(st.sampled_from(["Därför.", "Gallrat."]))]
    plain = sorted(name for name, values in text.items() if isinstance(values[0], str))
    if plain and draw(st.integers(0, 2)) == 0:
        text[draw(st.sampled_from(plain))] = [draw(st.sampled_from(["Något annat.", "31/2", "no"]))]
    if draw(st.integers(0, 5)) == 0:
        text.pop(draw(st.sampled_from(sorted(text))))
    return {} if draw(st.integers(0, 20)) == 0 else text


class CaseMachine(RuleBasedStateMachine):
    """One case. What was once true of decisions, versions and revisions is noted, and asked for again after each act."""

    stories: list[Story]
    done: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.story = self.stories[0]
        self.decisions: dict[int, dict[str, Any]] = {}
        self.revisions: dict[int, dict[str, Any]] = {}
        self.versions: dict[str, int] = {}
        self.events = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize(which=st.integers(0, 2))
    def begin(self, which: int) -> None:
        story = self.stories[which]
        self.story = Story.__new__(Story)
        self.story.__dict__ |= story.__dict__

    # What people do

    @rule(data=st.data(), step=steps)
    def somebody_does_what_she_may(self, data: st.DataObject, step: str) -> None:
        allowed: dict[str, list[str]] = {}
        for who in sorted(PEOPLE):
            with suppress(Http404):
                for act in self.story.allowed(step, who):
                    allowed.setdefault(act, []).append(who)
        if allowed:
            act = data.draw(st.sampled_from(sorted(allowed)))
            self.attempt(data, act, step, data.draw(st.sampled_from(allowed[act])))

    @rule(data=st.data(), step=steps, who=st.sampled_from(["elected", "substitute", "civil_servant"]))
    def somebody_takes_the_last_act(self, data: st.DataObject, step: str, who: str) -> None:
        self.attempt(data, process.step(step).last_act, step, who)

    @rule(data=st.data(), step=steps, who=people, act=st.sampled_from(sorted(ACTS)))
    def tries_anything(self, data: st.DataObject, step: str, who: str, act: str) -> None:
        self.attempt(data, act, step, who)

    @rule(data=st.data(), step=steps, who=people)
    def presses_twice(self, data: st.DataObject, step: str, who: str) -> None:
        act = data.draw(st.sampled_from(["finish", "propose", "approve", "decide"]))
        facts, seen = self.facts(data, act, step), self.story.seen(step)
        self.press(act, step, who, seen, facts)
        counted = self.counts()
        self.press(act, step, who, seen, facts)
        assert self.counts() == counted

    @rule(data=st.data(), by=people, act=st.sampled_from(["later", *sorted(ON_THE_CASE)]))
    def something_happens_to_the_case(self, data: st.DataObject, by: str, act: str) -> None:
        if act == "later":
            self.story.later(**data.draw(st.sampled_from([{"minutes": 5}, {"days": 1}, {"days": 40}])))
            return
        facts = {name: data.draw(strategy) for name, strategy in ON_THE_CASE[act].items()}
        if "person" in facts:
            facts["person"] = self.story.house[facts["person"]]
        if "until" in facts:
            facts["until"] = self.story.today + dt.timedelta(days=facts["until"])
        if act == "end_membership":
            held = Membership.objects.filter(case=self.story.pk).values_list("pk", flat=True)
            facts["membership"] = data.draw(st.sampled_from(sorted(held)))
        with suppress(Refused, Http404):
            getattr(members if "member" in act else course, act)(
                self.story.pk, by=self.story.house[by], at=self.story.now, **facts
            )
            self.done[act] += 1

    # How they do it

    def attempt(self, data: st.DataObject, act: str, step: str, who: str) -> None:
        seen = self.story.seen(step) - data.draw(st.sampled_from([0, 0, 0, 0, 1]))
        self.press(act, step, who, seen, self.facts(data, act, step))

    def press(self, act: str, step: str, who: str, seen: int, facts: dict[str, Any]) -> None:
        may = self.may(act, step, who)
        before = self.counts()
        try:
            turn = self.story.attempt(act, step, by=who, seen=seen, **facts)
        except (Refused, Conflict, Http404):
            assert self.counts() == before
            return
        assert may or not turn.happened, (act, step, who)
        if turn.happened and not turn.missing:
            self.done[act] += 1

    def facts(self, data: st.DataObject, act: str, step: str) -> dict[str, Any]:
        text = texts(step, self.story.today)
        if act in ("save_draft", "finish", "propose", "approve", "decide", "confirm_gate"):
            return {"data": data.draw(st.one_of(st.none(), text, text))}
        if act == "restore":
            return {"text": data.draw(text)}
        if act in ("send_back", "take_back", "return_by_body"):
            return {"comment": data.draw(st.sampled_from(["", "Nej."]))}
        if act == "postpone":
            return {"until": self.story.today}
        if act == "comment":
            first = Comment.objects.filter(case=self.story.pk, step=step, answers=None).values_list("pk", flat=True).first()
            return {"text": "Hur?", "answers": data.draw(st.sampled_from([None, first]))}
        if act == "ask_for_help":
            return {"text": "Hjälp."}
        if act == "answer_help":
            asked = HelpRequest.objects.filter(case=self.story.pk, step=step).values_list("pk", flat=True).last()
            return {"request": asked or 0, "text": "Så här."}
        if act == "add_fact":
            made = Decision.objects.filter(case=self.story.pk, step=step).values_list("pk", flat=True).first()
            return {"decision": made or 0, "fact": data.draw(st.sampled_from(["section", "adjusted", "x"])), "text": "§ 1"}
        if act in ("make_exception", "withdraw_exception"):
            line = {"line": data.draw(steps)}
            return line | ({"reason": "Ärendet började före programmet."} if act == "make_exception" else {})
        return {}

    def may(self, act: str, step: str, who: str) -> bool:
        """Whether the table gives it, with memberships and seats read once more in another way than the application's."""
        today, person = self.story.today, self.story.house[who]
        what = {name for name in ("communicator", "support") if getattr(person, f"is_{name}")}
        for one in Membership.objects.filter(case=self.story.pk, person=person):
            if one.start <= today <= (one.end or today):
                what.add(one.role)
                seats = Seat.objects.filter(person=person, body=self.story.case.body)
                if one.role == "elected" and any(seat.start <= today <= (seat.end or today) for seat in seats):
                    what.add("elected_of_body")
        return bool(what & STEP_RIGHTS[act].get(process.step(step).role, frozenset()))

    def counts(self) -> tuple[int, ...]:
        return tuple(model.objects.count() for model in (Event, Revision, Decision, Comment, HelpRequest))

    # What holds after each

    @invariant()
    def no_decision_is_ever_changed(self) -> None:
        found = {row["id"]: row for row in Decision.objects.filter(case=self.story.pk).values()}
        assert found.items() >= self.decisions.items()
        self.decisions = found
        for row in found.values():
            assert row["date"] <= row["recorded_at"].date()
            assert (row["supersedes_id"] is None) == (row["supersede_reason"] == "")

    @invariant()
    def no_text_is_ever_changed_and_no_event_vanishes(self) -> None:
        found = {row["id"]: row for row in Revision.objects.filter(record__case=self.story.pk).values()}
        assert found.items() >= self.revisions.items()
        self.revisions = found
        events = Event.objects.filter(case=self.story.pk).count()
        assert events >= self.events
        self.events = events

    @invariant()
    def what_is_in_force_never_vanishes(self) -> None:
        versions = {(row["record_id"], row["version"]) for row in self.revisions.values()}
        for record in Record.objects.filter(case=self.story.pk):
            assert record.version >= self.versions.get(record.step, 0)
            self.versions[record.step] = record.version
            if record.version:
                assert (record.pk, record.version) in versions
            assert record.version or not record.done
            assert not record.is_proposed or record.sent_by_id

    @invariant()
    def a_decided_step_says_what_was_decided(self) -> None:
        for step, decision in load(self.story.house["support"], self.story.pk, at=self.story.now).decisions_in_force.items():
            assert decision.version == self.story.record(step).version

    @invariant()
    def what_is_stored_is_what_is_derived(self) -> None:
        access = load(self.story.house["support"], self.story.pk, at=self.story.now)
        stored = Wait.objects.filter(case=self.story.pk)
        as_waiting = {Waiting(one.since, one.kind, one.audience, one.step, one.row, one.person_id) for one in stored}
        assert as_waiting == set(what_waits(access))
        assert access.case.phase == derive_phase(access)

    @invariant()
    def guardians_copy_is_the_memberships(self) -> None:
        today = self.story.today
        held = {one.person_id for one in Membership.objects.filter(case=self.story.pk) if one.holds(today)}
        assert set(CasePermission.objects.filter(content_object=self.story.pk).values_list("user", flat=True)) == held


def test_whatever_people_do_the_rules_hold(db):
    house = House()
    CaseMachine.stories = [
        Story(house).go_to("influenceable"),
        Story(house).plan(),
        Story(house, title="Från början"),
    ]
    CaseMachine.done = Counter()
    run_state_machine_as_test(CaseMachine, settings=settings(max_examples=20, stateful_step_count=30))
    # A machine that never gets anywhere proves nothing.
    for act in ("save_draft", "propose", "approve", "decide", "finish", "comment", "add_fact", "send_back"):
        assert CaseMachine.done[act] >= 2, CaseMachine.done

"""Random acts by random people through a case; whatever they do, the rules of the process hold after each.

Examples start deep in a case: from nothing, random acts would hardly ever reach a decision.
"""

import datetime as dt
from collections import Counter
from contextlib import suppress
from random import Random
from typing import Any

from django.db import transaction
from django.http import Http404
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from dialog.acts import course, members
from dialog.acts.core import Conflict, Refused, SentAgain
from dialog.acts.derived import derive_phase
from dialog.cases.inbox import waits_for
from dialog.cases.next import waiting
from dialog.forms.drafts import Draft
from dialog.models import CasePermission, Comment, Decision, Event, HelpRequest, Membership, Revision, Seat, Wait
from dialog.process.access import Access, allowed_acts, load
from dialog.process.act import ACTS
from dialog.process.ahead import MOST, Why, next_for
from dialog.process.phases import process
from dialog.process.register import Register
from dialog.process.waits import Waiting, what_waits
from dialog.rights import CIVIL_SERVANT, STEP_RIGHTS
from tests.story import NO, PEOPLE, TEXTS, USUALLY, House, Story
from tests.thorough import examples

STEPS = [step.key for step in process.steps() if step.key in TEXTS]
BUSY = ["responsible", "civil_servant", "elected", "elected", "substitute", "other_body", "reader", "support"]
DECIDED = ("influenceable", "influence_level")
OFTEN = [*STEPS, *DECIDED, *DECIDED, "purpose", "question"]  # where proposals and decisions are made
# A machine that never gets so far proves nothing.
TO_BE_REACHED = ("save_draft", "propose", "approve", "decide", "finish")
STEPS_OF_AN_EXAMPLE, MOST_FURTHER = 40, 20


def some_text(step: str, chance: Random, today: dt.date) -> Draft | None:
    """A text for a step: mostly whole, or changed, or with something missing, or none at all."""
    if chance.random() < 0.1:
        return None if chance.random() < 0.7 else {}
    text: Draft = dict(NO if step == "influenceable" and chance.random() < 0.2 else TEXTS[step])
    plain = sorted(name for name, values in text.items() if isinstance(values[0], str))
    if plain and chance.random() < 0.2:
        text[chance.choice(plain)] = [chance.choice(["Något annat.", "31/2", "information"])]
    if chance.random() < 0.1:
        del text[chance.choice(sorted(text))]
    if step in DECIDED:
        text["decided_on"] = [(today + dt.timedelta(days=chance.choice([0, 0, 0, -1, -30, 1]))).isoformat()]
        for name, often in (
            ("wording_unknown_because", 0.8),
            ("supersede_reason", 0.8),
            ("section", 0.5),
            ("is_correction", 0.1),
        ):
            if chance.random() < often:
                text[name] = [chance.choice(["Därför.", "Gallrat."])]
    return text


class CaseMachine(RuleBasedStateMachine):
    """One case. What was once true of decisions, versions and revisions is noted, and asked for again later."""

    stories: list[Story]
    done: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.decisions: dict[int, dict[str, Any]] = {}
        self.revisions: dict[int, dict[str, Any]] = {}
        self.versions: dict[tuple[str, str], int] = {}
        self.checked: tuple[int, ...] = ()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize(which=st.integers(0, 2), seed=st.integers(0, 2**32))
    def begin(self, which: int, seed: int) -> None:
        # Hypothesis chooses what kind of thing happens; whatever else it drew would come in clumps, and decide nothing.
        self.chance = Random(seed)  # noqa: S311
        self.story = Story.__new__(Story)
        self.story.__dict__ |= self.stories[which].__dict__

    # What people do

    @rule()
    def somebody_carries_on(self) -> None:
        """The next thing to do is done as it should be; left to chance alone hardly any case gets far."""
        access = self.story.access("support")
        for step in (process.step(key) for key in STEPS):
            record = access.record(step.key)
            if record is None or not record.done:
                act = step.last_act if record and record.is_proposed else step.send_act or step.last_act
                data = TEXTS[step.key] | ({"decided_on": [self.story.today.isoformat()]} if step.key in DECIDED else {})
                who = USUALLY.get(act, "responsible")
                self.press(act, step.key, who, self.story.seen(step.key), {"data": data})
                return

    @rule()
    def somebody_does_what_she_may(self) -> None:
        step, who = self.chance.choice(OFTEN), self.chance.choice(BUSY)
        with suppress(Http404):
            allowed = sorted(self.story.allowed(step, who) - {"comment", "ask_for_help"})
            if allowed:
                self.attempt(self.chance.choice(allowed), step, who)

    @rule()
    def somebody_takes_the_last_act(self) -> None:
        step = self.chance.choice(OFTEN)
        self.attempt(process.step(step).last_act, step, self.chance.choice(BUSY[:5]))

    @rule()
    def somebody_tries_anything(self) -> None:
        self.attempt(self.chance.choice(sorted(ACTS)), self.chance.choice(STEPS), self.chance.choice(sorted(PEOPLE)))

    @rule()
    def somebody_presses_twice(self) -> None:
        step, who = self.chance.choice(OFTEN), self.chance.choice(BUSY)
        act = self.chance.choice(
            [process.step(step).last_act, process.step(step).send_act or "save_draft", "send_back"]
        )
        facts, seen = self.facts(act, step), self.story.seen(step)
        self.press(act, step, who, seen, facts)
        counted = self.counts()
        self.press(act, step, who, seen, facts)
        assert self.counts() == counted

    @rule()
    def something_happens_to_the_case(self) -> None:
        act = self.chance.choice(
            ["later", "later", "add_member", "end_membership", "pause", "resume", "set_visibility", "end"]
        )
        if act == "later":
            self.story.later(**self.chance.choice([{"minutes": 5}, {"days": 1}, {"days": 40}]))
            return
        by = self.story.house[self.chance.choice(BUSY)]
        with suppress(Refused, SentAgain, Http404):
            self.change_the_case(act, {"by": by, "at": self.story.now})
            self.done[act] += 1

    def change_the_case(self, act: str, who: dict[str, Any]) -> None:
        pk, why = self.story.pk, self.chance.choice(["", "Mer att göra."])
        if act == "add_member":
            person, role = (
                self.story.house[self.chance.choice(sorted(PEOPLE))],
                self.chance.choice(Membership.Role.values),
            )
            members.add_member(pk, person=person, role=role, **who)
        elif act == "end_membership":
            held = Membership.objects.filter(case=pk).exclude(person=self.story.house["elected"])
            members.end_membership(pk, membership=self.chance.choice(sorted(held.values_list("pk", flat=True))), **who)
        elif act == "pause":
            until = self.story.today + dt.timedelta(days=self.chance.randrange(20))
            course.pause(pk, until=until, reason=why, **who)
        elif act == "resume":
            course.resume(pk, **who)
        elif act == "set_visibility":
            course.set_visibility(pk, visibility=self.chance.choice(["open", "members_only"]), **who)
        elif self.story.case.closed_at:
            course.reopen(pk, reason=why, **who)
        elif self.chance.random() < 0.1:
            course.end_early(pk, reason=why, **who)

    # How they do it

    def attempt(self, act: str, step: str, who: str) -> None:
        seen = self.story.seen(step) - self.chance.choice([0] * 9 + [1])
        self.press(act, step, who, seen, self.facts(act, step))

    def press(self, act: str, step: str, who: str, seen: int, facts: dict[str, Any]) -> None:
        may = self.may(act, step, who)
        before = self.counts()
        try:
            attempt = self.story.attempt(act, step, by=who, seen=seen, **facts)
        except (Refused, Conflict, Http404):
            assert self.counts() == before
            return
        assert may or not attempt.happened, (act, step, who)
        if attempt.happened and not attempt.missing:
            self.done[act] += 1

    def facts(self, act: str, step: str) -> dict[str, Any]:
        case = self.story.pk
        if act in ("save_draft", "finish", "propose", "approve", "decide", "confirm_gate"):
            return {"data": some_text(step, self.chance, self.story.today)}
        if act == "restore":
            return {"text": some_text(step, self.chance, self.story.today) or {}}
        if act in ("send_back", "take_back", "return_by_body"):
            return {"comment": self.chance.choice(["", "Nej.", "Nej."])}
        if act == "postpone":
            return {"until": self.story.today + dt.timedelta(days=1)}
        if act == "comment":
            asked = list(Comment.objects.filter(case=case, step=step, answers=None).values_list("pk", flat=True))
            return {"text": self.chance.choice(["Hur?", "När?"]), "answers": self.chance.choice([None, *asked])}
        if act == "ask_for_help":
            return {"text": self.chance.choice(["Hjälp.", "Hjälp igen."])}
        if act == "answer_help":
            asked = HelpRequest.objects.filter(case=case, step=step).values_list("pk", flat=True)
            return {"request": asked.last() or 0, "text": "Så här."}
        if act == "add_fact":
            made = Decision.objects.filter(case=case, step=step).values_list("pk", flat=True)
            kind = self.chance.choice(["section", "adjusted", "published", "x"])
            return {"decision": made.first() or 0, "fact": kind, "text": "§ 1", "unknown_because": "Gallrat."}
        if act == "make_exception":
            return {"line": self.chance.choice(STEPS), "reason": "Ärendet började före programmet."}
        return {"line": self.chance.choice(STEPS)} if act == "withdraw_exception" else {}

    def may(self, act: str, step: str, who: str) -> bool:
        """Whether the table gives it, with memberships and seats read in another way than the application does."""
        today, person = self.story.today, self.story.house[who]
        what = {name for name in ("communicator", "support") if getattr(person, f"is_{name}")}
        for one in Membership.objects.filter(case=self.story.pk, person=person):
            if one.start <= today <= (one.end or today):
                what.add(one.role)
                seats = Seat.objects.filter(person=person, body=self.story.house.body)
                if one.role == "elected" and any(seat.start <= today <= (seat.end or today) for seat in seats):
                    what.add("elected_of_body")
        return bool(what & STEP_RIGHTS[act].get(process.step(step).role, frozenset()))

    def counts(self) -> tuple[int, ...]:
        return tuple(model.objects.count() for model in (Event, Revision, Decision, Comment, HelpRequest))

    # What holds after each

    @invariant()
    def the_rules_hold(self) -> None:
        counted = (*self.counts(), self.story.now)
        if counted == self.checked:
            return  # nothing has happened: a refused act was seen to leave everything as it was
        self.checked = counted
        access = load(self.story.house["support"], self.story.pk, at=self.story.now)
        self.no_decision_is_ever_changed(access)
        self.no_text_is_ever_changed()
        self.what_is_in_force_never_vanishes(access)
        self.what_is_stored_is_what_is_derived(access)
        self.everybody_has_something_to_do_that_she_may()

    def everybody_has_something_to_do_that_she_may(self) -> None:
        for who in dict.fromkeys(BUSY):
            access = load(self.story.house[who], self.story.pk, at=self.story.now)
            found = next_for(access, waiting(access))
            assert len(found) <= MOST and sum(one.filled for one in found) <= 1
            for one in found:
                if one.why in (Why.DRAFT, Why.NOT_BEGUN) or (one.why is Why.OTHERS_DRAFT and one.filled):
                    thing = one.step
                    assert "save_draft" in allowed_acts(thing, one.record, access) or isinstance(thing, Register)
                    assert CIVIL_SERVANT in access.roles or one.why is Why.DRAFT
                if one.filled and one.wait:
                    hers = waits_for(access.user, self.story.now).filter(case=self.story.pk)
                    assert one.wait in hers

    def no_decision_is_ever_changed(self, access: Access) -> None:
        found = {row["id"]: row for row in Decision.objects.filter(case=self.story.pk).values()}
        assert found.items() >= self.decisions.items()
        self.decisions = found
        for row in found.values():
            assert row["date"] <= row["recorded_at"].date()
            assert (row["supersedes_id"] is None) == (row["supersede_reason"] == "")
        for step, decision in access.decisions_in_force.items():
            assert decision.version == access.records[step, ""].version

    def no_text_is_ever_changed(self) -> None:
        found = {row["id"]: row for row in Revision.objects.filter(record__case=self.story.pk).values()}
        assert found.items() >= self.revisions.items()
        self.revisions = found

    def what_is_in_force_never_vanishes(self, access: Access) -> None:
        kept = {(row["record_id"], row["version"]) for row in self.revisions.values()}
        for place, record in access.records.items():
            assert record.version >= self.versions.get(place, 0)
            assert not record.version or (record.pk, record.version) in kept
            assert record.version or not record.done
            assert not record.is_proposed or record.sent_by_id
            self.versions[place] = record.version

    def what_is_stored_is_what_is_derived(self, access: Access) -> None:
        stored = Wait.objects.filter(case=self.story.pk)
        waits = {Waiting(one.since, one.kind, one.audience, one.step, one.row, one.person_id) for one in stored}
        assert waits == set(what_waits(access))
        assert access.case.phase == derive_phase(access)
        copy = set(CasePermission.objects.filter(content_object=self.story.pk).values_list("user", flat=True))
        assert copy == {one.person_id for one in access.members}


WAYS = [
    CaseMachine.somebody_carries_on,
    CaseMachine.somebody_does_what_she_may,
    CaseMachine.somebody_takes_the_last_act,
    CaseMachine.somebody_tries_anything,
    CaseMachine.somebody_presses_twice,
    CaseMachine.something_happens_to_the_case,
]


def prepare_stories() -> None:
    """Let examples begin in three cases, and forget what was done in those before."""
    house = House()
    CaseMachine.stories = [Story(house).go_to("influenceable"), Story(house).plan(), Story(house, title="Från början")]
    CaseMachine.done = Counter()


def test_whatever_people_do_the_rules_hold(db):
    prepare_stories()
    many = settings(max_examples=examples(20), stateful_step_count=STEPS_OF_AN_EXAMPLE)
    run_state_machine_as_test(CaseMachine, settings=many)
    for number in range(MOST_FURTHER):
        if all(CaseMachine.done[act] for act in TO_BE_REACHED):
            break
        example_of(number)
    assert all(CaseMachine.done[act] for act in TO_BE_REACHED), CaseMachine.done


def example_of(number: int) -> None:
    """Run the example of a number: the same every time, so that whether all is reached is never a matter of chance."""
    machine = CaseMachine()
    try:
        machine.begin(which=number % len(CaseMachine.stories), seed=number)
        for _step in range(STEPS_OF_AN_EXAMPLE):
            machine.chance.choice(WAYS)(machine)
            machine.the_rules_hold()
    finally:
        machine.teardown()

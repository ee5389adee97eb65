"""What stands on somebody's first page: what waits for her, what she is writing, her cases, what others changed in them.

Everything is read in as many queries for one thing as for fifty; what a draft lacks was counted when it was saved.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case as Choose
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, When
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dialog.cases.inbox import Item, items, spoken_of, told_to
from dialog.cases.listing import rows_of
from dialog.cases.names import waits_by_case, with_people, workers_for
from dialog.language.dates import say_date, say_since
from dialog.models import Case, Decision, Event, Membership, Person, Record, Revision, Wait
from dialog.process.access import Access
from dialog.process.act import which
from dialog.process.addresses import url_of
from dialog.process.ahead import is_hers
from dialog.process.audiences import audience_name, first_of, you_or_others
from dialog.process.lacking import lacking
from dialog.process.phases import process
from dialog.process.register import step_or_kind_at
from dialog.process.step import DecidedStep
from dialog.process.wait_kinds import KINDS
from dialog.rights import CIVIL_SERVANT, ELECTED, READER, TEXT

LATELY = dt.timedelta(days=14)
EVENTS_SHOWN = 5
CASES_SHOWN = 8
DRAFTS_SHOWN = 4
DRAFTS_WEIGHED = 20  # of so many, the last ones, those nearest to done are shown

Place = tuple[int, str, str]


@dataclass(frozen=True)
class Task:
    """One thing that waits for her: what to do with what, and what is to be known of it before one opens it.

    ``rests_until``: its body has put it off, so it comes last, and nobody is in a hurry. ``is_filled``: the first to do.
    """

    item: Item
    title: str
    facts: list[str]
    button: str
    rests_until: dt.date | None = None
    is_filled: bool = False


@dataclass(frozen=True)
class Writing:
    """A draft of hers: what it is, of which case, and what remains in it."""

    what: str
    case: str
    url: str
    remains: str


@dataclass(frozen=True)
class MyCase:
    """A case that she is a member of, and how it stands."""

    case: Case
    state: str


def of_page(person: Person, keys: list[int], now: dt.datetime) -> list[Wait]:
    """Return those of what waits for somebody that are on a page, with all that her first page says of them."""
    waits = told_to(person, Wait.objects.filter(pk__in=keys), now)
    return list(waits.select_related("case", "case__body", "case__responsible", "person", "body"))


@dataclass
class Desk:
    """Somebody's first page on a day; ``waits`` are those of the page that she is on."""

    person: Person
    now: dt.datetime
    waits: list[Wait]

    @cached_property
    def tasks(self) -> list[Task]:
        """What waits for her, in order."""
        places = {_place(wait) for wait in self.waits}
        about = [record for record in self._records.values() if _place(record) in places]
        named = [record for record in about if record.row or record.postponed_to]
        found = [self._task(item) for item in items(self.waits, self.person, records=named)]
        first = next((task for task in found if not task.rests_until), None)
        return [Task(task.item, task.title, task.facts, task.button, task.rests_until, task is first) for task in found]

    def _task(self, item: Item) -> Task:
        wait, record = item.wait, self._records.get(_place(item.wait))
        until: dt.date | None = getattr(wait, "rests_until", None)
        title, answer = item.title, _proposed_answer(record)
        if wait.kind == "decision" and answer:
            title = _("%(what)s: %(answer)s") % {"what": title, "answer": answer}
        if until:
            facts = [_("%(body)s has postponed it") % {"body": wait.body or wait.case.body}]
        else:
            facts = [item.about, _kind_of_text(record), self._who(wait, record)]
        button = _("Read") if until else item.button
        return Task(item, title, [fact for fact in facts if fact], button, until)

    def _who(self, wait: Wait, record: Record | None) -> str:
        """Return who sent it, and who can answer besides her."""
        answer = you_or_others(self._peopled[wait.case_id], wait, self._working)
        sender = record.sent_by if record and record.is_proposed and record.sent_by_id != self.person.pk else None
        if sender and wait.kind == "text":
            return _("Sent by %(who)s") % {"who": sender}
        if sender:
            said = _("Proposed by %(who)s, to be answered by %(names)s") if answer else _("Proposed by %(who)s")
            return said % {"who": sender, "names": answer}
        return _("%(names)s can do it") % {"names": answer} if answer else ""

    @cached_property
    def writing(self) -> list[Writing]:
        """Her drafts, those nearest to done first: in cases where she may go on with them, and none that waits for her."""
        waiting = {_place(wait) for wait in self.waits}
        last = sorted(self._records.values(), key=lambda one: one.draft_at or self.now, reverse=True)
        found = [
            (lacking(record).n, record)
            for record in last
            if record.draft_by_id == self.person.pk
            and record.draft == Record.Draft.WRITING
            and not record.case.closed_at
            and _place(record) not in waiting
            and self._peopled[record.case_id].roles & {CIVIL_SERVANT, ELECTED}
        ]
        nearest = sorted(found[:DRAFTS_WEIGHED], key=lambda one: one[0])[:DRAFTS_SHOWN]
        return [told for _n, record in nearest if (told := _writing(record))]

    @cached_property
    def mine(self) -> list[MyCase]:
        """The cases that she is a member of, the last changed first; who only reads sees the closed ones, too."""
        return [MyCase(case, self._state(case)) for case in self._cases]

    @cached_property
    def lately(self) -> list[Event]:
        """What others did lately in the cases that she is a member of."""
        found = Event.objects.filter(case__in=self._memberships.values("case"), at__gte=self.now - LATELY).exclude(
            by=self.person
        )
        return list(found.exclude(act__in=which("is_minor")).select_related("by", "case")[:EVENTS_SHOWN])

    @property
    def _memberships(self) -> QuerySet[Membership]:
        """Her memberships that hold today, ready to be a condition: somebody may have very many."""
        return self.person.memberships.holding(localdate(self.now)).order_by()

    @cached_property
    def _cases(self) -> list[Case]:
        mine, reads = (found.values("case") for found in (self._memberships, self._memberships.filter(role=READER)))
        found = Case.objects.filter(Q(closed_at=None) | Q(pk__in=reads), pk__in=mine)
        return list(rows_of(found.order_by(F("closed_at").desc(nulls_first=True), "-changed_at")[:CASES_SHOWN]))

    @cached_property
    def _waits_in_mine(self) -> Mapping[int, list[Wait]]:
        """What waits in her cases, but for those that something waits for her in: the page tells it already."""
        told = {wait.case_id for wait in self.waits}
        return waits_by_case((case for case in self._cases if case.waits_since and case.pk not in told), self.now)

    @cached_property
    def _working(self) -> list[Person]:
        return workers_for([*self.waits, *(waits[0] for waits in self._waits_in_mine.values())])

    @cached_property
    def _peopled(self) -> dict[int, Access]:
        """The cases that the page tells of, with those who take part in them."""
        cases = [record.case for record in self._records.values()] + [wait.case for wait in self.waits] + self._cases
        return with_people(cases, self.person, self.now)

    @cached_property
    def _records(self) -> dict[Place, Record]:
        """What the page tells of: what waits for her, her last drafts, and what others are writing in her cases."""
        about = Q(case__in={wait.case_id for wait in self.waits}, step__in={wait.step for wait in self.waits})
        in_mine = Q(case__in=[case.pk for case in self._cases], draft=Record.Draft.WRITING)
        text = Revision.objects.filter(record=OuterRef("pk"), number__isnull=False).order_by("-number").values("data")
        proposed = When(draft=Record.Draft.PROPOSED, step__in=_steps_with_one_answer(), row="", then=Subquery(text[:1]))
        found = (
            Record.objects.filter(about | in_mine | Q(draft_by=self.person, draft=Record.Draft.WRITING))
            .annotate(proposed=Choose(proposed))
            .select_related("sent_by", "draft_by", "case")
        )
        return {_place(record): record for record in found}

    def _state(self, case: Case) -> str:
        """Return how one of her cases stands: until when it rests, how it was closed, whom it waits for, who writes."""
        if case.paused_until and case.paused_until > localdate(self.now):
            return _("on hold until %(day)s") % {"day": say_date(case.paused_until)}
        access, waits = self._peopled[case.pk], self._waits_in_mine.get(case.pk, [])
        shown = (wait for wait in self.waits if wait.case_id == case.pk)
        mine = next((wait for wait in (*shown, *waits) if is_hers(wait, access)), None)
        if mine:
            return say_since(_("waiting for you"), mine.since, self.now)
        if waits:
            step = process.find(waits[0].step)
            who = first_of(audience_name(access, waits[0], self._working))
            what = spoken_of(waits[0], step, "") or str(KINDS[waits[0].kind].sentence)
            if "%(who)s" in what:
                what %= {"who": waits[0].person or ""}
            return say_since(str(KINDS[waits[0].kind].by_others) % {"who": who, "what": what}, waits[0].since, self.now)
        if case.closed_at:
            return f"{case.get_outcome_display()}, {say_date(localdate(case.closed_at))}"
        return self._who_writes(case)

    def _who_writes(self, case: Case) -> str:
        """Return who wrote last in a draft of the case."""
        drafts = [
            record
            for record in self._records.values()
            if record.case_id == case.pk
            and record.draft == Record.Draft.WRITING
            and record.draft_by
            and record.draft_at
        ]
        if not drafts:
            return _("In progress")
        last = max(drafts, key=lambda record: record.draft_at or self.now)
        if last.draft_by_id == self.person.pk:
            return _("you are writing")
        return _("%(who)s is writing") % {"who": last.draft_by}


def _steps_with_one_answer() -> list[str]:
    """Return the steps whose decision is one answer: it can be told in a title."""
    return [step.key for step in process.steps() if isinstance(step, DecidedStep) and len(step.deciding_fields()) == 1]


def _proposed_answer(record: Record | None) -> str:
    """Return what is proposed to a body, in a word; empty where it takes more than one to say it."""
    draft = getattr(record, "proposed", None)
    step = process.find(record.step) if record else None
    if not draft or not isinstance(step, DecidedStep):
        return ""
    (field,) = step.deciding_fields()
    answer = next(iter(draft.get(field, ())), "")
    return step.in_brief(Decision(step=step.key, answer={field: answer})) if answer else ""


def _kind_of_text(record: Record | None) -> str:
    """Return what kind of publication text it is; empty for anything else."""
    step = process.find(record.step) if record and record.row else None
    thing = step_or_kind_at(step, record.row, record.kind) if step and record else None
    return str(thing.title) if thing and thing.role == TEXT else ""


def _writing(record: Record) -> Writing | None:
    step = process.find(record.step)
    thing = step_or_kind_at(step, record.row, record.kind) if step else None
    if step is None or thing is None:
        return None
    what = thing.in_a_sentence
    if record.row and record.heading and not thing.spoken:
        what = _("“%(title)s”") % {"title": record.heading}
    address = url_of(record.case_id, record.step, record.row, record.kind)
    return Writing(what, record.case.name, address, lacking(record).in_words(thing) or _("nothing left to do"))


def _place(thing: Wait | Record) -> Place:
    return thing.case_id, thing.step, thing.row

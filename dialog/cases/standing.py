"""How each step of a case stands, in words: beside its name on the case's first page."""

from functools import cached_property

from django.utils.translation import gettext as _

from dialog.cases.next import waiting
from dialog.language.dates import say, say_date, say_how_long
from dialog.models import Person
from dialog.process.access import Access
from dialog.process.ahead import is_hers
from dialog.process.audiences import people_of
from dialog.process.lacking import lacking
from dialog.process.register import Register
from dialog.process.state import StepState


class Standing:
    """What is said of the steps of a case to one person. ``people`` are those who did what is told of."""

    def __init__(self, access: Access, people: dict[int, Person]) -> None:
        self.access, self.people = access, people

    def of(self, one: StepState) -> str:
        """Return how a step stands, and what is to be attended to in it."""
        return ". ".join(filter(None, [self._said(one), one.remark]))

    def who(self, pk: int | None) -> str:
        """Return who did something, as the person reads it: herself, by name, or somebody."""
        if pk == self.access.user.pk:
            return _("you")
        return self.people[pk].name if pk in self.people else _("someone")

    def _said(self, one: StepState) -> str:
        if one.code == "not_started":
            return _("Not started") if self.access.reads_drafts(one.step) else _("Nothing current yet")
        if one.code == "waiting" and one.at:
            return self._waiting(one)
        if one.code == "draft":
            return self._draft(one)
        if one.code.startswith("done"):
            return self._done(one)
        if one.code == "returned":
            return _("Sent back %(when)s") % {"when": say(one.at)} if one.at else ""
        return _("Was not finished") if one.code == "not_done" else ""

    @cached_property
    def _answered_by(self) -> dict[str, str]:
        """For each step in which something waits for an answer: that it waits for her, or that nobody can answer."""
        said: dict[str, str] = {}
        for wait in waiting(self.access):
            if is_hers(wait, self.access):
                said[wait.step] = _("Waiting for you")
            elif not people_of(self.access, wait):
                said.setdefault(wait.step, _("No one can answer yet"))
        return said

    def _waiting(self, one: StepState) -> str:
        postponed = _("postponed to %(day)s") % {"day": say_date(one.postponed_to)} if one.postponed_to else ""
        whom = self._answered_by.get(one.step.key) or _("Waiting for an answer")
        return ", ".join(filter(None, [whom, say_how_long(one.at) if one.at else "", postponed]))

    def _draft(self, one: StepState) -> str:
        when = say(one.at) if one.at else ""
        if isinstance(one.step, Register) and (rows := one.step.rows_in_words(self.access)):
            return rows[0].upper() + rows[1:]
        record = self.access.record(one.step.key)
        if one.is_register or record is None or not record.is_written_on:
            return _("In progress, %(when)s") % {"when": when} if when else _("In progress")
        if remains := lacking(record).in_few_words():
            return _("Draft, %(remains)s") % {"remains": remains}
        return _("Draft, %(when)s, %(who)s") % {"when": when, "who": self.who(one.by_id)}

    def _done(self, one: StepState) -> str:
        when = say(one.at) if one.at else ""
        decision = self.access.in_force.get((one.step.key, ""))
        if decision and one.decided:
            said = ", ".join(filter(None, [one.step.in_brief(decision), decision.section]))
            said = said[0].upper() + said[1:]
        elif getattr(one.step, "last_act", "") == "approve":
            said = _("Approved %(when)s") % {"when": when}
        else:
            said = _("Done %(when)s") % {"when": when}
        changed = {"done_changing": _("being changed"), "done_waiting": _("a new version is waiting")}.get(one.code, "")
        return ", ".join(filter(None, [said, changed]))

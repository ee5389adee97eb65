"""A proposal as somebody meets it who can answer it: what it changes, who sent it and when, who else can answer."""

from functools import cached_property
from typing import TYPE_CHECKING

from django.utils import timezone

from dialog.forms.changes import Changes, changes
from dialog.models import Record
from dialog.process.audiences import names_of
from dialog.process.step import DecidedStep
from dialog.rights import ELECTED, ELECTED_OF_BODY

if TYPE_CHECKING:
    from dialog.views.step_text import StepText


class Approval:
    """What a proposal says to whoever can approve it, or record the body's decision on it."""

    def __init__(self, page: "StepText", record: Record) -> None:
        self.page, self.record, self.access = page, record, page.access

    @cached_property
    def changes(self) -> Changes | None:
        """What the proposal changes in the version in force; None where nothing is in force yet: then all of it is new."""
        if self.page.in_force is None or self.page.latest is None or self.page.latest is self.page.in_force:
            return None
        place = self.page.place
        return changes(place.answers(self.page.in_force), place.answers(self.page.latest))

    @property
    def others(self) -> str:
        """Who else can answer, by name; empty where nobody else can."""
        audience = ELECTED_OF_BODY if isinstance(self.page.step, DecidedStep) else ELECTED
        body = self.record.body_id or self.access.case.body_id
        can = self.access.receivers(audience, body)
        return names_of([person for person in can if person.pk != self.access.user.pk])

    @property
    def days(self) -> int:
        """For how many days it has waited."""
        return (self.access.today - timezone.localdate(self.record.sent_at)).days if self.record.sent_at else 0

    @property
    def is_mine(self) -> bool:
        """Whether this person put in force what the proposal changes."""
        return self.record.in_force_by_id == self.access.user.pk

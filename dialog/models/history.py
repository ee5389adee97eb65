"""What happened in a case, and what waits in it."""

from django.db import models

from dialog.models.case import Case
from dialog.models.organisation import Body, Person
from dialog.models.then import NameThen


class Event(models.Model):
    """One act in one case: who did what, when. Append-only; the stream that history shows.

    ``revision`` and ``version`` are numbers and not keys, because a pruned revision must not touch the event. ``said`` is
    a mark of everything that was sent, by which the same sending is known again; see ``dialog.forms.sending``.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    act = models.CharField(max_length=30)
    step = models.CharField(max_length=40, blank=True)
    row = models.CharField(max_length=8, blank=True)
    revision = models.PositiveIntegerField(null=True)
    version = models.PositiveIntegerField(null=True)
    note = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    said = models.CharField(max_length=64, blank=True, editable=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_name = NameThen()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["case", "-at"], name="event_of_case")]

    def __str__(self) -> str:
        return f"{self.act} {self.step}".strip()


class Wait(models.Model):
    """Something in a case that waits for somebody, from a moment that may lie ahead.

    Written by ``dialog.acts.derived`` alone; inbox, list, mail and the counter read it. A date that comes (a pause that
    ends, an activity past its day) needs no nightly job: its row is there, and begins to count when ``since`` has come.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="waits")
    kind = models.CharField(max_length=30)
    audience = models.CharField(max_length=20)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="waits")
    body = models.ForeignKey(
        Body,
        models.CASCADE,
        null=True,
        related_name="+",
        help_text="Whose elected it waits for, if not the case's own.",
    )
    step = models.CharField(max_length=40, blank=True)
    row = models.CharField(max_length=8, blank=True)
    row_kind = models.CharField(max_length=20, blank=True, help_text="What kind of row it is: its address needs it.")
    since = models.DateTimeField()

    class Meta:
        ordering = ["since", "pk"]
        indexes = [models.Index(fields=["audience", "since"], name="wait_for_audience")]

    def __str__(self) -> str:
        return f"{self.kind} {self.step}".strip()

"""Where in a case something is written: a step, or a row of its register. What every view of it needs is asked here."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from dialog.acts.core import Attempt, run
from dialog.forms import drafts
from dialog.forms.answers import Answered
from dialog.forms.drafts import Draft, Shape
from dialog.forms.posted import sent_number
from dialog.forms.step_form import StepForm
from dialog.forms.translated import in_readers_language, reads_in_another_language
from dialog.models import Comment, Event, HelpRequest, Record, Revision
from dialog.process.access import Access, allowed_acts, may_know_of
from dialog.process.addresses import url_of
from dialog.process.phases import process
from dialog.process.register import Register, RowKind, step_or_kind_at
from dialog.process.step import WrittenStep
from dialog.rights import TEXT

# A page that holds a part of a text says so: a field, a table, or a row of one («goal-0a1b2c3d»), each in one such field.
PIECE = "piece"


@dataclass
class Place:
    """A place in a case as one person meets it: ``step_or_kind`` is what is written there, ``row`` is empty for a step."""

    access: Access
    step_or_kind: WrittenStep
    row: str = ""

    @classmethod
    def find(cls, access: Access, step: str, row: str = "", kind: str = "") -> "Place":
        """Return the place of those keys; ``kind`` says what a row is that nobody has written yet. Raises Http404, also
        for whoever may not know of what is written there.
        """
        found = process.find(step)
        record = access.record(step, row)
        step_or_kind = step_or_kind_at(found, row, record.kind if record else kind) if found else None
        if not isinstance(step_or_kind, WrittenStep) or not may_know_of(access, step_or_kind):
            raise Http404
        return cls(access, step_or_kind, row)

    def again(self, access: Access) -> "Place":
        """Return the same place in a case that was loaded anew."""
        return Place(access, self.step_or_kind, self.row)

    @property
    def register(self) -> Register:
        """The register that is written here. Raises TypeError where there is none."""
        if not isinstance(self.step_or_kind, Register):
            raise TypeError(f"{self.step_or_kind!r} is no register.")
        return self.step_or_kind

    @property
    def kind(self) -> str:
        """What kind of row it is; empty for a step."""
        return getattr(self.step_or_kind, "kind", "") if self.row else ""

    @property
    def record(self) -> Record | None:
        """The record that is kept here, where there is one."""
        return self.access.record(self.step_or_kind.key, self.row)

    @cached_property
    def acts(self) -> frozenset[str]:
        """What the person may do here now."""
        return allowed_acts(self.step_or_kind, self.record, self.access)

    @cached_property
    def reads_drafts(self) -> bool:
        """Whether drafts, proposals and comments here are for the person."""
        return self.access.reads_drafts(self.step_or_kind, self.row)

    def may(self, act: str) -> bool:
        """Say whether the table gives the person an act here, in whatever state the place is."""
        return self.access.may_at(act, self.step_or_kind.role, self.body)

    @property
    def body(self) -> int | None:
        """The body that decides here, where it is another than the one that owns the case."""
        return self.record.body_id if self.record else None

    def help_requests(self) -> QuerySet[HelpRequest]:
        """Return what the department that owns the handbook was asked here."""
        asked = HelpRequest.objects.filter(case=self.access.case, step=self.step_or_kind.key, row=self.row)
        return asked.select_related("by", "answered_by")

    def template_context(self, form: StepForm | None) -> dict[str, Any]:
        """Return what the thing's own template shows besides what every page has."""
        shown = self.step_or_kind.template_context(self.access, form)
        if isinstance(self.step_or_kind, RowKind):
            shown |= {"dropped_because": self.step_or_kind.dropped_because(self.access, self.row)}
            shown |= self.step_or_kind.row_context(self.access, self.row, form)
        return shown

    @property
    def url(self) -> str:
        """The address of the place; of a row that nobody has kept yet it says what kind of row it is."""
        query = f"?kind={self.kind}" if self.row and self.record is None else ""
        return self.url_when_kept + query

    @property
    def url_when_kept(self) -> str:
        """The address of the place once something is kept there."""
        return url_of(self.access.case.pk, self.step_or_kind.key, self.row, self.kind)

    def url_with(self, *asked: tuple[str, str]) -> str:
        """Return the address of the place with what its page is asked for."""
        return f"{self.url}{'&' if '?' in self.url else '?'}{urlencode(asked)}"

    def url_of_row(self, key: str) -> str:
        """Return the address of the page of a row of one of the text's tables."""
        return self.url_with(("row", key))

    @property
    def files_url(self) -> str:
        """The page of its files."""
        names = [self.access.case.pk, self.step_or_kind.key]
        return reverse("files_of_row", args=[*names, self.row]) if self.row else reverse("files", args=names)

    @property
    def history_url(self) -> str:
        """The address of its history; empty for a row that nobody has kept yet."""
        if self.row and self.record is None:
            return ""
        names = [self.access.case.pk, self.step_or_kind.key]
        return reverse("row_history", args=[*names, self.row]) if self.row else reverse("step_history", args=names)

    @property
    def shape(self) -> Shape:
        """Which fields are written here; none where the place is a register without a head."""
        return self.step_or_kind.form.shape() if self.step_or_kind.form else Shape((), {})

    def make_form(self, draft: Draft, **options: Any) -> StepForm:
        """Return the form bound to a draft."""
        return self.step_or_kind.make_form(draft, self.access, row=self.row, **options)

    def answers(self, revision: Revision) -> list[Answered]:
        """Return what a text says to this person: a version as it was kept, a draft as the form reads it today.

        What the application says of it is in her language.
        """
        kept = revision.answers
        if kept is not None and not reads_in_another_language():
            return self.step_or_kind.for_reader(kept, self.access)
        form = self.make_form(revision.data)
        answers = form.answers_of_all() if kept is None else in_readers_language(kept, form)
        return self.step_or_kind.for_reader(answers, self.access)

    def begin(self) -> Draft:
        """Return what the form begins with."""
        return self.step_or_kind.begin(self.access, self.row)[0]

    def as_it_stands(self, text: Revision | None, *, correct: bool = False) -> Draft:
        """Return what a page of the place shows to whoever writes on from a text; of none, what the form begins with."""
        if text is None:
            return self.begin()
        record, step = self.record, self.step_or_kind
        if not record or record.is_written_on or text.version is None or text.version != record.version:
            return text.data
        return (step.correct if correct else step.begin_again)(text.data)

    def seen(self, revision: int) -> Draft:
        """Return the text that stood here after that act, with a row for everything that has one by itself."""
        text = self.as_it_stands(self.numbered().filter(number__lte=revision).first())
        form = self.make_form(text)
        fixed = {table.name: [row.draft for row in form.rows[table.name]] for table in form.tables if table.fixed}
        return text | {name: rows for name, rows in fixed.items() if rows}

    def read(self, post: QueryDict) -> Draft:
        """Return the text that was posted. Where a page holds a part of it all else is what that page has seen stand here;
        of a text that is not hers to read nothing is added to what somebody typed.
        """
        typed, parts = drafts.read(self.shape, post), post.getlist(PIECE)
        if not parts or not self.reads_drafts or self.step_or_kind.form is None:
            return typed
        return drafts.replaced(self.seen(sent_number(post.get("revision", ""))), typed, parts, self.shape)

    def met(self, post: QueryDict, text: Draft, revision: int) -> tuple[Draft, int]:
        """Return a part of the text that was posted, and the act that it has seen, after it has met what others wrote in
        other parts meanwhile: nobody is asked of that. Where two wrote the same, it is as it was, to be chosen from.
        """
        record = self.record
        if PIECE not in post or not (record and record.is_written_on and self.reads_drafts) or record.is_proposed:
            return text, revision
        latest = self.numbered().first()
        if latest is None or revision == record.revision:
            return text, revision
        merged, clashes = drafts.merge(self.seen(revision), latest.data, text, list(self.shape.tables))
        return (text, revision) if clashes else (merged, record.revision)

    def revisions(self) -> QuerySet[Revision]:
        """Return every text that was kept here and is for the person to read, those that lie aside too, the latest first.

        Who reads no drafts reads versions; a communicator also what was sent to her, and what communicators wrote.
        """
        if self.record is None:
            return Revision.objects.none()
        found = self.record.revisions.select_related("by").order_by("-pk")
        if not self.reads_drafts:
            return found.filter(version__isnull=False)
        if (
            self.access.is_member
            or self.step_or_kind.role != TEXT
            or (self.step_or_kind.key, self.row) in self.access.asked_at
        ):
            return found
        return found.filter(Q(was_sent=True) | Q(version__isnull=False) | Q(by__is_communicator=True))

    def numbered(self) -> QuerySet[Revision]:
        """Return the texts that an act kept, the latest first."""
        return self.revisions().filter(number__isnull=False).order_by("-number")

    def events(self) -> QuerySet[Event]:
        """Return what happened here, the latest first; not of texts that are not the person's to read: it names them."""
        here = {"case": self.access.case, "step": self.step_or_kind.key, "row": self.row}
        found = Event.objects.filter(**here).select_related("by")
        if self.record is None:
            return found
        others = self.record.revisions.filter(number__isnull=False).exclude(pk__in=self.revisions().values("pk"))
        return found.exclude(revision__in=others.values("number"))

    def comments(self) -> QuerySet[Comment]:
        """Return what members said here."""
        return Comment.objects.filter(case=self.access.case, step=self.step_or_kind.key, row=self.row).select_related(
            "by"
        )

    def run(self, act: str, *, revision: int | None, data: Draft | None, **facts: Any) -> Attempt:
        """Carry out an act here as the person whose access it is; see ``dialog.acts.core.run``."""
        return run(
            act,
            self.access.case.pk,
            self.step_or_kind.key,
            by=self.access.user,
            row=self.row,
            kind=self.kind,
            revision=revision,
            data=data,
            **facts,
        )


class RowConverter:
    """The key of a row in an address: eight hexadecimal digits."""

    regex = "[0-9a-f]{8}"

    def to_python(self, value: str) -> str:
        """Return the key."""
        return value

    def to_url(self, value: str) -> str:
        """Return the key."""
        return value

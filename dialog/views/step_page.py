"""What the page of a step shows to one person: the mode that it is in, the form or the answers, and what can be done."""

from functools import cached_property
from typing import Any

from django.http import QueryDict

from dialog.access import Access, allowed_acts
from dialog.engine.decision_form import WORDING_STEPS, wording_of
from dialog.engine.drafts import Draft
from dialog.engine.forms import Missing, RowForm, StepForm
from dialog.engine.state import map_of, state_of
from dialog.engine.step import Decided, Written
from dialog.models import Comment, HelpRequest, Record, Revision


class StepPage:
    """One step of one case for one person.

    ``mode`` is "write" (a form), "answer" (a proposal that this person answers for the body), or "read". A text that was
    typed and not saved (``typed``) is shown in the form, or beside the answers where it cannot be written any more.
    """

    def __init__(
        self,
        access: Access,
        step: Written,
        *,
        open_row: str = "",
        change: bool = False,
        typed: Draft | None = None,
        missing: list[Missing] | None = None,
        act: str = "",
        refused: str = "",
        posted: QueryDict | None = None,
    ) -> None:
        self.access, self.step, self.open_row = access, step, open_row
        self.change = change or bool(open_row)
        self.typed, self.missing, self.act, self.refused = typed, missing or [], act, refused
        self.posted = posted or QueryDict()
        self.record: Record | None = access.record(step.key)
        self.acts = allowed_acts(step, self.record, access)

    @property
    def mode(self) -> str:
        """How this person meets the step now."""
        if self.record and self.record.is_proposed:
            if "decide" in self.acts:
                return "answer"
            return "write" if "approve" in self.acts else "read"
        return "write" if "save_draft" in self.acts and not self.is_settled else "read"

    @property
    def is_settled(self) -> bool:
        """Whether the step is done and nobody has asked to change it: then it is there to be read."""
        settled = self.record is not None and self.record.done and not self.record.is_written_on
        settled = settled or (self.step.reads_first and not (self.record and self.record.is_written_on))
        return settled and not self.change and self.typed is None

    @cached_property
    def revisions(self) -> list[Revision]:
        """The last text, and the version in force where that is another one."""
        if self.record is None:
            return []
        found = self.record.revisions.filter(number__isnull=False).select_related("by").order_by("-number")
        latest = found.first()
        in_force = found.filter(version=self.record.version).first() if self.record.version else None
        return [one for one in (latest, in_force) if one]

    @property
    def latest(self) -> Revision | None:
        """The text that stands in the record now."""
        return self.revisions[0] if self.revisions else None

    @property
    def in_force(self) -> Revision | None:
        """The version in force."""
        return next((one for one in self.revisions if self.record and one.version == self.record.version), None)

    @cached_property
    def draft(self) -> Draft:
        """The text in the form: what was typed just now, else what stands there, else what the form begins with."""
        text = self.latest.data if self.latest else self.step.begin(self.access)[0]
        text = self.typed if self.typed is not None else text
        if "decide" in self.acts and "decided_on" not in text:
            text = {**text, "decided_on": [self.access.today.isoformat()]}
        return text

    @cached_property
    def form(self) -> StepForm | None:
        """The form, loud when somebody has just tried to take the last act; none for who only reads."""
        if self.mode == "read":
            return None
        return self.step.make_form(
            self.draft, self.access, loud=bool(self.missing), final=self.step.last_act in self.acts
        )

    @cached_property
    def open_rows(self) -> set[str]:
        """The rows whose fields show; the others keep theirs hidden in the page."""
        if self.missing:
            return {lack.row for lack in self.missing}
        return {self.open_row}

    def rows(self) -> list[dict[str, Any]]:
        """Return the tables of the form with their rows, numbered, each with how much remains in it."""
        assert self.form is not None
        tables = []
        for table in self.step.form.tables:
            forms: list[RowForm] = self.form.rows[table.name]
            rows = [
                {
                    "form": form,
                    "number": number,
                    "open": form.key in self.open_rows,
                    "first": number == 1,
                    "last": number == len(forms),
                    "lacks": 0 if form.is_dropped else len(list(form.sentences())),
                }
                for number, form in enumerate(forms, start=1)
            ]
            tables.append({"table": table, "rows": rows})
        return tables

    def remaining(self) -> list[Missing]:
        """Return what stands in the way of finishing."""
        return self.missing or (self.form.remaining if self.form else [])

    def wording(self) -> dict[str, str]:
        """Return purpose and question as they are in force: what a decision rests on."""
        versions = self.access.versions(WORDING_STEPS)
        return {step: wording_of(versions.get(step), step) for step in WORDING_STEPS}

    @property
    def proposal(self) -> list[dict[str, Any]]:
        """The answers of the proposal that waits, without the decision's own facts."""
        own = self.step.form.decision_fields
        return [answer for answer in self._answers(self.latest) if answer["key"] not in own]

    @cached_property
    def proposal_comment(self) -> str:
        """What was said when the proposal was sent."""
        sent = self.access.case.events.filter(step=self.step.key, act="propose").order_by("-pk").first()
        return sent.note if sent else ""

    @property
    def said(self) -> str:
        """The comment that was typed with an act that did not go through."""
        return self.posted.get(f"comment-{self.act}", "")

    def conversation(self) -> dict[str, Any]:
        """Return the comments at the step with their replies, for members; and its requests for help."""
        case, key = self.access.case, self.step.key
        if not self.access.is_member:
            return {"comments": [], "help_requests": []}
        comments = list(Comment.objects.filter(case=case, step=key, row="").select_related("by"))
        replies: dict[int, list[Comment]] = {}
        for one in comments:
            if one.answers_id:
                replies.setdefault(one.answers_id, []).append(one)
        return {
            "comments": [
                {"comment": one, "replies": replies.get(one.pk, [])} for one in comments if not one.answers_id
            ],
            "help_requests": HelpRequest.objects.filter(case=case, step=key).select_related("by", "answered_by"),
        }

    def context(self) -> dict[str, Any]:
        """Return everything that the template shows."""
        access, step = self.access, self.step
        state = state_of(step, access)
        phase = next((phase for phase in map_of(access) if phase.phase is step.phase), None)
        shown = self.latest if access.is_member and self.record and self.record.is_proposed else self.in_force
        deciding = isinstance(step, Decided)
        return {
            "page_of_step": self,
            "access": access,
            "case": access.case,
            "step": step,
            "record": self.record,
            "revision": self.record.revision if self.record else 0,
            "state": state,
            "phase": phase,
            "people": access.people(
                [state.by_id] + ([self.record.in_force_by_id, self.record.sent_by_id] if self.record else [])
            ),
            "mode": self.mode,
            "form": self.form,
            "tables": self.rows() if self.form else [],
            "remaining": self.remaining(),
            "advice": self.form.advice() if self.form else [],
            "loud": bool(self.missing),
            "acts": self.acts,
            "may_change": self.is_settled and "save_draft" in self.acts,
            "in_force": self.in_force,
            "shown_answers": self._answers(shown),
            "typed_answers": self._typed_answers(),
            "refused": self.refused,
            "shut": step.shut(access) if access.is_member else "",
            "blocks": [required.title for required in step.blocks(access)],
            "wording": self.wording() if deciding else {},
            "decision": access.decisions_in_force.get(step.key) if deciding else None,
            "posted": self.posted,
            "offers": self.form.offers(self.record.prefilled if self.record else {}) if self.form else [],
            **step.shows(access, self.form),
            **self.conversation(),
        }

    def _answers(self, revision: Revision | None) -> list[dict[str, Any]]:
        if revision is None:
            return []
        if revision.answers is not None:
            return revision.answers
        return self.step.make_form(revision.data, self.access).all_answers()

    def _typed_answers(self) -> list[dict[str, Any]]:
        """Return what was typed and cannot be saved any more, so that nothing is lost."""
        if self.typed is None or self.form is not None:
            return []
        return self.step.make_form(self.typed, self.access).all_answers()

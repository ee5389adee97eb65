"""What the page of a step shows to one person: its text, what stands beside it, and what can be done."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.forms.boundfield import BoundField

from dialog.acts import words
from dialog.acts.together import also_waiting
from dialog.cases.next import NextThing, next_after
from dialog.forms.answers import Answered
from dialog.forms.posted import Posted, sending
from dialog.forms.sending import new_sending
from dialog.forms.step_form import Offer
from dialog.models import Comment, Decision, Event, Person, Record, Revision, house
from dialog.process.act import ACTS, ROW, Part
from dialog.process.audiences import of_the_house
from dialog.process.phases import process
from dialog.process.reading import Reading
from dialog.process.state import other_phases, state_of, state_of_phase
from dialog.process.step import DecidedStep
from dialog.process.wording import has_changed, worded, wording_in_force
from dialog.rights import ELECTED, ELECTED_OF_BODY, SUPPORT, TEXT
from dialog.views.step_text import StepText

CONVERSATION = "dialog/step/conversation.html"  # what members say to each other beside the text


class StepPage(StepText):
    """One step of one case for one person: its text with everything that stands around it on the page."""

    @cached_property
    def wording(self) -> dict[str, str]:
        """Purpose and question as they are in force: what a decision rests on."""
        return wording_in_force(self.access)

    def worded(self) -> list[dict[str, Any]]:
        """Return question and purpose with how far each is, to be read beside a step."""
        steps = [process.step(key) for key in worded()]
        return [
            {
                "step": step,
                "text": self.wording[step.key],
                "is_here": step is self.step and self.mode == "write",
                "is_begun": self.access.is_member and self.access.record(step.key) is not None,
            }
            for step in sorted(steps, key=lambda step: step.number or 0, reverse=True)
        ]

    @property
    def wording_has_changed(self) -> bool:
        """Whether purpose or question read differently now than what the decision in force was made on."""
        decision = self.access.decisions_in_force.get(self.step.key)
        return decision is not None and has_changed(decision, self.wording)

    @property
    def proposal(self) -> list[Answered]:
        """The answers of the proposal that waits, without the answer itself and the decision's own facts."""
        own = self.step.deciding_fields()
        return [answer for answer in self._undecided(self.latest) if answer["key"] not in own]

    @property
    def promised(self) -> list[Answered]:
        """What the proposal promises those who take part: it is read before its reasons."""
        return [
            answer for answer in self.proposal if answer["key"] == "promise" and "value" in answer and answer["value"]
        ]

    @property
    def because(self) -> list[Answered]:
        """The other answers of the proposal that say something: why it is proposed, and what more goes with it."""
        told = [answer for answer in self.proposal if answer["key"] != "promise"]
        return [answer for answer in told if (answer["rows"] if "rows" in answer else answer["value"])]

    def _undecided(self, text: Revision | None) -> list[Answered]:
        """Return the answers of a text without when and by whom it was decided: nobody has yet."""
        own = self.step.its_form.decision_fields
        return [answer for answer in self._answers(text) if answer["key"] not in own]

    @cached_property
    def proposed(self) -> Decision | None:
        """The decision as it is proposed, not made: for its words and its picture."""
        if not (isinstance(self.step, DecidedStep) and self.latest):
            return None
        judged = self.place.make_form(self.latest.data).judged
        answer = {name: judged.get(name) or "" for name in self.step.deciding_fields()}
        return Decision(case=self.access.case, step=self.step.key, answer=answer)

    @cached_property
    def proposal_comment(self) -> str:
        """What was said when the proposal was sent."""
        sent = self.place.events().filter(act="propose").first()
        return sent.note if sent else ""

    @property
    def along(self) -> str:
        """The id of the form whose text is sent along with what is said beside it, so that it is not lost."""
        return "written" if self.form is not None else ""

    def withdrawn(self) -> Event | None:
        """Return who took the proposal back and when, while its text is a draft again and members read it."""
        record = self.record
        if not (self.place.reads_drafts and record and record.sent_at and record.returned_at):
            return None
        if record.draft != Record.Draft.WRITING:
            return None
        here = Event.objects.filter(case=record.case_id, step=record.step, row=record.row)
        return here.filter(act="withdraw").first()

    def conversation(self) -> dict[str, Any]:
        """Return the comments at the step with their replies, for members; and its requests for help, for support too."""
        if not self.place.reads_drafts:
            asked = self.place.help_requests() if SUPPORT in self.access.capacities else []
            return {"comments": [], "help_requests": asked}
        comments = list(self.place.comments())
        replies: dict[int, list[Comment]] = {}
        for comment in comments:
            if comment.answers_id:
                replies.setdefault(comment.answers_id, []).append(comment)
        return {
            "comments": [
                {
                    "comment": comment,
                    "replies": replies.get(comment.pk, []),
                    "replying": self.posted.get("act") == f"comment {comment.pk}",
                }
                for comment in comments
                if not comment.answers_id
            ],
            "help_requests": list(self.place.help_requests()),
        }

    def conversation_fold(self, said: dict[str, Any]) -> dict[str, Any]:
        """Return how much is said beside the text, for the line that it is folded to. It opens where something is not
        answered, and where something was typed there and is not sent. What came with a text that was sent back stands above
        that text while it is written: it opens nothing.
        """
        unanswered = [one for one in said["comments"] if not one["comment"].answered_at and not one["replies"]]
        asked = [one for one in said["help_requests"] if not one.answered_at]
        above = self.mode == "write" and self.record and self.record.draft == Record.Draft.RETURNED
        below = [one for one in unanswered if not (above and one["comment"].sent_back)]
        here = [
            name
            for name, declared in ACTS.items()
            if declared.button and (declared.button.part == Part.TALK or declared.button.template == CONVERSATION)
        ]
        begins = tuple(f"comment-{name}" for name in here)
        typed = any(name.startswith(begins) and text for name, text in self.posted.items())
        return {
            "said_count": len(said["comments"]) + len(said["help_requests"]),
            "unanswered_count": len(unanswered) + len(asked),
            "talk_opens": bool(below or asked or typed or self.act in here),
        }

    def offered(self) -> dict[str, Any]:
        """Return the buttons that the page draws by itself, as they are declared: the row of them below the text, what is
        folded away below that, and what is said beside the text.
        """
        here = ("part",) * bool(self.step.is_part_of) + ("again",) * bool(self.record and self.record.done)
        possible = [(name, step_act.button) for name, step_act in ACTS.items() if name in self.acts and step_act.button]
        row = sorted(
            (named_button for named_button in possible if named_button[1].part in ROW),
            key=lambda named_button: named_button[1].part,
        )
        last = ACTS[self.step.last_act].button
        return {
            "buttons": [
                {"act": name, "words": button.words_where(*here), "is_main": button.is_main} for name, button in row
            ],
            "below": [
                button.template for _name, button in possible if button.part in (*ROW, Part.BELOW) and button.template
            ],
            "note_at_button": last.note if last else "",
            "talk_buttons": [(name, button) for name, button in possible if button.part == Part.TALK],
        }

    def progress(self) -> dict[str, Any]:
        """Return how far the text has come, and what remains: what an autosave renews on the page."""
        access, step = self.access, self.step
        state = state_of(step, access, row=self.place.row)
        return {
            "page_of_step": self,
            "place": self.place,
            "access": access,
            "case": access.case,
            "step": step,
            "record": self.record,
            "state": state,
            "people": access.people(
                [state.by_id] + ([self.record.in_force_by_id, self.record.sent_by_id] if self.record else [])
            ),
            "mode": self.mode,
            "approval": self.waiting_for_me if self.mode == "read" else None,
            "form": self.form,
            "tables": self.rows() if self.form else [],
            "remaining": self.remaining(),
            "advice": self.form.advice() if self.form else [],
            "blocks": [required.title for required in step.blocks(access)],
            "acts": self.acts,
            "deciding_body": (self.record and self.record.body) or access.case.body,
            "answerers": self.answerers,
            "lacks_answerer": self.lacks_answerer(),
            **(self.parts.context() if self.parts else {}),
        }

    def marks(self) -> Iterator[BoundField]:
        """Yield the fields on the page: each has a mark while it is needed and empty."""
        if self.form is None:
            return
        yield from self.form.shown_fields
        for rows in self.form.rows.values():
            for row in rows:
                if not self.has_page(type(row)):
                    yield from row.shown_fields

    def context(self) -> dict[str, Any]:
        """Return everything that the template shows."""
        access, step = self.access, self.step
        progress = self.progress()
        phase = state_of_phase(step.phase, access) if step.phase else None
        said = self.conversation()
        waits = self.place.reads_drafts and self.record is not None and self.record.is_proposed
        shown = self.latest if waits else self.in_force
        deciding = isinstance(step, DecidedStep)
        return {
            **progress,
            "reads_drafts": self.place.reads_drafts,
            "revision": self.record.revision if self.record else 0,
            "phase": phase,
            "other_phases": other_phases(step.phase, access) if step.phase else [],
            "onward": self.onward(),
            "withdrawn": self.withdrawn(),
            "missing_since": self.missing_since(),
            "loud": bool(self.missing),
            "at_button": self.at_button(),
            "outdated": self.outdated(),
            "not_done": words.not_done(self.act),
            "may_change": self.is_settled and "save_draft" in self.acts,
            "in_force": self.in_force,
            "shown_answers": self._undecided(shown) if waits and deciding else self._answers(shown),
            "as_read": self.reading(shown),
            "draft_answers": self._draft_answers(),
            "typed_answers": self._typed_answers(),
            "refused": self.refused,
            "shut": step.shut(access) if self.place.reads_drafts else "",
            "wording": self.wording if step.shows_wording else {},
            "decision": access.in_force.get((step.key, self.place.row)) if deciding else None,
            "also": also_waiting(step, access) if self.mode == "answer" and not self.place.row else None,
            "posted": self.posted,
            "along": self.along,
            "sending": sending(Posted(self.posted)) or new_sending(),
            "offers": self.offers(),
            "lacks_receivers": waits and self.lacks_receivers(),
            **self.offered(),
            **self.place.template_context(self.form),
            **said,
            **self.conversation_fold(said),
        }

    @cached_property
    def answerers(self) -> list[Person] | None:
        """Who can answer a proposal here today, or a text that is handed over; None where nobody is asked to answer."""
        if self.step.role == TEXT and self.record and self.record.is_proposed:
            return [person for person in of_the_house() if person.is_communicator]
        if self.step.role != ELECTED:
            return None
        body = (self.record and self.record.body) or self.access.case.body
        return self.access.receivers(ELECTED_OF_BODY if isinstance(self.step, DecidedStep) else ELECTED, body.pk)

    @property
    def may_add_members(self) -> bool:
        """Whether this person may make somebody a member of the case."""
        return self.access.may("add_member")

    def lacks_answerer(self) -> bool:
        """Say whether what is being written would be sent to nobody: it is better known before than after."""
        return self.mode == "write" and self.answerers == [] and "propose" in self.acts

    def lacks_receivers(self) -> dict[str, Any] | None:
        """Return, where nobody can answer the proposal that waits, who of the body could be added; else None."""
        access = self.access
        if self.step.role != ELECTED or self.answerers != []:
            return None
        body = (self.record and self.record.body) or access.case.body
        here = {membership.person_id for membership in access.members}
        return {
            "body": body,
            "seated": house.could_join(body.pk, access.today, here),
            "may_add": access.may("add_member"),
        }

    def offers(self) -> list[Offer]:
        """Return the texts from elsewhere that can be taken over on this page."""
        found = self.form.offers(self.record.prefilled if self.record else {}) if self.form else []
        return self.parts.offered(found) if self.parts else found

    def onward(self) -> NextThing | dict[str, Any] | None:
        """Return where a member goes on after this page: to another part of the step, else to what comes next."""
        within = self.parts.onward() if self.parts else None
        is_on_way = self.access.is_member and self.step.phase and not self.place.row
        return within or (next_after(self.access, self.step) if is_on_way else None)

    def reading(self, shown: Revision | None) -> Reading:
        """Return how the text that is shown is read: what is in force by its own rows, anything else as it was written."""
        if self.mode != "read" or shown is None or shown is not self.in_force:
            return Reading()
        return self.step.reading(self.access, self._answers(shown))

    def _answers(self, revision: Revision | None) -> list[Answered]:
        return self.place.answers(revision) if revision else []

    def _draft_answers(self) -> list[Answered]:
        """Return the draft for who may read and not write it: a reader, support where it was asked for help."""
        writing = self.record is not None and self.record.is_written_on and not self.record.is_proposed
        return self._answers(self.latest) if writing and self.mode == "read" and self.place.reads_drafts else []

    def _typed_answers(self) -> list[Answered]:
        """Return what was typed and cannot be saved any more, so that nothing is lost."""
        if self.typed is None or self.form is not None:
            return []
        return self.step.for_reader(self.place.make_form(self.typed).answers_of_all(), self.access)

"""The acts at a written step: write, finish, propose, withdraw, approve, send back, take a mark away."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.acts.conversation import answer_what_was_sent_back, write_comment
from dialog.acts.core import Attempt, Refused, write_down
from dialog.forms import posted
from dialog.forms.draft_form import Missing
from dialog.forms.drafts import Draft
from dialog.models import Comment, HelpRequest, Person, Record
from dialog.process import references
from dialog.process.act import CHANGED, SAVED, Button, Part, act
from dialog.process.register import step_or_kind_at
from dialog.process.step import DecidedStep
from dialog.rights import ELECTED, ELECTED_OF_BODY

CHANGE_IN_FORCE = gettext_lazy("The change now applies.")
PUT_IN_FORCE = gettext_lazy("Finalise")
PUT_CHANGE_IN_FORCE = gettext_lazy("Finalise the change")


@act(
    called=gettext_lazy("Write a draft"),
    happened=gettext_lazy("%(who)s wrote in “%(step)s”"),
    done=SAVED,
    icon="pencil",
    nothing_new=gettext_lazy("Nothing has changed since it was saved."),
    is_minor=True,
    reads={"offered": lambda form: form.offered},
    button=Button(gettext_lazy("Save draft"), Part.KEEPS),
)
def save_draft(attempt: Attempt, *, offered: dict[str, str] | None = None) -> None:
    """Keep what was typed, whatever is missing. Saving what stands there already changes nothing.

    ``offered`` are texts from elsewhere that were taken or declined just now: they are not offered again.
    """
    if attempt.says_nothing_new and not offered:
        return
    _write(attempt)
    attempt.record.prefilled = {**attempt.record.prefilled, **(offered or {})}


@act(
    called=gettext_lazy("Make a draft from an older text"),
    happened=gettext_lazy("%(who)s made a draft from an older text in “%(step)s”"),
    done=gettext_lazy("The older text is now a draft. What currently applies has not changed."),
    icon="copy",
    reads={"text": lambda form: form.older(posted.id_in("restore")(form))},
    button=Button(gettext_lazy("Make a draft from: %(text)s"), template="dialog/step_history.html"),
)
def restore(attempt: Attempt, *, text: Draft) -> None:
    """Make a draft of an older version, without the facts of a decision: what is in force stays in force."""
    attempt.data = {name: texts for name, texts in text.items() if name not in attempt.step.its_form.decision_fields}
    save_draft(attempt)


def _who_answers(attempt: Attempt) -> Iterable[Person]:
    audience = ELECTED_OF_BODY if isinstance(attempt.step, DecidedStep) else ELECTED
    return attempt.access.receivers(audience, attempt.record.body_id)


@act(
    called=gettext_lazy("Send a proposal"),
    happened=gettext_lazy("%(who)s sent a proposal for “%(step)s”"),
    done=gettext_lazy("The proposal has been sent."),
    icon="clock",
    not_done=gettext_lazy("Saved, but not sent"),
    goes_to=_who_answers,
    done_to=gettext_lazy("The proposal has been sent to %(people)s."),
    reads={"comment": posted.comment},
    button=Button(gettext_lazy("Send the proposal"), Part.SENDS, template="dialog/step/propose.html"),
)
def propose(attempt: Attempt, *, comment: str = "") -> None:
    """Send a complete text to be answered by the elected; it is fixed while it waits."""
    attempt.missing = attempt.form(final=False).remaining
    if attempt.missing:
        _keep_incomplete(attempt)
        return
    record = attempt.record
    if attempt.text() != attempt.standing():
        record.draft_at, record.draft_by = attempt.at, attempt.by
    record.draft = Record.Draft.PROPOSED
    record.sent_at, record.sent_by = attempt.at, attempt.by
    record.returned_at = record.postponed_to = None
    attempt.note = comment
    attempt.keep(sent=True)
    answer_what_was_sent_back(attempt)


@act(
    called=gettext_lazy("Withdraw a proposal or a text"),
    happened=gettext_lazy("%(who)s withdrew what was sent in “%(step)s”"),
    done=gettext_lazy("Withdrawn. It is a draft again."),
    icon="back",
    answers=True,
    button=Button(
        gettext_lazy("Withdraw the proposal"),
        template="dialog/step/read_acts.html",
        otherwise={"text": gettext_lazy("Withdraw the text")},
    ),
)
def withdraw(attempt: Attempt) -> None:
    """Take a proposal back: its text becomes a draft again."""
    _come_back(attempt, Record.Draft.WRITING)


@act(
    called=gettext_lazy("Send back with a comment"),
    happened=gettext_lazy("%(who)s sent back “%(step)s”"),
    done=gettext_lazy("Sent back with your comment."),
    icon="back",
    answers=True,
    has_receipt=True,
    reads={"comment": posted.comment},
    button=Button(gettext_lazy("Send back"), Part.BELOW, template="dialog/step/send_back.html"),
)
def send_back(attempt: Attempt, *, comment: str = "", body_name: str = "") -> None:
    """Send a proposal back with a comment, perhaps a body's, which waits for an answer. What is in force stays so."""
    if attempt.lacks(comment, _("Enter what needs to change."), "comment"):
        return
    _come_back(attempt, Record.Draft.RETURNED)
    attempt.note = comment
    write_comment(attempt, comment, sent_back=True, body_name=body_name)


@act(
    called=gettext_lazy("Mark as done"),
    happened=gettext_lazy("%(who)s finished “%(step)s”"),
    done=gettext_lazy("The step is done."),
    done_again=CHANGE_IN_FORCE,
    done_of_part=SAVED,
    not_done=gettext_lazy("Saved, but not done"),
    icon="check",
    button=Button(
        gettext_lazy("Mark as done"),
        Part.PUTS_IN_FORCE,
        otherwise={"part": PUT_IN_FORCE, "again": PUT_CHANGE_IN_FORCE},
    ),
)
def finish(attempt: Attempt) -> None:
    """Put the text in force and mark the step as done, when nothing is missing."""
    put_in_force(attempt)


@act(
    called=gettext_lazy("Approve"),
    happened=gettext_lazy("%(who)s approved “%(step)s”"),
    done=gettext_lazy("Approved. This now applies."),
    done_again=CHANGE_IN_FORCE,
    not_done=gettext_lazy("Not approved"),
    icon="check",
    answers=True,
    has_receipt=True,
    button=Button(gettext_lazy("Approve"), Part.PUTS_IN_FORCE, otherwise={"again": gettext_lazy("Approve the change")}),
)
def approve(attempt: Attempt) -> None:
    """Put the text in force as an elected official: as it was proposed, or as edited in the same act."""
    put_in_force(attempt)


@act(
    called=gettext_lazy("Finalise an entry"),
    happened=CHANGED,
    done=SAVED,
    not_done=gettext_lazy("Saved as a draft, but not final yet"),
    icon="check",
    button=Button(
        PUT_IN_FORCE,
        Part.PUTS_IN_FORCE,
        note=gettext_lazy(
            "Everyone who follows the case can read what you finalise. Only members of the case can read drafts."
        ),
    ),
)
def keep(attempt: Attempt) -> None:
    """Put a row of a register in force, as soon as it is complete."""
    put_in_force(attempt)


@act(
    called=gettext_lazy("Discard an entry that was never final"),
    happened=gettext_lazy("%(who)s discarded a draft in “%(step)s”"),
    done=gettext_lazy("The draft has been discarded."),
    icon="trash",
    button=Button(gettext_lazy("Discard the draft"), Part.BELOW, template="dialog/step/discard.html"),
)
def discard(attempt: Attempt) -> None:
    """Throw away a row that was never in force and never sent. The history keeps that it was there, not what it said."""
    here = {"case": attempt.access.case, "step": attempt.record.step, "row": attempt.record.row}
    if Comment.objects.filter(**here).exists() or HelpRequest.objects.filter(**here).exists():
        raise Refused(_("Someone has commented here, so it cannot be discarded."))
    attempt.gone = attempt.happened = True


@act(
    called=gettext_lazy("Mark a step with several entries as done"),
    happened=gettext_lazy("%(who)s marked “%(step)s” as done"),
    done=gettext_lazy("The step is done."),
    done_again=CHANGE_IN_FORCE,
    not_done=gettext_lazy("Saved, but not done"),
    icon="check",
    button=Button(gettext_lazy("Mark as done"), Part.PUTS_IN_FORCE, otherwise={"again": PUT_CHANGE_IN_FORCE}),
)
def mark_done(attempt: Attempt) -> None:
    """Mark a register as done when nothing is missing; it may grow afterwards."""
    if attempt.step.form:
        put_in_force(attempt)
        return
    if attempt.record.done:
        return
    attempt.missing = what_is_missing(attempt)
    if not attempt.missing:
        _in_force(attempt)
        attempt.happened = True


@act(
    called=gettext_lazy("Remove the “done” mark"),
    happened=gettext_lazy("%(who)s removed the “done” mark from “%(step)s”"),
    done=gettext_lazy("The step is no longer marked as done."),
    icon="back",
    reads={"comment": posted.comment},
    button=Button(gettext_lazy("Remove the mark"), template="dialog/step/take_back.html"),
)
def take_back(attempt: Attempt, *, comment: str = "") -> None:
    """Take the mark "done" away with a comment; the version stays in force."""
    if attempt.lacks(comment, _("Enter why the step is not done."), "comment"):
        return
    attempt.data = None
    attempt.record.done = False
    attempt.note = comment
    attempt.happened = True
    write_comment(attempt, comment)


def put_in_force(attempt: Attempt) -> bool:
    """Make the text the version in force, when it is complete; say whether something new came in force.

    What is in force already does nothing: a second press of the button makes no second version.
    """
    record = attempt.record
    if record.done and not record.is_written_on and attempt.text() == attempt.standing():
        return False
    form = attempt.form()
    attempt.missing = [*form.remaining, *form.removed_though_kept(), *what_is_missing(attempt)]
    if attempt.missing:
        _keep_incomplete(attempt)
        return False
    form.put_in_force()
    attempt.refers_to = references.references_of(form)
    record.version += 1
    _in_force(attempt)
    attempt.keep(version=record.version, answers=form.all_answers())
    answer_what_was_sent_back(attempt)
    return True


def keep_row(attempt: Attempt, row: str, text: Draft, *, kind: str = "") -> Attempt:
    """Put a row of the register at which an act is carried out in force as a part of that act, without an event."""
    access, key = attempt.access, attempt.record.step
    record = access.record(key, row) or Record(case=access.case, step=key, row=row, kind=kind)
    of_row = step_or_kind_at(attempt.step, row, record.kind)
    if of_row is None:
        raise Refused(_("That entry does not exist."))
    part = Attempt("keep", access, of_row, record, attempt.by, attempt.at, text, quiet=True)
    if put_in_force(part):
        write_down(part)
    return part


def what_is_missing(attempt: Attempt) -> list[Missing]:
    """Return what stands in the way of the last act besides the form: the step's own demands, and the steps before it."""
    return [*attempt.step.lacks(attempt.access), *(_first(step.title) for step in attempt.step.blocks(attempt.access))]


def _in_force(attempt: Attempt) -> None:
    record = attempt.record
    record.draft, record.done = Record.Draft.NONE, True
    record.in_force_at, record.in_force_by = attempt.at, attempt.by
    record.sent_at = record.sent_by = record.returned_at = record.postponed_to = None


def _come_back(attempt: Attempt, draft: Record.Draft) -> None:
    attempt.data = None
    attempt.record.draft, attempt.record.returned_at, attempt.record.postponed_to = draft, attempt.at, None
    attempt.happened = True


def _first(title: str) -> Missing:
    return Missing(_("The step “%(step)s” must be done first.") % {"step": title}, "")


def _keep_incomplete(attempt: Attempt) -> None:
    """Keep what was typed though it is not complete; a proposal that waits stays as it was sent."""
    if attempt.data is not None and "save_draft" in attempt.step.possible_acts(attempt.record, attempt.access):
        save_draft(attempt)


def _write(attempt: Attempt) -> None:
    record = attempt.record
    # What was sent back stays so until it is sent again; what a communicator holds stays hers.
    if record.draft not in (Record.Draft.RETURNED, Record.Draft.PROPOSED):
        record.draft = Record.Draft.WRITING
    record.draft_at, record.draft_by = attempt.at, attempt.by
    attempt.keep()

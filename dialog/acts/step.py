"""The acts at a written step: write, finish, propose, withdraw, approve, send back, take a mark away."""

from django.utils.translation import gettext as _

from dialog.acts.conversation import answer_what_was_sent_back, write_comment
from dialog.acts.core import Refused, Turn, act
from dialog.forms.draft_form import Missing
from dialog.forms.drafts import Draft
from dialog.models import Comment, HelpRequest, Record
from dialog.process import references


@act
def save_draft(turn: Turn, *, offered: dict[str, str] | None = None) -> None:
    """Keep what was typed, whatever is missing. Saving what stands there already changes nothing.

    ``offered`` are texts from elsewhere that were taken or declined just now: they are not offered again.
    """
    if turn.says_nothing_new and not offered:
        return
    _write(turn)
    turn.record.prefilled = {**turn.record.prefilled, **(offered or {})}


@act
def restore(turn: Turn, *, text: Draft) -> None:
    """Make a draft of an older version, without the facts of a decision: what is in force stays in force."""
    turn.data = {name: texts for name, texts in text.items() if name not in turn.step.its_form.decision_fields}
    save_draft(turn)


@act
def propose(turn: Turn, *, comment: str = "") -> None:
    """Send a complete text to be answered by the elected; it is fixed while it waits."""
    turn.missing = turn.form(final=False).remaining
    if turn.missing:
        _keep_incomplete(turn)
        return
    record = turn.record
    if turn.text() != turn.standing():
        record.draft_at, record.draft_by = turn.at, turn.by
    record.draft = Record.Draft.PROPOSED
    record.sent_at, record.sent_by = turn.at, turn.by
    record.returned_at = record.postponed_to = None
    turn.note = comment
    turn.keep(sent=True)
    answer_what_was_sent_back(turn)


@act
def withdraw(turn: Turn) -> None:
    """Take a proposal back: its text becomes a draft again."""
    _come_back(turn, Record.Draft.WRITING)


@act
def send_back(turn: Turn, *, comment: str = "", body_name: str = "") -> None:
    """Send a proposal back with a comment, perhaps a body's, which waits for an answer. What is in force stays so."""
    if turn.lacks(comment, _("Write what should be different."), "comment"):
        return
    _come_back(turn, Record.Draft.RETURNED)
    turn.note = comment
    write_comment(turn, comment, sent_back=True, body_name=body_name)


@act
def finish(turn: Turn) -> None:
    """Put the text in force and mark the step as done, when nothing is missing."""
    put_in_force(turn)


@act
def approve(turn: Turn) -> None:
    """Put the text in force as an elected official: as it was proposed, or as edited in the same act."""
    put_in_force(turn)


@act
def keep(turn: Turn) -> None:
    """Put a row of a register in force, as soon as it is complete."""
    put_in_force(turn)


@act
def discard(turn: Turn) -> None:
    """Throw away a row that was never in force and never sent. The history keeps that it was there, not what it said."""
    here = {"case": turn.access.case, "step": turn.record.step, "row": turn.record.row}
    if Comment.objects.filter(**here).exists() or HelpRequest.objects.filter(**here).exists():
        raise Refused(_("Somebody has said something here, so it stays."))
    turn.gone = turn.happened = True


@act
def mark_done(turn: Turn) -> None:
    """Mark a register as done when nothing is missing; it may grow afterwards."""
    if turn.step.form:
        put_in_force(turn)
        return
    if turn.record.done:
        return
    turn.missing = what_is_missing(turn)
    if not turn.missing:
        _in_force(turn)
        turn.happened = True


@act
def take_back(turn: Turn, *, comment: str = "") -> None:
    """Take the mark "done" away with a comment; the version stays in force."""
    if turn.lacks(comment, _("Write why the step is not done."), "comment"):
        return
    turn.data = None
    turn.record.done = False
    turn.note = comment
    turn.happened = True
    write_comment(turn, comment)


def put_in_force(turn: Turn) -> bool:
    """Make the text the version in force, when it is complete; say whether something new came in force.

    What is in force already does nothing: a second press of the button makes no second version.
    """
    record = turn.record
    if record.done and not record.is_written_on and turn.text() == turn.standing():
        return False
    form = turn.form()
    turn.missing = [*form.remaining, *form.removed_though_kept(), *what_is_missing(turn)]
    if turn.missing:
        _keep_incomplete(turn)
        return False
    form.put_in_force()
    turn.refers_to = references.references_of(form)
    record.version += 1
    _in_force(turn)
    turn.keep(version=record.version, answers=form.all_answers())
    answer_what_was_sent_back(turn)
    return True


def what_is_missing(turn: Turn) -> list[Missing]:
    """Return what stands in the way of the last act besides the form: the step's own demands, and the steps before it."""
    return [*turn.step.lacks(turn.access), *(_first(step.title) for step in turn.step.blocks(turn.access))]


def _in_force(turn: Turn) -> None:
    record = turn.record
    record.draft, record.done = Record.Draft.NONE, True
    record.in_force_at, record.in_force_by = turn.at, turn.by
    record.sent_at = record.sent_by = record.returned_at = record.postponed_to = None


def _come_back(turn: Turn, draft: Record.Draft) -> None:
    turn.data = None
    turn.record.draft, turn.record.returned_at, turn.record.postponed_to = draft, turn.at, None
    turn.happened = True


def _first(title: str) -> Missing:
    return Missing(_("The step “%(step)s” must be done first.") % {"step": title}, "")


def _keep_incomplete(turn: Turn) -> None:
    """Keep what was typed though it is not complete; a proposal that waits stays as it was sent."""
    if turn.data is not None and "save_draft" in turn.step.possible_acts(turn.record, turn.access):
        save_draft(turn)


def _write(turn: Turn) -> None:
    record = turn.record
    # What was sent back stays so until it is sent again; what a communicator holds stays hers.
    if record.draft not in (Record.Draft.RETURNED, Record.Draft.PROPOSED):
        record.draft = Record.Draft.WRITING
    record.draft_at, record.draft_by = turn.at, turn.by
    turn.keep()

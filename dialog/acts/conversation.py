"""Comments and questions beside a step, and requests for help."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.acts.core import Attempt, Refused
from dialog.forms import posted
from dialog.models import Comment, HelpRequest, Person
from dialog.process.act import Button, Everywhere, Part, Touches, act


@act(
    called=gettext_lazy("Comment and ask questions"),
    happened=gettext_lazy("%(who)s commented on “%(step)s”"),
    done=gettext_lazy("Everyone in the case can now read your comment."),
    icon="speech",
    touches=Touches.NEITHER,
    everywhere=Everywhere.WHILE_WRITTEN,
    reads={"text": posted.comment, "answers": posted.target_id, "sending": posted.sending},
    button=Button(gettext_lazy("Send to the members of the case"), Part.TALK, template="dialog/step/comment.html"),
)
def comment(attempt: Attempt, *, text: str = "", answers: int | None = None, sending: str = "") -> None:
    """Say or ask something at a step, or reply to what was said.

    The same words from the same page are one comment, whatever was said between: the first answer may have got lost.
    From another page they are said again. ``sending`` is the key of the page.
    """
    if attempt.lacks(text, _("Write something first."), f"reply-{answers}" if answers else "new-comment"):
        return
    asked = None
    if answers is not None:
        asked = Comment.objects.filter(**_here(attempt), pk=answers, answers=None).first()
        if asked is None:
            raise Refused(_("The comment you are replying to no longer exists."))
    if sending and attempt.is_sent_again:
        return
    write_comment(attempt, text, answers=asked)
    attempt.note = text
    attempt.happened = True


def _who_supports(attempt: Attempt) -> Iterable[Person]:
    return Person.objects.filter(is_support=True, is_active=True)


@act(
    called=gettext_lazy("Ask for help"),
    happened=gettext_lazy("%(who)s asked for help with “%(step)s”"),
    done=gettext_lazy("Your request for help has been sent."),
    icon="lifebuoy",
    touches=Touches.NEITHER,
    everywhere=Everywhere.WHILE_OPEN,
    goes_to=_who_supports,
    done_to=gettext_lazy("Your request for help has been sent to %(people)s."),
    reads={"text": posted.comment, "sending": posted.sending},
    button=Button(gettext_lazy("Ask for help"), Part.TALK, template="dialog/step/ask_for_help.html"),
)
def ask_for_help(attempt: Attempt, *, text: str = "", sending: str = "") -> None:
    """Ask the department that owns the handbook for help; the request knows its step and holds nothing up.

    What was asked from the same page is not asked again when it has been answered meanwhile.
    """
    if attempt.lacks(text, _("Enter what you want help with."), "help"):
        return
    open_request = HelpRequest.objects.filter(**_here(attempt), answered_at=None)
    if open_request.filter(by=attempt.by, text=text).exists() or (sending and attempt.is_sent_again):
        return
    HelpRequest.objects.create(**_here(attempt), text=text, by=attempt.by, at=attempt.at)
    attempt.note = text
    attempt.happened = True


@act(
    called=gettext_lazy("Answer a request for help"),
    happened=gettext_lazy("%(who)s answered the request for help with “%(step)s”"),
    done=gettext_lazy("Your answer is now shown where the question was asked."),
    icon="lifebuoy",
    touches=Touches.NEITHER,
    everywhere=Everywhere.ALWAYS,
    reads={"text": posted.comment, "request": lambda form: posted.sent_number(form.target)},
    button=Button(gettext_lazy("Send the answer"), template="dialog/step/conversation.html"),
)
def answer_help(attempt: Attempt, *, request: int, text: str = "") -> None:
    """Answer a request for help; the answer is shown where it was asked. One answer a request."""
    if attempt.lacks(text, _("Enter an answer."), f"answer-{request}"):
        return
    open_request = HelpRequest.objects.filter(**_here(attempt), pk=request, answered_at=None)
    if open_request.update(answer=text, answered_at=attempt.at, answered_by=attempt.by):
        attempt.note = text
        attempt.happened = True
    else:
        attempt.stands_already(_("The request has already been answered."), f"answer-{request}")


def _here(attempt: Attempt) -> dict[str, Any]:
    """Return where the turn is: what is said at one row is not said at another, nor in another case."""
    return {"case": attempt.access.case, "step": attempt.record.step, "row": attempt.record.row}


def write_comment(
    attempt: Attempt, text: str, *, sent_back: bool = False, body_name: str = "", answers: Comment | None = None
) -> Comment:
    """Write a comment at the turn's step, perhaps for a body. A reply answers what it replies to."""
    written = Comment.objects.create(
        **_here(attempt),
        text=text,
        by=attempt.by,
        at=attempt.at,
        sent_back=sent_back,
        body_name=body_name,
        answers=answers,
    )
    if answers:
        Comment.objects.filter(pk=answers.pk, answered_at=None).update(answered_at=attempt.at, answered_by=attempt.by)
    return written


def answer_what_was_sent_back(attempt: Attempt) -> None:
    """Mark the comments that sent the step back as answered: the next proposal is the answer."""
    Comment.objects.filter(**_here(attempt), sent_back=True, answered_at=None).update(
        answered_at=attempt.at, answered_by=attempt.by
    )

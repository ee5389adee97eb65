"""The acts at a gate: to write an exception, to take it back, to confirm."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.acts.core import Attempt, Refused
from dialog.acts.step import put_in_force
from dialog.forms import posted
from dialog.forms.draft_form import Missing
from dialog.forms.posted import Posted
from dialog.language.sentences import paragraph
from dialog.models import GateConfirmation, GateException
from dialog.process import references
from dialog.process.act import Button, Touches, act
from dialog.process.gate import Gate, Line


def _reason(form: Posted) -> str:
    return form.text(f"reason-{form.target}")


def _other_exceptions(form: Posted) -> list[dict[str, Any]]:
    """Return the exceptions whose reasons were typed at other lines of a gate than the one that was sent."""
    lines = [name.removeprefix("reason-") for name in form.post if name.startswith("reason-")]
    typed = {line: form.text(f"reason-{line}") for line in lines if line != form.target}
    return [{"line": line, "reason": reason} for line, reason in typed.items() if reason]


@act(
    called=gettext_lazy("Record an exception"),
    happened=gettext_lazy("%(who)s recorded an exception in “%(step)s”"),
    done=gettext_lazy("The exception has been recorded."),
    icon="bypass",
    touches=Touches.NEITHER,
    reads={"line": posted.target, "reason": _reason},
    further=_other_exceptions,
    typed=("reason-",),
    button=Button(gettext_lazy("Continue anyway, with a reason"), template="dialog/gate_line.html"),
)
def make_exception(attempt: Attempt, *, line: str = "", reason: str = "") -> None:
    """Write why a line may be passed though it is not done (avsteg); whoever confirms the gate confirms it too."""
    found = _line(attempt, line)
    if not found.may_be_excepted:
        raise Refused(_("Decisions and conditions can never be passed with an exception."))
    if attempt.lacks(reason, _("Enter why this has not been done."), f"line-{line}"):
        return
    assert attempt.step.phase is not None
    GateException.objects.update_or_create(
        case=attempt.access.case,
        phase=attempt.step.phase.key,
        step=line,
        defaults={"reason": reason, "by": attempt.by, "by_name": attempt.by.name, "at": attempt.at},
    )
    _exceptions_changed(attempt, line, reason)


@act(
    called=gettext_lazy("Withdraw an exception"),
    happened=gettext_lazy("%(who)s withdrew an exception in “%(step)s”"),
    done=gettext_lazy("The exception has been withdrawn."),
    icon="bypass",
    touches=Touches.NEITHER,
    reads={"line": posted.target},
    button=Button(gettext_lazy("Withdraw the exception"), template="dialog/gate_line.html"),
)
def withdraw_exception(attempt: Attempt, *, line: str = "") -> None:
    """Take an exception back before the gate is confirmed."""
    found = _line(attempt, line)
    if found.exception:
        found.exception.delete()
        _exceptions_changed(attempt, line, "")


@act(
    called=gettext_lazy("Confirm that the phase is done"),
    happened=gettext_lazy("%(who)s confirmed “%(step)s”"),
    done=gettext_lazy("Confirmed."),
    not_done=gettext_lazy("Not confirmed"),
    icon="check",
    has_receipt=True,
    reads={"section": posted.text("section", longest=40), "section_date": posted.day("section_date")},
    typed=("section",),
    button=Button(None, template="dialog/gate.html"),  # each gate has words of its own: ``confirm_label``
)
def confirm_gate(attempt: Attempt, *, section: str = "", section_date: dt.date | None = None) -> None:
    """Confirm that the phase is done. A copy of its versions is kept, with the exceptions as they were."""
    gate, access = attempt.step, attempt.access
    assert isinstance(gate, Gate) and gate.phase is not None
    if section_date and section_date > access.today:
        attempt.missing = [Missing(_("The committee cannot have considered it in the future."), "section_date")]
        return
    lines = gate.lines(access)
    if not put_in_force(attempt):
        if section and not attempt.missing:
            attempt.stands_already(_("The checkpoint has already been confirmed."), "section")
        return
    steps = {step.key for step in gate.phase.all_steps()} - {gate.key}
    copy = {
        str(record.pk): record.version for record in access.records.values() if record.step in steps and record.version
    }
    attempt.refers_to = references.references_of_copy(copy)
    GateConfirmation.objects.create(
        case=access.case,
        phase=gate.phase.key,
        version=attempt.record.version,
        copy=copy,
        exceptions=[
            {"line": line.key, "reason": line.exception.reason, "by": line.exception.by_name}
            for line in lines
            if line.exception and not line.is_done
        ],
        section=paragraph(section),
        section_date=section_date,
        by=attempt.by,
        at=attempt.at,
    )


def _line(attempt: Attempt, key: str) -> Line:
    gate = attempt.step
    assert isinstance(gate, Gate)
    found = next((line for line in gate.lines(attempt.access) if line.key == key), None)
    if found is None:
        raise Refused(_("That line is not in the checklist."))
    return found


def _exceptions_changed(attempt: Attempt, line: str, reason: str) -> None:
    attempt.access.forget()
    attempt.note = reason
    attempt.facts["line"] = line
    attempt.happened = True

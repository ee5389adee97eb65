"""The reports that stand among the documents of a case, each with how far it has come in words."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from dialog.language.dates import say, say_date
from dialog.process.access import Access
from dialog.process.front import Document, documents
from dialog.process.phases import process
from reports.decision_basis import written_on
from reports.kinds import KINDS

DECISION_BASIS, SUMMARY, PLAN, CONFIRMED_PLAN = 10, 20, 25, 50  # a plan that is carried out is looked up less often


@documents
def reports(access: Access) -> Iterator[Document]:
    """The basis of the decision that is prepared, the plan, and the summary report, as far as they may be opened."""
    tell = {"decision_basis": _decision_basis, "plan": _plan, "summary": _summary}
    for key, said in tell.items():
        kind = KINDS[key]
        if kind.may(access) and kind.exists(access) and not (key == "plan" and _is_given_up(access)):
            state, place = said(access)
            yield Document(
                kind.title, reverse("report", args=[access.case.pk, key]), state, place, is_the_result=key == "summary"
            )


def _is_given_up(access: Access) -> bool:
    """Say whether a plan was never confirmed, and residents are informed instead."""
    return access.is_on_information_track and not access.is_done("planning_gate")


def _decision_basis(access: Access) -> tuple[str, int]:
    step, record = min(written_on(access), key=lambda found: not found[1].is_proposed)
    what = {"what": record.heading or step.title}
    if record.is_proposed:
        return _("%(what)s, for the committee's meeting") % what, DECISION_BASIS
    return _("%(what)s, draft") % what, DECISION_BASIS


def _plan(access: Access) -> tuple[str, int]:
    gate = access.record("planning_gate")
    if gate and gate.done and gate.in_force_at:
        return _("Confirmed %(when)s") % {"when": say(gate.in_force_at)}, CONFIRMED_PLAN
    phase = process.phase("planning")
    steps = phase.steps if phase else ()
    done = sum(access.is_done(step.key) for step in steps)
    return _("Draft, %(done)d of %(all)d parts") % {"done": done, "all": len(steps)}, PLAN


def _summary(access: Access) -> tuple[str, int]:
    record = access.record("learning")
    if record and record.version and record.in_force_at:
        facts = {"n": record.version, "day": say_date(record.in_force_at)}
        return _("Version %(n)d, %(day)s") % facts, SUMMARY
    return _("Draft"), SUMMARY if access.case.phase in ("followup", "closed") else CONFIRMED_PLAN + 1

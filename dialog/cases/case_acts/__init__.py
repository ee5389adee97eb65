"""What can be done with a case besides its steps, in the order in which it is offered."""

from typing import Any

from dialog.cases.case_acts.afterwards import AddToClosed, Copy, Reopen
from dialog.cases.case_acts.case_act import CaseAct
from dialog.cases.case_acts.course import ChangeBody, EndEarly, FollowEdition, Pause, Resume
from dialog.cases.case_acts.duty import RemovePersonalData
from dialog.cases.case_acts.people import AddDeputy, AddMember, ChangeResponsible, EndMembership, SetSize, SetVisibility
from dialog.process.access import Access

__all__ = [
    "CASE_ACTS",
    "AddDeputy",
    "AddMember",
    "CaseAct",
    "ChangeBody",
    "ChangeResponsible",
    "EndMembership",
    "case_acts_for",
]

CASE_ACTS: tuple[type[CaseAct], ...] = (
    AddMember,
    EndMembership,
    AddDeputy,
    ChangeResponsible,
    SetVisibility,
    SetSize,
    Resume,
    Pause,
    FollowEdition,
    Copy,
    ChangeBody,
    EndEarly,
    AddToClosed,
    Reopen,
    RemovePersonalData,
)


def case_acts_for(access: Access) -> list[dict[str, Any]]:
    """Return what can be done with the case as it is: the form where the person may, else who may."""
    found = []
    for case_act in CASE_ACTS:
        if case_act.is_possible(access) and (access.is_member or case_act.for_everybody):
            may = access.may(case_act.right(access))
            facts = {"people": case_act.about_people, "whose": case_act.whose(access)}
            found.append({"case_act": case_act, "form": case_act(access) if may else None, **facts})
    return found

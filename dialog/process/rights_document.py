"""The table of rights as a page that a municipality can read: docs/rattigheter.md, written by ``manage.py rights``."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from dialog import rights

CAPACITIES: dict[str, Any] = {
    rights.CIVIL_SERVANT: gettext_lazy("Civil servant"),
    rights.ELECTED: gettext_lazy("Elected official"),
    rights.ELECTED_OF_BODY: gettext_lazy("Elected, of the body"),
    rights.READER: gettext_lazy("Reader"),
    rights.RESPONSIBLE: gettext_lazy("Responsible official"),
    rights.COMMUNICATOR: gettext_lazy("Communicator"),
    rights.SUPPORT: gettext_lazy("Development leader"),
    rights.ADMIN: gettext_lazy("Administrator"),
    rights.SIGNED_IN: gettext_lazy("Everybody signed in"),
}
WHOSE: dict[str, Any] = {
    rights.CIVIL_SERVANT: gettext_lazy("in the civil servants' steps"),
    rights.ELECTED: gettext_lazy("in the elected officials' steps"),
    rights.SHARED: gettext_lazy("in shared steps"),
    rights.GATE: gettext_lazy("at the gates"),
    rights.TEXT: gettext_lazy("in publication texts"),
}
ACTS: dict[str, Any] = {
    "save_draft": gettext_lazy("Write a draft"),
    "restore": gettext_lazy("Make a draft of an older text"),
    "finish": gettext_lazy("Mark as done"),
    "mark_done": gettext_lazy("Mark a register as done"),
    "take_back": gettext_lazy("Take the mark away"),
    "keep": gettext_lazy("Put a row in force"),
    "discard": gettext_lazy("Throw away a row that was never in force"),
    "propose": gettext_lazy("Send a proposal"),
    "withdraw": gettext_lazy("Take a proposal or a text back"),
    "approve": gettext_lazy("Approve"),
    "send_back": gettext_lazy("Send back with a comment"),
    "decide": gettext_lazy("Record the body's decision"),
    "postpone": gettext_lazy("Note that the body postponed"),
    "return_by_body": gettext_lazy("Note that the body sent back"),
    "add_fact": gettext_lazy("Add a fact to a decision"),
    "confirm_gate": gettext_lazy("Confirm that the phase is done"),
    "make_exception": gettext_lazy("Write an exception"),
    "withdraw_exception": gettext_lazy("Take an exception back"),
    "hand_over": gettext_lazy("Hand a text over"),
    "publish": gettext_lazy("Note that a text is published"),
    "still_right": gettext_lazy("Say that a published text is still right"),
    "mark_held": gettext_lazy("Say that an activity was held"),
    "cancel_activity": gettext_lazy("Cancel an activity"),
    "plan_again": gettext_lazy("Plan an activity again"),
    "record_notes": gettext_lazy("Write down what was said at an activity"),
    "correct_talk": gettext_lazy("Mend the number of people in a talk"),
    "keep_register": gettext_lazy("Begin or change a contact register"),
    "add_contacts": gettext_lazy("Add people to a contact register"),
    "remove_contact": gettext_lazy("Erase somebody from a contact register"),
    "correct_contact": gettext_lazy("Correct somebody's details in a contact register"),
    "dispose_register": gettext_lazy("Dispose of a contact register"),
    "plan_round": gettext_lazy("Plan a round of feedback"),
    "carry_out_round": gettext_lazy("Note that a round of feedback was carried out"),
    "drop_round": gettext_lazy("Drop a round of feedback"),
    "add_contributions": gettext_lazy("Add contributions"),
    "code_contribution": gettext_lazy("Code a contribution, mark it as a duplicate"),
    "correct_contribution": gettext_lazy("Correct a contribution"),
    "mask_contribution": gettext_lazy("Mask a part of a contribution"),
    "unmask_contribution": gettext_lazy("Show the original of a contribution again"),
    "tell_of_measure": gettext_lazy("Tell what became of a promised measure"),
    "comment": gettext_lazy("Comment and ask"),
    "ask_for_help": gettext_lazy("Ask for help"),
    "answer_help": gettext_lazy("Answer a request for help"),
    "read": gettext_lazy("Read what is in force"),
    "read_drafts": gettext_lazy("Read drafts, proposals and comments"),
    "read_contact_details": gettext_lazy("Read contact details and masked originals"),
    "follow_edition": gettext_lazy("Let the case follow the newest edition of the handbook"),
    "set_visibility": gettext_lazy("Say who may know of the case"),
    "add_member": gettext_lazy("Add a member"),
    "end_membership": gettext_lazy("End a membership"),
    "add_deputy": gettext_lazy("Name who stands in for a member"),
    "change_responsible": gettext_lazy("Name another responsible official"),
    "change_body": gettext_lazy("Give the case to another body, before the first decision"),
    "hand_over_to_body": gettext_lazy("Hand the case over to another body, after a decision"),
    "move_on": gettext_lazy("Move the case on when its body has ended"),
    "pause": gettext_lazy("Let the case rest"),
    "resume": gettext_lazy("Take the case up again"),
    "end_early": gettext_lazy("End the case early, before the first decision"),
    "end_early_after_decision": gettext_lazy("End the case early, after a decision"),
    "reopen": gettext_lazy("Open a closed case again"),
    "add_to_closed": gettext_lazy("Add to a closed case"),
    "remove_personal_data": gettext_lazy("Remove personal data from every text of the case"),
    "copy": gettext_lazy("Begin a new case as a copy"),
}


def as_markdown() -> str:
    """Return the whole table in Swedish, as Markdown. Raises KeyError for an act that has no name here."""
    with override("sv"):
        return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# " + _("Who may do what")
    yield ""
    yield _("Made by “manage.py rights” from dialog/rights.py, the only place where rights are written. Do not edit.")
    yield _("Whoever is several things to a case may do what any of them may. Roles and seats are judged by the day.")
    yield ""
    yield from _heading(_("On the case"))
    for act, who in rights.CASE_RIGHTS.items():
        yield _row(str(ACTS[act]), who)
    for whose, words in WHOSE.items():
        yield ""
        yield from _heading(str(words))
        for act, by_role in rights.STEP_RIGHTS.items():
            if by_role.get(whose):
                yield _row(str(ACTS[act]), by_role[whose])


def _heading(title: str) -> Iterator[str]:
    yield f"## {title[:1].upper()}{title[1:]}"
    yield ""
    yield f"| | {' | '.join(str(words) for words in CAPACITIES.values())} |"
    yield f"| --- {'| :-: ' * len(CAPACITIES)}|"


def _row(title: str, who: frozenset[str]) -> str:
    marks = ["●" if capacity in who else "" for capacity in CAPACITIES]
    return f"| {title} | {' | '.join(marks)} |"

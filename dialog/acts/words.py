"""What codes are called where people read them: phases, audiences, acts."""

from typing import Any

from django.conf import settings
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from dialog.language.sentences import day_in_the_house, in_the_house
from dialog.models import Case, DecisionFact, Event, Membership
from dialog.process.phases import process

AUDIENCES = {
    "elected": gettext_lazy("the elected officials"),
    "elected_of_body": gettext_lazy("the body's elected officials"),
    "civil_servant": gettext_lazy("the civil servants"),
    "members": gettext_lazy("the members of the case"),
    "responsible": gettext_lazy("the responsible official"),
    "support": gettext_lazy("the development leader"),
    "communicator": gettext_lazy("the communicators"),
    "person": gettext_lazy("whoever sent it"),
    "admin": gettext_lazy("the administrator"),
}
PHASES = {
    "information": gettext_lazy("Information instead"),
    "closed": gettext_lazy("Closed"),
}

EVENTS = {
    "create_case": gettext_lazy("%(who)s began the case"),
    "follow_edition": gettext_lazy("%(who)s let the case follow the newest edition of the handbook"),
    "add_member": gettext_lazy("%(who)s added a member"),
    "end_membership": gettext_lazy("%(who)s ended a membership"),
    "add_deputy": gettext_lazy("%(who)s named a deputy"),
    "save_draft": gettext_lazy("%(who)s wrote in “%(step)s”"),
    "restore": gettext_lazy("%(who)s made a draft of an older text in “%(step)s”"),
    "discard": gettext_lazy("%(who)s threw away a draft in “%(step)s”"),
    "propose": gettext_lazy("%(who)s sent a proposal for “%(step)s”"),
    "withdraw": gettext_lazy("%(who)s took back what was sent in “%(step)s”"),
    "send_back": gettext_lazy("%(who)s sent back “%(step)s”"),
    "finish": gettext_lazy("%(who)s finished “%(step)s”"),
    "approve": gettext_lazy("%(who)s approved “%(step)s”"),
    "take_back": gettext_lazy("%(who)s took away the mark “done” from “%(step)s”"),
    "decide": gettext_lazy("%(who)s recorded the body's decision in “%(step)s”"),
    "postpone": gettext_lazy("%(who)s noted that the body postponed “%(step)s”"),
    "return_by_body": gettext_lazy("%(who)s noted that the body sent back “%(step)s”"),
    "add_fact": gettext_lazy("%(who)s added to the decision in “%(step)s”"),
    "comment": gettext_lazy("%(who)s commented on “%(step)s”"),
    "ask_for_help": gettext_lazy("%(who)s asked for help with “%(step)s”"),
    "answer_help": gettext_lazy("%(who)s answered the request for help with “%(step)s”"),
    "mark_done": gettext_lazy("%(who)s marked “%(step)s” as done"),
    "make_exception": gettext_lazy("%(who)s wrote an exception in “%(step)s”"),
    "withdraw_exception": gettext_lazy("%(who)s took back an exception in “%(step)s”"),
    "confirm_gate": gettext_lazy("%(who)s confirmed “%(step)s”"),
    "hand_over": gettext_lazy("%(who)s handed over a text in “%(step)s”"),
    "publish": gettext_lazy("%(who)s noted that a text in “%(step)s” is published"),
    "still_right": gettext_lazy("%(who)s noted that a text in “%(step)s” is still right"),
    "set_visibility": gettext_lazy("%(who)s changed who may read the case"),
    "change_responsible": gettext_lazy("%(who)s named another responsible official"),
    "change_body": gettext_lazy("%(who)s handed the case over to another body"),
    "hand_over_to_body": gettext_lazy("%(who)s handed the case over to another body"),
    "move_on": gettext_lazy("%(who)s moved the case on, because its body has ended"),
    "pause": gettext_lazy("%(who)s let the case rest"),
    "resume": gettext_lazy("%(who)s took the case up again"),
    "end_early": gettext_lazy("%(who)s ended the case early"),
    "end_early_after_decision": gettext_lazy("%(who)s ended the case early"),
    "reopen": gettext_lazy("%(who)s opened the case again"),
    "add_to_closed": gettext_lazy("%(who)s added something to the closed case"),
    "remove_personal_data": gettext_lazy("%(who)s removed personal data from the case"),
}

# What the page says when an act has been carried out; of another act, that it was saved.
DONE = {
    "discard": gettext_lazy("The draft is thrown away."),
    "propose": gettext_lazy("The proposal is sent."),
    "withdraw": gettext_lazy("Taken back. It is a draft again."),
    "send_back": gettext_lazy("Sent back with your comment."),
    "finish": gettext_lazy("The step is done."),
    "mark_done": gettext_lazy("The step is done."),
    "approve": gettext_lazy("Approved. This is in force from now on."),
    "decide": gettext_lazy("The decision is recorded."),
    "postpone": gettext_lazy("Noted that the matter was postponed."),
    "return_by_body": gettext_lazy("Noted that the body sent the matter back."),
    "take_back": gettext_lazy("The step is no longer marked as done."),
    "add_fact": gettext_lazy("Added to the decision."),
    "comment": gettext_lazy("Your comment is there for everybody in the case."),
    "ask_for_help": gettext_lazy("Your request for help is sent."),
    "answer_help": gettext_lazy("Your answer is there, and shown where it was asked."),
    "make_exception": gettext_lazy("The exception is written."),
    "withdraw_exception": gettext_lazy("The exception is taken back."),
    "confirm_gate": gettext_lazy("Confirmed."),
    "hand_over": gettext_lazy("The text is handed over to the communicators."),
    "publish": gettext_lazy("Noted that the text is published."),
    "restore": gettext_lazy("The older text is a draft now. Nothing in force has changed."),
}

# What the page says above the reasons when something stood in the way of an act.
NOT_DONE = {
    "discard": gettext_lazy("The draft is thrown away."),
    "propose": gettext_lazy("Saved, but not sent"),
    "hand_over": gettext_lazy("Saved, but not handed over"),
    "finish": gettext_lazy("Saved, but not done"),
    "mark_done": gettext_lazy("Saved, but not done"),
    "keep": gettext_lazy("Saved as a draft, but not in force"),
    "approve": gettext_lazy("Not approved"),
    "decide": gettext_lazy("Not decided"),
    "confirm_gate": gettext_lazy("Not confirmed"),
}

# The sign beside an event in a stream (dialog/look/icons.py); what is neither here nor there is a circle.
EVENT_ICONS = {
    **dict.fromkeys(("approve", "finish", "mark_done", "confirm_gate", "still_right"), "check"),
    **dict.fromkeys(("send_back", "return_by_body", "withdraw", "take_back"), "back"),
    **dict.fromkeys(("ask_for_help", "answer_help"), "lifebuoy"),
    **dict.fromkeys(("add_member", "end_membership", "add_deputy", "change_responsible"), "people"),
    **dict.fromkeys(("make_exception", "withdraw_exception"), "bypass"),
    **dict.fromkeys(("change_body", "hand_over_to_body", "move_on"), "swap"),
    **dict.fromkeys(("end_early", "end_early_after_decision"), "cross-circle"),
    "add_fact": "document",
    "remove_personal_data": "eraser",
    "comment": "speech",
    "create_case": "plus",
    "decide": "town-hall",
    "hand_over": "hand-over",
    "pause": "pause",
    "postpone": "calendar",
    "propose": "clock",
    "publish": "megaphone",
    "restore": "copy",
    "save_draft": "pencil",
    "set_visibility": "eye",
}


def done(act: str, *, is_part: bool = False, is_change: bool = False) -> str:
    """Return what the page says when an act was carried out; empty where it only says when it saved.

    ``is_part`` is said of what stands beside a step's text, ``is_change`` of a version that replaced another.
    """
    if act in ("finish", "mark_done", "approve") and is_change:
        return _("The change is in force from now on.")
    return "" if is_part and act == "finish" else str(DONE.get(act, ""))


def nothing_new(act: str) -> str:
    """Return what the page says when an act changed nothing, because everything stands so already."""
    if act == "save_draft":
        return _("Nothing has changed since it was saved.")
    return _("Nothing has changed: this was done already.")


def not_done(act: str) -> str:
    """Return what the page says above the reasons why an act was not carried out."""
    return str(NOT_DONE.get(act) or _("Not done yet"))


def phase_name(key: str) -> str:
    """What the phase of a case is called, also where it is none of the process."""
    phase = process.phase(key)
    return str(phase.title if phase else PHASES.get(key, key))


def event(happened: Event) -> str:
    """What happened, as a sentence. An act that has no sentence of its own is told by its step."""
    step = process.find(happened.step)
    told = EVENTS.get(happened.act) or _("%(who)s changed “%(step)s”")
    said = str(told) % {"who": happened.by_name, "step": step.title if step else happened.step}
    return f"{said}: {_about(happened.facts)}" if happened.facts.get("title") else said


def _about(facts: dict[str, Any]) -> str:
    """What an act was about, as it was kept in the house's language; its codes and days in the reader's."""
    title = str(facts["title"])
    if get_language() == settings.LANGUAGE_CODE:
        return title
    for name, choices in (("role", Membership.Role), ("visibility", Case.Visibility), ("fact", DecisionFact.Kind)):
        if label := dict(choices.choices).get(str(facts.get(name, ""))):
            title = title.replace(in_the_house(label), str(label))
    until = parse_date(facts.get("until") or "")
    return title.replace(day_in_the_house(until), date_format(until, "DATE_FORMAT")) if until else title

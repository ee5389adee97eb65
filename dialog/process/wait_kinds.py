"""The kinds of things that wait: what is said of each, and where it is done."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Where:
    """Where what waits is done: the part of a page by its id, and what is opened there; the step, where the wait names
    none; the kind of row that is begun, where there is none yet; the page, where it is not the step's own; and whether
    it is a change of what is done, to be begun there.
    """

    part: str
    step: str = ""
    opened: str = ""
    begins: str = ""
    page: str = ""
    changes: bool = False


WHO_DOES = _("%(who)s: %(what)s")
OPEN, READ_AND_ANSWER = _("Open"), _("Read and answer")
READ, READ_PROPOSAL = _("Read"), _("Read the proposal")


@dataclass(frozen=True)
class WaitKind:
    """A kind of thing that waits: its sentence in inbox, list and mail, and where it is done.

    Where nobody is left in the case who could do it, it may wait for the administrator (``else_administrator``). It waits in
    an open case that a dialogue is held in; besides in a closed one (``after_closing``), in a step that is shut while
    residents are informed instead (``on_track``), and in a closed case where a step is open still because a new yes can be
    prepared there (``goes_on``). ``by_others`` tells of it to those for whom it does not wait: who does what. ``about`` is
    its sentence where it is known what it is about; ``button`` what the button says that leads there, ``read`` the
    link of those who only read it.
    """

    key: str
    sentence: Any
    where: Where
    else_administrator: bool = False
    after_closing: bool = False
    on_track: bool = False
    goes_on: bool = False
    by_others: Any = WHO_DOES
    about: Any = ""
    button: Any = OPEN
    read: Any = READ


KINDS: dict[str, WaitKind] = {}


def add_kinds(*kinds: WaitKind) -> None:
    """Declare kinds of things that wait. A phase adds those that only it knows. Raises ValueError for a key in use."""
    for kind in kinds:
        if kind.key in KINDS:
            raise ValueError(f"{kind.key} waits already.")
        KINDS[kind.key] = kind


add_kinds(
    WaitKind(
        "proposal",
        _("Answer the proposal"),
        Where("answer"),
        goes_on=True,
        by_others=_("%(who)s to answer the proposal on %(what)s"),
        about=_("Answer the proposal on %(what)s"),
        button=READ_AND_ANSWER,
        read=READ_PROPOSAL,
    ),
    WaitKind(
        "decision",
        _("Record the committee's decision"),
        Where("verdict"),
        goes_on=True,
        by_others=_("%(who)s to record the committee's decision on %(what)s"),
        about=_("Record the decision on %(what)s"),
        button=READ_AND_ANSWER,
        read=READ_PROPOSAL,
    ),
    WaitKind(
        "gate",
        _("Confirm that the phase is done"),
        Where("confirm"),
        by_others=_("%(who)s to confirm: %(what)s"),
        button=_("Read and confirm"),
    ),
    WaitKind(
        "text",
        _("Edit and approve the text"),
        Where("written"),
        after_closing=True,
        by_others=_("%(who)s to read %(what)s"),
        about=_("Edit and approve %(what)s"),
        button=READ_AND_ANSWER,
        read=_("Read the text"),
    ),
    WaitKind(
        "sent_back",
        _("Revise what was sent back"),
        Where("written"),
        goes_on=True,
        by_others=_("%(who)s to revise %(what)s"),
        about=_("Revise %(what)s, which was sent back"),
        button=_("Open the draft"),
    ),
    WaitKind(
        "withdrawn",
        _("Send the proposal again"),
        Where("written"),
        goes_on=True,
        by_others=_("%(who)s to revise %(what)s"),
        about=_("Send the proposal on %(what)s again"),
        button=_("Open the draft"),
    ),
    WaitKind(
        "comment",
        _("Reply to a comment"),
        Where("talk"),
        on_track=True,
        goes_on=True,
        by_others=_("%(who)s to answer a question about %(what)s"),
        about=_("Answer a question about %(what)s"),
        button=READ_AND_ANSWER,
    ),
    WaitKind(
        "help",
        _("Answer a request for help"),
        Where("talk"),
        on_track=True,
        by_others=_("%(who)s to answer a request for help with %(what)s"),
        about=_("Answer a request for help with %(what)s"),
        button=READ_AND_ANSWER,
    ),
    WaitKind(
        "body_ended",
        _("Move the case on because its committee no longer exists"),
        Where("case-act-change_body", step="facts", opened="change_body"),
        else_administrator=True,
    ),
    WaitKind(
        "other_body_ended",
        _("Choose another committee because the one that was to decide no longer exists"),
        Where("take-back"),
    ),
    WaitKind(
        "official_left",
        _("Appoint a new lead officer"),
        Where("case-act-change_responsible", step="facts", opened="change_responsible"),
        else_administrator=True,
    ),
    WaitKind(
        "no_elected_member",
        _("Add a councillor from the committee"),
        Where("case-act-add_member", step="facts", opened="add_member"),
        else_administrator=True,
    ),
    WaitKind("pause_over", _("The pause is over"), Where("case-act-resume", step="facts", opened="resume")),
    WaitKind(
        "minutes",
        _("Add the minute number (§) and the date the minutes were approved"),
        Where("add", page="decisions"),
        after_closing=True,
    ),
    WaitKind(
        "reported",
        _("Add the number and the date the decision was reported to the committee"),
        Where("add", page="decisions"),
        after_closing=True,
    ),
)

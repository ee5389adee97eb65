"""Sign and words of roles and states: the same pair wherever one of them is shown.

A state is never told by colour alone; ``tone`` is the class that colours it (static/css/marks.css).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Sign:
    """What stands for a role or a state: a shape of ``icons.py``, its words, and the tone of its colour."""

    icon: str
    words: Promise
    tone: str = ""


ROLES = {
    "elected": Sign("town-hall", _("Councillor")),
    "civil_servant": Sign("briefcase", _("Officer")),
    "shared": Sign("people", _("Shared")),
    "gate": Sign("town-hall", _("Councillor confirms")),
    "text": Sign("megaphone", _("Communications officer approves")),
    "reader": Sign("eye", _("Reader")),
    "communicator": Sign("megaphone", _("Communications officer")),
    "support": Sign("lifebuoy", _("Development lead")),
    "admin": Sign("cog", _("Administrator")),
}

STATES = {
    # of a step
    "locked": Sign("lock", _("Not open yet")),
    "not_started": Sign("circle", _("Not started")),
    "not_done": Sign("minus-circle", _("Was not finished")),
    "draft": Sign("half", _("Draft")),
    "waiting": Sign("clock", _("Waiting"), "wait"),
    "returned": Sign("back", _("Sent back"), "back"),
    "done": Sign("check", _("Done"), "ok"),
    "done_changing": Sign("check", _("Done, being changed"), "ok"),
    "done_waiting": Sign("clock", _("Done, new version waiting"), "wait"),
    "attention": Sign("warning", _("Done, needs attention"), "wait"),
    "exception": Sign("bypass", _("Exception"), "ink"),
    # of a row in a step
    "dropped": Sign("minus-circle", _("Dropped"), "ink"),
    "planned": Sign("calendar", _("Planned"), "ink"),
    "held": Sign("check", _("Held"), "ok"),
    "cancelled": Sign("cross-circle", _("Cancelled"), "ink"),
    # of a case
    "paused": Sign("pause", _("Paused")),
    # of a field or a line
    "remains": Sign("circle", _("required"), "lack"),
    "complete": Sign("check", _("Complete"), "ok"),
    "wrong": Sign("warning", _("Wrong"), "error"),
}

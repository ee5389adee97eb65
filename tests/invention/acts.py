"""An act of the phase's own: whose right it is, what it is called, what it reads from a page, what it says."""

from typing import Any

from django.http import QueryDict

from dialog.acts.core import Turn, beside
from dialog.acts.words import DONE, EVENT_ICONS, EVENTS
from dialog.process.rights_document import ACTS
from dialog.rights import ELECTED, READER, STEP_RIGHTS
from dialog.views.order import facts_of
from tests.invention.models import Invented

STEP_RIGHTS["applaud"] = {ELECTED: frozenset({READER})}
ACTS["applaud"] = "Applådera"
EVENTS["applaud"] = "%(who)s applåderade ”%(step)s”"
DONE["applaud"] = "Applåden är noterad."
EVENT_ICONS["applaud"] = "check"


@beside
def applaud(turn: Turn, *, loudly: str = "") -> None:
    """Applaud what was thought of."""
    turn.note = loudly
    Invented.objects.filter(case=turn.access.case).update(applauded_by=turn.by.name)
    turn.happened = not turn.is_sent_again


@facts_of("applaud", typed=("loudly",))
def _how(post: QueryDict) -> dict[str, Any]:
    return {"loudly": post.get("loudly", "").strip()}

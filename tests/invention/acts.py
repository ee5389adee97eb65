"""An act of the phase's own: its row in the table of rights, and its declaration."""

from dialog.acts.core import Attempt
from dialog.forms import posted
from dialog.process.act import Button, Touches, act
from dialog.rights import ELECTED, READER, STEP_RIGHTS
from tests.invention.models import Invented

STEP_RIGHTS["applaud"] = {ELECTED: frozenset({READER})}


@act(
    called="Applådera",
    happened="%(who)s applåderade ”%(step)s”",
    done="Applåden är noterad.",
    icon="check",
    touches=Touches.THING,
    reads={"loudly": posted.text("loudly")},
    typed=("loudly",),
    button=Button("Applådera", template="invention/invented.html"),
)
def applaud(attempt: Attempt, *, loudly: str = "") -> None:
    """Applaud what was thought of."""
    attempt.note = loudly
    Invented.objects.filter(case=attempt.access.case).update(applauded_by=attempt.by.name)
    attempt.happened = not attempt.is_sent_again

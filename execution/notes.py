"""Notes from an activity that become contributions: follow-up takes them over, and says how many there are.

Execution knows no contributions. Follow-up adds a function to ``takers`` and one to ``counters`` when it is discovered.
"""

from collections.abc import Callable
from dataclasses import dataclass

from dialog.process.access import Access
from execution.models import Activity


@dataclass(frozen=True)
class Line:
    """One thing that was said at an activity, word for word. Its key is the contribution's key for life.

    ``target_group`` and ``question`` are keys of rows of Planera, or empty; ``people`` is how many said it, where known.
    """

    key: str
    text: str
    target_group: str = ""
    question: str = ""
    people: int | None = None


# Called in the act that records the notes, with the case as loaded, the activity, and the lines that hold a text.
takers: list[Callable[[Access, Activity, list[Line]], None]] = []

# Each returns how many contributions an activity has, by the activity's key; an activity without any may be left out.
counters: list[Callable[[int], dict[str, int]]] = []


def contributions_of(case_pk: int) -> dict[str, int]:
    """Return how many contributions each activity of a case has, by the activity's key."""
    found: dict[str, int] = {}
    for counter in counters:
        for key, number in counter(case_pk).items():
            found[key] = found.get(key, 0) + number
    return found

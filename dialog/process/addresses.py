"""Addresses of what is written in a case: a step, or a row of its register. Where a row is shown is its kind's to say."""

from django.urls import reverse

from dialog.process.phases import process
from dialog.process.register import Register
from dialog.rights import TEXT


def url_of(case: int, step: str, row: str = "", kind: str = "") -> str:
    """Return the address of a step, or of a row of a register; a kind that nobody has written yet stands in the query."""
    if not row:
        return reverse("step", args=[case, step])
    return reverse("text" if kind in text_kinds() else "row", args=[case, step, row])


def text_kinds() -> frozenset[str]:
    """Return the kinds of rows that are publication texts: civil servant and communicator hold them in turn."""
    registers = (step for step in process.steps() if isinstance(step, Register))
    return frozenset(kind.kind for register in registers for kind in register.kinds if kind.role == TEXT)

"""A case's own facts as a paper tells them: as they read on the day of the text that it rests on, once that is frozen."""

from dataclasses import dataclass

from dialog.models import Case, Revision


@dataclass(frozen=True)
class CaseThen:
    """What the case was called, whose it was and who was responsible for it."""

    title: str
    body: str
    responsible: str
    responsible_title: str
    by_title: str = ""


def case_then(case: Case, text: Revision | None) -> CaseThen:
    """Return a case's facts in the words of a text that counts or was sent; of today where there is none."""
    return CaseThen(**{**case.words(), **(text.words if text else {})})

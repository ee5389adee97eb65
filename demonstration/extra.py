"""What the twelve cases of the data lack, in further cases (``sjovik/further``): states, and a small dialogue.

A case there is written as the others are, with what else was done in it as ``[[act]]``: a day, who, which act at which
step, its facts, and what of the step's text is then different.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from demonstration.cases import Carrier, load_cases
from demonstration.moments import Moment
from demonstration.organisation import SJOVIK, Organisation
from dialog.models import Case
from dialog.process.act import ACTS_ON_CASE
from dialog.process.phases import process

FURTHER = SJOVIK / "further"
LATE = 8  # these acts end their day


class FurtherCarrier(Carrier):
    """A further case: the same as the others, and its acts."""

    def moments(self) -> Iterator[Moment]:
        """Yield every act of the case with its day."""
        yield from super().moments()
        for row in self.data.get("act", ()):
            yield Moment(row["on"], LATE, self.course_act(row) if row["act"] in ACTS_ON_CASE else self.further_act(row))

    def course_act(self, row: dict[str, Any]) -> Callable[[dt.datetime], None]:
        """Return an act on the course of the case."""

        def act(at: dt.datetime) -> None:
            facts = dict(row["facts"])
            if "body" in facts:
                facts["body"] = self.org.bodies[facts["body"]]
            ACTS_ON_CASE[row["act"]].carry_out(self.pk, by=self.person(row["by"]), at=at, **facts)

        return act

    def further_act(self, row: dict[str, Any]) -> Callable[[dt.datetime], None]:
        """Return an act at a step, with the step's text as it then reads where it is another."""
        table = self.table(row["step"]) | row["text"] if "text" in row else None
        act: Callable[[dt.datetime], None] = self.step_act(
            row["act"], process.step(row["step"]), row["by"], table, **row.get("facts", {})
        )
        return act


def load_further(organisation: Organisation) -> list[Case]:
    """Carry the further cases through; where they are there already nothing happens."""
    return load_cases(organisation, folder=FURTHER, carrier=FurtherCarrier)

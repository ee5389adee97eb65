"""What was done on a day of the data."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(order=True)
class Moment:
    """One act on its day. ``rank`` orders what happened on the same day."""

    day: dt.date
    rank: int
    act: Callable[[dt.datetime], Any] = field(compare=False)

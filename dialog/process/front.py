"""What phases tell of a case on its first page: documents, moments of its time, figures, whom it reached, its result.

Each kind is a list to which a phase adds a function: ``@documents`` above one that yields them. ``dialog`` knows no phase.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from dialog.process.access import Access

T = TypeVar("T")
Teller = Callable[["Access"], Iterable[T]]


class Told(Generic[T]):
    """One kind of thing that the first page tells of a case: everything that the functions in it yield."""

    def __init__(self) -> None:
        self._tellers: list[Teller[T]] = []

    def __call__(self, teller: Teller[T]) -> Teller[T]:
        """Add a function: this is its decorator."""
        self._tellers.append(teller)
        return teller

    def of(self, access: "Access") -> list[T]:
        """Return what is told of a case."""
        return [told for teller in self._tellers for told in teller(access)]


@dataclass(frozen=True)
class Document:
    """Something of the case that is read as a whole: where it is, and in words how far it has come.

    Those with the lowest ``place`` stand first on the shelf. One of them may be where the result of the dialogue is read.
    """

    title: object
    url: str
    state: str
    place: int
    icon: str = "document"
    is_the_result: bool = False


@dataclass(frozen=True)
class Moment:
    """A day of the case, or some days: what happened then or is planned, and how it is called where room is scarce.

    A moment without ``short`` stands in the list alone, one without a dot is none on the line. One counts the days
    to what lies ahead and has to be ready: ``counted_to`` is what it is called then («33 days to the decision»).
    """

    day: dt.date
    words: str
    short: str = ""
    last_day: dt.date | None = None
    lies_ahead: bool = False
    has_dot: bool = True
    counted_to: str = ""


@dataclass(frozen=True)
class Figure:
    """A number, and what it counts."""

    number: str
    words: str

    @property
    def on_one_line(self) -> str:
        """The number without a place where its line could break: «omkring 130»."""
        return self.number.replace(" ", "\xa0")


@dataclass(frozen=True)
class Reach:
    """A target group that must be reached: how many came so far, of how many."""

    name: str
    priority: int
    came: int
    aimed: int


@dataclass(frozen=True)
class Measure:
    """Something that was promised: what, by when, who does it, and what was told of it, at ``url``."""

    title: str
    promised: str
    due: dt.date | None
    who: str
    told: str
    is_settled: bool
    url: str


@dataclass(frozen=True)
class Informing:
    """A text that is out there and tells residents why they are not asked: what it is called, where its page is, how it is
    written (language code, direction, the language in words), where residents read it, since when, whom it tells and in
    which ways.
    """

    title: str
    url: str
    code: str
    direction: str
    language: str
    address: str
    short_address: str
    since: dt.date | None
    whom: str
    ways: str


@dataclass(frozen=True)
class Link:
    """Where more is read."""

    words: object
    url: str


@dataclass(frozen=True)
class Result:
    """What came out of a dialogue: the answer to its question, and where it stands written."""

    answer: str
    figures: list[Figure] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


documents: Told[Document] = Told()
moments: Told[Moment] = Told()
figures: Told[Figure] = Told()
reaches: Told[Reach] = Told()
measures: Told[Measure] = Told()
results: Told[Result] = Told()
informing: Told[Informing] = Told()

"""What there is to say of an act, declared once, with the function that carries it out.

An act is a change of a case. Whose right it is stands in ``dialog.rights`` alone, under the act's name. Everything else
that history, pages and letters have to know of it stands in its declaration. ``dialog.process.act_checks`` says what is
missing. ``None`` says that there is none on purpose.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.translation import gettext_lazy as _

from dialog.forms.posted import Posted, Reader

if TYPE_CHECKING:
    from dialog.models import Person

Carried = TypeVar("Carried", bound=Callable[..., Any])

SAVED = _("Saved %(time)s.")
DONE_BEFORE = _("Nothing has changed because this had already been done.")
NOT_DONE_YET = _("Not possible yet")
CHANGED = _("%(who)s changed “%(step)s”")  # what history tells of an act that is not there any more


class Touches(Enum):
    """What an act changes: the text, its draft and its version; the thing that the text is about, beside it, as when an
    activity was held; or neither, because it is only said of it. What does not touch the text leaves everybody who writes
    in it alone.
    """

    TEXT = "text"
    THING = "thing"
    NEITHER = "neither"


class Everywhere(IntEnum):
    """How long an act is possible at every step, whatever its kind: while the case is open, afterwards too where the step
    can still be written, or always.
    """

    WHILE_OPEN = 1
    WHILE_WRITTEN = 2
    ALWAYS = 3


class Part(IntEnum):
    """The part of a page where an act's button stands. The first three are the row of buttons below a text, in this order;
    then what is folded away below them, and what is said beside the text. Elsewhere its own template draws it.
    """

    PUTS_IN_FORCE = 1
    SENDS = 2
    KEEPS = 3
    BELOW = 4
    TALK = 5
    ELSEWHERE = 6


ROW = (Part.PUTS_IN_FORCE, Part.SENDS, Part.KEEPS)


@dataclass(frozen=True)
class Button:
    """The button of an act: its words, and where it stands.

    ``otherwise`` holds other words for it: where what it is about is done already (``again``), where the step is a part of
    another (``part``). ``template`` draws what is asked along with it, with the button where no row of buttons has it.
    ``note`` is said below it.
    """

    words: Any
    part: Part = Part.ELSEWHERE
    template: str = ""
    otherwise: Mapping[str, Any] = field(default_factory=dict)
    note: Any = ""

    def words_where(self, *here: str) -> Any:
        """Return its words, or those for the first of ``here`` that it has others for."""
        return next((self.otherwise[place] for place in here if place in self.otherwise), self.words)

    @property
    def is_main(self) -> bool:
        """Whether it does what the page is for."""
        return self.part in (Part.PUTS_IN_FORCE, Part.SENDS)


@dataclass(frozen=True)
class Act:
    """An act on a case.

    ``called`` is its row in the table of rights; ``happened`` its sentence in history; ``done`` what the page says when it
    was carried out, ``nothing_new`` when everything stood so already; ``icon`` its sign. An act that is ``minor`` is one of
    very many and told small. ``gives_to_a_body``: another body owns the case from then on.
    """

    name: str
    carry_out: Callable[..., Any]
    called: Any = ""
    happened: Any = ""
    done: Any = ""
    icon: str = ""
    nothing_new: Any = DONE_BEFORE
    is_minor: bool = False
    gives_to_a_body: bool = False


@dataclass(frozen=True)
class StepAct(Act):
    """An act at a step or a row: ``carry_out(attempt, **facts)`` changes the turn's record (``dialog.acts.core``).

    What the page says: ``done_again`` where it put in force what replaces an earlier version, ``done_of_part`` of a step
    that is part of another, ``not_done`` above the reasons when something stood in the way. Who ``answers`` a proposal must
    have read the last text; one that ``has_receipt`` leads to a page that says what holds now. ``goes_to`` returns who
    receives what was sent with it, ``done_to`` says it with their names. ``everywhere`` says how long it is possible at
    steps of every kind; what else is possible, each kind of step says. ``looks_at_text``: after it a publication text is as
    new as what is in force. ``changed`` tells of it where the thing has a list of changes of its own.

    What it takes from a posted form besides the text: ``reads``, each fact with its reader (``dialog.forms.posted``), and
    ``further``, the facts of the same act at other places of the same form. Fields that begin as ``typed`` are typed for it
    beside a text. ``verdicts`` are the answers on the page of a proposed decision that it records; ``together`` carries it
    out at two steps at once. Where it is done on a ``page`` that is not the step's own, this names that page's address, and
    ``verbs`` what buttons say there; ``reads`` is None where the step's page takes nothing of it.
    """

    touches: Touches = Touches.TEXT
    done_again: Any = ""
    done_of_part: Any = ""
    not_done: Any = NOT_DONE_YET
    answers: bool = False
    has_receipt: bool = False
    goes_to: "Callable[[Any], Iterable[Person]] | None" = None
    done_to: Any = ""
    everywhere: Everywhere | None = None
    looks_at_text: bool = False
    changed: Any = ""
    reads: Mapping[str, Reader] | None = field(default_factory=dict)
    further: Callable[[Posted], list[dict[str, Any]]] | None = None
    typed: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    together: Callable[..., Any] | None = None
    page: str = ""
    verbs: tuple[str, ...] = ()
    button: Button | None = None

    @property
    def is_beside(self) -> bool:
        """Whether it leaves the text, and everybody who writes in it, alone."""
        return self.touches is not Touches.TEXT


ACTS: dict[str, StepAct] = {}  # those at a step, in the order in which they are declared
ACTS_ON_CASE: dict[str, Act] = {}  # those on the case itself


def act(**said: Any) -> Callable[[Carried], Carried]:
    """Declare a function as the act of its name at a step: ``@act(happened=…, done=…, icon=…)``; see ``StepAct``."""

    def declare(function: Carried) -> Carried:
        _add(ACTS, StepAct(name=function.__name__, carry_out=function, **said))
        return function

    return declare


def act_on_case(name: str = "", **said: Any) -> Callable[[Carried], Carried]:
    """Declare a function as an act on the case itself, of its own name or of another: one that is two rights is two acts."""

    def declare(function: Carried) -> Carried:
        _add(ACTS_ON_CASE, Act(name=name or function.__name__, carry_out=function, **said))
        return function

    return declare


def _add(acts: dict[str, Any], declared: Act) -> None:
    if declared.name in acts:
        raise ValueError(f"There are two acts {declared.name}.")
    acts[declared.name] = declared


def find_act(name: str) -> Act | None:
    """Return what is declared of an act, at a step or on the case; None for one that is not there any more."""
    return ACTS.get(name) or ACTS_ON_CASE.get(name)


def which(attribute: str) -> list[str]:
    """Return the names of the acts of which something holds: ``which("is_minor")``."""
    return [name for name, step_act in (ACTS | ACTS_ON_CASE).items() if getattr(step_act, attribute, False)]


def everywhere(*, is_open: bool, is_written: bool) -> set[str]:
    """Return what may be done at every step, in an open case or a closed one, where it can be written or not."""
    least = Everywhere.WHILE_OPEN if is_open else Everywhere.WHILE_WRITTEN if is_written else Everywhere.ALWAYS
    return {name for name, step_act in ACTS.items() if step_act.everywhere is not None and step_act.everywhere >= least}

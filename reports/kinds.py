"""The kinds of reports. A kind is declared once: here, or by whoever adds one (``add``)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dialog.process.access import Access, can_read
from dialog.texts.kinds import AfterText, BeforeText, InformationText, TextKind
from reports import decision_basis, plan, publication, said_and_done, summary
from reports.document import Document


@dataclass(frozen=True)
class Kind:
    """A kind of report.

    ``build`` makes the document of a case and of a part of it (which decision, which text; empty for the nearest one),
    or raises :class:`~reports.document.NothingToReport`. ``parts`` lists the parts there are, as key and title.
    ``may`` says who may have it; whoever may know neither of the case nor of its texts never comes so far. ``exists``
    says, from what is loaded already, whether there is one; ``shown_at`` names the steps whose pages lead to it.
    """

    key: str
    title: str | Promise
    build: Callable[[Access, str], Document]
    may: Callable[[Access], bool]
    exists: Callable[[Access], bool]
    parts: Callable[[Access], list[tuple[str, str]]] = lambda access: []
    shown_at: tuple[str, ...] = ()


def of_text(text: type[TextKind]) -> Kind:
    """Return the report that is the leaf of a kind of publication text."""
    return Kind(
        text.kind,
        text.title,
        publication.builder(text.kind),
        may=publication.may,
        exists=publication.exists(text.kind),
        parts=publication.parts(text.kind),
    )


KINDS: dict[str, Kind] = {}


def add(*kinds: Kind) -> None:
    """Add kinds of reports behind those that are there. Raises ValueError where a key is taken."""
    for kind in kinds:
        if kind.key in KINDS:
            raise ValueError(f"There is a report with the key {kind.key!r} already.")
        KINDS[kind.key] = kind


add(
    Kind(
        "decision_basis",
        _("Decision document"),
        decision_basis.build,
        may=lambda access: access.may("read_drafts"),
        exists=decision_basis.exists,
        parts=decision_basis.parts,
    ),
    Kind(
        "plan",
        _("The plan for the dialogue"),
        plan.build,
        may=can_read,
        exists=plan.exists,
        shown_at=("planning_gate",),
    ),
    Kind(
        "summary",
        _("Summary report"),
        summary.build,
        may=summary.may,
        exists=summary.exists,
        parts=summary.parts,
        shown_at=("publication", "followup_gate"),
    ),
    Kind(
        "said_and_done",
        _("What you said and what we did"),
        said_and_done.build,
        may=can_read,
        exists=said_and_done.exists,
        shown_at=("analysis",),
    ),
    *(of_text(text) for text in (BeforeText, AfterText, InformationText)),
)

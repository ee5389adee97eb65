"""The table of rights as a page that a municipality can read: docs/rattigheter.md, written by ``manage.py rights``."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from dialog import rights
from dialog.process.act import ACTS, ACTS_ON_CASE

CAPACITIES: dict[str, Any] = {
    rights.CIVIL_SERVANT: gettext_lazy("Officer"),
    rights.ELECTED: gettext_lazy("Councillor"),
    rights.ELECTED_OF_BODY: gettext_lazy("Councillor on the committee"),
    rights.READER: gettext_lazy("Reader"),
    rights.RESPONSIBLE: gettext_lazy("Lead officer for the case"),
    rights.COMMUNICATOR: gettext_lazy("Communications officer"),
    rights.SUPPORT: gettext_lazy("Development lead"),
    rights.ADMIN: gettext_lazy("Administrator"),
    rights.SIGNED_IN: gettext_lazy("Everyone who is signed in"),
}
WHOSE: dict[str, Any] = {
    rights.CIVIL_SERVANT: gettext_lazy("in the officers' steps"),
    rights.ELECTED: gettext_lazy("in the councillors' steps"),
    rights.SHARED: gettext_lazy("in shared steps"),
    rights.GATE: gettext_lazy("at checkpoints"),
    rights.TEXT: gettext_lazy("in texts for publication"),
}
# Rights that are no acts: to read.
TO_READ: dict[str, Any] = {
    "read": gettext_lazy("Read what is current"),
    "read_drafts": gettext_lazy("Read drafts, proposals and comments"),
    "read_contact_details": gettext_lazy("Read contact details and hidden originals"),
    "read_imported_files": gettext_lazy("Read the files that contributions came in with"),
}


def called(right: str) -> str:
    """Return what a right is called. Raises KeyError for one that is none."""
    return str(TO_READ[right] if right in TO_READ else (ACTS | ACTS_ON_CASE)[right].called)


def as_markdown() -> str:
    """Return the whole table in Swedish, as Markdown. Raises KeyError for a right that no act has."""
    with override("sv"):
        return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# " + _("Who can do what")
    yield ""
    yield _(
        "Created by “manage.py rights” from dialog/rights.py, the only place where permissions are set. Do not "
        "edit here."
    )
    yield _(
        "Anyone with several roles in a case can do what any of those roles can do. Roles and seats apply day by day."
    )
    yield ""
    yield from _heading(_("For the whole case"))
    for act, who in rights.CASE_RIGHTS.items():
        yield _row(called(act), who)
    for whose, words in WHOSE.items():
        yield ""
        yield from _heading(str(words))
        for act, by_role in rights.STEP_RIGHTS.items():
            if by_role.get(whose):
                yield _row(called(act), by_role[whose])


def _heading(title: str) -> Iterator[str]:
    yield f"## {title[:1].upper()}{title[1:]}"
    yield ""
    yield f"| | {' | '.join(str(words) for words in CAPACITIES.values())} |"
    yield f"| --- {'| :-: ' * len(CAPACITIES)}|"


def _row(title: str, who: frozenset[str]) -> str:
    marks = ["●" if capacity in who else "" for capacity in CAPACITIES]
    return f"| {title} | {' | '.join(marks)} |"

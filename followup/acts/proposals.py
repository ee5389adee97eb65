"""What is done with the proposals of a participatory budget: made from contributions, changed many at once, taken from a
table. Winners are named by the body's decision, and by nothing here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.acts.core import Attempt
from dialog.files.sheets import headings_of
from dialog.files.sheets.found import Cell
from dialog.forms.draft_form import Missing
from dialog.forms.sending import keys_of
from dialog.process.act import Button, Touches, act
from followup.coding import found_by
from followup.desk import Desk
from followup.models import Proposal
from followup.proposals import made, sheet

PAGE = "proposals"
GIVEN = ("title", "text", "area", "cost", "prepared_by", "status", "reason", "answer")
Status = Proposal.Status


@act(
    called=gettext_lazy("Make proposals of contributions"),
    happened=gettext_lazy("%(who)s made proposals of contributions in “%(step)s”"),
    done=None,  # the page says how many
    icon="plus",
    touches=Touches.THING,
    page=PAGE,
    verbs=("make_proposals",),
    reads=None,
    button=Button(gettext_lazy("Make proposals"), template="followup/proposals/make.html"),
)
def make_proposals(
    attempt: Attempt,
    *,
    numbers: Sequence[int] = (),
    found: str | None = None,
    together: bool = False,
    sending: str = "",
) -> None:
    """Make a proposal of each of some contributions, or one of them all: those with these numbers, or everything that an
    address finds (``found`` is its question). What has a proposal already is left as it is.
    """
    case = attempt.access.case
    if found is not None:
        which = Desk(attempt.access, QueryDict(found)).found
    else:
        which = found_by(case, [number for number in numbers if 0 < number < 2**31])
    contributions = list(which.order_by("number"))
    if not contributions:
        attempt.missing.append(Missing(_("Choose at least one contribution."), "named"))
        return
    maker = made.Maker(case, attempt.by, attempt.at)
    added = made.make(maker, contributions, *keys_of(sending, [[]]), together=together)
    attempt.facts |= {"count": len(added)}
    attempt.happened = bool(added)


@act(
    called=gettext_lazy("Change proposals, answer and merge them"),
    happened=gettext_lazy("%(who)s changed proposals in “%(step)s”"),
    done=None,  # the page says how many
    icon="pencil",
    touches=Touches.THING,
    page=PAGE,
    verbs=("change_proposals",),
    reads=None,
    button=Button(gettext_lazy("Change those chosen"), template="followup/proposals/change.html"),
)
def change_proposals(
    attempt: Attempt, *, numbers: Sequence[int] = (), given: Mapping[str, Any] | None = None, into: int = 0
) -> None:
    """Let the same hold for many proposals: what is ``given``, by field; the rest stays. Merged they are ``into`` another.

    What cannot be carried out has its reason; a winner is made and unmade by the body's decision alone.
    """
    case = attempt.access.case
    facts = {name: value for name, value in (given or {}).items() if name in GIVEN and value not in ("", None)}
    there = Proposal.objects.filter(case=case, number__in=[number for number in numbers if 0 < number < 2**31])
    chosen = {one.number: one for one in there}
    if not chosen:
        attempt.missing.append(Missing(_("Choose at least one proposal."), "numbers"))
    status = facts.pop("status", "")
    if status and status not in (*made.BY_HAND, Status.MERGED):
        attempt.missing.append(Missing(_("That is not one of the choices."), "status"))
    if status == Status.MERGED and not into:
        attempt.missing.append(Missing(_("Say which proposal they are merged into."), "into"))
    if not (facts or status):
        attempt.missing.append(Missing(_("Choose what is to be changed."), "status"))
    without = status == Status.IMPOSSIBLE and not facts.get("reason")
    if without and any(not one.reason for one in chosen.values()):
        attempt.missing.append(Missing(_("Say why it cannot be carried out."), "reason"))
    if attempt.missing:
        return
    count = _give(chosen, facts)
    if status == Status.MERGED:
        count = max(count, made.merge(case, list(chosen), into))
    elif status:
        made.part(case, list(chosen))
        open_ = there.exclude(status__in=(status, Status.WINNER)) if status in BEFORE else there.exclude(status=status)
        count = max(count, open_.update(status=status, revision=F("revision") + 1))
    attempt.facts |= {"count": count}
    attempt.happened = bool(count)


BEFORE = (Status.EXAMINED, Status.IMPOSSIBLE, Status.VOTED_ON)  # a winner does not become these again by hand


def _give(chosen: Mapping[int, Proposal], facts: Mapping[str, Any]) -> int:
    """Give proposals the same facts, and return how many are otherwise than before."""
    changed = [one for one in chosen.values() if any(getattr(one, name) != value for name, value in facts.items())]
    for one in changed:
        for name, value in facts.items():
            setattr(one, name, value)
        one.revision += 1
    if changed:
        Proposal.objects.bulk_update(changed, [*facts, "revision"], batch_size=made.PORTION)
    return len(changed)


@act(
    called=gettext_lazy("Take proposals from a table"),
    happened=gettext_lazy("%(who)s took proposals from a table in “%(step)s”"),
    done=None,  # the page says how many
    icon="download",
    touches=Touches.THING,
    page=PAGE,
    verbs=("take_proposals",),
    reads=None,
    button=Button(gettext_lazy("Take in the table"), template="followup/proposals/table.html"),
)
def take_proposals(attempt: Attempt, *, rows: Sequence[Sequence[Cell]] = (), sending: str = "") -> None:
    """Take what a table says: what it changes of the proposals that are there, and what is new. All of it, or nothing where
    something in it is wrong; that is said by row.
    """
    case, headings = attempt.access.case, headings_of(rows)
    there = {one.number: one for one in Proposal.objects.filter(case=case)}
    taken = sheet.take(headings.names, rows[headings.first - 1 : headings.last], headings.first, there)
    for wrong in taken.wrong[:20]:
        said = _("Row %(row)d: %(sentence)s") % {"row": wrong.row, "sentence": wrong.sentence}
        attempt.missing.append(Missing(said, "file"))
    if attempt.missing:
        return
    for number, facts in taken.changes.items():
        _give({number: there[number]}, facts)
    keys = keys_of(sending, [sorted(facts.items()) for facts in taken.new])
    known = set(Proposal.objects.filter(case=case, key__in=keys).values_list("key", flat=True))
    new = [(key, facts) for key, facts in zip(keys, taken.new, strict=True) if key not in known]
    Proposal.objects.bulk_create(
        (
            Proposal(case=case, key=key, number=number, added_by=attempt.by, added_at=attempt.at, **facts)
            for number, (key, facts) in enumerate(new, start=made.next_number(case))
        ),
        batch_size=made.PORTION,
    )
    attempt.facts |= {"count": len(taken.changes) + len(new), "new": len(new)}
    attempt.happened = bool(taken.changes or new)

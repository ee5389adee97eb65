"""Proposals are made from contributions, many at once, and merged where several say the same. The case is locked for it."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Max, Q, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from dialog.acts.core import Refused
from dialog.models import Case, Person
from followup.models import Contribution, Proposal, VoiceOfProposal
from followup.models.proposals import FIRST_WORDS

PORTION = 500
Status = Proposal.Status
# What a proposal may become by hand. Merged it becomes by merging, a winner by the body's decision.
BY_HAND = (Status.EXAMINED, Status.IMPOSSIBLE, Status.VOTED_ON, Status.CARRIED_OUT, Status.DONE)


@dataclass(frozen=True)
class Maker:
    """Who makes proposals in a case, and when."""

    case: Case
    by: Person
    at: dt.datetime


def make(maker: Maker, contributions: Sequence[Contribution], key: str, *, together: bool = False) -> list[Proposal]:
    """Make a proposal of each contribution, or one of them all, and return those that are new.

    A duplicate says what its original says, so it becomes a further voice of that one's proposal. A contribution that a
    proposal has already is left as it is; ``key`` is the sending's: what is sent twice is made once.
    """
    has = set(VoiceOfProposal.objects.filter(contribution__in=contributions).values_list("contribution", flat=True))
    left = [one for one in contributions if one.pk not in has]
    voices: dict[int, list[Contribution]] = {}
    for one in left:
        voices.setdefault(0 if together else (one.duplicate_of_id or one.pk), []).append(one)
    there = _proposals_of(voices) if not together else {}
    added = [
        Proposal(case=maker.case, key=f"{key[:20]}-{first}", number=number, added_by=maker.by, added_at=maker.at)
        for number, first in enumerate((first for first in voices if first not in there), start=next_number(maker.case))
    ]
    Proposal.objects.bulk_create(added, batch_size=PORTION)
    of = there | dict(zip((first for first in voices if first not in there), (one.pk for one in added), strict=True))
    VoiceOfProposal.objects.bulk_create(
        (VoiceOfProposal(proposal_id=of[first], contribution=one) for first, said in voices.items() for one in said),
        batch_size=PORTION,
    )
    return added


def _proposals_of(originals: Collection[int]) -> dict[int, int]:
    """Return the proposals that originals have already, by the original."""
    rows = VoiceOfProposal.objects.filter(contribution__in=list(originals)).exclude(proposal__status=Status.MERGED)
    return dict(rows.values_list("contribution", "proposal"))


def next_number(case: Case) -> int:
    """Return the number of the next proposal of a case that is locked."""
    return (Proposal.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1


def merge(case: Case, numbers: Collection[int], into: int) -> int:
    """Merge proposals into another, and return how many were. Each keeps its voices; those merged into it before follow.

    Raises Refused where the other is none that can take them.
    """
    there = Proposal.objects.filter(case=case)
    target = there.filter(number=into).first()
    if target is None:
        raise Refused(_("That proposal does not exist."))
    if target.merged_into_id:
        raise Refused(_("Proposal %(n)d has itself been merged into another.") % {"n": into})
    chosen = there.filter(number__in=numbers).exclude(pk=target.pk).exclude(status=Status.MERGED)
    if chosen.filter(status__in=(Status.WINNER, Status.CARRIED_OUT, Status.DONE)).exists():
        raise Refused(_("A proposal that has won is not merged into another."))
    keys = list(chosen.values_list("pk", flat=True))
    there.filter(merged_into__in=keys).update(merged_into=target, revision=F("revision") + 1)
    return there.filter(pk__in=keys).update(status=Status.MERGED, merged_into=target, revision=F("revision") + 1)


def part(case: Case, numbers: Collection[int]) -> int:
    """Take proposals out of what they were merged into, to be examined by themselves; return how many were."""
    merged = Proposal.objects.filter(case=case, number__in=numbers, status=Status.MERGED)
    return merged.update(status=Status.EXAMINED, merged_into=None, revision=F("revision") + 1)


def voices_of(proposals: Iterable[Proposal]) -> QuerySet[Contribution]:
    """Return the contributions that speak for some proposals, those of what was merged into them too."""
    keys = [one.pk for one in proposals]
    rows = VoiceOfProposal.objects.filter(Q(proposal__in=keys) | Q(proposal__merged_into__in=keys))
    return Contribution.objects.filter(pk__in=rows.values("contribution"))


def names_of(proposals: Sequence[Proposal]) -> dict[int, str]:
    """Return what proposals are called, by key: as somebody wrote, else by their first voice as that reads now."""
    without = [one.pk for one in proposals if not one.title]
    rows = VoiceOfProposal.objects.filter(proposal__in=without).order_by("-pk")
    said = dict(rows.values_list("proposal", "contribution__text")) if without else {}
    return {one.pk: one.title or Truncator(said.get(one.pk, str(one.number))).chars(FIRST_WORDS) for one in proposals}

"""The proposals of a case as an address asks for them."""

from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet, Sum
from django.http import QueryDict
from django.utils.translation import gettext as _

from dialog.search.swedish import stems
from followup.models import Proposal, VoiceOfProposal
from followup.proposals.made import names_of

if TYPE_CHECKING:
    from dialog.process.access import Access

A_PAGE = 100
FIELDS = ("title", "text", "area", "prepared_by", "reason", "answer")


class Listing:
    """The proposals that one address asks for, by status and words, in the order of their numbers."""

    def __init__(self, access: "Access", asked: QueryDict) -> None:
        self.access, self.asked = access, asked
        self.words = asked.get("q", "").strip()[:200]
        status = asked.get("status", "")
        self.status = status if status in Proposal.Status.values else ""

    @property
    def there(self) -> QuerySet[Proposal]:
        """All of the case."""
        return Proposal.objects.filter(case=self.access.case)

    @cached_property
    def found(self) -> QuerySet[Proposal]:
        """Those that are asked for: each word stands in one of its texts, or in what a voice says."""
        found = self.there.filter(status=self.status) if self.status else self.there
        for stem in stems(self.words):
            said = VoiceOfProposal.objects.filter(contribution__search_text__contains=stem)
            own = reduce(or_, (Q(**{f"{name}__says": stem}) for name in FIELDS))
            found = found.filter(own | Q(pk__in=said.values("proposal")))
        return found

    @cached_property
    def statuses(self) -> list[tuple[str, Any, int]]:
        """Every status that some have, with how many."""
        counts = dict(self.there.order_by().values_list("status").annotate(n=Count("pk")))
        return [(value, label, counts[value]) for value, label in Proposal.Status.choices if value in counts]

    @property
    def total(self) -> int:
        """How many there are in all."""
        return sum(count for _value, _label, count in self.statuses)

    @cached_property
    def page(self) -> Page:
        """The page of the list that the address asks for, each with its name and its number of voices."""
        shown = Paginator(self.found.select_related("merged_into"), A_PAGE).get_page(self.asked.get("page"))
        proposals = list(shown.object_list)
        names, voices = names_of(proposals), voices_by_proposal(proposals)
        for one in proposals:
            one.name, one.voices_count = names[one.pk], voices.get(one.pk, 0)  # type: ignore[attr-defined]
        shown.object_list = proposals
        return shown

    @property
    def chips(self) -> list[tuple[str, str]]:
        """What is chosen, as name in the address and words; each can be taken away."""
        words = [("q", _("Search terms: %(words)s") % {"words": self.words})] if self.words else []
        label = dict(Proposal.Status.choices).get(self.status)
        return [*words, ("status", str(label))] if label else words


def voices_by_proposal(proposals: list[Proposal]) -> dict[int, int]:
    """Return how many voices speak for proposals, those of what was merged into them too."""
    keys = [one.pk for one in proposals]
    rows = VoiceOfProposal.objects.filter(Q(proposal__in=keys) | Q(proposal__merged_into__in=keys)).order_by()
    found: dict[int, int] = {}
    for own, into, count in rows.values_list("proposal", "proposal__merged_into").annotate(n=Count("pk")):
        for key in {own, into} - {None}:
            found[key] = found.get(key, 0) + count
    return found


def votes_by_proposal(proposals: QuerySet[Proposal]) -> dict[int, int]:
    """Return how many votes proposals got, in all rounds of voting."""
    counted = proposals.filter(votes__count__isnull=False).order_by().annotate(n=Sum("votes__count"))
    return dict(counted.values_list("pk", "n"))

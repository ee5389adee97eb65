"""Contributions come in: written, pasted, noted at an activity, imported. Each comes in once, whatever is sent twice."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.acts.core import Attempt
from dialog.acts.words_kept import keep_words_later
from dialog.forms.draft_form import Missing
from dialog.language.letters import plain
from dialog.models import Case, Person
from dialog.process.access import Access
from dialog.process.act import Button, Touches, act
from dialog.search import index
from execution.models import Activity
from followup.importing.review import mark_of_words
from followup.looking import look_through_soon
from followup.models import Contribution, ContributionTheme, Theme, Withheld
from followup.suggesting.groups import read_new
from planning.models import PredefinedQuestion, TargetGroup

PORTION = 500


@dataclass(frozen=True)
class Incoming:
    """A contribution on its way in. ``key`` is its own for life; ``duplicate_of`` names another, here or in the case.

    What it belongs to stands by key; an unknown key is left out. Without a day or a name of its own it has those of its
    activity. ``stance`` is that to its main theme, or the resident's own where it has no theme.
    """

    key: str
    text: str
    translation: str = ""
    activity: str = ""
    question: str = ""
    target_group: str = ""
    kind: str = Contribution.Kind.UNDETERMINED
    themes: Sequence[str] = ()
    fits_no_theme: bool = False
    stance: str = ""
    said_on: dt.date | None = None
    noted_by: str = ""
    duplicate_of: str = ""
    external_id: str = ""
    raw: Any = None


@act(
    called=gettext_lazy("Add contributions"),
    happened=gettext_lazy("%(who)s added contributions in “%(step)s”"),
    done=None,  # its page says how many
    icon="plus",
    touches=Touches.THING,
    page="add_contributions",
    reads=None,
    button=Button(gettext_lazy("Enter a contribution"), template="followup/compilation.html"),
)
def add_contributions(
    attempt: Attempt, *, rows: Sequence[Mapping[str, Any]] = (), source: str = Contribution.Source.TYPED
) -> None:
    """Take contributions into the case, each under the next number. The history tells of them together."""
    incoming = [Incoming(**row) for row in rows]
    if not any(sent.text.strip() for sent in incoming):
        attempt.missing.append(Missing(_("Enter what was said."), "text"))
        return
    added = take_in(attempt.access, incoming, by=attempt.by, source=source)
    known = len({sent.key for sent in incoming if sent.text.strip()}) - len(added)
    attempt.facts |= {"known": known} if known else {}
    if added:
        attempt.facts |= {"count": len(added), "source": source}
        attempt.happened = True


def take_in(access: Access, incoming: Iterable[Incoming], *, by: Person, source: str) -> list[Contribution]:
    """Add contributions to a case that is locked, and return those that are new."""
    case = access.case
    rows = {sent.key: sent for sent in incoming if sent.text.strip()}
    there = Contribution.objects.filter(case=case)
    for key in there.filter(key__in=list(rows)).values_list("key", flat=True):
        del rows[key]
    known = Known(access)
    added = [
        _contribution(sent, number, known, source, access, by)
        for number, sent in enumerate(rows.values(), start=next_number(case))
    ]
    at_once = len(added) <= PORTION  # the words of more are kept by the job
    for contribution in added:
        contribution.is_indexed = at_once
    Contribution.objects.bulk_create(added, batch_size=PORTION)
    if at_once:
        index.keep(case.pk, {contribution.pk: contribution.search_text for contribution in added})
    else:
        keep_words_later()
    _code(added, rows, known)
    _link_duplicates(added, rows, case.pk)
    if added:
        look_through_soon(case, added, by=by)
        read_new(case, by=by)
    Withheld.objects.bulk_create(
        Withheld(contribution=contribution, raw=rows[contribution.key].raw)
        for contribution in added
        if rows[contribution.key].raw is not None
    )
    return added


def next_number(case: Case) -> int:
    """Return the number of the next contribution of a case that is locked."""
    return (Contribution.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1


@dataclass
class Known:
    """What a contribution may belong to in a case: its activities, questions, target groups and themes, by key."""

    access: Access

    @cached_property
    def activities(self) -> dict[str, Activity]:
        """The activities of the case."""
        return {activity.key: activity for activity in Activity.objects.filter(case=self.access.case)}

    @cached_property
    def questions(self) -> set[str]:
        """The questions that need answers."""
        return set(PredefinedQuestion.objects.filter(case=self.access.case).values_list("key", flat=True))

    @cached_property
    def target_groups(self) -> set[str]:
        """The target groups."""
        return set(TargetGroup.objects.filter(case=self.access.case).values_list("key", flat=True))

    @cached_property
    def themes(self) -> dict[str, Theme]:
        """The themes."""
        return {theme.key: theme for theme in Theme.objects.filter(case=self.access.case)}

    def takes_stance(self, keys: Iterable[str]) -> bool:
        """Say whether the main one of some themes is one that a contribution can stand to."""
        main = next((self.themes[key] for key in keys if key in self.themes), None)
        return main is not None and main.has_direction

    @cached_property
    def writers(self) -> dict[str, str]:
        """Who writes down what is said at each activity, in words."""
        people = Person.objects.in_bulk({int(pk) for activity in self.activities.values() for pk in activity.documents})
        return {
            key: ", ".join(
                [*(people[int(pk)].name for pk in activity.documents if int(pk) in people), *activity.documents_named]
            )
            for key, activity in self.activities.items()
        }


def _contribution(
    incoming: Incoming, number: int, known: Known, source: str, access: Access, by: Person
) -> Contribution:
    activity = known.activities.get(incoming.activity) if incoming.activity else None
    return Contribution(
        case=access.case,
        key=incoming.key,
        number=number,
        text=incoming.text.strip(),
        translation=incoming.translation.strip(),
        activity=activity.key if activity else "",
        question=incoming.question if incoming.question and incoming.question in known.questions else "",
        target_group=incoming.target_group
        if incoming.target_group and incoming.target_group in known.target_groups
        else "",
        kind=incoming.kind,
        fits_no_theme=incoming.fits_no_theme and not incoming.themes,
        own_stance="" if known.takes_stance(incoming.themes) else incoming.stance,
        said_on=incoming.said_on or (activity.first_day if activity else None),
        noted_by=(incoming.noted_by or (known.writers[activity.key] if activity else ""))[:200],
        source=source,
        external_id=incoming.external_id[:80],
        added_at=access.now,
        added_by=by,
        words_mark=mark_of_words(incoming.text),
        search_text=searchable(incoming.text, incoming.translation, incoming.external_id),
    )


def searchable(*texts: str) -> str:
    """Return what a contribution can be found by."""
    return plain(" ".join(texts))


def _code(added: list[Contribution], rows: Mapping[str, Incoming], known: Known) -> None:
    if any(rows[contribution.key].themes for contribution in added):
        ContributionTheme.objects.bulk_create(
            (
                ContributionTheme(
                    contribution=contribution,
                    theme=known.themes[key],
                    position=position,
                    stance="" if position or known.themes[key].has_no_direction else rows[contribution.key].stance,
                )
                for contribution in added
                for position, key in enumerate(key for key in rows[contribution.key].themes if key in known.themes)
            ),
            batch_size=PORTION,
        )


def _link_duplicates(added: list[Contribution], rows: Mapping[str, Incoming], case: int) -> None:
    """Point duplicates to their originals, by the number that both have elsewhere."""
    names = {rows[contribution.key].duplicate_of for contribution in added} - {""}
    if not names:
        return
    found = Contribution.objects.filter(case=case, external_id__in=names, duplicate_of=None)
    originals = {contribution.external_id: contribution for contribution in found}
    duplicates = []
    for contribution in added:
        original = originals.get(rows[contribution.key].duplicate_of)
        if original and original.pk != contribution.pk:
            contribution.duplicate_of = original
            duplicates.append(contribution)
    Contribution.objects.bulk_update(duplicates, ["duplicate_of"], batch_size=PORTION)

"""The activities of dialogues, as those that ask the same people are found by."""

import datetime as dt
from collections.abc import Collection, Iterator

from django.db.models import Exists, OuterRef, Q

from dialog.process.same_people import READERS, Occasion, Reader
from execution.models import Activity, ChosenMethod


def _asks_near(first: dt.date, last: dt.date) -> Q:
    asked = Activity.objects.filter(case=OuterRef("pk"), first_day__lte=last)
    asked = asked.filter(Q(last_day__gte=first) | Q(last_day=None, first_day__gte=first))
    return Q(Exists(asked.exclude(status=Activity.Status.CANCELLED)))


def _occasions(cases: Collection[int]) -> Iterator[tuple[int, Occasion]]:
    """Yield the activities that are planned or were held, each with the groups that its method is for."""
    method = ChosenMethod.objects.filter(case=OuterRef("case"), key=OuterRef("method"), dropped_because="")
    activities = Activity.objects.filter(case__in=cases, first_day__isnull=False)
    activities = activities.exclude(status=Activity.Status.CANCELLED)
    found = activities.annotate(whom=method.values("target_groups")[:1])
    for case, title, first, last, whom in found.values_list("case", "title", "first_day", "last_day", "whom"):
        if first:
            yield case, Occasion(first, max(last or first, first), title, tuple(whom or ()))


READERS.append(Reader(asks_near=_asks_near, occasions=_occasions))

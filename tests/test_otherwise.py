"""The second story is what it says: no two of its facts coincide, and each kind of thing stands beside its opposite."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from dialog.models import Decision, Person, Publication
from execution.models import Activity
from followup.models import Conclusion, Contribution
from tests import otherwise
from tests.otherwise import Otherwise

SAID_TWICE = {"Upphandlas 2027."}  # two measures in the same words, as it happens


def leaves(value: Any) -> Iterator[str]:
    """Yield every text of a draft that somebody wrote: not the keys of rows and choices."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name not in ("row", "goal") or "goal_outcome" not in str(value):
                yield from leaves(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from leaves(part)
    elif isinstance(value, (str, dt.date)) and (" " in str(value) or "-" in str(value) or str(value).istitle()):
        yield str(value)


def facts() -> list[str]:
    """Return everything that somebody wrote in the second story."""
    parts = (
        otherwise.CASE,
        otherwise.PURPOSE,
        otherwise.QUESTION,
        otherwise.YES,
        otherwise.LEVEL,
        otherwise.GOALS,
        otherwise.GROUPS,
        otherwise.RESPONSIBILITY,
        otherwise.METHODS,
        otherwise.ACTIVITIES,
        otherwise.CONTRIBUTIONS,
        otherwise.CONCLUSIONS,
        otherwise.ANSWER,
        otherwise.DECISION,
        otherwise.NOTED,
        otherwise.REASONED,
    )
    return list(leaves([*parts]))


def test_no_two_facts_coincide():
    assert len(facts()) > 80
    assert {text for text, times in Counter(facts()).items() if times > 1} <= {*SAID_TWICE, "oppet-hus"}
    different = set(facts()) - {"oppet-hus"}
    assert [(one, other) for one in different for other in different if one != other and one in other] == []


def test_nobody_who_is_named_has_the_name_of_a_body_or_of_somebody_else(elsewhere: Otherwise):
    house = elsewhere.story.house
    names = [*Person.objects.values_list("name", flat=True), house.body.name, house.other_body.name]
    names += ["Parkenheten", "Agnes Holm", "Vera Sand", "Nils Ask", "Moa Ek"]
    assert len(set(names)) == len(names)


@pytest.mark.django_db
def test_each_thing_stands_beside_its_opposite(elsewhere: Otherwise):
    case = elsewhere.story.pk
    assert set(Activity.objects.filter(case=case).values_list("status", flat=True)) == {"planned", "held", "cancelled"}
    planned = Activity.objects.filter(case=case, status=Activity.Status.PLANNED).values_list("first_day", flat=True)
    assert min(planned) < elsewhere.story.today < max(planned)
    assert set(Decision.objects.filter(case=case).values_list("made_by", flat=True)) == {"body", "chair", "delegation"}
    assert set(Decision.objects.filter(case=case).values_list("body__short", flat=True)) == {"TN", "KS"}
    assert set(Conclusion.objects.filter(case=case).values_list("becomes", flat=True)) >= {"undecided", "not", "partly"}
    assert Conclusion.objects.filter(case=case).exclude(dropped_because="").count() == 1
    assert Contribution.objects.filter(case=case, coded=None, fits_no_theme=False).count() == 3
    assert not Publication.objects.filter(record__case=case).exists()

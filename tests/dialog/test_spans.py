"""The time of a case as stretches: as it went, and from today on as it is planned."""

import datetime as dt

import pytest
from django.utils.timezone import make_aware

from dialog.models import Case, GateConfirmation
from dialog.process.spans import Span, days_left, spans

TODAY = dt.date(2026, 11, 6)


def moment(year: int, month: int, day: int) -> dt.datetime:
    return make_aware(dt.datetime(year, month, day, 9))  # noqa: DTZ001 - made aware in the municipality's own zone


@pytest.fixture
def case() -> Case:
    return Case(
        created_at=moment(2026, 3, 2),
        phase="planning",
        dialogue_from=dt.date(2026, 12, 1),
        dialogue_to=dt.date(2027, 2, 1),
        decision_planned=dt.date(2027, 5, 18),
    )


def told(found: list[Span]) -> list[tuple[str, str, str, bool]]:
    return [(span.phase, f"{span.start}", f"{span.end}", span.lies_ahead) for span in found]


def test_a_case_in_planning_has_all_three_phases_ahead(case):
    assert told(spans(case, {}, TODAY)) == [
        ("planning", "2026-03-02", "2026-11-06", False),
        ("planning", "2026-11-06", "2026-12-01", True),
        ("execution", "2026-12-01", "2027-02-01", True),
        ("followup", "2027-02-01", "2027-05-18", True),
    ]


def test_a_phase_goes_from_the_gate_before_it_to_its_own(case):
    left = {"planning": dt.date(2026, 6, 1), "execution": dt.date(2026, 10, 1)}
    assert told(spans(case, left, TODAY)) == [
        ("planning", "2026-03-02", "2026-06-01", False),
        ("execution", "2026-06-01", "2026-10-01", False),
        ("followup", "2026-10-01", "2026-11-06", False),
        ("followup", "2026-11-06", "2027-05-18", True),
    ]


def test_a_day_that_has_gone_by_is_no_plan_any_more(case):
    case.dialogue_from = dt.date(2026, 10, 1)
    assert [span.phase for span in spans(case, {}, TODAY) if span.lies_ahead] == ["execution", "followup"]


def test_nothing_lies_ahead_without_days(case):
    case.dialogue_from = case.dialogue_to = case.decision_planned = None
    assert told(spans(case, {}, TODAY)) == [("planning", "2026-03-02", "2026-11-06", False)]


@pytest.mark.parametrize(("phase", "unknown"), [("planning", "dialogue_from"), ("execution", "dialogue_to")])
def test_of_a_phase_whose_end_nobody_has_planned_nothing_lies_ahead_nor_of_what_follows(case, phase, unknown):
    setattr(case, unknown, None)
    left = {"planning": dt.date(2026, 6, 1)} if phase == "execution" else {}
    assert [span.phase for span in spans(case, left, TODAY) if span.lies_ahead] == []


def test_a_closed_case_ends_on_the_day_when_it_was_closed(case):
    case.closed_at = moment(2026, 9, 1)
    left = {"planning": dt.date(2026, 6, 1)}
    assert told(spans(case, left, TODAY))[-1] == ("execution", "2026-06-01", "2026-09-01", False)


def test_where_residents_are_informed_instead_no_dialogue_lies_ahead(case):
    case.phase = "information"
    assert told(spans(case, {}, TODAY)) == [("planning", "2026-03-02", "2026-11-06", False)]


def test_a_case_begun_before_the_software_may_begin_with_another_day(case):
    assert spans(case, {}, TODAY, begun=dt.date(2025, 9, 1))[0].start == dt.date(2025, 9, 1)


def test_the_last_confirmation_counts_and_none_that_had_closed_a_case_that_is_open_again(case):
    found = [
        GateConfirmation(pk=1, phase="planning", at=moment(2026, 5, 1)),
        GateConfirmation(pk=2, phase="planning", at=moment(2026, 6, 1)),
        GateConfirmation(pk=3, phase="followup", at=moment(2026, 9, 1)),
    ]
    assert days_left(case, found) == {"planning": dt.date(2026, 6, 1)}
    case.closed_at = moment(2026, 9, 1)
    assert days_left(case, found)["followup"] == dt.date(2026, 9, 1)

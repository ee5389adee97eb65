"""The yearly report: what dialogues came to. Every case counts; what only members may read is named to nobody."""

import datetime as dt

import pytest
from django.test import Client
from django.utils.timezone import make_aware
from django.utils.translation import override

from dialog.models import Addition, Case, Closing, Job
from execution.models import Activity, ActivityCount, counting
from execution.models.units import Unit
from followup.models import Conclusion
from reports.models import YearComment
from reports.year.document import build
from reports.year.year import Year, years
from tests.followup.closed import close, dialogue, give_feedback, reach, with_what_it_is_found_by
from tests.story import NOW, House

pytestmark = pytest.mark.every_database

BEGUN = make_aware(dt.datetime(2025, 9, 1, 9))  # noqa: DTZ001 - made aware in the municipality's own zone
CLOSED = make_aware(dt.datetime(2026, 6, 12, 13))  # noqa: DTZ001
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def in_swedish():
    """The report's words, as they are read."""
    with override("sv"):
        yield


def conclude(case: Case, key: str, becomes: str, due: dt.date | None = None) -> None:
    Conclusion.objects.create(case=case, key=f"0000ab0{key}", short=f"Slutsats {key}", becomes=becomes, due=due)


@pytest.fixture
def park(house: House) -> Case:
    """A dialogue that was carried through, with what it promised and taught."""
    case = with_what_it_is_found_by(
        dialogue(house, "Kvarnparken", day=BEGUN), group="Unga", level="dialogue", next_time="Fråga tidigare."
    )
    reach(case, house["responsible"], aimed=40, came=31)
    Activity.objects.filter(key="0000aa01").update(actual_count=31, actual_unit="participants")
    ActivityCount.objects.create(case=case, key="0", owner="0000aa01", of="actual", count=641, unit="voters")
    give_feedback(case, BEGUN.date() + dt.timedelta(days=274))
    conclude(case, "1", "taken_up", TODAY - dt.timedelta(days=9))
    conclude(case, "2", "partly", TODAY - dt.timedelta(days=9))
    conclude(case, "3", "not")
    told = {"kind": Addition.Kind.PROMISED_MEASURE, "settled": True, "by": house["responsible"], "at": NOW}
    Addition.objects.create(case=case, rows=["0000ab01"], text="Klart.", **told)
    return close(case, CLOSED)


@pytest.fixture
def hidden(house: House) -> Case:
    """One that only its members may read."""
    case = with_what_it_is_found_by(
        dialogue(house, "Hemligheten", day=BEGUN, visibility=Case.Visibility.MEMBERS_ONLY), next_time="Tig om den."
    )
    conclude(case, "8", "taken_up", TODAY - dt.timedelta(days=9))
    return close(case, CLOSED)


def browser(house: House, who: str = "support") -> Client:
    client = Client()
    client.force_login(house[who])
    return client


def test_a_year_is_told_in_words_and_numbers(house, park):
    year = Year(2026, TODAY)
    assert (
        year.lead == "En dialog avslutades och ingen började. 31 personer deltog i de avslutade. 641 personer röstade."
    )
    assert (year.by_outcome, year.conclusions, year.to_answer.in_months) == ("en genomförd", (3, 2), "9 mån")
    assert year.promised_in_words == "Två åtgärder är lovade. En är klar. En är försenad."
    assert [late.name for late in year.late_named] == ["Slutsats 2"]
    (ended,) = year.ended
    assert (ended.level, ended.participants, ended.voters, ended.became) == (
        "Dialog",
        31,
        641,
        "Två av tre slutsatser följs",
    )
    assert [lesson.text for lesson in year.lessons] == ["Fråga tidigare."]


def test_participants_are_counted_as_within_a_case(park):
    totals = {total.unit: total.actual for total in counting.totals(counting.count(park.pk).values())}
    for unit in (Unit.PARTICIPANTS, Unit.VOTERS):
        assert counting.came_to(Case.objects.all(), unit) == {park.pk: totals[unit]}


def test_what_only_members_may_read_is_counted_and_named_to_nobody(house, park, hidden):
    page = browser(house).get("/overview/2026/").text
    year = Year(2026, TODAY)
    assert (year.number, year.conclusions, sum(one.is_late for one in year.promises)) == (2, (4, 3), 2)
    for secret in ("Hemligheten", "Tig om den", "Slutsats 8"):
        assert secret not in page
        assert secret not in str(build(year))
    assert "Kvarnparken" in page


def test_where_a_case_goes_on_is_said_if_that_may_be_named(house, hidden):
    case = close(dialogue(house, "Bryggan", day=BEGUN), CLOSED)
    Case.objects.filter(pk=case.pk).update(outcome="ended_early")
    open_one = dialogue(house, "Norra stranden", day=BEGUN)
    closing = Closing.objects.create(
        case=case, outcome="ended_early", at=CLOSED, by=house["elected"], continues_in=open_one
    )
    assert [one.became for one in Year(2026, TODAY).ended] == ["Avbrutet, går vidare i Norra stranden"]
    Closing.objects.filter(pk=closing.pk).update(continues_in=hidden)
    assert [one.became for one in Year(2026, TODAY).ended] == ["Avbrutet"]


def test_the_years_are_those_in_which_something_was_closed_or_begun(house, park):
    assert years()[0] >= 2026
    assert {2025, 2026} <= set(years())
    assert browser(house).get("/overview/1999/").status_code == 404


def test_who_belongs_to_no_part_of_the_house_reads_no_yearly_report(house, park):
    house["reader"].department = None
    house["reader"].save()
    assert browser(house, "reader").get("/overview/2026/").status_code == 403
    assert "/overview/2026/" not in browser(house, "reader").get("/overview/").text
    assert browser(house, "stranger").get("/overview/2026/").status_code == 200


class TestComment:
    def test_support_writes_it_and_every_wording_is_kept_with_its_name(self, house, park):
        client = browser(house)
        for text in ("Ett bra år.", "Ett mycket bra år."):
            seen = client.get("/overview/2026/comment/").context["seen"]
            said = client.post("/overview/2026/comment/", {"text": text, "seen": seen}, follow=True)
        assert "Ett mycket bra år." in said.text
        assert [comment.text for comment in YearComment.objects.all()] == ["Ett mycket bra år.", "Ett bra år."]
        assert "Ett bra år." in client.get("/overview/2026/comment/").text
        assert "Ett mycket bra år." in str(build(Year(2026, TODAY)))
        assert house["support"].name in browser(house, "stranger").get("/overview/2026/").text

    def test_somebody_elses_is_not_written_over(self, house, park):
        client = browser(house)
        seen = client.get("/overview/2026/comment/").context["seen"]
        YearComment.objects.create(year=2026, text="Någon annans.", by=house["support"], at=NOW)
        assert client.post("/overview/2026/comment/", {"text": "Min.", "seen": seen}).status_code == 409
        assert YearComment.objects.get().text == "Någon annans."

    def test_nobody_else_writes_it(self, house, park):
        for who in ("responsible", "elected", "admin", "communicator"):
            assert browser(house, who).get("/overview/2026/comment/").status_code == 403

    def test_a_year_has_no_part_for_a_comment_that_nobody_wrote(self, house, park):
        assert "Kommentar" not in browser(house, "stranger").get("/overview/2026/").text


class TestPdf:
    def test_it_is_made_once_for_the_same_figures(self, house, park, django_capture_on_commit_callbacks):
        client = browser(house)
        with django_capture_on_commit_callbacks(execute=True):
            there = client.post("/overview/2026/")
        assert client.post("/overview/2026/").url == there.url
        job = Job.objects.get(kind="render_year")
        assert client.get(there.url).status_code == 200
        job.refresh_from_db()
        assert job.state == Job.State.DONE, job.error
        handed_out = client.get(f"{there.url}file/")
        assert handed_out.content.startswith(b"%PDF")
        assert "invanardialog-2026.pdf" in handed_out["Content-Disposition"]
        assert client.get(there.url.replace("2026", "2025")).status_code == 404


def test_the_number_of_queries_is_the_same_whatever_happened(house, park, django_assert_max_num_queries):
    for number in range(12):
        case = with_what_it_is_found_by(
            dialogue(house, f"Dialog {number}", day=BEGUN), group="Barn", level="dialogue", next_time="Mer kaffe."
        )
        reach(case, house["responsible"], aimed=10, came=5)
        conclude(case, "1", "taken_up", TODAY)
        close(case, CLOSED)
    client = browser(house)
    client.get("/overview/2026/")
    with django_assert_max_num_queries(32):
        client.get("/overview/2026/")

"""The pictures of the overview: four figures, bars, the course of what goes on, shares in words. All lead to their cases."""

import datetime as dt
import re
from html import unescape

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils.timezone import make_aware
from django.utils.translation import override

from dialog.cases.listing import Listing
from dialog.models import Case, Decision, GateConfirmation, Wait
from execution.models import Activity
from followup.overview import Overview
from followup.overview.course import MOST, Course
from planning.models import TargetGroup
from tests.followup.closed import close, dialogue, give_feedback, reach, with_what_it_is_found_by
from tests.story import NOW, House

pytestmark = pytest.mark.every_database

BEGUN = make_aware(dt.datetime(2026, 3, 2, 9))  # noqa: DTZ001 - made aware in the municipality's own zone


@pytest.fixture(autouse=True)
def in_swedish(in_english: None):
    """The page's words, as they are read."""
    with override("sv"):
        yield


def overview(house: House, who: str = "support") -> Overview:
    return Overview(house[who], NOW)


def waiting(house: House, title: str, days: int, **facts: object) -> Case:
    kind = {"waits_for": "elected_of_body", "waits_kind": "decision", "waits_step": "influence_level"}
    return dialogue(house, title, day=BEGUN, waits_since=NOW - dt.timedelta(days=days), **{**kind, **facts})


class TestFigures:
    def test_they_count_what_goes_on_and_what_has_waited_long(self, house):
        waiting(house, "Länge", 40)
        waiting(house, "Kort", 12)
        close(waiting(house, "Avslutat", 36), NOW)
        waiting(house, "Vilar", 90, paused_until=NOW.date() + dt.timedelta(days=9))
        found = overview(house)
        assert (found.counted.running, found.late_count) == (3, 2)
        assert found.most_are_in == ("tre i Planera", "/cases/?phase=planning")
        assert [(late.case.name, late.days) for late in found.late] == [("Länge", 40), ("Avslutat", 36)]

    def test_each_leads_to_just_those_cases(self, house):
        waiting(house, "Länge", 40)
        close(waiting(house, "Avslutat", 36), NOW)
        dialogue(house, "Informeras", day=BEGUN, phase="information")
        found = overview(house)

        def listed(address: str) -> set[str]:
            listing = Listing(house["support"], QueryDict(address.partition("?")[2]), NOW)
            return set(listing.cases().values_list("title", flat=True))

        assert listed(found.addresses["running"]) == {"Länge", "Informeras"}
        assert listed(found.addresses["late"]) == {"Länge", "Avslutat"}
        (bar,) = found.bars
        assert [listed(segment.address) for segment in bar.segments] == [{"Länge"}, {"Avslutat", "Informeras"}]
        assert listed(bar.address) == {"Länge", "Avslutat", "Informeras"}

    @pytest.mark.parametrize(("days", "words"), [(274, "9 mån"), (61, "2 mån"), (40, "40 dagar"), (1, "1 dag")])
    def test_the_time_to_an_answer_is_told_in_months(self, house, days, words):
        give_feedback(dialogue(house, day=BEGUN), BEGUN.date() + dt.timedelta(days=days))
        assert overview(house).to_answer.in_months == words

    @pytest.mark.parametrize(
        ("many", "said"),
        [
            (1, "från idé till återkoppling i en dialog"),
            (3, "från idé till återkoppling, median av tre dialoger"),
            (4, "hälften går fortare"),
        ],
    )
    def test_of_few_dialogues_it_is_said_how_few_they_are(self, house, many, said):
        for number in range(many):
            give_feedback(dialogue(house, f"Dialog {number}", day=BEGUN), BEGUN.date() + dt.timedelta(days=90 + number))
        client = Client()
        client.force_login(house["support"])
        assert said in client.get("/overview/").text

    def test_a_case_that_one_may_not_read_is_neither_counted_nor_named(self, house):
        waiting(house, "Länge", 40, visibility=Case.Visibility.MEMBERS_ONLY)
        found = overview(house, "stranger")
        assert (found.counted.number, found.late_count, found.late, found.course.lines) == (0, 0, [], [])
        client = Client()
        client.force_login(house["stranger"])
        assert "Länge" not in client.get("/overview/").text

    def test_what_is_counted_is_counted_again_when_something_has_happened(self, house, story):
        before = overview(house).counted.number
        Case.objects.filter(pk=story.case.pk).update(visibility=Case.Visibility.OPEN)
        dialogue(house, "Till", day=BEGUN)
        assert overview(house).counted.number == before
        story.case.events.create(act="change_fact", by=house["responsible"], at=NOW)
        assert overview(house).counted.number == before + 1


class TestCourse:
    def course(self, house: House) -> Course:
        return Course(Case.objects.all(), house["support"], NOW)

    def test_those_that_have_waited_longest_come_first_and_those_that_rest_last(self, house):
        waiting(house, "Kort", 3)
        waiting(house, "Vilar", 200, paused_until=NOW.date() + dt.timedelta(days=9))
        dialogue(house, "Väntar inte", day=BEGUN)
        waiting(house, "Länge", 400)
        close(waiting(house, "Avslutat", 500), NOW)
        assert [line.case.title for line in self.course(house).lines] == ["Länge", "Kort", "Väntar inte", "Vilar"]

    def test_amber_is_what_the_figure_above_counts_as_a_long_wait_and_never_what_rests(self, house):
        waiting(house, "Länge", 30)
        waiting(house, "Kort", 29)
        waiting(house, "Vilar", 200, paused_until=NOW.date() + dt.timedelta(days=9))
        found = overview(house)
        long, short, rests = found.course.lines
        assert (long.head, long.wait is not None) == ("väntat 30 dagar", True)
        assert (short.head, short.wait) == ("väntat 29 dagar", None)
        assert (rests.head, rests.more, rests.wait) == ("pausat", "till 12 november", None)
        assert found.late_count == sum(line.wait is not None for line in found.course.lines)

    def test_whom_a_case_waits_for_is_named(self, house):
        for title, days in (("Länge", 21), ("I dag", 0)):
            case, since = waiting(house, title, days), NOW - dt.timedelta(days=days)
            wait = {"kind": "decision", "step": "influence_level", "since": since}
            Wait.objects.create(case=case, audience="person", person=house["responsible"], **wait)
        name = house["responsible"].name
        heads = [line.head for line in self.course(house).lines]
        assert heads == [f"väntat 21 dagar på {name}", f"väntar på {name} sedan i dag"]

    def test_where_nobody_is_waited_for_it_says_what_comes_next(self, house):
        meeting = dialogue(house, "Möte", day=BEGUN, decision_planned=dt.date(2026, 12, 9))
        day = dt.date(2026, 11, 28)
        Activity.objects.create(case=meeting, key="0000aa01", title="Öppet hus", first_day=day)
        dialogue(house, "Beslut", day=BEGUN, decision_planned=dt.date(2026, 12, 9))
        dialogue(house, "Ingen dag", day=BEGUN)
        said = {line.case.title: (line.head, line.more) for line in self.course(house).lines}
        assert said == {
            "Möte": ("Öppet hus", "28 november"),
            "Beslut": ("beslut", "9 december"),
            "Ingen dag": ("Planera", "ingen dag är satt"),
        }

    def test_a_phase_ends_at_its_gate_and_follow_up_begins_when_the_last_activity_was_held(self, house):
        case = dialogue(house, day=BEGUN, phase="followup", decision_planned=dt.date(2027, 1, 9))
        gate = {"version": 1, "copy": {}, "exceptions": [], "by": house["elected"]}
        GateConfirmation.objects.create(case=case, phase="planning", at=BEGUN + dt.timedelta(days=30), **gate)
        held = {"status": Activity.Status.HELD, "status_at": NOW}
        Activity.objects.create(case=case, key="0000aa01", first_day=dt.date(2026, 9, 1), **held)
        (line,) = self.course(house).lines
        assert [(span.phase, f"{span.start}", span.lies_ahead) for span in line.spans] == [
            ("planning", "2026-03-02", False),
            ("execution", "2026-04-01", False),
            ("followup", "2026-09-01", False),
            ("followup", "2026-11-03", True),
        ]

    def test_a_decision_is_a_ring_on_its_day_and_the_picture_is_told_in_words(self, house):
        case = dialogue(house, day=BEGUN)
        made = {
            "step": "influenceable",
            "version": 1,
            "answer": {},
            "body": house.body,
            "body_name": "Tekniska nämnden",
        }
        day = dt.date(2026, 6, 2)
        Decision.objects.create(case=case, date=day, recorded_by=house["elected"], recorded_at=NOW, **made)
        (line,) = self.course(house).lines
        assert len(line.dots) == 1
        assert line.alternative == "Planera 2 mars – 3 november 2026; beslut i nämnden: 2 juni 2026."

    def test_however_many_there_are_some_are_shown_and_all_lie_within_the_picture(self, house):
        for number in range(MOST + 3):
            waiting(house, f"Dialog {number}", number + 1)
        dialogue(house, "Gammal", day=BEGUN.replace(year=2012), decision_planned=dt.date(2040, 1, 1))
        Case.objects.filter(title="Gammal").update(waits_since=BEGUN.replace(year=2012))
        course = self.course(house)
        assert len(course.lines) == MOST
        for line in course.lines:
            for band in [*line.bands, *([line.wait] if line.wait else [])]:
                x, width = float(band.x[:-1]), float(band.width[:-1])
                assert 0 <= x <= x + width <= 100.5


class TestReach:
    def test_shares_stand_in_words_never_over_all(self, house):
        case = with_what_it_is_found_by(dialogue(house, day=BEGUN), group="Unga")
        TargetGroup.objects.update(affected="high", engagement="low")
        reach(case, house["responsible"], aimed=10, came=89)
        found = overview(house)
        (bullet,) = found.bullets
        assert bullet.share == "fler än ni ville nå"
        assert found.reached_in_words == "Prioritet 1 nås."
        client = Client()
        client.force_login(house["support"])
        assert "procent" not in client.get("/overview/").text
        assert "procent" not in client.get("/overview/groups/").text

    def test_a_few_are_told_beside_the_picture_in_which_nobody_could_see_them(self, house):
        for number, (name, affected, aimed, came) in enumerate(
            [("Unga", "high", 900, 90), ("Föreningar", "low", 1, 2)]
        ):
            case = dialogue(house, f"Dialog {number}", day=BEGUN)
            TargetGroup.objects.create(case=case, key="0000c001", name=name, affected=affected, engagement="low")
            reach(case, house["responsible"], aimed=aimed, came=came)
        found = overview(house)
        assert [bullet.name for bullet in found.bullets] == ["Prioritet 1"]
        assert found.reached_in_words == "Prioritet 1 nås inte."
        ((said, address),) = found.reached_besides
        assert said.partition(": ")[2] == "två deltagare" and address.startswith("/overview/groups/?priority=")


def test_every_link_of_the_pictures_can_be_followed(house):
    case = with_what_it_is_found_by(waiting(house, "Länge", 40), level="dialogue", group="Unga")
    reach(case, house["responsible"], aimed=40, came=31)
    client = Client()
    client.force_login(house["support"])
    links = {
        unescape(link) for link in re.findall(r'href="(/(?:cases|overview)/[^"]*)"', client.get("/overview/").text)
    }
    assert {"/cases/?phase=running", "/cases/?waits=long", "/overview/groups/"} <= links
    assert all(client.get(link).status_code == 200 for link in links)


def test_with_nothing_to_count_it_says_so(house):
    client = Client()
    client.force_login(house["support"])
    assert "Det finns inget att räkna än" in client.get("/overview/").text

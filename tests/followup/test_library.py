"""Lärdomar: what closed dialogues taught is found by method, target group, theme, level and year."""

import datetime as dt

import pytest
from django.test import Client
from django.utils.timezone import make_aware

from dialog.acts.members import grant
from dialog.models import Case, GateException, Membership
from tests.followup.closed import close, dialogue, with_what_it_is_found_by
from tests.story import GROUPS, House, Story

pytestmark = pytest.mark.every_database

BEGUN = make_aware(dt.datetime(2025, 1, 10, 9))  # noqa: DTZ001 - made aware in the municipality's own zone
CLOSED = make_aware(dt.datetime(2026, 5, 12, 13))  # noqa: DTZ001


@pytest.fixture
def park(house: House) -> Case:
    """A dialogue about a park: an open house with young people, about light, at the level Dialog, closed in 2026."""
    case = close(
        dialogue(house, "Hur blir parken?", day=BEGUN), CLOSED, worked_well="Mörkervandringen gjorde det konkret."
    )
    found_by = {"method": "oppet-hus", "group": "Ungdomar 13–19 år", "theme": "Belysning", "level": "dialogue"}
    return with_what_it_is_found_by(case, next_time="Ät tillsammans först.", **found_by)


@pytest.fixture
def library(house: House) -> Case:
    """A dialogue about a library: a walk with older people, about quiet, at the level Konsultation, closed in 2025."""
    case = close(dialogue(house, "Vad blir biblioteket?", day=BEGUN), CLOSED.replace(year=2025))
    found_by = {"method": "gatur", "group": "Äldre över 65 år", "theme": "Ljudnivå", "level": "consultation"}
    return with_what_it_is_found_by(case, **found_by)


def browser(house: House, who: str = "stranger") -> Client:
    client = Client()
    client.force_login(house[who])
    return client


def found(house: House, address: str = "", who: str = "stranger") -> list[str]:
    """The titles of the cases whose lessons a page shows, in its order."""
    page = browser(house, who).get(f"/lessons/{address}")
    return [lesson.case.title for lesson in page.context["lessons"]]


class TestWhatIsThere:
    def test_the_latest_closed_comes_first(self, house, park, library):
        assert found(house) == ["Hur blir parken?", "Vad blir biblioteket?"]

    def test_what_was_learned_stands_there(self, house, park):
        page = browser(house).get("/lessons/").text
        for said in (
            "Mörkervandringen gjorde det konkret.",
            "Tiden.",
            "Ät tillsammans först.",
            "Belysning",
            "Öppet hus",
        ):
            assert said in page

    def test_an_exception_at_a_gate_is_told_with_its_reason(self, house, park):
        GateException.objects.create(
            case=park,
            phase="planning",
            step="responsibility",
            reason="Delades ut muntligt.",
            by=house["elected"],
            at=BEGUN,
        )
        assert "Delades ut muntligt." in browser(house).get("/lessons/").text

    def test_an_open_case_has_taught_nothing_yet_nor_has_one_that_was_opened_again(self, house, park):
        Case.objects.update(closed_at=None, outcome="")
        assert found(house) == []

    def test_without_any_lesson_it_says_what_will_stand_here(self, house):
        page = browser(house).get("/lessons/")
        assert page.status_code == 200 and page.context["lessons"] == []

    def test_only_of_cases_that_one_may_read(self, house, park, library):
        Case.objects.filter(pk=park.pk).update(visibility=Case.Visibility.MEMBERS_ONLY)
        assert found(house) == ["Vad blir biblioteket?"]
        assert found(house, who="support") == ["Hur blir parken?", "Vad blir biblioteket?"]

    def test_a_row_that_was_dropped_finds_nothing(self, house, park):
        park.targetgroup_rows.update(dropped_because="Slogs ihop.")
        assert found(house, "?group=ungdom") == []


class TestFinding:
    @pytest.mark.parametrize(
        "asked",
        [
            "method=oppet-hus",
            "group=ungdomarna",
            "theme=belysningen",
            "level=dialogue",
            "year=2026",
            "q=mörkervandring",
            "q=parken",
            "q=ät",
            "method=oppet-hus&group=unga+13–19&year=2026",
        ],
    )
    def test_by_method_group_theme_level_year_and_words(self, house, park, library, asked):
        assert found(house, f"?{asked}") == ["Hur blir parken?"]

    @pytest.mark.parametrize("group", ["äldre", "ÄLDRE", "Äldre 65"])
    def test_a_group_whose_name_begins_with_ä(self, house, park, library, group):
        assert found(house, f"?group={group}") == ["Vad blir biblioteket?"]

    def test_a_part_with_another_level_is_found_too(self, house, park):
        park.levelpart_rows.create(key="0000ab01", part="Ljuset", level="co_decision")
        assert found(house, "?level=co_decision") == ["Hur blir parken?"]

    @pytest.mark.parametrize("asked", ["method=nonsense", "level=%00", "year=20x6", "page=-1", "q=%00", "year=1066"])
    def test_what_the_address_says_wrongly_is_left_out(self, house, park, asked):
        assert found(house, f"?{asked}") == ["Hur blir parken?"]

    def test_a_chip_for_each_choice_and_one_that_takes_it_away(self, house, park):
        page = browser(house).get("/lessons/?q=parken&level=dialogue")
        assert [name for name, _words in page.context["library"].chips] == ["q", "level"]
        assert '<a class="chip" href="?level=dialogue">' in page.text

    def test_nothing_fits(self, house, park):
        page = browser(house).get("/lessons/?q=skridskor")
        assert page.context["lessons"] == [] and 'href="/lessons/"' in page.text

    def test_pages_of_ten(self, house):
        for number in range(12):
            close(dialogue(house, f"Dialog {number}", day=BEGUN), CLOSED + dt.timedelta(days=number))
        assert len(found(house)) == 10
        assert found(house, "?page=2") == ["Dialog 1", "Dialog 0"]

    def test_the_number_of_queries_does_not_grow(self, house, park, django_assert_max_num_queries):
        for number in range(9):
            case = close(dialogue(house, f"Dialog {number}", day=BEGUN), CLOSED)
            with_what_it_is_found_by(
                case, method="gatur", group="Barn", theme="Lek", level="dialogue", next_time="Mer tid."
            )
        client = browser(house)
        with django_assert_max_num_queries(27):
            assert len(client.get("/lessons/?group=barn").context["lessons"]) == 9


class TestBesideANewCase:
    def page(self, story: Story, step: str) -> str:
        return story.client("responsible").get(story.url("step", step)).text

    def test_those_with_such_a_group_stand_beside_the_target_groups(self, story, house, park, library):
        story.go_to("target_groups")
        story.act(
            "save_draft",
            "target_groups",
            data=GROUPS | {"target_group": [{"row": ["0000c009"], "name": ["Ungdomar på Kompassen"]}]},
        )
        page = self.page(story, "target_groups")
        assert "Hur blir parken?" in page and "Vad blir biblioteket?" not in page

    def test_where_none_fits_the_latest_are_shown(self, story, park, library):
        page = self.page(story, "target_groups")
        assert page.index("Hur blir parken?") < page.index("Vad blir biblioteket?")

    def test_those_with_such_a_method_stand_beside_the_methods(self, story, park, library):
        with_what_it_is_found_by(story.case, method="gatur")
        beside = self.page(story, "methods").partition('aria-labelledby="lessons"')[2].partition("</section>")[0]
        assert "Vad blir biblioteket?" in beside and "Hur blir parken?" not in beside

    def test_none_that_one_may_not_read(self, story, house, park):
        Case.objects.filter(pk=park.pk).update(visibility=Case.Visibility.MEMBERS_ONLY)
        assert "Hur blir parken?" not in self.page(story, "target_groups")

    def test_a_member_of_that_case_reads_it(self, story, house, park):
        Case.objects.filter(pk=park.pk).update(visibility=Case.Visibility.MEMBERS_ONLY)
        Membership.objects.create(case=park, person=house["responsible"], role="reader", start=BEGUN.date())
        grant(park, story.today)
        assert "Hur blir parken?" in self.page(story, "target_groups")

"""A measure that was promised for a day: past it somebody has to tell what became of it, in a closed case too."""

import datetime as dt

import pytest

from dialog.acts.core import Refused
from dialog.acts.course import add_to_closed
from dialog.cases.inbox import waits_for
from dialog.models import Addition, Case
from tests.followup.tale import CONCLUSION, LIGHT


@pytest.fixture
def promised(follow):
    """A conclusion that promises something for a day in two weeks."""
    follow.name_themes()
    follow.add("Det är mörkt.")
    follow.code(1, themes=[LIGHT])
    day = follow.story.today + dt.timedelta(days=14)
    follow.conclude(due=[day.isoformat()])
    return follow


def inbox(follow, who="responsible"):
    return [wait.kind for wait in waits_for(follow.story.house[who], follow.story.now)]


def tell(follow, text="Lamporna lyser.", by="responsible", **facts):
    return follow.attempt("tell_of_measure", "analysis", CONCLUSION, by=by, text=text, **facts)


class TestPastItsDay:
    def test_on_its_day_nobody_is_asked(self, promised):
        promised.story.later(days=14)
        assert "measure_past" not in inbox(promised)

    def test_the_day_after_the_responsible_official_is(self, promised):
        promised.story.later(days=15)
        assert "measure_past" in inbox(promised) and "measure_past" not in inbox(promised, "civil_servant")

    def test_the_inbox_says_which_conclusion_it_is_about(self, promised):
        promised.story.later(days=40)
        page = promised.story.client("responsible").get("/")
        shown = [task.item for task in page.context["desk"].tasks]
        assert [item.heading for item in shown if item.wait.kind == "measure_past"] == ["Ljuset först"]

    def test_two_measures_in_the_same_words_are_told_apart_everywhere(self, promised):
        day = promised.story.today + dt.timedelta(days=14)
        promised.conclude("0000b0b9", short=["Sedan bänkarna"], conclusion=["Fler vill sitta."], due=[day.isoformat()])
        promised.story.later(days=40)
        for url in ("/", promised.story.url("case")):
            page = promised.story.client("responsible").get(url).text
            assert "Ljuset först" in page and "Sedan bänkarna" in page

    @pytest.mark.parametrize("becomes", ["not", "undecided"])
    def test_where_nothing_is_promised_nobody_is(self, promised, becomes):
        day = promised.story.today + dt.timedelta(days=1)
        promised.conclude(becomes=[becomes], due=[day.isoformat()])
        promised.story.later(days=40)
        assert "measure_past" not in inbox(promised)

    def test_nor_for_a_conclusion_that_is_dropped(self, promised):
        promised.conclude(dropped_because=["Fel."])
        promised.story.later(days=40)
        assert "measure_past" not in inbox(promised)

    def test_what_is_told_is_kept_with_name_and_day_and_asks_on_until_it_is_settled(self, promised):
        promised.story.later(days=15)
        tell(promised, "Fem av sju lyser.")
        assert "measure_past" in inbox(promised)
        tell(promised, settled=True)
        assert "measure_past" not in inbox(promised)
        told = Addition.objects.filter(case=promised.story.pk)
        assert [(one.text, one.rows, one.settled) for one in told] == [
            ("Fem av sju lyser.", [CONCLUSION], False),
            ("Lamporna lyser.", [CONCLUSION], True),
        ]

    def test_the_same_words_twice_are_told_once(self, promised):
        tell(promised)
        tell(promised)
        assert Addition.objects.count() == 1

    def test_but_by_two_people_they_are_told_by_both(self, promised):
        tell(promised)
        tell(promised, by="civil_servant")
        told = Addition.objects.filter(case=promised.story.pk).order_by("pk").values_list("by__username", flat=True)
        assert list(told) == ["responsible", "civil_servant"]

    def test_nothing_is_not_told(self, promised):
        assert tell(promised, " ").missing

    def test_it_shows_where_the_conclusion_is_traced(self, promised):
        tell(promised, "Fem av sju lyser.")
        page = promised.story.client("stranger").get(promised.story.url("step", "analysis")).content.decode()
        assert "Fem av sju lyser." in page

    @pytest.mark.parametrize("who", ["elected", "reader", "stranger"])
    def test_a_civil_servant_tells_it(self, promised, who):
        with pytest.raises(Refused):
            tell(promised, by=who)


class TestInAClosedCase:
    @pytest.fixture
    def closed(self, promised):
        Case.objects.filter(pk=promised.story.pk).update(closed_at=promised.story.now, outcome="completed")
        return promised

    def test_it_is_asked_for_and_told_there_too(self, closed):
        closed.story.later(days=15)
        tell(closed, "Fem av sju lyser.")
        assert "measure_past" in inbox(closed)
        tell(closed, settled=True)
        assert "measure_past" not in inbox(closed)

    def test_an_addition_may_be_about_several_conclusions_and_settle_them(self, closed):
        story = closed.story
        by = story.house["responsible"]
        story.later(days=15)
        add = {"kind": "promised_measure", "text": "Allt är klart.", "settled": True, "at": story.now}
        add_to_closed(story.pk, by=by, rows=[CONCLUSION, "ffffffff"], **add)
        assert Addition.objects.get().rows == [CONCLUSION]
        assert "measure_past" not in inbox(closed)

    def test_nothing_else_is_written_there(self, closed):
        with pytest.raises(Refused):
            closed.attempt("keep", "analysis", CONCLUSION, data={"conclusion": ["Något annat."]})

    def test_the_page_offers_to_tell_it(self, closed):
        page = closed.story.client("responsible").get(closed.story.url("row", "analysis", CONCLUSION)).content.decode()
        assert 'value="tell_of_measure"' in page
        answer = closed.story.client("responsible").post(
            closed.story.url("row", "analysis", CONCLUSION),
            {"act": "tell_of_measure", "measure": "Lamporna lyser.", "settled": "on"},
        )
        assert answer.status_code == 302 and Addition.objects.get().settled

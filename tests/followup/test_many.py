"""Many contributions are coded in one act, and one's own acts are undone one by one: never over anybody else's work."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialog.acts.core import Refused, run
from dialog.models import Event
from followup.coding import UNDOABLE, Order, codings
from followup.models import CodingAct, Contribution, ContributionChange
from tests.followup.tale import LIGHT, REST

pytestmark = pytest.mark.every_database


@pytest.fixture
def voices(follow):
    follow.name_themes()
    follow.add("Det är mörkt.", "Fler bänkar.", "Det är så mörkt.", "Jag heter Bo.")
    return follow


def many(follow, *numbers, by="responsible", found=None, **order):
    person = follow.story.house[by]
    return run(
        "code_many",
        follow.story.pk,
        "compilation",
        by=person,
        at=follow.story.now,
        numbers=numbers,
        found=found,
        order=Order(**order),
    )


def undo(follow, coding=0, by="responsible"):
    person = follow.story.house[by]
    return run("undo_coding", follow.story.pk, "compilation", by=person, at=follow.story.now, coding=coding)


def standing(follow):
    return {
        one.number: dict(one.coded.values_list("theme__key", "stance"))
        for one in Contribution.objects.filter(case=follow.story.pk)
    }


class TestTogether:
    def test_a_theme_is_given_to_those_that_are_ticked(self, voices):
        attempt = many(voices, 1, 3, give={LIGHT: "for"})
        assert standing(voices) == {1: {LIGHT: "for"}, 2: {}, 3: {LIGHT: "for"}, 4: {}}
        assert attempt.facts["count"] == 2

    def test_or_to_everything_that_an_address_finds_asked_again_here(self, voices):
        many(voices, found="q=mörkt&page=9", give={LIGHT: "against"})
        assert standing(voices) == {1: {LIGHT: "against"}, 2: {}, 3: {LIGHT: "against"}, 4: {}}

    def test_that_they_are_not_found_any_more_afterwards_is_no_matter(self, voices):
        many(voices, found="theme=none", give={LIGHT: ""}, kind="need")
        assert all(stood == {LIGHT: ""} for stood in standing(voices).values())
        assert {one.kind for one in voices.contributions()} == {"need"}

    def test_themes_are_added_and_none_is_taken_away_unasked(self, voices):
        voices.code(1, themes=[REST], stance="against")
        many(voices, 1, 2, give={LIGHT: "for"})
        assert standing(voices)[1] == {REST: "against", LIGHT: "for"}
        many(voices, 1, 2, take=[REST])
        assert standing(voices)[1] == {LIGHT: "for"} == standing(voices)[2]

    def test_a_stance_that_is_not_said_stays(self, voices):
        voices.code(1, themes=[LIGHT], stance="against")
        many(voices, 1, 2, give={LIGHT: ""})
        assert standing(voices)[1] == {LIGHT: "against"}

    def test_what_no_theme_fitted_fits_one_when_it_is_given_one(self, voices):
        voices.code(4, fits_no_theme=True)
        many(voices, 4, give={LIGHT: ""})
        assert not voices.one(4).fits_no_theme

    def test_no_theme_fits_is_not_said_of_what_has_one(self, voices):
        voices.code(1, themes=[LIGHT])
        assert many(voices, 1, 4, fits_no_theme=True).facts["count"] == 1
        assert (voices.one(1).fits_no_theme, voices.one(4).fits_no_theme) == (False, True)

    def test_what_has_no_direction_is_stood_to_in_no_way(self, voices):
        theme = voices.theme()
        theme.has_no_direction = True
        theme.save()
        many(voices, 1, give={LIGHT: "for"})
        assert standing(voices)[1] == {LIGHT: ""}

    @pytest.mark.parametrize(
        "order",
        [{}, {"give": {"ffffffff": ""}}, {"give": {LIGHT: "perhaps"}}, {"kind": "colour"}, {"duplicate_of": 999}],
    )
    def test_what_is_no_order_changes_nothing(self, voices, order):
        attempt = many(voices, 1, **order)
        assert attempt.missing and not attempt.happened

    def test_of_none_nothing_becomes(self, voices):
        assert many(voices, 99, give={LIGHT: ""}).missing
        assert not CodingAct.objects.exists()

    def test_it_is_one_event_and_each_remembers_how_it_stood(self, voices):
        many(voices, 1, 2, give={LIGHT: "for"})
        many(voices, 1, 3, give={REST: "for"})
        assert Event.objects.filter(case=voices.story.pk, act="code_many").count() == 2
        last = ContributionChange.objects.filter(contribution=voices.one(1)).last()
        assert last.before["stances"] == {LIGHT: "for"}


class TestUndo:
    def test_the_last_act_is_undone_as_one(self, voices):
        voices.code(1, themes=[REST], category="need")
        many(voices, 1, 2, 4, give={LIGHT: "for"}, kind="suggestion")
        undo(voices)
        assert standing(voices) == {1: {REST: ""}, 2: {}, 3: {}, 4: {}}
        assert [one.kind for one in voices.contributions()] == ["need", *["undetermined"] * 3]

    def test_one_after_the_other(self, voices):
        voices.code(1, themes=[REST])
        voices.code(1, themes=[REST, LIGHT], stance="for")
        voices.code(4, fits_no_theme=True)
        for _time in range(3):
            undo(voices)
        assert standing(voices)[1] == {} and not voices.one(4).fits_no_theme
        with pytest.raises(Refused):
            undo(voices)

    def test_a_named_one_that_is_undone_already_is_no_matter(self, voices):
        voices.code(1, themes=[REST])
        coding = CodingAct.objects.get().pk
        undo(voices, coding)
        assert not undo(voices, coding).happened

    def test_not_what_somebody_has_coded_since(self, voices):
        voices.code(1, themes=[REST])
        voices.code(1, themes=[REST, LIGHT], by="civil_servant")
        with pytest.raises(Refused, match="1"):
            undo(voices)
        undo(voices, by="civil_servant")
        undo(voices)
        assert standing(voices)[1] == {}

    def test_nor_what_another_has_done(self, voices):
        voices.code(1, themes=[REST])
        with pytest.raises(Refused):
            undo(voices, CodingAct.objects.get().pk, by="civil_servant")

    def test_only_the_last_twenty(self, voices):
        voices.code(1, themes=[REST])
        first = CodingAct.objects.get().pk
        for number in range(UNDOABLE):
            many(voices, 2, give={LIGHT: ("for", "against")[number % 2]})
        with pytest.raises(Refused):
            undo(voices, first)

    def test_what_repeats_another_does_not_any_more(self, voices):
        voices.code(1, themes=[LIGHT], stance="for")
        voices.code(3, duplicate_of="1")
        undo(voices)
        assert voices.one(3).duplicate_of is None and standing(voices)[3] == {}


def test_ten_thousand_cost_as_many_queries_as_ten(voices):
    def cost(**order):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            many(voices, found="", **order)
            undo(voices)
            many(voices, found="", **order)
        return len(asked)

    voices.code(1, themes=[REST], category="need")
    few = cost(give={LIGHT: "for"}, kind="suggestion")
    voices.add(*(f"Röst {number}" for number in range(700)))
    assert cost(give={LIGHT: "against"}, kind="answer") <= few + 20, "the rows themselves, in portions on SQLite"
    assert len({tuple(coding.stances.items()) for coding in codings(Contribution.objects.all()).values()}) == 2

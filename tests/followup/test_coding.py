"""To code a contribution: its category, its themes, its stance, what it repeats; many in a day are told once."""

import pytest

from dialog.models import Event
from followup import tally
from followup.acts.contributions import ChangedMeanwhile
from followup.models import ContributionChange
from followup.tally import by_theme, progress
from tests.followup.tale import LIGHT, REST, THEMES
from tests.story import Story


@pytest.fixture
def voices(follow):
    follow.name_themes()
    follow.add("Det är mörkt.", "Fler bänkar.", "Det är så mörkt.", "Jag heter Bo.")
    return follow


def changes(follow, number=1):
    return list(ContributionChange.objects.filter(contribution=follow.one(number)))


class TestThemes:
    def test_a_theme_can_be_chosen_as_soon_as_it_has_a_name(self, follow):
        follow.name_themes(LIGHT)
        theme = follow.theme()
        assert (theme.name, theme.stands_for) == ("Ljus", "Mer ljus längs vattnet")

    def test_no_two_themes_of_a_case_are_called_the_same(self, follow):
        follow.name_themes(LIGHT)
        attempt = follow.attempt("keep", "compilation", REST, kind="theme", data={"name": ["ljus"]})
        assert attempt.missing

    def test_the_first_theme_stays_the_main_one(self, voices):
        voices.code(themes=[REST])
        voices.code(themes=[LIGHT, REST])
        assert voices.themes_of() == ["Vila", "Ljus"]

    def test_a_theme_that_is_not_there_is_left_out(self, voices):
        voices.code(themes=["ffffffff", LIGHT])
        assert voices.themes_of() == ["Ljus"]

    def test_read_no_theme_fits_is_an_answer_too(self, voices):
        voices.code(4, fits_no_theme=True)
        assert voices.one(4).fits_no_theme and progress(voices.story.pk).read == 1

    def test_but_not_beside_a_theme(self, voices):
        assert voices.code(themes=[LIGHT], fits_no_theme=True).missing
        assert voices.themes_of() == []

    def test_a_dropped_theme_leaves_the_counts_and_its_contributions_are_to_be_read_again(self, voices):
        voices.code(themes=[LIGHT])
        voices.act("keep", "compilation", LIGHT, data={**THEMES[LIGHT], "dropped_because": ["Delades i två."]})
        assert list(by_theme(voices.story.access())) == [REST]
        assert (progress(voices.story.pk).read, voices.themes_of()) == (0, ["Ljus"])
        assert not tally.voices(voices.story.access())[1].is_read, "no conclusion rests on it for that theme"


class TestCategoryAndStance:
    @pytest.mark.parametrize("category", ["suggestion", "answer", "need", "undetermined"])
    def test_the_handbooks_three_and_not_determined(self, voices, category):
        voices.code(themes=[LIGHT], category=category)
        assert voices.one().kind == category

    @pytest.mark.parametrize("stance", ["for", "against", "neither"])
    def test_for_against_or_neither(self, voices, stance):
        voices.code(themes=[LIGHT], stance=stance)
        assert voices.stances_of() == [stance]

    @pytest.mark.parametrize("coding", [{"category": "colour"}, {"stance": "perhaps"}])
    def test_nothing_else(self, voices, coding):
        assert voices.code(**coding).missing


class TestDuplicates:
    def test_a_duplicate_stays_and_counts_say_so(self, voices):
        voices.code(1, themes=[LIGHT])
        voices.code(3, themes=[LIGHT], duplicate_of="1")
        count = by_theme(voices.story.access())[LIGHT]
        assert (count.all, count.duplicates) == (2, 1)
        assert progress(voices.story.pk).duplicates == 1

    def test_without_themes_of_its_own_it_takes_those_of_its_original(self, voices):
        voices.code(1, themes=[LIGHT, REST], stance="for")
        voices.code(3, duplicate_of="1")
        assert (voices.themes_of(3), voices.stances_of(3)) == (["Ljus", "Vila"], ["for", ""])

    def test_with_themes_of_its_own_it_keeps_them(self, voices):
        voices.code(1, themes=[LIGHT], stance="for")
        voices.code(3, themes=[REST], duplicate_of="1")
        assert (voices.themes_of(3), voices.stances_of(3)) == (["Vila"], [""])

    def test_whoever_takes_its_themes_away_or_found_that_none_fits_is_given_none_back(self, voices):
        voices.code(1, themes=[LIGHT])
        voices.code(3, themes=[REST])
        voices.code(3, duplicate_of="1")
        voices.code(4, fits_no_theme=True, duplicate_of="1")
        assert (voices.themes_of(3), voices.themes_of(4)) == ([], [])

    def test_the_original_may_be_named_by_its_number_elsewhere(self, voices):
        voices.add("Mörkt!", external_id="KP-018")
        voices.code(1, duplicate_of="kp-018")
        assert voices.one().duplicate_of == voices.one(5)

    @pytest.mark.parametrize("name", ["1", "99", "ord", "0", "9" * 30])
    def test_it_is_no_duplicate_of_itself_nor_of_what_is_not_there(self, voices, name):
        assert voices.code(1, duplicate_of=name).missing
        assert voices.one().duplicate_of is None

    def test_nor_of_another_duplicate(self, voices):
        voices.code(3, duplicate_of="1")
        assert voices.code(2, duplicate_of="3").missing

    def test_and_what_others_repeat_is_the_original(self, voices):
        voices.code(3, duplicate_of="1")
        assert voices.code(1, duplicate_of="2").missing

    def test_the_mark_can_be_taken_away(self, voices):
        voices.code(3, duplicate_of="1")
        voices.code(3)
        assert voices.one(3).duplicate_of is None


class TestHistory:
    def test_saving_what_stands_there_changes_nothing(self, voices):
        voices.code(themes=[LIGHT])
        attempt = voices.code(themes=[LIGHT])
        assert not attempt.happened and len(changes(voices)) == 1

    def test_each_contribution_remembers_who_changed_it_and_how_it_stood(self, voices):
        voices.code(themes=[LIGHT], stance="for")
        voices.code(themes=[REST], stance="against", by="civil_servant")
        last = changes(voices)[-1]
        assert (last.by, last.at) == (voices.story.house["civil_servant"], voices.story.now)
        assert (last.before["themes"], last.before["stances"]) == ([LIGHT], {LIGHT: "for"})

    def test_a_day_of_coding_is_one_line_in_the_cases_history_for_each_who_coded(self, voices):
        for number in (1, 2, 3, 4):
            voices.code(number, themes=[LIGHT])
            voices.code(number, themes=[REST], by="civil_servant")
        voices.story.later(days=1)
        voices.code(1, themes=[LIGHT])
        told = Event.objects.filter(case=voices.story.pk, act="code_contribution")
        assert told.count() == 3

    def test_what_another_cases_history_told_today_is_not_told_of_this_one(self, voices):
        other, story = Story(voices.story.house, voices.story.now, title="En annan dialog"), voices.story
        Event.objects.create(case=other.case, act="code_contribution", by=story.house["responsible"], at=story.now)
        voices.code(1, themes=[LIGHT])
        assert Event.objects.filter(case=story.pk, act="code_contribution").count() == 1

    def test_who_has_not_seen_the_last_change_is_told(self, voices):
        voices.code(themes=[LIGHT])
        with pytest.raises(ChangedMeanwhile):
            voices.code(themes=[REST], seen=0)
        assert voices.themes_of() == ["Ljus"]

    def test_but_may_send_what_stands_there_already(self, voices):
        voices.code(themes=[LIGHT])
        assert not voices.code(themes=[LIGHT], seen=0).happened


class TestCorrecting:
    def correct(self, follow, **facts):
        return follow.story.attempt("correct_contribution", "compilation", number=1, **facts)

    def test_what_was_taken_down_wrongly_is_mended_and_the_earlier_wording_kept(self, voices):
        self.correct(voices, text="Det är mörkt vid ån.")
        assert voices.one().text == "Det är mörkt vid ån."
        assert changes(voices)[-1].before == {"text": "Det är mörkt."}

    def test_where_it_was_said_too(self, voices):
        self.correct(voices, activity="", noted_by="Läraren", said_on=voices.story.today)
        assert (voices.one().activity, voices.one().noted_by) == ("", "Läraren")

    def test_it_keeps_some_words(self, voices):
        assert self.correct(voices, text="  ").missing

    def test_it_was_not_said_in_the_future_nor_somewhere_else(self, voices):
        tomorrow = voices.story.today.replace(year=voices.story.today.year + 1)
        assert self.correct(voices, said_on=tomorrow).missing
        assert self.correct(voices, activity="ffffffff").missing

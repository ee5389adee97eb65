"""Sammanställ underlaget: done when every held activity has contributions, or none came in."""

import pytest

from dialog.acts.core import Refused
from tests.execution.tale import swedish
from tests.followup.tale import ACTIVITY, LIGHT


def done(follow, **data):
    return follow.story.attempt("mark_done", "compilation", data=data)


class TestDone:
    def test_a_held_activity_without_contributions_stands_in_the_way(self, follow):
        assert done(follow).missing and not follow.story.access().is_done("compilation")

    def test_every_held_activity_has_contributions(self, follow):
        follow.add("Det är mörkt.")
        assert not done(follow).missing and follow.story.access().is_done("compilation")

    def test_or_none_came_in(self, follow):
        assert not done(follow, none_came_in=[ACTIVITY]).missing

    def test_or_the_activity_itself_says_that_nothing_was_said(self, follow):
        text = {"said": ["nothing"], "said_nothing_why": ["Ingen kom."]}
        follow.plan_activity("0000e002")
        follow.story.later(days=3, hours=10)
        follow.act("mark_held", "activities", "0000e002")
        follow.add("Det är mörkt.")
        assert done(follow).missing
        day = follow.activity("0000e002").first_day.isoformat()
        whole = {"title": ["Öppet hus"], "method": ["0000d001"], "first_day": [day], "place": ["Skolan"], **text}
        follow.act("keep", "activities", "0000e002", data=whole)
        assert not done(follow).missing

    def test_a_mark_that_was_taken_away_is_set_anew(self, follow):
        follow.add("Det är mörkt.")
        done(follow)
        follow.story.act("take_back", "compilation", comment="För tidigt.")
        page = follow.story.client("responsible").get(follow.story.url("step", "compilation")).text
        assert f'value="mark_done">{swedish("Mark as done")}</button>' in page

    def test_an_activity_that_is_planned_or_cancelled_is_not_waited_for(self, follow):
        follow.plan_activity("0000e002")
        follow.add("Det är mörkt.")
        assert not done(follow).missing

    def test_contributions_come_in_and_are_coded_afterwards_too(self, follow):
        follow.add("Det är mörkt.")
        done(follow)
        follow.name_themes()
        follow.add("Mer lek.")
        follow.code(2, themes=[LIGHT])
        assert follow.themes_of(2) == ["Ljus"] and follow.story.access().is_done("compilation")

    @pytest.mark.parametrize("who", ["elected", "reader"])
    def test_it_is_the_civil_servants_to_mark(self, follow, who):
        follow.add("Det är mörkt.")
        with pytest.raises(Refused):
            follow.story.attempt("mark_done", "compilation", by=who, data={})

    def test_an_activity_that_was_held_since_then_is_said_to_miss_its_contributions(self, follow):
        follow.add("Det är mörkt.")
        done(follow)
        follow.hold("0000e002", title=["Torgstånd i regn"])
        for who, is_said in (("responsible", True), ("elected", False)):
            page = follow.story.client(who).get(follow.story.url("step", "compilation")).text
            assert (swedish("Missing since the step was marked as done:") in page) == is_said
        assert follow.story.access().is_done("compilation")


class TestPage:
    def test_purpose_and_questions_stand_above(self, follow):
        page = follow.story.client("reader").get(follow.story.url("step", "compilation")).content.decode()
        assert "Förstå hur olika grupper vill använda Norra stranden." in page

    def test_themes_stand_with_what_they_stand_for_and_how_many_of_each_are_duplicates(self, follow):
        follow.name_themes()
        follow.add("Det är mörkt.", "Mörkt!")
        follow.code(1, themes=[LIGHT])
        follow.code(2, duplicate_of="1")
        page = follow.story.client("elected").get(follow.story.url("step", "compilation"))
        [(theme, count), _other] = page.context["themes"]
        assert (theme.stands_for, count.all, count.duplicates) == ("Mer ljus längs vattnet", 2, 1)

    def test_each_activity_stands_with_what_it_gave(self, follow):
        follow.add("Det är mörkt.")
        page = follow.story.client("elected").get(follow.story.url("step", "compilation"))
        assert [(one["activity"].key, one["number"]) for one in page.context["activities"]] == [(ACTIVITY, 1)]


class TestNewMaterial:
    def notice(self, follow, step):
        page = follow.story.client("elected").get(follow.story.url("step", step))
        return page.context["new_material"], page.content.decode()

    def test_what_comes_in_later_shows_as_new_material(self, follow):
        follow.add("Det är mörkt.")
        done(follow)
        follow.story.later(days=3)
        follow.add("Till sist.", external_id="OV-019")
        for step in ("compilation", "analysis", "process_analysis", "learning", "publication"):
            found, page = self.notice(follow, step)
            assert found.number == 1 and "OV-019" in page and swedish("New material.") in page, step
            assert "1 inspel har kommit in sedan ”Sammanställ underlaget” blev klart" in page

    def test_a_step_that_was_done_since_then_knows_it(self, follow):
        follow.finish_followup()
        follow.story.later(hours=1)
        follow.add("Till sist.")
        assert self.notice(follow, "learning")[0].number == 1
        follow.story.later(hours=1)
        text = {**follow.story.text("learning"), "worked_well": ["Allt."]}
        follow.story.act("finish", "learning", data=text)
        assert self.notice(follow, "learning")[0] is None
        assert self.notice(follow, "compilation")[0].number == 1

    def test_before_the_step_was_done_nothing_is_new(self, follow):
        follow.add("Det är mörkt.")
        assert self.notice(follow, "compilation")[0] is None

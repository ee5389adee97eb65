"""The guidance beside the form of a step, in the edition that the case follows."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils.html import escape

from dialog.process.phases import process
from handbook import editions
from handbook.guidance import guidance
from tests.handbook.conftest import FIRST, SECOND, THIRD
from tests.handbook.test_first_edition import BESIDE_A_FORM


@pytest.mark.parametrize("key", BESIDE_A_FORM)
def test_every_step_and_gate_has_guidance_in_the_edition_of_the_case(handbook, key):
    found = guidance(key, THIRD)
    assert found.short.startswith("<p>")
    assert found.edition == THIRD
    assert found.url == f"/handbook/{key}/?edition=2026-03-01"


def test_guidance_is_that_of_the_cases_edition_and_not_of_a_newer_one(handbook):
    assert "utgångskort" in guidance("goals", SECOND).short
    assert "utgångskort" not in guidance("goals", FIRST).short
    assert guidance("goals", FIRST).edition == FIRST


def test_a_case_between_two_editions_follows_the_one_before(handbook):
    assert guidance("goals", SECOND - dt.timedelta(days=1)).edition == FIRST


def test_a_case_that_is_older_than_the_handbook_follows_the_first_edition(handbook):
    assert guidance("goals", dt.date(2010, 1, 1)).edition == FIRST


def test_a_page_that_is_newer_than_the_cases_edition_comes_from_the_first_that_has_it(handbook):
    assert guidance("words", FIRST).edition == SECOND


def test_without_a_date_guidance_is_the_newest(handbook):
    assert guidance("goals").edition == THIRD


def test_a_draft_guides_nobody(handbook):
    draft = editions.start_draft(dt.date(2027, 1, 1))
    draft.pages.filter(key="goals").update(short="Inte färdigt")
    assert guidance("goals", dt.date(2027, 2, 1)).edition == THIRD


def test_the_principle_stands_where_the_handbook_shows_it(handbook):
    assert guidance("target_groups", THIRD).principle.title == "Olika grupper får komma till tals"
    assert guidance("goals", THIRD).principle is None


@pytest.mark.parametrize("step", ["responsibility", "influence_level", "target_groups", "methods", "feedback"])
def test_whoever_works_in_the_step_reads_its_principle_beside_the_form(handbook, story, step):
    principle = guidance(step, None).principle
    page = story.client("responsible").get(story.url("step", step)).text
    assert escape(principle.title) in page and escape(principle.text) in page


def test_a_step_that_the_handbook_does_not_know_has_no_guidance(handbook):
    assert guidance("weather", THIRD) is None


def test_without_a_handbook_there_is_no_guidance(db):
    assert guidance("goals", THIRD) is None


@pytest.mark.parametrize("day", [FIRST, THIRD, None])
def test_guidance_costs_one_query(handbook, django_assert_num_queries, day):
    with django_assert_num_queries(1):
        guidance("goals", day)
    with django_assert_num_queries(0):
        guidance("goals", day)


def test_other_apps_templates_reach_guidance_by_a_tag(handbook):
    template = Template("{% load handbook %}{% guidance key edition as guide %}{{ guide.title }}|{{ guide.short }}")
    assert template.render(Context({"key": "goals", "edition": THIRD})).startswith("Mål för invånardialogen|<p>Få mål")


def test_a_case_is_told_by_a_tag_that_a_newer_edition_is_out(handbook):
    template = Template("{% load handbook %}{% newer_edition day as newer %}{{ newer.revised_on.isoformat }}")
    assert template.render(Context({"day": FIRST})) == "2026-03-01"
    assert template.render(Context({"day": THIRD})) == ""
    assert template.render(Context({"day": None})) == ""


def test_all_five_principles_are_reached_by_a_tag(handbook):
    template = Template("{% load handbook %}{% principles day as all %}{% for one in all %}{{ one.key }} {% endfor %}")
    for day in (FIRST, None):
        assert template.render(Context({"day": day})).split() == [
            "elected_responsibility",
            "participation_tool",
            "different_groups",
            "residents_knowledge",
            "trust",
        ]


def test_without_a_handbook_there_are_no_principles(db):
    assert editions.principles_on(FIRST) == editions.principles_on() == []


def test_the_process_asks_the_handbook_which_edition_a_new_case_follows(handbook):
    assert process.current_edition() == THIRD

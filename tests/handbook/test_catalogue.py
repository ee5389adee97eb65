"""The field's common knowledge, as the phases read it."""

import dataclasses
import itertools

import pytest
from django.utils.translation import override

from handbook import catalogue

STAYS = {"key", "affected", "engagement", "promise"}
ALIKE = {"Information"}


def test_the_ladder_has_five_levels_from_knowing_to_deciding():
    levels = catalogue.levels()
    assert list(levels) == ["information", "consultation", "dialogue", "influence", "co_decision"]
    assert [level.residents_get_to for level in levels.values()] == [
        "veta",
        "tycka",
        "diskutera",
        "påverka",
        "vara med och bestämma",
    ]


def test_every_level_promises_something_and_names_methods():
    for level in catalogue.levels().values():
        assert level.promise.endswith(".")
        assert level.example_methods


def test_levels_priorities_and_purposes_are_read_in_english_by_whoever_has_chosen_it():
    for read in (catalogue.levels, catalogue.priorities, catalogue.overall_purposes):
        swedish = read()
        with override("en-gb"):
            english = read()
        assert list(swedish) == list(english)
        for key, one in swedish.items():
            for field in dataclasses.fields(one):
                words, other = getattr(one, field.name), getattr(english[key], field.name)
                is_language = isinstance(words, str | tuple) and field.name not in STAYS and words not in ALIKE
                assert (words != other) == bool(is_language and words), (key, field.name)


def test_what_a_case_promises_is_offered_in_swedish_whoever_reads():
    promised = {key: level.promise for key, level in catalogue.levels().items()}
    with override("en"):
        assert {key: level.promise for key, level in catalogue.levels().items()} == promised


@pytest.mark.parametrize(
    ("affected", "engagement", "priority"),
    [("high", "low", 1), ("high", "high", 2), ("low", "low", 3), ("low", "high", 4)],
)
def test_priority_follows_from_affected_and_engagement(affected, engagement, priority):
    assert catalogue.priority_of(affected, engagement) == priority


def test_a_group_is_never_half_affected():
    with pytest.raises(KeyError):
        catalogue.priority_of("medium", "low")


def test_there_are_three_overall_purposes():
    assert list(catalogue.overall_purposes()) == ["better_services", "equal_participation", "trust"]


def test_agenda_2030_has_seventeen_goals():
    goals = catalogue.agenda_goals()
    assert list(goals) == list(range(1, 18))
    assert goals[11] == "Hållbara städer och samhällen"


def test_there_are_three_examples_of_each_type_of_goal():
    kinds = itertools.groupby(catalogue.goal_examples(), key=lambda example: example.kind)
    assert {kind: len(list(examples)) for kind, examples in kinds} == dict.fromkeys(catalogue.GOAL_KINDS, 3)


def test_every_method_says_everything_about_itself():
    for method in catalogue.methods().values():
        for field in dataclasses.fields(method):
            value = getattr(method, field.name)
            empty_is_fine = {"reaches", "tool"} | ({"levels", "quadrants"} if method.tool else set())
            assert value or field.name in empty_is_fine, (method.slug, field.name)


def test_methods_name_levels_priorities_and_words_that_exist():
    for method in catalogue.methods().values():
        assert set(method.levels) <= set(catalogue.levels())
        assert set(method.quadrants) <= set(catalogue.priorities())
        assert set(method.reaches) <= set(catalogue.REACHES)
        assert method.mode in catalogue.MODES
        assert method.cost in catalogue.COSTS
        assert method.group[0] < method.group[1]


def test_every_level_has_a_method_that_fits():
    methods = [method for method in catalogue.methods().values() if not method.tool]
    for level in catalogue.levels():
        assert any(method.fits(level) for method in methods)


def test_every_priority_is_reached_by_some_method():
    reached = {number for method in catalogue.methods().values() for number in method.quadrants}
    assert reached == set(catalogue.priorities())


def test_a_survey_does_not_fit_co_decision():
    assert catalogue.methods()["enkat"].fits("consultation")
    assert not catalogue.methods()["enkat"].fits("co_decision")


def test_personas_and_mind_maps_are_tools_and_stand_last():
    assert [method.slug for method in catalogue.methods().values() if method.tool] == ["personas", "tankekarta"]
    assert list(catalogue.methods())[-2:] == ["personas", "tankekarta"]


def test_a_method_says_its_size_in_words():
    assert catalogue.methods()["fokusgrupp"].size == "6–12 deltagare"
    assert catalogue.methods()["e-forslag"].size == "1–1\xa0000 underskrifter"


def test_the_catalogue_cannot_be_changed_by_mistake():
    with pytest.raises(TypeError):
        catalogue.methods()["ny"] = catalogue.methods()["enkat"]

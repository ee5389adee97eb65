"""The handbook that Dialog brings along: every step has guidance, in plain words and a reasonable length."""

import re

import pytest

from dialog.process.phases import process
from dialog.rights import ELECTED, GATE
from handbook.checks import check_guidance, steps_without_guidance
from handbook.loading import EARLIER, PAGES, read_municipality, read_page, read_pages
from handbook.markdown import is_plain_link, linked_pages, render
from handbook.models import Page

STEPS = {
    "planning": [
        "planning_help",
        "purpose",
        "question",
        "responsibility",
        "influenceable",
        "goals",
        "influence_level",
        "target_groups",
    ],
    "execution": ["communication", "methods", "participation", "activities", "feedback"],
    "followup": ["compilation", "analysis", "process_analysis", "learning", "publication"],
}
GATES = ["planning_gate", "execution_gate", "followup_gate"]
ROLES = {
    "civil_servant": {
        *("planning_help", "communication", "participation", "compilation", "publication", "information"),
    },
    "elected": {"purpose", "question", "influenceable", "influence_level", "feedback", *GATES},
    "shared": {
        *("responsibility", "goals", "target_groups", "methods", "activities"),
        *("analysis", "process_analysis", "learning"),
    },
}
PRINCIPLES = {
    "responsibility": "elected_responsibility",
    "influence_level": "participation_tool",
    "target_groups": "different_groups",
    "methods": "residents_knowledge",
    "feedback": "trust",
}

FILES = list(read_pages())
BY_KEY = {page.key: page for page in FILES}
BESIDE_A_FORM = [*[key for keys in STEPS.values() for key in keys], "information", *GATES]


def words(text: str) -> int:
    return len(re.findall(r"[\wåäö]+(?:[-–]\w+)*", text.lower()))


def test_no_page_is_told_twice():
    assert len(BY_KEY) == len(FILES)


@pytest.mark.parametrize("part", STEPS)
def test_steps_stand_in_the_order_of_the_process(part):
    numbered = [page for page in FILES if page.part == part and page.facts.get("number")]
    assert [page.key for page in numbered] == [step.key for step in process.phase(part).steps]
    assert [page.key for page in numbered if page.key in STEPS[part]] == STEPS[part]
    assert [page.facts["number"] for page in numbered] == list(range(1, len(numbered) + 1))


@pytest.mark.parametrize("part", STEPS)
def test_each_phase_has_an_introduction_first_and_a_gate(part):
    keys = [page.key for page in FILES if page.part == part]
    assert keys[0] == part
    assert f"{part}_gate" in keys


def test_the_foundation_says_what_a_dialogue_is_its_conditions_roles_and_how_to_use_the_book():
    keys = [page.key for page in FILES if page.part == "foundation"]
    assert keys == ["introduction", "principles", "conditions", "roles", "using"]


def test_each_step_has_its_responsible_role():
    said = {page.key: page.facts["role"] for page in FILES if page.facts.get("role")}
    declared = {step.key: ELECTED if step.role == GATE else step.role for step in process.steps() if step.key in said}
    assert said == declared
    assert {key: role for key, role in said.items() if any(key in keys for keys in ROLES.values())} == {
        key: role for role, keys in ROLES.items() for key in keys
    }


def test_the_principles_stand_where_the_handbook_shows_them():
    assert {page.key: page.facts["principle"] for page in FILES if "principle" in page.facts} == PRINCIPLES
    assert {row["key"] for row in read_municipality()["principle"]} == set(PRINCIPLES.values())


@pytest.mark.parametrize("key", BESIDE_A_FORM)
def test_guidance_beside_a_form_is_short_and_asks_something(key):
    short = BY_KEY[key].short
    assert 60 <= words(short) <= 120
    assert 2 <= len(re.findall(r"^- .*\?", short, flags=re.MULTILINE)) <= 4


@pytest.mark.parametrize("key", BESIDE_A_FORM)
def test_the_whole_page_is_worth_reading_and_no_longer(key):
    assert 200 <= words(BY_KEY[key].whole) <= 500


@pytest.mark.parametrize("key", [key for keys in STEPS.values() for key in keys])
def test_a_step_says_why_and_what_goes_wrong_and_what_comes_next(key):
    headings = {heading.text for heading in render(BY_KEY[key].whole, anchor=key).headings}
    assert {"Vanliga misstag", "Vad händer sedan?"} <= headings


@pytest.mark.parametrize("page", FILES, ids=lambda page: page.key)
def test_sentences_are_short(page):
    for text in (page.short, page.whole):
        for sentence in re.split(r"(?<=[.?!:])\s+|\n", text):
            assert words(re.sub(r"\]\([^)]*\)", "", sentence)) <= 36, sentence


@pytest.mark.parametrize("page", FILES, ids=lambda page: page.key)
def test_links_within_the_book_lead_somewhere(page):
    assert linked_pages(page.short) | linked_pages(page.whole) <= set(BY_KEY)


@pytest.mark.parametrize("page", FILES, ids=lambda page: page.key)
def test_reading_tips_say_what_where_and_why(page):
    for tip in page.facts.get("further_reading", []):
        assert tip["title"]
        assert tip["why"]
        assert is_plain_link(tip["address"])
        assert not tip["address"].startswith("page:") or tip["address"].removeprefix("page:") in BY_KEY


def test_pages_stand_in_parts_that_the_book_has():
    assert {page.part for page in FILES} == set(Page.Part.values)
    assert {folder.name for folder in PAGES.iterdir() if folder.is_dir()} == set(Page.Part.values)


def test_earlier_editions_tell_only_of_pages_that_exist():
    told = [page.key for folder in EARLIER.iterdir() for page in read_pages(folder)]
    assert told
    assert set(told) <= set(BY_KEY)


def test_a_file_without_front_matter_is_refused(tmp_path):
    path = tmp_path / "01-purpose.md"
    path.write_text("Syftet", encoding="utf-8")
    with pytest.raises(ValueError, match="front matter"):
        read_page(path)


def test_a_step_that_is_declared_without_guidance_is_an_error_at_start():
    assert [*steps_without_guidance(BESIDE_A_FORM)] == []
    (error,) = steps_without_guidance(["purpose", "weather"])
    assert error.id == "handbook.E001"
    assert "weather" in error.msg


def test_every_step_of_the_process_has_guidance():
    assert process.steps()
    assert check_guidance() == []


# What an official looks up, with what each page must not be without.
TO_LOOK_UP = {
    "timetable": ("timmar", "nämnd", "veckor"),
    "budget": ("kronor", "Summa", "timmar"),
    "evening_script": ("Löftet", "Minut", "Packlista"),
    "accessible_places": ("diskrimineringslagen", "hörslinga", "centimeter"),
    "interpreters": ("13 §", "Språklagen", "teckenspråk"),
    "photographs": ("samtycke", "6.1 e", "vårdnadshavare"),
    "threats": ("arbetsmiljölagen", "112", "polisanmäl"),
    "hybrid": ("2018:1937", "textas", "minut"),
    "registry": ("5 kap. 1 §", "8 kap. 12 §", "protokoll"),
    "ending": ("varför", "inom två veckor", "löften"),
}


@pytest.mark.parametrize("key", TO_LOOK_UP)
def test_what_is_looked_up_has_substance_and_is_not_long(key):
    page = BY_KEY[key]
    assert page.part == "reference"
    assert 200 <= words(page.whole) <= 700
    for needed in TO_LOOK_UP[key]:
        assert needed.lower() in page.whole.lower()


def test_all_that_is_looked_up_is_named_where_the_book_says_how_to_use_it():
    assert set(TO_LOOK_UP) <= linked_pages(BY_KEY["using"].whole)


def test_the_example_budget_adds_up():
    table = BY_KEY["budget"].whole.partition("## Exempel: en liten")[0]
    *rows, in_all = [
        int(amount.replace(" ", ""))
        for amount in re.findall(r"^\|.*\| (?:\*\*)?([\d ]+)(?:\*\*)? \|$", table, re.MULTILINE)
    ]
    assert len(rows) == 13
    assert sum(rows) == in_all

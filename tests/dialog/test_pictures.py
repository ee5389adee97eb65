"""Pictures: drawings that say what they show, with a table that says the same, in colours of the municipality."""

import datetime as dt
import re
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from dialog.look.accent import contrast
from dialog.pictures import (
    PAPER,
    GoalOutcome,
    GroupOfMethods,
    MapPhase,
    MapStep,
    Moment,
    Palette,
    Period,
    Picture,
    Quadrant,
    Rung,
    Theme,
    Turnout,
    goals,
    ladder,
    methods_by_groups,
    participants,
    process_map,
    target_groups,
    themes,
    timeline,
)
from dialog.pictures.canvas import WIDTH, width_of, wrap

SVG = "{http://www.w3.org/2000/svg}"
LEVELS = [Rung("Information", "veta"), Rung("Dialog", "diskutera"), Rung("Medbeslutande", "vara med och bestämma")]
EVIL = '<script>alert("1")</script> & co'


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def drawn(picture: Picture) -> ElementTree.Element:
    return ElementTree.fromstring(picture.svg)  # noqa: S314 - our own drawing


def texts(picture: Picture) -> list[str]:
    return [element.text or "" for element in drawn(picture).iter(f"{SVG}text")]


def all_pictures(name: str = "Unga") -> list[Picture]:
    """One of each, with a name that somebody wrote."""
    return [
        ladder([Rung(name, "veta"), *LEVELS], 1, label="Proposal"),
        target_groups([Quadrant("Priority 1", (name,), first=True), *[Quadrant(f"Priority {n}") for n in (2, 3, 4)]]),
        participants([Turnout(name, 40, 61), Turnout("Äldre", None, 3), Turnout("Barn", 5, None)]),
        themes([Theme(name, 94), Theme("Sport", 0)]),
        methods_by_groups([name, "Dialogcafé"], [GroupOfMethods(name, 1, {0: 40, 1: None}), GroupOfMethods("Barn", 2)]),
        goals([GoalOutcome(name, "Process goal", "persons", 0, 200, 217, reached="reached"), GoalOutcome("Alla")]),
        process_map(
            [
                MapPhase(name, (MapStep(name, "done", "Done"), MapStep("B")), "plan"),
                MapPhase("C", (), "invented", "#7a5a1f"),
            ]
        ),
        timeline(
            [Period(name, dt.date(2025, 3, 10), dt.date(2025, 10, 21), "plan")], [Moment(dt.date(2025, 6, 17), name)]
        ),
    ]


@pytest.mark.parametrize("picture", all_pictures())
def test_a_picture_says_in_its_title_what_it_shows(picture: Picture):
    svg = drawn(picture)
    assert svg.get("role") == "img"
    assert svg.findtext(f"{SVG}title") == picture.alternative
    assert "Unga" in picture.alternative


@pytest.mark.parametrize("picture", all_pictures())
def test_its_table_says_the_same(picture: Picture):
    assert picture.rows
    assert all(len(row) == len(picture.head) for row in picture.rows)
    assert any("Unga" in cell for row in (picture.head, *picture.rows) for cell in row)


@pytest.mark.parametrize("picture", all_pictures())
def test_every_shape_can_be_coloured_by_a_page_and_has_the_colours_of_paper(picture: Picture):
    for element in drawn(picture).iter():
        if element.tag in {f"{SVG}rect", f"{SVG}circle", f"{SVG}path", f"{SVG}text"}:
            assert element.get("class")
            assert element.get("fill") or element.get("stroke")
    assert "style=" not in picture.svg


@pytest.mark.parametrize("picture", all_pictures(EVIL))
def test_what_people_wrote_is_text_and_never_markup(picture: Picture):
    assert "<script" not in picture.svg
    assert "&lt;script" in picture.svg


@pytest.mark.parametrize("picture", all_pictures("Flerfamiljshusbostadsrättsföreningsmedlemskapsansökningar"))
def test_nothing_is_drawn_beside_the_paper_however_long_a_name_is(picture: Picture):
    for text in drawn(picture).iter(f"{SVG}text"):
        if text.get("transform"):
            continue
        start, wide = float(text.get("x", 0)), width_of(text.text or "", float(text.get("font-size", 0)))
        start -= {"end": wide, "middle": wide / 2}.get(text.get("text-anchor", ""), 0)
        assert start >= -2
        assert start + wide <= WIDTH + 2


def test_the_chosen_level_stands_out_under_its_label():
    picture = ladder(LEVELS, 1, label="Level decided")
    assert "Level decided" in texts(picture)
    assert "Level decided: Dialog, residents get to diskutera." in picture.alternative
    assert [row[2] for row in picture.rows] == ["", "Level decided", ""]


def test_a_ladder_without_a_level_shows_the_rungs_alone():
    assert [row[2] for row in ladder(LEVELS).rows] == ["", "", ""]


def test_a_municipalitys_colour_replaces_the_accent_and_stays_readable():
    yellow = Palette.of("#ffd500")
    assert contrast(yellow.accent, "#ffffff") >= 4.5
    assert yellow.accent in ladder(LEVELS, 1, palette=yellow).svg
    assert PAPER.accent not in ladder(LEVELS, 1, palette=yellow).svg


def test_groups_that_are_not_placed_yet_are_named_under_the_matrix():
    fields = [Quadrant(f"Priority {number}") for number in (1, 2, 3, 4)]
    picture = target_groups(fields, unplaced=["Seglarna"])
    assert "Not placed yet: Seglarna" in texts(picture)
    assert picture.rows == (("Seglarna", "", "", "not placed yet"),)


def test_a_group_that_nobody_counted_has_no_bar_and_no_share():
    picture = participants([Turnout("Unga", 50, None), Turnout("Barn", None, 3)])
    assert "not counted" in texts(picture)
    assert picture.rows == (("Unga", "50", "–", "–"), ("Barn", "–", "3", "–"))


def test_the_table_of_participants_ends_with_everyone():
    picture = participants([Turnout("Barn", 40, 61)], everyone=Turnout("All", 200, 217))
    assert picture.rows[-1] == ("All", "200", "217", "over 100 per cent")
    assert "All" not in texts(picture)


def test_nobody_at_all_is_a_picture_too():
    assert participants([Turnout("Barn", 0, 0)]).rows == (("Barn", "0", "0", "–"),)
    assert themes([]).rows == ()


def test_the_heaviest_theme_comes_first():
    picture = themes([Theme("Sport", 58), Theme("Belysning", 94, "Mer ljus")])
    assert [row[:2] for row in picture.rows] == [("Belysning", "94"), ("Sport", "58")]
    assert picture.head[-1] == "Represents"


def test_a_priority_group_that_no_method_reaches_is_said_in_words():
    groups = [GroupOfMethods("Barn", 1), GroupOfMethods("Äldre", 3), GroupOfMethods("Unga", 2, {0: 5})]
    assert texts(methods_by_groups(["Enkät"], groups)).count("No method reaches this group.") == 1


def test_a_goal_in_numbers_shows_outcome_target_and_where_it_began():
    goal = GoalOutcome("Fler", "", "per cent", 21, Decimal("40.00"), Decimal("46.50"), "46,5 per cent", "reached")
    said = texts(goals([goal]))
    assert {"46,5 per cent", "before 21, target 40", "Achieved"} <= set(said)


def test_a_goal_that_nobody_has_judged_says_so():
    picture = goals([GoalOutcome("Alla får säga sin mening"), GoalOutcome("Fler", target=3)])
    assert [row[3] for row in picture.rows] == ["Not assessed yet", "Not assessed yet"]
    assert "no outcome yet" in texts(picture)


def test_the_map_tells_how_many_steps_are_done():
    phase = MapPhase("Plan", (MapStep("A", "done", "Done"), MapStep("B", "half", "Draft"), MapStep("C", "waits")))
    picture = process_map([phase])
    assert "1 of 3 done" in texts(picture)
    assert picture.rows[1] == ("B", "Plan", "Draft")


def test_a_timeline_says_every_day_of_what_took_several_and_a_month_once():
    day = dt.date(2026, 11, 18)
    held = Moment(day, "2 aktiviteter", until=dt.date(2026, 11, 20))
    with override("sv"):
        picture = timeline([Period("Planera", dt.date(2026, 11, 3), dt.date(2026, 11, 9))], [held])
    assert ("2 aktiviteter", "18–20 november 2026") in picture.rows
    assert ("Planera", "november 2026") in picture.rows
    assert "2 aktiviteter 18–20 november 2026" in picture.alternative


def test_words_under_a_timeline_never_lie_on_each_other():
    days = [Moment(dt.date(2025, 6, day), f"Something that happened on day {day}") for day in range(1, 29, 3)]
    lines: dict[str, list[tuple[float, float]]] = {}
    for text in drawn(timeline([], days)).iter(f"{SVG}text"):
        if (text.text or "").startswith("Something"):
            x, wide = float(text.get("x", 0)), width_of(text.text or "", 11.5, bold=True)
            left = x - wide if text.get("text-anchor") == "end" else x
            lines.setdefault(text.get("y", ""), []).append((left, left + wide))
    assert sum(map(len, lines.values())) == len(days)
    for spans in lines.values():
        spans.sort()
        assert all(one[1] <= other[0] for one, other in pairwise(spans))


@pytest.mark.parametrize("first", [1, 9, 14, 20, 24])
def test_when_all_happened_within_days_no_line_leads_through_the_words_of_another(first: int):
    words = [
        "The body decides that it can be influenced",
        "Level: Dialogue",
        "1 activity",
        "Decided on the result",
        "End",
    ]
    days = [Moment(dt.date(2025, 6, first + n), word) for n, word in zip((0, 0, 3, 4, 5), words, strict=True)]
    svg = drawn(timeline([], days))
    spans = []
    for text in svg.iter(f"{SVG}text"):
        if text.text in words:
            x, wide = float(text.get("x", 0)), width_of(text.text or "", 11.5, bold=True)
            left = x - wide if text.get("text-anchor") == "end" else x
            spans.append((left, left + wide, float(text.get("y", 0))))
    assert len(spans) == len(days)
    stems = [re.fullmatch(r"M([\d.]+) ([\d.]+)v([\d.]+)", path.get("d", "")) for path in svg.iter(f"{SVG}path")]
    led = [(float(one[1]), float(one[2]) + float(one[3])) for one in stems if one and float(one[2]) > 20]
    assert len(led) == len(days)
    for left, right, y in spans:
        assert not [x for x, foot in led if left + 1 < x < right - 1 and foot > y], (left, right)


@pytest.mark.parametrize("text", ["Barn 6–12 år", "Flerfamiljshusbostadsrättsförening", "a " * 40, ""])
def test_a_wrapped_text_keeps_every_letter(text: str):
    lines = wrap(text, 60, 12)
    assert re.sub(r"[\s-]", "", "".join(lines)) == re.sub(r"[\s-]", "", text)
    assert all(width_of(line, 12) <= 61 for line in lines)


def test_a_text_that_is_cut_ends_with_an_ellipsis():
    assert wrap("one two three four five six", 50, 12, most=2)[-1].endswith("…")


def test_a_page_shows_the_drawing_and_its_table():
    page = render_to_string("components/picture.html", {"picture": themes([Theme(EVIL, 94)])})
    assert "<svg" in page
    assert '<td data-label="Contributions" class="num">94</td>' in page
    assert "<script" not in page

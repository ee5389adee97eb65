"""A row of a step's table on a page of its own: it is read, written and left there, and the rest of the text stands."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils.translation import gettext

from dialog.forms import drafts
from dialog.forms.step_form import FEW
from dialog.process.phases import process
from tests.pages import Page
from tests.story import GOAL, GOALS, GROUPS

KEY, OTHER = GOAL["row"][0], "00000002"
TWO = {"goal": [GOAL, {"row": [OTHER], "goal": ["Två"]}]}
GONE = "That entry no longer exists."


def row_of(answer) -> str:
    """The row to whose page an answer leads; empty where it leads elsewhere."""
    return parse_qs(urlsplit(answer["Location"]).query).get("row", [""])[0]


def look(story, who="responsible", key=KEY, step="goals", **how):
    return story.client(who).get(story.url("step", step), {"row": key}, **how)


def press(story, act="save_draft", fields=None, *, who="responsible", key=KEY, seen=None, **how):
    """Press a button of a row's page with what stands in its fields, by default what stands there already."""
    row = drafts.find_row(story.text("goals"), "goal", key) or {}
    typed = row | (fields or {})
    posted = {f"goal-{key}-{name}": texts for name, texts in typed.items() if name != "row"}
    number = story.seen("goals") if seen is None else seen
    frame = {"whole": "1", "piece": f"goal-{key}", "goal": key, "revision": number, "act": act}
    return story.client(who).post(f"{story.url('step', 'goals')}?row={key}", posted | frame, **how)


@pytest.fixture
def two(story):
    """Two goals are being written."""
    story.act("save_draft", "goals", data=TWO)
    return story


class TestThePage:
    def test_shows_the_fields_of_one_row_and_where_one_is(self, two):
        page = look(two).text
        assert "Mål 1 av 2" in page
        assert {f"goal-{KEY}-goal", "saved", "remains"} <= set(Page(page).ids)
        assert f"goal-{OTHER}-goal" not in page
        assert "Spara och nästa mål" in page and "Spara och visa alla" in page
        assert f'value="open goal {OTHER}"' in page
        last = look(two, key=OTHER).text
        assert "Spara och lägg till ett mål" in last and "Spara och nästa mål" not in last
        assert f'value="open goal {KEY}"' in last, "the way back to the one before"
        assert Page(page).broken == Page(last).broken == set()

    def test_says_what_remains_of_this_row_alone(self, two):
        assert gettext("Enter at least one indicator.") in look(two, key=OTHER).text
        assert gettext("Enter at least one indicator.") not in look(two).text

    def test_one_filled_button_and_what_may_be_left_out_folded(self, two):
        page = look(two).text
        assert len(re.findall(r'class="btn btn-main"', page)) == 1
        assert '<details class="more-fields"' in page

    def test_a_fault_is_said_beside_its_field(self, two):
        press(two, fields={"measure": ["quantitative"], "target": ["många"]})
        assert f"goal-{KEY}-target_error" in Page(look(two).text).ids

    def test_the_list_says_each_row_in_a_line_and_leads_to_its_page(self, two):
        page = two.client("responsible").get(two.url("step", "goals")).text
        assert f'value="open goal {KEY}"' in page and GOAL["goal"][0] in page
        assert f"goal-{KEY}-goal" not in Page(page).ids
        assert f"{two.url('step', 'goals')}?row={OTHER}#goal-{OTHER}-indicators" in page

    def test_small_rows_are_written_in_the_list_all_others_on_pages(self):
        tables = [table for step in process.steps() if step.form for table in step.form.tables]
        for table in tables:
            assert table.has_page() == (len(table.asked()) > FEW and not table.written_in_list), table
        assert {table.name for table in tables if table.has_page()} >= {
            "goal",
            "target_group",
            "task",
            "method",
            "group",
        }
        assert not {table.name for table in tables if table.has_page()} & {"representative", "next_time", "part"}


class TestSaving:
    def test_replaces_the_row_and_nothing_else(self, two):
        press(two, fields={"goal": ["Ett annat mål"]})
        assert two.text("goals") == {"goal": [{**GOAL, "goal": ["Ett annat mål"]}, TWO["goal"][1]]}

    def test_leads_to_the_next_to_a_new_one_to_the_list_or_back_to_itself(self, two):
        assert row_of(press(two)) == KEY
        assert row_of(press(two, f"open goal {OTHER}")) == OTHER
        assert press(two, "open goal ")["Location"] == f"{two.url('step', 'goals')}#goal-title"
        new = row_of(press(two, "add goal", {"goal": ["Ett"]}))
        assert [row["row"][0] for row in two.text("goals")["goal"]] == [KEY, OTHER, new]
        assert two.text("goals")["goal"][0]["goal"] == ["Ett"]
        answer = press(two, f"remove goal {new}", {}, key=new)
        assert answer["Location"] == f"{two.url('step', 'goals')}#goal-title"
        assert [row["row"][0] for row in two.text("goals")["goal"]] == [KEY, OTHER]

    def test_going_on_without_a_change_saves_and_says_nothing(self, two):
        before = two.seen("goals")
        answer = press(two, f"open goal {OTHER}", follow=True)
        assert two.seen("goals") == before
        assert 'class="messages' not in answer.text or not re.search(
            r'class="messages[^>]*>\s*<(li|p|div)', answer.text
        )

    def test_pressed_twice_a_row_is_added_once(self, two):
        seen = two.seen("goals")
        first, again = (press(two, "add goal", seen=seen) for _ in range(2))
        assert row_of(first) == row_of(again)
        assert len(two.text("goals")["goal"]) == 3

    def test_of_what_begins_with_rows_each_is_written_before_anything_is_saved(self, story):
        page = story.client("responsible").get(story.url("step", "responsibility")).text
        key = re.search(r'value="open task (\w{8})"', page)[1]
        assert look(story, key=key, step="responsibility").status_code == 200
        posted = {"whole": "1", "piece": f"task-{key}", "task": key, "revision": "0", "act": "save_draft"}
        posted |= {f"task-{key}-kind": "planning", f"task-{key}-who_named": "Lena Ek"}
        story.client("responsible").post(story.url("step", "responsibility"), posted)
        tasks = story.text("responsibility")["task"]
        assert len(tasks) == 6 and drafts.find_row({"task": tasks}, "task", key)["who_named"] == ["Lena Ek"]

    def test_an_autosave_keeps_the_row_and_renews_what_stands_around_it(self, two):
        answer = press(two, fields={"indicators": []}, headers={"Accept": "application/json"})
        found = answer.json()
        assert found["revision"] == two.seen("goals")
        assert two.text("goals")["goal"][1] == TWO["goal"][1]
        ids = set(re.findall(r'id="([^"]+)" hx-swap-oob', found["renewed"]))
        assert {"saved", "remains", f"goal-{KEY}-indicators-remains"} <= ids
        assert ids <= set(Page(look(two).text).ids)
        assert "Två" not in found["renewed"]


class TestTwoPeople:
    def test_who_write_two_rows_at_once_lose_nothing_and_are_asked_nothing(self, two):
        seen = two.seen("goals")
        assert press(two, fields={"goal": ["Amirs mål"]}, seen=seen).status_code == 302
        answer = press(two, f"open goal {KEY}", {"goal": ["Lenas mål"]}, who="civil_servant", key=OTHER, seen=seen)
        assert answer.status_code == 302
        assert [row["goal"] for row in two.text("goals")["goal"]] == [["Amirs mål"], ["Lenas mål"]]

    def test_so_do_their_autosaves(self, two):
        seen, asks = two.seen("goals"), {"headers": {"Accept": "application/json"}}
        press(two, fields={"goal": ["Amirs mål"]}, seen=seen, **asks)
        answer = press(two, fields={"goal": ["Lenas mål"]}, who="civil_servant", key=OTHER, seen=seen, **asks)
        assert answer.json()["revision"] == two.seen("goals") == seen + 2
        assert [row["goal"] for row in two.text("goals")["goal"]] == [["Amirs mål"], ["Lenas mål"]]

    def test_who_write_the_same_answer_choose_between_both(self, two):
        seen = two.seen("goals")
        press(two, fields={"goal": ["Amirs mål"]}, seen=seen)
        answer = press(two, fields={"goal": ["Lenas mål"]}, who="civil_servant", seen=seen)
        assert answer.status_code == 409
        assert "Amirs mål" in answer.text and "Lenas mål" in answer.text and "Två" in answer.text

    def test_one_who_writes_in_a_row_that_the_other_removed_is_shown_both(self, two):
        seen = two.seen("goals")
        two.act("save_draft", "goals", data=GOALS)
        answer = press(two, fields={"goal": ["Lenas mål"]}, who="civil_servant", key=OTHER, seen=seen)
        assert answer.status_code == 409 and "Lenas mål" in answer.text

    def test_one_who_goes_on_from_a_removed_row_is_told(self, two):
        seen = two.seen("goals")
        typed = {"goal": ["Två"]}
        two.act("save_draft", "goals", data=GOALS)
        answer = press(two, fields=typed, who="civil_servant", key=OTHER, seen=seen, follow=True)
        assert answer.status_code == 200
        assert two.text("goals") == GOALS

    def test_what_is_done_meanwhile_is_not_begun_anew_without_a_word(self, story):
        story.go_to("goals")
        story.act("save_draft", "goals", data={"goal": [GOAL, {**GOAL, "row": [OTHER]}]})
        seen = story.seen("goals")
        story.act("finish", "goals", data={"goal": [{**GOAL, "goal": ["Klart"]}, {**GOAL, "row": [OTHER]}]})
        answer = press(story, fields={"goal": ["Lenas mål"]}, who="civil_servant", key=OTHER, seen=seen)
        assert answer.status_code == 409


class TestWhoMayNot:
    @pytest.mark.parametrize(
        "key", [KEY, "ffffffff", "", "<script>", "0A1B2C3D", "0a1b2c3d\x00", "../../9", "9" * 5000]
    )
    def test_a_stranger_learns_nothing(self, two, key):
        answer = look(two, "stranger", key, follow=True)
        assert GOAL["goal"][0] not in answer.text
        assert press(two, fields={"goal": ["Fel"]}, who="stranger").status_code in (403, 404)
        assert two.text("goals") == TWO

    def test_who_only_reads_is_led_to_the_row_where_she_reads_it(self, two):
        answer = look(two, "reader")
        assert answer["Location"] == f"{two.url('step', 'goals')}#{KEY}"
        refused = press(two, fields={"goal": ["Stinas mål"]}, who="reader")
        assert refused.status_code == 403 and "Stinas mål" in refused.text
        assert two.text("goals") == TWO

    @pytest.mark.parametrize("key", ["ffffffff", "<script>", "0A1B2C3D", "../../9", "9" * 5000, "goal", "%00"])
    def test_a_row_that_is_not_there_leads_to_the_list_and_says_so(self, two, key):
        answer = look(two, key=key, follow=True)
        assert answer.redirect_chain[-1][0] == two.url("step", "goals")
        assert gettext(GONE) in answer.text and "<script>" not in answer.text.replace("<script ", "")

    def test_nor_is_a_row_of_another_step(self, two):
        two.act("save_draft", "target_groups", data=GROUPS)
        assert gettext(GONE) in look(two, key=GROUPS["target_group"][0]["row"][0], follow=True).text

    @pytest.mark.parametrize(
        "part", ["goal-ffffffff", "nothing-0a1b2c3d", "goal-<script>", "goal", "-", "", "goal-0a1b2c3d-goal", "whole"]
    )
    def test_a_part_that_there_is_not_changes_no_row_beside_it(self, two, part):
        posted = {"whole": "1", "piece": part, "revision": two.seen("goals"), "act": "save_draft"}
        posted |= {"goal": "ffffffff", "goal-ffffffff-goal": "Fel"}
        answer = two.client("responsible").post(two.url("step", "goals"), posted)
        assert answer.status_code == 302
        if part not in ("goal", ""):
            assert two.text("goals") == TWO

    def test_what_was_typed_signed_out_is_given_back_on_the_page_of_its_row(self, two):
        client = two.client("responsible")
        client.logout()
        answer = client.post(
            f"{two.url('step', 'goals')}?row={KEY}",
            {"whole": "1", "piece": f"goal-{KEY}", "goal": KEY, f"goal-{KEY}-goal": "Mitt mål", "act": "save_draft",
             "revision": two.seen("goals")},
        )  # fmt: skip
        assert "Mitt mål" in answer.text

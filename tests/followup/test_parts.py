"""A long step is written in parts, each with its address and progress; none loses what stands in another."""

import pytest

from tests.execution.tale import swedish
from tests.followup.tale import EIGHT, REASONED
from tests.pages import Page
from tests.story import GOAL, GROUP

STEP, KEY = "process_analysis", GOAL["row"][0]


@pytest.fixture
def url(follow) -> str:
    return follow.story.url("step", STEP)


def filled(client, address: str) -> dict[str, list[str]]:
    """What a browser without scripts would send of the page, if somebody typed nothing."""
    page = Page(client.get(address).text)
    return page.filled(page.form_with("revision"))


def sends(client, address: str, act: str = "save_draft", **typed: str):
    """Type in the page of a part, and press a button of it."""
    return client.post(address, {**filled(client, address), **typed, "act": act})


class TestOnePartAtATime:
    def test_a_part_posts_its_own_fields_and_the_others_stay(self, follow, url):
        client = follow.story.client("responsible")
        sends(client, url, methods_reasoning="De passade.")
        goal = {f"goal_outcome-{KEY}-outcome": "Tre grupper kom.", f"goal_outcome-{KEY}-reached": "partly"}
        sends(client, f"{url}?part=goals", **goal)
        sends(client, f"{url}?part=plan", compared_with_plan_text="En kväll färre.")
        text = follow.story.text(STEP)
        assert text["methods_reasoning"] == ["De passade."] and text["compared_with_plan_text"] == ["En kväll färre."]
        assert text["goal_outcome"] == [
            {"row": [KEY], "goal": [KEY], "outcome": ["Tre grupper kom."], "reached": ["partly"]}
        ]

    def test_what_is_emptied_in_a_part_is_gone_and_nothing_else_is(self, follow, url):
        follow.story.act("save_draft", STEP, data=REASONED)
        sends(follow.story.client("responsible"), url, methods_reasoning="")
        text = follow.story.text(STEP)
        assert "methods_reasoning" not in text
        assert (
            text["goal_outcome"] == REASONED["goal_outcome"] and text["goals_reasoning"] == REASONED["goals_reasoning"]
        )

    def test_one_stays_in_the_part_that_one_saved(self, follow, url):
        client = follow.story.client("responsible")
        answer = sends(client, f"{url}?part=plan", compared_with_plan_text="En kväll färre.")
        assert answer.status_code == 302 and answer["Location"] == f"{url}?part=plan"

    @pytest.mark.parametrize("part", ["", "nothing", "<script>", "goals%0A", "a" * 5000])
    def test_a_part_that_there_is_not_shows_the_first(self, follow, url, part):
        page = follow.story.client("responsible").get(f"{url}?part={part}")
        assert page.status_code == 200 and page.context["chapter"].key == "questions"

    @pytest.mark.parametrize("piece", ["", "purpose", "goal_outcome-zzz", "case", "methods_reasoning-x", "\x00"])
    def test_a_piece_that_there_is_not_changes_nothing(self, follow, url, piece):
        follow.story.act("save_draft", STEP, data=REASONED)
        client = follow.story.client("responsible")
        post = {
            "whole": "1",
            "revision": follow.story.access().record(STEP).revision,
            "piece": piece,
            "act": "save_draft",
        }
        client.post(url, post | {"purpose": "Fel.", "case": "7"})
        assert follow.story.text(STEP) == REASONED

    def test_a_form_that_names_no_piece_is_the_whole_text(self, follow, url):
        follow.story.act("save_draft", STEP, data=REASONED)
        post = {"whole": "1", "revision": follow.story.access().record(STEP).revision, "methods_reasoning": "Allt."}
        follow.story.client("responsible").post(url, post | {"act": "save_draft"})
        assert follow.story.text(STEP)["methods_reasoning"] == ["Allt."]
        assert "goals_reasoning" not in follow.story.text(STEP)


class TestTwoPeople:
    def test_who_write_in_two_parts_lose_nothing_and_are_asked_nothing(self, follow, url):
        amir, karin = follow.story.client("responsible"), follow.story.client("elected")
        sends(amir, url, quality_reasoning="Bra.")
        his, hers = filled(amir, url), filled(karin, f"{url}?part=plan")
        amir.post(url, {**his, "methods_reasoning": "De passade.", "act": "save_draft"})
        answer = karin.post(f"{url}?part=plan", {**hers, "compared_with_plan_text": "Färre.", "act": "save_draft"})
        text = follow.story.text(STEP)
        assert answer.status_code == 302
        assert [text[name] for name in ("methods_reasoning", "quality_reasoning", "compared_with_plan_text")] == [
            ["De passade."],
            ["Bra."],
            ["Färre."],
        ]

    def test_who_write_the_same_choose_between_both(self, follow, url):
        amir, karin = follow.story.client("responsible"), follow.story.client("elected")
        sends(amir, url, methods_reasoning="Först.")
        his, hers = filled(amir, url), filled(karin, url)
        amir.post(url, {**his, "methods_reasoning": "De passade.", "act": "save_draft"})
        answer = karin.post(url, {**hers, "methods_reasoning": "De passade inte.", "act": "save_draft"})
        assert answer.status_code == 409 and "De passade." in answer.text and "De passade inte." in answer.text


class TestWhatRemains:
    def test_it_is_said_in_a_line_for_each_part_that_leads_there(self, follow, url):
        page = follow.story.client("responsible").get(f"{url}?part=plan")
        lines = [(line["said"], line["url"].partition("#")[0]) for line in page.context["remaining_lines"]]
        assert lines == [
            ("Åtta frågor att resonera om", f"{url}?part=questions"),
            ("Ett mål utan utfall", f"{url}?part=goals"),
        ]
        assert "Åtta frågor att resonera om · ett mål utan utfall" in page.text

    def test_each_part_says_how_far_it_has_come(self, follow, url):
        follow.story.act(
            "save_draft", STEP, data={name: text for name, text in REASONED.items() if "reached" not in name}
        )
        page = follow.story.client("responsible").get(url)
        assert [one["progress"] for one in page.context["chapters"]][:2] == ["7 av 8 besvarade", "1 av 1 har utfall"]

    def test_finishing_where_something_lacks_in_another_part_keeps_what_was_typed_and_leads_there(self, follow, url):
        client = follow.story.client("responsible")
        answer = sends(client, f"{url}?part=plan", "finish", compared_with_plan_text="Färre.")
        assert answer.status_code == 422 and answer.context["chapter"].key == "plan"
        assert f'href="{url}?part=goals#goal_outcome-{KEY}-outcome"' in answer.text
        assert follow.story.text(STEP)["compared_with_plan_text"] == ["Färre."]

    def test_the_step_is_finished_in_its_last_part(self, follow, url):
        follow.story.act("save_draft", STEP, data=REASONED)
        client = follow.story.client("responsible")
        assert 'value="finish"' not in client.get(url).text
        assert sends(client, f"{url}?part=plan", "finish").status_code == 302
        assert follow.story.access().is_done(STEP)


class TestQuestionByQuestion:
    def test_one_is_open_the_first_that_is_not_answered(self, follow, url):
        opened = follow.story.client("responsible").get(url).text
        assert opened.count('<details name="question" open') == 1
        assert '<details name="question" open id="question-1"' in opened

    def test_one_goes_on_to_the_next_that_is_not_answered(self, follow, url):
        client = follow.story.client("responsible")
        answer = sends(
            client, url, "next_question question-3", everyone_heard_answer="yes", everyone_heard_reasoning="Ja."
        )
        assert answer["Location"] == f"{url}?open=question-4#question-4"
        follow.story.act("save_draft", STEP, data={**REASONED, "methods_reasoning": []})
        assert sends(client, url, "next_question question-8")["Location"].endswith("#question-1")
        follow.story.act("save_draft", STEP, data=REASONED)
        assert (
            sends(client, url, "next_question question-8", quality_reasoning="Annat.")["Location"]
            == f"{url}?part=goals"
        )

    @pytest.mark.parametrize("target", ["", "question-9", "question-x", "1", "<b>"])
    def test_a_question_that_there_is_not_leads_to_the_first(self, follow, url, target):
        client = follow.story.client("responsible")
        answer = sends(client, url, f"next_question {target}", methods_answer="yes")
        assert answer["Location"].endswith("#question-1")
        assert len(EIGHT) == 8


def test_groups_have_a_part_of_their_own_and_hints_stand_where_they_are_heeded(story):
    story.go_to("goals")
    story.act("save_draft", "target_groups", data={"target_group": [GROUP]})
    url = story.url("step", "target_groups")
    client = story.client("responsible")
    groups, questions = client.get(url), client.get(f"{url}?part=questions")
    assert 'name="most_affected"' not in groups.text and 'name="most_affected"' in questions.text
    assert not groups.context["advice"] and len(questions.context["advice"]) == 2
    assert swedish("Back to: %(part)s") % {"part": swedish("Groups")} in questions.text
    sends(client, f"{url}?part=questions", most_affected="De unga.")
    assert story.text("target_groups")["most_affected"] == ["De unga."]
    assert [row["name"] for row in story.text("target_groups")["target_group"]] == [GROUP["name"]]

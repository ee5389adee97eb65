"""What stands around the text of a step: its phase, how far it is, what remains, what it rests on, what members said."""

import re

import pytest

from dialog.cases.next import next_after
from dialog.process.phases import process
from tests.pages import Page
from tests.story import GOAL, PURPOSE, Story

WITHOUT_ANYBODY = {key: text for key, text in PURPOSE.items() if key != "requested_by"}


def part_of(page: str, begin: str, end: str) -> str:
    """Return the page from where something begins to where it ends."""
    assert begin in page, begin
    return page.partition(begin)[2].partition(end)[0]


def head(page: str) -> str:
    return part_of(page, 'id="saved"', "</section>").partition("<form")[0]


def fold_of_comments(page: str) -> str:
    return part_of(page, '<details class="panel fold talk-fold', "</summary>")


class TestTheSideList:
    def test_it_names_the_phase_with_its_steps_the_gate_last_and_the_other_phases(self, story):
        side = part_of(story.client("responsible").get(story.url("step", "goals")).text, '<nav class="side', "</nav>")
        titles = [side.index(f">{step.number}. {step.title}<") for step in process.phase("planning").steps]
        assert titles == sorted(titles)
        assert side.index(str(process.step("planning_gate").title)) > titles[-1]
        assert "Genomföra" in side and "Följa upp" in side
        assert "Steg 6 av 8 i <b>Planera</b>" in side, "on a phone this line is all of it"

    def test_it_counts_what_is_done(self, story):
        story.carry("purpose", "question")
        side = part_of(story.client("responsible").get(story.url("step", "goals")).text, '<nav class="side', "</nav>")
        assert "2 av 8" in side
        assert side.count('<i class="on">') == 2

    @pytest.mark.parametrize("phase", [phase.key for phase in process.phases])
    def test_every_step_and_every_gate_is_reached_from_each_of_its_phase(self, story, phase):
        steps = [*process.phase(phase).steps, process.phase(phase).gate]
        page = story.client("reader").get(story.url("step", steps[0].key)).text
        side = part_of(page, '<nav class="side', "</nav>")
        assert all(f'href="{story.url("step", step.key)}"' in side for step in steps if step.is_shown(story.access()))


class TestWhatCameBack:
    def test_its_comment_stands_above_the_text_and_opens_no_fold_below(self, story):
        story.act("propose", "purpose", data=PURPOSE)
        story.act("send_back", "purpose", by="elected", comment="Skriv vad som redan är bestämt.")
        page = story.client("responsible").get(story.url("step", "purpose")).text
        assert "Skriv vad som redan är bestämt." in part_of(page, 'class="sent-back"', "</section>")
        assert " open" not in fold_of_comments(page).partition(">")[0]
        assert "obesvarad" in fold_of_comments(page), "the fold says that it is there"


class TestHowFarItIs:
    def test_the_head_says_it_and_leads_to_what_remains(self, story):
        story.act("save_draft", "purpose", data=WITHOUT_ANYBODY)
        page = story.client("responsible").get(story.url("step", "purpose")).text
        assert "Utkast, sparat" in head(page)
        assert '<a class="go" href="#remains">En sak återstår</a>' in head(page)
        assert "av Amir" not in head(page), "her own draft needs no name"
        assert "av Amir Haddad" in head(story.client("civil_servant").get(story.url("step", "purpose")).text)

    def test_what_remains_stands_right_above_the_buttons_demands_before_advice(self, story):
        story.act("save_draft", "goals", data={"goal": [{**GOAL, "type": ["process"], "indicators": []}]})
        page = story.client("responsible").get(story.url("step", "goals")).text
        remains = part_of(page, '<div id="remains">', '<div class="acts foot">')
        assert page.index('<div id="remains">') > page.index('id="goal-add"')
        assert remains.index("indikator") < remains.index("Ett råd")

    def test_a_proposal_names_whom_it_waits_for(self, story):
        story.act("propose", "purpose", data=PURPOSE)
        assert "Väntar på Karin Lund" in head(story.client("responsible").get(story.url("step", "purpose")).text)

    def test_where_nobody_can_answer_it_says_so_before_and_after_the_proposal_is_sent(self, house):
        story = Story(house)
        for membership in story.case.memberships.filter(role="elected"):
            membership.delete()
        before = story.client("responsible").get(story.url("step", "purpose")).text
        assert "Ingen kan svara än" in part_of(before, '<div id="remains">', '<div class="acts foot">')
        story.act("propose", "purpose", data=PURPOSE)
        assert "ingen kan svara än" in head(story.client("responsible").get(story.url("step", "purpose")).text)


class TestAnAutosave:
    def renewed(self, story, step, data, **more):
        posted = story.posted(step, data, **more) | {"act": "save_draft", "whole": "1"}
        answer = story.client("responsible").post(
            story.url("step", step), posted, headers={"Accept": "application/json"}
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    def test_it_renews_the_head_the_list_and_the_marks(self, story):
        found = self.renewed(story, "purpose", {**PURPOSE, "requested_by": []})["renewed"]
        assert "Utkast, sparat" in part_of(found, 'id="saved"', 'id="remains"')
        assert "En sak återstår" in found
        assert "Skriv vem som efterfrågar resultatet" in part_of(found, 'id="remains"', "</section>")
        assert "återstår" in part_of(found, 'id="requested_by-remains" hx-swap-oob="innerHTML"', "</span><span id")
        assert part_of(found, 'id="purpose-remains" hx-swap-oob="innerHTML"', "/span>") == "><", "it is written now"

    def test_every_part_of_it_finds_its_place_on_the_page(self, story):
        data = {"goal": [{**GOAL, "row": ["0000abcd"], "indicators": []}]}
        found = self.renewed(story, "goals", data)["renewed"]
        page = story.client("responsible").get(story.url("step", "goals")).text
        ids = set(re.findall(r'id="([^"]+)" hx-swap-oob', found))
        assert {"saved", "remains", "side-sign", "0000abcd-state"} <= ids
        assert ids <= set(re.findall(r' id="([^"]+)"', page))
        assert Page(page).broken == set()

    def test_it_leads_to_the_page_of_a_row_and_on_that_page_to_its_fields(self, story):
        data = {"goal": [{**GOAL, "row": ["0000abcd"], "indicators": []}]}
        in_list = self.renewed(story, "goals", data)["renewed"]
        assert f'href="{story.url("step", "goals")}?row=0000abcd#goal-0000abcd-indicators"' in in_list
        data["goal"][0]["goal"] = ["Ett annat mål"]
        there = self.renewed(story, "goals", data, piece="goal-0000abcd")["renewed"]
        assert 'href="#goal-0000abcd-indicators"' in there
        assert 'id="goal-0000abcd-indicators-remains"' in there


class TestQuestionAndPurpose:
    def test_they_stand_beside_the_step_and_not_above_its_title(self, story):
        story.carry("purpose", "question")
        page = story.client("responsible").get(story.url("step", "goals")).text
        beside = part_of(page, '<aside class="aside"', "</aside>")
        assert "Båda är godkända" in beside
        assert story.version("question").data["question"][0] in beside
        assert page.index('id="page-title"') < page.index('<aside class="aside"')

    def test_what_is_not_there_yet_says_in_which_step_it_is_written(self, story):
        page = story.client("responsible").get(story.url("step", "goals")).text
        beside = part_of(page, '<aside class="aside"', "</aside>")
        assert "Frågan är inte skriven än." in beside and "Steg 3" in beside
        story.act("save_draft", "question", data={"question": ["Hur?"]})
        page = story.client("responsible").get(story.url("step", "goals")).text
        assert "Frågan är inte godkänd än." in part_of(page, '<aside class="aside"', "</aside>")
        outside = story.client("stranger").get(story.url("step", "goals")).text
        assert "Frågan är inte skriven än." in part_of(outside, '<aside class="aside"', "</aside>"), (
            "of a draft no word"
        )


class TestComments:
    def test_they_are_one_line_until_somebody_has_said_something_that_is_not_answered(self, story):
        def fold():
            return fold_of_comments(story.client("responsible").get(story.url("step", "goals")).text)

        assert " open" not in fold() and "Fråga eller kommentera" in fold()
        story.act("comment", "goals", by="reader", text="Är målen för många?")
        assert " open" in fold() and "1 kommentar, 1 obesvarad" in fold()
        story.act("comment", "goals", text="Nej.", answers=story.case.comments.get().pk)
        assert " open" not in fold() and "1 kommentar" in fold() and "obesvarad" not in fold()

    def test_what_was_typed_there_and_not_sent_stands_open(self, story):
        answer = story.post("responsible", "goals", "comment", **{"comment-comment": ""})
        assert " open" in fold_of_comments(answer.text)


class TestTheWayOn:
    def after(self, story, step, act, data):
        """Return the page that comes when something is done."""
        posted = story.posted(step, data) | {"act": act}
        return story.client("responsible").post(story.url("step", step), posted, follow=True).text

    def test_every_step_ends_with_what_comes_next_for_whoever_reads_it(self, story):
        story.carry("purpose")
        page = story.client("responsible").get(story.url("step", "purpose")).text
        on = part_of(page, '<nav class="onward"', "</nav>")
        thing = next_after(story.access(), process.step("purpose"))
        assert thing.url in on and f"Nästa: {thing.title}" in on
        assert '<nav class="onward"' not in story.client("stranger").get(story.url("step", "purpose")).text

    @pytest.mark.parametrize("step", [step.key for step in process.steps() if step.phase])
    def test_no_step_leads_on_to_itself(self, story, step):
        for who in ("responsible", "elected"):
            page = story.client(who).get(story.url("step", step)).text
            on = page.partition('<nav class="onward"')[2].partition("</nav>")[0]
            assert f'href="{story.url("step", step)}"' not in on

    def test_what_was_sent_says_to_whom_and_what_to_do_meanwhile(self, story):
        page = self.after(story, "purpose", "propose", PURPOSE)
        said = part_of(page, 'class="messages"', '<p class="crumb">')
        assert "Förslaget är skickat till Karin Lund" in said
        assert "Under tiden: <a href=" in said

    def test_what_was_finished_says_what_comes_next(self, story):
        story.go_to("goals")
        page = self.after(story, "goals", "finish", {"goal": [{**GOAL, "row": ["0000abcd"]}]})
        assert "Nästa: <a href=" in part_of(page, 'class="messages"', '<p class="crumb">')


class TestGatesAndRegisters:
    @pytest.mark.parametrize("gate", [phase.gate.key for phase in process.phases])
    def test_a_gate_stands_in_the_frame_of_its_phase(self, story, gate):
        page = story.client("responsible").get(story.url("step", gate)).text
        side = part_of(page, '<nav class="side', "</nav>")
        assert f'class="gate-line" href="{story.url("step", gate)}" aria-current="page"' in side
        assert 'class="stick"' in page and Page(page).broken == set()

    def test_the_last_act_of_a_register_stands_below_its_rows(self, story):
        story.plan().tell("planning_gate")
        page = story.client("responsible").get(story.url("step", "analysis")).text
        if 'value="mark_done"' in page:
            assert page.index('id="conclusions"') < page.index('value="mark_done"')

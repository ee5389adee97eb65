"""Planen: what was planned, as it was confirmed; before that, what is in force, marked as a draft."""

import datetime as dt

import pytest

from dialog.models import Case
from handbook.loading import load_editions
from handbook.models import DirectionGoal, Principle
from reports.blocks import Figure, Quote, Table
from reports.document import NothingToReport
from reports.kinds import KINDS
from reports.render import as_html, as_text
from tests.reports.told import sv
from tests.story import GATE, GOAL, GROUP, GROUPS, PLANNING, Story

KIND = KINDS["plan"]


def build(story: Story, who: str = "responsible"):
    return KIND.build(story.access(who), "")


def blocks_of(document) -> list:
    return [block for section in document.sections for block in section.blocks]


@pytest.fixture
def confirmed(story: Story) -> Story:
    """The planning is confirmed at its gate."""
    Case.objects.filter(pk=story.pk).update(registry_number="TN 2026/114")
    story.plan().act("confirm_gate", "planning_gate", data=GATE, section="§ 108", section_date=story.today)
    return story


class TestAsConfirmed:
    def test_it_holds_everything_that_was_planned(self, confirmed):
        text = as_text(build(confirmed))
        for part in (
            "TN 2026/114",
            "Förstå hur olika grupper vill använda Norra stranden.",
            "Hur ska Norra stranden bli en badplats för fler?",
            "Vi svarar på varje förslag.",
            "Tre grupper som sällan hörs har sagt sin mening.",
            "Antal samtal",
            "Räknas vid varje aktivitet.",
            "Unga 13–19 år",
            "Lena Ek",
            "Nämnden förfogar över drift och investering på stranden.",
            "Läget är inte bestämt.",
        ):
            assert part in text

    def test_it_says_who_confirmed_it_when_and_under_which_paragraph(self, confirmed):
        text = as_text(build(confirmed))
        assert "Karin Lund, 3 november 2026, § 108" in text
        assert "Vi är redo." in text

    def test_it_is_no_draft(self, confirmed):
        assert not build(confirmed).draft

    def test_the_ladder_and_the_matrix_are_drawn(self, confirmed):
        pictures = [block for block in blocks_of(build(confirmed)) if isinstance(block, Figure)]
        assert len(pictures) == 2
        assert "Dialog" in pictures[0].alternative
        assert "Unga 13–19 år" in pictures[1].alternative

    def test_a_group_lies_in_the_matrix_where_its_answers_put_it_and_says_another_priority(self, story):
        loud = {**GROUP, "row": ["0000c002"], "name": ["Grannar"], "engagement": ["high"], "priority": ["4"]}
        told = {**loud, "priority_motivation": ["De hörs ändå."]}
        story.plan().act("finish", "target_groups", data={**GROUPS, "target_group": [GROUP, told]})
        (matrix,) = (block for block in blocks_of(build(story)) if isinstance(block, Figure) and "Unga" in block.svg)
        said = sv("%(group)s, priority %(n)d", group="Grannar", n=4)
        assert f"{sv('Priority %(n)d', n=2)}: {said}." in matrix.alternative

    def test_what_a_goal_is_tied_to_stands_in_lines_of_their_own_with_what_it_is(self, story):
        load_editions([dt.date(2024, 3, 11)])
        DirectionGoal.objects.create(key="makt", text="Lika makt.", valid_from=dt.date(2024, 1, 1))
        tied = {"tied_to_direction_goal": ["makt"], "tied_to_agenda_2030": ["11"], "tied_to_principle": ["trust"]}
        story.plan().act("finish", "goals", data={"goal": [{**GOAL, **tied}]})
        (table,) = (block for block in blocks_of(build(story)) if isinstance(block, Table) and block.layout == "goals")
        direction, agenda, principle = table.rows[0][0].text.splitlines()
        assert direction == sv("Direction goal: %(goal)s", goal="Lika makt.")
        assert agenda.startswith("Agenda 2030: 11.")
        assert principle == sv("Principle: %(goal)s", goal=Principle.objects.get(key="trust").title)

    def test_in_plain_text_no_colon_follows_a_question(self, confirmed):
        text = as_text(build(confirmed))
        assert "?:" not in text
        assert "Vem efterfrågar resultatet? Tekniska nämnden" in text

    def test_how_a_group_is_affected_is_said_within_a_sentence(self, story):
        group = {**GROUP, "affected_how": ["direct", "long_term"]}
        story.plan().act("finish", "target_groups", data={**GROUPS, "target_group": [group]})
        assert "Berörda: direkt, på sikt." in as_text(build(story))

    def test_what_is_changed_afterwards_leaves_it_as_it_was_and_is_named(self, confirmed):
        before = as_text(build(confirmed))
        other = {**GROUP, "name": ["Äldre"]}
        confirmed.later(days=3)
        confirmed.act("finish", "target_groups", data={**GROUPS, "target_group": [other]})
        after = as_text(build(confirmed))
        assert "Unga 13–19 år" in after
        assert "Äldre" not in after
        assert after.startswith(before.rstrip())
        assert f"- {sv('Target group analysis')}, 6 november 2026" in after

    def test_a_later_decision_does_not_take_the_place_of_the_confirmed_one(self, confirmed):
        confirmed.later(days=1)
        level = {**confirmed.text("influence_level"), "level": ["consultation"], "supersede_reason": ["Ont om tid."]}
        confirmed.decide("influence_level", **level)
        text = as_text(build(confirmed))
        assert "Ont om tid." not in text

    def test_an_exception_stands_with_its_reason_and_who_wrote_it(self, story):
        story.plan()
        story.act("take_back", "goals", comment="Inte klart.")
        story.act("make_exception", "planning_gate", line="goals", reason="Målen kommer i mars.")
        story.act("confirm_gate", "planning_gate", data=GATE)
        reason = "Målen kommer i mars. (Amir Haddad)"
        assert f"{sv('Exception')}: {reason}" in as_text(build(story))

    def test_a_step_that_was_passed_says_so_in_its_own_place(self, story):
        story.carry(*(step for step in PLANNING if step != "goals"))
        story.act("make_exception", "planning_gate", line="goals", reason="Målen kommer i mars.")
        story.act("confirm_gate", "planning_gate", data=GATE)
        words = sv("Passed with an exception: %(reason)s", reason="Målen kommer i mars. (Amir Haddad)")
        assert words in as_text(build(story))


class TestBeforeItIsConfirmed:
    def test_it_is_the_planning_in_force_marked_as_a_draft(self, story):
        story.go_to("influenceable")
        document = build(story)
        assert document.draft
        assert "Förstå hur olika grupper vill använda Norra stranden." in as_text(document)
        assert sv("Not done yet.") in as_text(document)
        assert sv("The committee has not decided anything yet.") in as_text(document)

    def test_nobodys_draft_is_in_it(self, story):
        story.go_to("influenceable")
        story.act("save_draft", "purpose", data={"purpose": ["Ett utkast till syfte."]})
        assert "Ett utkast till syfte." not in as_text(build(story))

    def test_with_nothing_in_force_there_is_no_plan(self, story):
        story.act("save_draft", "purpose", data={"purpose": ["Ett utkast till syfte."]})
        with pytest.raises(NothingToReport):
            build(story)

    def test_everybody_reads_the_same(self, story):
        story.go_to("influenceable")
        assert build(story) == build(story, "stranger")


class TestOnTheScreen:
    def test_whoever_may_read_the_case_may_read_its_plan(self, confirmed):
        for who in ("responsible", "reader", "stranger", "support"):
            page = confirmed.client(who).get(confirmed.url("report", "plan"))
            assert page.status_code == 200
            assert "Vi svarar på varje förslag." in page.text

    def test_in_a_case_for_members_only_a_stranger_finds_nothing(self, confirmed):
        Case.objects.filter(pk=confirmed.pk).update(visibility=Case.Visibility.MEMBERS_ONLY)
        assert confirmed.client("stranger").get(confirmed.url("report", "plan")).status_code == 404
        assert confirmed.client("communicator").get(confirmed.url("report", "plan")).status_code == 404

    def test_the_number_of_queries_keeps_its_bounds(self, confirmed, django_assert_max_num_queries):
        client = confirmed.client("responsible")
        client.get(confirmed.url("report", "plan"))
        with django_assert_max_num_queries(50):
            client.get(confirmed.url("report", "plan"))


def test_the_promise_is_quoted(confirmed):
    assert Quote("Vi svarar på varje förslag.", sv("The promise to the participants")) in [
        block for section in build(confirmed).sections for block in section.blocks
    ]
    assert "style=" not in as_html(build(confirmed))

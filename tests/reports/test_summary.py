"""The summary report: the words of those who learned, and every number counted where it stands."""

import datetime as dt

import pytest
from django.http import Http404

from dialog.models import Case
from dialog.process.access import load
from followup.models import Conclusion
from reports.blocks import Box, Figure, KeyFigures, ListBlock, Table
from reports.document import Document, NothingToReport, Shape
from reports.kinds import KINDS
from reports.render import as_html, as_text
from tests.execution.tale import METHODS, YOUNG
from tests.reports import told
from tests.reports.told import sv, sv_n
from tests.story import Story

KIND = KINDS["summary"]


def build(story: Story, who: str = "responsible", part: str = "") -> Document:
    return KIND.build(story.access(who), part)


def blocks(document: Document, kind: type) -> list:
    return [block for section in document.sections for block in section.blocks if isinstance(block, kind)]


def table(document: Document, head: str) -> Table:
    """The table whose last column has that heading."""
    return next(one for one in blocks(document, Table) if one.head[-1] == head)


@pytest.fixture
def finished(story: Story) -> Story:
    """A dialogue whose report stands."""
    Case.objects.filter(pk=story.pk).update(registry_number="TN 2026/114")
    told.finish(story)
    return story


class TestWhatItSays:
    def test_it_tells_how_each_group_was_invited(self, finished):
        [row] = table(build(finished), sv("How we invited them")).rows
        assert row[-1] == "genom skolan, sms"

    def test_a_method_that_was_chosen_and_never_used_says_so(self, finished):
        unused = {"row": ["0000d002"], "method": ["fokusgrupp"], "target_groups": [YOUNG], "time": ["Tre veckor"]}
        finished.act("finish", "methods", data={"method": [*METHODS["method"], unused]})
        rows = {row[0]: row for row in table(build(finished), sv("Why this method")).rows}
        assert rows["Fokusgrupp"][1:3] == (sv("not used"), "Tre veckor")

    def test_without_a_conversation_it_says_itself_which_handbook_it_follows(self, finished):
        Case.objects.filter(pk=finished.pk).update(edition=dt.date(2026, 3, 1))
        text = as_text(build(finished))
        assert "Rapporten följer handbokens utgåva" in text and "Den följer" not in text

    def test_it_is_called_after_the_question_and_has_a_cover(self, finished):
        document = build(finished)
        assert document.title == "Hur ska Norra stranden bli en badplats för fler?"
        assert document.shape == Shape.REPORT
        assert not document.draft

    def test_the_six_sections_are_told_in_their_own_words(self, finished):
        text = as_text(build(finished))
        for name in ("process", "results", "use_in_governance", "methods", "worked_well", "worked_less_well"):
            assert told.LEARNING[name][0] in text

    def test_in_brief_it_gives_the_answer_and_counts_everything_itself(self, finished):
        brief = build(finished).brief
        assert "Med ljus, och plats att gå." in "\n".join(line for block in brief.blocks for line in block.lines())
        [figures] = [block for block in brief.blocks if isinstance(block, KeyFigures)]
        assert [number for number, _words in figures.figures] == ["61", "1", "4", "3"]
        many = sv_n("conclusion, %(n)d being followed", "conclusions, %(n)d being followed", 3, n=2)
        assert figures.figures[-1][1] == many

    def test_a_duplicate_is_kept_and_said(self, finished):
        words = (
            "%(n)s of them is the same voice recorded twice.",
            "%(n)s of them are the same voice recorded twice.",
        )
        assert sv_n(*words, 1, n="1") in as_text(build(finished))

    def test_it_says_that_all_are_read_only_when_they_are(self, finished):
        everything = sv("All have been read and kept, and nothing has been left out.")
        assert everything in as_text(build(finished))
        finished.act("add_contributions", "compilation", rows=[{"key": "0000cafe", "text": "Fler bänkar."}])
        text = as_text(build(finished))
        assert everything not in text
        some = sv("All are kept, and nothing has been left out.")
        assert some in text

    def test_what_a_resident_said_is_not_quoted(self, finished):
        assert "Hemligt för rapporten" not in as_text(build(finished))
        assert "Hemligt för rapporten" not in as_html(build(finished))

    def test_themes_stand_by_weight_with_what_they_stand_for(self, finished):
        found = table(build(finished), sv("Represents"))
        assert found.rows == (("Belysning", "3", "Mer ljus"), ("Stigar", "1", "Bredare stigar"))

    def test_each_conclusion_says_how_many_it_rests_on_and_what_becomes_of_it(self, finished):
        rows = table(build(finished), sv("State")).rows
        assert [(str(row[0]), row[1], row[3].sign) for row in rows] == [
            ("Det är mörkt.", "3", "done"),
            ("Stigen är smal.", "1", "half"),
            ("Bygg en ramp.", "1", "no"),
        ]
        assert "Det är för nära bostäder." in str(rows[2][2])

    def test_a_conclusion_that_was_dropped_leaves_the_counts(self, finished):
        Conclusion.objects.filter(case=finished.pk, conclusion="Bygg en ramp.").update(dropped_because="Dubbel.")
        document = build(finished)
        assert "Bygg en ramp." not in as_text(document)
        assert document.brief.blocks[-1].figures[-1][0] == "2"

    def test_participants_stand_beside_those_aimed_for(self, finished):
        found = table(build(finished), sv("Share"))
        assert [row[:3] for row in found.rows] == [("Unga 13–19 år", "40", "61"), (sv("Everyone"), "40", "61")]

    def test_goals_have_their_outcomes(self, finished):
        [row] = table(build(finished), sv("Achieved?")).rows
        assert str(row[2]) == "Fyra grupper har sagt sin mening."
        assert row[3].sign == "done"

    def test_decisions_gates_and_who_noted_the_result_stand_in_the_order_of_their_days(self, finished):
        rows = decisions(build(finished)).rows
        said = " ".join(str(cell) for row in rows for cell in row)
        assert "Tekniska nämnden §\xa012" in said
        assert sv("The planning is done") in said
        assert "Dialog" in said

    def test_a_decision_on_another_wording_is_said(self, finished):
        other = {**finished.text("purpose"), "purpose": ["Ett annat syfte."]}
        finished.act("propose", "purpose", data=other)
        finished.act("approve", "purpose")
        text = as_text(build(finished))
        assert "Ett annat syfte." in text
        assert "Förstå hur olika grupper vill använda Norra stranden." in text

    def test_what_was_passed_with_an_exception_is_told_with_its_reason(self, finished):
        reason = "Ärendet började före programmet."
        finished.act("make_exception", "execution_gate", line="feedback", reason=reason)
        finished.act("confirm_gate", "execution_gate", data={"went_as_expected": ["yes"]})
        assert reason in as_text(build(finished))

    def test_next_time_stands_in_a_box_of_its_own(self, finished):
        [box] = blocks(build(finished), Box)
        assert box.blocks == (ListBlock(("Börja med föreningarna.",)),)

    def test_the_activities_are_listed_at_the_end(self, finished):
        [row] = table(build(finished), sv("How it worked")).rows
        assert (str(row[1]), row[3], row[4]) == ("Kväll på Kompassen: Kompassen", "61", "4")

    def test_figures_and_tables_are_numbered_through(self, finished):
        document = build(finished)
        figures, tables = blocks(document, Figure), [one for one in blocks(document, Table) if one.caption]
        assert [one.label for one in figures] == [sv("Figure %(n)d", n=n) for n in range(1, len(figures) + 1)]
        assert [one.label for one in tables] == [sv("Table %(n)d", n=n) for n in range(1, len(tables) + 1)]


def decisions(document: Document) -> Table:
    return next(
        one
        for one in blocks(document, Table)
        if one.caption == sv("Decisions with date, committee, minute number (§) and reasons.")
    )


class TestWhatIsNotFinished:
    def test_from_the_planning_on_members_have_a_draft_of_it(self, story):
        story.plan().act(
            "confirm_gate", "planning_gate", data={"parts_done": ["yes"], "working_group_prepared": ["yes"]}
        )
        document = build(story)
        assert document.draft
        assert "Vi svarar på varje förslag." in as_text(document)

    def test_before_the_planning_is_confirmed_there_is_none(self, story):
        with pytest.raises(
            NothingToReport, match=sv("There is no report yet. It starts when the planning has been confirmed.")
        ):
            build(story.plan())

    def test_the_text_that_members_write_is_theirs_until_it_is_done(self, story):
        told.hold(story)
        story.act("save_draft", "learning", data={"process": ["Ett utkast."]})
        assert "Ett utkast." in as_text(build(story))
        with pytest.raises(NothingToReport, match=sv("The report is not ready yet.")):
            build(story, "stranger")

    def test_it_is_a_draft_while_the_analysis_is_not_done(self, finished):
        assert not build(finished).draft
        finished.act("take_back", "analysis", comment="Nytt underlag.")
        assert build(finished).draft

    def test_it_is_a_draft_until_its_text_is_in_force(self, story):
        tale = told.hold(story)
        told.compile_material(story)
        story.act("mark_done", "compilation", data={})
        told.analyse(tale)
        told.look_back(story)
        story.act("save_draft", "learning", data=told.LEARNING)
        assert build(story).draft
        told.learn(story)
        assert not build(story).draft

    def test_what_is_finished_stands_while_it_is_changed(self, finished):
        finished.act("save_draft", "learning", data={**told.LEARNING, "process": ["Något annat."]})
        document = build(finished)
        assert not document.draft
        assert "Något annat." not in as_text(document)


class TestWhoMayHaveIt:
    def test_everybody_who_may_read_the_case(self, finished):
        for who in ("responsible", "elected", "reader", "support", "stranger"):
            assert KIND.may(finished.access(who))

    def test_in_a_case_for_members_only_the_communicator_gets_it_when_it_is_handed_over(self, finished):
        Case.objects.filter(pk=finished.pk).update(visibility=Case.Visibility.MEMBERS_ONLY)
        sara = load(finished.house["communicator"], finished.pk, at=finished.now, for_texts=True)
        assert not KIND.may(sara)
        tale = told.Tale(finished)
        tale.act(
            "hand_over", "publication", "0000bb01", kind="summary", data={"title": ["Rapporten"], "language": ["sv"]}
        )
        sara = load(finished.house["communicator"], finished.pk, at=finished.now, for_texts=True)
        assert KIND.may(sara)
        assert KIND.build(sara, "0000bb01") == build(finished)

    def test_a_stranger_does_not_learn_of_a_case_for_members_only(self, finished):
        Case.objects.filter(pk=finished.pk).update(visibility=Case.Visibility.MEMBERS_ONLY)
        with pytest.raises(Http404):
            load(finished.house["stranger"], finished.pk, at=finished.now, for_texts=True)

    def test_another_part_is_nothing(self, finished):
        with pytest.raises(NothingToReport):
            build(finished, part="0000bb01")


def test_the_number_of_queries_does_not_grow_with_what_was_said(finished, django_assert_max_num_queries):
    with django_assert_max_num_queries(70):
        as_html(build(finished))

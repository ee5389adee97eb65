"""Beslutsunderlag: what a body gets to read before it decides, and what is marked as not finished."""

import datetime as dt
import re

import pytest
from django import forms
from django.utils.translation import override

from dialog.forms.step_form import StepForm
from dialog.process.decision_form import DecisionFields
from dialog.process.phases import Phase, process
from dialog.process.step import DecidedStep
from planning.models import Influenceable
from reports.blocks import Facts, Figure, Quote
from reports.document import NothingToReport
from reports.kinds import KINDS
from reports.render import as_html, as_text
from tests.reports.told import hold
from tests.story import QUESTION, YES

KIND = KINDS["decision_basis"]


def build(story, part: str = ""):
    return KIND.build(story.access(), part)


class TestWhatItSays:
    def test_who_proposes_what_why_on_which_purpose_and_question(self, proposed):
        text = as_text(build(proposed))
        for part in (
            "TN 2026/114",
            "Tekniska nämnden beslutar att frågan är påverkbar",
            "Amir Haddad, 3 november 2026",
            "Nämnden förfogar över drift och investering på stranden.",
            "Förstå hur olika grupper vill använda Norra stranden.",
            "Hur ska Norra stranden bli en badplats för fler?",
            "Underlag när nämnden väljer läge för bryggan.",
            "Val av utformning och läge, 18 maj 2027",
        ):
            assert part in text

    def test_what_follows_a_yes_a_no_and_a_wait(self, proposed):
        [afterwards] = [s for s in build(proposed).sections if s.heading == "Vad som händer sedan"]
        facts = next(block for block in afterwards.blocks if isinstance(block, Facts))
        assert [fact.label for fact in facts.facts] == ["Ja på båda frågorna", "Nej på någon av dem", "Beslutet dröjer"]

    @pytest.mark.parametrize(
        ("first", "second", "words"),
        [
            ("no", None, "beslutar att frågan inte är påverkbar. Ingen invånardialog hålls."),
            ("yes", "no", "men att de som beslutar inte är det. Ingen invånardialog hålls."),
        ],
    )
    def test_a_proposed_no_says_that_no_dialogue_is_held(self, approved, first, second, words):
        text = {**YES, "question_influenceable": [first], "decision_makers_influenceable": [second] if second else []}
        approved.act("propose", "influenceable", data=text)
        assert words in as_text(build(approved))

    def test_it_is_in_the_municipalitys_language_whoever_prints_it(self, proposed):
        with override("en"):
            assert build(proposed).kind == "Beslutsunderlag"
            assert "Förslag till beslut" in as_html(build(proposed))

    def test_the_decisions_own_date_and_paragraph_are_no_part_of_it(self, approved):
        approved.act("propose", "influenceable", data={**YES, "decided_on": ["2026-11-03"], "section": ["§ 102"]})
        assert "102" not in as_text(build(approved))

    def test_the_same_proposal_reads_the_same_on_another_day(self, proposed):
        before = build(proposed)
        proposed.later(days=70)
        assert build(proposed) == before

    def test_what_is_written_after_the_proposal_changes_nothing_in_it(self, proposed):
        before = build(proposed)
        proposed.act("save_draft", "question", data={"question": ["En annan fråga?"]})
        assert build(proposed) == before

    def test_a_new_proposal_tells_the_decision_that_it_replaces(self, proposed):
        proposed.decide()
        again = {**YES, "decision_makers_influenceable": ["no"], "supersede_reason": ["Pengarna är slut."]}
        proposed.act("propose", "influenceable", data=again)
        text = as_text(build(proposed))
        assert "Gäller i dag: Tekniska nämnden, 3 november 2026" in text
        assert "Varför det ersätts: Pengarna är slut." in text

    def test_a_postponed_matter_says_until_when(self, proposed):
        proposed.act("postpone", "influenceable", until=dt.date(2026, 12, 8))
        assert "Bordlagt till: 8 december 2026" in as_text(build(proposed))


class TestWhatIsNotFinished:
    def test_a_proposal_on_approved_wording_carries_no_mark(self, proposed):
        assert not build(proposed).draft

    def test_a_draft_is_marked(self, approved):
        approved.act("save_draft", "influenceable", data=YES)
        document = build(approved)
        assert document.draft
        assert "Utkast av: Amir Haddad" in as_text(document)

    def test_an_incomplete_draft_can_be_printed_and_says_what_is_open(self, approved):
        approved.act("save_draft", "influenceable", data={"motivation": ["Vi tror det."]})
        assert "Inget svar är föreslaget än." in as_text(build(approved))

    def test_a_proposal_on_wording_that_nobody_has_approved_is_marked(self, story):
        story.act("save_draft", "question", data=QUESTION)
        story.act("propose", "influenceable", data=YES)
        document = build(story)
        assert document.draft
        assert "Hur ska Norra stranden bli en badplats för fler?, Ett utkast som inte är godkänt." in as_text(document)
        assert "Syfte: Inte skrivet än." in as_text(document)

    def test_with_nothing_prepared_there_is_nothing_to_print(self, approved):
        with pytest.raises(NothingToReport):
            build(approved)

    def test_a_decision_that_was_made_is_no_proposal_any_more(self, proposed):
        proposed.decide()
        with pytest.raises(NothingToReport):
            build(proposed)


LEVEL = {
    "level": ["dialogue"],
    "motivation": ["Det kräver samtal."],
    "promise": ["Vi prövar frågan tillsammans med er."],
}


class TestTheLevelOfInfluence:
    @pytest.fixture
    def level(self, approved):
        """The question can be influenced; the body has the level before it."""
        approved.carry("influenceable")
        approved.act("propose", "influence_level", data=LEVEL)
        return approved

    def test_the_ladder_is_drawn_with_the_proposed_level_and_the_promise_beside_it(self, level):
        document = build(level)
        [promise] = [section for section in document.sections if section.heading == "Vad vi lovar deltagarna"]
        quote, picture = promise.blocks
        assert quote == Quote("Vi prövar frågan tillsammans med er.")
        assert isinstance(picture, Figure)
        assert "Förslag: Dialog, invånarna får diskutera" in picture.alternative
        assert "Tekniska nämnden beslutar att inflytandenivån är Dialog: invånarna får diskutera." in as_text(document)

    def test_a_part_with_another_level_stands_in_it_too(self, level):
        level.act("withdraw", "influence_level")
        part = {"row": ["0a1b2c3d"], "part": ["Skolgården"], "level": ["influence"], "promise": ["Ni tar fram den."]}
        level.act("propose", "influence_level", data={**LEVEL, "part": [part]})
        text = as_text(build(level))
        assert "Mer om förslaget" in text
        assert re.search("Skolgården; .*Inflytande; .*Ni tar fram den.", text)

    def test_of_two_prepared_decisions_the_proposed_one_comes_first_and_the_other_can_be_chosen(self, level):
        level.act("save_draft", "influenceable", data={**YES, "motivation": ["Läget är ett annat."]})
        assert [key for key, _title in KIND.parts(level.access())] == ["influence_level", "influenceable"]
        assert "Läget är ett annat." not in as_text(build(level))
        assert "Läget är ett annat." in as_text(build(level, "influenceable"))


class OtherForm(DecisionFields, StepForm):
    answer = forms.ChoiceField(label="Svar", choices=[("later", "Vi väntar")])
    cost = forms.CharField(label="Vad det kostar")

    class Meta:
        model = Influenceable
        fields = ("motivation",)


class Other(DecidedStep):
    key, title, role, form = "other_decision", "Annat beslut", "elected", OtherForm

    def deciding_fields(self):
        return ("answer",)


class TestAnyOtherDecision:
    @pytest.fixture
    def other(self, approved):
        """A decided step that a later programmer has added, with its proposal sent."""
        phase = process.add(Phase("invented", "Påhittad", (Other(),)))
        approved.act("propose", "other_decision", data={"answer": ["later"], "cost": ["40 000 kronor"]})
        yield approved
        process.remove(phase)

    def test_it_has_its_basis_without_a_change_here(self, other):
        document = build(other, "other_decision")
        text = as_text(document)
        assert "Tekniska nämnden beslutar: Vi väntar." in text
        assert "Gäller: Annat beslut" in text
        assert "Mer om förslaget\n\nVad det kostar: 40 000 kronor" in text
        assert document.sections[-1].heading == "Vad som händer sedan"

    def test_a_part_that_is_not_being_decided_is_nothing_to_print(self, proposed):
        with pytest.raises(NothingToReport):
            build(proposed, "purpose")


class TestADecisionOnTheResult:
    """What a body decides on the result is prepared in a row of the register of the analysis."""

    @pytest.fixture
    def prepared(self, story):
        """A decision of another body than the case's waits for it."""
        tale = hold(story)
        text = {
            "body": [str(story.house.other_body.pk)],
            "answer": ["Parken rustas med belysning"],
            "motivation": ["Trygghet var det vanligaste temat."],
        }
        tale.act("propose", "analysis", "0000dd02", kind="decision", data=text)
        return story

    def test_it_is_printed_for_the_body_that_decides(self, prepared):
        document = build(prepared, "0000dd02")
        text = as_text(document)
        assert not document.draft
        assert "Beslutande organ: Kommunstyrelsen" in text
        assert "Kommunstyrelsen beslutar: Parken rustas med belysning." in text
        assert "Trygghet var det vanligaste temat." in text

    def test_it_stands_among_the_others_by_what_it_is_called(self, prepared):
        [(key, title)] = KIND.parts(prepared.access())
        assert (key, title) == ("0000dd02", "Kommunstyrelsen")

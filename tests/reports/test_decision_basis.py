"""Beslutsunderlag: what a body gets to read before it decides, and what is marked as not finished."""

import datetime as dt

import pytest
from django import forms
from django.utils.translation import override

from dialog.engine.process import Phase, process
from dialog.engine.step import Decided
from planning.forms import InfluenceableForm
from reports.document import Facts, Figure, NothingToReport, Quote
from reports.kinds import KINDS
from reports.render import as_html, as_text
from tests.reports.conftest import QUESTION, YES

KIND = KINDS["decision_basis"]


DECIDED = {**YES, "decided_on": ["2026-11-03"], "made_by": ["body"]}


def build(prepared, part: str = "", *, who: str = "amir"):
    return KIND.build(prepared.access(who), part)


def headings(document) -> list[str]:
    return [section.heading for section in document.sections if section.heading]


@pytest.fixture
def proposed(approved):
    """The proposal that the question can be influenced waits for the body."""
    approved.act("propose", "influenceable", data=YES)
    return approved


class TestWhatItSays:
    def test_who_proposes_what_why_on_which_purpose_and_question(self, proposed):
        text = as_text(build(proposed))
        for part in (
            "TN 2026/114",
            "Tekniska nämnden beslutar att frågan är påverkbar",
            "Amir Haddad, utredare, 3 november 2026",
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

    def test_the_same_proposal_reads_the_same_on_another_day(self, proposed, time_machine):
        before = build(proposed)
        time_machine.move_to("2027-01-15")
        assert build(proposed) == before

    def test_what_is_written_after_the_proposal_changes_nothing_in_it(self, proposed):
        before = build(proposed)
        proposed.act("save_draft", "question", data={"question": ["En annan fråga?"]})
        assert build(proposed) == before

    def test_a_new_proposal_tells_the_decision_that_it_replaces(self, proposed):
        proposed.act("decide", "influenceable", by="karin", data=DECIDED)
        again = {**YES, "decision_makers_influenceable": ["no"], "supersede_reason": ["Pengarna är slut."]}
        proposed.act("propose", "influenceable", data=again)
        text = as_text(build(proposed))
        assert "Gäller i dag: Tekniska nämnden, 3 november 2026" in text
        assert "Varför det ersätts: Pengarna är slut." in text

    def test_a_postponed_matter_says_until_when(self, proposed):
        proposed.act("postpone", "influenceable", by="karin", until=dt.date(2026, 12, 8))
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

    def test_a_proposal_on_wording_that_nobody_has_approved_is_marked(self, stranden):
        stranden.act("save_draft", "question", data=QUESTION)
        stranden.act("propose", "influenceable", data=YES)
        document = build(stranden)
        assert document.draft
        assert "Hur ska Norra stranden bli en badplats för fler?, Ett utkast som inte är godkänt." in as_text(document)
        assert "Syfte: Inte skrivet än." in as_text(document)

    def test_with_nothing_prepared_there_is_nothing_to_print(self, approved):
        with pytest.raises(NothingToReport):
            build(approved)

    def test_a_decision_that_was_made_is_no_proposal_any_more(self, proposed):
        proposed.act("decide", "influenceable", by="karin", data=DECIDED)
        with pytest.raises(NothingToReport):
            build(proposed)


class LevelForm(InfluenceableForm):
    """The form of an invented decision about the level of influence, as the handbook has it."""

    question_influenceable = decision_makers_influenceable = None
    level = forms.ChoiceField(
        label="Nivå",
        choices=[
            ("information", "Information"),
            ("consultation", "Konsultation"),
            ("dialogue", "Dialog"),
            ("influence", "Inflytande"),
            ("co_decision", "Medbeslutande"),
        ],
        required=False,
    )
    promise = forms.CharField(label="Löfte", required=False)
    cost = forms.CharField(label="Vad det kostar", required=False)
    needs = {}

    def clean(self):
        return super(InfluenceableForm, self).clean()


class Level(Decided):
    key, title, role, form = "influence_level", "Inflytandenivå", "elected", LevelForm

    def deciding_fields(self):
        return ("level",)


class Other(Decided):
    key, title, role, form = "other_decision", "Annat beslut", "elected", LevelForm

    def deciding_fields(self):
        return ("level",)


LEVEL = {
    "level": ["dialogue"],
    "motivation": ["Det kräver samtal."],
    "promise": ["Vi prövar frågan tillsammans med er."],
    "cost": ["40 000 kronor"],
}


@pytest.fixture
def invented():
    """A phase that a later programmer might add, with decisions of its own."""
    known = process.find("influence_level")
    steps = (Other(),) if known else (Level(), Other())
    phase = process.add(Phase("invented", "Påhittad", steps))
    yield phase
    process.remove(phase)


@pytest.mark.skipif(process.find("influence_level") is not None, reason="the step is declared by planning")
class TestTheLevelOfInfluence:
    def test_the_ladder_is_drawn_with_the_proposed_level_and_the_promise_beside_it(self, approved, invented):
        approved.act("propose", "influence_level", data=LEVEL)
        document = build(approved)
        [promise] = [section for section in document.sections if section.heading == "Vad vi lovar deltagarna"]
        quote, picture = promise.blocks
        assert quote == Quote("Vi prövar frågan tillsammans med er.")
        assert isinstance(picture, Figure)
        assert "Förslag: Dialog, invånarna får diskutera" in picture.alternative
        assert "Tekniska nämnden beslutar att inflytandenivån är Dialog: invånarna får diskutera." in as_text(document)

    def test_other_answers_of_the_step_stand_in_it_too(self, approved, invented):
        approved.act("propose", "influence_level", data=LEVEL)
        assert "Mer om förslaget\n\nVad det kostar: 40 000 kronor" in as_text(build(approved))

    def test_of_two_prepared_decisions_the_proposed_one_comes_first_and_the_other_can_be_chosen(
        self, approved, invented
    ):
        approved.act("save_draft", "influenceable", data=YES)
        approved.act("propose", "influence_level", data=LEVEL)
        assert [key for key, _title in KIND.parts(approved.access())] == ["influence_level", "influenceable"]
        assert "Gäller: Inflytandenivå" in as_text(build(approved))
        assert "Gäller: " in as_text(build(approved, "influenceable"))


class TestAnyOtherDecision:
    def test_a_decided_step_that_is_added_later_has_its_basis_without_a_change_here(self, approved, invented):
        approved.act("propose", "other_decision", data=LEVEL)
        document = build(approved, "other_decision")
        assert "Tekniska nämnden beslutar: Dialog." in as_text(document)
        assert "Gäller: Annat beslut" in as_text(document)
        assert headings(document)[-1] == "Vad som händer sedan"

    def test_a_part_that_is_not_being_decided_is_nothing_to_print(self, proposed):
        with pytest.raises(NothingToReport):
            build(proposed, "purpose")

"""A step is declared once, in its own app, and is found everywhere: on the map, at the gate, in the inbox, in history."""

import pytest
from django import forms
from django.core.checks import run_checks

from dialog.forms.layout import Layout, More, Part, Rest, Tables
from dialog.forms.step_form import RowForm, TablesForm
from dialog.process.access import allowed_acts
from dialog.process.checks import check_addresses, check_steps
from dialog.process.conditions import Condition
from dialog.process.gate import Gate
from dialog.process.phases import Phase, Process, process
from dialog.process.register import Register, RowKind
from dialog.process.state import map_of
from dialog.process.step import DecidedStep, WrittenStep
from dialog.rights import CIVIL_SERVANT, ELECTED, SHARED
from planning.models import Goal
from reports.further import further_in_force
from tests.story import Story


class InventedForm(TablesForm):
    """A form of a step that nobody has thought of."""

    words = forms.CharField(label="Vilka ord?")
    needs = {"words": "Skriv några ord."}


class Invented(WrittenStep):
    """A step that nobody has thought of."""

    key = "invented"
    title = "Ett påhittat steg"
    role = ELECTED
    checklist = "Hitta på ett steg"
    requires = ("purpose",)
    form = InventedForm


class InventedGate(Gate):
    """The gate after it."""

    key = "invented_gate"
    title = "Är det påhittat?"
    form = InventedForm
    confirm_label = "Bekräfta"


@pytest.fixture
def invention():
    """A phase of one step behind those that there are."""
    phase = process.add(
        Phase(
            "invention",
            "Uppfinna",
            (Invented(),),
            gate=InventedGate(),
            conditions=(Condition("Det är påhittat av någon", ("invented",)),),
            colour="invented",
        )
    )
    yield phase
    process.remove(phase)


@pytest.fixture
def invented(invention, story) -> Story:
    """A case in which the step is the next to do."""
    return story.carry("purpose")


class TestAnInventedStep:
    def test_is_on_the_map_with_its_state(self, invented):
        shown = map_of(invented.access())[-1]
        assert (str(shown.phase.title), [state.code for state in shown.steps]) == ("Uppfinna", ["not_started"])
        invented.act("propose", "invented", data={"words": ["Abrakadabra."]})
        assert map_of(invented.access())[-1].steps[0].code == "waiting"
        page = invented.client("reader").get(invented.url("case")).text
        assert "Ett påhittat steg" in page and invented.url("step", "invented") in page

    def test_is_in_the_navigation_of_its_phase(self, invented):
        page = invented.client("reader").get(invented.url("step", "invented_gate")).text
        assert invented.url("step", "invented") in page

    def test_has_a_page_with_its_form(self, invented):
        page = invented.client("responsible").get(invented.url("step", "invented"))
        assert page.status_code == 200
        assert "Vilka ord?" in page.text and "Skriv några ord." in page.text

    def test_obeys_the_table_of_rights(self, invented):
        step = process.step("invented")
        assert "approve" in allowed_acts(step, None, invented.access("elected"))
        assert "approve" not in allowed_acts(step, None, invented.access("civil_servant"))
        assert allowed_acts(step, None, invented.access("stranger")) == frozenset()

    def test_waits_in_the_inbox_with_its_title(self, invented):
        invented.act("propose", "invented", data={"words": ["Abrakadabra."]})
        page = invented.client("elected").get("/").text
        assert "Ett påhittat steg" in page and invented.url("step", "invented") in page

    def test_comes_in_force_and_is_read_by_others(self, invented):
        assert invented.post("elected", "invented", "approve", {"words": ["Abrakadabra."]}).status_code == 302
        assert "Abrakadabra." in invented.client("stranger").get(invented.url("step", "invented")).text

    def test_is_in_the_history(self, invented):
        invented.act("approve", "invented", data={"words": ["Abrakadabra."]})
        assert "Ett påhittat steg" in invented.client("reader").get(invented.url("history")).text
        assert "Abrakadabra." in invented.client("reader").get(invented.url("step_history", "invented")).text

    def test_is_a_line_at_its_gate(self, invented):
        gate = process.step("invented_gate")
        (line,) = gate.lines(invented.access())
        assert (line.sentence, line.is_done) == ("Hitta på ett steg", False)
        invented.act("approve", "invented", data={"words": ["Abrakadabra."]})
        assert all(line.is_done for line in gate.lines(invented.access()))
        page = invented.client("elected").get(invented.url("step", "invented_gate"))
        assert page.status_code == 200 and "Hitta på ett steg" in page.text

    def test_gives_its_phase_a_colour_and_the_case_a_condition(self, invented):
        page = invented.client("reader").get(invented.url("case"))
        assert 'class="panel phase small-phase invented"' in page.text
        conditions = [str(met.condition.sentence) for met in page.context["front"].conditions]
        assert any("Det är påhittat av någon" in condition for condition in conditions)

    def test_is_demanded_by_the_condition_at_its_own_gate_alone(self, invented):
        gates = {key: process.step(key) for key in ("planning_gate", "invented_gate")}
        lacking = {
            key: [lack.sentence for lack in gate.lacks(invented.access()) if "påhittat av någon" in lack.sentence]
            for key, gate in gates.items()
        }
        assert (len(lacking["planning_gate"]), len(lacking["invented_gate"])) == (0, 1)
        invented.act("approve", "invented", data={"words": ["Abrakadabra."]})
        assert not [*gates["invented_gate"].lacks(invented.access())]

    def test_is_told_in_the_report(self, invented):
        invented.act("approve", "invented", data={"words": ["Abrakadabra."]})
        told = [section.heading for section in further_in_force(invented.access())]
        assert told == ["Ett påhittat steg"]

    def test_waits_for_what_it_requires(self, invention, story):
        assert story.attempt("approve", "invented", by="elected", data={"words": ["Abrakadabra."]}).missing

    def test_passes_the_checks_and_is_told_that_the_handbook_lacks_it(self, invention):
        assert [*check_steps(process)] == []
        assert any("invented" in found.msg for found in run_checks(tags=None) if found.id == "handbook.E001")

    def test_is_gone_again_afterwards(self, story):
        assert process.find("invented") is None
        assert story.client("reader").get(story.url("step", "invented")).status_code == 404


class TestTheDeclaredProcess:
    def test_is_sound(self):
        assert [*check_steps(process)] == []

    def test_begins_with_planning_and_numbers_its_steps(self):
        planning = process.phases[0]
        assert planning.key == "planning"
        assert [step.number for step in planning.steps] == list(range(1, len(planning.steps) + 1))

    def test_every_step_has_one_responsible_role(self):
        roles = {step.key: step.role for phase in process.phases for step in phase.steps}
        assert {key: roles[key] for key in ROLES} == ROLES
        assert set(roles.values()) <= {ELECTED, CIVIL_SERVANT, SHARED}

    def test_three_phases_each_with_its_gate_have_the_handbooks_steps_in_its_order(self):
        declared = [[step.key for step in phase.steps if step.key in ROLES] for phase in process.phases]
        assert [key for keys in declared for key in keys] == list(ROLES)
        assert [len(keys) for keys in declared] == [8, 5, 5]
        assert [phase.gate.key for phase in process.phases] == ["planning_gate", "execution_gate", "followup_gate"]

    @pytest.mark.parametrize("step", ["planning_help", "purpose", "goals", "feedback", "publication"])
    def test_the_role_stands_at_the_head_of_the_steps_page(self, story, step):
        names = {CIVIL_SERVANT: "Tjänsteperson", ELECTED: "Förtroendevald", SHARED: "Gemensam"}
        page = story.client("reader").get(story.url("step", step)).text
        head = page[page.index('id="page-title"') :][:600]
        assert names[process.step(step).role] in head

    def test_keys_fit_their_columns(self):
        assert max(len(step.key) for step in process.steps()) <= 40
        assert max(len(phase.key) for phase in process.phases) <= 20


# The handbook's responsible role of each step, in the handbook's order (steps.md, B).
ROLES = {
    "planning_help": CIVIL_SERVANT,
    "purpose": ELECTED,
    "question": ELECTED,
    "responsibility": SHARED,
    "influenceable": ELECTED,
    "goals": SHARED,
    "influence_level": ELECTED,
    "target_groups": SHARED,
    "communication": CIVIL_SERVANT,
    "methods": SHARED,
    "participation": CIVIL_SERVANT,
    "activities": SHARED,
    "feedback": ELECTED,
    "compilation": CIVIL_SERVANT,
    "analysis": SHARED,
    "process_analysis": SHARED,
    "learning": SHARED,
    "publication": CIVIL_SERVANT,
}


class TestChecks:
    """What a declaration may not say; a test process of its own, so that the application's is left alone."""

    def declared(self, *steps):
        found = Process()
        found.add(Phase("one", "Ett", steps))
        return {error.id for error in check_steps(found)}

    def step(self, key="a", base=WrittenStep, **attributes):
        return type("Step", (base,), {"key": key, "title": key, "role": SHARED, **attributes})()

    def test_a_sound_step_passes(self):
        assert self.declared(self.step()) == set()

    def test_two_phases_of_one_key(self):
        found = Process()
        found.add(Phase("one", "Ett", ()))
        with pytest.raises(ValueError, match="one"):
            found.add(Phase("one", "Ett igen", ()))

    def test_two_steps_of_one_key_also_in_two_phases(self):
        with pytest.raises(ValueError, match="a"):
            self.declared(self.step(), self.step())
        found = Process()
        found.add(Phase("one", "Ett", (self.step(),)))
        with pytest.raises(ValueError, match="a"):
            found.add(Phase("two", "Två", (self.step(),)))

    @pytest.mark.parametrize("role", ["", "boss", "reader"])
    def test_a_role_that_is_none(self, role):
        assert "dialog.E001" in self.declared(self.step(role=role))

    def test_no_title(self):
        assert "dialog.E002" in self.declared(self.step(title=""))

    @pytest.mark.parametrize("required", ["b", "nowhere", "a"])
    def test_a_requirement_that_is_not_there_or_comes_later(self, required):
        assert "dialog.E003" in self.declared(self.step(requires=(required,)), self.step("b"))

    def test_two_steps_with_a_table_of_one_name(self):
        class Row(RowForm):
            name, title, plural = "goal", "Mål", "Mål"

            class Meta:
                model = Goal
                fields = ["goal"]

        one, two = (type("Form", (TablesForm,), {"tables": [Row]}) for _ in range(2))
        assert "dialog.E004" in self.declared(self.step(form=one), self.step("b", form=two))

    def test_a_field_and_a_table_of_one_name(self):
        class Row(RowForm):
            name, title, plural = "goal", "Mål", "Mål"

            class Meta:
                model = Goal
                fields = ["goal"]

        form = type("Form", (TablesForm,), {"tables": [Row], "goal": forms.CharField()})
        assert "dialog.E005" in self.declared(self.step(form=form))

    def test_a_table_with_the_name_of_a_source_of_choices(self):
        class Row(RowForm):
            name, title, plural = "people", "Mål", "Mål"

            class Meta:
                model = Goal
                fields = ["goal"]

        form = type("Form", (TablesForm,), {"tables": [Row]})
        assert "dialog.E004" in self.declared(self.step(form=form))

    def test_a_kind_of_row_with_the_name_of_a_table(self):
        class Row(RowForm):
            name, title, plural = "goal", "Mål", "Mål"

            class Meta:
                model = Goal
                fields = ["goal"]

        form = type("Form", (TablesForm,), {"tables": [Row]})
        kind = type("Kind", (RowKind,), {"kind": "goal", "title": "Mål", "plural": "Mål", "role": SHARED, "form": form})
        assert "dialog.E004" in self.declared(self.step(form=form), self.step("b", base=Register, kinds=(kind(),)))

    @pytest.mark.parametrize(
        ("layout", "wrong"),
        [
            (Layout("what", More("why"), Tables()), set()),
            (Layout(Part("Varför", Rest()), Tables()), set()),
            (Layout("what", Tables()), {"dialog.E019"}),
            (Layout("what", More("why")), {"dialog.E019"}),
        ],
    )
    def test_a_field_or_a_table_that_the_layout_leaves_out_would_be_met_by_nobody(self, layout, wrong):
        class Row(RowForm):
            name, title, plural = "goal", "Mål", "Mål"

            class Meta:
                model = Goal
                fields = ["goal"]

        fields = {"what": forms.CharField(), "why": forms.CharField()}
        form = type("Form", (TablesForm,), {"tables": [Row], "layout": layout, **fields})
        assert self.declared(self.step(form=form)) == wrong
        in_the_row = type("Row", (Row,), {"layout": Layout(More("dropped_because"))})
        form = type("Form", (TablesForm,), {"tables": [in_the_row]})
        assert self.declared(self.step(form=form)) == {"dialog.E019"}

    @pytest.mark.parametrize(
        ("fields", "deciding", "wrong"),
        [
            (("answer",), ("answer",), {"dialog.E008"}),
            (("motivation",), ("answer",), {"dialog.E008"}),
            (("motivation",), (), {"dialog.E007"}),
            (("motivation", "answer"), ("answer",), set()),
        ],
    )
    def test_what_is_decided_has_its_answer_and_its_reasons(self, fields, deciding, wrong):
        form = type("Form", (TablesForm,), {"tables": (), **{name: forms.CharField() for name in fields}})
        step = self.step(base=DecidedStep, role=ELECTED, form=form, deciding_fields=lambda step: deciding)
        assert self.declared(step) == wrong

    @pytest.mark.parametrize("key", ["history", "decisions", "texts"])
    def test_a_step_whose_address_is_another_pages(self, key, monkeypatch):
        monkeypatch.setattr(process, "of_the_case", [*process.of_the_case, self.step(key)])
        assert [error.id for error in check_addresses()] == ["dialog.E006"]

"""A step that came into the process after the demonstration's data was written does not make it fall, whatever its kind."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django import forms
from django.core.management import call_command

from demonstration.cases import load_cases
from demonstration.later_steps import CAME_LATER
from demonstration.organisation import SJOVIK, load_organisation
from dialog import clock
from dialog.forms.fields import YesNoField
from dialog.forms.step_form import StepForm
from dialog.models import Case, GateException
from dialog.process.decision_form import DecisionFields
from dialog.process.phases import Phase, process
from dialog.process.step import DecidedStep, WrittenStep
from dialog.rights import ELECTED
from planning.models import Purpose

CARRIED_THROUGH = "norrlidens-pengar"


class AffordableForm(DecisionFields):
    """What is decided in the step that came later: no is the first of its answers."""

    affordable = forms.ChoiceField(label="Har vi råd?", choices=[("no", "Nej"), ("yes", "Ja")])
    sure = YesNoField(label="Är det säkert?")
    needs = {"affordable": "Svara.", "motivation": "Motivera."}
    motivation = forms.CharField(label="Motivering", widget=forms.Textarea)

    class Meta:
        model = Purpose
        fields: list[str] = []


class WantedForm(StepForm):
    """What is approved in another."""

    why = forms.CharField(label="Varför?")
    needs = {"why": "Skriv varför."}

    class Meta:
        model = Purpose
        fields: list[str] = []


def later_steps(phase: str) -> tuple[WrittenStep, ...]:
    """A decided step, an approved and a finished one, and what requires them."""

    class Affordable(DecidedStep):
        key, title, role, checklist = f"{phase}_affordable", "Råd", ELECTED, "Besluta om pengarna"
        form = AffordableForm

        def deciding_fields(self):
            return ("affordable", "sure")

        def lets_go_on(self, decision):
            return decision.answer["affordable"] == "yes"

    class Wanted(WrittenStep):
        key, title, role, checklist = f"{phase}_wanted", "Vilja", ELECTED, "Godkänn viljan"
        form = WantedForm

    return Affordable(), Wanted()


@pytest.fixture
def later(db: None) -> Iterator[None]:
    """The process with further steps at the beginning of each phase; a step that was there requires the decided one."""
    before = list(process.phases)
    declare([replace(phase, steps=(*later_steps(phase.key), *phase.steps)) for phase in before])
    requiring = process.step("methods")
    requires = requiring.requires
    type(requiring).requires = (*requires, "execution_affordable", "execution_wanted")
    yield
    type(requiring).requires = requires
    declare(before)


def declare(phases: list[Phase]) -> None:
    for phase in list(process.phases):
        process.remove(phase)
    for phase in phases:
        process.add(phase)


def test_a_case_is_carried_through_with_its_gates_confirmed(later, settings):
    settings.DEMO = True
    organisation = load_organisation()
    clock.demo_offset.cache_clear()
    call_command("load_handbook", municipality=SJOVIK / "municipality.toml")
    (found,) = load_cases(organisation, {CARRIED_THROUGH})
    case = Case.objects.get(pk=found.pk)
    assert case.outcome == Case.Outcome.COMPLETED
    decided = {one.step: one for one in case.decisions.all()}
    for phase in process.phases:
        assert decided[f"{phase.key}_affordable"].answer == {"affordable": "yes", "sure": "yes"}
        assert decided[f"{phase.key}_affordable"].motivation == CAME_LATER
        assert GateException.objects.filter(case=case, step=f"{phase.key}_wanted").exists() == (
            phase.key != "execution"
        )
    clock.demo_offset.cache_clear()

"""The style guide: every part and state on one page, so that none is forgotten when the style sheets change."""

import datetime as dt

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dialog import clock
from dialog.forms.draft_form import Missing
from dialog.forms.fields import QuietField
from dialog.language.understood import DayField, WholeNumberField
from dialog.look.icons import SHAPES
from dialog.look.signs import ROLES, STATES
from dialog.process.phases import process

COLOURS = ("accent", "ink", "soft", "wait", "done", "back")  # besides the phases' own


class HintedField(forms.ChoiceField):
    """A choice whose alternatives are explained in small type."""

    hints = {"overall": "vad dialogen bidrar till på sikt", "process": "hur det går till"}


class SampleForm(forms.Form):
    """Every kind of field, with invented Swedish words as they would stand in a step."""

    bound_field_class = QuietField
    use_required_attribute = False

    purpose = forms.CharField(label="Syfte", help_text="Varför för ni dialogen?", widget=forms.Textarea({"rows": 3}))
    title = forms.CharField(label="Rubrik", error_messages={"required": "Skriv en rubrik."})
    day = DayField(label="Klar senast")
    count = WholeNumberField(label="Antal", required=False)
    who = forms.ChoiceField(label="Vem gör det?", choices=[("", "Välj"), ("1", "Amir Haddad"), ("2", "Lina Ek")])
    kind = HintedField(
        label="Typ av mål",
        choices=[("overall", "Övergripande mål"), ("process", "Processmål"), ("result", "Resultatmål")],
        widget=forms.RadioSelect,
    )
    groups = forms.MultipleChoiceField(
        label="Målgrupper",
        required=False,
        choices=[("1", "Unga 13–19 år"), ("2", "Boende i Norrliden"), ("3", "Båtägare")],
        widget=forms.CheckboxSelectMultiple,
    )
    told = forms.BooleanField(label="Deltagarna fick veta löftet", required=False)

    def __init__(self, *, loud: bool) -> None:
        self.loud = loud
        super().__init__(
            {"purpose": "Ta vara på det som invånarna vet om stranden.", "day": "31/2 2027", "groups": ["1", "3"]},
            prefix="loud" if loud else "quiet",
        )
        self.data = {self.add_prefix(name): value for name, value in self.data.items()}


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every part and state. Only where nobody works for real: in a demonstration, or while developing."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    now = clock.now()
    messages.success(request, "Sparat 10.42. Syftet med dialogen, utkast.")
    context = {
        "quiet_form": SampleForm(loud=False),
        "loud_form": SampleForm(loud=True),
        "remaining": [Missing("Skriv minst en indikator.", "quiet-title")],
        "advice": [Missing("Det finns inget resultatmål.", "quiet-kind_0")],
        "states": STATES,
        "roles": ROLES,
        "icons": sorted(SHAPES),
        "colours": [*COLOURS, *(phase.colour for phase in process.phases)],
        "moments": [now, now - dt.timedelta(days=1), now - dt.timedelta(days=3), now - dt.timedelta(days=400)],
    }
    return render(request, "dialog/styleguide.html", context)

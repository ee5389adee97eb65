"""The case's own facts: written here once and shown wherever they are needed. A step that belongs to no phase."""

import copy
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.forms.drafts import Draft
from dialog.forms.layout import Asks, Aspect, Layout, Rest, SideBySide, Tables, When, WhenAnswered
from dialog.forms.step_form import StepForm
from dialog.language.understood import registry_number
from dialog.models import Area, Body, Case, house
from dialog.process.access import readable_cases
from dialog.process.once import once
from dialog.process.step import WrittenStep
from dialog.rights import CIVIL_SERVANT

if TYPE_CHECKING:
    from dialog.process.access import Access


@once
def other_bodies(access: "Access") -> list[int]:
    """Return the other bodies that the case concerns."""
    return list(access.case.other_bodies.values_list("pk", flat=True))


class FactsForm(StepForm):
    """Everything about a case that is no step's: what it is called, where it came from, when it is planned."""

    area = forms.ModelChoiceField(
        label=gettext_lazy("Area"), queryset=Area.objects.all(), empty_label=gettext_lazy("Choose")
    )
    initiative_body = forms.ModelChoiceField(
        label=gettext_lazy("Raised in"),
        queryset=Body.objects.all(),
        empty_label=gettext_lazy("Choose"),
        help_text=gettext_lazy("The committee where the question was raised. The result is also reported there."),
    )
    other_bodies = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Other committees affected"),
        queryset=Body.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    needs = {"title": gettext_lazy("Enter a name for the case.")}
    layout = Layout(
        *["title", "short_title", "registry_number"],
        Aspect(gettext_lazy("When"), SideBySide("dialogue_from", "dialogue_to", "decision_planned")),
        Aspect(
            gettext_lazy("Where the question came from"),
            Asks(
                "initiative",
                WhenAnswered("initiative_body", "initiative_number", "initiative_by", "initiative_text"),
            ),
            "begun_before_software",
        ),
        Aspect(
            gettext_lazy("What and where"),
            *["area", "subject", "other_bodies"],
            Asks("before_samrad", When("on", "samrad_number")),
        ),
        Rest(),
        Tables(),
    )

    class Meta:
        model = Case
        fields = [
            "title",
            "short_title",
            "registry_number",
            "initiative",
            "initiative_body",
            "initiative_number",
            "initiative_by",
            "initiative_text",
            "begun_before_software",
            "area",
            "subject",
            "other_bodies",
            "before_samrad",
            "samrad_number",
            "dialogue_from",
            "dialogue_to",
            "decision_planned",
        ]
        help_texts = {"registry_number": gettext_lazy("For example KS 2024/123. It can be added later.")}

    def __init__(self, draft: Draft, access: "Access", **options: Any) -> None:
        super().__init__(draft, access, **options)
        others: Any = self.fields["other_bodies"]
        chosen = other_bodies(access)
        # What was chosen and has ended since stays to be chosen; the case's own body is none of the others.
        offered = house.bodies(access.today) | Body.objects.filter(pk__in=chosen)
        others.queryset = offered.exclude(pk=access.case.body_id)
        # A copy: binding a form fills its instance, and what is only typed must not look like the case.
        self.instance = copy.copy(access.case)

    @classmethod
    def blank(cls, access: "Access") -> Draft:
        """Begin with what the case says today."""
        draft: Draft = {}
        for name in cls.base_fields:
            value = getattr(access.case, name)
            if name == "other_bodies":
                value = [str(pk) for pk in value.values_list("pk", flat=True)]
            elif isinstance(value, Model):
                value = str(value.pk)
            elif isinstance(value, bool):
                value = "on" if value else ""
            if value:
                draft[name] = value if isinstance(value, list) else [str(value)]
        return draft

    def clean_registry_number(self) -> str | None:
        """A number of the form that the municipality uses, or none yet."""
        typed = (self.cleaned_data.get("registry_number") or "").strip()
        number = registry_number(typed)
        if typed and not number:
            raise forms.ValidationError(_("Enter the number like this: KS 2024/123."))
        return number

    def clean_samrad_number(self) -> str:
        """The planning matter's number as the others are written, where it is of that form."""
        return registry_number(self.cleaned_data["samrad_number"]) or self.cleaned_data["samrad_number"]

    def clean_initiative_number(self) -> str:
        """The initiative's number as the others are written, where it is of that form."""
        return registry_number(self.cleaned_data["initiative_number"]) or self.cleaned_data["initiative_number"]

    def clean(self) -> dict[str, Any]:
        """The dialogue ends after it begins; an early dialogue names the planning matter."""
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("dialogue_from"), cleaned.get("dialogue_to")
        if start and end and end < start:
            self.add_error("dialogue_to", _("The last day of the dialogue is before the first day."))
        return cleaned

    def _put_fields_in_force(self) -> None:
        self.save()
        for name in FactsForm.Meta.fields:
            if name != "other_bodies":
                setattr(self.access.case, name, getattr(self.instance, name))


class Facts(WrittenStep):
    """Om ärendet."""

    key = "facts"
    shows_wording = False
    title = gettext_lazy("About the case")
    role = CIVIL_SERVANT
    form = FactsForm
    template = "dialog/facts.html"
    is_part_of = "using"
    reads_first = True

    def template_context(self, access: "Access", form: StepForm | None) -> dict[str, Any]:
        """The facts as they are, how the case was closed, and what was added afterwards."""
        closings = list(access.case.closings.select_related("by", "reopened_by"))
        goes_on = readable_cases(access.user).filter(pk__in=[closing.continues_in_id for closing in closings])
        return {
            "facts": [
                answer for answer in self.make_form(FactsForm.blank(access), access).answers() if answer["value"]
            ],
            "closings": closings,
            "may_read": set(goes_on.values_list("pk", flat=True)),
            "deputies_to_come": [
                membership
                for membership in access.memberships
                if membership.deputy_for and membership.start > access.today
            ],
            "former": [
                membership for membership in access.memberships if membership.end and membership.end < access.today
            ],
            "additions": access.case.additions.select_related("by"),
        }

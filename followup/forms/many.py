"""What is to be done with many contributions at once: those that are ticked, or everything that the search finds."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialog.language.labels import label
from followup.coding import Order
from followup.models import Contribution, ContributionTheme, Stance

if TYPE_CHECKING:
    from followup.desk import Desk

MOST = 2**31


class Numbers(forms.MultipleChoiceField):
    """The numbers of contributions, ticked in a list."""

    widget = forms.MultipleHiddenInput

    def valid_value(self, value: Any) -> bool:
        """Say whether it is a number that a contribution may have."""
        return str(value).isdecimal() and len(str(value)) < len(str(MOST))


class ManyForm(forms.Form):
    """Themes to be given or taken away, how they are stood to, a kind, and that no theme fits."""

    use_required_attribute = False
    row = Numbers(required=False)
    every = forms.BooleanField(required=False, widget=forms.HiddenInput)
    give = forms.MultipleChoiceField(label=_("Add a theme"), required=False)
    take = forms.MultipleChoiceField(required=False)
    brush = forms.ChoiceField(
        label=label(ContributionTheme, "stance"),
        choices=Stance.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    category = forms.ChoiceField(
        label=label(Contribution, "kind"),
        choices=[("", _("As it is")), *Contribution.Kind.choices],
        required=False,
    )
    fits_no_theme = forms.BooleanField(label=label(Contribution, "fits_no_theme"), required=False)

    def __init__(self, desk: "Desk", data: Any = None) -> None:
        super().__init__(data, auto_id="many_%s")
        self.desk = desk
        known = [(key, theme.name) for key, theme in desk.book.in_force.items()]
        for name in ("give", "take"):
            self.fields[name].choices = known  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """Return what the act takes."""
        said = self.cleaned_data
        order = Order(
            give=dict.fromkeys(said["give"], said["brush"]),
            take=said["take"],
            kind=said["category"],
            fits_no_theme=said["fits_no_theme"] or None,
        )
        if said["every"]:
            return {"order": order, "found": self.desk.asked.urlencode()}
        return {"order": order, "numbers": [int(number) for number in said["row"]]}

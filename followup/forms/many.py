"""What is to be done with many contributions at once: those that are ticked, or everything that the search finds.

Which they are the address says.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialog.language.labels import label
from followup.coding import Order
from followup.models import Contribution, ContributionTheme, Stance

if TYPE_CHECKING:
    from followup.desk import Desk


class ManyForm(forms.Form):
    """Themes to be given or taken away, how they are stood to, a kind, and that no theme fits."""

    act = "code_many"

    use_required_attribute = False
    give = forms.MultipleChoiceField(label=_("Add a theme"), required=False, widget=forms.CheckboxSelectMultiple)
    take = forms.MultipleChoiceField(label=_("Take a theme away"), required=False)
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

    def __init__(self, desk: "Desk", data: Any = None, *, verb: str = "") -> None:
        super().__init__(data, auto_id="many_%s")
        self.desk, self.verb = desk, verb
        known = [(key, theme.name) for key, theme in desk.book.in_force.items()]
        self.fields["give"].choices = known  # type: ignore[attr-defined]
        self.fields["take"].choices = [("", "–"), *known]  # type: ignore[attr-defined]

    def clean_take(self) -> list[str]:
        """The empty choice is none."""
        return [key for key in self.cleaned_data["take"] if key]

    def facts(self) -> dict[str, Any]:
        """Return what the act takes. Everything that is found is asked for again by the act itself."""
        said, unfit = self.cleaned_data, self.verb == "many:unfit"
        _verb, _colon, proposed = self.verb.partition(":")
        give = [] if unfit else [*said["give"], *([proposed] if proposed else [])]
        order = Order(
            give=dict.fromkeys(give, said["brush"]),
            take=said["take"],
            kind=said["category"],
            fits_no_theme=True if unfit else None,
        )
        if self.desk.picks_every:
            return {"order": order, "found": self.desk.asked.urlencode()}
        return {"order": order, "numbers": self.desk.picked}

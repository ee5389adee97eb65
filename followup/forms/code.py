"""How one contribution is coded: what a person ticks beside its text, and what stood there when she began."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.language.labels import label
from followup.acts.coding import Shown
from followup.models import Contribution, ContributionTheme, Stance

if TYPE_CHECKING:
    from followup.desk import Desk
    from followup.open_contribution import OpenContribution

STANCE = "stance-"  # before a theme's key: how the contribution stands to it


class CodeForm(forms.Form):
    """What kind of contribution it is, its themes with the stance to each, and what it repeats.

    The ``brush`` is how it stands to the themes that are ticked now; nobody has said it when the page opens. What the page
    showed (``was``, ``was_kind``, ``was_duplicate``) comes along: what another has chosen meanwhile is left.
    """

    act = "code_contribution"

    use_required_attribute = False
    seen = forms.IntegerField(widget=forms.HiddenInput)
    was = forms.CharField(widget=forms.HiddenInput, required=False)
    was_kind = forms.CharField(widget=forms.HiddenInput, required=False)
    was_duplicate = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=label(Contribution, "kind"), choices=Contribution.Kind.choices, widget=forms.RadioSelect
    )
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Which themes is it about?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    brush = forms.ChoiceField(
        label=gettext_lazy("The theme you choose becomes"),
        choices=Stance.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    duplicate_of = forms.CharField(
        label=gettext_lazy("Duplicate of contribution number"),
        required=False,
        help_text=gettext_lazy("The same voice recorded twice. Two people saying the same thing are not duplicates."),
    )

    def __init__(self, opened: "OpenContribution", data: Any = None, *, verb: str = "") -> None:
        self.opened, self.verb = opened, verb
        super().__init__(data, initial=self._standing())
        desk: Desk = opened.desk
        known = {key: theme.name for key, theme in desk.book.in_force.items()}
        gone = [(key, _("(dropped)")) for key in opened.coded if key not in known]
        self.fields["themes"].choices = [*known.items(), *gone]  # type: ignore[attr-defined]
        for key in {*known, *opened.coded}:
            self.fields[f"{STANCE}{key}"] = forms.ChoiceField(
                label=label(ContributionTheme, "stance"),
                choices=Stance.choices,
                widget=forms.RadioSelect,
                required=False,
            )

    def _standing(self) -> dict[str, Any]:
        """Return how the contribution is coded."""
        opened, contribution = self.opened, self.opened.contribution
        same = contribution.duplicate_of.name if contribution.duplicate_of else ""
        stances = {f"{STANCE}{key}": link.stance for key, link in opened.links.items()}
        return {
            "seen": contribution.revision,
            "was": " ".join(f"{key}:{link.stance}" for key, link in opened.links.items()) or "-",
            "was_kind": contribution.kind,
            "was_duplicate": same,
            "kind": contribution.kind,
            "themes": opened.coded,
            "duplicate_of": same,
            **stances,
        }

    def facts(self) -> dict[str, Any]:
        """Return what the act takes: a row's «kind» is another thing there."""
        said = self.cleaned_data
        verb, _colon, given = self.verb.partition(":")
        was = dict(pair.partition(":")[::2] for pair in said["was"].split() if pair != "-")
        themes = [*said["themes"], *([given] if verb == "give" and given not in said["themes"] else [])]
        stances = {key: said.get(f"{STANCE}{key}", "") for key in themes}
        chosen = {key: stance for key, stance in stances.items() if key in was and stance != was[key]}
        brushed = {key: stances[key] or said["brush"] for key in themes if key not in was}
        return {
            "seen": said["seen"],
            "category": said["kind"],
            "themes": [] if verb == "unfit" else themes,
            "stances": chosen | brushed,
            "fits_no_theme": {"unfit": True, "refit": False}.get(verb),
            "duplicate_of": said["duplicate_of"],
            "was": Shown(list(was), said["was_kind"], said["was_duplicate"]) if said["was"] else None,
        }

"""The acts of the codebook, as they are asked for: merge, split, move, retire; each with a reason that may be given."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from followup.codebook import codebook
from followup.forms.fields import ContributionsField
from followup.merging import GOES, STAYS, UNSET

if TYPE_CHECKING:
    from dialog.process.access import Access
    from followup.models import Theme


class MergeForm(forms.Form):
    """Which theme stays, what it is called afterwards, and which stance holds where they differ."""

    act = "merge_themes"
    use_required_attribute = False
    into = forms.ChoiceField(label=_("Stays"), error_messages={"required": _("Choose another theme.")})
    called = forms.CharField(label=_("Name afterwards"), max_length=80, required=False)
    where_both = forms.ChoiceField(
        label=_("Where a contribution stands otherwise to both"),
        choices=[
            (STAYS, _("What is said of the theme that stays holds")),
            (GOES, _("What is said of the theme that goes holds")),
            (UNSET, _("Nothing is said, and it is to be read again")),
        ],
        widget=forms.RadioSelect,
        required=False,
        initial=STAYS,
    )
    reason = forms.CharField(label=_("Why?"), max_length=300, required=False)

    def __init__(self, access: "Access", theme: "Theme", data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        others = [(key, str(one)) for key, one in codebook(access).in_force.items() if key != theme.key]
        self.fields["into"].choices = [("", _("Choose")), *others]  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """Return what the act takes."""
        said = self.cleaned_data
        return {**said, "where_both": said["where_both"] or STAYS}


class SplitForm(forms.Form):
    """The new theme, what goes there, and whether it lies under the one that is split."""

    act = "split_theme"
    use_required_attribute = False
    called = forms.CharField(
        label=_("The new theme"), max_length=80, error_messages={"required": _("Enter a name for the theme.")}
    )
    numbers = ContributionsField(
        label=_("What goes there"),
        help_text=_("The numbers of the contributions, separated by commas or spaces."),
        error_messages={"required": _("Choose at least one contribution.")},
    )
    under = forms.BooleanField(label=_("It lies under the theme that is split"), required=False, initial=True)
    reason = forms.CharField(label=_("Why?"), max_length=300, required=False)

    def __init__(self, access: "Access", theme: "Theme", data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["numbers"].case = access.case.pk  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """Return what the act takes."""
        return self.cleaned_data


class RetireForm(forms.Form):
    """Why a theme is retired."""

    act = "retire_theme"
    use_required_attribute = False
    reason = forms.CharField(
        label=_("Why is it retired?"),
        max_length=300,
        error_messages={"required": _("Enter why the theme is retired.")},
    )


class MoveForm(forms.Form):
    """Under which theme one is to lie."""

    act = "move_theme"
    use_required_attribute = False
    parent = forms.ChoiceField(label=_("Move under"), required=False)

    def __init__(self, access: "Access", theme: "Theme", data: Any = None) -> None:
        book = codebook(access)
        super().__init__(data, initial={"parent": book.parent_of(theme.key)})
        below = book.below(theme.key)
        others = [(key, str(one)) for key, one in book.in_force.items() if key not in below]
        self.fields["parent"].choices = [("", _("None: it is one of the topmost")), *others]  # type: ignore[attr-defined]

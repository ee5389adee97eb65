"""The form with which somebody says why contributions led to no conclusion."""

from django import forms

from dialog.language.labels import label
from followup.models import Unfollowed

LONGEST = 1000


class ReasonForm(forms.Form):
    """The reason, in words that residents read."""

    use_required_attribute = False
    text = forms.CharField(
        label=label(Unfollowed, "reason"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

"""A field of follow-up's forms: contributions by what they are called."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialog.language.understood import name_of_number
from followup.models import Contribution

BETWEEN = re.compile(r"[\s,;]+")


class ContributionsField(forms.CharField):
    """Contributions by their names, apart by commas, blanks or lines; becomes a list of their numbers.

    A name is the number here, or the number elsewhere that came along («KP-018»).
    """

    widget = forms.Textarea(attrs={"rows": 3})
    default_error_messages = {"unknown": _("There is no contribution %(names)s.")}

    case = 0  # whose contributions are meant; the form sets it

    def to_python(self, value: Any) -> list[int]:  # type: ignore[override]
        """Return the numbers of the contributions that are named. Raises ValidationError for those that are not there."""
        typed = BETWEEN.split(super().to_python(value) or "")
        names = list(dict.fromkeys(name_of_number(name).upper() for name in typed if name))
        if not names:
            return []
        numbers = [int(name) for name in names if name.isascii() and name.isdecimal() and len(name) < 9]
        there = Contribution.objects.filter(case=self.case)
        elsewhere = there.exclude(external_id="").values_list("external_id", "number")
        known = {str(number): number for number in there.filter(number__in=numbers).values_list("number", flat=True)}
        known |= {name.upper(): number for name, number in elsewhere}
        if unknown := [name for name in names if name not in known]:
            raise forms.ValidationError(self.error_messages["unknown"], "unknown", {"names": ", ".join(unknown[:10])})
        return list(dict.fromkeys(known[name] for name in names))

    def read_out(self, value: list[int]) -> list[str]:
        """Return what the contributions are called."""
        found = Contribution.objects.filter(case=self.case, number__in=value).only("number", "external_id")
        return [contribution.name for contribution in found]

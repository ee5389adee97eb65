"""The forms of a contact register: plain ones, because no text of them may be kept as a revision."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog import municipality
from dialog.forms.clash import SaysClash
from dialog.language.understood import formfield
from dialog.process.access import Access
from execution.models import ContactRegister

MOST_PEOPLE = 500  # in one go
REACHES = re.compile(r"[\d@]")  # what an address or a number has, and no name


class RegisterForm(SaysClash, forms.ModelForm):
    """What a register is for, why it may be kept, and until when."""

    use_required_attribute = False
    activities = forms.MultipleChoiceField(
        label=gettext_lazy("From which activities?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = ContactRegister
        fields = ["purpose", "activities", "legal_basis", "disposal_date"]
        formfield_callback = formfield
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 2}),
            "legal_basis": forms.RadioSelect,
        }
        error_messages = {
            "purpose": {"required": gettext_lazy("Enter what the details will be used for.")},
            "disposal_date": {"required": gettext_lazy("Enter the date when the details are to be disposed of.")},
        }
        help_texts = {
            "purpose": gettext_lazy("Only ask for details you will use."),
            "disposal_date": gettext_lazy("The date when they are no longer needed, according to your disposal plan."),
        }

    def __init__(self, access: Access, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["activities"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = access.choices("activity")
        self.fields["disposal_date"].initial = municipality.contacts_kept_until(access.today)


class PeopleForm(forms.Form):
    """Participants to add, one a line: a name and how to reach them, parted by a semicolon."""

    use_required_attribute = False
    people = forms.CharField(
        label=gettext_lazy("Add people, one per line"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Enter at least one person.")},
        help_text=gettext_lazy("Name; email, phone number or address. For example: Ann Berg; ann@mail.example"),
    )

    def clean_people(self) -> list[tuple[str, str]]:
        """Return each person's name and how to reach her. Raises ValidationError for what is too long."""
        found = list(people_in(self.cleaned_data["people"]))
        if len(found) > MOST_PEOPLE:
            raise ValidationError(_("No more than %(n)d people at a time.") % {"n": MOST_PEOPLE})
        for name, way in found:
            if len(name) > 120 or len(way) > 200:
                raise ValidationError(_("This line is too long: %(line)s") % {"line": f"{name} {way}"[:60]})
        return found


def people_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield the people of a text, a line each: name and how to reach them, else the line is how to reach somebody.

    A comma parts them too, where a name stands before it and figures or an address after; so does the
    edge of a cell, where they come from a spreadsheet.
    """
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _parted, way = (part.strip() for part in line.partition(";" if ";" in line else "\t"))
        if not way:
            name, _parted, way = (part.strip() for part in line.rstrip("; ").partition(","))
            if REACHES.search(name) or not REACHES.search(way):
                name, way = "", line.rstrip("; ")
        yield name, way

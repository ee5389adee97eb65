"""Who sits in which body, from and to: rows of a person and of a body."""

from typing import Any

from django import forms

from dialog.admin.site import OrganisationForm, OrganisationInline
from dialog.models import Seat


class SeatForm(OrganisationForm):
    """A seat. Whose it is and in which body stays; it ends, and is not given to somebody else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("person", "body"):
            if self.instance.pk and name in self.fields:
                field: Any = self.fields[name]
                field.disabled = True
                field.queryset = field.queryset.model.objects.filter(pk=getattr(self.instance, f"{name}_id"))


class Seats(forms.BaseInlineFormSet):
    """Rows of seats that are weighed against each other too: two that are new know nothing of each other."""

    def clean(self) -> None:
        """Refuse two rows of one person in one body on the same days."""
        super().clean()
        sound = [form for form in self.forms if form.is_valid() and form.cleaned_data.get("start")]
        for number, form in enumerate(sound):
            for earlier in sound[:number]:
                both = (earlier.instance, form.instance)
                same = all(getattr(both[0], name) == getattr(both[1], name) for name in ("person_id", "body_id"))
                if same and both[1].overlaps(both[0]):
                    form.add_error("start", both[0].said_of_another())
                    break


class SeatsOfPerson(OrganisationInline):
    """The seats of a person."""

    model = Seat
    form = SeatForm
    formset = Seats
    fields = ["body", "position", "start", "end", "note"]


class SeatsOfBody(OrganisationInline):
    """The seats in a body."""

    model = Seat
    form = SeatForm
    formset = Seats
    fields = ["person", "position", "start", "end", "note"]

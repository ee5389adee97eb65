"""Who sits in which body, from and to: rows of a person and of a body."""

from typing import Any

from django import forms

from dialog.admin.site import OrganisationInline
from dialog.models import Seat


class SeatForm(forms.ModelForm):
    """A seat. Whose it is and in which body stays; it ends, and is not given to somebody else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("person", "body"):
            if self.instance.pk and name in self.fields:
                field: Any = self.fields[name]
                field.disabled = True
                field.queryset = field.queryset.model.objects.filter(pk=getattr(self.instance, f"{name}_id"))


class SeatsOfPerson(OrganisationInline):
    """The seats of a person."""

    model = Seat
    form = SeatForm
    fields = ["body", "position", "start", "end", "note"]


class SeatsOfBody(OrganisationInline):
    """The seats in a body."""

    model = Seat
    form = SeatForm
    fields = ["person", "position", "start", "end", "note"]

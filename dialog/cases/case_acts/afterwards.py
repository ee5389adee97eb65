"""What comes after a case, or of it: additions to a closed one, opening it again, a copy."""

from django import forms
from django.utils.translation import gettext_lazy

from dialog.acts import course
from dialog.acts.case import copy_case
from dialog.cases.case_acts.case_act import CLOSED, CaseAct, reason_field
from dialog.forms.sending import new_sending
from dialog.models import Addition, house
from dialog.process.access import Access
from dialog.process.register import promising


class AddToClosed(CaseAct):
    """Add something to a closed case."""

    act = "add_to_closed"
    when = frozenset({CLOSED})
    title, button = gettext_lazy("Make an addition"), gettext_lazy("Add")
    explanation = gettext_lazy("With today's date and your name. What is already in the case does not change.")
    needs = {"kind": gettext_lazy("Choose what it is about."), "text": gettext_lazy("Enter what you want to add.")}
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about?"), choices=Addition.Kind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(label=gettext_lazy("What do you want to add?"), widget=forms.Textarea(attrs={"rows": 3}))
    rows = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    settled = forms.BooleanField(
        label=gettext_lazy("The promise has been kept, or nothing more will come of it"), required=False
    )

    def offer(self) -> None:
        """The rows that promise something, where the case has any."""
        found = list(promising(self.access))
        self.field("rows").label = " ".join(str(kind.promises) for kind, _rows in found)
        self.field("rows").choices = [choice for _kind, rows in found for choice in rows]
        if not found:
            del self.fields["rows"], self.fields["settled"]

    def carry_out(self) -> None:
        """Add it."""
        course.add_to_closed(self.access.case.pk, by=self.access.user, **self.cleaned_data)


class Reopen(CaseAct):
    """Open a closed case again."""

    act = "reopen"
    when = frozenset({CLOSED})
    title, button = gettext_lazy("Reopen the case"), gettext_lazy("Reopen")
    explanation = gettext_lazy("The last checkpoint must then be confirmed again.")
    needs = {"reason": gettext_lazy("Enter why the case is being reopened.")}
    reason = reason_field(gettext_lazy("Why?"))

    def carry_out(self) -> None:
        """Reopen it."""
        course.reopen(self.access.case.pk, by=self.access.user, **self.cleaned_data)


class Copy(CaseAct):
    """Begin a new case as a copy."""

    act, for_everybody = "copy", True
    title, button = gettext_lazy("Copy to a new case"), gettext_lazy("Create the case")
    explanation = gettext_lazy(
        "Goals, target groups, methods, tasks and participation are copied. Decisions, dates and contributions are not."
    )
    needs = {"new_title": gettext_lazy("Enter a name for the case.")}
    new_title = forms.CharField(label=gettext_lazy("What is the new case called?"), max_length=200)
    sending = forms.CharField(widget=forms.HiddenInput, required=False, initial=new_sending)

    @classmethod
    def is_possible(cls, access: Access) -> bool:
        """Open and closed cases can be copied, by whoever may begin one."""
        return house.may_create(access.user, access.today)

    def carry_out(self) -> None:
        """Begin the copy and remember where it lies."""
        said = self.cleaned_data
        self.made = copy_case(
            self.access.case.pk, by=self.access.user, title=said["new_title"], sending=said["sending"]
        )

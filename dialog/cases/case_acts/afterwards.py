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
    title, button = gettext_lazy("Add something"), gettext_lazy("Add")
    explanation = gettext_lazy("With today's date and your name. Nothing that stands in the case changes.")
    needs = {"kind": gettext_lazy("Choose what it is about."), "text": gettext_lazy("Write what is to be added.")}
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about?"), choices=Addition.Kind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(label=gettext_lazy("What is added?"), widget=forms.Textarea(attrs={"rows": 3}))
    rows = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    settled = forms.BooleanField(label=gettext_lazy("The promise is kept, or nothing more comes of it"), required=False)

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
    title, button = gettext_lazy("Open the case again"), gettext_lazy("Open it again")
    explanation = gettext_lazy("The last gate is then to be confirmed anew.")
    needs = {"reason": gettext_lazy("Write why the case is opened again.")}
    reason = reason_field(gettext_lazy("Why?"))

    def carry_out(self) -> None:
        """Reopen it."""
        course.reopen(self.access.case.pk, by=self.access.user, **self.cleaned_data)


class Copy(CaseAct):
    """Begin a new case as a copy."""

    act, for_everybody = "copy", True
    title, button = gettext_lazy("Begin a new case as a copy"), gettext_lazy("Begin the copy")
    explanation = gettext_lazy(
        "Goals, groups, methods, tasks and participation come along. Decisions, dates and what residents said do not."
    )
    needs = {"new_title": gettext_lazy("Write what the case is called.")}
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

"""The result before a body: what it decided, or that it noted it."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.forms.drafts import Draft
from dialog.forms.fields import OfferedChoiceField
from dialog.forms.layout import Folded, Layout, Rest, Tables
from dialog.forms.step_form import StepForm
from dialog.language.labels import label
from dialog.language.sentences import paragraph
from dialog.models import Body
from dialog.process.decision_form import DecisionFields
from followup.forms.analysis import need_nothing_dropped
from followup.models import Presentation

if TYPE_CHECKING:
    from dialog.process.access import Access


class BeforeABody(StepForm):
    """What a decision and a noting have in common: the body that the result was presented to."""

    kind = Presentation.Kind.NOTED
    body = OfferedChoiceField("bodies", label=label(Presentation, "body"))

    class Meta:
        model = Presentation
        fields = ["body"]

    @classmethod
    def blank(cls, access: "Access") -> Draft:
        """Begin with the body that owns the case."""
        return {**super().blank(access), "body": [str(access.case.body_id)]}

    @cached_property
    def presented_to(self) -> Body | None:
        """The body that is chosen."""
        key = self.judged.get("body") or ""
        return Body.objects.filter(pk=int(key)).first() if key.isdecimal() else None

    def day(self) -> Any:
        """Return the day of the meeting."""
        return self.judged.get("date")

    @property
    def heading(self) -> str:
        """The body and the day."""
        day = self.day()
        return ", ".join(filter(None, [str(self.read("body") or ""), date_format(day, "DATE_FORMAT") if day else ""]))

    def save(self, commit: bool = True) -> Presentation:
        """Keep the body's name as it is today, and what the body did."""
        self.instance.kind = self.kind
        self.instance.body_name = self._name_then() or (self.presented_to.name if self.presented_to else "")
        return super().save(commit)

    def _name_then(self) -> str:
        """The name that the same body had when this was written down first."""
        there = Presentation.objects.filter(case=self.access.case, key=self.row, body=self.instance.body).first()
        return there.body_name if there else ""


class NotingForm(BeforeABody):
    """A presentation that the body noted."""

    dropped_because = forms.CharField(
        label=gettext_lazy("Dropped because"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Only for something recorded by mistake. It can still be read."),
    )
    layout = Layout(Rest(), Folded(gettext_lazy("Drop"), "dropped_because"), Tables())
    needs = {
        "body": gettext_lazy("Choose a committee."),
        "date": gettext_lazy("Enter the date of the meeting."),
        "note": gettext_lazy("Enter what was said and noted."),
    }

    class Meta:
        model = Presentation
        fields = ["body", "date", "section", "note", "dropped_because"]

    def __init__(self, draft: Draft, access: "Access", **options: Any) -> None:
        super().__init__(draft, access, **options)
        need_nothing_dropped(self)

    def clean_section(self) -> str:
        """The paragraph as it is quoted."""
        return paragraph(self.cleaned_data.get("section") or "")

    def clean_date(self) -> Any:
        """What was noted lies behind us."""
        day = self.cleaned_data.get("date")
        if day and day > self.access.today:
            raise forms.ValidationError(_("The meeting has not taken place yet."))
        return day


class PresentedDecisionForm(DecisionFields, BeforeABody):
    """What a body decides on the result: prepared by anybody, recorded by an elected member who sits in that body."""

    kind = Presentation.Kind.DECIDED
    needs = {
        "body": gettext_lazy("Choose which committee will decide."),
        "answer": gettext_lazy("Enter what has been decided."),
    }

    class Meta:
        model = Presentation
        fields = ["body", "answer", "motivation", "note"]
        help_texts = {"answer": gettext_lazy("In one sentence, as in the minutes.")}

    @property
    def other_body(self) -> Body | None:
        """The body that decides, where it is not the one that owns the case."""
        body = self.presented_to
        return body if body and body.pk != self.access.case.body_id else None

    def day(self) -> Any:
        """Return the day of the decision."""
        return self.judged.get("decided_on")

    def save(self, commit: bool = True) -> Presentation:
        """The day and the paragraph are those of the decision."""
        self.instance.date, self.instance.section = self.judged["decided_on"], self.judged["section"][:40]
        return super().save(commit)

"""The links of a case: to other cases, whose names only those learn who may know of them, and to documents."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.forms.answers import Answer, Answered, RowAnswer
from dialog.forms.fields import OfferedChoiceField
from dialog.forms.layout import Asks, Layout, Rest, SideBySide, When
from dialog.forms.step_form import DROPPED, RowForm
from dialog.language.labels import label
from dialog.models import Revision
from dialog.process.access import readable_cases
from dialog.process.once import once
from planning.models import Link

if TYPE_CHECKING:
    from dialog.process.access import Access


class LinkedCaseField(OfferedChoiceField):
    """Another case. One that a colleague has linked stays, also for whoever may not know what it is."""

    def offer(self, access: "Access", chosen: list[str]) -> None:
        """Offer the cases that the person may know of, and without its name what is linked already."""
        super().offer(access, chosen)
        hidden = [
            (key, _("A case you do not have permission to read")) for key in self.gone if key in linked_already(access)
        ]
        self.choices = [*self.choices, *hidden]
        self.gone |= dict(hidden)
        if hidden:
            self.widget.choices = self.choices


@once
def linked_already(access: "Access") -> set[str]:
    """Return the ids of the cases that the last text of the step links to, whoever wrote it."""
    kept = Revision.objects.filter(record__case=access.case, record__step="planning_help", number__isnull=False)
    latest = kept.order_by("-number").first()
    rows = latest.data.get(LinkRow.name, []) if latest else []
    return {key for row in rows for key in row.get("case_key", [])}


class LinkRow(RowForm):
    """An earlier or parallel initiative."""

    name, title, plural = "link", gettext_lazy("Link"), gettext_lazy("Earlier and current initiatives")
    add_label, kind_field, heading_field = gettext_lazy("Add a link"), "kind", "title"
    in_brief = ("relation",)
    empty = gettext_lazy("Link to cases and documents this dialogue can learn from.")
    kind = forms.ChoiceField(label=label(Link, "kind"), choices=Link.Kind.choices, widget=forms.RadioSelect)
    case_key = LinkedCaseField("cases", label=label(Link, "case_key"))
    layout = Layout(
        Asks("kind", When("case", "case_key"), When("document", "title", SideBySide("address", "date"))),
        Rest(),
        DROPPED,
    )
    needs = {
        "kind": gettext_lazy("Choose what you are linking to."),
        "relation": gettext_lazy("Enter how it is relevant."),
    }

    class Meta:
        model = Link
        help_texts = {"address": gettext_lazy("An address that starts with https:// becomes a link.")}
        fields = ["kind", "case_key", "title", "address", "date", "relation"]

    def clean(self) -> dict[str, Any]:
        """A case is chosen, a document is named."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == Link.Kind.CASE:
            self.need("case_key", _("Choose the case."))
        if cleaned.get("kind") == Link.Kind.DOCUMENT:
            self.need("title", _("Enter the title of the document."))
        return cleaned

    @property
    def heading(self) -> str:
        """The case or the document."""
        return str(self.read("case_key") or self.read("title") or "")

    @property
    def kept_heading(self) -> str:
        """Of a linked case no more than that it is one: what is kept is read by others, too."""
        return self.kind_words if self.read("case_key") else self.heading

    def answers(self) -> list[Answer]:
        """Return the row's answers, of a linked case its id alone: what it is called depends on who reads."""
        found = super().answers()
        if not self.read("case_key"):
            return found
        case = str(self.draft["case_key"][0])
        return [
            {**answer, "value": self.kind_words, "case": case} if answer["key"] == "case_key" else answer
            for answer in found
        ]


def named_for(answers: list[Answered], access: "Access") -> list[Answered]:
    """Return the answers of a step with the names of linked cases, without those that the person may not know of."""
    rows = [row for answer in answers if "rows" in answer and answer["key"] == LinkRow.name for row in answer["rows"]]
    linked = {case for row in rows if (case := _case_of(row))}
    if not linked:
        return answers
    titles = {str(case.pk): case.title for case in readable_cases(access.user).filter(pk__in=linked)}
    shown = [_named(row, titles) for row in rows if (case := _case_of(row)) is None or case in titles]
    return [
        {**answer, "rows": shown} if "rows" in answer and answer["key"] == LinkRow.name else answer
        for answer in answers
    ]


def _case_of(row: RowAnswer) -> str | None:
    return next((cell["case"] for cell in row["answers"] if cell.get("case", "").isdecimal()), None)


def _named(row: RowAnswer, titles: dict[str, str]) -> RowAnswer:
    case = _case_of(row)
    if case is None:
        return row
    cells: list[Answer] = [{**cell, "value": titles[case]} if "case" in cell else cell for cell in row["answers"]]
    return {**row, "heading": titles[case], "answers": cells}

"""Gemensamt lärande: the six sections of the summary report, and what to do next time."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from dialog.forms.chapters import Chapter
from dialog.forms.draft_form import Missing
from dialog.forms.layout import Layout, Rest, Tables
from dialog.forms.people import NamesField, PeopleField
from dialog.forms.step_form import RowForm, StepForm
from dialog.language.labels import label
from dialog.language.sentences import in_letters
from dialog.process.results import result_as_text
from followup import report
from followup.models import Learning, NextTime


class NextTimeRow(RowForm):
    """Something to do, or to do differently, next time."""

    name, title, plural = "next_time", gettext_lazy("Next time"), gettext_lazy("Next time")
    add_label = gettext_lazy("Add advice")
    empty = gettext_lazy("People planning the next dialogue will read this first.")
    needs = {"text": gettext_lazy("Enter what to do next time.")}

    class Meta:
        model = NextTime
        fields = ["text"]


# The six sections of the report.
RESULTS = ("process", "results", "use_in_governance")
COURSE = ("methods", "worked_well", "worked_less_well")


def written_of(form: StepForm, sections: tuple[str, ...]) -> str:
    """Say how many of the sections are written: «2 av 3 skrivna»."""
    written = sum(name not in form.errors and bool(form.draft.get(name)) for name in sections)
    return _("%(n)d of %(all)d written") % {"n": written, "all": len(sections)}


def next_in_words(form: StepForm) -> str:
    """Say how much there is for next time: «tre saker till nästa gång»."""
    rows = sum(not row.is_dropped for row in form.rows["next_time"])
    said = ngettext("one thing for next time", "%(n)s things for next time", rows)
    return said % {"n": in_letters(rows)} if rows else _("nothing for next time yet")


class LearningForm(StepForm):
    """Gemensamt lärande."""

    conversation_with = PeopleField(named="conversation_with_named", label=label(Learning, "conversation_with"))
    conversation_with_named = NamesField(label=label(Learning, "conversation_with_named"))
    tables = [NextTimeRow]
    layout = Layout(
        Chapter(
            "results",
            gettext_lazy("What it led to"),
            *RESULTS,
            progress=lambda form: written_of(form, RESULTS),
            button=gettext_lazy("Save this part"),
        ),
        Chapter(
            "course",
            gettext_lazy("How it worked"),
            *COURSE,
            progress=lambda form: written_of(form, COURSE),
            button=gettext_lazy("Save this part"),
        ),
        Chapter(
            "next",
            gettext_lazy("The conversation and next time"),
            *["conversation_on", "conversation_with", "conversation_with_named"],
            Rest(),
            Tables(),
            progress=next_in_words,
            finishes=True,
        ),
    )
    needs = {
        "process": gettext_lazy("Describe the process briefly."),
        "results": gettext_lazy("Enter the most important results and conclusions."),
        "use_in_governance": gettext_lazy("Enter how the results were used in governance."),
        "methods": gettext_lazy("Enter something about the methods and how they worked."),
        "worked_well": gettext_lazy("Enter what worked well."),
        "worked_less_well": gettext_lazy("Enter what worked less well."),
    }

    class Meta:
        model = Learning
        fields = [
            "process",
            "results",
            "use_in_governance",
            "methods",
            "worked_well",
            "worked_less_well",
            "conversation_on",
            "conversation_with",
            "conversation_with_named",
        ]

    def clean_conversation_on(self) -> Any:
        """A conversation that was held lies behind us."""
        day = self.cleaned_data.get("conversation_on")
        if day and day > self.access.today:
            self.add_error("conversation_on", _("The conversation has not taken place yet."))
        return day

    def prefill(self) -> dict[str, str]:
        """Begin each section with what is in force: the plan, the activities, the conclusions, the analysis."""
        with override(settings.LANGUAGE_CODE):
            return {
                "process": report.process(self.access),
                "results": report.results(self.access),
                "use_in_governance": result_as_text(self.access, "decisions"),
                "methods": report.methods(self.access),
                "worked_well": report.worked_well(self.access),
                "worked_less_well": report.worked_less_well(self.access),
            }

    def advice(self) -> list[Missing]:
        """Hint at the conversation, and at what the next dialogue can learn."""
        found = []
        if not self.judged.get("conversation_on"):
            found.append(Missing(_("Enter when you talked about it, and who took part."), "conversation_on"))
        if not any(not row.is_dropped for row in self.rows["next_time"]):
            found.append(Missing(_("Enter what others can learn for next time."), "next_time-add"))
        return found

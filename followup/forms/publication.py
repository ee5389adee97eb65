"""Publicera resultatet: the text after, and the summary report as it goes through the communicators' queue."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from dialog.forms.draft_form import Missing
from dialog.models import PublicationText
from dialog.process.results import result_as_text
from dialog.texts.forms import AfterForm, TextForm, whom_to_ask
from followup.in_force import heads


class AfterTextForm(AfterForm):
    """The text after, begun from conclusions and presentations."""

    class Meta(AfterForm.Meta):
        pass

    def prefill(self) -> dict[str, str]:
        """What it was about, what was concluded and decided, what happens next, whom to ask."""
        found = heads(self.access)
        concluded = [found.answer, result_as_text(self.access, "conclusions"), result_as_text(self.access, "decisions")]
        return {
            "title": found.asked,
            "what": found.scope or found.asked,
            "concluded": "\n".join(filter(None, concluded)),
            "next": result_as_text(self.access, "measures"),
            "contact": whom_to_ask(),
        }


class SummaryForm(TextForm):
    """The summary report: its text is written in Gemensamt lärande, and the version in force there is what is published."""

    needs = {"title": gettext_lazy("Enter a name for the report.")}

    class Meta(TextForm.Meta):
        model = PublicationText
        fields = ["title", "language", "contact", "change", "withdrawn_because"]

    def prefill(self) -> dict[str, str]:
        """Call it after the dialogue's question, and say whom to ask."""
        asked = heads(self.access).asked
        with override(settings.LANGUAGE_CODE):
            title = _("Summary report: %(question)s") % {"question": asked} if asked else ""
        return {"title": title, "contact": whom_to_ask()}

    def clean(self) -> dict[str, Any]:
        """There is a report to hand over."""
        cleaned = super().clean()
        if not cleaned.get("withdrawn_because") and not self.report_version:
            self.add_error(None, _("First write the report in “Learning together”, and mark that step as done."))
        return cleaned

    @property
    def report_version(self) -> int:
        """The version of the report that is in force."""
        record = self.access.record("learning")
        return record.version if record else 0

    def advice(self) -> list[Missing]:
        """The text itself stands elsewhere."""
        return []

"""Är utvärderingen klar? The reflection, with the five principles beside it."""

import hashlib
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.forms.answers import Answer
from dialog.forms.drafts import Draft
from dialog.forms.fields import OfferedChoiceField
from dialog.forms.step_form import RowForm, StepForm
from dialog.language.labels import label
from dialog.process.once import once
from followup.models import FollowupGate, PrincipleReflection
from handbook import editions
from handbook.models import Principle

if TYPE_CHECKING:
    from dialog.process.access import Access

AS_EXPECTED = [("yes", gettext_lazy("Yes")), ("partly", gettext_lazy("Partly")), ("no", gettext_lazy("No"))]


class PrincipleRow(RowForm):
    """A reflection on one of the five principles."""

    name, title, plural = "principle", gettext_lazy("Principle"), gettext_lazy("The five principles")
    add_label, heading_field, fixed = "", "principle", True
    principle = OfferedChoiceField("principles", widget=forms.HiddenInput)

    class Meta:
        model = PrincipleReflection
        fields = ["principle", "reflection"]
        widgets = {"reflection": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, row: Draft, owner: StepForm) -> None:
        super().__init__(row, owner)
        # Before anything is read: a field that has been bound keeps the label that it had.
        principle = _principles(self.access).get((row.get("principle") or [""])[0])
        reflection = self.fields["reflection"]
        reflection.label, reflection.help_text = (
            (principle.title, principle.text) if principle else (_("Principle"), "")
        )

    def answers(self) -> list[Answer]:
        """Return the answers; when they are read the principle stands above its reflection, not twice."""
        words = str(label(PrincipleReflection, "reflection"))
        return [{**answer, "label": words} if answer["key"] == "reflection" else answer for answer in super().answers()]


@once
def _principles(access: "Access") -> dict[str, Principle]:
    return {principle.key: principle for principle in editions.principles_on(access.case.edition)}


class FollowupGateForm(StepForm):
    """The reflection at the third gate: did the result come out as expected?"""

    result_as_expected = forms.ChoiceField(
        label=label(FollowupGate, "result_as_expected"), choices=AS_EXPECTED, widget=forms.RadioSelect
    )
    tables = [PrincipleRow]

    class Meta:
        model = FollowupGate
        fields = ["result_as_expected", "reflection"]
        help_texts = {
            "reflection": gettext_lazy(
                "What turned out as you had hoped, and what did not? Everyone in the case can write."
            )
        }

    def __init__(self, draft: Draft, access: "Access", **options: Any) -> None:
        super().__init__(draft, access, **options)
        self.draft = with_every_principle(self.draft, access)

    @classmethod
    def blank(cls, access: "Access") -> Draft:
        """Begin with a row for each principle."""
        return with_every_principle(super().blank(access), access)


def row_key_of(principle: str) -> str:
    """Return the key of a principle's row: the same whoever opens the page, so that two do not make two."""
    return hashlib.sha256(principle.encode()).hexdigest()[:8]


def with_every_principle(draft: Draft, access: "Access") -> Draft:
    """Return a draft with a row for each of the five principles, in the words of the case's edition."""
    rows = list(draft.get("principle", ()))
    there = {(row.get("principle") or [""])[0] for row in rows}
    rows += [
        {"row": [row_key_of(key)], "principle": [key]}
        for key, _title in access.choices("principles")
        if key not in there
    ]
    rest = {name: texts for name, texts in draft.items() if name != "principle"}
    return {**rest, "principle": rows} if rows else rest

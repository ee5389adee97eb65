"""What duty demands of a case in every state: personal data taken out of everything that was written of it."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dialog.acts import personal_data
from dialog.acts.personal_data import LONGEST, MANY, Found
from dialog.cases.case_acts.case_act import CLOSED, OPEN, CaseAct, reason_field
from dialog.forms.sending import mark_of
from dialog.language.taken_out import MARK, finder
from dialog.models import DecisionFact, Publication
from dialog.process.access import readable_cases

MOST_ELSEWHERE = 20


class RemovePersonalData(CaseAct):
    """Look where words stand, in every earlier wording too; then have them replaced there."""

    act, is_final = "remove_personal_data", True
    when = frozenset({OPEN, CLOSED})
    shown_first = "dialog/case/personal_data.html"
    title = gettext_lazy("Remove personal data")
    button: Any = gettext_lazy("See where it appears")
    explanation = gettext_lazy(
        "A name, a number, an address: in all texts in the case and all earlier versions. First you see where it "
        "appears."
    )
    needs = {
        "words": gettext_lazy("Enter the words you want to remove."),
        "reason": gettext_lazy("Enter why it needs to be removed."),
    }
    words = forms.CharField(
        label=gettext_lazy("Which words do you want to remove?"),
        max_length=LONGEST,
        help_text=gettext_lazy("Exactly as written. Capitals, other spellings and the genitive are also found."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = reason_field(gettext_lazy("Why?"))
    places = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    looked_for = ""

    def offer(self) -> None:
        """The reason stands in the history."""
        self.field("reason").help_text = _(
            "This is kept in the history with your name, so write it without the words themselves."
        )

    def clean_words(self) -> str:
        """Words that are found in nothing else."""
        if wrong := personal_data.what_is_wrong(words := self.cleaned_data["words"].strip()):
            raise forms.ValidationError(wrong)
        return words

    @cached_property
    def found(self) -> list[Found]:
        """Where the words stand now."""
        return personal_data.look(self.access, self.looked_for)

    @cached_property
    def count(self) -> int:
        """How often they stand there."""
        return sum(place.count for place in self.found)

    @cached_property
    def elsewhere(self) -> list[tuple[str, str]]:
        """Where they stand that a step's own duties take them out, each with its address."""
        return list(personal_data.elsewhere(self.access, self.looked_for))[:MOST_ELSEWHERE]

    @property
    def beyond(self) -> Iterator[tuple[str, str]]:
        """What this does not reach, each with where it is to be had."""
        case = self.access.case
        published = Publication.objects.filter(record__case=case).order_by("address")
        for address in published.values_list("address", flat=True).distinct():
            yield _("Anything published at %(address)s must be changed there.") % {"address": address}, ""
        if DecisionFact.objects.filter(decision__case=case).exclude(file="").exists():
            yield _("Minutes added as files are not searched."), reverse("decisions", args=[case.pk])
        for copy in readable_cases(self.access.user).filter(copied_from=case):
            yield (
                _("A copy of the case has its own texts: %(case)s.") % {"case": copy},
                reverse("case", args=[copy.pk]),
            )

    @property
    def mark(self) -> str:
        """What stands instead of the words."""
        return MARK

    def clean(self) -> dict[str, Any]:
        """The reason tells nothing of what is removed."""
        said = super().clean() or self.cleaned_data
        if said.get("words") and finder(said["words"]).search(said.get("reason", "")):
            self.add_error("reason", personal_data.TOLD_IN_THE_REASON)
        return said

    def is_confirmed(self) -> bool:
        """Only these words in as many places as were shown; of very many only whoever says so once more."""
        said, self.looked_for = self.cleaned_data, self.cleaned_data["words"]
        shown = mark_of(self.access.case.pk, self.looked_for)
        has_seen = said["seen"] == shown and said["places"] in (self.count, None if self.count else said["places"])
        if has_seen and (self.count <= MANY or "sure" in self.data):
            return True
        self._show(shown)
        if not self.count:
            self.add_error("words", personal_data.NOWHERE)
        elif has_seen:
            self.add_error("sure", _("Tick the box when you have checked the places."))
        return False

    def _show(self, shown: str) -> None:
        """Show where the words stand, with the button that removes them there."""
        self.has_looked = True
        reason = self.cleaned_data["reason"]
        self.data = {"words": self.looked_for, "reason": reason, "seen": shown, "places": str(self.count)}
        if self.count:
            many = ngettext("Remove from %(n)d place", "Remove from %(n)d places", self.count)
            self.button = many % {"n": self.count}
        if self.count > MANY:
            label = _("I have seen that there are as many as %(n)d places.") % {"n": self.count}
            self.fields["sure"] = forms.BooleanField(label=label, required=False)

    def carry_out(self) -> None:
        """Remove them."""
        said = self.cleaned_data
        facts = {"words": said["words"], "reason": said["reason"], "places": said["places"] or 0}
        personal_data.remove_personal_data(self.access.case.pk, by=self.access.user, **facts)

    def said(self) -> str:
        """Return in how many places it was done."""
        places = self.cleaned_data["places"]
        return ngettext(
            "Removed from %(n)d place. PDFs for the case are recreated when someone asks for them.",
            "Removed from %(n)d places. PDFs for the case are recreated when someone asks for them.",
            places,
        ) % {"n": places}

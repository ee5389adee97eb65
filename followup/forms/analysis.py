"""Analysera resultatet: the answer to the question, and the conclusions."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dialog.forms.draft_form import Missing
from dialog.forms.drafts import Draft
from dialog.forms.fields import OfferedChoicesField
from dialog.forms.layout import Asks, Aspect, Folded, Layout, More, Rest, Tables, When
from dialog.forms.people import NamesField, PeopleField
from dialog.forms.step_form import StepForm
from dialog.language.labels import label
from dialog.models import Body, Case
from followup.codebook import codebook
from followup.forms.fields import ContributionsField
from followup.models import Analysis, Conclusion
from followup.result_as_text import conclusions_in_force, presentations_in_force

if TYPE_CHECKING:
    from dialog.process.access import Access

Becomes = Conclusion.Becomes
# Where the question came from → it was initiated in the council.
IN_THE_COUNCIL = (Case.Initiative.COUNCIL, Case.Initiative.MOTION, Case.Initiative.CITIZEN_PROPOSAL)


class AnalysisForm(StepForm):
    """The head of the register: the answer to the dialogue's question."""

    needs = {"answer": gettext_lazy("Enter the answer to the question.")}

    class Meta:
        model = Analysis
        fields = ["answer"]

    def advice(self) -> list[Missing]:
        """Hint at what is not decided, and that the result is presented where the question was initiated, too."""
        undecided = sum(conclusion.becomes == Becomes.UNDECIDED for conclusion in conclusions_in_force(self.access))
        found = []
        if undecided:
            sentence = ngettext(
                "%(n)d conclusion has not been decided. It can be sent to the committee as it is.",
                "%(n)d conclusions have not been decided. They can be sent to the committee as they are.",
                undecided,
            )
            found.append(Missing(sentence % {"n": undecided}, "conclusions"))
        if begun_in := self._where_it_was_initiated():
            presented_to = {
                int(presentation.body) for presentation in presentations_in_force(self.access) if presentation.body
            }
            if not presented_to & begun_in.keys():
                sentence = _("The question was raised in %(body)s. Report the result there too.")
                found.append(Missing(sentence % {"body": " / ".join(begun_in.values())}, "shown"))
        return found

    def _where_it_was_initiated(self) -> dict[int, str]:
        """Return the body that the case names, else the council where it came from there; nothing where nobody knows."""
        case = self.access.case
        if case.initiative_body and case.initiative_body.has_ended(self.access.today):
            return {}  # nothing can be presented there any more
        if case.initiative_body_id:
            return {case.initiative_body_id: str(case.initiative_body)}
        if case.initiative not in IN_THE_COUNCIL:
            return {}
        council = Body.objects.filter(kind=Body.Kind.COUNCIL, ended_on=None)
        return dict(council.values_list("pk", "name")) or {0: str(Body.Kind.COUNCIL.label)}


def need_nothing_dropped(form: StepForm) -> None:
    """Let a row of a register be dropped (utgår) whatever else it lacks."""
    if form.draft.get("dropped_because"):
        for field in form.fields.values():
            field.required = False


class ConclusionForm(StepForm):
    """A conclusion: short enough to be answered, resting on voices that can be looked up."""

    themes = OfferedChoicesField("theme", label=label(Conclusion, "themes"))
    contributions = ContributionsField(
        label=label(Conclusion, "contributions"),
        help_text=gettext_lazy(
            "The numbers of the contributions, separated by commas or spaces. If you enter any, the conclusion is "
            "based on those. Otherwise it is based on all contributions in its themes."
        ),
    )
    quotations = ContributionsField(
        label=label(Conclusion, "quotations"),
        help_text=gettext_lazy(
            "Choose a few that say it best, and one that says the opposite if there is any. What is hidden in a "
            "contribution is hidden in the quotation, and nobody is named."
        ),
    )
    becomes = forms.ChoiceField(label=label(Conclusion, "becomes"), choices=Becomes.choices, widget=forms.RadioSelect)
    who = PeopleField(named="who_named", label=label(Conclusion, "who"))
    who_named = NamesField(label=label(Conclusion, "who_named"))
    dropped_because = forms.CharField(
        label=gettext_lazy("Dropped because"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "A conclusion is never deleted. It can still be read, but is not counted or included in reports."
        ),
    )
    in_sight = frozenset({"themes", "contributions"})
    needs = {
        "conclusion": gettext_lazy("Enter what residents say."),
        "becomes": gettext_lazy("Choose what happens to the conclusion."),
    }
    layout = Layout(
        *["short", "conclusion"],
        Aspect(gettext_lazy("What the conclusion is based on"), "themes", "contributions", "quotations"),
        Aspect(
            gettext_lazy("What happens to the conclusion"),
            Asks(
                "becomes",
                When([Becomes.TAKEN_UP, Becomes.PARTLY], "what", "who", "who_named", "due"),
                When([Becomes.PARTLY, Becomes.LATER, Becomes.ELSEWHERE, Becomes.NOT], "reason"),
            ),
        ),
        Rest(),
        More("votes_received", "cost", "votes_for", "votes_against", "votes_abstained"),
        Folded(gettext_lazy("Drop"), "dropped_because"),
        Tables(),
    )

    class Meta:
        model = Conclusion
        fields = [
            "short",
            "conclusion",
            "becomes",
            "what",
            "reason",
            "who",
            "who_named",
            "due",
            "themes",
            "contributions",
            "quotations",
            "votes_received",
            "cost",
            "votes_for",
            "votes_against",
            "votes_abstained",
            "dropped_because",
        ]

    def __init__(self, draft: Draft, access: "Access", **options: Any) -> None:
        if themes := draft.get("themes"):  # one that was merged is called by what it has become
            draft = {**draft, "themes": codebook(access).today(themes)}
        super().__init__(draft, access, **options)
        for name in ("contributions", "quotations"):
            self.fields[name].case = access.case.pk  # type: ignore[attr-defined]
        need_nothing_dropped(self)

    @classmethod
    def begin_small(cls, access: "Access") -> Draft:
        """Whoever is responsible does what becomes of it."""
        return {"who": [str(access.case.responsible_id)]}

    @property
    def heading(self) -> str:
        """The heading, else what residents say."""
        return str(self.read("short") or self.read("conclusion") or "").partition("\n")[0]

    def clean(self) -> dict[str, Any]:
        """It rests on something; what is taken up says what is done, and what is not says why."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("dropped_because"):
            return cleaned
        becomes = cleaned.get("becomes")
        if "contributions" not in self.errors and not cleaned.get("contributions"):
            self.need("themes", _("Choose which themes or contributions it is based on."))
        if becomes in (Becomes.TAKEN_UP, Becomes.PARTLY):
            self.need("what", _("Enter what will be done."))
        if becomes in (Becomes.PARTLY, Becomes.LATER, Becomes.ELSEWHERE, Becomes.NOT):
            self.need("reason", _("Enter why. Residents will ask."))
        return cleaned

    def advice(self) -> list[Missing]:
        """Hint that a measure needs somebody and a day: afterwards one asks what became of it."""
        judged, found = self.judged, []
        if judged.get("becomes") in (Becomes.TAKEN_UP, Becomes.PARTLY):
            if not judged.get("who") and not judged.get("who_named"):
                found.append(Missing(_("It does not say who will do it."), self["who"].target))
            if not judged.get("due"):
                found.append(Missing(_("It does not say when it will be done by."), "due"))
        return found

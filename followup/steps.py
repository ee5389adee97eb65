"""Följa upp, declared: the steps in reading order."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from dialog.acts.core import Attempt
from dialog.acts.course import close
from dialog.forms.answers import Answered
from dialog.forms.draft_form import Missing
from dialog.forms.drafts import Draft
from dialog.forms.step_form import StepForm
from dialog.language.dates import say
from dialog.language.sentences import all_of, figures, in_letters, tally
from dialog.models import Case, GateException, Record
from dialog.process.access import Access
from dialog.process.addresses import url_of
from dialog.process.gate import Gate, Line
from dialog.process.phases import Phase, process
from dialog.process.reading import Reading
from dialog.process.register import Register
from dialog.process.step import Change, Pointer, WrittenStep
from dialog.rights import CIVIL_SERVANT, SHARED
from dialog.texts.kinds import said_of_texts
from dialog.web.context import Entry, add_to_menu
from execution.models import FeedbackRound
from followup import (
    acts,
    disposal,
    forms,
    front,
    notes,
    outdated,
    reading,
    report,
    result_as_text,
    template_context,
    waits,
)
from followup.in_force import is_begun
from followup.kinds import AfterText, ConclusionKind, DecisionKind, NotingKind, SummaryText, ThemeKind
from followup.models import Conclusion, Contribution, ContributionChange, Withheld
from followup.tally import progress

__all__ = [
    "acts",
    "disposal",
    "front",
    "notes",
    "outdated",
    "result_as_text",
    "waits",
]  # imported because they register themselves

FEW_NAMED = 2  # of several conclusions so many are named


def unread(access: Access) -> Iterator[tuple[str, str]]:
    """Yield that contributions are still to be read, where some are, with where they are read."""
    coding = progress(access.case.pk)
    if coding.left:
        numbers = {"left": figures(coding.left), "all": figures(coding.all)}
        address = f"{reverse('contributions', args=[access.case.pk])}?theme=none"
        yield gettext("%(left)s of %(all)s contributions have not been read yet.") % numbers, address


class Compilation(Register):
    """Sammanställ underlaget."""

    key = "compilation"
    shows_wording = False  # they stand on the page
    title = _("Compile the material")
    spoken = _("the compilation")
    role = CIVIL_SERVANT
    known_to_documents = True
    checklist = _("Compile the material")
    form = forms.CompilationForm
    stays_open_when_held = True
    kinds = (ThemeKind(),)
    template = "followup/compilation.html"
    duties = frozenset(
        {
            *("correct_contribution", "mask_contribution", "unmask_contribution", "read_original"),
            *("mask_pointed", "mask_all_pointed", "mask_words", "hide_contribution", "dismiss_pointed"),
        }
    )
    cares_for = frozenset({Contribution, ContributionChange, Withheld})

    def also_says(self, access: Access, find: re.Pattern[str]) -> Iterator[tuple[str, str]]:
        """Yield the contributions in which words are shown: they are masked there, and the original is kept."""
        for contribution in Contribution.objects.filter(case=access.case):
            if any(
                find.search(text)
                for text in (
                    contribution.text,
                    contribution.translation,
                    contribution.noted_by,
                    contribution.external_id,
                )
            ):
                sentence = gettext("Contribution %(name)s: hide it there. The original is kept for the officers.")
                yield (
                    sentence % {"name": contribution.name},
                    reverse("contribution", args=[access.case.pk, contribution.number]),
                )

    def possible_acts(self, record: Record | None, access: Access) -> set[str]:
        """Return what may be done: contributions come in and are coded, also when the step is done."""
        acts = super().possible_acts(record, access)
        return (
            acts
            if self.shut(access)
            else acts
            | {"add_contributions", "import_contributions", "undo_import"}
            | {"code_contribution", "code_many", "undo_coding"}
            | {"merge_themes", "split_theme", "move_theme", "retire_theme"}
        )

    def points_out(self, access: Access) -> Iterator[Pointer]:
        """Material that came in after the compilation was done is to be read: the answer may be another with it."""
        new = template_context.new_material(access, self.key)
        if new:
            said = ngettext(
                "Read the contribution received after the compilation",
                "Read the %(n)s contributions received after the compilation",
                new.number,
            )
            yield Pointer(
                said % {"n": in_letters(new.number)},
                gettext("The compilation was done %(when)s") % {"when": say(new.since)},
                gettext("Read what is new"),
                f"{reverse('contributions', args=[access.case.pk])}?mark=new",
            )

    def at_button(self, access: Access) -> Iterator[tuple[str, str]]:
        """Yield how many contributions nobody has read yet."""
        yield from unread(access)

    def template_context(self, access: Access, form: StepForm | None) -> dict[str, Any]:
        """How far the coding has come, the themes by weight, what each activity gave, and what came in later."""
        return template_context.compilation(access)


class Analysis(Register):
    """Analysera och återkoppla resultatet."""

    key = "analysis"
    shows_wording = False  # the question stands on the page
    title = _("Analyse the result and give feedback")
    spoken = _("the analysis")
    role = SHARED
    known_to_documents = True
    checklist = _("Analyse the result")
    form = forms.AnalysisForm
    stays_open_when_held = True
    kinds = (ConclusionKind(), DecisionKind(), NotingKind())
    template = "followup/analysis.html"

    def possible_acts(self, record: Record | None, access: Access) -> set[str]:
        """Return what may be done: why something led no further is told as long as anybody asks, in a closed case too."""
        acts = super().possible_acts(record, access) | {"explain_unfollowed"}
        return acts if self.shut(access) else acts | {"make_proposals", "change_proposals", "take_proposals"}

    def points_out(self, access: Access) -> Iterator[Pointer]:
        """Conclusions without an answer, once the result was before a body: what becomes of them is to be said."""
        if not any(record.version for kind in (DecisionKind, NotingKind) for record in self.rows(access, kind.kind)):
            return
        undecided = (Conclusion.Becomes.UNDECIDED, "")
        open_still = [one for one in result_as_text.conclusions_in_force(access) if one.becomes in undecided]
        if not open_still:
            return
        said = ngettext(
            "Choose what happens to a conclusion", "Choose what happens to %(n)s conclusions", len(open_still)
        )
        first = open_still[0]
        yield Pointer(
            said % {"n": in_letters(len(open_still))},
            all_of(gettext("“%(title)s”") % {"title": one} for one in open_still[:FEW_NAMED]),
            gettext("Open the conclusion"),
            url_of(access.case.pk, self.key, first.key, ConclusionKind.kind),
            first.key,
        )

    def rows_in_words(self, access: Access) -> str:
        """How many conclusions there are, and of how many nobody has said what becomes of them."""
        found = result_as_text.conclusions_in_force(access)
        left = sum(one.becomes in (Conclusion.Becomes.UNDECIDED, "") for one in found)
        return tally(
            (len(found), ngettext("%(n)s conclusion", "%(n)s conclusions", len(found))),
            (left, ngettext("%(n)s without an answer", "%(n)s without an answer", left)),
        )

    def lacks(self, access: Access) -> Iterator[Missing]:
        """One conclusion, and one presentation that a body decided on or noted."""
        if not result_as_text.conclusions_in_force(access):
            yield Missing(gettext("Enter at least one conclusion."), "conclusions")
        if not result_as_text.presentations_in_force(access):
            yield Missing(
                gettext("Present the result to a committee, which makes a decision on it or notes it."), "shown"
            )

    def template_context(self, access: Access, form: StepForm | None) -> dict[str, Any]:
        """Question and answer, what becomes of each conclusion with the way back to its voices, and the presentations."""
        return {**template_context.analysis(self, access), **template_context.with_lacks(self, access, form)}


class ProcessAnalysis(WrittenStep):
    """Analysera genomförandet."""

    key = "process_analysis"
    title = _("Analyse how the dialogue was carried out")
    spoken = _("the analysis of how the dialogue was carried out")
    role = SHARED
    known_to_documents = True
    checklist = _("Analyse how the dialogue was carried out")
    form = forms.ProcessAnalysisForm
    stays_open_when_held = True
    template = "followup/process_analysis.html"
    verbs = frozenset({"next_question", "same_question"})

    def change(self, verb: str, target: str, draft: Draft, access: Access, seen: int) -> Change:
        """Change nothing, and lead to the next question that is not answered, or back to the same; from the last to the
        goals.
        """
        asked = [f"question-{number}" for number in range(1, len(forms.EIGHT) + 1)]
        number = asked.index(target) + 1 if target in asked else 0
        if verb == "next_question":
            number = forms.next_unanswered(self.make_form(draft, access), number)
            if not number:
                return Change(draft, part="goals")
        return Change(draft, f"question-{number}" if number else "")

    def template_context(self, access: Access, form: StepForm | None) -> dict[str, Any]:
        """The goals with what is suggested, and the plan beside what happened."""
        return template_context.process_analysis(access, form)

    def reading(self, access: Access, answers: list[Answered]) -> Reading:
        """Eight verdicts, the goals as a table, and the plan beside what happened."""
        return reading.process_analysis(access, answers)


class Learning(WrittenStep):
    """Gemensamt lärande."""

    key = "learning"
    title = _("Learning together")
    spoken = _("the learning")
    role = SHARED
    known_to_documents = True
    checklist = _("Write a summary report")
    form = forms.LearningForm
    asks_about_handbook = True
    stays_open_when_held = True
    template = "followup/learning.html"

    def template_context(self, access: Access, form: StepForm | None) -> dict[str, Any]:
        """What came in after the report was done."""
        return {"new_material": template_context.new_material(access, self.key)}

    def reading(self, access: Access, answers: list[Answered]) -> Reading:
        """The sections of the report, the conversation folded."""
        return reading.learning()

    def after(self, act: str, attempt: Attempt) -> None:
        """Finished as a version, it becomes what is made of a report."""
        if act == "finish" and attempt.step is self and not attempt.missing:
            for follow in report.followers:
                follow(attempt.access)


class Publication(Register):
    """Publicera resultatet."""

    key = "publication"
    title = _("Publish the result")
    spoken = _("the publication")
    role = CIVIL_SERVANT
    known_to_documents = True
    checklist = _("Contact the communications team to publish on the website")
    kinds = (AfterText(), SummaryText())
    template = "followup/publication.html"

    def rows_in_words(self, access: Access) -> str:
        """How many texts are published, approved and being written."""
        return said_of_texts(self.shown_rows(access), access)

    def lacks(self, access: Access) -> Iterator[Missing]:
        """Text after and report are handed over."""
        for kind, sentence in (
            (AfterText.kind, gettext("The text after the dialogue must be sent to the communications team.")),
            (SummaryText.kind, gettext("The summary report must be sent to the communications team.")),
        ):
            if not any(record.version or record.is_proposed for record in self.rows(access, kind)):
                yield Missing(sentence, f"kind-{kind}")

    def template_context(self, access: Access, form: StepForm | None) -> dict[str, Any]:
        """Where and when each text was published, and what came in after the step was done."""
        return {**template_context.publication(self, access), **template_context.with_lacks(self, access, form)}


class FollowupGate(Gate):
    """Är utvärderingen klar? Confirming it closes the case."""

    key = "followup_gate"
    title = _("Is the evaluation done?")
    known_to_documents = True
    form = forms.FollowupGateForm
    template = "followup/gate.html"
    answered = _("The evaluation is done and the case is closed")
    confirm_label = _("Confirm the evaluation and close the case")
    opens_text = _(
        "When you confirm, the case is closed. You can still make additions, and reopen it if there is a reason."
    )

    def own_lines(self, access: Access, exceptions: dict[str, GateException]) -> Iterator[Line]:
        """Residents have heard of the result, and the second gate is confirmed: that one lets exceptions through itself."""
        residents = FeedbackRound.objects.filter(
            case=access.case, to=FeedbackRound.To.RESIDENTS, carried_out_on__isnull=False, dropped_because=""
        )
        yield Line(
            "residents_round",
            gettext("The feedback to residents has been given"),
            residents.exists(),
            process.step("feedback"),
            exception=exceptions.get("residents_round"),
        )
        gate = process.step("execution_gate")
        yield Line(
            gate.key,
            gettext("“%(gate)s” has been confirmed") % {"gate": gate.title},
            access.is_done(gate.key),
            gate,
            may_be_excepted=False,
        )

    def at_button(self, access: Access) -> Iterator[tuple[str, str]]:
        """Yield how many contributions nobody has read yet: the case is closed with this."""
        yield from unread(access)

    def after(self, act: str, attempt: Attempt) -> None:
        """Confirmed, it closes the case as carried through; what was written is kept where something is missing yet."""
        if act == "confirm_gate" and attempt.step is self and not attempt.missing:
            close(attempt.access, Case.Outcome.COMPLETED)
            attempt.access.case.save()


FOLLOWUP = process.add(
    Phase(
        "followup",
        pgettext_lazy("phase", "Follow-up"),
        (Compilation(), Analysis(), ProcessAnalysis(), Learning(), Publication()),
        gate=FollowupGate(),
        opens=is_begun,
        opens_when=_("Opens when the first activity has been held."),
        over=lambda access: bool(access.case.closed_at),
        colour="follow",
        planned_to="decision_planned",
        closes_case=True,
    )
)
add_to_menu(
    # Translators: «Lärdomar»
    Entry("lessons", _("Lessons learned")),
    # Translators: «Översikt»
    Entry("overview", pgettext_lazy("page", "Overview")),
)

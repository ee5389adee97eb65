"""What the chapters of the report are made of: read once, in one place."""

import datetime as dt
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from dialog.models import Case, Decision, GateConfirmation, Person, PublicationText
from dialog.process.access import Access
from dialog.process.once import once
from dialog.process.phases import process
from execution.models import Activity, ChosenMethod, FeedbackRound, Unit
from execution.models.counting import Counted, Total, aimed_for, reached, totals
from execution.models.in_force import counted
from followup.in_force import heads
from followup.models import Conclusion, GoalOutcome, Presentation, ProcessAnalysis
from followup.result_as_text import conclusions_in_force, presentations_in_force
from followup.tally import Progress, Tally, by_activity, by_theme, tally, themes_in_force, voices
from followup.trace import Trace, traces
from reports.answers import Answers, answers_in, best_answers, in_force, version_of
from reports.publisher import publisher
from reports.then import CaseThen, case_then

FOLLOWED = (Conclusion.Becomes.TAKEN_UP, Conclusion.Becomes.PARTLY)


@once
def _said(access: Access, step: str) -> Answers:
    return in_force(step, access)


class Material:
    """A case as its report tells it. Drafts are read of the report's own text alone, and only for members."""

    def __init__(self, access: Access) -> None:
        self.access, self.case = access, access.case
        self.publisher = publisher()
        self._figures = 0

    # What is written

    @cached_property
    def learning(self) -> Answers:
        """The six sections: in force, else as far as the members have come."""
        return best_answers("learning", self.access) if self.access.is_member else in_force("learning", self.access)

    @cached_property
    def then(self) -> CaseThen:
        """The case's own facts, in the words of the day when the report was finished."""
        return case_then(self.case, self.learning.text_of if self.learning.finished else None)

    def said(self, step: str) -> Answers:
        """What a step says in force; of a decision that ended the dialogue, what was decided before: what it was held on."""
        thing = process.find(step)
        last = self.access.in_force.get((step, ""))
        if thing is None or last is None or thing.lets_go_on(last):
            return _said(self.access, step)
        held_on = [
            decision
            for decision in self.access.decisions
            if (decision.step, decision.row) == (step, "") and thing.lets_go_on(decision)
        ]
        version = max((decision.version for decision in held_on), default=0)
        if not version:
            return _said(self.access, step)
        return answers_in(version_of(self.access.record(step), version), thing, self.access)

    @property
    def process_analysis(self) -> ProcessAnalysis | None:
        """The eight questions about how it was carried out."""
        return heads(self.access).process_analysis

    @property
    def answer(self) -> str:
        """The answer to the dialogue's question."""
        return heads(self.access).answer

    @cached_property
    def contact(self) -> str:
        """Whom residents may ask, as the text that hands the report over says it; empty where nobody has written it."""
        rows = [record.row for record in self.access.records.values() if record.kind == "summary" and record.version]
        found = PublicationText.objects.filter(case=self.case, key__in=rows).exclude(contact="").first()
        return found.contact if found else ""

    # What was counted

    @cached_property
    def counted(self) -> list[Counted]:
        """The activities that were held, with what was counted at each, the earliest first."""
        return [
            counted_activity for counted_activity in counted(self.access).values() if counted_activity.activity.is_held
        ]

    @cached_property
    def totals(self) -> list[Total]:
        """The sums over the held activities, by unit."""
        return totals(self.counted)

    @property
    def participants(self) -> int | None:
        """How many took part; None where nobody counted participants."""
        return next((total.actual for total in self.totals if total.unit == Unit.PARTICIPANTS), None)

    @cached_property
    def aimed(self) -> dict[str, int]:
        """How many of each target group the methods were to reach."""
        return aimed_for(self.methods)

    @cached_property
    def came(self) -> dict[str, int]:
        """How many of each target group came."""
        return reached(self.counted)

    @cached_property
    def contributions(self) -> Tally:
        """How many contributions came in, and how many of them are duplicates."""
        return tally(voices(self.access).values())

    @property
    def coding(self) -> Progress:
        """How many of the contributions have been read."""
        return sum(self._by_activity.values(), Progress())

    @property
    def contributions_by_activity(self) -> dict[str, int]:
        """How many contributions each activity has."""
        return {key: progress.all for key, progress in self._by_activity.items()}

    @cached_property
    def _by_activity(self) -> dict[str, Progress]:
        return by_activity(self.case.pk)

    @cached_property
    def themes(self) -> list[tuple[str, str, int]]:
        """The themes by name, with what each stands for and how many contributions are about it; the heaviest first."""
        weights = by_theme(self.access)
        found = [(theme.name, theme.stands_for, weights[theme.key].all) for theme in themes_in_force(self.access)]
        return sorted(found, key=lambda theme: -theme[2])

    # What came out

    @cached_property
    def conclusions(self) -> list[Conclusion]:
        """The conclusions, in the order in which they were made."""
        return conclusions_in_force(self.access)

    @cached_property
    def traces(self) -> list[Trace]:
        """Each conclusion with what it rests on."""
        return traces(self.access, self.conclusions)

    @property
    def followed(self) -> int:
        """How many of the conclusions are taken up, wholly or partly."""
        return sum(conclusion.becomes in FOLLOWED for conclusion in self.conclusions)

    @cached_property
    def outcomes(self) -> dict[str, GoalOutcome]:
        """The outcome of each goal, by the goal's key."""
        return {outcome.goal: outcome for outcome in GoalOutcome.objects.filter(case=self.case, dropped_because="")}

    @cached_property
    def decisions(self) -> list[Decision]:
        """The decisions of every step, the earliest first: what a correction mends stands for itself no more."""
        found = Decision.objects.filter(case=self.case).exclude(superseded_by__is_correction=True)
        found = found.select_related("supersedes").prefetch_related("facts", "supersedes__facts")
        return sorted(found, key=lambda decision: (decision.date, decision.pk))

    @cached_property
    def presentations(self) -> list[Presentation]:
        """Before which bodies the result was, the earliest first."""
        return presentations_in_force(self.access)

    @cached_property
    def gates(self) -> dict[str, GateConfirmation]:
        """The latest confirmation of each phase that is confirmed, by its key."""
        found = GateConfirmation.objects.filter(case=self.case).select_related("by", "case__body")
        return {
            confirmation.phase: confirmation
            for confirmation in found
            if self.access.is_done(f"{confirmation.phase}_gate")
        }

    # How it was carried out

    @cached_property
    def methods(self) -> list[ChosenMethod]:
        """The methods that reach somebody; tools support them and stand for themselves."""
        return list(ChosenMethod.objects.filter(case=self.case, dropped_because=""))

    @cached_property
    def rounds(self) -> list[FeedbackRound]:
        """The rounds of feedback that were carried out, the earliest first."""
        found = FeedbackRound.objects.filter(case=self.case, carried_out_on__isnull=False, dropped_because="")
        return list(found.order_by("carried_out_on", "pk"))

    @cached_property
    def group_names(self) -> dict[str, str]:
        """The names of the target groups, by their keys."""
        return {row.key: row.text("name") for row in self.said("target_groups").rows("target_group")}

    @property
    def days(self) -> list[dt.date]:
        """The days of the held activities, the earliest first."""
        days = [day for counted in self.counted for day in _days(counted.activity)]
        return sorted(days)

    @property
    def began(self) -> dt.date:
        """The day on which the report's story begins: when the case was begun, or before, where something was done then."""
        known = [*self.days, *(decision.date for decision in self.decisions), *filter(None, [self.case.dialogue_from])]
        return min([timezone.localdate(self.case.created_at), *known])

    @property
    def ended(self) -> dt.date:
        """The day on which the report's story ends: when the case was closed, else the day of its text; not before what is
        told in it was done.
        """
        text = self.learning.text_of
        last = self.case.closed_at or (text.at if text else self.case.changed_at)
        if "followup" in self.gates:
            last = self.gates["followup"].at
        return max([timezone.localdate(last), *self.days])

    @property
    def ending(self) -> str:
        """How the dialogue ended, where it was not carried through; empty where it was, or goes on."""
        if self.access.is_on_information_track:
            return _("A dialogue was held. It ended when the committee decided to inform residents instead.")
        if self.case.outcome == Case.Outcome.ENDED_EARLY:
            return _("A dialogue was held. It was closed early.")
        return ""

    def people(self, ids: list[str]) -> list[str]:
        """The names of people by their ids."""
        found = Person.objects.in_bulk([int(pk) for pk in ids if pk.isdecimal()])
        return [found[int(pk)].name for pk in ids if pk.isdecimal() and int(pk) in found]

    # Numbers of figures

    def figure(self) -> str:
        """The label of the next figure."""
        self._figures += 1
        return _("Figure %(n)d") % {"n": self._figures}


def _days(activity: Activity) -> list[dt.date]:
    return [day for day in (activity.first_day, activity.last_day) if day]

"""Genomföra, declared: the steps in reading order."""

import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, ngettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from dialog.acts.core import Attempt
from dialog.forms.answers import Answered
from dialog.forms.draft_form import Missing
from dialog.forms.drafts import Draft
from dialog.forms.step_form import StepForm
from dialog.language.sentences import tally
from dialog.models import Event, GateException, Record
from dialog.process.access import Access
from dialog.process.addresses import url_of
from dialog.process.gate import Gate, Line
from dialog.process.phases import Phase, process
from dialog.process.reading import Reading
from dialog.process.register import Register
from dialog.process.same_people import who_asks_them_too
from dialog.process.step import Change, Pointer, WrittenStep
from dialog.rights import CIVIL_SERVANT, ELECTED, SHARED
from dialog.texts.kinds import said_of_texts
from execution import acts, dialogues, forms, front, outdated, reading, references, same_people, waits
from execution.acts.activities import become
from execution.acts.contacts import is_due
from execution.chooser import FILTERS
from execution.choosing import choose
from execution.in_force import is_carried_through, registers, rounds, was_held
from execution.kinds import ActivityKind, RoundKind, TextBefore, goes_out_too_early, what_an_activity_lacks
from execution.models import Activity, ContactDetail, FeedbackRound
from execution.models.counting import totals
from execution.models.in_force import activities, counted
from execution.notes import contributions_of
from execution.pictures import coverage
from execution.turnout import turnout
from planning.models import Goal

# Imported because they register themselves.
__all__ = ["acts", "front", "outdated", "references", "same_people", "waits"]


class Communication(Register):
    """Kommunicera invånardialogen."""

    key = "communication"
    title = _("Communicate the citizen dialogue")
    spoken = _("the text before the dialogue")
    role = CIVIL_SERVANT
    known_to_documents = True
    kinds = (TextBefore(),)
    template = "execution/communication.html"

    def rows_in_words(self, access: Access) -> str:
        """How many texts are published, approved and being written."""
        return said_of_texts(self.shown_rows(access), access)

    def lacks(self, access: Access) -> Iterator[Missing]:
        """A text before must be handed over."""
        if not any(record.version or record.is_proposed for record in self.rows(access)):
            sentence = gettext("A text must be sent to the communications team before the step is done.")
            yield Missing(sentence, f"kind-{self.kinds[0].kind}")

    def after(self, act: str, attempt: Attempt) -> None:
        """A communicator has approved a text, or said that it is still right: so the website lists the dialogue."""
        has_seen = act == "approve" or (act == "still_right" and attempt.by.is_communicator)
        if has_seen and attempt.record.kind in dialogues.TEXTS and not attempt.missing:
            dialogues.keep_as_approved(attempt.access.case, attempt.record.row, attempt.at)


class Methods(WrittenStep):
    """Välj metod."""

    key = "methods"
    title = _("Choose a method")
    spoken = _("the choice of method")
    begin_label = _("Choose a method")
    role = SHARED
    known_to_documents = True
    checklist = _("Choose one or more methods")
    form = forms.MethodsForm
    template = "execution/methods.html"
    follows_text = "execution/choose/rings.html"
    copied = True
    verbs = frozenset({"choose"})
    stays_in_address = FILTERS

    def change(self, verb: str, target: str, draft: Draft, access: Access, seen: int) -> Change:
        """Choose methods of the catalogue: each gets a row, with the groups that it is there for."""
        form = self.make_form(draft, access)
        assert isinstance(form, forms.MethodsForm)
        return Change(*choose(target.split(), form, seen))

    def template_context(self, access: Access, form: StepForm | None) -> dict[str, Any]:
        """Which method reaches which group; purpose and goals stand beside."""
        goals = list(Goal.objects.filter(case=access.case, dropped_because="").select_related("case__purpose"))
        there = goals[0].case if goals else access.case
        return {
            "purpose": getattr(there, "purpose", None),
            "goals": goals,
            "same_people": who_asks_them_too(access),
        }

    def reading(self, access: Access, answers: list[Answered]) -> Reading:
        """What each method gave of each group, and what came of those who were aimed for."""
        return reading.methods(access, answers)


class Participation(WrittenStep):
    """Möjliggör delaktighet."""

    key = "participation"
    title = _("Make participation possible")
    spoken = _("participation")
    begin_label = _("Open %(what)s")
    role = CIVIL_SERVANT
    known_to_documents = True
    checklist = _("Make participation possible")
    form = forms.ParticipationForm
    template = "execution/participation.html"
    copied = True

    def template_context(self, access: Access, form: StepForm | None) -> dict[str, Any]:
        """How far the five aspects cover each group."""
        return {"coverage": coverage(access, form)}

    def reading(self, access: Access, answers: list[Answered]) -> Reading:
        """The groups by whether they were reached."""
        return reading.participation(access, answers)


class Activities(Register):
    """Dialogaktiviteter."""

    key = "activities"
    title = _("Dialogue activities")
    spoken = _("the activities")
    role = SHARED
    known_to_documents = True
    kinds = (ActivityKind(),)
    template = "execution/activities.html"
    duties = frozenset({"dispose_register", "remove_contact", "correct_contact"})
    cares_for = frozenset({ContactDetail})

    def also_says(self, access: Access, find: re.Pattern[str]) -> Iterator[tuple[str, str]]:
        """Yield the contact registers in which words stand, to those who read them: people are removed there."""
        for register in registers(access) if access.may("read_contact_details") else ():
            if any(find.search(f"{who.name} {who.contact}") for who in register.details.all()):
                sentence = gettext("A register of contact details. Correct or remove the person there.")
                yield sentence, reverse("contact_register", args=[access.case.pk, register.key])

    def possible_acts(self, record: Record | None, access: Access) -> set[str]:
        """Return what may be done: registers of contact details are kept here."""
        acts = super().possible_acts(record, access)
        return acts if self.shut(access) else acts | {"keep_register", "add_contacts"}

    def rows_in_words(self, access: Access) -> str:
        """How many activities were held, are planned, were cancelled."""
        found = list(activities(access).values())
        held, planned = sum(one.is_held for one in found), sum(one.is_planned for one in found)
        cancelled = sum(one.is_cancelled for one in found)
        return tally(
            (held, ngettext("%(n)s held", "%(n)s held", held)),
            (planned, ngettext("%(n)s planned", "%(n)s planned", planned)),
            (cancelled, ngettext("%(n)s cancelled", "%(n)s cancelled", cancelled)),
        )

    def lacks(self, access: Access) -> Iterator[Missing]:
        """One held, none planned; each held one has a count, and what was said or that nothing was."""
        if not was_held(access):
            yield Missing(gettext("No activity has been held yet."), "kind-activity")
        for key, counted_activity in counted(access).items():
            if counted_activity.activity.is_planned:
                sentence = gettext("%(activity)s is still planned. Mark whether it was held or cancelled.")
                yield Missing(sentence % {"activity": counted_activity.activity}, key)
            if counted_activity.activity.is_held:
                for what in what_an_activity_lacks(counted_activity):
                    sentence = gettext("%(activity)s: enter %(what)s.") % {
                        "activity": counted_activity.activity,
                        "what": what,
                    }
                    yield Missing(sentence, key)

    def template_context(self, access: Access, form: StepForm | None) -> dict[str, Any]:
        """The activities by what became of them, aimed for beside reached, and the contact registers."""
        contributions = contributions_of(access.case.pk)
        kept = [(register, is_due(register, access.today)) for register in registers(access)]
        return {
            "counted": counted(access),
            "contributions": contributions,
            "all_contributions": sum(contributions.values()),
            "totals": totals(counted(access).values()),
            "turnout": turnout(access, counted(access).values()),
            "registers": kept if access.may("read_contact_details") else None,
            "any_due": any(due for _register, due in kept),
        }

    def stops_ending(self, access: Access) -> Iterator[str]:
        """Yield that whoever took part must hear of it first, and that nobody has said whether an activity was held."""
        for activity in activities(access).values():
            if activity.is_planned and not activity.lies_ahead(access.today):
                yield gettext("First say whether %(activity)s was held.") % {"activity": activity}
        if was_held(access) and not _carried_out(access, FeedbackRound.To.PARTICIPANTS):
            yield gettext("An activity has been held, so feedback must be given to the participants first.")

    def after(self, act: str, attempt: Attempt) -> None:
        """After a no, or the level Information, nothing that lies ahead is planned any more. What has begun stays, until
        somebody says whether it was held.
        """
        if act != "decide" or not attempt.access.is_on_information_track:
            return
        because = gettext_noop("The committee decided to inform residents instead.")
        _cancel_what_lies_ahead(attempt.access, because)

    def closing(self, access: Access) -> None:
        """In a closed case nothing is still to come."""
        _cancel_what_lies_ahead(access, gettext_noop("The case was closed."))


def _cancel_what_lies_ahead(access: Access, because: str) -> None:
    """Cancel every activity that has not begun, each with an event of its own, for a reason that all read."""
    with override(settings.LANGUAGE_CODE):
        reason = gettext(because)
    planned = Activity.objects.filter(case=access.case, status=Activity.Status.PLANNED)
    for activity in (candidate for candidate in planned if candidate.lies_ahead(access.today)):
        become(activity, Activity.Status.CANCELLED, access.user, access.now, reason)
        Event.objects.create(
            case=access.case,
            act="cancel_activity",
            step=Activities.key,
            row=activity.key,
            note=reason,
            facts={"title": activity.title},
            by=access.user,
            at=access.now,
        )
    access.forget()


def _carried_out(access: Access, to: FeedbackRound.To) -> bool:
    return any(feedback_round.to == to and feedback_round.is_carried_out for feedback_round in rounds(access).values())


class Feedback(Register):
    """Återkoppla resultat."""

    key = "feedback"
    title = _("Give feedback on the result")
    spoken = _("the feedback")
    role = ELECTED
    known_to_documents = True
    checklist = _("Compile the result and give feedback to participants and residents")
    kinds = (RoundKind(),)
    stays_open_when_held = True
    template = "execution/feedback.html"

    def points_out(self, access: Access) -> Iterator[Pointer]:
        """Feedback is to be planned as soon as somebody has taken part: nobody has begun a round. Where a dialogue that was
        held has ended, it waits for the responsible official (``waits.rounds_owed``).
        """
        if any(self.rows(access, RoundKind.kind)) or access.is_on_information_track or not access.was_held:
            return
        yield Pointer(
            gettext("Plan the feedback to participants"),
            gettext("They have been asked, but do not know yet when they will hear what was said"),
            gettext("Plan the feedback"),
            reverse("new_row", args=[access.case.pk, self.key, RoundKind.kind]),
        )

    def rows_in_words(self, access: Access) -> str:
        """How many rounds reached those whom they are for, and how many are planned."""
        found = [one for one in rounds(access).values() if not one.dropped_because]
        given = sum(one.is_carried_out for one in found)
        planned = sum(one.is_planned and not one.is_carried_out for one in found)
        return tally(
            (given, ngettext("%(n)s round of feedback given", "%(n)s rounds of feedback given", given)),
            (planned, ngettext("%(n)s planned", "%(n)s planned", planned)),
        )

    def lacks(self, access: Access) -> Iterator[Missing]:
        """A round to participants is carried out, and one to residents is planned with a day, unless they are informed."""
        if not _carried_out(access, FeedbackRound.To.PARTICIPANTS):
            yield Missing(gettext("Feedback to the participants must have been given."), "kind-round")
        if access.is_on_information_track:
            return  # residents read the information
        found = rounds(access).values()
        if not any(
            feedback_round.to == FeedbackRound.To.RESIDENTS and feedback_round.is_planned for feedback_round in found
        ):
            yield Missing(gettext("Feedback to residents must be planned with a date."), "kind-round")

    def template_context(self, access: Access, form: StepForm | None) -> dict[str, Any]:
        """The rounds, and which of them go out too early."""
        found = rounds(access)
        return {
            "rounds": found,
            "too_early": {key for key, feedback_round in found.items() if goes_out_too_early(feedback_round, access)},
        }


class ExecutionGate(Gate):
    """Är dialogen genomförd? Phase 3 never waits for it."""

    key = "execution_gate"
    title = _("Has the dialogue been carried out?")
    known_to_documents = True
    form = forms.ExecutionGateForm
    answered = _("It has been confirmed that the dialogue has been carried out")
    confirm_label = _("Confirm that the dialogue has been carried out")
    confirmed_text = _("What was done is saved as it is now. The follow-up continues.")
    opens_text = _("The follow-up does not wait for this. It opens when the first activity has been held.")

    def at_button(self, access: Access) -> Iterator[tuple[str, str]]:
        """Yield that residents were never invited, where everybody could come."""
        register = process.step(Communication.key)
        assert isinstance(register, Register)
        open_to_all = any(activity.is_held and activity.is_public for activity in activities(access).values())
        if open_to_all and not any(record.version or record.is_proposed for record in register.rows(access)):
            address = url_of(access.case.pk, register.key)
            yield (
                gettext(
                    "No invitation has been sent to the communications team, so there is no text before the dialogue."
                ),
                address,
            )

    def own_lines(self, access: Access, exceptions: dict[str, GateException]) -> Iterator[Line]:
        """A fourth line: something was held, and nothing is still to come."""
        held = sum(activity.is_held for activity in activities(access).values())
        planned = sum(activity.is_planned for activity in activities(access).values())
        why = gettext("Held: %(held)d. Planned: %(planned)d.") % {"held": held, "planned": planned}
        sentence = gettext("At least one activity has been held, and none are still planned")
        step = process.step(Activities.key)
        yield Line(step.key, sentence, is_carried_through(access), step, why, exceptions.get(step.key))


EXECUTION = process.add(
    Phase(
        "execution",
        pgettext_lazy("phase", "Dialogue"),
        (Communication(), Methods(), Participation(), Activities(), Feedback()),
        gate=ExecutionGate(),
        opens=lambda access: access.is_done("planning_gate"),
        opens_when=_("Opens when the planning has been confirmed."),
        over=is_carried_through,
        colour="do",
        planned_to="dialogue_to",
    )
)
process.was_held = was_held

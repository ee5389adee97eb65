"""Kommunicera invånardialogen: the text before, begun from the plan."""

from django.conf import settings
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialog.forms.drafts import Draft
from dialog.forms.gaps import gap
from dialog.language.dates import say_period
from dialog.language.sentences import all_of
from dialog.models import PublicationText
from dialog.process.access import Access
from dialog.process.prefilled import within
from dialog.texts.forms import BeforeForm, whom_to_ask
from execution.in_force import live_groups, promises, rounds
from execution.models import Activity, FeedbackRound
from execution.models.in_force import activities
from planning.models import Purpose, Question


class TextBeforeForm(BeforeForm):
    """The text before: what residents ask, answered from question, purpose, groups, activities, promise and dates."""

    @classmethod
    def begin_small(cls, access: Access) -> Draft:
        """What it is about is the question itself, where nobody has written where that ends. The body decides."""
        question = Question.objects.filter(case=access.case).first()
        purpose = Purpose.objects.filter(case=access.case).first()
        found = {"what": question.question if question and not question.in_scope else ""}
        if purpose and purpose.for_decision and not (purpose.decision_by or access.case.decision_planned):
            with override(settings.LANGUAGE_CODE):
                about = _("Your answers will be used for this decision: %(decision)s.")
                made = _("The decision is made by %(who)s.") % {"who": access.case.body.name}
                found["next"] = f"{about % {'decision': purpose.for_decision.rstrip('.')}} {made}"
        return {**super().begin_small(access), **{name: [text] for name, text in found.items() if text}}

    def prefill(self) -> dict[str, str]:
        """Offer what the plan says, in the municipality's language; a translation is written whole."""
        language = self.judged.get("language", "")
        if language not in ("", PublicationText.Language.SWEDISH):
            return {}
        with override(settings.LANGUAGE_CODE):
            return text_before(self.access)

    def suggestions(self) -> dict[str, str]:
        """Offer the target groups. They are named for the house, so no text begins with them."""
        if self.judged.get("language", "") not in ("", PublicationText.Language.SWEDISH):
            return {}
        with override(settings.LANGUAGE_CODE):
            return {"for_whom": groups_by_priority(self.access)}


def text_before(access: Access) -> dict[str, str]:
    """Return what the text before begins with, by field, in the active language."""
    question = Question.objects.filter(case=access.case).first()
    purpose = Purpose.objects.filter(case=access.case).first()
    found = {
        "title": question.question if question else "",
        "what": question.in_scope if question else "",
        "why": purpose.purpose if purpose else "",
        "how": "\n".join(invitation(activity) for activity in invited_to(access)),
        "can_influence": _can_influence(access),
        "next": _next(access, purpose),
        "contact": whom_to_ask(),
    }
    return {name: text.strip() for name, text in found.items() if text.strip()}


def invited_to(access: Access) -> list[Activity]:
    """Return the activities that residents can still come to: planned, open, and their last day has not passed."""
    planned = [activity for activity in activities(access).values() if activity.is_planned and activity.is_public]
    return [
        activity for activity in planned if (activity.last_day or activity.first_day or access.today) >= access.today
    ]


def invitation(activity: Activity) -> str:
    """Return when and where an activity is, and how one registers, as residents read it."""
    day = capfirst(when(activity)) or gap(_("when"))
    parts = [activity.title, day, activity.place, activity.link]
    if not (activity.place or activity.link):
        parts.append(gap(_("where")))
    if activity.registration:
        parts.append(_("Registration: %(how)s") % {"how": activity.registration})
    return " ".join(f"{part.rstrip('.')}." if not part.startswith("http") else part for part in parts if part)


def when(activity: Activity) -> str:
    """Return the day or period of an activity with its hours: «lördag 28 november 2026 kl. 11.00–14.00»."""
    first, last = activity.first_day, activity.last_day
    if first is None:
        return ""
    if last and last != first:
        return say_period(first, last)
    hours = [time_format(hour, "TIME_FORMAT") for hour in (activity.from_time, activity.to_time) if hour]
    day = date_format(first, "l j F Y")
    # Translators: a day and the hours of a meeting, «lördag 28 november 2026 kl. 11.00–14.00»
    return _("%(day)s at %(hours)s") % {"day": day, "hours": "–".join(hours)} if hours else day


def groups_by_priority(access: Access) -> str:
    """Return whom the dialogue is for, in the order of their priority, by the names that the house has for them."""
    groups = sorted(
        (target_group for target_group in live_groups(access) if target_group.name),
        key=lambda group: group.given_priority or 9,
    )
    return _("For %(groups)s.") % {"groups": all_of(within(group.name, access) for group in groups)} if groups else ""


def _can_influence(access: Access) -> str:
    told = promises(access)
    unnamed = gap(_("which part"))
    parts = [f"{name or unnamed}: {told.promises[key]}" for key, name in told.parts.items() if told.promises[key]]
    return "\n".join(filter(None, [told.promise(), *parts]))


def _next(access: Access, purpose: Purpose | None) -> str:
    """Tell for which decision the answers are, when it is made, and when residents are told; who decides says no field."""
    decision = purpose.for_decision if purpose else ""
    day = (purpose.decision_by if purpose else None) or access.case.decision_planned
    if not (decision or day):
        return ""
    facts = {"who": gap(_("who decides")), "day": date_format(day, "DATE_FORMAT") if day else gap(_("when"))}
    return " ".join(
        [
            _("Your answers will be used for this decision: %(decision)s.") % {"decision": decision.rstrip(".")}
            if decision
            else "",
            _("The decision will be made by %(who)s on %(day)s.") % facts,
            _told_afterwards(access),
        ]
    )


def _told_afterwards(access: Access) -> str:
    """Tell when residents hear what came of it: when the first round of feedback to them is planned."""
    days = [
        feedback_round.planned_on
        for feedback_round in rounds(access).values()
        if feedback_round.to == FeedbackRound.To.RESIDENTS
        and feedback_round.planned_on
        and not feedback_round.dropped_because
    ]
    planned = _("on %(day)s") % {"day": date_format(min(days), "DATE_FORMAT")} if days else gap(_("when and how"))
    return _("We will tell you what it led to %(when)s.") % {"when": planned}

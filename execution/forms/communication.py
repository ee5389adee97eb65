"""Kommunicera invånardialogen: the text before, begun from the plan."""

from django.conf import settings
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialog.access import Access
from dialog.models import PublicationText
from dialog.sentences import all_of
from dialog.texts.forms import BeforeForm, whom_to_ask
from execution.in_force import live_groups, promises
from execution.models import Activity
from execution.models.in_force import activities
from planning.models import Purpose, Question


class TextBeforeForm(BeforeForm):
    """The text before: what residents ask, answered from question, purpose, groups, activities, promise and dates."""

    def prefill(self) -> dict[str, str]:
        """Offer what the plan says, in the municipality's language; a translation is written whole."""
        language = self.judged.get("language", "")
        if language not in ("", PublicationText.Language.SWEDISH):
            return {}
        with override(settings.LANGUAGE_CODE):
            return text_before(self.access)


def text_before(access: Access) -> dict[str, str]:
    """Return what the text before begins with, by field, in the active language."""
    question = Question.objects.filter(case=access.case).first()
    purpose = Purpose.objects.filter(case=access.case).first()
    found = {
        "title": question.question if question else "",
        "what": question.in_scope if question else "",
        "why": purpose.purpose if purpose else "",
        "for_whom": _in_order_of_priority(access),
        "how": "\n".join(invitation(one) for one in planned(access)),
        "can_influence": _can_influence(access),
        "next": _next(access, purpose),
        "contact": whom_to_ask(access),
    }
    return {name: text.strip() for name, text in found.items() if text.strip()}


def planned(access: Access) -> list[Activity]:
    """Return the activities that are still to come."""
    return [one for one in activities(access).values() if one.is_planned]


def invitation(activity: Activity) -> str:
    """Return when and where an activity is, and how one registers, as residents read it."""
    parts = [activity.title, capfirst(when(activity)), activity.place, activity.link]
    if activity.registration:
        parts.append(_("Registration: %(how)s") % {"how": activity.registration})
    return " ".join(f"{part.rstrip('.')}." if not part.startswith("http") else part for part in parts if part)


def when(activity: Activity) -> str:
    """Return the day or period of an activity with its hours: «lördag 28 november 2026 kl. 11.00–14.00»."""
    first, last = activity.first_day, activity.last_day
    if first is None:
        return ""
    if last and last != first:
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{date_format(last, 'j F Y')}"
        return f"{date_format(first, 'j F' if first.year == last.year else 'j F Y')}–{date_format(last, 'j F Y')}"
    hours = [time_format(hour, "TIME_FORMAT") for hour in (activity.from_time, activity.to_time) if hour]
    day = date_format(first, "l j F Y")
    # Translators: a day and the hours of a meeting, «lördag 28 november 2026 kl. 11.00–14.00»
    return _("%(day)s at %(hours)s") % {"day": day, "hours": "–".join(hours)} if hours else day


def _in_order_of_priority(access: Access) -> str:
    groups = sorted(live_groups(access), key=lambda group: group.given_priority or 9)
    return _("For %(groups)s.") % {"groups": all_of(group.name for group in groups)} if groups else ""


def _can_influence(access: Access) -> str:
    told = promises(access)
    parts = [f"{name}: {told.promises[key]}" for key, name in told.parts.items()]
    return "\n".join([told.promise(), *parts])


def _next(access: Access, purpose: Purpose | None) -> str:
    day = access.case.decision_planned or (purpose.decision_by if purpose else None)
    facts = {"body": access.case.body.name, "day": date_format(day, "DATE_FORMAT") if day else ""}
    decides = _("%(body)s decides on %(day)s.") % facts if day else _("%(body)s decides.") % facts
    return " ".join([decides, _("After that you are told what was decided and why.")])

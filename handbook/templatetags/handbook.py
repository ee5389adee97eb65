"""The handbook in other apps' templates: {% load handbook %}{% guidance "goals" case.edition as advice %}."""

import datetime as dt

from django import template

from handbook import guidance as handbook_guidance
from handbook.guidance import Guidance

register = template.Library()


@register.simple_tag
def guidance(step_key: str, edition_date: dt.date | None = None) -> Guidance | None:
    """Return the guidance of a step for a case that follows the edition of that date."""
    return handbook_guidance.guidance(step_key, edition_date)

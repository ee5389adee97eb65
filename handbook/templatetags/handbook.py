"""The handbook in other apps' templates.

{% load handbook %}
{% guidance "goals" case.edition as guide %}       what stands beside the form of a step, see ``handbook.guidance``
{% newer_edition case.edition as newer %}          the edition that is out since, or nothing
{% unanswered_comments as number %}                 how many comments on it wait for an answer
{% principles case.edition as principles %}        the principles of the case's edition: .key, .title, .text
"""

import datetime as dt

from django import template

from dialog.process import edition
from handbook import editions
from handbook import guidance as handbook_guidance
from handbook.guidance import Guidance
from handbook.models import Edition, HandbookComment, Principle

register = template.Library()


@register.simple_tag
def guidance(step_key: str, edition_date: dt.date | None = None) -> Guidance | None:
    """Return the guidance of a step for a case that follows the edition of that date."""
    return handbook_guidance.guidance(step_key, edition_date)


@register.simple_tag
def newer_edition(edition_date: dt.date | None) -> Edition | None:
    """Return the latest edition where it is newer than the one that a case follows: mostly it is not, which is known."""
    latest = edition.in_force()
    return editions.newer_than(edition_date) if edition_date and latest and latest > edition_date else None


@register.simple_tag
def unanswered_comments() -> int:
    """Return how many comments on the handbook wait for an answer."""
    return HandbookComment.objects.filter(answer="").count()


@register.simple_tag
def principles(edition_date: dt.date | None = None) -> list[Principle]:
    """Return the principles of the edition that a case follows."""
    return editions.principles_on(edition_date)

"""What the pages of Följa upp say in words."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from dialog.language.sentences import votes
from dialog.models import Record
from dialog.process.access import Access, allowed_acts
from dialog.process.act import ACTS
from dialog.views.place import Place
from followup.models import Conclusion, ContributionChange
from followup.personal_data import OfCase

register = template.Library()


@register.simple_tag
def may_add_rows(place: Place) -> set[str]:
    """The kinds of rows of a register that the person may begin."""
    access, step = place.access, place.step_or_kind
    found = set()
    for key, kind in step.by_kind.items():  # type: ignore[attr-defined]
        new = Record(case=access.case, step=step.key, row="new", kind=key)
        if "save_draft" in allowed_acts(kind, new, access):
            found.add(key)
    return found


@register.simple_tag
def pointed_out_in(access: Access) -> int | None:
    """How many pieces of personal data in a case wait for somebody to look at them; None for who may not see them."""
    return OfCase(access).counts["places"] if access.may("read_contact_details") else None


@register.filter
def voted(conclusion: Conclusion) -> str:
    """How the body voted on a conclusion, as far as it was noted."""
    return votes(conclusion.votes_for, conclusion.votes_against, conclusion.votes_abstained)


@register.filter
def change_words(change: ContributionChange) -> str:
    """What was changed of a contribution, as a sentence."""
    declared = ACTS.get(change.act)
    return str((declared and declared.changed) or _("%(who)s changed it")) % {"who": change.by_name}


@register.filter
def value_of(found: Mapping[Any, str], key: Any) -> str:
    """What stands under a key."""
    return found.get(key, "")


@register.simple_tag(takes_context=True)
def toggled(context: Any, number: int) -> str:
    """The question of the desk's address with one more tick, or one less."""
    return str(context["desk"].toggled(number))

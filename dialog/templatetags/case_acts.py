"""What can be done with a case, for its page «About the case»."""

from django import template

from dialog.cases import case_acts

register = template.Library()


@register.simple_tag
def case_acts_for(access):
    """Return what can be done with the case as it is, by this person or by others."""
    return case_acts.case_acts_for(access)


@register.simple_tag
def lack(access, membership):
    """Return why a membership does not give what its role says; empty where it does."""
    return access.lacks(membership)

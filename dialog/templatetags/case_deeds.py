"""What can be done with a case, for its page «About the case»."""

from django import template

from dialog.cases import deeds

register = template.Library()


@register.simple_tag
def deeds_for(access):
    """Return what can be done with the case as it is, by this person or by others."""
    return deeds.deeds_for(access)


@register.simple_tag
def lack(access, membership):
    """Return why a membership does not give what its role says; empty where it does."""
    return access.lacks(membership)

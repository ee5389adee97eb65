"""The guide in other apps' templates.

{% load guide %}
{% help_contacts as contacts %}     whom to ask for help, as safe HTML
"""

from django import template
from django.utils.safestring import SafeString

from guide.models import Wording
from guide.statements import statement

register = template.Library()


@register.simple_tag
def help_contacts() -> SafeString:
    """Return whom to ask for help, as the municipality words it."""
    return statement(Wording.Page.HELP_CONTACTS).html_within

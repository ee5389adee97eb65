"""What the yearly report says on the screen alone: sentences whose parts lead to the cases that they count."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.year.year import Year

register = template.Library()


@register.simple_tag
def lead_linked(year: Year) -> str:
    """The year in a sentence or two, with the lists of the cases that were closed and begun, and of who took part."""
    (closed, begun), to = year.begun_and_closed, year.addresses
    linked = {
        "closed": format_html('<a href="{}">{}</a>', to["closed"], closed),
        "begun": format_html('<a href="{}">{}</a>', to["begun"], begun),
    }
    said = SafeString(_("%(closed)s and %(begun)s.") % linked)
    came = format_html(' <a href="{}">{}</a>', "#led-to", year.who_took_part) if year.who_took_part else ""
    return format_html("{}{}", said, came)

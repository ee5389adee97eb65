"""The catalogue of methods on the page of Välj metod."""

from typing import Any

from django import template

from dialog.forms import drafts
from execution.chooser import Chooser
from execution.comparing import came_of
from execution.forms.methods import MethodRow, MethodsForm
from execution.models import ChosenMethod
from execution.rings import Ring, rings_of

register = template.Library()
register.filter(came_of)


@register.simple_tag(takes_context=True)
def chooser(context: dict[str, Any]) -> Chooser | None:
    """The catalogue as the address asks for it; None where nobody writes the step."""
    form = context.get("form")
    if not isinstance(form, MethodsForm):
        return None
    return Chooser(context["access"], form, context["request"].GET, context["place"].url)


@register.simple_tag(takes_context=True)
def rings(context: dict[str, Any]) -> list[Ring]:
    """How far the methods reach each group, as they are being written."""
    form = context["page_of_step"].form
    return rings_of(context["access"], form.live) if isinstance(form, MethodsForm) else []


@register.simple_tag
def own_method(form: MethodsForm) -> MethodRow:
    """A row for a method of one's own that nobody has saved yet."""
    row = MethodRow({"row": [drafts.new_key()], "method": [ChosenMethod.OWN]}, form)
    row.is_new = True
    return row

"""How the fields of a step stand on its page: objects of crispy's layout, declared on the form.

``layout = Layout(Rest(), Part(_("When"), SideBySide("from", "to")), Folded(_("Votes"), "votes"), Tables())``, drawn by
``{% crispy form %}``. A field is drawn by the form's ``field_template``: crispy's own objects look up many for each.
"""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout as CrispyLayout
from crispy_forms.layout import LayoutObject
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString

Asks = Callable[[Any], Any]  # asks something of a form


class Fields(LayoutObject):
    """Fields, and other parts of a layout, one after the other; ``template`` is what stands around them."""

    template: ClassVar[str] = ""

    def __init__(self, *fields: Any) -> None:
        self.fields = list(fields)

    def names(self, form: Any) -> Iterator[str]:
        """Yield the names of the fields that show, in their order."""
        for field in self.fields:
            if isinstance(field, str):
                yield field
            else:
                yield from field.names(form)

    def render(self, form: Any, context: Context, template_pack: str = "", **options: Any) -> SafeString:
        """Return the part as it stands on the page."""
        content = SafeString("".join(self.each(form, context)))
        return drawn(self.template_for(form), context, part=self, content=content) if self.template else content

    def template_for(self, form: Any) -> str:
        """Return what stands around the fields in this form."""
        return self.template

    def each(self, form: Any, context: Context) -> Iterator[str]:
        """Yield what stands in the part, drawn."""
        for field in self.fields:
            yield draw_field(form, field, context) if isinstance(field, str) else field.render(form, context)


class Layout(Fields, CrispyLayout):
    """The layout of a form."""


class Rest(Fields):
    """The form's fields that no other part of its layout names, in the form's order."""

    def names(self, form: Any) -> Iterator[str]:
        """Yield them."""
        named = {pointer.name for pointer in form.layout.get_field_names()}
        named |= set(getattr(form, "decision_fields", ()))
        yield from (name for name in form.fields if name not in named)

    def each(self, form: Any, context: Context) -> Iterator[str]:
        """Yield them, drawn."""
        yield from (draw_field(form, name, context) for name in self.names(form))


class OnlyWithAnswer(Fields):
    """Fields each of which is shown only with an answer in it, ``unless`` the form says that all are asked for."""

    def __init__(self, *fields: str, unless: Asks = lambda form: False) -> None:
        super().__init__(*fields)
        self.unless = unless

    def names(self, form: Any) -> Iterator[str]:
        """Yield those that show."""
        yield from (name for name in self.fields if form.draft.get(name) or self.unless(form))

    def each(self, form: Any, context: Context) -> Iterator[str]:
        """Yield them, drawn."""
        yield from (draw_field(form, name, context) for name in self.names(form))


class Within(Fields):
    """Fields within a box of a class."""

    template = "dialog/layout/within.html"

    def __init__(self, css_class: str, *fields: Any) -> None:
        super().__init__(*fields)
        self.css_class = css_class


class SideBySide(Within):
    """Fields that stand beside each other where there is room."""

    def __init__(self, *fields: Any) -> None:
        super().__init__("fields", *fields)


class Part(Fields):
    """Fields under a heading."""

    template = "dialog/layout/part.html"

    def __init__(self, title: Any, *fields: Any) -> None:
        super().__init__(*fields)
        self.title = title


class Folded(Part):
    """Fields under a heading, folded ``unless`` the form says otherwise: mostly, that something is answered there."""

    def __init__(self, title: Any, *fields: Any, unless: Asks | None = None) -> None:
        super().__init__(title, *fields)
        self.unless = unless or (lambda form: any(form.draft.get(name) for name in self.names(form)))
        self.has_box = any(isinstance(field, Within) for field in fields)

    def template_for(self, form: Any) -> str:
        """Return the fold, or the heading alone."""
        return self.template if self.unless(form) else "dialog/layout/folded.html"


class Group(Part):
    """Fields of a row that belong together, with a legend."""

    template = "dialog/layout/group.html"

    def __init__(self, title: Any, *fields: Any, number: int = 0) -> None:
        super().__init__(title, *fields)
        self.number = number


class Included(Fields):
    """A template between the fields, for what is no field."""

    def __init__(self, template: str) -> None:
        super().__init__()
        self.included = template

    def render(self, form: Any, context: Context, template_pack: str = "", **options: Any) -> SafeString:
        """Return what the template says."""
        return drawn(self.included, context)


class Tables(Included):
    """The form's tables with their rows."""

    def __init__(self) -> None:
        super().__init__("dialog/layout/tables.html")


class Leftovers(Included):
    """What stands in a draft in fields that the form no longer has."""

    def __init__(self) -> None:
        super().__init__("dialog/layout/leftovers.html")


class DecisionFacts(Fields):
    """How and when a body decided: the decision's own facts, folded until one decides."""

    template = "dialog/layout/decision_facts.html"


class LaidOut:
    """A form with a layout. Mixed into the forms of steps and of their rows."""

    layout: ClassVar[Layout] = Layout(Rest())
    field_template: ClassVar[str] = "dialog/step/field_of.html"

    @property
    def helper(self) -> FormHelper:
        """What ``{% crispy form %}`` draws the form by."""
        helper = FormHelper()
        helper.layout = self.whole_layout
        return helper

    @property
    def whole_layout(self) -> Layout:
        """The layout with what every form of the kind has besides."""
        return self.layout

    @property
    def shown_fields(self) -> list[BoundField]:
        """The fields that show, in the order of the layout."""
        return [self[name] for name in self.layout.names(self)]  # type: ignore[index]


def draw_field(form: Any, name: str, context: Context) -> SafeString:
    """Return a field as the form draws its fields."""
    return drawn(form.field_template, context, field=form[name])


def drawn(template: str, context: Context, **more: Any) -> SafeString:
    """Return a template drawn in the context of the page, as ``{% include %}`` draws it."""
    with context.push(**more):
        found: Any = get_template(template)
        return SafeString(found.template.render(context))

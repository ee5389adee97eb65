"""A form that has a layout, and how the layout is drawn in a small dialogue: what may be left out stands behind one line."""

from collections.abc import Iterable
from itertools import chain
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django.forms.boundfield import BoundField

from dialog.forms.layout import Asks, Aspect, AtOnce, Fields, Folded, Layout, More, Part, Rest, Tables, Ticks, Within


class LaidOut:
    """A form with a layout. Mixed into the forms of steps and of their rows."""

    layout: ClassVar[Layout] = Layout(Rest())
    folds_what_is_written: ClassVar[bool] = False  # whether what may be left out stays folded once something is written
    shown_part: Fields | None = None  # the part of the layout that the page shows, where it shows but one
    in_sight: ClassVar[frozenset[str]] = frozenset()  # in a small dialogue, besides what the form needs
    field_template: ClassVar[str] = "dialog/step/field_of.html"

    @property
    def helper(self) -> FormHelper:
        """What ``{% crispy form %}`` draws the form by."""
        helper = FormHelper()
        helper.layout = self.whole_layout
        return helper

    @property
    def whole_layout(self) -> Layout:
        """The layout with what every form of the kind has besides; of a small dialogue, with what is optional folded."""
        shown: Any = self.shown_part or self.layout
        return folded(self, shown.fields) if self.access.case.is_small else Layout(*shown.fields)  # type: ignore[attr-defined]

    @property
    def shown_fields(self) -> list[BoundField]:
        """The fields that show, in the order of the layout."""
        return [self[name] for name in (self.shown_part or self.layout).names(self)]  # type: ignore[index]


OPTIONAL_ONES = (str, Asks, AtOnce, Ticks, Within, Part, More)  # what may go behind the line; anything else stays


def folded(form: Any, parts: Iterable[Any]) -> Layout:
    """Return the parts of a layout with everything that may be left out behind one line, before the tables."""
    wrong = {name for name, errors in form.errors.as_data().items() if any(one.code == "required" for one in errors)}
    seen = form.in_sight | set(form.needs) | wrong
    kept: list[Any] = []
    more: list[Any] = []
    tables: list[Any] = []
    for field in chain.from_iterable(part.names(form) if isinstance(part, Rest) else [part] for part in parts):
        names = {field} if isinstance(field, str) else set(field.names(form))
        stays = not isinstance(field, OPTIONAL_ONES) or isinstance(field, Folded | Aspect)
        if isinstance(field, Tables) or tables:
            tables.append(field)
        elif stays or not names or seen & names or is_unshown(form, names):
            kept.append(field)
        else:
            more += field.fields if isinstance(field, More) else [field]
    return Layout(*kept, *([More(*more)] if more else []), *tables)


def is_unshown(form: Any, names: Iterable[str]) -> bool:
    """Say whether fields are shown by another, beside which they stand."""
    return all(getattr(form.fields[name], "is_beside", False) for name in names)

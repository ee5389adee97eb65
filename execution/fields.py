"""Fields of Genomföra that hold several short things in one place: thresholds, and numbers under names of one's own."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialog.forms.fields import TOO_MANY, YesNoField
from dialog.language.sentences import figures
from dialog.language.understood import whole_number
from execution.models import Threshold


class GroupsOfTexts(forms.Widget):
    """Several short texts a line, one after the other under one name; there is always an empty line to write in."""

    width = 2
    empty_lines = 1

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return what was posted, line after line."""
        return data.getlist(name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the lines that hold something, and the empty ones."""
        context = super().get_context(name, None, attrs)
        identity = context["widget"]["attrs"].get("id", name)
        shown = [*filled(value or [], self.width), *self.more(value or [])]
        context["widget"]["lines"] = [
            {"number": number, "id": f"{identity}_{number}", "texts": texts}
            for number, texts in enumerate(shown, start=1)
        ]
        return context

    def more(self, value: Sequence[str]) -> list[Sequence[str]]:
        """Return the lines to write in."""
        return [[""] * self.width] * self.empty_lines

    def use_required_attribute(self, initial: Any) -> bool:
        """The browser stops nothing."""
        return False

    def id_for_label(self, id_: str) -> str:
        """Lead to the first text of the first line."""
        return f"{id_}_1" if id_ else id_


def lines(values: Sequence[str], width: int) -> Iterator[list[str]]:
    """Yield the lines of a list that has ``width`` texts a line."""
    texts = [*map(str, values), *[""] * (-len(values) % width)]
    for start in range(0, len(texts), width):
        yield texts[start : start + width]


def filled(values: Sequence[str], width: int) -> Iterator[list[str]]:
    """Yield the lines that hold something, without the blanks around their texts."""
    for line in lines(values, width):
        stripped = [text.strip() for text in line]
        if any(stripped):
            yield stripped


class ThresholdsWidget(GroupsOfTexts):
    """Thresholds, a line each: which one, how it shows, what is done about it."""

    template_name = "execution/widgets/thresholds.html"
    width = 3

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the thresholds to choose among."""
        context = super().get_context(name, value, attrs)
        context["widget"]["kinds"] = Threshold.choices
        return context


class ThresholdsField(forms.Field):
    """What keeps a group from taking part, each threshold with a measure; becomes a list of {kind, text, measure}."""

    widget = ThresholdsWidget
    codes = frozenset(Threshold.values)  # of what stands in a line, what is chosen and not written
    default_error_messages = {
        "kind": _("Choose which barrier it is."),
        "own": _("Enter which other barrier it is."),
        "measure": _("Enter what you are doing about the barrier: %(name)s."),
    }

    def tidy(self, texts: list[str]) -> list[str]:
        """Return what was typed, without the empty lines."""
        return [text for line in lines(texts, 3) if any(map(str.strip, line)) for text in line]

    def to_python(self, value: Any) -> list[dict[str, str]]:
        """Return the thresholds. Raises ValidationError for one without its kind, name or measure."""
        found = []
        for kind, text, measure in filled(value or [], 3):
            if kind not in Threshold.values:
                raise forms.ValidationError(self.error_messages["kind"], "kind")
            if kind == Threshold.OWN and not text:
                raise forms.ValidationError(self.error_messages["own"], "required")
            if kind != Threshold.NONE and not measure:
                name = text or Threshold(kind).label
                raise forms.ValidationError(self.error_messages["measure"], "required", {"name": name})
            found.append({"kind": kind, "text": text, "measure": measure})
        return found

    def read_out(self, value: list[dict[str, str]]) -> list[str]:
        """Return each threshold as people read it."""
        return [said(count) for count in value]


def said(threshold: dict[str, str]) -> str:
    """Return a threshold in words: «Language, Swedish: interpreter»; one of one's own by its name alone."""
    kind = "" if threshold["kind"] == Threshold.OWN and threshold["text"] else str(Threshold(threshold["kind"]).label)
    what = ", ".join(filter(None, [kind, threshold["text"]]))
    return f"{what}: {threshold['measure']}" if threshold["measure"] else what


class OwnCountsWidget(GroupsOfTexts):
    """A number under a name of one's own, a line each; usual names stand there to begin with."""

    template_name = "execution/widgets/own_counts.html"
    usual: Sequence[Any] = ()

    def more(self, value: Sequence[str]) -> list[Sequence[str]]:
        """Offer the usual names while nothing is written, and always a line for another."""
        known = [] if list(filled(value, 2)) else [[str(name), ""] for name in self.usual]
        return [*known, ["", ""]]


class OwnCountsField(forms.Field):
    """How many of each group, by names that the counter chose; becomes {name: number}."""

    widget = OwnCountsWidget
    default_error_messages = {
        "name": _("Enter what the number %(number)s refers to."),
        "number": _("Enter the number for %(name)s in digits."),
    }

    def __init__(self, *, usual: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.usual = usual

    def tidy(self, texts: list[str]) -> list[str]:
        """Return what was typed, without the empty lines and the usual names that got no number."""
        offered = {str(name) for name in self.widget.usual}
        typed = [line for line in lines(texts, 2) if line[1].strip() or line[0].strip() not in {"", *offered}]
        return [text for line in typed for text in line]

    def to_python(self, value: Any) -> dict[str, int]:
        """Return the counts; a name without a number is left out. Raises ValidationError for what is no number."""
        counts: dict[str, int] = {}
        for name, number in filled(value or [], 2):
            if not number:
                continue
            if not name:
                raise forms.ValidationError(self.error_messages["name"], "name", {"number": number})
            count = whole_number(number)
            if count is None or not 0 <= count < TOO_MANY:
                raise forms.ValidationError(self.error_messages["number"], "number", {"name": name})
            counts[name[:60]] = count
        return counts

    def read_out(self, value: dict[str, int]) -> list[str]:
        """Return each count as people read it."""
        return [f"{name}: {figures(number)}" for name, number in value.items()]


class ExactField(YesNoField):
    """Whether a number was counted or estimated."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices = [("yes", _("Exactly")), ("no", _("Approximately"))]

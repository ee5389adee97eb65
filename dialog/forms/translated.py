"""What a text says, in the language of whoever reads it.

What was kept stays as it was kept: the words of the day are the record. Labels, choices, days and numbers are the
application's own words, so they are said anew in the reader's language where they still say the same in the house's.
"""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import get_language

if TYPE_CHECKING:
    from dialog.forms.step_form import StepForm

Answers = list[dict[str, Any]]


def reads_in_another_language() -> bool:
    """Say whether the reader has another language than the municipality."""
    return get_language() != settings.LANGUAGE_CODE


def in_readers_language(kept: Answers, form: "StepForm") -> Answers:
    """Return kept answers as they are read in the active language; ``form`` is over the text that they came from."""
    return _said(kept, form.all_answers(), form.answers_of_all())


def _said(kept: Answers, in_the_house: Answers, here: Answers) -> Answers:
    house, reader = ({one["key"]: one for one in found} for found in (in_the_house, here))
    return [_answer(one, house[one["key"]], reader[one["key"]]) if one["key"] in reader else one for one in kept]


def _answer(kept: dict[str, Any], house: dict[str, Any], here: dict[str, Any]) -> dict[str, Any]:
    names: dict[str, Any] = {name: here[name] for name in ("label", "title") if name in here}
    if kept.get("rows") is None:
        same = kept.get("value") == house.get("value")
        return {**kept, **names, "value": here["value"] if same else kept.get("value")}
    rows = {row["key"]: (row, other) for row, other in zip(house["rows"], here["rows"], strict=True)}
    return {
        **kept,
        **names,
        "rows": [_row(row, *rows[row["key"]]) if row["key"] in rows else row for row in kept["rows"]],
    }


def _row(kept: dict[str, Any], house: dict[str, Any], here: dict[str, Any]) -> dict[str, Any]:
    heading = here["heading"] if kept["heading"] == house["heading"] else kept["heading"]
    return {**kept, "heading": heading, "answers": _said(kept["answers"], house["answers"], here["answers"])}

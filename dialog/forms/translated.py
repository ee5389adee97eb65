"""What a text says, in the language of whoever reads it.

What was kept stays as it was kept: the words of the day are the record. Labels, choices, days and numbers are the
application's own words, so they are said anew in the reader's language where they still say the same in the house's.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language

from dialog.forms.answers import Answer, Answered, RowAnswer, TableAnswer

if TYPE_CHECKING:
    from dialog.forms.step_form import StepForm


def reads_in_another_language() -> bool:
    """Say whether the reader has another language than the municipality."""
    return get_language() != settings.LANGUAGE_CODE


def in_readers_language(kept: list[Answered], form: "StepForm") -> list[Answered]:
    """Return kept answers as they are read in the active language; ``form`` is over the text that they came from."""
    in_the_house, here = (
        {answer["key"]: answer for answer in found} for found in (form.all_answers(), form.answers_of_all())
    )
    return [_said(answer, in_the_house.get(answer["key"]), here.get(answer["key"])) for answer in kept]


def _said(kept: Answered, house: Answered | None, here: Answered | None) -> Answered:
    if house is None or here is None:
        return kept
    if "rows" in kept:
        return _table(kept, house, here) if "rows" in house and "rows" in here else kept
    return _answer(kept, house, here) if "value" in house and "value" in here else kept


def _answer(kept: Answer, house: Answer, here: Answer) -> Answer:
    value = here["value"] if kept["value"] == house["value"] else kept["value"]
    return {**kept, "label": here["label"], "value": value}


def _table(kept: TableAnswer, house: TableAnswer, here: TableAnswer) -> TableAnswer:
    rows = {row["key"]: (row, other) for row, other in zip(house["rows"], here["rows"], strict=True)}
    said = [_row(row, *rows[row["key"]]) if row["key"] in rows else row for row in kept["rows"]]
    return {"key": kept["key"], "label": here["label"], "title": here.get("title", here["label"]), "rows": said}


def _row(kept: RowAnswer, house: RowAnswer, here: RowAnswer) -> RowAnswer:
    heading = here["heading"] if kept["heading"] == house["heading"] else kept["heading"]
    houses, heres = ({answer["key"]: answer for answer in row["answers"]} for row in (house, here))
    answers = [
        _answer(answer, houses[answer["key"]], heres[answer["key"]]) if answer["key"] in heres else answer
        for answer in kept["answers"]
    ]
    return {**kept, "heading": heading, "answers": answers}

"""Steps that came into the process after the data was written: a case of the demonstration meets them all the same."""

import datetime as dt
from collections.abc import Iterator
from itertools import product

from django import forms

from dialog.forms.draft_form import flat_choices
from dialog.forms.drafts import Draft
from dialog.forms.step_form import StepForm
from dialog.models import Decision
from dialog.process.access import Access
from dialog.process.step import DecidedStep, Step

CAME_LATER = "Steget fanns inte när det här arbetet gjordes."


def any_words(form: type[StepForm], day: dt.date, words: str = CAME_LATER) -> Draft:
    """Return a text with something in every field that a form demands."""
    wanted = [name for name in form.needs if name in form.base_fields]
    return {name: [any_word(form.base_fields[name], day, words)] for name in wanted}


def any_word(field: forms.Field, day: dt.date, words: str = CAME_LATER) -> str:
    """Return something that may stand in a field."""
    if isinstance(field, forms.ChoiceField):
        return next(str(key) for key, _label in flat_choices(field.choices) if key)
    if isinstance(field, forms.DateField):
        return day.isoformat()
    if isinstance(field, forms.BooleanField):
        return "on"
    return "7" if isinstance(field, forms.IntegerField) else words


def text_of(step: Step, access: Access) -> Draft:
    """Return a text with which a step is done; a decision's lets the dialogue go on. Raises ValueError for none."""
    draft = any_words(step.its_form, access.today)
    if not isinstance(step, DecidedStep):
        return draft
    draft |= {"motivation": [CAME_LATER], "decided_on": [access.today.isoformat()], "made_by": [Decision.MadeBy.BODY]}
    for answer in _answers(step, access.today):
        form = step.make_form(draft | answer, access, final=True, loud=True)
        facts = form.judged
        decision = Decision(step=step.key, answer={name: facts.get(name) for name in step.deciding_fields()})
        if not form.errors and step.lets_go_on(decision):
            return draft | answer
    raise ValueError(f"No decision in {step.key} lets the dialogue go on.")


def _answers(step: Step, day: dt.date) -> Iterator[Draft]:
    """Yield every answer that may be decided."""
    names, fields = step.deciding_fields(), step.its_form.base_fields
    choices = [_choices(fields[name], day) for name in names]
    yield from ({name: [choice] for name, choice in zip(names, chosen, strict=True)} for chosen in product(*choices))


def _choices(field: forms.Field, day: dt.date) -> list[str]:
    if isinstance(field, forms.ChoiceField):
        return [str(key) for key, _label in flat_choices(field.choices) if key]
    return [any_word(field, day)]

"""Checks of the declared acts, made when the application starts: whoever forgets a part of one is told which."""

import inspect
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import get_resolver

from dialog.look.icons import SHAPES
from dialog.process.act import ACTS, ACTS_ON_CASE, ROW, Act, Part, StepAct
from dialog.process.rights_document import TO_READ
from dialog.rights import CASE_RIGHTS, STEP_RIGHTS


@register()
def check_declared_acts(app_configs=None, **kwargs) -> list[CheckMessage]:
    """Check every act: a right, and what history and page say of it; what it reads; that its button can be pressed."""
    return [
        *check_acts(ACTS, STEP_RIGHTS),
        *check_acts(ACTS_ON_CASE, CASE_RIGHTS.keys() - TO_READ.keys()),
        *check_reading(ACTS),
        *check_names(ACTS),
        *check_buttons(ACTS),
    ]


@register(Tags.urls)
def check_pages(app_configs=None, **kwargs) -> list[CheckMessage]:
    """Check that the pages on which acts are done are there."""
    return [*check_addresses(ACTS, get_resolver().reverse_dict.keys())]


def check_acts(acts: Mapping[str, Act], rights: Collection[str]) -> Iterator[CheckMessage]:
    """Yield what acts lack of what each has to say, and which rights no act has. None is no lack: there is none."""
    for name, act in acts.items():
        if name not in rights and act.called is not None:
            yield Error(f"The act {name} is nobody's right: dialog/rights.py has no row for it.", id="dialog.E009")
        if act.called == "":
            yield Error(f"The act {name} is not called anything in the table of rights.", id="dialog.E010")
        if act.happened == "" or not _can_be_said(act.happened, who="", step=""):
            yield Error(f"The act {name} has no sentence in history (happened), of who and step.", id="dialog.E011")
        is_at_step = isinstance(act, StepAct)  # of an act on the case its form says more
        if act.done == "" or (is_at_step and not _can_be_said(act.done, time="")):
            yield Error(
                f"The act {name} is not confirmed by any sentence (done), perhaps with the time.", id="dialog.E012"
            )
        if act.icon not in SHAPES:
            yield Error(f"The act {name} has the sign {act.icon!r}, which is none.", id="dialog.E013")
    for right in rights:
        if right not in acts:
            yield Error(f"The right {right} has no act.", id="dialog.E014")


def _can_be_said(sentence: Any, **words: str) -> bool:
    """Say whether a sentence asks for no other words than there are; None is no sentence."""
    try:
        return sentence is None or bool(str(sentence) % words)
    except (KeyError, TypeError, ValueError):
        return False


def check_reading(acts: Mapping[str, StepAct]) -> Iterator[CheckMessage]:
    """Yield what acts read of a form and cannot take, and what they must have and nobody reads."""
    for name, step_act in acts.items():
        takes = {**inspect.signature(step_act.carry_out).parameters}
        takes.pop("attempt", None)
        if step_act.reads is None:
            continue
        for fact in step_act.reads.keys() - takes.keys():
            yield Error(f"The act {name} reads {fact}, which its function does not take.", id="dialog.E015")
        needed = {
            fact for fact, taken in takes.items() if taken.default is taken.empty and taken.kind != taken.VAR_KEYWORD
        }
        for fact in needed - step_act.reads.keys():
            yield Error(f"The act {name} must have {fact}, which it does not read.", id="dialog.E015")


def check_names(acts: Mapping[str, StepAct]) -> Iterator[CheckMessage]:
    """Yield the acts that are asked for by a word by which another is: a button's on a page of its own, or a verdict."""
    known: dict[str, str] = {}
    for name, step_act in acts.items():
        for word in (*step_act.verdicts, *step_act.verbs):
            if word in known:
                yield Error(f"The acts {known[word]} and {name} are asked for by one word, {word}.", id="dialog.E018")
            known[word] = name


def check_buttons(acts: Mapping[str, StepAct]) -> Iterator[CheckMessage]:
    """Yield the acts that nobody can do: without a button, or with one that no page draws.

    The pages draw the rows of buttons by themselves; of another, its template draws it.
    """
    for name, step_act in acts.items():
        button = step_act.button
        if button is None:
            yield Error(f"The act {name} has no button.", id="dialog.E016")
            continue
        if not button.template and button.part not in (*ROW, Part.TALK):
            yield Error(f"Nobody draws the button of the act {name}: it has no template.", id="dialog.E016")
        if button.template and not _draws(button.template, name, step_act):
            yield Error(f"{button.template} does not draw the button of the act {name}.", id="dialog.E016")


def _draws(template: str, name: str, step_act: StepAct) -> bool:
    """Say whether a template has the act's button, whatever that says there, or the way to the page where it is done; for
    one that a row of buttons has, what is asked along with it.
    """
    try:
        source = get_template(template).template.source  # type: ignore[attr-defined]
    except TemplateDoesNotExist:
        return False
    if step_act.button and step_act.button.part in ROW:
        return f"-{name}" in source
    known_as = "|".join(map(re.escape, (name, *step_act.verdicts, *step_act.verbs)))
    return bool(
        re.search(rf'''act_button "{name}"|value="({known_as})[" :]|{{% url '{step_act.page or name}' ''', source)
    )


def check_addresses(acts: Mapping[str, StepAct], known: Collection[object]) -> Iterator[CheckMessage]:
    """Yield the acts that are done on a page that is not there."""
    for name, step_act in acts.items():
        if step_act.page and step_act.page not in known:
            yield Error(f"The act {name} is done on the page {step_act.page}, which is not there.", id="dialog.E017")

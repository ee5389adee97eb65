"""What is said of what happened, and what codes are called where people read them: phases, audiences, acts."""

from typing import Any

from django.conf import settings
from django.utils import formats, timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language, gettext_lazy

from dialog.acts.core import Attempt
from dialog.language.sentences import day_in_the_house, in_the_house
from dialog.models import Case, DecisionFact, Event, Membership
from dialog.process.act import ACTS, CHANGED, find_act
from dialog.process.gate import Gate
from dialog.process.phases import process

PHASES = {
    "information": gettext_lazy("Information instead"),
    "closed": gettext_lazy("Closed"),
}


def done(attempt: Attempt) -> str:
    """Return what the page says when an act was carried out; at a gate, what has come of it too."""
    declared, step = ACTS[attempt.act], attempt.step
    said = declared.done
    if attempt.version and attempt.version > 1 and declared.done_again:
        said = declared.done_again
    elif step.is_part_of and declared.done_of_part:
        said = declared.done_of_part
    clock = formats.time_format(timezone.localtime(attempt.at), "TIME_FORMAT")
    more = step.confirmed_text if isinstance(step, Gate) and attempt.act == step.last_act else ""
    return f"{str(said or '') % {'time': clock}} {more}".strip()


def nothing_new(act: str) -> str:
    """Return what the page says when an act changed nothing, because everything stands so already."""
    declared = find_act(act)
    return str(declared.nothing_new) if declared else ""


def not_done(act: str) -> str:
    """Return what the page says above the reasons why an act was not carried out."""
    return str(ACTS[act].not_done) if act in ACTS else ""


def phase_name(key: str) -> str:
    """What the phase of a case is called, also where it is none of the process."""
    phase = process.phase(key)
    return str(phase.title if phase else PHASES.get(key, key))


def event(happened: Event, *, who: str = "", step: str = "") -> str:
    """What happened, as a sentence. An act that has no sentence of its own is told by its step. Person and step may be
    called by other words.
    """
    found, declared = process.find(happened.step), find_act(happened.act)
    told = (declared and declared.happened) or CHANGED
    called = step or (found.title if found else happened.step)
    said = str(told) % {"who": who or happened.by_name, "step": called}
    return f"{said}: {_about(happened.facts)}" if happened.facts.get("title") else said


def icon(happened: Event) -> str:
    """Return the sign beside what happened in a stream (``dialog.look.icons``)."""
    declared = find_act(happened.act)
    return declared.icon if declared else "circle"


def _about(facts: dict[str, Any]) -> str:
    """What an act was about, as it was kept in the house's language; its codes and days in the reader's."""
    title = str(facts["title"])
    if get_language() == settings.LANGUAGE_CODE:
        return title
    for name, choices in (("role", Membership.Role), ("visibility", Case.Visibility), ("fact", DecisionFact.Kind)):
        if label := dict(choices.choices).get(str(facts.get(name, ""))):
            title = title.replace(in_the_house(label), str(label))
    until = parse_date(facts.get("until") or "")
    return title.replace(day_in_the_house(until), formats.date_format(until, "DATE_FORMAT")) if until else title

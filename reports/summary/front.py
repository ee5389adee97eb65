"""The front of the report: whose it is, and the whole in brief."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.language.dates import say_date
from reports.blocks import Block, Fact, KeyFigures, Paragraph, prose
from reports.document import Section
from reports.summary.material import Material


def title(material: Material) -> str:
    """Return what the report is called: the question of the dialogue, else its working title."""
    return material.said("question").text("question") or material.then.title


def facts(material: Material) -> Iterator[Fact]:
    """Yield what stands on the cover."""
    case = material.case
    if case.registry_number:
        yield Fact(_("Registry number"), case.registry_number)
    yield Fact(_("Decision-making committee"), material.then.body)
    first, last = (date_format(day, "F Y").lower() for day in (material.began, material.ended))
    yield Fact(_("Period"), f"{first} – {last}" if first != last else first)
    if material.ending:
        yield Fact(_("How it ended"), material.ending)
    if gate := material.gates.get("followup"):
        day = gate.section_date or timezone.localdate(gate.at)
        parts = (say_date(day), gate.section)
        yield Fact(_("Approved"), ", ".join(part.replace(" ", "\xa0") for part in parts if part))


def brief(material: Material) -> Section | None:
    """Return the whole in brief: the question, the answer, and a few numbers."""
    blocks: list[Block] = []
    if purpose := material.said("purpose").text("purpose"):
        blocks.append(Paragraph(purpose))
    if material.answer:
        blocks += prose(material.answer, "opening")
    numbers = tuple(key_figures(material))
    if numbers:
        blocks.append(KeyFigures(numbers))
    return Section(tuple(blocks), _("The dialogue in brief")) if blocks else None


def key_figures(material: Material) -> Iterator[tuple[str, str]]:
    """Yield the numbers that sum the dialogue up, each with what it counts."""
    for total in material.totals:
        if total.actual:
            yield total.came, str(total.unit.label)
    if held := len(material.counted):
        yield say(held), ngettext("activity", "activities", held)
    if contributions := material.contributions.all:
        yield say(contributions), ngettext("contribution", "contributions", contributions)
    if conclusions := len(material.conclusions):
        words = ngettext("conclusion, %(n)d being followed", "conclusions, %(n)d being followed", conclusions)
        yield say(conclusions), words % {"n": material.followed}


def say(number: int) -> str:
    """Return a number as people write it."""
    return number_format(number, use_l10n=True, force_grouping=True)

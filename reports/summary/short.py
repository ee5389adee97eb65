"""The report of a small dialogue: the same six sections on two pages, without pictures and appendices.

What is left out here stands in the case, and in the long report as soon as the dialogue is made an ordinary one.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from dialog.language.sentences import full_stop
from reports import decisions
from reports.blocks import Block, Entry, ListBlock, Quote, Subheading, prose
from reports.document import Section
from reports.summary import front, lessons, use
from reports.summary.material import Material


def sections(material: Material) -> Iterator[Section]:
    """Yield the sections in the order of the long report."""
    brief, text = front.brief(material), material.learning
    if brief:
        yield Section(brief.blocks)
    yield Section((*prose(text.text("process")), *_promise(material)), _("How it worked"))
    yield Section(tuple(prose(text.text("results"))), _("The most important results and conclusions"))
    yield Section((*prose(text.text("use_in_governance")), *_becomes(material)), _("How the results were used"))
    yield Section(tuple(prose(text.text("methods"))), _("The methods and how they worked"))
    yield Section(tuple(prose(text.text("worked_well"))), _("What worked well"))
    yield Section((*prose(text.text("worked_less_well")), *_next_time(material)), _("What worked less well"))
    yield Section(tuple(lessons.exceptions(material)), _("Exceptions"))
    yield Section(tuple(lessons.colophon(material)))


def _promise(material: Material) -> Iterator[Block]:
    if promise := material.said("influence_level").text("promise"):
        yield Subheading(_("What we promised"))
        yield Quote(promise)


def _becomes(material: Material) -> Iterator[Block]:
    """What becomes of each conclusion, and the decisions of the body in a line each."""
    yield from use.answered(material)
    if material.decisions:
        yield Subheading(_("Decisions in the case"))
        yield ListBlock(
            tuple(
                Entry(f"{decisions.made_by(made)}, {decisions.day(made)}", lead=full_stop(decisions.in_words(made)))
                for made in material.decisions
            )
        )


def _next_time(material: Material) -> Iterator[Block]:
    if rows := [row.text("text") for row in material.learning.rows("next_time")]:
        yield Subheading(_("Next time"))
        yield ListBlock(tuple(rows))

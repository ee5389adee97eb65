"""The most important results and conclusions: what was said, what was concluded, whether the goals were reached."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.language.sentences import full_stop
from dialog.pictures import GoalOutcome as Drawn
from dialog.pictures import Theme, goals, themes
from followup.tally import Progress
from reports.blocks import Block, Entry, Figure, ListBlock, Paragraph, Subheading, Table, prose
from reports.planning_parts import as_outcome
from reports.summary.front import say
from reports.summary.material import Material

VERDICTS = {"reached": "done", "partly": "half", "not_reached": "no"}


def chapter(material: Material) -> Iterator[Block]:
    """Yield the chapter, each part as far as there is something to tell."""
    yield from prose(material.learning.text("results"), "opening")
    yield from said(material)
    yield from concluded(material)
    yield from reached(material)


def said(material: Material) -> Iterator[Block]:
    """Yield how much was said, and about what."""
    tally = material.contributions
    if not tally.all:
        return
    sentences = [
        ngettext("%(n)s contribution has been received.", "%(n)s contributions have been received.", tally.all)
        % {"n": say(tally.all)},
        _read(material.coding),
    ]
    if tally.duplicates:
        words = ngettext(
            "%(n)s of them is the same voice recorded twice.",
            "%(n)s of them are the same voice recorded twice.",
            tally.duplicates,
        )
        sentences.append(words % {"n": say(tally.duplicates)})
    if material.themes:
        sentences.append(_("A contribution can belong to several themes."))
    yield Paragraph(" ".join(sentences))
    if material.themes:
        picture = themes(
            [Theme(name, number, stands_for) for name, stands_for, number in material.themes],
            title=_("Number of contributions by theme."),
            palette=material.publisher.palette,
        )
        label = material.figure()
        yield Figure.of(picture, label)
        yield Table.of(
            picture,
            caption=_("The same information as %(figure)s, with what each theme represents.")
            % {"figure": label.lower()},
            layout="themed",
        )


def _read(coding: Progress) -> str:
    """That nothing was left out; that all were read only when they were: how many are left is for the members to know."""
    if not coding.left:
        return _("All have been read and kept, and nothing has been left out.")
    return _("All are kept, and nothing has been left out.")


def concluded(material: Material) -> Iterator[Block]:
    """Yield the conclusions in a line each; what becomes of them stands in the next chapter."""
    if not material.conclusions:
        return
    yield Subheading(_("Conclusions"))
    yield ListBlock(
        tuple(
            Entry(conclusion.reason or conclusion.measure, lead=full_stop(conclusion.short or conclusion.conclusion))
            for conclusion in material.conclusions
        ),
        ordered=True,
    )


def reached(material: Material) -> Iterator[Block]:
    """Yield the goals with their outcomes."""
    rows = material.said("goals").rows("goal")
    if not rows or not material.outcomes:
        return
    yield Subheading(_("Did we achieve the goals?"))
    if material.process_analysis:
        yield from prose(material.process_analysis.goals_reasoning)
    drawn = [(row, _with_outcome(material, row)) for row in rows]
    picture = goals(
        [outcome for _row, outcome in drawn],
        title=_("The goals of the dialogue and their outcomes."),
        palette=material.publisher.palette,
    )
    label = material.figure()
    yield Figure.of(picture, label)
    yield Table(
        head=(_("Goal"), _("Indicators"), _("Outcome"), _("Achieved?")),
        rows=tuple(
            (
                Entry("", lead=row.text("goal"), above=row.text("type")),
                "\n".join(row.texts("indicators")),
                outcome.outcome or outcome.counted(outcome.value),
                Entry(outcome.verdict, sign=VERDICTS.get(outcome.reached, "")),
            )
            for row, outcome in drawn
        ),
        caption=_("The same information as %(figure)s, with the indicators.") % {"figure": label.lower()},
        layout="judged",
    )


def _with_outcome(material: Material, row) -> Drawn:
    found = material.outcomes.get(row.key)
    if found is None:
        return as_outcome(row)
    return as_outcome(row, outcome=found.outcome, value=found.value, reached=found.reached)

"""The yearly report as a document: for the PDF, and as plain text."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from dialog.language.dates import say_date
from dialog.language.sentences import in_letters
from dialog.pictures import participants
from dialog.pictures.participants import say_count
from followup.overview.page import said_share
from reports.blocks import Block, Entry, Figure, KeyFigures, ListBlock, Paragraph, Table, prose
from reports.document import Document, Section
from reports.publisher import publisher
from reports.year.year import Ended, Year


def build(year: Year) -> Document:
    """Return the report of a year, in the municipality's language."""
    with override(settings.LANGUAGE_CODE):
        municipality = publisher()
        parts = (
            (_("Who we reached"), tuple(_reached(year))),
            (_("What it led to"), tuple(_led_to(year))),
            (_("What was promised"), tuple(_promised(year))),
            (_("What we learned"), tuple(_learned(year))),
            (_("Comment"), prose(year.comment.text) if year.comment else ()),
        )
        front = (Paragraph(year.lead, "opening"), KeyFigures(tuple(key_figures(year))))
        closing = Section((Paragraph(source(year), "closing"),))
        return Document(
            kind=_("Annual report"),
            title=_("Citizen dialogue %(year)d") % {"year": year.year},
            language=settings.LANGUAGE_CODE,
            municipality=municipality,
            sections=(
                Section(front),
                *(Section(blocks, heading) for heading, blocks in parts if blocks),
                closing,
            ),
            date=say_date(year.today),
            created=year.today.isoformat(),
        )


def key_figures(year: Year) -> Iterator[tuple[str, str]]:
    """Yield the numbers that sum the year up, each with what it counts."""
    yield say_count(year.number), _("closed: %(how)s") % {"how": year.by_outcome} if year.number else _("closed")
    yield say_count(year.participants), _("took part")
    number, followed = year.conclusions
    if number:
        words = {"followed": say_count(followed), "n": say_count(number)}
        yield _("%(followed)s of %(n)s") % words, _("conclusions being followed by the committees")
    if year.to_answer.days:
        number = len(year.to_answer.days)
        of_few = ngettext(
            "until a reply, for participants in %(n)s dialogue",
            "until a reply, for participants, median of %(n)s dialogues",
            number,
        )
        median = of_few % {"n": in_letters(number)} if year.to_answer.is_of_few else ""
        yield year.to_answer.in_months, median or _("until a reply, median for participants")


def source(year: Year) -> str:
    """Return where the numbers come from, and what is counted and not named."""
    return _(
        "The figures were taken from Dialog on %(day)s. Cases that only their members can read are counted but not "
        "named."
    ) % {"day": say_date(year.today)}


def _reached(year: Year) -> Iterator[Block]:
    turnouts = [bullet.turnout for bullet in year.bullets]
    if not turnouts:
        return
    if year.reached_in_words:
        yield Paragraph(year.reached_in_words)
    picture = participants(
        turnouts,
        title=_("Participants by the priority of their target group: those we wanted to reach and those who came."),
        palette=publisher().palette,
    )
    label = _("Figure %(n)d") % {"n": 1}  # the only one
    yield Figure.of(picture, label)
    head = (_("Priority"), _("Wanted to reach"), _("Achieved"), _("Share"))
    rows = tuple(
        (turnout.name, say_count(turnout.aimed), say_count(turnout.reached), said_share(turnout))
        for turnout in turnouts
    )
    yield Table(head, rows, _("The same information as %(figure)s.") % {"figure": label.lower()}, numeric=(1, 2))


def _led_to(year: Year) -> Iterator[Block]:
    if not year.ended:
        return
    head = (_("Dialogue"), _("Level"), _("Took part"), _("The result"))
    rows = tuple((one.case.title, one.level, _came(one), one.became) for one in year.ended)
    yield Table(head, rows, _("The dialogues that were closed."))


def _came(one: Ended) -> str:
    voters = _("%(n)s voted") % {"n": say_count(one.voters)} if one.voters else ""
    return ", ".join(filter(None, (say_count(one.participants), voters)))


def _promised(year: Year) -> Iterator[Block]:
    if not year.number:
        return
    yield Paragraph(year.promised_in_words)
    if year.late_named:
        yield ListBlock(tuple(Entry(late.name, lead=late.case.name) for late in year.late_named))


def _learned(year: Year) -> Iterator[Block]:
    if year.lessons:
        yield ListBlock(tuple(Entry(f"{lesson.text} ({lesson.case.name})") for lesson in year.lessons))

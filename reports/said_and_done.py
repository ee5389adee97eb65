"""Det här sa ni – det här gjorde vi, on paper: what residents read of what became of what they said."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from dialog.language.dates import say_date
from dialog.language.sentences import full_stop, votes
from dialog.process.access import Access
from followup.in_force import heads
from followup.result_as_text import conclusions_in_force
from followup.way_back import Answer, Rest, WayBack
from reports.blocks import Block, Entry, ListBlock, Paragraph, Table
from reports.document import Document, NothingToReport, Section, Shape
from reports.publisher import publisher
from reports.summary.front import say
from reports.summary.use import BECOMES


def exists(access: Access) -> bool:
    """Say whether there is anything to tell: a conclusion in force."""
    return bool(conclusions_in_force(access))


def build(access: Access, part: str = "") -> Document:
    """Return the answer to residents as it stands today. Raises NothingToReport where nothing is concluded yet."""
    with override(settings.LANGUAGE_CODE):
        if part or not exists(access):
            raise NothingToReport(_("There are no conclusions yet. The answer to residents starts with the first one."))
        return _document(WayBack(access))


def _document(way: WayBack) -> Document:
    case, today = way.access.case, timezone.localdate(way.access.now)
    return Document(
        kind=_("Citizen dialogue"),
        title=_("What you said and what we did"),
        eyebrow=heads(way.access).asked,
        language=settings.LANGUAGE_CODE,
        municipality=publisher(),
        case_title=case.name,
        registry_number=case.registry_number or "",
        date=say_date(today),
        created=today.isoformat(),
        draft=not way.decided,
        shape=Shape.LEAFLET,
        sections=(
            Section(tuple(_answers(way))),
            *([Section(tuple(_left(way)), _("What led to no conclusion"))] if way.rests else []),
            Section((Paragraph(_closing(today), "closing"),)),
        ),
    )


def _answers(way: WayBack) -> Iterator[Block]:
    yield Paragraph(" ".join(_opening(way)), "opening")
    yield Table(
        head=(_("What you said"), _("What was decided"), _("What we are doing")),
        rows=tuple((_said(answer), _decided(answer), how_it_goes(answer)) for answer in way.answers),
        layout="said-done",
    )


def _opening(way: WayBack) -> Iterator[str]:
    """Yield how much was said, who decided, and how many of the conclusions are followed."""
    number = len(way.voices)
    yield ngettext("%(n)s contribution has been received.", "%(n)s contributions have been received.", number) % {
        "n": say(number)
    }
    for made in way.decided:
        facts = {"body": made["presentation"].body_name, "day": _day(made["decision"].date)}
        yield _("%(body)s decided on the result on %(day)s.") % facts
    found = len(way.answers)
    yield ngettext(
        "%(followed)s of %(n)s conclusion is followed.", "%(followed)s of %(n)s conclusions are followed.", found
    ) % {"followed": say(way.followed), "n": say(found)}


def _said(answer: Answer) -> Entry:
    count, against = answer.trace.count.all, answer.trace.against
    parts = [ngettext("%(n)s contribution", "%(n)s contributions", count) % {"n": say(count)}]
    if against:
        parts.append(ngettext("%(n)s against", "%(n)s against", against) % {"n": say(against)})
    lines = [full_stop(", ".join(parts))]
    if answer.quote:
        said = answer.quote.contribution
        lines.append(f"”{said.translation or said.text}”")
        lines.append(answer.quote.group)
    return Entry("\n".join(filter(None, lines)), lead=answer.conclusion.conclusion or answer.conclusion.short)


def _decided(answer: Answer) -> Entry:
    one = answer.conclusion
    because = _("Why: %(reason)s") % {"reason": full_stop(one.reason)} if one.reason else ""
    voted = votes(one.votes_for, one.votes_against, one.votes_abstained)
    below = "\n".join(filter(None, [full_stop(one.what), " ".join(filter(None, [because, voted]))]))
    return Entry(str(one.get_becomes_display()), sign=BECOMES.get(one.becomes, ""), below=below)  # type: ignore[call-overload]


def how_it_goes(answer: Answer) -> str:
    """Return how a measure goes: what was told of it last, else its day, also where that has passed in silence."""
    if answer.told:
        return answer.told.text
    if not answer.conclusion.due:
        return ""
    day = {"day": _day(answer.conclusion.due)}
    if answer.is_late:
        was = _("Was due %(day)s.") if answer.is_done_by else _("An answer was due %(day)s.")
        return " ".join((was % day, _("Nothing has been told yet.")))
    return (_("Done by %(day)s.") if answer.is_done_by else _("Answer by %(day)s.")) % day


def _day(day: dt.date) -> str:
    """Return a day that stays on one line."""
    return say_date(day).replace(" ", "\xa0")


def _left(way: WayBack) -> Iterator[Block]:
    facts = {"n": say(way.left), "all": say(len(way.voices))}
    yield Paragraph(_("%(n)s of %(all)s contributions. Nothing has been removed.") % facts)
    yield ListBlock(tuple(Entry(_why(rest), lead=_what(rest)) for rest in way.rests))


def _what(rest: Rest) -> str:
    return f"{rest.name} ({say(len(rest.voices))})"


def _why(rest: Rest) -> str:
    return rest.reason.reason if rest.reason else _("No reason has been written yet.")


def _closing(today: dt.date) -> str:
    return " ".join(
        (
            _("The number says how often something was brought up by those who took part, not how many think so."),
            _("The quotations are word for word, and none of them shows who said it."),
            _("As it stands on %(day)s.") % {"day": say_date(today)},
        )
    )

"""The guidance that stands beside the form of a step."""

import datetime as dt
from dataclasses import dataclass

from django.utils.safestring import SafeString

from handbook.markdown import Links, render
from handbook.models import Edition, Page


@dataclass(frozen=True)
class Guidance:
    """The guidance of a step: ``short`` as HTML, where its whole page is, and the edition that both are from.

    ``principle`` is the title of the principle that the handbook shows at the step, or empty.
    """

    title: str
    short: SafeString
    url: str
    edition: dt.date
    principle: str = ""


def guidance(step_key: str, edition_date: dt.date | None = None) -> Guidance | None:
    """Return the guidance of a step or gate in the edition that a case follows; without a date, in the latest.

    Where there is none of that date it is that of the latest edition before it, else of the first one after it. None
    where no edition has the page. One query; the HTML is kept in memory by its text, so nothing has to be forgotten
    when an edition is published.
    """
    pages = (
        Page.objects.filter(key=step_key, edition__state=Edition.State.PUBLISHED)
        .select_related("edition", "principle")
        .only("title", "short", "edition__revised_on", "principle__title")
    )
    if edition_date is None:
        page = pages.order_by("-edition__revised_on").first()
    else:
        page = (
            pages.filter(edition__revised_on__lte=edition_date).order_by("-edition__revised_on").first()
            or pages.order_by("edition__revised_on").first()
        )
    if page is None:
        return None
    edition = page.edition.revised_on
    links = Links(edition)
    return Guidance(
        title=page.title,
        short=render(page.short, links=links, top=3).html,
        url=links.to(step_key),
        edition=edition,
        principle=page.principle.title if page.principle else "",
    )

"""The guidance that stands beside the form of a step."""

import datetime as dt
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.safestring import SafeString

from dialog.process.edition import forget as forget_edition
from handbook.markdown import Links, render
from handbook.models import Edition, Page, Principle


@dataclass(frozen=True)
class Guidance:
    """The guidance of a step: ``short`` as HTML, where its whole page is, and the edition that both are from.

    ``principle`` is the principle that the handbook shows at the step, or None.
    """

    title: str
    short: SafeString
    url: str
    edition: dt.date
    principle: Principle | None = None


CACHE_SECONDS = 60


def guidance(step_key: str, edition_date: dt.date | None = None) -> Guidance | None:
    """Return the guidance of a step or gate in the edition that a case follows; without a date, in the latest.

    Where there is none of that date it is that of the latest edition before it, else of the first one after it. None
    where no edition has the page. It stands on every page of a case and changes with an edition, so it is kept a minute.
    """
    key = f"dialog.guidance.{step_key}.{edition_date}"
    found: Guidance | None = cache.get(key)
    if found is None and (found := _read(step_key, edition_date)):
        cache.set(key, found, CACHE_SECONDS)
    return found


# Of two editions of one day the one that was published last is read.
NEWEST = ("-edition__revised_on", "-edition__published_at", "-edition")


def forget() -> None:
    """Let the next pages read the guidance anew, because an edition was published."""
    dates = [None, *Edition.objects.values_list("revised_on", flat=True)]
    keys = set(Page.objects.order_by().values_list("key", flat=True).distinct())
    forget_edition()
    cache.delete_many([f"dialog.guidance.{key}.{date}" for key in keys for date in dates])


def _read(step_key: str, edition_date: dt.date | None) -> Guidance | None:
    pages = (
        Page.objects.filter(key=step_key, edition__state=Edition.State.PUBLISHED)
        .select_related("edition", "principle")
        .only("title", "short", "edition__revised_on", "principle__title", "principle__text")
    )
    if edition_date is None:
        page = pages.order_by(*NEWEST).first()
    else:
        page = (
            pages.filter(edition__revised_on__lte=edition_date).order_by(*NEWEST).first()
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
        principle=page.principle,
    )

"""What every page shows around its own content: municipality, menu, the clock of a demonstration."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialog import clock, municipality
from dialog.cases.inbox import MOST_COUNTED, how_many_wait_for
from dialog.files.uploads import MOST_BYTES
from dialog.models import Municipality, Person, Seat
from dialog.process import edition
from dialog.process.phases import process
from dialog.web.measure import MOST_OF_A_TEXT

DEFAULT_ACCENT = Municipality._meta.get_field("accent_colour").default


@dataclass(frozen=True)
class Entry:
    """A page of the main menu: the name of its URL, what it is called, and how many things there wait for a person.

    ``count`` gets her seats too, where they have been read already.
    """

    url_name: str
    title: Promise
    count: Callable[[Person, list[Seat] | None], int] | None = None
    is_for: Callable[[Person], bool] = lambda person: True


@dataclass(frozen=True)
class Link:
    """An entry as one person sees it: address, title, how many things wait there, whether it is where we are."""

    url: str
    title: Promise
    count: int
    current: bool

    @property
    def counted(self) -> str:
        """How many things wait there, in figures; of very many, that there are more than can matter today."""
        return str(self.count) if self.count < MOST_COUNTED else f"{MOST_COUNTED - 1}+"


MENU = [
    Entry(
        "inbox",
        _("Waiting for me"),
        lambda person, seats: how_many_wait_for(person, seats=seats),
    ),
    Entry("cases", _("Cases")),
    Entry("communication", _("Texts"), is_for=lambda person: person.is_communicator),
    Entry("handbook", _("Handbook")),
    Entry("admin:index", _("Organisation"), is_for=lambda person: person.is_administrator),
]


def add_to_menu(*entries: Entry) -> None:
    """Let pages of a phase stand in the main menu, before the organisation."""
    MENU[-1:-1] = entries


def menu_for(person: Person) -> tuple[Entry, ...]:
    """Return the entries of the main menu for somebody who is signed in; nobody else sees a menu."""
    return tuple(entry for entry in MENU if entry.is_for(person)) if person.is_authenticated else ()


class Page:
    """The frame of one page. Everything is worked out when the template asks for it, and once."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.demo = settings.DEMO

    @cached_property
    def municipality(self) -> Municipality:
        """The municipality whose name stands at the top."""
        return municipality.current()

    @cached_property
    def accent(self) -> str:
        """The municipality's colour as six digits, empty where it is the one that theme.css has."""
        colour = self.municipality.accent_colour
        return "" if colour.lower() == DEFAULT_ACCENT else colour.lstrip("#").lower()

    @property
    def phases(self) -> list[str]:
        """The style sheets in which phases bring a colour of their own."""
        return [phase.styles for phase in process.phases if phase.styles]

    @property
    def house_language(self) -> str:
        """The language that the municipality writes in, whatever the reader has chosen: its handbook, a promise."""
        return settings.LANGUAGE_CODE

    @property
    def sizes(self) -> dict[str, int | str]:
        """How large texts and files may be, in bytes, and what a browser says of larger ones before it sends them."""
        most = {"most": number_format(MOST_OF_A_TEXT / 1_000_000, 1)}
        return {
            "text": MOST_OF_A_TEXT,
            "file": MOST_BYTES,
            "text_too_large": gettext(
                "Nothing was sent. The text is larger than %(most)s MB, which is the limit. All of it is still here. "
                "Divide it and send again."
            )
            % most,
            "file_too_large": gettext(
                "Nothing was sent. The file is larger than 20 MB. Choose a smaller file and send again."
            ),
        }

    @cached_property
    def today(self) -> dt.date:
        """The day it is, for the line that tells a demonstration's date."""
        return clock.today()

    @property
    def edition(self) -> dt.date | None:
        """The handbook's edition in force, for the foot."""
        return edition.in_force()

    @cached_property
    def menu(self) -> list[Link]:
        """The main menu."""
        person = getattr(self.request, "user", None)
        if person is None:
            return []
        access = getattr(self.request, "access", None)  # a page of a case has read them
        seats = access.seats if access else None
        entries = [(reverse(entry.url_name), entry) for entry in menu_for(person)]
        counted = getattr(self.request, "counted", {})  # by a page that has read it all
        # Where we are: the longest address that this one begins with; every one begins with «/».
        here = [url for url, _entry in entries if self.request.path.startswith(url) and url != "/"]
        current = max(here, key=len, default="/" if self.request.path == "/" else "")
        if under := getattr(self.request, "under", ""):
            current = reverse(under)

        def number(entry: Entry) -> int:
            known = counted.get(entry.url_name)
            if known is not None:
                return min(known, MOST_COUNTED)
            return entry.count(person, seats) if entry.count else 0

        return [Link(url, entry.title, number(entry), url == current) for url, entry in entries]


def page(request: HttpRequest) -> dict[str, Page]:
    """Context processor: ``page`` in every template."""
    return {"page": Page(request)}

"""The pages of help, as their templates show them."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from dialog.look.signs import ROLES, STATES, Sign
from guide import book
from guide.roles import PAGES, roles_of
from handbook.search import Found, Looked, find

QUESTIONS = "vanliga-fragor"
# The signs of a step that are met everywhere, in the order of its course, with what each says in full.
SIGNS = {
    "not_started": _("Not started"),
    "draft": _("Draft"),
    "waiting": _("Waiting for someone"),
    "done": _("Done, approved or decided"),
    "returned": _("Sent back"),
    "locked": _("Not open yet"),
    "exception": _("Exception, with a reason"),
}


@dataclass(frozen=True)
class Card:
    """A role on the first page of help: its sign, its page, and whether it is the reader's own."""

    sign: Sign
    page: book.GuidePage
    is_mine: bool


def cards(person: Any) -> list[Card]:
    """Return the roles, the reader's own first."""
    mine, pages = roles_of(person), book.pages()
    found = [Card(ROLES[role], pages[key], role in mine) for role, key in PAGES.items() if key in pages]
    return sorted(found, key=lambda card: not card.is_mine)


def signs() -> list[Sign]:
    """Return the signs of a step's states."""
    return [replace(STATES[state], words=words) for state, words in SIGNS.items()]


def other_groups() -> dict[str, list[book.GuidePage]]:
    """Return the pages that stand on the first page as links, under their headings."""
    shown = {*PAGES.values(), QUESTIONS}
    found = {group: [page for page in pages if page.key not in shown] for group, pages in book.groups().items()}
    return {group: pages for group, pages in found.items() if pages}


def search(words: str) -> Found:
    """Return the pages of help that hold every word."""
    return find(
        [
            Looked(page.title, page.url, f"<p>{page.summary}</p>{page.html}", page.group)
            for page in book.pages().values()
        ],
        words,
    )

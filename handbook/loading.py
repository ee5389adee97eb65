"""The edition that Dialog brings along: read from files, and loaded where there is no handbook yet.

A file is a page: ``first_edition/<part>/<order>-<key>.md``, TOML between two lines of +++, then Markdown. What a
municipality stands on itself (vision, policy, principles …) comes from ``municipality.toml`` beside the pages, or from
a file of its own.
"""

import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from dialog.models import Department, Person
from handbook import editions
from handbook.models import Contact, DirectionGoal, Edition, Page, Principle, ReadingTip

PAGES = Path(__file__).parent / "first_edition"
MUNICIPALITY = PAGES / "municipality.toml"
EARLIER = Path(__file__).parent / "earlier_editions"
FENCE = "+++"


@dataclass(frozen=True)
class PageFile:
    """A page as its file says it."""

    part: str
    order: int
    key: str
    facts: dict[str, Any]
    whole: str

    @property
    def short(self) -> str:
        """The guidance that stands beside the form."""
        return str(self.facts.get("short", "")).strip()


def read_page(path: Path) -> PageFile:
    """Read a page. Raises ValueError where name or front matter is not as it should be."""
    order, dash, key = path.stem.partition("-")
    opening, facts, whole = [*path.read_text(encoding="utf-8").split(FENCE, 2), "", ""][:3]
    if not dash or not order.isdigit() or opening.strip() or not whole.strip():
        raise ValueError(f"{path}: expected <order>-<key>.md with front matter between two lines of {FENCE}.")
    return PageFile(path.parent.name, int(order), key, tomllib.loads(facts), whole.strip())


def read_pages(folder: Path = PAGES) -> Iterator[PageFile]:
    """Yield the pages of a folder in the order of the book."""
    for part in Page.Part.values:
        for path in sorted((folder / part).glob("*.md")):
            yield read_page(path)


def pages_by_edition(dates: list[dt.date]) -> dict[dt.date, tuple[list[PageFile], str]]:
    """Return the pages of each edition and the note on what is new in it, the oldest edition first.

    The latest has the pages of today. ``earlier_editions/<date>/`` tells what was otherwise in an edition than in the
    one after it: pages as they were then, and in ``edition.toml`` the note and the keys of pages that were absent.
    """
    pages, found = {page.key: page for page in read_pages()}, {}
    for date in sorted(dates, reverse=True):
        folder, facts = EARLIER / date.isoformat(), {}
        if folder.exists():
            facts = tomllib.loads((folder / "edition.toml").read_text(encoding="utf-8"))
            pages |= {page.key: page for page in read_pages(folder)}
        pages = {key: page for key, page in pages.items() if key not in facts.get("absent", [])}
        found[date] = list(pages.values()), facts.get("note", "")
    return dict(sorted(found.items()))


@transaction.atomic
def load_editions(dates: list[dt.date], facts: dict[str, Any] | None = None) -> list[Edition]:
    """Make an edition of each date from the files and publish it, where none is there.

    ``facts`` are the municipality's, in the shape of ``municipality.toml``.
    """
    facts = read_municipality() if facts is None else facts
    loaded, changed_on = [], dict[str, tuple[PageFile, dt.date]]()
    for date, (pages, note) in pages_by_edition(dates).items():
        for page in pages:
            if page.key not in changed_on or changed_on[page.key][0] != page:
                changed_on[page.key] = page, date
        loaded.append(_load(Edition(revised_on=date, note=note), [changed_on[page.key] for page in pages], facts))
    return loaded


def _load(edition: Edition, pages: list[tuple[PageFile, dt.date]], facts: dict[str, Any]) -> Edition:
    for name, value in _foundation(facts).items():
        setattr(edition, name, value)
    edition.save()
    principles = {
        row["key"]: Principle.objects.create(edition=edition, order=order, **row)
        for order, row in enumerate(facts.get("principle", []), start=1)
    }
    for order, (file, changed_on) in enumerate(pages, start=1):
        principle = principles.get(file.facts.get("principle", ""))
        _write_page(file, Page(edition=edition, order=order, principle=principle, changed_on=changed_on))
    nine = timezone.make_aware(dt.datetime.combine(edition.revised_on, dt.time(9)))
    editions.publish(edition, by=None, at=nine)
    return edition


def _write_page(file: PageFile, page: Page) -> None:
    page.key, page.part, page.short, page.whole = file.key, file.part, file.short, file.whole
    page.title, page.role, page.number = file.facts["title"], file.facts.get("role", ""), file.facts.get("number")
    page.save()
    for place, tip in enumerate(file.facts.get("further_reading", []), start=1):
        ReadingTip.objects.create(page=page, order=place, **tip)


def read_municipality(path: Path = MUNICIPALITY) -> dict[str, Any]:
    """Read what a municipality stands on: definition, vision, policy, principles, contacts, goals of the council."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _foundation(facts: dict[str, Any]) -> dict[str, Any]:
    vision, policy = facts.get("vision", {}), facts.get("policy", {})
    bodies = {body["key"]: body["name"] for body in facts.get("body", [])}
    adopted_by = policy.get("adopted_by", "")
    return {
        "definition_of_resident": facts.get("definition_of_resident", ""),
        "vision_title": vision.get("title", ""),
        "vision_text": vision.get("text", "").strip(),
        "policy_title": policy.get("title", ""),
        "policy_adopted_by": bodies.get(adopted_by, adopted_by),
        "policy_adopted_on": policy.get("adopted_on"),
        "policy_section": policy.get("minutes_section", ""),
        "policy_number": policy.get("registry_number", ""),
        "policy_link": policy.get("link", ""),
        "policy_summary": policy.get("summary", "").strip(),
    }


@transaction.atomic
def load_surroundings(facts: dict[str, Any]) -> None:
    """Load contacts and the council's goals where there are none. Departments and people are found by name and account.

    A contact that names somebody who is not there keeps what else is known; one with nothing left is passed over.
    """
    if not DirectionGoal.objects.exists():
        DirectionGoal.objects.bulk_create(DirectionGoal(**row) for row in facts.get("direction_goal", []))
    if Contact.objects.exists():
        return
    names = {row["key"]: row["name"] for row in facts.get("department", [])}
    for order, row in enumerate(facts.get("contact", []), start=1):
        contact = Contact(
            order=order,
            subject=row["for"],
            department=Department.objects.filter(name=names.get(row.get("department"), "")).first(),
            person=Person.objects.filter(username=row.get("person", "")).first(),
            own_email=row.get("email", ""),
            own_phone=row.get("phone", ""),
        )
        if contact.department or contact.person or contact.email or contact.phone:
            contact.save()

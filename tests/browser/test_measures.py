"""What a page may measure: whoever writes has at most seven fields in sight, on two screens, or four on a phone; whoever
reads a finished step finds it in two screens, or three on a phone.

Every step and row of the demonstration is walked through: at work those of some of its cases, in CI all.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from dialog.forms.chapters import chapters_of
from dialog.models import Person
from dialog.process.access import Access, load
from dialog.process.addresses import url_of
from dialog.process.phases import process
from dialog.process.register import Register
from dialog.process.step import WrittenStep
from tests.browser.pages import CASES
from tests.browser.sjovik import House, case_of, opened_database, sjovik_in_browsers, titles  # noqa: F401 - fixtures
from tests.thorough import THOROUGH

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# Pixels that a page may be high, and how many fields may be in sight.
LIMITS = {
    "writing": 2 * WIDE["height"],
    "writing on a phone": 4 * PHONE["height"],
    "fields": 7,
    "reading": 2 * WIDE["height"],
    "reading on a phone": 3 * PHONE["height"],
}

# What cannot hold it, by the key of the step (and of a row's kind): its own limit, and the reason.
CHOSEN = "what was chosen stands beside what may be chosen, so that the two are seen together"
MANY = "each of its methods has a line, and each of its groups a column"
WHOLE = "it is read whole, and nothing of it is folded"
CONCLUDED = "each conclusion has its line and what became of it, and a participatory budget has fourteen"
TWICE = "whoever waits for it reads its answers, and below them what residents will see"
EXCEPTIONS: dict[str, dict[str, tuple[int, str]]] = {
    "analysis": {"writing": (1820, CONCLUDED), "reading": (2150, CONCLUDED), "reading on a phone": (3000, CONCLUDED)},
    "analysis, changed": {
        "writing": (1820, CONCLUDED),
        "reading": (2150, CONCLUDED),
        "reading on a phone": (3000, CONCLUDED),
    },
    "communication/before": {"reading on a phone": (3150, TWICE)},
    "communication/before, changed": {"reading on a phone": (3150, TWICE)},
    "facts": {"reading on a phone": (2600, WHOLE)},
    "learning": {"reading on a phone": (2600, WHOLE)},
    "methods": {"reading": (1850, MANY), "reading on a phone": (2750, MANY)},
    "methods, changed": {"writing": (2280, CHOSEN), "writing on a phone": (4100, CHOSEN)},
}

# A field is what asks one thing: a text, a choice, boxes to tick under one legend, a number with its unit.
MEASURE = """() => {
    const fields = [...document.querySelectorAll("#written :is(.field, .place-in)")];
    const asks = fields.filter((one) => one.checkVisibility() && !one.querySelector(".field"));
    const under = (one) => one.dataset.kind === "check" && one.closest(".ticks");
    const ticks = new Set(asks.map((one) => under(one) || one.closest(".as-one") || one));
    return { is_written: !!document.querySelector("#written"), fields: ticks.size,
        height: document.documentElement.scrollHeight }; }"""


@pytest.mark.parametrize("key", titles() if THOROUGH else CASES.values())
def test_every_step_and_row_of_a_case_is_written_and_read_within_measure(sjovik: House, key: str) -> None:
    found = [fault for page, name in pages_of(sjovik, case_of(key)) for fault in faults(page, name)]
    assert not found, "\n" + "\n".join(found)


def pages_of(sjovik: House, case: int) -> Iterator[tuple[Page, str]]:
    """Yield the pages of a case as the official who is responsible for it meets them, each with the name of its place."""
    official = Person.objects.get(responsible_for=case)
    access = load(official, case)
    page = sjovik.page(official.username)
    for address, name in addresses(access):
        page.set_viewport_size(WIDE)
        page.goto(address)
        yield page, name


def addresses(access: Access) -> Iterator[tuple[str, str]]:
    """Yield the address of every step and row of a case, with the name of what is written there: of those that are done as
    they are read, and as they are changed; among them the case's own facts.
    """
    for step in process.steps():
        if not isinstance(step, WrittenStep) or not step.is_shown(access):
            continue
        address = url_of(access.case.pk, step.key)
        yield address, step.key
        yield f"{address}?change", f"{step.key}, changed"
        parts = list(chapters_of(step.form)) if step.form else []
        yield from ((f"{address}?part={chapter.key}", f"{step.key}/{chapter.key}") for chapter in parts[1:])
        yield from ((f"{address}?row={key}", f"{step.key}/{table}") for table, key in rows_of_tables(step, access))
        if isinstance(step, Register):
            for record in step.shown_rows(access):
                row = url_of(access.case.pk, step.key, record.row, record.kind)
                yield row, f"{step.key}/{record.kind}"
                yield f"{row}?change", f"{step.key}/{record.kind}, changed"
            for kind in step.kinds:
                yield f"{address}new/{kind.kind}/", f"{step.key}/{kind.kind}"


def rows_of_tables(step: WrittenStep, access: Access) -> Iterator[tuple[str, str]]:
    """Yield the table and the key of every row of a step that is being written: each opens by itself."""
    record = access.record(step.key)
    if step.form is None or record is None or not record.is_written_on:
        return
    text: dict[str, Any] = record.revisions.filter(number__isnull=False).latest("number").data
    for table in step.its_form.tables:
        yield from ((table.name, row["row"][0]) for row in text.get(table.name, ()) if table.has_page())


def faults(page: Page, name: str) -> Iterator[str]:
    """Yield what is too much on a page."""
    there = page.evaluate(MEASURE)
    act = "writing" if there["is_written"] else "reading"
    yield from fault(page, name, act, there["height"])
    if there["is_written"]:
        yield from fault(page, name, "fields", there["fields"])
    page.set_viewport_size(PHONE)
    yield from fault(page, name, f"{act} on a phone", page.evaluate(MEASURE)["height"])


def fault(page: Page, name: str, measure: str, measured: int) -> Iterator[str]:
    """Yield that a page exceeds a measure, where it does."""
    limit, _reason = EXCEPTIONS.get(name, {}).get(measure, (LIMITS[measure], ""))
    if measured > limit:
        yield f"{name}, {measure}: {measured}, at most {limit} ({page.url})"

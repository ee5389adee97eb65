"""What people do with their hands, whatever the page: begin a case, find a step, answer, press, take a file along.

Fields are named by what their ids end with, buttons and links by the code's English. No address is typed.
"""

import re
from pathlib import Path

import pypdf
from django.utils.translation import override
from playwright.sync_api import Locator, expect

from dialog.models import Case
from dialog.process.phases import process
from tests.browser.someone import Someone, swedish


def begins_a_case(one: Someone, title: str) -> Case:
    """Three facts are enough."""
    page = one.page
    page.get_by_role("link", name=swedish("Cases"), exact=True).first.click()
    page.get_by_role("link", name=swedish("New case")).click()
    one.writes(id_title=title)
    page.get_by_label(swedish("Decision-making committee")).select_option(label="Tekniska nämnden")
    chooses_person(one, "id_responsible", "Amir Haddad")
    one.presses("Create the case")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return Case.objects.get(title=title)


def chooses_person(one: Someone, people: str, name: str) -> None:
    """Choose somebody by name, at hand or looked for; what stands behind the name is read with it."""
    field = one.page.locator(f"[id='{people}-people']")
    said = field.locator("label", has_text=re.compile(rf"^\s*{re.escape(name)}\s*\S"))
    if not said.count():
        folded = field.locator("details.others:not([open]) > summary")
        if folded.count():
            folded.click()
        field.get_by_role("searchbox").fill(name)
        if not one.javascript:
            field.get_by_role("button", name=swedish("Search")).click()
    said.first.click()


def opens_case(one: Someone, title: str) -> None:
    """From the list of cases."""
    one.page.get_by_role("link", name=swedish("Cases"), exact=True).first.click()
    one.page.get_by_role("link", name=title).first.click()
    expect(one.page.get_by_role("heading", level=1)).to_have_text(title)


def follows(one: Someone, link: str) -> None:
    """Follow the first link of the page's content that says this."""
    one.page.locator("main").get_by_role("link", name=swedish(link)).first.click()


def opens_step(one: Someone, title: str, context: str = "") -> None:
    """Into a step: from the list of the phase where it stands beside, else by way of the case and its map."""
    page = one.page
    what = page.locator(".what", has_text=re.compile(rf"^\s*(\d+\. )?{re.escape(swedish(title, context))}\s*$"))
    beside = page.locator("nav.side a").filter(has=what)
    if not beside.is_visible():
        crumb = page.locator("main .crumb a").first
        if crumb.count():
            with page.expect_navigation():
                crumb.click()
        begins = re.compile(rf"^\s*(\d+\. )?{re.escape(swedish(title, context))}\s*(\n|$)")
        named = page.locator("main a").filter(has_text=begins)
        beside = named.or_(page.locator("main a").filter(has=what)).first
        beside.wait_for(state="attached")
        if not beside.is_visible():  # the steps of a phase that is not the open one are folded
            folds = page.locator("main details").filter(has=page.locator("a").filter(has_text=begins))
            folds.first.locator("summary").first.click()
    beside.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(swedish(title, context))


def opens_waiting(one: Someone, what: str) -> None:
    """What waits, from the inbox: the item that says this, or what a step of this title is called inside a sentence."""
    said = swedish(what)
    with override("sv"):
        said = next((step.in_a_sentence for step in process.steps() if str(step.title) == said and step.spoken), said)
    one.page.get_by_role("link", name=swedish("Waiting for me")).first.click()
    one.page.locator("main .inbox a.title", has_text=said).first.click()


def field(one: Someone, name: str) -> Locator:
    """The field that shows and whose id is this, or ends with it where it stands in a row; its line is opened."""
    found = f":is(input, select, textarea):is([id='{name}'], [id$='-{name}'])"
    unfolds_line(one, one.page.locator(found))
    return one.page.locator(f"{found}:visible")


def unfolds_line(one: Someone, what: Locator) -> None:
    """Open the line behind which something stands, unless it shows already."""
    what.first.wait_for(state="attached")
    lines = one.page.locator("details.aspect-fold:not([open])").filter(has=what)
    if lines.count() and not what.locator("visible=true").count():
        lines.first.locator("> summary").click()


def fills(one: Someone, **texts: str) -> None:
    """Write into fields."""
    for name, text in texts.items():
        field(one, name).fill(text)


def ticks(one: Someone, *names: str) -> None:
    """Choose answers."""
    for name in names:
        field(one, name).check()


def picks(one: Someone, name: str, label: str) -> None:
    """Choose from a list."""
    field(one, name).select_option(label=label)


def people(one: Someone, name: str) -> Locator:
    """The field in which people are chosen; its line is opened."""
    found = f"fieldset.people:is([id='{name}-people'], [id$='-{name}-people'])"
    unfolds_line(one, one.page.locator(found))
    return one.page.locator(f"{found}:visible")


def chooses_member(one: Someone, name: str, person: str) -> None:
    """Choose one of the members of the case, who are at hand."""
    people(one, name).locator(".pick", has_text=person).locator("input").check()


def writes_in(one: Someone, name: str, person: str) -> None:
    """Write in somebody without an account, as the last of what a search finds."""
    people(one, name).locator("summary").click()
    people(one, name).get_by_role("searchbox").fill(person)
    if not one.javascript:
        one.presses("Search", within=people(one, name))
    people(one, name).get_by_role("button", name=swedish("Add “%(text)s”") % {"text": person}).click()
    expect(people(one, name).locator(".pick", has_text=person)).to_contain_text(swedish("without an account"))


def opens_row(one: Someone, table: str, number: int) -> None:
    """Open a row of a table: its own page, or its fields where it stands."""
    rows = one.page.locator(f"section[aria-labelledby='{table}-title'] :is(button.btn-row, .row-item summary)")
    rows.nth(number - 1).click()
    expect(one.page.locator(".foot-bar, .row-item details[open]").first).to_be_visible()


def leaves_row(one: Someone) -> None:
    """Save a row on its page, and see all of them."""
    one.presses("Save and show all")
    expect(one.page.locator(".foot-bar")).to_have_count(0)


def unfolds(one: Someone, summary: str) -> None:
    """Open what is folded under these words."""
    words = re.compile(rf"^\s*(\d+\. )?{re.escape(swedish(summary))}")
    one.page.locator("main details:not([open]) > summary").filter(has_text=words).first.click()


def does(one: Someone, button: str, message: str) -> None:
    """Press a button and be told that it was done."""
    one.presses(button)
    one.reads_message(message)


def saves(one: Someone, button: str = "Finalise") -> None:
    """Press a button and be told that it is saved, and when."""
    one.presses(button)
    expect(one.page.locator(".messages")).to_contain_text(swedish("Saved %(time)s.").partition(" ")[0])


def approves(one: Someone, title: str) -> None:
    """From the inbox: open, read, approve; the receipt says what holds now."""
    opens_waiting(one, title)
    one.presses("Approve")
    expect(one.page.locator(".done-line h1")).to_be_visible()


def decides(one: Someone, title: str, *, beside: str) -> None:
    """One touch opens it from the inbox, one says what the body decided, one records it; no answer is preselected."""
    opens_waiting(one, title)
    one.unfolds(one.page.get_by_text(beside).first)
    one.reads(beside)
    assert not one.page.locator("[name=verdict]:checked").count()
    one.page.locator("[name=verdict][value=as_proposed]").check()
    one.page.locator(".bar-bottom button:visible").click()
    expect(one.page.locator(".done-line h1")).to_be_visible()


def confirms(one: Someone, button: str) -> None:
    """At a gate: confirm it; the receipt says what holds now."""
    one.presses(button)
    expect(one.page.locator(".done-line h1")).to_be_visible()


def publishes_the_next(one: Someone, address: str) -> None:
    """A communicator: the text that has waited longest, approved as it is and published."""
    one.page.get_by_role("link", name=swedish("Texts"), exact=True).first.click()
    one.page.locator("main .queue a").first.click()
    does(one, "Approve", "Approved. This now applies.")
    fills(one, address=address)
    does(one, "Mark as published", "The text has been marked as published.")
    one.page.locator("main .crumb").get_by_role("link", name=swedish("Texts")).click()


def adds_member(one: Someone, name: str, role: str) -> None:
    """Let somebody into the case, from its facts."""
    one.page.locator("#case-act-add_member > summary").click()
    chooses_person(one, "add_member-person", name)
    one.page.locator(f"[id^='add_member-role'][value='{role}']").check()
    one.presses("Add")
    expect(one.page.locator(".folk").first).to_contain_text(name)


def words_of(file: Path) -> str:
    """The words of a PDF, on one line."""
    return " ".join(" ".join(one.extract_text() for one in pypdf.PdfReader(file).pages).split())


def takes_the_pdf_along(one: Someone, folder: Path) -> str:
    """From a preview: ask for the PDF, wait until it is made as the page says, download it and read it."""
    one.presses("Create PDF")
    link = one.page.get_by_role("link", name=swedish("Download PDF"))
    link.wait_for(timeout=60_000)
    return words_of(one.downloads(link, folder))

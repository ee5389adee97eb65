"""Several forms stand on one page: whichever is sent, what was typed in the others is there again, without scripts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client

from tests.pages import Page
from tests.story import PURPOSE, YES, Story
from tests.thorough import some
from tests.walks.forms import Form, Met
from tests.walks.pages import PEOPLE, addresses, much_has_happened, walk
from tests.walks.places import on_the_track

AT_WORK = 5  # pages of a day on which forms are sent, and people who look for them; in CI all
# What erases or leaves all of it asks for no care of what was typed besides.
LEAVES = ("/sign-out/", "/language/", "/admin/")
ERASES = {"remove_contact", "dispose_register"}


@dataclass
class Part:
    """A small form of a page: the form that a browser sends, the fields that are its own, and a button of it."""

    form: Form
    name: str
    fields: list[str]
    button: tuple[str, str]
    url: str


def parts_of(page: Met) -> Iterator[Part]:
    """Yield the small forms of a page that can be sent: real forms, and the parts of a shared one."""
    for form in page.forms:
        typed = {name: name.partition("~")[0] if "~" in name else "" for name in form.typed}
        buttons = {}
        for one in form.controls:
            if one["tag"] == "button" and one.get("type", "submit") == "submit" and "disabled" not in one:
                part = one.get("name", "").split("~")[1] if one.get("name", "").startswith("press~") else ""
                if one.get("name") != "press~~" and one.get("value", "").partition(" ")[0] not in ERASES:
                    buttons.setdefault(part, one)
        for part in dict.fromkeys([*typed.values(), *buttons]):
            if form.method == "post" and part in buttons and not form.url.startswith(LEAVES):
                button = buttons[part]
                to = button.get("formaction") or form.url
                fields = [name for name, owner in typed.items() if owner == part]
                yield Part(form, part, fields, (button.get("name", ""), button.get("value", "")), to)


def words_of(part: Part, number: int) -> dict[str, str]:
    """Return words of its own for each field of a part."""
    return {name: f"kanarie {number} {at} & <b>" for at, name in enumerate(part.fields)}


def shown(html: str) -> str:
    """Return what a page says, in one line."""
    return " ".join(unescape(html).split())


def lost(client: Client, met: Met) -> tuple[int, list[str]]:
    """Fill in all small forms of a page and send each; return how many there are, and what was lost of the others."""
    page, parts = met.page, list(parts_of(met))
    words = {id(part): words_of(part, number) for number, part in enumerate(parts)}
    if sum(bool(part.fields) for part in parts) < 1 or len(parts) < 2:
        return 0, []
    found = []
    for part in parts:
        others = [one for one in parts if one is not part and one.fields]
        typed = {name: text for one in parts if one.form is part.form for name, text in words[id(one)].items()}
        with transaction.atomic():
            sent = part.form.sends(**typed) | {part.button[0]: [part.button[1]]}
            answer = client.post(part.url, sent, follow=True)
            here = answer.redirect_chain[-1][0] if answer.redirect_chain else part.url
            next_page = shown(answer.text)
            if urlsplit(here).path != urlsplit(page).path:  # it is kept for the page where it was typed
                next_page += shown(client.get(page, follow=True).text)
            for one in others:
                gone = [name for name, text in words[id(one)].items() if text not in next_page]
                if gone:
                    found.append(
                        f"{page}: {one.name or one.url} {gone} when {part.name or part.url} {part.button} was sent"
                    )
            transaction.set_rollback(True)
    return len(parts), found


@pytest.mark.parametrize("step", ["facts", "decisions"])
def test_where_nothing_was_typed_nothing_is_given_back(story, step):
    let_something_be_decided(story)
    client, url = (
        story.client("responsible"),
        story.url("decisions") if step == "decisions" else story.url("step", step),
    )
    form = Page(client.get(url).text)
    client.post(
        "/language/", form.filled(form.form_with("sheet")) | {"press~language~language": ["sv"], "language~next": [url]}
    )
    page = client.get(url).text
    assert "data-part" in page and "data-given-back" not in page


def let_a_body_be_asked(story: Story) -> None:
    """A body has postponed one matter and is asked again; of an earlier decision something is known."""
    story.go_to("influenceable")
    story.act("comment", "influenceable", by="elected", text="Varför?")
    story.act("propose", "influenceable", data={**YES, "motivation": ["Ja."]})
    story.act("postpone", "influenceable", comment="Vi vill veta mer.", section="§ 3")


def let_something_be_decided(story: Story) -> None:
    """A body has decided, and of its minutes something is known."""
    story.go_to("goals")
    story.act("add_fact", "influenceable", decision=story.case.decisions.first().pk, fact="section", text="§ 57")


def let_a_purpose_be_proposed(story: Story) -> None:
    """A purpose waits for the elected, and members have said something of it."""
    story.act("comment", "purpose", by="elected", text="Varför?")
    story.act("propose", "purpose", data=PURPOSE)


# What happened → how it is told, the steps at which something is different then, and the least of pages with several forms.
DAYS: dict[str, tuple[Callable[[Story], object], tuple[str, ...], int]] = {
    "much has happened": (much_has_happened, (), 40),
    "a body is asked": (let_a_body_be_asked, ("influenceable",), 4),
    "something is decided": (let_something_be_decided, ("influenceable", "goals"), 4),
    "a purpose is proposed": (let_a_purpose_be_proposed, ("purpose",), 3),
    "residents are informed": (on_the_track, ("information",), 3),
}


def looked_at(story: Story, steps: tuple[str, ...]) -> list[str]:
    """Return the addresses of a day: all there are, or what is different then."""
    if not steps:
        return [url for url in dict.fromkeys(addresses(story)) if not url.startswith("/admin/")]
    places = [story.url("step", step) for step in steps]
    return [*places, *(f"{place}?change" for place in places), story.url("decisions"), story.url("step", "facts")]


@pytest.mark.parametrize("day", DAYS)
def test_what_is_typed_in_the_other_forms_of_a_page_outlives_the_one_that_is_sent(story, day):
    go, steps, least = DAYS[day]
    go(story)
    several, missing, pages = set(), [], dict[tuple[str, tuple[tuple[str, ...], ...]], tuple[str, Met]]()
    urls = looked_at(story, steps)
    look = walk(story, urls if steps else ())  # where much has happened, what other walks meet too
    for url in urls:
        for who in some(PEOPLE[:AT_WORK], 2):
            page = look(who, url)
            kind = tuple(sorted((part.name or part.url, *part.fields) for part in parts_of(page)))
            if len(kind) > 1:
                pages.setdefault((urlsplit(page.page).path, kind), (who, page))
    for who, page in some(list(pages.values()), AT_WORK):
        number, gone = lost(story.client(who), page)
        if number > 1:
            several.add(urlsplit(page.page).path)
        missing += gone
    assert not missing, f"{len(several)} pages\n" + "\n".join(dict.fromkeys(missing))
    assert len(pages) >= least

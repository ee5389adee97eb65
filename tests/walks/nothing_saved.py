"""Nothing can be saved: people read so, whatever the form, get their words back, and the page's button saves them then."""

import re
from html import unescape

from django.test import Client

from dialog.web.sheet import MARK, TEXT
from tests import snapshots
from tests.dialog.test_nothing_saved import away, full
from tests.pages import Page
from tests.story import Story
from tests.walks.forms import Form

SECRET = re.compile("password")
TROUBLES = {"full": full, "away": away}
OF_A_KIND = {
    "email": "kanarie{}@sjovik.example",
    "url": "https://kanarie{}.example",
    "number": "{}",
    "color": "#0033{:02}",
}


def in_the_database() -> str:
    """Return everything that is stored, as one text; letters that JSON writes by their number as they are."""
    stored = " ".join(str(value) for rows in snapshots.take().values() for row in rows.values() for value in row)
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), stored)


def words_of(form: Form) -> dict[str, str]:
    """Return what is typed into each field of a form: what fits there, so that nothing but the trouble stands in its way."""
    controls = {control.get("name"): control for control in form.controls}
    words = {}
    for at, name in enumerate(name for name in form.typed if not SECRET.search(name)):
        fits = OF_A_KIND.get(controls[name].get("type", ""), "{} kanarie & <b>").format(10 + at)
        words[name] = fits[: int(controls[name].get("maxlength", 100))]
    return words


def shown(text: str) -> str:
    """Return what stands on a page, as one line."""
    return " ".join(unescape(text).split())


def what_goes_wrong(story: Story, who: str, form: Form, trouble: str) -> list[str]:
    """Send a form while nothing can be saved, and again by the button of the page that says so; return what is lost."""
    client, words = browser(story, who), words_of(form)
    button = next(iter(form.buttons), ("", ""))
    with TROUBLES[trouble]():
        answer = client.post(form.url, form.sends(**words) | {button[0]: [button[1]]})
    page, name = shown(answer.text), f"{trouble} {who} {form.page} {button[1]}"
    refused = {403, 409, 422, 200 if "/admin/" in form.url else 422}  # something else is wrong
    wrong = [f"{name}: {answer.status_code}"] if answer.status_code not in {503, *refused} else []
    wrong += [f"{name}: {answer.status_code} without «{word}»" for word in words.values() if word not in page]
    if answer.status_code != 503 or not words:
        return wrong
    if "Inget kunde sparas" not in page:
        wrong.append(f"{name}: no word of it")
    given_back = Page(answer.text)
    first = next(iter(words))
    # There a field of the part that was sent has its own name, one of the text around it is the sheet's.
    names = (first, first.rpartition(MARK)[2], f"{TEXT}{MARK}{first}")
    own_name = next(found for found in names if f'name="{found}"' in answer.text)
    again = client.post(form.url, given_back.filled(given_back.form_with(own_name)), follow=True)
    there = shown(again.text) + in_the_database()
    if any(word not in there for word in words.values()):  # beside what was sent: where it was typed
        there += shown(client.get(form.page, follow=True).text)
    return wrong + [f"{name}: {again.status_code} lost «{word}»" for word in words.values() if word not in there]


def browser(story: Story, who: str) -> Client:
    """Somebody's browser, which shows a fault as people meet it."""
    client = story.client(who)
    client.raise_request_exception = False
    return client

"""A person at a browser, and what she does there."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import gettext, override, pgettext
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from dialog.models import Person

# An answer that tells of a conflict, of something missing or of no right is what the test is about.
EXPECTED = re.compile(r"status of (401|403|404|409|422)")
PHONE = {"width": 390, "height": 844}
PASSWORD = "en badplats för fler"


# A way is gone with scripts, and in CI without: what a page does without them the tests of its view know at work. It is for
# ways on which a form does something of its own; that every step can be taken without scripts the whole course shows.
NO_SCRIPTS = pytest.param(False, id="no scripts", marks=[pytest.mark.without_scripts, pytest.mark.thorough])
WITH_AND_WITHOUT_SCRIPTS = pytest.mark.parametrize("javascript", [pytest.param(True, id="scripts"), NO_SCRIPTS])
TIMEOUT = 15_000  # ms; two cores may have much else to do


def swedish(message: str, context: str = "") -> str:
    """Say in Swedish, as the application does, what stands in the code in English."""
    with override("sv"):
        return pgettext(context, message) if context else gettext(message)


def let_in(window: BrowserContext, site: str, username: str) -> None:
    """Give a browser the session of somebody who has signed in."""
    client = Client()
    client.force_login(Person.objects.get(username=username))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    window.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])


class Someone:
    """Somebody at a browser of her own. ``complaints`` gathers what her browser had to say against the pages."""

    def __init__(
        self,
        browser: Browser,
        site: str,
        *,
        width: int = 1280,
        height: int = 900,
        javascript: bool = True,
        colours: str = "light",
    ) -> None:
        self.context = browser.new_context(
            base_url=site,
            locale="sv-SE",
            timezone_id="Europe/Stockholm",
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            color_scheme=colours,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(TIMEOUT)
        self.site, self.javascript = site, javascript
        self.complaints: list[str] = []
        self.page = self.new_page()

    def new_page(self) -> Page:
        """Open another tab."""
        page = self.context.new_page()
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        return page

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not EXPECTED.search(message.text):
            self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def comes(self, username: str) -> None:
        """Be signed in, without having gone through the door."""
        let_in(self.context, self.site, username)
        self.page.goto("/")

    def sign_in(self, username: str) -> None:
        """Sign in through the form."""
        self.page.goto("/sign-in/")
        self.fill_in_the_door(username)

    def sign_in_again(self, username: str) -> None:
        """Sign in where the session had ended, on the page that one has got instead."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(swedish("Sign in"))
        self.fill_in_the_door(username)

    def fill_in_the_door(self, username: str) -> None:
        """Write who one is, and come in."""
        self.page.get_by_label(swedish("User name or email address")).fill(username)
        self.page.get_by_label(swedish("Password")).fill(PASSWORD)
        self.page.locator("main form").first.get_by_role("button", name=swedish("Sign in"), exact=True).click()
        expect(self.page.locator(".me-menu")).to_be_attached()

    def opens(self, path: str) -> Page:
        """Go to a page."""
        self.page.goto(path)
        return self.page

    def presses(self, name: str, *, within: Locator | None = None) -> None:
        """Press the button that says this, in the code's English."""
        (within or self.page).get_by_role("button", name=swedish(name), exact=True).click()

    def writes(self, **texts: str) -> None:
        """Write into fields, each named by its id."""
        for name, text in texts.items():
            field = self.page.locator(f"[id='{name}']")
            self.unfolds(field)
            field.fill(text)

    def unfolds(self, what: Locator) -> None:
        """Open the folds that something is in, from the outside in."""
        shut = self.page.locator("details:not([open])").filter(has=what)
        while shut.count():
            shut.first.locator("> summary").click()

    def reads(self, text: str) -> None:
        """See a text of the page."""
        expect(self.page.get_by_text(text).first).to_be_visible()

    def reads_message(self, message: str) -> None:
        """See what the application says after an act, in the code's English, as far as it is the same for everybody."""
        expect(self.page.locator(".messages")).to_contain_text(swedish(message).split("%(")[0])

    def downloads(self, link: Locator, folder: Path) -> Path:
        """Follow a link to a file and keep it."""
        with self.page.expect_download() as coming:
            link.click()
        file = folder / coming.value.suggested_filename
        coming.value.save_as(file)
        return file

    def leave(self) -> None:
        """Close the browser's windows."""
        self.context.close()

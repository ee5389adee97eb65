"""A browser against a real server: it keeps cookies, follows no redirect, and waits for no answer longer than people do."""

import http.client
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.outages.words import PASSWORD
from tests.pages import Page

PATIENCE = 30


@dataclass
class Answer:
    """What a server answered."""

    status: int
    text: str
    location: str

    def form(self, field: str) -> dict[str, list[str]]:
        """Return what the form of the page that has such a field would send."""
        page = Page(self.text)
        return page.filled(page.form_with(field))


class Browser:
    """One person's browser."""

    def __init__(self, address: str) -> None:
        self.host = urlsplit(address).netloc
        self.cookies: dict[str, str] = {}

    def sign_in(self, who: str) -> "Browser":
        """Sign in as one does."""
        door = self.get("/sign-in/").form("username")
        answer = self.post("/sign-in/", door | {"username": [who], "password": [PASSWORD]})
        assert answer.status == 302, answer.text[:500]
        return self

    def another_window(self) -> "Browser":
        """Return a window of the same browser."""
        other = Browser(f"http://{self.host}")
        other.cookies = dict(self.cookies)
        return other

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path)

    def post(self, path: str, fields: dict[str, Any], **headers: str) -> Answer:
        """Send a form. Where it has not been read from a page it gets what every form carries."""
        fields = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **fields}
        return self._ask("POST", path, urlencode(fields, doseq=True), headers)

    def _ask(self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        connection = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie", []):
                self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
            return Answer(answer.status, answer.read().decode(errors="replace"), answer.headers.get("Location", ""))
        finally:
            connection.close()

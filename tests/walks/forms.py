"""Forms as a browser meets them on a page: where each is sent, its fields and buttons, and what it sends when filled in."""

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.test import Client

# What is looked for is no text: it is found or not, and goes when the page goes.
NOT_TYPED = {"hidden", "checkbox", "radio", "file", "submit", "password", "button", "search"}
Sent = dict[str, list[str]]


@dataclass
class Form:
    """One form of a page."""

    page: str
    action: str
    method: str
    controls: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it is sent."""
        return urljoin(self.page, self.action or self.page).partition("#")[0]

    @property
    def typed(self) -> list[str]:
        """The names of the fields in which one types."""
        found = [one for one in self.controls if one["tag"] in ("input", "textarea") and one.get("name")]
        free = [one for one in found if one.get("type", "text") not in NOT_TYPED and "readonly" not in one]
        return [one["name"] for one in free if "disabled" not in one]

    @property
    def numeric(self) -> set[str]:
        """The names of the fields in which one types a day or a number."""
        return {
            one["name"] for one in self.controls if one.get("name") and one.get("inputmode") in ("numeric", "decimal")
        }

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """The names and values of its buttons that can be pressed, each once."""
        found = [one for one in self.controls if one["tag"] == "button" and one.get("type", "submit") == "submit"]
        return list(
            dict.fromkeys((one.get("name", ""), one.get("value", "")) for one in found if "disabled" not in one)
        )

    def by_address(self) -> list["Form"]:
        """Return the form once for each address to which its buttons send it, each with the buttons that do."""
        to = dict.fromkeys(one.get("formaction", "") for one in self.controls if one["tag"] == "button") or {"": None}
        return [
            replace(
                self,
                action=address or self.action,
                controls=[
                    one for one in self.controls if one["tag"] != "button" or one.get("formaction", "") == address
                ],
            )
            for address in to
        ]

    def text_of(self, name: str) -> str:
        """What stands in a field."""
        return next((one.get("value", "") for one in self.controls if one.get("name") == name), "")

    def sends(self, **typed: str) -> Sent:
        """Return what a browser sends with these texts typed; the first is chosen where one must choose."""
        sent: Sent = {}
        radios: dict[str, list[dict[str, str]]] = {}
        for one in self.controls:
            name, kind = one.get("name", ""), one.get("type", "")
            if not name or one["tag"] == "button" or "disabled" in one or kind == "file":
                continue
            if kind == "radio":
                radios.setdefault(name, []).append(one)
            elif kind != "checkbox" or "checked" in one:
                is_typed = name in typed and kind not in ("hidden", "checkbox")
                sent.setdefault(name, []).append(typed[name] if is_typed else one.get("value", ""))
        for name, offered in radios.items():
            chosen = next((one for one in offered if "checked" in one), offered[0])
            sent[name] = [chosen.get("value", "on")]
        return sent


class Forms(HTMLParser):
    """The forms of a page, with the fields that stand elsewhere on it and belong to them."""

    def __init__(self, page: str, html: str) -> None:
        super().__init__()
        self.page, self.all, self.by_id = page, list[Form](), dict[str, Form]()
        self.elsewhere: list[tuple[str, dict[str, str]]] = []
        self.inside: Form | None = None
        self.select: dict[str, str] | None = None
        self.area: dict[str, str] | None = None
        self.feed(html)
        for owner, control in self.elsewhere:
            self.by_id[owner].controls.append(control)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of a form or a field."""
        found = {"tag": tag, **{name: value or "" for name, value in attrs}}
        if tag == "form":
            self.inside = Form(self.page, found.get("action", ""), found.get("method", "get").lower())
            self.all.append(self.inside)
            self.by_id[found.get("id", "")] = self.inside
        elif tag == "option" and self.select is not None:
            if "selected" in found or (found.get("value") and not self.select.get("value")):
                self.select["value"] = found.get("value", "")
        elif tag in ("input", "button", "textarea", "select"):
            if found.get("form"):
                self.elsewhere.append((found["form"], found))
            elif self.inside is not None:
                self.inside.controls.append(found)
            self.select = found if tag == "select" else self.select
            self.area = found if tag == "textarea" else self.area

    def handle_data(self, data: str) -> None:
        """Take note of what stands in a text area."""
        if self.area is not None:
            self.area["value"] = self.area.get("value", "") + data

    def handle_endtag(self, tag: str) -> None:
        """A form or a text area ends."""
        if tag == "form":
            self.inside = None
        if tag == "textarea" and self.area is not None:
            self.area["value"] = self.area.get("value", "").removeprefix("\n")  # a browser leaves it out
            self.area = None


@dataclass
class Met:
    """A page that somebody met at an address: where it is, and its forms."""

    page: str
    forms: list[Form]

    @property
    def sent(self) -> list[Form]:
        """Its forms by which something is sent, once for each address to which they are."""
        return [sent for form in self.forms if form.method == "post" for sent in form.by_address()]


def met(client: Client, url: str) -> Met:
    """Open an address as somebody; what is no page has no forms."""
    answer = client.get(url, follow=True)
    page = answer.redirect_chain[-1][0] if answer.redirect_chain else url
    is_page = answer.status_code == 200 and "text/html" in answer.headers.get("Content-Type", "")
    return Met(page, Forms(page, answer.text).all if is_page else [])


def forms_of(client: Client, url: str) -> list[Form]:
    """Return the forms of a page by which something is sent."""
    return met(client, url).sent

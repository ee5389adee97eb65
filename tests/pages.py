"""Pages as their readers meet them: what a page links to within itself, and whether that is there."""

from html.parser import HTMLParser


class Page(HTMLParser):
    """A page taken apart: its ids, the links within it, labels, and the controls of each form in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.typing: dict[str, str] | None = None
        self.ids: list[str] = []
        self.links: list[str] = []
        self.labelled: list[str] = []
        self.forms: list[list[dict[str, str]]] = []
        self.by_id: dict[str, list[dict[str, str]]] = {}
        self.select_of = ""  # the form that the last select names
        self.elsewhere: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        for owner, control in self.elsewhere:
            self.by_id[owner].append(control)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of a tag."""
        found = {name: value or "" for name, value in attrs}
        if found.get("id"):
            self.ids.append(found["id"])
        if tag == "a" and "#" in found.get("href", ""):
            address, _, target = found["href"].partition("#")
            if not address:
                self.links.append(target)
        if tag == "label" and found.get("for"):
            self.labelled.append(found["for"])
        for name in ("aria-describedby", "aria-labelledby"):
            self.labelled += found.get(name, "").split()
        if tag == "form":
            self.forms.append([])
            self.by_id[found.get("id", "")] = self.forms[-1]
        if tag in ("input", "button", "textarea", "select", "option"):
            self._note({"tag": tag, **found})

    def _note(self, control: dict[str, str]) -> None:
        """Take note of a control: of the form that it names, else of the one around it."""
        self.typing = control if control["tag"] == "textarea" else None
        owner = self.select_of if control["tag"] == "option" else control.get("form", "")
        self.select_of = control.get("form", "") if control["tag"] == "select" else self.select_of
        if owner:
            self.elsewhere.append((owner, control))
        elif self.forms:
            self.forms[-1].append(control)

    def handle_data(self, data: str) -> None:
        """Take note of what stands in a text area; a browser leaves its first line end out."""
        if self.typing is not None:
            self.typing["value"] = self.typing.get("value", "") + data

    def handle_endtag(self, tag: str) -> None:
        """A text area ends."""
        if tag == "textarea" and self.typing is not None:
            self.typing["value"] = self.typing.get("value", "").removeprefix("\n")
            self.typing = None

    @property
    def broken(self) -> set[str]:
        """What is linked to, labelled or described on the page and is not on it; and ids that are there twice."""
        twice = {one for one in self.ids if self.ids.count(one) > 1}
        return {target for target in [*self.links, *self.labelled] if target and target not in self.ids} | twice

    def form_with(self, name: str) -> int:
        """The number of the form that has a control of that name."""
        return next(n for n, form in enumerate(self.forms) if any(control.get("name") == name for control in form))

    def filled(self, form: int) -> dict[str, list[str]]:
        """What a browser would send of a form as it stands, whichever button is pressed."""
        sent: dict[str, list[str]] = {}
        select = None
        for control in self.forms[form]:
            if control["tag"] == "select":
                select = control
                continue
            name = (select or {}).get("name", "") if control["tag"] == "option" else control.get("name", "")
            kind = control.get("type", "")
            ticked = kind not in ("checkbox", "radio") or "checked" in control
            chosen = control["tag"] != "option" or "selected" in control
            if (
                name
                and ticked
                and chosen
                and control["tag"] != "button"
                and kind != "file"
                and "disabled" not in control
            ):
                sent.setdefault(name, []).append(control.get("value", "on" if kind in ("checkbox", "radio") else ""))
        return sent

    def buttons(self, form: int) -> list[dict[str, str]]:
        """The submit buttons of a form, in the order of the page."""
        return [one for one in self.forms[form] if one["tag"] == "button" and one.get("type", "submit") == "submit"]

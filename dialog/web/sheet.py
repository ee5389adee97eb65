"""Several small forms on one page are parts of one sheet: whichever is sent, what was typed in the others comes along.

A browser sends one form. So the parts share it (the ``form`` attribute), each field is named after its part
(``mask~text``), and a button says which part it sends (``press~mask~act``). The view finds the fields of that part under
their own names and knows of no sheet; the rest is kept until the page is shown again (docs/decisions/0013).
"""

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from dialog.forms.sending import KEY

MARK = "~"
PAGE = "sheet"  # the field that says which page the sheet is of
PRESSED = re.compile(r"press~([^~]*)~(.*)")
WAS = "was"  # the field of a part that says how its fields stood before anybody typed
TEXT = "main"  # what the rest calls the fields of the text that the parts stand around
OF_ALL = {"csrfmiddlewaretoken", PAGE}
# A field of a part: how it is filled in (typed, chosen, hidden), its name, and what stood in it.
TOLD = re.compile(r"([tch])([^:\s]+):(\w+)")
UNKNOWN = "unknown"
OWN_PATH = re.compile(r"/(?![/\\])")


def digest(texts: list[str]) -> str:
    """Return a short mark of what stands in a field, alike however a browser ends its lines."""
    said = "\n".join(" ".join(text.split()) for text in texts).strip()
    return f"{zlib.crc32(said.encode()):x}"


EMPTY = digest([])


@dataclass
class KeptField:
    """What was typed in one field of a part, or chosen, and a mark of what stood there before."""

    texts: list[str]
    kind: str = "t"
    was: str = UNKNOWN

    @property
    def is_hidden(self) -> bool:
        """Whether nobody filled it in."""
        return self.kind == "h"


@dataclass
class Beside:
    """What was typed on a page beside what was sent: by part and field, with the page and the files that were chosen."""

    page: str
    fields: dict[str, dict[str, KeptField]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    signed_out: bool = False  # whether the session had ended when it was sent

    def __bool__(self) -> bool:
        return bool(self.fields or self.files)

    def words(self) -> Iterator[str]:
        """Yield what was typed in it; what was chosen says nothing outside its field."""
        for fields in self.fields.values():
            yield from (text for kept in fields.values() if kept.kind == "t" for text in kept.texts if text.strip())

    def without(self, part: str) -> "Beside":
        """Return the rest without one of its parts."""
        return Beside(self.page, {name: kept for name, kept in self.fields.items() if name != part}, self.files)

    def packed(self) -> dict[str, Any]:
        """Return it as a session keeps it."""
        fields = {
            part: {name: [kept.kind, kept.was, kept.texts] for name, kept in fields.items()}
            for part, fields in self.fields.items()
        }
        return {"page": self.page, "fields": fields, "files": self.files, "signed_out": self.signed_out}

    @classmethod
    def unpacked(cls, kept: dict[str, Any]) -> "Beside":
        """Return what was kept. Raises TypeError, KeyError, ValueError or AttributeError for what never was."""
        fields = {
            str(part): {
                str(name): KeptField([str(text) for text in texts], str(kind), str(was))
                for name, (kind, was, texts) in found.items()
            }
            for part, found in kept["fields"].items()
        }
        return cls(str(kept["page"]), fields, [str(name) for name in kept["files"]], bool(kept["signed_out"]))

    def as_fields(self) -> list[tuple[str, list[str]]]:
        """Return it as the fields of a form that is to be sent once more."""
        found = [(PAGE, [self.page])]
        for part, fields in self.fields.items():
            found += [(f"{part}{MARK}{name}", kept.texts) for name, kept in fields.items()]
            told = " ".join(f"{kept.kind}{name}:{kept.was}" for name, kept in fields.items())
            found.append((f"{WAS}{MARK}{part}", [told]))
        return found


@dataclass
class Sheet:
    """The sheet of the page that is being made: which forms its parts belong to, and what is filled in again."""

    page: str = ""
    url: str = ""  # where the text around its parts is sent, if not here
    form: str = ""  # the id of the page's one form, where it has one that is no part
    owners: dict[str, None] = field(default_factory=dict)
    given: Beside | None = None
    is_clean: bool = True  # whether the fields begin with what stands, and not with what was typed before
    shown: dict[str, None] = field(default_factory=dict)  # parts in which something was filled in again


def sheet_of(request: HttpRequest) -> Sheet:
    """Return the sheet of the page that answers a request."""
    found = getattr(request, "sheet", None)
    if found is None:
        found = request.sheet = Sheet()  # type: ignore[attr-defined]
    return cast(Sheet, found)


def beside_of(request: HttpRequest) -> Beside | None:
    """Return what was typed beside what a request sends; None for nothing."""
    return getattr(request, "beside", None) or None


def is_sent(request: HttpRequest, part: str) -> bool:
    """Say whether a part of a sheet is what the request sends."""
    return getattr(request, "part", None) == part


@dataclass
class Sent:
    """A form as it was sent: the text, its parts, what each part says of its fields, and which of them was sent."""

    text: QueryDict = field(default_factory=lambda: QueryDict(mutable=True))
    parts: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    pressed: str | None = None

    @classmethod
    def of(cls, post: QueryDict) -> "Sent":
        """Sort the fields of a form."""
        sent = cls()
        for name, texts in post.lists():
            part, mark, rest = name.partition(MARK)
            if found := PRESSED.fullmatch(name):
                sent.pressed = found[1]
                if found[2]:
                    sent.parts.setdefault(found[1], {})[found[2]] = texts
            elif mark and part == WAS:
                sent.told[rest] = texts[-1]
            elif mark:
                sent.parts.setdefault(part, {})[rest] = texts
            else:
                sent.text.setlist(name, texts)
        return sent

    def words(self) -> dict[str, list[str]]:
        """Return what the text says, without what every form says."""
        return {name: texts for name, texts in self.text.lists() if name not in OF_ALL}


def take_apart(post: QueryDict, path: str) -> tuple[QueryDict, Beside, str | None]:
    """Return what is sent of a sheet, under the names that its view knows, what was typed beside it, and which part it is.

    The part is empty for the sheet's own default button, None where no part was sent but the text around them. That text
    comes along with a part that is sent to the same page.
    """
    found = Sent.of(post)
    page = said if OWN_PATH.match(said := post.get(PAGE, path)) else path
    post, text = found.text, found.parts.pop(TEXT, {})
    if found.pressed is not None:
        own, words = found.parts.pop(found.pressed, {}), found.words()
        found.told.pop(found.pressed, "")
        if not found.pressed or path != page or any(name in words and words[name] != own[name] for name in own):
            post, text = QueryDict(mutable=True), words
            for name in OF_ALL & set(found.text):
                post.setlist(name, found.text.getlist(name))
        for name, texts in own.items():
            post.setlist(name, texts)
    parts = {**found.parts, **found.told}
    beside = {part: kept for part in parts if (kept := _kept(found.parts.get(part, {}), found.told.get(part, "")))}
    if any(said.strip() for name, texts in text.items() if name != KEY for said in texts):
        beside[TEXT] = {name: KeptField(texts) for name, texts in text.items()}
    post._mutable = False
    return post, Beside(page, beside), found.pressed


def _kept(fields: dict[str, list[str]], told: str) -> dict[str, KeptField]:
    """Return what was typed or chosen in a part, with its hidden fields; nothing where it stands as it stood."""
    stood = {name: (kind, was) for kind, name, was in TOLD.findall(told)}
    kept, is_typed = {}, False
    for name in {**fields, **stood}:
        kind, was = stood.get(name, ("t", UNKNOWN))
        texts = fields.get(name, [])
        now = digest(texts)
        if kind == "h" or now != (EMPTY if was == UNKNOWN else was):
            kept[name] = KeptField(texts, kind, was)
            is_typed = is_typed or kind != "h"
    return kept if is_typed else {}


class Sheets:
    """Middleware, behind the door: of a sheet a view sees the part that was sent. ``request.beside`` is the rest."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Take what was sent apart; lead back to the page from the button that sends nothing."""
        if request.method != "POST" or not any(MARK in name for name in request.POST):
            return None
        request.POST, request.beside, part = take_apart(request.POST, request.path)
        request.part = part
        for name in list(request.FILES):
            owner, mark, own = name.partition(MARK)
            if mark:
                found = request.FILES.getlist(name)
                del request.FILES[name]
                if owner == part:
                    request.FILES.setlist(own, found)
                else:
                    request.beside.files += [file.name or "" for file in found]
        return redirect(request.get_full_path()) if part == "" and request.user.is_authenticated else None

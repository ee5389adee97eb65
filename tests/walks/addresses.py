"""Every address of the application as people meet it, and what each view asks of a request: for tests that try them all.

Nothing here knows a parameter by name. The addresses come from the url patterns, the parameters from watching what a view
asks its request for, the buttons and fields from the forms on its pages.
"""

import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dialog.models import Event, Person, Record
from dialog.process.act import ACTS
from dialog.process.phases import process
from dialog.process.register import Register, step_or_kind_at
from dialog.rights import ELECTED
from tests.pages import Page
from tests.thorough import THOROUGH

PEOPLE = ("responsible", "elected", "communicator", "support", "admin")
READERS = 2 if THOROUGH else 1


def patterns(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every pattern that has a name, the admin's too, each with the name that it is reversed by."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, f"{one.namespace}:" if one.namespace else space)
        elif one.name:
            yield f"{space}{one.name}", one


def answered(case: int) -> list[Event]:
    """Return the events of a case that have a receipt: the answers of elected people to proposals, in order."""
    kinds = {(one.step, one.row): one.kind for one in Record.objects.filter(case=case)}
    found = Event.objects.filter(case=case, act__in=[act.name for act in ACTS.values() if act.has_receipt])
    return [event for event in found.order_by("pk") if _is_for_the_elected(event, kinds)]


def _is_for_the_elected(event: Event, kinds: dict[tuple[str, str], str]) -> bool:
    there = step_or_kind_at(process.step(event.step), event.row, kinds.get((event.step, event.row), ""))
    return getattr(there, "role", "") == ELECTED


@contextmanager
def overheard() -> Iterator[set[str]]:
    """Watch what is asked of query and form dictionaries: yields the names, which grow while views are at work."""
    asked: set[str] = set()
    names = ("__getitem__", "__contains__", "getlist", "get", "pop")
    there = {name: QueryDict.__dict__.get(name) for name in names}

    def watching(name: str) -> Any:
        original = getattr(QueryDict, name)

        def method(self: QueryDict, key: str, *args: Any, **options: Any) -> Any:
            asked.add(str(key))
            return original(self, key, *args, **options)

        return method

    try:
        for name in names:
            setattr(QueryDict, name, watching(name))
        yield asked
    finally:
        for name, original in there.items():
            if original is None:
                delattr(QueryDict, name)
            else:
                setattr(QueryDict, name, original)


@dataclass
class Sending:
    """A form of a page: where it leads, how, what a browser would send of it, and its buttons."""

    url: str
    method: str
    sent: dict[str, list[str]]
    buttons: list[tuple[str, str]]
    files: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)


TAG = re.compile(r"<form\b[^>]*>")


def forms_of(html: str, url: str) -> list[Sending]:
    """Return the forms that a page shows."""
    page, found = Page(html), []
    for number, tag in enumerate(TAG.findall(html)):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        controls = page.forms[number]
        action = given.get("action", "").replace("&amp;", "&") or url
        for to in dict.fromkeys(one.get("formaction", action) for one in page.buttons(number)) or {action: None}:
            sent = [one for one in page.buttons(number) if one.get("formaction", action) == to]
            found.append(
                Sending(
                    to,
                    given.get("method", "get").lower(),
                    page.filled(number),
                    list(dict.fromkeys((one.get("name", ""), one.get("value", "")) for one in sent)) or [("", "")],
                    [one["name"] for one in controls if one.get("type") == "file" and one.get("name")],
                    list(dict.fromkeys(one["name"] for one in controls if one.get("name") and one["tag"] != "button")),
                )
            )
    return found


class Everywhere:
    """A case with something at each of its places, and the people who go there."""

    def __init__(self, case: int, people: dict[str, Person], known: dict[str, list[Any]]) -> None:
        self.case, self.known = case, known
        self.browsers = {who: Client() for who in people}
        for who, person in people.items():
            self.browsers[who].force_login(person)

    def addresses(self) -> list[tuple[str, str]]:
        """Return every address there is: (name, address), with the steps and rows of the case in those that have them."""
        rows = list(Record.objects.filter(case=self.case).exclude(row="").values_list("step", "row"))
        kinds = [(step.key, kind.kind) for step in process.steps() if isinstance(step, Register) for kind in step.kinds]
        found = []
        for name, pattern in patterns():
            groups = getattr(pattern.pattern, "regex").groupindex  # noqa: B009 - its type says nothing of it
            for values in self.values(name, tuple(groups), rows, kinds):
                found.append((name, reverse(name, kwargs=values)))
        return found

    def values(self, name: str, parts: tuple[str, ...], rows: list, kinds: list) -> list[dict[str, Any]]:
        """Return what may stand in the parts of an address."""
        if "step" in parts and "row" in parts:
            return [{"case": self.case, "step": step, "row": row} for step, row in rows]
        if "step" in parts and "kind" in parts:
            return [{"case": self.case, "step": step, "kind": kind} for step, kind in kinds]
        choices = [self.known.get(f"{name}.{part}") or self.known[part] for part in parts]
        return [dict(zip(parts, values, strict=True)) for values in itertools.product(*choices)]

    def try_out(self, who: str, method: str, url: str, *args: Any, **options: Any) -> HttpResponse | Exception:
        """Send something and take back what it changed; an exception that no handler caught is returned."""
        with transaction.atomic():
            try:
                return getattr(self.browsers[who], method)(url, *args, **options)
            except Exception as failure:
                return failure
            finally:
                transaction.set_rollback(True)

    def first_reader(self, url: str) -> tuple[str, HttpResponse | Exception, set[str]]:
        """Return the first person who may open an address, what she gets, and what its view asked of the address."""
        for who in self.browsers:
            with overheard() as asked:
                answer = self.try_out(who, "get", url)
            if isinstance(answer, Exception) or answer.status_code in (200, 302):
                break
        return who, answer, asked

    def sendings(self) -> Iterator[tuple[str, str, Sending, tuple[str, str]]]:
        """Yield every form with each of its buttons, once for each kind of place: (address' name, who, form, button).

        An address is opened by the first who may, in CI by the first two: what a third finds there they found elsewhere.
        """
        seen = set()
        for name, url in self.addresses():
            opened = 0
            for who in self.browsers:
                answer = self.try_out(who, "get", url) if opened < READERS else None
                if not isinstance(answer, HttpResponse) or answer.status_code != 200:
                    continue
                opened += 1
                html = answer.text if "text/html" in answer["Content-Type"] else ""
                for form in forms_of(html, url):
                    place = re.sub(r"[0-9]+", "0", form.url)
                    for button in form.buttons:
                        kind = (place, button[0], button[1].partition(" ")[0])
                        if form.method == "post" and kind not in seen and "sign-out" not in form.url:
                            seen.add(kind)
                            yield name, who, form, button

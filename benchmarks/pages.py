"""The pages that are measured, each with what it is compared with, and how one asks for it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import quote

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.municipality import RARE, Municipality
from benchmarks.server import Asker, Server, Spent, measured
from benchmarks.twins import recording
from planning.models import Question

NUMBERS = count(1)
WARM = 6
FRAME = ("django_session", "pg_catalog")  # statements that the middleware sends for every page


@dataclass(frozen=True)
class Measured:
    """A page: how it is asked for, with which others it is compared, and what is wanted beside its bare twin."""

    name: str
    ask: Callable[[], Callable[[], object]]
    twin: str
    admin: str = ""
    floor: str = ""
    wanted: float | None = None
    wanted_queries: int | None = None
    address: str = ""
    times: int = 1


@dataclass
class Round:
    """What everything cost, round by round, by name."""

    spent: dict[str, list[Spent]] = field(default_factory=dict)

    def add(self, name: str, spent: Spent) -> None:
        """Note what one call cost."""
        self.spent.setdefault(name, []).append(spent)


class Pages:
    """What an official meets who is a member of few cases, in the case that was carried through."""

    def __init__(self, town: Municipality, server: Server) -> None:
        self.town, self.server = town, server
        self.asker = Asker(server, town.few)
        story = town.story
        self.question = Question.objects.get(case=story.pk)
        self.paths = {
            "list": "/cases/",
            "inbox": "/",
            "case": story.url("case"),
            "step, 6 fields": story.url("step", "purpose") + "?change",
            "step, 10 rows": story.url("step", "goals") + "?change",
        }

    def pages(self) -> list[Measured]:
        """Return the pages in their order in the table."""
        get, wanted = self._get, Measured
        return [
            wanted("list", get("list"), "bare list", "admin list", "floor list", 0.22, 6, self.paths["list"], 5),
            wanted("inbox", get("inbox"), "bare list", "", "", 0.22, 6, self.paths["inbox"], 5),
            wanted("case page", get("case"), "bare detail", "", "", 0.14, 10, self.paths["case"], 5),
            wanted(
                *("step, 6 fields", get("step, 6 fields"), "bare detail", "admin form", "floor step"),
                *(0.13, 12, self.paths["step, 6 fields"], 5),
            ),
            wanted(
                *("step, 10 rows", get("step, 10 rows"), "bare detail", "admin rows", "", 0.08, 14),
                *(self.paths["step, 10 rows"], 5),
            ),
            wanted("draft save", self._save, "bare save", "admin save", "", 0.08, 20),
            wanted("finish, 10 rows", self._finish, "bare save", "", "", 0.048, 28),
        ]

    def beside(self) -> list[Measured]:
        """Return what the pages are compared with."""
        detail, question = f"/twin/detail/{self.town.story.pk}/", self.question.pk
        change = "/twin/admin/planning/question/{}/change/".format
        addresses = {
            "bare list": "/twin/list/",
            "bare detail": detail,
            "admin list": "/twin/admin/dialog/case/",
            "admin form": change(question),
            "admin rows": f"/twin/admin/dialog/case/{self.town.story.pk}/change/",
            "floor list": "/twin/floor/list/",
            "floor step": "/twin/floor/step/",
        }
        found = [
            Measured(name, lambda path=path: lambda: self.asker.get(path), "", times=5)
            for name, path in addresses.items()
        ]
        return [
            *found,
            Measured("bare save", lambda: self._post(detail, self._changed(detail, "history", {})), ""),
            Measured(
                "admin save", lambda: self._post(change(question), self._changed(change(question), "history", {})), ""
            ),
        ]

    def record(self) -> None:
        """Keep the statements and the HTML of two pages, for what they would cost with nothing between the two."""
        client = Client()
        client.force_login(self.town.few)
        for name, path in (("list", self.paths["list"]), ("step", self.paths["step, 6 fields"])):
            client.get(path)
            with CaptureQueriesContext(connection) as captured:
                html = client.get(path).text
            statements = [
                query["sql"] for query in captured if query["sql"].lstrip().upper().startswith(("SELECT", "WITH"))
            ]
            kept = [sql for sql in statements if not any(table in sql for table in FRAME)][
                1:
            ]  # the first: who is signed in
            recording(name).write_text(json.dumps({"statements": kept, "html": html}), encoding="utf-8")

    def queries(self) -> dict[str, int]:
        """Return how many statements each page sends."""
        client = Client()
        client.force_login(self.town.few)
        found = {}
        for page in self.pages():
            if page.address:
                client.get(page.address)
                with CaptureQueriesContext(connection) as captured:
                    client.get(page.address)
                found[page.name] = len(captured)
        for name, step, act in (("draft save", "question", "save_draft"), ("finish, 10 rows", "goals", "finish")):
            self.asker.connection.close()  # it lay idle for longer than the server keeps it; the next page opens it again
            path, data = self._form(step, act)
            with CaptureQueriesContext(connection) as captured:
                client.post(path, data)
            found[name] = len(captured)
        return found

    def run(self, rounds: int) -> Round:
        """Measure everything in turn, round by round, so that whatever else the machine does is shared by all."""
        result = Round()
        everything = [*self.beside(), *self.pages()]
        for page in everything:
            for _ in range(WARM):
                page.ask()()  # templates are compiled, caches filled, in one of the workers and in the other
        for _ in range(rounds):
            for page in everything:
                result.add(page.name, measured(self.server, page.ask(), page.times))
        return result

    def _get(self, name: str) -> Callable[[], Callable[[], object]]:
        return lambda: lambda: self.asker.get(self.paths[name])

    def _post(self, path: str, data: dict[str, list[str]]) -> Callable[[], object]:
        return lambda: self.asker.post(path, data)

    def _changed(self, path: str, name: str, more: dict[str, list[str]]) -> dict[str, list[str]]:
        return self.asker.form(path, name) | {name: [f"Text {next(NUMBERS)}"]} | more

    def _form(self, step: str, act: str) -> tuple[str, dict[str, list[str]]]:
        path = self.town.story.url("step", step)
        name = {"question": "history", "goals": "goal-00000001-goal"}[step]
        return path, self._changed(f"{path}?change", name, {"act": [act]})

    def _save(self) -> Callable[[], object]:
        return self._post(*self._form("question", "save_draft"))

    def _finish(self) -> Callable[[], object]:
        return self._post(*self._form("goals", "finish"))


def growing(town: Municipality) -> dict[str, str]:
    """Return the addresses whose cost may grow with the cases, by what is asked."""
    last = max(1, town.size // 25)
    return {
        "inbox": "/",
        "list, first page": "/cases/",
        "list, middle page": f"/cases/?page={last // 2 or 1}",
        "list, last page": f"/cases/?page={last}",
        **{f"list by {key}": f"/cases/?sort={key}" for key in ("title", "phase", "body", "responsible", "changed")},
        "list, common word": "/cases/?q=parken",
        "list, rare word": f"/cases/?q={quote(RARE)}",
        "overview": "/overview/",
        "lessons": "/lessons/",
        "case page": town.story.url("case"),
    }

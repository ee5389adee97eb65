"""A server as an installation runs it, what it and its database spend, and somebody who asks it for pages."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from dialog.models import Person
from tests.pages import Page

CSRF = "b" * 32
SECONDS_TO_START = 60
SETTLED = 0.004  # what a request leaves behind in the server is done after so many seconds


@dataclass(frozen=True)
class Spent:
    """CPU time in milliseconds: of Python's processes and of the database's."""

    python: float
    database: float

    @property
    def together(self) -> float:
        """What a page costs."""
        return self.python + self.database

    def since(self, before: "Spent") -> "Spent":
        """Return what was spent after another reading."""
        return Spent(self.python - before.python, self.database - before.database)


class Server:
    """gunicorn with two workers, and the processes of the database that it asks."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]") -> None:
        self.port, self.process = port, process

    @classmethod
    @contextmanager
    def started(cls) -> Iterator["Server"]:
        """Start a server and stop it in the end."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        environment = os.environ | {"PORT": str(port), "WEB_CONCURRENCY": "2"}
        process = subprocess.Popen([sys.executable, "-m", "gunicorn"], env=environment)
        try:
            _wait_for(port)
            yield cls(port, process)
        finally:
            process.terminate()
            process.wait()

    def spent(self) -> Spent:
        """Return what all processes have spent so far."""
        time.sleep(SETTLED)
        ours = [self.process.pid, *_children(self.process.pid)]
        return Spent(sum(map(_cpu, ours)), sum(_cpu(pid) for pid in _postgres()))


def _wait_for(port: int) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("The server does not answer.")


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _cpu(pid: int) -> float:
    """The CPU time of all threads of a process, to the nanosecond; none of one that has ended."""
    nanoseconds = 0
    for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        try:
            nanoseconds += int(task.read_text().split()[0])
        except (FileNotFoundError, ProcessLookupError):
            continue
    return nanoseconds / 1e6


def _postgres() -> list[int]:
    """The processes of the database on the port that the settings name."""
    from django.conf import settings

    port = str(settings.DATABASES["default"]["PORT"])
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            said = (folder / "cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if said[0].endswith(b"/postgres") and port.encode() in said:
            return _children(int(folder.name))
    raise LookupError("The database's processes are not on this machine.")


class Asker:
    """Somebody who is signed in and asks for pages over one connection that is kept."""

    def __init__(self, server: Server, person: Person) -> None:
        self.server, self.person = server, person
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port)
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "dialog.web.auth.NameOrEmailBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        self.headers = {"Cookie": f"sessionid={session.session_key}; csrftoken={CSRF}"}

    def get(self, path: str) -> str:
        """Ask for a page, which must answer, and return it."""
        status, body = self._ask("GET", path)
        assert status == 200, (path, status)
        return body

    def post(self, path: str, data: dict[str, list[str]]) -> None:
        """Send a form, which must be taken: the answer leads on."""
        status, body = self._ask("POST", path, urlencode(data | {"csrfmiddlewaretoken": [CSRF]}, doseq=True))
        assert status == 302, (path, status, re.sub(r"<[^>]+>|\s+", " ", body)[:800])

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        more = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        self.connection.request(method, path, body, self.headers | more)
        answer = self.connection.getresponse()
        return answer.status, answer.read().decode()

    def form(self, path: str, field: str) -> dict[str, list[str]]:
        """Return what a browser would send of the form on a page that has a field of that name."""
        page = Page(self.get(path))
        return page.filled(page.form_with(field))


def measured(server: Server, call: Callable[[], object], times: int = 1) -> Spent:
    """Return what one call costs, as the mean of some."""
    before = server.spent()
    for _ in range(times):
        call()
    spent = server.spent().since(before)
    return Spent(spent.python / times, spent.database / times)

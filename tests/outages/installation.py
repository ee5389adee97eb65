"""An installation of its own: PostgreSQL, Redis, a mail server, and as processes the web server, a worker and the clock."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from celery import Celery

from tests.machines import MailServer, Postgres, Redis, free_port, until
from tests.outages.browser import Browser

ROOT = Path(__file__).resolve().parents[2]
CELERY = ("celery", "--app=dialog")
COMMANDS = {
    "web": ("gunicorn",),
    "worker": (*CELERY, "worker", "--concurrency=1"),
    "clock": (*CELERY, "beat", "--max-interval=1", "--schedule={folder}/schedule"),
}


class Installation:
    """It is there as long as the tests that share it; each leaves it whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database, self.redis, self.mail = Postgres(), Redis(folder), MailServer()
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.outages.settings",
            "DATABASE_URL": self.database.url,
            "REDIS_URL": self.redis.url,
            # Gunicorn reads the application's own settings before the tests' are there.
            "DIALOG_SECRET_KEY": "not secret, the same in every process of a test run",
            "DIALOG_VAR": str(folder),
            "TESTS_FOLDER": str(folder),
            "TESTS_MAIL": str(self.mail.port),
            "PORT": str(self.port),
            "WEB_CONCURRENCY": "2",
        }

    def begin(self) -> None:
        """Make what there is before anything happens, and start everything."""
        self.python("from tests.outages.told import tell; tell()")
        for name in COMMANDS:
            self.start(name)
        self.until(lambda: self.health() == ["ok"])

    def python(self, work: str) -> None:
        """Do something in a process of the installation's, as a command does."""
        command = [sys.executable, "-c", f"import django; django.setup(); {work}"]
        subprocess.run(command, env=self.environment, cwd=ROOT, check=True, timeout=120)

    def start(self, name: str) -> None:
        """Start the web server, a worker or the clock; what it says stands in a file."""
        command = [sys.executable, "-m", *(part.format(folder=self.folder) for part in COMMANDS[name])]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command, env=self.environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self, name: str) -> None:
        """Kill a process and all that it has begun, as a machine does that loses its power."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def child_of(self, name: str) -> int:
        """Return the one process that a process has begun besides its workshop, which is no child of Celery's own."""
        parent = self.processes[name].pid
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        (child,) = [one for one in children if b"job_process" not in Path(f"/proc/{one}/cmdline").read_bytes()]
        return int(child)

    def task(self, name: str) -> None:
        """Have the worker do something, as the clock does when its hour has come."""
        with Celery(broker=self.redis.url) as outside:
            outside.send_task(f"dialog.tasks.{name}", queue="dialog")

    def ask(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the database, or tell it something."""
        with psycopg.connect(self.database.url, autocommit=True) as connection:
            answer = connection.execute(sql, values)
            return answer.fetchall() if answer.description else []

    def health(self) -> list[str]:
        """Return what the installation says of itself: how it is, and each part that does not answer."""
        try:
            first, *parts = Browser(self.address).get("/health").text.splitlines()
        except OSError:
            return ["nobody"]
        return [first, *(part for part in parts if not part.endswith(": ok"))]

    def until(self, true: Callable[[], object], seconds: float = 60) -> None:
        """Wait until something is true of it; what its processes have said tells why it is not."""
        try:
            until(true, seconds)
        except AssertionError:
            said = [f"== {path.name}\n{path.read_text()[-3000:]}" for path in self.folder.glob("*.log")]
            raise AssertionError("\n".join(said)) from None

    def browser(self, who: str) -> Browser:
        """Return the browser of somebody who has signed in."""
        return Browser(self.address).sign_in(who)

    def forgotten(self, who: str) -> None:
        """Ask for the letter with which somebody chooses a password: a job for the worker."""
        browser = Browser(self.address)
        form = browser.get("/password/forgotten/").form("email")
        assert browser.post("/password/forgotten/", form | {"email": [f"{who}@sjovik.example"]}).status == 302

    def close(self) -> None:
        """End it all."""
        for name in list(self.processes):
            self.kill(name)
        self.mail.close()
        self.redis.stop()
        self.database.remove()


def wait(seconds: float) -> None:
    """Let time pass that nothing else can tell of."""
    time.sleep(seconds)

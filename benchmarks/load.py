"""Two hundred people at work for ten minutes: ``python -m benchmarks.load`` through scripts/with-services.

A hundred cases with two officials each. They read much and write now and then, as in a real week, each after thinking for a
while; the two of a case write in different fields of the same step, so that what one saves must outlive what the other does.
Afterwards every last text is looked for where it was saved. ``LOAD_PEOPLE`` and ``LOAD_MINUTES`` change the size,
``LOAD_PAUSE`` how many seconds somebody thinks, on an average.
"""

import collections
import http.client
import os
import random
import statistics
import sys
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
os.environ.setdefault("DIALOG_SECRET_KEY", "only for this run")

PEOPLE = int(os.environ.get("LOAD_PEOPLE", "200"))
SECONDS = float(os.environ.get("LOAD_MINUTES", "10")) * 60
PAUSE = float(os.environ.get("LOAD_PAUSE", "20"))
FIELDS = ("in_scope", "out_of_scope")  # of the step «question»: one for each of the two officials of a case
# What somebody does, and how often beside the rest.
DOES = {"inbox": 5, "list": 3, "search": 1, "case": 6, "step": 6, "overview": 1, "save": 6}
FROM_TYPING_AGAIN = 5  # how often somebody whose text met a colleague's saves the two together


@dataclass
class Told:
    """What all of them met: seconds per thing done, what went wrong, and what each saved last."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: collections.defaultdict(list))
    wrong: list[str] = field(default_factory=list)
    saved: dict[tuple[int, str], str] = field(default_factory=dict)
    met: int = 0


class Worker(threading.Thread):
    """One official at her browser."""

    def __init__(self, asker, told: Told, case, name: str, until: float, seed: int) -> None:
        super().__init__(daemon=True)
        self.asker, self.told, self.case, self.name_of_field, self.until = asker, told, case, name, until
        self.random = random.Random(seed)  # noqa: S311
        self.texts, self.written = 0, 0.0

    def run(self) -> None:
        """Think, do something, think."""
        time.sleep(self.random.uniform(0, PAUSE))
        while time.monotonic() < self.until:
            what = self.random.choices(list(DOES), list(DOES.values()))[0]
            began, self.written = time.perf_counter(), 0.0
            try:
                getattr(self, f"do_{what}")()
            except (AssertionError, OSError, http.client.HTTPException) as wrong:
                self.told.wrong.append(f"{what}: {wrong!r}"[:200])
            self.told.seconds[what].append(time.perf_counter() - began - self.written)
            time.sleep(self.random.expovariate(1 / PAUSE))

    def get(self, path: str) -> str:
        """Ask over a connection of its own: a browser has let the last one go while its reader thought."""
        return str(self.ask("GET", path, 200)[1])

    def ask(self, method: str, path: str, *wanted: int, data: dict[str, list[str]] | None = None) -> tuple[int, str]:
        """Ask for a page or send a form; the answer must be one of those that are wanted."""
        self.asker.connection.close()
        body = urlencode(data, doseq=True) if data else None
        status, text = self.asker._ask(method, path, body)
        assert status in wanted, (path, status, text[:120])
        return status, text

    def do_inbox(self) -> None:
        """See what waits."""
        self.get("/")

    def do_list(self) -> None:
        """Look through the cases."""
        self.get(f"/cases/?page={self.random.randint(1, 3)}")

    def do_search(self) -> None:
        """Look for a case by a word."""
        self.get(f"/cases/?q={quote('parken')}")

    def do_case(self) -> None:
        """See how the case stands."""
        self.get(f"/cases/{self.case}/")

    def do_step(self) -> None:
        """Read a step."""
        self.get(f"/cases/{self.case}/{self.random.choice(('purpose', 'goals', 'question'))}/")

    def do_overview(self) -> None:
        """See how all dialogues fare."""
        self.get("/overview/")

    def do_save(self) -> None:
        """Write in the step, and save the two texts together where a colleague was faster."""
        from benchmarks.server import CSRF
        from tests.pages import Page

        path = f"/cases/{self.case}/question/"
        page = Page(self.get(f"{path}?change"))
        self.written = self.random.expovariate(2 / PAUSE)
        time.sleep(self.written)  # meanwhile a colleague may save
        self.texts += 1
        text = f"Text {self.texts} i fältet {self.name_of_field}"
        data = page.filled(page.form_with(self.name_of_field)) | {self.name_of_field: [text], "act": ["save_draft"]}
        for _ in range(FROM_TYPING_AGAIN):
            status, answer = self.ask("POST", path, 302, 409, data=data | {"csrfmiddlewaretoken": [CSRF]})
            if status == 302:
                self.told.saved[self.case, self.name_of_field] = text
                return
            self.told.met += 1
            page = Page(answer)
            data = page.filled(page.form_with(self.name_of_field)) | {"act": ["save_draft"]}
        raise AssertionError("a colleague was faster each time")


def prepared():
    """Make the municipality; return who writes in which case and field, two for each case."""
    from django.utils import timezone

    from dialog.acts.members import add_member
    from tests.story import House, Story

    house, found = House(), []
    people = [house.person(f"official{number}", f"Person {number:03}") for number in range(PEOPLE)]
    for number in range(0, PEOPLE, 2):
        story = Story(house, timezone.now(), title=f"Fråga {number // 2} om gatan, parken och torget")
        story.carry("purpose", "question", "influenceable", "goals")
        for person, name in zip(people[number : number + 2], FIELDS, strict=False):
            add_member(story.pk, by=house["responsible"], person=person, role="civil_servant")
            found.append((story.pk, person, name))
    return found


def lost_texts(told: Told) -> list[str]:
    """Return what somebody saved last, and was told is saved, and does not stand there."""
    from dialog.models import Record

    lost = []
    for (case, name), text in told.saved.items():
        record = Record.objects.get(case=case, step="question", row="")
        latest = record.revisions.filter(number__isnull=False).latest("number")
        if latest.data.get(name) != [text]:
            lost.append(f"case {case}, {name}: {text!r} is not in {latest.data.get(name)!r}")
    return lost


def report(told: Told, lost: list[str], spent: float) -> None:
    """Print what they met."""
    done = sum(map(len, told.seconds.values()))
    print(
        f"\n{PEOPLE} people, {SECONDS / 60:g} minutes, some {PAUSE:g} s to think: {done} things done, {spent:.0f} s of CPU\n"
    )
    print("| what | times | median ms | 95 of 100 | slowest |\n| --- | ---: | ---: | ---: | ---: |")
    for what, seconds in told.seconds.items():
        best = sorted(second * 1000 for second in seconds)
        print(
            f"| {what} | {len(best)} | {statistics.median(best):.0f} | {best[int(len(best) * 0.95)]:.0f} | {best[-1]:.0f} |"
        )
    print(
        f"\n{len(told.wrong)} errors, {told.met} times two texts met, {len(lost)} of {len(told.saved)} last texts lost"
    )
    print("\n".join([*told.wrong[:20], *lost[:20]]))


def main() -> int:
    """Fill the database that the settings name, let them work, print what they met; 1 where anything went wrong."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from benchmarks.server import Asker, Server

    cases = prepared()
    told = Told()
    with Server.started() as server:
        until = time.monotonic() + SECONDS
        workers = [
            Worker(Asker(server, person), told, case, name, until, seed)
            for seed, (case, person, name) in enumerate(cases)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        spent = server.spent()
    lost = lost_texts(told)
    report(told, lost, spent.together / 1000)
    return bool(told.wrong or lost)


if __name__ == "__main__":
    sys.exit(main())

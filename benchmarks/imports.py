"""What it costs to take in a file of 100,000 contributions, beside reading it with csv and sending it with COPY.

``scripts/with-services .venv/bin/python -W ignore -m benchmarks.imports``; ``BENCH_ROWS`` and ``BENCH_ROUNDS`` change the
size. The job runs in a process of its own, as a worker's does: its memory is what that process had at most. Meanwhile a
served Dialog is asked for the list of cases and the case's page, over and over, by an official of the case.
"""

import csv
import http.client
import io
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
os.environ.setdefault("DIALOG_SECRET_KEY", "only for this run")
os.environ.setdefault("BENCH_RECORDINGS", tempfile.mkdtemp())
os.environ.setdefault("DIALOG_FILES", tempfile.mkdtemp())

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
MOST_TIMES, MOST_MEGABYTES = 4.0, 300
HEADINGS = ["Id", "Datum", "Vad saknar du på platsen?", "Länk"]
WORDS = (
    *("bänkar", "ljus", "vägen", "skolan", "barnen", "vatten", "skugga", "trygghet", "cykel", "parkering", "träd"),
    *("brygga", "lekplats", "kväll", "vinter", "mörkt", "fler", "färre", "gärna", "inte", "aldrig", "alltid", "nära"),
)


def written(rows: int) -> str:
    """Return a file as a survey's tool hands it out, the same each time."""
    dice, file = random.Random(12), io.StringIO(newline="")  # noqa: S311
    writer = csv.writer(file, delimiter=";")
    writer.writerow(HEADINGS)
    for number in range(1, rows + 1):
        said = " ".join(dice.choices(WORDS, k=dice.randint(6, 30)))
        writer.writerow(
            [f"R{number}", f"2026-05-{number % 28 + 1:02}", f"{said.capitalize()}.", f"https://e.se/{number}"]
        )
    return file.getvalue()


def plain(text: str) -> float:
    """Return how many seconds it takes to read the file with csv and to send its four columns to a bare table with COPY."""
    return sent(text, "CREATE TABLE bench_rows (id text, day text, said text, address text)", lambda _number, row: row)


def alike(text: str, said: dict[str, object]) -> float:
    """Return how many seconds it takes to read the file with csv and to send whole rows with COPY to a table with the same
    columns and indexes as that of contributions: no less is to stand there in the end.
    """
    table = "CREATE TABLE bench_rows (LIKE followup_contribution INCLUDING DEFAULTS INCLUDING INDEXES)"

    def made(number: int, row: list[str]) -> list[object]:
        own = {
            "id": number,
            "number": number,
            "key": f"bench{number:08}",
            "text": row[2],
            "search_text": row[2].lower(),
        }
        own |= {"external_id": row[0], "said_on": row[1], "source_address": row[3], "row_of_file": number}
        return [*(said | own).values()]

    return sent(text, table, made, list(said))


def sent(text: str, table: str, made, columns: list[str] | None = None) -> float:
    """Return how many seconds it takes to read a file with csv and to send what is made of each row with COPY."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute(table)
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        names = f"({', '.join(columns)})" if columns else ""
        with cursor.cursor.copy(f"COPY bench_rows {names} FROM STDIN") as copy:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=";")
            next(reader)
            for number, row in enumerate(reader, start=1):
                copy.write_row(made(number, row))
    took = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_rows")
    return took


class Asking(threading.Thread):
    """An official who goes on reading: how long each page takes, while a file comes in."""

    def __init__(self, port: int, cookie: str, paths: list[str]) -> None:
        super().__init__(daemon=True)
        self.port, self.cookie, self.paths = port, cookie, paths
        self.seconds: list[float] = []
        self.over = threading.Event()

    def run(self) -> None:
        """Ask, and ask again."""
        while not self.over.is_set():
            for path in self.paths:
                began = time.perf_counter()
                asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                asked.request("GET", path, headers={"Cookie": f"sessionid={self.cookie}"})
                answer = asked.getresponse()
                answer.read()
                assert answer.status == 200, (path, answer.status)
                self.seconds.append(time.perf_counter() - began)
                asked.close()
            time.sleep(0.2)


def main() -> None:
    """Make a case, take the file in while pages are asked for, and print the table."""
    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.files.base import ContentFile
    from django.core.management import call_command
    from django.utils import timezone

    from benchmarks.server import Server
    from dialog.forms.sending import new_sending
    from dialog.models import Job
    from followup.models import Contribution, Import
    from tests.story import House, Story
    from tests.walks.places import in_follow_up

    call_command("migrate", verbosity=0)
    story = Story(House(), timezone.now())
    in_follow_up(story)
    person = story.house["responsible"]
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "dialog.web.auth.NameOrEmailBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    text = written(ROWS)
    print(f"{ROWS} rows, {len(text.encode()) / 1e6:.1f} MB, {ROUNDS} rounds\n", flush=True)
    said = row_of(story)
    bare, same, whole, memory = [], [], [], []
    with Server.started() as server:
        paths = ["/cases/", story.url("case")]
        asked_while(
            server.port, session.session_key or "", paths, lambda: time.sleep(5)
        )  # the first answers read the code
        busy: list[float] = []
        for number in range(ROUNDS):
            bare.append(plain(text))
            same.append(alike(text, said))
            source = Import(case=story.case, key=new_sending(), name="svar.csv", size=len(text), digest=str(number))
            source.added_by, source.added_at = person, timezone.now()
            source.file.save(f"{source.key}.bin", ContentFile(text.encode()), save=True)
            job = Job.objects.create(kind="import_contributions", key=f"bench-{number}", by=person, case=story.case)
            Job.objects.filter(pk=job.pk).update(arguments={"source": source.pk})
            answer: list[str] = []
            busy += asked_while(
                server.port, session.session_key or "", paths, lambda pk=job.pk, told=answer: told.append(apart(pk))
            )
            took, most = map(float, answer[0].split()[-2:])
            whole.append(took)
            memory.append(most)
            assert Contribution.objects.filter(came_with=source).count() == ROWS
            story.act("undo_import", "compilation", came_with=source.pk)
    print("| what | measured | wanted |\n| --- | ---: | ---: |")
    print(f"| csv and COPY of four columns to a bare table, s | {statistics.median(bare):.2f} | |")
    print(f"| csv and COPY of the same rows to a table like ours, s | {statistics.median(same):.2f} | |")
    print(f"| the import, s | {statistics.median(whole):.2f} | |")
    for what, other in (("the bare table", bare), ("a table like ours", same)):
        times = statistics.median(one / two for one, two in zip(whole, other, strict=True))
        print(f"| so many times as much as {what} | {times:.1f} | ≤ {MOST_TIMES:.0f} |")
    print(f"| memory of its process at most, MB | {max(memory):.0f} | < {MOST_MEGABYTES} |")
    print(f"| a page meanwhile, median and slowest, s | {statistics.median(busy):.2f}, {max(busy):.2f} | answers |")


def row_of(story) -> dict[str, object]:
    """Return what a contribution of a case holds, by column."""
    from followup.models import Contribution

    story.act("add_contributions", "compilation", rows=[{"key": "0000beef", "text": "Mer ljus"}])
    return Contribution.objects.filter(case=story.pk).values(*(f.attname for f in Contribution._meta.concrete_fields))[
        0
    ]


def asked_while(port: int, cookie: str, paths: list[str], work) -> list[float]:
    """Return how long each page took while something was done."""
    asking = Asking(port, cookie, paths)
    asking.start()
    work()
    asking.over.set()
    asking.join()
    return asking.seconds


def apart(job: int) -> str:
    """Run a job in a process of its own and return what it says: seconds, and megabytes at most."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.imports", str(job)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def work(job: int) -> None:
    """Run a job here, and print what it took."""
    django.setup()
    from dialog.machine import jobs
    from dialog.models import Job

    jobs._work("import_contributions")
    began = time.perf_counter()
    jobs.run(job, pulse=False)
    took = time.perf_counter() - began
    done = Job.objects.get(pk=job)
    assert done.state == Job.State.DONE, done.error
    print(f"{took} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}")


if __name__ == "__main__":
    work(int(sys.argv[1])) if len(sys.argv) > 1 else main()

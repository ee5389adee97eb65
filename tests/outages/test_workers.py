"""A worker is killed in the middle of its work: the work is done by the next, once, and a letter comes once but for one."""

import os
import signal
from pathlib import Path

import pytest

from tests.outages.browser import Browser
from tests.outages.installation import Installation
from tests.story import PURPOSE

pytestmark = pytest.mark.thorough
LETTERS = 20  # so many wait for each proposal, besides those of the house
CASES = {"workshop": 2, "worker": 5}  # in which there is a plan to report
HELD = 7  # the letter under way when the worker dies
A_WHILE_AGO = "UPDATE dialog_job SET heartbeat = heartbeat - interval '2 minutes' WHERE state = %s"
INVITE = "/admin/dialog/person/invite/"
TO_INVITE = "SELECT email FROM dialog_person WHERE is_active AND last_login IS NULL AND email <> ''"
UNDER_WAY = (
    "SELECT email FROM dialog_job JOIN dialog_person p ON p.id = (arguments->>'person')::int"
    " WHERE kind = 'password_letter' AND state = 'running'"
)


def silent(installation: Installation) -> None:
    """Let a minute and a quarter of an hour pass, as far as rows can tell."""
    installation.ask("UPDATE dialog_job SET heartbeat = heartbeat - interval '2 minutes'")
    installation.ask("UPDATE dialog_told SET at = at - interval '16 minutes'")


def workshop_of(installation: Installation) -> int:
    """Return the process in which the worker's jobs are done."""
    session = installation.processes["worker"].pid
    for folder in Path("/proc").iterdir():
        is_its = folder.name.isdecimal() and os.getsid(int(folder.name)) == session
        if is_its and b"job_process" in (folder / "cmdline").read_bytes():
            return int(folder.name)
    raise LookupError("no workshop")


def files(installation: Installation) -> list[str]:
    """Return the files that jobs have made."""
    return [path.name for path in (installation.folder / "files").glob("jobs/*")]


def ask_for_pdf(installation: Installation, browser: Browser, case: int) -> tuple[str, int]:
    """Ask for the PDF of a case's plan and wait until it is being set; return where one follows it, and its job."""
    followed = browser.post(f"/cases/{case}/reports/plan/", {}).location
    job = int(followed.rstrip("/").rpartition("/")[2])
    installation.until(lambda: state(installation, job) == ("running", 30))
    return followed, job


def state(installation: Installation, job: int) -> tuple[str, int]:
    """Return how a job is and how far."""
    return installation.ask("SELECT state, progress FROM dialog_job WHERE id = %s", job)[0]  # type: ignore[return-value]


@pytest.mark.parametrize("killed", ["workshop", "worker"])
def test_a_pdf_whose_worker_is_killed_is_made_once_by_the_next(installation, killed):
    browser, before = installation.browser("responsible"), files(installation)
    followed, job = ask_for_pdf(installation, browser, CASES[killed])
    if killed == "workshop":
        os.kill(workshop_of(installation), signal.SIGKILL)
        installation.until(lambda: state(installation, job)[0] == "waiting")
    else:
        installation.kill("worker")
        installation.start("worker")
    assert browser.get(followed).status == 200
    silent(installation)
    installation.until(lambda: state(installation, job)[0] == "done")
    made = browser.get(f"{followed}file/")
    assert installation.ask("SELECT attempts FROM dialog_job WHERE id = %s", job) == [(2,)]
    assert (made.status, made.text[:5]) == (200, "%PDF-")
    assert len(files(installation)) == len(before) + 1


def propose(installation: Installation, case: int) -> None:
    """Propose a text of a case, which a letter tells each of twenty people of: nobody has had one within the hour."""
    installation.ask("UPDATE dialog_person SET last_letter_at = NULL")
    browser, path = installation.browser("responsible"), f"/cases/{case}/purpose/"
    answer = browser.post(path, browser.get(path).form("whole") | PURPOSE | {"act": ["propose"]})
    assert answer.status == 302, answer.text


@pytest.mark.parametrize(
    ("case", "after_yes", "times"),
    [(3, False, 1), (4, True, 2)],
    ids=["before the mail server has said yes", "after it has"],
)
def test_each_letter_comes_once_but_the_one_that_was_taken_when_the_worker_died(installation, case, after_yes, times):
    mail = installation.mail
    mail.hold(HELD, after_yes=after_yes)
    propose(installation, case)
    assert mail.held.wait(60)
    installation.kill("worker")
    mail.release()
    under_way = installation.ask(
        "SELECT DISTINCT email FROM dialog_told JOIN dialog_person p ON p.id = person_id WHERE NOT is_over"
    )
    assert len(under_way) == 1
    assert len(mail.letters) == HELD - (not after_yes)
    installation.start("worker")
    installation.task("tell_what_waits")
    installation.until(lambda: len(mail.counted()) >= LETTERS - 1 + after_yes)
    silent(installation)
    installation.task("tell_what_waits")
    installation.until(lambda: mail.counted()[under_way[0][0]] == times)
    others = {to: number for to, number in mail.counted().items() if (to,) not in under_way}
    assert len(others) >= LETTERS
    assert {to: number for to, number in others.items() if number != 1} == {}


def all_is_done(installation: Installation) -> bool:
    """Say whether no job is left; for those that wait time passes meanwhile: their messages may be lost."""
    installation.ask(A_WHILE_AGO, "waiting")
    return not installation.ask("SELECT 1 FROM dialog_job WHERE state IN ('waiting', 'running')")


@pytest.mark.parametrize(
    ("killed", "after_yes", "times"),
    [("worker", False, 1), ("worker", True, 2), ("workshop", False, 1), ("workshop", True, 2)],
)
def test_of_a_run_of_invitations_each_comes_once_but_the_one_that_was_taken_when_it_was_killed(
    installation, killed, after_yes, times
):
    mail, browser = installation.mail, installation.browser("admin")
    form = browser.get(INVITE).form("csrfmiddlewaretoken")
    invited = {email for (email,) in installation.ask(TO_INVITE)}
    assert len(invited) > LETTERS
    mail.hold(HELD, after_yes=after_yes)
    assert browser.post(INVITE, form).status == 302
    assert mail.held.wait(60)
    under_way = {email for (email,) in installation.ask(UNDER_WAY)}
    if killed == "workshop":
        os.kill(workshop_of(installation), signal.SIGKILL)
    else:
        installation.kill("worker")
        installation.ask(A_WHILE_AGO, "running")
        installation.start("worker")
    mail.release()
    installation.until(lambda: all_is_done(installation))
    assert len(under_way) == 1
    assert mail.counted() == dict.fromkeys(invited, 1) | dict.fromkeys(under_way, times)

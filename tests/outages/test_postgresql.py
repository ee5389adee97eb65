"""PostgreSQL is cut off, and restarted, under people who write: what was answered as saved is there, nothing is twice."""

import json
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

import pytest

from tests.outages.browser import Answer, Browser
from tests.outages.installation import Installation, wait

pytestmark = pytest.mark.thorough
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'postgres'"
# Who writes where, and in which field. The first two write in one step and meet each other's texts.
WRITERS = [
    ("responsible", "/cases/1/purpose/", "purpose"),
    ("civil_servant", "/cases/1/purpose/", "purpose"),
    ("responsible", "/cases/1/question/", "question"),
    ("civil_servant", "/cases/5/influenceable/", "motivation"),
    ("elected", "/cases/2/goals/", "comment-comment"),
    ("responsible", "/cases/new/", "title"),
]
TAKEN = {302, 409}  # saved, or laid beside what somebody else had saved: there in both cases


@dataclass
class Writer:
    """Somebody who saves one text after the other, and goes on whatever is answered."""

    browser: Browser
    who: str
    path: str
    name: str
    texts: list[str] = field(default_factory=list)
    again: int = 0
    wrong: list[str] = field(default_factory=list)

    def write(self, enough: Event) -> "Writer":
        """Write until it is enough."""
        while not enough.is_set():
            self.save(f"{self.who} {self.name} {secrets.token_hex(4)}")
            wait(0.1)
        return self

    def save(self, text: str) -> None:
        """Save one text, by the page's own button for as long as nothing can be saved."""
        act = {"comment-comment": "comment", "title": ""}.get(self.name, "save_draft")
        form = self.read().form(self.name)
        form |= {"body": ["1"]} if self.name == "title" else {}
        self.texts.append(text)
        answer = self.browser.post(self.path, form | {self.name: [text], "act": [act]})
        while answer.status == 503:
            self.again += 1
            if "Inget kunde sparas" not in answer.text or text not in answer.text:
                self.wrong.append(f"{text}: a page without it")
            wait(0.2)
            answer = self.browser.post(self.path, answer.form(self.name))
        if answer.status not in TAKEN:
            self.wrong.append(f"{text}: {answer.status}")

    def read(self) -> Answer:
        """Open the page, as soon as it can be opened."""
        while (page := self.browser.get(self.path)).status == 503:
            wait(0.2)
        assert page.status == 200, page.status
        return page


@pytest.fixture
def writers(installation) -> list[Writer]:
    """Six people at work in six windows, all signed in before anything happens."""
    browsers = {who: installation.browser(who) for who in {who for who, _path, _name in WRITERS}}
    return [Writer(browsers[who].another_window(), who, path, name) for who, path, name in WRITERS]


def cut(installation: Installation) -> None:
    """Cut every connection that there is."""
    installation.ask(CUT)


def commit_without_a_word(installation: Installation, writers: list[Writer]) -> None:
    """Cut connections whose commit is done already, before anybody is told: as if each waited for a second server."""
    for _time in range(2):
        installation.ask("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        installation.ask("SELECT pg_reload_conf()")
        installation.until(lambda: all_wait(writers))
        installation.ask("ALTER SYSTEM RESET synchronous_standby_names")
        cut(installation)
        installation.ask("SELECT pg_reload_conf()")
        wait(0.5)


def all_wait(writers: list[Writer]) -> bool:
    """Say whether nobody gets on any more: all have committed, or wait for somebody in the same case who has."""
    before = [len(writer.texts) for writer in writers]
    wait(2)
    return before == [len(writer.texts) for writer in writers]


def cut_again_and_again(installation: Installation, writers: list[Writer]) -> None:
    """Cut what there is, wherever people are just now."""
    for _time in range(4):
        cut(installation)
        wait(0.4)


def restart(installation: Installation, writers: list[Writer]) -> None:
    """End the server in the middle of everything, and start it again."""
    installation.database.restart()
    wait(1)


def only_be_read(installation: Installation, writers: list[Writer]) -> None:
    """Let it take nothing for a while, as a second server does before it has taken over from the first."""
    installation.ask("ALTER SYSTEM SET default_transaction_read_only = on")
    installation.ask("SELECT pg_reload_conf()")
    wait(2)
    installation.ask("ALTER SYSTEM RESET default_transaction_read_only")
    installation.ask("SELECT pg_reload_conf()")


@pytest.mark.parametrize("trouble", [commit_without_a_word, cut_again_and_again, restart, only_be_read])
def test_every_save_is_there_once_whatever_happens_to_the_database(installation, writers, trouble):
    enough = Event()
    with ThreadPoolExecutor(len(writers)) as threads:
        at_work = [threads.submit(writer.write, enough) for writer in writers]
        try:
            wait(0.5)
            for _time in range(5):
                trouble(installation, writers)
                if any(writer.again for writer in writers):  # somebody saved while it was away
                    break
        finally:
            enough.set()
        done = [one.result() for one in at_work]
    assert [wrong for writer in done for wrong in writer.wrong] == []
    assert sum(writer.again for writer in done) >= 1, "nobody met with it"
    texts, there = [text for writer in done for text in writer.texts], Counter(stored(installation))
    assert {text: there[text] for text in texts if there[text] != 1} == {}
    installation.mail.letters.clear()
    installation.forgotten("reader")
    installation.until(lambda: installation.mail.counted()["reader@sjovik.example"] == 1)


def stored(installation: Installation) -> list[str]:
    """Return every text that stands in the database, as often as it stands there."""
    return list(_stored(installation.ask))


def _stored(ask: Callable[[str], list[tuple]]) -> Iterator[str]:
    for (data,) in ask("SELECT data::text FROM dialog_revision"):
        yield from (text for texts in json.loads(data).values() for text in texts if isinstance(text, str))
    for (text,) in ask("SELECT text FROM dialog_comment UNION ALL SELECT title FROM dialog_case"):
        yield text

"""Redis stops, or hangs, under people, a worker and the clock: nothing but jobs waits, and they are done when it is back."""

import os
import signal
import time
from collections.abc import Iterator

import pytest
from redis import Redis as Client

from tests.machines import MailServer, Redis
from tests.outages.installation import wait

pytestmark = pytest.mark.thorough
PAGES = ["/", "/cases/", "/cases/2/", "/cases/2/purpose/", "/cases/2/history/", "/me/"]
BOUND = 10  # seconds for a page, on a machine with much else to do; without Redis it waits for half a second


@pytest.fixture
def redis(installation) -> Iterator[Redis]:
    """It is there again afterwards, whatever happened."""
    yield installation.redis
    if installation.redis.process.poll() is None:
        installation.redis.go_on()
    else:
        installation.redis.start()


def came(mail: MailServer) -> tuple[int, int]:
    """Return how many letters came to two people for whom nothing else waits."""
    return mail.counted()["reader@sjovik.example"], mail.counted()["stranger@sjovik.example"]


@pytest.fixture
def clock_at_rest(installation) -> Iterator[None]:
    """The clock gives the worker nothing to do, and all that it gave is done."""
    installation.kill("clock")
    installation.until(lambda: not Client.from_url(installation.redis.url).llen("dialog"))
    wait(3)  # longer than the last of it takes
    yield
    installation.start("clock")


@pytest.mark.parametrize("how", ["stopped", "hanging"])
def test_people_go_on_and_jobs_are_done_when_it_is_back(installation, redis, how):
    browser, mail = installation.browser("responsible"), installation.mail
    mail.letters.clear()
    installation.forgotten("reader")
    installation.until(lambda: came(mail) == (1, 0))
    there = {name: process.pid for name, process in installation.processes.items()}

    redis.stop() if how == "stopped" else redis.hang()
    for path in PAGES:
        began = time.monotonic()
        assert browser.get(path).status == 200, path
        assert time.monotonic() - began < BOUND, path
    assert installation.health() == ["partly", "redis: no answer"]
    installation.forgotten("stranger")
    form = browser.get("/cases/2/goals/").form("whole")
    saved = browser.post("/cases/2/goals/", form | {"comment-comment": [f"Redis {how}"], "act": ["comment"]})
    assert saved.status == 302
    wait(5)  # longer than a worker waits for an answer
    assert came(mail) == (1, 0)

    redis.start() if how == "stopped" else redis.go_on()
    installation.until(lambda: installation.health() == ["ok"])
    installation.ask("UPDATE dialog_job SET heartbeat = heartbeat - interval '2 minutes'")
    installation.until(lambda: came(mail)[1], 120)
    installation.forgotten("reader")
    installation.until(lambda: came(mail)[0] == 2)
    assert came(mail) == (2, 1)
    assert {name: process.pid for name, process in installation.processes.items() if process.poll() is None} == there


def test_a_worker_goes_on_though_it_could_not_tell_redis_what_it_has_taken(installation, redis, clock_at_rest):
    mail, child, client = installation.mail, installation.child_of("worker"), Client.from_url(redis.url)
    mail.letters.clear()
    os.kill(child, signal.SIGSTOP)  # so that what is delivered is not yet acknowledged
    for who in ("reader", "stranger"):
        installation.forgotten(who)
    installation.until(lambda: client.hlen("unacked") and client.llen("dialog"))
    assert client.hlen("unacked") == 1, "who is busy leaves to others what waits"
    redis.hang()
    os.kill(child, signal.SIGCONT)
    wait(5)  # longer than a worker waits for an answer
    assert "Couldn't ack" in (installation.folder / "worker.log").read_text()
    redis.go_on()
    installation.until(lambda: all(came(mail)), 120)

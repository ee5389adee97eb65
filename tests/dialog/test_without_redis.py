"""Redis stopped, hanging and back: nothing but jobs waits for it. The Redis is the test's own."""

import datetime as dt
import time
from collections.abc import Iterator

import pytest
import redis
import time_machine
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialog import tasks
from dialog.celery import app
from dialog.machine import breaker, jobs, queue
from dialog.models import Job, Person, Revision, Told
from tests import job_kinds
from tests.dialog.test_permissions import ADDRESSES, PATTERNS, address, case  # noqa: F401
from tests.machines import Redis
from tests.story import PURPOSE, Story

pytestmark = pytest.mark.django_db
PASSWORD = "ett-langt-losenord"
OWN_ROLES = ("support", "communicator", "admin")  # kinds of pages that are read by who is called so


@pytest.fixture
def own_redis(tmp_path, settings, monkeypatch) -> Iterator[Redis]:
    """The installation runs with a Redis of the test's own, as cache and queue; its workers are somewhere else."""
    server = Redis(tmp_path)
    breaker.redis.close()
    settings.REDIS_URL = server.url
    settings.CACHES = {
        "default": {"BACKEND": "dialog.machine.cache.ForgivingRedisCache", "LOCATION": server.url, "KEY_PREFIX": "own"}
    }
    monkeypatch.setattr(breaker.redis, "rest", 1)
    app.conf.task_always_eager = False
    yield server
    app.conf.task_always_eager = True
    server.stop()
    breaker.redis.close()


@pytest.fixture(params=["stopped", "hanging"])
def away(request, own_redis) -> Redis:
    """It has answered until now, and does not any more."""
    cache.set("known", "before")
    assert cache.get("known") == "before"
    own_redis.stop() if request.param == "stopped" else own_redis.hang()
    return own_redis


def come_back(server: Redis) -> None:
    """Let it answer again, and the time be over in which nobody asks."""
    if server.process.poll() is None:
        server.go_on()
    else:
        server.start()
    time.sleep(breaker.redis.rest)


def queued(server: Redis) -> int:
    """Return how many messages wait for the workers."""
    return redis.Redis.from_url(server.url).llen(django_settings.CELERY_TASK_DEFAULT_QUEUE)


def test_every_page_is_read_and_only_the_first_waits_a_moment(case, away):  # noqa: F811
    browsers, waits, read = {}, [], 0
    began = time.monotonic()
    for pattern in PATTERNS:
        kind, got, _posted = ADDRESSES[pattern.name]
        who = {"page_keeper": "support"}.get(kind, kind if kind in OWN_ROLES else "responsible")
        client = Client() if kind == "everybody" else browsers.setdefault(who, case.client(who))
        before = breaker.redis._open_until
        answer = client.get(address(pattern, case))
        assert answer.status_code == got, pattern.name
        read += got == 200
        waits.append(breaker.redis._open_until != before)
    assert read > 40
    assert breaker.redis.is_open
    assert sum(waits) <= 2 + (time.monotonic() - began) / breaker.redis.rest, "one question a rest"


def test_people_sign_in_write_and_sign_out(story: Story, away):
    karin = Person.objects.create_user("karin", "karin@sjovik.example", PASSWORD, name="Karin Lund")
    client = Client()
    wrong = client.post(reverse("login"), {"username": karin.username, "password": "fel"})
    assert wrong.status_code == 200
    right = client.post(reverse("login"), {"username": karin.username, "password": PASSWORD})
    assert right.status_code == 302
    assert client.get("/").status_code == 200
    client.post(reverse("logout"))
    assert client.get("/").status_code == 302

    answer = story.post("responsible", "purpose", "save_draft", PURPOSE)
    assert answer.status_code == 302
    assert story.text("purpose")["purpose"] == PURPOSE["purpose"]


def test_who_signed_out_meanwhile_stays_out_when_it_is_back(story: Story, own_redis):
    client = story.client("responsible")
    assert client.get("/").status_code == 200
    key = client.session.session_key
    own_redis.hang()
    client.post(reverse("logout"))
    come_back(own_redis)
    client.cookies[django_settings.SESSION_COOKIE_NAME] = key
    assert client.get("/").status_code == 302


def test_a_job_waits_and_is_done_when_it_is_back(story: Story, away, monkeypatch, django_capture_on_commit_callbacks):
    asked, publish, began = [], queue._publish_to_redis, time.monotonic()
    monkeypatch.setattr(queue, "_publish_to_redis", lambda *about: asked.append(about) or publish(*about))
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(5):
            jobs.ask(job_kinds.KIND, str(number), word="Sjövik", seconds=0)
    assert len(asked) <= 1 + (time.monotonic() - began) / breaker.redis.rest, "one question a rest"
    assert set(Job.objects.values_list("state", flat=True)) == {"waiting"}

    come_back(away)
    with (
        time_machine.travel(timezone.now() + dt.timedelta(minutes=2), tick=True),
        django_capture_on_commit_callbacks(execute=True),
    ):
        tasks.revive_jobs()
    assert queued(away) == 5
    for job in Job.objects.all():
        jobs.run(job.pk)
    assert set(Job.objects.values_list("state", "attempts")) == {("done", 1)}


def test_letters_are_sent_when_it_is_back(story: Story, away, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        story.act("propose", "purpose", data=PURPOSE)
    assert (Revision.objects.count(), mailoutbox) == (1, [])
    come_back(away)
    tasks.tell_what_waits.run()
    told = len(mailoutbox)
    assert told and Told.objects.exists()
    tasks.tell_what_waits.run()
    assert len(mailoutbox) == told, "once each"


def test_health_says_that_it_is_away_and_keeps_the_web_in_rotation(client, away):
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.text.splitlines()[0] == "partly"
    assert "redis: no answer" in answer.text
    assert "127.0.0.1" not in answer.text
    come_back(away)
    assert client.get("/health").text.splitlines()[0] == "ok"


def test_what_an_older_version_kept_is_read_anew(client, own_redis):
    redis.Redis.from_url(own_redis.url).set("own:1:dialog.municipality", b"\x80\x05cnowhere\nNothing\n.")
    assert client.get(reverse("login")).status_code == 200


def test_a_full_redis_is_as_one_that_is_away(story: Story, own_redis, django_capture_on_commit_callbacks):
    redis.Redis.from_url(own_redis.url).config_set("maxmemory", "1")
    assert story.client("responsible").get(story.url("case")).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.ask(job_kinds.KIND, "1", word="Sjövik", seconds=0)
    assert Job.objects.get(pk=job.pk).state == "waiting"

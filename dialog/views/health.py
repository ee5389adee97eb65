"""Whether the installation answers, and which part of it does not, for those who watch it by machine."""

import contextlib
import tempfile
from collections.abc import Callable
from datetime import timedelta

import redis
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dialog.machine.cache import TIMES
from dialog.models import Job

PATIENCE = timedelta(minutes=5)  # a job that nobody has looked at for so long has no worker to wait for


def health(request: HttpRequest) -> HttpResponse:
    """Answer with a line for each part, below one that sums up: ok, partly or down.

    The status says whether this process should be sent people: 503 without its database, 200 for everything else, since
    without Redis, a worker or room for files people go on reading, writing and deciding.
    """
    parts = {"database": _asked(_database)}
    if parts["database"] == "ok":
        parts["jobs"] = _asked(_jobs)
    if settings.REDIS_URL:
        parts["redis"] = _asked(_redis)
    parts["files"] = _asked(_files)
    down = parts["database"] != "ok"
    whole = "down" if down else "ok" if set(parts.values()) == {"ok"} else "partly"
    lines = [whole, *(f"{name}: {state}" for name, state in parts.items())]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain", status=503 if down else 200)


def _asked(ask: Callable[[], str]) -> str:
    """Return how a part is; the error's own words may name hosts and users and are not told to everybody."""
    try:
        return ask()
    except (Error, redis.RedisError, OSError):
        return "no answer"


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        with contextlib.suppress(Error):
            connection.close()  # the next request makes a new one
        raise
    return "ok"


def _jobs() -> str:
    """Jobs give a sign of life, and waiting ones are told of again each minute by the clock, where there is one."""
    since = timezone.now() - PATIENCE
    unfinished = Job.objects.filter(state__in=(Job.State.WAITING, Job.State.RUNNING), created__lt=since)
    late = unfinished.exclude(state=Job.State.RUNNING, heartbeat__gte=since)
    return "waiting for a worker" if late.exists() else "ok"


def _redis() -> str:
    client = redis.Redis.from_url(settings.REDIS_URL, **TIMES)
    with contextlib.closing(client):
        client.ping()
    return "ok"


def _files() -> str:
    folder = settings.MEDIA_ROOT
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(b"0" * 4096)
        probe.flush()
    return "ok"

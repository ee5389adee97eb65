"""How a page tells the workers that there is something to do: on commit, and without waiting for a queue that is away.

A message that is lost costs time and nothing else: what is to be done stands in rows, which the clock looks through.
"""

from typing import Any

from celery import Task
from django.conf import settings
from django.db import transaction
from kombu.connection import Connection

from dialog.celery import app
from dialog.machine import breaker

PUBLISHING = {
    "socket_connect_timeout": 0.3,
    "socket_timeout": 1,
    "max_retries": 0,
    "connect_retries_timeout": 1,
}


def tell_worker(task: str, *args: Any, **kwargs: Any) -> None:
    """Have a worker do a task of ``dialog.tasks`` when what is being written here is committed. Raises KeyError."""
    known = app.tasks[f"dialog.tasks.{task}"]
    transaction.on_commit(lambda: _publish(known, args, kwargs), robust=True)


def _publish(task: Task, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    if app.conf.task_always_eager or not settings.REDIS_URL:
        task.delay(*args, **kwargs)
    else:
        breaker.redis.call(lambda: _publish_to_redis(task, args, kwargs), None)


def _publish_to_redis(task: Task, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Send one message. Celery's own producers would wait for as long as a worker may."""
    with Connection(settings.REDIS_URL, transport_options=PUBLISHING) as connection:
        task.apply_async(args, kwargs, connection=connection, retry=False)

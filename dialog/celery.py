"""The Celery application; what it runs stands in dialog/tasks.py."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging
from kombu.transport.redis import QoS

# Where Redis is lost while a message is not yet acknowledged, a worker would put it back into a queue that does not
# answer, and end. What a message is about stands in its job's row, and is sent again from there (``dialog.machine.jobs``).
QoS.restore_at_shutdown = False

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dialog.settings")
app = Celery("dialog")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def leave_logging_alone(**kwargs: Any) -> None:
    """Keep Django's LOGGING in workers too: Celery sets up its own only where nobody listens to this signal."""

"""Settings of an installation that a test starts: as in a real one, but for what tests never want and for its hurry."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES, INSTALLED_APPS

DATABASES["default"]["CONN_MAX_AGE"] = 600  # connections are kept, so that there is one to be cut
# The tables as the models say, at once: that the migrations lead there too is for others to see.
MIGRATION_MODULES = {name.rpartition(".")[2]: None for name in INSTALLED_APPS}
CELERY_TASK_ALWAYS_EAGER = False
CELERY_TASK_DEFAULT_QUEUE = "dialog"
# A second for each minute of the clock's; letters are asked for when a test is at that.
CELERY_BEAT_SCHEDULE = {
    "revive-jobs": {"task": "dialog.tasks.revive_jobs", "schedule": 1, "options": {"expires": 60}},
}
# A tenth of the time that a worker waits for a Redis that hangs.
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 3, "socket_keepalive": True}
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = "127.0.0.1", int(os.environ.get("TESTS_MAIL", "25")), 20

"""Settings of the test suite: the application's own, but for what would be slow or leave something behind.

``DATABASE_URL`` and ``REDIS_URL`` choose what the tests run on; nothing else is taken from the environment.
"""

import os
import tempfile

# A folder of its own for every process, as several test runs may go on in one checkout; a worker shares its test's.
folder = os.environ.get("TESTS_FOLDER", "")
if not folder:
    temporary = tempfile.TemporaryDirectory(prefix="dialog-tests-")
    folder = temporary.name
for name in [name for name in os.environ if name.startswith("DIALOG_") or name == "EMAIL_URL"]:
    del os.environ[name]
os.environ |= {"DIALOG_VAR": folder, "DIALOG_SECRET_KEY": "not secret, the same in every process of a test run"}

from dialog.settings import *  # noqa: E402, F403
from dialog.settings import CACHES, DATABASES, EMBEDDED, LOGGING, STORAGES  # noqa: E402

if EMBEDDED:  # a file: threads that share an in-memory database meet "table is locked" at once
    DATABASES["default"]["TEST"] = {"NAME": f"{folder}/test.sqlite3"}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["OPTIONS"]["connect_timeout"] = 60  # other workers may have all the cores
DATABASES["default"]["CONN_MAX_AGE"] = 0  # a connection that a server's thread kept would hold the test database
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True  # tests that want a real worker ask for the fixture `worker`
CELERY_TASK_DEFAULT_QUEUE = f"dialog-{os.environ.get('PYTEST_XDIST_WORKER', 'tests')}"
CACHES["default"]["KEY_PREFIX"] = CELERY_TASK_DEFAULT_QUEUE  # Redis is shared, what is kept in it is not
CELERY_BEAT_SCHEDULE: dict[str, object] = {}  # nothing happens by the clock while tests run
CELERY_INCLUDE = ["tests.job_kinds"]  # kinds of work of the tests, for every process that does jobs
JOB_SECONDS = 20
JOB_MEGABYTES = 700
LOGGING["loggers"]["django.request"] = {
    "level": "ERROR"
}  # who was refused is what tests are about; each is a traceback long

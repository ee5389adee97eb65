"""The settings of an installation, with pages to compare with and nothing that only a browser needs."""

from dialog.settings import *  # noqa: F403
from dialog.settings import DATABASES, INSTALLED_APPS, STORAGES

ROOT_URLCONF = "benchmarks.urls"
INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks"]
ALLOWED_HOSTS = ["*"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
SECURE_SSL_REDIRECT = False
# One process does all the work of a statement, so that its CPU time is found where it is looked for.
DATABASES["default"]["OPTIONS"]["options"] += " -c max_parallel_workers_per_gather=0 -c jit=off"

"""The settings of an installation, with a view to compare with and nothing that only a browser needs."""

from dialog.settings import *  # noqa: F403
from dialog.settings import INSTALLED_APPS, STORAGES

ROOT_URLCONF = "benchmarks.urls"
INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks"]
ALLOWED_HOSTS = ["testserver"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
SECURE_SSL_REDIRECT = False

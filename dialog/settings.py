"""Settings of Dialog, from the environment alone.

With no configuration Dialog runs embedded: SQLite and files under ``var/``, jobs in the same process, mail to a folder.
``DATABASE_URL`` and ``REDIS_URL`` make it real (docs/operations.md lists every variable).
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from dialog.machine import start

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = env.bool("DIALOG_DEBUG", False)
VAR_DIR = Path(env.str("DIALOG_VAR", str(BASE_DIR / "var"))).absolute()
start.folder(VAR_DIR, is_written=not env.str("DATABASE_URL", ""))

SITE_URL = env.str("DIALOG_SITE_URL", "http://127.0.0.1:8000")
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = [
    *(env.list("DIALOG_HOSTS", default=[]) or [urlsplit(SITE_URL).hostname]),
    *("127.0.0.1", "localhost", "[::1]"),  # health checks come from the machine itself
]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

EMBEDDED = not env.str("DATABASE_URL", "")
REDIS_URL = env.str("REDIS_URL", "")

# The demo's accounts have their names as passwords: it is for a trial on one's own machine and nothing else.
DEMO = env.bool("DIALOG_DEMO", False)
if DEMO and (HTTPS or REDIS_URL or not EMBEDDED):
    raise ImproperlyConfigured(
        "DIALOG_DEMO opens accounts whose passwords everybody knows. "
        "It cannot be combined with DATABASE_URL, REDIS_URL or an https address in DIALOG_SITE_URL."
    )

# An installation names its own key; a trial makes one and keeps it.
SECRET_KEY = env.str("DIALOG_SECRET_KEY", "")
if not SECRET_KEY and not EMBEDDED:
    raise ImproperlyConfigured("DIALOG_SECRET_KEY must be set when DATABASE_URL is.")
if not SECRET_KEY:
    SECRET_KEY = start.secret_key(VAR_DIR / "secret_key")

# The apps that are Dialog, in the order of the process: their steps and addresses are found.
OWN_APPS = ["dialog", "handbook", "guide", "planning", "execution", "followup", "reports", "demonstration"]
INSTALLED_APPS = [
    *OWN_APPS,
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # the templates of Django's own controls
    "guardian",
    "axes",
    "crispy_forms",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "dialog.web.door.Door",
    "dialog.web.sheet.Sheets",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "dialog.web.chosen_language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dialog.web.measure.Measured",
    "dialog.web.permissions.DeniedByDefault",
    "dialog.web.typed.NothingTypedIsLost",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "dialog.forms.clash.TwoAtOnce",
]

ROOT_URLCONF = "dialog.urls"
WSGI_APPLICATION = "dialog.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dialog.web.context.page",
            ],
            "builtins": ["dialog.templatetags.dialog", "dialog.templatetags.sheet"],
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", f"sqlite:///{VAR_DIR}/dialog.sqlite3")}
if EMBEDDED:
    # IMMEDIATE: who reads and then writes waits for its turn instead of failing with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # One connection a thread, kept: gunicorn's threads live as long as their process.
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    if DATABASES["default"]["ENGINE"].endswith("postgresql"):
        options = DATABASES["default"].setdefault("OPTIONS", {})
        options.setdefault("connect_timeout", 5)
        if not env.bool("DIALOG_DATABASE_POOLED", False):
            # Statements are planned once a connection. A pool that lends a connection a transaction (pgbouncer) loses them.
            options |= {"server_side_binding": True, "prepare_threshold": 2}
            # What is read here and there is as near as what is read in a row: disks have no arms, and most is in memory.
            options.setdefault("options", "-c random_page_cost=1.1")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": (
        {"BACKEND": "dialog.machine.cache.ForgivingRedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "dialog"}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

AUTH_USER_MODEL = "dialog.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "dialog.web.auth.NameOrEmailBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
ANONYMOUS_USER_NAME = None  # guardian: nobody who is not signed in has any right
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # its tables are read in queries; no right is judged by a backend's has_perm
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "inbox"
LOGOUT_REDIRECT_URL = "login"

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["dialog.formats"]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STORAGES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "dialog.files.room.WholeFiles"},
    "staticfiles": {"BACKEND": "dialog.files.one_sheet.OneSheetStorage"},
}
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "dialog.files.room.TemporaryCopies",
]
# Files that people attach: so large at most. In a bucket of an S3-compatible storage where one is named, else on the disk.
FILE_MEGABYTES = env.int("DIALOG_FILE_MEGABYTES", 20)
if _bucket := env.str("DIALOG_S3_BUCKET", ""):
    STORAGES["default"] = {
        "BACKEND": "dialog.files.bucket.Bucket",
        "OPTIONS": {
            "bucket_name": _bucket,
            "endpoint_url": env.str("DIALOG_S3_ENDPOINT", "") or None,
            "region_name": env.str("DIALOG_S3_REGION", "") or None,
            "access_key": env.str("DIALOG_S3_ACCESS_KEY", "") or None,
            "secret_key": env.str("DIALOG_S3_SECRET_KEY", "") or None,
        },
    }
MEDIA_ROOT = Path(env.str("DIALOG_FILES", str(VAR_DIR / "files")))

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # finds the templates of our own controls too
CRISPY_ALLOWED_TEMPLATE_PACKS = ("dialog",)
CRISPY_TEMPLATE_PACK = "dialog"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health$"]  # asked for from inside the container, without TLS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if env.bool("DIALOG_BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_CLIENT_IP_CALLABLE = "dialog.web.proxy.client_address"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 60 * 60 * 10
CSRF_FAILURE_VIEW = "dialog.views.session.old_page"
SIGN_IN_FIRST_VIEW = "dialog.views.session.door"  # answers whoever must sign in before a page
SESSION_ENGINE = (
    "django.contrib.sessions.backends.db"  # in one place alone: who signs out is out, whatever a cache keeps
)

# So much of a form is read at most, to be given back; what is taken of it: dialog.web.measure.
DATA_UPLOAD_MAX_MEMORY_SIZE, DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000_000, 20_000
AXES_USERNAME_CALLABLE = "dialog.web.auth.counted_name"
AXES_HANDLER = "dialog.web.attempts.Attempts"
AXES_LOCKOUT_CALLABLE = "dialog.web.attempts.too_many"
AXES_FAILURE_LIMIT = 10  # so many wrong passwords at a name are said; so many letters to an address are sent
AXES_COOLOFF_TIME = 1  # hours after which an attempt is forgotten
AXES_DISABLE_ACCESS_LOG = True  # who signed in when is nobody's business for ever

# Sets EMAIL_BACKEND, EMAIL_HOST and their like.
globals().update(env.email("EMAIL_URL", f"filemail:///{VAR_DIR}/mail"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DIALOG_FROM_EMAIL", "dialog@localhost")

CELERY_BROKER_URL = REDIS_URL or "memory://localhost"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"socket_connect_timeout": 5, "socket_timeout": 30, "socket_keepalive": True}
    if REDIS_URL
    else {"polling_interval": 0.2}
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # workers and clock wait for Redis as long as it takes
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False  # a job needs Redis for nothing but its message
CELERY_TASK_DEFAULT_QUEUE = "dialog"
CELERY_TASK_IGNORE_RESULT = True  # what became of a job stands in its row
# Jobs are long: none waits behind another while a worker is idle. A worker counts its own work, not messages: one that it
# could not acknowledge, because Redis hung, would count as at hand for good, and it would take nothing more.
CELERY_WORKER_DISABLE_PREFETCH = bool(REDIS_URL)
CELERY_WORKER_PREFETCH_MULTIPLIER = 0 if REDIS_URL else 1
CELERY_TASK_TIME_LIMIT = 60 * 60  # for what hangs in a worker itself; what was not done is done next time
CELERY_TIMEZONE = TIME_ZONE

# What a job may take before it is ended and says so. A report of sixty pages takes half a minute and 400 MB.
JOB_SECONDS = env.int("DIALOG_JOB_SECONDS", 180)
JOB_MEGABYTES = env.int("DIALOG_JOB_MEGABYTES", 2000)
# The longest that a link to choose a password works; see dialog/mail/passwords.py.
PASSWORD_RESET_TIMEOUT = 14 * 24 * 60 * 60

CELERY_BEAT_SCHEDULE = {
    "revive-jobs": {"task": "dialog.tasks.revive_jobs", "schedule": 60, "options": {"expires": 60}},
    "clear-sessions": {"task": "dialog.tasks.clear_sessions", "schedule": 24 * 60 * 60},
    # By the hour, so that what was missed while nothing ran is caught up with; at night nobody wants letters.
    "tell-what-waits": {"task": "dialog.tasks.tell_what_waits", "schedule": crontab(minute="10", hour="6-18")},
    "derive-again-after-update": {
        "task": "dialog.tasks.derive_again_after_update",
        "schedule": 300,
        "options": {"expires": 300},
    },
    "keep-words": {"task": "dialog.tasks.keep_words", "schedule": 120, "options": {"expires": 120}},
    "sync-grants": {"task": "dialog.tasks.sync_grants", "schedule": crontab(minute="1")},
    "prune": {"task": "dialog.tasks.prune", "schedule": 24 * 60 * 60},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("DIALOG_LOG_LEVEL", "WARNING")},
    "loggers": {"django": {"handlers": []}},  # Django's own handler speaks in DEBUG only; the root's speaks always
}

# The form of a registry number (diarienummer) in this municipality: «KS 2024/123».
REGISTRY_NUMBER_PATTERN = env.str("DIALOG_REGISTRY_NUMBER", r"^[A-ZÅÄÖ]{1,6} \d{4}/\d{1,6}$")
# So many days after a meeting its minutes can exist: before that nobody is asked for § and adjustment.
MINUTES_AFTER_DAYS = env.int("DIALOG_MINUTES_AFTER_DAYS", 14)
# Suggestions from what residents said: a model that knows what sentences mean (nothing, 1 for the package's, a file or a
# folder), and the class that makes them.
VECTORS = env.str("DIALOG_VECTORS", "")
SUGGESTER = env.str("DIALOG_SUGGESTER", "followup.voices.suggester.Suggester")

IMPORT_FILE_DAYS = env.int("DIALOG_IMPORT_FILE_DAYS", 30)

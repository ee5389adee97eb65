"""How gunicorn serves Dialog: in one process with its jobs, or with Redis in several and the jobs in workers."""

import os
from typing import Any

from dialog import settings

wsgi_app = "dialog.wsgi"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
threads = 8
workers = int(os.environ.get("WEB_CONCURRENCY", "2")) if settings.REDIS_URL else 1
timeout = 60
control_socket_disable = True
loglevel = "warning"


def post_worker_init(worker: Any) -> None:
    """Run the jobs here if there is no queue that others could read; tell a demonstration's visitor the way."""
    if not settings.REDIS_URL:
        from dialog import embedded

        embedded.start()
    if settings.DEMO:
        from dialog.views.session import DEMO_ACCOUNTS

        print(f"\nDialog: {settings.SITE_URL}/ (Ctrl-C stops it)")
        print("Sign in as one of these, with the name as password too:", *(one.username for one in DEMO_ACCOUNTS))
        if settings.ALLOWED_HOSTS[0] == "*":
            print("Everybody who reaches this machine can sign in. HOST=127.0.0.1 keeps it to yourself.")
        print(flush=True)


def worker_int(worker: Any) -> None:
    """Go at once when told by Ctrl-C: Python would wait for a thread as long as a browser keeps its connection open.

    A request in the middle of a save is rolled back; SIGTERM lets requests end first.
    """
    os._exit(0)

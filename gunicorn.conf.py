"""How gunicorn serves Dialog: in one process with its jobs, or with Redis in several and the jobs in workers."""

import os
import socket
import sys
from typing import Any

from dialog import settings
from dialog.machine import start

wsgi_app = "dialog.wsgi"
host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
bind = f"{host}:{port}"
held: list[Any] = []  # for as long as this process lives
worker_class = "gthread"
threads = 8
workers = int(os.environ.get("WEB_CONCURRENCY", "2")) if settings.REDIS_URL else 1
timeout = 60
control_socket_disable = True
loglevel = "warning"


def on_starting(server: Any) -> None:
    """Say in a sentence that the address cannot be had, instead of trying again and again.

    Without Redis the jobs run in this process, which therefore must be the only one on its folder.
    """
    start.port_of(port)
    if settings.EMBEDDED and not settings.REDIS_URL:
        held.append(start.only_server(settings.VAR_DIR))
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except (OSError, ValueError, OverflowError) as wrong:
            sys.exit(f"{bind} cannot be served: {wrong}. PORT= and HOST= choose another address.")


def post_worker_init(worker: Any) -> None:
    """Run the jobs here if there is no queue that others could read; tell a demonstration's visitor the way."""
    if not settings.REDIS_URL:
        from dialog.machine import embedded

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

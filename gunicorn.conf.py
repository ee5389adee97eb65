"""How gunicorn serves Dialog: in one process with its jobs, or with Redis in several and the jobs in workers."""

import os
from typing import Any

from dialog import settings

wsgi_app = "dialog.wsgi"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
threads = 8
workers = int(os.environ.get("WEB_CONCURRENCY", "2")) if settings.REDIS_URL else 1
graceful_timeout = 30 if settings.REDIS_URL else 1  # Ctrl-C waits for nobody
timeout = 60
control_socket_disable = True
loglevel = "warning"


def post_worker_init(worker: Any) -> None:
    """Run the jobs here if there is no queue that other processes could read."""
    if not settings.REDIS_URL:
        from dialog import embedded

        embedded.start()

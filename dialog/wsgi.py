"""The WSGI application, for gunicorn and runserver."""

import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dialog.settings")

django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer a request. Everything that is sent to us is UTF-8: another name for letters is not listened to.

    Django would read the address by it before any middleware, and fail by some names that are no charsets.
    """
    if "charset" in environ.get("CONTENT_TYPE", "").lower():
        environ["CONTENT_TYPE"] = ";".join(
            part for part in environ["CONTENT_TYPE"].split(";") if not part.strip().lower().startswith("charset")
        )
    return django(environ, start_response)

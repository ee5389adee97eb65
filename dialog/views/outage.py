"""The page that is shown when something went wrong: what was typed is on it, to be sent again when it is mended.

It is made without the database, which may be what is away, and without what every other page shows around its content.
"""

import errno
import sys

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from dialog.files.room import NO_ROOM
from dialog.web.sheet import beside_of
from dialog.web.typed import Typed, sent

CAN_ONLY_BE_READ = "25006"  # what PostgreSQL calls it, which Django takes for a fault of the application
OF_THE_DISK = NO_ROOM | {errno.EIO, errno.EACCES}


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 where a part of the machinery is away or full, which mends itself or is mended, else 500."""
    is_away = is_outage(sys.exc_info()[1])
    status = 503 if is_away else 500
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(
            {"said": _("Nothing could be saved just now. What you wrote is still here.")}, status=status
        )
    typed = _typed(request)
    beside = beside_of(request) if typed else None
    context = {
        "is_away": is_away,
        "is_post": request.method == "POST",
        "path": request.get_full_path(),
        "fields": [*(typed.post.lists() if typed else []), *(beside.as_fields() if beside else [])],
        "words": [*(typed.words() if typed else []), *(beside.words() if beside else [])],
        "files": [*(typed.files if typed else []), *(beside.files if beside else [])],
        "act": typed.act if typed else "",
        "csrf_token": get_token(request),
    }
    response = HttpResponse(render_to_string("500.html", context), status=status)
    response["Cache-Control"] = "no-store"
    if is_away:
        response["Retry-After"] = "30"
    return response


def is_outage(error: BaseException | None) -> bool:
    """Say whether the database, the queue or the disk is what failed, and not the application.

    What was raised on the way counts too: Django tells of a session that cannot be written in other words.
    """
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError | RedisError):
            return True
        if getattr(error, "sqlstate", "") == CAN_ONLY_BE_READ:
            return True
        if isinstance(error, OSError) and error.errno in OF_THE_DISK:
            return True
        error = error.__cause__ or error.__context__
    return False


def _typed(request: HttpRequest) -> Typed | None:
    """Return the form that was sent; None where there is none, where it cannot be read, or where it has a password."""
    if request.method != "POST":
        return None
    try:
        secret = any("password" in name for name in request.POST)
        return None if secret else sent(request)
    except (SuspiciousOperation, OSError):
        return None

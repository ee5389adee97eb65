"""Whether the installation answers, for those who watch it by machine."""

from django.db import connection
from django.http import HttpRequest, HttpResponse


def health(request: HttpRequest) -> HttpResponse:
    """Answer "ok" if the database answers. Redis is left out: without it jobs wait, and people can go on working."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")

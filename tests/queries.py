"""How often a page asks the database."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dialog import municipality
from dialog.process import edition
from dialog.process.areas import areas_within

MOST = 24  # of any page of a case, list or inbox, whatever the size: the session, and 23 for what it shows


def asked(client: Client, url: str) -> int:
    """Return how many queries a page takes, session and user among them; what is kept for a minute is not counted."""
    assert client.get(url).status_code == 200
    municipality.current()
    edition.in_force()
    areas_within()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)

"""Those who watch the installation by machine get a plain answer."""

from unittest.mock import Mock

import pytest
from django.db import DatabaseError


def test_it_answers_without_account_and_without_tls(client, db, settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get("/health")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_a_database_out_of_reach_is_no_health(client, monkeypatch):
    monkeypatch.setattr("dialog.views.health.connection.cursor", Mock(side_effect=DatabaseError))
    with pytest.raises(DatabaseError):
        client.get("/health")

"""Those who watch the installation by machine get a plain answer."""

import datetime as dt

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from dialog.models import Job

pytestmark = pytest.mark.django_db


def lines(answer) -> list[str]:
    return answer.text.splitlines()


def test_it_answers_without_account_and_without_tls(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get("/health")
    assert answer.status_code == 200
    assert lines(answer)[0] == "ok"
    assert {"database: ok", "jobs: ok", "files: ok"} <= set(lines(answer))


def test_a_database_out_of_reach_takes_the_process_out_of_rotation(client, monkeypatch):
    def away(*args: object) -> None:
        raise OperationalError("could not connect to server at 10.0.0.7")

    monkeypatch.setattr(connection, "cursor", away)
    monkeypatch.setattr(connection, "close", lambda: None)
    answer = client.get("/health")
    assert answer.status_code == 503
    assert lines(answer)[:2] == ["down", "database: no answer"]
    assert "10.0.0.7" not in answer.text


def test_a_folder_that_takes_no_files_is_said_and_people_are_still_sent_here(client, settings, tmp_path):
    taken = tmp_path / "files"
    taken.write_text("a file where the folder should be")
    settings.MEDIA_ROOT = taken
    answer = client.get("/health")
    assert (answer.status_code, lines(answer)[0]) == (200, "partly")
    assert "files: no answer" in lines(answer)


def test_a_job_that_nobody_looks_at_is_said(client):
    long_ago = timezone.now() - dt.timedelta(minutes=10)
    job = Job.objects.create(kind="test", key="1", created=long_ago)
    assert "jobs: waiting for a worker" in lines(client.get("/health"))
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING)
    assert "jobs: ok" in lines(client.get("/health")), "it gives signs of life"
    Job.objects.filter(pk=job.pk).update(heartbeat=long_ago)
    assert "jobs: waiting for a worker" in lines(client.get("/health"))

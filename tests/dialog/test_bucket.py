"""Files in a bucket: the same as on the disk, against a real server that speaks S3."""

import os
import socket
import subprocess
import sys
import time

import boto3
import pytest
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile

from dialog.files import room
from dialog.files.bucket import Bucket

pytestmark = pytest.mark.one_database
KEYS = {"aws_access_key_id": "dialog", "aws_secret_access_key": "dialog", "region_name": "eu-north-1"}


@pytest.fixture(scope="module")
def server():
    """A server of the tests' own, on a port that is free."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **quiet, env={**os.environ, "AWS_ACCESS_KEY_ID": "x"}) as process:
        address = f"http://127.0.0.1:{port}"
        client = boto3.client("s3", endpoint_url=address, **KEYS)
        until = time.monotonic() + 60
        while True:
            try:
                client.create_bucket(
                    Bucket="dialog-files", CreateBucketConfiguration={"LocationConstraint": "eu-north-1"}
                )
                break
            except (BotoCoreError, ClientError):
                assert time.monotonic() < until
                time.sleep(0.2)
        yield address
        process.terminate()


@pytest.fixture
def bucket(server):
    return Bucket(
        bucket_name="dialog-files",
        endpoint_url=server,
        access_key="dialog",
        secret_key="dialog",
        region_name="eu-north-1",
    )


def test_a_file_comes_back_as_it_was_kept(bucket):
    name = bucket.save("attached/a.txt", ContentFile("Åäö".encode()))
    with bucket.open(name) as opened:
        assert opened.read().decode() == "Åäö"
    assert bucket.size(name) == 6 and bucket.exists(name)


def test_nothing_is_written_over(bucket):
    first, second = (bucket.save("attached/b.txt", ContentFile(text)) for text in (b"1", b"2"))
    assert first != second and bucket.open(first).read() == b"1"


def test_what_is_removed_is_gone(bucket):
    name = bucket.save("attached/c.txt", ContentFile(b"1"))
    bucket.delete(name)
    assert not bucket.exists(name) and not bucket.exists("attached/never.txt")


def test_is_private(bucket):
    name = bucket.save("attached/d.txt", ContentFile(b"1"))
    grants = bucket.bucket.Object(name).Acl().grants
    assert {grant["Permission"] for grant in grants} == {"FULL_CONTROL"}
    assert "Signature" in bucket.url(name)


@pytest.mark.django_db
def test_of_an_act_that_is_taken_back_nothing_stays(bucket, monkeypatch):
    monkeypatch.setattr(room, "default_storage", bucket)
    names = []
    with pytest.raises(ValueError, match="back"), room.with_its_files():
        names.append(bucket.save("attached/e.txt", ContentFile(b"1")))
        raise ValueError("back")
    assert names and not bucket.exists(names[0])

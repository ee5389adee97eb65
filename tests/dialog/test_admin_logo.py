"""The municipality's logo: a PNG and nothing else, written anew, handed out with the right headers."""

import io
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, PngImagePlugin

from dialog import municipality
from dialog.files import logo
from dialog.models import Municipality
from reports.publisher import publisher
from tests.dialog.organisation import url

FACTS = {"name": "Sjöviks kommun", "accent_colour": "#14506b", "contacts_kept_months": "6"}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def png(width: int = 300, height: int = 100, mode: str = "RGBA", behind: bytes = b"", **options: object) -> bytes:
    written = io.BytesIO()
    Image.new(mode, (width, height), "red" if mode != "P" else 3).save(written, "PNG", **options)
    return written.getvalue() + behind


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def send(house, admin, folder):
    """Send a file as the new logo; returns the answer."""

    def post(content: bytes, name: str = "logo.png", kind: str = "image/png", **facts: str):
        upload = SimpleUploadedFile(name, content, content_type=kind)
        address = url("municipality", "change", house.municipality.pk)
        return admin.post(address, {**FACTS, **({"new_logo": upload} if content else {}), **facts})

    return post


def test_a_logo_stands_at_the_top_of_every_page_and_in_documents(send):
    assert send(png()).status_code == 302
    here = Municipality.objects.get()
    client = Client()
    page = client.get(reverse("login"))
    assert f'src="{here.logo_url}"' in page.text
    answer = client.get(here.logo_url)
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer["Cache-Control"]
    assert Image.open(io.BytesIO(b"".join(answer.streaming_content))).size == (300, 100)
    document = publisher().logo
    assert document is not None and document.media_type == "image/png"


def test_nothing_but_the_picture_is_kept(send, folder):
    hidden = PngImagePlugin.PngInfo()
    hidden.add_text("Comment", "<script>secret</script>")
    send(png(pnginfo=hidden, behind=b"<?php secret ?>"))
    (kept,) = (folder / "logo").iterdir()
    assert b"secret" not in kept.read_bytes() and kept.suffix == ".png"


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1", "LA", "I;16"])
def test_every_kind_of_png_will_do(send, mode):
    assert send(png(mode=mode)).status_code == 302


def test_a_large_one_is_made_smaller(send):
    send(png(2400, 800))
    with Municipality.objects.get().logo.open() as kept:
        assert Image.open(kept).size == (1200, 400)


@pytest.mark.parametrize(
    "content",
    [
        SVG,
        b"GIF89a" + SVG,
        b"\x89PNG\r\n\x1a\n" + SVG,
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 50,
        png()[:60],
        png(3001, 10),
        png() + b"x" * logo.MAX_BYTES,
        b"%PDF-1.4",
    ],
    ids=["svg", "gif", "svg in png", "empty chunk", "cut off", "wide", "heavy", "pdf"],
)
@pytest.mark.parametrize("name", ["logo.png", "logo.svg", "../../x.png"])
def test_what_is_no_small_png_is_refused_whatever_it_is_called(send, content, name):
    answer = send(content, name)
    assert answer.status_code == 200 and answer.context["errors"]
    assert not Municipality.objects.get().logo


def test_a_picture_that_claims_to_be_huge_is_not_unpacked(send):
    header = b"IHDR" + (60000).to_bytes(4) + (60000).to_bytes(4) + b"\x08\x06\x00\x00\x00"
    chunk = (13).to_bytes(4) + header + zlib.crc32(header).to_bytes(4)
    assert send(b"\x89PNG\r\n\x1a\n" + chunk).status_code == 200


def test_it_can_be_taken_away(send):
    send(png())
    send(b"", without_logo="on")
    assert not Municipality.objects.get().logo
    assert 'class="logo"' not in Client().get(reverse("login")).text


def test_other_facts_leave_it_alone(send):
    send(png())
    send(b"", short_name="Sjövik")
    assert Municipality.objects.get().logo and municipality.current().short_name == "Sjövik"


@pytest.mark.parametrize("name", ["other.png", "..", "passwd", "logo.png"])
def test_no_other_file_is_handed_out(send, name):
    send(png())
    assert Client().get(reverse("logo", args=[name])).status_code == 404


def test_a_file_that_has_gone_is_no_error(send, folder):
    send(png())
    address = Municipality.objects.get().logo_url
    for kept in (folder / "logo").iterdir():
        kept.unlink()
    assert Client().get(address).status_code == 404
    assert publisher().logo is None

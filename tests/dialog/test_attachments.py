"""Files at a place of a case: what they are is said by their content, pictures are written anew, and few read them."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dialog.acts.attachments import make_thumbnail
from dialog.acts.core import Refused
from dialog.files.attached import checked
from dialog.models import Attachment, Job

STEP = "purpose"
GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F


def picture(kind="JPEG", size=(40, 20), **exif):
    """A picture, its left half red; with what a telephone writes beside it."""
    made = Image.new("RGB", size, "blue")
    made.paste("red", (0, 0, size[0] // 2, size[1]))
    told = Image.Exif()
    told[MAKE] = "Telefon"
    told[ORIENTATION] = exif.get("orientation", 1)
    written = io.BytesIO()
    told.get_ifd(GPS).update({1: "N", 2: (57.0, 40.0, 0.0)})
    made.save(
        written,
        kind,
        **({} if kind == "TIFF" else {"exif": told.tobytes()}),
        **({"quality": 95} if kind == "JPEG" else {}),
    )
    return written.getvalue()


def zipped(*names, mimetype=""):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as parts:
        if mimetype:
            parts.writestr("mimetype", mimetype)
        for name in names:
            parts.writestr(name, "x")
    return written.getvalue()


def upload(content, name="bild.jpg"):
    return SimpleUploadedFile(name, content)


def attach(story, content=None, *, step=STEP, by="responsible", name="bild.jpg", row="", **told):
    """Attach a file at a step."""
    facts = {"alternative": "En brygga.", **told}
    file = checked(upload(picture() if content is None else content, name))
    return story.attempt("attach_file", step, by=by, row=row, file=file, called=name, **facts)


def page(story, step=STEP):
    return reverse("files", args=[story.pk, step])


class TestWhatAFileIs:
    @pytest.mark.parametrize(
        ("content", "content_type"),
        [
            (picture(), "image/jpeg"),
            (picture("PNG"), "image/png"),
            (picture("WEBP"), "image/jpeg"),
            (picture("TIFF"), "image/jpeg"),
            (zipped("word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            (zipped("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (
                zipped("content.xml", mimetype="application/vnd.oasis.opendocument.text"),
                "application/vnd.oasis.opendocument.text",
            ),
            ("Fråga;Svar\n1;Ja".encode(), "text/plain"),
        ],
    )
    def test_says_its_content_and_not_its_name(self, content, content_type):
        for name in ("x.pdf", "x.exe", "x"):
            assert checked(upload(content, name)).content_type == content_type

    @pytest.mark.parametrize(
        "content",
        [
            *(b"", b"<svg xmlns='x'/>", b"<!DOCTYPE html>", b" \n<script>", b"MZ\x90\x00", b"\x7fELF", b"#!/bin/sh\n"),
            *(b"PK\x03\x04kaputt", zipped("a.txt"), zipped("word/document.xml", "word/vbaProject.bin")),
            *(b"\x89PNG\r\n\x1a\n kaputt", picture()[:200], b"%PDF-1.7 kaputt", b"\0\1\2\3"),
            zipped("content.xml", "Basic/x.xml", mimetype="application/vnd.oasis.opendocument.text"),
        ],
    )
    def test_that_is_not_accepted_says_why(self, content):
        with pytest.raises(ValidationError) as refused:
            checked(upload(content, "snäll.jpg"))
        assert refused.value.messages[0]

    def test_too_large_is_refused(self, settings):
        settings.FILE_MEGABYTES = 1
        with pytest.raises(ValidationError, match="1 MB"):
            checked(upload(b"x" * (1024 * 1024 + 1)))

    def test_a_picture_of_very_many_pixels_is_refused_before_it_is_unpacked(self):
        bomb = io.BytesIO()
        Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
        with pytest.raises(ValidationError, match="50"):
            checked(upload(bomb.getvalue()))

    @given(st.binary(max_size=300))
    def test_nothing_breaks_it(self, content):
        try:
            kept = checked(upload(content))
        except ValidationError:
            return
        assert kept.content.size and kept.content_type


class TestAPicture:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
    def test_is_kept_without_place_and_device(self, kind):
        kept = Image.open(checked(upload(picture(kind))).content)
        assert not dict(kept.getexif()) and not {"exif", "xmp", "comment", "icc_profile"} & set(kept.info)

    def test_stands_upright(self):
        kept = Image.open(checked(upload(picture(orientation=6))).content)
        assert kept.size == (20, 40) and kept.getpixel((10, 2))[0] > 200  # what was left is on top

    def test_loses_what_was_hidden_behind_it(self):
        assert b"hemligt" not in checked(upload(picture() + b"hemligt")).content.read()

    def test_is_kept_no_larger_than_needed(self):
        kept = checked(upload(picture(size=(6000, 1000))))
        assert (kept.width, kept.height) == (4000, 667)


class TestAttaching:
    def test_keeps_it_at_its_place(self, story):
        attach(story, what="map", in_reports=True)
        one = Attachment.objects.get()
        assert (one.step, one.row, one.kind, one.name, one.version) == (STEP, "", "map", "bild.jpg", 1)
        assert one.file.name.startswith("attached/") and "bild" not in one.file.name and one.in_reports

    def test_once_however_often_it_is_sent(self, story):
        for _press in range(2):
            attach(story, sending="0000cafe")
        assert Attachment.objects.count() == 1

    def test_a_picture_is_described_or_decoration(self, story):
        assert [lack.target for lack in attach(story, alternative=" ").missing] == ["alternative"]
        assert [lack.target for lack in attach(story, is_decoration=True).missing] == ["is_decoration"]
        assert attach(story, alternative="", is_decoration=True).happened
        assert attach(story, b"Text", alternative="").happened

    def test_a_new_version_replaces_the_old_which_is_kept(self, story):
        attach(story)
        first = Attachment.objects.get()
        attach(story, picture(size=(60, 20)), attached=first.pk)
        [current] = Attachment.objects.current()
        assert current.version == 2 and [one.pk for one in current.versions()] == [current.pk, first.pk]
        with pytest.raises(Refused):
            attach(story, picture(size=(80, 20)), attached=first.pk)

    def test_is_for_those_who_work_at_the_step(self, story):
        attach(story, by="elected")
        for who in ("reader", "support", "stranger"):
            with pytest.raises(Exception):  # noqa: B017  refused, or not known of
                attach(story, by=who)
        assert Attachment.objects.count() == 1

    def test_a_small_copy_is_made_in_a_job(self, story):
        attach(story, picture(size=(3000, 1500)))
        one = Attachment.objects.get()
        make_thumbnail(Job(arguments={"file": one.pk}), lambda *_told: None)
        make_thumbnail(Job(arguments={"file": one.pk}), lambda *_told: None)
        one.refresh_from_db()
        assert Image.open(one.thumbnail.open()).size == (480, 240)

    def test_what_is_said_of_it_can_be_changed(self, story):
        attach(story)
        one = Attachment.objects.get()
        story.attempt("describe_file", STEP, attached=one.pk, alternative="Två bryggor.", in_reports=True)
        one.refresh_from_db()
        assert (one.alternative, one.in_reports) == ("Två bryggor.", True)
        assert story.attempt("describe_file", STEP, attached=one.pk, alternative="").missing


class TestRemoving:
    def test_takes_all_its_versions_for_good_and_says_why(self, story, django_capture_on_commit_callbacks):
        attach(story)
        attach(story, picture(size=(60, 20)), attached=Attachment.objects.get().pk)
        names = [one.file.name for one in Attachment.objects.all()]
        current = Attachment.objects.current().get()
        assert story.attempt("remove_file", STEP, attached=current.pk).missing
        with django_capture_on_commit_callbacks(execute=True):
            story.attempt("remove_file", STEP, attached=current.pk, reason="Barn syns.")
        assert not any(default_storage.exists(name) for name in names)
        assert {one.removed_because for one in Attachment.objects.all()} == {"Barn syns."}
        assert not Attachment.objects.current().exists()

    def test_a_row_that_is_gone_takes_its_file_along(self, story, django_capture_on_commit_callbacks):
        attach(story)
        name = Attachment.objects.get().file.name
        with django_capture_on_commit_callbacks(execute=True):
            Attachment.objects.all().delete()
        assert not default_storage.exists(name)

    def test_is_for_the_cases_civil_servants(self, story):
        attach(story)
        with pytest.raises(Refused):
            story.attempt("remove_file", STEP, by="elected", attached=Attachment.objects.get().pk, reason="Nej.")


class TestReading:
    def get(self, story, who, name="attached"):
        return story.client(who).get(reverse(name, args=[story.pk, Attachment.objects.get().pk]))

    def test_is_for_members_and_what_is_chosen_for_reports_for_readers(self, story):
        attach(story)
        assert [self.get(story, who).status_code for who in ("responsible", "reader")] == [200, 200]
        assert self.get(story, "stranger").status_code == 404
        Attachment.objects.update(in_reports=True)
        assert self.get(story, "stranger").status_code == 200

    def test_of_another_case_is_not_there(self, story):
        attach(story)
        address = reverse("attached", args=[story.pk + 1, Attachment.objects.get().pk])
        assert story.client("responsible").get(address).status_code == 404

    def test_is_safe(self, story):
        attach(story, b"<b>nej", name='x".html\r\nX: y', alternative="")
        answer = self.get(story, "responsible")
        assert answer["Content-Type"] == "text/plain" and answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"].startswith("attachment") and "sandbox" in answer["Content-Security-Policy"]
        assert "no-store" in answer["Cache-Control"]

    def test_a_small_copy_that_is_not_made_yet_is_not_there(self, story):
        attach(story)
        assert self.get(story, "responsible", "attached_small").status_code == 404


class TestThePage:
    def test_attaches_describes_replaces_and_removes(self, story):
        client, url = story.client("responsible"), page(story)
        answer = client.post(url, {"act": "attach_file", "what": "map", "file": upload(picture())})
        assert answer.status_code == 422 and not Attachment.objects.exists()
        typed = {"act": "attach_file", "what": "map", "alternative": "Karta.", "file": upload(picture(), "karta.jpg")}
        assert client.post(url, typed).status_code == 302
        one = Attachment.objects.get()
        assert "karta.jpg" in client.get(url).text and "Karta." in client.get(url).text
        typed = {"act": f"describe_file {one.pk}", "alternative": "Ny karta."}
        assert client.post(url, typed).status_code == 302
        typed |= {"act": f"attach_file {one.pk}", "what": "map", "file": upload(picture(size=(30, 30)), "två.jpg")}
        assert client.post(url, typed).status_code == 302
        assert client.post(url, {"act": f"remove_file {one.pk}", "reason": "x"}).status_code == 404
        latest = Attachment.objects.current().get()
        assert client.post(url, {"act": f"remove_file {latest.pk}", "reason": ""}).status_code == 422
        assert client.post(url, {"act": f"remove_file {latest.pk}", "reason": "Fel."}).status_code == 302
        assert not Attachment.objects.current().exists()

    @pytest.mark.parametrize(
        "act", ["", "attach_file x", "describe_file", "remove_file 99999999999999999999", "finish"]
    )
    def test_of_an_act_that_is_not_there_is_not_there(self, story, act):
        assert story.client("responsible").post(page(story), {"act": act}).status_code == 404

    def test_shows_others_nothing_that_was_not_chosen(self, story):
        attach(story)
        answer = story.client("stranger").get(page(story))
        assert "bild.jpg" not in answer.text and 'value="attach_file"' not in answer.text

"""No parameter of any view, in address, form, header or cookie, ends in an error page: a text, a sentence, or not found."""

import io
import sys
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory
from django.urls import reverse

from dialog.wsgi import application
from tests.thorough import THOROUGH, some
from tests.walks.addresses import Sending, overheard
from tests.work import at_most

pytestmark = pytest.mark.every_database

# What nobody thinks of, as it stands in an address: percent-encoded bytes.
HOSTILE = [
    "a%00b",
    "%ED%A0%80",  # half of a pair: no text
    "%FF%FE%80",  # no UTF-8
    "9" * 5000,
    "9223372036854775808",
    "-1",
    "%C2%B2",  # ², a digit that is no number
    "NaN",
    "%27%22%3B%5B%28%2A%2B%3F%5C%25%7B",  # what queries and patterns are made of
    "9999-12-31",
    "",
]
FORM = "application/x-www-form-urlencoded"
KILLERS = ["a%00b", "9" * 5000, "%C2%B2", "%5B%28", "9999-12-31", "%ED%A0%80"]
# What Django's lists of things read from an address without asking for it by name.
OF_LISTS = [
    "_changelist_filters",
    "_popup",
    "_to_field",
    "_facets",
    "all",
    "o",
    "p",
    "q",
    "e",
    "role",
    "here",
    "what",
    "pk",
    "name__regex",
    "id__in",
    "department__id__exact",
    "department__isnull",
    "is_active__exact",
    "user__id__exact",
    "password__startswith",
    "action_time__year",
    "action_time__month",
    "action_time__day",
    "action_time__gte",
    "app_label",
    "field_name",
    "term",
]
PREFIXED = ["take-purpose", "take-goal-0a1b2c3d-goal", "reason-purpose", "comment-propose", "comment-comment", "refill"]
FILES = [("", b""), ("a\x00b.pdf", b"%PDF-1.7"), ("../../etc/passwd", b"x"), ("å" * 300 + ".pdf", b"%PDF-")]


def failed(answer: Any) -> str:
    """Say how an answer is an error page; empty for one that is none."""
    if isinstance(answer, Exception):
        return f"{type(answer).__name__}: {str(answer)[:150]}"
    return f"status {answer.status_code}" if answer.status_code >= 500 else ""


def raw(names: list[str], value: str) -> str:
    return "&".join(f"{name}={value}" for name in names)


class Found:
    """What goes wrong, each kind of fault once."""

    def __init__(self) -> None:
        self.wrong: dict[tuple[str, str], str] = {}
        self.tried = 0

    def note(self, name: str, what: str, answer: Any) -> None:
        self.tried += 1
        if fault := failed(answer):
            self.wrong.setdefault((name, fault[:60]), f"{name}: {what[:200]} → {fault}")


def test_no_address_asks_for_anything_that_breaks_it(everywhere):
    found, seen = Found(), set()
    for name, url in everywhere.addresses():
        if name in seen:
            continue
        who, answer, asked = everywhere.first_reader(url)
        found.note(name, url, answer)
        names = sorted({*asked, *(OF_LISTS if name.endswith("changelist") else ())})
        seen.add(name)
        # A NUL at every address: PostgreSQL alone refuses it, and is asked what is asked at work.
        for value in (HOSTILE[0], *some(HOSTILE[1:], 1, len(seen))) if names else ():
            address = f"{url}?{raw(names, value)}"
            found.note(name, address, everywhere.try_out(who, "get", address))
        for one in some(names, 2, len(seen)):
            address = f"{url}?{one}=1&{one}={'9' * 5000}"
            found.note(name, address, everywhere.try_out(who, "get", address))
    assert not found.wrong, "\n".join(found.wrong.values())
    assert len(seen) > 80
    assert found.tried > (700 if THOROUGH else 200), found.tried


def test_no_part_of_an_address_breaks_it(everywhere):
    found, seen = Found(), set()
    for name, url in everywhere.addresses():
        parts = url.split("/")
        for at in range(2, len(parts)) if name not in seen else ():
            for value in some(("a%00b", "9" * 5000, "%ED%A0%80%C2%B2"), 1, len(seen) + at):
                address = "/".join([*parts[:at], value, *parts[at + 1 :]])
                found.note(name, address, everywhere.try_out("admin", "get", address))
        seen.add(name)
    assert not found.wrong, "\n".join(found.wrong.values())
    assert found.tried > (500 if THOROUGH else 150), found.tried


@pytest.mark.parametrize("asked", ["password__startswith=m", "name__regex=(a%2B)%2B$", "memberships__role__exact=x"])
def test_a_list_is_filtered_by_what_it_offers_alone(story, asked):
    client, url = story.client("admin"), reverse("admin:dialog_person_changelist")
    assert client.get(f"{url}?{asked}").status_code == 400
    assert client.get(f"{url}?department__id__exact={story.house.department.pk}&is_active__exact=1").status_code == 200


def uploaded(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as nobody's browser sends it."""
    upload = SimpleUploadedFile("x", content, content_type="application/\u202epdf")
    upload.name = name or "x"
    return upload


def test_no_form_takes_anything_that_breaks_it(everywhere):
    found, buttons, urls, counted, files = Found(), set(), set(), set(), 0
    for name, who, form, (button, value) in everywhere.sendings():
        buttons.add((name, button, value.partition(" ")[0]))
        if form.url in urls and len(buttons) % 2 and not THOROUGH:
            continue  # at work every other button of a form
        urls.add(form.url)
        sent = {key: [*texts] for key, texts in form.sent.items()} | ({button: [value]} if button else {})

        def send(what: Any, *, who: str = who, form: Sending = form, name: str = name, **how: Any) -> None:
            with at_most(10):
                answer = everywhere.try_out(who, "post", form.url, what, **how)
            found.note(name, f"{form.url} {str(what)[:200]} {how}", answer)

        with overheard() as asked:
            send(sent)
        steering = {button, "whole", "act", "csrfmiddlewaretoken"}
        names = sorted({*form.fields, *(one for one in asked if len(one) < 60), *PREFIXED} - steering)
        fixed = "&".join(f"{quote(key)}={quote(text)}" for key in steering & {*sent} for text in sent[key])
        for attempt in some((0, 1, 3), 1, len(buttons)):
            # Each field in its turn meets another of them, beside fields that meet others.
            body = "&".join(f"{quote(key)}={KILLERS[(at + attempt) % len(KILLERS)]}" for at, key in enumerate(names))
            send(f"{fixed}&{body}", content_type=FORM)
        for wrong in ("²", "9" * 5000) if "revision" in sent and value == "save_draft" else ():
            send(sent | {"revision": [wrong]}, HTTP_ACCEPT="application/json")
        counts = [one for one in form.fields if one.endswith("_FORMS")]
        for huge in ("2147483648", "9" * 400, "-1", "") if counts and form.url not in counted else ():
            send(sent | {one: [huge] for one in counts})
        counted |= {form.url} if counts else set()
        for one, (file, content) in ((one, file) for one in form.files for file in FILES):
            send(sent | {one: uploaded(file, content)})
            files += 1
    assert not found.wrong, "\n".join(found.wrong.values())
    assert len(buttons) > 60
    assert {"admin", "handbook"} <= {one.split("/")[1] for one in counted}
    assert files > 3
    assert found.tried > (400 if THOROUGH else 150), found.tried


CHARSETS = ("unicode_escape", "utf-16", "nonsense", "utf-7")
COOKIES = [
    'sessionid="aaaaaaaa\\000"',
    "sessionid=" + "a" * 5000,
    "django_language=%00",
    "messages=x:y:z",
    "csrftoken=%00",
]
HEADERS = [
    *({"CONTENT_TYPE": f"text/plain; charset={charset}"} for charset in CHARSETS),
    *({"HTTP_ACCEPT": accept} for accept in ("", ";", "a", "*/*;q=x", "text/html;q=9999999999999", "," * 5000, "\x00")),
    *({"HTTP_COOKIE": cookie} for cookie in [*COOKIES, "=;=", 'a="\\377"']),
    *({name: "http://["} for name in ("HTTP_REFERER", "HTTP_ORIGIN", "HTTP_X_FORWARDED_FOR", "HTTP_ACCEPT_LANGUAGE")),
    *({f"HTTP_HX_{name}": "http://["} for name in ("REQUEST", "CURRENT_URL", "TRIGGER", "PROMPT", "TARGET")),
    *({"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": text} for text in ("http://[", "%00", "x" * 9000)),
    *({"HTTP_RANGE": "bytes=9-1"}, {"HTTP_IF_MODIFIED_SINCE": "x"}, {"HTTP_IF_NONE_MATCH": '"'}),
]


def test_no_header_or_cookie_breaks_a_page(story):
    found, client = Found(), story.client("responsible")
    asks = (("GET", f"{reverse('cases')}?q=%E5"), ("POST", story.url("step", "purpose")), ("GET", story.url("case")))
    for headers in HEADERS:
        for method, url in asks:
            try:
                found.note(url, ascii(headers), client.generic(method, url, **headers))
            except Exception as failure:
                found.note(url, ascii(headers), failure)
    assert not found.wrong, "\n".join(found.wrong.values())
    assert found.tried > 90


@pytest.mark.parametrize("charset", ["rot13", "base64", "undefined", "idna", "punycode"])
def test_what_is_no_charset_does_not_stop_the_server(charset, monkeypatch):
    told = []
    monkeypatch.setattr(
        "dialog.wsgi.django", lambda environ, start: told.append(WSGIRequest(environ).GET["next"]) or []
    )
    kind = {"CONTENT_TYPE": f"text/plain; Charset={charset}", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr}
    application(RequestFactory()._base_environ(PATH_INFO="/sign-in/", QUERY_STRING="next=%C3%A5", **kind), None)
    assert told == ["å"]


@pytest.mark.parametrize("charset", ["rot13", "unicode_escape", "utf-16", "base64"])
def test_no_charset_breaks_a_form_with_files(story, charset):
    line = b"--x\r\nContent-Disposition: form-data; name="
    body = line + b'"act"\r\n\r\nsave_draft\r\n' + line + b'"purpose"\r\n\r\n\\ud800 a\x00\xff\r\n--x--\r\n'
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    answer = story.client("responsible").generic("POST", story.url("step", "purpose"), body, kind)
    assert answer.status_code < 500


class TestTooLarge:
    def big(self, story, **how):
        text = "Ett stycke om stranden. " * 140_000
        body = f"whole=1&act=save_draft&revision=0&purpose={text}"
        url = story.url("step", "purpose")
        return story.client(how.pop("who", "responsible")).post(url, body, content_type=FORM, **how)

    def test_it_is_said_and_the_text_is_given_back_to_copy(self, story):
        answer = self.big(story)
        assert answer.status_code == 413
        assert "för stort" in answer.text and "3,3 MB" in answer.text and "2,6 MB" in answer.text
        assert answer.text.count("Ett stycke om stranden.") == 140_000

    def test_it_is_said_to_what_saves_in_the_background(self, story):
        answer = self.big(story, HTTP_ACCEPT="application/json")
        assert answer.status_code == 413
        assert "för stor" in answer.json()["said"]

    def test_it_is_said_of_many_fields_too(self, story):
        body = "&".join(f"f{number}=x" for number in range(5001))
        answer = story.client("responsible").post(story.url("step", "purpose"), body, content_type=FORM)
        assert answer.status_code == 413
        assert "för stort" in answer.text and '<html lang="sv">' in answer.text

    def test_nothing_is_given_back_to_who_is_nobody(self, client, story):
        answer = client.post(story.url("step", "purpose"), f"purpose={'x' * 3_200_000}", content_type=FORM)
        assert answer.status_code == 413
        assert "xxxx" not in answer.text

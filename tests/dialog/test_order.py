"""Every list of people's words stands in Swedish order, whatever the case of its letters, on every database."""

import ast
import datetime as dt
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import models
from django.db.models.expressions import Col, OrderBy, Ref
from django.db.models.functions import Collate
from django.db.models.sql.compiler import SQLCompiler
from django.urls import get_resolver, reverse

from dialog.admin.site import site
from dialog.cases.listing import SORTS
from dialog.language.letters import IN_SWEDISH, compared, in_order, plain
from dialog.models import Area, Body, Department, Person, Seat
from handbook.loading import load_editions
from tests.dialog.test_permissions import address, patterns
from tests.execution.tale import begin
from tests.story import Story

pytestmark = pytest.mark.every_database

OURS = ("dialog", "handbook", "guide", "planning", "execution", "followup", "reports")
IN_ORDER = [
    *("1 maj", "2 maj", "abborre", "Abborre", "Ek-Lund", "elm", "Éva", "Östermalm".replace("Ö", "O")),
    *("wrede", "Xi", "über", "Yngve", "Zorn", "å-rum", "Åkerbo", "ånga", "Äldrenämnden", "Äppelviken", "ärla"),
    *("Öl", "ölandet", "Östra"),
]
WORDS = ["abborre", "Bok", "Zorn", "Åkerbo", "ånga", "Äldre", "ärla", "Öl", "östra"]
# What is not people's words: keys that the application itself gave.
KEYS = {"step", "row", "key", "kind", "phase", "codename", "app_label", "model", "table", "act", "state", "username"}
# Lists that go by time, by number or by what waits, and say so.
BY_TIME = {"cases", "cases_csv", "inbox", "overview", "overview_times", "overview_groups", "lessons"}


def test_the_words_of_this_test_are_in_order_whichever_way_they_are_shuffled(house):
    words = IN_ORDER
    shuffled = words[::-1]
    assert sorted(shuffled, key=in_order) == words
    for number, word in enumerate(shuffled):
        Area.objects.create(name=str(number), note=word)
    assert list(Area.objects.order_by("note").values_list("note", flat=True)) == words
    assert list(Area.objects.order_by("-note").values_list("note", flat=True)) == shuffled


def test_letters_that_look_alike_stand_beside_each_other(house):
    apart, whole = "A\u030avägen", "Åvägen"
    words = ["Åvägem", whole, apart, "Å\u00advägen", "Åvägeo"]
    found = sorted(words[2:] + words[:2], key=in_order)
    assert (found[0], found[-1]) == ("Åvägem", "Åvägeo")
    assert compared("a", "a") == 0
    assert plain(apart) == plain("Å\u00adVägen") == "åvägen"


def test_a_model_whose_rows_stand_by_a_text_has_it_in_swedish_order():
    sorted_by_text = []
    for model in (one for one in apps.get_models() if one._meta.app_label in OURS):
        for name in model._meta.ordering:
            field = model._meta.get_field(str(name).lstrip("-").replace("pk", model._meta.pk.name))
            if isinstance(field, models.CharField | models.TextField) and field.name not in KEYS:
                sorted_by_text.append(model)
                assert field.db_collation == IN_SWEDISH, field
    assert {*sorted_by_text} >= {Area, Body, Department, Person}


class Sorted:
    """What the database was asked to sort by while somebody looked around, and which of it is not in Swedish order."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.texts: set[str] = set()
        self.wrong: set[str] = set()
        asked = SQLCompiler.get_order_by

        def get_order_by(compiler: SQLCompiler) -> Any:
            found = asked(compiler)
            for resolved, _sql in found:
                if isinstance(resolved, OrderBy):
                    self.see(resolved.expression)
            return found

        monkeypatch.setattr(SQLCompiler, "get_order_by", get_order_by)

    def see(self, expression: Any) -> None:
        """Take note of one thing that rows are sorted by."""
        source = expression.source if isinstance(expression, Ref) else expression
        field = source.target if isinstance(source, Col) else getattr(source, "output_field", None)
        if isinstance(source, Collate) or not isinstance(field, models.CharField | models.TextField):
            return
        name = f"{field.model._meta.label}.{field.name}" if hasattr(field, "model") else str(source)
        self.texts.add(name)
        if getattr(field, "db_collation", None) != IN_SWEDISH and getattr(field, "name", "") not in KEYS:
            self.wrong.add(name)


def looked_at(story: Story) -> Iterator[tuple[str, str, str]]:
    """Every page there is, opened by those who see most of it; and every list by each of its columns."""
    for pattern in patterns(get_resolver()):
        if pattern.name not in ("logout", "health", "accent", "logo", "set_language", "login"):
            for who in ("responsible", "support", "communicator"):
                yield pattern.name, who, address(pattern, story)
    for sort in SORTS:
        yield f"cases by {sort}", "responsible", f"{reverse('cases')}?sort={sort}"
        yield f"cases by {sort}", "responsible", f"{reverse('cases_csv')}?sort={sort}"
    for model, one in site._registry.items():
        home = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        yield model._meta.label, "admin", home
        for number, _column in enumerate(one.list_display, 1):
            yield f"{model._meta.label} by column", "admin", f"{home}?o={number}"
        if one.inlines or type(one).has_add_permission is admin.ModelAdmin.has_add_permission:
            yield model._meta.label, "admin", f"{home}add/"


class Lists(HTMLParser):
    """The lists of a page, each with the texts that stand in it: what is chosen among, tables, lists."""

    KINDS = ("select", "tbody", "ul", "ol", "dl", "fieldset")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, list[str]]] = []
        self.found: list[list[str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """Begin a list, or a new place in one."""
        if tag in self.KINDS:
            self.open.append((tag, []))
            self.found.append(self.open[-1][1])

    def handle_endtag(self, tag: str) -> None:
        """End a list."""
        if self.open and tag == self.open[-1][0]:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        """Take note of a text in every list that it stands in."""
        for _tag, texts in self.open:
            texts.append(data)


def told(texts: list[str], kind: str) -> list[str]:
    """The words of one kind that stand in a list, in the order in which they come first."""
    whole = " ".join(texts)
    places = {word: whole.find(f"{word} {kind}") for word in WORDS}
    return sorted((word for word in WORDS if places[word] >= 0), key=lambda word: places[word])


@pytest.fixture
def named(house, story, monkeypatch) -> Story:
    """A house in which everything there are several of has names with Å, Ä, Ö, in small letters and great."""
    story.once("everything in Swedish", lambda: name_everything(house, story))
    house.people["admin"] = Person.objects.get(username="chef")
    return story


def name_everything(house, story: Story) -> None:
    load_editions([dt.date(2026, 3, 1)])
    begin(story)
    for word in reversed(WORDS):
        Area.objects.create(name=f"{word} område")
        department = Department.objects.create(name=f"{word} avdelning")
        Body.objects.create(name=f"{word} organ", short=word)
        person = Person.objects.create_user(
            f"p{WORDS.index(word)}", name=f"{word} människa", department=department, title=f"{word} titel"
        )
        Seat.objects.create(person=person, body=story.house.body, start=dt.date(2023, 1, 1))
        Story(house, story.now, title=f"{word} ärende")
    Person.objects.create_user("chef", name="Chef", is_administrator=True)


def test_every_list_on_every_page_is_in_swedish_order(named, monkeypatch):
    seen, wrong, lists = Sorted(monkeypatch), [], 0
    for name, who, url in looked_at(named):
        answer = named.client(who).get(url)
        if answer.status_code != 200:
            continue
        is_table = answer["Content-Type"].startswith("text/csv")
        for texts in [answer.getvalue().decode().splitlines()] if is_table else Lists(answer.text).found:
            for kind in ("område", "avdelning", "organ", "människa", "ärende"):
                words = told(texts, kind)
                by_time = name in BY_TIME and kind != "organ"
                if len(words) > 2 and not by_time and " by " not in name:
                    lists += 1
                    if words != sorted(words, key=WORDS.index):
                        wrong.append(f"{url} as {who}: {kind} {words}")
    assert not wrong, "\n".join(wrong)
    assert not seen.wrong
    assert {"dialog.Body.name", "dialog.Person.name", "dialog.Area.name", "dialog.Case.title"} <= seen.texts
    assert lists > 20


def test_a_list_of_cases_by_a_column_of_names_is_in_swedish_order(named):
    for sort, kind in (("title", "ärende"),):
        page = named.client("responsible").get(f"{reverse('cases')}?sort={sort}").text
        found = max((told(texts, kind) for texts in Lists(page).found), key=len)
        assert found == WORDS


NAMES = re.compile(
    r"\.(?:name|title|label|heading|text|question|short|words)\b(?!\()|(?<!-)\b\w+\[1\](?!\.)|\.lower\(|\bname\b|\bstr\b"
)


def sortings() -> Iterator[tuple[str, str]]:
    """Every place where the application sorts by itself, and what by."""
    for package in OURS:
        for path in sorted((Path(settings.BASE_DIR) / package).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and (
                    (isinstance(node.func, ast.Name) and node.func.id == "sorted")
                    or (isinstance(node.func, ast.Attribute) and node.func.attr == "sort")
                ):
                    keys = [ast.unparse(word.value) for word in node.keywords if word.arg == "key"]
                    yield f"{path.relative_to(settings.BASE_DIR)}:{node.lineno}", keys[0] if keys else ""


def test_what_the_application_sorts_by_names_it_sorts_in_swedish():
    found = list(sortings())
    assert len(found) > 30
    assert sum("in_order" in by for _place, by in found) > 3
    assert [f"{place} by {by}" for place, by in found if NAMES.search(by) and "in_order" not in by] == []

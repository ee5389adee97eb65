"""Every table that is taken along is written in one way, and a text has one plain text wherever it is asked for."""

import ast
import csv
import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from dialog.files import tables
from dialog.files.tables import MARK, harmless, table
from dialog.forms.sending import new_sending
from dialog.language.letters import plain
from dialog.models import Case
from followup.desk import Desk
from followup.forms.imports import FileForm
from followup.models import Contribution, PersonalDataLog, Proposal, Theme
from tests.dialog.test_permissions import patterns
from tests.execution.tale import BEFORE, Tale, begin
from tests.story import Story

FORMULAS = ["=1+1", "+46 8", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u200b=1", "\ufeff=1", "\n=1", "＝1", "\u00a0@x"]


def exports(story: Story) -> Iterator[str]:
    """Every address that hands out a table: of the house, and of what a case has that comes in as a file."""
    of_a_case = {"case": story.pk, "number": story.imported.pk}
    for one in patterns(get_resolver()):
        if str(one.pattern).endswith(".csv"):
            yield reverse(one.name, kwargs={name: of_a_case[name] for name in one.pattern.converters})


def reader(story: Story, url: str) -> Client:
    """Whoever may read a table: those of a case are for its civil servants."""
    return story.client("responsible" if url.startswith(story.url("case")) else "communicator")


@pytest.fixture
def told(story, settings, tmp_path) -> Story:
    """A case with a dialogue for the website, and a file with too long a text; their words begin as formulas do."""
    settings.MEDIA_ROOT = tmp_path
    begin(story)
    sent = {"activity": "", "key": new_sending()}
    file = SimpleUploadedFile("svar.csv", f"Nr;Synpunkt\n1;={'x' * 10_001}\n2;Mer ljus på vägen ned\n".encode())
    form = FileForm(Desk(story.access(), QueryDict()), sent, {"file": file})
    assert form.is_valid()
    story.imported = form.make(case=story.case, added_by=story.house["responsible"], added_at=story.now)
    by = story.house["responsible"]
    said = Contribution.objects.create(
        case_id=story.pk, number=1, key="0000cafe", text="Ljus", added_at=story.now, added_by=by
    )
    Proposal.objects.create(case_id=story.pk, number=1, key="a", title="=1+1", added_by=by, added_at=story.now)
    PersonalDataLog.objects.create(contribution=said, what="read", reason="=1+1", by=by, at=story.now)
    Case.objects.filter(pk=story.pk).update(title="=HYPERLINK(1)")
    Theme.objects.create(case=story.case, key="0000a0a1", name="=Ljus")
    return story


def test_every_table_opens_in_a_swedish_spreadsheet(told):
    found = list(exports(told))
    assert len(found) >= 2
    for url in found:
        answer = reader(told, url).get(url)
        text = answer.getvalue().decode("utf-8")
        assert text.startswith(MARK), url
        rows = list(csv.reader(StringIO(text.removeprefix(MARK)), delimiter=";"))
        assert len(rows) > 1, url
        assert len({len(row) for row in rows}) == 1
        assert len(rows[0]) > 3
        assert not [cell for row in rows for cell in row if cell != harmless(cell)]


def test_every_table_has_its_days_in_columns_of_days(told):
    Case.objects.filter(pk=told.pk).update(
        waits_for="elected", waits_since=told.now, dialogue_from=told.today, dialogue_to=told.later(days=3).date()
    )
    days: list[str] = []
    for url in exports(told):
        rows = list(
            csv.reader(StringIO(reader(told, url).get(url).getvalue().decode().removeprefix(MARK)), delimiter=";")
        )
        days += [cell for row in rows[1:] for cell in row if _is_day(cell)]
        with_year = [cell for row in rows[1:] for cell in row if "2026" in cell or "2027" in cell]
        assert [cell for cell in with_year if not _is_day(cell)] == []
    assert days


def _is_day(cell: str) -> bool:
    try:
        dt.date.fromisoformat(cell)
    except ValueError:
        return False
    return True


def test_every_table_is_there_for_a_program_too(told):
    for url in exports(told):
        text = reader(told, url).get(url, {"separator": "comma"}).getvalue().decode("utf-8")
        assert not text.startswith(MARK)
        rows = list(csv.reader(StringIO(text)))
        assert len({len(row) for row in rows}) == 1
        assert len(rows[0]) > 3


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_taken_for_a_formula(text):
    assert harmless(text) == f"'{text}"


def test_a_cell_is_what_it_holds():
    row = [None, dt.date(2026, 10, 12), 1612, Decimal("12.5"), "– en text", "a;b", "två\nrader"]
    asked = RequestFactory()
    swedish = table(asked.get("/"), "x", ["a"] * 7, [row]).getvalue().decode().splitlines(keepends=True)
    assert "".join(swedish[1:]) == ';2026-10-12;1612;12,5;– en text;"a;b";"två\nrader"\r\n'
    programs = table(asked.get("/?separator=comma"), "x", ["a"] * 7, [row]).getvalue().decode()
    assert ",2026-10-12,1612,12.5," in programs


def test_no_table_is_written_otherwise():
    """Whoever writes a table writes it in ``dialog.files.tables``."""
    writers = [
        str(path.relative_to(settings.BASE_DIR))
        for app in ("dialog", "handbook", "guide", "planning", "execution", "followup", "reports")
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("writer", "DictWriter")
    ]
    assert set(writers) == {str(tables.__file__).removeprefix(f"{settings.BASE_DIR}/")}


def test_a_text_has_one_plain_text_wherever_it_is_asked_for(story):
    tale: Tale = begin(story)
    for stage in ("written", "handed over", "approved"):
        if stage == "handed over":
            tale.hand_over()
        if stage == "approved":
            tale.act("approve", "communication", "0000aa01")
        if stage == "written":
            tale.act("save_draft", "communication", "0000aa01", kind="before", data=BEFORE)
        client = story.client("communicator" if stage != "written" else "responsible")
        one = client.get(story.url("text_plain", "communication", "0000aa01"))
        other = client.get(story.url("report_text", "before"))
        page = client.get(story.url("report", "before"))
        assert one.status_code == other.status_code == page.status_code == 200
        assert one.text == other.text
        assert plain(one.text.strip()) in plain(page.text.replace("&#x27;", "'"))
        assert one.text.startswith("UTKAST") is (stage != "approved")

"""Files of the tools in use come in without a setting touched, and every count agrees with the file; others say why not."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from followup.models import Contribution, Import
from tests.followup.test_importing import DATA, becomes, text_file, understood, workbook
from tests.followup.test_imports import desk  # noqa: F401 - a fixture
from tests.thorough import some

SJOVIK = Path(__file__).parents[2] / "demonstration" / "sjovik" / "contributions"
BENCH, LIGHT = "En bänk i skuggan vid kiosken", "Mer ljus på vägen ned till bryggan"
KEEP, RAMP = "Bryggan som den är, utan räcke", "En ramp ned i vattnet för rullstolar"

# Each as its tool hands it out, with invented answers: the rows of the file, and how many contributions are in it.
MICROSOFT = [
    ["Id", "Starttid", "Slutförandetid", "E-post", "Namn", "Vad saknar du?", "Vad ska vara kvar?", "Ålder"],
    ["1", "2026-09-15 10:42:07", "2026-09-15 10:44:00", "anonymous", "", BENCH, KEEP, "20–40"],
    ["2", "2026-09-15 11:02:17", "2026-09-15 11:04:00", "anonymous", "", LIGHT, "", "41–65"],
]
MICROSOFT_IN_ENGLISH = [
    ["ID", "Start time", "Completion time", "Email", "Name", "Vad saknar du?", "Vad ska vara kvar?"],
    ["1", "9/15/2026 10:42:07", "9/15/2026 10:44:00", "anonymous", "", BENCH, KEEP],
    ["2", "9/15/2026 11:02:17", "9/15/2026 11:04:00", "anonymous", "", LIGHT, RAMP],
]
GOOGLE = [
    ["Tidstämpel", "E-postadress", "Vad saknar du?", "Vad ska vara kvar?", "Hur gammal är du?"],
    ["2026-09-15 10:42:07", "a@b.example", BENCH, KEEP, "45"],
    ["2026-09-15 11:42:07", "c@d.example", LIGHT, "", "17"],
]
LIMESURVEY = [
    ["id", "submitdate", "lastpage", "startlanguage", "seed", "ipaddr", "Q1", "Q2[SQ001]", "Q3[comment]"],
    ["4", "2026-09-15 10:42:07", "3", "sv", "123", "192.0.2.1", BENCH, "4", KEEP],
    ["5", "2026-09-15 11:42:07", "3", "sv", "124", "192.0.2.2", LIGHT, "5", RAMP],
]
SURVEY123 = [
    ["ObjectID", "GlobalID", "Vad vill du säga om platsen?", "CreationDate", "Creator", "EditDate", "Editor", "x", "y"],
    ["1", "7f3c1d2e-0001", BENCH, "2026-09-15 10:42:07", "ann_b", "2026-09-15 10:42:07", "ann_b", "16.1", "58.2"],
    ["2", "7f3c1d2e-0002", LIGHT, "2026-09-15 11:42:07", "bo_e", "2026-09-15 11:42:07", "bo_e", "16.2", "58.3"],
]
DECIDIM = [
    ["id", "category/name/sv", "title/sv", "body/sv", "supports", "published_at", "url", "author/name"],
    ["7", "Park", "Fler träd", BENCH, "12", "2026-05-02 10:11:12 +0200", "https://d.example/7", "Eva"],
    ["9", "", "Mer ljus", LIGHT, "3", "2026-05-04 08:00:00 +0200", "https://d.example/9", "Bo"],
]
SHAPES = {
    "microsoft": (workbook(MICROSOFT), ".xlsx", 3),
    "microsoft in english": (workbook(MICROSOFT_IN_ENGLISH), ".xlsx", 4),
    "google": (text_file(GOOGLE), ".csv", 3),
    "limesurvey": (text_file(LIMESURVEY, ";"), ".csv", 4),
    "survey123": (text_file(SURVEY123), ".csv", 2),
    "decidim": (text_file(DECIDIM, ";"), ".csv", 2),
}
NEVER = ("anonymous", "a@b.example", "192.0.2.1", "ann_b", "Eva")


@pytest.mark.parametrize("tool", SHAPES)
def test_a_file_of_each_tool_comes_in_as_it_is(desk, tool):  # noqa: F811
    content, ending, count = SHAPES[tool]
    desk.imports(f"svar{ending}", content)
    found = list(Contribution.objects.order_by("number"))
    assert len(found) == count and found[0].text.endswith(BENCH)
    assert all(one.said_on for one in found)
    assert not any(
        name in f"{one.text}{one.noted_by}{one.external_id}{one.respondent}" for one in found for name in NEVER
    )


@pytest.mark.parametrize("tool", ["microsoft", "limesurvey"])
def test_the_answers_of_one_person_are_kept_together(desk, tool):  # noqa: F811
    content, ending, _count = SHAPES[tool]
    desk.imports(f"svar{ending}", content)
    first, second = Contribution.objects.order_by("number")[:2]
    assert first.respondent and first.respondent == second.respondent


def test_what_tells_who_somebody_is_becomes_personal_data():
    columns, _said = understood("svar.csv", SHAPES["survey123"][0])
    assert {becomes(columns).get(name) for name in ("Creator", "Editor")} == {"personal"}


@pytest.mark.parametrize("path", sorted(SJOVIK.glob("*.csv")), ids=lambda path: path.stem)
def test_the_voices_of_the_demonstration_come_in_each_once(path):
    content = path.read_bytes()
    rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    columns, said = understood(path.name, content)
    assert [one.text for one in said] == [row["text"].strip() for row in rows]
    assert [one.number for one in said] == [row["external_id"] for row in rows]
    assert becomes(columns)["text"] == "text"


def test_real_files_come_in_with_every_count_as_in_the_file(desk):  # noqa: F811
    files = {"polis-bowling-green-comments.csv": 896, "raddialog-bonn.csv": 2314}
    for name, count in some(list(files.items()), 1):
        desk.imports(name, (DATA / name).read_bytes())
        found = Import.objects.latest("pk")
        assert Contribution.objects.filter(came_with=found).count() == count == found.found["new"]
        assert sum(found.found[what] for what in ("known", "changed", "empty", "refused")) == 0


def packed(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said_of_it"),
    [
        ("brev.docx", packed("word/document.xml", "[Content_Types].xml"), "går inte att öppna som kalkylblad"),
        ("enkät.xlsm", packed("xl/vbaProject.bin", "xl/workbook.xml"), "makron"),
        ("bild.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 8, "ingen tabell"),
        ("svar.csv", b"%PDF-1.7\n\x00\x01", "ingen tabell"),
        ("gammal.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "gammal Excel-arbetsbok"),
        ("svar.csv", b"a,b,c,d,e,f,g,h\n" + b"1,2,3,4,5,6,7,8\n" * 630_000, "rader och kolumner"),
    ],
    ids=["docx", "macros", "picture", "pdf as csv", "xls", "more cells than are read"],
)
def test_a_file_that_is_a_trap_or_something_else_is_refused_in_a_sentence(desk, name, content, said_of_it):  # noqa: F811
    file = SimpleUploadedFile(name, content)
    page = desk.client.post(desk.story.url("imports"), {"act": "file", "file-key": "0" * 32, "file-file": file})
    assert page.status_code == 422 and said_of_it in page.text, page.text[page.text.find("errors") :][:400]
    assert name in page.text and not Import.objects.exists()

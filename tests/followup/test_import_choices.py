"""What is chosen of an import: what notes belong to, where they are cut, and what becomes of texts that were changed."""

import datetime as dt

import pytest

from dialog.machine import jobs
from dialog.models import Job
from followup.importing.content import named
from followup.importing.review import much_alike
from followup.models import Contribution, Import
from tests.followup.tale import ACTIVITY
from tests.followup.test_importing import text_file
from tests.followup.test_imports import SURVEY, desk, said  # noqa: F401 - a fixture
from tests.queries import asked

CHANGED = [*SURVEY[:3], ["3", "31/9", "Fler papperskorgar och två toaletter", "Ali Can"]]


class TestNotes:
    def test_belong_to_what_is_said_of_them(self, desk):  # noqa: F811
        group = next(key for key in desk.offered("target_group") if key)
        more = {"notes-activity": ACTIVITY, "notes-target_group": group, "notes-said_on": "2026-10-01"}
        desk.pastes("- Mer ljus\n- Fler bänkar", **more, **{"notes-noted_by": "Ann Berg"})
        desk.goes_on("import")
        for one in Contribution.objects.all():
            assert (one.activity, one.target_group, one.noted_by) == (ACTIVITY, group, "Ann Berg")
            assert one.said_on == dt.date(2026, 10, 1) and one.source == "pasted"

    def test_are_not_said_in_the_future(self, desk):  # noqa: F811
        page = desk.pastes("- Mer ljus", **{"notes-said_on": "2099-01-01"})
        assert page.status_code == 422 and not Import.objects.exists() and "Mer ljus" in page.text

    def test_are_counted_while_somebody_writes(self, desk):  # noqa: F811
        posted = {"press~notes~act": "count", "notes~notes-notes": "- Mer ljus\n- Fler\n  bänkar"}
        page = desk.client.post(desk.story.url("imports"), posted)
        assert 'id="cut-bullet" hx-swap-oob="true">2 inspel' in page.text and ">3 inspel" in page.text
        assert not Import.objects.exists()

    def test_are_cut_another_way_before_they_come_in(self, desk):  # noqa: F811
        page = desk.pastes("- Mer ljus\n- Fler\n  bänkar")
        assert ">2 inspel</small>" in page.text and ">3 inspel</small>" in page.text
        page = desk.goes_on("save", cut=["line"])
        assert "3</b>nya inspel" in page.text
        desk.goes_on("import", cut=["line"])
        assert len(said()) == 3


class TestAChangedText:
    @pytest.fixture
    def place(self, desk):  # noqa: F811
        desk.imports("svar.csv", text_file(SURVEY))
        desk.chooses("svar.csv", text_file(CHANGED))
        page = desk.goes_on("columns")
        assert "Den ändrade texten" in page.text and "<ins>två toaletter</ins>" in page.text
        return page.context["changed"][0]["field"].html_name

    def test_stays_as_it_is_unless_somebody_says_otherwise(self, desk, place):  # noqa: F811
        desk.goes_on("import")
        assert said()[2] == SURVEY[3][2] and len(said()) == 3

    def test_is_corrected_and_the_old_wording_kept(self, desk, place):  # noqa: F811
        page = desk.goes_on("import", **{place: ["correct"]})
        assert said()[2] == CHANGED[3][2] and len(said()) == 3 and "1 text rättades" in page.text
        found = Contribution.objects.get(number=3)
        assert found.changes.last().before["text"] == SURVEY[3][2] and "två" in found.search_text

    def test_and_gets_its_old_wording_back_when_the_import_is_undone(self, desk, place):  # noqa: F811
        desk.goes_on("import", **{place: ["correct"]})
        desk.goes_on("undo")
        assert said()[2] == SURVEY[3][2] and len(said()) == 3

    def test_but_not_where_somebody_has_touched_it_since(self, desk, place):  # noqa: F811
        desk.goes_on("import", **{place: ["correct"]})
        desk.story.act("correct_contribution", "compilation", number=3, text="Fler papperskorgar")
        desk.goes_on("undo")
        assert said()[2] == "Fler papperskorgar"

    def test_is_known_when_the_corrected_file_comes_again(self, desk, place):  # noqa: F811
        desk.goes_on("import", **{place: ["correct"]})
        desk.chooses("igen.csv", text_file([*CHANGED, ["4", "2026-10-09", "En ramp ned i vattnet", "Mia Ro"]]))
        page = desk.goes_on("columns")
        assert "Den ändrade texten" not in page.text and "1</b>nya inspel" in page.text

    def test_is_another_voice_where_somebody_says_so(self, desk, place):  # noqa: F811
        page = desk.goes_on("save", **{place: ["voice"]})
        assert "1</b>nya inspel" in page.text
        desk.goes_on("import", **{place: ["voice"]})
        assert said()[2:] == [SURVEY[3][2], CHANGED[3][2]]

    def test_that_is_masked_is_left_as_it_is(self, desk, place):  # noqa: F811
        desk.story.act("mask_contribution", "compilation", number=3, text="Fler … och en toalett")
        desk.goes_on("import", **{place: ["correct"]})
        assert said()[2] == "Fler … och en toalett"


def test_the_same_number_of_other_words_is_another_voice(desk):  # noqa: F811
    desk.imports("svar.csv", text_file(SURVEY))
    others = [SURVEY[0], ["1", "2026-10-04", "Parkeringen är full varje lördag", "Ia Ek"]]
    others += [["2", "2026-10-04", "Bussen går för sällan på kvällen", "Io Ek"]]
    desk.imports("annan.csv", text_file(others))
    assert len(said()) == 5


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        ("Fler bänkar vid bryggan", "Fler bänkar vid bryggorna", True),
        ("Mer ljus", "Mera ljus", True),
        ("Mer ljus", "Bättre parkering", False),
        ("Bänkar i skuggan", "En ramp ned i vattnet", False),
    ],
)
def test_two_wordings_of_one_text_are_told_from_two_texts(one, other, are):
    assert much_alike(one, other) is are


def test_a_short_name_is_told_by_the_words_that_it_begins():
    own = {"a": "Lantbrukare vid ån", "b": "Ensamboende över 75 år", "c": "Boende i låga lägen"}
    said_of = {"lantbrukare": "a", "ensam 75+": "b", "låga lägen": "c", "engelska": "", "boende": "c", "i": ""}
    assert {text: named(text, own) for text in said_of} == said_of


class TestWhereItCameFrom:
    ANSWERS = (
        ["Id", "Vad saknar du på stranden?", "Vad kan du bidra med själv?"],
        ["a1", "En bänk i skuggan vid kiosken", "Jag kan måla bänken på våren"],
        ["a2", "Ljus på vägen ned, det är mörkt", "Jag går gärna en kvällsvandring"],
    )

    def test_is_shown_to_the_cases_officers_with_what_else_the_same_person_said(self, desk):  # noqa: F811
        desk.imports("svar.csv", text_file(list(self.ANSWERS)))
        page = desk.client.get(desk.story.url("contribution", 1)).text
        assert "svar.csv" in page and "Jag kan måla bänken på våren" in page.split("same-person")[1]
        for who in ("elected", "reader"):
            page = desk.story.client(who).get(desk.story.url("contribution", 1)).text
            assert "svar.csv" not in page and "same-person" not in page

    def test_of_what_was_hidden_there_it_is_said(self, desk):  # noqa: F811
        desk.imports("svar.csv", text_file(SURVEY))
        Contribution.objects.update(hidden_in_source=True, source_address="https://enkat.example/1")
        page = desk.client.get(desk.story.url("contribution", 1)).text
        assert "dolt där det först skrevs" in page and "https://enkat.example/1" in page


class TestItIsTold:
    def begins(self, desk):  # noqa: F811
        desk.chooses("svar.csv", text_file(SURVEY))
        desk.goes_on("columns")
        url = desk.story.url("import_check", Import.objects.get().pk)
        desk.sends(url, "import")
        return desk.story.url("import", Import.objects.get().pk)

    def test_in_the_inbox_of_who_asked_until_she_has_seen_it(self, desk):  # noqa: F811
        address = self.begins(desk)
        jobs.run(Job.objects.latest("pk").pk, pulse=False)
        assert f"{address}#import-state" in desk.client.get("/").text
        assert address not in desk.story.client("elected").get("/").text
        assert 'id="import-state"' in desk.client.get(address).text
        assert address not in desk.client.get("/").text

    def test_also_where_it_failed(self, desk, monkeypatch):  # noqa: F811
        address = self.begins(desk)
        monkeypatch.setattr("followup.jobs.run", lambda *_args, **_facts: 1 / 0)
        jobs.run(Job.objects.latest("pk").pk, pulse=False)
        assert address in desk.client.get("/").text
        page = desk.client.get(address)
        assert "Hämtningen stannade" in page.text and address not in desk.client.get("/").text


def test_the_page_asks_as_often_for_one_earlier_import_as_for_several(desk):  # noqa: F811
    desk.imports("svar.csv", text_file(SURVEY))
    one = asked(desk.client, desk.story.url("imports"))
    for number in range(3):
        desk.pastes(f"- Mer ljus {number}")
        desk.goes_on("import")
    assert asked(desk.client, desk.story.url("imports")) == one


def test_what_looks_like_no_table_is_read_as_notes_where_somebody_says_so(desk):  # noqa: F811
    page = desk.chooses("minnen.csv", b"Vi sa; nej\nDe sa; ja; kanske\nAlla; tycker; olika; saker\nSlut\n")
    assert "Vi förstår inte filen" in page.text
    url = desk.story.url("import_columns", Import.objects.get().pk)
    page = desk.sends(url, "as_notes")
    assert "4</b>nya inspel" in page.text

"""A file or notes come in through four pages, all or nothing, once; and go as a whole while nobody has touched them."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from dialog.acts.core import Refused
from dialog.machine import jobs
from dialog.models import Event, Job
from followup.importing.opened import cuts_of, pasted_rows
from followup.models import Contribution, Import
from tests.followup.test_importing import DATA, text_file
from tests.walks.forms import Forms
from tests.walks.places import in_follow_up

SURVEY = [
    ["Nr", "Datum", "Vad saknar du på stranden?", "Namn"],
    ["1", "2026-10-01", "En bänk i skuggan vid kiosken", "Eva Ek"],
    ["2", "2026-10-02", "Ljus på vägen ned, det är mörkt", "Bo Berg"],
    ["3", "31/9", "Fler papperskorgar och en toalett", "Ali Can"],
]


class Desk:
    """Somebody at the pages of import."""

    def __init__(self, story: Any, who: str = "responsible") -> None:
        self.story, self.client = story, story.client(who)

    def sends(self, url: str, button: str, **typed: Any) -> Any:
        """Press a button of the form that has it, on a page; what else stands in its fields goes along."""
        page = self.client.get(url)
        form = next(one for one in Forms(url, page.text).all if button in {value for _name, value in one.buttons})
        name = next(name for name, value in form.buttons if value == button)
        part = name.removeprefix("press~").partition("~")[0] + "~" if name.startswith("press~") else ""
        own = {f"{part}{field}": text for field, text in typed.items()}
        return self.client.post(form.url, form.sends() | {name: [button]} | own, follow=True)

    def chooses(self, name: str, content: bytes) -> Any:
        """Choose a file; no activity is said."""
        file = SimpleUploadedFile(name, content)
        return self.sends(self.story.url("imports"), "file", **{"file-file": file, "file-activity": ""})

    def pastes(self, notes: str, cut: str = "bullet", **more: str) -> Any:
        """Paste notes, and say what they belong to."""
        return self.sends(self.story.url("imports"), "notes", **{"notes-notes": notes, "notes-cut": cut, **more})

    def offered(self, field: str) -> list[str]:
        """What may be chosen in a field of the notes."""
        return [key for key, _name in self.client.get(self.story.url("imports")).context["notes"].fields[field].choices]

    def goes_on(self, button: str, **typed: Any) -> Any:
        """Press a button of the page that the last import has come to."""
        last = Import.objects.latest("pk")
        page = {
            "columns": "import_columns",
            "read": "import_columns",
            "import": "import_check",
            "anyway": "import_check",
            "save": "import_check",
        }
        address = self.story.url(page.get(button, "import"), last.pk) + (
            "?read" if button in ("columns", "read") else ""
        )
        answer = self.sends(address, button, **typed)
        if button != "import":
            return answer
        for job in Job.objects.filter(state=Job.State.WAITING):
            jobs.run(job.pk, pulse=False)
        return self.client.get(self.story.url("import", last.pk))

    def imports(self, name: str, content: bytes) -> Any:
        """Import a file all the way, with nothing changed."""
        self.chooses(name, content)
        self.goes_on("columns")
        return self.goes_on("import")


@pytest.fixture
def desk(story, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    in_follow_up(story)
    return Desk(story)


def said() -> list[str]:
    return list(Contribution.objects.order_by("number").values_list("text", flat=True))


class TestAFileComesIn:
    def test_after_it_has_been_seen_what_it_becomes(self, desk):
        page = desk.chooses("svar.csv", text_file(SURVEY, ";"))
        assert page.status_code == 200 and "En bänk i skuggan vid kiosken" in page.text and not said()
        page = desk.goes_on("columns")
        assert "3</b>nya inspel" in page.text and "31/9" in page.text and not said()
        page = desk.goes_on("import")
        assert "3 inspel är inne" in page.text
        assert said() == [row[2] for row in SURVEY[1:]]

    def test_with_day_number_row_and_the_file_it_came_with_and_without_names(self, desk):
        desk.imports("svar.csv", text_file(SURVEY, ";"))
        first, _second, third = Contribution.objects.order_by("number")
        assert (first.said_on, first.external_id, first.row_of_file) == (dt.date(2026, 10, 1), "1", 2)
        assert third.said_on is None and first.came_with == Import.objects.get() and first.source == "imported"
        assert not Contribution.objects.filter(search_text__contains="ek").exclude(text__contains="ek").exists()

    @pytest.mark.parametrize(
        ("name", "rows"),
        [
            ("polis-affordable-housing-comments.csv", 165),
            ("polis-freshwater.xlsx", 80),
            ("raddialog-bonn-parking-excel.csv", 136),
        ],
    )
    def test_as_it_was_published_without_touching_a_setting(self, desk, name, rows):
        desk.imports(name, (DATA / name).read_bytes())
        assert Contribution.objects.count() == rows

    def test_and_is_told_once_in_the_cases_history(self, desk):
        desk.imports("svar.csv", text_file(SURVEY))
        [event] = Event.objects.filter(act="import_contributions")
        assert (event.facts["count"], event.note) == (3, "svar.csv")

    def test_twice_and_adds_nothing_the_second_time(self, desk):
        desk.imports("svar.csv", text_file(SURVEY))
        page = desk.chooses("kopia.csv", text_file(SURVEY))
        assert "Den här filen är redan hämtad" in page.text and "Alla 3 inspel finns redan." in page.text
        page = desk.goes_on("columns")
        assert "Allt i filen finns redan" in page.text and len(said()) == 3

    def test_again_when_it_has_grown_and_adds_only_what_is_new(self, desk):
        desk.imports("svar.csv", text_file(SURVEY))
        desk.imports("svar.csv", text_file([*SURVEY, ["4", "2026-10-09", "En ramp ned i vattnet", "Mia Ro"]]))
        assert len(said()) == 4 and said()[-1] == "En ramp ned i vattnet"

    def test_again_with_a_corrected_text_which_is_pointed_out_and_not_taken_for_another_voice(self, desk):
        desk.imports("svar.csv", text_file(SURVEY))
        changed = [*SURVEY[:3], ["3", "31/9", "Fler papperskorgar och två toaletter", "Ali Can"]]
        desk.chooses("svar.csv", text_file(changed))
        page = desk.goes_on("columns")
        assert "med ändrad text" in page.text and "två toaletter" in page.text

    def test_where_two_people_said_the_same_when_somebody_says_so(self, desk):
        desk.pastes("- Mer ljus\n- Mer ljus")
        desk.goes_on("import")
        assert said() == ["Mer ljus", "Mer ljus"]
        page = desk.pastes("- Mer ljus")
        assert "Allt i filen finns redan" in page.text
        desk.goes_on("anyway")
        desk.goes_on("import")
        assert len(said()) == 3

    def test_with_the_same_headings_is_filled_in_as_the_last_time(self, desk):
        desk.chooses("svar.csv", text_file(SURVEY))
        desk.goes_on("columns", **{"into-0": ["respondent"]})
        desk.goes_on("import")
        desk.imports("fler.csv", text_file([SURVEY[0], ["9", "2026-10-09", "En ramp ned i vattnet", "Mia Ro"]]))
        assert Contribution.objects.get(text="En ramp ned i vattnet").respondent == "9"

    def test_read_another_way_when_somebody_knows_better(self, desk):
        desk.chooses("svar.csv", text_file(SURVEY))
        page = desk.goes_on("read", heading=["0"])
        assert "rad 1 till 4" in page.text
        page = desk.goes_on("read", heading=["x"])
        assert page.status_code == 422 and "Skriv numret på en rad, eller 0." in page.text

    def test_only_when_some_column_holds_what_was_said(self, desk):
        desk.chooses("svar.csv", text_file(SURVEY))
        page = desk.goes_on("columns", **{"into-2": [""]})
        assert page.status_code == 422 and "Välj i vilken kolumn" in page.text and not said()

    def test_sent_twice_from_the_same_page_is_kept_once(self, desk):
        url = desk.story.url("imports")
        forms = Forms(url, desk.client.get(url).text).all
        form = next(one for one in forms if "file" in {value for _name, value in one.buttons})
        for _time in range(2):
            file = SimpleUploadedFile("svar.csv", text_file(SURVEY))
            desk.client.post(url, form.sends() | {"press~file~act": ["file"], "file~file-file": file})
        assert Import.objects.count() == 1


class TestAFileThatIsNotTaken:
    @pytest.mark.parametrize(
        ("name", "content", "said_of_it"),
        [
            ("svar.pdf", b"%PDF-1.7 x", "Filen är ingen tabell."),
            ("svar.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "gammal Excel-arbetsbok"),
            ("svar.csv", b"", "Filen är tom."),
            ("svar.csv", b"\n\n", "Filen är tom."),
        ],
    )
    def test_says_why_and_what_to_do_and_leaves_nothing_behind(self, desk, tmp_path, name, content, said_of_it):
        page = desk.chooses(name, content)
        assert page.status_code == 422 and said_of_it in page.text
        assert not Import.objects.exists() and not [one for one in tmp_path.rglob("*") if one.is_file()]

    def test_because_nothing_was_chosen(self, desk):
        page = desk.sends(desk.story.url("imports"), "file")
        assert page.status_code == 422 and "Välj en fil." in page.text

    def test_notes_that_say_nothing(self, desk):
        assert "Klistra in minst en rad." in desk.pastes("  \n ").text


class TestNotes:
    NOTES = "- Det gällde väl fibern?\n- När bron är stängd blir alla isolerade.\n  Det glömmer man.\n\n- Elverk finns."

    def test_are_cut_where_it_is_said(self):
        assert cuts_of(self.NOTES) == {"bullet": 3, "line": 4, "blank": 2}
        assert pasted_rows(self.NOTES, "bullet")[1] == ["När bron är stängd blir alla isolerade. Det glömmer man."]

    def test_without_bullets_are_one_a_line(self):
        assert pasted_rows("Ljus\nBänkar", "bullet") == [["Ljus"], ["Bänkar"]]

    def test_come_in_after_a_check_with_the_activity_they_are_from(self, desk):
        page = desk.pastes(self.NOTES)
        assert "3</b>nya inspel" in page.text and not said()
        desk.goes_on("import")
        assert len(said()) == 3

    def test_pasted_from_a_spreadsheet_are_a_table_with_columns(self, desk):
        page = desk.pastes("Nr\tSvar\n1\tEn bänk i skuggan\n2\tMer ljus på vägen\n")
        assert "Vart ska varje kolumn?" in page.text


class TestAWholeImportIsUndone:
    def test_as_long_as_nobody_has_touched_it(self, desk):
        desk.imports("svar.csv", text_file(SURVEY))
        page = desk.goes_on("undo")
        assert "Hämtningen är ångrad" in page.text and not said()
        assert Event.objects.filter(act="undo_import").count() == 1

    def test_and_can_come_in_again(self, desk):
        desk.imports("svar.csv", text_file(SURVEY))
        desk.goes_on("undo")
        desk.goes_on("columns")
        desk.goes_on("import")
        assert len(said()) == 3 and Import.objects.get().is_in

    def test_but_not_when_one_of_them_has_been_worked_with(self, desk):
        desk.imports("svar.csv", text_file(SURVEY))
        desk.story.act("code_contribution", "compilation", number=2, fits_no_theme=True)
        url = desk.story.url("import", Import.objects.get().pk)
        assert "Ångra hela hämtningen" not in desk.client.get(url).text
        refused = desk.client.post(url, {"act": "undo"})
        assert refused.status_code == 403 and "Ni har börjat arbeta med inspel" in refused.text and len(said()) == 3

    def test_which_the_database_would_refuse_too(self, desk):
        desk.imports("svar.csv", text_file(SURVEY))
        desk.story.act("code_contribution", "compilation", number=1, fits_no_theme=True)
        with pytest.raises(IntegrityError), transaction.atomic():
            Contribution.objects.filter(number=1).delete()


class TestWhoMay:
    @pytest.mark.parametrize("who", ["elected", "reader"])
    def test_only_the_cases_officials_import_and_read_the_file(self, desk, who):
        desk.imports("svar.csv", text_file(SURVEY))
        found, client = Import.objects.get(), desk.story.client(who)
        assert "from-file" not in client.get(desk.story.url("imports")).text
        assert client.post(desk.story.url("imports"), {"act": "notes"}).status_code == 403
        for name in ("import_columns", "import_check", "import_file", "import_left_out"):
            assert client.get(desk.story.url(name, found.pk)).status_code == 403
        with pytest.raises(Refused):
            desk.story.attempt("undo_import", "compilation", by=who, came_with=found.pk)

    def test_the_file_is_handed_out_as_it_came_and_never_opened_in_the_page(self, desk):
        content = text_file(SURVEY)
        desk.imports("svår fil.csv", content)
        answer = desk.client.get(desk.story.url("import_file", Import.objects.get().pk))
        assert b"".join(answer.streaming_content) == content
        assert answer["Content-Type"] == "application/octet-stream" and "attachment" in answer["Content-Disposition"]

    def test_an_import_of_another_case_is_none(self, desk):
        desk.imports("svar.csv", text_file(SURVEY))
        found = Import.objects.get()
        with pytest.raises(Refused):
            desk.story.attempt("undo_import", "compilation", came_with=found.pk + 1)
        assert desk.client.get(desk.story.url("import", found.pk + 1)).status_code == 404


def test_what_does_not_come_in_is_taken_along_as_a_table_that_is_no_formula(desk):
    rows: list[list[object]] = [["Nr", "Synpunkt"], [1, "=" + "x" * 10_001], [2, "Mer ljus på vägen ned"]]
    rows += [[3, "En bänk i skuggan"]]
    desk.chooses("svar.csv", text_file([[str(cell) for cell in row] for row in rows], ";"))
    page = desk.goes_on("columns")
    assert "för långt" in page.text
    table = desk.client.get(desk.story.url("import_left_out", Import.objects.get().pk))
    text = b"".join(table.streaming_content).decode()
    assert "För långt" in text and "\n=" not in text and ";=" not in text

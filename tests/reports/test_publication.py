"""The publication texts as leaves: what residents read, in their language, marked until it is approved."""

import dataclasses
import io

import pikepdf
import pypdf
import pytest

from dialog.models import Case
from reports.blocks import Quote
from reports.document import NothingToReport, Shape
from reports.kinds import KINDS
from reports.pdf import render_pdf
from reports.render import as_html, as_text
from tests.execution.tale import BEFORE, Tale, begin
from tests.reports.told import sv
from tests.story import NO, Story

KIND = KINDS["before"]
SWEDISH, ARABIC, EASY = "0000aa01", "0000aa02", "0000aa03"
IN_ARABIC = {"title": ["حديقة لكل الأعمار"], "language": ["ar"], "text": ["نريد أن نسمع رأيك."]}


def build(story: Story, part: str = "", who: str = "responsible"):
    return KIND.build(story.access(who), part)


@pytest.fixture
def tale(story: Story) -> Tale:
    """A case on the day when Genomföra opens."""
    Case.objects.filter(pk=story.pk).update(registry_number="TN 2026/114")
    return begin(story)


@pytest.fixture
def approved(tale: Tale) -> Story:
    """The Swedish text is approved."""
    tale.hand_over(SWEDISH)
    tale.act("approve", "communication", SWEDISH)
    return tale.story


def leaf_text(document):
    """What stands on the leaf itself, as text; the plain text to take along is the text alone."""
    return as_text(dataclasses.replace(document, plain=""))


class TestOneText:
    def test_it_answers_what_residents_ask(self, approved):
        document = build(approved)
        assert document.shape == Shape.LEAFLET
        assert not document.draft
        text = leaf_text(document)
        for name in ("title", "what", "why", "for_whom", "how", "can_influence", "next", "contact"):
            assert BEFORE[name][0] in text
        assert sv("What happens next?") in text

    def test_the_promise_is_set_apart(self, approved):
        quotes = [block for section in build(approved).sections for block in section.blocks if isinstance(block, Quote)]
        assert quotes == [Quote("Vi svarar på varje förslag.")]

    def test_its_foot_says_whose_it_is_and_from_when(self, approved):
        assert "Tekniska nämnden · TN 2026/114 · 3 november 2026" in leaf_text(build(approved))

    def test_without_a_contact_it_names_nobody(self, tale):
        tale.hand_over(SWEDISH, contact=[])
        tale.act("approve", "communication", SWEDISH)
        text = leaf_text(build(tale.story))
        assert "Stranden ska bli en badplats." in text and "Amir Haddad" not in text

    def test_a_text_that_waits_for_the_communicator_is_a_draft(self, tale):
        tale.hand_over(SWEDISH)
        assert build(tale.story).draft
        assert build(tale.story, SWEDISH).draft

    def test_while_a_change_waits_the_approved_version_stands_and_the_change_is_a_draft(self, approved):
        tale = Tale(approved)
        tale.hand_over(SWEDISH, what=["Allt är flyttat."], change=["Ny dag."])
        assert "Stranden ska bli en badplats." in leaf_text(build(approved, SWEDISH))
        changed = build(approved, f"{SWEDISH}.draft")
        assert changed.draft
        assert "Allt är flyttat." in leaf_text(changed)

    def test_an_older_version_can_be_had_again(self, approved):
        tale = Tale(approved)
        tale.hand_over(SWEDISH, what=["Allt är flyttat."], change=["Ny dag."])
        tale.act("approve", "communication", SWEDISH)
        assert "Allt är flyttat." in leaf_text(build(approved, SWEDISH))
        assert sv("New in this version: %(change)s", change="Ny dag.") in leaf_text(build(approved, SWEDISH))
        older = build(approved, f"{SWEDISH}.1")
        assert "Stranden ska bli en badplats." in leaf_text(older)
        assert not older.draft

    def test_older_versions_are_listed_and_the_text_leads_to_them(self, approved):
        tale = Tale(approved)
        assert [key for key, _title in KIND.parts(approved.access())] == [SWEDISH]
        tale.hand_over(SWEDISH, what=["Allt är flyttat."], change=["Ny dag."])
        tale.act("approve", "communication", SWEDISH)
        (_key, _title), (key, title) = KIND.parts(approved.access())
        assert (key, title.rpartition(", ")[2]) == (f"{SWEDISH}.1", "version 1")
        for who in ("communicator", "responsible", "stranger"):
            page = approved.client(who).get(approved.url("text", "communication", SWEDISH)).text
            assert f'{approved.url("report", "before")}?part={key}"' in page
            assert f'?part={key}"' in approved.client(who).get(approved.url("report", "before")).text

    def test_a_text_that_withdraws_says_so_and_why(self, approved):
        tale = Tale(approved)
        tale.hand_over(SWEDISH, withdrawn_because=["Dialogen skjuts upp."], change=["Tillbakadragen."])
        tale.act("approve", "communication", SWEDISH)
        text = leaf_text(build(approved))
        assert f"{sv('This text has been withdrawn')}\nDialogen skjuts upp." in text
        assert "Kom till skolan" not in text

    @pytest.mark.parametrize("part", ["0000ffff", f"{SWEDISH}.9", f"{SWEDISH}.x", f"{SWEDISH}.", "../..", "²"])
    def test_what_is_not_there_is_nothing(self, approved, part):
        with pytest.raises(NothingToReport):
            build(approved, part)


class TestInOtherWords:
    @pytest.fixture
    def arabic(self, approved):
        Tale(approved).act("hand_over", "communication", ARABIC, kind="before", data=IN_ARABIC)
        return build(approved, ARABIC + ".draft")

    def test_without_a_choice_the_swedish_text_comes(self, approved, arabic):
        assert build(approved).language == "sv"
        assert [key for key, _title in KIND.parts(approved.access())] == [SWEDISH, f"{ARABIC}.draft"]

    def test_arabic_runs_from_right_to_left_in_letters_of_its_own(self, arabic):
        assert (arabic.language, arabic.direction) == ("ar", "rtl")
        assert '<article class="document document-leaflet" lang="ar" dir="rtl"' in " ".join(as_html(arabic).split())
        made = render_pdf(arabic)
        with pikepdf.open(io.BytesIO(made)) as opened:
            assert str(opened.Root.Lang) == "ar"
            fonts = {str(font.BaseFont) for page in opened.pages for font in page.Resources.Font.values()}
        assert any("Noto-Sans-Arabic" in font for font in fonts)
        assert len(pypdf.PdfReader(io.BytesIO(made)).pages) == 1

    def test_a_draft_says_so_in_a_language_that_we_speak(self, arabic):
        assert ">Utkast<" in as_html(arabic)

    def test_easy_swedish_is_set_in_large_letters(self, approved):
        easy = {"title": ["Kom och berätta"], "language": ["sv-easy"], "text": ["Stranden ska bli bättre."]}
        Tale(approved).act("hand_over", "communication", EASY, kind="before", data=easy)
        document = build(approved, f"{EASY}.draft")
        assert document.large
        assert document.language == "sv"

    def test_around_an_english_text_our_words_are_english(self, approved):
        english = {"title": ["Come and tell us"], "language": ["en"], "text": ["The beach will be better."]}
        Tale(approved).act("hand_over", "communication", EASY, kind="before", data=english)
        assert "Take part and tell us what you think" in as_html(build(approved, f"{EASY}.draft"))


class TestWhoMayHaveIt:
    def address(self, story: Story, part: str = "") -> str:
        return story.url("report", "before") + (f"?part={part}" if part else "")

    def test_readers_of_an_open_case_have_what_is_approved(self, approved):
        for who in ("responsible", "elected", "reader", "communicator", "stranger"):
            assert approved.client(who).get(self.address(approved)).status_code == 200

    def test_drafts_are_for_members_and_communicators(self, tale):
        tale.hand_over(SWEDISH)
        for who, status in (("responsible", 200), ("reader", 200), ("communicator", 200), ("stranger", 404)):
            page = tale.story.client(who).get(self.address(tale.story, f"{SWEDISH}.draft"))
            assert page.status_code == status

    def test_communicators_have_the_texts_of_a_case_for_members_only_and_no_way_further(self, approved):
        Case.objects.filter(pk=approved.pk).update(visibility=Case.Visibility.MEMBERS_ONLY)
        sara = approved.client("communicator")
        page = sara.get(self.address(approved, SWEDISH))
        assert page.status_code == 200
        assert f'href="{approved.url("case")}"' not in page.text
        assert sara.post(self.address(approved, SWEDISH)).status_code == 302
        assert sara.get(approved.url("report", "decision_basis")).status_code == 404
        assert approved.client("stranger").get(self.address(approved)).status_code == 404

    def test_the_same_version_is_made_once_whoever_asks(self, approved):
        made = {
            approved.client(who).post(self.address(approved, SWEDISH)).url for who in ("responsible", "communicator")
        }
        assert len(made) == 1


class TestTheOtherKinds:
    def test_information_instead_of_dialogue(self, story):
        story.go_to("influenceable").act("propose", "influenceable", data=NO)
        story.decide()
        text = {
            "title": ["Ingen dialog i år"],
            "text": ["Läget är bestämt."],
            "for_whom": ["Alla."],
            "channels": ["website"],
        }
        Tale(story).act("hand_over", "information", SWEDISH, kind="information", data=text)
        document = KINDS["information"].build(story.access(), "")
        assert "Läget är bestämt." in leaf_text(document)
        assert sv("Information from the municipality") in leaf_text(document)

    def test_a_case_without_a_text_has_none(self, approved):
        for kind in ("after", "information"):
            with pytest.raises(NothingToReport):
                KINDS[kind].build(approved.access(), "")
            assert KINDS[kind].parts(approved.access()) == []

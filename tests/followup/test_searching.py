"""Search that knows Swedish: what is found among residents' words, how well, and what is found no longer."""

import csv
import re
import tomllib
from pathlib import Path

import pytest

from dialog.acts import words_kept
from dialog.models import Case, Word, WordOfText
from dialog.search.find import Instead, Search
from followup.acts.incoming import Incoming, take_in
from followup.models import Contribution
from tests.followup.test_importing import text_file
from tests.followup.test_imports import Desk
from tests.walks.places import in_follow_up

pytestmark = pytest.mark.every_database

VOICES = Path("demonstration/sjovik/contributions")
QUERIES = tomllib.loads(Path("tests/data/swedish_search.toml").read_text("utf-8"))["query"]
WORD = re.compile(r"\w+(?:[/:-]\w+)*")
RECALL, PRECISION = 0.90, 0.95
ABOUT = ["Fler bänkar vid ån.", "En bänk i skuggan.", "Cyklarna står i vägen.", "Ett cykelställ.", "Böckerna är gamla."]


def numbers(search):
    return list(search.found.order_by("number").values_list("number", flat=True))


def look(follow, typed, **texts):
    there = texts.get("texts", Contribution.objects.filter(case=follow.story.pk))
    return Search(there, typed, follow.story.pk)


@pytest.fixture
def voices(follow):
    """What the invented residents said, in four dialogues, as one."""
    rows = [row for file in sorted(VOICES.glob("*.csv")) for row in csv.DictReader(file.open(encoding="utf-8"))]
    incoming = [Incoming(f"{at:08x}", row["text"], row["translation"]) for at, row in enumerate(rows)]
    take_in(follow.story.access(), incoming, by=follow.story.house["responsible"], source="imported")
    words_kept.keep_words_later()
    while words_kept.keep_portion(Contribution):
        pass
    list(words_kept.look_up())
    return follow


class TestHowWell:
    def test_thirty_queries_and_more_find_what_is_meant_and_little_else(self, voices):
        assert len(QUERIES) >= 30
        recalls, precisions = [], []
        for query in QUERIES:
            meant = set(query["words"].split())
            right = {one.number for one in voices.contributions() if meant & set(WORD.findall(one.search_text))}
            search = look(voices, query["looks_for"])
            found = set(numbers(search))
            assert right, query
            assert bool(search.instead) <= query.get("is_misspelt", False), query
            recalls.append(len(found & right) / len(right))
            precisions.append(len(found & right) / len(found) if found else 0)
        assert sum(recalls) / len(recalls) >= RECALL, recalls
        assert sum(precisions) / len(precisions) >= PRECISION, precisions


class TestWhatIsFound:
    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("bänk", [1, 2]),
            ("bänkarna", [1, 2]),
            ("cykel", [3, 4]),
            ("ställ", [4]),
            ("bänkar ån", [1]),
            ("bänk på ån", [1]),
            ("böcker", [5]),
            ("OV-061", [6]),
            ("061", [6]),
            ("kontakt", []),
            ("%", [1, 2, 3, 4, 5, 6]),
            ("", [1, 2, 3, 4, 5, 6]),
            ("a" * 300, []),
        ],
    )
    def test_inflected_in_compounds_and_every_word(self, follow, typed, found):
        follow.add(*ABOUT)
        follow.add("Tre ord till.", external_id="OV-061")
        assert numbers(look(follow, typed)) == found

    def test_at_once_when_it_was_typed(self, follow):
        follow.add("En sarg vid planen.")
        assert numbers(look(follow, "sargen")) == [1]
        assert Contribution.objects.get().is_indexed

    def test_a_dictionarys_word_once_the_job_has_looked(self, follow):
        follow.add("En bok.", "Fler böcker.")
        assert numbers(look(follow, "böcker")) == [2]
        list(words_kept.look_up())
        assert numbers(look(follow, "böcker")) == [1, 2]

    def test_the_nearest_spelling_only_when_nothing_says_the_word(self, follow):
        follow.add(*ABOUT)
        search = look(follow, "cyklrna")
        assert numbers(search) == [3] and search.instead == [Instead("cyklrna", "cyklarna")]
        assert not look(follow, "bänk").instead and not look(follow, "zebra").instead

    def test_of_several_words_the_one_that_is_nowhere_is_spelt_anew(self, follow):
        follow.add(*ABOUT)
        search = look(follow, "bänkka skuggan")
        assert numbers(search) == [2] and [one.typed for one in search.instead] == ["bänkka"]

    def test_a_number_is_never_another(self, follow):
        follow.add("Ring 070-174 06 05.")
        assert not numbers(look(follow, "070-174 06 07")) and not look(follow, "1740606").instead


class TestWhoReads:
    def test_of_what_one_may_not_read_no_word_is_told(self, follow):
        follow.add("Brita Ekwall bor här.", "Mer ljus.")
        follow.code(2, fits_no_theme=True)
        read = Contribution.objects.filter(case=follow.story.pk).for_reader(is_member=False)
        search = look(follow, "Ekwal", texts=read)
        assert not numbers(search) and not search.instead
        assert not numbers(look(follow, "Brita", texts=read))

    def test_nor_of_another_case(self, follow, house):
        follow.add("Brita Ekwall bor här.")
        search = Search(Contribution.objects.filter(case=0), "Ekwall", 0)
        assert not search.found.exists() and not search.instead


class TestWhatIsFoundNoLonger:
    def test_what_is_masked_in_its_words_neither(self, follow):
        follow.add("Ring Brita om bänken.", "Fler bänkar.")
        follow.story.act("mask_contribution", "compilation", number=1, text="Ring [namn] om bänken.", seen=0)
        assert not numbers(look(follow, "Brita")) and numbers(look(follow, "bänk")) == [1, 2]
        assert not Word.objects.filter(word="brita").exists()
        follow.story.act("unmask_contribution", "compilation", number=1, seen=1, reason="Hon vill det.")
        assert numbers(look(follow, "Brita")) == [1]

    def test_what_was_corrected(self, follow):
        follow.add("En bänk.")
        follow.story.act("correct_contribution", "compilation", number=1, text="En lampa.", seen=0)
        assert not numbers(look(follow, "bänk")) and numbers(look(follow, "lampor")) == [1]
        assert set(Word.objects.filter(case=follow.story.pk).values_list("word", flat=True)) == {"en", "lampa"}

    def test_nor_before_the_job_has_been_there_when_many_are_changed_at_once(self, follow):
        follow.add("Ring Brita.")
        [one] = follow.contributions()
        one.search_text = "ring [namn]."
        Contribution.objects.bulk_update([one], ["search_text"])
        assert not numbers(look(follow, "Brita")) and numbers(look(follow, "ring")) == [1]
        words_kept.keep_portion(Contribution)
        assert not Word.objects.filter(word="brita").exists()

    def test_what_came_with_an_import_that_is_undone(self, story, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        in_follow_up(story)
        desk = Desk(story)
        desk.imports(
            "svar.csv", text_file([["Svar"], ["En ovanlig giraff står vid ån"], ["Mer ljus vid bron i parken"]])
        )
        while words_kept.keep_portion(Contribution):
            pass
        assert Word.objects.filter(word="giraff").exists()
        story.act("undo_import", "compilation", came_with=Contribution.objects.first().came_with_id)
        assert (
            not Word.objects.filter(case=story.pk).exists()
            and not WordOfText.objects.filter(word__case=story.pk).exists()
        )


class TestUntilTheJobIsDone:
    @pytest.fixture
    def waiting(self, follow):
        follow.add(*ABOUT)
        WordOfText.objects.filter(
            word__case=follow.story.pk, text__in=[one.pk for one in follow.contributions()[:2]]
        ).delete()
        for one in follow.contributions()[:2]:
            Contribution.objects.filter(pk=one.pk).update(is_indexed=False)
        return follow

    def test_what_waits_is_found_as_it_stands(self, waiting):
        assert numbers(look(waiting, "bänkarna")) == [1, 2]
        assert numbers(look(waiting, "cykel")) == [3, 4]

    def test_and_nothing_is_said_to_be_nowhere(self, waiting):
        assert not look(waiting, "bännk").instead

    def test_the_job_ends_it(self, waiting):
        assert words_kept.left()
        words_kept.keep_words_later()
        for model in words_kept.searched():
            while words_kept.keep_portion(model):
                pass
        assert not words_kept.left() and numbers(look(waiting, "bänkarna")) == [1, 2]


class TestOnThePage:
    def test_it_is_told_that_another_word_is_shown_and_hits_are_marked(self, follow):
        follow.add(*ABOUT)
        page = follow.story.client("responsible").get(follow.story.url("contributions"), {"q": "cyklarnna"}).text
        assert "Inget inspel innehåller ”cyklarnna”. Visar ”cyklarna”." in page
        assert "<mark>Cyklarna</mark> står i vägen." in page

    def test_what_is_marked_is_still_escaped(self, follow):
        follow.add("<b>Bänk</b> & <script>alert(1)</script>")
        page = follow.story.client("responsible").get(follow.story.url("contributions"), {"q": "bänk"}).text
        assert "&lt;b&gt;<mark>Bänk</mark>&lt;/b&gt; &amp; &lt;script" in page and "<script>alert" not in page

    def test_a_long_text_is_shown_from_where_it_was_found(self, follow):
        follow.add("ord " * 100 + "bänken " + "ord " * 100)
        page = follow.story.client("responsible").get(follow.story.url("contributions"), {"q": "bänk"}).text
        heap = page[page.index('class="heap') : page.index("</ol>", page.index('class="heap'))]
        assert "<mark>bänken</mark>" in heap and "… ord" in heap and heap.count("ord ") < 50


class TestCases:
    def test_are_found_inflected_and_respelt_and_the_page_says_so(self, story):
        story.act("finish", "facts", data={"title": ["Lekplatser i Ekbacken"]})
        client = story.client("responsible")
        assert "<mark>Lekplatser</mark> i Ekbacken" in client.get("/cases/", {"q": "lekplatserna"}).text
        page = client.get("/cases/", {"q": "lekpaltser"}).text
        assert "Inget ärende innehåller ”lekpaltser”. Visar ”lekplatser”." in page and story.url("case") in page

    def test_no_word_is_told_of_a_case_that_one_may_not_read(self, story):
        Case.objects.filter(pk=story.pk).update(visibility="members")
        story.act("finish", "facts", data={"title": ["Lekplatser i Ekbacken"]})
        page = story.client("stranger").get("/cases/", {"q": "lekpaltser"}).text
        assert "Lekplatser" not in page and "lekplatser" not in page

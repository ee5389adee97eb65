"""What a new edition changes, and its publication: seen before, dated, once, and fixed from then on."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.html import escape

from dialog import clock
from handbook import editions
from handbook.editing.views import begin, draft
from handbook.models import Edition
from tests.handbook.conftest import THIRD
from tests.handbook.editing import form_of, page_url
from tests.work import at_most


class TestWhatIsChanged:
    def test_only_what_differs_is_shown_with_both_wordings(self, here, support):
        page = here.pages.get(key="goals")
        page.whole = page.whole.replace("mål", "MÅLSÄTTNINGAR", 1)
        page.save()
        text = support.get(reverse("handbook_edit_changes")).text
        assert "<ins>MÅLSÄTTNINGAR</ins>" in text and "<del>mål</del>" in text
        assert text.count('class="diff"') == 1
        assert "1" in support.get(reverse("handbook_edit")).text

    def test_a_principle_is_called_by_its_title(self, here, support):
        page = here.pages.get(key="methods")
        before, page.principle = page.principle, here.principles.get(key="trust")
        page.save()
        text = support.get(reverse("handbook_edit_changes")).text
        assert page.principle.title in text and before.title in text
        assert f">{before.key}<" not in text and ">trust<" not in text

    def test_pages_that_came_and_went_are_told(self, here, support):
        here.pages.get(key="words").delete()
        support.post(reverse("handbook_edit_new_page"), {"title": "Helt ny", "part": "reference"})
        text = support.get(reverse("handbook_edit_changes")).text
        assert "Helt ny" in text and "Ord" in text

    def test_everybody_reads_what_an_edition_changed(self, handbook, reader):
        text = reader.get(reverse("handbook_edition_changes", args=[THIRD])).text
        assert 'class="diff"' in text
        for wrong in ("2024-03-11", "2020-01-01", "2025-13-45", "x"):
            assert reader.get(reverse("handbook_edition_changes", args=[wrong])).status_code == 404

    def test_a_whole_page_written_anew_is_compared_in_time(self, here, support):
        page = here.pages.get(key="goals")
        page.whole = " ".join(f"ord{n % 500}" for n in range(4000))
        page.save()
        editions.publish(here, by=None, at=clock.now())
        begin(here)
        again = draft().pages.get(key="goals")
        again.whole = " ".join(f"ord{(n * 7) % 500}" for n in range(4000))
        again.save()
        with at_most(10):
            assert support.get(reverse("handbook_edit_changes")).status_code == 200


class TestPublishing:
    @pytest.fixture
    def changed(self, here, support):
        support.post(page_url(), form_of(support, page_url()) | {"short": "Nytt råd."})
        return here

    def post(self, support, today, **other: str):
        url = reverse("handbook_edit_publish")
        seen = support.get(url).context["seen"]
        return support.post(url, {"seen": seen, "revised_on": str(today), "note": "Nya råd om mål.", **other})

    def test_it_gets_a_date_a_note_and_readers(self, changed, support, reader, petra, today, handbook):
        assert self.post(support, today)["Location"] == reverse("handbook_editions")
        edition = editions.latest()
        assert (edition.revised_on, edition.note, edition.published_by) == (today, "Nya råd om mål.", petra)
        text = reader.get(reverse("handbook_editions")).text
        assert "Nya råd om mål." in text
        assert edition.pages.get(key="goals").changed_on == today
        assert edition.pages.get(key="question").changed_on == handbook[-1].pages.get(key="question").changed_on

    def test_the_list_of_editions_names_everything_that_it_changed(self, changed, support, reader, today):
        changed.policy_title = "Ny policy"
        changed.save()
        changed.principles.filter(key="trust").update(title="Tillit")
        changed.pages.filter(key="methods").update(principle=None)
        self.post(support, today)
        named = [
            (one.title, one.page) for one in reader.get(reverse("handbook_editions")).context["rows"][0]["changes"]
        ]
        assert [page for _title, page in named] == ["", "", "goals", "methods"]
        text = reader.get(reverse("handbook_editions")).text
        for title, _page in named:
            assert escape(title) in text

    def test_a_first_edition_is_called_so_once(self, handbook, reader):
        assert reader.get(reverse("handbook_editions")).text.count("Den första utgåvan.") == 1

    def test_a_repeated_post_publishes_once(self, changed, support, today):
        url = reverse("handbook_edit_publish")
        typed = {"seen": support.get(url).context["seen"], "revised_on": str(today), "note": "N."}
        assert support.post(url, typed).status_code == 302
        assert support.post(url, typed)["Location"] == reverse("handbook_edit")
        assert Edition.objects.published().count() == 4

    def test_what_is_published_is_changed_no_more(self, changed, support, today):
        typed = form_of(support, page_url())
        self.post(support, today)
        assert support.post(page_url(), typed | {"short": "Efteråt."})["Location"] == reverse("handbook_edit")
        assert editions.latest().pages.get(key="goals").short == "Nytt råd."

    @pytest.mark.parametrize(
        "wrong",
        [
            {"revised_on": "2026-11-07"},
            {"revised_on": str(THIRD - dt.timedelta(days=1))},
            {"revised_on": "x"},
            {"note": ""},
        ],
    )
    def test_the_date_lies_between_the_edition_before_and_today(self, changed, support, today, wrong):
        assert self.post(support, today, **wrong).status_code == 422
        assert editions.latest().revised_on == THIRD

    def test_the_day_of_the_edition_before_will_do(self, changed, support, reader):
        """As on the day of installation, when the handbook that Dialog brings along is of today."""
        assert self.post(support, THIRD)["Location"] == reverse("handbook_editions")
        assert editions.latest().pages.get(key="goals").short == "Nytt råd."
        page = reader.get(reverse("handbook_page", args=["goals"]) + f"?edition={THIRD}")
        assert page.context["book"].edition == editions.latest()
        assert reader.get(reverse("handbook_editions")).status_code == 200
        assert reader.get(reverse("handbook_edition_changes", args=[THIRD])).status_code == 200

    def test_what_the_form_begins_with_is_accepted_also_on_the_day_of_an_edition(
        self, changed, support, handbook, today
    ):
        Edition.objects.filter(pk=handbook[-1].pk).update(revised_on=today)
        offered = support.get(reverse("handbook_edit_publish")).context["form"].initial["revised_on"]
        assert offered == today
        assert self.post(support, offered).status_code == 302

    def test_nobody_publishes_what_she_has_not_seen(self, changed, support, today):
        url = reverse("handbook_edit_publish")
        seen = support.get(url).context["seen"]
        support.post(page_url("question"), form_of(support, page_url("question")) | {"short": "Smög sig in."})
        assert support.post(url, {"seen": seen, "revised_on": str(today), "note": "N."}).status_code == 422
        assert editions.latest().revised_on == THIRD

    def test_an_edition_that_says_the_same_is_none(self, here, support, today):
        assert self.post(support, today).status_code == 422

    def test_an_edition_with_a_link_to_nowhere_or_an_empty_page_is_not_published(self, changed, support, today):
        support.post(reverse("handbook_edit_new_page"), {"title": "Tom", "part": "reference"})
        assert "Tom" in self.post(support, today).text
        changed.pages.filter(key="tom").update(whole="[x](page:words)")
        changed.pages.filter(key="words").delete()
        assert escape("page:words") in self.post(support, today).text
        assert editions.latest().revised_on == THIRD

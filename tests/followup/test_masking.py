"""A part of a contribution is masked: what everybody reads is another text, the original is for civil servants alone."""

import pytest

from dialog.acts.course import set_visibility
from dialog.models import Event
from followup.models import Withheld

TEXT = "Ring Brita Hallonqvist, 070-174 06 41, på den vanliga telefonen."
SHOWN = "Ring …, på den vanliga telefonen."
SECRET = "070-174 06 41"


def mask(follow, text=SHOWN, **facts):
    return follow.story.attempt("mask_contribution", "compilation", number=1, text=text, **facts)


def unmask(follow):
    return follow.story.attempt("unmask_contribution", "compilation", number=1)


@pytest.fixture
def private(follow):
    row = {"key": "0000cafe", "text": TEXT, "translation": "", "raw": {"text": TEXT}, "external_id": "OV-075"}
    follow.story.act("add_contributions", "compilation", rows=[row], source="imported")
    return follow


@pytest.fixture
def masked(private):
    mask(private)
    return private


class TestMasking:
    def test_everybody_reads_the_masked_text_and_the_original_lies_apart(self, masked):
        assert (masked.one().text, masked.one().is_masked) == (SHOWN, True)
        assert masked.one().withheld.text == TEXT

    def test_masked_once_more_the_first_original_stays(self, masked):
        mask(masked, "…")
        assert (masked.one().text, masked.one().withheld.text) == ("…", TEXT)

    def test_something_is_taken_out_and_something_is_left(self, private):
        assert mask(private, TEXT).missing and mask(private, "  ").missing
        assert not private.one().is_masked

    def test_the_original_can_be_shown_again(self, masked):
        unmask(masked)
        assert (masked.one().text, masked.one().is_masked, masked.one().withheld.text) == (TEXT, False, "")
        assert Withheld.objects.get().raw == {"text": TEXT}

    def test_what_is_not_masked_is_not_unmasked(self, private):
        assert not unmask(private).happened

    def test_the_history_says_that_it_was_masked_and_nothing_of_what(self, masked):
        unmask(masked)
        for event in Event.objects.filter(case=masked.story.pk, act__contains="mask"):
            assert event.note == "OV-075" and SECRET not in str(event.facts)

    def test_the_translation_is_masked_with_it(self, private):
        private.story.attempt("correct_contribution", "compilation", number=1, translation="Call Brita.")
        mask(private, translation="Call ….")
        assert (private.one().translation, private.one().withheld.translation) == ("Call ….", "Call Brita.")

    def test_nobody_finds_it_by_what_is_masked(self, masked):
        page = masked.story.client("responsible").get(masked.story.url("contributions"), {"q": "Hallonqvist"})
        assert not page.context["shown"].object_list


class TestWhoReadsTheOriginal:
    PAGES = ("contributions", "contribution")

    def read(self, follow, who):
        client = follow.story.client(who)
        pages = [client.get(follow.story.url("contributions")), client.get(follow.story.url("contribution", 1))]
        pages.append(client.get(follow.story.url("history")))
        return "".join(page.content.decode() for page in pages if page.status_code == 200)

    @pytest.mark.parametrize("who", ["responsible", "civil_servant"])
    def test_the_cases_civil_servants(self, masked, who):
        assert SECRET in self.read(masked, who)

    @pytest.mark.parametrize("who", ["elected", "reader", "support", "communicator", "stranger"])
    def test_nobody_else(self, masked, who):
        read = self.read(masked, who)
        assert SECRET not in read and "på den vanliga telefonen" in read

    def test_nor_where_only_members_know_of_the_case(self, masked):
        story = masked.story
        set_visibility(story.pk, by=story.house["responsible"], visibility="members_only", at=story.now)
        assert story.client("stranger").get(story.url("contribution", 1)).status_code == 404
        assert SECRET not in self.read(masked, "reader")

    def test_nor_from_how_it_stood_before_it_was_corrected(self, private):
        private.story.attempt("correct_contribution", "compilation", number=1, text="Ring Brita.")
        mask(private, "Ring ….")
        assert SECRET not in self.read(private, "elected")
        assert SECRET in self.read(private, "responsible")

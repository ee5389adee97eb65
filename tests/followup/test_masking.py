"""A part of a contribution is masked: what everybody reads is another text, the original is for civil servants alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.acts.course import set_visibility
from dialog.models import Event
from followup.masking import carried_over
from followup.models import PersonalDataLog, Withheld

TEXT = "Ring Brita Hallonqvist, 070-174 06 41, på den vanliga telefonen."
SHOWN = "Ring …, på den vanliga telefonen."
SECRET = "070-174 06 41"
SECRET_WORD = "Hallonqvist"
WORDS = ("ljus", "bänk", "stig", "ljus bänk", "sol")


def mask(follow, text=SHOWN, **facts):
    return follow.story.attempt("mask_contribution", "compilation", number=1, text=text, **facts)


def unmask(follow):
    return follow.story.attempt("unmask_contribution", "compilation", number=1, reason="Hon vill stå för det.")


def reading(follow, who="responsible"):
    """Ask to read the original, and return the address at which it is shown."""
    follow.story.attempt("read_original", "compilation", by=who, number=1, reason="Begäran om allmän handling.")
    return f"{follow.story.url('contribution', 1)}?read={PersonalDataLog.objects.first().pk}"


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
        told = Event.objects.filter(case=masked.story.pk, act__contains="mask").order_by("pk")
        assert [(one.act, one.note) for one in told] == [
            ("mask_contribution", "OV-075"),
            ("unmask_contribution", "OV-075"),
        ]
        assert not any(SECRET in str(one.facts) for one in told)

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
    def test_the_cases_civil_servants_where_they_say_why(self, masked, who):
        assert SECRET not in self.read(masked, who)
        address = reading(masked, who)
        assert SECRET in masked.story.client(who).get(address).text
        assert SECRET not in self.read(masked, who)

    @pytest.mark.parametrize("who", ["elected", "reader", "support", "communicator", "stranger"])
    def test_nobody_else(self, masked, who):
        masked.code(1, fits_no_theme=True)  # it is read
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
        assert SECRET not in self.read(private, "responsible")
        assert SECRET in private.story.client("responsible").get(reading(private)).text


class TestACorrectionWhileMasked:
    """What is mended while a part is masked is mended in the original, too: lifting the mask loses nothing."""

    def correct(self, follow, **facts):
        return follow.story.attempt("correct_contribution", "compilation", number=1, **facts)

    def test_is_there_when_the_mask_is_lifted(self, masked):
        self.correct(masked, text="Ring …, på den ovanliga telefonen.")
        assert masked.one().text == "Ring …, på den ovanliga telefonen."
        unmask(masked)
        assert masked.one().text == "Ring Brita Hallonqvist, 070-174 06 41, på den ovanliga telefonen."

    def test_of_what_is_masked_itself_is_asked_for(self, masked):
        attempt = self.correct(masked, text="Ring någon annan, på den vanliga telefonen.")
        assert [lack.target for lack in attempt.missing] == ["original_text"]
        assert (masked.one().text, masked.one().withheld.text) == (SHOWN, TEXT)
        self.correct(masked, text="Ring någon annan, på den vanliga telefonen.", original_text="Ring Karl, 1.")
        unmask(masked)
        assert masked.one().text == "Ring Karl, 1."

    def test_of_the_original_alone_leaves_what_everybody_reads(self, masked):
        self.correct(masked, original_text=TEXT.replace("Hallonqvist", "Hallonkvist"))
        assert masked.one().text == SHOWN
        assert masked.one().withheld.text == TEXT.replace("Hallonqvist", "Hallonkvist")
        assert masked.one().changes.last().before == {"original_text": TEXT}

    def test_of_a_translation_too(self, follow):
        row = {"key": "0000cafe", "text": "Call Ann on the phone", "translation": "Ring Ann på telefonen"}
        follow.story.act("add_contributions", "compilation", rows=[row])
        mask(follow, "Call … on the phone", translation="Ring … på telefonen")
        self.correct(follow, translation="Ring … via telefonen")
        unmask(follow)
        assert (follow.one().text, follow.one().translation) == ("Call Ann on the phone", "Ring Ann via telefonen")

    def test_is_offered_with_the_original_to_those_who_may_read_it(self, masked):
        url = reading(masked)
        page = masked.story.client("responsible").get(url)
        assert page.context["correct"]["original_text"].value() == TEXT
        typed = {
            f"correct-{name}": page.context["correct"][name].value() or "" for name in page.context["correct"].fields
        }
        typed |= {"act": "correct", "correct-text": "Ring …, på telefonen."}
        assert masked.story.client("responsible").post(url, typed).status_code == 302
        unmask(masked)
        assert masked.one().text == "Ring Brita Hallonqvist, 070-174 06 41, på telefonen."

    @given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9), st.data())
    def test_is_carried_over_or_asked_for_and_never_guessed(self, words, data):
        """The masked word stays whole, and what was not changed stays as it was."""
        at = data.draw(st.integers(0, len(words) - 1))
        original = " ".join([*words[:at], SECRET_WORD, *words[at:]])
        shown = original.replace(SECRET_WORD, "…")
        new = data.draw(st.integers(0, len(words) - 1))
        corrected = " ".join([*words[:at], "…", *words[at:]]).replace(words[new], "xyz", 1)
        carried = carried_over(shown, corrected, original)
        assert carried is None or carried.replace(SECRET_WORD, "…") == corrected
        assert carried_over(shown, shown, original) == original

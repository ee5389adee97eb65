"""Det här sa ni – det här gjorde vi: from voices to what is done and back, and what led no further, with why."""

import pytest
from django.urls import reverse

from dialog.acts.core import Refused
from dialog.models import Case, Decision, Event
from followup.models import Unfollowed
from followup.way_back import WayBack
from reports.kinds import KINDS
from reports.render import as_html, as_text
from tests.followup.tale import DECISION, LIGHT, REST

WHY = "Bänkarna står redan där."


@pytest.fixture
def answered(follow):
    """A conclusion about light that quotes one for and one against; four voices that led no further, one of them unread."""
    follow.name_themes()
    follow.add(
        "Det är mörkt.", "Inga lampor, tack.", "Fler bänkar.", "Inga bänkar.", "Min hund heter Bullen.", "Mörkt där."
    )
    follow.code(1, themes=[LIGHT], stance="for")
    follow.code(2, themes=[LIGHT], stance="against")
    follow.code(3, themes=[REST], stance="for")
    follow.code(4, themes=[REST], stance="against")
    follow.code(5, fits_no_theme=True)
    follow.conclude(quotations=["1 2"])
    return follow


def way(follow, who="responsible"):
    return WayBack(follow.story.access(who))


def explain(follow, by="responsible", **facts):
    return follow.story.attempt("explain_unfollowed", "analysis", by=by, **{"theme": REST, "against": False, **facts})


def page(follow, name, *args, who="responsible"):
    return follow.story.client(who).get(reverse(name, args=[follow.story.pk, *args]))


class TestWhatLedNoFurther:
    def test_every_voice_speaks_in_a_conclusion_or_stands_with_the_rest(self, answered):
        found = way(answered)
        rests = {number for rest in found.rests for number in (voice.number for voice in rest.voices)}
        unread = {voice.number for voice in found.unread}
        assert (found.heard, rests, unread) == ({1, 2}, {3, 4, 5}, {6})

    def test_those_for_and_those_against_stand_apart_and_what_fits_no_theme_last(self, answered):
        assert [rest.about for rest in way(answered).rests] == [(REST, False), (REST, True), ("", False)]

    def test_it_has_no_reason_until_somebody_writes_one_and_history_tells_who(self, answered):
        assert way(answered).without_reason == 3
        explain(answered, text=WHY)
        assert way(answered).without_reason == 2
        assert Event.objects.filter(case=answered.story.pk, act="explain_unfollowed", note=WHY).exists()

    def test_a_new_reason_replaces_the_old_one_and_the_same_changes_nothing(self, answered):
        explain(answered, text="Nej.")
        assert explain(answered, text=WHY).happened
        assert not explain(answered, text=WHY).happened
        assert Unfollowed.objects.get(case=answered.story.pk).reason == WHY

    def test_an_empty_reason_is_none(self, answered):
        assert explain(answered, text=" ").missing and not Unfollowed.objects.exists()

    def test_what_rests_in_a_conclusion_needs_none(self, answered):
        with pytest.raises(Refused):
            explain(answered, theme=LIGHT, text=WHY)

    def test_an_elected_member_reads_it_and_writes_none(self, answered):
        with pytest.raises(Refused):
            explain(answered, by="elected", text=WHY)
        assert "Skriv varför" not in page(answered, "said_and_done", who="elected").text

    def test_it_can_be_written_when_the_case_is_closed(self, answered):
        Case.objects.filter(pk=answered.story.pk).update(closed_at=answered.story.now, outcome="completed")
        assert not explain(answered, text=WHY, theme=REST, against=True).missing

    def test_a_drop_of_the_conclusion_brings_its_voices_there(self, answered):
        answered.conclude(quotations=["1 2"], dropped_because=["Den föll."])
        assert LIGHT in {rest.about[0] for rest in way(answered).rests}


class TestQuotations:
    def test_those_that_somebody_chose_are_shown_and_no_others(self, answered):
        [answer] = way(answered).answers
        assert [said.contribution.number for said in answer.trace.voices] == [1, 2]
        answered.conclude(quotations=[])
        assert way(answered).answers[0].quote is None

    def test_a_masked_part_is_masked_in_them(self, answered):
        answered.story.act("mask_contribution", "compilation", number=1, text="Det är …")
        text = page(answered, "said_and_done").text
        assert "Det är …" in text and "Det är mörkt." not in text

    def test_a_group_of_few_voices_is_not_named(self, answered):
        assert way(answered).answers[0].quote.group == ""


class TestPages:
    def test_the_whole_answers_each_conclusion_and_tells_what_is_left(self, answered):
        explain(answered, text=WHY)
        text = " ".join(page(answered, "said_and_done").text.split())
        for words in ("Det är mörkt på vägen ned.", "2 inspel, 1 emot", "Sju lampor.", WHY, "Inget skäl är skrivet."):
            assert words in text, words

    def test_an_unread_contribution_is_nothing_for_whoever_is_no_member(self, answered):
        assert "Mörkt där." not in page(answered, "said_and_done", who="stranger").text
        assert page(answered, "way_of_contribution", 6, who="stranger").status_code == 404
        assert page(answered, "way_of_contribution", 6).status_code == 200

    @pytest.mark.parametrize(
        ("number", "words"),
        [
            (1, ("Ljuset först", "Den citeras.", "Ingen nämnd har beslutat än", "Inga lampor, tack.")),
            (2, ("Ljuset först", "Den här är emot.")),
            (3, ("Det blev ingen slutsats", "Inget skäl är skrivet.")),
            (5, ("Det blev ingen slutsats", "Passar inget tema")),
            (6, ("Det är inte läst än",)),
        ],
    )
    def test_each_voice_is_told_what_became_of_it(self, answered, number, words):
        text = page(answered, "way_of_contribution", number).text
        for one in words:
            assert one in text, one

    def test_from_a_decision_one_comes_to_the_voices_those_against_too(self, answered):
        answered.act("decide", "analysis", DECISION, kind="decision", data=answered.decided(), by="elected")
        decision = Decision.objects.get(case=answered.story.pk, row=DECISION)
        address = reverse("voices_of_decision", args=[answered.story.pk, decision.pk])
        assert address in page(answered, "decisions").text
        text = answered.story.client("responsible").get(address).text
        for words in ("av 6 röster", "Det är mörkt.", "Inga lampor, tack.", "emot"):
            assert words in text, words

    def test_of_what_is_no_decision_on_the_result_there_are_none(self, answered):
        assert page(answered, "voices_of_decision", 10**6).status_code == 404

    def test_the_reason_is_written_on_a_page_of_its_own_and_what_is_missing_is_said_there(self, answered):
        address = reverse("why_unfollowed", args=[answered.story.pk]) + f"?about={REST}"
        client = answered.story.client("responsible")
        assert client.post(address, {"text": "", "act": "explain"}).status_code == 422
        assert client.post(address, {"text": WHY, "act": "explain"}).status_code == 302
        assert WHY in page(answered, "said_and_done").text

    def test_a_case_without_conclusions_says_so(self, follow):
        assert "Inga slutsatser än" in page(follow, "said_and_done").text


class TestPaper:
    def test_it_says_what_the_page_says(self, answered):
        explain(answered, text=WHY)
        document = KINDS["said_and_done"].build(answered.story.access("responsible"), "")
        for made in (as_html(document), as_text(document)):
            for words in (
                "Det är mörkt på vägen ned.",
                "Det är mörkt.",
                "Sju lampor.",
                WHY,
                "Skälet är inte skrivet än.",
            ):
                assert words in made, words

    def test_it_holds_nothing_that_nobody_has_read_and_no_name_of_who_waits(self, answered):
        text = as_text(KINDS["said_and_done"].build(answered.story.access("responsible"), ""))
        assert "Mörkt där." not in text and "Lena Ek" not in text

    def test_before_a_body_has_decided_it_is_a_draft(self, answered):
        access = answered.story.access("responsible")
        assert KINDS["said_and_done"].build(access, "").draft
        answered.act("decide", "analysis", DECISION, kind="decision", data=answered.decided(), by="elected")
        assert not KINDS["said_and_done"].build(answered.story.access("responsible"), "").draft

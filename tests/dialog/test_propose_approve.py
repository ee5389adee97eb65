"""Approved: a complete proposal is sent and is fixed while it waits; an elected official answers what she has read."""

import pytest
from django.utils.translation import gettext

from dialog.acts.core import Conflict, Refused
from dialog.models import Comment, Event
from tests.story import PURPOSE

EDITED = {**PURPOSE, "purpose": ["Förstå hur unga vill använda Norra stranden."]}


@pytest.fixture
def proposed(story):
    """A proposal of the purpose that waits."""
    story.act("propose", "purpose", by="civil_servant", data=PURPOSE, comment="Gör om gärna den sista meningen.")
    return story


class TestProposing:
    def test_a_complete_text_is_sent_with_a_comment_if_one_likes(self, proposed):
        record = proposed.record("purpose")
        assert (record.draft, record.done, record.sent_by) == ("proposed", False, proposed.house["civil_servant"])
        assert proposed.revisions("purpose")[-1].was_sent
        assert Event.objects.latest("pk").note == "Gör om gärna den sista meningen."

    def test_an_incomplete_one_is_kept_and_not_sent(self, story):
        attempt = story.attempt("propose", "purpose", data={"purpose": ["Förstå."]})
        assert gettext("Choose at least one overall purpose.") in [lack.sentence for lack in attempt.missing]
        assert (story.record("purpose").draft, story.text("purpose")) == ("writing", {"purpose": ["Förstå."]})

    @pytest.mark.parametrize("who", ["elected", "reader", "support", "admin", "stranger"])
    def test_only_civil_servants_of_the_case_send(self, story, who):
        with pytest.raises(Refused):
            story.attempt("propose", "purpose", by=who, data=PURPOSE)

    def test_a_double_click_sends_once(self, story):
        for _click in range(2):
            story.attempt("propose", "purpose", seen=0, data=PURPOSE)
        assert Event.objects.filter(act="propose").count() == 1

    def test_any_civil_servant_of_the_case_may_take_it_back(self, proposed):
        proposed.act("withdraw", "purpose", by="responsible")
        assert (proposed.record("purpose").draft, proposed.text("purpose")) == ("writing", PURPOSE)

    @pytest.mark.parametrize("who", ["elected", "reader", "support"])
    def test_nobody_else_takes_it_back(self, proposed, who):
        with pytest.raises(Refused):
            proposed.attempt("withdraw", "purpose", by=who)

    def test_what_has_been_answered_meanwhile_cannot_be_taken_back(self, proposed):
        seen = proposed.seen("purpose")
        proposed.act("approve", "purpose")
        with pytest.raises(Conflict):
            proposed.attempt("withdraw", "purpose", by="responsible", seen=seen)
        with pytest.raises(Refused):
            proposed.attempt("withdraw", "purpose", by="responsible")

    def test_a_step_that_must_come_first_never_holds_up_a_proposal(self, story):
        story.act(
            "propose", "influenceable", data={"question_influenceable": ["no"], "motivation": ["Beslutat i lag."]}
        )


class TestApproving:
    @pytest.mark.parametrize("who", ["elected", "substitute", "other_body"])
    def test_any_elected_member_of_the_case_approves(self, proposed, who):
        proposed.act("approve", "purpose", by=who)
        record = proposed.record("purpose")
        assert (record.done, record.version, record.draft, record.in_force_by) == (True, 1, "none", proposed.house[who])
        assert proposed.case.purpose.purpose == PURPOSE["purpose"][0]

    @pytest.mark.parametrize(
        "who", ["responsible", "civil_servant", "reader", "support", "admin", "communicator", "stranger"]
    )
    def test_nobody_else_approves(self, proposed, who):
        with pytest.raises(Refused):
            proposed.attempt("approve", "purpose", by=who)

    def test_she_may_edit_and_approve_in_one_and_the_proposal_is_kept(self, proposed):
        proposed.act("approve", "purpose", data=EDITED)
        sent, approved = proposed.revisions("purpose")
        assert (sent.data, sent.was_sent, sent.version) == (PURPOSE, True, None)
        assert (approved.data, approved.version) == (EDITED, 1)

    def test_she_may_approve_without_a_proposal(self, story):
        story.act("approve", "purpose", data=PURPOSE)
        assert story.record("purpose").done

    def test_an_approval_of_another_text_than_was_read_approves_nothing(self, proposed):
        seen = proposed.seen("purpose")
        proposed.act("withdraw", "purpose", by="civil_servant")
        proposed.act("propose", "purpose", by="civil_servant", data=EDITED)
        with pytest.raises(Conflict):
            proposed.attempt("approve", "purpose", seen=seen)
        with pytest.raises(Conflict):
            proposed.attempt("approve", "purpose", seen=seen, data=EDITED)
        assert not proposed.record("purpose").done

    def test_an_approval_that_lacks_something_leaves_the_proposal_as_it_was_sent(self, proposed):
        attempt = proposed.attempt("approve", "purpose", data={**PURPOSE, "purpose": []})
        assert attempt.missing
        assert (proposed.record("purpose").draft, proposed.text("purpose")) == ("proposed", PURPOSE)

    def test_a_double_click_makes_one_version_and_one_event(self, proposed):
        seen = proposed.seen("purpose")
        for _click in range(2):
            proposed.attempt("approve", "purpose", seen=seen, data=PURPOSE)
        assert proposed.record("purpose").version == 1
        assert Event.objects.filter(act="approve").count() == 1

    def test_two_who_approve_at_once_make_one_version(self, proposed):
        seen = proposed.seen("purpose")
        proposed.attempt("approve", "purpose", by="elected", seen=seen)
        with pytest.raises(Conflict):
            proposed.attempt("approve", "purpose", by="substitute", seen=seen)
        assert proposed.record("purpose").version == 1

    def test_an_old_page_approves_nothing_long_after(self, proposed):
        seen = proposed.seen("purpose")
        proposed.act("approve", "purpose")
        proposed.act("save_draft", "purpose", data=EDITED)
        with pytest.raises(Conflict):
            proposed.attempt("approve", "purpose", seen=seen)

    def test_two_people_are_never_needed(self, story):
        story.act("approve", "purpose", by="elected", data=PURPOSE)
        assert story.record("purpose").version == 1


class TestSendingBack:
    def test_it_leads_to_a_draft_with_an_unanswered_comment(self, proposed):
        proposed.act("send_back", "purpose", comment="Vilka unga?")
        comment = Comment.objects.get()
        assert (comment.text, comment.sent_back, comment.answered_at) == ("Vilka unga?", True, None)
        assert (proposed.record("purpose").draft, proposed.text("purpose")) == ("returned", PURPOSE)

    def test_a_comment_is_needed(self, proposed):
        assert proposed.attempt("send_back", "purpose", comment="\n ").missing
        assert proposed.record("purpose").draft == "proposed"

    def test_the_next_proposal_answers_the_comment(self, proposed):
        proposed.act("send_back", "purpose", comment="Vilka unga?")
        proposed.act("propose", "purpose", data=EDITED)
        assert Comment.objects.get().answered_by == proposed.house["responsible"]

    def test_an_approval_answers_it(self, proposed):
        proposed.act("send_back", "purpose", comment="Vilka unga?")
        proposed.act("approve", "purpose", data=EDITED)
        assert Comment.objects.get().answered_by == proposed.house["elected"]

    def test_a_reply_answers_it_too(self, proposed):
        proposed.act("send_back", "purpose", comment="Vilka unga?")
        proposed.act("comment", "purpose", text="De som bor i Norrliden.", answers=Comment.objects.get().pk)
        assert Comment.objects.get(sent_back=True).answered_at

    def test_writing_on_it_does_not(self, proposed):
        proposed.act("send_back", "purpose", comment="Vilka unga?")
        proposed.act("save_draft", "purpose", data=EDITED)
        assert proposed.record("purpose").draft == "returned"
        assert Comment.objects.get().answered_at is None

    def test_what_is_in_force_stays_in_force(self, story):
        story.carry("purpose")
        story.act("propose", "purpose", data=EDITED)
        assert story.record("purpose").done
        story.act("send_back", "purpose", comment="Nej, den förra var bättre.")
        record = story.record("purpose")
        assert (record.done, record.version) == (True, 1)
        assert story.case.purpose.purpose == PURPOSE["purpose"][0]

    @pytest.mark.parametrize("who", ["civil_servant", "reader", "support", "admin"])
    def test_only_elected_members_send_back(self, proposed, who):
        with pytest.raises(Refused):
            proposed.attempt("send_back", "purpose", by=who, comment="Nej.")

    def test_the_step_says_who_withdrew_the_proposal_until_it_is_sent_again(self, proposed):
        told = "Förslaget drogs tillbaka"
        page = proposed.url("step", "purpose")
        assert told not in proposed.client("elected").get(page).text
        proposed.act("withdraw", "purpose", by="civil_servant")
        text = proposed.client("elected").get(page).text
        assert told in text and "av Lena Ek." in text
        assert told not in proposed.client("stranger").get(page).text
        proposed.act("propose", "purpose")
        assert told not in proposed.client("elected").get(page).text

    def test_what_was_withdrawn_meanwhile_is_not_sent_back(self, proposed):
        seen = proposed.seen("purpose")
        proposed.act("withdraw", "purpose")
        with pytest.raises(Conflict):
            proposed.attempt("send_back", "purpose", seen=seen, comment="Nej.")

    def test_a_double_click_sends_back_once(self, proposed):
        seen = proposed.seen("purpose")
        for _click in range(2):
            proposed.attempt("send_back", "purpose", seen=seen, comment="Vilka unga?")
        assert Comment.objects.count() == 1

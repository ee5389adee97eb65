"""On the page of a proposed decision: what the elected member of the body sees, and what she says that it decided."""

import pytest

from dialog.models import Comment, Decision, DecisionFact, Event
from tests.pages import Page
from tests.story import PURPOSE, QUESTION, YES

TYPED = "Förstå hur unga & gamla <b>vill</b> ha det."


class TestTheBodysDecision:
    """The elected member of the owning body confirms on a phone in three touches."""

    @pytest.fixture
    def proposed(self, story):
        story.go_to("influenceable")
        story.act("propose", "influenceable", data=YES, comment="Läget är fritt.")
        return story

    def verdict(self, story, verdict, draft=None, who="elected", **more):
        return story.post(who, "influenceable", "verdict", draft or {}, verdict=verdict, **more)

    def decided(self, story, **more):
        return {"decided_on": [story.today.isoformat()], "made_by": ["body"], **more}

    def test_she_sees_purpose_question_proposal_and_comment_and_no_answer_is_chosen(self, proposed):
        page = proposed.client("elected").get(proposed.url("step", "influenceable"))
        for text in (PURPOSE["purpose"][0], QUESTION["question"][0], YES["motivation"][0], "Läget är fritt."):
            assert text in page.text
        (form,) = (one for one in Page(page.text).forms if any(control.get("name") == "verdict" for control in one))
        assert not [control for control in form if control.get("name") == "verdict" and "checked" in control]

    def test_as_proposed_is_the_proposal_whatever_else_stands_in_the_form(self, proposed):
        answer = self.verdict(proposed, "as_proposed", self.decided(proposed, question_influenceable=["no"]))
        assert answer.status_code == 302
        assert Decision.objects.get().answer["question_influenceable"] == "yes"

    def test_something_else_is_what_she_wrote(self, proposed):
        text = self.decided(proposed, question_influenceable=["no"], motivation=["Beslutat i lag."])
        assert self.verdict(proposed, "other", text).status_code == 302
        assert Decision.objects.get().answer["question_influenceable"] == "no"

    def test_something_else_that_is_the_proposal_decides_nothing(self, proposed):
        answer = self.verdict(proposed, "other", self.decided(proposed, **YES))
        assert answer.status_code == 422 and not Decision.objects.exists()

    @pytest.mark.parametrize("verdict", ["", "maybe", "decide", "\x00"])
    def test_without_a_verdict_nothing_is_decided_and_she_is_told(self, proposed, verdict):
        answer = self.verdict(proposed, verdict, self.decided(proposed, motivation=[TYPED]))
        assert answer.status_code == 422
        assert not Decision.objects.exists()

    def test_postponed_until_a_day(self, proposed):
        answer = self.verdict(proposed, "postponed", until="2026-12-01", decided_on="2026-11-03")
        assert answer.status_code == 302
        assert str(proposed.record("influenceable").postponed_to) == "2026-12-01"

    def test_postponed_until_no_day_is_said_and_kept(self, proposed):
        answer = self.verdict(proposed, "postponed", until="31/2")
        assert answer.status_code == 422
        assert 'value="31/2"' in answer.text
        assert proposed.record("influenceable").postponed_to is None

    def test_sent_back_by_the_body_needs_what_it_wants_answered(self, proposed):
        day = {"decided_on": "2026-11-03"}
        assert self.verdict(proposed, "sent_back", **day).status_code == 422
        said = {"comment-return_by_body": "Vad kostar det?"}
        assert self.verdict(proposed, "sent_back", **said).status_code == 422, "at which meeting?"
        assert self.verdict(proposed, "sent_back", **said, **day).status_code == 302
        assert Comment.objects.get().text == "Vad kostar det?"

    def test_a_double_click_makes_one_decision(self, proposed):
        seen = proposed.seen("influenceable")
        for _click in range(2):
            assert self.verdict(proposed, "as_proposed", self.decided(proposed), seen=seen).status_code == 302
        assert (Decision.objects.count(), Event.objects.filter(act="decide").count()) == (1, 1)

    def test_whoever_may_not_decide_gets_no_such_form(self, proposed):
        for who in ("other_body", "civil_servant", "reader", "admin", "stranger"):
            assert 'value="verdict"' not in proposed.client(who).get(proposed.url("step", "influenceable")).text
            assert self.verdict(proposed, "as_proposed", self.decided(proposed), who=who).status_code == 403
        assert not Decision.objects.exists()

    def test_a_day_that_became_known_later_and_is_none_is_said(self, proposed):
        self.verdict(proposed, "as_proposed", self.decided(proposed))
        facts = {"decision": str(Decision.objects.get().pk), "kind": "adjusted", "fact_date": "31/2"}
        answer = proposed.post("civil_servant", "influenceable", "add_fact", **facts)
        assert answer.status_code == 422
        assert not DecisionFact.objects.exists()
        assert answer.templates[0].name == "dialog/decisions.html" and 'value="31/2"' in answer.text

    def test_what_became_known_later_is_added_one_after_another_and_says_by_whom(self, proposed):
        self.verdict(proposed, "as_proposed", self.decided(proposed))
        proposed.later(days=9)
        decision = Decision.objects.get().pk
        for facts in ({"kind": "section", "fact": "§ 57"}, {"kind": "adjusted", "fact_date": "2026-11-10"}):
            answer = proposed.post("civil_servant", "influenceable", "add_fact", decision=str(decision), **facts)
            assert answer["Location"] == f"{proposed.url('decisions')}?open={decision}#decision-{decision}"
        page = proposed.client("reader").get(proposed.url("decisions")).text
        assert page.count(proposed.house["civil_servant"].name) == 2

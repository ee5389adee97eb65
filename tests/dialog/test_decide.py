"""Decisions of the body: recorded by its elected members, on a known wording, never changed, only superseded."""

import datetime as dt

import pytest
from django.http import Http404
from django.utils.translation import gettext

from dialog.acts.core import Conflict, Refused
from dialog.acts.members import end_membership
from dialog.models import Case, Comment, Decision, DecisionFact, Event, Membership, Seat
from dialog.process.phases import process
from tests.story import NO, PURPOSE, YES, Story

DAY = dt.timedelta(days=1)


@pytest.fixture
def proposed(story):
    """Purpose and question are approved, and it is proposed that the question can be influenced."""
    story.go_to("influenceable")
    story.act("propose", "influenceable", data=YES)
    return story


@pytest.fixture
def decided(proposed):
    """The body has decided yes and yes."""
    proposed.decide()
    return proposed


def dated(story, **text):
    return {**YES, "decided_on": [story.today.isoformat()], **text}


def sentences(attempt):
    return [lack.sentence for lack in attempt.missing]


class TestWhoRecords:
    @pytest.mark.parametrize("who", ["elected", "substitute"])
    def test_any_seat_counts_ordinary_or_substitute(self, proposed, who):
        proposed.decide(by=who)
        decision = Decision.objects.get()
        assert (decision.recorded_by, decision.recorded_at) == (proposed.house[who], proposed.now)
        assert decision.answer == {"question_influenceable": "yes", "decision_makers_influenceable": "yes"}
        assert (decision.body, decision.body_name, decision.date) == (
            proposed.house.body,
            "Tekniska nämnden",
            proposed.today,
        )

    @pytest.mark.parametrize(
        "who", ["responsible", "civil_servant", "reader", "support", "admin", "communicator", "stranger"]
    )
    def test_nobody_who_is_not_elected_decides(self, proposed, who):
        with pytest.raises(Refused):
            proposed.attempt("decide", "influenceable", by=who, data=dated(proposed))
        assert not Decision.objects.exists()

    def test_an_elected_member_of_another_body_does_not_decide(self, proposed):
        with pytest.raises(Refused):
            proposed.attempt("decide", "influenceable", by="other_body", data=dated(proposed))

    def test_a_seat_without_membership_does_not_count(self, proposed, house):
        Seat.objects.create(person=house["stranger"], body=house.body, start=dt.date(2023, 1, 1))
        with pytest.raises(Refused):
            proposed.attempt("decide", "influenceable", by="stranger", data=dated(proposed))

    def test_a_seat_counts_through_its_last_day_and_no_longer(self, proposed, house):
        house["elected"].seats.update(end=proposed.today)
        assert "decide" in proposed.allowed("influenceable", "elected")
        proposed.later(days=1)
        with pytest.raises(Refused):
            proposed.attempt("decide", "influenceable", data=dated(proposed))

    def test_a_seat_that_has_not_begun_does_not_count(self, proposed, house):
        house["elected"].seats.update(start=proposed.today + DAY)
        with pytest.raises(Refused):
            proposed.attempt("decide", "influenceable", data=dated(proposed))

    def test_a_membership_that_has_ended_does_not_count(self, proposed, house):
        membership = Membership.objects.get(person=house["elected"])
        end_membership(proposed.pk, by=house["responsible"], membership=membership.pk, at=proposed.now)
        with pytest.raises(Refused):
            proposed.attempt("decide", "influenceable", data=dated(proposed))
        Case.objects.update(visibility="members_only")
        with pytest.raises(Http404):
            proposed.attempt("decide", "influenceable", data=dated(proposed))

    def test_a_civil_servant_prepares_all_of_it(self, story):
        story.go_to("influenceable")
        story.act("propose", "influenceable", by="civil_servant", data=dated(story, section=["§ 41"], votes_for=["9"]))
        story.act("decide", "influenceable")
        decision = Decision.objects.get()
        assert (decision.votes_for, decision.facts.get().text) == (9, "§ 41")


class TestWhatWasDecided:
    def test_no_answer_is_preselected(self, story):
        story.go_to("influenceable")
        step = process.step("influenceable")
        assert not set(step.deciding_fields()) & set(step.form.blank(story.access()))

    def test_the_body_may_change_the_proposal_and_both_are_kept(self, proposed):
        proposed.decide(**NO)
        sent, decided = [one for one in proposed.revisions("influenceable") if one.was_sent or one.version]
        assert (sent.data["question_influenceable"], decided.data["question_influenceable"]) == (["yes"], ["no"])
        assert Decision.objects.get().answer["question_influenceable"] == "no"

    def test_a_decision_needs_no_proposal(self, story):
        story.go_to("influenceable").decide()
        assert Decision.objects.count() == 1

    def test_purpose_and_question_come_first(self, story):
        story.carry("purpose")
        attempt = story.attempt("decide", "influenceable", data=dated(story))
        assert any(gettext("Define the question") in sentence for sentence in sentences(attempt))
        assert not Decision.objects.exists()

    def test_a_proposal_of_the_question_is_not_enough(self, story):
        story.carry("purpose")
        story.act("propose", "question", data={"question": ["Hur?"]})
        assert story.attempt("decide", "influenceable", data=dated(story)).missing

    def test_it_may_lie_in_the_past_but_never_in_the_future(self, proposed):
        tomorrow = (proposed.today + DAY).isoformat()
        attempt = proposed.attempt("decide", "influenceable", data=dated(proposed, decided_on=[tomorrow]))
        assert any(
            gettext("The date of a decision cannot be in the future.") in sentence for sentence in sentences(attempt)
        )
        assert not Decision.objects.exists()

    @pytest.mark.parametrize("typed", [[], ["31/2"], ["i går"]])
    def test_it_needs_its_date(self, proposed, typed):
        assert proposed.attempt("decide", "influenceable", data=dated(proposed, decided_on=typed)).missing

    @pytest.mark.parametrize("made_by", ["delegation", "chair"])
    def test_by_delegation_or_by_the_chair_it_is_reported_and_the_day_may_come_later(self, proposed, made_by):
        today = proposed.today.isoformat()
        proposed.decide(made_by=[made_by], reported_on=[today])
        assert Decision.objects.get().made_by == made_by

    def test_what_the_body_decided_itself_is_not_reported_to_it(self, proposed):
        today = proposed.today.isoformat()
        assert proposed.attempt("decide", "influenceable", data=dated(proposed, reported_on=[today])).missing

    def test_it_cannot_have_been_reported_before_it_was_made(self, proposed):
        earlier = (proposed.today - DAY).isoformat()
        assert proposed.attempt(
            "decide", "influenceable", data=dated(proposed, made_by=["chair"], reported_on=[earlier])
        ).missing

    def test_the_text_comes_in_force_with_it(self, decided):
        record = decided.record("influenceable")
        assert (record.done, record.version, record.draft) == (True, 1, "none")
        assert decided.case.influenceable.question_influenceable == "yes"
        assert Decision.objects.get().version == 1

    def test_nothing_else_makes_a_decision(self, proposed):
        for act in ("approve", "finish"):
            with pytest.raises(Refused):
                proposed.attempt(act, "influenceable")
        proposed.act("approve", "purpose", data={**PURPOSE, "why_dialogue": ["Många vill."]})
        assert not Decision.objects.exists()


class TestTheWording:
    def test_it_carries_the_wording_in_force(self, decided):
        decision = Decision.objects.get()
        assert decision.purpose_wording == PURPOSE["purpose"][0]
        assert decision.question_wording == "Hur ska Norra stranden bli en badplats för fler?"
        assert decision.wording_unknown_because == ""

    def test_it_keeps_it_when_the_wording_changes(self, decided):
        decided.act("approve", "purpose", data={**PURPOSE, "purpose": ["Något annat."]})
        assert Decision.objects.get().purpose_wording == PURPOSE["purpose"][0]

    def test_one_that_is_older_than_the_wording_needs_the_wording_of_its_day(self, proposed):
        before = [(proposed.today - 10 * DAY).isoformat()]
        attempt = proposed.attempt("decide", "influenceable", data=dated(proposed, decided_on=before))
        assert len(attempt.missing) == 1
        proposed.decide(
            decided_on=before, purpose_wording=["Öppna stranden."], question_wording=["Hur öppnas stranden?"]
        )
        decision = Decision.objects.get()
        assert (decision.purpose_wording, decision.question_wording) == ("Öppna stranden.", "Hur öppnas stranden?")

    def test_or_why_it_is_unknown(self, proposed):
        proposed.decide(on=proposed.today - 10 * DAY, wording_unknown_because=["Handlingarna är gallrade."])
        decision = Decision.objects.get()
        assert (decision.purpose_wording, decision.wording_unknown_because) == ("", "Handlingarna är gallrade.")

    def test_a_wording_typed_without_need_is_not_taken_for_the_real_one(self, proposed):
        proposed.decide(purpose_wording=["Påhittat."], wording_unknown_because=["Påhittat."])
        decision = Decision.objects.get()
        assert (decision.purpose_wording, decision.wording_unknown_because) == (PURPOSE["purpose"][0], "")


class TestSuperseding:
    def test_a_new_decision_supersedes_the_old_with_a_reason(self, decided):
        decided.later(days=14)
        decided.decide(**NO, supersede_reason=["Detaljplanen vann laga kraft."])
        new, old = Decision.objects.all()
        assert (new.supersedes, new.supersede_reason) == (old, "Detaljplanen vann laga kraft.")
        assert old.answer["question_influenceable"] == "yes"
        assert decided.access().decisions_in_force == {"influenceable": new}

    def test_it_begins_without_an_answer_and_with_none_of_the_earlier_ones_facts(self, decided):
        decided.later(days=14)
        page = decided.client("elected").get(decided.url("step", "influenceable") + "?change")
        begun = page.context["form"].draft
        assert begun["decided_on"] == [decided.today.isoformat()]
        assert not {"section", "votes_for", *process.step("influenceable").deciding_fields()} & set(begun)
        assert "motivation" not in begun, "the reasons were another answer's"
        shown = {field.name for field in page.context["form"].decision_facts}
        assert "supersede_reason" in shown and "is_correction" not in shown

    def test_a_slip_of_the_pen_is_mended_from_all_that_the_decision_said(self, decided):
        old = Decision.objects.get()
        decided.act("add_fact", "influenceable", decision=old.pk, fact="adjusted", date=decided.today)
        decided.later(days=14)
        url = decided.url("step", "influenceable")
        assert "correct" in decided.client("elected").get(url).text
        begun = decided.client("elected").get(url + "?change&correct").context["form"].draft
        assert (begun["is_correction"], begun["decided_on"]) == (["on"], [old.date.isoformat()])
        decided.act("decide", "influenceable", data={**begun, "supersede_reason": ["Skrivfel."]})
        new = Decision.objects.get(supersedes=old)
        assert new.is_correction and new.date == old.date and new.answer == old.answer
        assert {one.kind for one in new.facts.all()} == {one.kind for one in old.facts.all()} and new.facts.exists()

    def test_to_look_at_the_form_and_save_it_as_it_is_begins_no_draft(self, decided):
        begun = process.step("influenceable").begin_again(decided.text("influenceable"))
        decided.act("save_draft", "influenceable", data=begun, changes=False)

    def test_a_first_decision_is_not_asked_why_it_replaces_another_nor_for_an_older_wording(self, proposed):
        page = proposed.client("elected").get(proposed.url("step", "influenceable"))
        shown = {field.name for field in page.context["form"].decision_facts}
        assert not {"supersede_reason", "is_correction", "purpose_wording", "wording_unknown_because"} & shown

    def test_a_draft_of_an_older_decision_has_its_words_and_not_its_facts(self, decided):
        older = decided.version("influenceable").data
        decided.act("restore", "influenceable", text=older)
        assert "decided_on" in older and "decided_on" not in decided.text("influenceable")
        assert decided.text("influenceable")["motivation"] == older["motivation"]

    def test_without_a_reason_it_is_none(self, decided):
        decided.later(days=14)
        attempt = decided.attempt("decide", "influenceable", data=dated(decided, **NO))
        assert gettext("Enter why the earlier decision is being replaced.") in sentences(attempt)
        assert Decision.objects.count() == 1

    def test_a_slip_of_the_pen_is_corrected_with_the_same_answer(self, decided):
        decided.decide(
            motivation=["Nämnden förfogar över driften."], supersede_reason=["Skrivfel."], is_correction=["on"]
        )
        assert Decision.objects.first().is_correction

    def test_a_correction_never_changes_the_answer(self, decided):
        text = dated(decided, **NO, supersede_reason=["Skrivfel."], is_correction=["on"])
        assert decided.attempt("decide", "influenceable", data=text).missing
        assert Decision.objects.count() == 1

    def test_the_first_decision_corrects_nothing(self, proposed):
        proposed.decide(is_correction=["on"], supersede_reason=["Skrivfel."])
        decision = Decision.objects.get()
        assert (decision.supersedes, decision.supersede_reason, decision.is_correction) == (None, "", False)

    def test_what_is_decided_already_is_not_decided_again(self, decided):
        decided.act("decide", "influenceable", data=decided.text("influenceable"), changes=False)
        assert Decision.objects.count() == 1


class TestTwoClicks:
    def test_a_double_click_makes_one_version_one_decision_one_event(self, proposed):
        seen = proposed.seen("influenceable")
        for _click in range(2):
            proposed.attempt("decide", "influenceable", seen=seen, data=dated(proposed))
        assert (Decision.objects.count(), proposed.record("influenceable").version) == (1, 1)
        assert Event.objects.filter(act="decide").count() == 1

    def test_two_members_who_record_it_at_once_make_one(self, proposed):
        seen = proposed.seen("influenceable")
        proposed.attempt("decide", "influenceable", by="elected", seen=seen, data=dated(proposed))
        with pytest.raises(Conflict):
            proposed.attempt("decide", "influenceable", by="substitute", seen=seen, data=dated(proposed))
        assert Decision.objects.count() == 1


class TestWhatIsNoDecision:
    def test_postponed_still_waits_with_its_date(self, proposed):
        until = proposed.today + 28 * DAY
        proposed.act("postpone", "influenceable", until=until)
        record = proposed.record("influenceable")
        assert (record.draft, record.postponed_to, record.done) == ("proposed", until, False)
        assert not Decision.objects.exists()
        assert ("decision", "elected_of_body") in proposed.waits()

    def test_sent_back_by_the_body_is_a_draft_with_its_comment(self, proposed):
        proposed.act("return_by_body", "influenceable", comment="Nämnden vill se kostnaden först.")
        assert proposed.record("influenceable").draft == "returned"
        assert Comment.objects.get().sent_back
        assert not Decision.objects.exists()

    def test_both_stay_in_the_history(self, proposed):
        proposed.act("postpone", "influenceable", until=proposed.today + DAY, comment="Tidsbrist.")
        proposed.act("return_by_body", "influenceable", comment="Mer underlag.")
        noted = Event.objects.filter(step="influenceable").values_list("act", "note")
        assert list(noted)[:2] == [("return_by_body", "Mer underlag."), ("postpone", "Tidsbrist.")]

    @pytest.mark.parametrize("act", ["postpone", "return_by_body"])
    @pytest.mark.parametrize("who", ["civil_servant", "other_body", "reader"])
    def test_only_the_bodys_members_say_so(self, proposed, act, who):
        with pytest.raises(Refused):
            proposed.attempt(act, "influenceable", by=who, comment="x")

    def test_what_was_postponed_can_be_decided_later(self, proposed):
        proposed.act("postpone", "influenceable", until=proposed.today + DAY)
        proposed.later(days=1)
        proposed.decide()
        assert proposed.record("influenceable").postponed_to is None


class TestLaterFacts:
    """Decided, adjusted and published are separate facts, each with its date; § and minutes may follow."""

    def add(self, story, **facts):
        by = facts.pop("by", "civil_servant")
        return story.attempt("add_fact", "influenceable", by=by, decision=Decision.objects.get().pk, **facts)

    def test_a_paragraph_that_came_later_is_added_with_name_and_date(self, decided):
        at = decided.later(days=10)
        self.add(decided, fact="section", text="§ 41")
        fact = DecisionFact.objects.get()
        assert (fact.kind, fact.text, fact.by, fact.at) == ("section", "§ 41", decided.house["civil_servant"], at)

    def test_each_is_added_once(self, decided):
        self.add(decided, fact="section", text="§ 41")
        assert not self.add(decided, fact="section", text="§ 42").happened
        assert DecisionFact.objects.get().text == "§ 41"

    def test_the_paragraph_that_the_decision_came_with_is_there_already(self, proposed):
        proposed.decide(section=["§ 41"])
        assert not self.add(proposed, fact="section", text="§ 42").happened

    @pytest.mark.parametrize("fact", ["adjusted", "published"])
    def test_adjusted_and_published_are_days(self, decided, fact):
        decided.later(days=10)
        self.add(decided, fact=fact, date=decided.today)
        assert DecisionFact.objects.get().date == decided.today

    @pytest.mark.parametrize("fact", ["adjusted", "published", "reported"])
    def test_words_are_no_day(self, decided, fact):
        assert self.add(decided, fact=fact, text="I går.").missing

    @pytest.mark.parametrize("name", ["text", "unknown_because"])
    def test_a_text_that_is_too_long_is_said_and_not_cut(self, decided, name):
        assert self.add(decided, fact="section", **{name: "x" * 301}).missing
        assert not DecisionFact.objects.exists()

    def test_a_day_of_those_is_never_in_the_future_nor_before_the_decision(self, decided):
        for day in (decided.today + DAY, decided.today - DAY):
            assert self.add(decided, fact="adjusted", date=day).missing
        assert not DecisionFact.objects.exists()

    def test_what_cannot_be_known_says_why(self, decided):
        self.add(decided, fact="adjusted", unknown_because="Protokollet är inte skannat.")
        assert DecisionFact.objects.get().unknown_because

    def test_a_paragraph_that_is_written_as_a_number_is_read_as_one(self, decided):
        self.add(decided, fact="section", text="41")
        assert DecisionFact.objects.get().text == "§ 41"

    def test_the_number_of_a_decision_by_delegation_is_no_paragraph(self, proposed):
        proposed.decide(section=["41"], made_by=["delegation"], reported_on=[proposed.today.isoformat()])
        assert DecisionFact.objects.get(kind="section").text == "41"

    def test_nothing_is_no_fact(self, decided):
        assert self.add(decided, fact="minutes", text=" ").missing

    @pytest.mark.parametrize(("decision", "fact"), [(0, "section"), (10**30, "section"), (None, "colour")])
    def test_what_is_not_there_gets_no_facts(self, decided, decision, fact):
        pk = Decision.objects.get().pk if decision is None else decision
        attempt = decided.attempt("add_fact", "influenceable", decision=pk, fact=fact, text="x")
        assert attempt.missing and not DecisionFact.objects.exists()

    def test_another_cases_decision_gets_no_facts_from_here(self, decided, house):
        other = Story(house, decided.now, title="En annan dialog").go_to("influenceable")
        other.decide()
        theirs = Decision.objects.get(case=other.pk)
        assert decided.attempt("add_fact", "influenceable", decision=theirs.pk, fact="section", text="§ 1").missing

    def test_nobody_who_writes_is_disturbed_by_it(self, decided):
        seen = decided.seen("influenceable")
        self.add(decided, fact="section", text="§ 41")
        assert decided.seen("influenceable") == seen

    @pytest.mark.parametrize("who", ["reader", "support", "admin", "stranger"])
    def test_only_those_who_work_in_the_case_add_them(self, decided, who):
        with pytest.raises(Refused):
            self.add(decided, by=who, fact="section", text="§ 41")

"""The result before a body: noted, or decided by an elected member of the case who sits in that very body."""

import datetime as dt

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

from dialog.acts.core import Refused, run
from dialog.cases.inbox import waits_for
from dialog.models import Decision, DecisionFact, Record, Wait
from followup.models import Presentation
from tests.followup.tale import DECISION, NOTED, NOTING


@pytest.fixture
def other(follow):
    """The key of another body than the one that owns the case."""
    return str(follow.story.house.other_body.pk)


def propose(follow, **text):
    data = follow.decided(**text)
    del data["decided_on"]
    return follow.act("propose", "analysis", DECISION, kind="decision", data=data)


def decide(follow, by="elected", **text):
    return follow.act("decide", "analysis", DECISION, kind="decision", by=by, data=follow.decided(**text))


def inbox(follow, who):
    return [(wait.kind, wait.step, wait.row) for wait in waits_for(follow.story.house[who], follow.story.now)]


class TestNoted:
    def test_a_body_noted_it_with_a_note(self, follow):
        follow.note()
        one = Presentation.objects.get()
        assert (one.kind, one.body_name, one.date, one.section) == (
            "noted",
            "Tekniska nämnden",
            follow.story.today,
            "§ 24",
        )

    def test_what_it_is_called_is_kept_in_the_municipalitys_language_whoever_notes_it(self, follow):
        with override("en"):
            follow.note()
        called = Record.objects.get(step="analysis", row=NOTING)
        with override("sv"):
            day = date_format(follow.story.today, "DATE_FORMAT")
        assert called.heading == called.heading_in_force == f"Tekniska nämnden, {day}"

    @pytest.mark.parametrize("name", ["body", "date", "note"])
    def test_body_day_and_note_are_needed(self, follow, name):
        body = {"body": [str(follow.story.house.body.pk)], "date": [follow.story.today.isoformat()]}
        data = {key: texts for key, texts in {**NOTED, **body}.items() if key != name}
        assert follow.attempt("keep", "analysis", NOTING, kind="noting", data=data).missing

    def test_it_was_not_noted_in_the_future(self, follow):
        tomorrow = (follow.story.today + dt.timedelta(days=1)).isoformat()
        body = {"body": [str(follow.story.house.body.pk)], "date": [tomorrow]}
        assert follow.attempt("keep", "analysis", NOTING, kind="noting", data={**NOTED, **body}).missing

    def test_the_bodys_name_stays_as_it_was_that_day(self, follow):
        follow.note()
        body = follow.story.house.body
        body.name = "Samhällsnämnden"
        body.save()
        assert Presentation.objects.get().body_name == "Tekniska nämnden"

    def test_noting_decides_nothing(self, follow):
        follow.note()
        assert not Decision.objects.filter(step="analysis").exists()


class TestDecided:
    def test_a_decision_is_a_decision_as_elsewhere(self, follow):
        decide(follow)
        one = Decision.objects.get(step="analysis")
        assert (one.row, one.answer, one.motivation) == (
            DECISION,
            {"answer": "Stranden får ljus"},
            "Det bad de flesta om.",
        )
        assert (one.body_name, one.date, one.version) == ("Tekniska nämnden", follow.story.today, 1)
        assert one.question_wording == "Hur ska Norra stranden bli en badplats för fler?"

    def test_and_a_presentation_with_its_day_and_paragraph(self, follow):
        decide(follow, section=["§ 31"])
        one = Presentation.objects.get()
        assert (one.kind, one.date, one.section, str(one)) == (
            "decided",
            follow.story.today,
            "§ 31",
            f"Tekniska nämnden {follow.story.today}",
        )

    def test_it_waits_for_the_elected_members_of_the_owning_body(self, follow):
        propose(follow)
        assert inbox(follow, "elected") == [("decision", "analysis", DECISION)]
        assert inbox(follow, "substitute") and not inbox(follow, "other_body") and not inbox(follow, "civil_servant")

    @pytest.mark.parametrize("who", ["responsible", "civil_servant", "reader", "other_body", "admin", "stranger"])
    def test_nobody_else_records_it(self, follow, who):
        propose(follow)
        with pytest.raises(Refused):
            follow.attempt("decide", "analysis", DECISION, by=who, data=follow.decided())
        assert not Decision.objects.filter(step="analysis").exists()

    def test_any_seat_counts(self, follow):
        propose(follow)
        assert decide(follow, by="substitute").happened

    def test_one_that_is_decided_anew_supersedes_the_old_one_with_a_reason(self, follow):
        decide(follow)
        follow.story.later(days=30)
        assert follow.attempt("decide", "analysis", DECISION, by="elected", data=follow.decided(answer=["Nej"])).missing
        decide(follow, answer=["Nej"], supersede_reason=["Pengarna tog slut."])
        old, new = Decision.objects.filter(step="analysis").order_by("pk")
        assert new.supersedes == old and follow.story.access().in_force["analysis", DECISION] == new

    def test_two_decisions_of_two_presentations_stand_side_by_side(self, follow):
        decide(follow)
        follow.act(
            "decide", "analysis", "0000b0b4", kind="decision", by="elected", data=follow.decided(answer=["Också"])
        )
        assert len([key for key in follow.story.access().in_force if key[0] == "analysis"]) == 2

    def test_the_body_may_postpone_it_or_send_it_back(self, follow):
        propose(follow)
        follow.act("postpone", "analysis", DECISION, by="elected", until=follow.story.today + dt.timedelta(days=20))
        assert inbox(follow, "elected")
        follow.act("return_by_body", "analysis", DECISION, by="elected", comment="Vad kostar det?")
        assert ("sent_back", "analysis", DECISION) in inbox(follow, "responsible")
        assert not Decision.objects.filter(step="analysis").exists()

    def test_it_does_not_lie_in_the_future(self, follow):
        propose(follow)
        tomorrow = (follow.story.today + dt.timedelta(days=1)).isoformat()
        data = follow.decided(decided_on=[tomorrow])
        assert follow.attempt("decide", "analysis", DECISION, by="elected", data=data).missing

    def test_what_it_says_does_not_touch_the_two_decisions_of_the_plan(self, follow):
        before = follow.story.access().decisions_in_force
        decide(follow)
        assert follow.story.access().decisions_in_force == before
        assert not follow.story.access().is_on_information_track


class TestAnotherBody:
    def test_a_decision_of_another_body_waits_for_those_who_sit_there(self, follow, other):
        propose(follow, body=[other])
        assert inbox(follow, "other_body") == [("decision", "analysis", DECISION)]
        assert inbox(follow, "elected") == [] and inbox(follow, "substitute") == []
        assert Wait.objects.get(kind="decision").body == follow.story.house.other_body

    def test_and_only_they_record_it(self, follow, other):
        propose(follow, body=[other])
        with pytest.raises(Refused):
            follow.attempt("decide", "analysis", DECISION, by="elected", data=follow.decided(body=[other]))
        decide(follow, by="other_body", body=[other])
        one = Decision.objects.get(step="analysis")
        assert (one.body, one.body_name) == (follow.story.house.other_body, "Kommunstyrelsen")

    def test_who_sits_elsewhere_cannot_record_it_by_naming_her_own_body(self, follow, other):
        propose(follow, body=[other])
        with pytest.raises(Refused):
            follow.attempt("decide", "analysis", DECISION, by="elected", data=follow.decided())

    def test_nor_can_who_sits_in_the_owning_body_decide_for_another_in_the_same_act(self, follow, other):
        propose(follow)
        with pytest.raises(Refused):
            follow.attempt("decide", "analysis", DECISION, by="elected", data=follow.decided(body=[other]))
        assert not Decision.objects.filter(step="analysis").exists()

    def test_the_page_asks_what_that_body_decided(self, follow, other):
        propose(follow, body=[other])
        url = follow.story.url("row", "analysis", DECISION)
        page = follow.story.client("other_body").get(url)
        assert page.context["mode"] == "answer" and "Kommunstyrelsen" in page.content.decode()
        assert follow.story.client("elected").get(url).context["mode"] == "read"


class TestThreeTouches:
    def test_the_elected_official_confirms_it_as_proposed_with_nothing_preselected(self, follow):
        propose(follow)
        url, client = follow.story.url("row", "analysis", DECISION), follow.story.client("elected")
        page = client.get(url)
        assert (
            page.context["mode"] == "answer"
            and 'name="verdict" value="as_proposed" id="verdict_0">' in page.content.decode()
        )
        post = {
            "act": "verdict",
            "verdict": "as_proposed",
            "revision": str(page.context["revision"]),
            "whole": "1",
            "decided_on": follow.story.today.isoformat(),
            "made_by": "body",
        }
        assert client.post(url, post).status_code == 302
        assert Decision.objects.get(step="analysis").answer == {"answer": "Stranden får ljus"}

    def test_the_body_may_change_it(self, follow):
        propose(follow)
        data = follow.decided(answer=["Stranden får en lampa"])
        attempt = follow.act("decide", "analysis", DECISION, by="elected", data=data)
        assert attempt.happened and Decision.objects.get(step="analysis").answer == {"answer": "Stranden får en lampa"}


class TestLaterFacts:
    def add(self, follow, **facts):
        one = Decision.objects.get(step="analysis")
        story = follow.story
        by = story.house["responsible"]
        return run("add_fact", story.pk, "analysis", row=DECISION, by=by, at=story.now, decision=one.pk, **facts)

    def test_paragraph_and_adjustment_wait_for_the_responsible_official_and_are_added_at_the_row(self, follow):
        decide(follow)
        follow.story.later(days=14)
        rows = {(kind, row) for kind, step, row in inbox(follow, "responsible") if step == "analysis"}
        assert rows == {("minutes", DECISION)}
        self.add(follow, fact="section", text="§ 31")
        self.add(follow, fact="adjusted", date=follow.story.today)
        assert not [one for one in inbox(follow, "responsible") if one[1] == "analysis"]
        assert DecisionFact.objects.filter(decision__step="analysis").count() == 2

    def test_the_register_of_decisions_tells_it_and_leads_there(self, follow):
        decide(follow)
        page = follow.story.client("responsible").get(follow.story.url("decisions")).content.decode()
        assert "Stranden får ljus" in page and follow.story.url("row", "analysis", DECISION) in page

    def test_so_does_the_cases_first_page(self, follow):
        decide(follow)
        assert "Stranden får ljus" in follow.story.client("stranger").get(follow.story.url("case")).content.decode()

"""Återkoppla resultat: rounds that are planned, approved by an elected official, and carried out."""

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

from dialog.acts.core import Refused
from dialog.acts.course import end_early
from dialog.models import Event, Record
from execution.kinds import goes_out_too_early
from execution.models import FeedbackRound
from tests.execution.tale import CONTENT, YOUNG, Tale, swedish
from tests.story import NO

KEY = "0000f001"


def sentences(tale: Tale) -> list[str]:
    return [lack.sentence for lack in tale.story.attempt("mark_done", "feedback", by="elected").missing]


def test_a_round_is_planned_when_recipients_and_date_stand_there_before_anything_is_written(tale: Tale):
    attempt = tale.attempt("plan_round", "feedback", KEY, kind="round", plan={"channels": ["school"]})
    assert [lack.sentence for lack in attempt.missing] == ["Choose who the feedback is for."]
    tale.plan_round(KEY, planned_on=[])
    assert not tale.round().is_planned
    tale.plan_round(KEY)
    assert tale.round().is_planned
    assert Record.objects.get(row=KEY).version == 0, "its content is approved by itself"


def test_what_a_round_is_called_is_kept_in_swedish_whoever_plans_it(tale: Tale):
    tale.plan_round(KEY)
    planned = Record.objects.get(step="feedback", row=KEY)
    with override("sv"):
        day = date_format(tale.round(KEY).planned_on, "DATE_FORMAT")
        assert planned.heading == f"{tale.round(KEY)}, {day}"


def test_a_round_that_is_only_planned_says_when_and_by_whom(tale: Tale):
    tale.plan_round(KEY, by="elected")
    story, said = tale.story, f"<strong>{swedish('Planned')}</strong>"
    page = story.client("responsible").get(story.url("row", "feedback", KEY)).text
    assert said in page and "</time>, Karin Lund" in page
    for url in (story.url("step", "feedback"), story.url("case")):
        page = story.client("responsible").get(url).text
        assert "Karin Lund" in page and "någon" not in page


def test_the_content_is_proposed_in_three_parts_and_approved_by_an_elected_official(tale: Tale):
    tale.plan_round(KEY)
    attempt = tale.attempt("propose", "feedback", KEY, data={})
    assert len(attempt.missing) == 3
    tale.act("propose", "feedback", KEY, data=CONTENT)
    assert ("proposal", "elected") in tale.story.waits()
    with pytest.raises(Refused):
        tale.attempt("approve", "feedback", KEY)
    tale.act("approve", "feedback", KEY, by="elected")
    assert tale.round().use_of_results == CONTENT["use_of_results"][0]
    assert tale.round().planned_on is not None, "approving the content leaves the plan as it is"


def test_nobody_approves_a_round_without_knowing_to_whom_it_goes(tale: Tale):
    attempt = tale.attempt("propose", "feedback", KEY, kind="round", data=CONTENT)
    assert [(lack.sentence, lack.target) for lack in attempt.missing] == [
        ("First choose who the feedback is for.", "to_0")
    ]


def test_day_and_channels_may_change_without_a_new_approval_the_rest_not(tale: Tale):
    tale.plan_round(KEY)
    tale.act("propose", "feedback", KEY, data=CONTENT)
    tale.act("approve", "feedback", KEY, by="elected")
    version = Record.objects.get(row=KEY).version
    tale.plan_round(KEY, to="residents", days=9, channels=["website"], target_groups=[])
    changed = tale.round()
    assert changed.channels == ["website"]
    assert (changed.planned_on - tale.story.today).days == 9
    assert (changed.to, changed.target_groups) == ("participants", [YOUNG]), "to whom it goes was approved"
    assert Record.objects.get(row=KEY).version == version
    assert Event.objects.filter(act="plan_round").latest("pk").facts["changed"] == ["channels", "planned_on"]


def test_content_that_is_changed_needs_a_new_approval(tale: Tale):
    tale.plan_round(KEY)
    tale.act("propose", "feedback", KEY, data=CONTENT)
    tale.act("approve", "feedback", KEY, by="elected")
    tale.act("save_draft", "feedback", KEY, data={**CONTENT, "use_of_results": ["Något annat."]})
    assert tale.round().use_of_results == CONTENT["use_of_results"][0]
    with pytest.raises(Refused):
        tale.attempt("approve", "feedback", KEY)


def test_carried_out_is_a_later_fact_with_date_and_name(tale: Tale):
    tale.plan_round(KEY)
    with pytest.raises(Refused):
        tale.attempt("carry_out_round", "feedback", KEY, date=tale.story.today)
    tale.act("propose", "feedback", KEY, data=CONTENT)
    tale.act("approve", "feedback", KEY, by="elected")
    attempt = tale.attempt("carry_out_round", "feedback", KEY, date=tale.story.later(days=1).date().replace(year=2030))
    assert [lack.target for lack in attempt.missing] == ["carried_out_on"], "not in the future"
    tale.act("carry_out_round", "feedback", KEY, date=tale.story.today)
    done = tale.round()
    assert (done.carried_out_on, done.carried_out_by) == (tale.story.today, tale.story.house["responsible"])


def test_a_round_that_was_carried_out_stands_as_it_is(tale: Tale):
    tale.give_feedback(KEY)
    for act, facts in (("save_draft", {"data": CONTENT}), ("propose", {"data": CONTENT}), ("plan_round", {"plan": {}})):
        with pytest.raises(Refused):
            tale.attempt(act, "feedback", KEY, **facts)
    tale.act("carry_out_round", "feedback", KEY, date=tale.story.today, changes=False)


def test_the_step_is_done_by_an_elected_official_when_participants_heard_and_residents_will(tale: Tale):
    assert sentences(tale) == [
        "Feedback to the participants must have been given.",
        "Feedback to residents must be planned with a date.",
    ]
    tale.give_feedback(KEY)
    tale.plan_round("0000f002", to="residents", planned_on=[])
    assert sentences(tale) == ["Feedback to residents must be planned with a date."]
    tale.plan_round("0000f002", to="residents")
    with pytest.raises(Refused):
        tale.story.attempt("mark_done", "feedback")
    assert sentences(tale) == []
    assert tale.story.record("feedback").done


def test_a_residents_round_before_the_body_has_treated_the_result_warns(tale: Tale):
    tale.plan_round(KEY, to="residents")
    access = tale.story.access()
    assert goes_out_too_early(tale.round(), access)
    page = tale.story.client("responsible").get(tale.story.url("step", "feedback")).content.decode()
    assert swedish("This feedback goes out before the committee has considered the result.") in page
    access.case.decision_planned = tale.round().planned_on
    assert not goes_out_too_early(tale.round(), access), "it goes out when the body has decided"
    tale.story.later(days=(tale.round().planned_on - tale.story.today).days)
    late = tale.story.access()
    late.case.decision_planned = tale.round().planned_on
    assert goes_out_too_early(tale.round(), late), "its day has come, and no presentation stands"
    tale.plan_round("0000f002", to="participants")
    assert not goes_out_too_early(tale.round("0000f002"), access), "participants are told soon"


def test_a_round_past_its_day_that_nobody_has_written_waits_to_be_written(tale: Tale):
    tale.plan_round(KEY, days=2)
    tale.story.later(days=3)
    assert tale.story.waits() == {("round_unwritten", "responsible")}
    tale.act("propose", "feedback", KEY, data=CONTENT)
    assert tale.story.waits() == {("proposal", "elected")}


def test_a_round_past_its_day_waits_for_the_responsible_official(tale: Tale):
    tale.plan_round(KEY, days=2)
    tale.act("propose", "feedback", KEY, data=CONTENT)
    tale.act("approve", "feedback", KEY, by="elected")
    assert ("round_past", "responsible") not in tale.story.waits()
    tale.story.later(days=3)
    assert ("round_past", "responsible") in tale.story.waits()


def test_a_round_that_does_not_take_place_is_dropped_with_a_reason_and_nothing_of_it_waits(tale: Tale):
    tale.plan_round(KEY, to="residents", days=2)
    tale.story.later(days=3)
    attempt = tale.attempt("drop_round", "feedback", KEY)
    assert [lack.target for lack in attempt.missing] == ["because"]
    tale.act("drop_round", "feedback", KEY, because="Den lades till av misstag.")
    assert ("round_past", "responsible") not in tale.story.waits()
    assert not goes_out_too_early(tale.round(), tale.story.access())
    assert "Feedback to residents must be planned with a date." in sentences(tale)
    for url in (tale.story.url("row", "feedback", KEY), tale.story.url("step", "feedback")):
        page = tale.story.client("reader").get(url).text
        assert "Den lades till av misstag." in page, "it stays readable"


def test_a_dropped_round_is_planned_again_and_one_that_waits_or_was_carried_out_is_not_dropped(tale: Tale):
    tale.plan_round(KEY)
    tale.act("drop_round", "feedback", KEY, because="Den lades till av misstag.")
    with pytest.raises(Refused):
        tale.attempt("propose", "feedback", KEY, data=CONTENT)
    tale.plan_round(KEY)
    assert tale.round().is_planned
    tale.act("propose", "feedback", KEY, data=CONTENT)
    with pytest.raises(Refused):
        tale.attempt("drop_round", "feedback", KEY, because="Den lades till av misstag.")
    tale.give_feedback("0000f002")
    with pytest.raises(Refused):
        tale.attempt("drop_round", "feedback", "0000f002", because="Den lades till av misstag.")


def test_what_was_sent_back_of_a_dropped_round_waits_no_more(tale: Tale):
    tale.plan_round(KEY)
    tale.act("propose", "feedback", KEY, data=CONTENT)
    tale.act("send_back", "feedback", KEY, by="elected", comment="Kortare.")
    tale.act("drop_round", "feedback", KEY, because="Den blev en del av den andra.")
    assert not {kind for kind, _audience in tale.story.waits()} & {"sent_back", "withdrawn", "round_past"}


def test_a_civil_servant_alone_drops_a_round(tale: Tale):
    tale.plan_round(KEY)
    with pytest.raises(Refused):
        tale.attempt("drop_round", "feedback", KEY, by="elected", because="Nej.")


def test_the_round_is_dropped_from_its_page(tale: Tale):
    tale.plan_round(KEY)
    client, url = tale.story.client("responsible"), tale.story.url("row", "feedback", KEY)
    assert client.post(url, {"act": "drop_round"}).status_code == 422
    page = client.post(url, {"act": "drop_round", "because": "Ett misstag."}, follow=True).text
    assert swedish("The feedback has been dropped.") in page and swedish("Plan again") in page


def test_where_an_activity_was_held_participants_hear_of_it_before_the_case_is_ended(with_methods: Tale):
    tale, story = with_methods, with_methods.story
    tale.hold()
    end = {"by": story.house["elected"], "reason": "Frågan var för liten.", "at": story.now}
    with pytest.raises(Refused) as refused:
        end_early(story.pk, **end)
    assert "feedback must be given to the participants first" in str(refused.value)
    tale.give_feedback(KEY)
    end_early(story.pk, **end)
    assert story.case.outcome == "ended_early"


def test_a_case_without_an_activity_is_ended_at_once(tale: Tale):
    end_early(tale.story.pk, by=tale.story.house["elected"], reason="Inga pengar.", at=tale.story.now)
    assert tale.story.case.outcome == "ended_early"


def test_the_plan_is_posted_from_the_page_of_a_new_round(tale: Tale):
    client = tale.story.client("responsible")
    url = tale.story.url("row", "feedback", KEY)
    assert client.get(f"{url}?kind=round").status_code == 200
    wrong = {"act": "plan_round", "kind": "round", "to": "participants", "planned_on": "31/2"}
    answer = client.post(url, wrong)
    assert answer.status_code == 422
    assert "31/2" in answer.content.decode(), "what was typed is still there"
    assert not FeedbackRound.objects.exists()
    answer = client.post(url, wrong | {"planned_on": "2026-12-01", "channels": ["post", "sms"]})
    assert answer.status_code == 302
    assert tale.round().channels == ["post", "sms"]
    assert client.get(url).status_code == 200
    for who in ("elected", "reader"):
        assert tale.story.client(who).get(url).status_code == 200


def test_groups_language_form_and_channels_are_planned(tale: Tale):
    tale.plan_round(KEY, language_and_form=["Lätt svenska, på anslagstavlan"], own_channel=["Fritidsgården"])
    planned = tale.round()
    assert (planned.language_and_form, planned.own_channel) == ("Lätt svenska, på anslagstavlan", "Fritidsgården")
    assert (planned.target_groups, planned.channels) == ([YOUNG], ["school"])
    page = tale.story.client("reader").get(tale.story.url("row", "feedback", KEY)).text
    assert f"<dt>{swedish('Channels')}</dt>" in page and "Fritidsgården</dd>" in page


class TestBeforeADecision:
    """The first round goes out soon after: nothing is decided on the result yet."""

    ASKED = "Enter the route to a decision, with a timetable."

    def page(self, tale: Tale):
        return tale.story.client("responsible").get(tale.story.url("row", "feedback", KEY))

    def test_it_asks_for_the_way_to_a_decision_and_when(self, tale: Tale):
        tale.plan_round(KEY)
        attempt = tale.attempt("propose", "feedback", KEY, data={**CONTENT, "decisions_and_grounds": []})
        assert [lack.sentence for lack in attempt.missing] == [self.ASKED]
        assert swedish("What is the route to a decision, and when?") in self.page(tale).text

    def test_it_begins_with_the_decision_that_is_planned(self, tale: Tale):
        tale.plan_round(KEY)
        [text] = self.page(tale).context["form"].draft["decisions_and_grounds"]
        assert "Val av utformning och läge" in text and "18 maj 2027" in text

    def test_after_a_no_it_asks_for_the_decision_again(self, with_methods: Tale):
        with_methods.hold()
        with_methods.plan_round(KEY)
        with_methods.story.decide(**{**NO, "supersede_reason": ["Vägverket äger marken."]})
        attempt = with_methods.attempt("propose", "feedback", KEY, data={**CONTENT, "decisions_and_grounds": []})
        assert [lack.sentence for lack in attempt.missing] != [self.ASKED] and attempt.missing


def test_to_whom_a_round_goes_is_fixed_while_its_content_waits_and_its_day_is_not(tale: Tale):
    tale.plan_round()
    tale.act("propose", "feedback", "0000f001", data=CONTENT)
    tale.plan_round(to="residents", days=9)
    planned = tale.round()
    assert planned.to == "participants"
    assert (planned.planned_on - tale.story.today).days == 9

"""Dialogaktiviteter: planned, held or cancelled by a person, never deleted; counted; and what was said."""

import pytest
from django.utils.translation import override

from dialog.acts.core import Refused
from dialog.acts.words import event
from dialog.models import Event, Record
from dialog.process.phases import process
from dialog.process.state import state_of
from execution import notes
from execution.models import Activity, ChosenMethod, Talk, Unit
from execution.models.counting import about, aimed_for, count, reached, totals
from execution.notes import Line
from tests.execution.tale import YOUNG, Tale, swedish

KEY = "0000e001"


def sentences(tale: Tale) -> list[str]:
    """What remains before the step is done."""
    attempt = tale.story.attempt("mark_done", "activities")
    return [lack.sentence for lack in attempt.missing]


def test_an_activity_is_in_force_as_soon_as_it_is_complete(with_methods: Tale):
    attempt = with_methods.attempt("keep", "activities", KEY, kind="activity", data={"title": ["Kväll"]})
    assert [lack.sentence for lack in attempt.missing] == [
        "Choose a method.",
        "Enter the date.",
        "Enter the place, or the link to where it is held.",
    ]
    assert not Activity.objects.exists()
    activity = with_methods.plan_activity(KEY)
    assert activity.status == Activity.Status.PLANNED
    assert (activity.starts.hour, activity.ends.hour) == (18, 20)


def test_a_method_that_is_named_in_english_is_kept_in_swedish_and_read_in_both(with_methods: Tale):
    with_methods.plan_activity(KEY)
    chosen = ChosenMethod.objects.get()
    english = str(chosen)
    with override("sv"):
        swedish_name = str(chosen)
    record = Record.objects.get(step="activities", row=KEY)
    answers = {answer["key"]: answer for answer in record.revisions.get().answers}
    assert english != swedish_name == answers["method"]["value"]
    story, client = with_methods.story, with_methods.story.client("reader")
    url = story.url("row", "activities", KEY)
    assert swedish_name in client.get(url).text and english not in client.get(url).text
    client.cookies["django_language"] = "en"
    assert english in client.get(url).text and swedish_name not in client.get(url).text


def test_a_new_activity_has_no_history_to_link_to_until_it_is_kept(with_methods: Tale):
    story, where = with_methods.story, with_methods.story.url("row", "activities", KEY)
    history = story.url("row_history", "activities", KEY)
    assert history not in story.client("responsible").get(where + "?kind=activity").text
    with_methods.plan_activity()
    assert history in story.client("responsible").get(where).text


def test_what_was_written_of_an_activity_that_is_not_complete_is_kept(with_methods: Tale):
    with_methods.attempt("keep", "activities", KEY, kind="activity", data={"title": ["Kväll"], "first_day": ["31/2"]})
    record = Record.objects.get(step="activities", row=KEY)
    assert record.version == 0
    assert record.revisions.get().data["first_day"] == ["31/2"]


def test_only_people_say_what_became_of_an_activity(with_methods: Tale):
    with_methods.plan_activity()
    with_methods.story.later(days=30)
    assert with_methods.activity().is_planned, "no day that goes by holds it"
    with_methods.act("mark_held", "activities", KEY)
    assert with_methods.activity().is_held
    assert with_methods.activity().status_by == with_methods.story.house["responsible"]


def test_an_activity_that_has_not_begun_cannot_be_held(with_methods: Tale):
    with_methods.plan_activity()
    attempt = with_methods.attempt("mark_held", "activities", KEY)
    assert [lack.sentence for lack in attempt.missing] == ["The activity has not started yet."]


def test_a_second_press_holds_it_once(with_methods: Tale):
    with_methods.hold()
    with_methods.act("mark_held", "activities", KEY, changes=False)
    assert Event.objects.filter(act="mark_held").count() == 1


def test_cancelling_needs_a_reason_and_the_activity_stays_readable(with_methods: Tale):
    with_methods.plan_activity()
    attempt = with_methods.attempt("cancel_activity", "activities", KEY)
    assert [lack.sentence for lack in attempt.missing] == ["Enter why the activity is being cancelled."]
    with_methods.act("cancel_activity", "activities", KEY, because="Matsalen var dubbelbokad.")
    activity = with_methods.activity()
    assert (activity.status, activity.cancelled_because) == ("cancelled", "Matsalen var dubbelbokad.")
    assert activity.cancelled_on == with_methods.story.today
    with_methods.act("plan_again", "activities", KEY)
    assert with_methods.activity().is_planned


@pytest.mark.parametrize(("act", "facts"), [("cancel_activity", {"because": "Det regnade."}), ("mark_held", {})])
def test_what_became_of_an_activity_is_told_with_its_name_once(with_methods, act, facts):
    name = with_methods.plan_activity(KEY, days=0).title
    with_methods.act(act, "activities", KEY, **facts)
    assert event(Event.objects.get(act=act)).count(name) == 1


@pytest.mark.parametrize("act", ["cancel_activity", "plan_again"])
def test_only_a_civil_servant_cancels(with_methods: Tale, act: str):
    with_methods.plan_activity()
    with pytest.raises(Refused):
        with_methods.attempt(act, "activities", KEY, by="elected")


def test_an_elected_official_writes_and_holds_too(with_methods: Tale):
    with_methods.plan_activity()
    with_methods.story.later(days=4)
    with_methods.act("mark_held", "activities", KEY, by="elected")
    data = {**Record.objects.get(row=KEY).revisions.last().data, "experience": ["Ingen ville sitta."]}
    with_methods.act("keep", "activities", KEY, by="elected", data=data)
    assert with_methods.activity().experience == "Ingen ville sitta."
    assert with_methods.activity().is_held, "writing of it changes nothing of what became of it"


def test_it_does_not_end_before_it_begins(with_methods: Tale):
    day = with_methods.story.today.isoformat()
    wrong = {"title": ["Kväll"], "method": ["0000d001"], "first_day": [day], "place": ["Kompassen"]}
    attempt = with_methods.attempt(
        "keep", "activities", KEY, kind="activity", data={**wrong, "from_time": ["kväll"], "to_time": ["25.00"]}
    )
    assert len(attempt.missing) == 2, "an evening and 25.00 are no times"
    attempt = with_methods.attempt(
        "keep", "activities", KEY, data={**wrong, "from_time": ["18.00"], "to_time": ["17.30"]}
    )
    assert [lack.sentence for lack in attempt.missing] == ["To: The end is before the start."]
    attempt = with_methods.attempt("keep", "activities", KEY, data={**wrong, "last_day": ["2020-01-01"]})
    assert [lack.sentence for lack in attempt.missing] == [
        "Last day, if it lasts several days: The end is before the start."
    ]


def test_the_step_is_done_when_one_was_held_none_is_planned_and_each_held_one_is_told_of(with_methods: Tale):
    assert sentences(with_methods) == ["No activity has been held yet."]
    with_methods.plan_activity("0000e002", title=["Öppet hus"])
    with_methods.hold(KEY)
    assert sentences(with_methods) == [
        "Öppet hus is still planned. Mark whether it was held or cancelled.",
        "Kväll på Kompassen: enter how many came (zero is also an answer).",
        "Kväll på Kompassen: enter what was said, or that nothing was.",
    ]
    with_methods.act("cancel_activity", "activities", "0000e002", because="Ingen kunde.")
    told = {"actual_count": ["0"], "said": ["nothing"], "said_nothing_why": ["Ingen kom. Sportlov."]}
    with_methods.plan_activity(KEY, days=0, **told)
    assert sentences(with_methods) == []
    assert with_methods.story.record("activities").done


def test_what_comes_to_be_missing_after_the_step_was_done_is_said_to_those_who_may_mark_it(with_methods: Tale):
    def page(who: str) -> str:
        return story.client(who).get(story.url("step", "activities")).text

    story, missing = with_methods.story, swedish("Missing since the step was marked as done:")
    with_methods.hold(KEY, actual_count=["3"], said=["nothing"], said_nothing_why=["Regn."])
    assert sentences(with_methods) == []
    assert missing not in page("responsible")
    with_methods.plan_activity("0000e002", title=["Öppet hus"])
    assert story.record("activities").done, "nothing that is finished is undone by it"
    assert missing in page("responsible") and "Öppet hus är fortfarande planerad" in page("elected")
    assert missing not in page("reader")


def test_nothing_said_needs_its_reason(with_methods: Tale):
    with_methods.hold()
    text = {**Record.objects.get(row=KEY).revisions.last().data, "said": ["nothing"]}
    attempt = with_methods.attempt("keep", "activities", KEY, data=text)
    assert [lack.sentence for lack in attempt.missing] == ["Enter why nothing was said."]


def test_the_case_leaves_genomfora_when_one_was_held_and_none_is_planned_and_comes_back(with_methods: Tale):
    assert with_methods.story.case.phase == "execution"
    with_methods.hold()
    assert with_methods.story.case.phase == "followup"
    with_methods.plan_activity("0000e002")
    assert with_methods.story.case.phase == "execution"


def test_small_talks_become_contributions_word_for_word_and_their_people_are_added(with_methods: Tale):
    with_methods.hold(actual_count=["19"], by_target_group=[YOUNG, "10"])
    lines = [
        Line("00000001", "skaffa en trappa man kan skejta i", YOUNG, people=2),
        Line("00000002", "replokal å spelning", YOUNG, people=4),
        Line("00000003", "", "", people=1),
    ]
    with_methods.act("record_notes", "activities", KEY, batch="abcd0001", lines=lines)
    assert [line.text for _key, line in with_methods.said] == [line.text for line in lines if line.text]
    counted = count(with_methods.story.pk)[KEY]
    assert [(one.number, one.unit) for one in counted.actual] == [(26, Unit.PARTICIPANTS)]
    assert counted.by_target_group == {YOUNG: 16}
    assert with_methods.activity().actual_count == 19, "the count itself stays as it was written"


def test_the_same_page_sent_twice_is_kept_once(with_methods: Tale):
    with_methods.hold()
    lines = [Line("00000001", "mer skugga", people=3)]
    with_methods.act("record_notes", "activities", KEY, batch="abcd0001", lines=lines)
    with_methods.act("record_notes", "activities", KEY, batch="abcd0001", lines=lines, changes=False)
    assert Talk.objects.count() == len(with_methods.said) == 1


def test_the_number_of_a_talk_is_mended_and_the_event_says_from_what(with_methods: Tale):
    with_methods.hold()
    with_methods.act("record_notes", "activities", KEY, batch="1", lines=[Line("00000001", "mer skugga", people=22)])
    with_methods.act("correct_talk", "activities", KEY, talk=Talk.objects.get().pk, people=2)
    assert count(with_methods.story.pk)[KEY].actual[0].number == 2
    facts = Event.objects.get(act="correct_talk").facts
    assert (facts["from"], facts["to"]) == (22, 2)


def test_notes_are_what_was_said_so_that_the_step_can_be_done(with_methods: Tale):
    with_methods.hold(actual_count=["3"])
    assert sentences(with_methods) == ["Kväll på Kompassen: enter what was said, or that nothing was."]
    with_methods.act("record_notes", "activities", KEY, batch="1", lines=[Line("00000001", "mer skugga")])
    assert sentences(with_methods) == []


def test_what_was_done_last_counts_in_the_step_an_act_beside_the_text_too(with_methods: Tale):
    def last() -> tuple[object, object]:
        state = state_of(process.step("activities"), story.access())
        return state.at, state.by_id

    story = with_methods.story
    with_methods.plan_activity()
    story.later(hours=2)
    with_methods.act("cancel_activity", "activities", KEY, by="civil_servant", because="Matsalen var dubbelbokad.")
    assert last() == (story.now, story.house["civil_servant"].pk)
    story.later(hours=2)
    story.act("comment", "activities", text="Synd.", row=KEY)
    assert last()[0] < story.now, "what is said of it changes nothing"


def test_the_page_says_what_became_of_the_activity(with_methods: Tale):
    with_methods.plan_activity()
    with_methods.story.later(days=3, hours=10)
    client, url = with_methods.story.client("responsible"), with_methods.story.url("row", "activities", KEY)
    for act, said in (
        ({"act": "mark_held"}, "The activity has been marked as held."),
        ({"act": "plan_again"}, "The activity is planned again."),
        ({"act": "cancel_activity", "because": "Regn."}, "The activity has been cancelled."),
    ):
        assert swedish(said) in client.post(url, act, follow=True).text


def test_the_page_asks_what_became_of_an_activity_only_whoever_may_say_it(with_methods: Tale):
    def is_asked(who: str) -> bool:
        return 'id="held"' in with_methods.story.client(who).get(where).text

    with_methods.plan_activity()
    where = with_methods.story.url("row", "activities", KEY)
    assert is_asked("elected") and is_asked("responsible") and not is_asked("reader")
    with_methods.story.later(days=3, hours=10)
    with_methods.act("mark_held", "activities", KEY)
    assert is_asked("responsible") and not is_asked("elected")


def test_an_activity_where_notes_were_taken_was_held(with_methods: Tale):
    with_methods.hold()
    with_methods.act("record_notes", "activities", KEY, batch="1", lines=[Line("00000001", "mer skugga")])
    with pytest.raises(Refused):
        with_methods.attempt("plan_again", "activities", KEY)


def test_an_activity_is_counted_in_several_units_exact_or_not(with_methods: Tale):
    votes = {"row": ["0000e0c1"], "count": ["1 612"], "unit": ["votes"], "exact": ["yes"]}
    with_methods.hold(
        expected_count=["800"],
        expected_unit=["voters"],
        actual_count=["641"],
        actual_unit=["voters"],
        actual_exact=["no"],
        also_counted=[votes],
        by_age=["13–19 år", "118", "över 65 år", "4", "20–65 år", ""],
        by_gender_women=["300"],
    )
    counted = count(with_methods.story.pk)[KEY]
    assert [(one.number, one.unit, one.exact) for one in counted.actual] == [
        (641, Unit.VOTERS, False),
        (1612, Unit.VOTES, True),
    ]
    assert with_methods.activity().by_age == {"13–19 år": 118, "över 65 år": 4}
    sums = {one.unit: (one.expected, one.actual) for one in totals(count(with_methods.story.pk).values())}
    assert sums == {Unit.VOTERS: (800, 641), Unit.VOTES: (0, 1612)}
    page = with_methods.story.client("reader").get(with_methods.story.url("step", "activities")).text
    for said in ("omkring 641 <small>(800 väntade)</small></dd>", "<dd>1\xa0612</dd>"):
        assert said in page, "it says what is estimated, and nothing of what nobody expected"


def test_the_further_counts_of_one_activity_leave_those_of_another_alone(with_methods: Tale):
    row = {"count": ["10"], "unit": ["answers"]}
    with_methods.plan_activity(KEY, also_counted=[{"row": ["0000e0c1"], **row}])
    with_methods.plan_activity("0000e002", also_counted=[{"row": ["0000e0c2"], **row}])
    found = count(with_methods.story.pk)
    assert len(found[KEY].actual) == len(found["0000e002"].actual) == 1


def test_those_aimed_for_are_the_methods_sums_and_those_reached_the_held_activities(with_methods: Tale):
    with_methods.hold(by_target_group=[YOUNG, "23"])
    with_methods.plan_activity("0000e002", by_target_group=[YOUNG, "9"])
    assert aimed_for(ChosenMethod.objects.filter(case=with_methods.story.pk)) == {YOUNG: 40}
    assert reached(count(with_methods.story.pk).values()) == {YOUNG: 23}


def test_the_promise_of_its_part_stands_on_the_activity(with_methods: Tale):
    with_methods.plan_activity()
    page = with_methods.story.client("reader").get(with_methods.story.url("row", "activities", KEY))
    assert "Vi svarar på varje förslag." in page.content.decode()


def test_a_no_from_the_body_cancels_what_is_planned(with_methods: Tale):
    with_methods.plan_activity()
    with_methods.hold("0000e002")
    story = with_methods.story
    story.act("propose", "influenceable", data={**story.text("influenceable"), "question_influenceable": ["no"]})
    story.decide("influenceable", supersede_reason=["Fullmäktige har bestämt läget."])
    assert with_methods.activity(KEY).is_cancelled
    assert with_methods.activity("0000e002").is_held
    assert story.case.phase == "information"
    event = Event.objects.get(act="cancel_activity")
    assert (event.row, event.note) == (KEY, "Nämnden beslutade att invånarna får information i stället.")


def test_an_activity_past_its_day_waits_for_the_responsible_official(with_methods: Tale):
    with_methods.plan_activity(days=3)
    assert ("activity_past", "responsible") not in with_methods.story.waits()
    with_methods.story.later(days=4)
    assert ("activity_past", "responsible") in with_methods.story.waits(), "it began to wait by itself"
    with_methods.act("mark_held", "activities", KEY)
    assert ("activity_past", "responsible") not in with_methods.story.waits()


def test_until_the_gate_is_confirmed_it_can_be_read_and_not_worked_in(story):
    story.plan()
    assert story.allowed("activities", "responsible") <= {
        "comment",
        "ask_for_help",
        "answer_help",
        "dispose_register",
        "remove_contact",
        "correct_contact",
        *("attach_file", "describe_file", "remove_file"),
    }
    page = story.client("responsible").get(story.url("step", "activities"))
    assert swedish("Opens when the planning has been confirmed.") in page.content.decode()


def test_the_pages_of_activities_show_to_everybody_who_may_read(with_methods: Tale):
    with_methods.hold(actual_count=["3"])
    with_methods.plan_activity("0000e002")
    story = with_methods.story
    for who in ("responsible", "elected", "reader", "stranger"):
        client = story.client(who)
        assert client.get(story.url("step", "activities")).status_code == 200
        assert client.get(story.url("row", "activities", KEY)).status_code == 200


def test_an_activity_leads_to_what_was_said_at_it(with_methods: Tale, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(notes, "counters", [lambda case: {KEY: 2}])
    with_methods.hold(actual_count=["3"])
    page = with_methods.story.client("reader").get(with_methods.story.url("row", "activities", KEY)).text
    assert f'href="{with_methods.story.url("contributions")}?activity={KEY}">2</a>' in page


def test_what_was_said_is_posted_from_the_page(with_methods: Tale):
    with_methods.hold()
    story = with_methods.story
    posted = {"act": "record_notes", "batch": "abcd0001", "talk_1_text": "mer skugga", "talk_1_people": "två"}
    url = story.url("row", "activities", KEY)
    answer = story.client("responsible").post(url, posted)
    assert answer.status_code == 422
    assert "mer skugga" in answer.content.decode(), "what was typed is still there"
    more = {"talk_1_people": "2", "talk_1_group": YOUNG, "pasted": "en\n\ntvå\n", "pasted_group": YOUNG}
    answer = story.client("responsible").post(url, posted | more)
    assert answer.status_code == 302
    assert [line.text for _key, line in with_methods.said] == ["mer skugga", "en", "två"]
    assert {line.target_group for _key, line in with_methods.said} == {YOUNG}


def test_a_sum_of_estimates_is_a_round_figure_and_a_single_estimate_stays_as_it_was_written():
    assert about(119, is_exact=False, is_sum=True) == "about 120"
    assert about(1234, is_exact=False, is_sum=True) == "about 1\xa0200"
    assert about(47, is_exact=False, is_sum=True) == "about 47"
    assert about(119, is_exact=False) == "about 119"
    assert about(119, is_exact=True, is_sum=True) == "119"

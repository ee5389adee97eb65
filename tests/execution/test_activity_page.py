"""What is written of an activity: when and where, who leads and writes, what is asked, what is only advised."""

import pytest

from dialog.models import Record
from dialog.process.phases import process
from tests.execution.tale import Tale, swedish
from tests.story import PURPOSE

KEY = "0000e001"
QUESTION = {"row": ["0000ac01"], "text": ["Vad hindrar dig från att bada här?"]}


def advice(tale: Tale, **text: list[str]) -> list[str]:
    """The ids of the fields that the page gives advice about."""
    tale.plan_activity(KEY, **text)
    draft = Record.objects.get(step="activities", row=KEY).revisions.last().data
    kind = process.step("activities").by_kind["activity"]
    return [hint.target.removesuffix("_0") for hint in kind.make_form(draft, tale.story.access(), row=KEY).advice()]


def test_a_point_in_time_or_a_period_at_a_place_or_a_link(with_methods: Tale):
    assert with_methods.plan_activity(place=[], link=["https://sjovik.example/mote"]).link
    later = with_methods.plan_activity("0000e002", last_day=["2026-12-24"], from_time=[], to_time=[])
    assert (later.last_day.isoformat(), later.from_time) == ("2026-12-24", None)


def test_who_leads_and_who_writes_may_be_people_without_accounts(with_methods: Tale):
    karin = str(with_methods.story.house["elected"].pk)
    found = with_methods.plan_activity(leads=[karin], leads_named=["Rektorn"], documents_named=["Ida Rask"])
    assert (found.leads, found.leads_named, found.documents_named) == ([karin], ["Rektorn"], ["Ida Rask"])


def test_the_advice_is_that_elected_officials_lead_somebody_writes_and_registration_is_told(with_methods: Tale):
    house = with_methods.story.house
    assert advice(with_methods) == ["leads", "documents", "registration"]
    official, karin = str(house["civil_servant"].pk), str(house["elected"].pk)
    told = {"documents_named": ["Ida Rask"], "registration": ["Ingen anmälan"]}
    assert advice(with_methods, leads=[official], **told) == ["leads"]
    assert advice(with_methods, leads=[karin], **told) == []


@pytest.mark.parametrize(("told", "how"), [("yes", ["Karin läste upp det."]), ("no", [])])
def test_whether_participants_were_told_the_promise_and_how(with_methods: Tale, told: str, how: list[str]):
    rest = {"leads_named": ["Rektorn"], "documents_named": ["Ida Rask"], "registration": ["Ingen anmälan"]}
    assert advice(with_methods, **rest, promise_told=[told], promise_how=how) == ([] if how else ["promise_how"])
    assert with_methods.activity().promise_told == told


def test_it_may_ask_the_questions_of_the_purpose(with_methods: Tale):
    story = with_methods.story
    story.act("approve", "purpose", data={**PURPOSE, "predefined_question": [QUESTION]})
    assert with_methods.plan_activity(predefined_questions=["0000ac01"]).predefined_questions == ["0000ac01"]
    assert ("predefined_question", "0000ac01") in story.access().referred_to("predefined_question")


def test_counts_of_age_gender_and_group_that_are_more_than_came_are_a_hint(with_methods: Tale):
    rest = {"leads_named": ["Rektorn"], "documents_named": ["Ida Rask"], "registration": ["Ingen anmälan"]}
    counts = {"actual_count": ["10"], "by_gender_women": ["8"], "by_gender_men": ["4"]}
    assert advice(with_methods, **rest, **counts) == ["by_gender_women"]
    assert advice(with_methods, **rest, **{**counts, "actual_count": ["12"]}) == []
    assert (with_methods.activity().by_gender_women, with_methods.activity().by_gender_men) == (8, 4)


def test_the_hint_about_gender_is_about_all_genders(with_methods: Tale):
    with_methods.plan_activity(actual_count=["10"], by_gender_women=["8"], by_gender_men=["4"])
    draft = Record.objects.get(step="activities", row=KEY).revisions.last().data
    kind = process.step("activities").by_kind["activity"]
    hints = [one.sentence for one in kind.make_form(draft, with_methods.story.access(), row=KEY).advice()]
    assert "By gender: together they add up to 12, which is more than the number who came." in hints


def test_what_is_not_counted_further_is_not_told(with_methods: Tale):
    def page() -> str:
        return with_methods.story.client("reader").get(with_methods.story.url("row", "activities", KEY)).text

    title = swedish("Also counted in other units")
    with_methods.plan_activity()
    assert title not in page()
    with_methods.plan_activity(also_counted=[{"row": ["0000e0c1"], "count": ["10"], "unit": ["answers"]}])
    assert title in page()


def test_hints_say_once_that_they_hold_nothing_up(with_methods: Tale):
    url = with_methods.story.url("row", "activities", KEY) + "?kind=activity"
    page = with_methods.story.client("responsible").get(url)
    assert len(page.context["advice"]) == 3 and page.text.count(swedish("Advice does not stop you.")) == 1


def test_nothing_deletes_an_activity(with_methods: Tale):
    with_methods.plan_activity()
    url = with_methods.story.url("row", "activities", KEY)
    page = with_methods.story.client("responsible").get(url).text
    assert 'value="remove' not in page.replace('value="remove also_counted', "") and "delete" not in page
    assert with_methods.story.client("responsible").post(url, {"act": "delete"}).status_code == 404
    assert with_methods.activity().is_planned

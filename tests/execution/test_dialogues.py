"""The list of dialogues for the website: coming, under way and held."""

import csv
from io import StringIO

import pytest

from dialog.acts.course import end_early
from dialog.models import Case
from execution.dialogues import dialogues
from tests.execution.tale import BEFORE, GROUP, Tale
from tests.story import Story


def listed(tale: Story) -> list[tuple[str, str]]:
    return [(one.question, one.status) for one in dialogues(tale.today)]


def test_a_dialogue_is_listed_from_the_level_decision_on(story: Story):
    story.carry("purpose", "question", "influenceable")
    assert listed(story) == []
    story.carry("influence_level")
    assert listed(story) == [("Hur ska Norra stranden bli en badplats för fler?", "coming")]


def test_it_is_coming_until_its_first_day_then_under_way_then_held(with_methods: Tale):
    story = with_methods.story
    with_methods.publish_text()
    with_methods.plan_activity(days=3)
    assert listed(story)[0][1] == "coming"
    story.later(days=3, hours=10)
    assert listed(story)[0][1] == "under_way"
    with_methods.act("mark_held", "activities", "0000e001")
    assert listed(story)[0][1] == "held"


ADDRESSES = ("/communication/dialogues/", "/communication/dialogues.html", "/communication/dialogues.csv")


def shown(tale: Tale) -> str:
    """All that the list gives, as page, as HTML and as CSV."""
    client = tale.story.client("communicator")
    return "".join(client.get(address).content.decode() for address in ADDRESSES)


@pytest.mark.parametrize("state", ["nothing is written", "it is written", "it is handed over", "it is sent back"])
def test_until_a_communicator_has_approved_a_text_it_says_the_question_and_that_it_comes(
    with_methods: Tale, state: str
):
    with_methods.plan_activity(days=3)
    if state != "nothing is written":
        with_methods.act("save_draft", "communication", "0000aa01", kind="before", data=BEFORE)
    if state in ("it is handed over", "it is sent back"):
        with_methods.hand_over()
    if state == "it is sent back":
        with_methods.act("send_back", "communication", "0000aa01", comment="Kortare.")
    with_methods.story.later(days=4)
    (one,) = dialogues(with_methods.story.today)
    assert (one.question, one.status) == ("Hur ska Norra stranden bli en badplats för fler?", "coming")
    assert (one.for_whom, str(one.when), one.address) == ("", "", "")
    given = shown(with_methods)
    assert "Hur ska Norra stranden" in given
    for internal in (GROUP["name"][0], BEFORE["for_whom"][0], "november 2026", with_methods.story.case.title):
        assert internal not in given


def test_it_says_for_whom_when_and_where_to_read_more_as_it_was_approved(with_methods: Tale):
    with_methods.plan_activity(days=3)
    with_methods.publish_text()
    (one,) = dialogues(with_methods.story.today)
    assert (one.for_whom, one.address) == (BEFORE["for_whom"][0], "https://sjovik.example/stranden")
    assert str(one.when)
    assert GROUP["name"][0] not in shown(with_methods)


def test_a_text_that_was_withdrawn_says_nothing_any_more(with_methods: Tale):
    with_methods.publish_text()
    withdrawn = {**BEFORE, "change": ["Dras in."], "withdrawn_because": ["Vi väntar."]}
    with_methods.act("hand_over", "communication", "0000aa01", data=withdrawn)
    with_methods.act("approve", "communication", "0000aa01")
    (one,) = dialogues(with_methods.story.today)
    assert (one.for_whom, str(one.when), one.address) == ("", "", "")


def test_a_dialogue_that_nobody_is_asked_in_by_an_open_activity_has_no_day(with_methods: Tale):
    with_methods.plan_activity(days=3, open_to=["invited"])
    with_methods.publish_text()
    (one,) = dialogues(with_methods.story.today)
    assert str(one.when) == ""


@pytest.mark.parametrize("end", ["early", "information", "informed"])
def test_a_dialogue_that_ended_otherwise_stays_where_an_activity_was_held(with_methods: Tale, end: str):
    story = with_methods.story
    with_methods.publish_text()
    with_methods.hold()
    with_methods.give_feedback()
    if end == "early":
        end_early(story.pk, by=story.house["elected"], reason="Pengarna är slut.", at=story.now)
    else:
        story.decide("influence_level", level=["information"], supersede_reason=["Det är redan beslutat."])
    if end == "informed":
        Case.objects.filter(pk=story.pk).update(closed_at=story.now, outcome="informed", phase="closed")
    assert listed(story) == [("Hur ska Norra stranden bli en badplats för fler?", "held")]


def test_a_dialogue_that_ended_early_before_anything_was_held_is_none(tale: Tale):
    end_early(tale.story.pk, by=tale.story.house["elected"], reason="Pengarna är slut.", at=tale.story.now)
    assert listed(tale.story) == []


def test_a_case_for_its_members_only_is_left_out_until_its_text_is_published(tale: Tale):
    Case.objects.filter(pk=tale.story.pk).update(visibility=Case.Visibility.MEMBERS_ONLY)
    assert listed(tale.story) == []
    tale.publish_text()
    assert len(listed(tale.story)) == 1


def test_a_case_where_residents_are_informed_instead_is_none(tale: Tale):
    story = tale.story
    story.decide("influence_level", level=["information"], supersede_reason=["Det är redan beslutat."])
    assert listed(story) == []


def test_communicators_take_it_as_html_and_csv(tale: Tale):
    client = tale.story.client("communicator")
    assert client.get("/communication/dialogues/").status_code == 200
    assert "Hur ska Norra stranden bli" in client.get("/communication/dialogues.html").content.decode()
    answer = client.get("/communication/dialogues.csv")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2
    assert len(rows[0]) == len(rows[1]) == 6
    for address in ("/communication/dialogues/", "/communication/dialogues.html", "/communication/dialogues.csv"):
        assert tale.story.client("responsible").get(address).status_code == 403


def test_a_text_that_a_spreadsheet_would_take_for_a_formula_is_text(story: Story):
    story.carry("purpose")
    story.act("propose", "question", data={"question": ["=2+2"]})
    story.act("approve", "question", data={"question": ["=2+2"]})
    story.carry("influenceable", "influence_level")
    answer = story.client("communicator").get("/communication/dialogues.csv").content.decode("utf-8-sig")
    assert "'=2+2" in answer

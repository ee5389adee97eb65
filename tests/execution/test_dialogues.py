"""The list of dialogues for the website: coming, under way and held."""

import csv
from io import StringIO

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
    with_methods.plan_activity(days=3)
    assert listed(story)[0][1] == "coming"
    story.later(days=3, hours=10)
    assert listed(story)[0][1] == "under_way"
    with_methods.act("mark_held", "activities", "0000e001")
    assert listed(story)[0][1] == "held"


def test_it_says_for_whom_when_and_where_to_read_more(with_methods: Tale):
    with_methods.plan_activity(days=3)
    (one,) = dialogues(with_methods.story.today)
    assert (one.for_whom, one.address) == (GROUP["name"][0], "")
    assert str(one.when)
    with_methods.publish_text()
    (one,) = dialogues(with_methods.story.today)
    assert (one.for_whom, one.address) == (BEFORE["for_whom"][0], "https://sjovik.example/stranden")


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

"""The list of dialogues for the website: coming, under way and held."""

import csv
import datetime as dt
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
    with_methods.plan_activity(days=3)
    with_methods.publish_text()
    assert listed(story)[0][1] == "coming"
    story.later(days=3, hours=10)
    assert listed(story)[0][1] == "under_way"
    with_methods.act("mark_held", "activities", "0000e001")
    assert listed(story)[0][1] == "held"


ADDRESSES = ("/communication/dialogues/", "/communication/dialogues.html", "/communication/dialogues.csv")


def shown(tale: Tale) -> str:
    """All that the list gives, as page, as HTML and as CSV."""
    client = tale.story.client("communicator")
    return "".join(client.get(address).getvalue().decode() for address in ADDRESSES)


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
    with_methods.plan_activity(days=3)
    with_methods.publish_text()
    assert str(dialogues(with_methods.story.today)[0].when)
    withdrawn = {**BEFORE, "change": ["Dras in."], "withdrawn_because": ["Vi väntar."]}
    with_methods.act("hand_over", "communication", "0000aa01", data=withdrawn)
    with_methods.act("approve", "communication", "0000aa01")
    (one,) = dialogues(with_methods.story.today)
    assert (one.for_whom, str(one.when), one.address) == ("", "", "")


def test_its_days_are_those_of_the_activities_that_are_not_cancelled_to_the_last_day_of_each(with_methods: Tale):
    story, ends = with_methods.story, with_methods.story.today + dt.timedelta(days=9)
    with_methods.plan_activity(days=3, last_day=[ends.isoformat()])
    with_methods.plan_activity("0000e002", days=40)
    with_methods.act("cancel_activity", "activities", "0000e002", because="Ingen sal.")
    with_methods.publish_text()
    (one,) = dialogues(story.today)
    assert one.days == (story.today + dt.timedelta(days=3), ends)


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
    rows = list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2
    assert len(rows[0]) == len(rows[1]) == 6
    for address in ("/communication/dialogues/", "/communication/dialogues.html", "/communication/dialogues.csv"):
        assert tale.story.client("responsible").get(address).status_code == 403


def test_a_text_that_a_spreadsheet_would_take_for_a_formula_is_text(story: Story):
    story.carry("purpose")
    story.act("propose", "question", data={"question": ["=2+2"]})
    story.act("approve", "question", data={"question": ["=2+2"]})
    story.carry("influenceable", "influence_level")
    answer = story.client("communicator").get("/communication/dialogues.csv").getvalue().decode("utf-8-sig")
    assert "'=2+2" in answer


class TestWhatHasChangedSinceACommunicatorApprovedIt:
    """The website says what a communicator has read: not what was decided, moved or renamed in the case afterwards."""

    @pytest.fixture
    def approved(self, with_methods: Tale) -> Tale:
        """A dialogue whose text says 6 November; then everything in the case becomes otherwise."""
        with_methods.plan_activity(days=3)
        with_methods.publish_text()
        with_methods.story.later(minutes=5)
        return with_methods

    def become_otherwise(self, tale: Tale) -> None:
        story = tale.story
        tale.plan_activity(days=33)
        tale.plan_activity("0000e002", days=40)
        for act in ("propose", "approve"):
            story.act(act, "question", data={"question": ["En fråga som ingen kommunikatör har sett?"]})
        story.act("finish", "facts", data={"title": ["Ett nytt namn"], "dialogue_from": ["2026-10-01"]})

    def test_it_still_says_the_question_and_the_days_that_were_approved(self, approved: Tale):
        (before,) = dialogues(approved.story.today)
        self.become_otherwise(approved)
        (after,) = dialogues(approved.story.today)
        assert after.cells == before.cells
        assert after.when == "6 November 2026"
        for unseen in ("En fråga som ingen", "december 2026", "Ett nytt namn", "2026-10-01"):
            assert unseen not in shown(approved)

    def test_nor_does_an_activity_that_was_cancelled_take_its_day_away(self, approved: Tale):
        (before,) = dialogues(approved.story.today)
        approved.act("cancel_activity", "activities", "0000e001", because="Sjukdom.")
        (after,) = dialogues(approved.story.today)
        assert after.days == before.days

    def test_a_new_version_says_what_is_so_when_it_is_approved(self, approved: Tale):
        self.become_otherwise(approved)
        approved.hand_over(change=["Nya dagar."])
        (waiting,) = dialogues(approved.story.today)
        assert waiting.when == "6 November 2026"
        approved.act("approve", "communication", "0000aa01")
        (one,) = dialogues(approved.story.today)
        assert "December 2026" in one.when and one.question.startswith("En fråga som ingen")

    def test_a_communicator_who_says_that_the_text_is_still_right_has_seen_it(self, approved: Tale):
        approved.plan_activity(days=33)
        (before,) = dialogues(approved.story.today)
        approved.act("still_right", "communication", "0000aa01", by="responsible")
        (after,) = dialogues(approved.story.today)
        assert after.days == before.days
        approved.story.later(minutes=5)
        approved.plan_activity(days=34)
        approved.act("still_right", "communication", "0000aa01", by="communicator")
        (after,) = dialogues(approved.story.today)
        assert after.days != before.days

    def test_a_text_in_another_language_says_nothing_of_the_swedish_one(self, approved: Tale):
        (before,) = dialogues(approved.story.today)
        self.become_otherwise(approved)
        approved.hand_over("0000aa02", language=["en"], text=["The beach."])
        approved.act("approve", "communication", "0000aa02")
        (after,) = dialogues(approved.story.today)
        assert after.cells == before.cells

    def test_before_anybody_has_approved_a_text_it_is_coming_whatever_was_held(self, with_methods: Tale):
        with_methods.hold()
        (one,) = dialogues(with_methods.story.today)
        assert (one.status, one.when) == ("coming", "")

"""What conclusions and presentations say is told to earlier phases: a round of feedback begins with it."""

import datetime as dt

import pytest

from dialog.process.results import result_as_text
from tests.followup.tale import DECISION, LIGHT


@pytest.fixture
def concluded(follow):
    follow.name_themes()
    follow.add("Det är mörkt.")
    follow.code(1, themes=[LIGHT])
    follow.conclude()
    return follow


class TestToldFromTheseRowsAlone:
    def test_what_residents_said_and_what_becomes_of_it(self, concluded):
        text = result_as_text(concluded.story.access(), "conclusions")
        assert text == "Ljuset först. Det är mörkt på vägen ned. Det tar vi upp: Sju lampor."

    def test_what_is_done_about_what_and_by_when(self, concluded):
        assert (
            result_as_text(concluded.story.access(), "measures")
            == "Ljuset först: Sju lampor. Klart senast 31 maj 2027."
        )

    def test_which_bodies_decided_what_on_which_grounds(self, concluded):
        concluded.act("decide", "analysis", DECISION, kind="decision", by="elected", data=concluded.decided())
        text = result_as_text(concluded.story.access(), "decisions")
        assert "Tekniska nämnden" in text and "Stranden får ljus. Det bad de flesta om." in text

    def test_what_was_refused_is_no_measure(self, concluded):
        concluded.conclude(becomes=["not"], reason=["För dyrt."])
        assert result_as_text(concluded.story.access(), "measures") == ""
        assert "Det tar vi inte upp. För dyrt." in result_as_text(concluded.story.access(), "conclusions")

    def test_nothing_is_told_of_what_nobody_knows(self, follow):
        assert [result_as_text(follow.story.access(), what) for what in ("conclusions", "decisions", "weather")] == [
            "",
            "",
            "",
        ]


class TestRounds:
    def test_a_round_begins_with_the_result(self, concluded):
        concluded.plan_round("0000f002", to="residents")
        url = concluded.story.url("row", "feedback", "0000f002")
        form = concluded.story.client("responsible").get(url).context["form"]
        assert "Det är mörkt på vägen ned." in form["said_and_taken_care_of"].value()
        assert "Sju lampor." in form["use_of_results"].value()

    def test_one_to_residents_before_a_presentation_warns_and_after_it_does_not(self, concluded):
        concluded.plan_round("0000f002", to="residents")
        url = concluded.story.url("step", "feedback")
        assert concluded.story.client("elected").get(url).context["too_early"] == {"0000f002"}
        concluded.note(date=[(concluded.story.today - dt.timedelta(days=1)).isoformat()])
        assert concluded.story.client("elected").get(url).context["too_early"] == set()

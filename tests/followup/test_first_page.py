"""A case's first page: what each reads there, from the first day to the answer."""

import datetime as dt
import re
from html import unescape

import pytest

from dialog.acts import course
from dialog.acts.members import end_membership
from dialog.cases.strip import Strip
from dialog.models import Case, Membership
from execution.models import Activity
from tests.execution.tale import METHODS, begin
from tests.followup.tale import FollowUp
from tests.story import PURPOSE, House, Story


def page(story: Story, who: str) -> str:
    return unescape(story.client(who).get(story.url("case")).text)


def filled(text: str) -> int:
    """How many filled buttons the page has."""
    return len(re.findall(r'class="btn btn-main', text.partition("<main")[2]))


class TestOnTheFirstDay:
    def test_there_is_no_line_of_time_and_no_condition_is_said_to_be_unmet(self, house: House):
        begun = Story(house)
        text = page(begun, "responsible")
        assert "Tidslinje" not in text and "Tre villkor ska vara uppfyllda" in text
        assert "inte uppfyllt" not in text and filled(text) == 1

    def test_a_day_ahead_draws_it(self, story: Story):
        Case.objects.filter(pk=story.pk).update(decision_planned=story.today + dt.timedelta(days=90))
        text = page(story, "responsible")
        assert "Tidslinje" in text and "90 dagar till beslutet." in text


class TestInPlanning:
    def test_whoever_may_answer_has_the_one_filled_button_and_the_writer_reads_who_answers(self, story: Story):
        story.act("propose", "purpose", data=PURPOSE)
        assert filled(page(story, "elected")) == 1
        assert "svarar på förslaget" in page(story, "responsible")

    def test_a_draft_says_how_much_is_left_of_it(self, story: Story):
        story.act("save_draft", "purpose", data={"purpose": ["Att veta."]})
        assert "Utkast, fyra saker återstår" in page(story, "responsible")
        story.act("save_draft", "purpose", data=PURPOSE)
        assert re.search(r"Utkast, [^,<]*, du<", page(story, "responsible"))

    def test_what_waits_for_the_reader_says_so(self, story: Story):
        story.act("propose", "purpose", data=PURPOSE)
        assert "Väntar på dig, i " in page(story, "elected")
        assert "Väntar på svar, i " in page(story, "responsible")

    def test_what_nobody_can_answer_says_so_and_its_first_line_invites_somebody(self, story: Story):
        story.carry("planning_help").act("propose", "purpose", data=PURPOSE)
        for membership in Membership.objects.filter(case=story.pk, role=Membership.Role.ELECTED):
            end_membership(story.pk, by=story.house["responsible"], membership=membership.pk, at=story.now)
        story.later(days=1)
        text = page(story, "responsible")
        assert "Ingen kan svara än" in text and filled(text) == 1
        first = text.partition('class="todo')[2].partition("</li>")[0]
        assert "Bjud in en förtroendevald" in first and "btn btn-main" in first

    def test_a_stranger_reads_neither_drafts_nor_events(self, story: Story):
        story.act("propose", "purpose", data=PURPOSE)
        text = page(story, "stranger")
        assert "Inget som gäller än" in text and "Hela historiken" not in text
        assert filled(text) == 0 and "svarar på" not in text

    def test_documents_say_how_far_they_have_come(self, story: Story):
        story.carry("planning_help", "purpose")
        text = page(story, "responsible")
        assert "Utkast, 2 av 8 delar" in text and "Öppnas när nivån är beslutad" in text

    def test_in_a_case_that_rests_nothing_is_amber(self, story: Story):
        story.act("propose", "purpose", data=PURPOSE)
        until = story.today + dt.timedelta(days=9)
        course.pause(story.pk, by=story.house["responsible"], until=until, reason="Utredning.", at=story.now)
        text = page(story, "responsible")
        assert "Utredning." in text and 'class="mine"' not in text and "svarar på" not in text

    def test_a_long_name_on_the_line_is_cut_between_words(self, story: Story):
        tale = begin(story)
        story.act("finish", "methods", data=METHODS)
        tale.plan_activity(title=["Vandring med öppna förskolan i Norrliden"])
        tale.plan_activity("0000e002", title=["Öppethus"])
        [*labels] = [label.words for label in Strip(story.access("responsible")).labels]
        assert "Vandring med öppna…" in labels


class TestInExecution:
    def test_registers_say_what_became_of_their_rows(self, story: Story):
        tale = begin(story)
        story.act("finish", "methods", data=METHODS)
        tale.hold()
        tale.plan_activity("0000e002")
        text = page(story, "responsible")
        assert "En hållen, en planerad" in text

    def test_the_groups_that_must_be_reached_are_told_once_an_activity_was_held(self, story: Story):
        tale = begin(story)
        story.act("finish", "methods", data=METHODS)
        assert "Når ni dem ni ville?" not in page(story, "responsible")
        tale.hold()
        assert "Bekräftad" in page(story, "responsible")

    def test_what_was_held_and_what_is_decided_stand_on_the_line_in_order(self, story: Story):
        tale = begin(story)
        story.act("finish", "methods", data=METHODS)
        tale.hold()
        strip = Strip(story.access())
        days = [moment.day for moment in strip.told]
        assert days == sorted(days)
        held = Activity.objects.get(case=story.pk, status=Activity.Status.HELD)
        assert any(held.title in moment.words and not moment.lies_ahead for moment in strip.told)
        assert all(0 <= float(dot.x.removesuffix("%")) <= 100 for dot in strip.dots)


class TestAPhaseThatIsConfirmed:
    def test_says_by_whom_and_to_herself_that_she_did_it(self, story: Story):
        begin(story)
        assert re.search(r"Bekräftad [^<]* av Karin Lund", page(story, "responsible"))
        assert re.search(r"Bekräftad [^<]* av dig", page(story, "elected"))


class TestAClosedCase:
    @pytest.fixture
    def closed(self, follow: FollowUp) -> Story:
        follow.story.once("followed up", follow.finish_followup)
        story, elected = follow.story, follow.story.house["elected"]
        course.end_early(story.pk, by=elected, reason="Pengarna tog slut.", at=story.now)
        return story

    def test_tells_what_was_promised_and_by_when(self, closed: Story):
        front = closed.client("responsible").get(closed.url("case")).context["front"]
        assert [one.fate for one in front.promised] == ["coming"]
        closed.later(days=900)
        late = closed.client("responsible").get(closed.url("case"))
        assert [one.fate for one in late.context["front"].promised] == ["late"]
        assert filled(late.text) == 1 and "skulle ha varit klar" in late.text

    def test_leads_with_how_it_ended_and_has_one_filled_button_at_most(self, closed: Story):
        for who in ("responsible", "elected", "reader", "stranger"):
            text = page(closed, who)
            assert filled(text) <= 1, who
            assert text.index('id="result"') < text.index('id="shelf"'), who

    def test_its_steps_are_folded_and_no_phase_is_open(self, closed: Story):
        front = closed.client("reader").get(closed.url("case")).context["front"]
        assert front.open_phase is None and len(front.other_phases) == 3

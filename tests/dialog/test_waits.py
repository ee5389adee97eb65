"""What waits for whom: one table, stored by every act, equal to what is derived; and nobody sees another's."""

import datetime as dt
import re
from html import unescape

import pytest
from django.utils.timezone import localdate

from dialog.acts.course import change_body, change_responsible, end_early, pause, resume
from dialog.acts.derived import derive_phase, store_derived
from dialog.acts.members import add_member, end_membership
from dialog.cases.inbox import waits_for
from dialog.models import Case, Comment, Decision, HelpRequest, Membership, Seat, Wait
from dialog.process.access import load
from dialog.process.wait_kinds import KINDS
from dialog.process.waits import Waiting, what_waits
from tests.story import GOALS, GROUPS, PEOPLE, PURPOSE, YES, Story


def inbox(story, who):
    """What stands in somebody's inbox now, as (kind, step)."""
    return [(wait.kind, wait.step) for wait in waits_for(story.house[who], story.now)]


def inboxes(story):
    """Whose inboxes have something in them."""
    return {who for who in PEOPLE if inbox(story, who)}


def decided(story, **text):
    story.go_to("influenceable").decide(**text)
    return story


class TestTheTable:
    def test_nothing_waits_in_a_case_just_begun_it_is_under_way(self, story):
        assert inboxes(story) == set()
        assert (story.case.waits_for, story.case.waits_since) == ("", None)

    def test_a_proposal_waits_for_the_elected_members(self, story):
        story.act("propose", "purpose", data=PURPOSE)
        assert inbox(story, "elected") == [("proposal", "purpose")]
        assert inboxes(story) == {"elected", "substitute", "other_body"}

    def test_a_decision_waits_for_those_of_the_owning_body(self, story):
        story.act("propose", "influenceable", data=YES)
        assert inbox(story, "elected") == [("decision", "influenceable")]
        assert inboxes(story) == {"elected", "substitute"}

    @pytest.mark.parametrize("act", ["send_back", "return_by_body"])
    def test_what_was_sent_back_waits_for_who_sent_it(self, story, act):
        story.act("propose", "influenceable", by="civil_servant", data=YES)
        story.later(days=2)
        story.act(act, "influenceable", comment="Vad kostar det?")
        assert inbox(story, "civil_servant") == [("sent_back", "influenceable")]
        assert inboxes(story) == {"civil_servant"}

    def test_what_was_withdrawn_waits_for_who_sent_it_whoever_took_it_back(self, story):
        story.act("propose", "purpose", by="civil_servant", data=PURPOSE)
        story.act("withdraw", "purpose", by="responsible")
        assert inbox(story, "civil_servant") == [("withdrawn", "purpose")]
        assert inboxes(story) == {"civil_servant"}

    def test_sent_anew_it_waits_for_the_elected_again(self, story):
        story.act("propose", "purpose", data=PURPOSE)
        story.act("send_back", "purpose", comment="Nej.")
        story.act("propose", "purpose", data={**PURPOSE, "why_dialogue": ["Därför."]})
        assert inboxes(story) == {"elected", "substitute", "other_body"}

    @pytest.mark.parametrize(
        ("step", "whose"),
        [
            ("purpose", {"elected", "substitute", "other_body"}),
            ("planning_help", {"responsible", "civil_servant"}),
            ("goals", {"responsible", "civil_servant", "elected", "substitute", "other_body"}),
        ],
    )
    def test_a_question_waits_for_the_steps_responsible_role_until_it_is_answered(self, story, step, whose):
        story.act("comment", step, by="reader", text="Varför?")
        assert inboxes(story) == whose
        story.act("comment", step, by="civil_servant", text="Därför.", answers=Comment.objects.get().pk)
        assert inboxes(story) == set()

    @pytest.mark.parametrize("page", ["1", "2", "wild", "99"])
    def test_many_things_are_read_page_by_page_and_counted_together(self, story, monkeypatch, page):
        monkeypatch.setattr("dialog.views.inbox.WAITS_A_PAGE", 1)
        for step in ("purpose", "goals"):
            story.act("comment", step, by="reader", text="Varför?")
        answer = story.client("elected").get("/", {"page": page})
        assert len(answer.context["desk"].tasks) == 1 and "Två saker" in answer.text

    def test_a_request_for_help_waits_for_support_until_it_is_answered(self, story):
        story.act("ask_for_help", "purpose", text="Hur gör man?")
        assert inbox(story, "support") == [("help", "purpose")]
        assert inboxes(story) == {"support"}
        story.act("answer_help", "purpose", by="support", request=HelpRequest.objects.get().pk, text="Så här.")
        assert inboxes(story) == set()

    def test_what_a_meeting_lacks_waits_once_and_not_before_its_minutes_can_exist(self, story):
        story.go_to("influence_level")
        assert {one.step for one in Decision.objects.all()} == {"influenceable"}
        story.decide("influence_level")
        story.later(days=13)
        assert inboxes(story) == set()
        story.later(days=1)
        assert inbox(story, "responsible") == [("minutes", "influenceable")]
        assert inboxes(story) == {"responsible"}
        decision = Decision.objects.latest("pk")
        for fact in ("section", "adjusted"):
            assert inbox(story, "responsible")
            story.act("add_fact", decision.step, decision=decision.pk, fact=fact, unknown_because="Gallrat.")
        assert inboxes(story) == set()

    def test_it_says_which_meeting_it_was(self, story):
        decided(story)
        story.later(days=14)
        [task] = story.client("responsible").get("/").context["desk"].tasks
        assert task.item.heading == "Tekniska nämnden, 3 november 2026"

    def test_how_long_minutes_take_is_a_setting(self, story, settings):
        settings.MINUTES_AFTER_DAYS = 30
        decided(story)
        story.later(days=29)
        assert inboxes(story) == set()
        story.later(days=1)
        assert inbox(story, "responsible") == [("minutes", "influenceable")]

    def test_of_a_meeting_long_ago_it_waits_from_the_day_when_the_decision_was_recorded(self, story):
        day = story.today - dt.timedelta(days=40)
        story.go_to("influenceable").decide(on=day, wording_unknown_because=["Det stod inte i protokollet."])
        assert inbox(story, "responsible") == [("minutes", "influenceable")]

    def test_two_meetings_are_two(self, story):
        decided(story)
        story.later(days=1)
        story.act("finish", "goals", data=GOALS)
        story.act("finish", "target_groups", data=GROUPS)
        story.decide("influence_level")
        story.later(days=14)
        assert inbox(story, "responsible") == [("minutes", "influenceable"), ("minutes", "influence_level")]

    def test_a_decision_by_the_chair_waits_for_its_day_of_report_instead(self, story):
        decided(story, made_by=["chair"], section=["D 7"])
        story.later(days=14)
        assert inbox(story, "responsible") == [("reported", "influenceable")]

    def test_a_decision_that_was_superseded_waits_for_nothing(self, story):
        decided(story)
        story.later(days=1)
        story.decide(section=["§ 42"], motivation=["Ny."], supersede_reason=["Ny motivering."])
        story.later(days=14)
        old = Decision.objects.last()
        assert inbox(story, "responsible") == [("minutes", "influenceable")]
        assert old.facts.count() == 0

    @pytest.mark.parametrize(
        ("told", "fields"),
        [
            ({}, {"section": "17", "adjusted": "2026-11-16"}),
            ({"made_by": ["chair"]}, {"section": "D 7", "reported": "2026-11-16"}),
        ],
    )
    def test_what_waits_as_one_thing_is_added_in_one_form(self, story, told, fields):
        decided(story, **told)
        story.later(days=14)
        amir = story.client("responsible")
        [address] = set(re.findall(r'href="([^"]*/decisions/\?[^"]*)"', amir.get("/").text))
        receipt = amir.get(unescape(address).partition("#")[0])
        assert receipt.status_code == 302 and receipt.url.endswith("#facts-form")
        page = amir.get(receipt.url)
        assert page.context["receipt"].asks_for == list(fields)
        assert all(f'name="{name}"' in page.text for name in fields)
        assert amir.post(receipt.url, fields).status_code == 302
        assert {fact.kind for fact in Decision.objects.get().facts.all()} == set(fields)
        assert inbox(story, "responsible") == []

    def test_who_may_not_add_it_reads_the_register(self, story):
        decided(story)
        for who in ("reader", "stranger"):
            page = story.client(who).get(f"{story.url('decisions')}?add=minutes&step=influenceable")
            assert page.status_code == 200

    def test_one_missing_fact_leads_to_its_field_in_the_register(self, story):
        told, fact = {"section": ["§ 9"]}, "adjusted"
        decided(story, **told)
        story.later(days=14)
        amir = story.client("responsible")
        [address] = set(re.findall(r'href="([^"]*/decisions/\?[^"]*)"', amir.get("/").text))
        page = amir.get(unescape(address)).text
        field = re.search(r"<input[^>]* autofocus[^>]*>", page)[0]
        assert f'id="fact-{Decision.objects.get().pk}-{fact}"' in field
        assert 'open id="add"' in page

    @pytest.mark.parametrize(
        "wild", ["add=section&step=x", "add=x", "add=section&row=%00", "open=x", "open=99999999999999"]
    )
    def test_a_wild_address_of_a_fact_opens_nothing(self, story, wild):
        decided(story)
        page = story.client("responsible").get(f"{story.url('decisions')}?{wild}")
        assert page.status_code == 200 and 'open id="add"' not in page.text

    def test_what_the_body_postponed_still_waits_with_its_day(self, story):
        story.go_to("influenceable")
        story.act("propose", "influenceable", data=YES)
        story.act("postpone", "influenceable", until=story.today + dt.timedelta(days=30))
        assert inbox(story, "elected") == [("decision", "influenceable")]
        for page in ("/", story.url("case")):
            assert "3 december 2026" in story.client("elected").get(page).text

    @pytest.mark.parametrize(("who", "waits"), [("elected", "Väntar på dig"), ("reader", "Väntar på svar")])
    def test_so_the_cases_first_page_says_for_whoever_meets_it(self, story, who, waits):
        story.go_to("influenceable").act("propose", "influenceable", data=YES)
        story.act("postpone", "influenceable", until=story.today + dt.timedelta(days=30))
        page = story.client(who).get(story.url("case")).text
        assert waits in page and "bordlagt till 3 december 2026" in page

    def test_every_kind_has_words(self, story):
        decided(story)
        story.act("comment", "goals", text="Hur många mål?")
        assert {wait.kind for wait in Wait.objects.all()} <= set(KINDS)


class TestNoElectedMember:
    def test_it_waits_for_the_responsible_official_from_the_beginning(self, house):
        begun = Story(house)
        for membership in Membership.objects.filter(role="elected"):
            end_membership(begun.pk, by=house["responsible"], membership=membership.pk, at=begun.now)
        assert inbox(begun, "responsible") == [("no_elected_member", "")]
        assert inboxes(begun) == {"responsible"}

    def test_one_of_another_body_is_none(self, story, house):
        for who in ("elected", "substitute"):
            membership = Membership.objects.get(person=house[who])
            end_membership(story.pk, by=house["responsible"], membership=membership.pk, at=story.now)
        assert inbox(story, "responsible") == [("no_elected_member", "")]

    def test_where_the_case_came_to_another_body_it_lacks_one_since_that_day(self, story, house):
        for membership in Membership.objects.filter(person=house["other_body"]):
            end_membership(story.pk, by=house["responsible"], membership=membership.pk, at=story.now)
        story.later(days=20)
        change_body(story.pk, by=house["responsible"], body=house.other_body, at=story.now)
        [wait] = waits_for(house["responsible"], story.now)
        assert (wait.kind, wait.since) == ("no_elected_member", story.now)

    def test_a_new_one_ends_it(self, story, house):
        Seat.objects.filter(body=house.body).delete()
        store_derived(story.access())
        assert inbox(story, "responsible")
        Seat.objects.create(person=house["stranger"], body=house.body, start=dt.date(2026, 1, 1))
        add_member(story.pk, by=house["responsible"], person=house["stranger"], role="elected", at=story.now)
        assert not inbox(story, "responsible")

    def test_it_begins_by_itself_on_the_day_after_the_last_seat_has_ended(self, story, house):
        house["elected"].seats.update(end=story.today + dt.timedelta(days=10))
        house["substitute"].seats.update(end=story.today + dt.timedelta(days=20))
        store_derived(story.access())
        story.later(days=20)
        assert not inbox(story, "responsible")
        story.later(days=1)
        assert inbox(story, "responsible") == [("no_elected_member", "")]

    def test_a_seat_that_follows_on_another_keeps_it_away(self, story, house):
        end = story.today + dt.timedelta(days=10)
        house["elected"].seats.update(end=end)
        house["substitute"].seats.update(end=end)
        Seat.objects.create(person=house["elected"], body=house.body, start=end + dt.timedelta(days=1))
        store_derived(story.access())
        story.later(days=11)
        assert not inbox(story, "responsible")


class TestPause:
    def until(self, story, days=10):
        pause(
            story.pk,
            by=story.house["civil_servant"],
            until=story.today + dt.timedelta(days=days),
            reason="Väntar på utredning.",
            at=story.now,
        )

    def test_while_the_case_rests_nothing_reminds(self, story):
        story.act("propose", "purpose", data=PURPOSE)
        self.until(story)
        assert inboxes(story) == set()
        story.later(days=9)
        assert inboxes(story) == set()

    def test_the_list_which_begins_with_what_waits_has_it_by_the_day_on_which_its_pause_ends(self, story):
        story.act("propose", "purpose", data=PURPOSE)
        self.until(story)
        assert localdate(story.case.waits_since) == story.today + dt.timedelta(days=10)
        resume(story.pk, by=story.house["civil_servant"], at=story.now)
        assert story.case.waits_since == story.now

    def test_nothing_is_locked(self, story):
        self.until(story)
        story.carry("purpose")

    def test_that_day_it_waits_for_the_responsible_official_and_so_does_the_rest(self, story):
        story.act("propose", "purpose", data=PURPOSE)
        self.until(story)
        story.later(days=10)
        assert inbox(story, "responsible") == [("pause_over", "")]
        assert inbox(story, "elected") == [("proposal", "purpose")]

    def test_taken_up_again_it_waits_no_more(self, story):
        self.until(story)
        resume(story.pk, by=story.house["civil_servant"], at=story.now)
        story.later(days=30)
        assert inboxes(story) == set()


class TestWhoSeesWhat:
    def test_nobody_sees_what_waits_in_a_case_that_she_is_no_member_of(self, story, house):
        other = Story(house, story.now, title="En annan dialog")
        for who in ("elected", "substitute", "other_body"):
            membership = Membership.objects.get(case=other.pk, person=house[who])
            end_membership(other.pk, by=house["responsible"], membership=membership.pk, at=story.now)
        Seat.objects.create(person=house["stranger"], body=house.other_body, start=story.today)
        add_member(other.pk, by=house["responsible"], person=house["stranger"], role="elected", at=story.now)
        other.act("propose", "purpose", data=PURPOSE)
        assert inboxes(other) == {"stranger", "responsible"}
        assert inbox(other, "stranger") == [("proposal", "purpose")]

    def test_a_member_in_one_role_does_not_see_what_waits_for_it_in_another_case(self, story, house):
        """She is elected in one case and reads another: two joins once showed her what waited for the elected there."""
        other = Story(house, story.now, title="En annan dialog")
        membership = Membership.objects.get(case=other.pk, person=house["elected"])
        end_membership(other.pk, by=house["responsible"], membership=membership.pk, at=story.now)
        add_member(other.pk, by=house["responsible"], person=house["elected"], role="reader", at=story.now)
        other.act("propose", "purpose", data=PURPOSE)
        assert inbox(other, "elected") == []

    def test_whoever_left_sees_nothing(self, story, house):
        story.act("propose", "purpose", data=PURPOSE)
        membership = Membership.objects.get(person=house["substitute"])
        end_membership(story.pk, by=house["responsible"], membership=membership.pk, at=story.now)
        assert inbox(story, "substitute") == []

    def test_a_seat_that_has_ended_shows_no_decisions(self, story, house):
        story.act("propose", "influenceable", data=YES)
        house["substitute"].seats.update(end=story.today - dt.timedelta(days=1))
        assert inbox(story, "substitute") == []

    def test_what_waits_for_the_responsible_official_goes_with_the_office(self, story, house):
        decided(story)
        change_responsible(story.pk, by=house["responsible"], responsible=house["civil_servant"], at=story.now)
        story.later(days=14)
        assert inbox(story, "responsible") == []
        assert inbox(story, "civil_servant") == [("minutes", "influenceable")]

    def test_the_oldest_comes_first(self, story):
        story.act("propose", "question", data={"question": ["Hur?"]})
        story.later(days=1)
        story.act("propose", "purpose", data=PURPOSE)
        assert inbox(story, "elected") == [("proposal", "question"), ("proposal", "purpose")]

    def test_a_closed_case_waits_for_nobody(self, story, house):
        story.act("propose", "purpose", data=PURPOSE)
        end_early(story.pk, by=house["responsible"], reason="Gick upp i en annan fråga.", at=story.now)
        assert inboxes(story) == set()
        assert story.case.waits_for == ""


class TestWhatIsStored:
    def derived(self, story):
        access = load(story.house["support"], story.pk, at=story.now)
        return derive_phase(access), what_waits(access)

    def stored(self, story):
        waits = Wait.objects.filter(case=story.pk)
        return [Waiting(one.since, one.kind, one.audience, one.step, one.row, one.person_id) for one in waits]

    def test_equals_what_is_derived_after_every_act(self, story):
        def check():
            phase, waiting = self.derived(story)
            assert (story.case.phase, sorted(self.stored(story))) == (phase, sorted(waiting))
            due = waiting[0] if waiting else None
            assert (story.case.waits_for, story.case.waits_since) == ((due.audience, due.since) if due else ("", None))

        check()
        story.act("propose", "purpose", data=PURPOSE)
        check()
        story.later(hours=1)
        story.act("comment", "purpose", by="elected", text="Hur?")
        check()
        story.act("send_back", "purpose", comment="Nej.")
        check()
        story.carry("purpose", "question")
        check()
        story.decide()
        check()

    def test_a_case_waits_for_the_oldest_of_these(self, story):
        story.act("comment", "planning_help", by="reader", text="Varför?")
        story.later(days=1)
        story.act("propose", "purpose", data=PURPOSE)
        assert (story.case.waits_for, story.case.waits_since) == ("civil_servant", story.begun)

    def test_what_is_still_to_come_does_not_go_before_what_waits(self, story):
        pause(
            story.pk, by=story.house["responsible"], until=story.today + dt.timedelta(days=9), reason="x", at=story.now
        )
        assert not story.case.is_waited_for
        story.later(days=1)
        story.act("propose", "purpose", data=PURPOSE)
        assert story.case.waits_for == "elected"
        assert not story.case.is_waited_for, "the case rests"
        resume(story.pk, by=story.house["responsible"], at=story.now)
        assert story.case.waits_for == "elected"
        assert story.case.is_waited_for

    def test_settling_again_writes_nothing_new(self, story):
        story.act("propose", "purpose", data=PURPOSE)
        before = list(Wait.objects.values())
        store_derived(story.access())
        assert list(Wait.objects.values()) == before

    def test_it_can_be_rebuilt_from_the_rest(self, story):
        story.act("propose", "purpose", data=PURPOSE)
        before = [(wait.kind, wait.audience, wait.since) for wait in Wait.objects.all()]
        Wait.objects.all().delete()
        Case.objects.update(phase="x", waits_for="", waits_since=None)
        store_derived(story.access())
        assert [(wait.kind, wait.audience, wait.since) for wait in Wait.objects.all()] == before
        assert (story.case.phase, story.case.waits_for) == ("planning", "elected")

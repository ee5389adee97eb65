"""Letters about what waits: to those it waits for, once each, never to whoever made it wait, and with no more than a
title from a case for members only.
"""

import datetime as dt

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from dialog import clock
from dialog.acts.course import pause, set_visibility
from dialog.acts.members import add_member
from dialog.mail import waiting as tell
from dialog.models import Case, Department, Person, Seat, Told, Wait
from tests.story import PURPOSE, YES, Story

ELECTED = {"elected", "substitute", "other_body"}


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Let what waits for the commit of a block happen, as outside a test."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def told(story, commit):
    """Everybody has been told of what waited before the test; returns who gets letters by what a block does."""
    tell.tell()
    mail.outbox.clear()

    def readers() -> set[str]:
        return {address.split("@")[0] for letter in mail.outbox for address in letter.to}

    return readers


def propose(story: Story) -> None:
    story.act("propose", "purpose", data=PURPOSE)


class TestWhoIsTold:
    def test_a_proposal_is_told_to_those_who_may_answer_it(self, story, told, commit):
        with commit():
            propose(story)
        assert told() == ELECTED
        assert len(mail.outbox) == 3

    def test_a_decision_is_told_to_the_members_of_the_owning_body(self, story, told, commit):
        story.carry("purpose", "question")
        tell.tell()
        mail.outbox.clear()
        with commit():
            story.act("propose", "influenceable", data=YES)
        assert told() == {"elected", "substitute"}

    def test_what_is_sent_back_is_told_to_who_sent_it(self, story, told, commit):
        propose(story)
        tell.tell()
        mail.outbox.clear()
        with commit():
            story.act("send_back", "purpose", comment="Vad ska nämnden besluta?")
        assert told() == {"responsible"}
        assert "Vad ska" not in mail.outbox[0].body

    def test_nobody_is_told_of_what_she_did_herself(self, story, told, commit):
        with commit():
            story.act("comment", "purpose", by="elected", text="Är det här syftet?")
        assert told() == ELECTED - {"elected"}
        tell.tell()
        assert told() == ELECTED - {"elected"}

    def test_help_is_asked_of_support_and_of_the_department_that_owns_the_handbook(self, story, told, commit):
        Department.objects.create(name="Kansliet", email="kansli@sjovik.example")
        with commit():
            story.act("ask_for_help", "purpose", text="Hur skriver man ett syfte?")
        assert told() == {"support", "hallbar.utveckling"}
        for letter in mail.outbox:
            assert "Norra stranden" in letter.body and "Amir Haddad" in letter.body
            assert "Hur skriver" not in letter.body
        tell.tell()
        assert len(mail.outbox) == 2

    def test_without_such_an_address_support_alone_is_told(self, story, told, commit):
        Department.objects.update(email="")
        with commit():
            story.act("ask_for_help", "purpose", text="Hur?")
        assert told() == {"support"}

    @pytest.mark.parametrize("facts", [{"wants_mail": False}, {"email": ""}, {"is_active": False}])
    def test_no_letter_goes_to_who_wants_none_has_no_address_or_has_left(self, story, told, commit, facts):
        Person.objects.filter(username="elected").update(**facts)
        with commit():
            propose(story)
        assert told() == ELECTED - {"elected"}

    def test_who_becomes_a_member_later_is_told_by_the_hour(self, story, told, commit):
        with commit():
            propose(story)
        mail.outbox.clear()
        story.later(days=2)
        Seat.objects.create(person=story.house["stranger"], body=story.house.other_body, start=story.today)
        add_member(
            story.pk, by=story.house["responsible"], person=story.house["stranger"], role="elected", at=story.now
        )
        call_command("send_mail")
        assert told() == {"stranger"}
        assert "Väntar sedan i dag" in mail.outbox[0].body

    def test_an_act_that_is_told_of_another_day_is_not_mailed_at_once(self, story, told, commit, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: story.now + dt.timedelta(days=30))
        with commit():
            propose(story)
        assert mail.outbox == []


class TestOnce:
    def test_a_repeated_post_gives_one_letter(self, story, told, commit):
        seen = story.seen("purpose")
        with commit():
            for _ in range(3):
                story.attempt("propose", "purpose", data=PURPOSE, seen=seen)
        call_command("send_mail")
        assert len(mail.outbox) == 3 == len(told())

    def test_what_still_waits_is_not_told_again_by_the_next_act(self, story, told, commit):
        with commit():
            propose(story)
        with commit():
            story.act("comment", "goals", by="elected", text="Bra mål?")
        elected = [letter for letter in mail.outbox if letter.to == ["elected@sjovik.example"]]
        assert len(elected) == 1

    def test_what_waits_again_is_told_again(self, story, told, commit):
        for _ in range(2):
            story.later(minutes=65)
            with commit():
                propose(story)
            story.later(minutes=5)
            with commit():
                story.act("withdraw", "purpose")
        elected = [letter for letter in mail.outbox if letter.to == ["elected@sjovik.example"]]
        assert len(elected) == 2

    def test_what_could_not_be_sent_is_sent_another_time(self, story, told, commit, monkeypatch):
        with monkeypatch.context() as broken, commit():
            broken.setattr(tell.mail, "send", _no_server)
            propose(story)
        assert mail.outbox == []
        call_command("send_mail")
        assert told() == ELECTED

    def test_one_letter_that_fails_stops_no_other(self, story, told, commit, monkeypatch):
        send = tell.mail.send

        def choosy(template, to, *args, **kwargs):
            return _no_server() if "elected@sjovik.example" in to else send(template, to, *args, **kwargs)

        monkeypatch.setattr(tell.mail, "send", choosy)
        with commit():
            propose(story)
        assert told() == ELECTED - {"elected"}

    def test_a_letter_that_was_lost_with_its_worker_is_written_again(self, story, told, monkeypatch):
        propose(story)
        with monkeypatch.context() as broken:
            broken.setattr(tell, "_write", lambda *args: 0)  # claimed, then the worker dies
            tell.tell()
        assert tell.tell() == 0
        story.later(minutes=16)
        assert tell.tell() == 3

    def test_who_knows_is_forgotten_with_what_waited(self, story, told, commit):
        with commit():
            propose(story)
        waits = set(Wait.objects.filter(kind="proposal").values_list("pk", flat=True))
        assert Told.objects.filter(wait__in=waits).count() == 3
        story.act("approve", "purpose")
        assert not Told.objects.filter(wait__in=waits).exists()


class TestDaysThatCome:
    def test_a_pause_that_ends_is_told_that_morning_together_with_all_that_rested(self, story, told, commit):
        until = story.today + dt.timedelta(days=10)
        with commit():
            pause(story.pk, by=story.house["responsible"], until=until, reason="Vi väntar på budgeten.", at=story.now)
        with commit():
            story.act("comment", "goals", by="elected", text="Ett till mål?")
            story.act("comment", "responsibility", by="reader", text="Vem?")
        assert mail.outbox == []
        story.later(days=9)
        assert tell.tell() == 0
        story.later(days=1)
        call_command("send_mail")
        (letter,) = [one for one in mail.outbox if one.to == ["responsible@sjovik.example"]]
        assert letter.subject.startswith("3 ")
        assert letter.body.count("http") == 3 + 2
        assert tell.tell() == 0


class TestWhatItSays:
    def test_it_says_what_where_who_and_leads_there(self, story, told, commit):
        with commit():
            propose(story)
        letter = next(one for one in mail.outbox if one.to == ["elected@sjovik.example"])
        html, kind = letter.alternatives[0].content, letter.alternatives[0].mimetype
        assert kind == "text/html"
        for said in (
            "Norra stranden: badplats för fler",
            "Syftet med dialogen",
            "Amir Haddad",
            "Karin",
            f"http://127.0.0.1:8000{story.url('step', 'purpose')}",
            f"http://127.0.0.1:8000{reverse('account')}",
        ):
            assert said in letter.body and said in html
        assert "Förstå hur olika grupper" not in letter.body + html
        assert letter.extra_headers["Auto-Submitted"] == "auto-generated"

    def test_it_is_swedish_whatever_language_its_maker_reads(self, story, told, commit):
        with translation.override("en"), commit():
            propose(story)
        assert all("Svara på förslaget om syftet" in letter.body for letter in mail.outbox)
        assert '<html lang="sv">' in mail.outbox[0].alternatives[0].content

    @pytest.mark.parametrize("title", ["<b>&nbsp;</b> «é»", "Rad\r\nBcc: alla@sjovik.example", "a" * 200])
    def test_a_title_is_words_and_nothing_else(self, story, told, commit, title):
        Case.objects.filter(pk=story.pk).update(title=title)
        with commit():
            propose(story)
        letter = mail.outbox[0]
        assert letter.message() and "\n" not in letter.subject
        assert "<b>&nbsp;" not in letter.alternatives[0].content
        assert set(letter.recipients()) <= {f"{who}@sjovik.example" for who in ELECTED}

    def test_the_text_of_a_letter_has_no_entities(self, story, told, commit):
        Case.objects.filter(pk=story.pk).update(title="Kaj & Brygga's «plats»")
        with commit():
            propose(story)
        assert "Kaj & Brygga's «plats»" in mail.outbox[0].body

    def test_members_only_read_the_title_and_nobody_else_does(self, story, told, commit):
        set_visibility(story.pk, by=story.house["responsible"], visibility="members_only", at=story.now)
        with commit():
            propose(story)
            story.act("ask_for_help", "purpose", text="Hur?")
        by_reader = {letter.to[0].split("@")[0]: letter for letter in mail.outbox}
        assert "Norra stranden" in by_reader["elected"].body
        for who in ("support", "hallbar.utveckling"):
            letter = by_reader[who]
            whole = letter.subject + letter.body + letter.alternatives[0].content
            assert "Norra" not in whole and "Amir" not in whole
            assert story.url("step", "purpose") in letter.body

    def test_the_department_is_not_reminded_of_a_case_that_rests(self, story, told):
        story.act("ask_for_help", "purpose", text="Hur?")
        until = story.today + dt.timedelta(days=30)
        pause(story.pk, by=story.house["responsible"], until=until, reason="Val.", at=story.now)
        tell.tell()
        assert "hallbar.utveckling" not in told()

    def test_a_department_is_not_asked_to_change_its_account(self, story, told, commit):
        with commit():
            story.act("ask_for_help", "purpose", text="Hur?")
        letter = next(one for one in mail.outbox if one.to == ["hallbar.utveckling@sjovik.example"])
        assert reverse("account") not in letter.body + letter.alternatives[0].content


def test_telling_many_costs_no_more_queries_a_letter(story, django_assert_max_num_queries):
    for n in range(8):
        story.act("comment", "goals", by="reader", text=f"Fråga {n}")
        story.later(minutes=1)
    people = Person.objects.filter(wants_mail=True, is_active=True).exclude(email="").count()
    with django_assert_max_num_queries(people * 5 + 6 * 13 + 10):
        tell.tell()


def _no_server(*args, **kwargs):
    raise ConnectionRefusedError


class TestOneLetterAnHour:
    def test_what_comes_within_the_hour_stands_in_the_next_one(self, story, told, commit):
        """A day of training: eight things in an hour were eight letters to each."""
        with commit():
            propose(story)
        for step in ("goals", "question", "target_groups"):
            story.later(minutes=7)
            with commit():
                story.act("comment", step, by="reader", text="Hur då?")
        mine = [letter for letter in mail.outbox if letter.to == ["elected@sjovik.example"]]
        assert len(mine) == 1
        story.later(minutes=60)
        call_command("send_mail")
        _first, second = [letter for letter in mail.outbox if letter.to == ["elected@sjovik.example"]]
        assert "3 saker väntar på dig" in second.subject
        call_command("send_mail")
        assert len([letter for letter in mail.outbox if letter.to == ["elected@sjovik.example"]]) == 2

    def test_also_when_what_waited_is_done_meanwhile(self, story, told, commit):
        for _ in range(4):
            story.later(minutes=5)
            with commit():
                propose(story)
            with commit():
                story.act("withdraw", "purpose")
        assert len([letter for letter in mail.outbox if letter.to == ["elected@sjovik.example"]]) == 1

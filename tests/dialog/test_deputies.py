"""Who is away has a deputy, who left is followed by somebody, and who came has waited for since she came."""

import datetime as dt

import pytest
from django.core import mail
from django.core.management import call_command
from django.http import Http404
from django.utils.timezone import localdate
from django.utils.translation import override

from dialog import clock
from dialog.acts.core import Refused
from dialog.acts.course import change_responsible
from dialog.acts.members import add_deputy, copy_memberships, end_membership
from dialog.cases.inbox import items, waits_for
from dialog.models import Case, Membership, Person, Seat
from dialog.pictures.process import phases_of
from dialog.process.phases import process
from dialog.process.state import map_of, state_of
from dialog.rights import CASE_RIGHTS, STEP_RIGHTS
from tests.story import PURPOSE, RESPONSIBILITY, Story


def deputy(story, for_whom, who, *, start=0, end=30, by="responsible"):
    absent = Membership.objects.get(case=story.pk, person=story.house[for_whom], deputy_for=None)
    days = [story.today + dt.timedelta(days=days) for days in (start, end)]
    return add_deputy(
        story.pk,
        by=story.house[by],
        absent=absent.pk,
        person=story.house[who],
        start=days[0],
        end=days[1],
        at=story.now,
    )


def kinds(story, who):
    return [one.kind for one in waits_for(Person.objects.get(pk=story.house[who].pk), story.now)]


def rights(story, who):
    access = story.access(who)
    at_steps = {(act, role) for act, roles in STEP_RIGHTS.items() for role in roles if access.may_at(act, role)}
    return at_steps | {(act, "") for act in CASE_RIGHTS if access.may(act)}


@pytest.fixture
def seated(house) -> Person:
    person = house.people["seated"] = house.person("seated", "Nya Nilsson", department=None)
    Seat.objects.create(person=person, body=house.body, start=dt.date(2026, 1, 1))
    return person


class TestADeputy:
    @pytest.mark.parametrize(
        ("absent", "who"), [("responsible", "stranger"), ("civil_servant", "stranger"), ("elected", "seated")]
    )
    def test_has_every_right_of_the_absent_one_on_those_days_and_no_others(self, story, seated, absent, who):
        deputy(story, absent, who, start=2, end=5)
        before = rights(story, who)
        assert before < rights(story, absent)
        story.later(days=2)
        assert rights(story, who) == rights(story, absent)
        story.later(days=3)
        assert rights(story, who) == rights(story, absent)
        story.later(days=1)
        assert rights(story, who) == before

    def test_another_civil_servant_of_the_case_has_the_officials_rights_beside_her_own(self, story):
        deputy(story, "responsible", "civil_servant", end=5)
        assert "responsible" in story.access("civil_servant").capacities
        story.later(days=6)
        assert story.access("civil_servant").capacities == {"signed_in", "civil_servant"}

    def test_what_waits_and_mail_go_to_both(self, story, monkeypatch):
        deputy(story, "responsible", "stranger")
        story.act("propose", "purpose", data=PURPOSE)
        story.act("send_back", "purpose", comment="Skriv om.")
        assert kinds(story, "stranger") == kinds(story, "responsible") == ["sent_back"]
        monkeypatch.setattr("dialog.clock.now", lambda: story.now)
        call_command("send_mail")
        to = {address for letter in mail.outbox for address in letter.to}
        assert {"stranger@sjovik.example", "responsible@sjovik.example"} <= to

    def test_so_does_what_waits_for_the_responsible_official_alone(self, story):
        deputy(story, "responsible", "stranger")
        for membership in Membership.objects.filter(case=story.pk, role="elected"):
            end_membership(story.pk, by=story.house["responsible"], membership=membership.pk, at=story.now)
        assert kinds(story, "stranger") == kinds(story, "responsible") == ["no_elected_member"]
        assert kinds(story, "civil_servant") == []

    def test_is_shown_by_name_wherever_the_absent_one_is_waited_for(self, story):
        deputy(story, "responsible", "stranger")
        story.act("propose", "purpose", data=PURPOSE)
        story.act("approve", "purpose")
        page = story.client("reader").get(story.url("step", "facts")).text
        assert "ersätter Amir Haddad till" in page
        for who in Seat.objects.filter(body=story.house.body):
            who.end = story.today - dt.timedelta(days=1)
            who.save()
        page = story.client("reader").get(story.url("case")).text
        assert "Amir Haddad eller Frank Dahl" in page

    def test_knows_of_a_hidden_case_on_those_days(self, story):
        Case.objects.update(visibility="members_only")
        deputy(story, "responsible", "stranger", end=5)
        assert story.client("stranger").get(story.url("case")).status_code == 200
        copy_memberships(story.today + dt.timedelta(days=6))
        story.later(days=6)
        with pytest.raises(Http404):
            story.access("stranger")

    def test_has_the_case_among_her_own_on_those_days(self, story):
        deputy(story, "responsible", "stranger", end=5)
        pages = [("/", {}), ("/cases/", {"whose": "mine"})]
        for url, asked in pages:
            assert story.url("case") in story.client("stranger").get(url, asked).text, url
        copy_memberships(story.today + dt.timedelta(days=6))
        story.later(days=6)
        for url, asked in pages:
            assert story.url("case") not in story.client("stranger").get(url, asked).text, url

    @pytest.mark.parametrize(
        ("absent", "who"), [("elected", "stranger"), ("responsible", "elected"), ("reader", "stranger")]
    )
    def test_is_nobody_who_could_not_have_the_part_herself(self, story, absent, who):
        with pytest.raises(Refused):
            deputy(story, absent, who)

    @pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 4), (0, 5000)])
    def test_stands_in_on_days_that_can_be(self, story, start, end):
        with pytest.raises(Refused):
            deputy(story, "responsible", "stranger", start=start, end=end)

    def test_is_named_by_the_official_and_the_administrator_alone(self, story):
        for by in ("civil_servant", "elected", "reader", "stranger"):
            with pytest.raises(Refused):
                deputy(story, "responsible", "stranger", by=by)
        deputy(story, "responsible", "stranger", by="admin")

    def test_has_nothing_more_when_the_absent_one_has_left(self, story, seated):
        deputy(story, "elected", "seated")
        story.house["elected"].seats.update(end=story.today - dt.timedelta(days=1))
        assert story.access("seated").capacities == {"signed_in", "reader"}
        membership = Membership.objects.get(case=story.pk, person=story.house["elected"])
        end_membership(story.pk, by=story.house["responsible"], membership=membership.pk, at=story.now)
        assert not story.access("seated").is_member

    def test_ends_before_her_day_by_hand(self, story):
        made = deputy(story, "responsible", "stranger", start=3)
        end_membership(story.pk, by=story.house["responsible"], membership=made.pk, at=story.now)
        story.later(days=4)
        assert not story.access("stranger").is_member

    def test_may_be_made_a_member_of_her_own(self, story):
        deputy(story, "responsible", "stranger", end=5)
        story.join("stranger", "civil_servant")
        story.later(days=6)
        assert story.access("stranger").role == "civil_servant"

    @pytest.mark.parametrize("by", ["responsible", "admin"])
    def test_is_named_on_the_page_about_the_case_and_in_organisation(self, story, by):
        absent = Membership.objects.get(case=story.pk, person=story.house["responsible"])
        facts = {
            "absent": absent.pk,
            "person": story.house["stranger"].pk,
            "start": clock.today().isoformat(),
            "end": (clock.today() + dt.timedelta(days=9)).isoformat(),
        }
        facts |= {"act": "add_deputy"}
        url = story.url("case_act", "add_deputy") if by == "responsible" else f"/admin/dialog/case/{story.pk}/change/"
        answer = story.client(by).post(url, facts, follow=True)
        assert answer.status_code == 200
        assert Membership.objects.get(deputy_for=absent).end == clock.today() + dt.timedelta(days=9)


class TestASpokespersonWhoLeft:
    @pytest.fixture
    def told(self, story) -> Story:
        karin = {"row": ["0000a001"], "person": [str(story.house["elected"].pk)], "spokesperson": ["on"]}
        story.act("finish", "responsibility", data={**RESPONSIBILITY, "representative": [karin]})
        return story

    def leave(self, story, days=1):
        for seat in story.house["elected"].seats.all():
            seat.end = story.today - dt.timedelta(days=days)
            seat.save()

    def test_is_a_wait_for_the_official_that_names_her_and_leads_to_the_step(self, told):
        self.leave(told)
        (item,) = items(waits_for(told.house["responsible"], told.now).filter(step="responsibility"))
        assert item.what == "Karin Lund har lämnat nämnden: välj en ny talesperson"
        assert item.url.startswith(told.url("step", "responsibility"))
        assert item.what in told.client("reader").get(told.url("step", "responsibility")).text

    def test_counts_from_the_day_after_her_last_one_also_when_it_lies_ahead(self, told):
        self.leave(told, days=-3)
        assert kinds(told, "responsible") == []
        told.later(days=4)
        assert kinds(told, "responsible") == ["spokesperson_left"]

    def test_though_she_is_no_member_of_the_case(self, told):
        membership = Membership.objects.get(case=told.pk, person=told.house["elected"])
        end_membership(told.pk, by=told.house["responsible"], membership=membership.pk, at=told.now)
        self.leave(told)
        assert kinds(told, "responsible") == ["spokesperson_left"]
        page = told.client("responsible").get(told.url("step", "responsibility"))
        assert told.house["elected"] not in page.context["not_members"]

    def test_is_said_at_the_gate_though_the_step_is_done(self, told):
        self.leave(told)
        page = told.client("responsible").get(told.url("step", "planning_gate")).text
        assert "Karin Lund har lämnat nämnden" in page

    def test_is_said_on_the_map_and_in_the_list_of_steps_though_the_step_is_done(self, told):
        def signs(who: str) -> list[str]:
            pages = [told.client(who).get(told.url(*address)).text for address in (["case"], ["step", "goals"])]
            return [page.split("4. Ansvarsfördelning</span>")[0].rpartition("<a")[2] for page in pages]

        assert all("Klar" in one and "att ta hand om" not in one for one in signs("responsible"))
        self.leave(told)
        for who in ("responsible", "reader", "stranger"):
            assert [one for one in signs(who) if "Klar, något att ta hand om" not in one] == [], who
            assert (
                "Karin Lund har lämnat nämnden: välj en ny talesperson." in told.client(who).get(told.url("case")).text
            )
        state = state_of(process.step("responsibility"), told.access())
        assert (state.code, state.is_done) == ("done", True), "it counts as done all the same"
        (step,) = [
            one
            for phase in phases_of(map_of(told.access()))
            for one in phase.steps
            if one.title == str(state.step.title)
        ]
        with override("sv"):
            assert str(step.state) == "Klar, något att ta hand om"

    def test_is_said_of_no_case_that_is_over(self, told):
        self.leave(told)
        Case.objects.filter(pk=told.pk).update(closed_at=told.now, outcome="ended_early", phase="closed")
        assert "att ta hand om" not in told.client("responsible").get(told.url("case")).text

    def test_is_over_when_another_is_chosen(self, told):
        self.leave(told)
        kjell = {"row": ["0000a001"], "person": [str(told.house["substitute"].pk)], "spokesperson": ["on"]}
        told.act("finish", "responsibility", data={**RESPONSIBILITY, "representative": [kjell]})
        assert kinds(told, "responsible") == []

    def test_a_closed_account_is_to_have_left(self, told):
        person = Person.objects.get(pk=told.house["elected"].pk)
        person.is_active = False
        person.save()
        assert kinds(told, "responsible") == ["spokesperson_left"]


class TestANewcomer:
    def test_is_waited_for_since_she_came(self, story, seated):
        story.act("propose", "purpose", data=PURPOSE)
        story.later(days=34)
        story.join("seated", "elected")
        (item,) = items(waits_for(seated, story.now), seated)
        assert item.since.date() <= story.today and (story.today - item.since.date()).days == 0

    def test_for_others_the_case_has_waited_for_her_no_longer_either(self, story, seated):
        for key in ("elected", "substitute", "other_body"):
            membership = Membership.objects.get(case=story.pk, person=story.house[key])
            end_membership(story.pk, by=story.house["responsible"], membership=membership.pk, at=story.now)
        story.act("propose", "purpose", data=PURPOSE)
        story.later(days=34)
        story.join("seated", "elected")
        thing = story.client("reader").get(story.url("case")).context["others"]
        assert thing.kind == "proposal" and "Nya Nilsson" in thing.title
        assert localdate(thing.since) == story.today

    def test_who_was_there_has_waited_since_the_proposal(self, story, house):
        story.act("propose", "purpose", data=PURPOSE)
        since = story.now
        story.later(days=34)
        (item,) = items(waits_for(house["elected"], story.now), house["elected"])
        assert item.since == since


def test_a_deputy_keeps_nothing_of_the_officials_when_another_is_named(story, house):
    deputy(story, "responsible", "civil_servant")
    change_responsible(story.pk, by=house["responsible"], responsible=house["stranger"], at=story.now)
    assert "responsible" not in story.access("civil_servant").capacities

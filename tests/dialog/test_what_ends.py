"""What happens when a body or a responsible official ends: nothing is locked, somebody is told, the cases move on."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from dialog.acts import course
from dialog.acts.case import create_case
from dialog.acts.core import Refused, run
from dialog.acts.members import end_membership
from dialog.cases.case_acts import CASE_ACTS
from dialog.cases.inbox import items, waits_for
from dialog.models import Body, Case, Membership, Person
from dialog.process.act import ACTS
from dialog.process.phases import process
from dialog.rights import CASE_RIGHTS, ELECTED_OF_BODY, STEP_RIGHTS
from tests.story import LEVEL, Story


def end_body(story, days=1):
    """The owning body had its last day so many days ago; nobody has ended its seats."""
    body = Body.objects.get(pk=story.house.body.pk)
    body.ended_on = story.today - dt.timedelta(days=days)
    body.save()
    story.house.body = body


def close_account(story, who="responsible"):
    person = Person.objects.get(pk=story.house[who].pk)
    person.is_active = False
    person.save()
    story.house.people[who] = person


def leave_alone(story, who="civil_servant"):
    """There is no other civil servant in the case."""
    membership = Membership.objects.get(case=story.pk, person=story.house[who])
    end_membership(story.pk, by=story.house["responsible"], membership=membership.pk, at=story.now)


def inbox(story, who):
    return [one.kind for one in waits_for(Person.objects.get(pk=story.house[who].pk), story.now)]


def move(story, by, **facts):
    course.change_body(
        story.pk, by=story.house[by], body=story.house.other_body, at=story.now, **{"reason": "Nya nämnder.", **facts}
    )


@pytest.fixture
def decided(story) -> Story:
    return story.go_to("influence_level")


class TestABodyThatHasEnded:
    def test_decides_nothing_after_its_last_day_with_no_act_that_is_its_members(self, decided, house):
        end_body(decided)
        acts = [
            (act, role) for act, roles in STEP_RIGHTS.items() for role, who in roles.items() if ELECTED_OF_BODY in who
        ]
        assert len(acts) >= 4
        for who in ("elected", "substitute"):
            access = decided.access(who)
            assert [pair for pair in acts if access.may_at(*pair)] == []
            assert [act for act, may in CASE_RIGHTS.items() if ELECTED_OF_BODY in may and access.may(act)] == []
        for step in process.steps():
            for act in {act for act, _role in acts} & ACTS.keys():
                with pytest.raises(Refused):
                    run(act, decided.pk, step.key, by=house["elected"], data=LEVEL, at=decided.now)

    def test_decides_on_its_last_day(self, decided):
        end_body(decided, days=0)
        decided.decide("influence_level")
        assert decided.case.decisions.filter(step="influence_level").exists()

    def test_owns_no_new_case_and_is_handed_none(self, story, house):
        end_body(story)
        with pytest.raises(Refused):
            create_case(
                by=house["elected"], title="Ny", body=house.body, responsible=house["responsible"], at=story.now
            )
        form = story.client("responsible").get(reverse("new_case")).context["form"]
        assert house.body not in form.fields["body"].queryset

    def test_one_whose_last_day_is_to_come_still_gets_cases(self, story, house):
        end_body(story, days=-30)
        form = story.client("responsible").get(reverse("new_case")).context["form"]
        assert house.body in form.fields["body"].queryset

    def test_its_cases_say_so_and_wait_for_the_responsible_official_from_the_day_after(self, decided):
        end_body(decided, days=-1)
        assert "body_ended" not in inbox(decided, "responsible")
        decided.later(days=2)
        assert "body_ended" in inbox(decided, "responsible")
        end_body(decided)
        page = decided.client("reader").get(decided.url("case")).text
        assert "hade sin sista dag" in page and "<b>Amir Haddad" in page

    def test_a_proposal_to_it_waits_for_nobody_who_sat_there(self, decided):
        decided.act("propose", "influence_level", data=LEVEL)
        end_body(decided)
        assert inbox(decided, "elected") == inbox(decided, "substitute") == []
        assert decided.case.waits_kind == "body_ended"

    @pytest.mark.parametrize("by", ["responsible", "admin"])
    def test_is_left_by_a_case_also_after_decisions_and_old_decisions_keep_its_name(self, decided, by):
        end_body(decided)
        move(decided, by)
        assert decided.case.body == decided.house.other_body
        assert {one.body_name for one in decided.case.decisions.all()} == {"Tekniska nämnden"}
        assert "body_ended" not in {kind for kind, _for in decided.waits()}
        decided.decide("influence_level", by="other_body")
        assert decided.case.decisions.get(step="influence_level").body_name == "Kommunstyrelsen"

    def test_by_nobody_else_and_never_without_a_reason(self, decided):
        end_body(decided)
        for who in ("civil_servant", "elected", "reader", "support", "communicator", "stranger"):
            with pytest.raises(Refused):
                move(decided, who)
        with pytest.raises(Refused):
            move(decided, "responsible", reason=" ")

    def test_before_the_end_the_official_still_moves_no_decided_case(self, decided):
        end_body(decided, days=0)
        with pytest.raises(Refused):
            move(decided, "responsible")

    def test_a_closed_case_is_moved_on_too_so_that_it_can_be_opened_again(self, decided, house):
        course.end_early(decided.pk, by=house["elected"], reason="Klart.", at=decided.now)
        end_body(decided)
        with pytest.raises(Refused):
            course.reopen(decided.pk, by=house["elected"], reason="Mer.", at=decided.now)
        move(decided, "responsible")
        course.reopen(decided.pk, by=house["other_body"], reason="Mer.", at=decided.now)
        assert not decided.case.closed_at

    @pytest.mark.parametrize(("by", "moved"), [("responsible", 2), ("admin", 3)])
    def test_all_its_cases_at_once(self, story, house, by, moved):
        mine = Story(house, story.now, title="Min andra")
        others = Story(house, story.now, title="Någon annans")
        course.change_responsible(others.pk, by=house["responsible"], responsible=house["stranger"], at=story.now)
        Case.objects.filter(pk=others.pk).update(visibility="members_only")
        end_body(story)
        facts = {"body": house.other_body.pk, "reason": "Nya nämnder.", "everywhere": "on"}
        if by == "admin":
            url = reverse("admin:dialog_case_change", args=[story.pk])
            facts["act"] = "change_body"
        else:
            url = story.url("case_act", "change_body")
        assert f"alla {moved} öppna ärenden" in story.client(by).get(url).text
        assert story.client(by).post(url, facts).status_code == 302
        assert Case.objects.filter(body=house.other_body).count() == moved
        assert mine.case.events.filter(act="move_on", note="Nya nämnder.").count() == 1


class TestAResponsibleOfficialWhoHasLeft:
    @pytest.fixture(params=["account", "department"])
    def left(self, request, story):
        person = Person.objects.get(pk=story.house["responsible"].pk)
        if request.param == "account":
            person.is_active = False
        else:
            person.department = None
        person.save()
        return story

    def test_keeps_no_waits_the_other_civil_servants_have_them(self, story, house):
        leave_seats = house.body
        leave_seats.ended_on = story.today - dt.timedelta(days=1)
        leave_seats.save()
        close_account(story)
        assert inbox(story, "responsible") == []
        assert set(inbox(story, "civil_servant")) == {"body_ended", "official_left"}
        assert inbox(story, "admin") == []
        move(story, "civil_servant")

    def test_without_any_other_the_administrator_has_them(self, story):
        leave_alone(story)
        end_body(story)
        close_account(story)
        assert set(inbox(story, "admin")) == {"body_ended", "official_left"}
        page = story.client("admin").get(reverse("inbox")).text
        assert reverse("admin:dialog_case_change", args=[story.pk]) in page
        assert "<b>administratören" in story.client("reader").get(story.url("case")).text

    def test_is_told_of_on_the_cases_page(self, left):
        page = left.client("civil_servant").get(left.url("case")).text
        assert "Amir Haddad har slutat" in page and left.url("case_act", "change_responsible") in page

    @pytest.mark.parametrize("by", ["civil_servant", "admin"])
    def test_is_succeeded_by_another(self, left, by):
        house = left.house
        course.change_responsible(left.pk, by=house[by], responsible=house["stranger"], at=left.now)
        assert left.case.responsible == house["stranger"]
        assert "official_left" not in {kind for kind, _for in left.waits()}

    def test_in_all_her_cases_at_once(self, story, house):
        Story(house, story.now, title="Hennes andra")
        close_account(story)
        url = reverse("admin:dialog_case_change", args=[story.pk])
        assert "alla 2 öppna ärenden" in story.client("admin").get(url).text
        facts = {"act": "change_responsible", "responsible": house["stranger"].pk, "everywhere": "on"}
        assert story.client("admin").post(url, facts).status_code == 302
        assert set(Case.objects.values_list("responsible__name", flat=True)) == {"Frank Dahl"}

    def test_who_still_works_here_keeps_her_cases_but_one_at_a_time(self, story, house):
        Story(house, story.now, title="Hennes andra")
        assert course.takeable(house["responsible"], house["admin"]) == []

    def test_since_when_it_waits_stays_when_the_case_is_settled_again(self, left):
        first = left.case.waits.get(kind="official_left").since
        left.later(days=5)
        left.act("save_draft", "purpose", by="civil_servant", data={"purpose": ["a"]})
        assert left.case.waits.get(kind="official_left").since == first

    def test_who_comes_back_has_her_cases_again(self, story):
        close_account(story)
        person = story.house["responsible"]
        person.is_active = True
        person.save()
        assert not story.case.waits.filter(kind="official_left").exists()


class TestTheWaits:
    def test_each_leads_to_the_form_where_it_is_done(self, story):
        leave_alone(story)
        end_body(story)
        for item in items(waits_for(story.house["responsible"], story.now)):
            page = story.client("responsible").get(item.url)
            assert page.status_code == 200 and "<form" in page.text and re.search(r'name="(\w+~)?body"', page.text)

    def test_no_act_on_a_case_is_anybodys_to_do_in_no_state_but_is_somebodys(self, decided):
        """An end locks nothing: everything that can be done with the case, somebody may do."""
        end_body(decided)
        close_account(decided)
        people = ["civil_servant", "elected", "admin"]
        nobody = [
            case_act.act
            for case_act in CASE_ACTS
            if case_act.is_possible(decided.access("civil_servant"))
            and not any(decided_may(decided, case_act, who) for who in people)
        ]
        assert nobody == ["end_early"], "moved on first: the new body's members end it"


def decided_may(story, case_act, who):
    access = story.access(who)
    return access.may(case_act.right(access))

"""Who may know of a case and do what in it: read from memberships, seats and the table of rights, by the day."""

import datetime as dt

import pytest
from django.http import Http404

from dialog.acts.core import Refused
from dialog.acts.course import set_visibility
from dialog.acts.members import end_membership
from dialog.models import Case, Membership, Person
from dialog.process.access import allowed_acts, load, readable_cases
from dialog.process.act import ACTS
from dialog.process.phases import process
from dialog.rights import CASE_RIGHTS, STEP_RIGHTS
from tests.story import PEOPLE, PURPOSE, Story

EVERYBODY = [*PEOPLE, "superuser"]

# What each person of the story is to the case.
CAPACITIES = {
    "responsible": {"civil_servant", "responsible"},
    "civil_servant": {"civil_servant"},
    "elected": {"elected", "elected_of_body"},
    "substitute": {"elected", "elected_of_body"},
    "other_body": {"elected"},
    "reader": {"reader"},
    "communicator": {"communicator"},
    "support": {"support"},
    "admin": {"admin"},
    "stranger": set(),
    "superuser": set(),
}

# What may be done at a step in each state, and by whom, written out once more as steps.md says it.
CIVIL_SERVANTS = {"responsible", "civil_servant"}
ELECTED = {"elected", "substitute", "other_body"}
OF_THE_BODY = {"elected", "substitute"}
WORKERS = CIVIL_SERVANTS | ELECTED
MEMBERS = WORKERS | {"reader"}
FILES = {"attach_file": WORKERS, "describe_file": WORKERS, "remove_file": CIVIL_SERVANTS}
ALWAYS = FILES | {"comment": MEMBERS, "ask_for_help": WORKERS, "answer_help": {"support"}}
WRITING = {"save_draft": WORKERS, "restore": WORKERS}
TABLE = {
    ("purpose", "written"): WRITING | {"propose": CIVIL_SERVANTS, "approve": ELECTED},
    ("purpose", "proposed"): {"withdraw": CIVIL_SERVANTS, "approve": ELECTED, "send_back": ELECTED},
    ("influenceable", "written"): WRITING | {"propose": CIVIL_SERVANTS, "decide": OF_THE_BODY},
    ("influenceable", "proposed"): {
        "withdraw": CIVIL_SERVANTS,
        "decide": OF_THE_BODY,
        "send_back": ELECTED,
        "postpone": OF_THE_BODY,
        "return_by_body": OF_THE_BODY,
    },
    ("goals", "written"): WRITING | {"finish": WORKERS},
    ("goals", "done"): WRITING | {"finish": WORKERS, "take_back": WORKERS},
    ("planning_help", "written"): {
        "save_draft": CIVIL_SERVANTS,
        "restore": CIVIL_SERVANTS,
        "finish": CIVIL_SERVANTS,
        "attach_file": CIVIL_SERVANTS,
        "describe_file": CIVIL_SERVANTS,
    },
}


@pytest.fixture
def story(story):
    story.once("a superuser", lambda: story.house.person("superuser", "Root", is_superuser=True, is_staff=True))
    story.house.people["superuser"] = Person.objects.get(username="superuser")
    return story


def hide(story):
    set_visibility(story.pk, by=story.house["responsible"], visibility="members_only", at=story.now)


class TestWhatSomebodyIs:
    @pytest.mark.parametrize("who", EVERYBODY)
    def test_to_a_case(self, story, who):
        assert story.access(who).capacities == CAPACITIES[who] | {"signed_in"}

    def test_one_may_be_several_things_at_once(self, story, house):
        Person.objects.filter(pk=house["civil_servant"].pk).update(is_communicator=True, is_support=True)
        house.people["civil_servant"].refresh_from_db()
        assert story.access("civil_servant").capacities == {"civil_servant", "communicator", "support", "signed_in"}

    def test_on_the_day_before_it_began_nobody_is_anything(self, story):
        assert load(story.house["elected"], story.pk, at=story.now - dt.timedelta(days=1)).role == ""

    def test_the_responsible_official_is_so_as_a_civil_servant_of_the_case(self, story):
        Membership.objects.filter(person=story.house["responsible"]).update(role="reader")
        assert "responsible" not in story.access("responsible").capacities


class TestTheTable:
    @pytest.mark.parametrize("who", EVERYBODY)
    @pytest.mark.parametrize(("step", "state"), TABLE, ids="-".join)
    def test_gives_exactly_this(self, story, who, step, state):
        if state == "proposed":
            story.carry(*(["purpose", "question"] if step == "influenceable" else []))
            story.act(
                "propose",
                step,
                data=PURPOSE if step == "purpose" else {"question_influenceable": ["no"], "motivation": ["a"]},
            )
        if state == "done":
            story.go_to(step).carry(step)
        wanted = {act for act, people in (ALWAYS | TABLE[step, state]).items() if who in people}
        assert story.allowed(step, who) == wanted

    @pytest.mark.parametrize("who", ["admin", "superuser"])
    def test_gives_an_administrator_and_a_superuser_no_act_at_any_step(self, story, who):
        access = story.access(who)
        for step in process.steps():
            assert allowed_acts(step, None, access) == frozenset()

    @pytest.mark.parametrize("who", EVERYBODY)
    def test_never_gives_at_a_step_what_the_rights_do_not(self, story, who):
        access = story.access(who)
        for step in process.steps():
            for act in step.possible_acts(access.record(step.key), access):
                assert act in STEP_RIGHTS
            for act in allowed_acts(step, None, access):
                assert access.capacities & STEP_RIGHTS[act][step.role]

    def test_has_every_act_that_there_is(self):
        assert set(ACTS) <= set(STEP_RIGHTS)

    def test_only_the_responsible_official_says_who_may_know_of_the_case(self, story):
        for who in set(EVERYBODY) - {"responsible"}:
            with pytest.raises(Refused):
                set_visibility(story.pk, by=story.house[who], visibility="members_only", at=story.now)
        hide(story)
        assert story.case.visibility == "members_only"

    def test_no_right_on_a_case_goes_to_who_is_only_signed_in_but_to_copy(self):
        assert {act for act, who in CASE_RIGHTS.items() if "signed_in" in who} <= {"copy"}


class TestWhoMayKnowOfTheCase:
    @pytest.mark.parametrize("who", EVERYBODY)
    def test_everybody_when_it_is_open_in_the_house(self, story, who):
        assert story.access(who).case.pk == story.pk
        assert story.case in readable_cases(story.house[who])

    @pytest.mark.parametrize("who", EVERYBODY)
    def test_members_and_support_alone_when_it_is_not(self, story, who):
        hide(story)
        if who in MEMBERS | {"support"}:
            assert story.access(who)
        else:
            with pytest.raises(Http404):
                story.access(who)
        assert (story.case in readable_cases(story.house[who])) == (who in MEMBERS | {"support"})

    def test_a_member_of_another_case_is_a_stranger_here(self, story, house):
        Story(house, story.now, title="En annan dialog").join("stranger", "civil_servant")
        hide(story)
        with pytest.raises(Http404):
            story.access("stranger")
        assert [case.title for case in readable_cases(house["stranger"])] == ["En annan dialog"]

    def test_a_case_that_is_hidden_and_one_that_is_not_there_look_alike(self, story):
        hide(story)
        with pytest.raises(Http404) as hidden:
            story.access("stranger")
        with pytest.raises(Http404) as nowhere:
            load(story.house["stranger"], story.pk + 1)
        assert str(hidden.value) == str(nowhere.value)

    @pytest.mark.parametrize("pk", [0, 10**30])
    def test_an_impossible_number_is_no_case(self, story, pk):
        with pytest.raises(Http404):
            load(story.house["responsible"], pk)

    def test_lists_and_pages_agree_for_whoever_left(self, story):
        hide(story)
        membership = Membership.objects.get(person=story.house["reader"])
        end_membership(story.pk, by=story.house["responsible"], membership=membership.pk, at=story.now)
        assert story.case not in readable_cases(story.house["reader"])
        with pytest.raises(Http404):
            story.access("reader")


class TestWhatReadersRead:
    def test_an_act_is_judged_by_the_rights_of_now_and_not_of_when_the_page_was_opened(self, story):
        seen = story.seen("purpose")
        membership = Membership.objects.get(person=story.house["civil_servant"])
        end_membership(story.pk, by=story.house["responsible"], membership=membership.pk, at=story.now)
        with pytest.raises(Refused):
            story.attempt("save_draft", "purpose", by="civil_servant", seen=seen, data=PURPOSE)

    def test_queries_to_load_a_case_do_not_grow(self, story, django_assert_max_num_queries):
        story.go_to("goals").carry("goals")
        with django_assert_max_num_queries(5):
            story.access("elected")
        assert Case.objects.count() == 1

"""What one person does next in a case: at most three things, in this order, the first that is hers filled; never a step that
is not hers to write."""

import pytest

from dialog.acts.course import end_early, pause
from dialog.acts.derived import derive_again
from dialog.acts.members import end_membership
from dialog.cases.inbox import waits_for
from dialog.cases.names import names_in_list
from dialog.cases.next import next_after, next_for, others_answer, waiting
from dialog.models import Membership, Record, Seat, Wait
from dialog.process import ahead
from dialog.process.ahead import Why, is_hers
from dialog.process.audiences import audience_name
from dialog.process.lacking import lacking
from dialog.process.phases import process
from dialog.rights import COMMUNICATOR, ELECTED, ELECTED_OF_BODY, RESPONSIBLE, SUPPORT
from tests.queries import CaptureQueriesContext, connection
from tests.story import GOAL, GOALS, NO, PEOPLE, PURPOSE, QUESTION, YES, Story


def things(story, who="responsible"):
    """What somebody does next, as (why, step)."""
    access = story.access(who)
    return [(one.why, one.place[0]) for one in ahead.next_for(access, waiting(access))]


def filled(story, who="responsible"):
    """Where the one filled button of somebody's page leads."""
    access = story.access(who)
    return [one.place[0] for one in ahead.next_for(access, waiting(access)) if one.filled]


def waits_for_a(audience):
    return Wait(audience=audience)


def two_goals_one_unfinished():
    return {"goal": [GOAL, {"row": ["0000000b"], "type": ["result_goal"]}]}


class TestTheOrder:
    def test_a_case_just_begun_begins_with_its_first_step(self, story):
        assert things(story) == [(Why.NOT_BEGUN, "planning_help")]
        assert filled(story) == ["planning_help"]

    def test_what_waits_for_her_comes_first_the_oldest_before(self, story):
        story.act("save_draft", "purpose", by="elected", data=PURPOSE)
        story.act("propose", "question", data=QUESTION)
        story.later(days=1)
        story.act("comment", "goals", by="reader", text="Varför?")
        assert things(story, "elected")[:3] == [(Why.WAITS, "question"), (Why.WAITS, "goals"), (Why.DRAFT, "purpose")]
        assert filled(story, "elected") == ["question"]

    def test_it_alone_is_amber_and_filled(self, story):
        story.act("save_draft", "purpose", by="elected", data=PURPOSE)
        story.act("propose", "question", data=QUESTION)
        first, *rest = next_for(story.access("elected"))
        assert (first.kind, first.is_waiting, first.is_filled) == ("proposal", True, True)
        assert rest and not any(thing.is_waiting or thing.is_filled for thing in rest)

    def test_a_thing_is_said_once_though_it_both_waits_and_is_a_draft(self, story):
        story.act("propose", "purpose", data=PURPOSE)
        story.act("send_back", "purpose", comment="Kortare.")
        assert [one for one in things(story) if one[1] == "purpose"] == [(Why.WAITS, "purpose")]

    def test_what_was_sent_back_comes_before_drafts_for_every_civil_servant(self, story):
        story.act("save_draft", "goals", by="civil_servant", data=GOALS)
        story.act("propose", "purpose", data=PURPOSE)
        story.act("send_back", "purpose", comment="Varför?")
        assert things(story, "responsible")[0] == (Why.WAITS, "purpose"), "it waits for who sent it"
        assert things(story, "civil_servant")[:2] == [(Why.SENT_BACK, "purpose"), (Why.DRAFT, "goals")]

    def test_her_drafts_come_nearest_to_done_first(self, story):
        story.act("save_draft", "goals", data=two_goals_one_unfinished())
        story.act("save_draft", "question", data=QUESTION)
        assert things(story)[:2] == [(Why.DRAFT, "question"), (Why.DRAFT, "goals")]

    def test_what_others_wrote_last_follows_and_is_never_filled_beside_a_draft_of_hers(self, story):
        story.act("save_draft", "goals", by="civil_servant", data=GOALS)
        assert filled(story) == ["goals"]
        story.act("save_draft", "target_groups", data={"target_group": [{"row": ["0000000b"]}]})
        assert things(story)[:2] == [(Why.DRAFT, "target_groups"), (Why.OTHERS_DRAFT, "goals")]
        assert filled(story) == ["target_groups"]

    def test_in_a_case_without_an_elected_member_of_its_body_one_writes_first_and_then_invites_her(self, story):
        for who in ("elected", "substitute"):
            membership = Membership.objects.get(case=story.pk, person=story.house[who])
            end_membership(story.pk, by=story.house["responsible"], membership=membership.pk, at=story.now)
        story.later(days=1)
        assert things(story)[:2] == [(Why.NOT_BEGUN, "planning_help"), (Why.NO_ELECTED, "")]
        assert filled(story) == ["planning_help"]
        [asked] = [thing for thing in next_for(story.access()) if thing.seats]
        assert [str(seat.person) for seat in asked.seats] == ["Karin Lund", "Kjell Berg"] and not asked.is_waiting
        assert Why.NO_ELECTED not in {why for why, _step in things(story, "civil_servant")}
        story.carry("planning_help").act("propose", "purpose", data=PURPOSE)
        assert things(story)[:2] == [(Why.NO_ELECTED, ""), (Why.NOT_BEGUN, "question")], "now somebody has to answer"
        first, second = next_for(story.access())[:2]
        assert (first.is_filled, second.is_filled) == (True, False)

    def test_who_leads_the_body_is_invited_first_and_a_substitute_last(self, story):
        for who, position in (("elected", "ersättare"), ("substitute", "ledamot, ordförande")):
            membership = Membership.objects.get(case=story.pk, person=story.house[who])
            end_membership(story.pk, by=story.house["responsible"], membership=membership.pk, at=story.now)
            Seat.objects.filter(person=story.house[who]).update(position=position)
        story.later(days=1)
        [asked] = [thing for thing in next_for(story.access()) if thing.seats]
        assert [(str(seat.person), seat.called) for seat in asked.seats] == [
            ("Kjell Berg", "ordförande"),
            ("Karin Lund", "ersättare"),
        ]

    def test_the_next_step_is_the_first_in_process_order_that_nobody_has_begun(self, story):
        story.carry("planning_help", "question")
        assert things(story) == [(Why.NOT_BEGUN, "purpose")]
        story.act("save_draft", "purpose", by="civil_servant", data=PURPOSE)
        assert (Why.NOT_BEGUN, "responsibility") in things(story)

    def test_the_gate_is_last_and_for_who_may_confirm_it(self, story):
        story.plan()
        story.act("save_draft", "planning_gate", data=story.texts["planning_gate"])
        assert things(story, "elected") == [(Why.WAITS, "planning_gate")]
        assert things(story) == [(Why.OTHERS, "planning_gate")]

    def test_what_the_body_has_put_off_comes_last_until_its_day_and_then_first(self, story):
        story.go_to("influenceable").act("propose", "influenceable", data=YES)
        day = story.today.replace(day=24)
        story.act("postpone", "influenceable", until=day, comment="Vi väntar.")
        story.act("comment", "goals", by="reader", text="Varför?")
        found = things(story, "elected")
        assert found[0] == (Why.WAITS, "goals") and found[-1] == (Why.POSTPONED, "influenceable")
        assert not next_for(story.access("elected"))[-1].is_waiting, "it is amber"
        story.later(days=(day - story.today).days)
        assert things(story, "elected")[0] == (Why.WAITS, "influenceable")

    def test_what_others_answer_is_said_last_where_there_is_room(self, story):
        story.carry("planning_help").act("propose", "purpose", data=PURPOSE)
        assert things(story) == [(Why.NOT_BEGUN, "question"), (Why.OTHERS, "purpose")]
        last = others_answer(story.access())
        assert last.title == "Karin Lund, Kjell Berg eller Elin Strand svarar på förslaget om syftet"
        assert last.button == "Läs förslaget"
        assert last.url == story.url("step", "purpose") and others_answer(story.access("stranger")) is None
        assert others_answer(story.access("reader")) is not None

    def test_three_things_at_most(self, story):
        for step in ("planning_help", "purpose", "question", "goals"):
            story.act("save_draft", step, data=story.texts[step])
        assert len(things(story)) == 3


class TestWhoseItIs:
    @pytest.mark.parametrize("who", ["elected", "substitute", "other_body"])
    def test_an_elected_member_is_never_told_to_write_a_step(self, story, who):
        assert things(story, who) == []
        story.act("save_draft", "goals", data=GOALS)
        [thing] = next_for(story.access(who))
        assert thing.is_read and not thing.is_filled and thing.title == "Amir Haddad skriver målen"

    def test_she_goes_on_with_what_she_has_begun_herself(self, story):
        story.act("save_draft", "goals", by="elected", data=GOALS)
        assert filled(story, "elected") == ["goals"]

    @pytest.mark.parametrize("who", ["reader", "support", "communicator", "stranger"])
    def test_who_does_not_write_has_nothing_to_write(self, story, who):
        story.act("save_draft", "goals", data=GOALS)
        assert things(story, who) == []

    def test_who_is_asked_for_help_answers_it(self, story):
        story.act("ask_for_help", "purpose", text="Hjälp")
        assert things(story, "support") == [(Why.WAITS, "purpose")]

    def test_nothing_is_to_be_done_in_a_case_that_rests(self, story):
        story.act("propose", "purpose", data=PURPOSE)
        day = story.today.replace(day=24)
        pause(story.pk, by=story.house["responsible"], until=day, reason="Semester.", at=story.now)
        assert things(story) == things(story, "elected") == []
        assert others_answer(story.access()) is None

    def test_nor_in_one_that_is_closed_but_what_was_promised(self, story):
        end_early(story.pk, by=story.house["responsible"], reason="Ingen dialog.", at=story.now)
        assert things(story) == []

    def test_where_residents_are_informed_instead_the_text_to_them_is_next(self, story):
        story.go_to("influenceable").act("propose", "influenceable", data=NO)
        story.decide(**NO)
        assert things(story) == [(Why.WAITS, "information")]
        assert {step for _why, step in things(story, "civil_servant")} == {"information"}

    def test_a_step_that_is_shut_is_never_next(self, story):
        story.plan()
        assert not {"communication", "methods"} & {step for _why, step in things(story)}


class TestOnward:
    def test_the_next_thing_of_hers_in_the_phase_else_the_step_behind_and_last_the_gate(self, story):
        story.act("save_draft", "goals", data=GOALS)
        access = story.access()
        assert "mål" in next_after(access, process.step("purpose")).title
        assert next_after(access, process.step("goals")).url == story.url("step", "planning_help")
        reader = story.access("reader")
        assert next_after(reader, process.step("purpose")).url == story.url("step", "question")
        assert next_after(reader, process.step("target_groups")).url == story.url("step", "planning_gate")
        assert next_after(reader, process.step("planning_gate")) is None


class TestWhatADraftLacks:
    def test_is_counted_when_it_is_saved_with_the_row_it_is_in(self, story):
        story.act("save_draft", "goals", data=two_goals_one_unfinished())
        found = lacking(story.record("goals"))
        assert found.rows[0][:2] == ("goal", 2) and found.n == found.rows[0][2] > 1
        assert found.in_words(process.step("goals")).endswith("i mål 2")
        assert found.row == two_goals_one_unfinished()["goal"][1]["row"][0]
        assert (
            f"{story.url('step', 'goals')}?row={found.row}" in story.client("responsible").get(story.url("case")).text
        )

    def test_is_said_with_the_step(self, story):
        unfinished = {**GOAL, "row": ["0000000b"], "indicators": [""], "data_collection_how": [""]}
        story.act("save_draft", "goals", data={"goal": [GOAL, unfinished]})
        assert next_for(story.access())[0].detail == "Steg 6. Två saker återstår, båda i mål 2."

    def test_is_nothing_once_it_is_whole_sent_or_done(self, story):
        story.act("save_draft", "purpose", data={"purpose": ["Något."]})
        assert lacking(story.record("purpose")).n
        story.act("save_draft", "purpose", data=PURPOSE)
        assert not story.record("purpose").lacking
        story.act("propose", "purpose", data=PURPOSE)
        assert not story.record("purpose").lacking

    def test_can_be_derived_again(self, story):
        story.act("save_draft", "goals", data=two_goals_one_unfinished())
        assert not derive_again(story.pk)
        stored = story.record("goals").lacking
        Record.objects.filter(case=story.pk).update(lacking={})
        assert derive_again(story.pk) and story.record("goals").lacking == stored

    def test_is_read_without_making_a_form(self, story, monkeypatch):
        story.act("save_draft", "goals", data=two_goals_one_unfinished())
        access = story.access()
        monkeypatch.setattr(
            "dialog.process.step.Step.make_form", lambda *_args, **_more: pytest.fail("a form was made")
        )
        assert "i mål 2" in next_for(access)[0].detail


class TestNames:
    def test_of_a_few_all_are_named_of_more_two(self, story):
        access = story.access()
        assert audience_name(access, waits_for_a(ELECTED_OF_BODY)) == "Karin Lund eller Kjell Berg"
        assert audience_name(access, waits_for_a(ELECTED)) == "Karin Lund, Kjell Berg eller Elin Strand"
        new = story.house.person("new", "Nils Ny", department=None)
        Seat.objects.create(person=new, body=story.house.body, start=story.today)
        story.house.people["new"] = new
        story.join("new", Membership.Role.ELECTED)
        assert audience_name(story.access(), waits_for_a(ELECTED)) == "Karin Lund, Kjell Berg och två till"

    def test_of_those_with_a_role_in_the_whole_house(self, story):
        access = story.access()
        assert audience_name(access, waits_for_a(COMMUNICATOR)) == "Sara Nyberg"
        assert audience_name(access, waits_for_a(SUPPORT)) == "Petra Vång"
        assert audience_name(access, waits_for_a(RESPONSIBLE)) == "Amir Haddad"

    def test_who_has_no_seat_today_is_not_among_them(self, story):
        Seat.objects.filter(person__in=[story.house["elected"], story.house["substitute"]]).delete()
        assert audience_name(story.access(), waits_for_a(ELECTED_OF_BODY)) == "ingen från Tekniska nämnden"

    def test_a_list_says_the_same_in_as_many_queries_for_one_case_as_for_many(self, story, house):
        story.act("propose", "influenceable", data=YES)
        numbers = []
        for more in (1, 6):
            cases = [story.case]
            for number in range(more):
                other = Story(house, story.now, title=f"Dialog {number}")
                other.act("ask_for_help", "purpose", text="Hur?")
                cases.append(other.case)
            with CaptureQueriesContext(connection) as asked:
                names = names_in_list(cases, house["reader"], story.now)
            numbers.append(len(asked))
            assert names[story.pk] == "Karin Lund eller Kjell Berg"
        assert set(names.values()) == {"Karin Lund eller Kjell Berg", "Petra Vång"}
        assert numbers[0] == numbers[1]


def test_it_waits_for_her_here_when_it_stands_in_her_inbox(story):
    story.act("propose", "purpose", data=PURPOSE)
    story.act("propose", "influenceable", by="civil_servant", data=YES)
    story.act("comment", "goals", by="reader", text="Varför?")
    story.act("ask_for_help", "goals", text="Hur?")
    story.act("withdraw", "influenceable")
    for who in PEOPLE:
        access = story.access(who)
        here = {wait.pk for wait in waiting(access) if wait.since <= story.now and is_hers(wait, access)}
        assert here == {wait.pk for wait in waits_for(story.house[who], story.now)}, who

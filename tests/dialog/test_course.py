"""What happens to a case besides its steps: it is ended, opened again, handed over, added to; and it rests."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError
from django.urls import reverse

from dialog.acts import course
from dialog.acts.core import Refused
from dialog.cases.case_acts import CASE_ACTS
from dialog.cases.inbox import waits_for
from dialog.models import Addition, Case, Closing
from dialog.rights import CASE_RIGHTS
from tests.execution.tale import swedish
from tests.story import PURPOSE, Story


def end(story: Story, by: str, **facts) -> None:
    course.end_early(story.pk, by=story.house[by], at=story.now, **{"reason": "Gick upp i en annan fråga.", **facts})


def reopen(story: Story, by: str = "elected", reason: str = "Mer har hänt.") -> None:
    course.reopen(story.pk, by=story.house[by], reason=reason, at=story.now)


def hand_over(story: Story, by: str, reason: str = "Frågan är större än så.") -> None:
    meeting = {"on": story.today, "section": "77"}
    course.change_body(
        story.pk, by=story.house[by], body=story.house.other_body, reason=reason, at=story.now, **meeting
    )


def add(story: Story, by: str = "civil_servant", text: str = "Texten låg ute till och med juni.", **facts) -> None:
    course.add_to_closed(story.pk, by=story.house[by], text=text, at=story.now, **{"kind": "publication", **facts})


@pytest.fixture
def decided(story) -> Story:
    """The body has decided something."""
    story.go_to("influenceable").decide()
    return story


@pytest.fixture
def ended(story) -> Story:
    """The case was ended before anything was decided."""
    end(story, "responsible")
    return story


class TestEndedEarly:
    @pytest.mark.parametrize("who", ["responsible", "civil_servant"])
    def test_before_the_first_decision_by_a_civil_servant(self, story, who):
        end(story, who)
        assert (story.case.outcome, story.case.phase, story.case.closed_at) == ("ended_early", "closed", story.now)

    @pytest.mark.parametrize("who", ["elected", "other_body", "reader", "support", "admin", "stranger"])
    def test_and_by_nobody_else(self, story, who):
        with pytest.raises(Refused):
            end(story, who)

    def test_afterwards_by_an_elected_member_of_the_owning_body(self, decided):
        for who in ("responsible", "civil_servant", "other_body", "reader", "admin"):
            with pytest.raises(Refused):
                end(decided, who)
        end(decided, "elected")
        assert Closing.objects.get().by == decided.house["elected"]

    def test_with_a_reason(self, story):
        with pytest.raises(Refused):
            end(story, "responsible", reason=" ")
        end(story, "responsible")
        assert Closing.objects.get().reason == "Gick upp i en annan fråga."

    def test_and_the_case_that_it_goes_on_in(self, story, house):
        other = Story(house, story.now, title="Hela Norra hamnen")
        end(story, "responsible", continues_in=other.pk)
        assert Closing.objects.get().continues_in == other.case
        assert other.url("case") in story.client("reader").get(story.url("step", "facts")).text

    def test_what_was_written_is_read_and_no_longer_written(self, decided):
        end(decided, "elected")
        assert decided.client("stranger").get(decided.url("step", "purpose")).status_code == 200
        for step in ("purpose", "goals", "facts"):
            with pytest.raises(Refused):
                decided.attempt("save_draft", step, data={})


class TestOpenedAgain:
    def test_by_an_elected_member_of_the_owning_body_with_a_reason(self, ended):
        for who in ("responsible", "other_body", "reader", "support", "admin"):
            with pytest.raises(Refused):
                reopen(ended, who)
        with pytest.raises(Refused):
            reopen(ended, reason="")
        reopen(ended)
        assert (ended.case.closed_at, ended.case.outcome, ended.case.phase) == (None, "", "planning")

    def test_a_case_may_close_more_than_once_and_each_closing_keeps_its_own(self, ended):
        reopen(ended)
        ended.later(days=3)
        end(ended, "responsible", reason="Nu är det slut.")
        first, second = Closing.objects.order_by("pk")
        assert (first.reopened_because, first.reopened_by) == ("Mer har hänt.", ended.house["elected"])
        assert (first.reason, second.reason) == ("Gick upp i en annan fråga.", "Nu är det slut.")

    def test_an_open_case_is_not_opened(self, story):
        with pytest.raises(Refused):
            reopen(story)


class TestAnotherBody:
    def test_until_the_first_decision_the_responsible_official_changes_it(self, story):
        for who in ("civil_servant", "elected", "admin"):
            with pytest.raises(Refused):
                hand_over(story, who)
        hand_over(story, "responsible", reason="")
        assert story.case.body == story.house.other_body

    def test_afterwards_an_elected_member_of_the_old_body_hands_it_over_with_a_reason(self, decided):
        for who in ("responsible", "other_body", "admin"):
            with pytest.raises(Refused):
                hand_over(decided, who)
        with pytest.raises(Refused):
            hand_over(decided, "elected", reason=" ")
        hand_over(decided, "elected")
        assert decided.case.body == decided.house.other_body

    def test_old_decisions_keep_the_old_name_and_new_ones_are_the_new_bodys(self, decided):
        hand_over(decided, "elected")
        assert decided.case.decisions.get().body_name == "Tekniska nämnden"
        assert "Tekniska nämnden" in decided.client("reader").get(decided.url("decisions")).text
        assert "decide" not in decided.allowed("influence_level", "elected")
        decided.decide("influence_level", by="other_body")
        assert decided.case.decisions.get(step="influence_level").body_name == "Kommunstyrelsen"


class TestAdditions:
    def test_nobody_comments_there_any_more(self, ended):
        assert "comment" not in ended.allowed("purpose", "responsible")
        with pytest.raises(Refused):
            ended.attempt("comment", "purpose", text="Hur gick det?")

    def test_a_civil_servant_of_the_case_adds_to_a_closed_one(self, ended):
        for who in ("elected", "reader", "admin", "stranger"):
            with pytest.raises(Refused):
                add(ended, who)
        add(ended)
        one = Addition.objects.get()
        assert (one.kind, one.by, one.at) == ("publication", ended.house["civil_servant"], ended.now)

    @pytest.mark.parametrize("kind", ["publication", "promised_measure", "disposal", "other"])
    def test_of_these_kinds_with_date_and_name(self, ended, kind):
        add(ended, kind=kind)
        page = ended.client("stranger").get(ended.url("step", "facts")).text
        assert "Texten låg ute" in page and "Lena Ek" in page and "3 november 2026" in page

    @pytest.mark.parametrize("facts", [{"text": " "}, {"kind": "gossip"}])
    def test_of_no_other_and_never_nothing(self, ended, facts):
        with pytest.raises(Refused):
            add(ended, **facts)

    def test_in_an_open_case_one_writes_in_its_steps(self, story):
        with pytest.raises(Refused):
            add(story)

    def test_nothing_that_stands_there_changes(self, ended):
        before = (ended.case.closed_at, ended.case.outcome, list(ended.case.records.values()))
        add(ended)
        assert (ended.case.closed_at, ended.case.outcome, list(ended.case.records.values())) == before

    def test_a_paragraph_that_came_late_is_added_to_its_decision(self, decided):
        end(decided, "elected")
        one = decided.case.decisions.get()
        decided.act("add_fact", "influenceable", by="civil_servant", decision=one.pk, fact="section", text="§ 41")
        assert one.facts.get().text == "§ 41"


class TestRest:
    def pause(self, story, **facts):
        until = story.today + dt.timedelta(days=10)
        facts = {"by": story.house["civil_servant"], "until": until, "reason": "Väntar på utredning.", **facts}
        course.pause(story.pk, at=story.now, **facts)

    def test_with_a_day_to_come_and_a_reason(self, story):
        for wrong in ({"until": story.today}, {"reason": ""}):
            with pytest.raises(Refused):
                self.pause(story, **wrong)
        self.pause(story)
        assert "Väntar på utredning." in story.client("stranger").get(story.url("case")).text

    @pytest.mark.parametrize("who", ["elected", "reader", "support", "admin", "stranger"])
    def test_by_a_civil_servant_of_the_case_alone(self, story, who):
        with pytest.raises(Refused):
            self.pause(story, by=story.house[who])

    def test_that_day_it_stands_first_whatever_has_waited_longer(self, decided):
        decided.act("comment", "planning_help", by="reader", text="Varför?")
        decided.later(days=1)
        self.pause(decided)
        decided.later(days=10)
        kinds = [wait.kind for wait in waits_for(decided.house["responsible"], decided.now)]
        assert kinds == ["pause_over", "comment"]


class TestFirstPage:
    def test_without_an_elected_member_of_its_body_the_case_says_so(self, story):
        assert story.client("reader").get(story.url("case")).context["has_elected"]
        story.house.body.seats.update(end=story.today - dt.timedelta(days=1))
        page = story.client("reader").get(story.url("case"))
        assert not page.context["has_elected"]
        assert swedish("The case does not have a councillor from the committee that decides.") in page.text

    def test_a_shared_step_that_was_marked_done_is_among_what_changed_lately(self, story):
        story.carry("responsibility")
        page = story.client("elected").get("/")
        first = page.context["desk"].lately[0]
        assert (first.act, first.step) == ("finish", "responsibility")
        assert "Ansvarsfördelning" in page.text


def test_no_way_leads_to_erasing_a_case(story):
    """No act on the case, nothing in Organisation; and what was recorded of it holds it in the database."""
    house = story.house
    house.people["superuser"] = house.person("superuser", "Root", is_superuser=True, is_staff=True)
    answered = set()
    for who in ("responsible", "elected", "admin", "superuser"):
        client = story.client(who)
        answered |= {client.post(story.url("case_act", one.act)).status_code for one in CASE_ACTS}
        for address in (f"/admin/dialog/case/{story.pk}/delete/", reverse("admin:dialog_case_changelist")):
            sent = {"post": "yes", "action": "delete_selected", "_selected_action": str(story.pk)}
            answered.add(client.post(address, sent).status_code)
    assert 403 in answered and Case.objects.filter(pk=story.pk).exists()
    with pytest.raises((ProtectedError, DatabaseError)), transaction.atomic():
        story.case.delete()
    assert Case.objects.filter(pk=story.pk).exists()


class TestWhatOneMayNot:
    def test_whoever_ended_a_case_by_mistake_reads_whose_it_is_to_open_it_again(self, story):
        course.end_early(story.pk, by=story.house["responsible"], reason="Ett misstag.", at=story.now)
        amir = story.client("responsible")
        for page in (amir.get(story.url("step", "facts")).text, amir.get(story.url("case_act", "reopen")).text):
            assert "Det är till för nämndens förtroendevalda." in page

    def test_every_case_act_says_whose_it_is(self, story):
        for case_act in CASE_ACTS:
            assert case_act.whose(story.access()) or "signed_in" in CASE_RIGHTS[case_act.right(story.access())], (
                case_act
            )


def test_while_a_case_rests_its_page_says_that_nothing_waits(story):
    story.act("propose", "purpose", data=PURPOSE)
    assert "svarar på förslaget" in first_words(story)
    until = story.today + dt.timedelta(days=9)
    course.pause(story.pk, by=story.house["responsible"], until=until, reason="Utredning.", at=story.now)
    assert "Utredning." in first_words(story) and "svarar på förslaget" not in first_words(story)


def first_words(story) -> str:
    """What stands above the phases, to a reader."""
    return story.client("reader").get(story.url("case")).text.partition("<h1>")[2].partition('class="panel phase')[0]

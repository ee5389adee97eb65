"""The demonstration: Sjövik with its cases in every state, loaded once for this module, by the acts of the pages."""

import io
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest
import pytest_django
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from demonstration.extra import FURTHER
from demonstration.later_steps import CAME_LATER
from demonstration.organisation import SJOVIK, TODAY
from dialog import clock
from dialog.acts.derived import derive_phase
from dialog.cases.inbox import waits_for
from dialog.models import Case, Event, Person, Record, Revision, Wait
from dialog.process.access import load
from dialog.process.phases import process
from dialog.process.state import state_of
from dialog.process.waits import what_waits
from dialog.texts.outdated import out_of_date_in
from reports.kinds import KINDS
from reports.pdf import render_pdf
from tests.demonstration import demonstration


def told(folder: Any) -> list[dict[str, Any]]:
    """Return what the data says of each case in a folder."""
    return [tomllib.loads(path.read_text(encoding="utf-8"))["case"] for path in sorted(folder.glob("*.toml"))]


TOLD = [*told(SJOVIK / "cases"), *told(FURTHER)]


@pytest.fixture(scope="module", autouse=True)
def sjovik(
    django_db_setup: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
) -> Iterator[None]:
    """The demonstration, there for all tests; its clock runs from the demonstration's day."""
    with django_db_blocker.unblock(), demonstration():
        yield


pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # a demonstration runs on SQLite and on nothing else


def case(key: str) -> Case:
    """The case with that key in the data."""
    return Case.objects.get(title=next(one["working_title"] for one in TOLD if one["key"] == key))


def account(name: str) -> Person:
    return Person.objects.get(username=name)


def state(key: str, step: str, who: str = "") -> str:
    """The state of a step as its responsible official, or somebody else, sees it."""
    found = case(key)
    access = load(account(who) if who else found.responsible, found.pk)
    return state_of(process.step(step), access).code


def inbox(name: str) -> set[tuple[str, str, str]]:
    """What waits for somebody: key of the case, kind, step."""
    keys = {one["working_title"]: one["key"] for one in TOLD}
    return {(keys[wait.case.title], wait.kind, wait.step) for wait in waits_for(account(name))}


class TestLoading:
    def test_it_is_the_day_of_the_demonstration(self):
        assert clock.today() == TODAY

    def test_every_case_is_there(self):
        assert {one["working_title"] for one in TOLD} == set(Case.objects.values_list("title", flat=True))

    @pytest.mark.parametrize("fact", TOLD, ids=[one["key"] for one in TOLD])
    def test_the_phase_that_is_derived_is_the_one_that_the_data_says(self, fact):
        found = Case.objects.get(title=fact["working_title"])
        assert found.phase == fact["phase"] == derive_phase(load(account("utvecklingsledare"), found.pk))
        assert found.outcome == fact.get("outcome", "")

    def test_nothing_happened_in_the_future(self):
        assert not Event.objects.filter(at__gt=clock.now()).exists()

    def test_to_load_it_twice_changes_nothing(self):
        before = (Case.objects.count(), Person.objects.count(), Record.objects.count(), Event.objects.count())
        with CaptureQueriesContext(connection) as captured:
            call_command("demo", verbosity=0)
        written = {query["sql"].split('"')[1] for query in captured if query["sql"].startswith(("INSERT", "UPDATE"))}
        assert not written & {"dialog_seat", "dialog_body", "dialog_person", "dialog_case"}, "cases are derived again"
        assert before == (Case.objects.count(), Person.objects.count(), Record.objects.count(), Event.objects.count())

    def test_nobody_can_load_it_outside_a_demonstration(self, settings):
        settings.DEMO = False
        with pytest.raises(CommandError):
            call_command("demo")

    def test_the_accounts_open_with_their_names(self):
        for name in ("tjansteperson", "fortroendevald", "kommunikator", "utvecklingsledare", "lasbehorig", "admin"):
            assert account(name).check_password(name)


class TestTheTwelve:
    def test_a_case_that_rests_before_samrad_with_a_draft_whose_date_is_none(self):
        found = case("torget")
        assert found.paused_until and found.before_samrad and found.samrad_number == "KS 2025/402"
        draft = Record.objects.get(case=found, step="responsibility").revisions.get()
        assert "31/2 2027" in str(draft.data)

    def test_a_link_to_a_case_that_was_begun_later_is_added_when_it_was(self):
        versions = Record.objects.get(case=case("torget"), step="planning_help").revisions.exclude(version=None)
        assert [len(one.data.get("link", ())) for one in versions] == [0, 1]

    def test_each_lies_in_its_area(self):
        areas = dict(Case.objects.values_list("title", "area__name"))
        assert areas == {one["working_title"]: one.get("area") for one in TOLD}

    def test_one_was_begun_before_the_software(self):
        assert Case.objects.get(begun_before_software=True) == case("kompassen")


class TestTheStatesThatTheTwelveLack:
    def test_done_while_it_is_being_changed(self):
        assert state("angsskolan", "responsibility") == "done_changing"

    def test_done_while_a_new_version_waits(self):
        assert state("angsskolan", "purpose") == "done_waiting"

    def test_who_is_no_member_sees_only_that_it_is_done(self):
        assert state("angsskolan", "purpose", "lasbehorig") == "done"
        assert state("angsskolan", "responsibility", "lasbehorig") == "done"

    def test_postponed_by_the_body_it_still_waits(self):
        record = Record.objects.get(case=case("angsskolan"), step="influenceable")
        assert record.is_proposed and record.postponed_to is not None
        assert state("angsskolan", "influenceable") == "waiting"

    def test_sent_back_by_the_body(self):
        assert state("bjorkhult", "influenceable") == "returned"
        assert Event.objects.filter(case=case("bjorkhult"), act="return_by_body").count() == 1

    def test_opened_again(self):
        found = case("an")
        assert found.closed_at is None and found.closings.get().reopened_because

    def test_handed_to_another_body_its_old_decision_keeps_the_old_name(self):
        found = case("traffpunkten")
        assert found.body.short == "KFN"
        assert found.decisions.get().body_name == "Socialnämnden"

    def test_on_the_open_information_track(self):
        found = case("skoltider")
        assert found.phase == "information" and found.closed_at is None
        assert found.waits_for == "communicator"

    def test_a_published_text_that_is_out_of_date(self):
        access = load(account("kommunikator"), case("hundrastgarden").pk, for_texts=True)
        (changes,) = out_of_date_in(access).values()
        record = Record.objects.get(case=access.case, step="communication")
        assert changes and record.version and record.publications.exists()

    def test_a_small_dialogue_carried_to_its_report_of_two_pages(self):
        found = case("bankarna")
        assert found.is_small and found.outcome == Case.Outcome.COMPLETED
        assert (found.dialogue_to - found.dialogue_from).days == 27
        assert CAME_LATER not in str(list(Revision.objects.filter(record__case=found).values_list("data", flat=True)))
        report = KINDS["summary"].build(load(found.responsible, found.pk, for_texts=True), "")
        assert len(pypdf.PdfReader(io.BytesIO(render_pdf(report))).pages) == 2

    def test_of_one_goal_one_group_and_nothing_else_than_planned_is_said_so(self):
        client = Client()
        client.force_login(account("tjansteperson"))
        analysis = client.get(reverse("step", args=[case("bankarna").pk, "process_analysis"])).text
        assert "målet är nått" in analysis and "Inget blev annorlunda än planen" in analysis
        methods = client.get(reverse("step", args=[case("bankarna").pk, "methods"])).text
        assert "Alla grupper" not in methods
        many = client.get(reverse("step", args=[case("kvarnparken").pk, "process_analysis"])).text
        assert "fyra av sex mål nådda" in many


class TestWhatWaitsForWhom:
    def test_what_is_stored_is_what_is_derived(self):
        for one in Case.objects.all():
            derived = what_waits(load(account("utvecklingsledare"), one.pk))
            assert Wait.objects.filter(case=one).count() == len(derived), one

    def test_the_elected_decide_what_is_proposed_in_their_own_body(self):
        karin = inbox("fortroendevald")
        assert {("norra-stranden", "decision", "influence_level"), ("angsskolan", "decision", "influenceable")} <= karin
        assert ("angsskolan", "proposal", "purpose") in karin
        assert not {one for one in karin if one[0] in ("bjorkhult", "skoltider", "traffpunkten")}

    def test_what_was_sent_back_waits_for_who_sent_it(self):
        assert ("bjorkhult", "sent_back", "influenceable") in inbox("elin.sjogren")
        assert not {one for one in inbox("ida.rask") if one[0] == "bjorkhult"}

    def test_texts_wait_for_the_communicator_and_help_for_support(self):
        assert {one[0] for one in inbox("kommunikator")} >= {"lekparken", "skoltider"}
        assert {one[1] for one in inbox("utvecklingsledare")} == {"help"}

    def test_nothing_waits_for_whoever_reads_or_keeps_the_organisation(self):
        assert inbox("lasbehorig") == inbox("admin") == set()


def test_an_activity_says_who_may_come_and_when_as_people_write_it():
    """Each field of its plan that is a choice is chosen, and no time has seconds."""
    found = Record.objects.filter(step="activities", kind="activity")
    assert found.count() > 20
    for record in found:
        text = record.revisions.order_by("-pk").first().data
        assert text.get("open_to") in (["everybody"], ["invited"]), record
        assert all(re.fullmatch(r"\d{1,2}\.\d\d", typed) for name in ("from_time", "to_time") for typed in text[name])
    assert {tuple(record.revisions.order_by("-pk").first().data["open_to"]) for record in found} == {
        ("everybody",),
        ("invited",),
    }

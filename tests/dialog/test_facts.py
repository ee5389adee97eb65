"""Om ärendet: what is written of a case once and shown wherever it is needed; and a case that begins as a copy."""

import datetime as dt

import pytest
from django.conf import settings
from django.urls import reverse

from dialog.acts.case import copy_case
from dialog.acts.core import Refused
from dialog.models import Case, Decision, Person, Record
from execution.models import ContactRegister
from followup.models import Contribution
from tests.execution.tale import METHODS, PARTICIPATION, begin
from tests.followup.tale import held
from tests.story import GOALS, GROUPS, RESPONSIBILITY, Story


def change(story: Story, **facts: list[str]):
    return story.attempt("finish", "facts", by="civil_servant", data={"title": ["Norra stranden"], **facts})


def targets(attempt) -> list[str]:
    return [lack.target for lack in attempt.missing]


class TestToBegin:
    @pytest.mark.parametrize("name", ["title", "body", "responsible"])
    def test_title_body_and_responsible_official_and_nothing_else(self, house, name):
        story = Story(house)
        facts = {"title": "Torget", "body": str(house.body.pk), "responsible": str(house["responsible"].pk)}
        client = story.client("stranger")
        without = client.post(reverse("new_case"), {**facts, name: ""})
        assert without.status_code == 422 and set(without.context["form"].errors) == {name}
        assert client.post(reverse("new_case"), facts).status_code == 302
        assert Case.objects.get(title="Torget").body == house.body


class TestFacts:
    @pytest.mark.parametrize("number", ["KS 2024/123", "TN 2026/114", "BUN 2025/4"])
    def test_a_registry_number_has_the_form_of_the_settings_and_may_come_late(self, story, number):
        assert not targets(change(story)) and story.case.registry_number is None
        assert not targets(change(story, registry_number=[number]))
        assert story.case.registry_number == number

    @pytest.mark.parametrize("number", ["2024/123", "KS 24", "KS 2024/123 b", "i morgon"])
    def test_another_form_is_refused(self, story, number):
        assert settings.REGISTRY_NUMBER_PATTERN
        assert targets(change(story, registry_number=[number])) == ["registry_number"]

    def test_no_two_cases_have_the_same(self, story, house):
        change(story, registry_number=["KS 2024/123"])
        other = Story(house, story.now, title="En annan dialog")
        assert targets(change(other, registry_number=["KS 2024/123"])) == ["registry_number"]

    @pytest.mark.parametrize("initiative", ["council", "board", "motion", "citizen_proposal", "administration"])
    def test_who_initiated_it_with_number_and_text(self, story, initiative):
        change(story, initiative=[initiative], initiative_number=["KF 2023/9"], initiative_text=["Gör en badplats."])
        case = story.case
        assert (case.initiative, case.initiative_number, case.initiative_text) == (
            initiative,
            "KF 2023/9",
            "Gör en badplats.",
        )

    def test_in_which_body_it_was_initiated_also_one_that_has_ended(self, story, house):
        house.other_body.ended_on = story.today
        house.other_body.save()
        change(story, initiative=["board"], initiative_body=[str(house.other_body.pk)])
        assert story.case.initiative_body == house.other_body
        page = story.client("responsible").get(story.url("step", "facts")).content.decode()
        assert house.other_body.name in page

    def test_before_samrad_with_that_matters_number(self, story):
        change(story, before_samrad=["on"], samrad_number=["KS 2025/402"])
        assert (story.case.before_samrad, story.case.samrad_number) == (True, "KS 2025/402")

    def test_the_dialogue_does_not_end_before_it_begins(self, story):
        dates = {"dialogue_from": ["2027-03-01"], "dialogue_to": ["2027-02-01"]}
        assert targets(change(story, **dates)) == ["dialogue_to"]

    def test_the_rest_is_kept_and_read_by_everybody_who_reads_the_case(self, story):
        more = {
            "short_title": ["Stranden"],
            "subject": ["bad"],
            "begun_before_software": ["on"],
            "decision_planned": ["2027-05-18"],
            "other_bodies": [str(story.house.other_body.pk)],
        }
        assert not targets(change(story, **more))
        assert story.case.name == "Stranden" and list(story.case.other_bodies.all()) == [story.house.other_body]
        page = story.client("stranger").get(story.url("step", "facts")).text
        for words in ("bad", "18 maj 2027", "Kommunstyrelsen", "Tekniska nämnden", "Amir Haddad"):
            assert words in page

    def test_the_planned_decision_is_shown_where_it_is_needed(self, story):
        tale = begin(story)
        story.act("finish", "facts", data={"title": ["Norra stranden"], "decision_planned": ["2027-06-15"]})
        tale.hand_over()
        assert "15 juni 2027" in story.client("communicator").get(story.url("sheet")).text

    @pytest.mark.parametrize("who", ["elected", "reader", "support", "admin", "stranger"])
    def test_civil_servants_of_the_case_write_them(self, story, who):
        with pytest.raises(Refused):
            story.attempt("finish", "facts", by=who, data={"title": ["Något annat"]})


class TestCopy:
    @pytest.fixture
    def copied(self, story) -> Case:
        """A copy of a case in which an activity was held, contributions came in and contact details were kept."""
        follow = held(story, begin(story))
        story.act("finish", "participation", data=PARTICIPATION)
        follow.add("Det är mörkt.")
        facts = {"activities": [], "legal_basis": "public_interest", "purpose": "Skicka svar"}
        story.act("keep_register", "activities", disposal_date=story.today.replace(year=2027), **facts)
        return copy_case(story.pk, by=story.house["stranger"], title="Södra stranden", at=story.now)

    def test_goals_groups_methods_tasks_and_participation_come_along_as_drafts(self, copied):
        kept = {one.step: one for one in Record.objects.filter(case=copied)}
        assert set(kept) == {"goals", "target_groups", "methods", "responsibility", "participation"}
        assert not any(one.done or one.version for one in kept.values())
        texts = {step: one.revisions.get().data for step, one in kept.items()}
        assert (texts["goals"], texts["target_groups"]) == (GOALS, GROUPS)
        assert (texts["methods"], texts["participation"]) == (METHODS, PARTICIPATION)
        task = {name: texts for name, texts in RESPONSIBILITY["task"][0].items() if name != "due"}
        assert texts["responsibility"]["task"] == [task], "without its date"

    def test_nobody_who_has_left_does(self, story):
        """Of every step that is copied, and every field in which people are chosen, only who can be chosen today."""
        house = story.house
        elected, ida = str(house["elected"].pk), house.person("ida", "Ida Rask")
        karin = {"row": ["0000a001"], "person": [elected], "spokesperson": ["on"]}
        kjell = {"row": ["0000a002"], "person": [str(house["substitute"].pk)]}
        named = {"row": ["0000a003"], "person": [elected], "named": ["Karins vikarie"], "spokesperson": ["on"]}
        task = {**RESPONSIBILITY["task"][0], "who": [str(ida.pk), str(house["responsible"].pk)], "who_named": []}
        story.go_to("goals")
        rows = {"representative": [karin, kjell, {**named, "spokesperson": []}], "task": [task]}
        story.act("finish", "responsibility", data=rows)
        collects = {**GOALS["goal"][0], "data_collection_who": [str(ida.pk)]}
        house.people["ida"] = ida
        story.join("ida", "civil_servant")
        story.act("finish", "goals", data={"goal": [collects]})
        house["elected"].seats.update(end=story.today - dt.timedelta(days=1))
        Person.objects.filter(pk=ida.pk).update(is_active=False)
        copied = copy_case(story.pk, by=house["stranger"], title="Södra stranden", at=story.now)
        texts = {one.step: one.revisions.get().data for one in Record.objects.filter(case=copied)}
        assert texts["responsibility"]["representative"] == [kjell, {"row": ["0000a003"], "named": ["Karins vikarie"]}]
        assert texts["responsibility"]["task"][0]["who"] == [str(house["responsible"].pk)]
        assert "data_collection_who" not in texts["goals"]["goal"][0]
        assert texts["goals"]["goal"][0]["goal"] == GOALS["goal"][0]["goal"]

    def test_decisions_contributions_and_contact_details_never_do(self, copied):
        assert Decision.objects.exists() and Contribution.objects.exists() and ContactRegister.objects.exists()
        for model in (Decision, Contribution, ContactRegister):
            assert not model.objects.filter(case=copied).exists()

    def test_nor_do_dates(self, copied):
        assert (copied.dialogue_from, copied.dialogue_to, copied.decision_planned) == (None, None, None)
        for one in Record.objects.filter(case=copied):
            assert "2027-" not in str(one.revisions.get().data)

    def test_everybody_who_may_read_a_case_and_begin_one_copies_it(self, story):
        for who in ("reader", "stranger", "support"):
            answer = story.client(who).post(story.url("case_act", "copy"), {"new_title": f"Kopia av {who}"})
            assert answer.status_code == 302
            assert Case.objects.get(title=f"Kopia av {who}").copied_from == story.case
        assert story.client("admin").post(story.url("case_act", "copy"), {"new_title": "Nej"}).status_code in (403, 422)

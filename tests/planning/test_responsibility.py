"""Ansvarsfördelning: whose the question is, who represents the body, who does what."""

import pytest

from dialog.process.phases import process
from planning.models import Representative, Task
from tests.story import RESPONSIBILITY, Story

SPEAKER = RESPONSIBILITY["representative"][0]
TASK = RESPONSIBILITY["task"][0]


def finish(story: Story, **draft):
    return story.attempt("finish", "responsibility", data={**RESPONSIBILITY, **draft})


def targets(attempt) -> list[str]:
    return [lack.target for lack in attempt.missing]


def advice(story: Story, **draft) -> list[str]:
    form = process.step("responsibility").make_form({**RESPONSIBILITY, **draft}, story.access())
    return [hint.target for hint in form.advice()]


class TestRepresentatives:
    def test_the_body_has_one_at_least(self, story):
        assert targets(finish(story, representative=[])) == ["representative-add"]
        assert not targets(finish(story))

    def test_somebody_with_an_account_or_a_name(self, story):
        nobody = {"row": ["0000a001"]}
        assert targets(finish(story, representative=[nobody])) == ["representative-0000a001-person_0"]
        karin = {**nobody, "person": [str(story.house["elected"].pk)]}
        assert not targets(finish(story, representative=[karin]))
        assert Representative.objects.get().person == str(story.house["elected"].pk)

    def test_who_is_chosen_takes_the_place_of_a_name_that_was_written_before(self, story):
        both = {"row": ["0000a001"], "person": [str(story.house["elected"].pk)], "named": ["Anna Ek"]}
        assert not targets(finish(story, representative=[both]))
        kept = Representative.objects.get()
        assert (kept.person, kept.named) == (str(story.house["elected"].pk), "")

    def test_only_one_is_spokesperson(self, story):
        second = {**SPEAKER, "row": ["0000a002"], "named": ["Kjell Berg"]}
        assert targets(finish(story, representative=[SPEAKER, second])) == ["representative-add"]
        assert not targets(finish(story, representative=[SPEAKER, {**second, "spokesperson": []}]))

    def test_that_none_is_spokesperson_is_only_a_hint(self, story):
        silent = {**SPEAKER, "spokesperson": []}
        assert advice(story) == []
        assert advice(story, representative=[silent]) == ["representative-add"]
        assert not targets(finish(story, representative=[silent]))


class TestTasks:
    def test_it_begins_with_the_six_of_the_handbook_whose_they_are_remains(self, story):
        draft, _filled = process.step("responsibility").begin(story.access())
        kinds = [row["kind"][0] for row in draft["task"]]
        assert kinds == [kind for kind in Task.Kind.values if kind != "own"] and len(kinds) == 6
        attempt = finish(story, task=draft["task"])
        assert targets(attempt) == [f"task-{row['row'][0]}-who_0" for row in draft["task"]]

    def test_every_task_has_a_who_with_or_without_an_account(self, story):
        assert targets(finish(story, task=[{**TASK, "who_named": []}])) == ["task-0000b001-who_0"]
        lena = [str(story.house["civil_servant"].pk)]
        assert not targets(finish(story, task=[{**TASK, "who_named": [], "who": lena}]))
        assert Task.objects.get().who == lena

    def test_a_sentence_names_the_task_that_nobody_does(self, story):
        attempt = finish(story, task=[{"row": ["0000b001"], "kind": ["documentation"]}])
        assert "Dokumentation: välj vem som gör det." in [lack.sentence for lack in attempt.missing]

    def test_a_task_of_ones_own_has_a_name(self, story):
        assert targets(finish(story, task=[{**TASK, "kind": ["own"]}])) == ["task-0000b001-title"]
        assert not targets(finish(story, task=[{**TASK, "kind": ["own"], "title": ["Fika"]}]))

    def test_mandate_and_due_date_are_kept(self, story):
        story.act(
            "finish", "responsibility", data={**RESPONSIBILITY, "task": [{**TASK, "mandate": ["Får hyra lokal."]}]}
        )
        task = Task.objects.get()
        assert (task.mandate, task.due.isoformat()) == ("Får hyra lokal.", "2027-01-31")


class TestPage:
    def test_body_and_responsible_official_come_from_the_cases_own_facts(self, story):
        step = process.step("responsibility")
        assert not {"body", "responsible"} & set(step.form.base_fields)
        page = story.client("reader").get(story.url("step", "responsibility")).text
        assert "Tekniska nämnden" in page and "Amir Haddad" in page

    def test_who_has_a_part_and_is_no_member_can_be_made_one(self, story):
        frank = str(story.house["stranger"].pk)
        story.act("finish", "responsibility", data={**RESPONSIBILITY, "task": [{**TASK, "who": [frank]}]})
        page = story.client("responsible").get(story.url("step", "responsibility"))
        assert list(page.context["not_members"]) == [story.house["stranger"]]
        facts = {"person": frank, "role": "civil_servant", "back": "responsibility"}
        assert f"Gör {story.house['stranger']} till medlem" in page.text
        done = story.client("responsible").post(story.url("case_act", "add_member"), facts)
        assert done["Location"] == story.url("step", "responsibility")
        assert not story.client("responsible").get(story.url("step", "responsibility")).context["not_members"]

    @pytest.mark.parametrize("who", ["civil_servant", "elected"])
    def test_both_roles_finish_it(self, story, who):
        story.act("finish", "responsibility", by=who, data=RESPONSIBILITY)
        assert story.record("responsibility").done


def test_a_task_is_called_by_what_is_to_be_done_and_by_whom(story):
    tasks = [
        {"row": ["0000b001"], "kind": ["planning"], "who": [str(story.house["civil_servant"].pk)]},
        {"row": ["0000b002"], "kind": ["own"], "title": ["Barnpassning"], "who_named": ["Anna Ek"]},
    ]
    story.act("finish", "responsibility", data={**RESPONSIBILITY, "task": tasks})
    (rows,) = (one["rows"] for one in story.version("responsibility").answers if one["key"] == "task")
    assert [row["heading"] for row in rows] == [f"Planering: {story.house['civil_servant']}", "Barnpassning: Anna Ek"]


def test_the_members_of_the_case_are_at_hand_and_nobody_else(story):
    offered = [int(pk) for pk, _name in story.access().choices("people")]
    assert set(offered) == {one.person_id for one in story.access().members}

"""Möjliggör delaktighet: the five aspects, group by group."""

from html import unescape

import pytest
from django.urls import reverse

from dialog.acts.case import copy_case
from dialog.models import Record
from dialog.process.phases import process
from execution.models import GroupParticipation
from execution.pictures import coverage
from planning.models import TargetGroup
from tests.execution.tale import METHODS, PARTICIPATION, YOUNG, Tale, swedish
from tests.story import GROUP

OLD = "0000c002"


def remaining(tale: Tale, **row: list[str]) -> list[str]:
    rows = [{"row": [YOUNG], **row}] if row else []
    attempt = tale.story.attempt("finish", "participation", data={"group": rows})
    return [lack.sentence for lack in attempt.missing]


def test_a_priority_group_needs_a_channel_and_an_answer_on_thresholds(tale: Tale):
    assert remaining(tale) == [
        "Unga 13–19 år: Choose at least one channel.",
        "Unga 13–19 år: Say which barriers there are, or that none are known.",
    ]
    assert remaining(tale, own_channel=["Fritidsledaren"], thresholds=["none", "", ""]) == []
    assert GroupParticipation.objects.get().thresholds == [{"kind": "none", "text": "", "measure": ""}]


@pytest.mark.parametrize(("priority", "lacks"), [(2, 2), (3, 0)])
def test_so_does_one_of_the_second_priority_and_no_other(tale: Tale, priority: int, lacks: int):
    affected, engagement = {2: ("high", "high"), 3: ("low", "low")}[priority]
    group = {"row": [OLD], "name": ["Pensionärer"], "affected": [affected], "engagement": [engagement]}
    both = {**tale.story.text("target_groups"), "target_group": [GROUP, group]}
    tale.story.act("finish", "target_groups", data=both)
    assert TargetGroup.objects.get(key=OLD).given_priority == priority
    found = remaining(tale, channels=["school"], thresholds=["none", "", ""])
    assert [one.startswith("Pensionärer: ") for one in found] == [True] * lacks


def test_a_group_of_lower_priority_needs_neither(tale: Tale):
    story = tale.story
    group = {"row": [OLD], "name": ["Pensionärer"], "affected": ["low"], "engagement": ["high"]}
    both = {**story.text("target_groups"), "target_group": [*story.text("target_groups")["target_group"], group]}
    story.act("finish", "target_groups", data=both)
    assert TargetGroup.objects.get(key=OLD).given_priority == 4
    assert remaining(tale, channels=["school"], thresholds=["none", "", ""]) == []
    assert {one.key for one in GroupParticipation.objects.all()} == {YOUNG, OLD}


def test_each_threshold_has_a_measure(tale: Tale):
    lacks = remaining(tale, channels=["school"], thresholds=["language", "Svenska", "", "cost", "Bussen", "Biljett"])
    assert lacks == ["Unga 13–19 år: Enter what you are doing about the barrier: Svenska."]
    lacks = remaining(tale, channels=["school"], thresholds=["", "Bussen", "Biljett"])
    assert len(lacks) == 1
    assert "Choose which barrier it is." in lacks[0]


def test_a_threshold_of_ones_own_says_which_it_is(tale: Tale):
    [lack] = remaining(tale, channels=["school"], thresholds=["own", "", "Möts på bryggan"])
    assert lack == "Unga 13–19 år: Enter which other barrier it is."
    assert remaining(tale, channels=["school"], thresholds=["own", "Rädsla för vatten", "Möts på bryggan"]) == []
    page = tale.story.client("reader").get(tale.story.url("step", "participation")).text
    assert "<li>Rädsla för vatten: Möts på bryggan</li>" in page


def test_what_was_typed_of_thresholds_is_kept_however_wrong(tale: Tale):
    remaining(tale, thresholds=["nonsense", "Bussen", ""])
    kept = Record.objects.get(step="participation").revisions.last().data["group"][0]
    assert kept["thresholds"] == ["nonsense", "Bussen", ""]


def test_the_coverage_says_what_remains_and_what_is_only_advice(tale: Tale):
    tale.story.act("finish", "methods", data=METHODS)
    tale.story.act("finish", "participation", data=PARTICIPATION)
    (line,) = coverage(tale.story.access())
    assert [(cell.state, cell.words) for cell in line.cells] == [
        ("complete", "1"),
        ("complete", "2"),
        ("draft", "1 of 3"),
        ("not_started", "empty"),
        ("complete", "1 barrier"),
    ]


def test_the_page_names_the_methods_that_reach_a_group_and_says_of_which_nothing_is_written(tale: Tale):
    story = tale.story
    group = {"row": [OLD], "name": ["Pensionärer"], "affected": ["low"], "engagement": ["high"]}
    both = {**story.text("target_groups"), "target_group": [*story.text("target_groups")["target_group"], group]}
    story.act("finish", "target_groups", data=both)
    story.act("finish", "methods", data=METHODS)
    story.act("finish", "participation", data={"group": [*PARTICIPATION["group"], {"row": [OLD]}]})
    page = story.client("reader").get(story.url("step", "participation")).text
    assert "Ungdomsdialog i skola" in page
    assert page.count(swedish("Nothing written yet")) == 1


def test_afterwards_it_is_said_whether_they_were_reached_and_what_then(tale: Tale):
    data = {"group": [{**PARTICIPATION["group"][0], "reached": ["partly"]}]}
    tale.story.act("finish", "participation", data=data)
    page = tale.story.client("responsible").get(tale.story.url("step", "participation") + "?change").content.decode()
    assert swedish("Analysis") in page
    assert GroupParticipation.objects.get().reached == "partly"


def test_a_copy_takes_methods_and_participation_along_but_not_who_was_reached(tale: Tale):
    tale.story.act("finish", "methods", data=METHODS)
    reached = {"group": [{**PARTICIPATION["group"][0], "reached": ["yes"], "what_then": ["Inget."]}]}
    tale.story.act("finish", "participation", data=reached)
    copy = copy_case(tale.story.pk, by=tale.story.house["responsible"], title="Ny strand", at=tale.story.now)
    texts = {one.step: one.revisions.get().data for one in Record.objects.filter(case=copy)}
    assert texts["methods"] == METHODS
    assert texts["participation"] == PARTICIPATION
    assert "activities" not in texts


def test_the_five_aspects_are_kept_for_each_group_with_the_methods_that_reach_it(tale: Tale):
    tale.story.act("finish", "methods", data=METHODS)
    aspects = {
        "channels": ["qr", "mass_media", "advert", "post", "social_media", "sms", "direct_contact", "website"],
        "own_channel": ["Fritidsledaren"],
        "information_before": ["Läraren berättar."],
        "information_during": ["Karin berättar."],
        "information_after": ["Brev hem."],
        "accessibility_timing": ["Efter skolan."],
        "accessibility_place": ["På Kompassen."],
        "accessibility_microphone": ["Behövs inte."],
        "accessibility_physical": ["Ramp."],
        "accessibility_psychosocial": ["Små grupper."],
        "accessibility_needs_in_invitation": ["on"],
        "thresholds": ["cost", "Bussen", "Biljett"],
    }
    assert remaining(tale, **aspects) == []
    one = GroupParticipation.objects.get()
    assert one.channels == aspects["channels"] and one.accessibility_needs_in_invitation
    assert one.thresholds == [{"kind": "cost", "text": "Bussen", "measure": "Biljett"}]
    for name in (name for name in aspects if name.startswith(("information", "accessibility")) and "needs" not in name):
        assert [getattr(one, name)] == aspects[name]
    [row] = process.step("participation").make_form(tale.story.text("participation"), tale.story.access()).rows["group"]
    assert row.methods == [("Youth dialogue at school", 40)], "read from the methods, not written here"


def test_a_group_that_was_not_reached_is_a_hint_until_it_is_said_what_then(tale: Tale):
    def hints(**row: list[str]) -> list[str]:
        draft = {"group": [{**PARTICIPATION["group"][0], "information_before": [], **row}]}
        return [hint.target for hint in process.step("participation").make_form(draft, tale.story.access()).advice()]

    assert hints(reached=["no"]) == [YOUNG]
    assert hints(reached=["no"], what_then=["Vi ringer dem."]) == hints(reached=["yes"]) == []


@pytest.mark.parametrize("step", ["participation", "methods"])
def test_a_copy_calls_the_groups_that_came_along_by_their_names(tale: Tale, step):
    tale.story.act("finish", "methods", data=METHODS)
    tale.story.act("finish", "participation", data=PARTICIPATION)
    copy = copy_case(tale.story.pk, by=tale.story.house["responsible"], title="Ny strand", at=tale.story.now)
    amir = tale.story.client("responsible")
    row = {"participation": GROUP, "methods": METHODS["method"][0]}[step]["row"][0]
    pages = [amir.get(reverse("step", args=[copy.pk, step]), asked).text for asked in ({}, {"row": row})]
    page = unescape("".join(pages))
    assert swedish("%(name)s (not done yet)") % {"name": GROUP["name"][0]} in page
    assert swedish("(no longer exists)") not in page

"""Välj metod: which method reaches which group, and whether it fits the level."""

from dialog.process.phases import process
from execution.models import ChosenMethod
from execution.models.counting import aimed_for
from planning.models import TargetGroup
from tests.execution.tale import METHOD, METHODS, YOUNG, Tale, read, swedish
from tests.story import GROUP


def remaining(tale: Tale, *rows: dict[str, list[str]]) -> list[str]:
    attempt = tale.story.attempt("finish", "methods", data={"method": list(rows)})
    return [lack.sentence for lack in attempt.missing]


def test_the_step_is_done_with_one_method_that_is_no_tool(tale: Tale):
    tool = {"row": ["0000d009"], "method": ["tankekarta"]}
    assert remaining(tale, tool) == ["Choose at least one method that is not a tool."]
    assert remaining(tale, tool, METHOD) == []
    assert tale.story.record("methods").done


def test_each_method_has_a_group_but_a_tool_has_none(tale: Tale):
    without = {"row": ["0000d002"], "method": ["ungdomsdialog"]}
    assert any("choose at least one group the method reaches." in lack for lack in remaining(tale, without))
    tool = {"row": ["0000d009"], "method": ["tankekarta"]}
    assert remaining(tale, METHOD, tool) == [], "a tool needs none"


def test_an_own_method_has_its_name(tale: Tale):
    own = {"row": ["0000d002"], "method": ["own"], "target_groups": [YOUNG]}
    assert any("enter a name for your method." in lack for lack in remaining(tale, own))
    assert remaining(tale, {**own, "own_name": ["Möte i båtklubbens stuga"]}) == []
    assert str(ChosenMethod.objects.get()) == "Möte i båtklubbens stuga"


def test_a_method_that_does_not_fit_the_level_warns_and_asks_for_a_reason(tale: Tale):
    """The case's level is Dialog; a survey is for Konsultation."""
    survey = {"row": ["0000d002"], "method": ["enkat"], "target_groups": [YOUNG]}
    lacks = remaining(tale, survey)
    assert len(lacks) == 1
    assert "Survey suits Consultation. Here the level is Dialogue." in lacks[0]
    assert remaining(tale, {**survey, "fit_reason": ["För den som inte kan komma."]}) == []


def test_what_stands_in_the_way_is_no_hint_until_the_reason_stands_there(tale: Tale):
    def hints(**row: list[str]) -> list[str]:
        survey = {"row": ["0000d002"], "method": ["enkat"], "target_groups": [YOUNG], "why": ["Bredd."], **row}
        form = process.step("methods").make_form({"method": [survey]}, tale.story.access())
        return [hint.sentence for hint in form.advice()]

    assert hints() == []
    assert hints(fit_reason=["För den som inte kan komma."]) == [
        "Survey suits Consultation. Here the level is Dialogue."
    ]


def test_a_method_that_nobody_has_given_reasons_for_is_a_hint(tale: Tale):
    def hints(**row: list[str]) -> list[str]:
        form = process.step("methods").make_form({"method": [{**METHOD, **row}]}, tale.story.access())
        return [hint.sentence for hint in form.advice()]

    assert hints() == ["Enter why Youth dialogue at school suits the question and the groups."]
    assert hints(why=["De unga valde den."]) == []


def test_people_expected_from_a_group_that_is_not_named_are_a_hint(tale: Tale):
    older = {"row": ["0000c002"], "name": ["Pensionärer"], "affected": ["low"], "engagement": ["high"]}
    both = {**tale.story.text("target_groups"), "target_group": [GROUP, older]}
    tale.story.act("finish", "target_groups", data=both)
    rows = {"method": [{**METHOD, "why": ["De valde den."], "expected": [YOUNG, "40", "0000c002", "5"]}]}
    [hint] = process.step("methods").make_form(rows, tale.story.access()).advice()
    assert (hint.row, "Pensionärer" in hint.sentence) == (METHOD["row"][0], True)


def test_in_what_one_counts_is_said_only_where_somebody_is_expected(tale: Tale):
    tool = {"row": ["0000d009"], "method": ["tankekarta"], "expected_unit": ["participants"]}
    tale.story.act("finish", "methods", data={"method": [{**METHOD, "expected_unit": ["participants"]}, tool]})
    page = tale.story.client("reader").get(tale.story.url("step", "methods")).text
    assert page.count(f"<dt>{swedish('Counted in')}</dt>") == 1


def test_the_level_of_its_part_counts_before_the_cases_own(tale: Tale):
    part = {"row": ["0000cc01"], "part": ["De ungas yta"], "level": ["consultation"], "promise": ["Vi läser allt."]}
    tale.story.decide("influence_level", part=[part], supersede_reason=["En del får en egen nivå."])
    survey = {"row": ["0000d002"], "method": ["enkat"], "target_groups": [YOUNG]}
    assert len(remaining(tale, survey)) == 1, "for the case's own level it asks for a reason"
    assert remaining(tale, {**survey, "part": ["0000cc01"]}) == []


def test_a_priority_group_that_no_method_reaches_is_told_and_tools_never_count(tale: Tale):
    rows = {"method": [{**METHOD, "row": ["0000d009"], "method": ["tankekarta"], "target_groups": [YOUNG]}]}
    tale.story.act("save_draft", "methods", data=rows)
    access = tale.story.access()
    form = process.step("methods").make_form(rows, access)
    assert [lack.sentence for lack in form.advice()] == ["No method reaches Unga 13–19 år."]
    tale.story.act("finish", "methods", data=METHODS)
    grid = read(tale, "methods").more["grid"]
    assert not grid.left_out
    tale.story.act("finish", "methods", data={"method": [*METHODS["method"], *rows["method"]]})
    assert len(read(tale, "methods").more["grid"].lines) == 1, "a tool is no method to draw"


def test_a_group_that_a_method_points_at_is_not_removed(with_methods: Tale):
    story = with_methods.story
    assert ("target_group", YOUNG) in story.access().referred_to("target_group")
    other = {**GROUP, "row": ["0000c009"], "name": ["Äldre"]}
    attempt = story.attempt("finish", "target_groups", data={**story.text("target_groups"), "target_group": [other]})
    assert attempt.missing
    assert TargetGroup.objects.get().key == YOUNG


def test_purpose_and_goals_stand_beside(with_methods: Tale):
    page = with_methods.story.client("reader").get(with_methods.story.url("step", "methods")).content.decode()
    assert "Förstå hur olika grupper vill använda Norra stranden." in page
    assert "Tre grupper som sällan hörs har sagt sin mening." in page


def test_the_page_writes_those_expected_as_everywhere_else(tale: Tale):
    assert remaining(tale, {**METHOD, "expected": [YOUNG, "1015"]}) == []
    page = tale.story.client("reader").get(tale.story.url("step", "methods")).text
    assert "Unga 13–19 år: 1\xa0015" in page


def test_time_resources_and_why_are_kept_and_those_expected_add_up_for_each_group(tale: Tale):
    kept = {"time": ["Två kvällar"], "resources": ["Fika, buss"], "why": ["De unga valde den."]}
    second = {**METHOD, "row": ["0000d002"], "method": ["fokusgrupp"], "expected": [YOUNG, "8"]}
    answers = {**METHOD, "row": ["0000d003"], "method": ["ungdomsdialog"], "expected_unit": ["answers"]}
    assert remaining(tale, {**METHOD, **kept}, second, answers) == []
    one = ChosenMethod.objects.get(key="0000d001")
    assert {name: [getattr(one, name)] for name in kept} == kept
    assert aimed_for(ChosenMethod.objects.filter(case=tale.story.pk)) == {YOUNG: 48}, "answers are no participants"

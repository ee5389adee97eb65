"""What nobody wrote is never stated: every text that is filled in by itself is traced to the fields that it comes from.

The walk finds the forms through the registries. In the second story no two facts coincide, so a fact in a text tells
which field it was taken from; and with each field emptied in turn nothing may be said of it.
"""

import re
from collections.abc import Iterator

import pytest
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import override

from dialog.forms.draft_form import DraftForm
from dialog.forms.gaps import gap, gaps_in
from dialog.models import Area, Case, Decision, Person
from dialog.process.phases import process
from dialog.process.register import Register
from execution.models import Activity, ChosenMethod, FeedbackRound
from followup.models import Analysis, Conclusion, Presentation, ProcessAnalysis
from planning.models import InfluenceLevel, LevelPart, Purpose, Question, TargetGroup
from tests import otherwise
from tests.execution.tale import BEFORE
from tests.otherwise import Otherwise
from tests.planning.test_information import NO

# From where each text may take what it says: «step.kind field» → models and their fields, as the specification has it.
RESULT = {
    (Conclusion, "short"),
    (Conclusion, "conclusion"),
    (Conclusion, "what"),
    (Conclusion, "reason"),
}
MEASURES = {(Conclusion, "short"), (Conclusion, "conclusion"), (Conclusion, "what"), (Conclusion, "due")}
DECISIONS = {
    *((Presentation, name) for name in ("body_name", "date", "section", "note", "motivation")),
    *((Decision, name) for name in ("body_name", "date", "motivation", "answer")),
}
REASONS = {(ProcessAnalysis, f"{name}_reasoning") for name in otherwise.EIGHT}
SOURCES: dict[str, set[tuple[type[models.Model], str]]] = {
    "communication.before title": {(Question, "question")},
    "communication.before what": {(Question, "in_scope")},
    "communication.before why": {(Purpose, "purpose")},
    "communication.before for_whom": {(TargetGroup, "name")},
    "communication.before how": {(Activity, name) for name in ("title", "first_day", "place", "link", "registration")},
    "communication.before can_influence": {(InfluenceLevel, "promise"), (LevelPart, "part"), (LevelPart, "promise")},
    "communication.before next": {
        (Purpose, "for_decision"),
        (Purpose, "decision_by"),
        (Case, "decision_planned"),
        (FeedbackRound, "planned_on"),
    },
    "communication.before contact": set(),
    "feedback.round said_and_taken_care_of": RESULT,
    "feedback.round use_of_results": MEASURES,
    "feedback.round decisions_and_grounds": DECISIONS,
    "learning process": {
        (Question, "question"),
        (Purpose, "purpose"),
        (Purpose, "requested_by"),
        (Purpose, "for_decision"),
        (Activity, "first_day"),
        (Activity, "actual_count"),
    },
    "learning results": {(Analysis, "answer"), *RESULT},
    "learning use_in_governance": DECISIONS,
    "learning methods": {(ProcessAnalysis, "methods_reasoning"), (ChosenMethod, "own_name")},
    "learning worked_well": REASONS,
    "learning worked_less_well": REASONS,
    "publication.after title": {(Question, "question")},
    "publication.after what": {(Question, "in_scope"), (Question, "question")},
    "publication.after concluded": {(Analysis, "answer"), *RESULT, *DECISIONS},
    "publication.after next": MEASURES,
    "publication.after contact": set(),
    "publication.summary title": {(Question, "question")},
    "publication.summary contact": set(),
}
# What is typed in a form stands there: a text that follows what was chosen in it, and a number that was counted.
OF_THE_FORM = {"influence_level promise"}
FOR_RESIDENTS = ("communication.", "publication.", "feedback.", "information.")


def texts(tale: Otherwise) -> dict[str, str]:
    """Return every text that begins by itself or is offered, by «step.kind field»."""
    access, found = tale.story.access(), {}
    for step in process.steps():
        for thing in (step, *(step.kinds if isinstance(step, Register) else ())):
            if thing.form is not None:
                name = step.key if thing is step else f"{step.key}.{thing.kind}"
                form = thing.make_form(thing.form.blank(access), access, row="" if thing is step else "0000beef")
                found |= {f"{name} {field}": text for field, text in form.to_offer().items() if text}
    return found


def facts(tale: Otherwise) -> Iterator[tuple[type[models.Model], str, str]]:
    """Yield every fact in force of the case: its model, its field, and how it reads."""
    case = tale.story.pk
    for model in (*_models(), Case):
        for row in model.objects.filter(**{"pk" if model is Case else "case": case}):
            for field in model._meta.concrete_fields:
                value = getattr(row, field.attname)
                if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField) and value:
                    yield model, field.name, date_format(value, "DATE_FORMAT")
                elif (
                    isinstance(field, (models.TextField, models.CharField))
                    and len(str(value or "")) > 9
                    and not field.choices
                ):
                    yield model, field.name, str(value).rstrip(".")
    for decision in Decision.objects.filter(case=case):
        yield from ((Decision, "answer", str(said)) for said in decision.answer.values() if len(str(said)) > 9)
    for person in Person.objects.all():
        yield Person, "name", person.name
        yield Person, "email", person.email


def _models() -> set[type[models.Model]]:
    """Return the models of what is in force: those of every form, and decisions."""
    forms = {
        form
        for step in process.steps()
        for thing in (step, *(step.kinds if isinstance(step, Register) else ()))
        if thing.form is not None
        for form in (thing.form, *thing.form.tables)
    }
    return {Decision, *(form._meta.model for form in forms if issubclass(form, DraftForm))} - {Case}


def has(fact: str, text: str) -> bool:
    """Say whether a fact stands in a text, with whatever capital."""
    return fact.lower() in text.lower()


def test_the_walk_knows_every_text_that_is_filled_in_by_itself(elsewhere):
    """A new prefilled text is added here with where it may come from, or this fails."""
    known = {*SOURCES, *OF_THE_FORM}
    assert {name for name in texts(elsewhere) if "-" not in name} <= known
    assert set(SOURCES) <= set(texts(elsewhere)) | OF_THE_FORM


def test_each_fact_in_a_text_is_taken_from_the_right_field(elsewhere):
    with override("sv"):
        found, known = texts(elsewhere), list(facts(elsewhere))
    assert len(known) > 100
    wrong = [
        (name, model.__name__, field, fact)
        for name, text in found.items()
        if name in SOURCES
        for model, field, fact in known
        if has(fact, text)
        and (model, field) not in SOURCES[name]
        # a fact that stands in two fields (the day of a meeting and of its decision) is right where either may be told
        and not any(fact == other and (m, f) in SOURCES[name] for m, f, other in known)
    ]
    assert wrong == []


def test_what_a_text_may_tell_it_tells(elsewhere):
    """So that the walk cannot pass on empty texts."""
    with override("sv"):
        found, known = texts(elsewhere), list(facts(elsewhere))
    for name, sources in SOURCES.items():
        told = {(model, field) for model, field, fact in known if has(fact, found[name])}
        assert bool(told & sources) == bool(sources), name


@pytest.mark.parametrize(
    ("model", "field"),
    sorted({source for sources in SOURCES.values() for source in sources}, key=lambda one: (one[0].__name__, one[1])),
    ids=lambda one: one if isinstance(one, str) else one.__name__,
)
def test_with_a_field_emptied_nothing_is_said_of_it(elsewhere, model, field):
    with override("sv"):
        values = {fact for m, f, fact in facts(elsewhere) if (m, f) == (model, field)}
        others = {fact for m, f, fact in facts(elsewhere) if (m, f) != (model, field)}
        if model is Decision:
            return  # never changed and never emptied
        column = model._meta.get_field(field)
        rows = model.objects.filter(**{"pk" if model is Case else "case": elsewhere.story.pk})
        rows.update(**{field: None if column.null else ""})
        found = texts(elsewhere)
    for name, text in found.items():
        assert not [value for value in values - others if has(value, text)], name
        assert not re.search(r"None|\(\)|  |: ?\.|, ?\.|^\W|\s[,.]|::|–$|\.\.", text.replace("[", "a"), re.MULTILINE), (
            name,
            text,
        )


class TestGaps:
    @pytest.mark.parametrize("language", ["sv", "en"])
    def test_a_gap_is_known_in_either_language(self, language):
        with override(language):
            assert gaps_in(f"Beslutet fattas av {gap('who')}.") == [gap("who")]
        assert gaps_in(["one", "two [fyll i: tre]"]) == ["[fyll i: tre]"]
        assert gaps_in("[sic] and [a note: here]") == []

    def test_a_text_with_a_gap_is_kept_and_not_handed_over(self, elsewhere):
        text = {**BEFORE, "next": ["Beslutet fattas av [fyll i: vem som beslutar] i maj."]}
        attempt = elsewhere.attempt("hand_over", "communication", "0000aa11", kind="before", data=text)
        assert [lack.target for lack in attempt.missing] == ["next"]
        assert "vem som beslutar" in attempt.missing[0].sentence
        assert attempt.latest.data["next"] == text["next"]
        filled = {**BEFORE, "next": ["Beslutet fattas av bygglovschefen i maj."]}
        assert elsewhere.act("hand_over", "communication", "0000aa11", kind="before", data=filled).happened

    def test_no_step_is_finished_with_a_gap(self, elsewhere):
        draft = {**elsewhere.story.text("process_analysis"), "methods_reasoning": ["Sagor [fyll i: hur]."]}
        attempt = elsewhere.story.attempt("finish", "process_analysis", data=draft)
        assert [lack.target for lack in attempt.missing] == ["methods_reasoning"]

    def test_who_decides_stands_in_no_field_and_is_a_gap(self, elsewhere):
        text = texts(elsewhere)["communication.before next"]
        assert "19 maj 2027" in text and "13 april 2027" not in text
        assert gaps_in(text)[0] == "[fyll i: vem som beslutar]"
        assert "nämnden" not in text.lower()


class TestForResidents:
    def test_no_official_is_named(self, elsewhere):
        names = [*Person.objects.values_list("name", flat=True), "Moa Ek", "Nils Ask"]
        for name, text in texts(elsewhere).items():
            assert not [one for one in names if one in text], name

    def test_no_text_begins_with_the_names_that_the_house_has_for_groups(self, elsewhere):
        access = elsewhere.story.access()
        for step in process.steps():
            for thing in step.kinds if isinstance(step, Register) else ():
                if thing.form is not None:
                    begun = thing.begin(access)[0]
                    assert not any(has("gnälliga sommargäster", str(one)) for one in begun.values()), thing

    def test_only_what_is_still_to_come_is_invited_to(self, elsewhere):
        text = texts(elsewhere)["communication.before how"]
        assert "Rundtur vid bryggan" in text
        for gone in ("biblioteket", "bäcken", "paviljongen", "Lönnen"):
            assert gone not in text

    def test_an_activity_without_a_place_leaves_a_gap(self, elsewhere):
        Activity.objects.filter(key=otherwise.AT_THE_JETTY).update(place="", link="", registration="")
        text = texts(elsewhere)["communication.before how"]
        assert text == "Rundtur vid bryggan. Lördag 12 december 2026 kl. 13.15–14.45. [fyll i: var]."

    def test_a_measure_follows_with_what_it_is_about(self, elsewhere):
        assert texts(elsewhere)["publication.after next"].splitlines() == [
            "Skugga vid sandlådan: Upphandlas 2027. Klart senast 30 juni 2027.",
            "En toalett till: Upphandlas 2027.",
        ]

    def test_what_is_not_decided_is_no_measure(self, elsewhere):
        found = texts(elsewhere)
        assert not [name for name, text in found.items() if "Kanske ett nytt räcke" in text]
        assert "Räcket är för lågt. Vad det leder till är inte bestämt än." in found["publication.after concluded"]

    def test_a_conclusion_that_was_dropped_is_told_nowhere(self, elsewhere):
        assert not [name for name, text in texts(elsewhere).items() if has("grill", text)]

    def test_a_name_within_a_sentence_is_small_unless_it_is_a_proper_name(self, elsewhere):
        assert texts(elsewhere)["communication.before for_whom"] == (
            "För barn 3–6 år på Lönnens förskola och gnälliga sommargäster."
        )
        assert "öppet hus och sagostund vid vattnet" in texts(elsewhere)["learning methods"]
        TargetGroup.objects.filter(key=otherwise.CHILDREN).update(name="Tekniska nämndens råd")
        TargetGroup.objects.filter(key=otherwise.GUESTS).update(name="SPF i Hamnviken")
        text = texts(elsewhere)["communication.before for_whom"]
        assert text == "För Tekniska nämndens råd och SPF i Hamnviken."
        Area.objects.get_or_create(name="Hamnviken")
        TargetGroup.objects.filter(key=otherwise.CHILDREN).update(name="Hamnvikens båtklubb")
        TargetGroup.objects.filter(key=otherwise.GUESTS).update(name="Unga Örnar")
        assert texts(elsewhere)["communication.before for_whom"] == "För Hamnvikens båtklubb och Unga Örnar."


@pytest.mark.parametrize(
    ("made_by", "begins"),
    [
        ("body", "Tekniska nämnden beslutade den 4 november 2026 att "),
        ("chair", "Ordföranden i Tekniska nämnden beslutade den 4 november 2026 att "),
        ("delegation", "På delegation från Tekniska nämnden beslutades den 4 november 2026 att "),
    ],
)
def test_only_a_decision_of_the_body_is_called_one(elsewhere, made_by, begins):
    reported = {} if made_by == "body" else {"reported_on": ["2026-11-28"]}
    anew = {"supersede_reason": ["Nya uppgifter."], "made_by": [made_by], "decided_on": ["2026-11-04"], **reported}
    elsewhere.story.act("decide", "influenceable", data={**NO, **anew})
    text = texts(elsewhere)["information.information text"]
    assert text.startswith(begins)
    assert text.endswith("Läget är bestämt i detaljplanen.")

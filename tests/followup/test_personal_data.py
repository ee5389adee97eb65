"""Personal data is removed from a case in whatever state it is: from every text, every earlier wording, and for good."""

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.http import Http404

from dialog.acts.core import Conflict, Refused
from dialog.acts.course import add_to_closed, end_early, reopen
from dialog.acts.members import end_membership
from dialog.acts.personal_data import look, remove_personal_data
from dialog.language.letters import plain
from dialog.language.taken_out import MARK, SHORT_MARK
from dialog.machine.triggers import MAY_BE_TAKEN_OUT_OF, lifted
from dialog.models import (
    Addition,
    Case,
    Comment,
    DecisionFact,
    Event,
    GateConfirmation,
    Job,
    Membership,
    Record,
    Revision,
)
from dialog.models.then import NameThen
from dialog.process import written
from dialog.search.cases import search
from execution.models import ChosenMethod, ContactDetail, ContactRegister
from followup.models import Contribution, ContributionChange, Withheld
from handbook.loading import load_editions
from planning.models import Purpose
from tests import canaries
from tests import story as story_module
from tests.canaries import Spot, act, spots, write_everywhere
from tests.execution import tale
from tests.followup.tale import held
from tests.followup.test_duty import CIVIL_SERVANTS, STATES, come_to
from tests.story import PEOPLE, Story

NAME = "Brita Ekwåll"
SPELT = ("BRITA EKWÅLL", "brita ekwa\u030all", "Bri\u00adta  Ekwålls")
WHY = "Hon har bett om det."
# What a step's own duties take care of: masked there, and removed there.
OTHER_DUTIES = {Contribution, ContributionChange, Withheld, ContactDetail}
# Columns that hold no words of anybody's, by their names in any table: keys and codes, marks, names of who acted.
NO_WORDS = {
    *("step", "row", "kind", "key", "owner", "act", "phase", "table", "audience", "row_kind", "registry_number"),
    *("body_name", "reopened_by_name", "by_name"),
}
# JSON of which each text is a key or a code.
CODES_ALONE = {(Revision, "words"), (GateConfirmation, "copy"), (Addition, "rows")}


def of_a_case() -> list[type[models.Model]]:
    """Every model whose rows lead to a case by their keys, found anew here."""
    found: set[type[models.Model]] = {Case}
    while True:
        more = {
            model
            for model in apps.get_models()
            for field in model._meta.concrete_fields
            if isinstance(field, models.ForeignKey) and field.related_model in found
        }
        if more <= found:
            return sorted(found - OTHER_DUTIES - {Job}, key=lambda model: model._meta.label)
        found |= more


def columns_of_words(model: type[models.Model]) -> list[Any]:
    """The columns of a model in which somebody may have written a name: all texts but those said above to be none."""
    chosen = {
        name for table, name in written._asked() if table is model and written.is_choice(written._asked()[table, name])
    }
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField, models.JSONField))
        and not isinstance(field, NameThen)
        and field.editable
        and not field.choices
        and field.name not in chosen
        and (field.name not in NO_WORDS or isinstance(field, models.TextField))
        and not (isinstance(field, models.CharField) and field.max_length <= 8)
        and (model, field.name) not in CODES_ALONE
    ]


def a_row(model: type[models.Model], story: Story) -> models.Model:
    """A row of a model in the case, made of whatever its columns demand."""
    facts: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.null or field.has_default() or field.primary_key or isinstance(field, NameThen):
            continue
        if isinstance(field, models.ForeignKey):
            there = field.related_model._default_manager
            facts[field.name] = story.case if field.related_model is Case else there.order_by("pk").first()
        elif isinstance(field, models.DateField):
            facts[field.name] = story.now if isinstance(field, models.DateTimeField) else story.today
        elif isinstance(field, models.CharField) and not field.blank:
            facts[field.name] = str(field.choices[0][0]) if field.choices else "0000abcd"[: field.max_length]
        elif isinstance(field, (models.IntegerField, models.JSONField)):
            facts[field.name] = 1 if isinstance(field, models.IntegerField) else {}
    if hasattr(model, "dialogue"):
        facts |= {"dialogue": story.case, "answer": "Ja."}
        facts |= {"answered_by": story.house["support"], "answered_at": story.now}
    facts |= {"decision": story.case.decisions.first()} if model is DecisionFact else {}
    return model._default_manager.create(**facts)


def planted(field: Any, value: Any) -> Any:
    """What stands in a column with the name in it: at the end, in so far as there is room."""
    if not isinstance(field, models.JSONField):
        room = field.max_length or 10_000
        return f"{value} {NAME}".strip() if len(f"{value} {NAME}") <= room else NAME
    if field.name == "answers":
        return [*(value or []), {"key": "was", "label": "Var", "value": [NAME, "annat"]}]
    if field.name == "exceptions":
        return [*value, {"step": "purpose", "reason": f"Nej, {NAME}", "by": "Någon", "at": ""}]
    if isinstance(value, list):
        return [*value, NAME]
    return {**(value or {}), "was": [NAME]}


def plant_everywhere(story: Story) -> None:
    """Put the name into every column of words of every row of the case, also where no form writes it any more."""
    load_editions([dt.date(2024, 3, 11)])
    with lifted():
        for model in of_a_case():
            if not columns_of_words(model):
                continue
            rows = list(model._default_manager.all()) or [a_row(model, story)]
            for row in rows:
                values = {
                    field.attname: planted(field, getattr(row, field.attname)) for field in columns_of_words(model)
                }
                if values:
                    model._default_manager.filter(pk=row.pk).update(**values)


def says(text: object) -> bool:
    return "ekwåll" in plain(str(text))


def still_says() -> list[str]:
    """Where the database still says the name, whatever the table."""
    return [
        f"{model._meta.label}.{field.name} {row.pk}"
        for model in apps.get_models()
        if model not in OTHER_DUTIES and not model._meta.label.startswith(("sessions", "admin"))
        for row in model._default_manager.all()
        for field in model._meta.concrete_fields
        if says(getattr(row, field.attname))
    ]


def remove(
    story: Story, words: str = NAME, *, by: str = "responsible", reason: str = WHY, places: int | None = None
) -> int:
    """Look where words stand and remove them; returns in how many places."""
    count = places if places is not None else sum(one.count for one in look(story.access(by), words))
    remove_personal_data(story.pk, by=story.house[by], words=words, reason=reason, places=count, at=story.now)
    return count


def see(story: Story, words: str = NAME, reason: str = WHY, *, by: str = "responsible", **more: str) -> Any:
    """Ask the page where words stand."""
    return story.client(by).post(
        story.url("case_act", "remove_personal_data"), {"words": words, "reason": reason, **more}
    )


@pytest.fixture
def told(story: Story, monkeypatch: pytest.MonkeyPatch) -> Story:
    """A case in which somebody's name stands in every text that people write: drafts, what is in force, comments."""
    for module in (story_module, tale):
        monkeypatch.setattr(module, "run", canaries.marking)
    monkeypatch.setattr(Spot, "word", lambda self, what: NAME)
    return story.once("her name is everywhere", lambda: write_her_name(story))


def write_her_name(story: Story) -> None:
    story.carry(*story_module.PLANNING).act("confirm_gate", "planning_gate", data=story_module.GATE)
    follow = held(story, tale.Tale(story))
    follow.publish_text("0000aa01")
    follow.finish_followup()
    story.later(minutes=5)
    write_everywhere(story)
    for spot in spots(story.pk):
        act(story, "comment", spot, text=f"Ring {NAME}.")


@pytest.fixture
def closed(told: Story) -> Story:
    """The same case, closed."""
    end_early(told.pk, by=told.house["elected"], reason=f"{NAME} har flyttat.", at=told.now)
    add_to_closed(told.pk, by=told.house["responsible"], kind="other", text=f"Sagt av {NAME}.", at=told.now)
    assert told.case.closed_at
    return told


class TestEveryText:
    def test_of_every_table_that_belongs_to_a_case_and_every_earlier_wording_has_the_mark_instead(self, closed):
        plant_everywhere(closed)
        before = len(still_says())
        assert before > 300
        count = remove(closed)
        assert still_says() == []
        assert count >= before
        assert MARK in closed.case.title and MARK in Purpose.objects.get(case=closed.pk).purpose

    def test_every_table_with_words_is_in_the_walk(self, closed):
        plant_everywhere(closed)
        for model in of_a_case():
            if fields := columns_of_words(model):
                rows = model._default_manager.values_list(*(field.attname for field in fields))
                assert any(says(row) for row in rows), model

    def test_each_column_of_words_is_one_of_the_acts(self):
        for model in of_a_case():
            assert {field.name for field in columns_of_words(model)} <= {one.name for one in written.columns(model)}, (
                model
            )

    def test_however_it_is_spelt(self, story):
        texts = [f"Fråga {spelt} om bryggan." for spelt in SPELT]
        for text in texts:
            story.act("save_draft", "purpose", data={"purpose": [text]})
        assert remove(story) == len(texts)
        assert {one.data["purpose"][0] for one in story.revisions("purpose")} == {f"Fråga {MARK} om bryggan."}

    def test_a_number_is_found_however_its_figures_are_grouped(self, story):
        story.act("save_draft", "purpose", data={"purpose": ["Ring 070-123 45 67 eller 0701234568."]})
        assert remove(story, "0701234567") == 1
        assert story.text("purpose")["purpose"] == [f"Ring {MARK} eller 0701234568."]

    def test_has_the_short_mark_where_there_is_no_room_for_the_whole(self, story):
        Case.objects.filter(pk=story.pk).update(short_title="Bo " + "x" * 50 + " Ann")
        remove(story, "Ann")
        assert story.case.short_title.endswith(SHORT_MARK)

    def test_of_another_case_stays(self, story, house):
        other = Story(house, title="En annan dialog", now=story.now + dt.timedelta(minutes=1))
        for one in (story, other):
            one.act("save_draft", "purpose", data={"purpose": [NAME]})
        remove(story)
        assert other.text("purpose") == {"purpose": [NAME]}

    def test_is_no_longer_found_in_the_list(self, story):
        story.act("finish", "facts", data={"title": [f"Dialog med {NAME}"]})
        assert search(Case.objects.all(), "Ekwåll").found.exists()
        remove(story)
        assert not search(Case.objects.all(), "Ekwåll").found.exists()

    def test_is_in_no_paper_that_was_made(self, closed):
        Job.objects.create(kind="render_report", key="x", case_id=closed.pk, state="done", name=NAME)
        remove(closed)
        assert not Job.objects.exists()

    def test_of_words_that_are_a_code_the_code_stays(self, closed):
        """Somebody looks for words that are codes, keys or names of fields too: the case is what it was."""
        codes = {
            *(key for key in Record.objects.values_list("step", flat=True)),
            *ChosenMethod.objects.values_list("method", flat=True),
            *("dialogue", "partly", "youth", "school", "sms", "low_trust", "participants", "title", "kind", "text"),
            *("0000c001", "0000d001", "yes", "high", "result_goal", "value", "reason", "measure"),
        }

        def standing() -> list[Any]:
            keys = [("Record", "step"), ("Record", "row"), ("Record", "kind")]
            found: list[Any] = [
                list(apps.get_model("dialog", m).objects.order_by("pk").values_list(c)) for m, c in keys
            ]
            found += [
                list(model._default_manager.order_by("pk").values_list(field.name))
                for model in of_a_case()
                for field in model._meta.concrete_fields
                if field.name not in ("changed_at", "revision")
                and field not in written.columns(model)
                and model is not Event
            ]
            return found

        before = standing()
        for words in sorted(codes):
            if found := sum(one.count for one in look(closed.access(), words)):
                remove(closed, words, places=found)
        assert standing() == before
        for who in ("responsible", "elected"):
            for address in ("case", "history", "decisions"):
                assert closed.client(who).get(closed.url(address)).status_code == 200
            for spot in spots(closed.pk):
                name, keys = ("row", [spot.step, spot.row]) if spot.row else ("step", [spot.step])
                assert closed.client(who).get(closed.url(name, *keys), follow=True).status_code == 200, spot


class TestInEveryState:
    @pytest.fixture(params=STATES)
    def case(self, follow, request):
        follow.add("Ring Brita på 070.")
        facts = {"purpose": "Brev", "legal_basis": "consent", "disposal_date": dt.date(2027, 5, 1), "activities": []}
        follow.story.act("keep_register", "activities", **facts)
        follow.story.act("comment", "purpose", text=f"Fråga {NAME}.")
        come_to(follow, request.param)
        return follow.story

    def test_the_civil_servants_of_the_case_remove_it_and_nobody_else(self, case):
        for who in PEOPLE:
            if who not in CIVIL_SERVANTS:
                with pytest.raises((Refused, Http404)):
                    remove(case, by=who, places=1)
        assert Comment.objects.get().text == f"Fråga {NAME}."
        assert remove(case, by="civil_servant") == 2  # the comment, and what the history tells of it
        assert Comment.objects.get().text == f"Fråga {MARK}."

    def test_the_page_of_the_case_offers_it_to_them(self, case):
        url = case.url("case_act", "remove_personal_data")
        for who in PEOPLE:
            answer = case.client(who).get(case.url("step", "facts"))
            assert (f'action="{url}"' in answer.text) == (who in CIVIL_SERVANTS), who

    def test_whoever_left_the_case_removes_nothing(self, case):
        left = Membership.objects.get(case=case.pk, person=case.house["civil_servant"])
        end_membership(case.pk, by=case.house["responsible"], membership=left.pk, at=case.now)
        with pytest.raises(Refused):
            remove(case, by="civil_servant", places=1)


class TestWhatIsKept:
    def test_the_history_says_who_why_and_how_many_places_and_never_the_words(self, closed):
        count = remove(closed, by="civil_servant")
        event = Event.objects.filter(case=closed.pk).first()
        assert (event.act, event.by_name, event.note, event.facts["places"]) == (
            "remove_personal_data",
            "Lena Ek",
            WHY,
            count,
        )
        page = closed.client("elected").get(closed.url("history")).text
        assert "Lena Ek tog bort personuppgifter ur ärendet" in page and f"{count} ställen" in page and WHY in page
        assert not says(page)

    def test_the_reason_is_written_without_the_words(self, story):
        story.act("save_draft", "purpose", data={"purpose": [NAME]})
        for reason in (f"{NAME} bad om det.", "brita ekwålls begäran", "", "  "):
            with pytest.raises(Refused):
                remove(story, reason=reason)
        assert story.text("purpose") == {"purpose": [NAME]}

    def test_what_was_written_between_the_look_and_the_act_is_looked_at_first(self, story):
        story.act("comment", "purpose", text=f"Fråga {NAME}.")
        story.act("comment", "question", text=f"Och {NAME}.")
        for places in (1, 3):
            with pytest.raises(Refused):
                remove(story, places=places)
        assert sum(one.count for one in look(story.access(), NAME)) == remove(story)

    def test_who_did_what_stays(self, story):
        story.act("save_draft", "purpose", data={"purpose": ["Lena Ek bor vid stranden."]}, by="civil_servant")
        remove(story, "Lena Ek")
        assert story.text("purpose")["purpose"] == [f"{MARK} bor vid stranden."]
        assert Revision.objects.get().by_name == "Lena Ek" == Event.objects.filter(act="save_draft").get().by_name

    def test_what_residents_said_and_contact_details_stay_and_are_pointed_to(self, follow):
        follow.add(f"{NAME} vill ha ljus.", "Mer ljus.")
        register = ContactRegister.objects.create(
            case_id=follow.story.pk,
            key="0000bb01",
            purpose="Brev",
            legal_basis="consent",
            disposal_date=follow.story.today,
            by=follow.story.house["responsible"],
            at=follow.story.now,
        )
        ContactDetail.objects.create(register=register, name=NAME, contact="070")
        story = follow.story
        story.act("comment", "purpose", text=f"Fråga {NAME}.")
        page = see(story).text
        assert story.url("contribution", 1) in page and story.url("contribution", 2) not in page
        assert story.url("contact_register", "0000bb01") in page
        remove(story)
        assert follow.one(1).text == f"{NAME} vill ha ljus." and ContactDetail.objects.get().name == NAME

    def test_whoever_has_the_old_text_before_her_does_not_save_it_over_the_mark(self, story):
        story.act("save_draft", "purpose", data={"purpose": [f"Med {NAME}."]})
        seen = story.seen("purpose")
        remove(story)
        with pytest.raises(Conflict):
            story.attempt("save_draft", "purpose", seen=seen, data={"purpose": [f"Med {NAME} och Bo."]})

    def test_a_case_that_is_opened_again_goes_on_as_before(self, closed):
        remove(closed)
        reopen(closed.pk, by=closed.house["elected"], reason="Mer att göra.", at=closed.now)
        assert closed.act("comment", "purpose", text="Då så.").happened
        assert closed.attempt("save_draft", "learning", data={"process": ["Nytt."]}).happened

    def test_what_is_append_only_is_opened_for_the_columns_of_words_alone(self):
        tables = {model._meta.db_table: model for model in of_a_case()}
        for table, columns in MAY_BE_TAKEN_OUT_OF.items():
            assert {column.name for column in written.columns(tables[table])} == set(columns)

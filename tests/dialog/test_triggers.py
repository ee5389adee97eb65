"""Append-only in the database too: what no act ever does, no statement does either."""

# ruff: noqa: S608 - the names are our own
import datetime as dt
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from dialog.machine import triggers
from dialog.models import BodyReply, Decision, DecisionFact, Event, GateConfirmation, Revision
from followup.models import Contribution, ContributionChange, PersonalDataLog

pytestmark = pytest.mark.every_database


@pytest.fixture
def planned(story):
    """A case with rows in every table that is append-only."""
    story.plan().carry("planning_gate")
    decision = Decision.objects.first()
    story.act("add_fact", decision.step, decision=decision.pk, fact="section", text="§ 41")
    for number in (1, 2):
        about = {"case_id": story.pk, "number": number, "key": f"{number:08x}", "text": "Mer ljus."}
        one = Contribution.objects.create(**about, added_at=story.now, added_by=story.house["responsible"])
    ContributionChange.objects.create(contribution=one, act="mask", by=story.house["responsible"], at=story.now)
    PersonalDataLog.objects.create(
        contribution=one, what="read", reason="Begäran.", by=story.house["responsible"], at=story.now
    )
    who = {"recorded_by": story.house["elected"], "recorded_at": story.now}
    place = {"case_id": story.pk, "step": "influenceable", "body": story.house.body}
    BodyReply.objects.create(**place, kind="postponed", date=story.today, until=story.today, **who)
    return story


ALL = triggers.names(connection.vendor)
MODELS = [model for model in apps.get_models() if model._meta.db_table in triggers.APPEND_ONLY]


def test_every_trigger_is_there(db):
    assert len(ALL) >= 15
    assert triggers.installed() == ALL


def test_every_table_that_has_one_is_a_table(db):
    tables = {model._meta.db_table for model in apps.get_models()}
    assert set(triggers.APPEND_ONLY) <= tables
    assert {Revision, Decision, DecisionFact, Event, GateConfirmation} <= set(MODELS)


@pytest.mark.parametrize("model", [one for one in MODELS if "UPDATE" in triggers.APPEND_ONLY[one._meta.db_table]])
def test_no_row_is_changed(planned, model):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model.objects.earliest("pk").save()


@pytest.mark.parametrize("model", MODELS)
def test_no_row_is_erased(planned, model):
    rows = model.objects.exclude(version=None) if model is Revision else model.objects.all()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rows._raw_delete(using="default")
    assert rows.exists()


WRITTEN = [(table, column) for table, columns in triggers.MAY_BE_TAKEN_OUT_OF.items() for column in columns]
OF_TABLE = {model._meta.db_table: model for model in MODELS}


def another(field, value):
    """Another value than what stands in a column, that it could hold."""
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    if isinstance(field, models.DateField):
        return dt.date(2001, 2, 3)
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.JSONField):
        return {"another": 1}
    return (value or 0) + 7 if isinstance(field, (models.IntegerField, models.ForeignKey)) else f"{value}…"[-5:]


class TestTheDoorForPersonalData:
    """Where people wrote, words are replaced when the law demands it: by one act, and nothing else of a row."""

    @pytest.mark.parametrize(("table", "column"), WRITTEN, ids=str)
    def test_opened_it_lets_what_is_written_be_replaced(self, planned, table, column):
        model = OF_TABLE[table]
        row = model.objects.earliest("pk")
        new = {"was": ["…"]} if isinstance(getattr(row, column), (dict, list)) else "…"
        with transaction.atomic(), triggers.open_for_removal():
            model.objects.filter(pk=row.pk).update(**{column: new})
        assert getattr(model.objects.get(pk=row.pk), column) == new
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            model.objects.filter(pk=row.pk).update(**{column: new})

    @pytest.mark.parametrize("model", [one for one in MODELS if "UPDATE" in triggers.APPEND_ONLY[one._meta.db_table]])
    def test_opened_it_lets_nothing_else_be_changed_or_erased(self, planned, model):
        table = model._meta.db_table
        row = model.objects.earliest("pk")
        opened = {*triggers.MAY_BE_TAKEN_OUT_OF.get(table, ()), "id"}
        kept = [field for field in model._meta.concrete_fields if field.column not in opened]
        assert kept
        for field in kept:
            change = {field.attname: another(field, getattr(row, field.attname))}
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), triggers.open_for_removal():
                model.objects.filter(pk=row.pk).update(**change)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), triggers.open_for_removal():
            model.objects.exclude(**({"version": None} if model is Revision else {}))._raw_delete(using="default")
        assert list(model.objects.filter(pk=row.pk).values()) == [
            {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
        ]

    def test_is_shut_when_what_went_on_inside_failed(self, planned):
        """Also where the transaction around it goes on."""
        with pytest.raises(ZeroDivisionError), triggers.open_for_removal():
            Event.objects.update(note="…")
            raise ZeroDivisionError
        assert not Event.objects.filter(note="…").exists()
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            Event.objects.update(note="…")

    def test_is_opened_by_the_one_act(self):
        code = [
            path
            for app in ("dialog", "planning", "execution", "followup", "handbook", "reports", "demonstration")
            for path in Path(app).rglob("*.py")
        ]
        opening = {str(path) for path in code if "open_for_removal" in path.read_text()}
        assert opening == {"dialog/machine/triggers.py", "dialog/acts/personal_data.py"}


def refused(statement: str, values: list | None = None) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is still to be checked hinders TRUNCATE too
        cursor.execute(statement, values)


def as_it_lies(model) -> tuple[list[str], list, str]:
    """The columns of a row, its values, and the names of its columns as a list in SQL."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY id LIMIT 1")
        columns = [column.name for column in cursor.description] if connection.vendor == "postgresql" else []
        columns = columns or [column[0] for column in cursor.description]
        values = list(cursor.fetchone())
    return columns, values, ", ".join(f'"{column}"' for column in columns)


def other_ways(model) -> list[tuple[str, list]]:
    """Every way to empty the table or to put a row in another's place without naming UPDATE or DELETE first."""
    table = model._meta.db_table
    columns, values, listed = as_it_lies(model)
    marks = ", ".join(["%s"] * len(columns))
    insert = f"INTO {table} ({listed}) VALUES ({marks})"
    column = next(name for name in columns if name != "id")
    may_change = "UPDATE" not in triggers.APPEND_ONLY[table]
    ways: list = (
        []
        if may_change
        else [(f'INSERT {insert} ON CONFLICT (id) DO UPDATE SET "{column}" = EXCLUDED."{column}"', values)]
    )
    if connection.vendor == "postgresql":
        same = f"USING (SELECT %s::bigint AS id) AS new ON {table}.id = new.id"
        itself = f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE"
        ways = [] if may_change else [(f'{itself} SET "{column}" = EXCLUDED."{column}"', [])]
        return [
            *ways,
            (f"TRUNCATE {table} CASCADE", []),
            (f"TRUNCATE {table}, dialog_case RESTART IDENTITY CASCADE", []),
            ("TRUNCATE dialog_case CASCADE", []),
            (f"TRUNCATE ONLY {table} CONTINUE IDENTITY CASCADE", []),
            *(
                []
                if server() < 150000
                else [(f"MERGE INTO {table} {same} WHEN MATCHED THEN DELETE", [values[columns.index("id")]])]
            ),
        ]
    ways += [(f"INSERT OR REPLACE {insert}", values), (f"REPLACE {insert}", values)]
    smallest = f"(SELECT min(id) FROM {table})"
    if model.objects.count() > 1:
        ways.append((f"UPDATE OR REPLACE {table} SET id = {smallest} WHERE id > {smallest}", []))
    if not may_change:
        ways.append((f'UPDATE OR REPLACE {table} SET "{column}" = "{column}"', []))
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, table).values()
    for unique in [one for one in constraints if one["unique"] and one["columns"] and all(one["columns"])]:
        renewed = [None if name == "id" else value for name, value in zip(columns, values, strict=True)]
        if all(values[columns.index(name)] is not None for name in unique["columns"]):
            ways.append((f"INSERT OR REPLACE {insert}", renewed))
    return ways


def server() -> int:
    return connection.pg_version  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", MODELS)
def test_no_row_is_replaced_and_no_table_emptied_by_another_statement(planned, model):
    before = list(model.objects.order_by("pk").values())
    ways = other_ways(model)
    assert len(ways) >= 3
    for statement, values in ways:
        refused(statement, values)
    if connection.vendor == "sqlite":  # and whoever opens the file with another program
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers=OFF")
        try:
            for statement, values in ways:
                refused(statement, values)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA recursive_triggers=ON")
    assert list(model.objects.order_by("pk").values()) == before


def test_a_draft_that_is_no_version_is_not_replaced_either(story):
    story.act("save_draft", "purpose", data={"purpose": ["a"]})
    if connection.vendor == "sqlite":
        _columns, values, listed = as_it_lies(Revision)
        refused(f"REPLACE INTO dialog_revision ({listed}) VALUES ({', '.join(['%s'] * len(values))})", values)
    else:
        refused("TRUNCATE dialog_revision CASCADE")
    assert Revision.objects.get().data == {"purpose": ["a"]}


def test_a_revision_that_is_no_version_may_be_pruned(story):
    story.act("save_draft", "purpose", data={"purpose": ["a"]})
    Revision.objects.all().delete()
    assert not Revision.objects.exists()


def test_they_are_lifted_for_disposal_and_are_back_afterwards(story):
    with triggers.lifted():
        assert triggers.installed() == set()
        Event.objects.all().delete()
    assert triggers.installed() == ALL


def test_they_are_back_when_disposal_fails(story):
    with pytest.raises(ZeroDivisionError), triggers.lifted():
        raise ZeroDivisionError
    assert triggers.installed() == ALL


def test_installing_twice_is_installing_once(db):
    triggers.install()
    triggers.install()
    assert triggers.installed() == ALL

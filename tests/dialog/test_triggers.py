"""Append-only in the database too: what no act ever does, no statement does either."""

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from dialog import triggers
from dialog.models import Decision, DecisionFact, Event, GateConfirmation, Revision


@pytest.fixture
def planned(story):
    """A case with rows in every table that is append-only."""
    story.plan().carry("planning_gate")
    decision = Decision.objects.first()
    story.act("add_fact", decision.step, decision=decision.pk, fact="section", text="§ 41")
    return story


ALL = {f"{table}_no_{verb.lower()}" for table, verbs in triggers.APPEND_ONLY.items() for verb in verbs}
MODELS = [Revision, Decision, DecisionFact, Event, GateConfirmation]


def test_every_trigger_is_there(db):
    assert len(ALL) >= 10
    assert triggers.installed() == ALL


def test_every_table_that_has_one_is_a_table(db):
    tables = {model._meta.db_table for model in apps.get_models()}
    assert set(triggers.APPEND_ONLY) <= tables
    assert {model._meta.db_table for model in MODELS} <= set(triggers.APPEND_ONLY)


@pytest.mark.parametrize("model", MODELS)
def test_no_row_is_changed(planned, model):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model.objects.earliest("pk").save()


@pytest.mark.parametrize("model", MODELS)
def test_no_row_is_erased(planned, model):
    rows = model.objects.exclude(version=None) if model is Revision else model.objects.all()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rows._raw_delete(using="default")
    assert rows.exists()


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

"""What tests of Organisation share, and those that go everywhere."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dialog.cases.case_acts import CASE_ACTS
from dialog.models import Area, Job, Municipality
from execution.models import ContactRegister
from followup.models import Import, Theme
from handbook.loading import load_editions
from handbook.models import HandbookComment
from reports.jobs import JOB_KIND
from reports.year.jobs import JOB_KIND as YEAR_JOB
from tests.execution.tale import begin
from tests.followup.tale import held
from tests.story import House, Story
from tests.walks.addresses import PEOPLE, Everywhere, answered
from tests.walks.files import let_files_come, the_files_are_there

CHANGES = ("change", "history", "delete")


@pytest.fixture
def admin(house: House) -> Client:
    """The browser of an administrator."""
    client = Client()
    client.force_login(house["admin"])
    return client


@pytest.fixture
def everywhere(house: House, story: Story) -> Everywhere:
    """A dialogue with a held activity, contributions, decisions, texts, a register, comments; a handbook being edited."""
    story.once("something everywhere", lambda: let_something_happen_everywhere(story))
    the_files_are_there()
    chosen, done = Import.objects.order_by("pk").values_list("pk", flat=True)
    area = Area.objects.get()
    ids = {"municipality": Municipality.objects.get().pk, "body": house.body.pk, "area": area.pk}
    ids |= {"department": house.department.pk, "person": house["elected"].pk}
    of_the_year = Job.objects.get(kind=YEAR_JOB).pk
    parts: dict[str, list[Any]] = {
        "case": [story.pk],
        "number": [1],
        "import.number": [done],
        **{f"import_{page}.number": [chosen] for page in ("columns", "check", "file", "left_out")},
        "act": [case_act.act for case_act in CASE_ACTS],
        "key": ["purpose"],
        "page": ["accessibility"],
        **{f"{name}.key": [Theme.objects.first().key] for name in ("theme", "merge_themes", "split_theme")},
        "help_page.key": ["vanliga-fragor"],
        "help_seen.key": ["inbox.reader"],
        "edition": ["2026-03-01"],
        "comment": [HandbookComment.objects.get().pk],
        "register": [ContactRegister.objects.get().key],
        "kind": ["plan", "summary", "before", "decision_basis"],
        "step": ["purpose", "goals", "influenceable", "methods", "activities", "planning_gate", "analysis", "learning"],
        "step_history.step": ["purpose", "goals"],
        "job": [Job.objects.filter(kind=JOB_KIND).latest("pk").pk],
        "fact": [1],
        "year_job.job": [of_the_year],
        "year_file.job": [of_the_year],
        "year": [story.today.year],
        "event": list({event.act: event.pk for event in answered(story.pk)}.values()),  # one of each act
        "colour": ["14506b"],
        "name": ["none.png"],
        "uidb64": ["MQ"],
        "token": ["x-y"],
        "content_type_id": [1],
        "object_id": [1],
        "app_label": ["dialog"],
        **{f"admin:dialog_{model}_{page}.object_id": [pk] for model, pk in ids.items() for page in CHANGES},
    }
    return Everywhere(story.pk, {who: house[who] for who in PEOPLE}, parts)


def let_something_happen_everywhere(story: Story) -> None:
    """Carry the case that far."""
    load_editions([dt.date(2026, 3, 1)])
    follow = held(story, begin(story))
    follow.add("Det är mörkt.", "Fler bänkar.")
    follow.name_themes()
    let_files_come(story)
    follow.conclude()
    follow.note()
    follow.hand_over()
    follow.plan_round()
    story.attempt("comment", "purpose", text="Är det klart?")
    story.attempt("ask_for_help", "purpose", text="Hjälp oss.")
    story.act(
        "keep_register",
        "activities",
        activities=[],
        legal_basis="public_interest",
        purpose="Skicka återkoppling",
        disposal_date=story.today + dt.timedelta(days=30),
    )
    story.act("add_contacts", "activities", register=ContactRegister.objects.get().key, people=[("Ann", "a@b.example")])
    story.client("support").post(reverse("handbook_edit"))
    story.client("reader").post(reverse("handbook_page", args=["purpose"]), {"text": "Tydligt."})
    story.client("responsible").post(story.url("report", "plan"))
    story.client("responsible").post(reverse("year_report", args=[story.today.year]))
    Area.objects.create(name="Hamnviken")

"""Every page of the application on which something can be written, and who meets it, in a case where much has happened."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from django.urls import URLPattern, get_resolver, reverse

from dialog.cases.case_acts import CASE_ACTS
from dialog.models import Body, Department, HelpRequest
from dialog.process.phases import process
from execution.models import ContactDetail, ContactRegister
from followup.models import Import
from handbook.editing.views import begin as begin_edition
from handbook.loading import load_editions
from handbook.models import Edition, HandbookComment, Page
from tests import one_run, snapshots
from tests.followup.tale import ACTIVITY, FollowUp
from tests.story import Story
from tests.thorough import THOROUGH
from tests.walks.files import let_files_come, the_files_are_there
from tests.walks.forms import Form, Met, met
from tests.walks.places import in_follow_up, written

PEOPLE = ("responsible", "elected", "communicator", "support", "admin")
REGISTER = "0000bb01"
# Without a case: what is written there, by an address of its own.
OF_NO_CASE = ("new_case", "account", "handbook", "handbook_comments", "inbox", "cases", "communication", "dialogues")


def much_has_happened(story: Story) -> FollowUp:
    """Carry a case into Följa upp, with everything in it about which something can be written."""
    story.once("much has happened", lambda: let_much_happen(story))
    the_files_are_there()
    return FollowUp(story)


def let_much_happen(story: Story) -> None:
    """Do it, where it has not been done before."""
    load_editions([dt.date(2026, 3, 1)])
    begin_edition(Edition.objects.get())
    tale = in_follow_up(story)
    tale.hand_over()
    tale.name_themes()
    tale.add("Det är mörkt.", "Fler bänkar.")
    tale.conclude()
    tale.plan_round()
    story.act("comment", "purpose", by="elected", text="Varför?")
    story.act("ask_for_help", "purpose", text="Hur då?")
    register = ContactRegister.objects.create(
        case=story.case,
        key=REGISTER,
        purpose="Svar.",
        disposal_date=story.today + dt.timedelta(days=90),
        by=story.house["responsible"],
        at=story.now,
    )
    ContactDetail.objects.create(register=register, name="Ann Berg", contact="ann@post.example")
    HandbookComment.objects.create(page=Page.objects.first(), text="Säg mer.", by=story.house["elected"], at=story.now)
    let_files_come(story)
    assert HelpRequest.objects.exists()


def addresses(story: Story) -> Iterator[str]:
    """Yield the addresses of all pages on which something may be written."""
    for name in OF_NO_CASE:
        yield reverse(name)
    for step in process.steps():
        yield story.url("step", step.key)
        yield story.url("step", step.key) + "?change"
    for place in written():
        if place.kind:
            yield place.url(story.pk)
    yield story.url("row", "activities", ACTIVITY)
    yield story.url("row", "feedback", "0000f001")
    yield story.url("text", "communication", "0000aa01")
    for case_act in CASE_ACTS:
        yield story.url("case_act", case_act.act)
    for name in (
        "decisions",
        "contributions",
        "proposals",
        "add_contributions",
        "imports",
        "new_contact_register",
        "sheet",
        "case",
    ):
        yield story.url(name)
    yield story.url("history")
    yield story.url("contribution", 1)
    for found in Import.objects.filter(case=story.pk):
        yield from (story.url(name, found.pk) for name in ("import_columns", "import_check", "import"))
    yield story.url("contact_register", REGISTER)
    yield reverse("handbook_page", args=["purpose"])
    yield reverse("statement_edit", args=["accessibility"])
    yield from handbook_pages()
    yield from pages_of_the_organisation()


def handbook_pages() -> Iterator[str]:
    """Yield where the handbook is revised."""
    for name in ("", "_contacts", "_foundation", "_principles", "_new_page", "_publish"):
        yield reverse(f"handbook_edit{name}")
    yield reverse("handbook_edit_page", args=["purpose"])


def pages_of_the_organisation() -> Iterator[str]:
    """Yield where the administrator adds and changes things."""
    for pattern in _patterns("_add"):
        yield reverse(f"admin:{pattern}")
    for model in (Body, Department):
        yield reverse(f"admin:dialog_{model._meta.model_name}_change", args=[model.objects.first().pk])


def _patterns(ending: str) -> Iterator[str]:
    admin = next(one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "admin")
    for one in (pattern for part in admin.url_patterns for pattern in getattr(part, "url_patterns", [part])):
        if isinstance(one, URLPattern) and one.name and one.name.endswith(ending) and "password" not in one.name:
            yield one.name


# What was met once in a run, by what stood in the database then: by whom, and at which address.
MET: dict[int, dict[tuple[str, str], Met]] = {}


def walk(story: Story, urls: Iterable[str] = ()) -> Callable[[str, str], Met]:
    """Return what somebody meets at an address, opened once for each state of the database; in CI, where everybody goes to
    all of them (or to these), by the first worker of the run alone.
    """
    rows = snapshots.take()
    known = MET.setdefault(snapshots.fingerprint(rows), {})
    clients = {who: story.client(who) for who in PEOPLE}
    if THOROUGH and not known:
        everybody = [(who, url) for url in dict.fromkeys(urls or addresses(story)) for who in PEOPLE]
        what = ("what everybody meets", everybody, snapshots.what_counts(rows))
        known |= one_run.made_once(
            what, lambda: {(who, url): met(clients[who], url) for who, url in everybody}, lambda _found: None
        )

    def look(who: str, url: str) -> Met:
        if (who, url) not in known:
            known[who, url] = met(clients[who], url)
        return known[who, url]

    return look


# The forms to fill that were found once in a run, by what stood in the database then.
FOUND: dict[int, list[tuple[str, Form]]] = {}


def found_forms(story: Story) -> list[tuple[str, Form]]:
    """Return all forms to fill, found once in a run."""
    rows = snapshots.take()
    there = snapshots.fingerprint(rows)
    if there not in FOUND:
        what = ("forms to fill", snapshots.what_counts(rows))
        FOUND[there] = one_run.made_once(what, lambda: forms_to_fill(story), lambda _found: None)
    return FOUND[there]


def forms_to_fill(story: Story) -> list[tuple[str, Form]]:
    """Return every form in which somebody types, with who meets it first; a form of the same fields at an address once."""
    look, found = walk(story), list[tuple[str, Form]]()
    seen: set[tuple[str, frozenset[str]]] = set()
    for url in dict.fromkeys(addresses(story)):
        for who in PEOPLE:
            there = {(form.url, frozenset(form.typed)): form for form in look(who, url).sent if form.typed}
            new = there.keys() - seen
            seen |= new
            found += [(who, form) for known, form in there.items() if known in new]
            if there and not new and not THOROUGH:
                break  # who comes after somebody that met nothing new is sent there in CI
    return found

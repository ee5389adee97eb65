"""Every kind of page there is, and who sees it differently. A new kind of page is one line here."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page

from dialog.acts.core import run
from dialog.models import Case, Person
from handbook import editions
from handbook.editing.views import begin, draft
from handbook.models import Edition

# Accounts of the demonstration, by what they are to the case NORRA; a visitor has not signed in.
VISITOR, SERVANT, ELECTED, READER = "", "tjansteperson", "fortroendevald", "lasbehorig"
COMMUNICATOR, SUPPORT, ADMIN = "kommunikator", "utvecklingsledare", "admin"
MEMBERS = (SERVANT, ELECTED)
EVERYBODY = (SERVANT, ELECTED, READER, COMMUNICATOR, SUPPORT, ADMIN)

# The cases of the demonstration that the pages are about, by the names that stand in their addresses below.
CASES = {
    "norra": "norra-stranden",  # being planned; the level of influence waits for the body
    "energi": "foreningslokaler",  # being planned; a request for help waits
    "bad": "utebassangen",  # a no: residents are informed instead
    "play": "lekparken",  # being carried out
    "library": "biblioteket",  # being followed up
    "park": "kvarnparken",  # closed, with everything in it
}


@dataclass(frozen=True)
class Kind:
    """A kind of page: its name, its address, who sees it, and what is done there before it is looked at."""

    name: str
    address: str
    who: tuple[str, ...]
    do: Callable[[Page], None] = field(default=lambda page: None)
    before: Callable[[Case], None] = field(default=lambda case: None)


def press(act: str) -> Callable[[Page], None]:
    """Press a form's button and wait for the page that comes."""

    def pressing(page: Page) -> None:
        with page.expect_navigation():
            page.locator(f"button[name$=act][value='{act}']:visible").last.click()

    return pressing


def choose(selector: str) -> Callable[[Page], None]:
    """Choose an option."""
    return lambda page: page.locator(selector).check()


def open_folds(page: Page) -> None:
    """Open everything that is folded in the page; an open menu would cover it."""
    page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")


def overtake(page: Page) -> None:
    """Write in the goals while a colleague saves them."""
    case = Case.objects.get(pk=int(page.url.split("/")[4]))
    record = case.records.get(step="goals")
    data = record.revisions.filter(number__isnull=False).latest("number").data
    rows = [{**row, "goal": [f"{row['goal'][0]} (Lina)"]} for row in data["goal"]]
    run("save_draft", case.pk, "goals", by=Person.objects.get(username="lina.ek"), data={**data, "goal": rows})
    page.locator("form.row-page textarea").first.fill("Min egen text om målet")
    with page.expect_navigation():
        page.locator(".foot-bar .btn-main").click()


def open_row(page: Page) -> None:
    """Open the first row of a table."""
    with page.expect_navigation():
        page.locator(".btn-row").first.click()


def follow(part: str, do: Callable[[Page], None] = lambda page: None) -> Callable[[Page], None]:
    """Follow the first link of the page whose address holds this; then do something there."""

    def following(page: Page) -> None:
        with page.expect_navigation():
            page.locator(f"main a[href*='{part}']:visible").first.click()
        do(page)

    return following


def open_row_and_be_overtaken(page: Page) -> None:
    """Open a row, and find that somebody else saved it."""
    open_row(page)
    overtake(page)


def look_for_people(page: Page) -> None:
    """Open a row and look for somebody who is not at hand in its first field of people."""
    open_row(page)
    others = page.locator("fieldset.people").first
    others.locator("summary").click()
    others.get_by_role("searchbox").fill("an")
    others.locator(".hits li").first.wait_for()


def begin_a_case(size: str) -> Callable[[Page], None]:
    """Begin a case and be on its first page: there is nothing in it yet."""

    def beginning(page: Page) -> None:
        page.locator("#id_title").fill("Gungorna i Ekbacken")
        page.locator("#id_body").select_option(index=1)
        choose(f"[name=size][value='{size}']")(page)
        send(page)

    return beginning


def send(page: Page) -> None:
    """Press the button of the page's form."""
    with page.expect_navigation():
        page.locator("main :is(form, [data-part]) :is(.btn-main, .acts .btn)").first.click()


def revising(address: str, do: Callable[[Page], None] = lambda page: None) -> Callable[[Page], None]:
    """Begin a new edition of the handbook unless there is one, with something changed in it, and go to a page of it."""

    def doing(page: Page) -> None:
        latest = editions.latest()
        if latest and not draft():
            begin(latest)
            Edition.objects.get(state="draft").pages.filter(key="question").update(short="Något nytt.")
        page.goto(address)
        do(page)

    return doing


def overtake_editor(page: Page) -> None:
    """Write on a page of the handbook while a colleague saves it."""
    found = Edition.objects.get(state="draft").pages.get(key="goals")
    found.short += "\n\nEn kollegas rad."
    found.save()
    page.locator("#short").fill("Min egen text.")
    send(page)


def send_wrong_contact(page: Page) -> None:
    """Save somebody to ask who cannot be reached."""
    page.locator("[name$=-subject]").last.fill("Ingen")
    send(page)


KINDS = (
    Kind("sign in", "/sign-in/", (VISITOR,)),
    Kind("sign in, wrong", "/sign-in/", (VISITOR,), lambda page: page.locator("form button").first.click()),
    Kind("not found", "/nowhere/", (VISITOR, SERVANT)),
    Kind("not for you", "/cases/{norra}/reports/decision_basis/", (SUPPORT,)),
    Kind("styleguide", "/styleguide/", (VISITOR,)),
    Kind("inbox", "/", EVERYBODY),
    Kind("cases", "/cases/", (SERVANT, ELECTED, ADMIN)),
    Kind("new case", "/cases/new/", (SERVANT,)),
    Kind("new case, wrong", "/cases/new/", (SERVANT,), lambda page: page.locator("main form .btn-main").click()),
    Kind("new case, just begun", "/cases/new/", (SERVANT,), begin_a_case("ordinary")),
    Kind("new case, a small dialogue", "/cases/new/", (SERVANT,), begin_a_case("small")),
    Kind("case", "/cases/{norra}/", EVERYBODY),
    Kind("closed case", "/cases/{park}/", (SERVANT, READER)),
    Kind("informed case", "/cases/{bad}/", (SERVANT,)),
    Kind("facts", "/cases/{norra}/facts/", (SERVANT, ELECTED, READER), open_folds),
    Kind("facts, written", "/cases/{norra}/facts/?change", (SERVANT,)),
    Kind("history", "/cases/{norra}/history/", MEMBERS),
    Kind("receipt", "/cases/{norra}/history/", MEMBERS, follow("/receipts/")),
    Kind("decisions", "/cases/{norra}/decisions/", (*MEMBERS, READER), open_folds),
    Kind("planning help", "/cases/{energi}/planning_help/", (SUPPORT,), open_folds),
    Kind("purpose", "/cases/{norra}/purpose/", (*MEMBERS, READER)),
    Kind("purpose, changed", "/cases/{norra}/purpose/?change", MEMBERS),
    Kind("purpose, wrong", "/cases/{energi}/purpose/?change", ("elin.sjogren",), press("propose")),
    Kind("question", "/cases/{norra}/question/?change", (SERVANT,)),
    Kind("responsibility", "/cases/{norra}/responsibility/?change", (SERVANT,), open_row),
    Kind("responsibility, read", "/cases/{norra}/responsibility/", MEMBERS, open_folds),
    Kind("responsibility, somebody looked for", "/cases/{norra}/responsibility/?change", (SERVANT,), look_for_people),
    Kind("influenceable", "/cases/{norra}/influenceable/", (SERVANT, READER), open_folds),
    Kind("goals", "/cases/{norra}/goals/", MEMBERS),
    Kind("goals, a row", "/cases/{norra}/goals/", (SERVANT,), open_row),
    Kind("goals, overtaken", "/cases/{norra}/goals/", (SERVANT,), open_row_and_be_overtaken),
    Kind("level, proposed", "/cases/{norra}/influence_level/", (SERVANT, READER)),
    Kind("level, to be decided", "/cases/{norra}/influence_level/", (ELECTED,)),
    Kind(
        "level, decided otherwise",
        "/cases/{norra}/influence_level/",
        (ELECTED,),
        lambda page: (choose("[name=verdict][value=other]")(page), open_folds(page)),
    ),
    Kind("level, chosen", "/cases/{park}/influence_level/", (SERVANT,)),
    Kind("target groups", "/cases/{norra}/target_groups/", (SERVANT,), open_row),
    Kind("target groups, the list", "/cases/{norra}/target_groups/", MEMBERS),
    Kind("target groups, the whole", "/cases/{norra}/target_groups/?part=questions", (SERVANT,), open_folds),
    Kind("target groups, read", "/cases/{park}/target_groups/", (READER,)),
    Kind("gate", "/cases/{norra}/planning_gate/", (*MEMBERS, READER), open_folds),
    Kind("gate, confirmed", "/cases/{park}/planning_gate/", (SERVANT,)),
    Kind("information", "/cases/{bad}/information/", (SERVANT, COMMUNICATOR)),
    Kind("step history", "/cases/{norra}/purpose/history/", MEMBERS),
    Kind("who is asked", "/communication/?shelf=weeks", (COMMUNICATOR,)),
    Kind("published texts", "/communication/?shelf=published", (COMMUNICATOR,)),
    Kind("dialogues for the website", "/communication/dialogues/", (COMMUNICATOR,)),
    Kind("texts of a case", "/cases/{play}/texts/", (COMMUNICATOR,)),
    Kind("text to approve", "/communication/", (COMMUNICATOR,), follow("/texts/communication/")),
    Kind("communicate", "/cases/{play}/communication/", ("lina.ek", READER)),
    Kind("text before", "/cases/{play}/communication/", ("lina.ek",), follow("/texts/communication/")),
    Kind("new text before", "/cases/{play}/communication/new/before/", ("lina.ek",)),
    Kind("methods", "/cases/{play}/methods/?change", ("lina.ek",)),
    Kind("methods, all of them", "/cases/{play}/methods/?change&all=1", ("lina.ek",), open_folds),
    Kind("methods, one added", "/cases/{play}/methods/?change", ("lina.ek",), press("choose uppsokande")),
    Kind("methods, side by side", "/cases/{play}/methods/?change&compare=uppsokande,popup-dialog", ("lina.ek",)),
    Kind("methods, one's own", "/cases/{play}/methods/?change&own=1", ("lina.ek",)),
    Kind("methods, read", "/cases/{park}/methods/", (SERVANT,)),
    Kind("participation", "/cases/{play}/participation/", ("lina.ek",), open_row),
    Kind("participation, the list", "/cases/{play}/participation/", ("lina.ek", ELECTED)),
    Kind("participation, read", "/cases/{park}/participation/", (SERVANT,), open_folds),
    Kind("activities", "/cases/{play}/activities/", ("lina.ek", ELECTED)),
    Kind("new activity", "/cases/{play}/activities/new/activity/", ("lina.ek",)),
    Kind("new activity, wrong", "/cases/{play}/activities/new/activity/", ("lina.ek",), press("keep")),
    Kind("activity", "/cases/{library}/activities/", ("elin.sjogren",), follow("/activities/0", open_folds)),
    Kind("new contact register", "/cases/{play}/contacts/new/", ("lina.ek",)),
    Kind("feedback", "/cases/{library}/feedback/", ("elin.sjogren", ELECTED)),
    Kind("new round", "/cases/{library}/feedback/new/round/", ("elin.sjogren",)),
    Kind("execution gate", "/cases/{library}/execution_gate/", ("elin.sjogren", ELECTED), open_folds),
    Kind("compilation", "/cases/{library}/compilation/", ("elin.sjogren", ELECTED)),
    Kind("contributions", "/cases/{library}/contributions/", ("elin.sjogren",), open_folds),
    Kind("add contributions", "/cases/{library}/contributions/add/", ("elin.sjogren",)),
    Kind("analysis", "/cases/{library}/analysis/", ("elin.sjogren",)),
    Kind("analysis, read", "/cases/{park}/analysis/", (SERVANT, READER), open_folds),
    Kind("conclusion", "/cases/{park}/analysis/", (SERVANT,), follow("/analysis/", open_folds)),
    Kind("process analysis", "/cases/{library}/process_analysis/", ("elin.sjogren",), open_folds),
    Kind("process analysis, goals", "/cases/{library}/process_analysis/?part=goals", ("elin.sjogren",), open_folds),
    Kind("process analysis, plan", "/cases/{library}/process_analysis/?part=plan", ("elin.sjogren",), open_folds),
    Kind("process analysis, read", "/cases/{park}/process_analysis/", (SERVANT,)),
    Kind("learning", "/cases/{library}/learning/", ("elin.sjogren",)),
    Kind("learning, how it worked", "/cases/{library}/learning/?part=course", ("elin.sjogren",), open_folds),
    Kind("learning, next time", "/cases/{library}/learning/?part=next", ("elin.sjogren",), open_folds),
    Kind("learning, read", "/cases/{park}/learning/", (READER,)),
    Kind("publication", "/cases/{park}/publication/", (SERVANT, COMMUNICATOR)),
    Kind("last gate", "/cases/{park}/followup_gate/", (SERVANT,), open_folds),
    Kind("lessons", "/lessons/", (SERVANT,)),
    Kind("overview", "/overview/", (SUPPORT, SERVANT)),
    Kind("overview of groups", "/overview/groups/", (SUPPORT,)),
    Kind("overview of times", "/overview/times/", (SUPPORT,)),
    Kind("report of a year", "/overview/2026/", (SUPPORT, SERVANT)),
    Kind("decision basis", "/cases/{norra}/reports/decision_basis/", (SERVANT,), open_folds),
    Kind("plan", "/cases/{park}/reports/plan/", (SERVANT, READER)),
    Kind("summary report", "/cases/{park}/reports/summary/", (SERVANT, READER), open_folds),
    Kind("text as a leaf", "/cases/{park}/reports/before/", (COMMUNICATOR,)),
    Kind("handbook", "/handbook/", (READER, SUPPORT)),
    Kind("handbook page", "/handbook/purpose/", (READER, SUPPORT)),
    Kind("handbook search", "/handbook/search/?q=tolk", (READER,)),
    Kind("handbook table", "/handbook/registry/", (READER,)),
    Kind("help", "/help/", ("", READER, SUPPORT)),
    Kind("help page", "/help/planera/", ("",)),
    Kind("help search", "/help/?q=beslut", ("",)),
    Kind("accessibility statement", "/accessibility/", ("", SUPPORT)),
    Kind("personal data and cookies", "/privacy/", ("",)),
    Kind("wording a page about Dialog", "/about/privacy/edit/", (SUPPORT,)),
    Kind("earlier wordings", "/about/privacy/versions/", (SUPPORT,)),
    Kind("whole handbook", "/handbook/whole/", (READER,)),
    Kind("editions", "/handbook/editions/", (READER,)),
    Kind("handbook comments", "/handbook/comments/", (SUPPORT,)),
    Kind("what an edition changed", "/handbook/editions/2026-03-01/", (READER,)),
    Kind("revise the handbook", "/handbook/edit/", (SUPPORT,)),
    Kind("revise, begun", "/handbook/edit/", (SUPPORT,), revising("/handbook/edit/")),
    Kind("revise a page", "/handbook/edit/", (SUPPORT,), revising("/handbook/edit/pages/goals/")),
    Kind(
        "revise a page, overtaken",
        "/handbook/edit/",
        (SUPPORT,),
        revising("/handbook/edit/pages/goals/", overtake_editor),
    ),
    Kind("revise the principles", "/handbook/edit/", (SUPPORT,), revising("/handbook/edit/principles/")),
    Kind("revise the foundation", "/handbook/edit/", (SUPPORT,), revising("/handbook/edit/foundation/")),
    Kind("whom to ask, wrong", "/handbook/edit/contacts/", (SUPPORT,), send_wrong_contact),
    Kind("what is changed", "/handbook/edit/", (SUPPORT,), revising("/handbook/edit/changes/")),
    Kind("publish", "/handbook/edit/", (SUPPORT,), revising("/handbook/edit/publish/", send)),
    Kind("new page", "/handbook/edit/", (SUPPORT,), revising("/handbook/edit/new-page/", send)),
    Kind("account", "/me/", (READER,)),
    Kind("change password, wrong", "/me/password/", (READER,), send),
    Kind("forgotten password, wrong", "/password/forgotten/", (VISITOR,), send),
    Kind("letter sent", "/password/sent/", (VISITOR,)),
    Kind("old link", "/password/MQ/used-up/", (VISITOR,)),
    Kind("organisation", "/admin/", (ADMIN,)),
    Kind("people", "/admin/dialog/person/?role=admin", (ADMIN,), open_folds),
    Kind("new person, wrong", "/admin/dialog/person/add/", (ADMIN,), send),
    Kind("cases of the house", "/admin/dialog/case/", (ADMIN,)),
    Kind("people of a case", "/admin/dialog/case/{norra}/change/", (ADMIN,)),
    Kind("municipality", "/admin/dialog/municipality/", (ADMIN,)),
    Kind("change log", "/admin/admin/logentry/", (ADMIN,)),
)

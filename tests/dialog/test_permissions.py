"""Every address × everybody × GET and POST, against a table that says who gets what; what states nothing is refused.

A new address fails here until it stands in ``ADDRESSES``.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dialog.acts.course import set_visibility
from dialog.models import Event, Membership, Person, Record, Revision, Seat
from dialog.web.permissions import DeniedByDefault
from handbook.loading import load_editions
from tests.execution.tale import begin
from tests.story import House, Story
from tests.thorough import THOROUGH

# What a page of each kind answers to each person, in a case that is open in the house and in one that is not.
# 302: sign in first.  404: nothing that she learns of.  403: she knows of it, and this is not for her.
WHO = (
    """            nobody stranger elsewhere former reader civil_servant elected communicator support admin superuser"""
)
OPEN = """
everybody            200      200      200      200      200      200      200      200      200      200      200
signed_in            302      200      200      200      200      200      200      200      200      200      200
of_the_house         302      200      200      403      200      200      200      200      200      200      200
works_in_cases       302      200      200      403      200      200      200      200      200      403      200
reader               302      200      200      404      200      200      200      200      200      200      200
member               302      403      403      404      200      200      200      403      403      403      403
draft                302      403      403      404      200      200      200      403      403      403      403
draft_of_text        302      403      403      404      200      200      200      200      403      403      403
text                 302      200      200      404      200      200      200      200      200      200      200
file_of_text         302      404      404      404      200      200      200      200      404      404      404
keeper               302      403      403      404      403      200      403      403      403      403      403
case_act             302      404      404      404      200      200      200      404      404      404      404
communicator         302      403      403      403      403      403      403      200      403      403      403
support              302      403      403      403      403      403      403      403      200      403      403
admin                302      403      403      403      403      403      403      403      403      200      403
page_keeper          302      403      403      403      403      403      403      403      200      200      403
"""
HIDDEN = """
everybody            200      200      200      200      200      200      200      200      200      200      200
signed_in            302      200      200      200      200      200      200      200      200      200      200
of_the_house         302      200      200      403      200      200      200      200      200      200      200
works_in_cases       302      200      200      403      200      200      200      200      200      403      200
reader               302      404      404      404      200      200      200      404      200      404      404
member               302      404      404      404      200      200      200      404      403      404      404
draft                302      404      404      404      200      200      200      404      403      404      404
draft_of_text        302      404      404      404      200      200      200      404      403      404      404
text                 302      404      404      404      200      200      200      200      200      404      404
file_of_text         302      404      404      404      200      200      200      200      404      404      404
keeper               302      404      404      404      403      200      403      404      403      404      404
case_act             302      404      404      404      200      200      200      404      404      404      404
communicator         302      403      403      403      403      403      403      200      403      403      403
support              302      403      403      403      403      403      403      403      200      403      403
admin                302      403      403      403      403      403      403      403      403      200      403
page_keeper          302      403      403      403      403      403      403      403      200      200      403
"""

# Every address by its name: the kind of page, and what the people to whom it gives 200 get otherwise (GET, POST).
# A POST with nothing in it changes nothing anywhere; to read-only pages it is another way to ask, or refused.
ADDRESSES: dict[str, tuple[str, int, int]] = {
    "accent": ("everybody", 200, 200),
    "logo": ("everybody", 404, 404),
    "login": ("everybody", 200, 200),
    "logout": ("everybody", 405, 302),
    "password_forgotten": ("everybody", 200, 422),
    "password_sent": ("everybody", 200, 200),
    "password_choose": ("everybody", 200, 200),
    "health": ("everybody", 200, 200),
    "styleguide": ("everybody", 404, 404),  # in a demonstration alone
    "set_language": ("everybody", 302, 302),
    "accessibility": ("everybody", 200, 200),
    "privacy": ("everybody", 200, 200),
    "help": ("everybody", 200, 200),
    "help_page": ("everybody", 200, 200),
    "help_seen": ("signed_in", 302, 302),
    "help_again": ("signed_in", 302, 302),
    "help_picture": ("everybody", 404, 404),  # no picture is called so
    "statement_edit": ("page_keeper", 200, 422),
    "statement_versions": ("page_keeper", 200, 200),
    "inbox": ("signed_in", 200, 200),
    "cases": ("signed_in", 200, 200),
    "cases_csv": ("signed_in", 200, 200),
    "new_case": ("works_in_cases", 200, 422),
    "account": ("signed_in", 200, 302),
    "password_change": ("signed_in", 200, 422),
    "handbook": ("signed_in", 200, 200),
    "handbook_whole": ("signed_in", 200, 200),
    "handbook_search": ("signed_in", 200, 200),
    "handbook_editions": ("signed_in", 200, 200),
    "handbook_edition_changes": ("signed_in", 404, 404),  # the first edition changed nothing
    "handbook_page": ("signed_in", 200, 422),
    "lessons": ("signed_in", 200, 200),
    "overview": ("signed_in", 200, 200),
    "overview_groups": ("signed_in", 200, 200),
    "overview_times": ("signed_in", 200, 200),
    "year_report": ("of_the_house", 200, 302),
    "year_comment": ("support", 200, 302),
    "year_job": ("of_the_house", 404, 405),  # nobody has asked for one
    "year_file": ("of_the_house", 404, 405),
    "handbook_edit": ("support", 200, 302),
    "handbook_edit_changes": ("support", 200, 200),
    "handbook_edit_publish": ("support", 200, 422),
    "handbook_edit_contacts": ("support", 200, 422),
    "handbook_edit_foundation": ("support", 200, 409),
    "handbook_edit_principles": ("support", 200, 422),
    "handbook_edit_new_page": ("support", 200, 422),
    "handbook_edit_page": ("support", 200, 422),
    "handbook_edit_remove_page": ("support", 404, 404),
    "handbook_comments": ("support", 200, 200),
    "handbook_answer": ("support", 302, 404),
    "communication": ("communicator", 302, 302),  # to the text that has waited longest
    "dialogues": ("communicator", 200, 200),
    "dialogues_html": ("communicator", 200, 200),
    "dialogues_csv": ("communicator", 200, 200),
    "case": ("reader", 200, 200),
    "decisions": ("reader", 200, 200),
    "files": ("reader", 200, 404),
    "files_of_row": ("reader", 404, 404),  # the step has no rows
    "attached": ("reader", 404, 404),  # nothing has been attached
    "attached_small": ("reader", 404, 404),
    "minutes": ("reader", 404, 404),  # no minutes have been handed in
    "step": ("reader", 200, 403),
    "row": ("reader", 200, 403),
    "new_row": ("reader", 302, 302),
    "contributions": ("reader", 200, 404),
    "contribution": ("reader", 404, 404),  # nothing has come in
    "themes": ("reader", 200, 404),
    "codebook_csv": ("reader", 200, 405),
    "codebook_qdc": ("reader", 200, 405),
    "theme": ("reader", 404, 404),  # there is no theme
    "merge_themes": ("reader", 404, 404),
    "split_theme": ("reader", 404, 404),
    "weigh": ("reader", 200, 302),  # what is shown is sent, so that ticked quotations stay ticked
    "weigh_figures": ("reader", 200, 405),
    "proposals": ("reader", 200, 404),
    "proposals_table": ("reader", 200, 405),
    "said_and_done": ("reader", 200, 405),
    "way_of_contribution": ("reader", 404, 405),
    "voices_of_decision": ("reader", 404, 405),  # there is no decision
    "why_unfollowed": ("reader", 404, 404),  # nothing is left without a conclusion
    "history": ("member", 200, 200),
    "receipt": ("member", 200, 403),  # of an approval, to which nothing can be added
    "similar_cases": ("member", 200, 200),
    "find_people": ("member", 404, 404),  # of which field is not said
    "add_contributions": ("member", 200, 422),
    "imports": ("member", 200, 403),  # the phase has not been opened
    "import": ("member", 404, 404),  # nothing has been imported
    "import_columns": ("member", 404, 404),
    "import_check": ("member", 404, 404),
    "import_file": ("member", 404, 405),
    "import_left_out": ("member", 404, 405),
    "personal_data": ("keeper", 200, 404),
    "personal_data_log": ("keeper", 200, 200),
    "contribution_personal_data": ("keeper", 404, 404),  # nobody has said anything
    "step_history": ("draft", 200, 200),
    "row_history": ("draft_of_text", 200, 200),
    "new_contact_register": ("keeper", 200, 422),
    "contact_register": ("keeper", 404, 404),  # there is none
    "case_act": ("case_act", 200, 422),
    "sheet": ("text", 200, 200),
    "text": ("text", 200, 403),
    "text_plain": ("file_of_text", 200, 200),
    "text_preview": ("text", 404, 404),  # nothing is written in it
    "text_html": ("file_of_text", 200, 200),
    "report": ("text", 200, 200),
    "report_text": ("text", 404, 405),  # there is nothing to report yet
    "report_job": ("text", 404, 405),  # nobody has asked for a PDF
    "report_file": ("text", 404, 405),
}
# Signing in and out, and the admin's own texts for scripts, are everybody's.
ADMIN_FOR_ALL = {"login", "logout", "jsi18n", None}
# What stands in an address. The row is a text that the communicators hold.
PARTS: dict[str, Any] = {
    "step": "purpose",
    "row": "0000aa01",
    "kind": "summary",
    "act": "pause",
    "key": "purpose",
    "edition": "2026-03-01",
    "register": "0000bb01",
    "colour": "14506b",
    "name": "none.png",
    "page": "accessibility",
    "uidb64": "x",
    "token": "y",
    "year": 2026,
} | dict.fromkeys(("fact", "job", "comment", "number"), 1)
SPECIAL: dict[str, dict[str, Any]] = {
    **{
        name: {"step": "communication"}
        for name in ("text", "text_plain", "text_preview", "text_html", "row", "row_history")
    },
    "new_row": {"step": "activities", "kind": "activity"},
    "help_page": {"key": "vanliga-fragor"},
    "help_seen": {"key": "inbox.reader"},
    **{name: {"kind": "information"} for name in ("report", "report_text", "report_job", "report_file")},
}
# What is another answer to some: a member who may write meets the conflict of a page that has seen nothing.
OTHERWISE: dict[tuple[str, str], set[int]] = {
    ("step", "POST"): {403, 409},
    ("row", "POST"): {403, 409},
    ("text", "POST"): {403, 409},
    ("login", "GET"): {200, 302},
    ("login", "POST"): {200, 302},
    ("report", "POST"): {200, 302},
    ("report_text", "GET"): {200, 404},
    ("year_job", "GET"): {200, 404},  # whoever came before may have asked for one
    ("year_file", "GET"): {200, 404},
}


def table(text: str) -> dict[str, dict[str, int]]:
    people = WHO.split()
    rows = (line.split() for line in text.strip().splitlines())
    return {kind: dict(zip(people, map(int, codes), strict=True)) for kind, *codes in rows}


def patterns(resolver: URLResolver, *, of_the_admin: bool = False) -> Iterator[URLPattern]:
    """Every pattern, nested ones too: the admin's, which its site guards, or all the others."""
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            if not of_the_admin:
                yield one
        elif of_the_admin and one.app_name == "admin":
            yield from patterns(one)
        elif one.app_name != "admin":
            yield from patterns(one, of_the_admin=of_the_admin)


PATTERNS = list(patterns(get_resolver()))


def address(pattern: URLPattern, story: Story) -> str:
    parts = PARTS | {"case": story.pk} | SPECIAL.get(pattern.name, {})
    if "event" in pattern.pattern.converters:
        approved = Event.objects.filter(case=story.pk, act="approve", step=parts["step"]).order_by("pk")
        parts["event"] = approved.values_list("pk", flat=True).first() or 1
    return reverse(pattern.name, kwargs={name: parts[name] for name in pattern.pattern.converters})


class Browsers:
    """A browser of each person, kept from page to page; where everybody may come one signs out too, so there it is new."""

    def __init__(self, story: Story) -> None:
        self.story, self.open = story, dict[str, Client]()

    def ask(self, who: str, method: str, url: str, *, afresh: bool = False) -> HttpResponse:
        """Open an address, or send nothing to it."""
        if who not in self.open:
            self.open[who] = self.begin(who)
        client = self.begin(who) if afresh else self.open[who]
        return client.get(url) if method == "GET" else client.post(url)

    def begin(self, who: str) -> Client:
        """Open a browser."""
        return Client() if who == "nobody" else self.story.client(who)


def standing() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Event, Record, Revision, Membership, Person))


LATER = ("superuser", "elsewhere", "former")


@pytest.fixture
def case(house, story, client) -> Story:
    """Genomföra is open, a text is with the communicators, there is a handbook; and somebody works in another case."""
    story.once("everybody is there", lambda: let_everybody_come(story, house))
    house.people |= {one.username: one for one in Person.objects.filter(username__in=LATER)}
    return story


def let_everybody_come(story: Story, house: House) -> None:
    load_editions([dt.date(2026, 3, 1)])
    begin(story).hand_over()
    story.client("support").post(reverse("handbook_edit"))  # an edition is being written
    house.people |= {"superuser": house.person("superuser", "Root", is_superuser=True, is_staff=True)}
    house.people |= {"elsewhere": house.person("elsewhere", "Else Berg")}
    house.people |= {"former": house.person("former", "Omar Lind", department=None)}
    Seat.objects.create(person=house["former"], body=house.body, start=dt.date(2023, 1, 1), end=dt.date(2026, 10, 31))
    Story(house, story.now, title="En annan dialog").join("elsewhere", "civil_servant")


class TestEveryAddress:
    def test_states_who_may_reach_it(self):
        assert len(PATTERNS) > 50
        assert not [pattern for pattern in PATTERNS if not hasattr(pattern.callback, "permission")]

    def test_has_a_name_that_stands_in_the_table_and_the_table_no_others(self):
        assert {pattern.name for pattern in PATTERNS} == set(ADDRESSES)

    def test_gives_everybody_what_the_table_says_in_an_open_case(self, case):
        assert deviations(case, PATTERNS, table(OPEN)) == []

    def test_gives_everybody_what_the_table_says_in_a_hidden_case(self, case):
        set_visibility(case.pk, by=case.house["responsible"], visibility="members_only", at=case.now)
        of_a_case = [pattern for pattern in PATTERNS if "case" in pattern.pattern.converters]
        assert deviations(case, of_a_case, otherwise_than_open(table(HIDDEN))) == []


def otherwise_than_open(rows: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """Return who gets something else than in an open case; in CI all are asked."""
    known = table(OPEN)
    return {
        kind: {who: code for who, code in row.items() if THOROUGH or code != known[kind][who]}
        for kind, row in rows.items()
    }


def deviations(case: Story, found: list[URLPattern], rows: dict[str, dict[str, int]]) -> list[str]:
    """Everything that is not as the table says: another answer, a name that is told, something that was changed."""
    wrong, browsers = [], Browsers(case)
    for pattern in found:
        kind, got, posted = ADDRESSES[pattern.name]
        url, stood = address(pattern, case), standing()
        alike = kind in (
            "everybody",
            "signed_in",
            "of_the_house",
            "works_in_cases",
        )  # no case: what holds for one holds for all
        for who, code in rows[kind].items():
            if alike and who not in ("nobody", "stranger", "former", "admin"):
                continue
            for method, usual in (("GET", got), ("POST", posted)):
                wanted = OTHERWISE.get((pattern.name, method), {usual}) if code == 200 else {code}
                answer = browsers.ask(who, method, url, afresh=kind == "everybody")
                if answer.status_code not in wanted:
                    wrong.append(f"{who} {method} {url}: {answer.status_code}, not {wanted}")
                if code == 302 and not answer["Location"].startswith(reverse("login")):
                    wrong.append(f"{who} {method} {url}: leads to {answer['Location']}")
                if code in (403, 404) and "Norra stranden" in answer.text:
                    wrong.append(f"{who} {method} {url}: names the case")
        if standing() != stood:
            wrong.append(f"{url}: something was changed")
    return wrong


class TestTheAdmin:
    def test_gives_nothing_to_anybody_else_at_any_of_its_addresses(self, case):
        found = [one for one in patterns(get_resolver(), of_the_admin=True) if one.name not in ADMIN_FOR_ALL]
        assert len(found) > 20
        browsers = Browsers(case)
        for pattern in found:
            parts = dict.fromkeys(pattern.pattern.converters, "1")
            parts |= {"app_label": "dialog"} if "(?P<app_label>" in str(pattern.pattern) else {}
            url = reverse(f"admin:{pattern.name}", kwargs=parts)
            for who in ("nobody", "responsible", "support", "superuser"):
                for method in ("GET", "POST"):
                    answer = browsers.ask(who, method, url)
                    assert answer.status_code == (302 if who == "nobody" else 403), (who, method, url)

    @pytest.mark.parametrize("url", ["admin:index", "admin:dialog_person_changelist", "admin:dialog_case_changelist"])
    def test_is_for_administrators_and_a_superuser_without_the_mark_is_none(self, case, url):
        browsers = Browsers(case)
        for who, code in table(OPEN)["admin"].items():
            assert browsers.ask(who, "GET", reverse(url)).status_code == code, who


class TestDeniedByDefault:
    def test_a_view_that_states_nothing_cannot_be_reached(self, rf, settings):
        assert "dialog.web.permissions.DeniedByDefault" in settings.MIDDLEWARE
        request = rf.get("/")
        request.resolver_match = None
        with pytest.raises(Exception, match="states no permission"):
            DeniedByDefault(lambda request: HttpResponse()).process_view(
                request, lambda request: HttpResponse(), (), {}
            )

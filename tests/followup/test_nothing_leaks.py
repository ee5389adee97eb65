"""No answer, of whatever kind and at whatever address, holds what is not for the person, and a refusal changes nothing.

Every text of a dialogue that came far carries a word of its own (``tests.canaries``): what is being written, what is in
force, what members say to each other. The words in an answer tell what it shows.
"""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.http import Http404, HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialog.acts.course import end_early, set_visibility
from dialog.acts.members import end_membership
from dialog.models import HelpRequest, Membership
from dialog.process.act import ACTS
from dialog.process.phases import process
from dialog.rights import TEXT
from reports.kinds import KINDS
from tests import canaries, story
from tests.canaries import DRAFT, IN_FORCE, SAID, Seen, Spot, act, kinds, spots, words_in, write_everywhere
from tests.dialog.test_permissions import PATTERNS
from tests.execution import tale
from tests.execution.tale import Tale
from tests.followup.tale import ACTIVITY, AFTER_TEXT, LIGHT, SUMMARY_TEXT, FollowUp, held
from tests.story import GATE, PLANNING, Story
from tests.thorough import THOROUGH, half, some
from tests.walks.addresses import answered

pytestmark = pytest.mark.every_database

BEFORE_TEXT = "0000aa01"
MANY = 113  # addresses at which somebody looks at work; in CI all
OUTSIDE = ("communicator", "support", "stranger", "substitute")  # the last has left the case
ASKED = Spot("activities", ACTIVITY, "activity")
HANDED_OVER = Spot("publication", AFTER_TEXT, "after")
REFUSED = (400, 403, 404, 409)
CHANGES = ("INSERT", "UPDATE", "DELETE")
KEPT_BY_DJANGO = ("django_session", "axes_")


@pytest.fixture(autouse=True)
def marks(monkeypatch):
    """What the story and its tales put in force carries its word."""
    for module in (story, tale):
        monkeypatch.setattr(module, "run", canaries.marking)


@pytest.fixture
def told(story) -> Story:
    """Everything is in force somewhere, and at every spot somebody writes on; one text is with the communicators."""
    return story.once("somebody writes everywhere", lambda: write_on(story))


def write_on(story: Story) -> None:
    story.carry(*PLANNING).act("confirm_gate", "planning_gate", data=GATE)  # not as other tests have told it
    follow = held(story, Tale(story))
    follow.publish_text(BEFORE_TEXT)
    follow.finish_followup()
    for row in (AFTER_TEXT, SUMMARY_TEXT):
        follow.act("approve", "publication", row, by="communicator")
    story.later(minutes=5)
    write_everywhere(story)
    for spot in spots(story.pk):
        act(story, "comment", spot, text=spot.word(SAID))
    act(story, "hand_over", HANDED_OVER)
    act(story, "ask_for_help", ASKED, text="Hur gör man?")
    left = Membership.objects.get(case=story.pk, person=story.house["substitute"])
    end_membership(story.pk, by=story.house["responsible"], membership=left.pk, at=story.now)


def hide(told: Story) -> None:
    """Make it a case for its members."""
    set_visibility(told.pk, by=told.house["responsible"], visibility="members_only", at=told.now)


def may_read(who: str, seen: Seen, asked: bool = True) -> bool:
    """Say what steps.md says: drafts and comments are for members; of a text that was handed over the communicators',
    of what it is asked about support's.
    """
    if seen.what == IN_FORCE or who not in OUTSIDE:
        return True
    where = (seen.step, seen.row)
    if who == "communicator":
        return where == (HANDED_OVER.step, HANDED_OVER.row)
    return who == "support" and asked and where == (ASKED.step, ASKED.row)


def addresses(told: Story) -> Iterator[str]:
    """Every address of the case, with all that it can name; and the lists of cases."""
    for pattern in PATTERNS:
        names, parts = set(pattern.pattern.converters), {"case": told.pk}
        if "case" not in names:
            if not names and not pattern.name.startswith(("log", "password")):
                yield reverse(pattern.name)
            continue
        if names >= {"step", "kind"}:
            continue  # leads on alone
        for one in named(told, names):
            yield reverse(pattern.name, kwargs={name: value for name, value in (parts | one).items() if name in names})


def named(told: Story, names: set[str]) -> list[dict[str, object]]:
    """Return every step, row, text, report, act and receipt of the case, as an address with these parts can name it."""
    if "row" in names:
        return [{"step": spot.step, "row": spot.row} for spot in spots(told.pk) if spot.row]
    if "step" in names:
        return [{"step": step.key} for step in process.steps()]
    if "kind" in names:
        return [{"kind": kind, "job": 1} for kind in KINDS]
    if "act" in names:
        return [{"act": act} for act in ("add_member", "copy", "end_early")]
    if "event" in names:
        return [{"event": event.pk} for event in answered(told.pk)]
    return [{"number": 1, "fact": 1, "register": "0000bb01", "key": LIGHT}]


def text_of(answer: HttpResponse) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{body.decode(errors='replace')} {answer.headers}"


class TestEveryAddress:
    def test_the_walk_has_all_there_is(self, told):
        written = {(spot.step, spot.kind) for spot in spots(told.pk) if spot.row}
        assert set(kinds()) - written <= {("information", "information")}  # shown on the track alone
        assert len(spots(told.pk)) > 35
        assert len(list(addresses(told))) > 150

    def test_shows_what_is_being_written_to_those_alone_whom_it_is_for(self, told):
        asked, wrong = list(addresses(told)), []
        for number, who in enumerate(("reader", *OUTSIDE)):
            client, shown = told.client(who), set()
            for url in some(asked, MANY, number):
                seen = words_in(text_of(client.get(url)))
                shown |= seen
                wrong += [f"{who} {url}: {one}" for one in seen if not may_read(who, one)]
            assert len({one.step for one in shown if one.what == IN_FORCE}) > 12
            reads_a_draft = who in ("reader", "communicator", "support")
            assert {one.what for one in shown} == ({DRAFT, IN_FORCE, SAID} if reads_a_draft else {IN_FORCE})
        assert wrong == []

    def test_of_a_hidden_case_shows_nothing_to_who_is_outside(self, told):
        hide(told)
        for who in ("stranger", "substitute"):
            client = told.client(who)
            shown = {url: words_in(text_of(client.get(url))) for url in some(list(addresses(told)), MANY // 2)}
            assert {url: seen for url, seen in shown.items() if seen} == {}

    def test_of_a_hidden_case_shows_a_communicator_its_texts_and_no_other_row(self, told):
        hide(told)
        client, wrong, shown = told.client("communicator"), [], set()
        texts = {(spot.step, spot.row) for spot in spots(told.pk) if spot.step_or_kind.role == TEXT}
        for url in some(list(addresses(told)), MANY):
            if "/reports/summary/" in url:
                continue  # the report itself was handed over to her: it is made of all that is in force
            seen = words_in(text_of(client.get(url)))
            shown |= seen
            told_anyhow = {"question"} if "/dialogues" in url else set()
            wrong += [
                f"{url}: {one}" for one in seen if (one.step, one.row) not in texts and one.step not in told_anyhow
            ]
            wrong += [f"{url}: {one}" for one in seen if not may_read("communicator", one)]
        assert wrong == []
        assert {one.step for one in shown} >= {"communication", "publication"}

    def test_support_reads_the_row_that_it_is_asked_about_while_the_question_is_open(self, told):
        asked = HelpRequest.objects.get()
        client, url = told.client("support"), reverse("row", args=[told.pk, ASKED.step, ASKED.row])
        assert Seen(DRAFT, ASKED.step, ASKED.row) in words_in(client.get(url).text)
        act(told, "answer_help", ASKED, by="support", request=asked.pk, text="Så här gör man.")
        page = client.get(url)
        assert "Så här gör man." in page.text
        assert {one.what for one in words_in(page.text)} == {IN_FORCE}
        assert client.get(f"{url}history/").status_code == 403


def acts_to_try(who: str, spot: Spot, told: Story) -> set[str]:
    """What somebody may try at a spot: what the table gives her somewhere, and what it never does."""
    try:
        access = told.access(who)
    except Http404:
        return {"save_draft", "publish"}
    given = {name for name in ACTS if access.may_at(name, spot.step_or_kind.role)}
    return given | {"save_draft", "restore", "approve", "add_fact"}


def posts(told: Story, spot: Spot, who: str) -> Iterator[tuple[str, dict[str, str]]]:
    """What somebody could post to a spot: each act with an old revision and with the current one, and crafted ones."""
    record = told.access("responsible").record(spot.step, spot.row)
    now = str(record.revision if record else 0)
    kept = record.revisions.first() if record else None
    usual = {"kind": spot.kind, "whole": "1", "title": "Ny", "answer": "Ny", "fact_date": "aldrig", "verdict": "other"}
    usual |= {"restore": str(kept.pk if kept else 0), "comment-send_back": "Nej."}
    tried = acts_to_try(who, spot, told)
    for name in sorted(tried):
        for revision in ("0", now) if name in ("save_draft", "publish", "approve", "send_back") else {"0"}:
            yield "text/html", usual | {"act": name, "revision": revision}
    yield "text/html", usual | {"act": "save_draft", "revision": now, "take-title": "theirs", "take-text": "theirs"}
    yield "text/html", {"act": "save_draft", "revision": "0"}
    yield "application/json", usual | {"revision": "0"}


def urls_of(told: Story, spot: Spot) -> list[str]:
    if not spot.row:
        return [reverse("step", args=[told.pk, spot.step])]
    names = ("row", "text") if spot.step_or_kind.role == TEXT else ("row",)
    return [reverse(name, args=[told.pk, spot.step, spot.row]) for name in names]


def writes(queries: CaptureQueriesContext) -> list[str]:
    """What was written, but for what Django keeps of a session."""
    found = [one["sql"] for one in queries.captured_queries if one["sql"].startswith(CHANGES)]
    return [sql for sql in found if not any(name in sql for name in KEPT_BY_DJANGO)]


def leaks(told: Story, who: str, there: list[Spot]) -> tuple[list[str], int]:
    """Everything that is wrong with what one person gets who posts everything everywhere, and how much she posted."""
    wrong, client, tried = [], told.client(who), 0
    for spot in there:
        for url in urls_of(told, spot):
            page = words_in(text_of(client.get(f"{url}?{urlencode({'kind': spot.kind})}")))
            for accept, data in some(list(posts(told, spot, who)), 6, tried):
                tried += 1
                before = transaction.savepoint()
                with CaptureQueriesContext(connection) as queries:
                    answer = client.post(url, data, headers={"Accept": accept})
                transaction.savepoint_rollback(before)
                said = f"{who} {url} {data['revision']} {data.get('act')} {answer.status_code}"
                wrong += [f"{said}: {one}" for one in words_in(text_of(answer)) - page]
                beaten = answer.status_code == 409 and any(one.what == DRAFT for one in page)  # hers is kept aside
                if answer.status_code in REFUSED and not beaten:
                    wrong += [f"{said}: {sql[:90]}" for sql in writes(queries)]
    return wrong, tried


class TestEveryPost:
    def test_is_answered_with_nothing_that_the_page_does_not_show_and_a_refusal_changes_nothing(self, told):
        there = spots(told.pk)
        for who, where in (
            ("communicator", some(there, half(20))),
            ("stranger", some(there, 10)),
            ("support", [ASKED]),
        ):
            wrong, tried = leaks(told, who, where)
            assert wrong == []
            assert tried >= 5 * len(where)

    @pytest.mark.parametrize("what", ["closed", "hidden", "sent back and changed", "withdrawn"])
    def test_at_a_text_nor_in_any_other_state(self, told, what):
        follow = FollowUp(told)
        if what == "closed":
            end_early(told.pk, by=told.house["elected"], reason="Pengarna är slut.", at=told.now)
        if what == "hidden":
            hide(told)
        if what == "sent back and changed":
            follow.act("send_back", HANDED_OVER.step, HANDED_OVER.row, by="communicator", comment="Kortare.")
            told.later(minutes=5)
            follow.act("save_draft", HANDED_OVER.step, HANDED_OVER.row, data={"title": ["hemlig0utkast0"]})
        if what == "withdrawn":
            follow.act("withdraw", HANDED_OVER.step, HANDED_OVER.row)
        texts = [spot for spot in spots(told.pk) if spot.step_or_kind.role == TEXT]
        wrong, tried = leaks(told, "communicator", [HANDED_OVER, texts[0]])
        assert wrong == []
        assert tried > (20 if THOROUGH else 10)
        for url in urls_of(told, HANDED_OVER):
            assert "hemlig0utkast0" not in told.client("communicator").get(url).text

    def test_of_a_member_who_comes_too_late_meets_what_was_written_meanwhile(self, told):
        """The walk above is not silent because nothing is ever shown."""
        url = reverse("row", args=[told.pk, ASKED.step, ASKED.row])
        answer = told.client("elected").post(url, {"whole": "1", "revision": "0", "title": "Ny", "act": "keep"})
        assert answer.status_code == 409
        assert Seen(DRAFT, ASKED.step, ASKED.row) in words_in(answer.text)

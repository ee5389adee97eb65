"""Whatever waits leads to where it is done: for every kind the page, the part of it, and the control that does it.

Each kind that the table knows is made to wait here, in the way it comes about; its audience follows the link of her own
inbox. A kind that is added to the table fails until it is told here.
"""

import datetime as dt
import re
from collections.abc import Callable
from html import unescape

import pytest
from lxml import html

from dialog.acts.course import end_early, pause
from dialog.acts.members import end_membership
from dialog.cases.inbox import waits_for
from dialog.models import Membership
from dialog.process.wait_kinds import KINDS
from dialog.process.waits import RULES
from dialog.web.sheet import MARK
from followup.importing.rows import Place, Said
from followup.models import Import
from tests.dialog.test_what_ends import close_account, end_body
from tests.execution.tale import CONTENT, METHODS, Tale, begin
from tests.followup.tale import DECISION, LIGHT, FollowUp, held
from tests.story import GATE, NO, PEOPLE, PURPOSE, RESPONSIBILITY, YES, Story

pytestmark = pytest.mark.every_database

TEXT = {
    "title": ["Ingen dialog"],
    "text": ["Läget är bestämt."],
    "what_was_said": ["Det är antecknat och följer med till parken."],
    "for_whom": ["De som bor i Hamnviken."],
    "channels": ["website"],
}
AGAINST = {**NO, "supersede_reason": ["Vägverket äger marken."]}
INFORMATION = "0000ab01"

# What is done there: a button by its act, or the field that it is done in; and in whose inbox it stands.
TELLS: dict[str, tuple[Callable[[Story], None], str, set[str]]] = {}
BODY, ELECTED, OFFICIAL = {"elected", "substitute"}, {"elected", "substitute", "other_body"}, {"responsible"}
WORKERS = ELECTED | {"responsible", "civil_servant"}


def waits(kind: str, control: str, whose: set[str]):
    """Register the tale of how something comes to wait."""

    def register(tell: Callable[[Story], None]):
        TELLS[kind] = (tell, control, whose)
        return tell

    return register


@waits("proposal", "approve", ELECTED)
def proposal(story):
    story.act("propose", "purpose", data=PURPOSE)


@waits("decision", "verdict", BODY)
def decision(story):
    story.go_to("influenceable").act("propose", "influenceable", data=YES)


@waits("gate", "confirm_gate", BODY)
def gate(story):
    story.plan().act("save_draft", "planning_gate", data=GATE)


@waits("text", "approve", {"communicator"})
def text(story):
    begin(story).hand_over()


@waits("sent_back", "propose", {"civil_servant"})
def sent_back(story):
    story.act("propose", "purpose", by="civil_servant", data=PURPOSE)
    story.act("send_back", "purpose", comment="Vad kostar det?")


@waits("withdrawn", "propose", {"civil_servant"})
def withdrawn(story):
    story.act("propose", "purpose", by="civil_servant", data=PURPOSE)
    story.act("withdraw", "purpose", by="responsible")


@waits("comment", "comment", WORKERS)
def comment(story):
    story.act("comment", "goals", by="reader", text="Varför?")


@waits("help", "answer_help", {"support"})
def help_asked(story):
    story.act("ask_for_help", "purpose", text="Hur gör man?")


@waits("no_elected_member", "person", OFFICIAL)
def no_elected_member(story):
    for membership in Membership.objects.filter(role="elected"):
        end_membership(story.pk, by=story.house["responsible"], membership=membership.pk, at=story.now)


@waits("body_ended", "change_body", OFFICIAL)
def body_ended(story):
    end_body(story)


@waits("other_body_ended", "withdraw", OFFICIAL)
def other_body_ended(story):
    tale = held(story, begin(story))
    body = story.house.other_body
    tale.act("propose", "analysis", DECISION, kind="decision", data=tale.decided(body=[str(body.pk)]))
    body.ended_on = story.today - dt.timedelta(days=1)
    body.save()


@waits("official_left", "change_responsible", {"civil_servant"})
def official_left(story):
    close_account(story)


def a_spokesperson(story, who):
    row = {"row": ["0000a001"], "person": [str(story.house[who].pk)], "spokesperson": ["on"]}
    story.act("finish", "responsibility", data={**RESPONSIBILITY, "representative": [row]})


@waits("spokesperson_left", "finish", OFFICIAL)
def spokesperson_left(story):
    a_spokesperson(story, "elected")
    for seat in story.house["elected"].seats.all():
        seat.end = story.today - dt.timedelta(days=1)
        seat.save()


@waits("spokesperson_elsewhere", "finish", OFFICIAL)
def spokesperson_elsewhere(story):
    a_spokesperson(story, "other_body")


@waits("pause_over", "resume", OFFICIAL)
def pause_over(story):
    until = story.today + dt.timedelta(days=10)
    pause(story.pk, by=story.house["civil_servant"], until=until, reason="Väntar.", at=story.now)
    story.later(days=10)


@waits("minutes", "section", OFFICIAL)
def minutes(story):
    story.go_to("influenceable").decide()
    story.later(days=14)


@waits("reported", "reported", OFFICIAL)
def reported(story):
    story.go_to("influenceable").decide(made_by=["chair"])
    story.later(days=14)


@waits("information_unwritten", "hand_over", OFFICIAL)
def information_unwritten(story):
    story.go_to("influenceable").decide(**NO)


@waits("information_unpublished", "publish", {"communicator"})
def information_unpublished(story):
    information_unwritten(story)
    tale = Tale(story)
    tale.act("hand_over", "information", INFORMATION, kind="information", data=TEXT)
    tale.act("approve", "information", INFORMATION, by="communicator")


@waits("information_done", "mark_done", OFFICIAL)
def information_done(story):
    information_unpublished(story)
    address = "https://sjovik.example/besked"
    Tale(story).act("publish", "information", INFORMATION, by="communicator", address=address, date=story.today)


@waits("activity_past", "mark_held", OFFICIAL)
def activity_past(story):
    tale = begin(story)
    story.act("finish", "methods", data=METHODS)
    tale.plan_activity()
    story.later(days=4)


@waits("round_past", "carry_out_round", OFFICIAL)
def round_past(story):
    tale = begin(story)
    tale.plan_round()
    tale.act("propose", "feedback", "0000f001", data=CONTENT)
    tale.act("approve", "feedback", "0000f001", by="elected")
    story.later(days=6)


@waits("round_unwritten", "propose", OFFICIAL)
def round_unwritten(story):
    begin(story).plan_round()
    story.later(days=6)


@waits("round_owed", "plan_round", OFFICIAL)
def round_owed(story):
    held(story, begin(story))
    story.decide(**AGAINST)


@waits("register_due", "dispose_register", OFFICIAL)
def register_due(story):
    day = story.today + dt.timedelta(days=30)
    begin(story).story.act(
        "keep_register", "activities", activities=[], legal_basis="public_interest", purpose="Svar", disposal_date=day
    )
    story.later(days=30)


@waits("measure_past", "tell_of_measure", OFFICIAL)
def measure_past(story):
    follow: FollowUp = held(story, begin(story))
    follow.name_themes()
    follow.add("Det är mörkt.")
    follow.code(1, themes=[LIGHT])
    follow.conclude(due=[(story.today + dt.timedelta(days=14)).isoformat()])
    story.later(days=15)


@waits("import_over", "undo", {"responsible"})
def import_over(story):
    held(story, begin(story))
    facts = {"key": "0", "file": "imports/notes.txt", "size": 1, "digest": "", "chosen": {"asked": 1}}
    found = Import.objects.create(case=story.case, added_by=story.house["responsible"], added_at=story.now, **facts)
    story.act("import_contributions", "compilation", came_with=found.pk, voices=[Said(Place(1, 0), "Mer skugga")])


def inbox(story, who):
    return {wait.kind for wait in waits_for(story.house[who], story.now)}


def link_of(page, kind):
    """The address that stands in the inbox for a kind, as it is written in the page."""
    item = next(one.item for one in page.context["desk"].tasks if one.item.wait.kind == kind)
    [href] = {
        unescape(found)
        for found in re.findall(r'class="title" href="([^"]*)"', page.text)
        if unescape(found) == item.url
    }
    return href


def controls(page, part):
    """The acts and the fields in the part of a page with that id, and of the form that the part belongs to."""
    [place] = page.xpath(f"//*[@id='{part}']")
    if place.tag in ("h1", "h2"):
        place = place.getparent()
    form = next(
        (one for one in (place, *place.iterancestors()) if one.tag == "form" or "data-part" in one.attrib), place
    )
    around = [place, form, *page.xpath(f"//*[@form='{form.get('id')}']")]
    found = [one for root in around for one in (root, *root.iterdescendants())]
    # A part of a sheet names its fields after itself («mask~text»), and its buttons say where they lead.
    own_names = [(one, (one.get("name") or "").rpartition(MARK)[2]) for one in found]
    acts = {(one.get("value") or "").split(" ")[0] for one, name in own_names if name == "act"}
    fields = {name for one, name in own_names if one.tag in ("input", "select", "textarea")}
    leads = [one.get("action") or one.get("formaction") or "" for one in found]
    return acts | fields | {lead.rstrip("/").rsplit("/", 1)[-1] for lead in leads}


def follow(story, who, kind):
    """Go from somebody's inbox to where something is done, and return what can be done in that part of the page."""
    client = story.client(who)
    page, _, part = link_of(client.get("/"), kind).partition("#")
    answer = client.get(page, follow=True)
    for url, _status in getattr(answer, "redirect_chain", ()):
        part = url.partition("#")[2] or part
    assert answer.status_code == 200 and part, page
    return controls(html.fromstring(answer.text), part)


def test_the_table_says_of_every_kind_where_it_is_done_and_each_is_told_here():
    assert len(RULES) >= 12 and set(KINDS) == set(TELLS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_it_leads_whom_it_waits_for_to_where_it_is_done_and_nobody_else_meets_it(story, kind):
    tell, control, whose = TELLS[kind]
    tell(story)
    assert {who for who in PEOPLE if kind in inbox(story, who)} == whose
    for who in sorted(whose):
        assert control in follow(story, who, kind), who


def say_no(story):
    story.decide(**AGAINST)


def end(story):
    Tale(story).give_feedback("0000f009")
    end_early(story.pk, by=story.house["elected"], reason="Inga pengar.", at=story.now)


# What waits on when a no came, or the end: what the law or a promise demands, and what can still be done there.
WAITS_ON = {
    "text": {say_no, end},
    "minutes": {say_no, end},
    "reported": {say_no, end},
    "register_due": {say_no, end},
    "measure_past": {say_no, end},
    "comment": {say_no},
    "help": {say_no},
    "activity_past": {say_no},
    "round_past": set(),
    "round_unwritten": set(),
}


@pytest.mark.parametrize("what", [say_no, end])
@pytest.mark.parametrize("kind", WAITS_ON)
def test_what_can_be_done_still_waits_on_and_nothing_else_does(story, kind, what):
    """What waited when a no came, or the end, waits on where it can be done, and only there."""
    if kind in ("comment", "help", "minutes", "reported"):
        begin(story)
        story.act("comment", "goals", by="reader", text="Varför?")
        story.act("ask_for_help", "goals", text="Hur gör man?")
    if kind == "reported":
        story.decide("influence_level", made_by=["chair"], level=["influence"], supersede_reason=["Mer."])
    elif kind not in ("comment", "help", "minutes"):
        TELLS[kind][0](story)
    if kind == "activity_past" and what is end:
        Tale(story).act("cancel_activity", "activities", "0000e001", because="Ingen kom.")
    what(story)
    story.later(days=30)
    met = {(who, wait) for who in PEOPLE for wait in inbox(story, who)}
    assert (kind in {wait for _who, wait in met}) == (what in WAITS_ON[kind])
    for who, wait in sorted(met):
        assert TELLS[wait][1] in follow(story, who, wait), (who, wait)

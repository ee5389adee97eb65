"""An act that is told by an id what it is about finds it in its own case, or not at all: another case is left as it is."""

import datetime as dt
import inspect

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse

from dialog.acts.core import Refused, run
from dialog.acts.course import end_early, set_visibility
from dialog.acts.members import end_membership
from dialog.files.attached import checked
from dialog.forms.sending import new_sending
from dialog.models import Attachment, BodyReply, Comment, Decision, HelpRequest, Membership, Record
from dialog.process.act import ACTS
from execution.models import ContactDetail, ContactRegister, Talk
from execution.notes import Line
from followup.coding import Order
from followup.importing.rows import Place, Said
from followup.models import CodingAct, Contribution, Import, Theme
from tests import snapshots
from tests.execution.tale import begin
from tests.followup.tale import ACTIVITY, held
from tests.story import PURPOSE, YES, Story

# What acts take: what names a thing that is kept somewhere, and what is only said. A new one fails here until it is placed.
NAMES_A_THING = {
    "answers",
    "request",
    "decision",
    "talk",
    "register",
    "detail",
    "number",
    "key",
    "theme",
    "into",
    "parent",
    "themes",
    "stances",
    "numbers",
    "order",
    "coding",
    "duplicate_of",
    "reply",
    "attached",
    "came_with",
}
IS_SAID = {
    *(
        "text",
        "against",
        "offered",
        "comment",
        "body_name",
        "until",
        "fact",
        "date",
        "unknown_because",
        "file",
        "line",
        "reason",
    ),
    *(
        "section",
        "section_date",
        "address",
        "because",
        "batch",
        "lines",
        "people",
        "facts",
        "called",
        "contact",
        "plan",
    ),
    *("rows", "source", "seen", "category", "fits_no_theme", "stance", "translation", "settled", "on"),
    *("together", "given"),
    *("where_both", "under", "to", "was"),
    *("sending", "voices", "corrections", "found", "places", "waiting", "words"),
    *("sending", "voices", "found", "places", "waiting", "words", "what", "told"),
}
ONLY_SAYS = {"dispose_register": {"decision"}}  # the disposal decision is words


def fill(story: Story, key: str) -> Story:
    """Let everything be there that an act can name, under ids of its own."""
    follow = held(story, begin(story))
    follow.act("record_notes", "activities", ACTIVITY, batch="ab", lines=[Line(f"{key}1", "Mer skugga", people=2)])
    facts = {
        "purpose": "Återkoppling",
        "legal_basis": "consent",
        "disposal_date": dt.date(2027, 5, 1),
        "activities": [],
    }
    story.act("keep_register", "activities", **facts)
    register = ContactRegister.objects.get(case=story.pk)
    story.act("add_contacts", "activities", register=register.key, people=[("Brita", "070-1")])
    follow.act("keep", "compilation", f"{key}2", kind="theme", data={"name": ["Ljus"]})
    story.act("add_contributions", "compilation", rows=[{"key": f"{key}3", "text": "Ljus", "external_id": f"{key}-7"}])
    story.act("code_contribution", "compilation", key=f"{key}3", category="need")
    story.act("propose", "influenceable", data={**YES, "supersede_reason": ["Nytt läge."]})
    taken_in(story)
    story.act("postpone", "influenceable", on=story.today, until=story.today + dt.timedelta(days=30))
    story.act("comment", "purpose", text="Varför?")
    text = checked(SimpleUploadedFile("a.txt", b"Inbjudan"))
    story.act("attach_file", "purpose", file=text, called="a.txt")
    story.act("ask_for_help", "purpose", text="Hur?")
    return story


def taken_in(story: Story) -> Import:
    """Notes that have come in."""
    facts = {"key": new_sending(), "file": "notes.txt", "size": 1, "digest": "", "added_at": story.now}
    found = Import.objects.create(case=story.case, added_by=story.house["responsible"], **facts)
    story.act("import_contributions", "compilation", came_with=found.pk, voices=[Said(Place(1, 0), "Mer skugga")])
    return found


@pytest.fixture
def ours(house, story) -> Story:
    """A case in which everything is there; ``theirs`` is another one with the same people."""
    fill(story, "aaaa000")
    story.theirs = fill(Story(house, story.begun, title="En annan dialog"), "bbbb000")
    story.theirs.now = story.now
    return story


def tries(ours: Story):
    """Every act of ours with an id of theirs: act, step, row, who, facts."""
    theirs = ours.theirs.pk
    comment, asked = Comment.objects.get(case=theirs), HelpRequest.objects.get(case=theirs)
    register = ContactRegister.objects.get(case=theirs)
    own = ContactRegister.objects.get(case=ours.pk)
    detail = ContactDetail.objects.get(register=register)
    said, talk = Contribution.objects.get(case=theirs, text="Ljus"), Talk.objects.get(case=theirs)
    decision = Decision.objects.filter(case=theirs).first()
    facts = {"purpose": "Ny", "legal_basis": "consent", "disposal_date": dt.date(2027, 6, 1), "activities": []}
    yield "comment", "purpose", "", "responsible", {"text": "Därför.", "answers": comment.pk}
    yield "answer_help", "purpose", "", "support", {"text": "Så.", "request": asked.pk}
    yield "add_fact", decision.step, "", "responsible", {"decision": decision.pk, "fact": "section", "text": "§ 1"}
    reply = BodyReply.objects.get(case=theirs)
    yield "add_fact", reply.step, "", "responsible", {"reply": reply.pk, "fact": "section", "text": "§ 1"}
    yield "correct_talk", "activities", ACTIVITY, "responsible", {"talk": talk.pk, "people": 99}
    yield "keep_register", "activities", "", "responsible", {"register": register.key, **facts}
    yield "add_contacts", "activities", "", "responsible", {"register": register.key, "people": [("Bo", "1")]}
    yield "dispose_register", "activities", "", "responsible", {"register": register.key, "decision": "KS 1"}
    for where in (register.key, own.key):
        about = {"register": where, "detail": detail.pk}
        yield "remove_contact", "activities", "", "responsible", about
        yield "correct_contact", "activities", "", "responsible", {**about, "called": "X", "contact": "2"}
    for which in ({"key": said.key}, {"number": 2**20}):
        yield "code_contribution", "compilation", "", "responsible", {**which, "fits_no_theme": True}
        yield "correct_contribution", "compilation", "", "responsible", {**which, "text": "X"}
        yield "mask_contribution", "compilation", "", "responsible", {**which, "text": "…"}
        yield "unmask_contribution", "compilation", "", "responsible", {**which, "reason": "Så."}
        for act in ("mask_pointed", "dismiss_pointed"):
            yield act, "compilation", "", "responsible", which
        yield "mask_words", "compilation", "", "responsible", {**which, "words": "Ljus", "because": "known"}
        yield "hide_contribution", "compilation", "", "responsible", {**which, "because": "known"}
        yield "read_original", "compilation", "", "responsible", {**which, "reason": "Så."}
    yield "code_contribution", "compilation", "", "responsible", {"number": 1, "duplicate_of": said.external_id}
    yield (
        "code_contribution",
        "compilation",
        "",
        "responsible",
        {
            "number": 1,
            "themes": ["bbbb0002"],
            "stances": {"bbbb0002": "for"},
        },
    )
    for order in (Order(give={"bbbb0002": "for"}), Order(take=["bbbb0002"]), Order(duplicate_of=said.pk)):
        yield "code_many", "compilation", "", "responsible", {"numbers": [1], "order": order}
    yield "code_many", "compilation", "", "responsible", {"numbers": [2**20], "order": Order(kind="answer")}
    for into in ("bbbb0002", "aaaa0002"):
        yield "merge_themes", "compilation", "", "responsible", {"theme": "bbbb0002", "into": into}
    yield "merge_themes", "compilation", "", "responsible", {"theme": "aaaa0002", "into": "bbbb0002"}
    yield "split_theme", "compilation", "", "responsible", {"theme": "bbbb0002", "called": "X", "numbers": [1]}
    yield "move_theme", "compilation", "", "responsible", {"theme": "bbbb0002", "to": "up"}
    yield "move_theme", "compilation", "", "responsible", {"theme": "aaaa0002", "parent": "bbbb0002"}
    yield "retire_theme", "compilation", "", "responsible", {"theme": "bbbb0002", "reason": "X"}
    coding = CodingAct.objects.get(case=theirs).pk
    yield "undo_coding", "compilation", "", "responsible", {"coding": coding}
    file = Attachment.objects.get(case=theirs).pk
    again = checked(SimpleUploadedFile("b.txt", b"Ny"))
    yield "attach_file", "purpose", "", "responsible", {"attached": file, "file": again}
    yield "describe_file", "purpose", "", "responsible", {"attached": file, "in_reports": True}
    yield "remove_file", "purpose", "", "responsible", {"attached": file, "reason": "Fel."}
    for name in ("activity", "question", "target_group"):
        yield "correct_contribution", "compilation", "", "responsible", {"number": 1, name: "bbbb0002"}
    taken = Import.objects.get(case=theirs).pk
    yield "import_contributions", "compilation", "", "responsible", {"came_with": taken, "voices": []}
    yield "undo_import", "compilation", "", "responsible", {"came_with": taken}
    yield "make_proposals", "analysis", "", "responsible", {"numbers": [2**20]}
    merged = {"numbers": [1], "into": 2**20, "given": {"status": "merged"}}
    yield "change_proposals", "analysis", "", "responsible", merged
    yield "explain_unfollowed", "analysis", "", "responsible", {"theme": "bbbb0002", "against": False, "text": "Nej."}
    yield "tell_of_measure", "analysis", "bbbb0009", "responsible", {"text": "Klart."}
    yield "mark_held", "activities", "bbbb0009", "responsible", {}


def test_every_fact_of_every_act_is_placed():
    for name, act in ACTS.items():
        taken = {*inspect.signature(act.carry_out).parameters} - {"attempt"}
        assert taken <= NAMES_A_THING | IS_SAID, name


def test_is_tried_with_every_act_that_takes_one(ours):
    tried = {(name, fact) for name, _step, _row, _who, facts in tries(ours) for fact in facts}
    for name, act in ACTS.items():
        ids = ({*inspect.signature(act.carry_out).parameters} & NAMES_A_THING) - ONLY_SAYS.get(name, set())
        assert {(name, one) for one in ids} <= tried, name


def test_finds_nothing_and_changes_nothing(ours):
    before = snapshots.take()
    for name, step, row, who, facts in tries(ours):
        if name == "keep_register":
            continue  # a key that the case does not know begins a register of its own, see below
        refused = False
        try:
            seen = ours.seen(step) if not row else None
            attempt = run(name, ours.pk, step, by=ours.house[who], row=row, revision=seen, at=ours.now, **facts)
            refused = not attempt.happened
        except (Refused, Http404):
            refused = True
        assert refused, (name, facts)
    assert snapshots.take() == before


def test_a_register_under_a_key_of_another_case_is_another_register(ours):
    theirs = ContactRegister.objects.get(case=ours.theirs.pk)
    (about,) = [facts for name, *_where, facts in tries(ours) if name == "keep_register"]
    ours.act("keep_register", "activities", **about)
    assert ContactRegister.objects.get(pk=theirs.pk).purpose == "Återkoppling"
    assert ContactRegister.objects.get(case=ours.pk, key=theirs.key).details.count() == 0


def test_the_same_acts_with_ids_of_the_case_itself_are_done(ours):
    """So that the walk above is not refused for another reason."""
    register = ContactRegister.objects.get(case=ours.pk)
    detail, talk = ContactDetail.objects.get(register=register), Talk.objects.get(case=ours.pk)
    about = {"register": register.key, "detail": detail.pk}
    assert ours.act("comment", "purpose", text="Därför.", answers=Comment.objects.get(case=ours.pk).pk).happened
    assert ours.act(
        "answer_help", "purpose", by="support", text="Så.", request=HelpRequest.objects.get(case=ours.pk).pk
    )
    assert ours.act("correct_contact", "activities", **about, called="X", contact="2").happened
    assert ours.act("code_contribution", "compilation", key="aaaa0003", themes=["aaaa0002"]).happened
    coding = CodingAct.objects.filter(case=ours.pk).first().pk
    assert ours.act("undo_coding", "compilation", coding=coding).happened
    number = Contribution.objects.get(case=ours.pk, key="aaaa0003").number
    assert ours.act("code_many", "compilation", numbers=[number], order=Order(give={"aaaa0002": "for"})).happened
    attempt = run(
        "correct_talk", ours.pk, "activities", by=ours.house["responsible"], row=ACTIVITY, at=ours.now, talk=talk.pk
    )
    assert attempt.happened


def test_pages_and_case_acts_take_none_either(ours):
    theirs, client = ours.theirs, ours.client("responsible")
    register = ContactRegister.objects.get(case=theirs.pk)
    assert client.get(reverse("contact_register", args=[ours.pk, register.key])).status_code == 404
    record = Record.objects.get(case=theirs.pk, step="purpose", row="")
    data = ours.posted("purpose", PURPOSE, act="restore", restore=str(record.revisions.first().pk))
    assert client.post(ours.url("step", "purpose"), data).status_code == 404
    assert Theme.objects.filter(case=ours.pk, key="bbbb0002").count() == 0
    membership = Membership.objects.filter(case=theirs.pk).first()
    with pytest.raises((Refused, Http404, Membership.DoesNotExist)):
        end_membership(ours.pk, by=ours.house["responsible"], membership=membership.pk, at=ours.now)


def test_a_case_does_not_go_on_in_one_that_the_person_may_not_know_of(house, story):
    hidden = Story(house, story.now, title="Hemlig")
    set_visibility(hidden.pk, by=house["responsible"], visibility="members_only", at=story.now)
    story.join("stranger", "civil_servant")
    with pytest.raises((Refused, Http404)):
        end_early(story.pk, by=house["stranger"], reason="Slut.", continues_in=hidden.pk, at=story.now)
    assert story.case.closed_at is None

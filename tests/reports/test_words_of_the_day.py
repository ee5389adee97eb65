"""What is frozen keeps the words of its day: whatever bodies, people and groups are called later, it reads as it did."""

import re

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat

from dialog import municipality
from dialog.models import Area, Body, Department, Event, Person, Seat
from planning.models import Goal, TargetGroup
from reports.kinds import KINDS
from reports.render import as_html, as_text
from tests.execution.tale import begin
from tests.followup.tale import FollowUp, held
from tests.story import GATE, Story

NAMED = [
    (Body, "name"),
    (Person, "name"),
    (Person, "title"),
    (Department, "name"),
    (Area, "name"),
    (Seat, "position"),
    (TargetGroup, "name"),
    (Goal, "goal"),
]
TEXT = "0000aa01"
LAST = {"result_as_expected": ["yes"], "reflection": ["Det blev bra."]}
# The pages that show what is frozen: every decision, every gate with who confirmed it, everything that happened.
PAGES = [
    ("decisions",),
    ("step", "planning_gate"),
    ("step", "execution_gate"),
    ("step", "followup_gate"),
    ("history",),
    ("step_history", "purpose"),
    ("step_history", "influenceable"),
    ("row_history", "communication", TEXT),
]


@pytest.fixture
def closed(story: Story) -> FollowUp:
    """A case that was carried through to its end, its text before published, its result decided, reopened by nobody."""
    follow = held(story, begin(story))
    follow.publish_text(TEXT)
    follow.finish_followup()
    follow.act("decide", "analysis", "0000b0b3", kind="decision", by="elected", data=follow.decided(section=["§ 24"]))
    follow.act("approve", "publication", "0000cc01", by="communicator")
    follow.confirm_execution()
    story.act("confirm_gate", "followup_gate", data=LAST, section="§ 31", section_date=story.today)
    assert story.case.closed_at
    return follow


def rename(story: Story) -> None:
    """Give everybody and everything that is named another name."""
    for model, field in NAMED:
        model.objects.update(**{field: Concat(Value("Nya "), F(field))})
    municipality.forget()
    story.house.people = {person.username: person for person in Person.objects.all()}


def documents(story: Story) -> dict[str, str]:
    """Return every document of the case in every part, as it is read and as it is made."""
    access = story.access("elected")
    return {
        f"{key} {part}": as_text(document) + as_html(document)
        for key, kind in KINDS.items()
        if kind.exists(access)
        for part in ["", *(part for part, _title in kind.parts(access))]
        for document in [kind.build(access, part)]
    }


def pages(story: Story) -> dict[str, str]:
    """Return what stands in the middle of the pages that show what is frozen."""
    found = {}
    for name, *args in PAGES:
        page = story.client("elected").get(story.url(name, *args))
        assert page.status_code == 200, (name, args)
        main = page.text[page.text.index("<main") : page.text.index("</main>")]
        members_today = r'<ul class="folk">.*?</ul>'
        found[" ".join((name, *args))] = re.sub(
            rf'(csrfmiddlewaretoken|sending)"\s+value="\w+"|{members_today}', "", main
        )
    return found


def test_every_frozen_paper_reads_as_before(closed: FollowUp):
    before = documents(closed.story)
    assert {"plan ", "summary ", f"before {TEXT}", "after 0000cc01"} <= set(before)
    assert "Tekniska nämnden" in before["plan "] and "Karin Lund" in before["summary "]
    rename(closed.story)
    after = documents(closed.story)
    assert {name: line for name in before for line in changed(before[name], after[name])} == {}


def test_every_page_of_what_is_frozen_reads_as_before(closed: FollowUp):
    before = pages(closed.story)
    assert "Karin Lund" in before["history"] and "Tekniska nämnden" in before["decisions"]
    rename(closed.story)
    after = pages(closed.story)
    assert {name: line for name in before for line in changed(before[name], after[name])} == {}


def test_what_is_not_frozen_reads_as_today(story: Story):
    story.plan()
    rename(story)
    assert "Nya Tekniska nämnden" in documents(story)["plan "]
    story.act("confirm_gate", "planning_gate", data=GATE)
    assert "Nya\xa0Karin\xa0Lund" in documents(story)["plan "]


def test_a_proposal_that_was_sent_keeps_its_words_for_the_meeting(proposed: Story):
    before = documents(proposed)["decision_basis "]
    assert "Amir Haddad" in before and "Tekniska nämnden" in before
    rename(proposed)
    assert documents(proposed)["decision_basis "] == before


def test_each_line_of_the_history_knows_who_did_it_by_the_name_of_then(story: Story):
    story.act("save_draft", "purpose", data={"purpose": ["En annan."]})
    rename(story)
    story.act("save_draft", "purpose", data={"purpose": ["En tredje."]})
    names = Event.objects.filter(case=story.pk, act="save_draft").order_by("pk").values_list("by_name", flat=True)
    assert list(names) == ["Amir Haddad", "Nya Amir Haddad"]


def changed(before: str, after: str) -> list[str]:
    """Return the lines that are not the same."""
    old, new = before.split("\n"), after.split("\n")
    return [f"{one} → {other}" for one, other in zip(old, new, strict=False) if one != other]

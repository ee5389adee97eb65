"""What is typed on one page for several acts: one is taken, the rest is not lost, with scripts or without."""

import re

import pytest
from django.utils.html import escape
from django.utils.translation import gettext

from dialog.models import Comment, Record, Revision
from dialog.rights import STEP_RIGHTS
from dialog.web.typed import MOST_PAGES, SESSION_KEY
from tests.story import PLANNING, YES, Story
from tests.walks.session import may_sign_in, sign_in

TYPED = "Förstå hur unga & gamla <b>vill</b> ha det."
SHOWN = escape(TYPED)


class Desk:
    """One person's browser before the pages of a case."""

    def __init__(self, story: Story, who: str) -> None:
        self.story, self.client = story, story.client(who)

    def post(self, step, act, draft=None, **more):
        """Press a button, with a text in the form or none; what is typed beside it is posted with it."""
        posted = self.story.posted(step, draft or {}, **more) | {"act": act}
        if draft is None:
            del posted["whole"]
        return self.client.post(self.story.url("step", step), posted)

    def page(self, step):
        """Read the page of a step."""
        return self.client.get(self.story.url("step", step)).text


@pytest.fixture
def desk(story):
    """The responsible official's."""
    return Desk(story, "responsible")


def test_a_comment_is_sent_with_the_text_and_both_are_kept(story, desk):
    desk.post("purpose", "comment", {"purpose": [TYPED]}, **{"comment-comment": "Vad tror ni?"})
    assert Comment.objects.get().text == "Vad tror ni?"
    assert story.text("purpose") == {"purpose": [TYPED]}


def test_a_comment_alone_begins_no_draft(story, desk):
    desk.post("purpose", "comment", {}, **{"comment-comment": "Vad tror ni?"})
    assert Comment.objects.exists() and not Revision.objects.exists()


def test_a_comment_that_says_nothing_keeps_the_text_on_the_page(story, desk):
    answer = desk.post("purpose", "comment", {"purpose": [TYPED]}, **{"comment-comment": " "})
    assert answer.status_code == 422
    assert SHOWN in answer.text and 'href="#new-comment"' in answer.text


def test_a_comment_and_an_older_text_show_both_texts(story, desk):
    story.act("save_draft", "purpose", by="elected", data={"purpose": ["Ett annat."]})
    answer = desk.post("purpose", "comment", {"purpose": [TYPED]}, seen=0, **{"comment-comment": "Hej"})
    assert answer.status_code == 409 and SHOWN in answer.text
    assert Comment.objects.get().text == "Hej"


def test_a_comment_that_was_typed_when_the_draft_was_saved_is_given_back_once(story, desk):
    desk.post("purpose", "save_draft", {"purpose": ["Ett syfte"]}, **{"comment-comment": TYPED})
    assert SHOWN not in desk.page("question"), "it was typed elsewhere"
    page = desk.page("purpose")
    signed_out = gettext("You had been signed out. What you wrote is still here, but has not been saved yet.")
    assert SHOWN in page and signed_out not in page
    assert SHOWN not in desk.page("purpose")
    assert not Comment.objects.exists()


def test_of_more_pages_than_are_kept_the_latest_give_back(story, desk):
    steps = PLANNING[: MOST_PAGES + 2]
    for step in steps:
        desk.post(step, "save_draft", {}, **{"comment-comment": f"{TYPED} {step}"})
    assert len(desk.client.session[SESSION_KEY]) == MOST_PAGES
    given = [step for step in steps if f"{SHOWN} {step}" in desk.page(step)]
    assert given == steps[-MOST_PAGES:]


def test_a_reply_takes_its_own_words_and_gives_back_the_others(story, desk):
    for text in ("Varför?", "När?"):
        story.act("comment", "purpose", by="elected", text=text)
    first, second = Comment.objects.order_by("pk")
    desk.post(
        "purpose",
        f"comment {first.pk}",
        **{f"comment-comment-{first.pk}": "Därför.", f"comment-comment-{second.pk}": TYPED, "comment-comment": "Nytt."},
    )
    reply = Comment.objects.latest("pk")
    assert (reply.text, reply.answers) == ("Därför.", first)
    text = desk.page("purpose")
    assert SHOWN in text and "Nytt." in text
    assert not re.search(rf'name="comment-comment-{first.pk}"[^>]*>Därför', text)


def test_the_comment_to_a_proposal_outlives_a_saved_draft(story, desk):
    story.go_to("influenceable")
    desk.post("influenceable", "save_draft", {"motivation": ["a"]}, **{"comment-propose": TYPED})
    assert SHOWN in desk.page("influenceable")


def test_what_an_elected_official_was_answering_is_given_back_after_a_comment(story):
    story.go_to("influenceable")
    story.act("propose", "influenceable", data={**YES, "motivation": ["Ja."]})
    karin = Desk(story, "elected")
    karin.post(
        "influenceable",
        "comment",
        {**YES, "motivation": [TYPED]},
        verdict="other",
        until="2027-02-01",
        **{"comment-comment": "En fråga."},
    )
    assert Comment.objects.get().text == "En fråga."
    text = karin.page("influenceable")
    assert SHOWN in text and 'value="2027-02-01"' in text
    assert re.search(r'value="other" ?checked', text)


def test_a_decision_with_its_paragraph_leaves_nothing_over(story):
    story.go_to("influenceable")
    story.act("propose", "influenceable", data={**YES, "motivation": ["Ja."]})
    karin = Desk(story, "elected")
    facts = {"decided_on": [story.today.isoformat()], "made_by": ["body"], "section": ["§ 57"]}
    assert karin.post("influenceable", "verdict", facts, verdict="as_proposed").status_code == 302
    assert 'data-unsaved="typed"' not in karin.page("influenceable")


@pytest.mark.parametrize("step", ["activities", "communication"])
def test_whoever_comes_second_where_no_text_is_written_is_told_how_it_stands(story, step):
    Record.objects.create(case=story.case, step="planning_gate", done=True, version=1)
    Record.objects.create(case=story.case, step=step, done=True, revision=5)
    answer = Desk(story, "responsible").post(step, "take_back", seen=2, **{"comment-take_back": "Inte klart."})
    assert answer.status_code == 409


@pytest.mark.parametrize("act", sorted(STEP_RIGHTS))
def test_a_text_that_is_sent_where_none_is_written_is_no_failure(story, act):
    Record.objects.create(case=story.case, step="planning_gate", done=True, version=1)
    answer = Desk(story, "responsible").post("activities", act, {"title": ["Hej"]}, seen=0)
    assert 300 < answer.status_code < 500


def test_reasons_for_exceptions_outlive_a_saved_reflection(story, desk):
    desk.post("planning_gate", "save_draft", {}, **{"reason-purpose": TYPED})
    assert SHOWN in desk.page("planning_gate")


def test_what_was_said_is_given_back_when_the_session_had_ended(story, client):
    may_sign_in(story)
    door = client.post(story.url("step", "purpose"), {"act": "comment", "comment-comment": TYPED})
    assert SHOWN in client.get(sign_in(client, door.text, "responsible")["Location"]).text

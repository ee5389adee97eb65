"""Comments and questions beside the form: for members only, answered by a reply."""

import pytest
from django.http import Http404

from dialog.acts import course
from dialog.acts.core import Refused
from dialog.models import Case, Comment, Event, Record
from tests.story import Story


def say(story, text="Varför just stranden?", **facts):
    story.act("comment", "purpose", text=text, **facts)
    return Comment.objects.latest("pk")


@pytest.mark.parametrize("who", ["responsible", "civil_servant", "elected", "other_body", "reader"])
def test_every_member_may_ask(story, who):
    comment = say(story, by=who)
    assert (comment.text, comment.by, comment.step, comment.at) == (
        "Varför just stranden?",
        story.house[who],
        "purpose",
        story.now,
    )


@pytest.mark.parametrize("who", ["support", "admin", "communicator", "stranger"])
def test_nobody_else_does(story, who):
    with pytest.raises(Refused):
        say(story, by=who)


def test_whoever_may_not_know_of_the_case_meets_nothing(story):
    Case.objects.update(visibility="members_only")
    with pytest.raises(Http404):
        say(story, by="stranger")


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing_is_no_comment(story, text):
    assert story.attempt("comment", "purpose", text=text).missing
    assert not Comment.objects.exists()


def test_a_reply_answers_what_it_replies_to(story):
    asked = say(story, by="elected")
    story.later(hours=1)
    reply = say(story, "För att bryggan ska byggas om.", by="civil_servant", answers=asked.pk)
    asked.refresh_from_db()
    assert (reply.answers, asked.answered_by, asked.answered_at) == (asked, story.house["civil_servant"], story.now)


def test_a_second_reply_leaves_who_answered_first(story):
    asked = say(story, by="elected")
    say(story, "För bryggan.", by="civil_servant", answers=asked.pk)
    say(story, "Och för parkeringen.", by="responsible", answers=asked.pk)
    asked.refresh_from_db()
    assert asked.answered_by == story.house["civil_servant"]
    assert asked.replies.count() == 2


def test_the_same_words_twice_in_a_row_are_one(story):
    say(story)
    story.act("comment", "purpose", text="Varför just stranden?", changes=False)
    assert Comment.objects.count() == 1
    say(story, by="elected")
    assert Comment.objects.count() == 2


def test_a_comment_whose_answer_got_lost_is_one_though_somebody_said_something_before_it_was_sent_again(story):
    say(story)
    say(story, "Ja, varför?", by="elected")
    story.act("comment", "purpose", text="Varför just stranden?", changes=False)
    assert Comment.objects.count() == 2
    story.later(hours=2)
    say(story)
    assert Comment.objects.count() == 3


@pytest.mark.parametrize("where", ["question", "nowhere"])
def test_a_reply_to_what_is_not_here_is_none(story, where):
    asked = say(story).pk
    with pytest.raises(Refused):
        story.attempt("comment", "question", text="Svar.", answers=asked if where == "question" else 10**30)


def test_a_reply_to_another_cases_question_is_none(story, house):
    theirs = say(Story(house, story.now, title="En annan dialog"))
    with pytest.raises(Refused):
        story.attempt("comment", "purpose", text="Svar.", answers=theirs.pk)


def test_replies_are_one_deep(story):
    reply = say(story, "För bryggan.", by="civil_servant", answers=say(story, by="elected").pk)
    with pytest.raises(Refused):
        story.attempt("comment", "purpose", text="Jaha.", answers=reply.pk)


def test_a_comment_is_an_event_and_touches_no_text(story):
    story.act("save_draft", "purpose", data={"purpose": ["a"]})
    say(story)
    event = Event.objects.latest("pk")
    assert (event.act, event.note, event.revision) == ("comment", "Varför just stranden?", None)
    assert story.seen("purpose") == 1


def test_one_may_ask_at_a_step_that_nobody_has_begun(story):
    say(story)
    assert not story.revisions("purpose")


@pytest.mark.parametrize("step", ["planning_gate", "followup_gate", "purpose"])
def test_nobody_comments_in_a_closed_case_at_a_gate_either(story, step):
    Record.objects.create(case=story.case, step="planning_gate", done=True)
    course.end_early(story.pk, by=story.house["responsible"], reason="Pengarna tog slut.", at=story.now)
    page = story.client("responsible").get(story.url("step", step)).text
    assert 'value="comment"' not in page
    with pytest.raises(Refused):
        story.attempt("comment", step, text="Varför?")

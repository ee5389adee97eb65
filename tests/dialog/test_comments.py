"""Comments and questions beside the form: for members only, answered by a reply."""

import pytest
from django.http import Http404

from dialog.acts import course
from dialog.acts.core import Refused
from dialog.models import Case, Comment, Event, Record
from tests.pages import Page
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


def page_of(story, who="responsible"):
    """What a page sends on which somebody has written the usual question."""
    page = Page(story.client(who).get(story.url("step", "purpose")).text)
    sent = page.filled(page.form_with("comment-comment"))
    return sent | {"act": ["comment"], "comment-comment": ["Varför just stranden?"]}


def send(story, sent, who="responsible"):
    return story.client(who).post(story.url("step", "purpose"), sent, follow=True)


def test_a_comment_whose_answer_got_lost_is_one_whenever_it_is_sent_again(story):
    sent = page_of(story)
    send(story, sent)
    say(story, "Ja, varför?", by="elected")
    story.later(hours=30)
    assert "det var redan gjort" in send(story, sent).text
    assert Comment.objects.count() == 2


def test_what_was_written_beside_it_meanwhile_makes_it_no_other(story):
    sent = page_of(story)
    for purpose in ("Ett.", "Två."):
        send(story, sent | {"purpose": [purpose]})
    assert Comment.objects.count() == 1


def test_the_same_words_from_a_page_that_was_read_afterwards_are_said_again(story):
    for _time in range(2):
        send(story, page_of(story))
    assert Comment.objects.count() == 2


def test_other_words_from_the_same_page_and_the_same_as_a_reply_are_others(story):
    sent = page_of(story)
    send(story, sent)
    asked = Comment.objects.get()
    send(story, sent | {"comment-comment": ["Och när?"]})
    reply = {f"comment-comment-{asked.pk}": ["Varför just stranden?"], "act": [f"comment {asked.pk}"]}
    send(story, sent | reply)
    assert Comment.objects.count() == 3


def test_somebody_elses_same_words_are_hers(story):
    sent = page_of(story)
    for who in ("responsible", "elected"):
        send(story, sent, who)
    assert Comment.objects.count() == 2


def test_a_comment_beside_a_text_that_met_another_is_said_and_does_not_come_back_as_if_it_were_not(story):
    sent, client, url = page_of(story), story.client("responsible"), story.url("step", "purpose")
    story.act("save_draft", "purpose", by="civil_servant", data={"purpose": ["Hennes."]})
    typed = {"purpose": ["Mitt."], "comment-ask_for_help": ["Hur gör man?"]}
    assert client.post(url, sent | typed).status_code == 409
    page = Page(client.get(url).text)
    again = page.filled(page.form_with("comment-comment"))
    assert (again["comment-comment"], again["comment-ask_for_help"]) == ([""], ["Hur gör man?"])
    assert Comment.objects.count() == 1


def test_a_comment_that_the_page_refused_keeps_the_key_of_its_page(story):
    sent = page_of(story)
    page = Page(send(story, sent | {"act": ["propose"]}).text)
    assert page.filled(page.form_with("comment-comment"))["sending"] == sent["sending"]


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

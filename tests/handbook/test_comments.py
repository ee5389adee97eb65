"""What readers say about the handbook, and what they are answered."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialog import clock
from dialog.process import edition
from handbook.models import HandbookComment
from tests.pages import Page

GOALS = "/handbook/goals/"


def test_a_reader_comments_on_a_page_and_sees_it_there(handbook, reader, karin):
    answer = reader.post(GOALS, {"text": "Vad är skillnaden mellan process och resultat?"}, follow=True)
    comment = HandbookComment.objects.get()
    assert (comment.page, comment.by) == (handbook[-1].pages.get(key="goals"), karin)
    assert "Vad är skillnaden mellan process och resultat?" in answer.content.decode()


def test_a_comment_that_was_answered_before_it_was_sent_again_comes_once_and_may_be_made_again(handbook, reader, petra):
    def sent():
        page = Page(reader.get(GOALS).text)
        return page.filled(page.form_with("text")) | {"text": ["Exempel, tack."]}

    first = sent()
    for form, number in ((first, 1), (first, 1), (sent(), 2)):
        reader.post(GOALS, form)
        assert HandbookComment.objects.count() == number
        HandbookComment.objects.update(answer="De står nu där.", answered_by=petra, answered_at=clock.now())


def test_a_comment_on_an_older_edition_stays_with_it(handbook, reader):
    answer = reader.post(GOALS + "?edition=2024-03-11", {"text": "Exempel, tack."})
    assert answer.url == GOALS + "?edition=2024-03-11"
    assert HandbookComment.objects.get().page.edition == handbook[0]


def test_an_empty_comment_is_not_sent_and_the_page_says_why(handbook, reader):
    answer = reader.post(GOALS, {"text": "  "})
    assert answer.status_code == 422
    assert not HandbookComment.objects.exists()
    assert "form-error" in answer.content.decode()


def test_what_was_typed_is_not_lost_when_it_is_too_long(handbook, reader):
    answer = reader.post(GOALS, {"text": "å" * 5_001})
    assert answer.status_code == 422
    assert "å" * 5_001 in answer.content.decode()


def test_a_comment_is_shown_as_text(handbook, reader):
    text = reader.post(GOALS, {"text": "<script>alert(1)</script>"}, follow=True).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_others_do_not_see_what_a_reader_said(handbook, reader, support):
    reader.post(GOALS, {"text": "Mellan oss"})
    assert "Mellan oss" not in support.get(GOALS).content.decode()


def test_support_is_told_of_it_in_her_inbox_until_it_is_answered(handbook, reader, support):
    reader.post(GOALS, {"text": "Oklart."})
    address = f'href="{reverse("handbook_comments")}"'
    assert address in support.get("/").text
    assert address not in reader.get("/").text
    assert '<span class="count">1</span>' in support.get("/handbook/purpose/").text, "and in the handbook"
    said = HandbookComment.objects.get()
    support.post(reverse("handbook_answer", args=[said.pk]), {f"c{said.pk}-answer": "Vi ser över det."})
    assert address not in support.get("/").text


def test_support_sees_every_comment_the_unanswered_first(handbook, reader, support, petra):
    reader.post(GOALS, {"text": "Första"})
    first = HandbookComment.objects.get()
    reader.post("/handbook/purpose/", {"text": "Andra"})
    support.post(reverse("handbook_answer", args=[first.pk]), {f"c{first.pk}-answer": "Bra fråga."})
    text = support.get(reverse("handbook_comments")).content.decode()
    assert text.index("Andra") < text.index("Första") < text.index("Bra fråga.")


def test_the_answer_stands_on_the_page_for_who_asked(handbook, reader, support, petra):
    reader.post(GOALS, {"text": "Vad är en indikator?"})
    comment = HandbookComment.objects.get()
    support.post(
        reverse("handbook_answer", args=[comment.pk]), {f"c{comment.pk}-answer": "Det som visar att målet är nått."}
    )
    comment.refresh_from_db()
    assert comment.answered_by == petra
    assert comment.answered_at is not None
    assert "Det som visar att målet är nått." in reader.get(GOALS).content.decode()


def test_a_comment_is_answered_once(handbook, reader, support):
    reader.post(GOALS, {"text": "Vad är en indikator?"})
    comment = HandbookComment.objects.get()
    for text in ("Ett svar", "Ett annat"):
        support.post(reverse("handbook_answer", args=[comment.pk]), {f"c{comment.pk}-answer": text})
    comment.refresh_from_db()
    assert comment.answer == "Ett svar"


def test_an_empty_answer_is_no_answer(handbook, reader, support):
    reader.post(GOALS, {"text": "Vad är en indikator?"})
    comment = HandbookComment.objects.get()
    answer = support.post(reverse("handbook_answer", args=[comment.pk]), {f"c{comment.pk}-answer": ""})
    assert answer.status_code == 422
    comment.refresh_from_db()
    assert comment.answered_at is None


def test_only_support_sees_all_comments_and_answers(handbook, reader):
    reader.post(GOALS, {"text": "Hej"})
    comment = HandbookComment.objects.get()
    assert reader.get(reverse("handbook_comments")).status_code == 403
    answer = reader.post(reverse("handbook_answer", args=[comment.pk]), {f"c{comment.pk}-answer": "Jag svarar själv"})
    assert answer.status_code == 403
    comment.refresh_from_db()
    assert comment.answer == ""


def test_a_comment_that_is_not_there_cannot_be_answered(handbook, support):
    assert support.post(reverse("handbook_answer", args=[1]), {"c1-answer": "Hej"}).status_code == 404


def test_an_answer_without_anybody_behind_it_is_impossible(handbook, karin):
    page = handbook[0].pages.get(key="goals")
    with pytest.raises(IntegrityError), transaction.atomic():
        HandbookComment.objects.create(page=page, by=karin, at=clock.now(), text="Hej", answer="Svar")


def test_the_list_of_comments_costs_the_same_for_many(handbook, reader, support):
    for number in range(12):
        reader.post(GOALS, {"text": f"Nummer {number}"})
    edition.in_force()  # at the foot of every page; kept for a minute
    with CaptureQueriesContext(connection) as asked:
        support.get(reverse("handbook_comments"))
    assert len([one for one in asked.captured_queries if "handbook_" in one["sql"]]) == 1

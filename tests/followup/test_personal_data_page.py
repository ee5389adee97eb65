"""The page on which personal data is removed: what somebody sees first, and what she confirms."""

import datetime as dt
from typing import Any

import pytest
from django.apps import apps

from dialog.acts.core import SentAgain
from dialog.acts.personal_data import MANY
from dialog.language.taken_out import MARK
from dialog.models import (
    Comment,
    Event,
    Revision,
)
from handbook.loading import load_editions
from tests.followup.test_duty import CIVIL_SERVANTS
from tests.followup.test_personal_data import NAME, a_row, remove, says, see, still_says
from tests.story import PEOPLE, PURPOSE, Story


def confirm(story: Story, page: Any, *, by: str = "responsible", **more: str) -> Any:
    """Press the button of a page that shows where words stand."""
    form = page.context["form"]
    typed = {name: form.data.get(name, "") for name in ("words", "reason", "seen", "places")}
    return story.client(by).post(story.url("case_act", "remove_personal_data"), typed | more, follow=True)


class TestThePage:
    @pytest.fixture
    def written_on(self, story):
        story.act("propose", "purpose", data=PURPOSE | {"why_dialogue": [f"För att {NAME} skrev till oss."]})
        story.act("approve", "purpose")
        story.act("propose", "purpose", data=PURPOSE | {"why_dialogue": ["För att många skrev till oss."]})
        story.act("approve", "purpose")
        story.act("comment", "question", by="elected", text=f"Vad säger {NAME} om det?")
        return story

    def test_shows_every_place_with_the_words_around_it_and_changes_nothing(self, written_on):
        before = list(Revision.objects.values_list("data")), Event.objects.count()
        page = see(written_on)
        assert page.status_code == 200
        assert "Vad säger <mark>Brita Ekwåll</mark> om det?" in page.text
        assert "För att <mark>Brita Ekwåll</mark> skrev till oss." in page.text
        assert "Syftet med dialogen" in page.text and "Version 1" in page.text and "Kommentar" in page.text
        assert (list(Revision.objects.values_list("data")), Event.objects.count()) == before

    def test_removes_what_was_seen_when_it_is_confirmed(self, written_on):
        page = see(written_on)
        answer = confirm(written_on, page)
        assert "Borttaget på" in answer.text and not says(answer.text)
        assert still_says() == []

    def test_says_that_a_version_in_force_holds_the_mark(self, written_on):
        confirm(written_on, see(written_on))
        assert MARK in written_on.client("elected").get(written_on.url("step_history", "purpose")).text
        assert not says(written_on.client("elected").get(written_on.url("step_history", "purpose")).text)

    @pytest.mark.parametrize("words", ["Bo", "å", "  ", "a-b", "\u00ad\u00adbo", "x" * 201])
    def test_takes_no_words_that_are_too_short_or_too_long(self, written_on, words):
        answer = see(written_on, words)
        assert answer.status_code == 422 and "<mark>" not in answer.text

    def test_says_that_words_stand_nowhere(self, written_on):
        answer = see(written_on, "Någon Annan")
        assert answer.status_code == 422 and "ingenstans" in answer.text

    def test_shows_the_places_again_when_the_words_are_others_or_somebody_wrote_meanwhile(self, written_on):
        page = see(written_on)
        answer = confirm(written_on, page, words="stranden")
        assert "<mark>stranden</mark>" in answer.text and "stranden" in written_on.text("purpose")["purpose"][0]
        written_on.act("comment", "question", by="elected", text=f"{NAME} igen.")
        answer = confirm(written_on, page)
        assert "<mark>Brita Ekwåll</mark> igen." in answer.text
        assert Comment.objects.first().text == f"Vad säger {NAME} om det?"

    def test_asks_once_more_where_there_are_very_many_places(self, written_on):
        for number in range(MANY):
            Comment.objects.create(
                case_id=written_on.pk,
                step="purpose",
                text=f"{NAME} {number}",
                by=written_on.house["elected"],
                at=written_on.now,
            )
        page = see(written_on)
        assert confirm(written_on, page).status_code == 422
        assert Comment.objects.filter(text__contains=NAME).count() == MANY + 1
        confirm(written_on, page, sure="on")
        assert not Comment.objects.filter(text__contains=NAME).exists()

    def test_sent_twice_is_done_once_and_said(self, written_on):
        page = see(written_on)
        for _press in range(2):
            answer = confirm(written_on, page)
        assert Event.objects.filter(act="remove_personal_data").count() == 1
        assert "redan" in answer.text

    def test_is_nobody_elses_and_shows_nothing_to_them(self, written_on):
        for who in set(PEOPLE) - set(CIVIL_SERVANTS):
            answer = see(written_on, by=who)
            assert answer.status_code in (403, 404), who
            assert "<mark>" not in answer.text and "skrev till oss" not in answer.text, who

    def test_a_comment_on_the_handbook_is_counted_and_not_shown(self, written_on):
        model = apps.get_model("handbook.HandbookComment")
        load_editions([dt.date(2024, 3, 11)])
        row = a_row(model, written_on)
        model.objects.filter(pk=row.pk).update(text=f"Hemligt om {NAME}.")
        page = see(written_on)
        assert "Sagt om ärendet på annat håll" in page.text and "Hemligt" not in page.text

    def test_twice_at_the_act_is_once(self, written_on):
        count = remove(written_on)
        with pytest.raises(SentAgain):
            remove(written_on, places=count)

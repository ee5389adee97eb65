"""The communicators' desk: the text that has waited longest, as residents will see it, and what is out there."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.translation import override

from dialog.models import PublicationText, Revision
from dialog.texts.published import EASY, LANGUAGES, OUTDATED, PublishedTexts
from tests.execution.tale import Tale

DESK = reverse("communication")
KEY = "0000aa01"
EASY_TEXT, ARABIC = "0000aa0e", "0000aa0f"


def desk(tale: Tale, **asked: str):
    return tale.story.client("communicator").get(DESK, asked)


def told(tale: Tale, which: str = "") -> list[tuple[str, str]]:
    found = PublishedTexts(which)
    with override("sv"):
        return [(one.text.name, one.language_name) for one in found.texts(found.records())]


@pytest.fixture
def published(tale: Tale) -> Tale:
    """A Swedish, an easy-read and an Arabic text are out there."""
    tale.publish_text(KEY)
    for key, title, language in ((EASY_TEXT, "Lätt", "sv-easy"), (ARABIC, "كيف", "ar")):
        tale.publish_text(key, title=[title], language=[language], text=["…"])
    return tale


class TestLanding:
    def test_leads_to_the_text_that_has_waited_longest(self, tale):
        tale.hand_over("0000aa02")
        tale.story.later(hours=1)
        tale.hand_over("0000aa01")
        assert desk(tale)["Location"].endswith("/texts/communication/0000aa02/")

    def test_says_that_none_waits_and_what_is_under_way(self, tale):
        page = desk(tale).text
        assert "Ingen text väntar på dig." in page and "Vilka som frågas, vecka för vecka" in page

    def test_the_weeks_are_found_also_while_a_text_waits(self, tale):
        tale.hand_over(KEY)
        assert "Vilka som frågas, vecka för vecka" in desk(tale, shelf="weeks").text

    def test_the_menu_says_that_she_is_among_her_texts_and_nobody_elses_does(self, tale):
        tale.hand_over(KEY)
        url = tale.story.url("text", "communication", KEY)
        page = tale.story.client("communicator").get(url).text
        assert f'<a href="{DESK}" aria-current="page"' in page
        assert f'<a href="{reverse("cases")}" aria-current="page"' in tale.story.client("responsible").get(url).text

    def test_her_inbox_names_the_text_and_what_kind_it_is(self, tale):
        tale.hand_over(KEY, title=["Kom och bada"])
        [task] = tale.story.client("communicator").get("/").context["desk"].tasks
        assert task.title == "Redigera och godkänn ”Kom och bada”"
        assert task.facts[0] == "Text före" and task.facts[1].endswith("lämnade den")

    def test_who_handed_it_over_reads_for_whom_it_waits(self, tale):
        tale.hand_over(KEY)
        page = tale.story.client("responsible").get(tale.story.url("text", "communication", KEY)).text
        assert "<strong>Väntar på Sara Nyberg</strong>" in page and "Väntar på svar" not in page


class TestThePreview:
    def ask(self, tale: Tale, who: str, **text: str):
        url = tale.story.url("text_preview", "communication", KEY)
        return tale.story.client(who).post(url, {"whole": "1", "title": "Ny rubrik", "language": "sv", **text})

    def test_shows_what_is_being_written_and_keeps_nothing(self, tale):
        tale.hand_over(KEY)
        page = self.ask(tale, "communicator", what="Vi bygger <b>en brygga</b>.").text
        assert "<h3>Ny rubrik</h3>" in page and "Vi bygger &lt;b&gt;en brygga&lt;/b&gt;." in page
        assert not Revision.objects.filter(data__title=["Ny rubrik"]).exists()

    @pytest.mark.parametrize(
        ("who", "code"), {"responsible": 204, "elected": 404, "reader": 404, "stranger": 404}.items()
    )
    def test_is_for_who_holds_the_text(self, tale, who, code):
        tale.hand_over(KEY)
        assert self.ask(tale, who).status_code == code


class TestWhatIsOutThere:
    def test_tells_the_language_and_that_a_text_is_easy(self, published):
        assert {language for _name, language in told(published)} == {"svenska", "arabiska"}
        page = desk(published, shelf="published").text
        assert "Text före, lättläst · " in page and 'lang="ar" dir="rtl"' in page

    def test_tells_the_address_and_since_when(self, published):
        published.story.later(days=3)
        [one, *_rest] = PublishedTexts().texts(PublishedTexts().records())
        assert one.since == published.story.today - dt.timedelta(days=3)
        assert one.address and one.short_address in desk(published, shelf="published").text

    def test_is_filtered_by_language(self, published):
        assert told(published, EASY) == [("Lätt", "svenska")]
        assert told(published, LANGUAGES) == [("كيف", "arabiska")]
        assert told(published, OUTDATED) == []

    def test_a_filter_that_is_none_shows_all(self, published):
        assert len(told(published, "wild")) == PublicationText.objects.count() == 3

    def test_the_first_are_shown_until_one_asks_for_all(self, published, monkeypatch):
        monkeypatch.setattr("dialog.views.texts.FIRST_PUBLISHED", 2)
        some = desk(published, shelf="published")
        assert len(some.context["texts"]) == 2 and "Visar 2 av 3." in some.text
        assert "?shelf=published&amp;all=1" in some.text
        whole = desk(published, shelf="published", all="1")
        assert len(whole.context["texts"]) == 3 and "Visar" not in whole.text

    def test_what_does_not_hold_any_more_comes_first_with_its_reason(self, with_methods):
        tale = with_methods
        tale.plan_activity()
        tale.publish_text("0000aa01", title=["Den gamla"])
        tale.story.later(hours=1)
        tale.plan_activity(days=4)
        tale.story.later(hours=1)
        tale.publish_text("0000aa02", title=["Den nya"])
        assert [name for name, _language in told(tale)] == ["Den gamla", "Den nya"]
        page = desk(tale, shelf="published").text
        assert "En behöver ses över och ligger först." in page and "Se över texten" in page
        assert page.count("</svg> Aktuell</span>") == 1

    def test_nothing_is_out_there(self, tale):
        assert "Ingen sådan text är ute" in desk(tale, shelf="published").text

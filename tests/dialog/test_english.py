"""In English what the application says is English; what people wrote and what was decided stays as it was written."""

import datetime as dt
import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.urls import get_resolver
from django.utils.functional import Promise
from django.utils.translation import override, trans_real

from dialog.acts.course import pause, set_visibility
from dialog.forms.drafts import Draft
from dialog.machine import triggers
from dialog.models import Case, Membership, Person, Record, Revision
from dialog.process.phases import process
from execution.models import ChosenMethod
from handbook.catalogue import _read, agenda_goals, goal_examples, levels, methods, priorities
from handbook.loading import load_editions
from handbook.models import Page
from tests.dialog.test_permissions import address, patterns
from tests.execution.tale import begin
from tests.story import GOALS, PURPOSE, QUESTION, Story
from tests.thorough import some
from tests.walks.pages import addresses, much_has_happened

pytestmark = pytest.mark.one_database


@pytest.fixture
def planned(story) -> Story:
    """A case in which the whole of planning is in force."""
    return story.plan()


def in_english(story: Story, who: str, url: str) -> str:
    """A page as somebody meets it who has chosen English."""
    client = story.client(who)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return html.unescape(client.get(url).text)


def said(words: object) -> tuple[str, str]:
    """What the application says in both of its languages."""
    found = []
    for code in ("sv", "en"):
        with override(code):
            found.append(str(words))
    return found[0], found[1]


def words_of(form) -> Iterator[object]:
    """The words of a form that are the application's own: labels, choices, names of tables."""
    for field in form.base_fields.values():
        yield field.label
        for _key, label in getattr(field, "choices", None) or ():
            if isinstance(label, Promise):
                yield label
    for table in getattr(form, "tables", ()):
        yield table.plural
        yield from words_of(table)


def test_every_step_is_read_in_english_by_whoever_has_chosen_it(planned):
    looked_at, wrong = 0, []
    for step in process.steps():
        if not step.form or not planned.text(step.key):
            continue
        page = in_english(planned, "reader", planned.url("step", step.key))
        for words in words_of(step.form):
            swedish, english = said(words)
            if swedish != english and len(swedish) > 3:
                looked_at += 1
                if re.search(rf">\s*{re.escape(swedish)}\s*<", page):
                    wrong.append(f"{step.key}: {swedish}")
    assert wrong == []
    assert looked_at > 100


def test_labels_and_choices_are_english_and_what_was_written_is_not(planned):
    page = in_english(planned, "reader", planned.url("step", "purpose"))
    assert "The purpose of the dialogue" in page
    assert PURPOSE["purpose"][0] in page
    page = in_english(planned, "reader", planned.url("step", "influenceable"))
    assert "Can the question be influenced?" in page
    assert re.search(r">\s*Yes\s*<", page)
    assert not re.search(r">\s*Ja\s*<", page)
    goals = in_english(planned, "reader", planned.url("step", "goals"))
    assert GOALS["goal"][0]["goal"][0] in goals
    assert "How is the data collected?" in goals


def test_what_was_kept_stays_in_the_municipalitys_language(planned):
    kept = planned.version("influenceable").answers
    in_english(planned, "reader", planned.url("step", "influenceable"))
    assert Revision.objects.get(pk=planned.version("influenceable").pk).answers == kept
    assert "Ja" in [one["value"] for one in kept]


def test_a_level_that_is_decided_in_english_is_kept_in_swedish_and_read_in_both(story):
    story.go_to("influence_level")
    with override("en"):
        story.carry("influence_level")
    [level] = [one["value"] for one in story.version("influence_level").answers if one["key"] == "level"]
    names = [one.name for one in levels().values()]
    assert level in names
    with override("en"):
        english = dict(zip(names, (one.name for one in levels().values()), strict=True))[level]
    assert english != level
    url = story.url("step", "influence_level")
    assert re.search(rf">\s*{english}\s*<", in_english(story, "reader", url))
    assert re.search(rf">\s*{level}\s*<", html.unescape(story.client("reader").get(url).text))


def test_a_word_that_was_another_on_the_day_stays_the_word_of_the_day(planned):
    version = planned.version("influenceable")
    answers = [one | {"value": "Jovisst"} if one["value"] == "Ja" else one for one in version.answers]
    with triggers.lifted():
        Revision.objects.filter(pk=version.pk).update(answers=answers)
    assert "Jovisst" in in_english(planned, "reader", planned.url("step", "influenceable"))


def test_a_day_is_said_in_english(story):
    text: Draft = {**PURPOSE, "decision_by": ["2027-05-20"]}
    story.act("propose", "purpose", data=text)
    story.act("approve", "purpose", data=text)
    page = in_english(story, "reader", story.url("step", "purpose"))
    assert "20 May 2027" in page
    assert "20 maj 2027" not in page


def test_in_swedish_a_page_reads_what_was_kept_and_asks_no_form(planned):
    page = html.unescape(planned.client("reader").get(planned.url("step", "question")).text)
    assert QUESTION["question"][0] in page
    assert "The question" not in page


def test_the_history_tells_roles_days_and_choices_in_english(story):
    story.act("propose", "purpose", data=PURPOSE)
    by, at = story.house["responsible"], story.now
    pause(story.pk, by=by, until=dt.date(2027, 5, 20), reason="Vi väntar.", at=at)
    set_visibility(story.pk, by=by, visibility="members_only", at=at)
    page = in_english(story, "responsible", story.url("history"))
    for words in (*Membership.Role.labels, *Case.Visibility.labels):
        swedish, _english = said(words)
        assert f", {swedish}" not in page and f": {swedish}" not in page, swedish
    assert f"{story.house['elected'].name}, Councillor" in page
    assert "20 May 2027" in page
    assert "Members only" in page
    assert "Vi väntar." in page
    assert "Bara medlemmar" in story.client("responsible").get(story.url("history")).text


def test_the_switch_says_what_stays_in_swedish(planned):
    page = in_english(planned, "reader", planned.url("step", "purpose"))
    assert "what people wrote and decided, stay in Swedish" in page
    assert "stay in Swedish" not in planned.client("reader").get(planned.url("step", "purpose")).text


# The handbook, and the texts to residents as they will read them.
IN_SWEDISH = {"handbook", "handbook_page", "handbook_whole", "row", "text", "text_html"}


class Texts(HTMLParser):
    """The texts of a page that the application may have said: not what stands in a language of its own, or is typed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.silent = 0
        self.foreign: list[str] = []  # the element that stands in another language, and those of its kind within it
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what is not ours, or note what an attribute says."""
        self.silent += tag in ("script", "style", "textarea")
        language = dict(attrs).get("lang") or "en"
        if (self.foreign and tag == self.foreign[0]) or (not self.foreign and language != "en"):
            self.foreign.append(tag)
        if self.foreign:
            return
        self.found |= {
            value.strip() for name, value in attrs if value and name in ("aria-label", "title", "placeholder")
        }

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        self.silent -= tag in ("script", "style", "textarea")
        if self.foreign and tag == self.foreign[0]:
            self.foreign.pop()

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if not (self.silent or self.foreign):
            self.found.add(" ".join(data.split()))


def swedish_sentences() -> set[str]:
    """Everything that the application says in Swedish and otherwise in English."""
    with override("sv"):
        catalogue = trans_real.catalog()._catalog
    found = {
        words: key[0] if isinstance(key, tuple) else key
        for translations in catalogue._catalogs
        for key, words in translations.items()
        if isinstance(words, str)
    }
    return {words for words, english in found.items() if len(words) > 9 and "%" not in words and words != english}


def hand_over_a_text(story: Story) -> None:
    load_editions([dt.date(2026, 3, 1)])
    begin(story).hand_over()
    Person.objects.create_user("chef", name="Chef", is_administrator=True)


def let_english_be_chosen(story: Story, who: str):
    """The browser of somebody who has chosen English."""
    client = story.client(who)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_no_page_of_a_dialogue_that_is_followed_up_says_anything_in_swedish(story):
    much_has_happened(story)
    swedish, wrong, pages = swedish_sentences() | swedish_knowledge(), set(), 0
    guidance = " ".join(page.short + page.whole + page.title for page in Page.objects.all())
    guidance += " ".join(Record.objects.values_list("heading", flat=True))  # what rows were called when they were kept
    with override("sv"):  # and those that were chosen, in what was kept of the choice
        guidance += " ".join(str(method) for method in ChosenMethod.objects.all())
    clients = {who: let_english_be_chosen(story, who) for who in ("responsible", "elected", "communicator")}
    urls = [one for one in dict.fromkeys(addresses(story)) if not one.startswith(("/admin/", "/handbook/"))]
    for number, url in enumerate(some(urls, 50)):
        for who, client in some(list(clients.items()), 1, turn=number):
            answer = client.get(url, follow=True)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                pages += 1
                found = Texts(answer.text).found & swedish
                wrong |= {f"{url} for {who}: {text}" for text in found if text not in guidance}
    assert pages > 30
    assert not wrong, "\n".join(sorted(wrong))


def swedish_knowledge() -> set[str]:
    """What the catalogue says in Swedish and otherwise in English: methods, goals of Agenda 2030, examples."""
    found: list[set[str]] = []
    for code in ("sv", "en"):
        with override(code):
            known = [*methods().values(), *goal_examples(), *levels().values(), *priorities().values()]
            texts = [text for one in known for text in vars(one).values() if isinstance(text, str)]
            found.append({*texts, *agenda_goals().values()})
    return {text for text in found[0] - found[1] if len(text) > 9}


@pytest.mark.parametrize("file", ["levels", "methods", "priorities", "purposes", "goal_examples"])
def test_every_text_of_the_catalogue_has_its_english(file):
    [rows] = _read(f"{file}.toml").values()
    of_the_case = {"promise"}  # what a case makes its own
    keys = {
        "key",
        "slug",
        "mode",
        "kind",
        "measure",
        "affected",
        "engagement",
        "levels",
        "quadrants",
        "reaches",
        "group",
    }
    for row in rows:
        words = {name for name, text in row.items() if isinstance(text, str) and text} - keys - of_the_case
        assert words <= set(row["en"]) | {"hyphenated"}, row


def test_agenda_2030_has_all_its_goals_in_both_languages():
    names = []
    for code in ("sv", "en"):
        with override(code):
            names.append(list(agenda_goals().values()))
    assert len(names[0]) == len(names[1]) == 17
    assert not set(names[0]) & set(names[1])


def test_guidance_that_the_municipality_writes_is_marked_as_swedish(story):
    load_editions([dt.date(2026, 3, 1)])
    page = in_english(story, "responsible", story.url("step", "purpose"))
    guide = page[page.index('class="panel guide"') :]
    short = Page.objects.get(key="purpose").short.split("\n")[0][:30]
    marked = guide[guide.index('lang="sv"') :]
    assert short in marked[: marked.index("</div>")]


def test_no_page_in_english_says_anything_in_swedish(house, story):
    story.once("a text is handed over", lambda: hand_over_a_text(story))
    house.people["admin"] = Person.objects.get(username="chef")
    swedish, wrong, pages = swedish_sentences(), set(), 0
    assert len(swedish) > 1000
    for one in patterns(get_resolver()):
        if one.name in IN_SWEDISH or one.name in ("logout", "health", "accent", "logo", "set_language"):
            continue
        for who in ("responsible", "elected", "reader", "communicator", "support", "admin"):
            client = story.client(who)
            client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
            answer = client.get(address(one, story))
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                pages += 1
                wrong |= {f"{one.name}: {text}" for text in Texts(answer.text).found & swedish}
    for step in process.steps():
        page = in_english(story, "responsible", story.url("step", step.key))
        wrong |= {f"{step.key}: {text}" for text in Texts(page).found & swedish}
    guidance = " ".join(page.short + page.whole for page in Page.objects.all())
    wrong = {one for one in wrong if one.partition(": ")[2] not in guidance}
    assert pages > 80
    assert not wrong, "\n".join(sorted(wrong))

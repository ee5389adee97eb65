"""Letters that look alike are the same: in every search, every filter of words, every name that is there once only."""

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.urls import get_resolver, reverse
from django.utils.timezone import make_aware

from dialog.acts.derived import derive_cases_again
from dialog.admin.site import site
from dialog.language.letters import one_form, plain
from dialog.models import Area, Body, Case, Department, Person, Revision
from followup.acts.incoming import searchable
from followup.models import Contribution, Theme
from guide import book
from handbook.loading import load_editions
from handbook.models import DirectionGoal, Edition, Page
from tests.dialog.test_permissions import address, patterns
from tests.execution.tale import begin
from tests.followup.closed import close, dialogue, with_what_it_is_found_by
from tests.followup.tale import held
from tests.story import Story

pytestmark = pytest.mark.every_database

WORD, MARK = "Åvägen", "qvist"
# The same word as keyboards, word processors and telephones write it.
WRITTEN = {
    "whole": WORD,
    "apart": unicodedata.normalize("NFD", WORD),
    "soft hyphen": "Åvä\u00adgen",
    "zero width": "Å\u200bväg\u200den\ufeff",
    "great": WORD.upper(),
}
SEARCH = re.compile(r'<input[^>]*type="(?:search|text)"[^>]*>')
NAME = re.compile(r'name="([^"]+)"')
ACTION = re.compile(r' action="([^"]*)"')
FORM = re.compile(r"(<form(?![^>]*method=.post)[^>]*>)(.*?)</form>", re.DOTALL | re.IGNORECASE)


def marked(answer) -> Counter[str]:
    """How often a page tells of each of the marked things."""
    return Counter(re.findall(rf"{MARK}([a-z]+)", answer.text.lower().replace("<mark>", "")))


@pytest.fixture
def full(house, story, monkeypatch) -> Story:
    """Everything that can be looked for, called by the word in each way of writing it."""
    load_editions([dt.date(2026, 3, 1)])
    begin(story)
    told = {f"w{number}": f"{word} {MARK}{way.replace(' ', '')}" for number, (way, word) in enumerate(WRITTEN.items())}
    helped = book.pages() | {key: book.GuidePage(key, name, "", "", f"Om {name}.") for key, name in told.items()}
    monkeypatch.setattr(book, "pages", lambda: helped)
    for number, (key, name) in enumerate(told.items()):
        page = Page(key=key, part=Page.Part.REFERENCE, order=900 + number, title=name, whole=name)
        page.edition, page.changed_on = Edition.objects.get(), dt.date(2026, 3, 1)
        page.save()
    house.people["admin"] = Person.objects.create_user("chef", name="Chef", is_administrator=True)
    at = make_aware(dt.datetime(2025, 1, 10, 9))  # noqa: DTZ001 - made aware in the municipality's own zone
    for number, (way, word) in enumerate(WRITTEN.items()):
        name = f"{word} {MARK}{way.replace(' ', '')}"
        Area.objects.create(name=f"{name} område {number}")
        Department.objects.create(name=f"{name} avdelning {number}")
        Body.objects.create(name=f"{name} nämnd {number}")
        Person.objects.create_user(f"p{number}", name=name)
        DirectionGoal.objects.create(key=f"g{number}", text=name, valid_from=dt.date(2023, 1, 1))
        kind = ContentType.objects.get_for_model(Area)
        LogEntry.objects.create(
            user=house["admin"], content_type=kind, object_id="1", object_repr=name, action_flag=CHANGE
        )
        case = close(dialogue(house, name, day=at), at)
        with_what_it_is_found_by(case, group=name, theme=name, next_time=name)
        Contribution.objects.create(
            case=story.case,
            number=number + 1,
            key=f"{number:08x}",
            text=name,
            search_text=searchable(name),
            fits_no_theme=True,
            added_at=story.now,
            added_by=house["responsible"],
        )
    derive_cases_again(Case.objects.all())
    return story


def searches(story: Story) -> Iterator[tuple[str, str, str]]:
    """Every field for words on every page that asks and changes nothing: who sees it, the address, the field's name."""
    pages = [
        (who, address(one, story))
        for one in patterns(get_resolver())
        if one.name not in ("logout", "set_language", "health", "accent", "logo", "login")
        for who in ("responsible", "support")
    ]
    pages += [
        ("admin", reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
        for model in site._registry
    ]
    found = set()
    for who, url in pages:
        answer = story.client(who).get(url)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            for tag, form in FORM.findall(answer.text):
                sent_to = urljoin(url, next(iter(ACTION.findall(tag)), ""))
                for control in SEARCH.findall(form):
                    found.add((who, sent_to, NAME.findall(control)[0]))
    yield from sorted(found)
    yield "responsible", reverse("similar_cases", args=[story.pk]), "similar_initiatives_comment"


def test_every_search_finds_the_same_however_the_words_are_written(full):
    found, wrong = list(searches(full)), []
    assert {name for _who, _url, name in found} >= {"q", "group", "theme", "similar_initiatives_comment"}
    assert len({url for _who, url, _name in found}) > 9
    for who, url, name in found:
        client = full.client(who)
        around = marked(client.get(url, {name: "Zebra"}))  # what stands there whatever is looked for
        for way, word in WRITTEN.items():
            told = marked(client.get(url, {name: word})) - around
            if set(told) != {way.replace(" ", "") for way in WRITTEN}:
                wrong.append(f"{url}?{name}= {way}: finds {told}")
    assert not wrong, "\n".join(wrong)


def named_once() -> list[type[models.Model]]:
    """The models whose rows have a name that no other has."""
    return [one for one in site._registry if any(rule.name.endswith("_name_once") for rule in one._meta.constraints)]


def test_a_name_that_is_there_once_is_there_once_however_it_is_written(house):
    assert set(named_once()) >= {Body, Department, Area}
    house.people["admin"] = Person.objects.create_user("chef", name="Chef", is_administrator=True)
    client = Story(house).client("admin")
    for model in named_once():
        model.objects.create(name=WORD)
        add = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
        page = client.get(add).text
        rows = dict.fromkeys(re.findall(r'name="(\w+-(?:TOTAL|INITIAL)_FORMS)"', page), "0")
        for way, word in WRITTEN.items():
            answer = client.post(add, {"name": word, "kind": "committee", **rows})
            assert "name" in answer.context["adminform"].form.errors, (model, way)
            with pytest.raises(IntegrityError), transaction.atomic():
                model.objects.create(name=word)
        assert client.post(add, {"name": f"{WORD} två", "kind": "committee", **rows}).status_code == 302


def test_no_text_that_must_be_there_once_is_compared_sign_by_sign():
    """Keys that the application gave, and what another test holds, may be."""
    own = {"key", "slug", "step", "row", "kind", "registry_number", "username", "codename", "act", "phase"}
    texts = [
        field
        for model in site._registry
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and field.unique and field.name not in own
    ]
    assert texts == []


def test_two_themes_are_not_called_the_same(story):
    held(story, begin(story))
    Theme.objects.create(case=story.case, key="0000e0e0", name=WORD)
    for number, word in enumerate(WRITTEN.values()):
        attempt = story.attempt(
            "keep", "compilation", row=f"0000f0f{number}", kind="theme", data={"name": [word]}, seen=0
        )
        assert [lack.sentence for lack in attempt.missing], word
    assert Theme.objects.filter(case=story.case).count() == 1


def test_the_log_is_searched_by_what_stood_in_a_field(house):
    house.people["admin"] = Person.objects.create_user("chef", name="Chef", is_administrator=True)
    client, area = Story(house).client("admin"), Area.objects.create(name="Norr")
    client.post(reverse("admin:dialog_area_change", args=[area.pk]), {"name": "Norr", "note": "Förr Åkerbo"})
    assert "Förr Åkerbo" in client.get(reverse("admin:admin_logentry_changelist"), {"q": "åkerbo"}).text


def test_what_is_typed_with_letters_apart_is_kept_with_each_letter_whole(story):
    typed = unicodedata.normalize("NFD", "Varför är ån så grön?")
    story.post("responsible", "purpose", "save_draft", {"purpose": [typed]})
    kept = Revision.objects.latest("pk").data["purpose"]
    assert kept == [unicodedata.normalize("NFC", typed)] == ["Varför är ån så grön?"]


def test_a_soft_hyphen_that_was_typed_stays_in_the_text(story):
    story.post("responsible", "purpose", "save_draft", {"purpose": ["skol\u00adgård"]})
    assert Revision.objects.latest("pk").data["purpose"] == ["skol\u00adgård"]


def test_the_database_compares_as_the_application_does(house):
    for number, word in enumerate([*WRITTEN.values(), "100 %", "a_b", "ß", "İ", "Ǆ", "ﬁn", "ΑΣ", "Ж"]):
        name = f"{word} {number}"
        Body.objects.create(name=name)
        assert Body.objects.filter(name__same=name.upper() if word.isascii() else name).exists(), word
        assert Body.objects.filter(name__says=word, pk=Body.objects.get(name=name).pk).exists(), word
    assert not Body.objects.filter(name__says="a%b").exists()
    assert one_form("A\u030a") == "Å"
    assert plain("SKOL\u00adGÅRD") == "skolgård"

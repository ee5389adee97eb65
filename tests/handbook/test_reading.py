"""The handbook to read: its pages, the whole of it, older editions, what is not there."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialog.process import edition
from handbook.loading import load_editions, load_surroundings, read_pages
from handbook.models import Contact, Edition
from tests.handbook.conftest import FIRST, SECOND, THIRD

PAGES = [page.key for page in read_pages()]


@pytest.mark.parametrize("name", ["handbook", "handbook_whole", "handbook_editions", "handbook_comments"])
def test_nobody_reads_without_signing_in(handbook, name):
    answer = Client().get(reverse(name))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("login"))


def test_the_front_shows_contents_and_introduction(handbook, reader):
    text = reader.get(reverse("handbook")).content.decode()
    for title in ("Ta hjälp i planeringen", "Möjliggör delaktighet", "Är utvärderingen klar?", "Metoderna"):
        assert title in text
    assert "En invånardialog är ett ordnat samtal" in text
    assert '<link rel="stylesheet" href="/static/css/screen.css">' in text


@pytest.mark.parametrize("key", PAGES)
def test_every_page_can_be_read(handbook, reader, key):
    answer = reader.get(reverse("handbook_page", args=[key]))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert text.count("<h1") == 1
    assert 'aria-current="page"' in text
    assert "page:" not in text


def test_a_page_says_whose_step_it_is_and_which_of_how_many(handbook, reader):
    text = reader.get(reverse("handbook_page", args=["influenceable"])).content.decode()
    assert '<span class="role">' in text
    assert "5" in text
    assert 'rel="prev"' in text
    assert 'rel="next"' in text


def test_the_first_and_last_page_have_one_neighbour(handbook, reader):
    first = reader.get(reverse("handbook_page", args=[PAGES[0]])).content.decode()
    last = reader.get(reverse("handbook_page", args=[PAGES[-1]])).content.decode()
    assert 'rel="prev"' not in first
    assert 'rel="next"' not in last


def test_the_level_page_shows_the_ladder_and_its_promises(handbook, reader):
    text = reader.get(reverse("handbook_page", args=["influence_level"])).content.decode()
    assert text.count('class="rung"') == 5
    assert "Det ni väljer inom ramen genomför vi; nämnden fattar det formella beslutet." in text


def test_the_target_group_page_shows_the_matrix(handbook, reader):
    text = reader.get(reverse("handbook_page", args=["target_groups"])).content.decode()
    assert 'class="matrix big"' in text


def test_a_method_has_a_place_of_its_own_to_link_to(handbook, reader):
    text = reader.get(reverse("handbook_page", args=["method_catalogue"])).content.decode()
    assert 'id="method-fokusgrupp"' in text
    assert "6–12 deltagare, 2 timmar" in text
    assert text.index('id="method-kartdialog"') < text.index('id="tools"') < text.index('id="method-personas"')


def test_the_municipalitys_own_words_stand_on_the_page_of_principles(db, reader):
    facts = {
        "definition_of_resident": "Alla i Sjövik.",
        "vision": {"title": "Nära vatten", "text": "Nära till den som bestämmer."},
        "policy": {
            "title": "Policy för invånardialog",
            "adopted_by": "kf",
            "minutes_section": "§ 14",
            "adopted_on": FIRST,
            "link": "https://sjovik.example/policy",
        },
        "body": [{"key": "kf", "name": "Kommunfullmäktige"}],
        "principle": [{"key": "trust", "title": "Tillit", "text": "Vi svarar alltid."}],
    }
    load_editions([THIRD], facts)
    text = reader.get(reverse("handbook_page", args=["principles"])).content.decode()
    for words in (
        "Alla i Sjövik.",
        "Nära vatten",
        "Kommunfullmäktige",
        "§ 14",
        "https://sjovik.example/policy",
        "Tillit",
    ):
        assert words in text


def test_each_principle_says_at_which_step_it_is_shown_whatever_it_is_called(handbook, reader):
    handbook[-1].principles.filter(key="trust").update(title="Tillit")
    for address, link in (("handbook_page", "/handbook/feedback/"), ("handbook_whole", "#feedback")):
        text = reader.get(reverse(address, args=["principles"] if address == "handbook_page" else [])).text
        there = text[text.index("<strong>Tillit.</strong>") :]
        assert f'<a href="{link}">' in there[: there.index("</li>")]


def test_contacts_are_todays_in_every_edition(handbook, reader, petra):
    Contact.objects.create(order=1, subject="Metoder", person=petra)
    for of_edition in ("", "?edition=2024-03-11"):
        text = reader.get(reverse("handbook_page", args=["contacts"]) + of_edition).content.decode()
        assert "petra.vang@sjovik.example" in text


def test_the_whole_handbook_is_one_page_with_places_to_go_to(handbook, reader):
    text = reader.get(reverse("handbook_whole")).content.decode()
    assert text.count("<h1") == 1
    for key in PAGES:
        assert text.count(f'<h3 id="{key}"') == 1
    assert 'href="#target_groups"' in text


def test_no_place_on_the_whole_page_is_there_twice(handbook, reader):
    text = reader.get(reverse("handbook_whole")).content.decode()
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    targets = set(re.findall(r'href="#([^"]+)"', text))
    assert targets <= set(ids)


def test_an_older_edition_is_read_as_it_was_and_says_so(handbook, reader):
    text = reader.get(reverse("handbook_page", args=["goals"]) + "?edition=2024-03-11").content.decode()
    assert "2026" in text
    assert "Lina räknar vid varje aktivitet" not in text
    assert "/handbook/purpose/?edition=2024-03-11" in text
    assert "Lina räknar vid varje aktivitet" in reader.get(reverse("handbook_page", args=["goals"])).content.decode()


def test_the_newest_edition_by_its_date_reads_as_the_newest(handbook, reader):
    text = reader.get(reverse("handbook_page", args=["goals"]) + "?edition=2026-03-01").content.decode()
    assert 'href="/handbook/purpose/"' in text
    assert "/handbook/purpose/?edition=" not in text


def test_a_date_between_editions_opens_the_one_before(handbook, reader):
    answer = reader.get(reverse("handbook") + "?edition=2025-12-24")
    assert answer.context["book"].edition.revised_on == SECOND


@pytest.mark.parametrize("query", ["?edition=yesterday", "?edition=2024-13-41", "?edition=99999-01-01"])
@pytest.mark.parametrize("name", ["handbook", "handbook_whole"])
def test_what_is_no_date_is_not_found(handbook, reader, name, query):
    assert reader.get(reverse(name) + query).status_code == 404


@pytest.mark.parametrize("address", ["/handbook/weather/", "/handbook/words/?edition=2024-03-11"])
def test_a_page_that_the_edition_lacks_is_not_found(handbook, reader, address):
    assert reader.get(address).status_code == 404
    assert reader.post(address, {"text": "Hej"}).status_code == 404


def test_without_a_handbook_there_is_nothing_to_read(db, reader):
    assert reader.get(reverse("handbook")).status_code == 404


def test_the_editions_are_listed_with_what_is_new(handbook, reader):
    text = reader.get(reverse("handbook_editions")).content.decode()
    assert text.index("2026-03-01") < text.index("2025-01-15") < text.index("2024-03-11")
    assert "Ny sida om hur handboken blir bättre." in text
    assert "/handbook/development/?edition=2026-03-01" in text


def test_a_draft_is_not_listed(handbook, reader):
    Edition.objects.create(revised_on="2027-01-01", note="Hemligt")
    text = reader.get(reverse("handbook_editions")).content.decode()
    assert "Hemligt" not in text


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/handbook/", 5),
        ("/handbook/goals/", 5),
        ("/handbook/principles/", 7),
        ("/handbook/contacts/", 6),
        ("/handbook/goals/?edition=2024-03-11", 6),
        ("/handbook/whole/", 6),
        ("/handbook/editions/", 4),
    ],
)
def test_each_page_asks_the_handbook_a_fixed_number_of_questions(handbook, reader, address, queries):
    edition.in_force()  # at the foot of every page; kept for a minute
    with CaptureQueriesContext(connection) as asked:
        reader.get(address)
    assert len([one for one in asked.captured_queries if "handbook_" in one["sql"]]) == queries


def test_the_handbook_of_a_new_municipality_can_be_read(db, reader):
    load_editions([THIRD])
    load_surroundings({})
    assert reader.get(reverse("handbook_whole")).status_code == 200

"""The handbook is found by words: by their stems, in the edition that is open, with as many queries whatever is found."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handbook.search import Looked, find

URL = reverse("handbook_search")


def found(client: Client, words: str, **more: str) -> list[str]:
    """The addresses that a search leads to, the best first."""
    text = client.get(URL, {"q": words, **more}).text
    return re.findall(r'<h2><a href="(/handbook/[^"]+)"', text)


def test_nobody_searches_without_signing_in(handbook):
    assert Client().get(URL, {"q": "tolk"})["Location"].startswith(reverse("login"))


def test_a_page_is_found_by_the_stem_of_a_word(handbook, reader):
    for words in ("tolkar", "tolken", "TOLK"):
        assert "/handbook/interpreters/" in {address.partition("#")[0] for address in found(reader, words)}


def test_the_page_that_is_called_by_the_word_comes_first(handbook, reader):
    assert found(reader, "målgruppsanalys")[0].startswith("/handbook/target_groups/")
    assert found(reader, "budget kostar")[0].startswith("/handbook/budget/")


def test_every_word_must_be_there(handbook, reader):
    assert len(found(reader, "tolk")) > len(found(reader, "tolk budget")) > 0
    assert found(reader, "tolk zebra") == []


def test_a_hit_leads_to_the_heading_that_it_stands_under_and_is_marked(handbook, reader):
    text = reader.get(URL, {"q": "delegationsordningen"}).text
    assert "<mark>delegationsordningen</mark>" in text
    address, anchor = found(reader, "delegationsordningen")[0].split("#")
    assert f'id="{anchor}"' in reader.get(address).text


def test_what_stands_beside_a_form_is_found_too(handbook, reader):
    assert any(address.startswith("/handbook/target_groups/") for address in found(reader, "rummet diskuterar"))


def test_an_older_edition_is_searched_by_itself(handbook, reader):
    assert found(reader, "hybridmöten")
    assert found(reader, "hybridmöten", edition="2025-01-15") == []
    for address in found(reader, "målgrupp", edition="2025-01-15"):
        assert "?edition=2025-01-15" in address


def test_without_words_there_is_only_where_to_write_them(handbook, reader):
    text = reader.get(URL).text
    assert 'name="q"' in text and 'class="hits"' not in text


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "%", "_", "\\", "'", "a" * 500])
def test_whatever_is_looked_for_is_taken(handbook, reader, words):
    answer = reader.get(URL, {"q": words})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_as_many_queries_whatever_is_found(handbook, reader):
    counts = []
    for words in ("zebra", "zebra", "nämnden"):
        with CaptureQueriesContext(connection) as queries:
            reader.get(URL, {"q": words})
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_an_excerpt_is_short_whatever_the_page():
    page = Looked("Sida", "/x/", f"<p>{'ord ' * 500} tolk {'ord ' * 500}</p>")
    (hit,) = find([page], "tolk").hits
    shown = "".join(text for text, _is_hit in hit.excerpt)
    assert len(shown) < 400 and shown.startswith("… ") and shown.endswith(" …")
    assert [text for text, is_hit in hit.excerpt if is_hit] == ["tolk"]

"""The pictures of the guide: there, told in words, and made from the pages as they are."""

import json
from collections.abc import Iterator

import pytest
import pytest_django

from demonstration.shots import MANIFEST, SHOTS, fingerprint, manifest, prepare
from guide import book
from tests.demonstration import demonstration

SHOWN = {part.name: part for page in book.pages().values() for part in page.parts() if isinstance(part, book.Picture)}


def test_every_picture_of_the_list_stands_in_the_guide_and_the_other_way_round():
    assert set(SHOWN) == {f"{shot.name}.png" for shot in SHOTS} == set(manifest())
    assert {path.name for path in book.PICTURES.glob("*.png")} == set(SHOWN)


@pytest.mark.parametrize("name", SHOWN)
def test_a_picture_is_told_to_who_does_not_see_it_and_is_not_heavy(name):
    assert len(SHOWN[name].alt) > 40
    assert SHOWN[name].caption
    assert (book.PICTURES / name).stat().st_size < 250_000


def test_a_picture_is_served_and_nothing_else_of_the_folder(client, db):
    name = next(iter(SHOWN))
    answer = client.get(f"/help/pictures/{name}")
    assert answer["Content-Type"] == "image/png"
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert client.get(f"/help/pictures/{MANIFEST.name}").status_code == 404


@pytest.mark.thorough
@pytest.mark.one_database
@pytest.mark.django_db
class TestCurrent:
    @pytest.fixture(scope="class", autouse=True)
    def sjovik(
        self,
        django_db_setup: None,
        django_db_blocker: pytest_django.DjangoDbBlocker,
    ) -> Iterator[None]:
        """The demonstration."""
        with django_db_blocker.unblock(), demonstration():
            prepare()
            yield

    @pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
    def test_a_picture_shows_the_page_as_it_is(self, shot):
        assert fingerprint(shot) == manifest()[f"{shot.name}.png"], "make pictures"


def test_what_the_pictures_were_made_from_is_written_down_so_that_a_difference_can_be_read():
    assert json.dumps(manifest(), indent=2, sort_keys=True) + "\n" == MANIFEST.read_text(encoding="utf-8")

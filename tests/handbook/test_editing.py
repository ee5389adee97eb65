"""Revising the handbook: a draft that nobody else sees, two editors who lose nothing, and an edition that stays."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from dialog import clock
from dialog.models import Department, Person
from handbook import editions
from handbook.editing.pieces import FoundationPiece, PagePiece, PrinciplesPiece, pieces_of
from handbook.editing.views import begin, draft
from handbook.models import Contact, Edition, HandbookComment, Page
from tests.handbook.conftest import THIRD
from tests.handbook.editing import form_of, page_url
from tests.walks.session import sign_in

HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) ![y](https://e.example/y.png) <b onclick=x>z</b>"


def words(here: Edition, key: str = "goals") -> str:
    return here.pages.get(key=key).whole


class TestBeginning:
    def test_support_begins_a_new_edition_from_the_latest(self, handbook, support, today):
        assert "form" in support.get(reverse("handbook_edit")).text
        support.post(reverse("handbook_edit"))
        here = draft()
        assert here.pages.count() == handbook[-1].pages.count()
        assert words(here) == words(handbook[-1])
        assert not here.is_published and editions.latest() == handbook[-1]

    def test_two_who_begin_have_one_draft(self, handbook, support, today):
        for _ in range(3):
            assert support.post(reverse("handbook_edit")).status_code == 302
        assert Edition.objects.filter(state="draft").count() == 1

    def test_on_the_very_day_of_the_latest_edition_one_can_begin_too(self, handbook, support, monkeypatch):
        monkeypatch.setattr(clock, "today", lambda: THIRD)
        support.post(reverse("handbook_edit"))
        assert draft() is not None

    @pytest.mark.parametrize("name", ["changes", "publish", "foundation", "principles", "new_page"])
    def test_without_a_draft_one_is_led_to_where_it_begins(self, handbook, support, name):
        assert support.get(reverse(f"handbook_edit_{name}"))["Location"] == reverse("handbook_edit")

    def test_nobody_else_comes_here(self, here, reader):
        names = ["", "_changes", "_publish", "_foundation", "_principles", "_contacts", "_new_page"]
        addresses = [reverse(f"handbook_edit{name}") for name in names]
        addresses += [page_url(), reverse("handbook_edit_remove_page", args=["words"])]
        for address in addresses:
            assert reader.get(address).status_code == 403, address
            assert reader.post(address, {"title": "x"}).status_code == 403, address
            assert Client().get(address)["Location"].startswith(reverse("login")), address

    def test_a_municipality_without_a_handbook_has_nothing_to_revise(self, support):
        assert support.get(reverse("handbook_edit")).status_code == 404
        assert support.get(reverse("handbook_edit_contacts")).status_code == 404

    def test_nobody_reads_the_draft_before_it_is_published(self, here, support, reader):
        support.post(page_url(), {**form_of(support, page_url()), "whole": "Hemligt så länge."})
        for browser in (reader, support):
            for address in (reverse("handbook_page", args=["goals"]), f"/handbook/goals/?edition={here.revised_on}"):
                assert "Hemligt" not in browser.get(address).text
            assert str(here.revised_on) not in browser.get(reverse("handbook_editions")).text
            assert browser.get(reverse("handbook_edition_changes", args=[here.revised_on])).status_code == 404


class TestAPage:
    def test_texts_principle_and_tips_are_saved(self, here, support):
        typed = form_of(support, page_url()) | {
            "title": "Mål",
            "short": "Kort.\r\n\r\n- ett",
            "whole": "## Varför\r\n\r\nLångt, med [frågan](page:question).",
            "principle": here.principles.first().key,
            "rows-0-title": "Boken om mål",
            "rows-0-address": "https://example.org/mal",
            "rows-0-why": "Exempel.",
        }
        assert support.post(page_url(), typed)["Location"] == page_url()
        saved = here.pages.get(key="goals")
        assert (saved.title, saved.short) == ("Mål", "Kort.\n\n- ett")
        assert saved.whole == "## Varför\n\nLångt, med [frågan](page:question)."
        assert [(tip.title, tip.address, tip.why) for tip in saved.reading_tips.all()] == [
            ("Boken om mål", "https://example.org/mal", "Exempel.")
        ]
        assert words(editions.latest()) != saved.whole

    @pytest.mark.parametrize("key", ["introduction", "goals", "words", "planning_gate"])
    def test_a_page_that_is_saved_as_it_stands_stays_as_it_stands(self, here, support, key):
        before = PagePiece(here, here.pages.get(key=key)).standing()
        support.post(page_url(key), form_of(support, page_url(key)))
        assert PagePiece(here, here.pages.get(key=key)).standing() == before

    def test_tips_change_places_and_are_taken_away(self, here, support):
        tips = {f"rows-{n}-title": f"Tips {n}" for n in range(3)}
        tips |= {f"rows-{n}-address": "https://example.org/" for n in range(3)}
        tips |= {f"rows-{n}-why": "Läsvärt." for n in range(3)}
        support.post(page_url(), form_of(support, page_url()) | tips | {"rows-TOTAL_FORMS": "3"})
        typed = form_of(support, page_url()) | {"rows-0-ORDER": "9", "rows-1-DELETE": "on"}
        support.post(page_url(), typed)
        assert [tip.title for tip in here.pages.get(key="goals").reading_tips.all()] == ["Tips 2", "Tips 0"]

    @pytest.mark.parametrize(
        "wrong", [{"rows-0-why": ""}, {"rows-0-address": "inte-adress"}, {"rows-0-address": "/handbook/"}]
    )
    def test_a_tip_says_what_where_and_why_and_what_is_wrong_stands_at_the_head_of_the_page(self, here, support, wrong):
        tip = {"rows-0-title": "Boken", "rows-0-address": "page:question", "rows-0-why": "Exempel."}
        answer = support.post(page_url(), form_of(support, page_url()) | tip | wrong)
        assert answer.status_code == 422
        (field,) = wrong
        assert f'<a href="#id_{field}">' in answer.text or f'<a href="#{field}">' in answer.text
        assert support.post(page_url(), form_of(support, page_url()) | tip).status_code == 302

    def test_what_is_not_saved_is_asked_about_before_one_leaves(self, here, support):
        assert re.search(r"<form[^>]*data-unsaved>", support.get(page_url()).text)
        answer = support.post(page_url(), form_of(support, page_url()) | {"short": "Nytt.", "preview": "1"})
        assert 'data-unsaved="typed"' in answer.text

    def test_a_preview_shows_what_was_typed_and_saves_nothing(self, here, support):
        before = words(here)
        answer = support.post(
            page_url(), form_of(support, page_url()) | {"whole": "## Nytt\n\nDjärvt.", "preview": "1"}
        )
        assert answer.status_code == 200
        assert re.search(r"<h3[^>]*>Nytt</h3>\s*<p>Djärvt.</p>", answer.text)
        assert words(here) == before

    def test_markdown_is_an_attack_like_any_other(self, here, support, reader, today):
        typed = form_of(support, page_url()) | {"whole": HOSTILE, "short": HOSTILE, "title": "<i>Mål</i>"}
        answer = support.post(page_url(), {**typed, "preview": "1"})
        support.post(page_url(), typed)
        editions.publish(here, by=None, at=clock.now(), revised_on=today, note=HOSTILE)
        pages = [
            answer,
            support.get(reverse("handbook_editions")),
            reader.get(reverse("handbook_page", args=["goals"])),
        ]
        pages.append(reader.get(reverse("handbook_edition_changes", args=[today])))
        for one in pages:
            assert "<script>alert" not in one.text and 'href="javascript' not in one.text
            assert "<b onclick" not in one.text and "<i>Mål" not in one.text and '<img src="https://e' not in one.text

    @pytest.mark.parametrize(
        ("field", "text"),
        [
            ("title", ""),
            ("title", "x" * 121),
            ("whole", ""),
            ("whole", "x" * 30_001),
            ("short", "x" * 2_001),
            ("whole", "nul\x00"),
            ("whole", "[bort](page:nowhere)"),
            ("short", "[bort](page:nowhere)"),
            ("principle", "nobody's"),
            ("rows-0-address", "javascript:alert(1)"),
            ("rows-0-address", "//evil.example"),
            ("rows-0-title", ""),
            ("rows-TOTAL_FORMS", "5000"),
            ("rows-TOTAL_FORMS", "x"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_is_kept(self, here, support, field, text):
        before = words(here)
        typed = form_of(support, page_url()) | {
            "short": "Mitt nya.",
            "rows-0-title": "T",
            "rows-0-address": "https://x.se/",
        }
        answer = support.post(page_url(), typed | {field: text})
        assert answer.status_code == 422
        assert words(here) == before
        assert field == "short" or "Mitt nya." in answer.text

    def test_a_page_that_is_not_there_is_not_there(self, here, support):
        assert support.get(page_url("nowhere")).status_code == 404

    def test_who_was_signed_out_gets_back_what_she_had_typed(self, here, support, petra):
        typed = form_of(support, page_url()) | {"short": "Skrivet i bussen."}
        alone = Client()
        door = alone.post(page_url(), typed)
        petra.set_password("ett-langt-losenord")
        petra.save()
        answer = alone.get(sign_in(alone, door.text, petra.username)["Location"])
        assert "Skrivet i bussen." in answer.text
        assert here.pages.get(key="goals").short != "Skrivet i bussen."
        assert "Skrivet i bussen." not in alone.get(page_url()).text


class TestTwoEditors:
    def test_the_later_save_sees_both_texts_and_loses_nothing(self, here, support, petra):
        mine = form_of(support, page_url()) | {"short": "Mitt."}
        theirs = form_of(support, page_url()) | {"short": "Deras."}
        support.post(page_url(), theirs)
        answer = support.post(page_url(), mine)
        assert answer.status_code == 409
        assert "Deras." in answer.text and "Mitt." in answer.text
        assert here.pages.get(key="goals").short == "Deras."
        again = {**mine, "seen": answer.context["seen"], "short": "Båda."}
        assert support.post(page_url(), again).status_code == 302
        assert here.pages.get(key="goals").short == "Båda."

    def test_a_double_click_is_no_conflict(self, here, support):
        typed = form_of(support, page_url()) | {"short": "En gång."}
        assert [support.post(page_url(), typed).status_code for _ in range(2)] == [302, 302]

    def test_pages_of_their_own_do_not_meet(self, here, support):
        first, second = form_of(support, page_url("goals")), form_of(support, page_url("question"))
        support.post(page_url("goals"), first | {"short": "A."})
        assert support.post(page_url("question"), second | {"short": "B."}).status_code == 302

    @pytest.mark.parametrize("name", ["foundation", "principles", "contacts"])
    def test_the_other_pieces_are_kept_in_the_same_way(self, here, support, name):
        url = reverse(f"handbook_edit_{name}")
        typed = form_of(support, url)
        change = {"policy_title": "{}"} if name == "foundation" else {"rows-0-text": "{}", "rows-0-title": "P"}
        if name == "contacts":
            change = {"rows-0-subject": "{}", "rows-0-own_phone": "1"}
        for said, status in (("Deras", 302), ("Mitt", 409)):
            answer = support.post(url, typed | {key: text.format(said) for key, text in change.items()})
            assert answer.status_code == status
        assert "Deras" in answer.text and "Mitt" in answer.text


class TestTheRest:
    def test_the_foundation_is_written(self, here, support):
        url = reverse("handbook_edit_foundation")
        typed = form_of(support, url) | {
            "definition_of_resident": "Alla här.",
            "policy_title": "Policy",
            "policy_adopted_on": "2024-02-26",
            "policy_link": "https://sjovik.example/policy",
        }
        assert support.post(url, typed).status_code == 302
        here.refresh_from_db()
        assert here.policy_adopted_on == dt.date(2024, 2, 26) and here.definition_of_resident == "Alla här."
        assert support.post(url, form_of(support, url) | {"policy_adopted_on": ""}).status_code == 302
        for wrong in ({"policy_adopted_on": "31/2"}, {"policy_link": "javascript:x"}, {"vision_title": "x" * 201}):
            assert support.post(url, form_of(support, url) | wrong).status_code == 422

    def test_principles_are_written_added_and_taken_away_and_pages_follow(self, here, support):
        url = reverse("handbook_edit_principles")
        n = here.principles.count()
        rows = {f"rows-{n}-title": "Ansvar", f"rows-{n}-text": "Vi svarar.", f"rows-{n + 1}-title": "Ansvar"}
        assert support.post(url, form_of(support, url) | rows | {f"rows-{n + 1}-text": "Igen."}).status_code == 302
        assert [one.key for one in here.principles.all()][-2:] == ["ansvar", "ansvar-2"]
        support.post(page_url(), form_of(support, page_url()) | {"principle": "ansvar"})
        typed = form_of(support, url)
        place = next(key for key, value in typed.items() if value == "ansvar" and key.endswith("-key"))
        support.post(url, typed | {place.replace("key", "title"): "Vi svarar alltid"})
        assert here.pages.get(key="goals").principle.title == "Vi svarar alltid"
        support.post(url, form_of(support, url) | {place.replace("key", "DELETE"): "on"})
        assert here.pages.get(key="goals").principle is None
        assert [one.key for one in here.principles.all()][n:] == ["ansvar-2"]

    def test_contacts_hold_at_once_and_must_be_reachable(self, handbook, support, reader):
        url = reverse("handbook_edit_contacts")
        department = Department.objects.create(name="Kansliet", email="kansli@sjovik.example")
        rows = {"rows-TOTAL_FORMS": "1", "rows-0-subject": "Metoder", "rows-0-department": str(department.pk)}
        assert support.post(url, form_of(support, url) | rows).status_code == 302
        assert Contact.objects.get().department == department
        assert "kansli@sjovik.example" in reader.get(reverse("handbook_page", args=["contacts"])).text
        lost = {"rows-TOTAL_FORMS": "2", "rows-1-subject": "Ingen"}
        assert support.post(url, form_of(support, url) | lost).status_code == 422
        assert Contact.objects.count() == 1

    def test_whom_to_ask_is_looked_for_in_her_row(self, handbook, support, petra):
        url, row = reverse("handbook_edit_contacts"), "rows-0"
        typed = form_of(support, url) | {
            "rows-TOTAL_FORMS": "1",
            f"{row}-subject": "Metoder",
            f"find-{row}-person": "vång",
        }
        assert "Petra Vång" not in support.get(url).text.split("<main")[1]
        answer = support.post(url, typed | {f"{row}-person": ""})
        assert answer.status_code == 422 and f'value="{petra.pk}"' in answer.text and not Contact.objects.exists()
        assert "Det här saknas" not in answer.text
        assert support.post(url, typed | {f"{row}-person": str(petra.pk)}).status_code == 302
        assert Contact.objects.get().person == petra
        assert re.search(rf'name="{row}-person"[^>]*value="{petra.pk}" checked', support.get(url).text)

    def test_a_new_page_stands_last_in_its_part(self, here, support):
        url = reverse("handbook_edit_new_page")
        answer = support.post(url, {"title": "Så gör vi på Åsen", "part": "foundation"})
        assert answer["Location"] == page_url("sa_gor_vi_pa_asen")
        parts = [page.part for page in here.pages.all()]
        assert parts == sorted(parts, key=Page.Part.values.index)
        assert here.pages.filter(part="foundation").last().key == "sa_gor_vi_pa_asen"
        assert support.post(url, {"title": "Så gör vi på Åsen", "part": "reference"})["Location"] == page_url(
            "sa_gor_vi_pa_asen_2"
        )
        assert support.post(url, {"title": "", "part": "nowhere"}).status_code == 422

    def test_a_step_that_has_no_guidance_can_be_given_some(self, here, support):
        here.pages.filter(key="goals").delete()
        url = reverse("handbook_edit_new_page")
        assert support.post(url, {"title": "Mål", "part": "planning", "step": "question"}).status_code == 422
        support.post(url, {"title": "Mål", "part": "planning", "step": "goals"})
        assert here.pages.get(key="goals").title == "Mål"

    def test_a_page_can_be_taken_out_but_no_guidance_and_not_the_front(self, here, support):
        remove = lambda key: support.post(reverse("handbook_edit_remove_page", args=[key])).status_code  # noqa: E731
        assert remove("words") == 302
        assert not here.pages.filter(key="words").exists()
        assert editions.latest().pages.filter(key="words").exists()
        for key in ("goals", "planning_gate", "information", "introduction", "nowhere"):
            assert remove(key) == 404

    def test_comments_are_counted_where_one_revises(self, handbook, support, karin):
        page = handbook[-1].pages.get(key="goals")
        HandbookComment.objects.create(page=page, by=karin, at=clock.now(), text="Oklart.")
        assert '<span class="count">1</span>' in support.get(reverse("handbook_edit")).text


def test_every_piece_of_an_edition_can_be_written_back_as_it_is(handbook, today):
    begin(handbook[-1])
    here = draft()
    for piece in pieces_of(here):
        before = piece.standing()
        piece.write(before)
    after = {type(piece).__name__ + piece.url: piece.standing() for piece in pieces_of(draft())}
    for piece in pieces_of(handbook[-1]):
        assert after[type(piece).__name__ + piece.url] == piece.standing()
    assert FoundationPiece(here).title and PrinciplesPiece(here).title
    assert Person.objects.count() == 0

"""What is sent twice from one page: the same words are there once, other words are taken or kept and said."""

import datetime as dt

import pytest

from dialog.acts.core import Conflict, run
from dialog.models import Comment, DecisionFact, HelpRequest, Revision
from dialog.models.course import Addition
from execution.models import ContactDetail, ContactRegister, Talk
from followup.models import Contribution
from handbook.loading import load_editions
from handbook.models import HandbookComment
from tests.followup.tale import ACTIVITY
from tests.pages import Page
from tests.story import PURPOSE, YES
from tests.walks.forms import Forms
from tests.walks.places import in_follow_up

GREEN = "alert-success"


def pressed(client, url, name, act, **typed):
    """Open a page, fill in the form that has a field of that name, and return what its button sends."""
    page = Page(client.get(url).text)
    sent = page.filled(page.form_with(name)) | {field: [text] for field, text in typed.items()}
    return {**sent, "act": [act]} if act else sent


class TestAText:
    def test_the_same_person_who_saves_another_text_from_an_old_page_sees_both(self, story):
        run("save_draft", story.pk, "purpose", by=story.house["responsible"], revision=0, data={"purpose": ["Ett."]})
        with pytest.raises(Conflict):
            run(
                "save_draft", story.pk, "purpose", by=story.house["responsible"], revision=0, data={"purpose": ["Två."]}
            )
        answer = story.post("responsible", "purpose", "save_draft", {"purpose": ["Två."]}, seen=0)
        assert answer.status_code == 409
        assert Revision.objects.get(number=None).data == {"purpose": ["Två."]}

    def test_the_same_text_is_saved_once(self, story):
        for _press in range(2):
            run(
                "save_draft", story.pk, "purpose", by=story.house["responsible"], revision=0, data={"purpose": ["Ett."]}
            )
        assert len(story.revisions("purpose")) == 1

    def test_a_proposal_sent_again_with_another_comment_loses_neither(self, story):
        for comment in ("Först så.", "Sedan så."):
            answer = story.post("responsible", "purpose", "propose", PURPOSE, seen=0, **{"comment-propose": comment})
        assert answer.status_code in (403, 409)
        assert "Sedan så." in answer.text


class TestNotes:
    def lines(self, first, second="", batch="0000dddd"):
        return {"act": "record_notes", "batch": batch, "pasted": f"{first}\n{second}"}

    def send(self, story, **posted):
        return story.client("responsible").post(story.url("row", "activities", ACTIVITY), posted, follow=True)

    def test_a_second_page_of_notes_is_kept(self, story):
        in_follow_up(story)
        self.send(story, **self.lines("Mer ljus.", "Fler bänkar.", batch="0000aaaa"))
        self.send(story, **self.lines("En brygga.", batch="0000bbbb"))
        assert [one.text for one in Contribution.objects.all()] == ["Mer ljus.", "Fler bänkar.", "En brygga."]
        assert Talk.objects.count() == 3

    def test_the_same_page_sent_twice_is_kept_once_and_says_so(self, story):
        in_follow_up(story)
        for _press in range(2):
            page = self.send(story, **self.lines("Mer ljus.", "Mer ljus."))
        assert Contribution.objects.count() == Talk.objects.count() == 2
        assert "2 rader fanns redan." in page.text

    def test_lines_that_were_changed_on_the_same_page_come_in(self, story):
        in_follow_up(story)
        self.send(story, **self.lines("Mer ljus.", "Fler bänkar."))
        page = self.send(story, **self.lines("Mer ljus på vägen.", "Fler bänkar."))
        assert {one.text for one in Contribution.objects.all()} == {"Mer ljus.", "Fler bänkar.", "Mer ljus på vägen."}
        assert "1 rad fanns redan." in page.text


class TestContributions:
    def test_other_words_from_the_same_page_come_in_and_nothing_says_that_none_did(self, story):
        in_follow_up(story)
        client, url = story.client("responsible"), story.url("add_contributions")
        sent = pressed(client, url, "text", "", text="Mer ljus.")
        for words in ("Mer ljus.", "Mer ljus.", "Fler bänkar."):
            page = client.post(url, sent | {"text": [words]}, follow=True)
            assert not page.text.count(">0 inspel")
        assert [one.text for one in Contribution.objects.all()] == ["Mer ljus.", "Fler bänkar."]

    def test_their_keys_are_too_long_to_meet_by_chance(self, story):
        in_follow_up(story)
        client, url = story.client("responsible"), story.url("add_contributions")
        client.post(url, pressed(client, url, "text", "", text="Mer ljus."))
        assert len(Contribution.objects.get().key) == 32


class TestContacts:
    def new(self, story, client):
        url = story.url("new_contact_register")
        sent = pressed(client, url, "register~purpose", "", **{"register~purpose": "Svar till dem som kom."})
        return url, sent | {"press~register~act": ["keep_register"]}

    def test_a_register_begun_twice_from_one_page_is_one(self, story):
        in_follow_up(story)
        client = story.client("responsible")
        url, sent = self.new(story, client)
        for purpose in ("Svar till dem som kom.", "Svar till dem som kom.", "Inbjudan till nästa."):
            assert client.post(url, sent | {"register~purpose": [purpose]}).status_code == 302
        assert ContactRegister.objects.get().purpose == "Inbjudan till nästa."

    def test_people_sent_twice_stand_there_once_and_others_are_added(self, story):
        in_follow_up(story)
        client = story.client("responsible")
        url, sent = self.new(story, client)
        address = client.post(url, sent)["Location"]
        for people in ("Ann Berg; ann@post.example", "Ann Berg; ann@post.example\nBo Ek; bo@post.example"):
            page = client.post(address, {"act": "add_contacts", "people": people}, follow=True)
        assert [one.name for one in ContactDetail.objects.all()] == ["Ann Berg", "Bo Ek"]
        assert "1 person är tillagd." in page.text and "1 person fanns redan." in page.text


class TestBesideAText:
    def test_a_comment_said_twice_is_one_and_another_is_another(self, story):
        for text in ("Vad tror ni?", "Vad tror ni?", "Och ni andra?"):
            story.post("responsible", "purpose", "comment", sending="0000aaaa", **{"comment-comment": text})
        assert [one.text for one in Comment.objects.order_by("pk")] == ["Vad tror ni?", "Och ni andra?"]

    def test_another_answer_to_a_request_that_was_answered_meanwhile_is_kept_on_the_page(self, story):
        story.act("ask_for_help", "purpose", text="Hur då?")
        one = HelpRequest.objects.get()
        for text in ("Så här.", "Så här.", "Eller så."):
            answer = story.post(
                "support", "purpose", f"answer_help {one.pk}", **{f"comment-answer_help-{one.pk}": text}
            )
        one.refresh_from_db()
        assert one.answer == "Så här."
        assert answer.status_code == 422 and "Eller så." in answer.text

    def test_minutes_added_a_second_time_are_kept_in_the_field_and_said(self, story):
        story.go_to("influenceable")
        story.act("propose", "influenceable", data=YES)
        story.decide()
        decision = story.access().decisions[0].pk
        for address, status in (("https://a.example", 302), ("https://a.example", 302), ("https://b.example", 422)):
            answer = story.post(
                "responsible", "influenceable", "add_fact", decision=str(decision), kind="minutes", fact=address
            )
            assert answer.status_code == status
        assert "https://b.example" in answer.text
        assert DecisionFact.objects.get(kind="minutes").text == "https://a.example"


def test_a_comment_on_the_handbook_said_twice_is_one(story):
    load_editions([dt.date(2026, 3, 1)])
    client, url = story.client("elected"), "/handbook/purpose/"
    for text in ("Säg mer.", "Säg mer.", "Säg mindre."):
        client.post(url, {"text": text})
    assert [one.text for one in HandbookComment.objects.order_by("pk")] == ["Säg mer.", "Säg mindre."]


def test_something_added_twice_to_a_closed_case_is_added_once(story):
    story.client("responsible").post(story.url("case_act", "end_early"), {"reason": "Slut.", "sure": "on"})
    for text in ("Publicerat i dag.", "Publicerat i dag.", "Och i går."):
        story.client("responsible").post(story.url("case_act", "add_to_closed"), {"kind": "other", "text": text})
    assert [one.text for one in Addition.objects.order_by("pk")] == ["Publicerat i dag.", "Och i går."]


def test_what_a_communicator_changed_in_a_text_that_she_then_sends_back_is_given_back(story):
    tale = in_follow_up(story)
    tale.hand_over()
    client, url = story.client("communicator"), story.url("text", "communication", "0000aa01")
    form = next(one for one in Forms(url, client.get(url).text).all if ("act", "send_back") in one.buttons)
    sent = form.sends(title="Kanariefågeln.", **{"comment-send_back": "Kortare."}) | {"act": ["send_back"]}
    assert "Kanariefågeln." in client.post(url, sent, follow=True).text
    assert Comment.objects.filter(text="Kortare.").exists()

"""A session that ended while somebody wrote: what she typed is given back after she has signed in, not yet saved."""

import re

from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext

from dialog.models import Revision

TYPED = "Förstå hur unga & gamla <b>vill</b> ha det."
SHOWN = escape(TYPED)


class TestSignedOut:
    def post(self, story, client, **more):
        posted = story.posted("purpose", {"purpose": [TYPED]}, **more) | {"act": "save_draft"}
        return client.post(story.url("step", "purpose"), posted)

    def sign_in(self, story, client, who="responsible"):
        person = story.house[who]
        person.set_password("ett-langt-losenord")
        person.save()
        return client.post(
            reverse("login"), {"username": who, "password": "ett-langt-losenord", "next": story.url("step", "purpose")}
        )

    def test_what_she_typed_is_given_back_after_signing_in_and_not_yet_saved(self, story):
        client = Client()
        assert self.post(story, client)["Location"].startswith(reverse("login"))
        page = client.get(self.sign_in(story, client)["Location"])
        assert SHOWN in page.text
        assert gettext("You had been signed out. What you typed is still here, but not saved yet.") in page.text
        assert not Revision.objects.exists()

    def test_it_is_given_back_once(self, story):
        client = Client()
        self.post(story, client)
        self.sign_in(story, client)
        for shown in (True, False):
            assert (SHOWN in client.get(story.url("step", "purpose")).text) is shown

    def test_it_is_judged_as_the_later_save_that_it_is(self, story):
        client = Client()
        self.post(story, client, seen=0)
        story.act("save_draft", "purpose", by="elected", data={"purpose": ["Ett annat."]})
        page = client.get(self.sign_in(story, client)["Location"])
        seen = re.search(r'name="revision" value="(\d+)"', page.text)[1]
        answer = self.post(story, client, seen=int(seen))
        assert answer.status_code == 409
        assert "Ett annat." in answer.text and SHOWN in answer.text

    def test_another_person_who_signs_in_and_may_not_write_there_loses_nothing_and_saves_nothing(self, story):
        client = Client()
        self.post(story, client)
        page = client.get(self.sign_in(story, client, who="reader")["Location"])
        assert page.status_code == 200
        assert not Revision.objects.exists()

    def test_more_than_a_session_holds_is_not_kept_and_no_failure(self, story):
        client = Client()
        posted = story.posted("purpose", {"purpose": ["x" * 400_000]}) | {"act": "save_draft"}
        assert client.post(story.url("step", "purpose"), posted).status_code == 302
        assert client.get(self.sign_in(story, client)["Location"]).status_code == 200

    def test_a_part_of_a_form_is_not_kept(self, story):
        client = Client()
        client.post(story.url("step", "purpose"), {"purpose": TYPED, "act": "save_draft"})
        assert SHOWN not in client.get(self.sign_in(story, client)["Location"]).text

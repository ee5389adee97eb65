"""A session that ended while somebody wrote: what she typed is given back after she has signed in, not yet saved."""

import re

from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext

from dialog.models import Revision
from tests.walks.session import may_sign_in, sign_in

TYPED = "Förstå hur unga & gamla <b>vill</b> ha det."
SHOWN = escape(TYPED)


class TestSignedOut:
    def post(self, story, client, **more):
        posted = story.posted("purpose", {"purpose": [TYPED]}, **more) | {"act": "save_draft"}
        return client.post(story.url("step", "purpose"), posted)

    def come_back(self, story, who="responsible", **more):
        """Send a text without being signed in, and sign in; return the browser and the page that one comes to."""
        may_sign_in(story)
        client = Client()
        door = self.post(story, client, **more)
        return client, client.get(sign_in(client, door.text, who)["Location"])

    def test_what_she_typed_is_given_back_after_signing_in_and_not_yet_saved(self, story):
        _client, page = self.come_back(story)
        assert SHOWN in page.text
        assert (
            gettext("You had been signed out. What you wrote is still here, but has not been saved yet.") in page.text
        )
        assert not Revision.objects.exists()

    def test_it_is_given_back_once(self, story):
        client, page = self.come_back(story)
        assert SHOWN in page.text
        assert SHOWN not in client.get(story.url("step", "purpose")).text

    def test_it_is_judged_as_the_later_save_that_it_is(self, story):
        client, page = self.come_back(story, seen=0)
        story.act("save_draft", "purpose", by="elected", data={"purpose": ["Ett annat."]})
        seen = re.search(r'name="revision" value="(\d+)"', page.text)[1]
        answer = self.post(story, client, seen=int(seen))
        assert answer.status_code == 409
        assert "Ett annat." in answer.text and SHOWN in answer.text

    def test_another_person_who_signs_in_and_may_not_write_there_loses_nothing_and_saves_nothing(self, story):
        _client, page = self.come_back(story, who="reader")
        assert page.status_code == 200 and SHOWN in page.text
        assert not Revision.objects.exists()

    def test_a_part_of_a_form_is_no_text_and_stands_above_it_to_be_copied(self, story):
        may_sign_in(story)
        client = Client()
        door = client.post(story.url("step", "purpose"), {"purpose": TYPED, "act": "save_draft"})
        page = client.get(sign_in(client, door.text, "responsible")["Location"])
        assert SHOWN in page.text and f'id="purpose">\n{SHOWN}' not in page.text

    def test_a_page_without_anything_typed_only_leads_to_signing_in(self, story):
        answer = Client().post(story.url("step", "purpose"), {"act": "withdraw", "revision": "1"})
        assert answer["Location"].startswith(reverse("login"))

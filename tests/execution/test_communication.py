"""Kommunicera invånardialogen: the text before, its way through the communicators' queue, and when it is out of date."""

from html import unescape

import pytest
from django.http import Http404

from dialog.acts.core import Refused
from dialog.acts.course import end_early
from dialog.models import Case, Publication, PublicationText, Record
from dialog.process.access import load
from dialog.process.phases import process
from dialog.texts.outdated import out_of_date
from tests.execution.tale import BEFORE, Tale, swedish
from tests.story import Story

KEY = "0000aa01"


def text(key: str = KEY) -> Record:
    return Record.objects.get(step="communication", row=key)


def changes(tale: Tale) -> list[str]:
    """Why the text is out of date."""
    return [one.sentence for found in out_of_date([text()]).values() for one in found]


def test_the_text_begins_from_the_plan(with_methods: Tale):
    with_methods.plan_activity(registration=["Ingen anmälan"])
    kind = process.step("communication").by_kind["before"]
    access = with_methods.story.access()
    (draft, filled), offered = kind.begin(access), kind.make_form({}, access)
    assert filled["title"] == "Hur ska Norra stranden bli en badplats för fler?"
    assert filled["why"] == "Förstå hur olika grupper vill använda Norra stranden."
    assert "for_whom" not in filled
    assert offered.suggestions()["for_whom"] == "För unga 13–19 år."
    assert "Kväll på Kompassen" in filled["how"]
    assert "Ingen anmälan" in filled["how"]
    assert filled["can_influence"] == "Vi svarar på varje förslag."
    assert filled["contact"].startswith("[fyll i:")
    assert "18 maj 2027" in filled["next"]
    assert draft["language"] == ["sv"]


def test_an_activity_that_is_added_is_offered_to_the_text_that_was_begun(with_methods: Tale):
    kind = process.step("communication").by_kind["before"]
    begun = {**kind.begin(with_methods.story.access())[0], "title": ["Stranden"]}
    with_methods.act("save_draft", "communication", KEY, kind="before", data=begun)
    with_methods.plan_activity()
    form = kind.make_form(begun, with_methods.story.access(), row=KEY)
    assert [offer.field for offer in form.offers(text().prefilled)] == ["how", "for_whom"]


def test_the_step_is_done_when_the_text_is_handed_over(tale: Tale):
    attempt = tale.story.attempt("mark_done", "communication")
    assert len(attempt.missing) == 1
    tale.hand_over()
    tale.story.act("mark_done", "communication")
    assert tale.story.record("communication").done


def test_a_swedish_text_answers_what_residents_ask(tale: Tale):
    attempt = tale.attempt(
        "hand_over", "communication", KEY, kind="before", data={"title": ["Stranden"], "language": ["sv"]}
    )
    assert len(attempt.missing) == 6
    whole = {"title": ["Stranden blir bättre"], "language": ["sv-easy"], "text": ["Vi frågar dig."]}
    tale.act("hand_over", "communication", "0000aa02", kind="before", data=whole)


def test_a_hint_stands_behind_the_question_that_it_is_about_without_a_colon(tale: Tale):
    tale.hand_over()
    words = {**BEFORE, "what": ["Inflytandenivån är dialog."]}
    tale.act("save_draft", "communication", KEY, by="communicator", data=words)
    page = unescape(tale.story.client("communicator").get(tale.story.url("text", "communication", KEY)).text)
    assert "Vad handlar det om? ”inflytandenivå” är ett ord från handboken." in page


def test_one_holder_at_a_time(tale: Tale):
    tale.hand_over()
    with pytest.raises(Refused):
        tale.attempt("save_draft", "communication", KEY, data={**BEFORE, "why": ["Annat."]})
    tale.act("save_draft", "communication", KEY, by="communicator", data={**BEFORE, "why": ["Du vet mest."]})
    tale.act("send_back", "communication", KEY, comment="När är det?")
    with pytest.raises(Refused):
        tale.attempt("save_draft", "communication", KEY, by="communicator", data=BEFORE)
    tale.act("save_draft", "communication", KEY, data={**BEFORE, "how": ["Kom den 12 november klockan 18."]})


def test_a_text_that_was_sent_back_waits_for_who_sent_it(tale: Tale):
    tale.act("hand_over", "communication", KEY, kind="before", by="civil_servant", data=BEFORE)
    assert ("text", "communicator") in tale.story.waits()
    tale.act("send_back", "communication", KEY, comment="När är det?")
    assert ("sent_back", "person") in tale.story.waits()
    assert tale.story.url("text", "communication", KEY) in tale.story.client("civil_servant").get("/").text
    assert ("text", "communicator") not in tale.story.waits()


def test_a_question_at_a_text_waits_for_the_cases_civil_servants(tale: Tale):
    tale.hand_over()
    tale.act("comment", "communication", KEY, by="communicator", text="Vilken brygga?")
    assert ("comment", "civil_servant") in tale.story.waits()
    assert tale.story.url("text", "communication", KEY) in tale.story.client("civil_servant").get("/").text


def test_a_communicator_comes_from_her_inbox_to_the_text(tale: Tale):
    Case.objects.filter(pk=tale.story.pk).update(visibility=Case.Visibility.MEMBERS_ONLY)
    tale.hand_over()
    url = tale.story.url("text", "communication", KEY)
    client = tale.story.client("communicator")
    assert url in client.get("/").content.decode()
    assert client.get(url).status_code == 200


def test_it_is_approved_and_published_with_address_and_date_and_stands_fixed(tale: Tale):
    tale.hand_over()
    assert ("text", "communicator") in tale.story.waits()
    tale.act("approve", "communication", KEY)
    attempt = tale.attempt("publish", "communication", KEY, address="sjovik.example", date=None)
    assert [lack.target for lack in attempt.missing] == ["address", "published_on"]
    tale.act("publish", "communication", KEY, address="https://sjovik.example/stranden", date=tale.story.today)
    assert Publication.objects.get().version == 1
    with pytest.raises(Refused):
        tale.attempt("approve", "communication", KEY)
    attempt = tale.attempt("hand_over", "communication", KEY, data={**BEFORE, "why": ["Annat."]})
    assert [lack.sentence for lack in attempt.missing] == ["Enter what has changed since the approved version."]
    tale.hand_over(why=["Annat."], change=["Skälet är nytt."])
    assert PublicationText.objects.get().why == BEFORE["why"][0], (
        "the published version holds until the new one is approved"
    )


def test_while_a_new_version_waits_the_files_say_which_they_are_and_the_new_one_can_be_had(tale: Tale):
    tale.publish_text(KEY)
    files = swedish("This is version %(n)s, which applies.") % {"n": 1}
    pages = {who: tale.story.client(who) for who in ("communicator", "responsible", "stranger")}
    url = tale.story.url("text", "communication", KEY)
    assert files not in pages["communicator"].get(url).text
    tale.hand_over(KEY, what=["Allt är flyttat."], change=["Ny dag."])
    for who in ("communicator", "responsible"):
        page = pages[who].get(url).text
        assert files in page and f"?part={KEY}.draft" in page
    assert f"?part={KEY}.draft" not in pages["stranger"].get(url).text


def test_a_text_is_handed_over_and_not_proposed(tale: Tale):
    tale.hand_over(KEY)
    page = tale.story.client("responsible").get(tale.story.url("text", "communication", KEY)).text
    assert swedish("Withdraw the text") in page
    assert swedish("The text that is waiting") in page
    assert not any(swedish(words) in page for words in ("The proposal", "Withdraw the proposal"))
    assert "Lämnad av Amir Haddad" in page


def test_the_sheet_says_what_is_published_where_and_which_decision_is_which(tale: Tale):
    tale.hand_over(KEY)
    tale.act("approve", "communication", KEY)
    client = tale.story.client("communicator")
    assert swedish("Approved") in client.get(tale.story.url("sheet")).text
    tale.act("publish", "communication", KEY, address="https://sjovik.example/stranden", date=tale.story.today)
    page = client.get(tale.story.url("sheet")).text
    assert 'href="https://sjovik.example/stranden"' in page
    assert swedish("Approved") not in page
    assert "Version 1, publicerad" in page
    tale.hand_over(KEY, change=["Ny tid."])
    tale.act("approve", "communication", KEY)
    page = client.get(tale.story.url("sheet")).text
    assert "Version 1, publicerad" in page and "Version 2 är godkänd men inte publicerad." in page
    for step in ("influenceable", "influence_level"):
        assert f"<dt>{swedish(str(process.step(step).title))}</dt>" in page


def test_a_moved_activity_tells_that_the_published_text_is_out_of_date(with_methods: Tale):
    tale = with_methods
    tale.plan_activity()
    tale.publish_text()
    assert changes(tale) == []
    tale.story.later(hours=1)
    tale.plan_activity(days=3, experience=["Bara en anteckning."])
    assert changes(tale) == [], "only time and place matter"
    tale.plan_activity(days=4)
    assert changes(tale) == ["Kväll på Kompassen has a new time or place."]
    page = tale.story.client("communicator").get("/communication/?shelf=published").text
    assert "Kväll på Kompassen har fått en annan tid" in page


def test_a_cancelled_activity_and_a_changed_level_tell_it_too_until_a_new_version_is_handed_over(with_methods: Tale):
    tale, story = with_methods, with_methods.story
    tale.plan_activity()
    tale.publish_text()
    story.later(hours=1)
    tale.act("cancel_activity", "activities", "0000e001", because="Ingen kunde.")
    story.later(hours=1)
    story.decide("influence_level", level=["influence"], supersede_reason=["Mer att påverka."])
    assert changes(tale) == ["Kväll på Kompassen has been cancelled.", "The committee has made a new decision."]
    story.later(hours=1)
    tale.hand_over(change=["Kvällen är inställd."])
    assert changes(tale) == []


def test_somebody_may_find_the_text_right_all_the_same(with_methods: Tale):
    tale = with_methods
    tale.plan_activity()
    tale.publish_text()
    tale.story.later(hours=1)
    tale.plan_activity(days=3, place=["Kompassen, stora salen"])
    tale.story.later(hours=1)
    tale.act("still_right", "communication", KEY, by="communicator")
    assert changes(tale) == []
    with pytest.raises(Refused):
        tale.attempt("still_right", "communication", KEY)


def test_a_correction_changes_nothing_for_residents(tale: Tale):
    tale.publish_text()
    tale.story.later(hours=1)
    tale.story.decide("influence_level", supersede_reason=["Rättelse: fel paragraf."], is_correction=["on"])
    assert changes(tale) == []


def test_a_text_that_withdraws_says_why_and_residents_read_nothing_else(tale: Tale):
    tale.publish_text()
    tale.act(
        "hand_over",
        "communication",
        KEY,
        data={"title": ["Dialogen är inställd"], "language": ["sv"], "withdrawn_because": ["Pengarna är slut."]},
    )
    tale.act("approve", "communication", KEY)
    url = tale.story.url("text_plain", "communication", KEY)
    plain = tale.story.client("communicator").get(url).content.decode()
    assert plain == "DIALOGEN ÄR INSTÄLLD\n\nPengarna är slut.\n"


def test_in_a_closed_case_a_text_handed_over_before_goes_on_and_otherwise_only_one_that_withdraws(tale: Tale):
    tale.publish_text()
    tale.hand_over("0000aa02", title=["En till"])
    end_early(tale.story.pk, by=tale.story.house["elected"], reason="Inga pengar.", at=tale.story.now)
    tale.act("approve", "communication", "0000aa02")
    tale.act("publish", "communication", "0000aa02", address="https://sjovik.example/en-till", date=tale.story.today)
    attempt = tale.attempt("hand_over", "communication", KEY, data={**BEFORE, "change": ["Ny dag."]})
    assert [lack.target for lack in attempt.missing] == ["withdrawn_because"]
    with pytest.raises(Refused):
        tale.attempt("save_draft", "communication", "0000aa03", kind="before", data=BEFORE)
    whole = {"title": ["Inställd"], "withdrawn_because": ["Ärendet är avbrutet."]}
    tale.act("hand_over", "communication", KEY, data=whole)
    tale.act("approve", "communication", KEY)


def test_the_queue_shows_a_case_as_coming_from_the_level_decision_until_the_gate(story: Story):
    client = story.client("communicator")
    Case.objects.filter(pk=story.pk).update(visibility=Case.Visibility.MEMBERS_ONLY)
    story.carry("purpose", "question", "influenceable")
    assert story.case.title not in client.get("/communication/").content.decode()
    with pytest.raises(Http404):
        load(story.house["communicator"], story.pk, for_texts=True)
    story.carry("influence_level")
    assert story.case.title in client.get("/communication/").content.decode()
    sheet = client.get(story.url("sheet"))
    assert "Vi svarar på varje förslag." in sheet.content.decode(), "what the text will begin with"
    assert client.get(story.url("case")).status_code == 404, "of the rest she learns nothing"
    story.carry("planning_help", "responsibility", "goals", "target_groups")
    story.act("confirm_gate", "planning_gate", data={"reflection": ["Klart."]})
    assert f"/cases/{story.pk}/texts/" not in client.get("/communication/").content.decode()


def test_the_text_is_taken_along_as_html_and_plain_text(tale: Tale):
    tale.hand_over(what=["<b>Stranden</b> & bryggan"])
    client = tale.story.client("communicator")
    assert client.get(tale.story.url("text_plain", "communication", KEY)).content.decode().startswith(swedish("DRAFT"))
    tale.act("approve", "communication", KEY)
    plain = client.get(tale.story.url("text_plain", "communication", KEY)).content.decode()
    assert plain.startswith("HUR SKA NORRA STRANDEN BLI?\n\n<b>Stranden</b> & bryggan")
    html = client.get(tale.story.url("text_html", "communication", KEY)).content.decode()
    assert "&lt;b&gt;Stranden&lt;/b&gt; &amp; bryggan" in html
    assert "<html" not in html


def test_who_reads_a_text(tale: Tale):
    tale.hand_over()
    url = tale.story.url("text", "communication", KEY)
    for who in ("responsible", "elected", "reader", "communicator", "stranger"):
        assert tale.story.client(who).get(url).status_code == 200
    plain = tale.story.url("text_plain", "communication", KEY)
    assert tale.story.client("stranger").get(plain).status_code == 404, "nothing is approved yet"
    assert tale.story.client("stranger").get("/communication/").status_code == 403
    Case.objects.filter(pk=tale.story.pk).update(visibility=Case.Visibility.MEMBERS_ONLY)
    assert tale.story.client("stranger").get(url).status_code == 404
    assert tale.story.client("communicator").get(url).status_code == 200


class TestTheHolder:
    """One holds a text at a time: the civil servants until they hand it over, then the communicators."""

    DRAFT = {"title": ["Hemlig rubrik"]}

    def pages(self, story):
        row = ("communication", KEY)
        yield story.url("text", *row)
        yield story.url("text_plain", *row)
        yield story.url("text_html", *row)
        yield story.url("report", "before") + f"?part={KEY}.draft"

    def test_a_communicator_does_not_read_a_text_before_it_is_handed_over(self, tale):
        tale.act("save_draft", "communication", KEY, kind="before", data=self.DRAFT)
        for page in self.pages(tale.story):
            assert "hemlig rubrik" not in tale.story.client("communicator").get(page).text.lower()
            assert "hemlig rubrik" in tale.story.client("responsible").get(page).text.lower()

    def test_from_then_on_she_does_also_when_she_has_sent_it_back(self, tale):
        tale.hand_over(KEY)
        page = tale.story.url("text", "communication", KEY)
        assert BEFORE["title"][0] in tale.story.client("communicator").get(page).text
        tale.act("send_back", "communication", KEY, by="communicator", comment="Korta den.")
        assert BEFORE["title"][0] in tale.story.client("communicator").get(page).text

    def test_what_is_changed_after_the_approval_is_the_civil_servants_again(self, tale):
        tale.hand_over(KEY)
        tale.act("approve", "communication", KEY)
        tale.act("save_draft", "communication", KEY, data={**BEFORE, **self.DRAFT})
        page = tale.story.url("text", "communication", KEY)
        assert "Hemlig rubrik" not in tale.story.client("communicator").get(page).text

    def test_of_what_was_written_before_she_reads_what_was_sent_to_her_alone(self, tale):
        tale.act("save_draft", "communication", KEY, kind="before", data={**BEFORE, **self.DRAFT})
        unsent = text().revisions.get()
        tale.hand_over(KEY)
        story, client = tale.story, tale.story.client("communicator")
        pages = [*self.pages(story), story.url("row_history", "communication", KEY)]
        for page in pages:
            assert "hemlig rubrik" not in client.get(page).text.lower(), page
        posted = {"act": "restore", "restore": str(unsent.pk), "revision": str(text().revision)}
        answer = client.post(story.url("text", "communication", KEY), posted)
        assert answer.status_code in (403, 404) and "Hemlig rubrik" not in answer.text

    @pytest.mark.parametrize("act", ["publish", "approve", "send_back", "save_draft"])
    def test_nor_does_she_get_it_by_asking_for_the_others_text_in_place_of_hers(self, tale, act):
        tale.hand_over()
        tale.act("approve", "communication", KEY)
        tale.act("save_draft", "communication", KEY, data={**BEFORE, "title": ["hemlig0rubrik"]})
        taken = {f"take-{name}": "theirs" for name in BEFORE}
        posted = {"act": act, "whole": "1", "revision": str(text().revision), **taken}
        for url in (tale.story.url("row", "communication", KEY), tale.story.url("text", "communication", KEY)):
            assert "hemlig0rubrik" not in tale.story.client("communicator").post(url, posted).text


@pytest.mark.parametrize("change", ["Ny version.", "nytt", "Texten uppdaterad!", "–"])
def test_what_is_new_says_more_than_that_something_is(with_methods: Tale, change: str):
    with_methods.publish_text(KEY)
    attempt = with_methods.attempt("hand_over", "communication", KEY, data={**BEFORE, "change": [change]})
    assert [lack.target for lack in attempt.missing] == ["change"]

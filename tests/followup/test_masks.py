"""Personal data that is pointed out is masked, dismissed or read at a touch, and a log tells of all of it but the words."""

import csv
import io

import pytest
from django.db import Error
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from dialog.acts.core import Refused
from followup.looking import RULES, Looked, Pointed, look_through, to_look_through
from followup.masks import everywhere, mask_of, masked, masks, number_of_masks, shown
from followup.models import Contribution, LookedThrough, PersonalDataLog, Withheld
from followup.pointing import Kind

SAID = "Ring på den vanliga telefonen. Jag heter Brita Hallonqvist, skriv det här: 070-174 06 41."
HIDDEN = "Ring på den vanliga telefonen. Jag heter [namn], skriv det här: [telefonnummer]."
SECRETS = ("Hallonqvist", "070-174 06 41")


@pytest.fixture
def said(follow):
    follow.add(SAID, "Fler bänkar.", "Tala med Brita Hallonqvist på Kvarngatan 3.")
    return follow


def do(follow, act, **facts):
    return follow.story.attempt(act, "compilation", **{"number": 1} | facts)


def waits(follow, number=1):
    return [(one.kind.value, one.words) for one in Looked.at(follow.one(number)).waits]


def log():
    with override("sv"):
        return _log()


def _log():
    return [(line.what, line.kinds, line.why) for line in PersonalDataLog.objects.order_by("pk")]


class TestWhatIsPointedOut:
    def test_is_counted_when_a_contribution_comes_in(self, said):
        rows = LookedThrough.objects.order_by("contribution__number")
        assert [(row.waits, row.rules) for row in rows] == [(2, RULES), (0, RULES), (2, RULES)]
        assert not to_look_through(said.story.pk).exists()

    def test_is_kept_as_places_and_kinds_and_never_as_words(self, said):
        do(said, "dismiss_pointed", places=[Looked.at(said.one()).waits[0].place])
        for row in LookedThrough.objects.values_list():
            assert not any(secret in str(row) for secret in SECRETS)

    def test_follows_a_correction(self, said):
        do(said, "correct_contribution", text="Ring 070-174 06 42.")
        assert waits(said) == [("phone", "070-174 06 42")] and LookedThrough.objects.first().waits == 1

    def test_holds_for_the_text_that_stands_there_alone(self, said):
        Contribution.objects.filter(number=1).update(text="Jag heter Ulla.")
        assert waits(said) == [("name", "Ulla")]

    def test_is_looked_for_again_when_the_rules_are_others(self, said):
        LookedThrough.objects.update(rules=RULES - 1, waits=0, found=[])
        assert to_look_through(said.story.pk).count() == 3 and len(waits(said)) == 2
        look_through(to_look_through())
        assert LookedThrough.objects.filter(waits=2).count() == 2


class TestMasking:
    def test_all_of_it_at_once(self, said):
        assert do(said, "mask_pointed").happened
        assert (said.one().text, said.one().is_masked, said.one().withheld.text) == (HIDDEN, True, SAID)
        assert waits(said) == []

    def test_one_and_then_the_other(self, said):
        first, second = Looked.at(said.one()).waits
        do(said, "mask_pointed", places=[second.place])
        assert "Brita Hallonqvist" in said.one().text and "[telefonnummer]" in said.one().text
        do(said, "mask_pointed", places=[first.place])
        assert (said.one().text, said.one().withheld.text) == (HIDDEN, SAID)

    def test_wherever_the_same_words_stand(self, follow):
        follow.add("Jag heter Xana. Ja, XANA.", translation="Xana.")
        do(follow, "mask_pointed")
        assert (follow.one().text, follow.one().translation) == ("Jag heter [namn]. Ja, [namn].", "[namn].")

    def test_says_nothing_of_its_length(self, follow):
        follow.add("Jag heter Bo.", "Jag heter Anna Maria Wilhelmina Hallonqvist.")
        for number in (1, 2):
            do(follow, "mask_pointed", number=number)
        assert follow.one(1).text == follow.one(2).text == "Jag heter [namn]."

    def test_over_what_somebody_else_changed_meanwhile_is_refused(self, said):
        here = reverse("contribution_personal_data", args=[said.story.pk, 1])
        answer = said.story.client("responsible").post(here, {"act": "mask_pointed", "seen": "7"})
        assert answer.status_code == 409
        assert not said.one().is_masked

    def test_at_a_place_where_nothing_waits_changes_nothing(self, said):
        for places in (["text-0-4"], ["translation-1-2"], ["x"]):
            assert not do(said, "mask_pointed", places=places).happened
        assert not do(said, "mask_pointed", number=2).happened and log() == []

    def test_everything_in_the_case_as_one_act(self, said):
        attempt = said.story.attempt("mask_all_pointed", "compilation", waiting=4)
        assert attempt.happened and attempt.facts["count"] == 4
        assert [said.one(number).text for number in (1, 3)] == [HIDDEN, "Tala med [namn] på [adress]."]
        assert said.one(3).withheld.text.startswith("Tala med Brita") and not said.one(2).is_masked
        page = said.story.client("responsible").get(said.story.url("contributions"), {"q": "Hallonqvist"})
        assert not page.context["shown"].object_list
        assert PersonalDataLog.objects.count() == 2 and not LookedThrough.objects.filter(waits__gt=0).exists()

    def test_everything_is_what_was_seen(self, said):
        with pytest.raises(Refused):
            said.story.attempt("mask_all_pointed", "compilation", waiting=3)
        assert not Contribution.objects.filter(is_masked=True).exists()

    def test_other_words_with_a_reason(self, said):
        do(said, "mask_words", words="vanliga  TELEFONEN", because="known")
        assert said.one().text.startswith("Ring på den [uppgift om en person]. Jag heter Brita")
        assert log() == [("words", [], "Går att känna igen någon på")]

    @pytest.mark.parametrize(
        ("facts", "lacks"),
        [
            ({"words": "", "because": "known"}, "words"),
            ({"words": "finns inte", "because": "known"}, "words"),
            ({"words": "vanliga", "because": ""}, "because"),
            ({"words": "vanliga", "because": "x"}, "because"),
        ],
    )
    def test_other_words_need_both(self, said, facts, lacks):
        assert [lack.target for lack in do(said, "mask_words", **facts).missing] == [lacks]
        assert not said.one().is_masked

    def test_the_whole_text_is_still_counted(self, said):
        do(said, "hide_contribution", because="health")
        assert (said.one().text, said.one().withheld.text) == ("[hela texten]", SAID)
        assert log() == [("whole", [], "Uppgift om hälsa")] and Contribution.objects.count() == 3

    def test_who_enters_words_meant_those_and_not_the_whole_text(self, said):
        assert [lack.target for lack in do(said, "hide_contribution", words="vanliga", because="health").missing] == [
            "words"
        ]
        assert not said.one().is_masked

    def test_is_lifted_with_a_reason(self, said):
        do(said, "mask_pointed")
        assert [lack.target for lack in do(said, "unmask_contribution").missing] == ["reason"]
        do(said, "unmask_contribution", reason="Hon vill stå för det.")
        assert said.one().text == SAID and len(waits(said)) == 2
        assert log()[-1] == ("unmasked", [], "Hon vill stå för det.")


class TestDismissing:
    def test_is_remembered(self, said):
        first = Looked.at(said.one()).waits[0]
        do(said, "dismiss_pointed", places=[first.place])
        assert waits(said) == [("phone", "070-174 06 41")]
        do(said, "correct_contribution", text=f"Nu så: {SAID}")
        assert waits(said) == [("phone", "070-174 06 41")]
        assert log() == [("no_data", ["name"], "Utpekat")]

    def test_is_of_one_contribution_alone(self, said):
        do(said, "dismiss_pointed")
        assert waits(said) == [] and len(waits(said, 3)) == 2

    def test_keeps_an_import_from_being_undone(self, said):
        do(said, "dismiss_pointed")
        assert said.one().revision == 1


class TestReading:
    def test_needs_a_reason_and_is_written_down_each_time(self, said):
        do(said, "mask_pointed")
        assert do(said, "read_original", reason=" ").missing and do(said, "read_original", reason="x" * 501).missing
        for who in ("responsible", "civil_servant"):
            do(said, "read_original", by=who, reason="Begäran om allmän handling.")
        assert [what for what, _kinds, _why in log()] == ["masked", "read", "read"]

    def test_shows_it_to_her_alone_and_for_a_while(self, said):
        story = said.story
        do(said, "mask_pointed")
        do(said, "read_original", reason="Begäran.")
        address = (
            f"{reverse('contribution_personal_data', args=[story.pk, 1])}?read={PersonalDataLog.objects.first().pk}"
        )
        assert SECRETS[1] in story.client("responsible").get(address).text
        assert SECRETS[1] not in story.client("civil_servant").get(address).text
        story.later(minutes=16)
        assert SECRETS[1] not in story.client("responsible").get(address).text

    @pytest.mark.parametrize("read", ["", "0", "x", "9" * 40, "²"])
    def test_by_no_other_number(self, said, read):
        do(said, "mask_pointed")
        address = said.story.url("contribution", 1)
        page = said.story.client("responsible").get(address, {"read": read})
        assert page.status_code == 200 and SECRETS[1] not in page.text


class TestTheLog:
    def test_cannot_be_changed(self, said):
        do(said, "mask_pointed")
        for change in (lambda rows: rows.update(reason="x"), lambda rows: rows.delete()):
            with pytest.raises(Error):
                change(PersonalDataLog.objects.all())
                pytest.fail("it went through")

    def test_never_says_what_is_masked(self, said):
        do(said, "mask_pointed")
        do(said, "mask_words", words="vanliga", because="secrecy")
        text = str(list(PersonalDataLog.objects.values()))
        assert not any(secret in text for secret in (*SECRETS, "vanliga"))

    def test_is_taken_along_as_a_table(self, said):
        do(said, "mask_pointed")
        do(said, "read_original", reason="=Begäran")
        answer = said.story.client("responsible").get(reverse("personal_data_log", args=[said.story.pk]))
        rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig")), delimiter=";"))
        assert [row[2:] for row in rows[1:]] == [
            [said.story.house["responsible"].name, "Maskerade det utpekade", "namn, telefonnummer", "1", "Utpekat"],
            [said.story.house["responsible"].name, "Läste originalet", "", "1", "'=Begäran"],
        ]


class TestThePages:
    def page(self, follow, who="responsible", **asked):
        return follow.story.client(who).get(reverse("personal_data", args=[follow.story.pk]), asked)

    @pytest.mark.parametrize("who", ["elected", "reader", "support", "communicator", "stranger"])
    def test_are_for_the_cases_civil_servants_alone(self, said, who):
        client, case = said.story.client(who), said.story.pk
        for name, args in (("personal_data", []), ("personal_data_log", []), ("contribution_personal_data", [1])):
            assert client.get(reverse(name, args=[case, *args])).status_code in (403, 404)

    def test_show_what_waits_in_its_sentence(self, said):
        page = self.page(said)
        assert '<mark class="pii">Brita Hallonqvist</mark>' in page.text and "Maskera alla 4" in page.text
        assert page.context["of_case"].counts == {"places": 4, "contributions": 2, "numbers": 0}

    def test_lead_to_the_acts(self, said):
        client, case = said.story.client("responsible"), said.story.pk
        here = reverse("contribution_personal_data", args=[case, 1])
        first = Looked.at(said.one()).waits[0]
        answer = client.post(here, {"act": f"mask_pointed {first.place}", "seen": "0", "back": "here"})
        assert answer["Location"] == f"{here}#open" and "[namn]" in said.one().text
        assert client.post(here, {"act": "dismiss", "seen": "1", "back": "all"})["Location"].endswith("/personal-data/")
        assert client.post(here, {"act": "read", "read-reason": ""}).status_code == 422
        answer = client.post(here, {"act": "read", "read-reason": "Begäran", "back": "desk"})
        assert "?read=" in answer["Location"] and SECRETS[1] in client.get(answer["Location"]).text
        assert client.post(here, {"act": "mask_words", "mask-words": "finns ej", "seen": "2"}).status_code == 422
        typed = {"act": "hide_whole", "mask-because": "offends", "seen": "2"}
        assert client.post(here, typed).status_code == 302 and said.one().text == "[hela texten]"
        typed = {"act": "unmask", "unmask-reason": "Fel.", "seen": "1"}
        assert client.post(here, typed).status_code == 409
        assert client.post(here, typed | {"seen": "3"}).status_code == 302 and said.one().text == SAID
        assert client.post(here, {"act": "anything"}).status_code == 404

    def test_mask_all(self, said):
        url = reverse("personal_data", args=[said.story.pk])
        client = said.story.client("responsible")
        assert client.post(url, {"act": "mask_all", "waiting": "9"}).status_code == 403
        assert client.post(url, {"act": "mask_all", "waiting": "4"}).status_code == 302
        assert "Inget att ta ställning till" in self.page(said).text

    def test_have_looked_through_what_nobody_has(self, said):
        LookedThrough.objects.all().delete()
        assert "3 inspel har inte gåtts igenom än" in self.page(said).text
        said.story.client("responsible").post(reverse("personal_data", args=[said.story.pk]), {"act": "look"})
        assert to_look_through().count() in (0, 3)

    def test_narrow_the_log(self, said):
        do(said, "mask_pointed")
        do(said, "read_original", reason="Begäran")
        assert [line.what for line in self.page(said, show="read").context["log"]] == ["read"]
        assert len(self.page(said, show="nothing").context["log"]) == 2

    def test_cost_no_more_queries_for_many(self, said, django_assert_max_num_queries):
        said.add(*(f"Jag heter Anna Bengtsson {number}." for number in range(60)))
        self.page(said)
        with django_assert_max_num_queries(40):
            assert len(self.page(said).context["spots"]) == 25

    def test_show_masks_as_labels_to_everybody_who_reads(self, said):
        do(said, "mask_pointed")
        said.code(1, fits_no_theme=True)
        page = said.story.client("elected").get(said.story.url("contribution", 1))
        assert '<span class="withheld">namn</span>' in page.text and "Ärendets tjänstepersoner" in page.text


class TestAnyText:
    @given(st.text(), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
    def test_keeps_what_is_not_masked_in_its_order(self, text, places):
        there = [(min(a, b), max(a, b), "[namn]") for a, b in places if min(a, b) < max(a, b) <= len(text)]
        left = "".join(sign for at, sign in enumerate(text) if not any(a <= at < b for a, b, _mask in there))
        assert masked(text, there).replace("[namn]", "") == left.replace("[namn]", "")

    @given(st.text(), st.text())
    def test_words_are_found_where_they_stand(self, before, words):
        for start, end in everywhere(f"{before} {words} x", words):
            assert 0 <= start < end <= len(before) + len(words) + 3

    @given(st.text(alphabet="<>&\"'ab[]\n namn"), st.booleans())
    def test_is_shown_without_markup_of_its_own(self, text, is_masked):
        page = shown(f"<b>{text}", is_masked=is_masked)
        assert "<b>" not in page and "&lt;b&gt;" in page

    def test_a_mask_is_the_kind(self):
        assert mask_of(Kind.NAME.label) == "[namn]" and "[hela texten]" in masks()
        assert number_of_masks("[namn] [namn] [annat]") == 2
        pointed = [Pointed("text", 0, 3, Kind.NAME, "Bo")]
        assert shown("A&B", pointed, is_masked=False) == '<mark class="pii">A&amp;B</mark>'


def test_the_original_stays_with_what_came_from_a_file(follow):
    row = {"key": "0000cafe", "text": SAID, "raw": {"text": SAID}}
    follow.story.act("add_contributions", "compilation", rows=[row], source="imported")
    follow.story.attempt("mask_all_pointed", "compilation", waiting=2)
    assert Withheld.objects.get().raw == {"text": SAID} and Withheld.objects.get().text == SAID

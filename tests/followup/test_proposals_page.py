"""Förslag: the page on which proposals are made, changed many at once, answered, merged, and taken from a table."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dialog.models import Event
from followup.models import Contribution, Proposal
from tests.followup.tale import LIGHT

Status = Proposal.Status


@pytest.fixture
def desk(follow):
    follow.name_themes()
    follow.add("Ljus i backen.", "En bänk vid ån.", "Bänkar vid ån!", "Fler träd.")
    follow.code(1, category="suggestion", themes=[LIGHT])
    return follow


def post(follow, act, prefix, who="responsible", asked="", **typed):
    data = {"act": act, **{f"{prefix}-{name}": value for name, value in typed.items()}}
    return follow.story.client(who).post(f"{follow.story.url('proposals')}{asked}", data, follow=True)


def make(follow, named="1 2 3 4", **typed):
    return post(follow, "make_proposals", "make", of="named", named=named, key="a" * 32, **typed)


def change(follow, *numbers, **typed):
    return post(follow, "change_proposals", "change", numbers=[str(number) for number in numbers], **typed)


def statuses():
    return dict(Proposal.objects.values_list("number", "status"))


class TestMaking:
    def test_of_those_that_are_named_one_of_each(self, desk):
        page = make(desk)
        assert page.status_code == 200 and "4 förslag har gjorts." in page.text
        assert "1. Ljus i backen." in page.text and Proposal.objects.count() == 4

    def test_of_all_suggestions_or_all_of_a_theme(self, desk):
        post(desk, "make_proposals", "make", of="suggestions", key="a" * 32)
        assert Proposal.objects.count() == 1
        desk.code(2, category="need", themes=[LIGHT])
        post(desk, "make_proposals", "make", of=LIGHT, key="b" * 32)
        assert Proposal.objects.count() == 2

    def test_sent_twice_it_is_made_once(self, desk):
        make(desk, "2 3", together="on")
        page = make(desk, "2 3", together="on")
        assert Proposal.objects.count() == 1 and page.status_code == 200

    @pytest.mark.parametrize("typed", [{"named": ""}, {"named": "99"}, {"of": "ffffffff"}, {"key": "x"}])
    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, desk, typed):
        facts = {"of": "named", "named": "1", "key": "a" * 32} | typed
        page = post(desk, "make_proposals", "make", **facts)
        assert page.status_code == 422 and not Proposal.objects.exists()
        assert page.context["make"].errors

    def test_history_tells_of_it_once_and_of_no_words(self, desk):
        make(desk)
        [event] = Event.objects.filter(act="make_proposals")
        assert event.facts["count"] == 4 and "backen" not in str(event.facts)


class TestChanging:
    def test_many_at_once_and_what_is_empty_stays(self, desk):
        make(desk)
        change(desk, 1, 2, status="voted_on", area="Ekbacken", cost="40 000")
        page = change(desk, 2, answer="Tack, vi prövar det.")
        assert page.status_code == 200 and "Tack, vi prövar det." in page.text
        one = Proposal.objects.get(number=2)
        assert (one.status, one.area, one.cost, one.answer) == ("voted_on", "Ekbacken", 40_000, "Tack, vi prövar det.")
        assert statuses() == {1: "voted_on", 2: "voted_on", 3: "examined", 4: "examined"}

    def test_all_that_the_list_finds(self, desk):
        make(desk)
        change(desk, 4, status="voted_on")
        post(desk, "change_proposals", "change", asked="?status=examined", every="on", area="Ån")
        assert dict(Proposal.objects.values_list("number", "area")) == {1: "Ån", 2: "Ån", 3: "Ån", 4: ""}

    def test_what_cannot_be_carried_out_has_its_reason(self, desk):
        make(desk)
        assert change(desk, 1, status="impossible").status_code == 422
        assert change(desk, 1, status="impossible", reason="Marken är privat.").status_code == 200
        assert statuses()[1] == "impossible"

    def test_merged_into_another_they_keep_their_voices(self, desk):
        make(desk)
        assert change(desk, 3, status="merged").status_code == 422
        page = change(desk, 3, status="merged", into="2")
        assert "Sammanslaget" in page.text and "med 2" in page.text
        change(desk, 3, status="examined")
        assert statuses()[3] == "examined" and Proposal.objects.get(number=3).merged_into is None

    def test_nobody_makes_a_winner_here_nor_unmakes_one(self, desk):
        make(desk)
        assert change(desk, 1, status="winner").status_code == 422
        Proposal.objects.filter(number=1).update(status=Status.WINNER)
        change(desk, 1, status="examined")
        assert statuses()[1] == "winner"
        change(desk, 1, status="carried_out")
        assert statuses()[1] == "carried_out"

    @pytest.mark.parametrize("typed", [{}, {"cost": "många"}, {"cost": "-1"}, {"into": "x", "status": "merged"}])
    def test_what_is_wrong_is_said(self, desk, typed):
        make(desk)
        assert change(desk, 1, **typed).status_code == 422

    def test_none_is_chosen_or_one_that_is_not_there(self, desk):
        make(desk)
        assert change(desk, status="voted_on").status_code == 422
        assert change(desk, 99, status="voted_on").status_code == 422


class TestTheTable:
    def hand_in(self, desk, text, key="a"):
        file = SimpleUploadedFile("f.csv", text.encode())
        return post(desk, "take_proposals", "table", file=file, key=key * 32)

    def test_out_changed_and_in_again(self, desk):
        make(desk)
        answer = desk.story.client("responsible").get(desk.story.url("proposals_table"))
        text = b"".join(answer.streaming_content).decode()
        assert text.startswith("\ufeffNummer;Rubrik;")
        page = self.hand_in(desk, text.replace("\r\n1;;", "\r\n1;Ljus;"))
        assert page.status_code == 200 and Proposal.objects.get(number=1).title == "Ljus"
        assert Proposal.objects.count() == 4

    def test_new_ones_come_in_once(self, desk):
        for _time in range(2):
            assert self.hand_in(desk, "Rubrik;Område\nEn lekplats;Ekbacken\nEn brygga;\n").status_code == 200
        assert list(Proposal.objects.values_list("title", flat=True)) == ["En lekplats", "En brygga"]

    def test_with_something_wrong_nothing_comes_in_and_it_is_said_by_row(self, desk):
        page = self.hand_in(desk, "Rubrik;Kostnad i kronor\nEn lekplats;12\nEn brygga;dyr\n")
        assert page.status_code == 422 and "Rad 3" in page.text and not Proposal.objects.exists()

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nonsense", b"\x00\x01\x02"])
    def test_what_is_no_table_is_refused(self, desk, content):
        file = SimpleUploadedFile("f.xlsx", content)
        assert post(desk, "take_proposals", "table", file=file, key="a" * 32).status_code == 422


class TestWho:
    @pytest.mark.parametrize("who", ["elected", "reader", "stranger"])
    def test_reads_and_changes_nothing(self, desk, who):
        make(desk)
        page = desk.story.client(who).get(desk.story.url("proposals"))
        assert page.status_code == 200 and "1. Ljus i backen." in page.text
        assert 'value="change_proposals"' not in page.text
        answer = post(desk, "change_proposals", "change", who=who, numbers=["1"], status="voted_on")
        assert answer.status_code == 403 and statuses()[1] == "examined"

    def test_five_hundred_cost_as_many_queries_as_four(self, desk, django_assert_max_num_queries):
        make(desk)
        client = desk.story.client("responsible")
        desk.add(*[f"Förslag {number}" for number in range(500)])
        post(desk, "make_proposals", "make", of="named", named=" ".join(map(str, range(5, 505))), key="b" * 32)
        assert Contribution.objects.count() == 504 == Proposal.objects.count()
        with django_assert_max_num_queries(28):
            assert client.get(desk.story.url("proposals")).status_code == 200

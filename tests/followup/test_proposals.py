"""Proposals of a participatory budget: made from contributions, merged with their voices, counted, as a table and back."""

import csv
import io

import pytest
from django.db import IntegrityError, transaction

from dialog.acts.core import Refused
from dialog.files.sheets import headings_of, read
from dialog.files.tables import MARK, cell
from followup.acts.imports import why_it_stays
from followup.models import Contribution, Import, Proposal, VoiceOfProposal
from followup.proposals import made, sheet
from followup.proposals.made import Maker
from followup.proposals.outcome import Voted, outcome_of

Status = Proposal.Status


@pytest.fixture
def maker(follow):
    follow.add("Ljus i backen.", "En bänk vid ån.", "Bänkar vid ån!", "Ljus i backen.")
    follow.code(4, duplicate_of="1")
    return Maker(follow.story.case, follow.story.house["responsible"], follow.story.now)


def voices(number):
    return sorted(made.voices_of(Proposal.objects.filter(number=number)).values_list("number", flat=True))


def contributions(*numbers):
    return list(Contribution.objects.filter(number__in=numbers) if numbers else Contribution.objects.all())


def taken(text, there=None):
    found = read("forslag.csv", text.encode())
    rows = found.sheets[0].rows
    headings = headings_of(rows)
    return sheet.take(headings.names, rows[headings.first - 1 :], headings.first, there or {})


class TestMade:
    def test_one_of_each_and_a_duplicate_is_one_more_voice(self, maker):
        assert [one.number for one in made.make(maker, contributions(), "a")] == [1, 2, 3]
        assert [voices(number) for number in (1, 2, 3)] == [[1, 4], [2], [3]]

    def test_one_of_several_that_say_the_same(self, maker):
        [one] = made.make(maker, contributions(2, 3), "a", together=True)
        assert voices(one.number) == [2, 3]

    def test_what_has_a_proposal_already_gets_no_other(self, maker):
        made.make(maker, contributions(1, 2), "a")
        assert [one.number for one in made.make(maker, contributions(), "b")] == [3]
        assert made.make(maker, contributions(), "c") == [] and voices(1) == [1, 4]

    def test_a_duplicate_that_comes_later_speaks_for_what_its_original_became(self, maker):
        made.make(maker, contributions(1), "a")
        assert made.make(maker, contributions(4), "b") == [] and voices(1) == [1, 4]

    def test_it_is_called_by_its_first_voice_as_that_reads_now_until_it_has_a_heading(self, follow, maker):
        [one] = made.make(maker, contributions(1), "a")
        assert made.names_of([one]) == {one.pk: "Ljus i backen."}
        Contribution.objects.filter(number=1).update(text="Ljus för [namn].")
        assert made.names_of([one]) == {one.pk: "Ljus för [namn]."}
        one.title = "Ljus i pulkabacken"
        assert made.names_of([one]) == {one.pk: "Ljus i pulkabacken"}

    def test_five_hundred_cost_as_many_queries_as_five(self, follow, maker, django_assert_max_num_queries):
        follow.add(*[f"Förslag {number}" for number in range(509)])
        with django_assert_max_num_queries(14):
            assert len(made.make(maker, contributions(), "a")) == 512


class TestMerged:
    def test_each_keeps_its_voices_and_what_it_is_merged_into_has_them_too(self, maker):
        made.make(maker, contributions(), "a")
        assert made.merge(maker.case, [3], 2) == 1
        assert voices(2) == [2, 3] and voices(3) == [3]
        assert Proposal.objects.get(number=3).status == Status.MERGED

    def test_what_was_merged_into_it_follows(self, maker):
        made.make(maker, contributions(), "a")
        made.merge(maker.case, [3], 2)
        made.merge(maker.case, [2], 1)
        assert voices(1) == [1, 2, 3, 4]
        assert {one.merged_into.number for one in Proposal.objects.filter(number__in=[2, 3])} == {1}

    def test_and_parts_again(self, maker):
        made.make(maker, contributions(), "a")
        made.merge(maker.case, [3], 2)
        assert made.part(maker.case, [3]) == 1 and voices(2) == [2]
        assert Proposal.objects.get(number=3).status == Status.EXAMINED

    def test_never_into_itself_nor_into_what_is_merged_nor_what_has_won(self, maker):
        made.make(maker, contributions(), "a")
        assert made.merge(maker.case, [2], 2) == 0
        made.merge(maker.case, [3], 2)
        with pytest.raises(Refused):
            made.merge(maker.case, [1], 3)
        with pytest.raises(Refused):
            made.merge(maker.case, [1], 99)
        Proposal.objects.filter(number=1).update(status=Status.WINNER)
        with pytest.raises(Refused):
            made.merge(maker.case, [1], 2)

    @pytest.mark.every_database
    def test_the_database_holds_it(self, maker):
        made.make(maker, contributions(), "a")
        for wrong in ({"status": Status.MERGED}, {"merged_into_id": Proposal.objects.get(number=2).pk}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Proposal.objects.filter(number=1).update(**wrong)

    def test_an_import_on_which_a_proposal_rests_stays(self, maker):
        came = Import(case=maker.case, key="a", name="a.csv", size=1, digest="d", added_by=maker.by, added_at=maker.at)
        came.save()
        Contribution.objects.filter(number=2).update(came_with=came, revision=0)
        assert not why_it_stays(came)
        made.make(maker, contributions(2), "a")
        assert "proposal" in why_it_stays(came) and VoiceOfProposal.objects.count() == 1


class TestOutcome:
    def places(self, *voted, pot=100):
        return outcome_of([Voted(*one) for one in voted], pot)

    def test_in_the_order_of_votes_as_far_as_the_pot_goes(self):
        found = self.places((1, 5, 40), (2, 9, 50), (3, 7, 30), (4, 2, 10))
        assert [place.voted.number for place in found.places] == [2, 3, 1, 4]
        assert [place.voted.number for place in found.above] == [2, 3]
        assert (found.used, found.left, found.votes) == (80, 20, 23)
        assert [place.together for place in found.places] == [50, 80, 120, 130]

    def test_what_still_fits_below_the_line_is_told_and_not_taken(self):
        found = self.places((1, 9, 90), (2, 8, 50), (3, 7, 10))
        assert [place.voted.number for place in found.above] == [1]
        assert [place.still_fits for place in found.places] == [False, False, True]

    def test_a_tie_across_the_line_is_told(self):
        found = self.places((1, 9, 60), (2, 5, 40), (3, 5, 30), (4, 5, 1))
        assert found.is_tied
        assert {place.voted.number: place.ties for place in found.places} == {
            1: (),
            2: (3, 4),
            3: (2, 4),
            4: (2, 3),
        }

    def test_a_tie_that_the_line_does_not_part_is_a_shared_rank_and_no_more(self):
        found = self.places((1, 9, 50), (2, 9, 40), (3, 5, 30))
        assert [place.rank for place in found.places] == [1, 1, 3] and not found.is_tied

    def test_where_nobody_knows_the_cost_the_counting_stops(self):
        found = self.places((1, 9, 50), (2, 8, None), (3, 7, 10))
        assert [place.voted.number for place in found.above] == [1] and found.uncosted == 2
        assert [place.together for place in found.places] == [50, None, None]

    @pytest.mark.parametrize("pot", [None, 0])
    def test_without_a_pot_there_is_nobody_above_a_line(self, pot):
        found = self.places((1, 9, 50), (2, 8, 10), pot=pot)
        assert found.above == [] and found.left == pot

    def test_what_got_no_vote_is_no_winner_however_cheap(self):
        assert self.places((1, 0, 1), (2, None, 1)).above == []

    def test_nothing_was_voted_on(self):
        assert outcome_of([], 100).places == []

    def test_sixty_five_with_seven_above_the_line(self):
        found = self.places(*((number, 100 - number, 14) for number in range(1, 66)))
        assert len(found.above) == 7 and found.left == 2


class TestAsATable:
    def table(self, proposals):
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";")
        writer.writerow([str(heading) for heading in sheet.COLUMNS.values()])
        for line in sheet.lines(proposals, {}, {}):
            writer.writerow([cell(value) for value in line])
        return MARK + out.getvalue()

    @pytest.fixture
    def three(self, maker):
        made.make(maker, contributions(), "a")
        Proposal.objects.filter(number=1).update(title="=SUMMA(A1)", text="Rad ett\nrad två; tre", cost=40_000)
        made.merge(maker.case, [3], 2)
        return {one.number: one for one in Proposal.objects.all()}

    def test_out_and_in_again_changes_nothing(self, three):
        text = self.table(three.values())
        assert "'=SUMMA" in text
        found = taken(text, three)
        assert (found.changes, found.new, found.wrong) == ({}, [], [])

    def test_what_somebody_changed_in_it_changes(self, three):
        found = taken(
            "Number;Cost in kronor;Status;Answer to whoever proposed it\n1;41 000 kr;up for a vote;Tack!\n2;;;\n", three
        )
        assert found.changes == {1: {"cost": 41_000, "status": "voted_on", "answer": "Tack!"}} and not found.wrong

    def test_a_row_without_a_number_is_a_new_one(self, three):
        found = taken("Heading;Area\nEn lekplats;Ekbacken\nEn bänk;\n", three)
        assert found.new == [{"title": "En lekplats", "area": "Ekbacken"}, {"title": "En bänk"}]

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            ("99;A;1;", "99"),
            ("1;A;många;", "många"),
            ("1;A;-5;", "-5"),
            ("1;A;1;Winner", "Winner"),
            ("1;A;1;Merged", "Merged"),
            ("1;A;1;Nonsense", "Nonsense"),
            (f"1;{'a' * 121};1;", "aaa"),
        ],
    )
    def test_what_cannot_be_understood_is_told_with_its_row(self, three, row, said):
        found = taken(f"Number;Heading;Cost in kronor;Status\n2;B;7;\n{row}\n", three)
        [wrong] = found.wrong
        assert wrong.row == 3 and said in wrong.sentence and found.changes[2] == {"title": "B", "cost": 7}

    def test_a_table_without_number_and_heading_is_none(self):
        assert taken("Färg;Form\nröd;rund\n").wrong

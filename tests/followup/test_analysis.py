"""Analysera och återkoppla resultatet: an answer, conclusions that rest on voices, and what becomes of each."""

import pytest

from dialog.acts.core import Refused
from followup.codebook import codebook
from followup.models import Conclusion
from followup.result_as_text import conclusions_in_force
from followup.tally import rests_on, voices
from followup.trace import traces
from tests.execution.tale import swedish
from tests.followup.tale import CONCLUSION, LIGHT, REST, TAKEN_UP


@pytest.fixture
def read(follow):
    """Contributions that are coded: three about light, one of them a duplicate, one against."""
    follow.story.once("read", lambda: code_them(follow))
    return follow


def code_them(follow):
    follow.name_themes()
    follow.add("Det är mörkt.", "Mörkt!", "Inga lampor, tack.", "Fler bänkar.")
    follow.code(1, themes=[LIGHT], stance="for")
    follow.code(2, duplicate_of="1")
    follow.code(3, themes=[LIGHT], stance="against")
    follow.code(4, themes=[REST], stance="for")


def attempt(follow, **text):
    return follow.attempt("keep", "analysis", CONCLUSION, kind="conclusion", data={**TAKEN_UP, **text})


def without(*names):
    return {name: texts for name, texts in TAKEN_UP.items() if name not in names}


class TestConclusions:
    def test_a_conclusion_is_in_force_as_soon_as_it_is_complete(self, read):
        read.conclude()
        [one] = conclusions_in_force(read.story.access())
        assert (str(one), one.becomes, one.themes, one.who_named) == ("Ljuset först", "taken_up", [LIGHT], ["Lena Ek"])

    @pytest.mark.parametrize("name", ["conclusion", "becomes", "themes", "what"])
    def test_what_it_cannot_do_without(self, read, name):
        attempt = read.attempt("keep", "analysis", CONCLUSION, kind="conclusion", data=without(name))
        assert attempt.missing and not Conclusion.objects.exists()

    @pytest.mark.parametrize("becomes", ["partly", "later", "elsewhere", "not"])
    def test_what_is_not_taken_up_as_it_is_says_why(self, read, becomes):
        assert attempt(read, becomes=[becomes], reason=[]).missing
        assert not attempt(read, becomes=[becomes]).missing

    def test_undecided_it_can_go_to_the_body(self, read):
        assert not attempt(read, becomes=["undecided"], what=[], reason=[]).missing

    def test_votes_of_residents_cost_and_the_bodys_votes_are_noted(self, read):
        votes = {"votes_received": ["248"], "cost": ["85 000"], "votes_for": ["8"], "votes_against": ["3"]}
        read.conclude(**votes, votes_abstained=["0"])
        one = Conclusion.objects.get()
        assert (one.votes_received, one.cost, one.votes_for, one.votes_against) == (248, 85000, 8, 3)
        page = read.story.client("reader").get(read.story.url("row", "analysis", CONCLUSION)).text
        assert "248 röster från invånare · 85\xa0000 kronor" in page

    def test_one_is_dropped_with_a_reason_whatever_else_it_lacks_and_leaves_the_counts(self, read):
        read.conclude()
        read.act("keep", "analysis", CONCLUSION, data={"dropped_because": ["Samma som den första."]})
        assert conclusions_in_force(read.story.access()) == []
        assert Conclusion.objects.get().dropped_because

    def test_a_dropped_one_stays_readable_with_its_reason(self, read):
        read.conclude()
        read.act("keep", "analysis", CONCLUSION, data={**TAKEN_UP, "dropped_because": ["Samma som den första."]})
        url = read.story.url("row", "analysis", CONCLUSION)
        page = read.story.client("stranger").get(read.story.url("step", "analysis")).text
        assert f'href="{url}"' in page and "Samma som den första." in page
        page = read.story.client("stranger").get(url).text
        assert swedish("Dropped.") in page and f"<strong>{swedish('Current')}</strong>" not in page

    def test_it_is_found_by_its_heading(self, read):
        read.conclude()
        page = read.story.client("stranger").get(read.story.url("step", "analysis")).text
        assert '<span class="what">Ljuset först</span>' in page

    @pytest.mark.parametrize("who", ["elected", "civil_servant"])
    def test_both_roles_write_them(self, read, who):
        attempt = read.act("keep", "analysis", CONCLUSION, kind="conclusion", data=TAKEN_UP, by=who)
        assert attempt.happened

    @pytest.mark.parametrize("who", ["reader", "support", "stranger"])
    def test_nobody_else_does(self, read, who):
        with pytest.raises(Refused):
            read.attempt("keep", "analysis", CONCLUSION, kind="conclusion", data=TAKEN_UP, by=who)


class TestVoices:
    def numbers(self, follow):
        access = follow.story.access()
        [one] = conclusions_in_force(access)
        return sorted(voice.number for voice in rests_on(one, voices(access), codebook(access)))

    def test_it_rests_on_all_that_are_about_its_themes(self, read):
        read.conclude(themes=[LIGHT, REST])
        assert self.numbers(read) == [1, 2, 3, 4]

    def test_where_single_ones_are_named_on_these(self, read):
        read.conclude(contributions=["1, 4"])
        assert self.numbers(read) == [1, 4]

    def test_they_are_named_by_number_here_or_elsewhere(self, read):
        read.add("Lampor!", external_id="KP-018")
        read.conclude(contributions=["kp-018\n4"])
        assert self.numbers(read) == [4, 5]
        assert read.story.access().record("analysis", CONCLUSION).version == 1

    @pytest.mark.parametrize("names", ["99", "KP-999", "1 2 x"])
    def test_what_is_not_there_is_said(self, read, names):
        assert attempt(read, contributions=[names]).missing

    def test_another_cases_contributions_are_not_there(self, read, house):
        from tests.story import Story

        other = Story(house, read.story.now, title="En annan dialog")
        Conclusion.objects.filter(case=other.pk).exists()
        assert attempt(read, contributions=["5"]).missing

    def test_each_leads_back_to_the_voices_that_were_chosen_to_be_quoted(self, read):
        read.conclude(quotations=["1 3"])
        access = read.story.access()
        [trace] = traces(access, conclusions_in_force(access))
        assert (trace.count.all, trace.count.duplicates, trace.against) == (3, 1, 1)
        assert [said.contribution.number for said in trace.voices] == [1, 3]

    def test_the_page_shows_the_way_from_decision_to_voices(self, read):
        read.conclude(quotations=["1 3"])
        page = read.story.client("stranger").get(read.story.url("step", "analysis")).content.decode()
        for words in (
            "Det är mörkt på vägen ned.",
            "Sju lampor.",
            "Inga lampor, tack.",
            "Utan ljus används inget annat.",
        ):
            assert words in page

    def test_the_page_of_one_says_how_many_of_all_are_about_its_themes(self, read):
        read.conclude()
        page = read.story.client("reader").get(read.story.url("row", "analysis", CONCLUSION)).text
        assert "3 av 4" in page

    def test_the_page_of_one_tells_of_its_themes_and_voices_once_in_the_trace(self, read):
        read.conclude()
        text = read.story.client("reader").get(read.story.url("row", "analysis", CONCLUSION)).text
        for name in ("themes", "contributions", "becomes", "short"):
            assert f"<dt>{Conclusion._meta.get_field(name).verbose_name}</dt>" not in text, name

    def test_the_picture_of_the_themes_says_how_many_are_duplicates(self, read):
        page = read.story.client("stranger").get(read.story.url("step", "analysis"))
        assert [row[1] for row in page.context["picture"].rows] == ["3 · 1 dubblett", "1"]


class TestDone:
    def done(self, follow, **data):
        return follow.story.attempt("mark_done", "analysis", data={"answer": ["Med ljus."], **data})

    def test_it_takes_an_answer_one_conclusion_and_one_presentation(self, read):
        assert len(self.done(read).missing) == 2
        read.conclude()
        assert len(self.done(read).missing) == 1
        read.note()
        assert self.done(read, answer=[]).missing
        assert not self.done(read).missing

    def test_the_answer_is_a_draft_until_then(self, read):
        read.story.act("save_draft", "analysis", data={"answer": ["Kanske."]})
        assert read.story.record("analysis").draft == "writing"

    def test_a_dropped_conclusion_is_none(self, read):
        read.conclude()
        read.note()
        read.act("keep", "analysis", CONCLUSION, data={**TAKEN_UP, "dropped_because": ["Fel."]})
        assert self.done(read).missing

    @pytest.mark.parametrize("initiative", ["council", "motion", "citizen_proposal", "administration"])
    def test_the_result_is_presented_where_the_question_was_initiated_too(self, read, initiative):
        case = read.story.case
        case.initiative = initiative
        case.save()
        page = read.story.client("elected").get(read.story.url("step", "analysis"))
        hints = [hint.target for hint in page.context["advice"]]
        assert ("shown" in hints) == (initiative != "administration")

    def test_a_board_that_initiated_it_is_named_until_the_result_was_presented_there(self, read):
        case = read.story.case
        case.initiative, case.initiative_body = "board", read.story.house.other_body
        case.save()
        url = read.story.url("step", "analysis")
        assert str(read.story.house.other_body) in read.story.client("elected").get(url).text
        hints = [hint.target for hint in read.story.client("elected").get(url).context["advice"]]
        assert "shown" in hints
        read.note(body=[str(read.story.house.other_body.pk)])
        hints = [hint.target for hint in read.story.client("elected").get(url).context["advice"]]
        assert "shown" not in hints

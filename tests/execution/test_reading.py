"""How the finished steps of Genomföra are read: what came of what was aimed for, those who were not reached first."""

import re

import pytest

from execution.models import Activity, ActivityCount
from tests.execution.tale import METHODS, PARTICIPATION, YOUNG, Tale, read, swedish
from tests.pages import Page

OLD = "0000cafe"


@pytest.fixture
def chosen(tale: Tale) -> Tale:
    """A dialogue with a method that is to reach forty young people."""
    tale.story.act("finish", "methods", data=METHODS)
    return tale


def page(tale: Tale, step: str, who: str = "reader") -> str:
    return tale.story.client(who).get(tale.story.url("step", step)).text


class TestMethods:
    def test_before_anything_is_held_one_reads_how_many_are_expected(self, chosen):
        found = read(chosen, "methods")
        [row] = found.rows["method"]
        assert (row.big, row.meter) == ("40", None)
        assert found.more["grid"].lines[0].cells[0].words == "40" and not found.more["grid"].was_held

    def test_what_came_stands_beside_what_was_aimed_for_with_a_bar(self, chosen):
        chosen.hold(actual_count=["30"], actual_unit=["participants"], by_target_group=[YOUNG, "30"])
        found = read(chosen, "methods")
        [row] = found.rows["method"]
        assert (row.big, row.beside) == ("30", "of 40 participants")
        assert row.meter and row.meter.share < row.meter.aim_at
        assert found.more["grid"].lines[0].cells[0].words == "30"

    def test_where_somebody_was_awaited_and_nobody_came_the_place_is_framed(self, chosen):
        chosen.hold(actual_count=["0"], actual_unit=["participants"])
        assert read(chosen, "methods").more["grid"].lines[0].cells[0].is_missed
        assert 'class="miss"' in page(chosen, "methods")

    def test_of_a_group_that_nobody_counted_nothing_is_claimed(self, chosen):
        chosen.hold(actual_count=["30"], actual_unit=["participants"])
        [cell] = read(chosen, "methods").more["grid"].lines[0].cells
        assert (cell.words, cell.is_missed) == ("–", False)

    def test_a_method_that_was_called_off_says_so(self, chosen):
        chosen.plan_activity()
        chosen.act("cancel_activity", "activities", "0000e001", because="Regn.")
        [row] = read(chosen, "methods").rows["method"]
        assert (row.big, row.beside) == ("no one", "of 40 participants, one was cancelled")

    def test_another_unit_than_participants_is_compared_with_what_was_expected_in_it(self, chosen):
        votes = {"expected_count": ["800"], "expected_unit": ["voters"], "actual_count": ["641"]}
        chosen.hold(actual_unit=["voters"], **votes)
        [row] = read(chosen, "methods").rows["method"]
        assert (row.big, row.beside) == ("641", "of 800 voters")

    def test_people_who_voted_are_told_before_posts_that_came_in(self, chosen):
        chosen.hold(actual_count=["48"], actual_unit=["posts"])
        counted = {"case": chosen.story.case, "owner": "0000e001", "count": 641, "unit": "voters"}
        ActivityCount.objects.create(key="0000f001", of="actual", **counted)
        [row] = read(chosen, "methods").rows["method"]
        assert (row.big, row.beside) == ("641", "voters")


class TestParticipation:
    def said(self, tale: Tale, reached: str) -> None:
        group = {**PARTICIPATION["group"][0], "reached": [reached], "what_then": ["Vi går till dem."]}
        tale.story.act("finish", "participation", data={"group": [group]})

    @pytest.mark.parametrize(
        ("reached", "said"), [("no", "Not reached"), ("partly", "Partly reached"), ("yes", "Reached")]
    )
    def test_it_is_said_whether_a_group_was_reached_and_what_you_do_then(self, chosen, reached, said):
        self.said(chosen, reached)
        [row] = read(chosen, "participation").rows["group"]
        assert [str(mark.words) for mark in row.marks] == [said]
        assert row.text == "Vi går till dem."

    def test_the_table_of_the_five_aspects_comes_first_and_is_read_out_in_words(self, chosen):
        self.said(chosen, "no")
        text = page(chosen, "participation")
        assert text.index('class="cover as-signs') < text.index('class="facts-rows"')
        assert not Page(text).broken

    def test_a_group_that_was_reached_is_one_line(self, chosen):
        group = {**PARTICIPATION["group"][0], "reached": ["yes"]}
        chosen.story.act("finish", "participation", data={"group": [group]})
        [row] = read(chosen, "participation").rows["group"]
        assert row.slim and row.rest, "it opens"


class TestAnActivity:
    def test_its_page_repeats_neither_its_title_nor_what_stands_above(self, chosen):
        chosen.hold(actual_count=["30"], actual_unit=["participants"])
        text = chosen.story.client("reader").get(chosen.story.url("row", "activities", "0000e001")).text
        labels = re.findall(r"<dt>(.*?)</dt>", text)
        for name in ("title", "first_day", "actual_count", "expected_count"):
            assert str(Activity._meta.get_field(name).verbose_name) not in labels, name

    def test_how_it_was_prepared_and_who_came_is_folded(self, chosen):
        chosen.hold(actual_count=["30"], actual_unit=["participants"], by_target_group=[YOUNG, "30"])
        text = chosen.story.client("reader").get(chosen.story.url("row", "activities", "0000e001")).text
        for title in ("How it was set up", "Who came, as far as you know"):
            assert f"<summary>{swedish(title)}</summary>" in text

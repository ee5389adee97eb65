"""Inspel: the list with its filters in the address, and one contribution at a time beside it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from followup.acts.incoming import Incoming, take_in
from followup.models import Contribution, ContributionTheme
from tests.execution.tale import YOUNG
from tests.followup.tale import ACTIVITY, CONCLUSION, LIGHT, REST


@pytest.fixture
def desk(follow):
    follow.name_themes()
    follow.add("Det är mörkt vid vattnet.", target_group=YOUNG, kind="answer")
    follow.add("Fler bänkar.", activity="", kind="suggestion")
    follow.add("Så mörkt det är.", "Jag heter Bo.", "Rör inte trädet.")
    follow.code(1, category="answer", themes=[LIGHT], stance="for")
    follow.code(3, category="need", themes=[LIGHT], stance="against", duplicate_of="1")
    follow.code(4, fits_no_theme=True)
    return follow


def shown(follow, who="responsible", **asked):
    page = follow.story.client(who).get(follow.story.url("contributions"), asked)
    assert page.status_code == 200
    return [one.number for one in page.context["shown"]]


def press(follow, number, who="responsible", asked="", **post):
    return follow.story.client(who).post(f"{follow.story.url('contribution', number)}{asked}", post)


class TestTheList:
    @pytest.mark.parametrize(
        ("asked", "numbers"),
        [
            ({}, [1, 2, 3, 4, 5]),
            ({"q": "mörka"}, [1, 3]),
            ({"q": "vattnet mörkt"}, [1]),
            ({"theme": LIGHT}, [1, 3]),
            ({"theme": REST}, []),
            ({"theme": "none"}, [2, 5]),
            ({"theme": "unfit"}, [4]),
            ({"activity": ACTIVITY}, [1, 3, 4, 5]),
            ({"activity": "none"}, [2]),
            ({"group": YOUNG}, [1]),
            ({"kind": "suggestion"}, [2]),
            ({"stance": "against"}, [3]),
            ({"stance": "none"}, [2, 4, 5]),
            ({"mark": "duplicates"}, [3]),
            ({"mark": "masked"}, []),
            ({"theme": LIGHT, "stance": "for"}, [1]),
            ({"theme": "ffffffff", "kind": "x", "page": "x"}, [1, 2, 3, 4, 5]),
        ],
    )
    def test_is_filtered_by_the_address_and_what_it_says_wrongly_is_left_out(self, desk, asked, numbers):
        assert shown(desk, **asked) == numbers

    def test_by_the_conclusion_that_rests_on_them(self, desk):
        desk.conclude(themes=[LIGHT])
        assert shown(desk, conclusion=CONCLUSION) == [1, 3]
        desk.conclude(contributions=["2 5"])
        assert shown(desk, conclusion=CONCLUSION) == [2, 5]

    def test_by_what_came_in_after_the_step_was_done(self, desk):
        desk.story.act("mark_done", "compilation", data={})
        desk.story.later(hours=1)
        desk.add("Till sist.")
        assert shown(desk, mark="new") == [6]

    def test_has_pages(self, desk):
        desk.add(*[f"Inspel {number}" for number in range(60)])
        assert shown(desk, page="2") == list(range(26, 51))
        assert shown(desk, page="99") == list(range(51, 66))

    def test_an_open_contribution_lies_on_its_own_page_of_the_list_with_its_neighbours(self, desk):
        desk.add(*[f"Inspel {number}" for number in range(60)])
        page = desk.story.client("responsible").get(desk.story.url("contribution", 26))
        place = page.context["place"]
        assert (place.rank, place.previous, place.next) == (26, 25, 27)
        assert page.context["shown"][0].number == 26

    @pytest.mark.parametrize("who", ["elected", "reader", "support", "stranger"])
    def test_whoever_reads_the_case_reads_it_and_only_civil_servants_have_a_form(self, desk, who):
        page = desk.story.client(who).get(desk.story.url("contribution", 1))
        assert page.status_code == 200 and "code" not in page.context
        assert "Det är mörkt vid vattnet." in page.content.decode()

    @pytest.mark.parametrize("number", [0, 99, 2**40])
    def test_what_is_not_there_is_not_there(self, desk, number):
        assert desk.story.client("responsible").get(desk.story.url("contribution", number)).status_code == 404

    def test_an_empty_list_says_so(self, follow):
        assert shown(follow) == []


class TestOneAtATime:
    def test_save_and_open_the_next_leads_on_in_the_same_list(self, desk):
        answer = press(desk, 2, asked="?theme=none", act="next", seen="0", kind="suggestion", themes=[REST])
        assert answer.status_code == 302 and answer["Location"].startswith(desk.story.url("contribution", 5))
        assert "theme=none" in answer["Location"] and desk.themes_of(2) == ["Vila"]

    def test_after_the_last_of_the_list_one_is_told(self, desk):
        press(desk, 2, asked="?theme=none", act="unfit", seen="0", kind="suggestion")
        answer = press(desk, 5, asked="?theme=none", act="unfit", seen="0", kind="need")
        assert answer["Location"] == f"{desk.story.url('contributions')}?theme=none"

    def test_save_stays_where_it_is(self, desk):
        answer = press(desk, 2, act="save", seen="0", kind="need", themes=[REST], brush="neither")
        assert answer["Location"] == f"{desk.story.url('contribution', 2)}#open"
        assert (desk.one(2).kind, desk.stances_of(2)) == ("need", ["neither"])

    def test_what_is_wrong_is_said_beside_its_field_and_what_was_chosen_stays(self, desk):
        answer = press(desk, 2, act="save", seen="0", kind="need", themes=[REST], duplicate_of="99")
        assert answer.status_code == 422
        assert answer.context["code"].errors["duplicate_of"] and answer.context["code"]["themes"].value() == [REST]

    @pytest.mark.parametrize(
        "wrong", [{"kind": "colour"}, {"themes": ["ffffffff"]}, {"brush": "perhaps"}, {"seen": "x"}, {"kind": ""}]
    )
    def test_choices_that_are_not_there_change_nothing(self, desk, wrong):
        answer = press(desk, 2, **{"act": "save", "seen": "0", "kind": "need", **wrong})
        assert answer.status_code == 422 and desk.one(2).revision == 0

    def test_who_comes_second_sees_how_it_stands_and_a_second_press_saves_her_own(self, desk):
        answer = press(desk, 1, act="save", seen="0", kind="need", themes=[REST])
        assert answer.status_code == 409 and desk.themes_of(1) == ["Ljus"]
        form = answer.context["code"]
        assert form["themes"].value() == [REST] and form["seen"].value() == str(desk.one(1).revision)
        press(desk, 1, act="save", seen=form["seen"].value(), kind="need", themes=[REST])
        assert desk.themes_of(1) == ["Vila"]

    def test_what_another_chose_meanwhile_stays_and_themes_are_put_together(self, desk):
        page = desk.story.client("responsible").get(desk.story.url("contribution", 2))
        was = {name: page.context["code"][name].value() for name in ("was", "was_kind", "was_duplicate", "seen")}
        desk.code(2, themes=[LIGHT], stance="against", category="need", by="civil_servant")
        answer = press(desk, 2, act="save", kind="suggestion", themes=[REST], brush="for", **was)
        assert answer.status_code == 302
        assert (desk.themes_of(2), desk.stances_of(2)) == (["Ljus", "Vila"], ["against", "for"])
        assert desk.one(2).kind == "need", "she did not touch that"

    def test_a_proposal_is_taken_and_one_goes_on(self, desk):
        answer = press(desk, 2, asked="?theme=none", act=f"give:{REST}", seen="0", kind="need", was="-", was_kind="")
        assert answer["Location"].startswith(desk.story.url("contribution", 5)) and desk.themes_of(2) == ["Vila"]

    def test_what_was_done_last_stands_above_with_the_way_back(self, desk):
        press(desk, 2, act="save", seen="0", kind="need", themes=[REST], brush="for")
        page = desk.story.client("responsible").get(desk.story.url("contribution", 5))
        [told, *_earlier] = page.context["last"]
        assert (told.subject, told.did) == ("2", "fick Vila (för), är ”Behov, idé eller tanke”")
        answer = press(desk, 5, act=f"undo_coding:{told.act.pk}")
        assert answer["Location"].startswith(desk.story.url("contribution", 2)) and desk.themes_of(2) == []

    def test_who_reads_what_is_seen_and_the_next_is_another(self, desk):
        desk.story.client("civil_servant").get(desk.story.url("contribution", 2))
        page = desk.story.client("responsible").get(desk.story.url("contribution", 1))
        assert set(page.context["reading"]) == {2} and page.context["place"].next == 3
        answer = press(desk, 1, act="next", seen=str(desk.one(1).revision), kind="answer", themes=[LIGHT])
        assert answer["Location"].startswith(desk.story.url("contribution", 3))

    def test_a_part_is_masked_and_shown_again(self, desk):
        answer = press(desk, 4, act="mask", **{"mask-seen": "1", "mask-text": "Jag heter …."})
        assert answer.status_code == 302 and desk.one(4).text == "Jag heter …."
        url = reverse("contribution_personal_data", args=[desk.story.pk, 4])
        typed = {"act": "unmask", "seen": "2", "unmask-reason": "Han vill det."}
        assert desk.story.client("responsible").post(url, typed).status_code == 302
        assert desk.one(4).text == "Jag heter Bo."

    def test_what_was_taken_down_wrongly_is_corrected(self, desk):
        fields = {"correct-seen": "0", "correct-text": "Fler bänkar!", "correct-activity": ACTIVITY}
        press(desk, 2, act="correct", **fields)
        assert (desk.one(2).text, desk.one(2).activity) == ("Fler bänkar!", ACTIVITY)
        assert press(desk, 2, act="correct", **{**fields, "correct-said_on": "31/2"}).status_code == 422

    @pytest.mark.parametrize("who", ["elected", "reader", "stranger"])
    def test_others_are_refused(self, desk, who):
        assert press(desk, 1, who=who, act="save", seen="0", kind="need").status_code == 403

    @pytest.mark.parametrize("act", ["", "delete", "finish"])
    def test_an_act_that_is_not_there_is_not_there(self, desk, act):
        assert press(desk, 2, act=act).status_code == 404


class TestManyAtOnce:
    def test_those_that_the_address_names_are_given_a_theme_and_stay_ticked(self, desk):
        address = f"{desk.story.url('contribution', 2)}?theme=none&pick=2.5"
        page = desk.story.client("responsible").get(address)
        assert [one.number for one in page.context["taken"]] == [2, 5]
        answer = desk.story.client("responsible").post(address, {"act": "many", "give": [REST], "brush": "against"})
        assert answer["Location"] == f"{address}#open"
        assert desk.stances_of(2) == desk.stances_of(5) == ["against"]

    def test_everything_that_is_found_in_one_act(self, desk):
        url = f"{desk.story.url('contributions')}?theme=none&every=1"
        desk.story.client("responsible").post(url, {"act": "many", "give": [LIGHT]})
        assert shown(desk, theme=LIGHT) == [1, 2, 3, 5]

    def test_no_theme_fits_any_of_them(self, desk):
        desk.story.client("responsible").post(f"{desk.story.url('contributions')}?pick=2.5", {"act": "many:unfit"})
        assert shown(desk, theme="unfit") == [2, 4, 5]

    @pytest.mark.parametrize("post", [{}, {"give": ["ffffffff"]}, {"give": [LIGHT], "brush": "perhaps"}])
    def test_what_is_no_order_is_said(self, desk, post):
        answer = desk.story.client("responsible").post(
            f"{desk.story.url('contributions')}?pick=2.5", {"act": "many", **post}
        )
        assert answer.status_code == 422 and desk.themes_of(2) == []

    @pytest.mark.parametrize("pick", ["x", "0", "-1", "9" * 40, "1.2..", "٣"])
    def test_ticks_that_are_none_are_left_out(self, desk, pick):
        shown(desk, pick=pick)

    @pytest.mark.parametrize("who", ["elected", "reader"])
    def test_others_are_refused(self, desk, who):
        url = f"{desk.story.url('contributions')}?pick=2"
        assert desk.story.client(who).post(url, {"act": "many", "give": [LIGHT]}).status_code == 403
        assert desk.story.client(who).get(url).status_code == 200


class TestWritingIn:
    def write(self, follow, who="responsible", **post):
        usual = {"key": "0000cafe", "kind": "undetermined", "activity": ACTIVITY}
        return follow.story.client(who).post(follow.story.url("add_contributions"), {**usual, **post})

    def test_one_is_written_in_and_what_it_belongs_to_stays_for_the_next(self, follow):
        answer = self.write(follow, text="Det är mörkt.", target_group=YOUNG, kind="need")
        assert f"activity={ACTIVITY}" in answer["Location"] and f"target_group={YOUNG}" in answer["Location"]
        [one] = follow.contributions()
        assert (one.text, one.kind, one.source) == ("Det är mörkt.", "need", "typed")
        page = follow.story.client("responsible").get(answer["Location"])
        assert page.context["form"]["activity"].value() == ACTIVITY

    def test_a_double_click_adds_nothing_twice(self, follow):
        for _press in (1, 2):
            self.write(follow, text="Det är mörkt.")
            self.write(follow, key="0000beef", text="Mer lek.")
        assert len(follow.contributions()) == 2

    @pytest.mark.parametrize(
        "wrong",
        [
            {"text": ""},
            {"text": "Ja", "said_on": "31/2"},
            {"text": "Ja", "activity": "ffffffff"},
            {"text": "x", "key": "z"},
        ],
    )
    def test_what_is_missing_or_wrong_is_said_and_nothing_typed_is_lost(self, follow, wrong):
        answer = self.write(follow, **wrong)
        assert answer.status_code == 422 and not follow.contributions()
        assert answer.context["form"]["text"].value() == wrong["text"]

    def test_signs_that_no_database_keeps_are_taken_out(self, follow):
        assert self.write(follow, text="Det är\x00 mörkt.").status_code == 302
        assert [one.text for one in follow.contributions()] == ["Det är mörkt."]

    @pytest.mark.parametrize("who", ["elected", "reader"])
    def test_members_who_are_no_civil_servants_see_who_adds(self, follow, who):
        page = follow.story.client(who).get(follow.story.url("add_contributions"))
        assert page.status_code == 200 and not page.context["may"]
        assert self.write(follow, who=who, text="Nej").status_code == 403

    def test_strangers_do_not_come_there(self, follow):
        assert follow.story.client("stranger").get(follow.story.url("add_contributions")).status_code == 403


class TestSize:
    @pytest.fixture
    def thousands(self, desk):
        access = desk.story.access()
        rows = [
            Incoming(f"{number:08x}", f"Inspel {number} om ljus", activity=ACTIVITY) for number in range(10_000, 15_000)
        ]
        added = take_in(access, rows, by=desk.story.house["responsible"], source="imported")
        ContributionTheme.objects.bulk_create(
            [ContributionTheme(contribution=one, theme=desk.theme()) for one in added], batch_size=500
        )
        return desk

    def queries(self, follow, url, who="responsible"):
        client = follow.story.client(who)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return len(caught)

    @pytest.mark.parametrize("asked", ["", "?theme=0000a0a1&q=ljus"])
    def test_five_thousand_cost_no_more_queries_than_sixty(self, desk, asked, request):
        desk.add(*[f"Inspel {number} om ljus" for number in range(60)])
        for number in range(6, 66):
            desk.code(number, themes=[LIGHT])
        few = self.queries(desk, f"{desk.story.url('contributions')}{asked}")
        follow = request.getfixturevalue("thousands")
        assert Contribution.objects.count() == 5065
        page = f"{asked}&page=100" if asked else "?page=100"
        assert self.queries(follow, f"{follow.story.url('contributions')}{page}") <= few <= 34

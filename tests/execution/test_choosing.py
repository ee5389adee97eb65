"""Choosing methods from the catalogue in the step itself: by one press, compared, one's own; without any script."""

import datetime as dt
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils.timezone import make_aware

from dialog.models import Case
from execution.models import Activity, ChosenMethod
from tests.execution.tale import METHOD, YOUNG, Tale
from tests.followup.closed import close, dialogue, with_what_it_is_found_by
from tests.pages import Page
from tests.queries import MOST, asked
from tests.story import GROUP, House

OWNERS = {"row": ["0000c002"], "name": ["Villaägare"], "affected": ["high"], "engagement": ["high"]}
OLDER = {"row": ["0000c003"], "name": ["Äldre"], "affected": ["low"], "engagement": ["high"]}
LONG_AGO = make_aware(dt.datetime(2025, 1, 10, 9))  # noqa: DTZ001 - made aware in the municipality's own zone


@pytest.fixture
def groups(tale: Tale) -> Tale:
    """Two groups that must be reached, and one that need not; eight weeks are left."""
    story = tale.story
    groups = [{**GROUP, "estimated_size": ["140"]}, OWNERS, OLDER]
    story.act("finish", "target_groups", data={**story.text("target_groups"), "target_group": groups})
    Case.objects.filter(pk=story.pk).update(dialogue_to=story.today + dt.timedelta(weeks=8))
    return tale


def look(tale: Tale, query: str = "", who: str = "responsible") -> HttpResponse:
    """Look at the step's page."""
    return tale.story.client(who).get(tale.story.url("step", "methods") + query)


def press(tale: Tale, act: str, draft: dict[str, Any] | None = None, query: str = "", **more: Any) -> HttpResponse:
    """Press a button of the page, with the text that stands in it."""
    story = tale.story
    draft = (story.text("methods") if story.access().record("methods") else {}) if draft is None else draft
    posted = story.posted("methods", draft, **more)
    return story.client("responsible").post(story.url("step", "methods") + query, posted | {"act": act}, follow=True)


def rows(tale: Tale) -> list[dict[str, list[str]]]:
    return tale.story.text("methods").get("method", [])


def cards(page: HttpResponse) -> list[str]:
    return [card.method.slug for card in page.context["chooser"].cards]


class TestAPress:
    def test_adds_a_row_with_the_groups_that_nobody_reaches_and_as_many_as_there_is_room_for(self, groups):
        press(groups, "choose uppsokande")
        [row] = rows(groups)
        assert (row["method"], row["target_groups"], row["expected"]) == (["uppsokande"], [YOUNG], [YOUNG, "25"])

    def test_leads_to_the_page_of_the_row_and_says_who_is_reached(self, groups):
        page = press(groups, "choose uppsokande")
        [row] = rows(groups)
        address, _status = page.redirect_chain[0]
        assert address.endswith(f"?row={row['row'][0]}")
        assert f'name="method-{row["row"][0]}-why"' in page.text
        assert "Uppsökande dialog är tillagd. Ingen metod når Villaägare än." in page.text
        page = press(groups, "choose radslag")
        assert "Rådslag är tillagd. Nu når ni alla grupper i prioritet 1 och 2." in page.text

    def test_fills_the_ring(self, groups):
        assert "ingen metod når dem än" in look(groups).text
        press(groups, "choose uppsokande")
        assert "25 väntas av 25" in look(groups).text

    def test_fills_the_ring_while_its_row_is_written(self, groups):
        press(groups, "choose uppsokande")
        story, [row] = groups.story, rows(groups)
        client, url = story.client("responsible"), f"{story.url('step', 'methods')}?row={row['row'][0]}"
        page = Page(client.get(url).text)
        assert "follows" in page.ids
        sent = page.filled(page.form_with("whole")) | {f"method-{row['row'][0]}-expected": [YOUNG, "12"]}
        answer = client.post(url, sent | {"act": "save_draft"}, headers={"Accept": "application/json"})
        assert "12 väntas av" in answer.json()["renewed"]

    def test_aims_for_what_was_in_force_before(self, groups):
        story = groups.story
        story.act("finish", "methods", data={"method": [{**METHOD, "expected": [YOUNG, "20"]}]})
        press(groups, "choose uppsokande", draft={})
        assert rows(groups)[0]["expected"] == [YOUNG, "20"]
        assert "20 väntas av 20" in look(groups).text

    def test_is_for_those_of_whom_too_few_are_expected_where_all_are_reached(self, groups):
        story = groups.story
        story.act("finish", "methods", data={"method": [{**METHOD, "expected": [YOUNG, "40"]}]})
        fewer = {"method": [{**METHOD, "expected": [YOUNG, "10"]}]}
        press(groups, "choose uppsokande", draft=fewer)
        assert rows(groups)[1]["target_groups"] == [YOUNG]

    def test_twice_adds_it_once(self, groups):
        first = press(groups, "choose uppsokande", seen=0)
        again = press(groups, "choose uppsokande", draft={}, seen=0)
        assert (first.status_code, again.status_code, len(rows(groups))) == (200, 200, 1)

    def test_keeps_what_is_typed_in_an_open_row(self, groups):
        draft = {"method": [{**METHOD, "why": ["De unga valde den."]}]}
        press(groups, "choose uppsokande", draft=draft)
        assert [row.get("why") for row in rows(groups)] == [["De unga valde den."], None]

    def test_on_an_old_page_shows_both_texts(self, groups):
        story = groups.story
        story.act("save_draft", "methods", by="civil_servant", data={"method": [{**METHOD, "why": ["Hennes."]}]})
        answer = story.post("responsible", "methods", "choose uppsokande", {}, seen=0)
        assert answer.status_code == 409
        sent = (page := Page(answer.text)).filled(page.form_with("whole"))
        assert len(sent["method"]) == 2, "both rows are in the text already"

    def test_of_what_the_catalogue_does_not_hold_adds_nothing(self, groups):
        press(groups, "choose nothing-such own")
        assert not groups.story.access().record("methods")

    def test_asks_for_the_reason_where_the_method_does_not_fit_the_level(self, groups):
        page = press(groups, "choose enkat")
        [row] = rows(groups)
        assert "Enkät passar för Konsultation. Här är nivån Dialog. Skriv varför den passar ändå." in page.text
        assert f'name="method-{row["row"][0]}-fit_reason"' in page.text

    def test_names_the_part_whose_level_it_fits(self, groups):
        part = {"row": ["0000cc01"], "part": ["De ungas yta"], "level": ["consultation"], "promise": ["Vi läser allt."]}
        groups.story.decide("influence_level", part=[part], supersede_reason=["En del får en egen nivå."])
        press(groups, "choose enkat")
        assert rows(groups)[0]["part"] == ["0000cc01"]

    def test_adds_a_tool_that_counts_for_nobody(self, groups):
        page = press(groups, "choose tankekarta")
        assert "target_groups" not in rows(groups)[0]
        assert look(groups).context["chooser"].situation.left_out
        assert "räknas inte för någon grupp" in page.text

    def test_adds_a_whole_combination(self, groups):
        [together, *_others] = look(groups).context["chooser"].together
        press(groups, f"choose {together.slugs}")
        assert [row["method"][0] for row in rows(groups)] == together.slugs.split()
        assert not look(groups).context["chooser"].situation.left_out
        assert look(groups).context["chooser"].together == []


class TestTheCatalogue:
    def test_begins_with_what_fits_the_case(self, groups):
        page = look(groups)
        shown = [card.fit for card in page.context["chooser"].cards]
        assert shown
        assert all(fit.fits_level and fit.is_in_time and fit.new_groups for fit in shown)
        assert "Passar Dialog" in page.text and "Hinner: högst 8 veckor" in page.text

    def test_hides_nothing_that_one_asks_for(self, groups):
        page = look(groups, "?all=1")
        assert len(cards(page)) == 32
        for said in (
            "Passar för Konsultation. Här är nivån Dialog.",
            "Tar 20 veckor att förbereda",
            "Når ingen av era grupper.",
        ):
            assert said in page.text

    def test_shows_the_four_best_and_lists_all_others_by_name_with_their_weak_sides(self, groups):
        chooser = (page := look(groups)).context["chooser"]
        listed = [card for _said, cards, _is_open in chooser.lists for card in cards]
        assert len(chooser.first) == 4
        assert len({card.method.slug for card in chooser.first + listed}) == chooser.total == 32
        assert all(card.misfits for card in chooser.others), "each says what speaks against it"
        assert all(str(card.method.name) in page.text for card in listed)
        fewest = [len(card.misfits) for card in chooser.others]
        assert fewest == sorted(fewest)

    @pytest.mark.parametrize(
        "query", ["?level=dialogue&weeks=2", "?weeks=0", "?cost=0&mode=digital", "?trait=youth&size=large"]
    )
    def test_is_never_empty(self, groups, query):
        chooser = look(groups, query).context["chooser"]
        assert chooser.first
        assert all(card.misfits for card in chooser.others)

    def test_of_a_short_dialogue_with_much_influence_shows_what_comes_closest(self, groups):
        """Three weeks are left, and every method for that level takes longer."""
        groups.story.decide("influence_level", level=["influence"], supersede_reason=["Mer inflytande."])
        Case.objects.filter(pk=groups.story.pk).update(dialogue_to=groups.story.today + dt.timedelta(weeks=1))
        page = look(groups)
        assert page.context["chooser"].first and not cards(page)
        assert "De här kommer närmast." in page.text
        assert "är kvar av dialogen." in page.text
        assert "btn-main" not in page.text.split('id="method-add"')[1].split("method-folds")[0]

    def test_follows_its_address_and_stays_there_when_something_is_added(self, groups):
        query = "?level=dialogue&cost=1"
        assert "radslag" not in cards(look(groups, query))
        page = press(groups, "choose chatt", query=query)
        assert "level=dialogue&cost=1" in page.redirect_chain[0][0]

    def test_leaves_out_what_the_address_says_wrongly(self, groups):
        page = look(groups, "?level=none&group=zz&weeks=x&cost=-1&mode=a&size=b&trait=c&compare=x&open=zz")
        assert len(cards(page)) == 32

    def test_says_what_each_filter_takes_away_where_nothing_is_left(self, groups):
        page = look(groups, "?level=dialogue&weeks=2")
        assert not cards(page)
        assert "metoder utan ”Hinner: högst 2 veckor”" in page.text

    def test_leaves_out_what_is_chosen_until_all_are_shown(self, groups):
        press(groups, "choose fokusgrupp")
        assert "fokusgrupp" not in cards(look(groups))
        assert "fokusgrupp" in cards(look(groups, "?all=1"))

    def test_says_what_it_does_not_know(self, tale):
        Case.objects.filter(pk=tale.story.pk).update(dialogue_to=None)
        assert "Ingen har sagt när dialogen slutar." in look(tale).text

    def test_is_read_by_nobody_who_does_not_write(self, groups):
        press(groups, "choose uppsokande")
        for who in ("reader", "stranger"):
            page = look(groups, who=who)
            assert "chooser" not in (page.context or {})
            assert "Lägg till" not in page.text
            assert groups.story.post(who, "methods", "choose chatt", {}).status_code == 403
        assert len(rows(groups)) == 1

    def test_is_not_there_before_the_planning_is_confirmed_or_when_the_step_is_done(self, story, groups):
        groups.story.act("finish", "methods", data={"method": [METHOD]})
        assert "method-cards" not in look(groups).text
        assert "method-cards" in look(groups, "?change").text


class TestSideBySide:
    def test_stand_two_or_three_with_the_best_marked(self, groups):
        for query in ("?compare=uppsokande,popup-dialog", "?compare=uppsokande&compare=popup-dialog"):
            page = look(groups, query)
            lines = {
                line.label: [best for _card, _said, best in line.cells] for line in page.context["chooser"].side_by_side
            }
            assert lines["Cost"] == [False, True]
            assert lines["Size"] == [False, False], "of what cannot be measured nothing is the best"

    @pytest.mark.parametrize("asked", ["uppsokande", "enkat,chatt,delphi,hearing", "enkat,enkat", ""])
    def test_fewer_or_more_are_asked_for_again(self, groups, asked):
        page = look(groups, f"?compare={asked}")
        assert "Kryssa för två eller tre metoder att jämföra." in page.text
        assert cards(page)

    def test_are_added_from_there_and_nothing_is_lost(self, groups):
        press(groups, "choose chatt")
        page = Page(look(groups, "?compare=uppsokande,popup-dialog").text)
        sent = page.filled(page.form_with("whole")) | {"act": "choose popup-dialog"}
        groups.story.client("responsible").post(groups.story.url("step", "methods"), sent)
        assert [row["method"] for row in rows(groups)] == [["chatt"], ["popup-dialog"]]


class TestOnesOwn:
    def test_is_written_on_a_page_of_its_own_and_saved_with_the_others(self, groups):
        press(groups, "choose chatt")
        page = Page(look(groups, "?own=1").text)
        sent = page.filled(page.form_with("whole"))
        key = sent["method"][-1]
        named = {f"method-{key}-own_name": ["Sagostund med kartor"], f"method-{key}-own_how": ["Vi läser och ritar."]}
        groups.story.client("responsible").post(
            groups.story.url("step", "methods"), sent | named | {"act": "save_draft"}
        )
        assert [row.get("own_name") for row in rows(groups)] == [None, ["Sagostund med kartor"]]
        assert "Sagostund med kartor" in look(groups).text

    def test_is_there_only_when_it_is_saved(self, groups):
        look(groups, "?own=1")
        assert not groups.story.access().record("methods")


class TestHowItWent:
    @pytest.fixture
    def park(self, house: House) -> Case:
        """A closed dialogue with a talk to which 27 came of 20 expected."""
        case = close(dialogue(house, "Hur blir parken?", day=LONG_AGO), LONG_AGO + dt.timedelta(days=300))
        with_what_it_is_found_by(case, method="uppsokande")
        held = {"status": Activity.Status.HELD, "status_at": LONG_AGO, "method": "0000d001"}
        counts = {"actual_count": 27, "expected_count": 20, "actual_exact": "yes"}
        Activity.objects.create(
            case=case, key="0000aa01", title="Kväll", experience="Det var en bra fråga.", **held, **counts
        )
        return case

    def test_stands_on_the_card_and_counts_in_the_order(self, groups, park):
        page = look(groups)
        assert cards(page)[0] == "uppsokande", "it was tried here, though it is not the cheapest"
        assert "27 deltagare av 20 väntade. Det var en bra fråga." in page.text

    def test_is_told_of_the_latest(self, house, groups, park):
        later = close(dialogue(house, "Hur blir torget?", day=LONG_AGO), LONG_AGO + dt.timedelta(days=400))
        with_what_it_is_found_by(later, method="uppsokande")
        held = {"status": Activity.Status.HELD, "status_at": LONG_AGO, "method": "0000d001"}
        Activity.objects.create(case=later, key="0000aa01", title="Kväll", experience="Ingen kom.", **held)
        page = look(groups)
        assert "Ingen kom." in page.text and "Det var en bra fråga." not in page.text

    def test_is_not_told_of_a_case_that_one_may_not_know_of(self, groups, park):
        Case.objects.filter(pk=park.pk).update(visibility=Case.Visibility.MEMBERS_ONLY)
        assert "Det var en bra fråga." not in look(groups).text

    def test_nor_of_one_that_is_not_closed_or_where_nothing_was_held(self, groups, park):
        Activity.objects.filter(case=park).update(status=Activity.Status.CANCELLED)
        assert "Det var en bra fråga." not in look(groups).text


def test_the_number_of_queries_does_not_grow_with_what_was_learned(house, groups):
    def closed(number: int) -> None:
        case = close(dialogue(house, f"Dialog {number}", day=LONG_AGO), LONG_AGO + dt.timedelta(days=number))
        ChosenMethod.objects.create(case=case, key="0000d001", method="fokusgrupp")
        held = {"status": Activity.Status.HELD, "status_at": LONG_AGO, "method": "0000d001", "actual_count": 5}
        Activity.objects.create(case=case, key="0000aa01", title="Kväll", **held)

    closed(1)
    client, url = groups.story.client("responsible"), groups.story.url("step", "methods")
    one = asked(client, url)
    for number in range(2, 12):
        closed(number)
    assert asked(client, url) == one <= MOST

"""Two people in one step: the later save sees both texts, keeps what was typed, and lets the person merge."""

import pytest
from django.utils.html import escape
from django.utils.translation import gettext

from dialog.models import Event, Revision
from tests.pages import Page
from tests.story import GOAL, PURPOSE

HERS = {"purpose": ["Hennes & <i>syfte</i>"], "requested_by": ["Nämnden"]}
MINE = {"purpose": ["Mitt & <b>syfte</b>"], "for_decision": ["Läget"]}
SECOND = {"row": ["00000002"], "goal": ["Två"]}


@pytest.fixture
def clash(story):
    """Lena has saved; Amir's page is older than that."""
    story.act("save_draft", "purpose", by="civil_servant", data=HERS)
    return story


def conflict(story, step="purpose", mine=None, who="responsible", seen=0):
    """The conflict page, as the later of the two gets it."""
    answer = story.post(who, step, "save_draft", MINE if mine is None else mine, seen=seen)
    assert answer.status_code == 409
    page = Page(answer.text)
    assert page.broken == set()
    return answer, page


def choose(story, page, step="purpose", who="responsible", **chosen):
    """Press the page's button, with the choices made."""
    form = page.form_with("whole")
    assert page.buttons(form)[0]["value"] == "save_draft"
    changed = {name.replace("__", "-"): [value] for name, value in chosen.items()}
    return story.client(who).post(story.url("step", step), page.filled(form) | changed | {"act": "save_draft"})


class TestWhatItShows:
    def test_both_texts_and_whose_they_are(self, clash):
        answer, _page = conflict(clash)
        for text in (HERS["purpose"][0], MINE["purpose"][0]):
            assert escape(text) in answer.text
        assert "Lena Ek" in answer.text
        assert gettext("The purpose of the dialogue") in answer.text

    def test_what_only_one_changed_is_merged_already(self, clash):
        _answer, page = conflict(clash)
        sent = page.filled(page.form_with("whole"))
        assert sent["requested_by"] == ["Nämnden"] and sent["for_decision"] == ["Läget"]
        assert [name for name in sent if name.startswith("take-")] == ["take-purpose"]

    def test_different_things_are_no_clash_and_only_to_be_saved(self, clash):
        answer, page = conflict(clash, mine={"for_decision": ["Läget"]})
        assert (
            gettext("You changed different things, and both changes are already in the text. Save it.") in answer.text
        )
        assert choose(clash, page).status_code == 302
        assert clash.text("purpose") == HERS | {"for_decision": ["Läget"]}

    def test_nothing_is_saved_yet_and_nothing_is_lost(self, clash):
        conflict(clash)
        assert clash.text("purpose") == HERS
        aside = Revision.objects.get(number=None)
        assert (aside.data, aside.by) == (MINE, clash.house["responsible"])
        assert Event.objects.filter(step="purpose").count() == 1

    def test_the_same_text_lies_aside_once(self, clash):
        for _press in range(2):
            conflict(clash)
        assert Revision.objects.filter(number=None).count() == 1


class TestChoosing:
    def test_mine(self, clash):
        _answer, page = conflict(clash)
        assert choose(clash, page).status_code == 302
        assert clash.text("purpose") == HERS | MINE

    def test_hers(self, clash):
        _answer, page = conflict(clash)
        choose(clash, page, **{"take-purpose": "theirs"})
        assert clash.text("purpose") == HERS | {"for_decision": ["Läget"]}

    def test_the_two_written_together(self, clash):
        _answer, page = conflict(clash)
        choose(clash, page, purpose="Vårt syfte")
        assert clash.text("purpose")["purpose"] == ["Vårt syfte"]

    def test_a_third_who_saved_meanwhile_is_met_too(self, clash):
        _answer, page = conflict(clash)
        clash.act("save_draft", "purpose", by="elected", data=HERS | {"purpose": ["Ett tredje"]})
        answer = choose(clash, page)
        assert answer.status_code == 409
        assert "Ett tredje" in answer.text and escape(MINE["purpose"][0]) in answer.text

    def test_a_proposal_sent_meanwhile_is_told_and_keeps_the_text(self, clash):
        _answer, page = conflict(clash)
        clash.act("propose", "purpose", by="civil_servant", data=PURPOSE)
        answer = choose(clash, page)
        assert answer.status_code in (403, 409)
        assert escape(MINE["purpose"][0]) in answer.text
        assert clash.text("purpose") == PURPOSE


class TestRows:
    @pytest.fixture
    def rows(self, story):
        story.act("save_draft", "goals", data={"goal": [GOAL, SECOND]})
        return story

    def order(self, story):
        return [row["row"][0] for row in story.text("goals").get("goal", ())]

    def test_she_removed_the_row_that_i_changed(self, rows):
        rows.act("save_draft", "goals", by="elected", data={"goal": [GOAL]})
        mine = {"goal": [GOAL, {**SECOND, "goal": ["Två, nytt"]}]}
        for choice, order in (("mine", ["0a1b2c3d", "00000002"]), ("theirs", ["0a1b2c3d"])):
            _answer, page = conflict(rows, "goals", mine, seen=1)
            filled = page.filled(page.form_with("whole")) | {"take-goal-00000002": [choice], "act": "save_draft"}
            assert rows.client("responsible").post(rows.url("step", "goals"), filled).status_code == 302
            assert self.order(rows) == order
            rows.attempt("save_draft", "goals", data={"goal": [GOAL]})  # as it stood before the choice

    def test_i_removed_the_row_that_she_changed(self, rows):
        changed = {"goal": [{**GOAL, "goal": ["Ett, nytt"]}, SECOND]}
        rows.act("save_draft", "goals", by="elected", data=changed)
        answer, page = conflict(rows, "goals", {"goal": [SECOND]}, seen=1)
        assert "Ett, nytt" in answer.text
        for choice, order in (("mine", ["00000002"]), ("theirs", ["0a1b2c3d", "00000002"])):
            filled = page.filled(page.form_with("whole")) | {"take-goal-0a1b2c3d": [choice], "act": "save_draft"}
            filled["revision"] = [str(rows.seen("goals"))]
            rows.client("responsible").post(rows.url("step", "goals"), filled)
            assert self.order(rows) == order
            rows.attempt("save_draft", "goals", by="elected", data=changed)

    def test_a_row_without_words_says_so_and_not_that_it_is_removed(self, rows):
        rows.act("save_draft", "goals", by="elected", data={"goal": [{"row": GOAL["row"], "unit": ["m"]}, SECOND]})
        answer, _page = conflict(rows, "goals", {"goal": [SECOND]}, seen=1)
        assert answer.text.count(gettext("The row has been removed.")) == 1

    def test_both_changed_one_field_of_a_row(self, rows):
        rows.act("save_draft", "goals", by="elected", data={"goal": [{**GOAL, "goal": ["Hennes mål"]}, SECOND]})
        answer, page = conflict(rows, "goals", {"goal": [{**GOAL, "goal": ["Mitt mål"]}, SECOND]}, seen=1)
        assert "Hennes mål" in answer.text and "Mitt mål" in answer.text
        filled = page.filled(page.form_with("whole")) | {"take-goal-0a1b2c3d-goal": ["theirs"], "act": "save_draft"}
        rows.client("responsible").post(rows.url("step", "goals"), filled)
        assert rows.text("goals")["goal"][0] == {**GOAL, "goal": ["Hennes mål"]}

    def test_each_added_a_row(self, rows):
        rows.act("save_draft", "goals", by="elected", data={"goal": [GOAL, SECOND, {"row": ["00000003"]}]})
        _answer, page = conflict(rows, "goals", {"goal": [GOAL, SECOND, {"row": ["00000004"]}]}, seen=1)
        choose(rows, page, "goals")
        assert sorted(self.order(rows)) == ["00000002", "00000003", "00000004", "0a1b2c3d"]


class TestWhoAnswers:
    def test_an_answer_to_another_text_than_she_read_does_nothing_and_says_so(self, story):
        story.act("propose", "purpose", data=PURPOSE)
        seen = story.seen("purpose")
        story.act("withdraw", "purpose")
        answer = story.post("elected", "purpose", "approve", seen=seen)
        assert answer.status_code == 409
        assert gettext("Someone else has already changed the step") in answer.text
        assert story.record("purpose").version == 0


@pytest.mark.parametrize("place", ["purpose", "nothing", "goal-0a1b2c3d", "goal--", "-", "made_by"])
def test_a_place_that_a_browser_invents_breaks_nothing(clash, place):
    posted = clash.posted("purpose", MINE) | {f"take-{place}": "theirs", "act": "save_draft"}
    assert clash.client("responsible").post(clash.url("step", "purpose"), posted).status_code == 302

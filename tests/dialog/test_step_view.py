"""The page of every step, through a browser without JavaScript: what is posted, what comes back; nothing typed is lost."""

import re

import pytest
from django.utils.html import escape
from django.utils.translation import gettext

from dialog.acts.course import set_visibility
from dialog.language.sentences import after_colon
from dialog.models import HelpRequest, Record, Revision
from dialog.process.phases import process
from dialog.web.sheet import MARK, PAGE
from tests.dialog.test_hostile_text import HOSTILE, everywhere
from tests.pages import Page
from tests.story import GOAL, PURPOSE, YES, Story
from tests.thorough import some

STEPS = [step.key for step in process.steps()]
TYPED = "Förstå hur unga & gamla <b>vill</b> ha det."
SHOWN = escape(TYPED)


def messages(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"]) if answer.context else ""


@pytest.fixture
def planned(story):
    """Planning is over and confirmed: Genomföra is open."""
    return story.plan().tell("planning_gate")


class TestShowing:
    @pytest.mark.parametrize("step", STEPS)
    def test_every_step_opens_for_everybody_who_may_know_of_the_case(self, planned, step):
        title = str(process.step(step).title)
        for who in ("responsible", "elected", "reader", "stranger", "support", "admin", "communicator"):
            answer = planned.client(who).get(planned.url("step", step))
            assert answer.status_code == 200, who
            assert title in answer.text or escape(title) in answer.text, who
            assert Page(answer.text).broken == set(), who

    @pytest.mark.parametrize("step", STEPS)
    def test_every_step_opens_on_the_first_day(self, story, step):
        for who in ("responsible", "elected"):
            answer = story.client(who).get(story.url("step", step))
            assert answer.status_code == 200
            assert Page(answer.text).broken == set()

    @pytest.mark.parametrize("step", [key for key in STEPS if process.step(key).form])
    def test_every_step_opens_whatever_stands_in_its_draft(self, planned, step):
        for text in some(HOSTILE[1:9], 2, STEPS.index(step)):
            if "save_draft" in planned.allowed(step, "responsible"):
                planned.act("save_draft", step, data=everywhere(process.step(step), text.replace("\x00", "")))
            for who in ("responsible", "elected"):
                answer = planned.client(who).get(planned.url("step", step), {"change": "", "open": "0000000f"})
                assert answer.status_code == 200
                assert "<script>alert" not in answer.text
                assert Page(answer.text).broken == set()

    @pytest.mark.parametrize("step", ["nowhere", "Purpose", "purposes", "case"])
    def test_a_step_that_is_not_there_is_not_found(self, story, step):
        assert story.client("responsible").get(story.url("step", step)).status_code == 404

    def test_drafts_are_for_members(self, story):
        story.carry("purpose")
        story.act("save_draft", "purpose", data={**PURPOSE, "purpose": [TYPED]})
        for who in ("reader", "elected", "civil_servant"):
            answer = story.client(who).get(story.url("step", "purpose"))
            assert SHOWN in answer.text
        for who in ("stranger", "support", "admin", "communicator"):
            answer = story.client(who).get(story.url("step", "purpose"))
            assert SHOWN not in answer.text
            assert PURPOSE["purpose"][0] in answer.text

    @pytest.mark.parametrize("who", ["responsible", "stranger"])
    def test_of_many_drafts_the_last_alone_is_read_and_none_is_in_force(self, story, who):
        for number in range(5):
            story.act("save_draft", "purpose", data={**PURPOSE, "purpose": [f"Text {number}"]})
        context = story.client(who).get(story.url("step", "purpose")).context
        assert context["in_force"] is None
        latest = context["page_of_step"].latest
        assert (latest and latest.data["purpose"]) == (["Text 4"] if who == "responsible" else None)

    def test_proposals_and_comments_are_for_members(self, story):
        story.act("propose", "purpose", data={**PURPOSE, "purpose": [TYPED]}, comment="Läs detta.")
        story.act("comment", "purpose", text="En fråga till er.")
        assert SHOWN in story.client("reader").get(story.url("step", "purpose")).text
        for who in ("stranger", "support", "admin", "communicator"):
            text = story.client(who).get(story.url("step", "purpose")).text
            assert SHOWN not in text and "En fråga till er." not in text and "Läs detta." not in text

    def test_support_reads_the_draft_of_a_step_that_it_was_asked_about_and_answers_there(self, story):
        story.act("save_draft", "purpose", data={"purpose": [TYPED]})
        story.act("ask_for_help", "purpose", text="Är det här ett syfte?")
        page = story.client("support").get(story.url("step", "purpose"))
        assert SHOWN in page.text and "Är det här ett syfte?" in page.text
        asked = HelpRequest.objects.get().pk
        answer = story.client("support").post(
            story.url("step", "purpose"),
            {"act": f"answer_help {asked}", f"comment-answer_help-{asked}": "Ja, nästan."},
        )
        assert answer.status_code == 302
        assert "Ja, nästan." in story.client("responsible").get(story.url("step", "purpose")).text
        assert SHOWN not in story.client("stranger").get(story.url("step", "purpose")).text

    def test_enter_in_a_field_saves_and_does_nothing_else(self, story):
        for step in ("purpose", "goals", "influenceable"):
            page = Page(story.client("responsible").get(story.url("step", step)).text)
            (form,) = (number for number, one in enumerate(page.forms) if any(c.get("name") == "whole" for c in one))
            assert page.buttons(form)[0]["value"] == "save_draft"


class TestSaving:
    def test_leads_back_to_the_page_which_says_so(self, story):
        answer = story.post("civil_servant", "purpose", "save_draft", {"purpose": [TYPED]})
        assert (answer.status_code, answer["Location"]) == (302, story.url("step", "purpose"))
        page = story.client("elected").get(answer["Location"])
        assert SHOWN in page.text
        assert story.text("purpose") == {"purpose": [TYPED]}

    def test_a_text_that_lacks_everything_is_saved(self, story):
        assert story.post("responsible", "purpose", "save_draft", {"decision_by": ["31/2"]}).status_code == 302
        assert 'value="31/2"' in story.client("responsible").get(story.url("step", "purpose")).text

    def test_a_cut_off_form_is_not_read_as_text(self, story):
        story.act("save_draft", "purpose", data=PURPOSE)
        posted = story.posted("purpose", {"purpose": ["Bara början"]})
        del posted["whole"]
        story.client("responsible").post(story.url("step", "purpose"), posted | {"act": "save_draft"})
        assert story.text("purpose") == PURPOSE

    def test_nul_is_taken_out_and_said(self, story):
        client = story.client("responsible")
        answer = client.post(
            story.url("step", "purpose"),
            story.posted("purpose", {"purpose": ["a\x00b"]}) | {"act": "save_draft"},
            follow=True,
        )
        assert story.text("purpose") == {"purpose": ["ab"]}
        assert gettext("Invisible characters that cannot be saved were removed from the text.") in answer.text

    def test_broken_utf8_is_no_failure(self, story):
        body = b"whole=1&revision=0&act=save_draft&purpose=a%ff%fe%C3b"
        answer = story.client("responsible").post(
            story.url("step", "purpose"), body, content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code == 302
        assert story.text("purpose")["purpose"][0].startswith("a")

    def test_more_fields_than_any_form_has_are_refused_in_words(self, story):
        body = "&".join(f"f{number}=x" for number in range(5001))
        answer = story.client("responsible").post(
            story.url("step", "purpose"), body, content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code == 413
        assert '<html lang="sv">' in answer.text


class TestRows:
    def open_row(self, answer) -> str:
        return re.search(r"row=([0-9a-f]{8})", answer["Location"])[1]

    def test_a_row_is_added_open_and_what_was_typed_elsewhere_is_kept(self, story):
        answer = story.post("responsible", "goals", "add goal", {"goal": [GOAL]})
        key = self.open_row(answer)
        assert [row["row"] for row in story.text("goals")["goal"]] == [GOAL["row"], [key]]
        page = Page(story.client("responsible").get(answer["Location"]).text)
        assert f"goal-{key}-goal" in page.ids
        assert f"goal-{GOAL['row'][0]}-goal" not in page.ids, "a row's page shows that row alone"

    def test_the_rows_that_do_not_show_are_in_the_page_all_the_same(self, story):
        story.act("save_draft", "goals", data={"goal": [GOAL, {"row": ["00000002"], "goal": ["Två"]}]})
        page = Page(story.client("responsible").get(story.url("step", "goals")).text)
        (form,) = (one for one in page.forms if any(control.get("name") == "whole" for control in one))
        posted = {(control["name"], control.get("value")) for control in form if control.get("type") == "hidden"}
        assert ("goal-0a1b2c3d-goal", GOAL["goal"][0]) in posted
        names = [control["name"] for control in form if "name" in control]
        after = [
            name for name in names[names.index("whole") + 1 :] if MARK not in name and name != PAGE
        ]  # beside the text
        assert {name.partition("-")[0] for name in after} == {"comment", "act", "sending"}

    @pytest.mark.parametrize(
        ("verb", "order"),
        [("up goal 00000002", ["00000002", "0a1b2c3d"]), ("down goal 0a1b2c3d", ["00000002", "0a1b2c3d"]),
         ("remove goal 0a1b2c3d", ["00000002"]), ("open goal 00000002", ["0a1b2c3d", "00000002"]),
         ("open goal ", ["0a1b2c3d", "00000002"]), ("up goal", ["0a1b2c3d", "00000002"]),
         ("remove nothing 0a1b2c3d", ["0a1b2c3d", "00000002"]), ("remove goal <script>", ["0a1b2c3d", "00000002"])],
    )  # fmt: skip
    def test_rows_are_moved_and_removed_by_buttons(self, story, verb, order):
        two = {"goal": [GOAL, {"row": ["00000002"], "goal": ["Två"]}]}
        assert story.post("responsible", "goals", verb, two).status_code == 302
        assert [row["row"][0] for row in story.text("goals")["goal"]] == order

    def test_two_who_begin_a_row_begin_two(self, story):
        keys = {self.open_row(story.post("responsible", "goals", "add goal", {}, seen=0)) for _ in range(1)}
        answer = story.post("elected", "goals", "add goal", {}, seen=0)
        assert answer.status_code == 409
        assert not keys & set(re.findall(r'name="goal" value="(\w{8})"', answer.text)) - keys
        assert len(set(re.findall(r'name="goal" value="(\w{8})"', answer.text))) == 2


class TestWhatStandsInTheWay:
    def test_who_may_not_is_told_and_keeps_what_she_typed(self, story):
        answer = story.post("reader", "purpose", "save_draft", {"purpose": [TYPED]})
        assert answer.status_code == 403
        assert SHOWN in answer.text
        assert gettext("Your role in the case does not allow you to do this.") in answer.text
        assert not Revision.objects.exists()

    def test_a_proposal_sent_meanwhile_is_told_and_nothing_typed_is_lost(self, story):
        story.act("propose", "purpose", data=PURPOSE)
        answer = story.post("civil_servant", "purpose", "save_draft", {"purpose": [TYPED]})
        assert answer.status_code == 403
        assert SHOWN in answer.text

    def test_what_is_incomplete_is_saved_and_shown_in_red_with_links_that_lead_there(self, story):
        story.go_to("goals")
        answer = story.post("responsible", "goals", "finish", {"goal": [{"row": ["00000001"], "unit": [TYPED]}]})
        assert answer.status_code == 422
        assert SHOWN in answer.text
        assert after_colon("Mål 1", gettext("Enter the goal.")) in answer.text
        page = Page(answer.text)
        assert f"{story.url('step', 'goals')}?row=00000001#goal-00000001-goal" in answer.text
        assert page.broken == set()
        assert story.text("goals")["goal"][0]["unit"] == [TYPED]

    def test_a_wrong_date_is_said_beside_the_field(self, story):
        answer = story.post("elected", "purpose", "approve", {**PURPOSE, "decision_by": ["31/2"]})
        assert answer.status_code == 422
        assert 'value="31/2"' in answer.text and "decision_by_error" in Page(answer.text).ids

    def test_an_older_page_meets_what_was_saved_since(self, story):
        story.act("save_draft", "purpose", data={"purpose": ["Ett annat."]})
        answer = story.post("elected", "purpose", "save_draft", {"purpose": [TYPED]}, seen=0)
        assert answer.status_code == 409
        assert SHOWN in answer.text and "Ett annat." in answer.text

    @pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 5000, "1e3", "٣", " 0", "0\x00"])
    @pytest.mark.parametrize("begun", [True, False])
    def test_a_page_that_does_not_say_what_it_has_seen_is_no_failure(self, story, revision, begun):
        if begun:
            story.act("save_draft", "purpose", data={"purpose": ["Ett annat."]})
        posted = story.posted("purpose", {"purpose": [TYPED]}) | {"revision": revision, "act": "save_draft"}
        answer = story.client("responsible").post(story.url("step", "purpose"), posted)
        assert answer.status_code in (302, 409)
        assert answer.status_code == 302 or SHOWN in answer.text

    @pytest.mark.parametrize(
        "act", ["burn", "", "create_case", "finish purpose", "decide", "add_member", "x" * 5000, "\x00"]
    )
    def test_an_act_that_is_none_here_changes_nothing(self, story, act):
        answer = story.post("elected", "purpose", act, {"purpose": [TYPED]})
        assert answer.status_code in (403, 404)
        assert not Revision.objects.exists()

    @pytest.mark.parametrize(
        ("act", "facts"),
        [
            ("restore", {"restore": "9" * 5000}),
            ("restore", {"restore": "99999999999999999999"}),
            ("restore", {"restore": "x"}),
            ("restore", {}),
            ("comment " + "9" * 5000, {"comment-comment-" + "9" * 5000: "Hej"}),
            ("comment 99999999", {"comment-comment-99999999": "Hej"}),
            ("add_fact", {"decision": "9" * 5000, "kind": "section", "fact": "§ 1"}),
            ("add_fact", {"decision": "1", "kind": "<script>", "fact": "§ 1"}),
            ("answer_help " + "9" * 5000, {"comment-answer_help-" + "9" * 5000: "Hej"}),
            ("make_exception x", {"reason-x": "Hej"}),
            ("propose", {"comment-propose": "\x00"}),
        ],
    )
    def test_wild_facts_beside_an_act_are_no_failure(self, story, act, facts):
        story.act("save_draft", "purpose", data={"purpose": ["a"]})
        answer = story.post("responsible", "purpose", act, **facts)
        assert 300 < answer.status_code < 500

    def test_another_cases_text_is_not_restored_here(self, story, house):
        other = Story(house, story.now, title="En annan dialog").carry("purpose")
        story.act("save_draft", "purpose", data={"purpose": ["a"]})
        answer = story.post("responsible", "purpose", "restore", restore=str(other.revisions("purpose")[0].pk))
        assert answer.status_code == 404
        assert story.text("purpose") == {"purpose": ["a"]}


class TestStrangers:
    def test_what_is_said_to_be_theirs_is_not_shown_to_who_may_not_read_it(self, story):
        story.go_to("influenceable")
        story.act("propose", "influenceable", data={**YES, "motivation": ["Bara för medlemmar."]})
        for more in ({"take-motivation": "theirs"}, {"verdict": "as_proposed"}):
            act = "verdict" if "verdict" in more else "save_draft"
            answer = story.post("stranger", "influenceable", act, {"motivation": [TYPED]}, seen=99, **more)
            assert answer.status_code == 403
            assert "Bara för medlemmar." not in answer.text

    @pytest.mark.parametrize("who", ["stranger", "admin", "communicator", "support"])
    @pytest.mark.parametrize("act", ["save_draft", "propose", "approve", "restore", "withdraw"])
    def test_an_older_page_shows_nobody_what_is_not_hers_to_read(self, story, who, act):
        story.act("save_draft", "purpose", data={"purpose": ["Bara för medlemmar."]})
        for seen in (0, -1, 99):
            answer = story.post(who, "purpose", act, {"purpose": [TYPED]}, seen=seen)
            assert answer.status_code == 403 or (act == "restore" and answer.status_code == 404)
            assert "Bara för medlemmar." not in answer.text
        assert len(story.revisions("purpose")) == 1

    @pytest.mark.parametrize("who", ["stranger", "admin", "communicator"])
    def test_a_hidden_case_is_not_there_whatever_is_posted(self, story, who):
        set_visibility(story.pk, by=story.house["responsible"], visibility="members_only", at=story.now)
        client = story.client(who)
        assert client.get(story.url("step", "purpose")).status_code == 404
        answer = story.post(who, "purpose", "save_draft", {"purpose": [TYPED]})
        assert answer.status_code == 404
        assert TYPED not in answer.text


def test_no_act_of_these_left_a_record_of_another_case(story):
    story.post("responsible", "purpose", "save_draft", {"purpose": [TYPED]})
    assert set(Record.objects.values_list("case", flat=True)) == {story.pk}

"""What a body does at a meeting: decides, postpones, sends back, hands over. What becomes known later, and is mended."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import override

from dialog.acts import course
from dialog.acts.core import Refused
from dialog.models import BodyReply, Decision, DecisionFact
from dialog.models.decision import facts_now
from tests.pdf import pdf
from tests.story import LEVEL, YES, Story

DAY = dt.timedelta(days=1)
KINDS = [kind for kind in DecisionFact.Kind if kind != DecisionFact.Kind.REPORTED]
# What is written down of a meeting, and what it should have been.
FIRST = {"section": {"text": "12"}, "minutes": {"text": "https://sjovik.example/fel"}}
RIGHT = {"section": {"text": "13"}, "minutes": {"text": "https://sjovik.example/protokoll"}}


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def proposed(story: Story) -> Story:
    """A proposal that waits for the body since ten days."""
    story.go_to("influenceable").act("propose", "influenceable", data=YES)
    story.later(days=10)
    return story


def postpone(story: Story, **facts):
    return story.act("postpone", "influenceable", **{"until": story.today + 20 * DAY, "section": "41", **facts})


def send_back(story: Story, **facts):
    return story.act("return_by_body", "influenceable", **{"comment": "Vad kostar det?", "section": "42", **facts})


def hand_over(story: Story, **facts):
    story.decide()
    meeting = {"on": story.today, "section": "43", **facts}
    who, to = story.house["elected"], story.house.other_body
    course.change_body(story.pk, by=who, body=to, reason="Frågan är större.", at=story.now, **meeting)


ACTS = {"postponed": postpone, "sent_back": send_back, "handed_over": hand_over}


def add(story: Story, made, fact: str, **facts):
    """Add a fact to a decision or to another act of a body, or mend one."""
    about = {"decision": made.pk} if isinstance(made, Decision) else {"reply": made.pk}
    return story.attempt("add_fact", made.step, by="civil_servant", **about, fact=fact, **facts)


def said(fact: str, story: Story, which: dict) -> dict:
    """Return what is written of a fact: the first time, or rightly."""
    return which.get(fact) or {"date": story.today - (DAY if which is RIGHT else 0 * DAY)}


def register(story: Story) -> str:
    with override("sv"):
        return story.client("elected").get(story.url("decisions")).text


class TestNoActOfABodyIsWithoutItsMeeting:
    def test_the_acts_are_all_there_are(self):
        assert set(ACTS) == set(BodyReply.Kind.values)

    @pytest.mark.parametrize("kind", ACTS)
    def test_it_stands_under_decisions_with_the_meetings_day_and_paragraph(self, proposed, kind):
        ACTS[kind](proposed)
        reply = BodyReply.objects.get(kind=kind)
        assert (reply.body_name, reply.date) == ("Tekniska nämnden", proposed.today)
        page = register(proposed)
        at = page.index(f'id="reply-{reply.pk}"')
        entry = page[at : page.index("</li>\n", at)]
        assert "13 november" in entry and "Tekniska nämnden" in entry
        assert facts_now(reply)["section"].text in entry and facts_now(reply)["section"].text.startswith("§ 4")

    @pytest.mark.parametrize("kind", ACTS)
    def test_one_that_is_entered_later_carries_the_meetings_day(self, proposed, kind):
        ACTS[kind](proposed, on=proposed.today - 2 * DAY)
        assert BodyReply.objects.get(kind=kind).date == proposed.today - 2 * DAY

    @pytest.mark.parametrize("act", [postpone, send_back])
    @pytest.mark.parametrize("wrong", ["none", "ahead"])
    def test_without_a_day_that_has_been_nothing_happens(self, proposed, act, wrong):
        day = None if wrong == "none" else proposed.today + DAY
        with pytest.raises(AssertionError):
            act(proposed, on=day)
        assert not BodyReply.objects.exists() and proposed.record("influenceable").is_proposed

    @pytest.mark.parametrize("wrong", ["none", "ahead"])
    def test_a_case_is_not_handed_over_without_a_day_that_has_been(self, proposed, wrong):
        with pytest.raises(Refused):
            hand_over(proposed, on=None if wrong == "none" else proposed.today + DAY)
        assert proposed.case.body == proposed.house.body

    def test_before_a_decision_the_official_changes_the_body_without_a_meeting(self, proposed):
        by, to = proposed.house["responsible"], proposed.house.other_body
        course.change_body(proposed.pk, by=by, body=to, at=proposed.now)
        assert proposed.case.body == to and not BodyReply.objects.exists()

    def test_it_is_postponed_to_a_day_after_the_meeting(self, proposed):
        with pytest.raises(AssertionError):
            postpone(proposed, until=proposed.today)

    @pytest.mark.parametrize("kind", ["postponed", "sent_back"])
    def test_the_page_takes_day_and_paragraph_as_for_a_decision(self, proposed, kind):
        day = (proposed.today - DAY).isoformat()
        more = {"verdict": kind, "decided_on": day, "section": "17", "comment-return_by_body": "Vad kostar det?"}
        until = {"until": (proposed.today + 9 * DAY).isoformat()}
        answer = proposed.post("elected", "influenceable", "verdict", YES, **more, **until)
        assert answer.status_code == 302
        reply = BodyReply.objects.get()
        assert (reply.kind, reply.date.isoformat(), facts_now(reply)["section"].text) == (kind, day, "§ 17")

    def test_the_page_asks_for_the_day_when_a_case_is_handed_over(self, proposed):
        proposed.decide()
        url, body = proposed.url("case_act", "change_body"), str(proposed.house.other_body.pk)
        answer = proposed.client("elected").post(url, {"body": body, "reason": "Större."})
        assert answer.status_code == 422 and "on" in answer.context["form"].errors
        day = proposed.today.isoformat()
        answer = proposed.client("elected").post(url, {"body": body, "reason": "Större.", "on": day, "section": "9"})
        assert answer.status_code == 302
        assert facts_now(BodyReply.objects.get())["section"].text == "§ 9"

    def test_no_statement_changes_it(self, proposed):
        postpone(proposed)
        with pytest.raises(IntegrityError), transaction.atomic():
            BodyReply.objects.update(comment="Annat.")
        with pytest.raises(IntegrityError), transaction.atomic():
            BodyReply.objects.all()._raw_delete("default")

    def test_it_is_the_deciding_body_that_sent_a_row_back(self, proposed):
        """The body of the row, where another one than the case's own decides."""
        record = proposed.record("influenceable")
        record.body = proposed.house.other_body
        record.save()
        proposed.act("return_by_body", "influenceable", by="other_body", comment="Mer.")
        assert BodyReply.objects.get().body_name == "Kommunstyrelsen"
        assert proposed.case.comments.get().body_name == "Kommunstyrelsen"


class TestEachFactIsAddedAndMended:
    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("made", ["decision", *ACTS])
    def test_what_was_written_down_wrongly_is_mended_and_both_are_read(self, proposed, made, kind):
        ACTS[made](proposed, section="") if made in ACTS else proposed.decide()
        proposed.later(days=5)
        one = BodyReply.objects.get() if made in ACTS else Decision.objects.get()
        assert not add(proposed, one, kind, **said(kind, proposed, FIRST)).missing
        old = facts_now(one)[kind]
        assert add(proposed, one, kind, **said(kind, proposed, RIGHT)).missing, "without a reason"
        attempt = add(proposed, one, kind, **said(kind, proposed, RIGHT), because="Jag läste fel protokoll.")
        assert not attempt.missing and attempt.happened
        new = facts_now(one)[kind]
        assert new.replaces == old and new.said != old.said and DecisionFact.objects.filter(pk=old.pk).exists()
        page = register(proposed)
        assert "Rättelse." in page and "Jag läste fel protokoll." in page
        for fact in (old, new):
            shown = fact.text or f"{fact.date.day} november"
            assert shown in page

    def test_the_same_once_more_is_nothing_new(self, proposed):
        proposed.decide()
        [one] = Decision.objects.all()
        assert add(proposed, one, "section", text="12").happened
        attempt = add(proposed, one, "section", text="§ 12")
        assert not attempt.happened and not attempt.missing
        assert one.facts.count() == 1

    @pytest.mark.parametrize("kind", KINDS)
    def test_it_is_written_or_said_why_it_cannot_be_known_and_not_both(self, proposed, kind):
        proposed.decide()
        [one] = Decision.objects.all()
        both = {**said(kind, proposed, FIRST), "unknown_because": "Protokollet är borta."}
        assert add(proposed, one, kind, **both).missing and add(proposed, one, kind).missing
        assert not add(proposed, one, kind, unknown_because="Protokollet är borta.").missing

    def test_a_correction_can_be_corrected(self, proposed):
        proposed.decide()
        [one] = Decision.objects.all()
        add(proposed, one, "section", text="12")
        for number in ("13", "14"):
            add(proposed, one, "section", text=number, because="Fel igen.")
        assert one.section == "§ 14" and one.facts.count() == 3
        assert "§ 12" in register(proposed) and "§ 13" in register(proposed)

    def test_a_wrong_file_is_superseded_with_a_reason(self, proposed, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        proposed.decide()
        [one] = Decision.objects.all()
        add(proposed, one, "minutes", file=SimpleUploadedFile("fel.pdf", pdf()))
        right = SimpleUploadedFile("ratt.pdf", pdf(pages=2))
        assert add(proposed, one, "minutes", file=right, because="Fel nämnds protokoll.").happened
        first, second = one.facts.order_by("pk")
        assert second.replaces == first and first.file.name != second.file.name
        for fact in (first, second):
            assert proposed.client("elected").get(proposed.url("minutes", fact.pk)).status_code == 200

    def test_a_number_of_a_delegated_decision_gets_no_sign(self, proposed):
        proposed.decide(made_by=["delegation"], reported_on=[proposed.today.isoformat()])
        [one] = Decision.objects.all()
        add(proposed, one, "section", text="88")
        assert one.section == "88"

    def test_the_page_mends_too(self, proposed):
        proposed.decide(section=["12"])
        [one] = Decision.objects.all()
        posted = {"act": "add_fact", "decision": one.pk, "kind": "section", "fact": "13"}
        url = proposed.url("step", "influenceable")
        refused = proposed.client("responsible").post(url, posted)
        assert refused.status_code == 422 and 'value="13"' in refused.text
        assert proposed.client("responsible").post(url, {**posted, "because": "Slagfel."}).status_code == 302
        assert one.section == "§ 13"

    @pytest.mark.parametrize("typed", [{"fact": "13"}, {}, {"fact": "13", "because": "Slagfel. " * 900}])
    def test_what_is_wrong_in_it_is_not_folded_away(self, proposed, typed):
        proposed.decide(section=["12"])
        posted = {"act": "add_fact", "decision": Decision.objects.get().pk, "kind": "section", **typed}
        page = proposed.client("responsible").post(proposed.url("step", "influenceable"), posted).text
        before = page.split('role="alert"')[0]
        assert before.rsplit("<details", 1)[1].startswith(" open>") and 'id="mend-' in before
        assert 'id="add"' not in page


class TestDaysAreWeighedAgainstEachOther:
    """Decided, then adjusted, then published; in whichever order they are written down."""

    @pytest.mark.parametrize(
        ("first", "second", "ok"),
        [
            (("adjusted", 3), ("published", 2), False),
            (("adjusted", 3), ("published", 3), True),
            (("published", 2), ("adjusted", 3), False),
            (("published", 4), ("adjusted", 3), True),
        ],
    )
    def test_not_published_before_adjusted(self, proposed, first, second, ok):
        proposed.decide()
        [one], begun = Decision.objects.all(), proposed.today
        proposed.later(days=9)
        assert not add(proposed, one, first[0], date=begun + first[1] * DAY).missing
        assert bool(add(proposed, one, second[0], date=begun + second[1] * DAY).missing) != ok

    @pytest.mark.parametrize("kind", ["adjusted", "published"])
    @pytest.mark.parametrize("days", [-1, 10])
    def test_nothing_before_the_meeting_or_ahead(self, proposed, kind, days):
        proposed.decide()
        [one], begun = Decision.objects.all(), proposed.today
        proposed.later(days=9)
        assert add(proposed, one, kind, date=begun + days * DAY).missing

    def test_a_day_is_mended_only_to_one_that_goes_with_the_others(self, proposed):
        proposed.decide()
        [one], begun = Decision.objects.all(), proposed.today
        proposed.later(days=9)
        add(proposed, one, "adjusted", date=begun + 2 * DAY)
        add(proposed, one, "published", date=begun + 4 * DAY)
        assert add(proposed, one, "adjusted", date=begun + 5 * DAY, because="Fel.").missing
        assert not add(proposed, one, "adjusted", date=begun + 3 * DAY, because="Fel.").missing

    def test_a_corrected_day_of_the_decision_lies_before_what_followed(self, proposed):
        proposed.decide(on=proposed.today - 5 * DAY)
        [one] = Decision.objects.all()
        add(proposed, one, "adjusted", date=proposed.today - 3 * DAY)
        again = {"is_correction": ["on"], "supersede_reason": ["Fel dag."]}
        late = {"decided_on": [proposed.today.isoformat()]}
        attempt = proposed.attempt("decide", "influenceable", data={**proposed.text("influenceable"), **again, **late})
        assert [lack.target for lack in attempt.missing] == ["decided_on"]


class TestFactsOfAMeetingAreAddedOnce:
    @pytest.fixture
    def two(self, proposed) -> list[Decision]:
        """Two decisions of one meeting, and one of the next."""
        proposed.decide()
        proposed.act("propose", "influence_level", data=LEVEL)
        proposed.decide("influence_level")
        proposed.later(days=6)
        return list(Decision.objects.order_by("pk"))

    @pytest.mark.parametrize("kind", KINDS)
    def test_for_all_that_was_decided_in_it(self, proposed, two, kind):
        add(proposed, two[0], kind, **said(kind, proposed, FIRST))
        assert facts_now(two[0])[kind].said == facts_now(two[1])[kind].said

    def test_what_they_share_is_mended_for_all(self, proposed, two):
        add(proposed, two[1], "section", text="13")
        assert [one.section for one in two] == ["§ 13", "§ 13"]
        add(proposed, two[0], "section", text="12", because="Jag läste fel.")
        assert [one.section for one in two] == ["§ 12", "§ 12"]

    def test_what_one_has_of_its_own_stays(self, proposed):
        proposed.decide(section=["12"])
        proposed.act("propose", "influence_level", data=LEVEL)
        proposed.decide("influence_level", section=["13"])
        first, second = Decision.objects.order_by("pk")
        add(proposed, first, "section", text="11", because="Jag läste fel.")
        assert (first.section, second.section) == ("§ 11", "§ 13")

    def test_a_meeting_is_one_body_on_one_day(self, proposed, two):
        proposed.decide("influence_level", level=["influence"], supersede_reason=["Mer."])
        third = Decision.objects.latest("pk")
        proposed.later(days=1)
        add(proposed, two[0], "adjusted", date=proposed.today)
        assert "adjusted" not in facts_now(third)

    def test_another_body_that_met_the_same_day_had_a_meeting_of_its_own(self, proposed):
        hand_over(proposed)
        proposed.act("propose", "influence_level", data=LEVEL)
        proposed.decide("influence_level", by="other_body")
        ours, theirs = Decision.objects.order_by("pk")
        add(proposed, ours, "section", text="12")
        assert (ours.section, theirs.section) == ("§ 12", "")

    def test_they_are_added_where_it_was_decided(self, proposed, two):
        turn = proposed.attempt("add_fact", "influence_level", decision=two[0].pk, fact="section", text="12")
        assert turn.missing and not two[0].facts.exists()

    def test_what_a_delegate_decided_has_no_part_in_it(self, proposed):
        proposed.decide()
        proposed.act("propose", "influence_level", data=LEVEL)
        delegated = {"made_by": ["delegation"], "reported_on": [proposed.today.isoformat()]}
        proposed.decide("influence_level", **delegated)
        by_body, by_delegate = Decision.objects.order_by("pk")
        add(proposed, by_body, "section", text="12")
        assert (by_body.section, by_delegate.section) == ("§ 12", "")
        add(proposed, by_delegate, "section", text="D 4")
        assert (by_body.section, by_delegate.section) == ("§ 12", "D 4")

    def test_what_was_postponed_at_it_has_them_too(self, proposed):
        proposed.act("propose", "influence_level", data=LEVEL)
        proposed.act("postpone", "influence_level", until=proposed.today + 20 * DAY)
        proposed.decide()
        add(proposed, Decision.objects.get(), "adjusted", date=proposed.today)
        assert facts_now(BodyReply.objects.get())["adjusted"].date == proposed.today


class TestACorrectionOfADecisionGivesAnyFactAnew:
    def test_a_paragraph_that_it_gives_anew_is_its_own_and_the_rest_is_taken_over(self, proposed):
        proposed.decide(section=["12"])
        [old] = Decision.objects.all()
        add(proposed, old, "adjusted", date=proposed.today)
        anew = {"is_correction": ["on"], "supersede_reason": ["Fel paragraf."], "section": ["13"]}
        proposed.decide(**anew)
        new = Decision.objects.latest("pk")
        assert (old.section, new.section) == ("§ 12", "§ 13")
        assert facts_now(new)["adjusted"].date == proposed.today
        assert "Rättelse av" in register(proposed)

    def test_a_mended_fact_is_taken_over_as_it_was_mended(self, proposed):
        proposed.decide(section=["12"])
        [old] = Decision.objects.all()
        add(proposed, old, "section", text="14", because="Slagfel.")
        text = {name: value for name, value in proposed.text("influenceable").items() if name != "section"}
        anew = {
            "is_correction": ["on"],
            "supersede_reason": ["Motiveringen."],
            "decided_on": [proposed.today.isoformat()],
        }
        proposed.act("decide", "influenceable", data={**text, **anew})
        assert Decision.objects.latest("pk").section == "§ 14"


@pytest.mark.parametrize(("ended", "takes_over"), [(-1, False), (0, True), (1, True)])
def test_a_body_takes_a_case_over_through_its_last_day(proposed, ended, takes_over):
    to = proposed.house.other_body
    to.ended_on = proposed.today + ended * DAY
    to.save()
    act = {"by": proposed.house["responsible"], "body": to, "at": proposed.now}
    if takes_over:
        course.change_body(proposed.pk, **act)
    else:
        with pytest.raises(Refused):
            course.change_body(proposed.pk, **act)
    assert (proposed.case.body == to) == takes_over

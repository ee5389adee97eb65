"""What duty demands is possible whatever has become of the case: masking, disposal, correction of personal data."""

import datetime as dt

import pytest
from django.urls import reverse

from dialog.acts.core import Refused
from dialog.acts.course import end_early, pause
from dialog.acts.members import end_membership
from dialog.models import Body, Membership
from dialog.process.access import allowed_acts
from dialog.process.phases import process
from execution.models import ContactDetail, ContactRegister
from tests.followup.tale import LEARNED
from tests.story import GATE, NO, PEOPLE

# What steps.md demands of the civil servants of the case in every state, and where it is done.
DUTIES = {
    "mask_contribution": "compilation",
    "unmask_contribution": "compilation",
    "correct_contribution": "compilation",
    **dict.fromkeys(
        (
            *("mask_pointed", "mask_all_pointed", "mask_words", "hide_contribution"),
            *("dismiss_pointed", "read_original"),
        ),
        "compilation",
    ),
    "dispose_register": "activities",
    "remove_contact": "activities",
    "correct_contact": "activities",
}
STATES = ["open", "paused", "carried through", "ended early", "on the track", "informed", "body ended"]
CIVIL_SERVANTS = ("responsible", "civil_servant")


@pytest.fixture
def begun(follow):
    """Residents have said something, and some want to hear what came of it."""
    follow.add("Ring Brita på 070.", "Jag heter Bo.")
    facts = {
        "purpose": "Återkoppling",
        "legal_basis": "consent",
        "disposal_date": dt.date(2027, 5, 1),
        "activities": [],
    }
    follow.story.act("keep_register", "activities", **facts)
    people = [("Brita", "070-1"), ("Bo", "070-2")]
    follow.story.act("add_contacts", "activities", register=ContactRegister.objects.get().key, people=people)
    follow.story.act("mask_contribution", "compilation", number=2, text="Jag heter …")
    return follow


def come_to(follow, state):
    """Let the case come to a state."""
    story = follow.story
    if state == "paused":
        until = story.today + dt.timedelta(days=30)
        pause(story.pk, by=story.house["responsible"], until=until, reason="Sommar.", at=story.now)
    if state == "carried through":
        follow.finish_followup()
        follow.confirm_execution()
        story.act("confirm_gate", "followup_gate", data=GATE)
    if state == "ended early":
        follow.give_feedback()
        end_early(story.pk, by=story.house["elected"], reason="Pengarna är slut.", at=story.now)
    if state in ("on the track", "informed"):
        story.act("propose", "influenceable", data={**NO, "supersede_reason": ["Nytt läge."]})
        story.decide(**{**NO, "supersede_reason": ["Nytt läge."]})
    if state == "informed":
        type(story.case).objects.filter(pk=story.pk).update(closed_at=story.now, outcome="informed", phase="closed")
    if state == "body ended":
        Body.objects.filter(pk=story.house.body.pk).update(ended_on=story.today - dt.timedelta(days=1))


@pytest.fixture(params=STATES)
def case(begun, request):
    come_to(begun, request.param)
    is_closed = request.param in ("carried through", "ended early", "informed")
    assert bool(begun.story.case.closed_at) == is_closed
    assert begun.story.access().is_on_information_track == (request.param in ("on the track", "informed"))
    return begun


def test_each_duty_is_declared_by_its_step():
    declared = {act: step.key for step in process.steps() for act in step.duties}
    assert declared == DUTIES


def test_is_allowed_to_the_cases_civil_servants_and_to_nobody_else(case):
    for who in PEOPLE:
        access = case.story.access(who)
        for act, key in DUTIES.items():
            step = process.step(key)
            allowed = act in allowed_acts(step, access.record(key), access)
            assert allowed == (who in CIVIL_SERVANTS), (who, act)


def test_is_done(case):
    story, register = case.story, ContactRegister.objects.get().key
    brita, bo = ContactDetail.objects.order_by("pk")
    wanted = {"register": register, "detail": brita.pk, "called": "Britta", "contact": "070-11"}
    for act, facts in (
        ("mask_contribution", {"number": 1, "text": "Ring …"}),
        ("correct_contribution", {"number": 1, "noted_by": "Ida"}),
        ("read_original", {"number": 2, "reason": "Begäran."}),
        ("unmask_contribution", {"number": 2, "reason": "Han vill det."}),
        ("dismiss_pointed", {"number": 2}),
        ("mask_words", {"number": 1, "words": "Ring", "because": "known"}),
        ("hide_contribution", {"number": 1, "because": "health"}),
        ("correct_contact", wanted),
        ("remove_contact", {"register": register, "detail": bo.pk}),
    ):
        assert story.act(act, DUTIES[act], by="civil_servant", **facts).happened, act
    assert (case.one(1).text, case.one(1).noted_by, case.one(2).text) == ("[hela texten]", "Ida", "Jag heter Bo.")
    assert [str(one) for one in ContactDetail.objects.all()] == ["Britta"]
    assert story.act("dispose_register", "activities", by="civil_servant", register=register, decision="KS 1").happened
    assert not ContactDetail.objects.exists()


def test_is_offered_on_the_pages_where_it_is_done(case):
    story, register = case.story, ContactRegister.objects.get()
    client, detail = story.client("responsible"), ContactDetail.objects.first()
    page = client.get(story.url("contribution", 1))
    assert page.context["mask"] and page.context["correct"]
    assert 'value="mask"' in page.text
    assert 'value="unmask"' in client.get(story.url("contribution", 2)).text
    page = client.get(reverse("contact_register", args=[story.pk, register.key])).text
    for button in ("dispose_register", f"remove_contact {detail.pk}", f"correct_contact {detail.pk}"):
        assert f'value="{button}"' in page
    typed = {"act": "mask", "mask-seen": str(case.one(1).revision), "mask-text": "Ring …"}
    answer = client.post(story.url("contribution", 1), typed)
    assert answer.status_code == 302 and case.one(1).is_masked


def test_a_correction_of_a_contact_says_what_is_missing_and_keeps_what_was_typed(begun):
    story, register = begun.story, ContactRegister.objects.get()
    url, detail = reverse("contact_register", args=[story.pk, register.key]), ContactDetail.objects.first()
    typed = {"act": f"correct_contact {detail.pk}", f"name-{detail.pk}": "Britta", f"contact-{detail.pk}": " "}
    answer = story.client("responsible").post(url, typed)
    assert answer.status_code == 422 and 'value="Britta"' in answer.text
    answer = story.client("responsible").post(url, typed | {f"contact-{detail.pk}": "070-3"})
    assert answer.status_code == 302
    detail.refresh_from_db()
    assert (detail.name, detail.contact) == ("Britta", "070-3")


def test_nothing_else_is_done_with_a_closed_case(begun):
    come_to(begun, "ended early")
    for act, step, facts in (
        ("add_contributions", "compilation", {"rows": [{"key": "0000beef", "text": "Ny"}]}),
        ("code_contribution", "compilation", {"number": 1, "fits_no_theme": True}),
        ("finish", "learning", {"data": LEARNED}),
    ):
        with pytest.raises(Refused):
            begun.story.attempt(act, step, **facts)


def test_somebody_who_left_the_case_has_no_duty_any_more(begun):
    story = begun.story
    left = Membership.objects.get(case=story.pk, person=story.house["civil_servant"])
    end_membership(story.pk, by=story.house["responsible"], membership=left.pk, at=story.now)
    access = begun.story.access("civil_servant")
    assert not any(act in allowed_acts(process.step(key), access.record(key), access) for act, key in DUTIES.items())

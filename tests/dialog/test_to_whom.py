"""What is sent goes to somebody, who is named; a proposal that nobody can receive says so, and who could be added."""

import datetime as dt

import pytest

from dialog.acts.course import change_body
from dialog.acts.members import add_deputy, end_membership
from dialog.models import Body, Membership, Person
from dialog.process.act import ACTS
from dialog.process.phases import process
from dialog.process.step import DecidedStep
from dialog.rights import ELECTED
from tests.execution.tale import begin
from tests.followup.tale import DECISION, held
from tests.story import TEXTS

PROPOSED = [step.key for step in process.steps() if step.role == ELECTED and "propose" in (step.send_act,)]


def without(story, *who):
    """Some are members no more."""
    for key in who:
        membership = Membership.objects.get(case=story.pk, person=story.house[key])
        end_membership(story.pk, by=story.house["responsible"], membership=membership.pk, at=story.now)


def send(story, step, **options):
    answer = story.post("responsible", step, "propose", TEXTS[step], **options)
    assert answer.status_code == 302
    return story.client("responsible").get(answer["Location"]), [
        (message.level_tag, str(message)) for message in _messages(answer)
    ]


def _messages(answer):
    from django.contrib.messages import get_messages

    return list(get_messages(answer.wsgi_request))


@pytest.mark.parametrize("step", [key for key in PROPOSED if key in TEXTS])
def test_every_proposal_names_who_can_answer_it(story, step):
    assert len(PROPOSED) >= 4
    story.go_to(step)
    _page, said = send(story, step)
    names = ["Karin Lund", "Kjell Berg"] + ([] if isinstance(process.step(step), DecidedStep) else ["Elin Strand"])
    assert [level for level, _text in said] == ["success"]
    assert all(name in said[0][1] for name in names)
    assert ("Elin Strand" in said[0][1]) == ("Elin Strand" in names)


@pytest.mark.parametrize("step", [key for key in PROPOSED if key in TEXTS])
def test_a_proposal_to_nobody_is_sent_and_said_in_amber_with_who_could_be_added(story, step):
    story.go_to(step)
    without(story, "elected", "substitute", "other_body")
    page, said = send(story, step)
    assert not said, "nothing says that it is sent to somebody"
    box = page.text.partition('<section class="notice wait')[2].partition("</section>")[0]
    assert "Förslaget är sparat, men ingen kan svara på det." in box
    assert box.count("<button") == 2 and box.count("btn-main") == 1
    assert story.record(step).is_proposed
    seated = [one.person.name for one in page.context["lacks_receivers"]["seated"]]
    assert seated == ["Karin Lund", "Kjell Berg"]
    facts = {"person": story.house["elected"].pk, "role": "elected", "back": step}
    added = story.client("responsible").post(story.url("case_act", "add_member"), facts, follow=True)
    assert added.redirect_chain[-1][0] == story.url("step", step)
    assert not added.context["lacks_receivers"]
    [said] = [str(message) for message in added.context["messages"]]
    assert "Förslaget är skickat till Karin Lund." in said and "Under tiden:" in said


def test_of_a_decision_also_where_only_members_of_other_bodies_are_left(story):
    story.go_to("influenceable")
    without(story, "elected", "substitute")
    page, said = send(story, "influenceable")
    assert not said
    assert page.context["lacks_receivers"]["may_add"]


def test_of_a_decision_that_another_body_makes_those_who_sit_there(story):
    follow, body = held(story, begin(story)), story.house.other_body
    decided = follow.decided(body=[str(body.pk)])
    turn = follow.act("propose", "analysis", DECISION, kind="decision", data=decided)
    assert [person.name for person in ACTS["propose"].goes_to(turn)] == ["Elin Strand"]


def test_who_stands_in_for_another_member_too_is_named_once(story):
    absent = Membership.objects.get(case=story.pk, person=story.house["elected"])
    days = {"start": story.today, "end": story.today + dt.timedelta(days=9), "at": story.now}
    add_deputy(story.pk, by=story.house["responsible"], absent=absent.pk, person=story.house["substitute"], **days)
    _page, [(_level, said)] = send(story, "purpose")
    assert said.count("Kjell Berg") == 1


def test_who_may_not_add_reads_who_does(story):
    without(story, "elected", "substitute", "other_body")
    send(story, "purpose")
    page = story.client("civil_servant").get(story.url("step", "purpose")).text
    assert "Karin Lund" in page and story.url("case_act", "add_member") not in page.split("nobody-receives")[1][:900]


def test_a_text_that_is_handed_over_names_the_communicators(story):
    tale = begin(story)
    assert tale
    answer = story.post("responsible", "planning_help", "ask_for_help", None, **{"comment-ask_for_help": "Hur?"})
    said = [str(one) for one in _messages(answer)]
    assert any("Petra Vång" in one for one in said), said
    Person.objects.filter(is_support=True).update(is_support=False)
    answer = story.post("responsible", "purpose", "ask_for_help", None, **{"comment-ask_for_help": "Hur?"})
    assert [one.level_tag for one in _messages(answer)] == ["warning"]


class TestTheCasesBody:
    def test_is_none_of_the_other_bodies(self, story, house):
        form = process.step("facts").make_form({}, story.access())
        assert house.body not in form.fields["other_bodies"].queryset
        assert house.other_body in form.fields["other_bodies"].queryset
        story.case.other_bodies.add(house.other_body)
        change_body(story.pk, by=house["responsible"], body=house.other_body, at=story.now)
        assert not story.case.other_bodies.exists()

    def test_another_body_that_has_ended_stays_where_it_was_chosen(self, story, house):
        story.case.other_bodies.add(house.other_body)
        Body.objects.filter(pk=house.other_body.pk).update(ended_on=story.today.replace(day=1))
        form = process.step("facts").make_form({}, story.access())
        assert house.other_body in form.fields["other_bodies"].queryset

    def test_that_only_advises_is_remarked_upon(self, story, house):
        Body.objects.filter(pk=house.body.pk).update(kind=Body.Kind.ADVISORY_COUNCIL)
        assert "är ett råd och beslutar inte" in story.client("responsible").get(story.url("case")).text


def test_members_only_is_said_to_be_no_secrecy(story):
    page = story.client("responsible").get(story.url("step", "facts")).text
    assert "ingen sekretess i lagens mening" in page

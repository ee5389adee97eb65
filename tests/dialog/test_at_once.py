"""Many people at the same moment, in threads with connections of their own: nothing is lost, nothing happens twice."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection
from django.test import Client

from dialog.models import Decision, Event, Membership, Revision, Seat
from tests.pages import Page
from tests.story import PURPOSE, TEXTS, Story

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.every_database]
TOGETHER = 10


def at_once(work: Callable[[int], int], times: int) -> Counter[int]:
    """Do something so many times, ten at a time, and count the answers."""

    def alone(number: int) -> int:
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(TOGETHER) as threads:
        return Counter(threads.map(alone, range(times)))


def browsers(story: Story, role: str) -> list[Client]:
    """The browsers of ten people who are members of the case with that role."""
    clients = []
    for number in range(TOGETHER):
        key = f"{role}{number}"
        facts = {"department": None} if role == Membership.Role.ELECTED else {}
        story.house.people[key] = story.house.person(key, f"Person {number}", **facts)
        if role == Membership.Role.ELECTED:
            seat = {"body": story.house.body, "position": "ledamot", "start": story.today}
            Seat.objects.create(person=story.house[key], **seat)
        story.join(key, role)
        clients.append(browser(story, key))
    return clients


def browser(story: Story, who: str) -> Client:
    """Somebody's browser, which shows a fault as people meet it."""
    client = story.client(who)
    client.raise_request_exception = False
    return client


def test_of_a_hundred_saves_of_one_step_each_is_kept_or_laid_beside(story: Story):
    clients, url = browsers(story, Membership.Role.CIVIL_SERVANT), story.url("step", "purpose")

    def save(number: int) -> int:
        text = {**PURPOSE, "purpose": [f"Text nummer {number}."]}
        return clients[number % TOGETHER].post(url, story.posted("purpose", text, act="save_draft")).status_code

    answers = at_once(save, 100)
    assert set(answers) <= {302, 409}, answers
    kept = {text.data["purpose"][0] for text in Revision.objects.filter(record__step="purpose")}
    assert kept == {f"Text nummer {number}." for number in range(100)}
    saved = Revision.objects.filter(record__step="purpose", number__isnull=False)
    assert saved.count() == answers[302]
    assert Event.objects.filter(step="purpose", act="save_draft").count() == answers[302]
    numbers = sorted(saved.values_list("number", flat=True))
    assert len(set(numbers)) == len(numbers)


def test_of_fifty_approvals_one_counts(story: Story):
    story.act("propose", "purpose", data=PURPOSE)
    seen, url = story.seen("purpose"), story.url("step", "purpose")
    clients = browsers(story, Membership.Role.ELECTED)
    answers = at_once(
        lambda number: clients[number % TOGETHER].post(url, {"act": "approve", "revision": seen}).status_code, 50
    )
    assert set(answers) <= {302, 403, 409}, answers
    assert Event.objects.filter(step="purpose", act="approve").count() == 1
    assert Revision.objects.filter(record__step="purpose", version__isnull=False).count() == 1


def test_of_fifty_decisions_one_is_recorded(story: Story):
    story.go_to("influenceable")
    story.act("propose", "influenceable", data=TEXTS["influenceable"])
    text = {**TEXTS["influenceable"], "decided_on": [story.today.isoformat()]}
    data = story.posted("influenceable", text, act="decide")
    url, clients = story.url("step", "influenceable"), browsers(story, Membership.Role.ELECTED)
    answers = at_once(lambda number: clients[number % TOGETHER].post(url, data).status_code, 50)
    assert set(answers) <= {302, 403, 409}, answers
    assert Decision.objects.filter(step="influenceable").count() == 1


class Cut:
    """Cuts the connection to the database in the middle of an act, once: when it writes down the event."""

    def __init__(self) -> None:
        self.done = False

    def __call__(self, execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
        """Pass every statement on but that one."""
        if not self.done and sql.startswith('INSERT INTO "dialog_event"'):
            self.done = True
            if connection.vendor == "postgresql":
                self.terminate(connection.connection.info.backend_pid)
            else:
                raise OperationalError("disk I/O error")
        return execute(sql, params, many, context)

    def terminate(self, pid: int) -> None:
        """End the server's side of the connection, as a restart does."""
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        other.close()


def test_a_connection_that_is_cut_in_the_middle_of_a_save_saves_nothing_and_the_button_saves_it_once(story: Story):
    client, url = browser(story, "responsible"), story.url("step", "purpose")
    cut = Cut()
    with connection.execute_wrapper(cut):
        answer = client.post(url, story.posted("purpose", PURPOSE, act="save_draft"))
    assert cut.done
    assert answer.status_code == 503
    connection.close()  # as the next request does with one that is lost
    assert not Revision.objects.exists()
    page = Page(answer.text)
    again = page.filled(page.form_with("whole"))
    for _ in range(2):  # pressed twice by somebody in a hurry
        assert client.post(url, again).status_code == 302
    assert Revision.objects.count() == Event.objects.filter(step="purpose", act="save_draft").count() == 1
    assert story.text("purpose")["purpose"] == PURPOSE["purpose"]


def test_a_save_whose_answer_got_lost_is_there_once_though_somebody_saved_before_it_was_sent_again(story: Story):
    client, url = browser(story, "responsible"), story.url("step", "purpose")
    sent = story.posted("purpose", PURPOSE, act="save_draft")
    assert client.post(url, sent).status_code == 302
    story.act("save_draft", "purpose", by="civil_servant", data={**PURPOSE, "purpose": ["Något annat."]})
    for _time in range(2):
        answer = client.post(url, sent)
        assert answer.status_code == 409 and PURPOSE["purpose"][0] in answer.text
    assert [text.data["purpose"] for text in story.revisions("purpose")].count(PURPOSE["purpose"]) == 1

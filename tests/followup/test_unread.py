"""What came in is for the case's members until somebody has read it: nobody has looked for personal data in it yet."""

import pytest
from django.urls import reverse

from followup.models import Contribution
from tests.dialog.test_permissions import PATTERNS
from tests.followup.tale import CONCLUSION, LIGHT, REST
from tests.story import Story

UNREAD = "olastainspel"
READ, UNFIT = "lastinspel", "passaringenstans"
OUTSIDE = ["support", "communicator", "stranger"]


@pytest.fixture
def came_in(follow):
    """One that has a theme, one that fits none, one whose only theme was dropped, and two that nobody has read."""
    follow.name_themes()
    follow.add(f"{READ} ljus", f"{UNFIT} stjärna", f"{UNREAD} drop", f"{UNREAD} ring Brita", f"{UNREAD} dubbel")
    follow.code(1, themes=[LIGHT])
    follow.code(2, fits_no_theme=True)
    follow.code(3, themes=[REST])
    follow.story.act("mark_done", "compilation", data={})
    follow.conclude(CONCLUSION, contributions=["1, 3, 4"], quotations=["1, 3, 4"])
    follow.note()
    follow.story.act("mark_done", "analysis", data={"answer": ["Med ljus."]})
    Contribution.objects.get(case=follow.story.pk, number=3).coded.all().delete()
    follow.story.later(minutes=5)
    follow.add(f"{UNREAD} kom sent")
    return follow.story


def pages(story: Story):
    """Every page of the case, of its steps and rows, and the lists of all cases."""
    rows = [(record.step, record.row) for record in story.access().records.values() if record.row]
    for pattern in PATTERNS:
        names = set(pattern.pattern.converters)
        if names == {"case"}:
            yield story.url(pattern.name)
        if names == {"case", "step"}:
            yield from (story.url(pattern.name, step) for step in ("activities", "compilation", "analysis", "learning"))
        if names == {"case", "step", "row"}:
            yield from (story.url(pattern.name, step, row) for step, row in rows)
        if names == {"case", "kind"}:
            yield from (story.url(pattern.name, kind) for kind in ("summary", "plan"))
        if not names and not pattern.name.startswith(("log", "password")):
            yield reverse(pattern.name)
    for asked in ("?q=Brita", "?theme=none", "?mark=new", "?mark=duplicates", f"?conclusion={CONCLUSION}", "?page=2"):
        yield f"{story.url('contributions')}{asked}"
    yield from (story.url("contribution", number) for number in range(1, 7))


@pytest.mark.parametrize("who", OUTSIDE)
def test_nobody_outside_reads_what_nobody_has_read_at_any_address(came_in, who):
    client, shown = came_in.client(who), ""
    for url in pages(came_in):
        text = client.get(url).getvalue().decode(errors="replace")
        assert UNREAD not in text, url
        shown += text
    assert READ in shown and UNFIT in shown


@pytest.mark.parametrize("who", OUTSIDE)
def test_others_see_how_many_there_are_and_that_they_wait_to_be_read(came_in, who):
    page = came_in.client(who).get(came_in.url("contributions"))
    assert [one.number for one in page.context["shown"]] == [1, 2]
    assert page.context["unread"] == 4
    assert page.context["progress"].all == 6


def test_neither_the_search_nor_a_filter_tells_what_it_says(came_in):
    client = came_in.client("stranger")
    for asked in ({"q": "Brita"}, {"theme": "none"}, {"mark": "new"}):
        assert list(client.get(came_in.url("contributions"), asked).context["shown"]) == [], asked


@pytest.mark.parametrize("act", ["save", "next", "mask", "unmask", "correct", "nothing"])
@pytest.mark.parametrize("who", OUTSIDE)
def test_an_answer_to_what_is_posted_to_it_is_as_if_it_were_not_there(came_in, who, act):
    answer = came_in.client(who).post(came_in.url("contribution", 4), {"act": act, "seen": "9", "correct-text": ""})
    assert answer.status_code == 404
    assert UNREAD not in answer.text


@pytest.mark.parametrize("who", ["responsible", "elected", "reader"])
def test_members_read_it_all(came_in, who):
    client = came_in.client(who)
    assert [one.number for one in client.get(came_in.url("contributions")).context["shown"]] == [1, 2, 3, 4, 5, 6]
    assert UNREAD in client.get(came_in.url("contribution", 4)).text
    assert UNREAD in client.get(came_in.url("step", "analysis")).text


def test_what_is_read_later_is_read_by_others_then(came_in):
    came_in.attempt("code_contribution", "compilation", number=4, fits_no_theme=True)
    assert UNREAD in came_in.client("stranger").get(came_in.url("contribution", 4)).text

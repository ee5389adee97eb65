"""An activity is open, or for those who are invited: only open ones that are still to come stand where residents read."""

from django.utils import timezone

from execution.dialogues import dialogues
from execution.forms.communication import text_before
from tests.execution.tale import METHOD, METHODS, YOUNG, Tale, swedish

OPEN, INVITED = "0000e001", "0000e002"
PLACE = {"title": ["Förskolan Solen"], "place": ["Förskolan Solen"], "open_to": ["invited"]}


def test_everybody_may_come_unless_it_is_said_that_they_are_invited(with_methods: Tale):
    with_methods.plan_activity(OPEN)
    with_methods.plan_activity(INVITED, **PLACE)
    assert with_methods.activity(OPEN).is_public and not with_methods.activity(INVITED).is_public


def test_the_form_asks_it_and_begins_with_everybody(with_methods: Tale):
    story = with_methods.story
    page = story.client("responsible").get(f"{story.url('row', 'activities', OPEN)}?kind=activity")
    assert page.context["form"].draft["open_to"] == ["everybody"]
    assert swedish("Who can come?") in page.text


def test_the_invitation_names_no_activity_for_the_invited(with_methods: Tale):
    with_methods.plan_activity(OPEN)
    with_methods.plan_activity(INVITED, **PLACE)
    how = text_before(with_methods.story.access())["how"]
    assert "Kompassen" in how and "Förskolan" not in how


def test_nor_do_the_days_of_the_public_list(with_methods: Tale):
    story = with_methods.story
    with_methods.plan_activity(OPEN, days=3)
    with_methods.plan_activity(INVITED, days=300, **PLACE)
    with_methods.publish_text()
    [one] = [one for one in dialogues(timezone.localdate(story.now)) if one.case.pk == story.pk]
    assert "2027" not in one.when


def test_where_it_is_moved_no_published_text_is_out_of_date(with_methods: Tale):
    with_methods.plan_activity(OPEN)
    with_methods.plan_activity(INVITED, **PLACE)
    with_methods.publish_text()
    with_methods.story.later(hours=1)
    with_methods.plan_activity(INVITED, days=9, **PLACE)
    assert with_methods.activity(INVITED).moved_at is None


class TestExpected:
    """What one expects with a method is offered to its activities."""

    def offered(self, tale: Tale, key: str, **text: list[str]) -> list[str]:
        tale.act("save_draft", "activities", key, kind="activity", data={"title": ["Kväll"], **text})
        page = tale.story.client("responsible").get(tale.story.url("row", "activities", key))
        return [offer.text for offer in page.context["offers"] if offer.field == "expected_count"]

    def test_the_sum_over_the_groups_is(self, with_methods: Tale):
        assert self.offered(with_methods, OPEN, method=["0000d001"]) == ["40"]

    def test_without_a_method_nothing_is(self, with_methods: Tale):
        assert self.offered(with_methods, OPEN) == []

    def test_a_second_activity_is_offered_what_is_left(self, with_methods: Tale):
        with_methods.plan_activity(OPEN, expected_count=["25"])
        assert self.offered(with_methods, INVITED, method=["0000d001"]) == ["15"]
        with_methods.act("cancel_activity", "activities", OPEN, because="Regn.")
        assert self.offered(with_methods, "0000e003", method=["0000d001"]) == ["40"]

    def test_what_is_counted_in_something_else_is_not_mixed_up(self, tale: Tale):
        posts = {**METHOD, "expected": [YOUNG, "300"], "expected_unit": ["posts"]}
        tale.story.act("finish", "methods", data={"method": [posts]})
        assert self.offered(tale, OPEN, method=["0000d001"]) == []


def test_where_no_method_is_chosen_yet_the_form_says_where_they_come_from(tale: Tale):
    story, words = tale.story, swedish("This shows the methods from “Choose a method”. That step is not done yet.")

    def page() -> str:
        return story.client("responsible").get(f"{story.url('row', 'activities', OPEN)}?kind=activity").text

    assert words in page()
    story.act("finish", "methods", data=METHODS)
    assert words not in page()

"""What a row is called is a part of its text: the heading of a draft is for those who read drafts alone."""

import pytest

from tests.followup.tale import ACTIVITY, AFTER, AFTER_TEXT, CONCLUSION, LIGHT, TAKEN_UP, THEMES

SECRET = "Hemligt än så länge"
MEMBERS, OTHERS = ("reader", "elected"), ("stranger", "support", "admin")


def headings(follow, who, step, row, url="row"):
    """What stands on the page of a row and of its register."""
    client = follow.story.client(who)
    return client.get(follow.story.url(url, step, row)).text + client.get(follow.story.url("step", step)).text


def change(follow):
    """Begin to change the heading of a row in force, of each kind that anybody may read."""
    follow.name_themes()
    follow.add("Det är mörkt.")
    follow.conclude()
    day = follow.activity().first_day.isoformat()
    evening = {"title": [SECRET], "method": ["0000d001"], "first_day": [day], "place": ["Kompassen"]}
    follow.act("save_draft", "activities", ACTIVITY, data=evening)
    follow.act("save_draft", "compilation", LIGHT, data={**THEMES[LIGHT], "name": [SECRET]})
    follow.act("save_draft", "analysis", CONCLUSION, data={**TAKEN_UP, "short": [SECRET]})


class TestHeadings:
    @pytest.mark.parametrize(
        ("step", "row", "in_force"),
        [
            ("activities", ACTIVITY, "Kväll på Kompassen"),
            ("compilation", LIGHT, "Ljus"),
            ("analysis", CONCLUSION, "Ljuset först"),
        ],
    )
    def test_others_read_the_one_in_force(self, follow, step, row, in_force):
        change(follow)
        for who in MEMBERS:
            assert SECRET in headings(follow, who, step, row)
        for who in OTHERS:
            page = headings(follow, who, step, row)
            assert SECRET not in page and (who == "admin" or in_force in page), who

    def test_of_a_row_that_is_not_in_force_they_read_none(self, follow):
        follow.act("save_draft", "analysis", CONCLUSION, kind="conclusion", data={**TAKEN_UP, "short": [SECRET]})
        assert SECRET in headings(follow, "reader", "analysis", CONCLUSION)
        for who in (*OTHERS, "communicator"):
            assert SECRET not in headings(follow, who, "analysis", CONCLUSION)

    def test_of_a_text_the_communicators_read_it_while_they_hold_it(self, follow):
        follow.act("hand_over", "publication", AFTER_TEXT, kind="after", data={**AFTER, "title": [SECRET]})
        for who in (*MEMBERS, "communicator"):
            assert SECRET in headings(follow, who, "publication", AFTER_TEXT, "text")
        follow.act("approve", "publication", AFTER_TEXT, by="communicator", data=AFTER)
        follow.act("save_draft", "publication", AFTER_TEXT, data={**AFTER, "title": [SECRET]})
        for who in MEMBERS:
            assert SECRET in headings(follow, who, "publication", AFTER_TEXT, "text")
        for who in (*OTHERS, "communicator"):
            assert SECRET not in headings(follow, who, "publication", AFTER_TEXT, "text")
            assert SECRET not in follow.story.client(who).get(follow.story.url("sheet")).text

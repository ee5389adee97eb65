"""Two people in every form there is: the later save sees both texts of every field, and none of it is lost."""

import pytest
from django.utils.html import escape

from dialog.acts.core import run
from dialog.forms.drafts import Draft
from dialog.models import Record
from dialog.process.access import allowed_acts
from dialog.process.act import which
from tests.story import Story
from tests.walks.places import Written, days, everywhere, has_words, in_follow_up, written

WITHOUT_TEXT = {"restore"}  # pressed in the history, where nothing is typed
LEAST = 28  # forms: a walk that finds fewer has lost its way


def both_write(story: Story, place: Written, hers: Draft, mine: Draft, act: str = "save_draft"):
    """Let somebody save, and then somebody else who has not seen it; return the later one's answer."""
    found = Record.objects.filter(case=story.pk, step=place.step.key, row=place.row).first()
    seen = found.revision if found else 0
    where = {"row": place.row, "kind": place.kind}
    run("save_draft", story.pk, place.step.key, by=story.house["civil_servant"], revision=seen, data=hers, **where)
    posted = story.posted(place.step.key, mine, seen=seen) | {"act": act, "kind": place.kind}
    return story.client("responsible").post(place.url(story.pk), posted)


def what_goes_wrong(story: Story, places: list[Written]) -> list[str]:
    """Return where two people do not see both texts."""
    wrong = []
    for place in filter(has_words, places):
        hers, her_words = everywhere(place, "alfa")
        mine, my_words = everywhere(place, "beta")
        answer = both_write(story, place, hers, mine)
        lost = [words for words in [*her_words, *my_words] if escape(words) not in answer.text]
        if answer.status_code != 409 or lost:
            wrong.append(f"{place}: {answer.status_code} {lost[:4]}")
    return wrong


@pytest.mark.parametrize("day", days(), ids=lambda day: day[0])
class TestOnEveryDay:
    def test_both_texts_of_every_field_of_every_form_are_shown(self, story, day):
        _name, go, places = day
        go(story)
        assert "\n".join(what_goes_wrong(story, places)) == ""

    def test_every_act_on_an_older_text_shows_what_was_typed(self, story, day):
        _name, go, places = day
        go(story)
        wrong = []
        for place in filter(has_words, places):
            for act in sorted(may_do(story, place) - {*which("is_beside")} - WITHOUT_TEXT):
                hers, _words = everywhere(place, f"alfa {act}")
                mine, words = everywhere(place, f"beta {act}")
                answer = both_write(story, place, hers, mine, act)
                if answer.status_code != 409 or [one for one in words if escape(one) not in answer.text]:
                    wrong.append(f"{place} {act}: {answer.status_code}")
        assert not wrong, "\n".join(wrong)


def may_do(story: Story, place: Written) -> frozenset[str]:
    """What the responsible official may do at a place."""
    access = story.access()
    return allowed_acts(place.step_or_kind, access.record(place.step.key, place.row), access)


def test_the_walk_meets_every_form_there_is():
    assert len(written()) >= LEAST
    assert sum(len(places) for _name, _go, places in days()) == len(written())


def test_a_row_that_one_removed_and_the_other_changed_is_shown_in_every_table(story):
    in_follow_up(story)
    wrong = []
    places = [place for place in days()[0][2] if any(not table.fixed for table in place.step_or_kind.its_form.tables)]
    for place in places:
        base, _words = everywhere(place, "alfa", "0000000a")
        both_write(story, place, base, base)
        fewer = {name: texts for name, texts in base.items() if not isinstance(texts[0], dict)}
        changed, words = everywhere(place, "beta", "0000000a")
        for hers, mine in ((fewer, changed), (changed, fewer)):
            answer = both_write(story, place, hers, mine)
            tables = [
                one for one in words if any(f"beta {table.name}" in one for table in place.step_or_kind.its_form.tables)
            ]
            lost = [one for one in tables if escape(one) not in answer.text]
            if answer.status_code != 409 or lost:
                wrong.append(f"{place}: {answer.status_code} {lost[:3]}")
            both_write(story, place, base, base)
    assert not wrong, "\n".join(wrong)
    assert len(places) >= 8

"""Long texts that repeat themselves, in every field of everything that is written: no page that reads them makes wait."""

import pytest
from django.urls import reverse

from dialog.acts.core import run
from dialog.models import Comment, Record
from execution.models import ContactRegister
from followup.masking import carried_over
from followup.models import Contribution
from handbook.models import HandbookComment, Page
from tests.handbook.editing import form_of, page_url
from tests.story import Story
from tests.thorough import some
from tests.walks.pages import REGISTER, addresses, much_has_happened
from tests.walks.places import Written, days, everywhere, has_words
from tests.work import at_most

FIRST, SECOND = "a b " * 2000, "b b a " * 1500
SECONDS = 10
AT_WORK = 3  # forms of each day, and kinds of pages; in CI all


def read_everything_of(story: Story, place: Written) -> list[str]:
    """Save two long texts at a place, read its pages and meet another who saved; return what made one wait."""
    slow = []
    (before, _), (after, _) = everywhere(place, FIRST), everywhere(place, SECOND)
    found = Record.objects.filter(case=story.pk, step=place.step.key, row=place.row).first()
    seen, where = found.revision if found else 0, {"row": place.row, "kind": place.kind}
    for number, (who, text) in enumerate((("responsible", before), ("civil_servant", after))):
        run("save_draft", story.pk, place.step.key, by=story.house[who], revision=seen + number, data=text, **where)
    stale = story.posted(place.step.key, before, seen=seen) | {"act": "save_draft", "kind": place.kind}
    client, url = story.client("responsible"), place.url(story.pk).partition("?")[0]
    history = reverse(
        "row_history" if place.row else "step_history", args=[story.pk, place.step.key, *filter(None, [place.row])]
    )
    for what, ask in (
        ("page", lambda: client.get(url)),
        ("history", lambda: client.get(history)),
        ("conflict", lambda: client.post(url, stale)),
    ):
        try:
            with at_most(SECONDS):
                answer = ask()
        except AssertionError as late:
            slow.append(f"{place} {what}: {late}")
        else:
            assert answer.status_code == (409 if what == "conflict" else 200), f"{place} {what}"
    return slow


@pytest.mark.parametrize("day", days(), ids=lambda day: day[0])
def test_no_page_of_any_form_waits_for_long_texts(story, day):
    _name, go, places = day
    go(story)
    slow = []
    for place in some([one for one in places if has_words(one)], AT_WORK):
        slow += read_everything_of(story, place)
    assert not slow, "\n".join(slow)


def let_all_say_much(story: Story) -> None:
    """Let contributions, comments, a register and what readers say of the handbook be long and repetitive."""
    much_has_happened(story)
    Contribution.objects.filter(case=story.pk).update(text=FIRST, translation=SECOND)
    Comment.objects.update(text=FIRST)
    ContactRegister.objects.filter(key=REGISTER).update(purpose=FIRST)
    HandbookComment.objects.update(text=FIRST)
    Page.objects.filter(key="purpose").update(whole=FIRST, short=FIRST)


def test_no_other_page_of_the_case_or_the_handbook_waits_for_them(story):
    let_all_say_much(story)
    pages = [
        *dict.fromkeys(addresses(story)),
        reverse("handbook_edit_changes"),
        reverse("handbook_whole"),
        reverse("lessons"),
    ]
    pages = [one for one in pages if not one.startswith("/admin/")]
    slow = []
    for number, url in enumerate(some(pages, AT_WORK * 5)):
        client = story.client("support" if "handbook" in url else "responsible")
        try:
            with at_most(SECONDS):
                assert client.get(url, follow=True).status_code < 500, f"{number} {url}"
        except AssertionError as late:
            slow.append(f"{url}: {late}")
    assert not slow, "\n".join(slow)


def test_a_page_of_the_handbook_that_two_have_rewritten_at_length_is_compared_in_little_work(story):
    much_has_happened(story)
    client, url = story.client("support"), page_url("purpose")
    mine, theirs = form_of(client, url), form_of(client, url)
    assert client.post(url, theirs | {"whole_text": FIRST, "short": FIRST, "whole": FIRST}).status_code < 500
    with at_most(SECONDS):
        answer = client.post(url, mine | {"whole_text": SECOND, "short": SECOND, "whole": SECOND})
    assert answer.status_code in (200, 409, 422)
    with at_most(SECONDS):
        assert client.get(reverse("handbook_edit_changes")).status_code == 200


@pytest.mark.parametrize("act", ["mask", "correct"])
def test_masking_and_correcting_a_long_contribution_is_little_work(story, act):
    much_has_happened(story)
    Contribution.objects.filter(case=story.pk, number=1).update(text="a b " * 370)
    url = story.url("contribution", 1)
    client = story.client("responsible")
    for text in ("b b a " * 245, "b a " * 365 + "c"):
        posted = {"act": act, f"{act}-seen": story_seen(story), f"{act}-text": text, f"{act}-reason": "Fel."}
        with at_most(SECONDS):
            assert client.post(url, posted).status_code in (302, 409, 422)


def story_seen(story: Story) -> int:
    """Return the number of the last change of the first contribution."""
    return Contribution.objects.get(case=story.pk, number=1).revision


def test_a_correction_is_carried_over_to_the_original_in_little_work():
    for shown, corrected, original in (
        ("a b " * 370, "b b a " * 250, "a b " * 365 + "c d "),
        ("a b " * 370, "b b b " * 240, "b a " * 365 + "c d "),
    ):
        with at_most(2):
            carried_over(shown, corrected, original)

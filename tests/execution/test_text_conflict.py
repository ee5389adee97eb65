"""Two communicators change one text for the website: both texts on one page, and the choice is saved where she may save."""

import pytest

from dialog.models import Case, Person, Revision
from tests.execution.tale import BEFORE, Tale
from tests.pages import Page

KEY = "0000aa01"


@pytest.fixture
def handed_over(tale: Tale):
    """A text that waits for two communicators, who are no members of its hidden case; the tale, and the text's address."""
    house = tale.story.house
    house.people["other_communicator"] = house.person("other_communicator", "Olle Ny")
    Person.objects.filter(username="other_communicator").update(is_communicator=True)
    house["other_communicator"].refresh_from_db()
    tale.hand_over()
    Case.objects.update(visibility=Case.Visibility.MEMBERS_ONLY)
    return tale, tale.story.url("text", "communication", KEY)


def typed_over(tale: Tale, url: str, **more: list[str]):
    """A communicator's browser, and what it sends of a page that the other one saves her text over meanwhile."""
    client = tale.story.client("communicator")
    page = Page(client.get(url + "?change").text)
    mine = page.filled(page.form_with("whole")) | {"title": ["Min rubrik?"], **more}
    tale.act("save_draft", "communication", KEY, by="other_communicator", data={**BEFORE, "title": ["Hennes rubrik?"]})
    return client, mine


def test_a_communicator_meets_what_the_other_one_wrote_and_saves_what_she_chooses(handed_over):
    tale, url = handed_over
    client, mine = typed_over(tale, url, what=["Mitt nya."])
    answer = client.post(url, mine | {"act": ["save_draft"]})
    assert answer.status_code == 409
    for text in ("Min rubrik?", "Hennes rubrik?", BEFORE["title"][0], "Olle Ny", "Mitt nya."):
        assert text in answer.text
    assert Revision.objects.get(number=None, record__row=KEY).by == tale.story.house["communicator"]

    page = Page(answer.text)
    again = page.filled(page.form_with("whole")) | {"title": ["Vår rubrik?"], "act": ["save_draft"]}
    assert client.post(url, again).status_code == 302
    kept = Revision.objects.filter(record__row=KEY, number__isnull=False).latest("number").data
    assert (kept["title"], kept["what"], kept["why"]) == (["Vår rubrik?"], ["Mitt nya."], BEFORE["why"])


def test_her_approval_of_a_text_that_the_other_one_changed_puts_nothing_in_force(handed_over):
    tale, url = handed_over
    client, mine = typed_over(tale, url, act=["approve"])
    answer = client.post(url, mine)
    assert answer.status_code == 409 and "Hennes rubrik?" in answer.text and "Min rubrik?" in answer.text
    assert not Revision.objects.filter(record__row=KEY, version__gt=0).exists()


def test_whoever_may_not_read_what_is_written_learns_of_it_and_gets_her_own_words_back(handed_over):
    """The civil servants take the text back while a communicator changes it: from then on she reads no draft of it."""
    tale, url = handed_over
    client = tale.story.client("communicator")
    page = Page(client.get(url + "?change").text)
    mine = page.filled(page.form_with("whole")) | {"title": ["Min rubrik?"], "act": ["save_draft"]}
    tale.act("withdraw", "communication", KEY)
    tale.act("save_draft", "communication", KEY, data={**BEFORE, "title": ["Hemlig rubrik?"]})
    answer = client.post(url, mine)
    assert answer.status_code in (403, 409)
    assert "Min rubrik?" in answer.text and "Hemlig rubrik?" not in answer.text

"""What is typed is kept while one writes, and nobody is overwritten by it."""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from dialog.models import Record
from tests.browser.someone import Someone, swedish
from tests.story import Story

SOON = 15_000  # ms


def status_of(one: Someone) -> Locator:
    """Where the page says what autosave did."""
    return one.page.locator("[data-autosave-status]")


def opens(one: Someone, story: Story) -> None:
    """Go to a step, with a clock that can be put forward."""
    one.page.clock.install()
    one.opens(f"/cases/{story.pk}/question/")


def time_passes(one: Someone) -> None:
    """So long that typing has stopped."""
    one.page.clock.fast_forward(SOON)


def says(one: Someone, message: str) -> None:
    """Autosave says this, in the code's English, once typing has stopped."""
    time_passes(one)
    expect(status_of(one)).to_contain_text(swedish(message).split("%(")[0].strip() or "", timeout=SOON)


def keeps(one: Someone) -> None:
    """What was typed is kept once typing has stopped: the head of the step says so, and when."""
    time_passes(one)
    expect(one.page.locator("#saved")).to_contain_text("Utkast, sparat i dag", timeout=SOON)


def test_a_draft_is_kept_some_seconds_after_typing_stops_and_again(
    story: Story, person: Callable[..., Someone]
) -> None:
    amir = person("responsible")
    opens(amir, story)
    amir.writes(question="Skriven utan att spara?")
    keeps(amir)
    assert story.text("question")["question"] == ["Skriven utan att spara?"]
    with amir.page.expect_response(lambda response: response.request.method == "POST"):
        amir.writes(question="Skriven en gång till utan att spara?")
        time_passes(amir)
    expect(amir.page.locator("[name=revision]").first).to_have_value("2")
    amir.presses("Send the proposal")
    amir.reads_message("The proposal has been sent to %(people)s.")
    assert story.text("question")["question"] == ["Skriven en gång till utan att spara?"]


def test_leaving_a_page_whose_text_was_kept_asks_nothing(story: Story, person: Callable[..., Someone]) -> None:
    amir = person("responsible")
    asked: list[str] = []
    amir.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    opens(amir, story)
    amir.page.locator("#question").press_sequentially("Kvar?")
    amir.opens(f"/cases/{story.pk}/")
    assert asked == ["beforeunload"], "what was not kept yet is asked about"
    amir.opens(f"/cases/{story.pk}/question/")
    amir.page.locator("#question").press_sequentially("Kvar?")
    keeps(amir)
    amir.opens(f"/cases/{story.pk}/")
    assert asked == ["beforeunload"]


def test_a_comment_that_was_not_sent_is_asked_about_too_and_saving_the_draft_keeps_it_on_the_page(
    story: Story, person: Callable[..., Someone]
) -> None:
    amir = person("responsible")
    asked: list[str] = []
    amir.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    amir.opens(f"/cases/{story.pk}/question/")
    amir.writes(**{"new-comment": "Är frågan för smal?"})
    away = amir.page.get_by_role("link", name=story.case.name).first
    for times in (1, 2):
        away.click()
        expect(amir.page.locator("#new-comment")).to_have_value("Är frågan för smal?")
        assert asked == ["beforeunload"] * times
        amir.page.locator("#question").press_sequentially("Hur?")
        amir.presses("Save draft")
    amir.presses("Send to the members of the case")
    expect(amir.page.locator(".talk")).to_contain_text("Är frågan för smal?")
    expect(amir.page.locator("#question")).to_have_value("Hur?Hur?")
    assert asked == ["beforeunload"] * 2


def test_whoever_was_overtaken_is_told_and_keeps_both_texts(story: Story, person: Callable[..., Someone]) -> None:
    amir, lena = person("responsible"), person("civil_servant")
    for one in (amir, lena):
        opens(one, story)
    amir.writes(question="Amirs fråga?")
    amir.presses("Save draft")
    lena.writes(question="Lenas fråga?")
    time_passes(lena)
    expect(status_of(lena)).to_contain_text("Amir Haddad", timeout=SOON)
    assert story.text("question")["question"] == ["Amirs fråga?"]
    kept = [one.data.get("question") for one in Record.objects.get(case=story.pk, step="question").revisions.all()]
    assert ["Lenas fråga?"] in kept
    lena.presses("Save draft")
    expect(lena.page.get_by_role("heading", level=1)).to_have_text(swedish("Someone else has changed the step"))


def test_whoever_was_signed_out_is_told_and_gets_the_text_back(story: Story, person: Callable[..., Someone]) -> None:
    amir = person("responsible")
    opens(amir, story)
    amir.context.clear_cookies(name="sessionid")
    amir.writes(question="Skriven efter utloggningen?")
    says(amir, "Not saved: you have been signed out. Save your text to sign in again.")
    amir.presses("Save draft")
    amir.sign_in_again("responsible")
    expect(amir.page.locator("#question")).to_have_value("Skriven efter utloggningen?")


def test_nothing_is_saved_by_itself_where_a_proposal_is_answered(story: Story, person: Callable[..., Someone]) -> None:
    story.act("propose", "question", data={"question": ["Den föreslagna frågan?"]})
    karin = person("elected")
    karin.opens(f"/cases/{story.pk}/question/")
    karin.page.get_by_role("link", name=swedish("Change and approve")).click()
    expect(karin.page.locator("#question")).to_have_value("Den föreslagna frågan?")
    assert not karin.page.locator("form[data-autosave]").count()


def test_the_head_and_what_remains_follow_what_is_written_without_the_page_being_read_again(
    story: Story, person: Callable[..., Someone]
) -> None:
    amir = person("responsible")
    opens(amir, story)
    page = amir.page
    expect(page.locator("#saved")).to_contain_text("En sak återstår")
    amir.writes(question="Hur ska stranden användas?")
    keeps(amir)
    expect(page.locator("#saved")).to_contain_text(swedish("Nothing is missing"))
    expect(page.locator("#remains")).not_to_contain_text("Skriv frågan")
    expect(page.locator("#question-remains")).to_be_empty()
    amir.writes(question="")
    time_passes(amir)
    expect(page.locator("#saved")).to_contain_text("En sak återstår", timeout=SOON)
    expect(page.locator("#question-remains")).to_contain_text("återstår")


def test_what_could_not_be_saved_is_tried_again(story: Story, person: Callable[..., Someone]) -> None:
    amir = person("responsible")
    opens(amir, story)
    amir.context.set_offline(True)
    amir.writes(question="Skriven utan nät?")
    says(amir, "Not saved, trying again")
    amir.context.set_offline(False)
    keeps(amir)
    expect(status_of(amir)).to_be_empty()
    amir.complaints = [one for one in amir.complaints if "INTERNET_DISCONNECTED" not in one]
    assert story.text("question")["question"] == ["Skriven utan nät?"]

"""The main journey by keyboard alone: at each station of a case somebody does the next thing with keys."""

from collections.abc import Callable

from playwright.sync_api import expect

from dialog.models import Case, Publication
from followup.models import Contribution
from tests.browser.keys import chooses, enters, opens_line, tab_to, text_of, types
from tests.browser.someone import Someone, swedish
from tests.execution.tale import begin
from tests.followup.tale import held
from tests.story import House, Story


def is_told(one: Someone, message: str) -> None:
    """The page that comes begins where it says what was done."""
    expect(one.page.locator(".messages")).to_be_focused()
    one.reads_message(message)


def test_a_case_is_begun(house: House, person: Callable[..., Someone]) -> None:
    amir = person("responsible")
    enters(amir, swedish("Cases"))
    enters(amir, swedish("New case"))
    types(amir, id_title="Norra stranden", id_body="Tekniska")
    chooses(amir, "id_responsible_0")
    enters(amir, swedish("Create the case"))
    expect(amir.page.get_by_role("heading", level=1)).to_have_text("Norra stranden")
    case = Case.objects.get()
    assert (case.body, case.responsible) == (house.body, house["responsible"])


def test_somebody_is_let_into_the_case(story: Story, person: Callable[..., Someone]) -> None:
    amir = person("responsible")
    amir.opens(f"/cases/{story.pk}/")
    enters(amir, text_of(amir.page.locator("main a[href$='/facts/']").first), at_most=120)
    tab_to(amir.page, text_of(amir.page.locator("#case-act-add_member > summary")))
    amir.page.keyboard.press("Enter")
    types(amir, **{"add_member-person-text": "Frank"})
    expect(amir.page.locator(".hits label")).to_contain_text("Frank Dahl")
    chooses(amir, "add_member-person_hit1", "add_member-role_0")
    enters(amir, swedish("Add"))
    expect(amir.page.locator(".folk").first).to_contain_text("Frank Dahl")


def test_a_proposal_is_sent_and_approved(story: Story, person: Callable[..., Someone]) -> None:
    amir, karin = person("responsible"), person("elected")
    amir.opens(f"/cases/{story.pk}/question/")
    types(amir, question="Hur ska Norra stranden bli en badplats för fler?")
    enters(amir, "propose")
    is_told(amir, "The proposal has been sent to %(people)s.")
    enters(karin, swedish("Waiting for me"))
    enters(karin, swedish("Answer the proposal on %(what)s") % {"what": swedish("the question")})
    enters(karin, "approve")
    expect(karin.page.locator(".done-line h1")).to_be_visible()


def test_a_gate_is_confirmed(story: Story, person: Callable[..., Someone]) -> None:
    story.plan()
    karin = person("elected")
    karin.opens(f"/cases/{story.pk}/planning_gate/")
    chooses(karin, "parts_done_0", "working_group_prepared_0")
    types(karin, reflection="Vi är redo.")
    enters(karin, "confirm_gate")
    expect(karin.page.locator("[role=status]:has(.done-line)")).to_be_focused()
    assert story.access().is_done("planning_gate")


def test_what_was_said_is_written_down_at_the_activity(story: Story, person: Callable[..., Someone]) -> None:
    held(story, begin(story))
    amir = person("responsible")
    amir.opens(f"/cases/{story.pk}/activities/0000e001/")
    types(amir, talk_1_people="12", talk_1_text="Det är mörkt.", talk_2_people="3", talk_2_text="Fler bänkar.")
    enters(amir, "record_notes")
    assert [one.text for one in Contribution.objects.all()] == ["Det är mörkt.", "Fler bänkar."]


def test_a_contribution_is_added_and_read(story: Story, person: Callable[..., Someone]) -> None:
    follow = held(story, begin(story))
    follow.name_themes()
    amir = person("responsible")
    amir.opens(f"/cases/{story.pk}/compilation/")
    enters(amir, swedish("Enter a contribution"))
    types(amir, id_text="Bussen går för sällan.")
    enters(amir, swedish("Add it"))
    amir.reads("1 inspel tillagt.")
    enters(amir, swedish("Compile the material"))
    enters(amir, swedish("Read and sort"))
    chooses(amir, "brush_for", "theme_1")
    enters(amir, "next")
    amir.reads("Det finns inga fler inspel i listan.")
    assert (follow.themes_of(), follow.stances_of()) == (["Ljus"], ["for"])


def test_a_text_is_handed_over_approved_and_published(story: Story, person: Callable[..., Someone]) -> None:
    begin(story)
    amir, sara = person("responsible"), person("communicator")
    amir.opens(f"/cases/{story.pk}/communication/")
    enters(amir, swedish("Write the text before the dialogue"))
    types(amir, what="Stranden ska bli en badplats.")
    opens_line(amir, swedish("Who it is for and how to take part"))
    types(amir, for_whom="Alla.", how="Kom till Kompassen på torsdag.")
    opens_line(amir, swedish("What people can influence and what happens next"))
    types(amir, next="Nämnden beslutar i maj.", contact="Kontaktcenter")
    enters(amir, "hand_over")
    is_told(amir, "The text has been sent to %(people)s.")
    enters(sara, swedish("Texts"))
    enters(sara, text_of(sara.page.locator("main .queue a").first))
    enters(sara, "approve")
    is_told(sara, "Approved. This now applies.")
    types(sara, address="https://sjovik.example/stranden")
    enters(sara, "publish")
    is_told(sara, "The text has been marked as published.")
    assert Publication.objects.get().address == "https://sjovik.example/stranden"

"""What is in no report and no export: participants' contact details, and what was masked in a contribution."""

import pytest

from reports.document import NothingToReport
from reports.kinds import KINDS
from reports.render import as_html, as_text
from tests.execution.tale import PARTICIPATION, begin
from tests.followup.tale import AFTER_TEXT, FollowUp, held
from tests.story import Story

SECRETS = ("ann@mail.example", "Ann Berg", "070-174 06 41")
EXPORTS = ("/cases/list.csv", "/communication/dialogues.csv", "/communication/dialogues.html")


@pytest.fixture
def told(story: Story) -> FollowUp:
    """A dialogue whose every report can be made, with contact details in a register and a masked contribution."""
    follow = held(story, begin(story))
    story.act("finish", "participation", data=PARTICIPATION)
    follow.finish_followup()
    follow.publish_text()
    facts = {"activities": ["0000e001"], "legal_basis": "public_interest", "purpose": "Skicka svar"}
    attempt = story.act("keep_register", "activities", disposal_date=story.today.replace(year=2027), **facts)
    people = [("Ann Berg", "ann@mail.example")]
    story.act("add_contacts", "activities", register=attempt.facts["register"], people=people)
    follow.add("Ring 070-174 06 41, det är mörkt.")
    number = len(follow.contributions())
    story.act("mask_contribution", "compilation", number=number, text="Ring …, det är mörkt.")
    return follow


@pytest.mark.parametrize("kind", KINDS)
def test_no_report_holds_them(told, kind):
    report, access, built = KINDS[kind], told.story.access("responsible"), False
    for part in ["", *(key for key, _title in report.parts(access))]:
        try:
            document = report.build(access, part)
        except NothingToReport:
            continue
        for secret in SECRETS:
            assert secret not in as_text(document) and secret not in as_html(document)
        built = True
    assert built or kind in ("decision_basis", "information"), "nothing is proposed, and a dialogue is held"


def test_no_export_holds_them(told):
    story = told.story
    texts = [("communication", "0000aa01"), ("publication", AFTER_TEXT)]
    addresses = [*EXPORTS, *(story.url(name, *text) for name in ("text_plain", "text_html") for text in texts)]
    for address in addresses:
        page = story.client("communicator").get(address)
        assert page.status_code == 200, address
        for secret in SECRETS:
            assert secret not in page.getvalue().decode()

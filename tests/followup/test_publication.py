"""Publicera resultatet: the text after and the summary report go to the communicators; where and when is noted."""

import pytest

from dialog.acts.core import Refused
from dialog.models import Publication, PublicationText
from tests.execution.tale import swedish
from tests.followup.tale import AFTER, AFTER_TEXT, LEARNED, LIGHT, SUMMARY, SUMMARY_TEXT


@pytest.fixture
def learned(follow):
    follow.story.act("finish", "learning", data=LEARNED)
    return follow


def hand_over(follow, kind, **text):
    row, data = {"after": (AFTER_TEXT, AFTER), "summary": (SUMMARY_TEXT, SUMMARY)}[kind]
    return follow.attempt("hand_over", "publication", row, kind=kind, data={**data, **text})


class TestDone:
    def test_text_after_and_report_are_handed_over(self, learned):
        assert len(learned.story.attempt("mark_done", "publication").missing) == 2
        hand_over(learned, "after")
        assert len(learned.story.attempt("mark_done", "publication").missing) == 1
        hand_over(learned, "summary")
        assert not learned.story.attempt("mark_done", "publication").missing

    def test_one_that_was_sent_back_is_not(self, learned):
        hand_over(learned, "after")
        hand_over(learned, "summary")
        learned.act("send_back", "publication", AFTER_TEXT, by="communicator", comment="Kortare.")
        assert learned.story.attempt("mark_done", "publication").missing


class TestTextAfter:
    def test_it_begins_with_conclusions_and_presentations(self, learned):
        learned.name_themes()
        learned.add("Det är mörkt.")
        learned.code(1, themes=[LIGHT])
        learned.conclude()
        learned.note()
        url = f"{learned.story.url('text', 'publication', AFTER_TEXT)}?kind=after"
        form = learned.story.client("responsible").get(url).context["form"]
        assert form["what"].value() == "Hur ska Norra stranden bli en badplats för fler?"
        assert "Det är mörkt på vägen ned." in form["concluded"].value() and "§ 24" in form["concluded"].value()
        assert "Ljuset först: Sju lampor. Klart senast 31 maj 2027." in form["next"].value()
        assert form["title"].value() == "Hur ska Norra stranden bli en badplats för fler?"
        assert form["contact"].value().startswith("[fyll i:")

    @pytest.mark.parametrize("question", ["what", "concluded", "next"])
    def test_what_residents_ask_is_answered(self, learned, question):
        assert hand_over(learned, "after", **{question: []}).missing

    def test_it_is_in_the_communicators_queue(self, learned):
        hand_over(learned, "after")
        page = learned.story.client("communicator").get("/communication/?shelf=waiting").text
        assert "Så blir stranden" in page


class TestSummary:
    def test_there_is_a_report_to_hand_over(self, follow):
        assert hand_over(follow, "summary").missing
        follow.story.act("finish", "learning", data=LEARNED)
        assert not hand_over(follow, "summary").missing

    def test_it_is_called_after_the_question(self, learned):
        url = f"{learned.story.url('text', 'publication', SUMMARY_TEXT)}?kind=summary"
        form = learned.story.client("responsible").get(url).context["form"]
        assert form["title"].value().endswith("Hur ska Norra stranden bli en badplats för fler?")

    def test_communicators_approve_and_publish_it_like_every_text(self, learned):
        hand_over(learned, "summary")
        page = learned.story.client("communicator").get("/communication/", follow=True).text
        assert "Sammanfattande rapport" in page
        assert "Sammanfattande rapport: Sammanfattande rapport" not in page
        learned.act("approve", "publication", SUMMARY_TEXT, by="communicator")
        address, day = "https://sjovik.example/rapport", learned.story.today
        learned.act("publish", "publication", SUMMARY_TEXT, by="communicator", address=address, date=day)
        assert Publication.objects.get().address == address
        assert PublicationText.objects.get(key=SUMMARY_TEXT).title == "Sammanfattande rapport"

    def test_civil_servants_hand_over_and_do_not_approve(self, learned):
        with pytest.raises(Refused):
            learned.attempt("hand_over", "publication", SUMMARY_TEXT, by="elected", kind="summary", data=SUMMARY)
        hand_over(learned, "summary")
        with pytest.raises(Refused):
            learned.attempt("approve", "publication", SUMMARY_TEXT, by="responsible")

    def test_a_report_that_was_changed_since_then_is_out_of_date_until_it_is_handed_over_anew(self, learned):
        hand_over(learned, "summary")
        learned.act("approve", "publication", SUMMARY_TEXT, by="communicator")
        url, told = learned.story.url("text", "publication", SUMMARY_TEXT), swedish("The report has a newer version.")
        assert told not in learned.story.client("responsible").get(url).text
        learned.story.later(hours=1)
        learned.story.act("finish", "learning", data={**LEARNED, "worked_well": ["Allt."]})
        assert told in learned.story.client("responsible").get(url).text
        assert swedish("Out of date") in learned.story.client("communicator").get("/communication/").text
        learned.story.later(hours=1)
        hand_over(learned, "summary", change=["En mening till."])
        assert told not in learned.story.client("responsible").get(url).text

    def test_communicators_meet_it_beside_their_queue_like_every_text(self, learned):
        case = learned.story.case
        case.visibility = "members_only"
        case.save()
        hand_over(learned, "summary")
        page = learned.story.client("communicator").get(learned.story.url("text", "publication", SUMMARY_TEXT)).text
        assert f'href="{learned.story.url("step", "compilation")}"' not in page
        assert f'href="{learned.story.url("sheet")}"' in page and learned.story.url("report", "summary") in page

    def test_a_new_version_says_what_is_new(self, learned):
        hand_over(learned, "summary")
        learned.act("approve", "publication", SUMMARY_TEXT, by="communicator")
        assert hand_over(learned, "summary", contact=["Amir Haddad"]).missing
        assert not hand_over(learned, "summary", contact=["Amir Haddad"], change=["Vem man frågar."]).missing


def test_the_page_says_where_and_when_each_was_published(learned):
    hand_over(learned, "after")
    learned.act("approve", "publication", AFTER_TEXT, by="communicator")
    address = "https://sjovik.example/stranden"
    learned.act("publish", "publication", AFTER_TEXT, by="communicator", address=address, date=learned.story.today)
    learned.act("save_draft", "publication", AFTER_TEXT, data={**AFTER, "title": ["Inget är sagt än"]})
    for who in ("stranger", "responsible"):
        page = learned.story.client(who).get(learned.story.url("step", "publication")).text
        assert f'<li>Så blir stranden<br><a href="{address}"' in page, "as it was called when it was published"
        assert swedish("Published") in page


def test_a_text_in_force_is_approved(learned):
    hand_over(learned, "after")
    learned.act("approve", "publication", AFTER_TEXT, by="communicator")
    page = learned.story.client("stranger").get(learned.story.url("step", "publication")).text
    assert f'{swedish("Approved")}</span> <span class="soft">' in page

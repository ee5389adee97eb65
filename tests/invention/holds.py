"""What an invented phase has without a line of ``dialog``. Run where its app is installed (tests/test_fourth_phase.py)."""

import re

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from dialog.acts.core import Refused, run
from dialog.pictures import phases_of, process_map
from dialog.process.phases import process
from dialog.process.rights_document import as_markdown
from dialog.process.state import map_of
from dialog.texts.outdated import out_of_date
from reports.kinds import KINDS
from reports.render import as_text
from tests.story import Story

WORDS = {"words": ["Abrakadabra."]}
OTHER_WORDS = {"words": ["Hokus pokus."]}
KEY = "0000aa01"
POSTER = {"title": ["Kom och se"], "language": ["sv-easy"], "text": ["Abrakadabra."], "contact": ["Amir"]}


@pytest.fixture
def invented(story) -> Story:
    """A case in which the step is in force."""
    story.carry("purpose").act("approve", "invented", data=WORDS)
    return story


def poster(story: Story, act: str, by: str = "responsible", **said: object):
    """Do something with the text on the poster."""
    record = story.access().record("posters", KEY)
    return run(
        act,
        story.pk,
        "posters",
        row=KEY,
        kind="poster",
        by=story.house[by],
        revision=record.revision if record else 0,
        at=story.later(minutes=5),
        **said,
    )


def read(story: Story, who: str, *where: object) -> str:
    answer = story.client(who).get(story.url(*where))
    assert answer.status_code == 200, where
    return answer.text


def test_the_phase_comes_after_the_handbooks_three_with_its_colour(story):
    assert [phase.key for phase in process.phases][3:] == ["invention"]
    shown = map_of(story.access())[-1]
    assert [state.code for state in shown.steps] == ["not_started", "not_started"]
    page = read(story, "reader", "case")
    assert 'class="panel phase small-phase invented"' in page and "invention/invention.css" in page
    assert page.index("css/screen.css") < page.index("invention/invention.css")


def test_its_colour_is_on_paper_in_the_picture_of_the_process(invented):
    picture = process_map(phases_of(map_of(invented.access())))
    assert 'class="fill-invented" fill="#7a5a1f"' in picture.svg


def test_it_has_an_address_of_its_own_in_the_menu(invented):
    assert "Uppfinningar" in read(invented, "stranger", "case")
    page = invented.client("stranger").get("/inventions/")
    assert page.status_code == 200 and "Abrakadabra." in page.text
    assert page.text.index('href="/inventions/"') > page.text.index('href="/lessons/"')


def test_its_act_is_its_own_right_and_told_in_history(invented):
    assert 'value="applaud"' in read(invented, "reader", "step", "invented")
    assert 'value="applaud"' not in read(invented, "elected", "step", "invented")
    assert invented.post("elected", "invented", "applaud").status_code == 403
    assert "Applådera" in as_markdown()
    answer = invented.client("reader").post(
        invented.url("step", "invented"),
        {"act": "applaud", "revision": invented.seen("invented"), "loudly": "Mycket"},
        follow=True,
    )
    assert "Applåden är noterad." in answer.text
    assert "Stina Berg applåderade ”Ett påhittat steg”" in read(invented, "reader", "history")
    assert "Mycket" in read(invented, "reader", "history")
    with pytest.raises(Refused):
        invented.attempt("applaud", "invented", by="civil_servant")


def test_its_rule_waits_leads_to_its_place_and_ends(invented):
    assert ("silent", "responsible") in invented.waits()
    page = invented.client("responsible").get("/").text
    assert "Se till att någon applåderar" in page and f"{invented.url('step', 'invented')}#applause" in page
    invented.act("applaud", "invented", by="reader")
    assert ("silent", "responsible") not in invented.waits()


def test_its_text_goes_through_the_queue_and_grows_old(invented):
    kind = process.step("posters").by_kind["poster"]
    assert kind.begin(invented.access())[1]["text"] == "Abrakadabra."
    assert "Anslag" in read(invented, "communicator", "sheet")
    assert poster(invented, "hand_over", data=POSTER).happened
    assert ("text", "communicator") in invented.waits()
    waiting = invented.client("communicator").get("/communication/?shelf=waiting").text
    assert "Kom och se" in waiting and "Anslag · " in waiting
    assert poster(invented, "approve", by="communicator").happened
    assert poster(invented, "publish", by="communicator", address="https://sjovik.se/", date=invented.today).happened
    record = invented.access().record("posters", KEY)
    assert out_of_date([record]) == {}
    invented.later(minutes=5)
    invented.act("approve", "invented", data=OTHER_WORDS)
    assert [one.sentence for one in out_of_date([record])[record.pk]] == ["Orden är andra."]
    assert "Anslag: Kom och se" in read(invented, "responsible", "case")


def test_its_reports_are_read_and_shown_where_they_belong(invented):
    assert invented.url("report", "invention") in read(invented, "reader", "step", "invented")
    assert "Abrakadabra." in read(invented, "reader", "report", "invention")
    assert "Abrakadabra." in as_text(KINDS["invention"].build(invented.access(), ""))
    poster(invented, "hand_over", data=POSTER)
    poster(invented, "approve", by="communicator")
    assert "Kom och se" in read(invented, "reader", "report", "poster")


def test_its_gate_and_condition_stand_beside_the_others(story):
    gate = process.step("invented_gate")
    story.carry("purpose")
    assert [line.is_done for line in gate.lines(story.access())] == [False]
    assert "Det är påhittat av någon" in read(story, "reader", "step", "invented_gate")
    story.act("approve", "invented", data=WORDS)
    assert not [*gate.lacks(story.access())]


def test_only_the_handbook_asks_for_more():
    """The checks find nothing but that there is no guidance for its steps."""
    with pytest.raises(SystemCheckError) as found:
        call_command("check")
    assert set(re.findall(r"\((\w+\.E\d+)\)", str(found.value))) == {"handbook.E001"}

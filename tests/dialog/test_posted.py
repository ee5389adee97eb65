"""What an act takes of a form besides the text is read by its kind: as it was typed, or not at all."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from dialog.forms import posted
from dialog.forms.posted import Posted, WrongFact


def form(query: str = "", **more) -> Posted:
    """A form as it was posted."""
    return Posted(QueryDict(query), **more)


def test_a_text_is_read_without_the_space_around_it_and_no_longer_than_it_may_be():
    assert posted.text("why")(form("why=+Regn+")) == "Regn"
    assert posted.text("why", longest=3)(form("why=Regn")) == "Reg"
    assert posted.text("why")(form()) == ""


def test_a_day_is_read_however_it_is_written_and_what_is_none_is_said_at_its_field():
    assert posted.day("on")(form("on=3/5+2027")) == dt.date(2027, 5, 3)
    assert posted.day("on")(form("on=")) is None
    with pytest.raises(WrongFact) as wrong:
        posted.day("on")(form("on=snart"))
    assert [lack.target for lack in wrong.value.missing] == ["on"]


def test_a_number_is_read_as_people_write_it_and_what_is_none_is_said_at_its_field():
    assert posted.number("n")(form("n=1+612")) == 1612
    assert posted.number("n")(form("n=0")) == 0
    assert posted.number("n")(form()) is None
    for wrong in ("många", "-1", "9" * 12):
        with pytest.raises(WrongFact) as told:
            posted.number("n")(form(f"n={wrong}"))
        assert [lack.target for lack in told.value.missing] == ["n"]


def test_an_id_that_the_page_has_put_there_is_read_and_no_other_text():
    assert posted.id_in("talk")(form("talk=17")) == 17
    assert {posted.id_in("talk")(form(f"talk={text}")) for text in ("", "x", "-1", "1" * 12, "²", "١٧")} == {0}


def test_the_key_of_a_row_is_read_and_no_other_text():
    assert form("group=aaaa0001").key("group") == "aaaa0001"
    assert form("group=Unga").key("group") == ""


def test_a_ticked_box_and_a_file_are_read():
    assert posted.ticked("sure")(form("sure=on")) and not posted.ticked("sure")(form("sure=ja"))
    minutes = SimpleUploadedFile("protokoll.pdf", b"%PDF")
    assert posted.file("minutes")(form(files={"minutes": minutes})) is minutes
    assert posted.file("minutes")(form()) is None


def test_a_comment_is_read_from_the_field_of_the_act_and_of_what_it_is_about():
    query = "comment-comment=Hej&comment-comment-17=Svar&comment-propose=Annat"
    assert posted.comment(form(query, act="comment")) == "Hej"
    assert posted.comment(form(query, act="comment", target="17")) == "Svar"
    assert posted.comment(form(query, act="send_back")) == ""


def test_what_the_act_is_about_is_read_from_its_button():
    about = form(act="comment", target="17")
    assert (posted.target(about), posted.target_id(about)) == ("17", 17)
    assert posted.target_id(form(act="comment")) is None
    assert posted.target_id(form(act="comment", target="goals")) == 0

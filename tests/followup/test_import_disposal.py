"""A file from which nothing came, or whose import was undone, is kept for thirty days and no longer."""

import datetime as dt

from dialog.machine.pruning import dispose
from followup.models import Contribution, Import
from tests.followup.test_importing import text_file
from tests.followup.test_imports import SURVEY, Desk
from tests.walks.places import in_follow_up


def test_is_disposed_of_when_its_time_has_come(story, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    in_follow_up(story)
    desk = Desk(story)
    desk.imports("inne.csv", text_file(SURVEY))
    desk.imports("angrad.csv", text_file([SURVEY[0], ["9", "", "En ramp ned i vattnet", ""]]))
    desk.goes_on("undo")
    desk.chooses("bara-vald.csv", text_file(SURVEY))

    assert dispose(story.later(days=29)) == 0
    assert dispose(story.later(days=2)) == 2
    assert Import.objects.get().name == "inne.csv" and Contribution.objects.count() == 3
    assert len([one for one in tmp_path.rglob("*") if one.is_file()]) == 1
    assert dispose(story.now + dt.timedelta(days=400)) == 0

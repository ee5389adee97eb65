"""What differs between two texts is told answer by answer: the rows by what they are called, what is alike counted."""

import re
from html import unescape

from django.utils.translation import gettext

from dialog.forms.changes import changes
from dialog.process.phases import process
from tests.story import GOAL, GOALS, PURPOSE

ANOTHER = {**GOAL, "row": ["00000002"], "goal": ["Ett nytt."]}


def differ(story, step, old, new):
    """What differs between two drafts of a step."""
    made = [process.step(step).make_form(text, story.access()).all_answers() for text in (old, new)]
    return changes(*made)


class TestAnswers:
    def test_one_word_more_is_marked_where_it_stands_and_the_rest_is_alike(self, story):
        text = PURPOSE["purpose"][0]
        found = differ(story, "purpose", PURPOSE, {**PURPOSE, "purpose": [f"{text} Ja."]})
        [one] = found.answers
        assert (one.before, one.after) == (text, f"{text} Ja.")
        assert "</span>Ja.</ins>" in one.in_one and "<del>" not in one.in_one
        assert found.all_together == found.how_many_alike + 1

    def test_who_hears_the_text_hears_what_was_added_and_struck_out(self, story):
        found = differ(
            story, "purpose", {"purpose": ["Vi vill ha en lugn väg hem"]}, {"purpose": ["Vi vill ha en trygg väg hem"]}
        )
        heard = unescape(re.sub("<[^>]+>", "", found.answers[0].in_one))
        told = {"out": gettext("deleted:"), "into": gettext("added:")}
        assert heard == "Vi vill ha en {out} lugn {into} trygg väg hem".format(**told)

    def test_two_texts_with_little_alike_are_read_one_after_the_other(self, story):
        found = differ(story, "purpose", {"purpose": ["Lyssna på de unga"]}, {"purpose": ["Pröva på en ny bro"]})
        assert found.answers[0].in_one.count("<del>") == found.answers[0].in_one.count("<ins>") == 1

    def test_what_somebody_wrote_is_text_and_no_markup(self, story):
        found = differ(story, "purpose", {"purpose": ["<b>a"]}, {"purpose": ["<i>b"]})
        assert "<b>" not in found.answers[0].in_one and "<i>" not in found.answers[0].in_one

    def test_an_answer_that_is_new_and_one_that_went_have_one_side(self, story):
        new = differ(story, "purpose", {}, {"why_dialogue": ["Vi vet för lite."]})
        gone = differ(story, "purpose", {"why_dialogue": ["Vi vet för lite."]}, {})
        assert not (new.answers[0].has_both or gone.answers[0].has_both)


class TestRows:
    def test_rows_are_compared_by_their_keys_and_not_by_their_places(self, story):
        found = differ(story, "goals", GOALS, {"goal": [ANOTHER, GOAL]})
        assert [(row.what, row.heading) for row in found.rows if row.what == "added"] == [("added", "Ett nytt.")]
        assert not [change for row in found.rows if row.what == "added" for change in row.changes if change.before]

    def test_a_row_is_called_by_what_one_is_called_and_tells_only_what_changed_in_it(self, story):
        found = differ(story, "goals", {"goal": [GOAL]}, {"goal": [{**GOAL, "goal": ["Annat."]}]})
        [row] = found.rows
        assert (row.title, row.heading, row.what) == (f"{gettext('Goal')} 1", "Annat.", "changed")
        assert [change.after for change in row.changes] == ["Annat."]

    def test_a_row_that_was_taken_out_is_told_with_what_it_said(self, story):
        found = differ(story, "goals", {"goal": [GOAL, ANOTHER]}, {"goal": [GOAL]})
        assert [(row.what, row.heading) for row in found.rows] == [("removed", "Ett nytt.")]
        assert found.rows[0].changes and found.how_many_alike == 1

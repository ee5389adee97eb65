"""A row of a register that was begun by mistake is thrown away, as long as it was never in force and never sent."""

import pytest

from dialog.acts.core import Conflict, Refused
from dialog.models import Event, Record, Revision
from tests.execution.tale import swedish
from tests.followup.tale import AFTER, AFTER_TEXT, CONCLUSION, LIGHT, TAKEN_UP


def row(key=AFTER_TEXT):
    return Record.objects.filter(row=key)


class TestDiscard:
    def test_a_text_that_was_handed_over_empty_is_thrown_away_from_its_page(self, follow):
        assert follow.attempt("hand_over", "publication", AFTER_TEXT, kind="after", data={"what": ["Fel."]}).missing
        client, url = follow.story.client("responsible"), follow.story.url("text", "publication", AFTER_TEXT)
        assert 'value="discard"' in client.get(url).text
        answer = client.post(url, {"act": "discard", "revision": "1"}, follow=True)
        assert answer.redirect_chain[-1][0] == follow.story.url("step", "publication")
        assert swedish("The draft has been discarded.") in answer.text
        assert not row().exists() and not Revision.objects.filter(data__what=["Fel."]).exists()
        assert Event.objects.filter(act="discard", row=AFTER_TEXT).count() == 1

    @pytest.mark.parametrize("who", ["elected", "civil_servant"])
    def test_by_those_who_may_write_it(self, follow, who):
        follow.act("save_draft", "analysis", CONCLUSION, kind="conclusion", data={"short": ["Fel"]})
        assert follow.act("discard", "analysis", CONCLUSION, by=who).happened
        assert not row(CONCLUSION).exists()

    @pytest.mark.parametrize("who", ["reader", "support", "stranger"])
    def test_by_nobody_else(self, follow, who):
        follow.act("save_draft", "analysis", CONCLUSION, kind="conclusion", data={"short": ["Fel"]})
        with pytest.raises(Refused):
            follow.attempt("discard", "analysis", CONCLUSION, by=who)

    def test_not_what_is_in_force_or_was_sent(self, follow):
        follow.name_themes()
        follow.add("Det är mörkt.")
        follow.conclude()
        follow.act("save_draft", "analysis", CONCLUSION, data={**TAKEN_UP, "short": ["Annat"]})
        follow.act("hand_over", "publication", AFTER_TEXT, kind="after", data=AFTER)
        follow.act("withdraw", "publication", AFTER_TEXT)
        for step, key in (("analysis", CONCLUSION), ("compilation", LIGHT), ("publication", AFTER_TEXT)):
            with pytest.raises(Refused):
                follow.attempt("discard", step, key)

    def test_not_a_round_that_is_planned(self, follow):
        follow.plan_round()
        follow.act("save_draft", "feedback", "0000f001", data={"use_of_results": ["Ja."]})
        with pytest.raises(Refused):
            follow.attempt("discard", "feedback", "0000f001")

    def test_not_what_somebody_has_spoken_of(self, follow):
        follow.act("save_draft", "analysis", CONCLUSION, kind="conclusion", data={"short": ["Fel"]})
        follow.act("comment", "analysis", CONCLUSION, text="Vänta med den.")
        with pytest.raises(Refused):
            follow.attempt("discard", "analysis", CONCLUSION)

    def test_not_what_another_has_written_since(self, follow):
        follow.act("save_draft", "analysis", CONCLUSION, kind="conclusion", data={"short": ["Fel"]})
        follow.act("save_draft", "analysis", CONCLUSION, data={"short": ["Rätt"]}, by="elected")
        with pytest.raises(Conflict):
            follow.attempt("discard", "analysis", CONCLUSION, seen=1)

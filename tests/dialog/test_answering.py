"""How a proposal meets whoever is to approve it: what it changes first, with the words marked; the rest folded away."""

import re

import pytest
from django.utils.html import escape
from django.utils.translation import gettext, ngettext

from dialog.forms.changes import changes
from tests.pages import Page
from tests.story import LEVEL, PURPOSE, QUESTION

EDITED = {**PURPOSE, "purpose": ["Förstå hur unga vill använda Norra stranden."]}


def visible(html: str) -> str:
    """What a page says, without its marks, with single blanks."""
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


@pytest.fixture
def changed(story):
    """A purpose that is in force, and a proposal to change one sentence of it."""
    story.carry("purpose")
    story.act("propose", "purpose", by="civil_servant", data=EDITED, comment="Nämnden frågade efter de unga.")
    return story


class TestApproving:
    def page(self, story, who="elected", **query):
        return story.client(who).get(story.url("step", "purpose"), query)

    def test_what_is_changed_comes_first_with_its_words_marked(self, changed):
        page = self.page(changed)
        assert Page(page.text).broken == set()
        assert (
            f'<del><span class="visually-hidden">{gettext("deleted:")} </span>olika grupper</del> '
            f'<ins><span class="visually-hidden">{gettext("added:")} </span>unga</ins>'
        ) in page.text
        found = page.context["approval"].changes
        assert [change.label for change in found.answers] == [gettext("The purpose of the dialogue")]
        assert page.text.index("<ins>") < page.text.index(found.told_of_same)

    def test_what_is_not_changed_is_folded_and_counted(self, changed):
        found = self.page(changed).context["approval"].changes
        answered = sum(bool(texts) for texts in PURPOSE.values())
        assert (found.how_many, found.how_many_alike) == (1, answered - 1)
        folded = re.search(r'<details class="panel same">\s*<summary>(.*?)</summary>', self.page(changed).text)
        assert folded and folded[1] == found.told_of_same

    def test_the_sender_says_why(self, changed):
        page = self.page(changed).text
        assert page.count("Nämnden frågade efter de unga.") == 1

    def test_the_first_proposal_is_read_whole_and_unmarked(self, story):
        story.act("propose", "purpose", by="civil_servant", data=PURPOSE)
        page = self.page(story)
        assert page.context["approval"].changes is None
        assert "<ins>" not in page.text and "<del>" not in page.text
        assert PURPOSE["purpose"][0] in page.text and PURPOSE["use_of_result"][0] in page.text

    def test_one_button_approves_and_it_says_that_it_is_a_change(self, changed):
        assert visible(self.page(changed).text).count(gettext("Approve the change")) == 1
        assert self.page(changed).text.count("btn-main") == 1

    def test_who_else_can_answer_is_named(self, changed):
        page = visible(self.page(changed).text)
        assert gettext("Waiting for you or %(others)s") % {"others": "Kjell Berg eller Elin Strand"} in page

    def test_sending_back_is_folded_and_the_link_opens_it_without_scripts(self, changed):
        assert re.search(r'id="back">', self.page(changed).text)
        assert re.search(r'id="back" open>', self.page(changed, back="").text)
        sent = {"act": "send_back", "revision": changed.seen("purpose"), "comment-send_back": ""}
        answer = changed.client("elected").post(changed.url("step", "purpose"), sent)
        assert answer.status_code == 422
        assert re.search(r'id="back" open>', answer.text)

    def test_whoever_cannot_approve_meets_no_answer(self, changed):
        for who in ("responsible", "civil_servant", "reader", "stranger", "support", "admin"):
            page = self.page(changed, who)
            assert page.context["approval"] is None, who
            assert 'value="approve"' not in page.text, who

    def test_who_is_no_member_reads_nothing_of_the_proposal(self, changed):
        for who in ("stranger", "support", "admin", "communicator"):
            assert escape(EDITED["purpose"][0]) not in self.page(changed, who).text, who

    def test_she_may_change_it_and_approve_in_one(self, changed):
        page = self.page(changed, change="")
        assert page.context["approval"] is None
        assert page.context["mode"] == "write"


class TestDeciding:
    @pytest.fixture
    def proposed(self, story):
        """A proposed level of influence that waits for the body."""
        story.go_to("influence_level")
        story.act("propose", "influence_level", by="civil_servant", data=LEVEL, comment="Läs gärna löftet.")
        return story

    def test_promise_question_purpose_and_the_four_answers_stand_on_one_page(self, proposed):
        page = proposed.client("elected").get(proposed.url("step", "influence_level"))
        assert Page(page.text).broken == set()
        read = [LEVEL["promise"][0], QUESTION["question"][0], PURPOSE["purpose"][0], "Läs gärna löftet."]
        places = [page.text.index(escape(text)) for text in read]
        assert max(places) < page.text.index('id="verdict"')
        assert page.text.count('name="verdict"') == 4
        assert 'name="verdict" value="as_proposed" id="verdict_0" checked' not in page.text

    def test_the_reasons_are_folded_where_a_promise_is_read_first(self, proposed):
        page = proposed.client("elected").get(proposed.url("step", "influence_level")).text
        folded = page[page.index(gettext("Why is this proposed?")) :]
        assert folded.index(LEVEL["motivation"][0]) < folded.index("</details>")

    def test_who_has_no_seat_in_the_body_does_not_decide(self, proposed):
        for who in ("other_body", "responsible", "reader", "stranger"):
            page = proposed.client(who).get(proposed.url("step", "influence_level"))
            assert 'name="verdict"' not in page.text, who


def answer(key: str, value, label: str = "") -> dict:
    return {"key": key, "label": label or key, "value": value}


def row(key: str, heading: str, *answers: dict, dropped: bool = False) -> dict:
    return {"key": key, "heading": heading, "dropped": dropped, "answers": list(answers)}


def table(*rows: dict) -> list:
    return [{"key": "group", "label": "Målgrupper", "rows": list(rows)}]


class TestWhatIsChanged:
    def test_of_a_changed_row_the_answers_that_are_alike_can_be_read_too(self):
        old = row("a", "Unga", answer("name", "Unga"), answer("size", "40"), answer("why", "De bor där."))
        new = row("a", "Unga", answer("name", "Unga"), answer("size", "60"), answer("why", "De bor där."))
        (one,) = changes(table(old), table(new)).rows
        assert [(change.before, change.after) for change in one.changes] == [("40", "60")]
        assert [cell["key"] for cell in one.alike] == ["why"]

    def test_rows_that_are_new_taken_out_struck_and_taken_up_again_say_so(self):
        names = ("new", "gone", "struck", "again")
        rows = {name: row(name, name.title(), answer("size", "1")) for name in names}
        before = table(rows["gone"], rows["struck"], {**rows["again"], "dropped": True})
        after = table(rows["new"], {**rows["struck"], "dropped": True}, rows["again"])
        told = {found.heading: found.what for found in changes(before, after).rows}
        assert told == {"New": "added", "Gone": "removed", "Struck": "dropped", "Again": "kept"}

    def test_another_order_is_a_change(self):
        first, second = row("a", "A", answer("size", "1")), row("b", "B", answer("size", "2"))
        found = changes(table(first, second), table(second, first))
        assert (found.reordered, found.rows, found.how_many) == (["Målgrupper"], [], 1)

    def test_small_numbers_are_said_in_letters(self):
        found = changes([answer("a", "1"), answer("b", "1")], [answer("a", "2"), answer("b", "2")])
        said = ngettext("one answer out of %(all)s has changed", "%(n)s answers out of %(all)s have changed", 2)
        assert found.told.lower() == said % {"n": "två", "all": "två"}

    def test_choices_are_added_and_struck_out_whole(self):
        (one,) = changes([answer("a", ["skolan", "ny mark"])], [answer("a", ["skolan", "gammal mark"])]).answers
        assert re.findall(r"</span>(.*?)</(del|ins)>", one.in_one) == [("ny mark", "del"), ("gammal mark", "ins")]

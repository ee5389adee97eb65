"""Themes are merged, split, moved and retired: nothing that was coded is lost, and conclusions follow."""

from xml.etree import ElementTree

import pytest

from dialog.acts.core import Refused
from dialog.models import Event
from followup.codebook import codebook
from followup.codebook_files import SPACE, qdc
from followup.merging import merging
from followup.result_as_text import conclusions_in_force
from followup.tally import by_theme
from followup.trace import traces
from tests.followup.tale import CONCLUSION, LIGHT, REST, THEMES

LAMPS = "0000a0a3"


@pytest.fixture
def tree(follow):
    follow.name_themes()
    follow.act("keep", "compilation", LAMPS, kind="theme", data={"name": ["Lampor"], "parent": [LIGHT]})
    follow.add("Lampor!", "Ljus och lampor.", "Bänkar.", "Inga lampor.")
    follow.code(1, themes=[LAMPS], stance="for")
    follow.code(2, themes=[LIGHT, LAMPS], stances={LIGHT: "for", LAMPS: "against"})
    follow.code(3, themes=[REST], stance="for")
    follow.code(4, themes=[LAMPS], stance="against")
    return follow


def do(follow, act, by="responsible", **facts):
    return follow.story.attempt(act, "compilation", by=by, **facts)


def coded(follow):
    return {n: dict(follow.one(n).coded.values_list("theme__key", "stance")) for n in (1, 2, 3, 4)}


class TestMerging:
    def test_is_told_before(self, tree):
        themes = codebook(tree.story.access()).all
        tree.conclude(themes=[LAMPS])
        told = merging(tree.story.access(), themes[LAMPS], themes[LIGHT])
        assert (told.goes.all, told.stands.all, told.result.all, told.both) == (3, 1, 3, 1)
        assert (told.result.supporting, told.result.opposing) == (2, 1)
        assert [one.number for one in told.conflicts] == [2] and [one.key for one in told.conclusions] == [CONCLUSION]

    @pytest.mark.parametrize(("where_both", "stance"), [("stays", "for"), ("goes", "against"), ("unset", "")])
    def test_moves_what_was_coded_and_settles_conflicts_as_chosen(self, tree, where_both, stance):
        do(tree, "merge_themes", theme=LAMPS, into=LIGHT, called="Ljus och lampor", where_both=where_both)
        assert coded(tree) == {1: {LIGHT: "for"}, 2: {LIGHT: stance}, 3: {REST: "for"}, 4: {LIGHT: "against"}}
        book = codebook(tree.story.access())
        assert (book.all[LIGHT].name, book.now(LAMPS), list(book.in_force)) == ("Ljus och lampor", LIGHT, [LIGHT, REST])

    def test_what_rests_on_it_follows(self, tree):
        tree.conclude(themes=[LAMPS])
        do(tree, "merge_themes", theme=LAMPS, into=REST)
        access = tree.story.access()
        [trace] = traces(access, conclusions_in_force(access))
        assert trace.count.all == 4 and [theme.key for theme, _weight in trace.themes] == [REST]
        page = tree.story.client("responsible").get(tree.story.url("contributions"), {"theme": LAMPS})
        assert [one.number for one in page.context["shown"]] == [1, 2, 3, 4]

    def test_what_lies_under_it_may_be_what_stays(self, tree):
        do(tree, "merge_themes", theme=LIGHT, into=LAMPS)
        book = codebook(tree.story.access())
        assert list(book.in_force) == [REST, LAMPS] or list(book.in_force) == [LAMPS, REST]
        assert by_theme(tree.story.access())[LAMPS].all == 3

    def test_is_undone_as_one(self, tree):
        before = coded(tree)
        do(tree, "merge_themes", theme=LAMPS, into=LIGHT)
        do(tree, "undo_coding")
        book = codebook(tree.story.access())
        assert coded(tree) == before and LAMPS in book.in_force and not book.all[LAMPS].merged_into

    def test_not_into_itself_and_not_what_is_retired(self, tree):
        assert do(tree, "merge_themes", theme=LAMPS, into=LAMPS).missing
        do(tree, "retire_theme", theme=REST, reason="Tomt.")
        with pytest.raises(Refused):
            do(tree, "merge_themes", theme=LAMPS, into=REST)

    def test_not_while_somebody_writes_in_it(self, tree):
        tree.act("save_draft", "compilation", LAMPS, kind="theme", data={"name": ["Lampor och"]})
        with pytest.raises(Refused):
            do(tree, "merge_themes", theme=LAMPS, into=LIGHT)

    def test_history_says_who_and_why(self, tree):
        do(tree, "merge_themes", theme=LAMPS, into=LIGHT, reason="De är samma.")
        event = Event.objects.filter(case=tree.story.pk, act="merge_themes").get()
        assert (event.note, event.facts["count"], event.facts["theme"]) == ("De är samma.", 3, LAMPS)


def test_some_of_a_theme_go_to_a_new_one_under_it_and_back(tree):
    before = coded(tree)
    do(tree, "split_theme", theme=LAMPS, called="Mörker", numbers=[4, 3])
    book = codebook(tree.story.access())
    [new] = book.children(LAMPS)
    assert (book.all[new].name, coded(tree)[4], coded(tree)[3]) == ("Mörker", {new: "against"}, {REST: "for"})
    assert by_theme(tree.story.access())[LAMPS].all == 3
    do(tree, "undo_coding")
    assert coded(tree) == before and new not in codebook(tree.story.access()).in_force


@pytest.mark.parametrize(
    "facts", [{"called": "", "numbers": [4]}, {"called": "Ny", "numbers": []}, {"called": "Ljus", "numbers": [4]}]
)
def test_what_cannot_be_split_is_said(tree, facts):
    assert do(tree, "split_theme", theme=LAMPS, **facts).missing


def test_a_theme_is_moved(tree):
    do(tree, "move_theme", theme=REST, to="up")
    assert list(codebook(tree.story.access()).in_force) == [REST, LIGHT, LAMPS]
    do(tree, "move_theme", theme=LAMPS, parent=REST)
    assert list(codebook(tree.story.access()).in_force) == [REST, LAMPS, LIGHT]
    assert do(tree, "move_theme", theme=REST, parent=LAMPS).missing
    do(tree, "move_theme", theme=LAMPS, parent="")
    assert codebook(tree.story.access()).parent_of(LAMPS) == ""


def test_a_retired_theme_stays_readable(tree):
    assert do(tree, "retire_theme", theme=REST, reason=" ").missing
    do(tree, "retire_theme", theme=REST, reason="Tomt.")
    assert REST not in by_theme(tree.story.access())
    page = tree.story.client("reader").get(tree.story.url("theme", REST))
    assert "Tomt." in page.content.decode()


class TestPages:
    @pytest.mark.parametrize("who", ["responsible", "elected", "reader", "stranger"])
    def test_whoever_reads_the_case_reads_the_codebook(self, tree, who):
        client = tree.story.client(who)
        page = client.get(tree.story.url("theme", LAMPS))
        assert page.status_code == 200 and "Lampor" in page.content.decode()
        assert ("merge_themes" in page.context["acts"]) == (who == "responsible")

    def test_a_merge_is_shown_and_done(self, tree):
        client, url = tree.story.client("responsible"), tree.story.url("merge_themes", LAMPS)
        assert client.get(url, {"into": LIGHT}).context["merging"].result.all == 3
        answer = client.post(url, {"act": "merge_themes", "into": LIGHT, "where_both": "goes"})
        assert answer["Location"] == tree.story.url("theme", LIGHT)
        assert client.post(url, {"act": "merge_themes", "into": "ffffffff"}).status_code == 404

    def test_moving_and_retiring_from_the_page(self, tree):
        client, url = tree.story.client("responsible"), tree.story.url("theme", REST)
        assert client.post(url, {"act": "move_theme:up"}).status_code == 302
        assert client.post(url, {"act": "retire_theme", "reason": ""}).status_code == 422
        assert client.post(url, {"act": "x"}).status_code == 404
        assert client.post(url, {"act": "retire_theme", "reason": "Tomt."}).status_code == 302

    @pytest.mark.parametrize("key", ["ffffffff", "x"])
    def test_what_is_not_there_is_not_there(self, tree, key):
        assert tree.story.client("responsible").get(f"{tree.story.url('themes')}{key}/").status_code == 404


class TestFiles:
    def test_the_table_has_a_row_for_each_theme(self, tree):
        tree.act("keep", "compilation", LIGHT, data={**THEMES[LIGHT], "examples_for": ["1"], "use_when": ["=1+1"]})
        table = b"".join(tree.story.client("reader").get(tree.story.url("codebook_csv"))).decode()
        assert len(table.splitlines()) == 4 and "Lampor!" in table and "'=1+1" in table

    def test_the_codebook_is_a_tree_of_codes(self, tree):
        root = ElementTree.fromstring(qdc(tree.story.access()))  # noqa: S314  it is our own
        assert root.tag == f"{{{SPACE}}}CodeBook"
        names = [code.get("name") for code in root.iter(f"{{{SPACE}}}Code")]
        assert names == ["Ljus", "Lampor", "Vila"]
        assert qdc(tree.story.access()) == qdc(tree.story.access())

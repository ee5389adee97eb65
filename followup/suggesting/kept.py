"""Vectors of contributions, made once each; texts of a case beside each other; and what is forgotten with a text."""

import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from followup.models import Contribution, GroupMember, SuggestedGroup, Vector
from followup.voices import meaning, words
from followup.voices.features import Space
from followup.voices.suggester import Suggester

PORTION = 50
COVERED = 0.9  # of the texts must have a vector for vectors to be used; what has none is told by its words


def suggester() -> Suggester:
    """Return what makes the suggestions here."""
    found: Suggester = import_string(settings.SUGGESTER)()
    return found


def model_in_use() -> meaning.Meaning | None:
    """Return the model that this installation has switched on; None where suggestions are made of words alone."""
    try:
        return meaning.named(settings.VECTORS)
    except meaning.NoModel:
        return None


def text_of(contribution: Contribution) -> str:
    """Return what a contribution says: in Swedish, where there is a translation."""
    return contribution.translation or contribution.text


@dataclass(frozen=True)
class Beside:
    """Contributions beside each other, and by which model; an empty one means by words alone."""

    contributions: Sequence[Contribution]
    space: Space
    model: str

    @property
    def numbers(self) -> dict[int, int]:
        """Where in the space each contribution is, by its key in the database."""
        return {one.pk: number for number, one in enumerate(self.contributions)}


def beside(contributions: Iterable[Contribution]) -> Beside:
    """Return contributions beside each other, by the vectors that are kept where nine of ten have one."""
    there = list(contributions)
    name, rows = _vectors(there)
    return Beside(there, suggester().space([text_of(one) for one in there], rows), name)


def _vectors(there: Sequence[Contribution]) -> tuple[str, Any]:
    model = model_in_use()
    kept = Vector.objects.filter(contribution__in=[one.pk for one in there])
    by_model: dict[str, dict[int, bytes]] = {}
    marks = {one.pk: meaning.key(text_of(one)) for one in there}
    for one in kept.filter(model=model.name) if model else kept:
        if one.mark == marks[one.contribution_id]:
            by_model.setdefault(one.model, {})[one.contribution_id] = bytes(one.row)
    if not by_model:
        return "", None
    name, found = max(by_model.items(), key=lambda item: (len(item[1]), item[0]))
    if len(found) < COVERED * len(there):
        return "", None
    import numpy as np

    known = meaning.unpacked(list(found.values()))
    rows = np.tile(known.mean(axis=0), (len(there), 1)).astype(np.float32)
    places = {one.pk: number for number, one in enumerate(there)}
    rows[[places[key] for key in found]] = known
    return name, rows


def without_vector(case: int, model: meaning.Meaning) -> list[Contribution]:
    """Return the contributions of a case that the model has not read as they stand now."""
    there = Contribution.objects.filter(case=case).only("text", "translation", "case_id").order_by("pk")
    marks = dict(
        Vector.objects.filter(contribution__case=case, model=model.name).values_list("contribution_id", "mark")
    )
    return [one for one in there if marks.get(one.pk) != meaning.key(text_of(one))]


def make_vectors(case: int, model: meaning.Meaning, seconds: float, told: Any) -> bool:
    """Make the vectors that are lacking, for so many seconds at the most; return whether all are there then."""
    left, began = without_vector(case, model), time.monotonic()
    for start in range(0, len(left), PORTION):
        if time.monotonic() - began > seconds:
            return False
        told(100 * start // len(left))
        portion = left[start : start + PORTION]
        rows = model.vectors([text_of(one) for one in portion])
        keep(portion, model.name, rows)
    return True


def keep(contributions: Sequence[Contribution], model: str, rows: Iterable[Any]) -> None:
    """Keep the vectors of contributions."""
    Vector.objects.bulk_create(
        [
            Vector(contribution=one, model=model, mark=meaning.key(text_of(one)), row=meaning.packed(row))
            for one, row in zip(contributions, rows, strict=True)
        ],
        update_conflicts=True,
        unique_fields=["contribution", "model"],
        update_fields=["mark", "row"],
    )


def forget(contributions: Collection[int]) -> None:
    """Forget what was made of contributions' texts, for they are masked or corrected: vectors, and their part in groups.

    They leave the groups, which quote them no longer; the words of these are counted anew without them.
    """
    if not contributions:
        return
    Vector.objects.filter(contribution__in=contributions).delete()
    members = GroupMember.objects.filter(contribution__in=contributions)
    groups = list(SuggestedGroup.objects.filter(members__in=members).distinct())
    members.delete()
    if groups:
        _count_words_anew(groups)


def _count_words_anew(groups: Sequence[SuggestedGroup]) -> None:
    texts: dict[int, list[str]] = {}
    for member in GroupMember.objects.filter(group__in=groups).select_related("contribution"):
        texts.setdefault(member.group_id, []).append(text_of(member.contribution))
    for group in groups:
        readings = words.read(texts.get(group.pk, []))
        names = words.named_by(readings)
        there = [set(one.stems) for one in readings]
        counted = [(stem, sum(stem in stems for stems in there)) for _word, stem, _count in group.words]
        group.words = [[names[stem], stem, count] for stem, count in counted if count]
    SuggestedGroup.objects.bulk_update(groups, ["words"])

"""Likely themes of texts that nobody has coded, learnt from those that are; with the words that speak for each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from followup.voices import constants
from followup.voices.features import Space, unit

Matrix = Any
Codes = Mapping[int, Sequence[str]]  # the themes of the texts that are coded, by the text's number; none fits: empty


@dataclass(frozen=True)
class Suggestion:
    """A theme for a text: how likely, the words of the text that speak for it, and the likest earlier text with it."""

    theme: str
    score: float
    words: tuple[str, ...]
    like: int | None


class Likely:
    """What the coded texts of a case say of the others. ``is_ready`` is false while they are too few."""

    def __init__(self, found: Space, codes: Codes) -> None:
        self.space, self.codes = found, {text: tuple(dict.fromkeys(codes[text])) for text in sorted(codes)}
        counts = Counter(theme for themes in self.codes.values() for theme in themes)
        self.themes = sorted(theme for theme, count in counts.items() if count >= constants.FEWEST_OF_THEME)
        self.coded = [text for text, themes in self.codes.items() if set(themes) & set(self.themes)]
        self.is_ready = len(self.coded) >= constants.FEWEST_CODED and len(self.themes) > 1
        if self.is_ready:
            self._rows = rows_for_themes(found)
            self._yes = self._given(self.coded)
            self.scores = self._learnt(self.coded, range(len(found)))
            self.thresholds = self._thresholds()
            self._weights = self._weights_of_stems()

    def of(self, text: int) -> list[Suggestion]:
        """Return the likely themes of a text, the likeliest first, three at the most; none where none is likely enough."""
        if not self.is_ready or not self.space.readings[text].words:
            return []
        scores = self.scores[text]
        order = sorted(range(len(self.themes)), key=lambda theme: (-scores[theme], theme))
        likely = [theme for theme in order if scores[theme] >= self.thresholds[theme]][: constants.SUGGESTED]
        return [self._suggestion(text, theme) for theme in likely]

    def _suggestion(self, text: int, theme: int) -> Suggestion:
        weights = self._weights[self.themes[theme]]
        spoken = dict.fromkeys(self.space.readings[text].words)
        found = sorted(
            ((weights[stem], word) for word, stem in spoken if weights.get(stem, 0) > constants.SPEAKS),
            key=lambda one: -one[0],
        )
        examples = [one for one in self.coded if self.themes[theme] in self.codes[one] and one != text]
        words = tuple(dict.fromkeys(word for _weight, word in found))[: constants.SPEAKING]
        like = examples[int((self._rows[examples] @ self._rows[text]).argmax())] if examples else None
        return Suggestion(self.themes[theme], round(float(self.scores[text][theme]), 3), words, like)

    def _given(self, texts: Sequence[int]) -> Matrix:
        """Return which of the themes each text has, as a table of yes and no."""
        import numpy as np

        return np.array([[theme in self.codes[text] for theme in self.themes] for text in texts], dtype=bool)

    def _learnt(self, taught: Sequence[int], asked: Sequence[int]) -> Matrix:
        """Return how likely each theme is for the texts that are asked about, learnt from those that are taught.

        A text with two themes is an example of each, of half its weight; rare themes weigh as much as common ones.
        """
        import numpy as np
        from sklearn.linear_model import LogisticRegression
        from threadpoolctl import threadpool_limits

        pairs = [(text, theme) for text in taught for theme in self.codes[text] if theme in self.themes]
        places = {theme: number for number, theme in enumerate(self.themes)}
        many = Counter(text for text, _theme in pairs)
        scores = np.zeros((len(asked), len(self.themes)))
        known = sorted({theme for _text, theme in pairs})
        if len(known) < 2:
            return scores
        learner = LogisticRegression(C=constants.REGULARISATION, class_weight="balanced", max_iter=300)
        with threadpool_limits(1):
            learner.fit(
                self._rows[[text for text, _theme in pairs]],
                [places[theme] for _text, theme in pairs],
                sample_weight=[1 / many[text] for text, _theme in pairs],
            )
            scores[:, learner.classes_] = learner.predict_proba(self._rows[list(asked)])
        return scores

    def _thresholds(self) -> Matrix:
        """Return from which score each theme is suggested: each fold of the coded is judged by the others."""
        import numpy as np

        order = np.random.default_rng(0).permutation(len(self.coded))
        scores = np.zeros(self._yes.shape)
        for fold in range(constants.FOLDS):
            judged = sorted(order[fold :: constants.FOLDS])
            taught = sorted(set(range(len(self.coded))) - set(judged))
            scores[judged] = self._learnt([self.coded[i] for i in taught], [self.coded[i] for i in judged])
        common = best_threshold(scores.ravel(), self._yes.ravel())
        count = self._yes.sum(axis=0)
        share = count / (count + constants.SHRINK)
        own = np.array([best_threshold(scores[:, i], self._yes[:, i]) for i in range(len(self.themes))])
        found = share * own + (1 - share) * common
        while not _precise(scores >= found, self._yes) and found.min() < 1:
            found = found + 0.01
        return found

    def _weights_of_stems(self) -> dict[str, dict[str, float]]:
        """Return how much each stem speaks for each theme: the logarithm of how much commoner it is in it."""
        there = {text: set(self.space.readings[text].stems) for text in self.coded}
        everywhere = Counter(stem for stems in there.values() for stem in stems)
        weights = {}
        for theme in self.themes:
            own = [text for text in self.coded if theme in self.codes[text]]
            inside = Counter(stem for text in own for stem in there[text])
            rest = len(self.coded) - len(own)
            weights[theme] = {
                stem: log((count + 0.5) / (len(own) + 1)) - log((everywhere[stem] - count + 0.5) / (rest + 1))
                for stem, count in inside.items()
            }
        return weights


def rows_for_themes(found: Space) -> Matrix:
    """Return the rows of a space with what sentences mean weighed as themes are best told by."""
    if found.meaning is None:
        return found.joined
    rows = found.joined.copy()
    rows[:, : found.meaning.shape[1]] *= constants.WEIGHT_OF_MEANING_FOR_THEMES / constants.WEIGHT_OF_MEANING
    return unit(rows)


def best_threshold(scores: Matrix, yes: Matrix) -> float:
    """Return the score from which yes and no are best told apart (F1); 1 where there is no yes."""
    import numpy as np

    if not yes.any():
        return 1.0
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(yes[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + yes.sum())
    return float(scores[order][int(f1.argmax())])


def _precise(said: Matrix, yes: Matrix) -> bool:
    right = int((said & yes).sum())
    precision, recall = right / max(int(said.sum()), 1), right / max(int(yes.sum()), 1)
    return precision >= constants.PRECISION_OVER_RECALL * recall


def ask_next(
    found: Space, codes: Codes, likely: Likely | None = None, most: int = constants.ASKED_AT_A_TIME
) -> list[int]:
    """Return which uncoded texts are best read next: first those in the middle of things, then those that are undecided.

    Every fifth is drawn by lot, so that what is measured of the suggestions holds for the texts that nobody chose.
    """
    import numpy as np

    rest = [i for i, one in enumerate(found.readings) if i not in codes and not one.says_too_little]
    if not rest:
        return [i for i in range(len(found)) if i not in codes][:most]
    if likely is None or not likely.is_ready or len(codes) < constants.FIRST_CENTRES:
        wanted = _centres(found, rest)
    else:
        wanted = _undecided(likely, rest)
    drawn = [rest[i] for i in np.random.default_rng(len(codes)).permutation(len(rest))]
    return _mixed(found, wanted, drawn, most)


def _centres(found: Space, rest: Sequence[int]) -> list[int]:
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    rows = found.joined[list(rest)]
    with threadpool_limits(1):
        parted = KMeans(min(constants.FIRST_CENTRES, len(rest)), n_init=1, random_state=0).fit(rows)
    found_centres = []
    for number in range(parted.n_clusters):
        members = [i for i, where in enumerate(parted.labels_) if where == number]
        if members:
            near = rows[members] @ parted.cluster_centers_[number]
            found_centres.append((len(members), rest[members[int(near.argmax())]]))
    return [place for _size, place in sorted(found_centres, key=_largest_first)]


def _largest_first(centre: tuple[int, int]) -> tuple[int, int]:
    size, place = centre
    return -size, place


def _undecided(likely: Likely, rest: Sequence[int]) -> list[int]:
    """Return texts by how near their two likeliest themes lie; once much is coded, those of rare themes first."""
    import numpy as np

    scores = likely.scores[list(rest)]
    order = np.argsort(-scores, axis=1, kind="stable")
    rows = np.arange(len(rest))
    margin = scores[rows, order[:, 0]] - scores[rows, order[:, 1]]
    counts = likely._yes.sum(axis=0)
    rare = (counts.mean() / np.maximum(counts, 1)) ** 0.5
    if len(likely.codes) < constants.RARE_FROM:
        rare = np.ones_like(rare)
    return [rest[i] for i in np.argsort(-(1 - margin) * rare[order[:, 0]], kind="stable")]


def _mixed(found: Space, wanted: Sequence[int], drawn: Sequence[int], most: int) -> list[int]:
    chosen: list[int] = []
    queues = iter(wanted), iter(drawn)
    while len(chosen) < most:
        first = (len(chosen) + 1) % constants.EVERY_RANDOM == 0
        taken = _next(found, queues[first], chosen) if not first else next((i for i in drawn if i not in chosen), None)
        if taken is None:
            taken = next((i for i in (*wanted, *drawn) if i not in chosen), None)
        if taken is None:
            break
        chosen.append(taken)
    return chosen


def _next(found: Space, queue: Any, chosen: list[int]) -> int | None:
    """Return the next that is unlike those that are chosen already."""
    for one in queue:
        alike = found.joined[chosen] @ found.joined[one] if chosen else None
        if one not in chosen and (alike is None or float(alike.max()) < constants.UNLIKE):
            return int(one)
    return None

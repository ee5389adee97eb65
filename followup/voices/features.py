"""What texts are compared by: stems (S), parts of words (C) and, where there is a model, what they mean (E)."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from followup.voices import constants, words
from followup.voices.words import Read

Matrix = Any  # numpy's and scipy's arrays, which are not imported before they are needed


@dataclass(frozen=True)
class Space:
    """Texts as rows of numbers of length one: the nearer two rows, the more alike are the texts.

    ``joined`` is all that is known together; ``meaning`` the vectors alone, less what all texts of the case have in
    common (raw ones all lie within a few degrees of each other), or None without a model.
    """

    texts: Sequence[str]
    readings: Sequence[Read]
    joined: Matrix
    meaning: Matrix | None

    def __len__(self) -> int:
        return len(self.texts)

    def part(self, of: Sequence[int]) -> "Space":
        """Return the same of some of the texts."""
        rows = list(of)
        meaning = None if self.meaning is None else self.meaning[rows]
        return Space([self.texts[i] for i in rows], [self.readings[i] for i in rows], self.joined[rows], meaning)


def space(texts: Sequence[str], vectors: Matrix | None = None) -> Space:
    """Return where texts lie beside each other; ``vectors`` has a row for each of them, or is None."""
    import numpy as np

    readings = words.read(texts)
    centred = None if vectors is None else less_the_mean(vectors)
    parts = [dense(by_stems(readings), len(texts)), dense(by_parts_of_words(texts), len(texts))]
    if centred is not None:
        parts.insert(0, constants.WEIGHT_OF_MEANING * centred)
    return Space(texts, readings, unit(np.hstack(parts)), centred)


def less_the_mean(vectors: Matrix, mean: Matrix | None = None) -> Matrix:
    """Return vectors without what they all have in common, of length one."""
    import numpy as np

    whole = np.asarray(vectors, dtype=np.float32)
    if not len(whole):
        return whole
    return unit(whole - (whole.mean(axis=0) if mean is None else mean))


def unit(rows: Matrix) -> Matrix:
    """Return rows of length one; a row of zeros stays one."""
    import numpy as np

    whole = np.asarray(rows, dtype=np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", whole, whole, dtype=np.float64))
    return (whole / np.where(lengths > 0, lengths, 1)[:, None]).astype(np.float32)


def by_stems(readings: Sequence[Read]) -> Matrix:
    """Return TF-IDF of the stems; None where no stem is in two texts."""
    return _tfidf([one.stems for one in readings], analyzer=_as_it_is, min_df=constants.RAREST)


def by_parts_of_words(texts: Sequence[str], shortest: int = 3, longest: int = 5) -> Matrix:
    """Return TF-IDF of the parts of words: compounds, misspellings and languages without a stemmer meet in them."""
    return _tfidf(
        [words.clean(text).lower() for text in texts],
        analyzer="char_wb",
        ngram_range=(shortest, longest),
        min_df=constants.RAREST,
        max_features=constants.MOST_PARTS_OF_WORDS,
    )


def _as_it_is(stems: list[str]) -> list[str]:
    return stems


def _tfidf(rows: Sequence[Any], **how: Any) -> Matrix | None:
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    for most in (constants.COMMONEST, 1.0):  # where all say the same, what all say is all there is
        how |= {"sublinear_tf": True, "max_df": most, "dtype": np.float32}
        with suppress(ValueError):  # no word is left, or «not more than a third» is fewer than two texts
            return TfidfVectorizer(**how).fit_transform(rows)
    return None


def dense(sparse: Matrix | None, count: int) -> Matrix:
    """Return a wide sparse matrix in a hundred dimensions, its rows of length one; ``count`` empty rows for none."""
    import numpy as np
    from sklearn.decomposition import TruncatedSVD

    if sparse is None:
        return np.zeros((count, 1), np.float32)
    most = min(constants.DIMENSIONS, min(sparse.shape) - 1)
    if most < 1:
        return unit(sparse.toarray())
    return unit(TruncatedSVD(most, random_state=0).fit_transform(sparse))

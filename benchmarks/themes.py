"""Measures the suggestions on labelled files, beside plain ways on the same splits: ``python -m benchmarks.themes FILE…``.

A file is a table with a text and its themes, as they are known: ``themes`` or ``main_category_level1`` (and ``level1_…``
of 0 and 1), or named by ``--text COLUMN --themes COLUMN``; several themes are joined by ``;``. A folder stands for its
tables. ``--vectors`` measures with the model of the package too (its vectors are kept in ``var/benchmarks``),
``--large 10000`` the time and memory of so many texts. What is wanted stands beside what was found; ``no`` is a miss.
"""

import argparse
import csv
import resource
import statistics
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from followup.voices import duplicates, features, grouping, meaning, words
from followup.voices.likely import Likely, ask_next

KEPT = Path("var/benchmarks")
SEEDS, SPLITS = 5, 3
TEXTS, THEMES, MARKED = (
    ("text", "body/sv", "comment-body", "inspel"),
    ("themes", "main_category_level1", "tema"),
    "duplicate_of",
)
csv.field_size_limit(10_000_000)


@dataclass
class Labelled:
    """A file: its texts, the themes that people gave each, and what it says of duplicates and places."""

    name: str
    texts: list[str]
    themes: list[list[str]]
    marked: set[tuple[int, int]]
    places: list[str]
    vectors: np.ndarray | None = None

    @property
    def coded(self) -> list[int]:
        """The texts that have a theme."""
        return [i for i, themes in enumerate(self.themes) if themes]


def read(path: Path, text: str = "", theme: str = "") -> Labelled | None:
    """Return what a file says; None where it has no texts or no themes."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        head = file.read(4096)
        file.seek(0)
        separator = max(",;\t", key=head.splitlines()[0].count) if head else ","
        rows = list(csv.DictReader(file, delimiter=separator))
    columns = list(rows[0]) if rows else []
    text = text or next((one for one in TEXTS if one in columns), "")
    theme = theme or next((one for one in THEMES if one in columns), "")
    if not text or not theme:
        return None
    number = {row.get("external_id") or str(i): i for i, row in enumerate(rows)}

    def first(i: int) -> int:
        other = number.get(rows[i].get(MARKED) or "")
        return i if other is None or other == i else first(other)

    roots = [first(i) for i in range(len(rows))]
    pairs = (
        {(a, b) for a, b in combinations(range(len(rows)), 2) if roots[a] == roots[b]} if MARKED in columns else set()
    )
    finer = [one for one in columns if one.startswith("level1_")]
    return Labelled(
        path.stem,
        [row.get("translation") or " ".join(part for part in (row.get("title"), row[text]) if part) for row in rows],
        [_themes(row, theme, finer) for row in rows],
        pairs,
        [row.get("activity") or "" for row in rows],
    )


def _themes(row: dict[str, str], theme: str, finer: list[str]) -> list[str]:
    main = [one.strip() for one in row[theme].split(";") if one.strip()]
    more = [one.removeprefix("level1_") for one in finer if row[one] == "1"]
    return list(
        dict.fromkeys([*main, *(one for one in more if one.replace("_", " ") not in [m.lower() for m in main])])
    )


def with_vectors(one: Labelled, model: meaning.Meaning) -> np.ndarray:
    """Return the vectors of a file, made once."""
    kept = KEPT / f"{one.name} {model.name} {meaning.key(chr(0).join(one.texts))[:12]}.npy"
    if not kept.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        began = time.process_time()
        np.save(kept, model.vectors(one.texts))
        each = len(one.texts) / (time.process_time() - began)
        print(
            f"{one.name}: {each:.0f} texts a second of one core, {statistics.mean(map(len, one.texts)):.0f} characters each"
        )
    return np.load(kept)


# Groups


def plain_groups(texts: list[str], wanted: int, seed: int) -> Iterator[tuple[str, np.ndarray]]:
    """Yield what three plain ways make of the same texts."""
    from sklearn.cluster import KMeans
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    found = TfidfVectorizer().fit_transform(texts)
    yield "k-means", KMeans(wanted, n_init=10, random_state=seed).fit_predict(found)
    yield "NMF", NMF(wanted, init="nndsvda", random_state=seed, max_iter=400).fit_transform(found).argmax(axis=1)
    stems = features.dense(features.by_stems(words.read(texts)), len(texts))
    yield "stems, SVD, k-means", KMeans(wanted, n_init=10, random_state=seed).fit_predict(stems)


def groups(one: Labelled) -> dict[str, float]:
    """Return adjusted mutual information of the groups with people's main themes, by way."""
    from sklearn.metrics import adjusted_mutual_info_score

    texts = [one.texts[i] for i in one.coded]
    labels = [one.themes[i][0] for i in one.coded]
    wanted = len(set(labels))
    found: dict[str, list[float]] = {}
    spaces = {"words": features.space(texts)}
    if one.vectors is not None:
        spaces["vectors"] = features.space(texts, one.vectors[one.coded])
    for seed in range(SEEDS):
        for name, parted in plain_groups(texts, wanted, seed):
            found.setdefault(name, []).append(adjusted_mutual_info_score(labels, parted))
        for name, there in spaces.items():
            parted = grouping.consensus(there, wanted, seed=seed)
            found.setdefault(name, []).append(adjusted_mutual_info_score(labels, parted))
    return {name: statistics.mean(scores) for name, scores in found.items()}


# Themes


def plain_themes(
    texts: list[str], labels: np.ndarray, taught: np.ndarray, asked: np.ndarray
) -> Iterator[tuple[str, np.ndarray]]:
    """Yield what two plain ways say, balanced or not, with the words of all texts or of the coded alone."""
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import LinearSVC

    low = [text.lower() for text in texts]
    for base in ([*range(len(low))], list(taught)):

        def rows(taken: list[int] = base, **how: object) -> object:
            maker = TfidfVectorizer(sublinear_tf=True, max_features=60_000, **how).fit([low[i] for i in taken])
            return maker.transform(low)

        parts = rows(analyzer="char_wb", ngram_range=(3, 5), min_df=2)
        both = hstack([rows(ngram_range=(1, 2)), rows(analyzer="char_wb", ngram_range=(2, 5), min_df=2)]).tocsr()
        for weight in (None, "balanced"):
            learner = LogisticRegression(class_weight=weight, max_iter=300).fit(parts[taught], labels[taught])
            yield "LR chars", learner.predict(parts[asked])
            yield (
                "SVC words+chars",
                LinearSVC(class_weight=weight).fit(both[taught], labels[taught]).predict(both[asked]),
            )


def macro(labels: np.ndarray, said: np.ndarray) -> float:
    """Return macro F1 over the themes that there are."""
    from sklearn.metrics import f1_score

    return float(f1_score(labels, said, average="macro", labels=np.unique(labels), zero_division=0))


def learnt(found: features.Space, themes: list[list[str]], taught: np.ndarray) -> Likely:
    """Return what is learnt from some texts."""
    return Likely(found, {int(i): themes[i] for i in taught})


def main_theme(likely: Likely, names: list[str], asked: np.ndarray) -> np.ndarray:
    """Return the likeliest theme of each text, by its number among the names; −1 where nothing is learnt."""
    if not likely.is_ready:
        return np.full(len(asked), -1)
    numbers = np.array([names.index(one) for one in likely.themes])
    return numbers[likely.scores[asked].argmax(axis=1)]


def precision_and_recall(likely: Likely, themes: list[list[str]], asked: np.ndarray) -> tuple[float, float]:
    """Return both of what is suggested, all themes of each text counted."""
    right = said = there = 0
    for text in asked:
        suggested = {one.theme for one in likely.of(int(text))}
        right, said, there = (
            right + len(suggested & set(themes[text])),
            said + len(suggested),
            there + len(themes[text]),
        )
    return right / max(said, 1), right / max(there, 1)


def themes(one: Labelled, coded: int) -> dict[str, float]:
    """Return macro F1 of the main theme with so many coded, the better of each plain way; and precision and recall."""
    texts, given = [one.texts[i] for i in one.coded], [one.themes[i] for i in one.coded]
    names = sorted({theme for found in given for theme in found})
    labels = np.array([names.index(found[0]) for found in given])
    spaces = {"words": features.space(texts)}
    if one.vectors is not None:
        spaces["vectors"] = features.space(texts, one.vectors[one.coded])
    found: dict[str, list[float]] = {}
    plain: dict[tuple[str, int], list[float]] = {}
    for split in range(SPLITS):
        order = np.random.default_rng(split).permutation(len(texts))
        taught, asked = order[:coded], order[coded:]
        for number, (name, said) in enumerate(plain_themes(texts, labels, taught, asked)):
            plain.setdefault((name, number), []).append(macro(labels[asked], said))
        for name, there in spaces.items():
            likely = learnt(there, given, taught)
            found.setdefault(name, []).append(macro(labels[asked], main_theme(likely, names, asked)))
            precision, recall = precision_and_recall(likely, given, asked)
            found.setdefault(f"{name}: precision", []).append(precision)
            found.setdefault(f"{name}: recall", []).append(recall)
    for (name, _number), scores in plain.items():
        found[name] = max(found.get(name, [0.0]), [statistics.mean(scores)])
    return {name: statistics.mean(scores) for name, scores in found.items()}


def chosen(one: Labelled, coded: int) -> float:
    """Return macro F1 with so many that were asked for by themselves, as a share of as many at random (mean of splits)."""
    texts, given = [one.texts[i] for i in one.coded], [one.themes[i] for i in one.coded]
    names = sorted({theme for found in given for theme in found})
    labels = np.array([names.index(found[0]) for found in given])
    there = features.space(texts, None if one.vectors is None else one.vectors[one.coded])
    codes: dict[int, list[str]] = {}
    while len(codes) < coded:
        likely = Likely(there, codes) if len(codes) >= 40 else None
        asked = ask_next(there, codes, likely)[: coded - len(codes)]
        codes |= {i: given[i] for i in asked}

    def judged(taken: list[int]) -> float:
        rest = np.array([i for i in range(len(texts)) if i not in set(taken)])
        return macro(labels[rest], main_theme(learnt(there, given, np.array(taken)), names, rest))

    at_random = [
        judged([int(i) for i in np.random.default_rng(split).permutation(len(texts))[:coded]]) for split in range(5)
    ]
    return judged(list(codes)) / statistics.mean(at_random)


def near(files: list[Labelled], *, vectors: bool) -> tuple[float, float]:
    """Return precision and recall of near-duplicates over the files that mark them."""
    right = said = there = 0
    for one in files:
        found = features.space(one.texts, one.vectors if vectors else None)
        pairs = {(pair.first, pair.second) for pair in duplicates.near_duplicates(found, one.places)}
        right, said, there = right + len(pairs & one.marked), said + len(pairs), there + len(one.marked)
    return right / max(said, 1), right / max(there, 1)


def large(files: list[Labelled], count: int, *, vectors: bool) -> tuple[float, float]:
    """Return seconds and megabytes that groups and likely themes of so many texts take, once vectors exist."""
    pool = [(text, i, one) for one in files for i, text in enumerate(one.texts)]
    picked = [pool[i % len(pool)] for i in range(count)]
    texts = [f"{text} {words_of(pool, i)}" for i, (text, _i, _one) in enumerate(picked)]
    rows = None
    if vectors:
        noise = np.random.default_rng(0).normal(0, 0.01, (count, 384)).astype(np.float32)
        rows = np.array([one.vectors[i] for _text, i, one in picked]) + noise
    began = time.perf_counter()
    found = features.space(texts, rows)
    grouping.grouped(found)
    Likely(found, {i: picked[i][2].themes[picked[i][1]] for i in range(300)})
    return time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def words_of(pool: list[tuple[str, int, Labelled]], number: int) -> str:
    """Return some words of another text, so that no two of the large file are the same."""
    return " ".join(pool[(number * 7919 + 13) % len(pool)][0].split()[:6])


def row(*cells: object) -> None:
    """Print a row of a table."""
    print("|", " | ".join(f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in cells), "|", flush=True)


def held(what: str, found: float, wanted: float, than: Callable[[float, float], bool] = lambda a, b: a >= b) -> None:
    """Print a figure beside what is wanted, and whether it holds."""
    row(what, f"{found:.2f}", f"{wanted:.2f}", "yes" if than(found, wanted) else "**no**")


def print_groups(files: list[Labelled], ways: list[str]) -> None:
    """Print the groups of each file beside the plain ways, and whether what is wanted holds."""
    plain = ["k-means", "NMF", "stems, SVD, k-means"]
    print(f"\nGroups: agreement with people (AMI, mean of {SEEDS} seeds)\n")
    row("file", "texts", "themes", *plain, *ways)
    row("---", *["---:"] * (len(plain) + len(ways) + 2))
    ratios: dict[str, list[tuple[float, int]]] = {way: [] for way in ways}
    for one in files:
        found = groups(one)
        row(
            one.name,
            len(one.coded),
            len({one.themes[i][0] for i in one.coded}),
            *(found[way] for way in [*plain, *ways]),
        )
        for way in ways:
            ratios[way].append((found[way] / max(max(found[name] for name in plain), 1e-9), len(one.coded)))
    print("\n| of the best plain way | found | wanted | holds |\n| --- | ---: | ---: | --- |")
    if "vectors" in ways:
        held("with vectors, mean", statistics.mean(ratio for ratio, _n in ratios["vectors"]), 1.4)
        held("with vectors, least", min(ratio for ratio, _n in ratios["vectors"]), 0.98)
    of_many = [ratio for ratio, count in ratios["words"] if count >= 400]
    if of_many:
        held("by words alone, files of 400 and more, mean", statistics.mean(of_many), 1.2)
        held("by words alone, files of 400 and more, least", min(of_many), 1.0)


def print_themes(files: list[Labelled], ways: list[str]) -> None:
    """Print the likely themes of each file beside the plain ways, and whether what is wanted holds."""
    print(f"\nLikely themes: macro F1 of the main theme, mean of {SPLITS} splits; P and R of all that is suggested\n")
    row("file", "coded", "LR chars", "SVC words+chars", *[f"{way} (P, R)" for way in ways])
    row("---", *["---:"] * (len(ways) + 3))
    ratios: dict[int, list[float]] = {100: [], 300: []}
    precise = []
    for one in files:
        for coded in (100, 200, 300, 600):
            if coded > 0.8 * len(one.coded) or (coded == 200 and len(one.coded) > 1000):
                continue
            found = themes(one, coded)
            cells = [
                f"{found[way]:.3f} ({found[f'{way}: precision']:.2f}, {found[f'{way}: recall']:.2f})" for way in ways
            ]
            row(one.name, coded, found["LR chars"], found["SVC words+chars"], *cells)
            precise += [found[f"{way}: precision"] / max(found[f"{way}: recall"], 1e-9) for way in ways]
            if coded in ratios and "vectors" in ways:
                ratios[coded].append(found["vectors"] / max(found["LR chars"], found["SVC words+chars"]))
    print("\n| of the better plain way, mean over files | found | wanted | holds |\n| --- | ---: | ---: | --- |")
    for coded, wanted in ((100, 1.10), (300, 1.07)):
        if ratios[coded]:
            held(f"with vectors, {coded} coded", statistics.mean(ratios[coded]), wanted)
    if precise:
        held("precision over recall, least", min(precise), 1.0)


def print_chosen(files: list[Labelled]) -> None:
    """Print what asking for the right ones gives."""
    print("\n| chosen to be read, of as many at random | found | wanted | holds |\n| --- | ---: | ---: | --- |")
    for one in files:
        for coded, wanted in ((100, 1.10), (150, 1.10), (300, 0.97)):
            if coded <= 0.5 * len(one.coded):
                held(f"{one.name}, {coded}", chosen(one, coded), wanted)


def main() -> None:
    """Measure what the command line names."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("files", nargs="+", type=Path)
    asked.add_argument("--text", default="")
    asked.add_argument("--themes", default="")
    asked.add_argument("--vectors", action="store_true")
    asked.add_argument("--large", type=int, default=0)
    asked.add_argument("--only", choices=["groups", "themes", "chosen", "near"], default="")
    said = asked.parse_args()
    warnings.filterwarnings("ignore")
    paths = [one for path in said.files for one in (sorted(path.rglob("*.csv")) if path.is_dir() else [path])]
    files = [one for path in paths if (one := read(path, said.text, said.themes))]
    files = [one for one in files if len(one.coded) >= 60 and len({themes[0] for themes in one.themes if themes}) > 2]
    if not files:
        sys.exit("None of these has texts and themes.")
    if said.vectors:
        model = meaning.named("1")
        assert model is not None
        for one in files:
            one.vectors = with_vectors(one, model)
    ways = ["words", "vectors"] if said.vectors else ["words"]
    print("files:", Counter(one.name for one in files).total(), "·", ", ".join(one.name for one in files))
    if said.large:
        seconds, megabytes = large(files, said.large, vectors=said.vectors)
        print(f"\n{said.large} texts grouped, likely themes learnt: {seconds:.0f} s, {megabytes:.0f} MB")
    for name, printed in (("groups", print_groups), ("themes", print_themes)):
        if said.only in ("", name):
            printed(files, ways)
    if said.only in ("", "near") and any(one.marked for one in files):
        marked = [one for one in files if one.marked]
        print("\n| near-duplicates | found | wanted | holds |\n| --- | ---: | ---: | --- |")
        for way in ways:
            precision, recall = near(marked, vectors=way == "vectors")
            held(f"{way}: precision", precision, 0.85)
            held(f"{way}: recall", recall, 0.55)
    if said.only in ("", "chosen"):
        print_chosen(files)


if __name__ == "__main__":
    main()

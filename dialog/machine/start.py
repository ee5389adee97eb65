"""What a start needs of the machine. Where it is not there, one sentence says what to do, and nothing else is printed."""

import errno
import fcntl
import secrets
import string
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

LETTERS = string.ascii_letters + string.digits
OF_THE_MACHINE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}
OF_THE_DATABASE = ("disk is full", "readonly database", "unable to open database", "disk I/O error")


def folder(path: Path, *, is_written: bool) -> Path:
    """Return a folder that is there, and that can be written where it must be. Ends the process in a sentence else."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        if is_written:
            with tempfile.TemporaryFile(dir=path) as probe:
                probe.write(b"0" * 4096)
                probe.flush()
    except OSError as wrong:
        if is_written or not path.is_dir():
            sys.exit(cannot_be_written(path, wrong))
    return path


def cannot_be_written(path: Path, wrong: OSError) -> str:
    """Return what to say of a folder or file that takes nothing."""
    return f"{path} cannot be written ({wrong.strerror}). Make room or give the right to it, or name another in DIALOG_VAR."


def secret_key(file: Path) -> str:
    """Return the key that a trial keeps; one that is missing or empty is made, by one process alone."""
    try:
        with locked(file.with_name(".lock")):
            key = file.read_text(encoding="utf-8").strip() if file.exists() else ""
            if not key:
                key = "".join(secrets.choice(LETTERS) for _ in range(50))
                whole = file.with_name(f".{file.name}")
                whole.unlink(missing_ok=True)
                whole.touch(mode=0o600)
                whole.write_text(key, encoding="utf-8")
                whole.replace(file)
            return key
    except OSError as wrong:
        sys.exit(cannot_be_written(file, wrong))


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Let one process after another do what must not be done by two."""
    with file.open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def only_server(path: Path) -> IO[str]:
    """Return what makes this the only server of a folder for as long as it lives. Ends the process in a sentence else."""
    lock = (path / ".server").open("w", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        sys.exit(f"Dialog runs already on what is in {path}. Stop it, or name another folder in DIALOG_VAR.")
    return lock


def port_of(text: str) -> int:
    """Return a port that people can be told of. Ends the process in a sentence else."""
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 65536):
        sys.exit(f"PORT={text} cannot be served: write a number between 1 and 65535, such as PORT=8000.")
    return int(text)


def sentence(error: BaseException) -> str:
    """Return what to say of an error that is the machine's; empty for every other."""
    if isinstance(error, OSError) and error.errno in OF_THE_MACHINE:
        return cannot_be_written(Path(error.filename or "The disk"), error)
    said = str(error)
    if any(words in said for words in OF_THE_DATABASE):
        return f"The database cannot be written ({said}). Make room or give the right to it, then start again."
    return ""

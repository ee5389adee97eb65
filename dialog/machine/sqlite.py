"""SQLite as a trial runs on it: it finds and sorts words as PostgreSQL does, also those with Å, Ä and Ö."""

import re
from functools import lru_cache, partial
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from dialog.language import letters


def compare_every_letter(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Replace SQLite's own LIKE, to which «å» and «Å» are two letters while «a» and «A» are one; teach it our order."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("like", 3, like, deterministic=True)
        connection.connection.create_function("plain", 1, _plain, deterministic=True)
        connection.connection.create_function("removes_personal_data", 0, partial(_removes, connection))
        connection.connection.create_collation(letters.SWEDISH, letters.compared)
        # What OR REPLACE erases is erased as if by DELETE: the triggers of ``dialog.machine.triggers`` are asked.
        connection.connection.execute("PRAGMA recursive_triggers=ON")


def _removes(connection: BaseDatabaseWrapper) -> bool:
    """Say whether personal data is being removed: ``dialog.machine.triggers`` asks it of a connection."""
    return bool(getattr(connection, "removes_personal_data", False))


def _plain(text: str | None) -> str | None:
    return None if text is None else letters.plain(text)


def like(pattern: str | None, text: str | None, escape: str) -> bool | None:
    """Say whether a text is like a pattern; unknown where either is."""
    return None if pattern is None or text is None else bool(_regex(pattern, escape).fullmatch(str(text)))


@lru_cache(maxsize=256)
def _regex(pattern: str, escape: str) -> re.Pattern[str]:
    parts, letters = [], iter(pattern)
    for letter in letters:
        if letter == escape:
            parts.append(re.escape(next(letters, "")))
        else:
            parts.append({"%": ".*", "_": "."}.get(letter) or re.escape(letter))
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)

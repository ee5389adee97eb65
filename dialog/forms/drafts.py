"""Texts as they are being written: plain functions on plain dictionaries.

A draft is ``{field: [values], table: [{"row": [key], field: [values]}]}``, as it was typed, however incomplete or wrong.
Empty and absent are the same thing, so what is empty is left out.
"""

import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2s
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from dialog.language.letters import kept

Draft = dict[str, list[Any]]
ROW_KEY = re.compile(r"[0-9a-f]{8}\Z")


@dataclass(frozen=True)
class Shape:
    """Which fields a form owns: its own, and those of each of its tables.

    ``tidy`` says for a field (table or "", name) what of its texts somebody typed: lists post their empty lines too.
    ``joined`` names controls that answer several fields with one value, «high-low», and the fields that each answers.
    """

    fields: tuple[str, ...]
    tables: Mapping[str, tuple[str, ...]]
    tidy: Mapping[tuple[str, str], Callable[[list[str]], list[str]]] = field(default_factory=dict)
    joined: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def typed(self, name: str, texts: list[str], table: str = "") -> list[str]:
        """Return what was typed in a field."""
        cleaned = clean(texts)
        tidy = self.tidy.get((table, name))
        return tidy(cleaned) if tidy and cleaned else cleaned

    def posted(self, post: QueryDict, table: str = "", key: str = "") -> Draft:
        """Return what was posted of the form's own fields, or of a row of one of its tables."""
        start = f"{table}-{key}-" if table else ""
        names = self.tables[table] if table else self.fields
        found = {name: self.typed(name, post.getlist(f"{start}{name}"), table) for name in names}
        for (where, control), answered in self.joined.items():
            if where == table and (value := "".join(clean([post.get(f"{start}{control}", "")]))):
                parts = value.split("-", len(answered) - 1)
                found |= {name: [part] for name, part in zip(answered, parts, strict=False)}
        return {name: texts for name, texts in found.items() if texts}


@dataclass(frozen=True)
class Clash:
    """A place that two people changed in two ways. ``field`` is empty where one removed the row that the other changed."""

    table: str
    row: str
    field: str
    base: list[Any]
    theirs: list[Any]
    mine: list[Any]

    @property
    def path(self) -> str:
        """The place in one word, as a form posts it."""
        return "-".join(part for part in (self.table, self.row, self.field) if part)


def new_key() -> str:
    """Return a key for a new row: eight hexadecimal digits that it keeps for life."""
    return secrets.token_hex(4)


def key_of(*facts: object) -> str:
    """Return the key of a row that comes of something: the same whoever asks, so that what is done twice makes one row."""
    return blake2s(" ".join(map(str, facts)).encode(), digest_size=4).hexdigest()


def clean(values: Iterable[str]) -> list[str]:
    """Return values without what cannot be kept, and with one kind of line end; nothing but blanks is nothing."""
    cleaned = [kept(value).replace("\r\n", "\n").replace("\r", "\n") for value in values]
    return cleaned if any(value.strip() for value in cleaned) else []


def read(shape: Shape, post: QueryDict) -> Draft:
    """Read a posted form, cut to the fields that the form owns; rows in the order in which their keys stand."""
    draft = shape.posted(post)
    for table in shape.tables:
        keys = dict.fromkeys(key for key in post.getlist(table) if ROW_KEY.match(key))
        rows = [{"row": [key], **shape.posted(post, table, key)} for key in keys]
        if rows:
            draft[table] = rows
    return draft


def replaced(standing: Draft, typed: Draft, parts: Iterable[str], shape: Shape) -> Draft:
    """Return the text that stands, with the parts of it that a page holds as they were typed there: fields, tables, or
    rows («table-key»). A row that the text does not have gets none.
    """
    found = dict(standing)
    for part in parts:
        table, _, key = part.partition("-")
        if key and table in shape.tables:
            row = find_row(typed, table, key)
            rows = [row if row and row_key(there) == key else there for there in found.get(table, ())]
            _put(found, table, rows)
        elif part in shape.fields or part in shape.tables:
            _put(found, part, typed.get(part, []))
    return found


def values(draft: Mapping[str, list[Any]], prefix: str = "") -> MultiValueDict[str, Any]:
    """Return a draft, or a row of one, as the data that a form with that prefix binds to."""
    start = f"{prefix}-" if prefix else ""
    return MultiValueDict({f"{start}{name}": list(texts) for name, texts in draft.items()})


def row_key(row: Mapping[str, list[Any]]) -> str:
    """Return the key of a row of a draft."""
    return row["row"][0]


def find_row(draft: Draft, table: str, key: str) -> dict[str, list[Any]] | None:
    """Return the row with that key, or None where the table has none."""
    return next((row for row in draft.get(table, ()) if row_key(row) == key), None)


def move(draft: Draft, table: str, verb: str, key: str) -> Draft:
    """Return the draft with a row added (under that key), moved up or down, or removed; an unknown row moves nothing."""
    rows = list(draft.get(table, ()))
    at = next((index for index, row in enumerate(rows) if row_key(row) == key), None)
    if verb == "add" and at is None:
        rows.append({"row": [key]})
    elif at is not None and verb == "remove":
        del rows[at]
    elif at is not None and verb in ("up", "down"):
        to = at + (1 if verb == "down" else -1)
        if 0 <= to < len(rows):
            rows[at], rows[to] = rows[to], rows[at]
    moved = {name: texts for name, texts in draft.items() if name != table}
    return moved | ({table: rows} if rows else {})


def rename(draft: Draft, renamed: Mapping[str, str]) -> Draft:
    """Return a draft under today's field names, where a form has renamed a field since it was written."""
    return {renamed.get(name, name): texts for name, texts in draft.items()} if renamed else draft


def merge(base: Draft, theirs: Draft, mine: Draft, tables: Sequence[str]) -> tuple[Draft, list[Clash]]:
    """Merge what two people wrote from one text.

    What only one of them changed is hers; what both changed alike is no clash; where they clash, mine stands in the
    merged draft and the clash names both. Nothing typed is lost.
    """
    clashes: list[Clash] = []
    names = [name for name in dict.fromkeys([*mine, *theirs, *base]) if name not in tables]
    merged = _merge_fields(base, theirs, mine, names, "", "", clashes)
    for table in tables:
        old, their, my = ({row_key(row): row for row in draft.get(table, ())} for draft in (base, theirs, mine))
        rows = []
        for key in _merge_order(list(old), list(their), list(my)):
            row = _merge_row(table, key, old.get(key), their.get(key), my.get(key), clashes)
            if row is not None:
                rows.append(row)
        if rows:
            merged[table] = rows
    return merged, clashes


def _merge_fields(base, theirs, mine, names, table, row, clashes) -> Draft:
    merged: Draft = {}
    for name in names:
        old, their, my = (draft.get(name, []) for draft in (base, theirs, mine))
        if my != their and my != old and their != old:
            clashes.append(Clash(table, row, name, old, their, my))
        chosen = their if my == old else my
        if chosen:
            merged[name] = chosen
    return merged


def _merge_row(table, key, old, their, my, clashes):
    if my is not None and their is not None:
        names = dict.fromkeys(name for name in [*my, *their, *(old or ())] if name != "row")
        return {"row": [key], **_merge_fields(old or {}, their, my, names, table, key, clashes)}
    kept = my if my is not None else their
    if old is None or kept is None:
        return kept
    if kept == old:
        return None  # the other removed it, and nobody wrote in it since
    clashes.append(Clash(table, key, "", [old], [their] if their else [], [my] if my else []))
    return my


def _merge_order(old: list[str], their: list[str], my: list[str]) -> list[str]:
    mine_moved = their == old or (my != old and [key for key in my if key in old] != [key for key in old if key in my])
    first, second = (my, their) if mine_moved else (their, my)
    return list(dict.fromkeys([*first, *second]))


def take(draft: Draft, theirs: Draft, paths: Iterable[str], tables: Sequence[str]) -> Draft:
    """Return the draft with the other's text at the places named by ``paths`` (see ``Clash.path``)."""
    taken = {name: list(texts) for name, texts in draft.items()}
    for path in paths:
        table, _, rest = path.partition("-")
        if table in tables:
            key, _, field = rest.partition("-")
            taken = _take_in_row(taken, theirs, table, key, field)
        else:
            _put(taken, path, theirs.get(path, []))
    return taken


def text_at(draft: Draft, path: str, tables: Iterable[str]) -> str:
    """Return the text at a place: of a field, or of a field in a row («table-key-field»); empty where nothing stands."""
    table, _, rest = path.partition("-")
    if table not in tables:
        return "".join(draft.get(path, []))
    key, _, field = rest.partition("-")
    return "".join((find_row(draft, table, key) or {}).get(field, []))


def put(draft: Draft, path: str, text: str, tables: Sequence[str]) -> Draft:
    """Return the draft with a text at a place; a row that is not there gets none."""
    table, _, rest = path.partition("-")
    if table not in tables:
        return {**draft, path: [text]}
    key, _, field = rest.partition("-")
    if find_row(draft, table, key) is None:
        return draft
    return take(draft, {table: [{"row": [key], field: [text]}]}, [path], tables)


def _take_in_row(draft: Draft, theirs: Draft, table: str, key: str, field: str) -> Draft:
    their = find_row(theirs, table, key)
    if their is None:
        return move(draft, table, "remove", key)
    rows = [dict(row) for row in draft.get(table, ())]
    mine = next((row for row in rows if row_key(row) == key), None)
    if mine is None:
        rows.insert([row_key(row) for row in theirs[table]].index(key), dict(their))
    elif field:
        _put(mine, field, their.get(field, []))
    return {**draft, table: rows}


def _put(place: dict[str, list[Any]], name: str, texts: list[Any]) -> None:
    if texts:
        place[name] = list(texts)
    else:
        place.pop(name, None)

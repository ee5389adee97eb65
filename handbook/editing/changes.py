"""What differs: between two editions, or between what somebody typed and what stands by now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dialog.forms.answers import Answered, RowAnswer
from dialog.forms.changes import changes
from dialog.forms.compare import operations
from handbook.editing.pieces import PagePiece, Piece, Standing, pieces_of
from handbook.models import Edition


@dataclass(frozen=True)
class Change:
    """A piece that one edition has otherwise than another: what it is called, whether it came or went, what differs.

    ``page`` is the key of the page that it is, empty for what is no page.
    """

    key: str
    title: str
    kind: str  # added, changed, removed
    page: str
    places: list[dict[str, Any]]


def between(before: Edition, after: Edition) -> list[Change]:
    """Return what the later of two editions has otherwise than the earlier."""
    found = []
    for key, kind, piece, was, now in _differing(pieces_of(before), pieces_of(after)):
        if places := compare(piece, was, now):
            found.append(Change(key, piece.title, kind, _page(piece), places))
    return found


def named(before: Edition, after: Edition) -> list[Change]:
    """Return what the later of two editions has otherwise, without the places; of editions that were read whole."""
    pairs = _differing(*(pieces_of(edition, edition.pages.all()) for edition in (before, after)))
    return [Change(key, piece.title, kind, _page(piece), []) for key, kind, piece, _was, _now in pairs]


def _differing(before: Iterable[Piece], after: Iterable[Piece]) -> Iterator[tuple[str, str, Piece, Standing, Standing]]:
    """Yield the pieces that two editions do not have alike, with what they say in each."""
    old, new = ({_page(piece) or type(piece).__name__: piece for piece in pieces} for pieces in (before, after))
    for key in dict.fromkeys([*new, *old]):
        was, now = (side[key].standing() if key in side else Standing() for side in (old, new))
        if was != now:
            kind = "changed" if key in new and key in old else "added" if key in new else "removed"
            yield key, kind, new.get(key) or old[key], was, now


def compare(piece: Piece, before: Standing, after: Standing) -> list[dict[str, Any]]:
    """Return the places of a piece that differ, of a long text the paragraphs, with both texts marked."""
    form, found = piece.form, []
    for name in dict.fromkeys([*before.fields, *after.fields]):
        if before.fields.get(name, "") == after.fields.get(name, ""):
            continue
        label = _("Principle shown here") if name == "principle" else str(form.base_fields[name].label)
        for old, new in _paragraphs(before.reads(name), after.reads(name)):
            found += changes(_answer(label, old), _answer(label, new)).places()
    return found + changes(_rows(piece, before), _rows(piece, after)).places()


def _page(piece: Piece) -> str:
    return piece.page.key if isinstance(piece, PagePiece) else ""


def _paragraphs(before: str, after: str) -> Iterator[tuple[str, str]]:
    old, new = before.split("\n\n"), after.split("\n\n")
    for op, a, b, c, d in operations(old, new):
        if op != "equal":
            yield "\n\n".join(old[a:b]), "\n\n".join(new[c:d])


def _answer(label: str, text: str) -> list[Answered]:
    return [{"key": "text", "label": label, "value": text}]


def _rows(piece: Piece, said: Standing) -> list[Answered]:
    """Return the rows as answers, each known by its key or else by what it says first."""
    if piece.row is None:
        return []
    fields = piece.row.base_fields  # type: ignore[attr-defined]
    rows: list[RowAnswer] = [
        {
            "key": (key := row.get("key") or next(iter(row.values()))),
            "heading": key,
            "dropped": False,
            "answers": [
                {"key": name, "label": str(fields[name].label), "value": _shown(fields[name], text)}
                for name, text in row.items()
                if name != "key"
            ],
        }
        for row in said.rows
    ]
    return [{"key": "rows", "label": str(piece.row_title), "rows": rows}]


def _shown(field: Any, text: str) -> str:
    """Return what a choice is called, where what is kept is a number."""
    names = {str(value): str(label) for value, label in getattr(field, "choices", ())}
    return names.get(text, text) if text else ""

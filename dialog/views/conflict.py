"""The page for two people who changed one step: both texts, field by field, and nothing lost."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dialog import clock
from dialog.engine import drafts
from dialog.engine.drafts import Clash, Draft
from dialog.http import Request
from dialog.models import Record, Revision
from dialog.views.place import Place


def conflict_page(request: Request, place: Place, seen: int, mine: Draft) -> HttpResponse:
    """Show both texts of a place: what only one changed is merged already, where both did the person chooses.

    What was typed is kept aside at once, so that leaving the page loses nothing.
    """
    record = place.record
    assert record is not None
    latest, base = place.numbered().first(), place.numbered().filter(number__lte=seen).first()
    theirs = latest.data if latest else {}
    if mine and mine != theirs:
        keep_aside(record, mine, request)
    merged, clashes = drafts.merge(base.data if base else {}, theirs, mine or theirs, list(place.shape.tables))
    form = place.make_form(merged)
    context = {
        "place": place,
        "access": place.access,
        "case": place.access.case,
        "step": place.thing,
        "record": record,
        "revision": record.revision,
        "latest": latest,
        "form": form,
        "clashes": [_shown(clash, form, theirs, place) for clash in clashes],
        "hidden": _hidden(merged, clashes),
        "answered": not mine,
    }
    return render(request, "dialog/conflict.html", context, status=409)


def keep_aside(record: Record, mine: Draft, request: Request) -> None:
    """Keep a text that was typed on an older one, without a number: readable in the history, in nobody's way."""
    last = record.revisions.filter(number=None, by=request.user).order_by("-pk").first()
    if last is None or last.data != mine:
        Revision.objects.create(record=record, data=mine, by=request.user, at=clock.now())


def _shown(clash: Clash, form: Any, theirs: Draft, place: Place) -> dict[str, Any]:
    """Return a clash as the page shows it: its label, the field to write in, both texts and the one before."""
    step, access = place.thing, place.access
    if not clash.table:
        field, label, reader = form[clash.field], form[clash.field].label, step.its_form
        read = lambda texts: reader({clash.field: texts} if texts else {}, access).read(clash.field)  # noqa: E731
    else:
        table = next(table for table in step.its_form.tables if table.name == clash.table)
        label = f"{table.title} {_number(clash, form.draft, theirs)}"
        field = None
        if clash.field:
            field = next(row for row in form.rows[clash.table] if row.key == clash.row)[clash.field]
            label = f"{label}: {field.label}"

        def read(texts: list[Any]) -> Any:
            if not clash.field:
                return table(texts[0], access).heading or _("Nothing written yet") if texts else None
            draft = {"row": [clash.row], **({clash.field: texts} if texts else {})}
            return table(draft, access).read(clash.field)

    return {
        "path": clash.path,
        "label": label,
        "field": field,
        "is_row": not clash.field,
        "theirs": read(clash.theirs),
        "mine": read(clash.mine),
        "before": read(clash.base),
    }


def _number(clash: Clash, merged: Draft, theirs: Draft) -> int:
    """Return the number of a clash's row in the merged text; of one that I removed, in the other's."""
    for draft in (merged, theirs):
        keys = [drafts.row_key(row) for row in draft.get(clash.table, ())]
        if clash.row in keys:
            return keys.index(clash.row) + 1
    return 0


def _hidden(merged: Draft, clashes: list[Clash]) -> list[tuple[str, str]]:
    """Return the rest of the merged text as names and values, so that the page posts the whole form."""
    open_places = {clash.path for clash in clashes if clash.field}
    pairs: list[tuple[str, str]] = []
    for name, values in merged.items():
        if values and isinstance(values[0], dict):
            for row in values:
                key = drafts.row_key(row)
                pairs.append((name, key))
                pairs += [
                    (f"{name}-{key}-{field}", text)
                    for field, texts in row.items()
                    if field != "row" and f"{name}-{key}-{field}" not in open_places
                    for text in texts
                ]
        elif name not in open_places:
            pairs += [(name, text) for text in values]
    return pairs

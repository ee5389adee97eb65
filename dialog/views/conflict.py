"""The page for two people who changed one step: both texts, field by field, and nothing lost."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dialog import clock
from dialog.forms import drafts
from dialog.forms.answers import Answer
from dialog.forms.drafts import Clash, Draft
from dialog.forms.step_form import StepForm
from dialog.models import Record, Revision
from dialog.views.place import Place
from dialog.web.http import Request


def conflict_page(request: Request, place: Place, seen: int, typed: Draft | None) -> HttpResponse:
    """Show both texts of a place: what only one changed is merged already, where both did the person chooses.

    What was typed is kept aside at once, so that leaving the page loses nothing. None: no text came along.
    """
    record = place.record
    assert record is not None
    latest, base = place.numbered().first(), place.numbered().filter(number__lte=seen).first()
    theirs = latest.data if latest else {}
    mine = theirs if typed is None else typed
    if mine != theirs:
        keep_aside(record, mine, request)
    merged, clashes = drafts.merge(base.data if base else {}, theirs, mine, list(place.shape.tables))
    form = place.make_form(merged)
    texts = {"theirs": theirs, "mine": mine, "before": base.data if base else {}}
    read = {name: place.make_form(text) for name, text in texts.items()}
    shown = [_shown(clash, form, read) for clash in clashes]
    context = {
        "place": place,
        "access": place.access,
        "case": place.access.case,
        "step": place.step_or_kind,
        "record": record,
        "revision": record.revision,
        "latest": latest,
        "form": form,
        "clashes": shown,
        "hidden": _hidden(merged, {clash["path"] for clash in shown if clash["field"]}),
        "answered": typed is None,
    }
    return render(request, "dialog/conflict.html", context, status=409)


def keep_aside(record: Record, mine: Draft, request: Request) -> None:
    """Keep a text that was typed on an older one, without a number: readable in the history, in nobody's way.

    It is there already where it was laid aside before, or was saved and the answer got lost on its way.
    """
    last = record.revisions.filter(by=request.user).order_by("-pk").first()
    if last is None or last.data != mine:
        Revision.objects.create(record=record, data=mine, by=request.user, at=clock.now())


def _shown(clash: Clash, form: StepForm, read: dict[str, StepForm]) -> dict[str, Any]:
    """Return a clash as the page shows it: its label, the field to write in, both texts and the one before."""
    field = None
    label: Any
    if clash.table:
        row = form.row_of(clash.table, clash.row) or read["theirs"].row_of(clash.table, clash.row)
        table = next(table for table in form.tables if table.name == clash.table)
        label = f"{table.title} {_number(clash, form, read['theirs'])}"
        if row and clash.field:
            label = f"{label}: {row[clash.field].label}"
            field = row[clash.field] if row.owner is form else None
    else:
        field = form[clash.field]
        label = field.label
    sides = {"theirs": clash.theirs, "mine": clash.mine, "before": clash.base}
    said = {name: _said(clash, read[name], texts) for name, texts in sides.items()}
    return {"path": clash.path, "label": label, "field": field, "is_row": not clash.field, **said}


def _said(clash: Clash, form: StepForm, texts: list[Any]) -> Any:
    """Return what one of them wrote at the place of a clash, read in the whole of her text; None where it is nothing."""
    if not texts:
        return None
    row = form.row_of(clash.table, clash.row) if clash.table else form
    if row is None:  # the form shows no such row any more
        return "\n".join(map(str, texts)) if clash.field else _("Nothing written yet")
    return row.read(clash.field) if clash.field else _lines(row.answers()) or _("Nothing written yet")


def _lines(answers: list[Answer]) -> list[str]:
    """Return the answers of a row as lines to read, each with its label."""
    said = {answer["label"]: answer["value"] for answer in answers if answer["value"]}
    return [f"{name}: {', '.join(text) if isinstance(text, list) else text}" for name, text in said.items()]


def _number(clash: Clash, merged: StepForm, theirs: StepForm) -> int:
    """Return the number of a clash's row in the merged text; of one that I removed, in the other's."""
    for form in (merged, theirs):
        keys = [row.key for row in form.rows[clash.table]]
        if clash.row in keys:
            return keys.index(clash.row) + 1
    return 0


def _hidden(merged: Draft, open_places: set[str]) -> list[tuple[str, str]]:
    """Return the rest of the merged text as names and values, so that the page posts the whole form."""
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

"""How a case of the data was followed up: themes and voices, conclusions, presentations, what was added afterwards."""

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from demonstration.execution import row_act
from demonstration.moments import Moment
from demonstration.organisation import SJOVIK
from dialog.acts import course
from dialog.acts.core import run
from dialog.models import Decision
from dialog.process.register import Register

if TYPE_CHECKING:
    from demonstration.cases import Carrier

DAY = dt.timedelta(days=1)
LATE = dt.timedelta(days=8)  # so long after the step was done the last voices came in


def followup_moments(carrier: "Carrier", step: Register, table: dict[str, Any]) -> Iterator[Moment]:
    """Yield what was kept in a register of Följa upp besides its texts."""
    if step.key == "compilation":
        yield from _compilation(carrier, step, table)
    if step.key == "analysis":
        yield from _conclusions(carrier, step, table)
        yield from _presentations(carrier, step, table)
        yield from _unfollowed(carrier, step, table)
        if table.get("saved_on"):
            yield Moment(table["saved_on"], 6, carrier.step_act("save_draft", step, table["saved_by"], table))


def _compilation(carrier: "Carrier", step: Register, table: dict[str, Any]) -> Iterator[Moment]:
    """Yield the themes, the voices of each activity when it was held, and what was masked."""
    voices = _voices(carrier, table)
    held = {
        activity["key"]: _held(activity, carrier)
        for activity in carrier.data["activities"]["activity"]
        if activity["status"] == "held"
    }
    late = set(table.get("new_material_since_done", ()))
    responsible = carrier.facts["responsible"]
    for theme in table.get("theme", ()):
        key = carrier.chosen("theme", theme["name"])
        act = row_act(carrier, step, "theme", key, "keep", responsible, theme)
        yield Moment(min(held.values()), 7, act)
    for activity, day in held.items():
        said = [
            contribution
            for contribution in voices
            if contribution["activity"] == activity and contribution["external_id"] not in late
        ]
        if said:
            yield Moment(day, 8, _add(carrier, step, said))
    if late:
        said = [contribution for contribution in voices if contribution["external_id"] in late]
        yield Moment(table["finished_on"] + LATE, 6, _add(carrier, step, said))
    for contribution in voices:
        if contribution["external_id"] in table.get("masked", ()):
            yield Moment(held[contribution["activity"]], 9, _mask(carrier, step, contribution))


def _held(activity: dict[str, Any], carrier: "Carrier") -> dt.date:
    day: dt.date = max(activity["ends"].date(), carrier.data["methods"]["finished_on"])
    return day


def _voices(carrier: "Carrier", table: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the voices of a case: of its file, or as they stand in the case."""
    if "contributions_file" not in table:
        read = bool(table.get("theme"))
        return [
            {**contribution, "themes": list(contribution.get("themes", ())) if read else None}
            for contribution in table.get("contribution", ())
        ]
    with (SJOVIK / table["contributions_file"]).open(encoding="utf-8", newline="") as file:
        found: list[dict[str, Any]] = list(csv.DictReader(file))
    until, coded = table.get("coded_until"), True
    for contribution in found:
        contribution["themes"] = [name for name in contribution["themes"].split(";") if name] if coded else None
        coded = coded and contribution["external_id"] != until
    return found


def _add(carrier: "Carrier", step: Register, said: list[dict[str, Any]]) -> Callable[[dt.datetime], None]:
    """Return the act that takes voices in, coded as far as the data says."""

    def act(at: dt.datetime) -> None:
        rows = [_row(carrier, contribution) for contribution in said]
        by = carrier.person(carrier.facts["responsible"])
        run("add_contributions", carrier.pk, step.key, by=by, at=at, rows=rows, source="imported")

    return act


def _row(carrier: "Carrier", contribution: dict[str, Any]) -> dict[str, Any]:
    def key(source: str, name: str) -> str:
        return carrier.chosen(source, contribution[name]) if contribution.get(name) else ""

    coded = contribution["themes"] is not None
    return {
        "key": carrier.chosen("contribution", contribution["external_id"]),
        "text": contribution["text"],
        "translation": contribution.get("translation", ""),
        "activity": key("activity", "activity"),
        "question": key("predefined_question", "question"),
        "target_group": key("target_group", "target_group"),
        "kind": {"proposal": "suggestion"}.get(contribution["kind"], contribution["kind"]),
        "themes": [carrier.chosen("theme", name) for name in contribution["themes"] or ()],
        "fits_no_theme": coded and not contribution["themes"],
        "stance": contribution.get("stance", "") if coded else "",
        "duplicate_of": contribution.get("duplicate_of", ""),
        "external_id": contribution["external_id"],
        "raw": {name: text for name, text in contribution.items() if isinstance(text, str)},
    }


def _mask(carrier: "Carrier", step: Register, contribution: dict[str, Any]) -> Callable[[dt.datetime], None]:
    """Return the act that masks what is personal in a voice."""

    def act(at: dt.datetime) -> None:
        by, key = (
            carrier.person(carrier.facts["responsible"]),
            carrier.chosen("contribution", contribution["external_id"]),
        )
        attempt = run("mask_pointed", carrier.pk, step.key, by=by, at=at, key=key)
        if not attempt.happened:
            raise ValueError(f"{carrier.key}, {contribution['external_id']}: nothing personal is pointed out")

    return act


def _conclusions(carrier: "Carrier", step: Register, table: dict[str, Any]) -> Iterator[Moment]:
    """Yield how the conclusions were written: before the first presentation, else when the draft was saved."""
    presented = [presentation["date"] for presentation in table.get("presentation", ())]
    day = min(presented) - 2 * DAY if presented else table["saved_on"]
    by = table.get("finished_by") or table["saved_by"]
    for row in table.get("conclusion", ()):
        key = carrier.chosen("conclusion", row["key"])
        named = {name: " ".join(row.get(name, ())) for name in ("contributions", "quotations")}
        text = {**row, **named}
        act = row_act(carrier, step, "conclusion", key, "keep", by, text)
        yield Moment(max(day, carrier.facts["created_on"]), 5, act)


def _unfollowed(carrier: "Carrier", step: Register, table: dict[str, Any]) -> Iterator[Moment]:
    """Yield why some of what was said led to no conclusion: written when the result had been before a body."""
    for row in table.get("unfollowed", ()):
        theme = carrier.chosen("theme", row["theme"]) if row["theme"] else ""
        day = max(presentation["date"] for presentation in table["presentation"])
        facts = {"theme": theme, "against": row["against"], "text": row["reason"]}
        yield Moment(day, 7, _explain(carrier, step, facts))


def _explain(carrier: "Carrier", step: Register, facts: dict[str, Any]) -> Callable[[dt.datetime], None]:
    """Return the act that says why something led no further."""

    def act(at: dt.datetime) -> None:
        run("explain_unfollowed", carrier.pk, step.key, by=carrier.person(carrier.facts["responsible"]), at=at, **facts)

    return act


def _presentations(carrier: "Carrier", step: Register, table: dict[str, Any]) -> Iterator[Moment]:
    """Yield how each body noted the result, or decided on it."""
    decisions = {
        decision["key"]: decision for decision in carrier.data.get("decision", ()) if decision["step"] == step.key
    }
    for number, row in enumerate(table.get("presentation", ()), start=1):
        key = carrier.chosen("presentation", str(number))
        if row["kind"] == "noted":
            text = {**row, "section": row["minutes_section"]}
            act = row_act(carrier, step, "noting", key, "keep", carrier.facts["responsible"], text)
            yield Moment(max(row["date"], carrier.facts["created_on"]), 6, act)
        else:
            yield from _decided(carrier, step, key, decisions[row["decision"]])


def _decided(carrier: "Carrier", step: Register, key: str, row: dict[str, Any]) -> Iterator[Moment]:
    """Yield how a decision on the result was recorded, and what became known about it later."""
    text = row | {
        "decided_on": row["date"],
        "section": row.get("minutes_section", ""),
        "wording_unknown_because": row.get("purpose_wording_unknown", ""),
    }
    yield Moment(row["confirmed_on"], 5, row_act(carrier, step, "decision", key, "decide", row["confirmed_by"], text))
    for fact, name, value in (
        ("adjusted", "date", row.get("adjusted_on")),
        ("published", "date", row.get("published_on")),
        ("minutes", "text", row.get("minutes_link")),
    ):
        if value:
            day = max(value if name == "date" else row["confirmed_on"], row["confirmed_on"])
            yield Moment(day, 6, _fact(carrier, step, key, row["prepared_by"], fact, {name: value}))


def _fact(
    carrier: "Carrier", step: Register, key: str, by: str, fact: str, what: dict[str, Any]
) -> Callable[[dt.datetime], None]:
    def act(at: dt.datetime) -> None:
        made = Decision.objects.get(case=carrier.pk, step=step.key, row=key)
        run(
            "add_fact", carrier.pk, step.key, row=key, by=carrier.person(by), at=at, decision=made.pk, fact=fact, **what
        )

    return act


def addition_moments(carrier: "Carrier") -> Iterator[Moment]:
    """Yield what was added to the case after it was closed."""
    for row in carrier.data.get("addition", ()):
        add = lambda at, row=row: course.add_to_closed(  # noqa: E731
            carrier.pk,
            by=carrier.person(row["by"]),
            kind=row["kind"],
            text=row["text"],
            rows=[carrier.chosen("conclusion", key) for key in row.get("about", ())],
            settled=row.get("settled", False),
            at=at,
        )
        yield Moment(row["on"], 9, add)


def next_time_rows(table: dict[str, Any]) -> dict[str, Any]:
    """Return the table of the learning with what to do next time as rows."""
    return {**table, "next_time": [{"key": text, "text": text} for text in table.get("next_time", ())]}

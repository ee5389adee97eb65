"""How the publication texts of a case of the data were handed over, sent back, approved and published."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from demonstration.moments import Moment
from demonstration.texts import text_of
from dialog.acts.core import run
from dialog.process.register import Register

if TYPE_CHECKING:
    from demonstration.cases import Carrier


def text_moments(carrier: "Carrier", step: Register, table: dict[str, Any]) -> Iterator[Moment]:
    """Yield what became of every version of every text of a step, in the order of its dates.

    What a later version leaves out stands as before; each language is a text of its own.
    """
    before: dict[str, dict[str, Any]] = {}
    for version in table.get("text_version", ()):
        if version["kind"] not in step.by_kind:
            continue
        language = "sv-easy" if version.get("easy_read") else version["language"]
        name = f"{version['kind']}/{language}"
        # The Swedish text of a step may stand in the step's own table.
        own = {key: table[key] for key in ("text", "for_whom", "channels") if key in table}
        fields = step.by_kind[version["kind"]].its_form.base_fields
        stood = {key: text for key, text in before.get(name, {}).items() if key in fields}
        whole = own | stood | version | {"language": language}
        whole["withdrawn_because"] = version.get("withdrawn_reason", "")
        whole["contact"] = carrier.contact(whole.get("contact", ""))
        first = name not in before
        whole["change"] = (
            "" if first else version.get("change") or version.get("note") or "Vi skriver tydligare vad som händer nu."
        )
        before[name] = whole
        yield from _version(carrier, step, name, whole)


def _version(carrier: "Carrier", step: Register, name: str, version: dict[str, Any]) -> Iterator[Moment]:
    row = carrier.chosen("text", f"{step.key}/{name}")
    kind = version["kind"]

    def act(name: str, by: str, **facts: Any) -> Callable[[dt.datetime], None]:
        def carry_out(at: dt.datetime) -> None:
            data = text_of(step.by_kind[kind].its_form, version, carrier) if name == "hand_over" else None
            attempt = run(
                name, carrier.pk, step.key, by=carrier.person(by), row=row, kind=kind, data=data, at=at, **facts
            )
            if attempt.missing:
                lacks = "; ".join(lack.sentence for lack in attempt.missing)
                raise ValueError(f"{carrier.key}, {step.key}, {name}: {lacks}")

        return carry_out

    if version.get("handed_over_on"):
        yield Moment(version["handed_over_on"], 6, act("hand_over", version["handed_over_by"]))
    if version.get("returned_on"):
        comment = version["comment"]
        yield Moment(version["returned_on"], 7, act("send_back", version["returned_by"], comment=comment))
    if version.get("approved_on"):
        yield Moment(version["approved_on"], 7, act("approve", version["approved_by"]))
    if version.get("published_on"):
        facts = {"address": version["published_at"], "date": version["published_on"]}
        day = max(version["published_on"], version.get("approved_on", version["published_on"]))
        yield Moment(day, 8, act("publish", version["approved_by"], **facts))

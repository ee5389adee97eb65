"""What a draft still lacks before its step can be finished or sent: counted when it is saved, for all who list drafts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.forms.drafts import Draft
from dialog.forms.step_form import StepForm
from dialog.language.sentences import in_letters
from dialog.models import Record, Revision
from dialog.process.access import Access
from dialog.process.phases import process
from dialog.process.register import step_or_kind_at
from dialog.process.step import Step

Stored = dict[str, Any]


@dataclass(frozen=True)
class Lacking:
    """What a draft lacks: how many things, and in which rows of its tables (the table, the row's number, how many).

    ``row`` is the key of the only row in which all of it is, where that is written on a page of its own.
    """

    n: int
    rows: tuple[tuple[str, int, int], ...] = ()
    row: str = ""

    def in_few_words(self) -> str:
        """Return how many things it is: «två saker återstår»; empty where nothing is lacking."""
        said = ngettext("one thing left to do", "%(n)s things left to do", self.n) % {"n": in_letters(self.n)}
        return said if self.n else ""

    def in_words(self, step: Step) -> str:
        """Return it as people say it: «två saker återstår, båda i mål 3»; empty where nothing is lacking."""
        many, where = self.in_few_words(), self._where(step)
        if not where:
            return many
        if self.n == 1:
            return _("%(things)s, in %(row)s") % {"things": many, "row": where}
        both = _("%(things)s, both in %(row)s") if self.n == 2 else _("%(things)s, all in %(row)s")
        return both % {"things": many, "row": where}

    def _where(self, step: Step) -> str:
        """Return the only row in which all of it is, «mål 3»; empty where it is spread."""
        if len(self.rows) != 1 or self.rows[0][2] != self.n:
            return ""
        name, number, _n = self.rows[0]
        table = next((table for table in (step.form.tables if step.form else ()) if table.name == name), None)
        title = str(table.title) if table else ""
        return f"{title[:1].lower()}{title[1:]} {number}" if title else ""


def lacking(record: Record) -> Lacking:
    """Return what the draft of a record lacks, as it was counted when it was saved."""
    rows = tuple((str(table), int(number), int(n)) for table, number, n in record.lacking.get("rows", ()))
    return Lacking(int(record.lacking.get("n", 0)), rows, str(record.lacking.get("row", "")))


def judge(form: StepForm) -> Stored:
    """Return what a form lacks, to be stored: it says nothing in any language."""
    remaining = form.remaining
    by_row = Counter(missing.row for missing in remaining if missing.row)
    rows = [
        [table, number, by_row[row.key]]
        for table, forms in form.rows.items()
        for number, row in enumerate(forms, start=1)
        if row.key in by_row
    ]
    alone = form.row_at(next(iter(by_row))) if by_row and set(by_row.values()) == {len(remaining)} else None
    only = {"row": alone.key} if alone and alone.has_page() else {}
    return {"n": len(remaining), "rows": rows, **only} if remaining else {}


def judge_drafts(access: Access, only: Iterable[Record] | None = None, texts: dict[int, Draft] | None = None) -> bool:
    """Store what the drafts of a case lack, of all or of some of them, and say whether anything differed. ``texts`` are
    their last texts by record, where they are at hand.

    They are judged as the responsible official reads them: what is offered to choose among may differ from reader to reader.
    """
    records = [record for record in (access.records.values() if only is None else only) if record.pk]
    written = [record for record in records if record.is_written_on and not record.is_proposed]
    known = _texts(written) if texts is None else {one.pk: texts[one.pk] for one in written}
    house = replace(access, user=access.case.responsible, kept={})
    differs = False
    for record in records:
        found = _judge_one(record, known.get(record.pk), house)
        if found != record.lacking:
            record.lacking, differs = found, True
            record.save(update_fields=["lacking"])
    return differs


def _texts(records: Iterable[Record]) -> dict[int, Draft]:
    """Return the last text of each record."""
    wanted = [record.pk for record in records]
    if not wanted:
        return {}
    last = Revision.objects.filter(record=OuterRef("record"), number__isnull=False).order_by("-number").values("pk")
    return dict(Revision.objects.filter(record__in=wanted, pk=Subquery(last[:1])).values_list("record", "data"))


def _judge_one(record: Record, text: Draft | None, access: Access) -> Stored:
    step = process.find(record.step)
    step_or_kind = step_or_kind_at(step, record.row, record.kind) if step else None
    if text is None or step_or_kind is None or step_or_kind.form is None:
        return {}
    return judge(step_or_kind.make_form(text, access, row=record.row))

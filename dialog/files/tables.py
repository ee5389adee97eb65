"""Tables to take along: the one way in which the application writes them.

A table opens in a Swedish spreadsheet: semicolons, a mark that says UTF-8, days and numbers that it knows for what they
are. ``?separator=comma`` gives the same to a program: commas and no mark.
"""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import translation

from dialog.language.letters import INVISIBLE

MARK = "\ufeff"
FORMULA = "=+-@＝＋－＠"
BLANK = " \t\r\n\x0b\x0c\xa0" + INVISIBLE


def table(request: HttpRequest, name: str, head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """Answer with a table of that name as a file, apart by what the address asks for.

    It is written while it is sent, so that twenty thousand rows never stand in memory at once.
    """
    for_a_program = request.GET.get("separator") == "comma"
    written = _written(head, rows, for_a_program=for_a_program, language=translation.get_language())
    answer = StreamingHttpResponse(written, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _written(
    head: Sequence[Any], rows: Iterable[Sequence[Any]], *, for_a_program: bool, language: str | None
) -> Iterator[str]:
    """Write line by line, in the language of who asked: it is no longer set when the lines are sent."""
    writer = csv.writer(Echo(), delimiter="," if for_a_program else ";")
    decimal = "." if for_a_program else ","
    with translation.override(language):
        yield "" if for_a_program else MARK
        yield writer.writerow([harmless(str(heading)) for heading in head])
        for row in rows:
            yield writer.writerow([cell(value, decimal=decimal) for value in row])


class Echo:
    """What csv writes into, which hands back what was written."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


def cell(value: Any, *, decimal: str = ",") -> str:
    """Return what stands in a cell: a day as 2026-10-12, a number as figures, a text that is no formula."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (int, Decimal)):
        return str(value).replace(".", decimal)
    return harmless(str(value))


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(BLANK)[:1] in tuple(FORMULA) or text[:1] in ("\t", "\r", "\n") else text

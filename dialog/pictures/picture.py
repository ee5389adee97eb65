"""What every picture is: a drawing, what it shows in one sentence, and the same as a table."""

from dataclasses import dataclass

from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Picture:
    """A drawing with its alternatives.

    ``title`` is its caption; ``alternative`` says in a sentence or two what it shows and stands as ``<title>`` in the
    drawing. ``head`` and ``rows`` say the same as a table, the first cell of a row being its heading; ``numeric``
    lists the columns that hold numbers.
    """

    svg: SafeString
    title: str
    alternative: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()

    def cells(self) -> list[list[tuple[str, bool]]]:
        """Each row as pairs of text and whether it stands in a numeric column."""
        return [[(text, column in self.numeric) for column, text in enumerate(row)] for row in self.rows]

    def heads(self) -> list[tuple[str, bool]]:
        """The head as pairs of text and whether it stands over a numeric column."""
        return [(text, column in self.numeric) for column, text in enumerate(self.head)]

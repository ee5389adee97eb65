"""What every picture is: a drawing, what it shows in one sentence, and the same as a table."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

NOTHING = "–"  # in a cell where there is no number


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

    def cells(self) -> list[list[dict[str, str | bool]]]:
        """Each row's cells: the head over it, its text, whether it is a number, and whether it says anything."""
        return [
            [
                {"head": head, "text": text, "numeric": column in self.numeric, "empty": text in ("", NOTHING)}
                for column, (head, text) in enumerate(zip(self.head, row, strict=True))
            ]
            for row in self.rows
        ]

    def heads(self) -> list[tuple[str, bool]]:
        """The head as pairs of text and whether it stands over a numeric column."""
        return [(text, column in self.numeric) for column, text in enumerate(self.head)]

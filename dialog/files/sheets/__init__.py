"""Tables that people hand in, as a spreadsheet or as text: read as they were meant, and nobody is asked what can be seen.

``read(name, content)`` says what a file holds, or raises ``Unreadable`` with a sentence of why and one of what to do
instead. Nothing here knows what the cells mean.
"""

from dialog.files.sheets.found import Cell, Found, Sheet, Unreadable
from dialog.files.sheets.headings import Headings, headings_of
from dialog.files.sheets.kinds import read

__all__ = ["Cell", "Found", "Headings", "Sheet", "Unreadable", "headings_of", "read"]

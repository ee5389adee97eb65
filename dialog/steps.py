"""What belongs to a case and to no phase."""

from dialog.engine.process import process
from dialog.facts import Facts

process.add_to_case(Facts())

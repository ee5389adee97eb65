"""What belongs to a case and to no phase."""

from dialog.cases.facts import Facts
from dialog.process.phases import process

process.add_to_case(Facts())

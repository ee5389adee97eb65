"""Översikt: how many dialogues, whom they reach, how long they take, what is stuck. Every number leads to its cases.

Everything is counted by the database, whatever the number of cases; only the days of feedback are read one by one.
"""

from followup.overview.page import Overview
from followup.overview.reach import Groups, kind_names, priority_names, target_groups, turnout
from followup.overview.tables import NONE, Counted
from followup.overview.times import Time, days_to_feedback, times_of

__all__ = [
    "NONE",
    "Counted",
    "Groups",
    "Overview",
    "Time",
    "days_to_feedback",
    "kind_names",
    "priority_names",
    "target_groups",
    "times_of",
    "turnout",
]

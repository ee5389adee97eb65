"""What is in force of the steps of Genomföra, and what lies beside them."""

from execution.models.activities import Activity, ActivityCount, Said, Talk
from execution.models.contacts import ContactDetail, ContactRegister
from execution.models.feedback import FeedbackRound
from execution.models.gate import ExecutionGate
from execution.models.listed import ListedDialogue
from execution.models.methods import ChosenMethod, GroupParticipation, Reached, Threshold
from execution.models.units import Unit

__all__ = [
    "Activity",
    "ActivityCount",
    "ChosenMethod",
    "ContactDetail",
    "ContactRegister",
    "ExecutionGate",
    "FeedbackRound",
    "GroupParticipation",
    "ListedDialogue",
    "Reached",
    "Said",
    "Talk",
    "Threshold",
    "Unit",
]

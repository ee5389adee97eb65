"""What Dialog remembers, apart from the phases' own answers."""

from dialog.models.attachment import Attachment
from dialog.models.case import Case, CasePermission, Membership
from dialog.models.conversation import Comment, HelpRequest
from dialog.models.course import Addition, Closing
from dialog.models.decision import BodyReply, Decision, DecisionFact
from dialog.models.gate import GateConfirmation, GateException
from dialog.models.history import Event, Wait
from dialog.models.job import Job
from dialog.models.organisation import Area, Body, Department, Municipality, Person, Seat
from dialog.models.record import Record, Revision
from dialog.models.reference import RowReference
from dialog.models.row import Answers, PartOfRow, Row
from dialog.models.text import Publication, PublicationText
from dialog.models.told import Told
from dialog.models.words import Searched, SearchedTexts, Word, WordOfText

__all__ = [
    "Addition",
    "Answers",
    "Area",
    "Attachment",
    "Body",
    "BodyReply",
    "Case",
    "CasePermission",
    "Closing",
    "Comment",
    "Decision",
    "DecisionFact",
    "Department",
    "Event",
    "GateConfirmation",
    "GateException",
    "HelpRequest",
    "Job",
    "Membership",
    "Municipality",
    "PartOfRow",
    "Person",
    "Publication",
    "PublicationText",
    "Record",
    "Revision",
    "Row",
    "RowReference",
    "Searched",
    "SearchedTexts",
    "Seat",
    "Told",
    "Wait",
    "Word",
    "WordOfText",
]

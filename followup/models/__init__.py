"""What follow-up remembers: what residents said, what came out of it, and what is learned."""

from followup.models.answers import (
    Analysis,
    Compilation,
    Conclusion,
    FollowupGate,
    GoalOutcome,
    Learning,
    NextTime,
    Presentation,
    PrincipleReflection,
    ProcessAnalysis,
)
from followup.models.coding import CodingAct, ContributionTheme, Stance
from followup.models.contribution import Contribution, ContributionChange, Withheld
from followup.models.imports import Import
from followup.models.personal_data import LookedThrough, PersonalDataLog
from followup.models.proposals import Ballot, Proposal, VoiceOfProposal, Votes
from followup.models.suggested import Grouping, GroupMember, Offered, SuggestedGroup, Vector
from followup.models.theme import Theme
from followup.models.unfollowed import Unfollowed

__all__ = [
    "Analysis",
    "Ballot",
    "CodingAct",
    "Compilation",
    "Conclusion",
    "Contribution",
    "ContributionChange",
    "ContributionTheme",
    "FollowupGate",
    "GoalOutcome",
    "GroupMember",
    "Grouping",
    "Import",
    "Learning",
    "LookedThrough",
    "NextTime",
    "Offered",
    "PersonalDataLog",
    "Presentation",
    "PrincipleReflection",
    "ProcessAnalysis",
    "Proposal",
    "Stance",
    "SuggestedGroup",
    "Theme",
    "Unfollowed",
    "Vector",
    "VoiceOfProposal",
    "Votes",
    "Withheld",
]

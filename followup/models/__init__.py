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
from followup.models.contribution import Contribution, ContributionChange, ContributionTheme, Theme, Withheld
from followup.models.imports import Import

__all__ = [
    "Analysis",
    "Compilation",
    "Conclusion",
    "Contribution",
    "ContributionChange",
    "ContributionTheme",
    "FollowupGate",
    "GoalOutcome",
    "Import",
    "Learning",
    "NextTime",
    "Presentation",
    "PrincipleReflection",
    "ProcessAnalysis",
    "Theme",
    "Withheld",
]

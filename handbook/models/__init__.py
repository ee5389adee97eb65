"""What the handbook remembers."""

from handbook.models.edition import Edition, Page, Principle, ReadingTip
from handbook.models.service import Contact, DirectionGoal, HandbookComment

__all__ = ["Contact", "DirectionGoal", "Edition", "HandbookComment", "Page", "Principle", "ReadingTip"]

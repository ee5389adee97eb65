"""The acts that only Genomföra has; importing the package registers them."""

from execution.acts import activities, contacts, feedback

__all__ = ["activities", "contacts", "feedback"]

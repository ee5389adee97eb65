"""Revising the handbook: a draft of the next edition, written piece by piece by those who keep it, then published."""

"""The yearly report: what the municipality's dialogues came to in a year, for its council."""

"""Suggestions of a case, kept: what ``followup.voices`` makes of its contributions, and what people decided of it."""

"""Organisation: Django's admin, arranged for an administrator. Who is one stands in the person, and nothing else counts.

Nothing here breaks a rule of the model layer: nothing is erased, memberships begin and end through the acts, and
decisions, texts and events are not to be found.
"""

from dialog.admin import cases, log, municipality, people
from dialog.admin.site import OrganisationAdmin, site

__all__ = ["OrganisationAdmin", "cases", "log", "municipality", "people", "site"]

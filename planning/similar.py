"""What a new dialogue can learn from: earlier and parallel cases that resemble it."""

from dialog.models import Case
from dialog.process.access import Access, readable_cases
from dialog.search.cases import similar


def similar_cases(access: Access, typed: str = "") -> list[Case]:
    """Return cases that the person may read and that share words with the case, or with what is being typed."""
    others = readable_cases(access.user).exclude(pk=access.case.pk).select_related("body")
    return similar(others, f"{typed} {access.case.title} {access.case.subject}")

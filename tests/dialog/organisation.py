"""Addresses and posts of Organisation, as a browser makes them."""

from django.urls import reverse


def rows(prefix: str, *given: dict[str, str], initial: int = 0) -> dict[str, str]:
    """Return what a browser posts for the rows of a form."""
    data = {f"{prefix}-TOTAL_FORMS": str(len(given)), f"{prefix}-INITIAL_FORMS": str(initial)}
    return data | {f"{prefix}-{n}-{key}": value for n, row in enumerate(given) for key, value in row.items()}


def url(model: str, act: str = "changelist", *args: object, app: str = "dialog") -> str:
    """Return the address of what is kept of a model."""
    return reverse(f"admin:{app}_{model}_{act}", args=args)

"""What somebody typed whose session had ended: kept until she has signed in, then given back, not yet saved."""

from django.http import HttpRequest, QueryDict

SESSION_KEY = "typed"
MOST_BYTES = 300_000


def keep_typed(request: HttpRequest) -> None:
    """Keep the text of a whole form that nobody is signed in for; a part of one is not read as text."""
    if request.method != "POST" or "whole" not in request.POST:
        return
    text = request.POST.urlencode()
    if len(text) <= MOST_BYTES:
        request.session[SESSION_KEY] = {"path": request.path, "text": text}


def give_back(request: HttpRequest) -> QueryDict | None:
    """Return the form that was typed for this page before signing in, once; None where there is none."""
    kept = request.session.get(SESSION_KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[SESSION_KEY]
    return QueryDict(kept["text"])

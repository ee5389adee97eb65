"""What somebody typed that no act has taken: kept in her session, given back on the same page once, not saved.

That is the whole form of whoever had been signed out, and what stood in other fields of a page than those of the act.
"""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

SESSION_KEY = "typed"
MOST_BYTES = 300_000


@dataclass(frozen=True)
class Typed:
    """A form as it was typed, and whether the session had ended when it was sent."""

    post: QueryDict
    signed_out: bool

    @property
    def is_whole(self) -> bool:
        """Whether the whole text is in it; a part of one is not read as text."""
        return "whole" in self.post


def keep_typed(request: HttpRequest, post: QueryDict | None = None) -> None:
    """Keep the form that nobody is signed in for, or ``post``: what is left of it after an act."""
    typed = request.POST if post is None else post
    if request.method != "POST" or not ("whole" in typed or "act" in typed or post):
        return
    text = typed.urlencode()
    if len(text) <= MOST_BYTES:
        request.session[SESSION_KEY] = {"path": request.path, "text": text, "signed_out": post is None}


def give_back(request: HttpRequest) -> Typed | None:
    """Return what was typed on this page and not taken by an act, once; None where there is nothing."""
    kept = request.session.get(SESSION_KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[SESSION_KEY]
    post = QueryDict(kept["text"], mutable=True)
    post.pop("act", None)  # it was not carried out, and nothing went wrong with it
    return Typed(post, kept["signed_out"])

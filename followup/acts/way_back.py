"""Why contributions led to no conclusion: told in an open case, and in a closed one."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.acts.core import Attempt, Refused
from dialog.process.act import Button, Touches, act
from followup.models import Unfollowed
from followup.way_back import WayBack


@act(
    called=gettext_lazy("Write why contributions led to no conclusion"),
    happened=gettext_lazy("%(who)s wrote why contributions led to no conclusion in “%(step)s”"),
    done=gettext_lazy("The reason has been saved."),
    icon="speech",
    touches=Touches.THING,
    page="why_unfollowed",
    verbs=("explain",),
    reads=None,
    button=Button(gettext_lazy("Save the reason"), template="followup/why_unfollowed.html"),
)
def explain_unfollowed(attempt: Attempt, *, theme: str = "", against: bool = False, text: str = "") -> None:
    """Say why contributions about a theme, or about none, led no further; whoever writes it anew replaces it.

    History keeps every wording. Raises Refused where nothing about that is left without a conclusion.
    """
    if (theme, against) not in {rest.about for rest in WayBack(attempt.access).rests}:
        raise Refused(_("All contributions about this are part of a conclusion now."))
    if attempt.lacks(text.strip(), _("Enter why it led no further."), "text"):
        return
    which: dict[str, Any] = {"case": attempt.access.case, "theme": theme, "against": against}
    stands = Unfollowed.objects.filter(**which).first()
    if stands and stands.reason == text.strip():
        return
    Unfollowed.objects.update_or_create(**which, defaults={"reason": text.strip(), "by": attempt.by, "at": attempt.at})
    attempt.note = text.strip()
    attempt.happened = True

"""What became of a measure that was promised in a conclusion: told in an open case, and in a closed one."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.acts.core import Attempt
from dialog.forms import posted
from dialog.models import Addition
from dialog.process.act import Button, Touches, act


@act(
    called=gettext_lazy("Record what came of a promised action"),
    happened=gettext_lazy("%(who)s recorded what came of an action in “%(step)s”"),
    done=gettext_lazy("The result of the action has been recorded."),
    icon="speech",
    touches=Touches.THING,
    reads={"text": posted.text("measure"), "settled": posted.ticked("settled")},
    button=Button(gettext_lazy("Record the result"), template="followup/conclusion.html"),
)
def tell_of_measure(attempt: Attempt, *, text: str = "", settled: bool = False) -> None:
    """Tell what became of a promised measure, and whether that settles it. The same words twice are told once."""
    if attempt.lacks(text, _("Enter what came of it."), "measure"):
        return
    told = Addition.objects.filter(case=attempt.access.case, kind=Addition.Kind.PROMISED_MEASURE).last()
    row = attempt.record.row
    if told and (told.text, told.rows, told.settled, told.by_id) == (text, [row], settled, attempt.by.pk):
        return
    Addition.objects.create(
        case=attempt.access.case,
        kind=Addition.Kind.PROMISED_MEASURE,
        rows=[row],
        settled=settled,
        text=text,
        by=attempt.by,
        at=attempt.at,
    )
    attempt.note = text
    attempt.facts["settled"] = settled
    attempt.happened = True

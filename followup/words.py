"""The sentences of what happens in Följa upp, for the history. What was said never stands in it."""

from django.utils.translation import gettext_lazy

from dialog.acts.words import DONE, EVENT_ICONS, EVENTS

EVENTS.update(
    {
        "add_contributions": gettext_lazy("%(who)s added contributions in “%(step)s”"),
        "code_contribution": gettext_lazy("%(who)s read and coded contributions in “%(step)s”"),
        "correct_contribution": gettext_lazy("%(who)s corrected a contribution in “%(step)s”"),
        "mask_contribution": gettext_lazy("%(who)s masked a part of a contribution in “%(step)s”"),
        "unmask_contribution": gettext_lazy("%(who)s showed a masked contribution again in “%(step)s”"),
        "tell_of_measure": gettext_lazy("%(who)s told what became of a measure in “%(step)s”"),
    }
)
EVENT_ICONS.update({"add_contributions": "plus", "code_contribution": "speech", "mask_contribution": "eye"})
DONE["tell_of_measure"] = gettext_lazy("Noted what became of the measure.")

"""The sentences of what happens in Genomföra, for the history."""

from django.utils.translation import gettext_lazy

from dialog.acts.words import DONE, EVENTS

EVENTS.update(
    {
        "mark_held": gettext_lazy("%(who)s noted that an activity was held in “%(step)s”"),
        "cancel_activity": gettext_lazy("%(who)s cancelled an activity in “%(step)s”"),
        "plan_again": gettext_lazy("%(who)s planned an activity again in “%(step)s”"),
        "record_notes": gettext_lazy("%(who)s wrote down what was said in “%(step)s”"),
        "correct_talk": gettext_lazy("%(who)s mended the number of a talk in “%(step)s”"),
        "keep_register": gettext_lazy("%(who)s kept a contact register in “%(step)s”"),
        "add_contacts": gettext_lazy("%(who)s added people to a contact register in “%(step)s”"),
        "remove_contact": gettext_lazy("%(who)s erased somebody from a contact register in “%(step)s”"),
        "correct_contact": gettext_lazy("%(who)s corrected details in a contact register in “%(step)s”"),
        "dispose_register": gettext_lazy("%(who)s disposed of a contact register in “%(step)s”"),
        "plan_round": gettext_lazy("%(who)s planned a round in “%(step)s”"),
        "drop_round": gettext_lazy("%(who)s dropped a round in “%(step)s”"),
        "carry_out_round": gettext_lazy("%(who)s noted that a round was carried out in “%(step)s”"),
    }
)
DONE.update(
    {
        "mark_held": gettext_lazy("The activity is marked as held."),
        "cancel_activity": gettext_lazy("The activity is cancelled."),
        "plan_again": gettext_lazy("The activity is planned again."),
        "record_notes": gettext_lazy("What was said is written down."),
        "correct_talk": gettext_lazy("The number is mended."),
        "plan_round": gettext_lazy("The plan of the round is saved."),
        "drop_round": gettext_lazy("The round is dropped."),
        "carry_out_round": gettext_lazy("Noted that the round is carried out."),
    }
)

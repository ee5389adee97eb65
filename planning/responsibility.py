"""Ansvarsfördelning, declared: who owns the question and who does what."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dialog.cases.inbox import items
from dialog.cases.next import stored_waits
from dialog.forms.answers import Answered
from dialog.forms.drafts import Draft
from dialog.forms.step_form import StepForm
from dialog.language.dates import say_date
from dialog.language.sentences import in_letters
from dialog.models import house
from dialog.process.access import Access
from dialog.process.once import once
from dialog.process.reading import Reading
from dialog.process.step import Change, WrittenStep
from dialog.rights import SHARED
from planning import forms, reading
from planning.models import Representative, Task
from planning.tasks import days, is_free, with_all_taken


class Responsibility(WrittenStep):
    """Ansvarsfördelning."""

    key = "responsibility"
    title = _("Who does what")
    spoken = _("the division of responsibilities")
    role = SHARED
    known_to_documents = True
    checklist = _("Make the division of responsibilities clear")
    form = forms.ResponsibilityForm
    template = "planning/responsibility.html"
    copied = True
    verbs = frozenset({"take_all"})

    def change(self, verb: str, target: str, draft: Draft, access: Access, seen: int) -> Change:
        """Let the responsible official, who presses, do every task that nobody has."""
        free = sum(is_free(row) for row in draft.get("task", ()))
        if not free or access.case.responsible_id != access.user.pk:
            return Change(draft)
        last = say_date(max(days(access).values()))
        said = ngettext(
            "You now have one more task. Change it if someone else will do it.",
            "You now have %(n)s more tasks, the last one due by %(day)s. Change any that someone else will do.",
            free,
        )
        return Change(with_all_taken(draft, access, access.user.pk), said=said % {"n": in_letters(free), "day": last})

    def template_context(self, access: Access, form: StepForm | None) -> dict[str, Any]:
        """Those who have a part in the dialogue and are not members of the case."""
        named = set(
            Representative.objects.filter(case=access.case, dropped_because="").values_list("person", flat=True)
        )
        for who in Task.objects.filter(case=access.case, dropped_because="").values_list("who", flat=True):
            named.update(who)
        members = {str(membership.person_id) for membership in access.members}
        there = house.who_belong(access.today)  # who has left is not made a member again
        missing = there.filter(pk__in=[int(pk) for pk in named - members if pk.isdecimal()], is_communicator=False)
        return {"not_members": missing if access.is_member else [], "remark": self.remark(access)}

    def reading(self, access: Access, answers: list[Answered]) -> Reading:
        """A sentence of who owns the question, and a table of the tasks."""
        return reading.responsibility(access, answers)

    def remark(self, access: Access) -> str:
        """Say that the spokesperson has no seat in the body any more: the step stays done, and another is to be chosen."""
        return of_the_spokesperson(access)


@once
def of_the_spokesperson(access: Access) -> str:
    """Return what waits because the spokesperson has left the body, as sentences; empty where nothing does."""
    left = [wait for wait in stored_waits(access) if wait.kind.startswith("spokesperson_")]
    return " ".join(f"{item.what}." for item in items(left))

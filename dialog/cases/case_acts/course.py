"""The course of an open case: rest, another body, the newest handbook, the end before time."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.acts import course
from dialog.acts.fact import LONGEST
from dialog.cases.case_acts.case_act import CaseAct, offer_everywhere, reason_field
from dialog.language.understood import DayField
from dialog.models import Body, house
from dialog.process.access import Access, readable_cases
from dialog.process.phases import process


class Pause(CaseAct):
    """Let the case rest."""

    act = "pause"
    title, button = gettext_lazy("Pause the case"), gettext_lazy("Pause")
    explanation = gettext_lazy("No reminders until the date you choose. Nothing is locked.")
    needs = {
        "until": gettext_lazy("Choose a date in the future."),
        "reason": gettext_lazy("Enter why the case is being paused."),
    }
    until = DayField(label=gettext_lazy("Resume on"))
    reason = reason_field(gettext_lazy("Why?"))

    def carry_out(self) -> None:
        """Pause it."""
        course.pause(self.access.case.pk, by=self.access.user, **self.cleaned_data)


class Resume(CaseAct):
    """Take the case up again."""

    act = "resume"
    title, button = gettext_lazy("Resume the case"), gettext_lazy("Resume")
    explanation = gettext_lazy("Reminders will start again.")

    @classmethod
    def is_possible(cls, access: Access) -> bool:
        """Only a case that rests."""
        return bool(access.case.paused_until)

    def carry_out(self) -> None:
        """Resume it."""
        course.resume(self.access.case.pk, by=self.access.user)


class ChangeBody(CaseAct):
    """Give the case to another body."""

    act = "change_body"
    title, button = gettext_lazy("Hand the case over to another committee"), gettext_lazy("Hand over")
    explanation = gettext_lazy("Decisions already made keep the old committee's name.")
    needs = {
        "body": gettext_lazy("Choose a committee."),
        "reason": gettext_lazy("Enter why the case is being handed over."),
        "on": gettext_lazy("Enter the date of the meeting."),
    }
    body = forms.ModelChoiceField(
        label=gettext_lazy("Which committee?"), queryset=Body.objects.none(), empty_label=gettext_lazy("Choose")
    )
    reason = forms.CharField(label=gettext_lazy("Why?"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    on = DayField(label=gettext_lazy("Date of the meeting"), required=False)
    section = forms.CharField(label=gettext_lazy("Minute number (§)"), max_length=LONGEST, required=False)
    everywhere = forms.BooleanField(required=False)

    def offer(self) -> None:
        """Every other body; a reason is needed once the body has decided something, or has ended. What the body itself
        decides at a meeting has its day, and its § as soon as that is known.
        """
        self.field("body").queryset = house.bodies(self.access.today).exclude(pk=self.access.case.body_id)
        self.fields["reason"].required = self.right(self.access) != "change_body"
        at_a_meeting = self.right(self.access) == "hand_over_to_body"
        self.fields["on"].required = at_a_meeting
        if not at_a_meeting:
            del self.fields["on"], self.fields["section"]
        offer_everywhere(self, course.movable(self.access.case.body, self.access.user, self.access.today))

    @classmethod
    def is_possible(cls, access: Access) -> bool:
        """Only an open case; one whose body has ended is moved on when it is closed, too."""
        return super().is_possible(access) or access.case.body.has_ended(access.today)

    @classmethod
    def right(cls, access: Access) -> str:
        """Until the first decision the responsible official's, afterwards the elected member's; see ``course``."""
        return course.act_of_changing_body(access)

    def carry_out(self) -> None:
        """Hand it over."""
        facts = {"by": self.access.user, "reason": self.cleaned_data["reason"]}
        if self.cleaned_data.get("everywhere"):
            course.move_all_on(self.access.case.body, to=self.cleaned_data["body"], **facts)
        else:
            meeting = {name: self.cleaned_data[name] for name in ("on", "section") if name in self.fields}
            course.change_body(self.access.case.pk, body=self.cleaned_data["body"], **facts, **meeting)


class FollowEdition(CaseAct):
    """Let the case follow the newest edition of the handbook."""

    act = "follow_edition"
    title, button = gettext_lazy("Follow the latest edition of the handbook"), gettext_lazy("Follow the latest edition")
    explanation = gettext_lazy("The guidance and links to the handbook will change. What you have written will not.")

    @classmethod
    def is_possible(cls, access: Access) -> bool:
        """Only an open case, when there is a newer edition than its own."""
        if access.case.closed_at:
            return False
        newest = process.current_edition()
        return bool(newest and (access.case.edition is None or access.case.edition < newest))

    def carry_out(self) -> None:
        """Follow it."""
        course.follow_edition(self.access.case.pk, by=self.access.user)


class EndEarly(CaseAct):
    """End the case before it was carried through."""

    act, is_final = "end_early", True
    title, button = gettext_lazy("Close the case early"), gettext_lazy("Close the case early")
    explanation = gettext_lazy(
        "After that, the case can only be read and added to. It can be reopened if there is a reason."
    )
    needs = {"reason": gettext_lazy("Enter why the case is being closed.")}
    reason = reason_field(gettext_lazy("Why is it being closed?"))
    continues_in = forms.ChoiceField(label=gettext_lazy("Does the question continue in another case?"), required=False)
    sure = forms.BooleanField(
        label=gettext_lazy("I understand that the case can then only be read."),
        error_messages={"required": gettext_lazy("Tick the box to show that you understand.")},
    )

    def offer(self) -> None:
        """The other cases that the person may know of."""
        others = readable_cases(self.access.user).exclude(pk=self.access.case.pk).order_by("title")
        self.field("continues_in").choices = [
            ("", _("No")),
            *((str(pk), title) for pk, title in others.values_list("pk", "title")),
        ]

    @classmethod
    def right(cls, access: Access) -> str:
        """Before the first decision a civil servant's, afterwards the elected member's."""
        return "end_early_after_decision" if access.decisions else "end_early"

    def carry_out(self) -> None:
        """End it."""
        goes_on = self.cleaned_data["continues_in"]
        course.end_early(
            self.access.case.pk,
            by=self.access.user,
            reason=self.cleaned_data["reason"],
            continues_in=int(goes_on) if goes_on else None,
        )

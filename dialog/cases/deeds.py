"""The forms of what can be done with a case besides its steps: people, rest, another body, the end, a copy, additions."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.acts import course
from dialog.acts.case import copy_case
from dialog.acts.core import Refused
from dialog.acts.fact import LONGEST
from dialog.acts.members import add_deputy, add_member, current, end_membership
from dialog.acts.words import AUDIENCES
from dialog.forms.draft_form import readable
from dialog.forms.people_field import PersonField, described
from dialog.forms.sending import new_sending
from dialog.language.sentences import in_the_house, one_of
from dialog.language.understood import DayField
from dialog.models import Addition, Body, Case, Membership, house
from dialog.process.access import Access, readable_cases
from dialog.process.offers import everybody, who_belong
from dialog.process.phases import process
from dialog.rights import CASE_RIGHTS

OPEN, CLOSED = "open", "closed"


class Deed(forms.Form):
    """A form of one thing that can be done with a case. ``act`` is its key in address and table of rights."""

    do_not_call_in_templates = True  # templates speak of the deed, which is this class
    act = ""
    title: Any = ""
    explanation: Any = ""
    button: Any = ""
    done: Any = ""
    icon = "cog"
    is_final = False
    when = frozenset({OPEN})  # in an open case or in a closed one, or in both
    use_required_attribute = False

    def __init__(self, access: Access, data: Any = None) -> None:
        self.access = access
        super().__init__(data, auto_id=f"{self.act}-%s")
        self.offer()

    def field(self, name: str) -> Any:
        """Return a field by its name."""
        return self.fields[name]

    def offer(self) -> None:
        """Set what the fields may choose among."""

    @classmethod
    def is_possible(cls, access: Access) -> bool:
        """Say whether the case is in a state where this can be done."""
        return (CLOSED if access.case.closed_at else OPEN) in cls.when

    @classmethod
    def right(cls, access: Access) -> str:
        """Return the row of the table of rights that this needs."""
        return cls.act

    @classmethod
    def whose(cls, access: Access) -> str:
        """Return who may do it, as whoever may not reads it."""
        who = [str(words) for capacity, words in AUDIENCES.items() if capacity in CASE_RIGHTS[cls.right(access)]]
        return _("It is for %(who)s.") % {"who": one_of(who)} if who else ""

    def carry_out(self) -> None:
        """Do it. Raises Refused."""
        raise Refused(_("This cannot be done."))

    def said(self) -> str:
        """Return what has happened, with what was chosen."""
        return str(self.done) % {
            name: readable(self.fields[name], value) for name, value in self.cleaned_data.items() if value
        }


def _reason(label: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 3}))


def _offer_all(deed: Deed, cases: list[int]) -> None:
    """Offer to do the same with all the cases that it is about, where there are more than this one."""
    if len(cases) < 2:
        del deed.fields["everywhere"]
        return
    deed.fields["everywhere"].label = _("Do the same with all %(n)d open cases") % {"n": len(cases)}


class AddMember(Deed):
    """Make somebody a member of the case."""

    act, icon = "add_member", "people"
    done = gettext_lazy("%(person)s takes part in the case from now on. Role: %(role)s.")
    when = frozenset({OPEN, CLOSED})  # people leave a closed case, too
    title, button = gettext_lazy("Add somebody"), gettext_lazy("Add")
    explanation = gettext_lazy("Members read drafts and comments. A membership ends; it is never erased.")
    person = PersonField()
    role = forms.ChoiceField(
        label=gettext_lazy("As what?"),
        choices=[("", gettext_lazy("As what the person is here")), *Membership.Role.choices],
        widget=forms.RadioSelect,
        initial="",
        required=False,
        help_text=gettext_lazy("With a seat today: elected official. With a department: civil servant. Else: reader."),
    )

    def offer(self) -> None:
        """Everybody who is not a member already, the body's members first."""
        here = {one.person_id for one in self.access.members if not one.deputy_for}
        there = (one for one in everybody(self.access).values() if one.is_active and not one.is_administrator)
        people = [one for one in there if one.pk not in here]
        self.field("person").offer(people, self.access.today, self.access.case.body)

    def clean_role(self) -> str:
        """Take the role that fits the person, where none is chosen."""
        role, person = self.cleaned_data["role"], self.cleaned_data.get("person")
        return role or (str(house.role_of(person, self.access.today)) if person else "")

    def carry_out(self) -> None:
        """Add the membership."""
        add_member(self.access.case.pk, by=self.access.user, **self.cleaned_data)

    def said(self) -> str:
        """Return who takes part as what; of an elected official who sits elsewhere, that she cannot decide."""
        said, body, person = super().said(), self.access.case.body, self.cleaned_data["person"]
        seats = {seat.body_id for seat in person.seats.all() if seat.holds(self.access.today)}
        if self.cleaned_data["role"] != Membership.Role.ELECTED or body.pk in seats:
            return said
        elsewhere = _("%(person)s has no seat in the body that decides (%(body)s): she can approve, but not decide.")
        return f"{said} {elsewhere % {'person': person, 'body': body}}"


class EndMembership(Deed):
    """End a membership."""

    act, icon = "end_membership", "person"
    done = gettext_lazy("The membership has ended: %(membership)s.")
    when = frozenset({OPEN, CLOSED})  # people leave a closed case, too
    title, button = gettext_lazy("End a membership"), gettext_lazy("End the membership")
    explanation = gettext_lazy("It holds no more from now, and stays readable.")
    membership = forms.ChoiceField(label=gettext_lazy("Whose?"))

    def offer(self) -> None:
        """The members but the responsible official."""
        responsible = self.access.case.responsible_id
        members = [one for one in current(self.access) if one.deputy_for or one.person_id != responsible]
        self.field("membership").choices = [("", _("Choose")), *((str(one.pk), self._said(one)) for one in members)]

    def _said(self, membership: Membership) -> str:
        """Return whose a membership is, and as what."""
        who = described(everybody(self.access)[membership.person_id], self.access.today)
        role = in_the_house(membership.get_role_display())
        if membership.deputy_for:
            return f"{who} ({role}, {_('stands in for %(who)s') % {'who': membership.deputy_for.person}})"
        return f"{who} ({role})"

    def carry_out(self) -> None:
        """End it."""
        end_membership(self.access.case.pk, by=self.access.user, membership=int(self.cleaned_data["membership"]))


class AddDeputy(Deed):
    """Name who stands in for a member who is away."""

    act, icon = "add_deputy", "people"
    done = gettext_lazy("%(person)s stands in from %(start)s to %(end)s.")
    when = frozenset({OPEN, CLOSED})  # people are away from a closed case, too
    title, button = gettext_lazy("Name a deputy"), gettext_lazy("Name the deputy")
    explanation = gettext_lazy(
        "On those days the deputy has all that the absent one has: rights, what waits, and mail."
    )
    absent = forms.TypedChoiceField(label=gettext_lazy("Who is away?"), coerce=int)
    person = PersonField(label=gettext_lazy("Who stands in?"))
    start = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"inputmode": "numeric"}))
    end = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"inputmode": "numeric"}))

    def offer(self) -> None:
        """The members who work in the case; and everybody who sits or works here."""
        today = self.access.today
        members = [one for one in self.access.members if one.role != Membership.Role.READER and not one.deputy_for]
        people = everybody(self.access)
        named = [(str(one.pk), described(people[one.person_id], today)) for one in members]
        self.field("absent").choices = [("", _("Choose")), *named]
        self.field("person").offer(who_belong(self.access), today, self.access.case.body)

    def carry_out(self) -> None:
        """Name the deputy."""
        add_deputy(self.access.case.pk, by=self.access.user, **self.cleaned_data)


class SetVisibility(Deed):
    """Say who may know of the case."""

    act, icon = "set_visibility", "eye"
    done = gettext_lazy("From now on: %(visibility)s.")
    when = frozenset({OPEN, CLOSED})  # people leave a closed case, too
    title, button = gettext_lazy("Who may know of the case"), gettext_lazy("Save")
    explanation = gettext_lazy(
        "Open: everybody in the house reads what is in force. Members only: others do not learn of the case here, but it is "
        "no secrecy in the law's sense. What is asked for as a public document is judged as always."
    )
    visibility = forms.ChoiceField(
        label=gettext_lazy("Who may read?"), choices=Case.Visibility.choices, widget=forms.RadioSelect
    )

    def offer(self) -> None:
        """Begin with what holds."""
        self.fields["visibility"].initial = self.access.case.visibility

    def carry_out(self) -> None:
        """Set it."""
        course.set_visibility(self.access.case.pk, by=self.access.user, **self.cleaned_data)


class ChangeResponsible(Deed):
    """Name another responsible official."""

    act, icon = "change_responsible", "briefcase"
    done = gettext_lazy("%(responsible)s is the responsible official from now on.")
    when = frozenset({OPEN, CLOSED})  # people leave a closed case, too
    title, button = gettext_lazy("Another responsible official"), gettext_lazy("Name the official")
    explanation = gettext_lazy("Becomes a civil servant of the case in the same act.")
    responsible = PersonField()
    everywhere = forms.BooleanField(required=False)

    def offer(self) -> None:
        """Every official but the one who is; where she has left, for all her cases at once."""
        today = self.access.today
        officials = [one for one in who_belong(self.access) if house.is_official(one)]
        free = [one for one in officials if not house.has_seat(one, today, one.seats.all())]
        offered = [one for one in free if one.pk != self.access.case.responsible_id]
        self.field("responsible").offer(offered, today)
        _offer_all(self, course.takeable(self.access.case.responsible, self.access.user))

    def carry_out(self) -> None:
        """Name the official."""
        facts: dict[str, Any] = {"by": self.access.user, "responsible": self.cleaned_data["responsible"]}
        if self.cleaned_data.get("everywhere"):
            course.replace_responsible(self.access.case.responsible, **facts)
        else:
            course.change_responsible(self.access.case.pk, **facts)


class Pause(Deed):
    """Let the case rest."""

    act, icon = "pause", "pause"
    done = gettext_lazy("The case rests until %(until)s.")
    title, button = gettext_lazy("Let the case rest"), gettext_lazy("Let it rest")
    explanation = gettext_lazy("No reminders until the day that you choose. Nothing is locked.")
    until = DayField(label=gettext_lazy("To be taken up again on"))
    reason = _reason(gettext_lazy("Why?"))

    def carry_out(self) -> None:
        """Pause it."""
        course.pause(self.access.case.pk, by=self.access.user, **self.cleaned_data)


class Resume(Deed):
    """Take the case up again."""

    act, icon = "resume", "arrow-right"
    done = gettext_lazy("The case is taken up again.")
    title, button = gettext_lazy("Take the case up again"), gettext_lazy("Take it up again")
    explanation = gettext_lazy("Reminders begin again.")

    @classmethod
    def is_possible(cls, access: Access) -> bool:
        """Only a case that rests."""
        return bool(access.case.paused_until)

    def carry_out(self) -> None:
        """Resume it."""
        course.resume(self.access.case.pk, by=self.access.user)


class ChangeBody(Deed):
    """Give the case to another body."""

    act, icon = "change_body", "hand-over"
    done = gettext_lazy("The case is handed over: %(body)s.")
    title, button = gettext_lazy("Hand the case over to another body"), gettext_lazy("Hand over")
    explanation = gettext_lazy("Decisions that were made keep the old body's name.")
    body = forms.ModelChoiceField(
        label=gettext_lazy("Which body?"), queryset=Body.objects.none(), empty_label=gettext_lazy("Choose")
    )
    reason = forms.CharField(label=gettext_lazy("Why?"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    on = forms.DateField(
        label=gettext_lazy("Date of the meeting"),
        widget=forms.DateInput(attrs={"inputmode": "numeric"}),
        required=False,
    )
    section = forms.CharField(label=gettext_lazy("Paragraph"), max_length=LONGEST, required=False)
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
        _offer_all(self, course.movable(self.access.case.body, self.access.user, self.access.today))

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


class EndEarly(Deed):
    """End the case before it was carried through."""

    act, icon, is_final = "end_early", "cross-circle", True
    done = gettext_lazy("The case is ended.")
    title, button = gettext_lazy("End the case early"), gettext_lazy("End the case early")
    explanation = gettext_lazy("The case can then only be read and added to. It can be opened again with a reason.")
    reason = _reason(gettext_lazy("Why is it ended?"))
    continues_in = forms.ChoiceField(label=gettext_lazy("Does the question go on in another case?"), required=False)
    sure = forms.BooleanField(
        label=gettext_lazy("I understand that the case can then only be read."),
        error_messages={"required": gettext_lazy("Tick the box when you have understood.")},
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


class Reopen(Deed):
    """Open a closed case again."""

    act, icon = "reopen", "arrow-right"
    when = frozenset({CLOSED})
    done = gettext_lazy("The case is open again.")
    title, button = gettext_lazy("Open the case again"), gettext_lazy("Open it again")
    explanation = gettext_lazy("The last gate is then to be confirmed anew.")
    reason = _reason(gettext_lazy("Why?"))

    def carry_out(self) -> None:
        """Reopen it."""
        course.reopen(self.access.case.pk, by=self.access.user, **self.cleaned_data)


class AddToClosed(Deed):
    """Add something to a closed case."""

    act, icon = "add_to_closed", "plus"
    when = frozenset({CLOSED})
    done = gettext_lazy("What you added stands with the case.")
    title, button = gettext_lazy("Add something"), gettext_lazy("Add")
    explanation = gettext_lazy("With today's date and your name. Nothing that stands in the case changes.")
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about?"), choices=Addition.Kind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(label=gettext_lazy("What is added?"), widget=forms.Textarea(attrs={"rows": 3}))
    rows = forms.MultipleChoiceField(
        label=gettext_lazy("Which conclusions is it about?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    settled = forms.BooleanField(label=gettext_lazy("The promise is kept, or nothing more comes of it"), required=False)

    def offer(self) -> None:
        """The conclusions, where the case has any."""
        conclusions = self.access.choices("conclusion")
        self.field("rows").choices = conclusions
        if not conclusions:
            del self.fields["rows"], self.fields["settled"]

    def carry_out(self) -> None:
        """Add it."""
        course.add_to_closed(self.access.case.pk, by=self.access.user, **self.cleaned_data)


class FollowEdition(Deed):
    """Let the case follow the newest edition of the handbook."""

    act, icon = "follow_edition", "replace"
    done = gettext_lazy("The case follows the newest edition.")
    title, button = gettext_lazy("Follow the newest edition of the handbook"), gettext_lazy("Follow the newest edition")
    explanation = gettext_lazy("Guidance and links to the handbook change. Nothing that you have written does.")

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


class Copy(Deed):
    """Begin a new case as a copy."""

    act, icon = "copy", "copy"
    done = gettext_lazy("The copy is begun.")
    title, button = gettext_lazy("Begin a new case as a copy"), gettext_lazy("Begin the copy")
    explanation = gettext_lazy(
        "Goals, groups, methods, tasks and participation come along. Decisions, dates and what residents said do not."
    )
    new_title = forms.CharField(label=gettext_lazy("What is the new case called?"), max_length=200)
    sending = forms.CharField(widget=forms.HiddenInput, required=False, initial=new_sending)

    @classmethod
    def is_possible(cls, access: Access) -> bool:
        """Open and closed cases can be copied, by whoever may begin one."""
        return house.may_create(access.user, access.today)

    def carry_out(self) -> None:
        """Begin the copy and remember where it lies."""
        said = self.cleaned_data
        self.made = copy_case(
            self.access.case.pk, by=self.access.user, title=said["new_title"], sending=said["sending"]
        )


DEEDS: tuple[type[Deed], ...] = (
    AddMember,
    EndMembership,
    AddDeputy,
    ChangeResponsible,
    SetVisibility,
    Resume,
    Pause,
    FollowEdition,
    Copy,
    ChangeBody,
    EndEarly,
    AddToClosed,
    Reopen,
)


PEOPLE_DEEDS = {"add_member", "end_membership", "add_deputy", "change_responsible"}


def deeds_for(access: Access) -> list[dict[str, Any]]:
    """Return what can be done with the case as it is: the form where the person may, else who may."""
    found = []
    for deed in DEEDS:
        if deed.is_possible(access) and (access.is_member or deed is Copy):
            may = access.may(deed.right(access))
            facts = {"people": deed.act in PEOPLE_DEEDS, "whose": deed.whose(access)}
            found.append({"deed": deed, "form": deed(access) if may else None, **facts})
    return found

"""Who takes part in a case: members, deputies, the responsible official, and who may know of it."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.acts import course
from dialog.acts.members import add_deputy, add_member, current, end_membership
from dialog.cases.case_acts.case_act import CLOSED, OPEN, CaseAct, offer_everywhere
from dialog.forms.people_field import PersonField, described
from dialog.language.letters import in_order
from dialog.language.sentences import in_the_house
from dialog.language.understood import DayField
from dialog.models import Case, Membership, Person, house
from dialog.process.access import Access
from dialog.process.act import ACTS_ON_CASE
from dialog.process.once import once


@once
def people_of(access: Access) -> dict[int, Person]:
    """Return who is or was a member of the case, with what stands behind their names."""
    keys = {membership.person_id for membership in access.memberships}
    return {person.pk: person for person in house.with_places(Person.objects.filter(pk__in=keys))}


def of_the_body(access: Access, people: QuerySet[Person]) -> list[Person]:
    """Return who of some people has a seat today in the body that decides, by name."""
    seats = house.seated(access.today).filter(body=access.case.body_id)
    return by_name(people.filter(pk__in=seats.values("person")))


def by_name(people: QuerySet[Person]) -> list[Person]:
    """Return people by their names, each with what stands behind it."""
    return sorted(house.with_places(people), key=lambda person: in_order(person.name))


class AddMember(CaseAct):
    """Make somebody a member of the case."""

    act, about_people = "add_member", True
    when = frozenset({OPEN, CLOSED})  # people leave a closed case, too
    title, button = gettext_lazy("Add someone"), gettext_lazy("Add")
    explanation = gettext_lazy("Members can read drafts and comments. A membership can be ended but is never deleted.")
    needs = {"person": gettext_lazy("Choose a person.")}
    person = PersonField()
    role = forms.ChoiceField(
        label=gettext_lazy("In which role?"),
        choices=[("", gettext_lazy("The role the person has in the municipality")), *Membership.Role.choices],
        widget=forms.RadioSelect,
        initial="",
        required=False,
        help_text=gettext_lazy("With a seat today: councillor. With a department: officer. Otherwise: reader."),
    )

    def offer(self) -> None:
        """Everybody who is not a member already; the body's members are at hand."""
        here = [membership.person_id for membership in self.access.members if not membership.deputy_for]
        free = house.may_take_part().exclude(pk__in=here)
        self.field("person").offer(free, of_the_body(self.access, free))

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
        elsewhere = _(
            "%(person)s does not have a seat on the committee that decides (%(body)s), so can approve but not decide."
        )
        return f"{said} {elsewhere % {'person': person, 'body': body}}"


class EndMembership(CaseAct):
    """End a membership."""

    act, about_people = "end_membership", True
    when = frozenset({OPEN, CLOSED})  # people leave a closed case, too
    title, button = gettext_lazy("End a membership"), gettext_lazy("End the membership")
    explanation = gettext_lazy("It ends now, but can still be seen in the history.")
    needs = {"membership": gettext_lazy("Choose whose membership to end.")}
    membership = forms.ChoiceField(label=gettext_lazy("Whose membership?"))

    def offer(self) -> None:
        """The members but the responsible official."""
        responsible = self.access.case.responsible_id
        members = [
            membership
            for membership in current(self.access)
            if membership.deputy_for or membership.person_id != responsible
        ]
        self.field("membership").choices = [
            ("", _("Choose")),
            *((str(membership.pk), self._said(membership)) for membership in members),
        ]

    def _said(self, membership: Membership) -> str:
        """Return whose a membership is, and as what."""
        who = described(people_of(self.access)[membership.person_id], self.access.today)
        role = in_the_house(membership.get_role_display())
        if membership.deputy_for:
            return f"{who} ({role}, {_('stands in for %(who)s') % {'who': membership.deputy_for.person}})"
        return f"{who} ({role})"

    def carry_out(self) -> None:
        """End it."""
        end_membership(self.access.case.pk, by=self.access.user, membership=int(self.cleaned_data["membership"]))


class AddDeputy(CaseAct):
    """Name who stands in for a member who is away."""

    act, about_people = "add_deputy", True
    when = frozenset({OPEN, CLOSED})  # people are away from a closed case, too
    title, button = gettext_lazy("Appoint a deputy"), gettext_lazy("Appoint the deputy")
    explanation = gettext_lazy(
        "During these days the deputy has everything the absent person has: permissions, tasks that are waiting, and "
        "emails."
    )
    needs = {
        "absent": gettext_lazy("Choose who is away."),
        "person": gettext_lazy("Choose who stands in."),
        "start": gettext_lazy("Enter the first day."),
        "end": gettext_lazy("Enter the last day."),
    }
    absent = forms.TypedChoiceField(label=gettext_lazy("Who is away?"), coerce=int)
    person = PersonField(label=gettext_lazy("Who stands in?"))
    start = DayField(label=gettext_lazy("First day"))
    end = DayField(label=gettext_lazy("Last day"))

    def offer(self) -> None:
        """The members who work in the case; and everybody who sits or works here."""
        today = self.access.today
        members = [
            membership
            for membership in self.access.members
            if membership.role != Membership.Role.READER and not membership.deputy_for
        ]
        people = people_of(self.access)
        named = [(str(membership.pk), described(people[membership.person_id], today)) for membership in members]
        self.field("absent").choices = [("", _("Choose")), *named]
        there = house.who_belong(today)
        self.field("person").offer(there, of_the_body(self.access, there))

    def carry_out(self) -> None:
        """Name the deputy."""
        add_deputy(self.access.case.pk, by=self.access.user, **self.cleaned_data)


class SetVisibility(CaseAct):
    """Say who may know of the case."""

    act = "set_visibility"
    when = frozenset({OPEN, CLOSED})  # people leave a closed case, too
    title, button = gettext_lazy("Who can see the case"), gettext_lazy("Save")
    explanation = gettext_lazy(
        "Open: everyone in the organisation can read what is current. Members only: others are not told in Dialog "
        "that the case exists, but this is not confidentiality in the legal sense. If someone requests a public "
        "document, the request is assessed as usual."
    )
    needs = {"visibility": gettext_lazy("Choose who can read the case.")}
    visibility = forms.ChoiceField(
        label=gettext_lazy("Who can read it?"), choices=Case.Visibility.choices, widget=forms.RadioSelect
    )

    def offer(self) -> None:
        """Begin with what holds."""
        self.fields["visibility"].initial = self.access.case.visibility

    def carry_out(self) -> None:
        """Set it."""
        course.set_visibility(self.access.case.pk, by=self.access.user, **self.cleaned_data)


class SetSize(CaseAct):
    """Make a dialogue small, or an ordinary one again."""

    act = "set_size"
    title = gettext_lazy("Small or standard dialogue")
    explanation = gettext_lazy(
        "Small: one question, one group, one activity. Optional parts are folded away and the report is short. The "
        "steps and requirements are the same, and nothing you have written is lost."
    )
    button: Any = gettext_lazy("Change")
    size = forms.CharField(widget=forms.HiddenInput)

    def offer(self) -> None:
        """Offer the other one."""
        small = self.access.case.is_small
        self.fields["size"].initial = Case.Size.ORDINARY if small else Case.Size.SMALL
        self.button = _("Make it a standard dialogue") if small else _("Make it a small dialogue")

    def clean_size(self) -> str:
        """One of the two."""
        if self.cleaned_data["size"] not in Case.Size.values:
            raise forms.ValidationError(_("That is not one of the choices."))
        return str(self.cleaned_data["size"])

    def carry_out(self) -> None:
        """Make it so."""
        course.set_size(self.access.case.pk, by=self.access.user, **self.cleaned_data)

    def said(self) -> str:
        """Return what it is from now on."""
        size = Case.Size(self.cleaned_data["size"]).label
        return str(ACTS_ON_CASE[self.act].done) % {"size": str(size).lower()}


class ChangeResponsible(CaseAct):
    """Name another responsible official."""

    act, about_people = "change_responsible", True
    when = frozenset({OPEN, CLOSED})  # people leave a closed case, too
    title, button = gettext_lazy("Change lead officer"), gettext_lazy("Change the lead officer for the case")
    explanation = gettext_lazy("The person you choose also becomes an officer in the case.")
    needs = {"responsible": gettext_lazy("Choose who will be the lead officer.")}
    responsible = PersonField()
    everywhere = forms.BooleanField(required=False)

    def offer(self) -> None:
        """Every official but the one who is, the case's own at hand; where she has left, for all her cases at once."""
        free = house.may_be_responsible(self.access.today).exclude(pk=self.access.case.responsible_id)
        members = [membership.person_id for membership in self.access.members]
        self.field("responsible").offer(free, by_name(free.filter(pk__in=members)))
        offer_everywhere(self, course.takeable(self.access.case.responsible, self.access.user))

    def carry_out(self) -> None:
        """Name the official."""
        facts: dict[str, Any] = {"by": self.access.user, "responsible": self.cleaned_data["responsible"]}
        if self.cleaned_data.get("everywhere"):
            course.replace_responsible(self.access.case.responsible, **facts)
        else:
            course.change_responsible(self.access.case.pk, **facts)

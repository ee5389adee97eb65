"""The people who sign in, their organisation-wide roles, and how they get a password."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dialog import clock
from dialog.acts.derived import derive_cases_again
from dialog.admin.seats import SeatsOfPerson
from dialog.admin.site import OrganisationAdmin, OrganisationForm, site
from dialog.forms.sending import KEY, new_sending
from dialog.look.signs import ROLES
from dialog.mail import passwords
from dialog.models import Case, Person, house
from dialog.web.http import Request

FLAGS = {"is_communicator": "communicator", "is_support": "support", "is_administrator": "admin"}


class RoleFilter(admin.SimpleListFilter):
    """Who has one of the organisation-wide roles."""

    title = gettext_lazy("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the roles."""
        return [(role, ROLES[role].words) for role in FLAGS.values()]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Person]) -> models.QuerySet[Person]:
        """Return the people with the chosen role."""
        flag = next((flag for flag, role in FLAGS.items() if role == self.value()), None)
        return queryset.filter(**{flag: True}) if flag else queryset


class HereFilter(admin.SimpleListFilter):
    """Who is nothing in the house any more, or nothing yet."""

    title = gettext_lazy("place in the organisation")
    parameter_name = "here"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return what can be asked."""
        return [
            ("without_seat", gettext_lazy("no longer has a seat")),
            ("nothing", gettext_lazy("no seat or department")),
        ]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Person]) -> models.QuerySet[Person]:
        """Return the people with the chosen place."""
        today = clock.today()
        if self.value() == "without_seat":
            return queryset.filter(pk__in=house.without_seat(today).values("pk"))
        if self.value() == "nothing":
            return queryset.filter(is_active=True, is_administrator=False).exclude(
                pk__in=house.who_belong(today).values("pk")
            )
        return queryset


class PersonForm(OrganisationForm):
    """Somebody who signs in. The password is her own; nobody else sets or sees it."""

    by: Person  # who changes the person, set by the admin for each request

    class Meta:
        model = Person
        fields = ["name", "email", "username", "title", "phone", "department", *FLAGS, "is_active"]
        labels = {"is_active": gettext_lazy("Can sign in")}
        help_texts = {
            "username": gettext_lazy("Optional. Can be used to sign in, as well as the email address."),
            "is_active": gettext_lazy(
                "No one is deleted. People who have left can no longer sign in, but their names are kept."
            ),
            "is_administrator": gettext_lazy("Manages committees, people and roles. Does not take part in cases."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].required = False
        # A letter is how a new person gets a password.
        self.fields["email"].required = not self.instance.pk or bool(self.instance.email)

    def clean(self) -> dict[str, Any]:
        """Let the address be the user name of who has none, and nobody take her own keys away."""
        found = super().clean() or self.cleaned_data
        # An address that is no longer hers must not stay a name to sign in with.
        old = self.initial.get("email")
        if not found.get("username") or (old and found["username"] == old):
            found["username"] = found.get("email", "")
        if self.instance.pk == self.by.pk:
            for name in ("is_administrator", "is_active"):
                if not found.get(name):
                    self.add_error(name, _("You cannot remove this from yourself. Ask another administrator."))
        return found


@admin.register(Person, site=site)
class PersonAdmin(OrganisationAdmin):
    """The people of the house."""

    about = gettext_lazy("The people who sign in, and their roles across the organisation.")
    form = PersonForm
    fieldsets = (
        (None, {"fields": ["name", "email", "username", "title", "phone"]}),
        (
            gettext_lazy("Position in the administration"),
            {
                "fields": ["department"],
                "description": gettext_lazy(
                    "Anyone who belongs to a department is an officer. Councillors have committee seats instead."
                ),
            },
        ),
        (gettext_lazy("Roles across the organisation"), {"fields": [*FLAGS]}),
        (gettext_lazy("Account"), {"fields": ["is_active", "last_login"]}),
    )
    readonly_fields = ["last_login"]
    list_display = ["name", "title", "department", "roles", "account"]
    list_filter = [RoleFilter, HereFilter, "department", "is_active"]
    list_select_related = ["department"]
    search_fields = ["name", "username", "email", "title"]
    ordering = ["name"]
    inlines = [SeatsOfPerson]
    change_form_template = "admin/person.html"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form, which must know who is using it."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        return form

    def get_urls(self) -> list[Any]:
        """Besides the usual: the page on which all who never signed in are invited."""
        return [
            path("invite/", self.admin_site.admin_view(self.invite), name="dialog_person_invite"),
            *super().get_urls(),
        ]

    def invite(self, request: Request) -> HttpResponse:
        """Show who never signed in, and send each of them a letter when the administrator says so."""
        if request.method == "POST":
            n = passwords.invite_all(by=request.user, sending=request.POST.get(KEY, ""))
            said = ngettext("%(n)d invitation is on its way.", "%(n)d invitations are on their way.", n) % {"n": n}
            messages.success(request, said)
            return redirect("admin:dialog_person_changelist")
        people = house.with_places(passwords.to_invite())
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": _("Invite"), "people": people}
        return render(
            request, "admin/invite.html", context | {"days": passwords.DAYS_OF_INVITATION, KEY: new_sending()}
        )

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Say beside the list how many have never been invited in."""
        return super().changelist_view(request, {**(extra_context or {}), "to_invite": passwords.to_invite().count()})

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, person: Person) -> str:
        """Return a person's organisation-wide roles in words."""
        return ", ".join(str(ROLES[role].words) for flag, role in FLAGS.items() if getattr(person, flag))

    @admin.display(description=gettext_lazy("account"), ordering="is_active")
    def account(self, person: Person) -> str:
        """Return whether somebody may sign in, and whether she ever has."""
        if not person.is_active:
            return _("closed")
        return _("open") if person.last_login else _("never used")

    def save_model(self, request: HttpRequest, person: models.Model, form: Any, change: bool) -> None:
        """Save a person, with a letter where one is asked for; one whose address was changed is told at the old one."""
        assert isinstance(person, Person)
        if not change:
            person.set_unusable_password()
        super().save_model(request, person, form, change)
        assert isinstance(request.user, Person)
        if "_letter" in request.POST and person.email:
            passwords.ask_for_letter(person, by=request.user)
            messages.info(
                request, _("An email with a link to choose a password will be sent to %(email)s.") % vars(person)
            )
        if change and "email" in form.changed_data and form.initial["email"]:
            passwords.tell_old_address(person, form.initial["email"], by=request.user)
        if change and "name" in form.changed_data:
            derive_cases_again(Case.objects.filter(responsible=person))
        if not house.is_official(person):
            self._warn_of_cases(request, person)

    def _warn_of_cases(self, request: HttpRequest, person: Person) -> None:
        cases = Case.objects.filter(responsible=person, closed_at=None).values_list("pk", "title")
        if cases:
            first = reverse("admin:dialog_case_change", args=[cases[0][0]])
            text = _(
                "%(name)s is still the lead officer for: %(cases)s. Choose someone else, for one case or for all "
                "of them at once:"
            )
            said = text % {"name": person.name, "cases": ", ".join(title for _pk, title in cases)}
            messages.warning(request, format_html('{} <a href="{}">{}</a>', said, first, _("choose a successor")))

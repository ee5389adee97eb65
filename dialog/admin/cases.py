"""The administrator's list of cases: title, body and people, of those for members only too; nothing of what they hold."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy

from dialog import clock
from dialog.acts.core import Refused
from dialog.admin.site import OrganisationAdmin, site
from dialog.cases.case_acts import AddDeputy, AddMember, ChangeBody, ChangeResponsible, EndMembership
from dialog.models import Case
from dialog.process.access import load
from dialog.web.http import Request

ADD = "add_member"
# As far as the table gives them to an administrator.
OF_THE_ADMINISTRATOR = (AddMember, EndMembership, AddDeputy, ChangeResponsible, ChangeBody)


@admin.register(Case, site=site)
class CaseAdmin(OrganisationAdmin):
    """Whose the cases are. Who belongs to one is changed by the acts that the responsible official has too."""

    about = gettext_lazy(
        "The title, committee and members of every case. Here you can change who is involved, and move cases on."
    )
    list_display = ["title", "body", "responsible", "people"]
    list_filter = ["body"]
    search_fields = ["title", "short_title"]
    ordering = ["title"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        """Return the cases with their people."""
        cases = super().get_queryset(request).select_related("body", "responsible")
        return cases.prefetch_related("memberships__person")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An administrator takes no part in cases."""
        return False

    def get_urls(self) -> list[Any]:
        """A list, and the people of one case: no history of the rows, which an act never writes, and no erasing."""
        return [
            path("", self.admin_site.admin_view(self.changelist_view), name="dialog_case_changelist"),
            path("<int:case>/change/", self.admin_site.admin_view(self.people_view), name="dialog_case_change"),
        ]

    @admin.display(description=gettext_lazy("people"))
    def people(self, case: Case) -> str:
        """Return who belongs to the case today."""
        today = clock.today()
        return ", ".join(membership.person.name for membership in case.memberships.all() if membership.holds(today))

    def people_view(self, request: Request, case: int) -> HttpResponse:
        """Show who belongs to a case and who did; add somebody, or end a membership."""
        access = load(request.user, case, act=ADD)
        act = request.POST.get("act", "")
        forms = {
            form.act: form(access, request.POST if form.act == act else None)
            for form in OF_THE_ADMINISTRATOR
            if form.is_possible(access) and access.may(form.right(access))
        }
        chosen = forms.get(act)
        if chosen and chosen.is_valid():
            try:
                chosen.carry_out()
            except Refused as refused:
                chosen.add_error(None, str(refused))
            else:
                messages.success(request, chosen.said())
                return redirect("admin:dialog_case_change", case)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": access.case.title,
            "case": access.case,
            "access": access,
            "members": access.members,
            "former": [membership for membership in access.memberships if membership not in access.members],
            "forms": forms.values(),
        }
        return render(request, "admin/case.html", context, status=422 if chosen else 200)

"""The municipality itself, its bodies, departments and areas."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.acts.derived import derive_cases_again
from dialog.admin.seats import SeatsOfBody
from dialog.admin.site import OrganisationAdmin, OrganisationForm, refuse_circle, site
from dialog.files import logo
from dialog.language.understood import formfield
from dialog.models import Area, Body, Case, Department, Municipality


class MunicipalityForm(OrganisationForm):
    """The municipality's facts; a new logo comes as a file that is written anew before it is kept."""

    website = forms.URLField(label=gettext_lazy("Website"), required=False, assume_scheme="https")
    new_logo = forms.FileField(
        label=gettext_lazy("New logo"),
        required=False,
        help_text=gettext_lazy("A PNG image of up to 1 MB. It is shown at the top of pages and documents."),
        widget=forms.FileInput(attrs={"accept": "image/png"}),
    )
    without_logo = forms.BooleanField(label=gettext_lazy("Show no logo"), required=False)

    class Meta:
        model = Municipality
        formfield_callback = formfield
        fields = [
            *("name", "short_name", "website", "email", "phone", "accent_colour"),
            *("contacts_kept_months", "disposal_decision"),
        ]
        widgets = {"accent_colour": forms.TextInput(attrs={"type": "color"})}

    def clean_new_logo(self) -> ContentFile | None:
        """Keep nothing but the picture."""
        upload = self.cleaned_data["new_logo"]
        return logo.cleaned(upload) if upload else None

    def save(self, commit: bool = True) -> Municipality:
        """Set the logo too; of the one that it replaces no file is left."""
        storage, old = self.instance.logo.storage, self.instance.logo.name
        if self.cleaned_data["new_logo"]:
            self.instance.logo = self.cleaned_data["new_logo"]
        elif self.cleaned_data["without_logo"]:
            self.instance.logo = ""
        if old and old != self.instance.logo.name:
            transaction.on_commit(lambda: storage.delete(old), robust=True)
        return super().save(commit)


@admin.register(Municipality, site=site)
class MunicipalityAdmin(OrganisationAdmin):
    """The one municipality of this installation."""

    about = gettext_lazy("Name, logo, colour, and how long information is kept.")
    form = MunicipalityForm
    readonly_fields = ["present_logo"]
    fieldsets = (
        (None, {"fields": ["name", "short_name", "website", "email", "phone"]}),
        (gettext_lazy("Appearance"), {"fields": ["accent_colour", "present_logo", "new_logo", "without_logo"]}),
        (gettext_lazy("How long information is kept"), {"fields": ["contacts_kept_months", "disposal_decision"]}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one, and never two."""
        return super().has_add_permission(request) and not Municipality.objects.exists()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Go to the one there is."""
        there = Municipality.objects.first()
        name = "admin:dialog_municipality_change" if there else "admin:dialog_municipality_add"
        return redirect(reverse(name, args=[there.pk] if there else []))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Offer no second one beside it."""
        shown = {**context, "show_save_and_add_another": False}
        return super().render_change_form(request, shown, *args, **kwargs)

    @admin.display(description=gettext_lazy("Logo"))
    def present_logo(self, municipality: Municipality) -> str:
        """Show the logo as it is."""
        if not municipality.logo:
            return _("None yet")
        return format_html('<img class="logo" src="{}" alt="{}">', municipality.logo_url, municipality.name)


@admin.register(Body, site=site)
class BodyAdmin(OrganisationAdmin):
    """The bodies that own cases and decide in them, with who sits in them."""

    about = gettext_lazy("Who owns cases and makes decisions on them, and who sits there.")
    fields = ["name", "short", "kind", "ended_on"]
    list_display = ["name", "short", "kind", "ended_on"]
    list_filter = ["kind"]
    search_fields = ["name", "short"]
    inlines = [SeatsOfBody]

    def save_model(self, request: HttpRequest, body: models.Model, form: Any, change: bool) -> None:
        """Save a body; one that ends says which of its cases are still under way."""
        super().save_model(request, body, form, change)
        assert isinstance(body, Body)
        cases = Case.objects.filter(body=body, closed_at=None).values_list("pk", "title")
        if body.ended_on and cases:
            first = reverse("admin:dialog_case_change", args=[cases[0][0]])
            text = _("%(body)s still owns: %(cases)s. After its last day they are moved on, one by one or all at once:")
            said = text % {"body": body, "cases": ", ".join(title for _pk, title in cases)}
            messages.warning(request, format_html('{} <a href="{}">{}</a>', said, first, _("move them on")))


class DepartmentForm(OrganisationForm):
    """A department, which is no part of itself."""

    def clean(self) -> dict[str, Any]:
        """Refuse a circle."""
        self.instance.parent = self.cleaned_data.get("parent")
        refuse_circle(self.instance, "parent")
        return self.cleaned_data


@admin.register(Department, site=site)
class DepartmentAdmin(OrganisationAdmin):
    """The departments, with the addresses that mail goes to."""

    about = gettext_lazy("The administration, with its email addresses.")
    form = DepartmentForm
    fields = ["name", "parent", "email", "address", "owns_handbook"]
    list_display = ["name", "parent", "email", "keeps"]
    list_select_related = ["parent"]
    search_fields = ["name"]

    @admin.display(description=gettext_lazy("handbook"))
    def keeps(self, department: Department) -> str:
        """Return whether the handbook is the department's."""
        return _("owns it") if department.owns_handbook else ""


class AreaForm(OrganisationForm):
    """An area, which is no part of itself."""

    def clean(self) -> dict[str, Any]:
        """Refuse a circle."""
        self.instance.part_of = self.cleaned_data.get("part_of")
        refuse_circle(self.instance, "part_of")
        return self.cleaned_data


@admin.register(Area, site=site)
class AreaAdmin(OrganisationAdmin):
    """The parts of the municipality, as dialogues name them."""

    about = gettext_lazy("The parts of the municipality, as they are named in dialogues.")
    form = AreaForm
    fields = ["name", "part_of", "note"]
    list_display = ["name", "part_of", "note"]
    list_select_related = ["part_of"]
    search_fields = ["name"]

    def save_model(self, request: HttpRequest, area: models.Model, form: Any, change: bool) -> None:
        """Let cases be found by the area's new name."""
        super().save_model(request, area, form, change)
        if change and "name" in form.changed_data:
            derive_cases_again(Case.objects.filter(area=area.pk))

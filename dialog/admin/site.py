"""The administrator's site, and what all its pages have in common."""

from functools import update_wrapper
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from dialog.admin.sent_again import SentOnce
from dialog.forms.clash import SaysClash
from dialog.forms.people_field import LooksForPeople, PersonField
from dialog.language.understood import DayField, WholeNumberField
from dialog.models import Person, house
from dialog.web.permissions import sign_in_first

# In which order an administrator meets what she keeps.
ORDER = ("Person", "Case", "Body", "Department", "Area", "DirectionGoal", "Municipality", "LogEntry")


class OrganisationSite(admin.AdminSite):
    """Django's admin for administrators: an administrator needs no other mark, and a superuser without it gets nothing."""

    site_header = site_title = index_title = gettext_lazy("Organisation")
    site_url = None
    enable_nav_sidebar = False
    final_catch_all_view = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may be here at all."""
        return bool(request.user.is_active and getattr(request.user, "is_administrator", False))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Let administrators reach a view; others are refused, and who is not signed in signs in first."""
        guarded = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return sign_in_first(request)
            if not self.has_permission(request):
                raise PermissionDenied(_("This page is for administrators."))
            request.GET = self.plain_address(request)  # type: ignore[assignment]
            return guarded(request, *args, **kwargs)

        return update_wrapper(inner, view)

    def plain_address(self, request: HttpRequest) -> QueryDict:
        """Return what an address asks for without what belongs to windows in which more is added: there are none."""
        asked = request.GET.copy()
        for name in (TO_FIELD_VAR, IS_POPUP_VAR):
            asked.pop(name, None)
        return asked

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign in where everybody does."""
        return redirect_to_login(request.GET.get("next", request.path.removesuffix("login/")))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Return everything that is kept here as one list, in the order in which it is needed."""
        found = super().get_app_list(request, app_label)
        kept = [model for app in found for model in app["models"]]
        kept.sort(key=lambda model: ORDER.index(model["object_name"]))
        for model in kept:
            model["about"] = getattr(self.get_model_admin(model["model"]), "about", "")
        return [{**found[0], "name": self.site_title, "models": kept}] if found else []


site = OrganisationSite(name="admin")


class OrganisationForm(LooksForPeople, SaysClash, forms.ModelForm):
    """A form of something that administrators keep."""


def _added_once(form: Any) -> Any:
    """Return a form by which something is added, so that it refuses what is there already with all the same facts."""

    class AddedOnce(form):
        def clean(self) -> dict[str, Any]:
            cleaned: dict[str, Any] = super().clean() or self.cleaned_data
            model = self._meta.model
            stored = {field.name for field in model._meta.concrete_fields if not isinstance(field, models.FileField)}
            same = {name: value for name, value in cleaned.items() if name in stored}
            if same and not self.errors and model.objects.filter(**same).exists():
                raise ValidationError(_("There is already one exactly like this."))
            return cleaned

    return AddedOnce


class OrganisationAdmin(SentOnce):
    """Something that administrators keep: they add and change it, nobody erases it, and what they do is written down.

    ``about`` says on the first page what is kept here.
    """

    about: Any = ""
    form: Any = OrganisationForm
    actions = None
    empty_value_display = ""
    formfield_overrides = {
        models.DateField: {"form_class": DayField, "widget": DayField.widget},
        models.IntegerField: {"form_class": WholeNumberField, "widget": WholeNumberField.widget},
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 4})},
    }

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Every administrator sees it."""
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Every administrator sees it."""
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Every administrator adds to it."""
        return self.admin_site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Every administrator changes it."""
        return self.admin_site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is erased: texts name bodies, areas and people long afterwards, also where no foreign key does."""
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only what the list offers to filter by is asked of the database, and never by a pattern."""
        offered = [_asked_by(list_filter) for list_filter in self.get_list_filter(request)]
        name, *how = lookup.split("__")
        is_offered = name in [*offered, self.date_hierarchy] and not {"regex", "iregex"} & {*how}
        return is_offered and super().lookup_allowed(lookup, value, request)

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer what is there, without windows in which more is added."""
        return plain(super().formfield_for_dbfield(db_field, request, **kwargs | field_of(db_field)))

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """Let words be found however their letters were typed."""
        return [f"{name}__says" for name in super().get_search_fields(request)]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form; what is added once more, exactly as it is there, is not added again."""
        form = super().get_form(request, obj, change, **kwargs)
        return form if obj else _added_once(form)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """Write down what each field said before and says now, for the log."""
        message = super().construct_change_message(request, form, formsets, add)
        for part in message:
            if "changed" in part and "name" not in part["changed"]:
                part["changed"]["fields"] = [said_of_change(form, name) for name in form.changed_data]
        return message


def _asked_by(list_filter: Any) -> str:
    """Return the name by which the address of a list asks for one of its filters."""
    return getattr(list_filter, "parameter_name", None) or (
        list_filter[0] if isinstance(list_filter, tuple) else list_filter
    )


class OrganisationInline(admin.TabularInline):
    """Rows of something that administrators keep. So many can be added at a time that no page is long in reading them."""

    most_at_a_time = 50

    form: Any = OrganisationForm
    extra = 1
    can_delete = False
    formfield_overrides = OrganisationAdmin.formfield_overrides

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Every administrator adds rows."""
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Every administrator sees the rows."""
        return self.admin_site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Every administrator changes rows."""
        return self.admin_site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rows end; they are not erased."""
        return False

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Return the rows' forms: as many as there are rows, and some more, whatever a posted count says."""
        formset: Any = super().get_formset(request, obj, **kwargs)
        there = self.model._default_manager.filter(**{formset.fk.name: obj}).count() if obj and obj.pk else 0
        formset.max_num = formset.absolute_max = there + self.most_at_a_time
        return formset

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer what is there, without windows in which more is added."""
        return plain(super().formfield_for_dbfield(db_field, request, **kwargs | field_of(db_field)))


def field_of(db_field: models.Field) -> dict[str, Any]:
    """Return with what field something is chosen: a person with what stands behind her name."""
    if db_field.related_model is not Person:
        return {}
    return {"form_class": PersonField, "queryset": house.may_take_part()}


def plain(field: Any) -> Any:
    """Take a field out of the wrapper whose buttons open further windows, and say what a choice begins with in words."""
    if isinstance(field, forms.ModelChoiceField) and field.empty_label:
        field.empty_label = _("Choose")
    if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget = field.widget.widget
    return field


def said_of_change(form: forms.ModelForm, name: str) -> str:
    """Return a changed field as the log tells it: its name, what stood there, what stands there now."""
    field = form.fields[name]
    label = str(field.label or name)
    before, after = form.initial.get(name), form.cleaned_data.get(name)
    if isinstance(field, forms.FileField):
        return label
    if isinstance(field, forms.ModelChoiceField) and before:
        before = field.queryset.filter(pk=before).first() if field.queryset is not None else before
    return f"{label} ({_said(before)} → {_said(after)})"


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "–" if value in (None, "") else str(value)


def refuse_circle(thing: models.Model, above: str) -> None:
    """Refuse a thing that would be a part of itself, through however many others. Raises ValidationError."""
    found = getattr(thing, above)
    while found is not None:
        if found.pk == thing.pk:
            raise ValidationError({above: _("A part cannot belong to itself.")})
        found = getattr(found, above)

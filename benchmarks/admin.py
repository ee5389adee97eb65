"""Django's own admin over the same tables, as it comes: the second thing that a page is compared with."""

from functools import update_wrapper
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from dialog.models import Case
from dialog.web.permissions import anyone
from planning.models import Goal, Question


class Open(admin.AdminSite):
    """An admin for everybody: what is measured is its pages."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Let everybody in."""
        return True

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """State who may reach a view, as every view here does."""
        guarded = super().admin_view(view, cacheable)
        return anyone(update_wrapper(lambda *args, **kwargs: guarded(*args, **kwargs), view))


class Allowed:
    """What everybody may do with rows."""

    def _yes(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_module_permission = has_view_permission = has_add_permission = has_change_permission = _yes


class GoalInline(Allowed, admin.StackedInline):
    """The goals of a case, ten of them, each with its fields."""

    model = Goal
    extra = 0


class CaseAdmin(Allowed, admin.ModelAdmin):
    """The list of cases with six columns, and a case with its goals."""

    list_display = ("title", "phase", "waits_since", "body", "responsible", "changed_at")
    list_select_related = ("body", "responsible")
    list_per_page = 25
    search_fields = ("search_text",)
    fields = ("title", "short_title", "subject", "initiative_text")
    inlines: ClassVar = [GoalInline]


class QuestionAdmin(Allowed, admin.ModelAdmin):
    """The question of a case: a form of its nine fields."""

    exclude = ("case",)


site = Open(name="bench_admin")
site.register(Case, CaseAdmin)
site.register(Question, QuestionAdmin)

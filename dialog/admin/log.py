"""Who changed what in the organisation, and when: to read."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.db.models.functions import Collate
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from dialog.admin.site import OrganisationAdmin, site
from dialog.language.letters import SWEDISH, in_order


class ThingFilter(admin.SimpleListFilter):
    """What kinds of things there are changes of, as the rest of the organisation calls them."""

    title = gettext_lazy("what")
    parameter_name = "what"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the kinds that something was changed of."""
        found = ContentType.objects.filter(pk__in=LogEntry.objects.values("content_type"))
        return sorted(
            ((str(content_type.pk), _name(content_type)) for content_type in found), key=lambda pair: in_order(pair[1])
        )

    def queryset(self, request: HttpRequest, queryset: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
        """Return the changes of the chosen kind."""
        chosen = self.value()
        return queryset.filter(content_type_id=int(chosen)) if chosen and chosen.isdecimal() else queryset


def _name(kind: ContentType) -> str:
    model = kind.model_class()
    return str(capfirst(model._meta.verbose_name)) if model else kind.model


@admin.register(LogEntry, site=site)
class ChangeLogAdmin(OrganisationAdmin):
    """Every change of the organisation, the latest first. It cannot be changed itself."""

    about = gettext_lazy("Who has changed what in the organisation, and when.")
    list_display = ["action_time", "user", "what", "called", "said"]
    list_display_links = None
    list_filter = [ThingFilter, ("user", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["object_repr", "change_message"]
    list_select_related = ["user", "content_type"]
    date_hierarchy = "action_time"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """It writes itself."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is written stays."""
        return False

    @admin.display(description=gettext_lazy("what"), ordering="content_type")
    def what(self, entry: LogEntry) -> str:
        """Return what kind of thing was changed."""
        return _name(entry.content_type) if entry.content_type else ""

    @admin.display(description=gettext_lazy("name"), ordering=Collate("object_repr", SWEDISH))
    def called(self, entry: LogEntry) -> str:
        """Return what the thing was called then."""
        return entry.object_repr

    @admin.display(description=gettext_lazy("change"))
    def said(self, entry: LogEntry) -> str:
        """Return what was changed, in words."""
        return entry.get_change_message()

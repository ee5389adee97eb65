"""Who changed what in the organisation, and when: to read."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from dialog.admin.site import OrganisationAdmin, site


@admin.register(LogEntry, site=site)
class ChangeLogAdmin(OrganisationAdmin):
    """Every change of the organisation, the latest first. It cannot be changed itself."""

    about = gettext_lazy("Who changed what in the organisation, and when.")
    list_display = ["action_time", "user", "what", "object_repr", "said"]
    list_display_links = None
    list_filter = ["content_type", "user"]
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
        return str(entry.content_type or "")

    @admin.display(description=gettext_lazy("change"))
    def said(self, entry: LogEntry) -> str:
        """Return what was changed, in words."""
        return entry.get_change_message()

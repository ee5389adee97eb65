"""The council's goals, which an administrator keeps beside the bodies. The handbook itself is revised by support."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext_lazy

from dialog.admin import OrganisationAdmin, site
from handbook.models import DirectionGoal

KEY_LENGTH = 36


@admin.register(DirectionGoal, site=site)
class DirectionGoalAdmin(OrganisationAdmin):
    """The goals that the council has set (inriktningsmål), with the period that each is for."""

    about = gettext_lazy("The council's goals for a period, which the goals of a dialogue can be linked to.")
    fields = ["text", "valid_from", "valid_to"]
    list_display = ["text", "valid_from", "valid_to"]
    search_fields = ["text"]

    def save_model(self, request: HttpRequest, goal: models.Model, form: Any, change: bool) -> None:
        """Give a new goal the key by which dialogues will name it, whatever becomes of its words."""
        assert isinstance(goal, DirectionGoal)
        if not change:
            goal.key = free_key(slugify(goal.text)[:KEY_LENGTH].strip("-") or "goal")
        super().save_model(request, goal, form, change)


def free_key(wanted: str) -> str:
    """Return a key that no goal has yet."""
    taken = set(DirectionGoal.objects.filter(key__startswith=wanted).values_list("key", flat=True))
    return next(key for key in (wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3))) if key not in taken)

"""The guide as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuideConfig(AppConfig):
    """What Dialog tells of itself: help, accessibility, personal data, and whom to ask."""

    name = "guide"
    verbose_name = _("Help")

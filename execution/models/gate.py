"""Är dialogen genomförd?"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialog.models import Answers


class ExecutionGate(Answers):
    """The reflection at the second gate: did the dialogue go as expected?"""

    went_as_expected = models.CharField(_("Did it go as you expected?"), max_length=8, blank=True)
    reflection = models.TextField(_("Reflection"), blank=True)

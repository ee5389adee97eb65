"""What is in force of the invented step."""

from django.db import models

from dialog.models import Answers


class Invented(Answers):
    """What was thought of."""

    words = models.TextField("Vilka ord?", blank=True)
    applauded_by = models.CharField("applåderat av", max_length=200, blank=True, editable=False)

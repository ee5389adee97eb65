"""What is counted in a dialogue."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Unit(models.TextChoices):
    """The unit of a count: people who took part are not the same as the answers, posts or votes that came in."""

    PARTICIPANTS = "participants", _("participants")
    ANSWERS = "answers", _("answers")
    POSTS = "posts", _("posts")
    VOTERS = "voters", _("voters")
    VOTES = "votes", _("votes")

"""Why contributions led to no conclusion: said as plainly as what the others led to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialog.models import Case, Person
from dialog.models.then import NameThen


class Unfollowed(models.Model):
    """The reason why contributions about one thing rest in no conclusion, as it is told to residents.

    ``theme`` is the key of their main theme, empty for those that fit none; ``against`` parts those who are against what
    the theme stands for. Which contributions it concerns is never stored: it follows from the conclusions in force.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="unfollowed")
    theme = models.CharField(max_length=8, blank=True)
    against = models.BooleanField(default=False)
    reason = models.TextField(_("Why did it lead no further?"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_name = NameThen()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "theme", "against"],
                name="a_reason_for_what_led_no_further",
                violation_error_message=_("Somebody else has just written why. Read it before you write."),
            )
        ]

    def __str__(self) -> str:
        return self.reason

"""The codebook of a case: its themes, as a tree, each with what it means and when it is used."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialog.models import Row


class Theme(Row):
    """A theme that contributions have in common: an entry of the codebook (kodbok).

    ``stands_for`` is its meaning: what one is for or against, where it has a direction. It may lie under another theme,
    its ``parent``, by key. ``instead`` is the theme, by key, that is right where this one is not. The examples are numbers
    of contributions. It is never erased: it is dropped (utgår) with a reason, or ``merged_into`` another, by key, whose
    themes, conclusions and addresses it has from then on. Its place among the others is its ``position``.
    """

    name = models.CharField(_("Theme"), max_length=80, blank=True)
    stands_for = models.CharField(_("What does it represent?"), max_length=200, blank=True)
    parent = models.CharField(_("Lies under"), max_length=8, blank=True)
    use_when = models.TextField(_("When does it fit?"), blank=True)
    not_when = models.TextField(_("When does it not fit?"), blank=True)
    instead = models.CharField(_("Which theme is right then?"), max_length=8, blank=True)
    has_no_direction = models.BooleanField(_("It has no direction: nobody is for or against it"), default=False)
    stance_rule = models.TextField(_("What counts as for, and as against?"), blank=True)
    examples_for = models.JSONField(_("Examples of for"), default=list, blank=True)
    examples_against = models.JSONField(_("Examples of against"), default=list, blank=True)
    examples_not = models.JSONField(_("Examples of what does not belong here"), default=list, blank=True)
    merged_into = models.CharField(max_length=8, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def has_direction(self) -> bool:
        """Whether one is asked how a contribution stands to it."""
        return not self.has_no_direction

"""In what a method does not fit a dialogue, nor what somebody asks of a method, in words: nothing is hidden for it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.language.sentences import all_of
from execution.in_force import level_name
from execution.ranking import LARGE, OPEN, SMALL, Filters, Fit, reaches
from handbook import catalogue


def misfits(fit: Fit, wanted: Filters | None = None) -> list[str]:
    """Return each weak side of a method as a sentence; those that the case itself knows, and those by what is ``wanted``."""
    wanted = wanted or Filters()
    sides = (_of_level(fit, wanted), _of_time(fit, wanted), _of_groups(fit, wanted), _of_form(fit, wanted))
    return list(dict.fromkeys(sentence for side in sides for sentence in side))


def _of_level(fit: Fit, wanted: Filters) -> Iterator[str]:
    if not fit.fits_level:
        facts = {"levels": all_of(fit.method.level_names), "level": level_name(fit.situation.level)}
        yield _("Suits %(levels)s. Here the level is %(level)s.") % facts
    elif wanted.levels and not any(fit.method.fits(level) for level in wanted.levels):
        yield _("Suits %(levels)s.") % {"levels": all_of(fit.method.level_names)}


def _of_time(fit: Fit, wanted: Filters) -> Iterator[str]:
    left, weeks = fit.situation.weeks or 0, {"weeks": fit.method.lead_time}
    if not fit.is_in_time:
        said = ngettext(
            "Takes %(weeks)s to prepare, and only %(n)d week of the dialogue is left.",
            "Takes %(weeks)s to prepare, and only %(n)d weeks of the dialogue are left.",
            left,
        )
        yield said % (weeks | {"n": left})
    elif wanted.weeks is not None and fit.method.weeks > wanted.weeks:
        yield _("Takes %(weeks)s to prepare.") % weeks


def _of_groups(fit: Fit, wanted: Filters) -> Iterator[str]:
    if fit.method.tool or not fit.situation.groups:
        return
    if not fit.groups:
        yield _("Does not reach any of your groups.")
        return
    missed = [
        group.name for group in fit.situation.groups if group.key in wanted.groups and not reaches(fit.method, group)
    ]
    if missed:
        yield _("Does not reach %(groups)s.") % {"groups": all_of(missed)}
    if OPEN in wanted.groups and not fit.new_groups:
        yield _("Only reaches groups that you already reach.")


def _of_form(fit: Fit, wanted: Filters) -> Iterator[str]:
    method = fit.method
    if wanted.cost is not None and method.cost > wanted.cost:
        yield _("The cost is %(cost)s.") % {"cost": method.cost_name}
    if wanted.mode == "digital" and method.mode == "physical":
        yield _("Is only held in person.")
    if wanted.mode == "physical" and method.mode == "digital":
        yield _("Is only held online.")
    if wanted.size == "small" and method.group[1] > SMALL:
        yield _("Is meant for more people: %(size)s.") % {"size": method.size}
    if wanted.size == "large" and method.group[1] < LARGE:
        yield _("Is meant for fewer people: %(size)s.") % {"size": method.size}
    for trait in wanted.traits:
        if trait not in method.reaches:
            yield _("Does not often reach %(whom)s.") % {"whom": catalogue.REACHES[trait]}

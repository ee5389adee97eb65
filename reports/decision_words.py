"""What a decision of each kind says in a sentence, how it is drawn, and what it leads to.

The handbook has two decisions; a decided step that is not named here gets the general words.
"""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.language.sentences import full_stop
from dialog.models import Decision
from dialog.pictures import Rung, ladder
from dialog.process.step import DecidedStep
from handbook import catalogue
from reports.blocks import Fact, Figure
from reports.document import Municipality


def proposal(body: str, step: DecidedStep, decision: Decision) -> str:
    """Return the sentence that the body is asked to decide."""
    if not any(decision.answer.values()):
        return _("No answer has been proposed yet.")
    return _SENTENCES.get(step.key, _in_general)(body, step, decision)


def who_decides(body: str, made_by: str) -> str:
    """Return who is to decide, as a sentence begins with it: the body, its chair, or whoever it has delegated to."""
    words = {
        Decision.MadeBy.CHAIR: _("The chair of %(body)s"),
        Decision.MadeBy.DELEGATION: _("The person who decides by delegation from %(body)s"),
    }
    return words.get(Decision.MadeBy(made_by), "%(body)s") % {"body": body}


def afterwards(step: DecidedStep) -> tuple[Fact, ...]:
    """Return what follows when the body decides as proposed, otherwise, and not yet."""
    return tuple(Fact(str(label), str(text)) for label, text in (*_AFTERWARDS.get(step.key, ()), _LATER))


def ladder_of(decision: Decision, municipality: Municipality) -> Figure | None:
    """Return the participation ladder with the proposed level, for a decision that is about one."""
    return level_ladder(decision.answer.get("level", ""), _("Proposal"), municipality)


def level_ladder(level: str, label: str, municipality: Municipality, number: str = "") -> Figure | None:
    """Return the participation ladder with a level under a label; None where there is no such level."""
    keys = list(catalogue.levels())
    if level not in keys:
        return None
    picture = ladder(
        [Rung(level.name, level.residents_get_to) for level in catalogue.levels().values()],
        keys.index(level),
        label=label,
        title=_("The participation ladder. A higher step is not better than a lower one: it depends on the purpose."),
        palette=municipality.palette,
    )
    return Figure.of(picture, number)


def _influenceable(body: str, step: DecidedStep, decision: Decision) -> str:
    question, decision_makers = (decision.answer[name] for name in step.deciding_fields())
    if question != "yes":
        sentence = _("%(body)s decides that the question cannot be influenced. No citizen dialogue will be held.")
    elif decision_makers != "yes":
        sentence = _(
            "%(body)s decides that the question can be influenced, but that the decision-makers cannot. No "
            "citizen dialogue will be held."
        )
    else:
        sentence = _(
            "%(body)s decides that the question can be influenced, and that the decision-makers are open to influence."
        )
    return sentence % {"body": body}


def _influence_level(body: str, step: DecidedStep, decision: Decision) -> str:
    level = catalogue.levels()[decision.answer["level"]]
    sentence = _("%(body)s decides that the level of influence is %(level)s: residents get to %(what)s.")
    return sentence % {"body": body, "level": level.name, "what": level.residents_get_to}


def _in_general(body: str, step: DecidedStep, decision: Decision) -> str:
    return _("%(body)s decides: %(answer)s") % {"body": body, "answer": full_stop(step.in_words(decision))}


_SENTENCES: dict[str, Callable[[str, DecidedStep, Decision], str]] = {
    "influenceable": _influenceable,
    "influence_level": _influence_level,
}
_AFTERWARDS: dict[str, tuple[tuple[Promise, Promise], ...]] = {
    "influenceable": (
        (
            gettext_lazy("If yes to both"),
            gettext_lazy(
                "Planning continues with goals, level of influence and target groups. The level is a separate decision."
            ),
        ),
        (
            gettext_lazy("If no to either"),
            gettext_lazy("No dialogue will be held. Residents will be told what has been decided, and why."),
        ),
    ),
    "influence_level": (
        (
            gettext_lazy("If the level is decided"),
            gettext_lazy(
                "Target groups and methods are chosen to suit the level. The promise is included in every invitation."
            ),
        ),
        (
            gettext_lazy("If a different level is decided"),
            gettext_lazy(
                "The promise is rewritten. At the Information level no dialogue is held, and residents are informed "
                "instead."
            ),
        ),
    ),
}
_LATER: tuple[Promise, Promise] = (
    gettext_lazy("If the decision is delayed"),
    gettext_lazy(
        "If it is postponed, the proposal waits for the new date. If it is sent back, a new proposal is written."
    ),
)

"""What is done with a contribution's words: corrected, masked. It is never deleted; the step's own text stays."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.acts.core import Attempt, Refused
from dialog.forms.draft_form import Missing
from dialog.process.act import Button, Touches, act
from dialog.search import index
from followup.acts.incoming import Known, searchable
from followup.looking import look_through
from followup.masking import carried_over
from followup.models import Contribution, ContributionChange, PersonalDataLog, Withheld
from followup.suggesting.kept import forget


class ChangedMeanwhile(Refused):
    """Somebody else changed the contribution since it was read."""


LONGEST_REASON = 500
PAGE = "contribution"  # each contribution has a page of its own


@act(
    called=gettext_lazy("Correct a contribution"),
    happened=gettext_lazy("%(who)s corrected a contribution in “%(step)s”"),
    changed=gettext_lazy("%(who)s corrected it"),
    done=gettext_lazy("Saved."),
    icon="pencil",
    touches=Touches.THING,
    page=PAGE,
    verbs=("correct",),
    reads=None,
    button=Button(gettext_lazy("Save the correction"), template="followup/personal_data.html"),
)
def correct_contribution(
    attempt: Attempt, *, number: int = 0, key: str = "", seen: int | None = None, **facts: Any
) -> None:
    """Mend what was taken down wrongly: text, translation, activity, question, target group, day, who noted it.

    The earlier wording stays among the contribution's changes, for the case's civil servants.
    """
    found, known = find(attempt, number, key), Known(attempt.access)
    after = {name: facts.get(name, getattr(found, name)) for name in CORRECTED}
    after["text"] = after["text"].strip()
    if attempt.lacks(after["text"], _("Enter what was said."), "text"):
        return
    for name, there in (
        ("activity", known.activities),
        ("question", known.questions),
        ("target_group", known.target_groups),
    ):
        if after[name] and after[name] not in there and after[name] != getattr(found, name):
            attempt.missing.append(Missing(_("That is not one of the choices."), name))
    day: dt.date | None = after["said_on"]
    if day and day > attempt.access.today:
        attempt.missing.append(Missing(_("It cannot have been said in the future."), "said_on"))
    before = {name: getattr(found, name) for name in CORRECTED}
    changed = {name: value for name, value in after.items() if value != before[name]}
    said = {name: facts[f"original_{name}"].strip() for name in ("text", "translation") if f"original_{name}" in facts}
    if not attempt.missing and (changed or said):
        must_be_as_seen(found, seen)
    originals = {} if attempt.missing else _correct_original(attempt, found, after, said)
    if attempt.missing or not (changed or originals):
        return
    change(attempt, found, {name: before[name] for name in changed} | originals, changed)
    attempt.note = found.name


def _correct_original(
    attempt: Attempt, found: Contribution, after: dict[str, Any], said: dict[str, str]
) -> dict[str, Any]:
    """Mend the original of a masked text, too, and return how it stood: as the corrector says, else by the same change.

    Where only she can know what the original is to say, that is noted as missing.
    """
    if not found.is_masked:
        return {}
    withheld, before = found.withheld, {}
    for name in ("text", "translation"):
        stood, wanted = getattr(withheld, name), said.get(name)
        if wanted is None or wanted == stood:
            wanted = carried_over(getattr(found, name), after[name], stood)
        if wanted is None or (stood and not wanted.strip()):
            sentence = _("Part of what you corrected is hidden. Enter here how the original should read.")
            attempt.missing.append(Missing(sentence, f"original_{name}"))
        elif wanted != stood:
            before[f"original_{name}"] = stood
            setattr(withheld, name, wanted)
    if before and not attempt.missing:
        withheld.save(update_fields=["text", "translation"])
    return before


CORRECTED = ("text", "translation", "activity", "question", "target_group", "said_on", "noted_by")


@act(
    called=gettext_lazy("Hide part of a contribution"),
    happened=gettext_lazy("%(who)s hid part of a contribution in “%(step)s”"),
    changed=gettext_lazy("%(who)s hid part of it"),
    done=gettext_lazy("Hidden. The original has been kept."),
    icon="eye",
    touches=Touches.THING,
    page=PAGE,
    verbs=("mask",),
    reads=None,
    button=Button(gettext_lazy("Hide"), template="followup/personal_data.html"),
)
def mask_contribution(
    attempt: Attempt, *, number: int = 0, key: str = "", seen: int | None = None, text: str = "", translation: str = ""
) -> None:
    """Hide parts of a text (personal data): ``text`` is what everybody reads from now on.

    The original is kept; only the case's civil servants read it.
    """
    found = find(attempt, number, key)
    if attempt.lacks(text, _("Enter the text as everyone can read it."), "text"):
        return
    if (text.strip(), translation.strip()) == (found.text, found.translation):
        if not found.is_masked:
            attempt.missing.append(Missing(_("Remove what needs to be hidden."), "text"))
        return
    must_be_as_seen(found, seen)
    hide(attempt, found, text.strip(), translation.strip())
    log(attempt, found, PersonalDataLog.What.REWROTE)


def hide(attempt: Attempt, found: Contribution, text: str, translation: str) -> None:
    """Let everybody read another text of a contribution from now on, and keep the original apart."""
    original, _new = Withheld.objects.get_or_create(contribution=found)
    if not found.is_masked:
        original.text, original.translation = found.text, found.translation
        original.save(update_fields=["text", "translation"])
    change(attempt, found, {}, {"text": text, "translation": translation, "is_masked": True})


def log(attempt: Attempt, found: Contribution, what: str, **facts: Any) -> None:
    """Write down what was done with personal data in a contribution, and let the history name the contribution."""
    PersonalDataLog.objects.create(contribution=found, what=what, by=attempt.by, at=attempt.at, **facts)
    attempt.note = found.name


def needs_reason(attempt: Attempt, reason: str, sentence: str) -> bool:
    """Say whether a reason is missing or too long, and note it."""
    if len(reason) > LONGEST_REASON:
        attempt.missing.append(Missing(_("Enter no more than %(n)d characters.") % {"n": LONGEST_REASON}, "reason"))
        return True
    return attempt.lacks(reason, sentence, "reason")


@act(
    called=gettext_lazy("Show the original of a contribution again"),
    happened=gettext_lazy("%(who)s showed a hidden contribution again in “%(step)s”"),
    changed=gettext_lazy("%(who)s showed the original again"),
    done=gettext_lazy("The original text is now shown again."),
    icon="eye",
    touches=Touches.THING,
    page="contribution_personal_data",
    verbs=("unmask",),
    reads=None,
    button=Button(gettext_lazy("Show the original again"), template="followup/pointed_out.html"),
)
def unmask_contribution(
    attempt: Attempt, *, number: int = 0, key: str = "", seen: int | None = None, reason: str = ""
) -> None:
    """Show the original text again, and say why."""
    found = find(attempt, number, key)
    if not found.is_masked or needs_reason(attempt, reason, _("Enter why it no longer needs to be hidden.")):
        return
    must_be_as_seen(found, seen)
    original = found.withheld
    text, translation = original.text, original.translation
    original.text = original.translation = ""
    original.save(update_fields=["text", "translation"])
    masked = {"text": found.text, "translation": found.translation}
    change(attempt, found, masked, {"text": text, "translation": translation, "is_masked": False})
    log(attempt, found, PersonalDataLog.What.UNMASKED, reason=reason.strip())


def find(attempt: Attempt, number: int, key: str) -> Contribution:
    """Return the contribution with that number, or with that key where one is given."""
    which: dict[str, Any] = {"key": key} if key else {"number": number if number < 2**31 else 0}
    found = Contribution.objects.filter(case=attempt.access.case, **which).first()
    if found is None:
        raise Refused(_("That contribution does not exist."))
    return found


def must_be_as_seen(contribution: Contribution, seen: int | None) -> None:
    """Raise ChangedMeanwhile where a contribution is not as somebody has seen it."""
    if seen is not None and seen != contribution.revision:
        raise ChangedMeanwhile(_("Someone else has changed the contribution since you opened it."))


def change(attempt: Attempt, contribution: Contribution, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Write what changed, and how it stood before; the case's history never holds what was said."""
    for name, value in after.items():
        setattr(contribution, name, value)
    contribution.revision += 1
    found_by = contribution.search_text
    contribution.search_text = searchable(contribution.text, contribution.translation, contribution.external_id)
    contribution.save()
    if contribution.search_text != found_by:
        index.keep_of(contribution, contribution.case_id)
    stood = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in before.items()}
    ContributionChange.objects.create(
        contribution=contribution, act=attempt.act, before=stood, by=attempt.by, at=attempt.at
    )
    if {"text", "translation"} & set(after):
        look_through([contribution])
        forget([contribution.pk])
    attempt.happened = True

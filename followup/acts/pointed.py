"""What is done with personal data that is pointed out in contributions: masked, dismissed, read in the original.

Each is written down in a log of its own, with who, when and why and never which words (``PersonalDataLog``). The original of
what is masked is kept for the case's civil servants.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.acts.core import Attempt, Refused
from dialog.forms.draft_form import Missing
from dialog.process.act import Button, Touches, act
from dialog.search import index
from followup.acts import contributions as acts
from followup.acts.coding import is_told_today
from followup.acts.incoming import searchable
from followup.looking import PORTION, Looked, Pointed, dismiss, look_through
from followup.masks import OF_WORDS, WHOLE, everywhere, mask_of, masked
from followup.models import Contribution, ContributionChange, LookedThrough, PersonalDataLog, Withheld
from followup.suggesting.kept import forget

What, Because = PersonalDataLog.What, PersonalDataLog.Because
PAGE = "contribution_personal_data"
TEMPLATE = "followup/pointed_out.html"


@act(
    called=gettext_lazy("Mask personal data that is pointed out"),
    happened=gettext_lazy("%(who)s masked personal data in “%(step)s”"),
    changed=gettext_lazy("%(who)s masked personal data in it"),
    done=gettext_lazy("Masked. The original has been kept."),
    icon="eye-off",
    touches=Touches.THING,
    page=PAGE,
    verbs=("mask_pointed",),
    reads=None,
    button=Button(gettext_lazy("Mask"), template=TEMPLATE),
)
def mask_pointed(
    attempt: Attempt, *, number: int = 0, key: str = "", seen: int | None = None, places: Sequence[str] = ()
) -> None:
    """Mask what is pointed out in a contribution, at some places or (where none is named) at all; the same words are masked
    wherever they stand in it.
    """
    found, chosen = _pointed(attempt, number, key, seen, places)
    if chosen:
        _mask(attempt, found, [(one.words, mask_of(one.kind.label)) for one in chosen])
        acts.log(attempt, found, What.MASKED, kinds=[one.kind.value for one in chosen])


@act(
    called=gettext_lazy("Mask all personal data that is pointed out in the case"),
    happened=gettext_lazy("%(who)s masked all personal data that was pointed out in “%(step)s”"),
    done=gettext_lazy("Masked. The originals have been kept."),
    icon="eye-off",
    touches=Touches.THING,
    page="personal_data",
    verbs=("mask_all",),
    reads=None,
    button=Button(gettext_lazy("Mask all"), template="followup/personal_data_page.html"),
)
def mask_all_pointed(attempt: Attempt, *, waiting: int = 0) -> None:
    """Mask all that waits in the case, one event; ``waiting`` is how much waited when it was looked at."""
    rows = list(LookedThrough.objects.filter(case=attempt.access.case, waits__gt=0).select_related("contribution"))
    if not rows:
        return
    if sum(row.waits for row in rows) != waiting:
        raise Refused(_("What is pointed out has changed in the meantime. Look at it again."))
    texts, logs, waits = [], [], 0
    there = Withheld.objects.in_bulk([row.contribution_id for row in rows], field_name="contribution_id")
    withheld = []
    for row in rows:
        found = row.contribution
        pointed = Looked(found, row).waits
        if not pointed:
            continue
        waits += len(pointed)
        if not found.is_masked:
            original = there.get(found.pk) or Withheld(contribution=found)
            original.text, original.translation = found.text, found.translation
            withheld.append(original)
        _put_masks(found, [(one.words, mask_of(one.kind.label)) for one in pointed])
        found.is_masked, found.revision = True, found.revision + 1
        found.search_text = searchable(found.text, found.translation, found.external_id)
        texts.append(found)
        logs.append(_line(attempt, found, What.MASKED, kinds=[one.kind.value for one in pointed]))
    _write(attempt, texts, withheld, logs)
    attempt.facts |= {"count": waits}
    attempt.happened = bool(texts)


def _write(attempt: Attempt, texts: list[Contribution], withheld: list[Withheld], logs: list[PersonalDataLog]) -> None:
    """Write many masked contributions with their originals, changes and log at once."""
    Withheld.objects.bulk_create([one for one in withheld if one.pk is None], PORTION)
    Withheld.objects.bulk_update([one for one in withheld if one.pk is not None], ["text", "translation"], PORTION)
    changed = ["text", "translation", "is_masked", "revision", "search_text"]
    Contribution.objects.bulk_update(texts, changed, PORTION)
    index.keep(attempt.access.case.pk, {one.pk: one.search_text for one in texts})
    forget([one.pk for one in texts])
    ContributionChange.objects.bulk_create(
        [
            ContributionChange(
                contribution=one, act="mask_pointed", by=attempt.by, by_name=attempt.by.name, at=attempt.at
            )
            for one in texts
        ],
        PORTION,
    )
    PersonalDataLog.objects.bulk_create(logs, PORTION)
    look_through(texts)


@act(
    called=gettext_lazy("Dismiss what is pointed out as personal data"),
    happened=gettext_lazy("%(who)s dismissed what was pointed out as personal data in “%(step)s”"),
    changed=gettext_lazy("%(who)s dismissed what was pointed out in it"),
    done=gettext_lazy("Noted. It will not be pointed out again."),
    icon="close",
    touches=Touches.THING,
    page=PAGE,
    verbs=("dismiss",),
    reads=None,
    button=Button(gettext_lazy("Not personal data"), template=TEMPLATE),
)
def dismiss_pointed(
    attempt: Attempt, *, number: int = 0, key: str = "", seen: int | None = None, places: Sequence[str] = ()
) -> None:
    """Say that what is pointed out is no personal data: the same words are not pointed out in the contribution again."""
    found, chosen = _pointed(attempt, number, key, seen, places)
    if chosen:
        dismiss(found, [one.words for one in chosen])
        acts.change(attempt, found, {}, {})
        acts.log(attempt, found, What.DISMISSED, kinds=[one.kind.value for one in chosen])


@act(
    called=gettext_lazy("Mask other words in a contribution"),
    happened=gettext_lazy("%(who)s masked words in “%(step)s”"),
    changed=gettext_lazy("%(who)s masked words in it"),
    done=gettext_lazy("Masked. The original has been kept."),
    icon="eye-off",
    touches=Touches.THING,
    page=PAGE,
    verbs=("mask_words",),
    reads=None,
    button=Button(gettext_lazy("Mask those words"), template=TEMPLATE),
)
def mask_words(
    attempt: Attempt, *, number: int = 0, key: str = "", seen: int | None = None, words: str = "", because: str = ""
) -> None:
    """Mask words that nobody pointed out, wherever they stand in a contribution, and say why."""
    found = acts.find(attempt, number, key)
    words = words.strip()
    if not attempt.lacks(words, _("Enter the words to mask."), "words") and not any(
        everywhere(text, words) for text in (found.text, found.translation)
    ):
        attempt.missing.append(Missing(_("The words do not appear in the contribution. Enter them exactly."), "words"))
    _needs_because(attempt, because)
    if not attempt.missing:
        acts.must_be_as_seen(found, seen)
        _mask(attempt, found, [(words, mask_of(OF_WORDS[because]))])
        acts.log(attempt, found, What.WORDS, because=because)


@act(
    called=gettext_lazy("Hide the whole text of a contribution"),
    happened=gettext_lazy("%(who)s hid the whole text of a contribution in “%(step)s”"),
    changed=gettext_lazy("%(who)s hid the whole text"),
    done=gettext_lazy("Hidden. The original has been kept, and the contribution is still counted."),
    icon="eye-off",
    touches=Touches.THING,
    page=PAGE,
    verbs=("hide_whole",),
    reads=None,
    button=Button(gettext_lazy("Hide the whole text"), template=TEMPLATE),
)
def hide_contribution(
    attempt: Attempt, *, number: int = 0, key: str = "", seen: int | None = None, words: str = "", because: str = ""
) -> None:
    """Hide all that a contribution says, and say why: it stays and is counted. Who enters ``words`` meant those alone."""
    found, whole = acts.find(attempt, number, key), mask_of(WHOLE)
    if words.strip():
        sentence = _("You have entered words to mask. Remove them to hide the whole text.")
        attempt.missing.append(Missing(sentence, "words"))
    _needs_because(attempt, because)
    if attempt.missing or found.text == whole:
        return
    acts.must_be_as_seen(found, seen)
    acts.hide(attempt, found, whole, whole if found.translation else "")
    acts.log(attempt, found, What.WHOLE, because=because)


@act(
    called=gettext_lazy("Read the original of a masked contribution"),
    happened=gettext_lazy("%(who)s read originals of masked contributions in “%(step)s”"),
    changed=gettext_lazy("%(who)s read the original"),
    done=gettext_lazy("The original is shown. Your reading is in the log."),
    icon="eye",
    touches=Touches.THING,
    page=PAGE,
    verbs=("read",),
    reads=None,
    button=Button(gettext_lazy("Show the original"), template=TEMPLATE),
)
def read_original(attempt: Attempt, *, number: int = 0, key: str = "", reason: str = "") -> None:
    """Read what is withheld of a contribution, for a reason: each reading is in the log."""
    found = acts.find(attempt, number, key)
    if not found.is_masked:
        return
    if acts.needs_reason(attempt, reason, _("Enter why you need to read it.")):
        return
    acts.log(attempt, found, What.READ, reason=reason.strip())
    attempt.quiet = is_told_today(attempt)
    attempt.happened = True


def _needs_because(attempt: Attempt, because: str) -> None:
    if because not in Because.values:
        attempt.missing.append(Missing(_("Choose why it is hidden."), "because"))


def _pointed(
    attempt: Attempt, number: int, key: str, seen: int | None, places: Sequence[str]
) -> tuple[Contribution, list[Pointed]]:
    """Return a contribution and what of what waits in it is meant; none where that does not wait any more."""
    found = acts.find(attempt, number, key)
    waits = Looked.at(found).waits
    chosen = [one for one in waits if not places or one.place in places]
    if chosen:
        acts.must_be_as_seen(found, seen)
    return found, chosen


def _mask(attempt: Attempt, found: Contribution, words: Iterable[tuple[str, str]]) -> None:
    words = list(words)
    texts = {part: _with_masks(getattr(found, part), words) for part in ("text", "translation")}
    acts.hide(attempt, found, texts["text"], texts["translation"])


def _put_masks(found: Contribution, words: list[tuple[str, str]]) -> None:
    found.text, found.translation = _with_masks(found.text, words), _with_masks(found.translation, words)


def _with_masks(text: str, words: list[tuple[str, str]]) -> str:
    places = {(start, end): mask for one, mask in words for start, end in everywhere(text, one)}
    longest_first = sorted(places.items(), key=lambda item: (item[0][0], -item[0][1]))
    return masked(text, [(start, end, mask) for (start, end), mask in longest_first])


def _line(attempt: Attempt, found: Contribution, what: str, **facts: Any) -> PersonalDataLog:
    return PersonalDataLog(
        contribution=found, what=what, by=attempt.by, by_name=attempt.by.name, at=attempt.at, **facts
    )

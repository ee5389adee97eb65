"""A file or notes come in as a whole, and are undone as a whole while nobody has touched what came."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.acts.core import Attempt, Refused
from dialog.acts.words_kept import keep_words_later
from dialog.machine import bulk
from dialog.models import Case
from dialog.process.act import Button, Touches, act
from dialog.search import index
from followup.acts.contributions import change
from followup.acts.incoming import Known, next_number, searchable
from followup.importing.review import mark_of_words
from followup.importing.rows import Said
from followup.looking import look_through_soon
from followup.models import Conclusion, Contribution, ContributionTheme, Import, Theme, VoiceOfProposal
from followup.suggesting.groups import read_new

PORTION = 5_000
FIELDS = (
    *("case", "key", "number", "text", "translation", "activity", "question", "target_group", "kind", "fits_no_theme"),
    *(
        "own_stance",
        "said_on",
        "noted_by",
        "is_masked",
        "source",
        "external_id",
        "came_with",
        "row_of_file",
        "respondent",
    ),
    *("source_address", "hidden_in_source", "words_mark", "revision", "added_at", "added_by", "search_text"),
)


class Voices(Sequence[Said]):
    """What comes in, in order; its mark is that of the import, however many there are."""

    def __init__(self, said: Sequence[Said], mark: str) -> None:
        self.said, self.mark = said, mark

    def __getitem__(self, at: Any) -> Any:
        return self.said[at]

    def __len__(self) -> int:
        return len(self.said)

    def __str__(self) -> str:
        return self.mark


@act(
    called=gettext_lazy("Import contributions from a file"),
    happened=gettext_lazy("%(who)s imported contributions into “%(step)s”"),
    changed=gettext_lazy("%(who)s corrected it from a file"),
    done=None,  # its page says how many
    icon="download",
    touches=Touches.THING,
    page="import_check",
    verbs=("import",),
    reads=None,
    button=Button(gettext_lazy("Import contributions"), template="followup/import_check.html"),
)
def import_contributions(
    attempt: Attempt, *, came_with: int, voices: Sequence[Said], corrections: Sequence[tuple[int, str]] = ()
) -> None:
    """Take all of a file into the case, or nothing of it; a file that is in already adds nothing.

    ``corrections`` are texts of contributions, by number, that are to read as in the file from now on.
    """
    found = _find(attempt, came_with)
    if found.is_in or not (voices or corrections):
        return
    numbers = _write(attempt, found, voices) if voices else 0
    corrected = _correct(attempt, found, dict(corrections))
    keep_words_later()
    found.done_at, found.undone_at, found.undone_by = attempt.at, None, None
    found.found["corrected"] = corrected
    found.save(update_fields=["done_at", "undone_at", "undone_by", "found"])
    attempt.facts |= {
        "count": len(voices),
        "source": _source(found),
        "import": found.pk,
        "first": numbers,
    }
    if corrected:
        attempt.facts["corrected"] = len(corrected)
    attempt.note = found.name  # notes have none: what they are called is said in the reader's language
    attempt.happened = True


@act(
    called=gettext_lazy("Undo a whole import"),
    happened=gettext_lazy("%(who)s undid an import in “%(step)s”"),
    changed=gettext_lazy("%(who)s took a correction from a file back"),
    done=gettext_lazy("The import is undone."),
    icon="arrow-left",
    touches=Touches.THING,
    page="import",
    verbs=("undo",),
    reads=None,
    button=Button(gettext_lazy("Undo the whole import"), template="followup/import_state.html"),
)
def undo_import(attempt: Attempt, *, came_with: int) -> None:
    """Take everything out again that came with a file, while nobody has touched any of it."""
    found = _find(attempt, came_with)
    if not found.is_in:
        return
    if why := why_it_stays(found):
        raise Refused(why)
    _take_corrections_back(attempt, found)
    came = Contribution.objects.filter(came_with=found)
    attempt.facts |= {"count": came.count(), "import": found.pk}
    ContributionTheme.objects.filter(contribution__in=came).delete()
    index.forget(attempt.access.case.pk, came.values("pk"))
    # A database takes no more than 65,535 keys at a time.
    while keys := list(came.values_list("pk", flat=True)[:PORTION]):
        Contribution.objects.filter(pk__in=keys).delete()
    found.undone_at, found.undone_by = attempt.at, attempt.by
    found.save(update_fields=["undone_at", "undone_by"])
    attempt.note = found.name  # notes have none: what they are called is said in the reader's language
    attempt.happened = True


def why_it_stays(source: Import) -> str:
    """Return why an import cannot be undone; empty where it can."""
    came = Contribution.objects.filter(came_with=source)
    if came.filter(revision__gt=0).exists():
        return _("Some of what was imported has been worked with since, so the import cannot be undone as a whole.")
    if Contribution.objects.filter(duplicate_of__in=came).exclude(came_with=source).exists():
        return _("Another contribution is a duplicate of one that was imported.")
    if VoiceOfProposal.objects.filter(contribution__in=came).exists():
        return _("A proposal rests on one of the contributions that were imported.")
    if source.pk in came_of_that_conclusions_rest_on(source.case):
        return _("A conclusion rests on one of the contributions that were imported.")
    return ""


def came_of_that_conclusions_rest_on(case: Case) -> set[int]:
    """Return the imports of which a contribution is what a conclusion rests on."""
    keys = {key for one in Conclusion.objects.filter(case=case).only("contributions") for key in one.contributions}
    came = Contribution.objects.filter(case=case, key__in=keys, came_with__isnull=False)
    return {pk for pk in came.values_list("came_with", flat=True).distinct() if pk is not None}


def _find(attempt: Attempt, came_with: int) -> Import:
    found = Import.objects.filter(case=attempt.access.case, pk=came_with).first()
    if found is None:
        raise Refused(_("That import does not exist."))
    return found


def _source(found: Import) -> str:
    return Contribution.Source.PASTED if found.is_notes else Contribution.Source.IMPORTED


def _correct(attempt: Attempt, source: Import, texts: dict[int, str]) -> list[list[int]]:
    """Let contributions read as in a file, and return the number of each with its revision then.

    One that is masked is left as it is: only who sees its original can tell what may be read of the new words.
    """
    corrected = []
    for one in Contribution.objects.filter(case=source.case, number__in=texts, is_masked=False).order_by("number"):
        text = texts[one.number]
        if text != one.text:
            change(attempt, one, {"text": one.text}, {"text": text, "words_mark": mark_of_words(text)})
            corrected.append([one.number, one.revision])
    return corrected


def _take_corrections_back(attempt: Attempt, source: Import) -> None:
    """Give texts that an import corrected, and that nobody has touched since, their wording from before."""
    revisions: dict[int, int] = dict(source.found.get("corrected", ()))
    for one in Contribution.objects.filter(case=source.case, number__in=revisions).order_by("number"):
        last = one.changes.last()
        if last and one.revision == revisions[one.number] and "text" in last.before:
            stood = last.before["text"]
            change(attempt, one, {"text": one.text}, {"text": stood, "words_mark": mark_of_words(stood)})


def _write(attempt: Attempt, source: Import, voices: Sequence[Said]) -> int:
    """Write everything in one go and return the number of the first."""
    known, first = Known(attempt.access), next_number(attempt.access.case)
    bulk.insert(Contribution, FIELDS, _rows(attempt, source, voices, known, first))
    if any(said.themes for said in voices):
        _code(attempt, source, voices, known.themes, first)
    look_through_soon(attempt.access.case, by=attempt.by)
    read_new(attempt.access.case, by=attempt.by)
    return first


def _rows(
    attempt: Attempt, source: Import, voices: Sequence[Said], known: Known, first: int
) -> Iterator[tuple[Any, ...]]:
    case, by, at, came_by = attempt.access.case.pk, attempt.by.pk, attempt.at, str(_source(source))
    for number, said in enumerate(voices, start=first):
        activity = known.activities.get(said.activity or source.activity)
        yield (
            *(case, f"{source.pk:08x}{said.place.row:08x}{said.place.column:04x}", number, said.text, said.translation),
            *(activity.key if activity else "", said.question, said.target_group, said.kind, False),
            "" if known.takes_stance(said.themes) else said.stance,
            said.said_on or (activity.first_day if activity else None),
            said.noted_by or (known.writers[activity.key][:200] if activity else ""),
            *(False, came_by, said.number, source.pk, said.place.row, said.respondent),
            *(said.address, said.is_hidden, mark_of_words(said.text), 0, at, by),
            searchable(said.text, said.translation, said.number),
        )


def _code(attempt: Attempt, source: Import, voices: Sequence[Said], themes: dict[str, Theme], first: int) -> None:
    keys = dict(Contribution.objects.filter(came_with=source).values_list("number", "pk"))
    rows = (
        (keys[number], themes[key].pk, position, said.stance if not position and themes[key].has_direction else "")
        for number, said in enumerate(voices, start=first)
        for position, key in enumerate(key for key in said.themes if key in themes)
    )
    bulk.insert(ContributionTheme, ("contribution", "theme", "position", "stance"), rows)

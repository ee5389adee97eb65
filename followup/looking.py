"""Contributions looked through for personal data: what waits is counted beside each, and shown where it stands.

What is found is kept as places and kinds, never as words; that words were dismissed is kept as a mark of them that nobody
can read without the installation's secret key.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.crypto import salted_hmac

from dialog.language.letters import plain
from dialog.machine.jobs import Progress, ask, job_kind
from dialog.models import Case, Job, Person
from followup.models import Contribution, LookedThrough
from followup.pointing import Kind, pointed_out

RULES = 1  # raised when what is pointed out becomes another: everything is looked through again
PORTION = 500
PARTS = ("text", "translation")
SALT = "followup.looking"
JOB_KIND = "look_through"


@dataclass(frozen=True)
class Pointed:
    """Personal data pointed out in a part of a contribution."""

    part: str
    start: int
    end: int
    kind: Kind
    words: str
    after: str = ""

    @property
    def place(self) -> str:
        """What a button calls it by."""
        return f"{self.part}-{self.start}-{self.end}"


def mark_of(contribution: Contribution) -> str:
    """Return a mark of a contribution's text, to know whether what was found holds for it."""
    return _mark(f"{contribution.text}\0{contribution.translation}")


def mark_of_words(contribution: Contribution, words: str) -> str:
    """Return a mark of words in a contribution: the same however they are spelt."""
    return _mark(f"{contribution.pk} {plain(words)}")


def _mark(text: str) -> str:
    return salted_hmac(SALT, text.encode("utf-8", "surrogatepass"), algorithm="sha256").hexdigest()[:32]


def found_in(contribution: Contribution) -> Iterator[Pointed]:
    """Yield everything that is pointed out in a contribution, also what was dismissed."""
    for part in PARTS:
        text = getattr(contribution, part)
        for span in pointed_out(text):
            yield Pointed(part, span.start, span.end, span.kind, text[span.start : span.end], span.after)


class Looked:
    """A contribution with what waits in it."""

    def __init__(self, contribution: Contribution, row: LookedThrough | None) -> None:
        self.contribution, self.row = contribution, row

    @classmethod
    def at(cls, contribution: Contribution) -> "Looked":
        """Look at one contribution."""
        return cls(contribution, LookedThrough.objects.filter(contribution=contribution).first())

    @cached_property
    def waits(self) -> list[Pointed]:
        """What is to be looked at: as it was found where that holds for the text, else found now."""
        row, texts = self.row, {part: getattr(self.contribution, part) for part in PARTS}
        if row and row.rules == RULES and row.mark == mark_of(self.contribution):
            return [
                Pointed(part, start, end, Kind(kind), texts[part][start:end]) for part, start, end, kind in row.found
            ]
        return self.left(row.dismissed if row else ())

    @cached_property
    def told(self) -> list[Pointed]:
        """The same, with the words before each that gave it away."""
        after = {one.place: one.after for one in found_in(self.contribution)}
        return [
            Pointed(one.part, one.start, one.end, one.kind, one.words, after.get(one.place, "")) for one in self.waits
        ]

    def left(self, dismissed: Iterable[str]) -> list[Pointed]:
        """Find what is pointed out and was not dismissed."""
        marks = set(dismissed)
        return [one for one in found_in(self.contribution) if mark_of_words(self.contribution, one.words) not in marks]


def to_look_through(case: int | None = None) -> QuerySet[Contribution]:
    """Return the contributions that nobody has looked through by today's rules."""
    there = Contribution.objects.all() if case is None else Contribution.objects.filter(case=case)
    return there.filter(Q(looked=None) | ~Q(looked__rules=RULES))


def look_through(contributions: Iterable[Contribution]) -> None:
    """Look through contributions, and keep how much waits in each; what was dismissed stays so."""
    there = {contribution.pk: contribution for contribution in contributions}
    known = LookedThrough.objects.in_bulk(list(there), field_name="contribution_id")
    rows = []
    for contribution in there.values():
        row = known.get(contribution.pk) or LookedThrough(case_id=contribution.case_id, contribution=contribution)
        left = Looked(contribution, None).left(row.dismissed)
        row.found = [[one.part, one.start, one.end, one.kind.value] for one in left]
        row.waits = len(left)
        row.personal_numbers = sum(one.kind == Kind.PERSONAL_NUMBER for one in left)
        row.mark, row.rules = mark_of(contribution), RULES
        rows.append(row)
    LookedThrough.objects.bulk_create([row for row in rows if row.pk is None], PORTION, ignore_conflicts=True)
    kept = ["found", "waits", "personal_numbers", "mark", "rules"]
    LookedThrough.objects.bulk_update([row for row in rows if row.pk is not None], kept, PORTION)


def dismiss(contribution: Contribution, words: Iterable[str]) -> None:
    """Remember that words of a contribution are no personal data."""
    row, _new = LookedThrough.objects.get_or_create(
        contribution=contribution, defaults={"case_id": contribution.case_id, "rules": 0, "mark": ""}
    )
    marks = [mark_of_words(contribution, one) for one in words]
    row.dismissed = list(dict.fromkeys([*row.dismissed, *marks]))
    row.save(update_fields=["dismissed"])
    look_through([contribution])


@job_kind(JOB_KIND)
def look_through_case(job: Job, report: Progress) -> None:
    """Look through the contributions of a case that nobody has looked through; what was done before is not done again."""
    left = to_look_through(job.case_id)
    count = left.count()
    for done in range(0, count, PORTION):
        report(100 * done // count)
        with transaction.atomic():
            look_through(left.order_by("pk").select_for_update(of=("self",))[:PORTION])


def look_through_soon(case: Case, contributions: Sequence[Contribution] = (), *, by: Person | None = None) -> None:
    """Look through new contributions: few at once, more in a job after the act; without any, whatever is left in a job."""
    if contributions and len(contributions) <= PORTION:
        look_through(contributions)
        return
    last = Contribution.objects.filter(case=case).aggregate(last=Max("pk"))["last"]
    ask(JOB_KIND, f"{case.pk}-{RULES}-{last}", by=by, case=case)

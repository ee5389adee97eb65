"""Groups of contributions without a theme: asked for on a page, made by a job, decided about by people."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from dialog import clock
from dialog.machine.jobs import Progress, ask, job_kind
from dialog.models import Case, Job, Person
from followup.models import Contribution, Grouping, GroupMember, Offered, SuggestedGroup
from followup.suggesting.kept import Beside, beside, make_vectors, model_in_use, suggester
from followup.voices.hits import HitRate, hit_rate
from followup.voices.telling import Told

JOB_KIND, NEW_KIND = "group_contributions", "read_new_contributions"
GIVES_WAY = 45.0  # seconds after which a reading lets other jobs come between, and goes on behind them
PORTION = 500


def ungrouped(case: int) -> QuerySet[Contribution]:
    """Return what is grouped: what nobody has given a theme, duplicates not counted again."""
    read = Contribution.objects.filter(case=case).read()
    return (
        Contribution.objects.filter(case=case, duplicate_of=None).exclude(pk__in=read.values("pk")).order_by("number")
    )


def last_grouping(case: int) -> Grouping | None:
    """Return the groups that were made last and are there to be looked at."""
    return Grouping.objects.filter(case=case, made_at__isnull=False).first()


@transaction.atomic
def ask_for_groups(case: Case, by: Person, at: dt.datetime) -> Grouping:
    """Return the grouping that a job makes now; one that is being made already is not begun again."""
    there = Grouping.objects.filter(case=case, made_at=None).exclude(job__state=Job.State.FAILED).first()
    if there:
        return there
    grouping = Grouping.objects.create(case=case, asked_by=by, asked_at=at)
    grouping.job = ask(JOB_KIND, str(grouping.pk), by=by, case=case, grouping=grouping.pk)
    grouping.save(update_fields=["job"])
    return grouping


@job_kind(JOB_KIND)
def make_groups(job: Job, report: Progress) -> None:
    """Make the groups; run again after a lost worker it makes them from the beginning."""
    grouping = Grouping.objects.filter(pk=job.arguments["grouping"], made_at=None).first()
    if grouping is None:
        return
    model = model_in_use()
    if model:
        report(2, _("The contributions are being read."))
        make_vectors(grouping.case_id, model, settings.JOB_SECONDS / 3, lambda percent: report(percent // 3))
    there = beside(ungrouped(grouping.case_id))
    report(35, _("The contributions are being grouped."))
    made = suggester()
    parted, told = made.groups(there.space, None, lambda percent: report(35 + percent * 6 // 10))
    with transaction.atomic():
        grouping.groups.all().delete()
        grouping.way, grouping.model, grouping.made_at = made.way, there.model, clock.now()
        grouping.count, grouping.little, grouping.too_few = len(there.space), len(parted.little), parted.too_few
        grouping.save()
        for number, one in enumerate(told, start=1):
            keep_group(grouping, number, one, there)


def keep_group(
    grouping: Grouping, number: int, told: Told, there: Beside, split_from: SuggestedGroup | None = None
) -> SuggestedGroup:
    """Keep a group as it was made."""
    group = SuggestedGroup.objects.create(
        grouping=grouping,
        number=number,
        words=[[one.word, one.stem, one.count] for one in told.words],
        hold=told.hold.value,
        with_words=told.with_words,
        is_shown=told.is_shown,
        split_from=split_from,
    )
    typical = {text: rank for rank, text in enumerate(told.typical)}
    members = [
        GroupMember(
            group=group,
            contribution=there.contributions[text],
            position=position,
            is_loose=text in told.loose,
            typical=typical.get(text),
        )
        for position, text in enumerate(told.members)
    ]
    GroupMember.objects.bulk_create(members, PORTION)
    return group


def halves(group: SuggestedGroup) -> tuple[list[Contribution], list[Contribution]]:
    """Return a group in two, as it is suggested; whoever asked moves what she likes."""
    there = beside([member.contribution for member in group.members.select_related("contribution")])
    first, second = suggester().halves(there.space, range(len(there.space)))
    return [there.contributions[i] for i in first], [there.contributions[i] for i in second]


def split(group: SuggestedGroup, first: Sequence[int], by: Person, at: dt.datetime) -> list[SuggestedGroup]:
    """Part a group in two, those with these keys in one and the rest in the other; each gets its own words."""
    there = beside(ungrouped(group.grouping.case_id))
    numbers, chosen = there.numbers, set(first)
    own = [key for key in group.members.values_list("contribution_id", flat=True) if key in numbers]
    parts = [[numbers[key] for key in own if (key in chosen) is wanted] for wanted in (True, False)]
    if not all(parts):
        return []
    from followup.voices import telling

    last = group.grouping.groups.aggregate(last=Max("number"))["last"]
    made = [
        keep_group(group.grouping, last + place, told, there, split_from=group)
        for place, told in enumerate(telling.told(there.space, parts), start=1)
    ]
    decide(group, SuggestedGroup.Status.SPLIT, by, at)
    return made


def decide(group: SuggestedGroup, status: str, by: Person, at: dt.datetime, theme: int | None = None) -> None:
    """Note what somebody decided about a group; coding its contributions is the acts' own."""
    group.status, group.decided_by, group.decided_at, group.theme_id = status, by, at, theme
    group.save(update_fields=["status", "decided_by", "decided_at", "theme"])


def read_new(case: Case, *, by: Person | None = None) -> None:
    """Let a job read what came in: its vectors, and its place among the groups that there are. Nothing where neither is."""
    if not settings.VECTORS and not Grouping.objects.filter(case=case, made_at__isnull=False).exists():
        return
    last = Contribution.objects.filter(case=case).aggregate(last=Max("pk"))["last"]
    ask(NEW_KIND, f"{case.pk}-{last}", by=by, case=case)


@job_kind(NEW_KIND)
def read_new_contributions(job: Job, report: Progress) -> None:
    """Read what is new in a case; a long reading gives way to other jobs and goes on in one of its own."""
    model, case = model_in_use(), job.case
    if case is None:
        return
    if model and not make_vectors(case.pk, model, min(GIVES_WAY, settings.JOB_SECONDS / 3), report):
        begun = job.arguments.get("begun", 0) + 1
        ask(NEW_KIND, f"{job.key.split(' ')[0]} {begun}", by=job.by, case=case, begun=begun)
        return
    place_new(case.pk)


def place_new(case: int) -> int:
    """Put what came after the last groups were made into them, by their nearest; return how many found a place."""
    grouping = last_grouping(case)
    if grouping is None or grouping.too_few:
        return 0
    groups = list(grouping.groups.filter(status=SuggestedGroup.Status.SUGGESTED).prefetch_related("members"))
    there = beside(ungrouped(case))
    numbers = there.numbers
    members = [
        [numbers[m.contribution_id] for m in one.members.all() if m.contribution_id in numbers] for one in groups
    ]
    placed = {number for group in members for number in group}
    new = [
        number
        for number, one in enumerate(there.contributions)
        if number not in placed and one.added_at > (grouping.made_at or one.added_at)
    ]
    found = suggester().placed(there.space, members, new)
    rows = [
        GroupMember(
            group=groups[group],
            contribution=there.contributions[number],
            position=len(members[group]) + number,
            came_later=True,
        )
        for number, group in found.items()
        if group is not None
    ]
    GroupMember.objects.bulk_create(rows, PORTION, ignore_conflicts=True)
    return len(rows)


def remember(
    contribution: Contribution, suggested: Sequence[str], chosen: Sequence[str], by: Person, at: dt.datetime
) -> None:
    """Remember what was suggested of a contribution and which themes a person chose, by key: the first answer counts."""
    if suggested:
        facts = {"themes": list(suggested), "chosen": list(chosen), "by": by, "at": at, "way": suggester().way}
        Offered.objects.get_or_create(contribution=contribution, defaults=facts)


def hit_rate_of(case: int) -> HitRate:
    """Return how often the first suggestion was right in a case."""
    return hit_rate(Offered.objects.filter(contribution__case=case).values_list("themes", "chosen"))

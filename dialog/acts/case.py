"""To begin a case: anew, or as a copy of an earlier one."""

import datetime as dt
from typing import Any

from django import forms
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog import clock
from dialog.acts.core import Refused, SentAgain
from dialog.acts.derived import store_derived
from dialog.acts.members import grant, refuse_as_responsible
from dialog.forms.draft_form import DraftForm
from dialog.forms.drafts import Draft
from dialog.forms.sending import mark_of
from dialog.forms.step_form import StepForm
from dialog.models import Body, Case, Event, Membership, Person, Record, Revision, house
from dialog.process import offers
from dialog.process.access import Access, load
from dialog.process.act import act_on_case
from dialog.process.phases import process

# From the first day to the last: so long a small dialogue takes (docs/anvandarguide/tidplan.md).
FOUR_WEEKS = dt.timedelta(weeks=4, days=-1)


@act_on_case(
    "copy",
    called=gettext_lazy("Copy to a new case"),
    happened=None,  # it is told in the new case, as its beginning
    done=gettext_lazy("The copy has been started."),
    icon="copy",
)
@transaction.atomic
def copy_case(
    source_pk: int, *, by: Person, title: str, at: dt.datetime | None = None, sending: str | None = None
) -> Case:
    """Begin a case as a copy of an earlier one and return it.

    What is in force of the steps that are ``copied`` comes along as drafts: goals, groups, methods, tasks and
    participation. Decisions, dates, residents' contributions and contact details never do.
    Raises Http404, Refused or SentAgain.
    """
    source = load(by, source_pk, at=at)
    case = create_case(
        by=by,
        title=title,
        body=source.case.body,
        responsible=by,
        at=at,
        sending=None if sending is None else f"{source_pk}/{sending}",
        copied_from=source.case,
        visibility=source.case.visibility,
        area=source.case.area,
        subject=source.case.subject,
    )
    copied, begun = [step.key for step in process.steps() if step.copied], load(by, case.pk, at=at)
    for key, version in source.versions(copied).items():
        form = process.step(key).its_form
        _begin_with(case, key, without_who_left(form, without_dates(form, version.data), begun))
    store_derived(load(by, case.pk, at=at))
    return case


def _begin_with(case: Case, step: str, text: Draft) -> None:
    """Keep a copied text as the first draft of a step, of a phase that is not open yet too."""
    now, by = case.created_at, case.created_by
    record = Record.objects.create(
        case=case, step=step, draft=Record.Draft.WRITING, revision=1, draft_at=now, draft_by=by
    )
    Revision.objects.create(record=record, number=1, data=text, by=by, at=now)
    Event.objects.create(case=case, act="save_draft", step=step, revision=1, by=by, at=now)


def without_dates(form: type[StepForm], draft: Draft) -> Draft:
    """Return a draft without its dates and whatever else is not copied, in its rows too."""
    kept = _drop_dates(form, draft)
    for table in form.tables:
        if table.name in draft:
            kept[table.name] = [_drop_dates(table, row) for row in draft[table.name]]
    return kept


def without_who_left(form: type[StepForm], draft: Draft, access: Access) -> Draft:
    """Return a draft with the people alone who can be chosen in the case today; a row that said nothing else is left out."""
    kept = _drop_who_left(form, draft, access)
    for table in form.tables:
        rows = [(row, _drop_who_left(table, row, access)) for row in draft.get(table.name, ())]
        if left := [now for was, now in rows if now == was or _says_something(table, now)]:
            kept[table.name] = left
        else:
            kept.pop(table.name, None)
    return kept


def _drop_who_left(form: type[DraftForm], draft: Draft, access: Access) -> Draft:
    kept = dict(draft)
    for name, field in form.base_fields.items():
        if getattr(field, "source", "") in offers.PEOPLE and name in draft:
            here = offers.still_here(access, field.source)  # type: ignore[attr-defined]
            kept[name] = [key for key in draft[name] if key in here]
    return {name: texts for name, texts in kept.items() if texts}


def _says_something(form: type[DraftForm], row: Draft) -> bool:
    """Say whether a row says more than what is ticked in it."""
    ticked = {name for name, field in form.base_fields.items() if isinstance(field, forms.BooleanField)}
    return bool(row.keys() - ticked - {"row"})


def _drop_dates(form: type[DraftForm], draft: Draft) -> Draft:
    dates = {name for name, field in form.base_fields.items() if isinstance(field, forms.DateField)}
    return {name: texts for name, texts in draft.items() if name not in dates | form.not_copied}


@act_on_case(
    called=None,  # a row of no table: whoever sits or works in the house begins cases
    happened=gettext_lazy("%(who)s created the case"),
    done=None,  # it is there
    icon="plus",
)
@transaction.atomic
def create_case(
    *,
    by: Person,
    title: str,
    body: Body,
    responsible: Person,
    at: dt.datetime | None = None,
    sending: str | None = None,
    **facts: Any,
) -> Case:
    """Begin a case and return it (steps.md, Roles).

    Whoever creates it becomes a member: as elected official with a seat today, else as civil servant. The responsible
    official named becomes its civil servant in the same act. Raises Refused for an administrator in either part, for whoever
    neither sits nor works in the house, and for a responsible official without a department. ``sending`` is the key of the
    page that it was sent from: raises SentAgain, with the case that is there, where the same was sent from it before. A
    small dialogue begins with a proposal of four weeks, today the first day.
    """
    now = at or clock.now()
    day = localdate(now)
    if by.is_administrator:
        raise Refused(_("Administrators do not take part in cases."))
    if not house.may_create(by, day):
        raise Refused(_("You do not have a committee seat or a department, so you cannot start a case."))
    refuse_as_responsible(responsible, day)
    if not house.bodies(day).filter(pk=body.pk).exists():
        raise Refused(_("That committee no longer exists."))
    said = "" if sending is None else mark_of(sending, title, body.pk, responsible.pk)
    if said:
        Person.objects.select_for_update().get(pk=by.pk)  # of two presses at the same moment the second one waits
        before = Event.objects.filter(act="create_case", by=by, said=said).select_related("case").first()
        if before:
            raise SentAgain("create_case", before.case)
    if facts.get("size") == Case.Size.SMALL:
        facts = {"dialogue_from": day, "dialogue_to": day + FOUR_WEEKS, **facts}
    case = Case.objects.create(
        title=title,
        body=body,
        responsible=responsible,
        created_by=by,
        created_at=now,
        changed_at=now,
        edition=facts.pop("edition", None) or process.current_edition(),
        **facts,
    )
    roles = {by: Membership.Role.ELECTED if house.has_seat(by, day) else Membership.Role.CIVIL_SERVANT}
    roles[responsible] = Membership.Role.CIVIL_SERVANT
    for person, role in roles.items():
        Membership.objects.create(case=case, person=person, role=role, start=day)
    grant(case, day)
    Event.objects.create(case=case, act="create_case", by=by, at=now, said=said)
    store_derived(load(by, case.pk, at=now))
    return case

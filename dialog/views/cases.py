"""Ärenden: the list of cases, and the way to a new one."""

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog import clock
from dialog.acts import words
from dialog.acts.case import create_case
from dialog.acts.core import Refused, SentAgain
from dialog.cases.listing import KeysFirst, Listing
from dialog.cases.names import names_in_list
from dialog.cases.rows import rows
from dialog.files.tables import table
from dialog.forms.clash import SaysClash
from dialog.forms.needs import say_what_is_needed
from dialog.forms.people_field import LooksForPeople, PersonField
from dialog.forms.sending import new_sending
from dialog.models import Body, Case, Person, house
from dialog.web.http import Request
from dialog.web.permissions import signed_in
from dialog.web.typed import posted_or_given_back, unjudged

CASES_A_PAGE = 25
CASES_AT_ONCE = 500  # so many are read at once for a table


@signed_in
def cases(request: Request) -> HttpResponse:
    """Show the cases that I may read as the address asks for them, those that have waited longest first."""
    prefetch_related_objects([request.user], "seats")  # asked for what she may read, and for what she may begin
    listing = Listing(request.user, request.GET)
    shown = KeysFirst(listing.cases(), CASES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "listing": listing,
        "shown": shown,
        "rows": rows(list(shown), request.user, listing.now),
        "may_create": house.may_create(request.user, clock.today()),
    }
    return render(request, "dialog/cases.html", context)


@signed_in
def cases_csv(request: Request) -> HttpResponseBase:
    """Answer with the same list as a table to take along."""
    head = [
        _("Case"),
        _("Registry number"),
        _("Phase"),
        _("Waiting for"),
        _("Since"),
        _("Committee"),
        _("Lead officer"),
    ]
    cases = Listing(request.user, request.GET).cases().select_related("body", "responsible")
    return table(request, "arenden", head, _rows(cases.iterator(chunk_size=CASES_AT_ONCE), request.user))


def _rows(cases: Iterator[Case], reader: Person) -> Iterator[list[Any]]:
    """Yield the lines of the table; whom some hundred cases wait for is read at once."""
    now = clock.now()
    while some := list(islice(cases, CASES_AT_ONCE)):
        names = names_in_list(some, reader, now)
        yield from (_row(case, names.get(case.pk, ""), now) for case in some)


def _row(case: Case, waits_for: str, now: dt.datetime) -> list[Any]:
    waits = case.waits_since if case.waits_since and case.waits_since <= now else None
    return [
        case.title,
        case.registry_number,
        words.phase_name(case.phase),
        waits_for,
        localdate(waits) if waits else None,
        case.body.name,
        case.responsible.name,
    ]


class NewCaseForm(LooksForPeople, SaysClash, forms.ModelForm):
    """The three facts that it takes to begin a case."""

    responsible = PersonField(label=gettext_lazy("Lead officer for the case"))
    body = forms.ModelChoiceField(
        label=gettext_lazy("Decision-making committee"),
        queryset=Body.objects.none(),
        empty_label=gettext_lazy("Choose"),
        help_text=gettext_lazy("The committee that will decide on the question."),
    )
    size = forms.ChoiceField(
        label=gettext_lazy("How big is the dialogue?"),
        choices=Case.Size.choices,
        widget=forms.RadioSelect,
        initial=Case.Size.ORDINARY,
        required=False,
    )
    sending = forms.CharField(widget=forms.HiddenInput, required=False, initial=new_sending)
    needs: ClassVar[Mapping[str, Any]] = {
        "title": gettext_lazy("Enter a name for the case."),
        "body": gettext_lazy("Choose which committee will decide."),
        "responsible": gettext_lazy("Choose who will be the lead officer."),
    }
    use_required_attribute = False

    class Meta:
        model = Case
        fields = ["title", "body", "responsible", "size"]
        help_texts = {"title": gettext_lazy("Ideally the question itself. You can change the name later.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        me: Any = self.initial.get("responsible")  # whoever begins it, where she can be
        say_what_is_needed(self, self.needs)
        responsible: Any = self.fields["responsible"]
        body: Any = self.fields["body"]
        body.queryset = house.bodies(clock.today())
        size: Any = self.fields["size"]
        size.hints = {
            Case.Size.SMALL: _("One question, one group, one activity, four weeks, one officer"),
            Case.Size.ORDINARY: _("Several groups or activities, a few months"),
        }
        officials = house.may_be_responsible(clock.today())
        responsible.offer(officials, house.with_places(officials.filter(pk__in=[me.pk] if me else [])))

    def clean_size(self) -> str:
        """An ordinary one, where nothing else is said."""
        return self.cleaned_data["size"] or Case.Size.ORDINARY


@signed_in
def new_case(request: Request) -> HttpResponse:
    """Begin a case. An administrator begins none; whoever has a seat names an official."""
    if request.user.is_administrator:
        raise PermissionDenied(_("Administrators do not take part in cases."))
    if not house.may_create(request.user, clock.today()):
        raise PermissionDenied(_("You do not have a committee seat or a department, so you cannot start a case."))
    form = NewCaseForm(posted_or_given_back(request), initial={"responsible": request.user})
    unjudged(request, form)
    form.fields["title"].widget.attrs.pop("maxlength", None)
    if request.method == "POST" and form.is_valid():
        try:
            case = create_case(by=request.user, **form.cleaned_data)
        except SentAgain as again:
            messages.info(request, _("You had already sent it. This is the case."))
            return redirect("case", again.case.pk)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("case", case.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "dialog/new_case.html", {"form": form, "title": _("New case")}, status=status)

"""Ärenden: the list of cases, and the way to a new one."""

from django import forms
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.access import readable_cases
from dialog.acts.case import create_case
from dialog.acts.core import Refused
from dialog.models import Body, Case, Person
from dialog.permissions import signed_in

CASES_A_PAGE = 25


@signed_in
def cases(request: HttpRequest) -> HttpResponse:
    """Show the cases that I may read, those that have waited longest first."""
    found = readable_cases(request.user).select_related("body", "responsible")
    found = found.order_by(F("waits_since").asc(nulls_last=True), "-changed_at", "pk")
    shown = Paginator(found, CASES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "dialog/cases.html", {"shown": shown, "may_create": not request.user.is_administrator})


class NewCaseForm(forms.ModelForm):
    """The three facts that it takes to begin a case."""

    responsible = forms.ModelChoiceField(
        label=gettext_lazy("Responsible official"),
        queryset=Person.objects.filter(is_active=True, is_administrator=False),
        empty_label=gettext_lazy("Choose"),
    )
    body = forms.ModelChoiceField(
        label=gettext_lazy("Owning body"),
        queryset=Body.objects.filter(ended_on=None),
        empty_label=gettext_lazy("Choose"),
        help_text=gettext_lazy("The body that will decide in the question."),
    )
    use_required_attribute = False

    class Meta:
        model = Case
        fields = ["title", "body", "responsible"]
        help_texts = {"title": gettext_lazy("Preferably the question itself. It can be changed later.")}


@signed_in
def new_case(request: HttpRequest) -> HttpResponse:
    """Begin a case."""
    form = NewCaseForm(request.POST or None, initial={"responsible": request.user})
    form.fields["title"].widget.attrs.pop("maxlength", None)
    if request.method == "POST" and form.is_valid():
        try:
            case = create_case(by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("case", case.pk)
    status = 422 if form.errors else 200
    return render(request, "dialog/new_case.html", {"form": form, "title": _("New case")}, status=status)

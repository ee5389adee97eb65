"""Teman: the codebook of a case, one theme at a time beside the tree, and what is done with themes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from dialog.acts import words
from dialog.acts.core import Refused, run
from dialog.files.tables import table
from dialog.models import Event
from dialog.process.access import Access, allowed_acts
from dialog.process.phases import process
from dialog.web.http import Request
from dialog.web.permissions import case_reader
from followup import codebook_files
from followup.codebook import Codebook, codebook
from followup.forms.codebook import MergeForm, MoveForm, RetireForm, SplitForm
from followup.leaves import leaves
from followup.merging import merging
from followup.models import Contribution, Theme
from followup.tally import by_theme, progress

STEP = "compilation"
CHANGES = ("merge_themes", "split_theme", "move_theme", "retire_theme")
EXAMPLES = (("examples_for", "for"), ("examples_against", "against"), ("examples_not", "not"))
SHOWN = 20  # of the changes of a theme


@case_reader
def themes(request: Request, access: Access, key: str = "") -> HttpResponse:
    """Show the codebook with one theme open, or move and retire that one."""
    book = codebook(access)
    theme = _theme(book, key) if key else next(iter(book.in_force.values()), None)
    if request.method != "POST":
        return _show(request, access, theme)
    if theme is None or not key:
        raise Http404
    verb, _colon, where = request.POST.get("act", "").partition(":")
    if verb == "move_theme" and where in ("up", "down"):
        return _carry_out(request, access, theme, verb, None, {"theme": key, "to": where})
    form: forms.Form
    if verb == "move_theme":
        form = MoveForm(access, theme, request.POST)
    elif verb == "retire_theme":
        form = RetireForm(request.POST)
    else:
        raise Http404
    if not form.is_valid():
        return _show(request, access, theme, form=form, status=422)
    return _carry_out(request, access, theme, verb, form, {"theme": key, **form.cleaned_data})


def _theme(book: Codebook, key: str) -> Theme:
    found = book.all.get(key)
    if found is None:
        raise Http404
    return found


def _carry_out(
    request: Request, access: Access, theme: Theme, act: str, form: forms.Form | None, facts: dict[str, Any]
) -> HttpResponse:
    """Do something with a theme, and show the codebook as it is then."""
    try:
        attempt = run(act, access.case.pk, STEP, by=request.user, **facts)
    except Refused as refused:
        return _show(request, access, theme, form=form, status=403, refused=str(refused))
    if attempt.missing:
        for lack in attempt.missing if form else ():
            form.add_error(lack.target if lack.target in form.fields else None, lack.sentence)  # type: ignore[union-attr]
        return _show(request, access, theme, form=form, status=422)
    if attempt.happened:
        messages.success(request, words.done(attempt))
    else:
        messages.info(request, words.nothing_new(act))
    stays = facts.get("into") or theme.key
    return redirect(reverse("theme", args=[access.case.pk, stays]))


def _show(
    request: Request,
    access: Access,
    theme: Theme | None,
    *,
    form: forms.Form | None = None,
    status: int = 200,
    refused: str = "",
) -> HttpResponse:
    if isinstance(form, MergeForm | SplitForm) and theme:
        return _ask(request, access, theme, form, status=status, refused=refused)
    acts, book = allowed_acts(process.step(STEP), access.record(STEP), access), codebook(access)
    context = {
        **_frame(access),
        "acts": acts,
        "leaves": leaves(access),
        "heaviest": max((weight.all for weight in by_theme(access).values()), default=0),
        "topmost": len(book.children("")),
        "lower": len(book.in_force) - len(book.children("")),
        "theme": theme,
        "refused": refused,
    }
    if theme:
        context |= {
            "weight": by_theme(access).get(theme.key),
            "digit": book.digits.get(theme.key),
            "instead": book.all.get(book.now(theme.instead)) if theme.instead else None,
            "merged": book.all.get(theme.merged_into),
            "examples": _examples(access, theme),
            "stream": list(_stream(access, theme)),
            "move": form if isinstance(form, MoveForm) else MoveForm(access, theme),
            "retire": form if isinstance(form, RetireForm) else RetireForm(),
        }
    return render(request, "followup/themes.html", context, status=status)


def _frame(access: Access) -> dict[str, Any]:
    return {"access": access, "case": access.case, "step": process.step(STEP), "progress": progress(access.case.pk)}


def _examples(access: Access, theme: Theme) -> list[tuple[str, Contribution]]:
    """Return the examples of a theme that the person may read, each with what it is an example of."""
    numbers = {number for name, _kind in EXAMPLES for number in getattr(theme, name)}
    there = Contribution.objects.filter(case=access.case, number__in=numbers).for_reader(is_member=access.is_member)
    found = {one.number: one for one in there} if numbers else {}
    return [(kind, found[n]) for name, kind in EXAMPLES for n in getattr(theme, name) if n in found]


def _stream(access: Access, theme: Theme) -> Any:
    """Yield what was done with a theme, the latest first."""
    there = Event.objects.filter(case=access.case, step=STEP)
    of_text = there.filter(row=theme.key, act="keep")
    of_book = there.filter(act__in=CHANGES, facts__theme=theme.key)
    return (of_text | of_book).select_related("by").order_by("-pk")[:SHOWN]


@case_reader
def merge_themes(request: Request, access: Access, key: str) -> HttpResponse:
    """Show what becomes of two themes, and merge them."""
    theme = codebook(access).in_force.get(key)
    if theme is None:
        raise Http404
    if request.method != "POST":
        form = MergeForm(access, theme, initial={"into": request.GET.get("into", "")})
        return _ask(request, access, theme, form)
    form = MergeForm(access, theme, request.POST)
    if not form.is_valid() or request.POST.get("act") != MergeForm.act:
        return _ask(request, access, theme, form, status=422)
    return _carry_out(request, access, theme, MergeForm.act, form, {"theme": key, **form.facts()})


@case_reader
def split_theme(request: Request, access: Access, key: str) -> HttpResponse:
    """Ask what goes to a new theme, and split the old one."""
    theme = codebook(access).in_force.get(key)
    if theme is None:
        raise Http404
    if request.method != "POST":
        return _ask(request, access, theme, SplitForm(access, theme))
    form = SplitForm(access, theme, request.POST)
    if not form.is_valid():
        return _ask(request, access, theme, form, status=422)
    return _carry_out(request, access, theme, SplitForm.act, form, {"theme": key, **form.facts()})


def _ask(
    request: Request, access: Access, theme: Theme, form: forms.Form, *, status: int = 200, refused: str = ""
) -> HttpResponse:
    """Show the page on which two themes are merged, or one is split."""
    acts, book = allowed_acts(process.step(STEP), access.record(STEP), access), codebook(access)
    context = {**_frame(access), "acts": acts, "theme": theme, "form": form, "refused": refused}
    context["weight"] = by_theme(access).get(theme.key)
    if isinstance(form, SplitForm):
        return render(request, "followup/theme_split.html", context, status=status)
    stays = book.in_force.get(str(form["into"].value() or ""))
    if stays and stays.key != theme.key:
        context["merging"] = merging(access, theme, stays, str(form["where_both"].value() or ""))
        context["result"] = str(form["called"].value() or "").strip() or stays.name
    return render(request, "followup/theme_merge.html", context, status=status)


@case_reader
@require_GET
def as_csv(request: Request, access: Access) -> StreamingHttpResponse:
    """Take the codebook along as a table."""
    return table(request, f"kodbok-{access.case.pk}", codebook_files.head(), codebook_files.rows(access))


@case_reader
@require_GET
def as_qdc(request: Request, access: Access) -> HttpResponse:
    """Take the codebook along as a REFI-QDA codebook."""
    answer = HttpResponse(codebook_files.qdc(access), content_type="application/xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="kodbok-{access.case.pk}.qdc"'
    return answer

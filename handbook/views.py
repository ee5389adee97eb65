"""The handbook to read, to print and to comment on. Everybody who is signed in reads it."""

import copy
from urllib.parse import quote

from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from dialog import clock
from dialog.forms.sending import keys_of
from dialog.models import Case
from dialog.process.access import readable_cases
from dialog.web.http import Request
from dialog.web.permissions import signed_in, support
from dialog.web.typed import give_back
from handbook.book import FRONT, Book, open_book
from handbook.editing.changes import between, named
from handbook.editing.pieces import published_whole
from handbook.forms import AnswerForm, CommentForm
from handbook.models import Edition, HandbookComment
from handbook.search import find

COMMENTS_SHOWN = 200
MOST_LETTERS = 200  # of what is looked for


@signed_in
def front(request: Request) -> HttpResponse:
    """Show the contents of the handbook beside its introduction."""
    book = open_book(request.GET.get("edition", ""))
    return _read(request, book, FRONT, template="handbook/front.html")


@signed_in
def page(request: Request, key: str) -> HttpResponse:
    """Show a page of the handbook; a POST leaves a comment on it."""
    book = open_book(request.GET.get("edition", ""))
    if request.method == "POST":
        return _comment(request, book, key)
    typed = give_back(request)
    return _read(request, book, key, form=CommentForm(typed.post) if typed else None)


def _read(
    request: Request,
    book: Book,
    key: str,
    *,
    form: CommentForm | None = None,
    template: str = "handbook/page.html",
    status: int = 200,
) -> HttpResponse:
    shown = book.page(key)
    before, after = book.around(key)
    return render(
        request,
        template,
        {
            "book": book,
            "shown": shown,
            "text": book.text(shown),
            "extra": book.extra_of(shown),
            "tips": book.reading_tips(shown),
            "before": before,
            "after": after,
            "steps": book.steps_in(shown.part),
            "form": form or CommentForm(),
            "own_comments": shown.comments.filter(by=request.user).select_related("answered_by"),
            "dialogue": _dialogue(request),
        },
        status=status,
    )


def _comment(request: Request, book: Book, key: str) -> HttpResponse:
    about = book.page(key)
    said = HandbookComment(page=about, dialogue=_dialogue(request), by=request.user, at=clock.now())
    form = CommentForm(request.POST, instance=said)
    if not form.is_valid():
        return _read(request, book, key, form=form, status=422)
    (said.key,) = keys_of(form.cleaned_data["sending"], [(said.text, said.dialogue and said.dialogue.pk)])
    mine = about.comments.filter(by=request.user)
    is_open = mine.filter(text=said.text, dialogue=said.dialogue, answered_at=None).exists()
    if not (is_open or mine.filter(key=said.key).exists()):
        form.save()
    messages.success(request, _("Thank you. Your comment has been sent to the people who look after the handbook."))
    return redirect(book.links.to(key))


def _dialogue(request: Request) -> Case | None:
    """Return the finished dialogue that a member came from to say what the handbook lacked."""
    asked = request.GET.get("dialogue", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 10):
        return None
    return readable_cases(request.user).filter(pk=int(asked), closed_at__isnull=False).first()


@signed_in
def search(request: Request) -> HttpResponse:
    """Show the pages of an edition that hold every word that is looked for."""
    book = open_book(request.GET.get("edition", ""), whole=True)
    words = request.GET.get("q", "").strip()[:MOST_LETTERS]
    found = find((book.looked(page) for page in book.pages), words)
    context = {"book": book, "words": words, "found": found, "newest_url": f"{request.path}?q={quote(words)}"}
    return render(request, "handbook/search.html", context)


@signed_in
def whole(request: Request) -> HttpResponse:
    """Show the whole handbook on one page, to read through or to print."""
    book = open_book(request.GET.get("edition", ""), whole=True)
    chapters = [
        {"page": page, "text": book.text(page), "extra": book.extra_of(page), "tips": book.reading_tips(page)}
        for page in book.pages
    ]
    return render(request, "handbook/whole.html", {"book": book, "chapters": chapters})


@signed_in
def edition_list(request: Request) -> HttpResponse:
    """Show the editions, the newest first, with what is new in each."""
    published = published_whole()
    rows = [
        {"edition": edition, "is_first": before is None, "changes": named(before, edition) if before else []}
        for before, edition in zip([None, *published], published, strict=False)
    ]
    return render(request, "handbook/editions.html", {"rows": rows[::-1]})


@signed_in
def edition_changes(request: Request, edition: str) -> HttpResponse:
    """Show what an edition has otherwise than the one before it."""
    book = open_book(edition)
    before = Edition.objects.published().filter(revised_on__lt=book.edition.revised_on).last()
    if before is None or book.edition.revised_on.isoformat() != edition:
        raise Http404
    context = {"before": before, "after": book.edition, "changes": between(before, book.edition)}
    return render(request, "handbook/edit/changes.html", context)


@support
def comments(request: Request) -> HttpResponse:
    """Show support what readers have said about the handbook, the unanswered first."""
    return _comments(request)


def _comments(request: Request, *, failed: AnswerForm | None = None) -> HttpResponse:
    found = HandbookComment.objects.select_related("page__edition", "dialogue", "by", "answered_by")
    found = found.order_by(F("answered_at").desc(nulls_first=True), "-at")[:COMMENTS_SHOWN]
    forms = {comment.pk: AnswerForm(prefix=f"c{comment.pk}") for comment in found if not comment.answer}
    typed = give_back(request)
    for comment in found if typed else ():
        if typed and f"c{comment.pk}-answer" in typed.post and comment.pk in forms:
            forms[comment.pk] = AnswerForm(typed.post, instance=copy.copy(comment), prefix=f"c{comment.pk}")
    if failed:
        forms[failed.instance.pk] = failed
    rows = [{"comment": comment, "form": forms.get(comment.pk)} for comment in found]
    return render(request, "handbook/comments.html", {"rows": rows}, status=422 if failed else 200)


@support
def answer(request: Request, comment: int) -> HttpResponse:
    """Answer a reader's comment, once; the answer stands on the page where it was made."""
    if request.method != "POST":
        return redirect("handbook_comments")
    with transaction.atomic():
        said = get_object_or_404(HandbookComment.objects.select_for_update(), pk=comment)
        before = said.answer
        form = AnswerForm(request.POST, instance=said, prefix=f"c{said.pk}")
        if before and form.is_valid():
            said.refresh_from_db()
            if form.cleaned_data["answer"] == before:
                messages.info(request, _("The comment has already been answered."))
                return redirect("handbook_comments")
            form.add_error("answer", _("The comment has already been answered. Your answer was not sent."))
        if form.is_valid():
            said.answered_by, said.answered_at = request.user, clock.now()
            form.save()
            messages.success(request, _("Your answer is now on the page."))
            return redirect("handbook_comments")
    return _comments(request, failed=form)

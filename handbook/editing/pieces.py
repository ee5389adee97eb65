"""The pieces of an edition that are edited as one: each says what stands, judges what was typed, and writes it.

What stands is plain data, so two of them can be compared: the draft and what somebody else wrote in it meanwhile, the
draft and the edition before it.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handbook.editing.forms import ContactRow, FoundationForm, PageForm, PieceForm, PrincipleRow, TipRow, rows_of
from handbook.models import Contact, Edition, Page, Principle, ReadingTip


@dataclass(frozen=True)
class Standing:
    """What a piece says: its fields, and its rows in order. ``words`` says how a field reads that is kept as a key."""

    fields: dict[str, str] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict, compare=False)

    def reads(self, name: str) -> str:
        """Return a field as people read it."""
        return self.words.get(name, self.fields.get(name, ""))

    @property
    def digest(self) -> str:
        """A short mark that is another one as soon as anything in the piece is."""
        said = json.dumps([self.fields, self.rows], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()[:24]


class Piece:
    """A piece of the draft; ``form`` and ``row`` are the classes of what one writes in, ``row_title`` what a row is.

    ``previewed`` are the fields that hold Markdown and are shown as they will be read.
    """

    form: ClassVar[type[PieceForm]] = PieceForm
    row: ClassVar[type[forms.BaseForm] | None] = None
    row_title: ClassVar[Any] = ""
    template: ClassVar[str] = "handbook/edit/piece.html"
    previewed: ClassVar[tuple[str, ...]] = ()

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    @property
    def title(self) -> str:
        """What the piece is called."""
        raise NotImplementedError

    @property
    def url(self) -> str:
        """Where it is edited."""
        raise NotImplementedError

    @property
    def next_url(self) -> str:
        """Where one comes after saving it."""
        return self.url

    def lock(self) -> None:
        """Let nobody else write it until this transaction ends."""
        Edition.objects.select_for_update().get(pk=self.edition.pk)

    def standing(self) -> Standing:
        """Return what the piece says now."""
        raise NotImplementedError

    def write(self, said: Standing) -> None:
        """Make the piece say something else."""
        raise NotImplementedError

    def make_form(self, data: Any = None) -> PieceForm:
        """Return the form over what stands, or over what was typed."""
        keys = self.edition.pages.values_list("key", flat=True)
        return self.form(
            data, initial=self.standing().fields, keys=keys, principles=self.edition.principles.all(), auto_id="%s"
        )

    def make_rows(self, data: Any = None) -> forms.BaseFormSet | None:
        """Return the rows over what stands, or over what was typed."""
        if self.row is None:
            return None
        initial = self.standing().rows if data is None else None
        return rows_of(self.row)(data, initial=initial, prefix="rows", auto_id="%s")

    def said(self, form: PieceForm, rows: forms.BaseFormSet | None) -> Standing:
        """Return what valid forms say."""
        return Standing(
            {name: _plain(form.cleaned_data[name]) for name in form.fields},
            [
                {name: _plain(row_form.cleaned_data.get(name)) for name in self.row_fields}
                for row_form in (rows.ordered_forms if rows else [])
            ],
            {
                name: str(dict(choices).get(form.cleaned_data[name], ""))
                for name, field in form.fields.items()
                if (choices := getattr(field, "choices", None))
            },
        )

    @property
    def row_fields(self) -> list[str]:
        """The names of what a row says."""
        return list(self.row.base_fields) if self.row else []  # type: ignore[attr-defined]


class PagePiece(Piece):
    """A page with its reading tips."""

    form, row = PageForm, TipRow
    row_title = gettext_lazy("Further reading")
    previewed = ("short", "whole")

    def __init__(self, edition: Edition, page: Page) -> None:
        super().__init__(edition)
        self.page = page

    @property
    def title(self) -> str:
        """The page's own title."""
        return str(self.page)

    @property
    def url(self) -> str:
        """Where the page is edited."""
        return reverse("handbook_edit_page", args=[self.page.key])

    def standing(self) -> Standing:
        """Return the page's texts and tips."""
        page = self.page
        texts = {"title": page.title, "short": page.short, "whole": page.whole}
        key, called = (page.principle.key, page.principle.title) if page.principle else ("", "")
        tips = [{name: getattr(tip, name) for name in self.row_fields} for tip in page.reading_tips.all()]
        return Standing({**texts, "principle": key}, tips, {"principle": called})

    def write(self, said: Standing) -> None:
        """Write texts and tips."""
        page, texts = self.page, said.fields
        page.title, page.short, page.whole = texts["title"], texts["short"], texts["whole"]
        page.principle = self.edition.principles.filter(key=texts["principle"]).first()
        page.save()
        page.reading_tips.all().delete()
        ReadingTip.objects.bulk_create(
            ReadingTip(page=page, order=order, **tip) for order, tip in enumerate(said.rows, start=1)
        )


class FoundationPiece(Piece):
    """Definition of resident, vision and policy."""

    form = FoundationForm

    @property
    def title(self) -> str:
        """What the piece is called."""
        return _("Residents, vision and policy")

    @property
    def url(self) -> str:
        """Where it is edited."""
        return reverse("handbook_edit_foundation")

    def standing(self) -> Standing:
        """Return what stands in the edition itself."""
        return Standing({name: _plain(getattr(self.edition, name)) for name in self.form.base_fields})

    def write(self, said: Standing) -> None:
        """Write it."""
        for name, value in said.fields.items():
            setattr(self.edition, name, value)
        self.edition.policy_adopted_on = (
            dt.date.fromisoformat(day) if (day := said.fields["policy_adopted_on"]) else None
        )
        self.edition.save(update_fields=list(said.fields))


class PrinciplesPiece(Piece):
    """The principles."""

    row = PrincipleRow
    row_title = gettext_lazy("Principle")

    @property
    def title(self) -> str:
        """What the piece is called."""
        return _("The principles")

    @property
    def url(self) -> str:
        """Where they are edited."""
        return reverse("handbook_edit_principles")

    def standing(self) -> Standing:
        """Return the principles in order."""
        rows = [
            {"key": principle.key, "title": principle.title, "text": principle.text}
            for principle in self.edition.principles.all()
        ]
        return Standing(rows=rows)

    def write(self, said: Standing) -> None:
        """Write them; a page that showed one which is gone shows none."""
        kept: dict[str, dict[str, str]] = {}
        for row in said.rows:
            key, number = row["key"], 2
            while key in kept:
                key, number = f"{row['key'][:36]}-{number}", number + 1
            kept[key] = row
        self.edition.principles.exclude(key__in=kept).delete()
        for order, (key, row) in enumerate(kept.items(), start=1):
            facts = {"order": order, "title": row["title"], "text": row["text"]}
            Principle.objects.update_or_create(edition=self.edition, key=key, defaults=facts)


class ContactsPiece(Piece):
    """Whom to ask: of no edition, and new for every reader as soon as it is saved."""

    row = ContactRow
    row_title = gettext_lazy("Contact")

    @property
    def title(self) -> str:
        """What the piece is called."""
        return _("Who to ask")

    @property
    def url(self) -> str:
        """Where they are edited."""
        return reverse("handbook_edit_contacts")

    def standing(self) -> Standing:
        """Return the contacts in order."""
        rows = [
            {
                "subject": contact.subject,
                "department": str(contact.department_id or ""),
                "person": str(contact.person_id or ""),
                "own_email": contact.own_email,
                "own_phone": contact.own_phone,
            }
            for contact in Contact.objects.all()
        ]
        return Standing(rows=rows)

    def write(self, said: Standing) -> None:
        """Write them."""
        Contact.objects.all().delete()
        for order, row in enumerate(said.rows, start=1):
            ids = {f"{name}_id": int(row[name]) if row[name] else None for name in ("department", "person")}
            Contact.objects.create(
                order=order, subject=row["subject"], own_email=row["own_email"], own_phone=row["own_phone"], **ids
            )


def pieces_of(edition: Edition, pages: Iterable[Page] | None = None) -> Iterator[Piece]:
    """Yield everything that is printed in an edition, in the order of the book; ``pages`` are its own, read before."""
    yield FoundationPiece(edition)
    yield PrinciplesPiece(edition)
    for page in edition.pages.select_related("principle").prefetch_related("reading_tips") if pages is None else pages:
        yield PagePiece(edition, page)


def published_whole() -> list[Edition]:
    """Return the published editions with everything that is printed in them, the oldest first."""
    pages = Page.objects.select_related("principle").prefetch_related("reading_tips")
    found = Edition.objects.published().select_related("published_by")
    return list(found.prefetch_related("principles", Prefetch("pages", queryset=pages)))


def digest_of(edition: Edition) -> str:
    """Return a mark that is another one as soon as anything in the edition is."""
    said = [piece.standing().digest for piece in pieces_of(edition)]
    return hashlib.sha256(" ".join(said).encode()).hexdigest()[:24]


def _plain(value: Any) -> str:
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else str(value)

"""Where support and administrators word the pages about Dialog: the same desk as the handbook's pages have."""

from typing import Any, ClassVar

from django.core.validators import MaxLengthValidator
from django.urls import reverse
from django.utils.translation import gettext_lazy

from dialog import clock
from dialog.models import Municipality, Person
from guide.models import Wording
from guide.statements import statement
from handbook import editions
from handbook.editing.forms import PieceForm, TextField
from handbook.editing.pieces import Piece, Standing
from handbook.markdown import MAX_PAGE
from handbook.models import Page

# Where each page is read; whom to ask stands on the page of help.
READ_AT = {page: page for page in Wording.Page.values} | {"help_contacts": "help"}


class WordingForm(PieceForm):
    """The text of a page about Dialog."""

    linking = ("text",)
    text = TextField(
        label=gettext_lazy("The text"),
        rows=24,
        validators=[MaxLengthValidator(MAX_PAGE)],
        error_messages={"required": gettext_lazy("Enter the text.")},
        help_text=gettext_lazy(
            "Markdown: ## before a heading, - before list items, **bold**, [words](https://…). Everyone can read the "
            "text, even without signing in."
        ),
    )


class WordingPiece(Piece):
    """A page about Dialog; each save is kept as a wording of its own."""

    form = WordingForm
    template: ClassVar[str] = "guide/edit.html"
    previewed = ("text",)

    def __init__(self, page: str, by: Person) -> None:
        self.page_key, self.by = page, by

    @property
    def title(self) -> str:
        """What the page is called."""
        return str(Wording.Page(self.page_key).label)

    @property
    def url(self) -> str:
        """Where the page is edited."""
        return reverse("statement_edit", args=[self.page_key])

    @property
    def next_url(self) -> str:
        """Where the page is read."""
        return reverse(READ_AT[self.page_key])

    def lock(self) -> None:
        """Let nobody else write such a page until this transaction ends."""
        list(Municipality.objects.select_for_update())

    def make_form(self, data: Any = None) -> PieceForm:
        """Return the form over what stands, or over what was typed; its links may lead to pages of the handbook."""
        latest = editions.latest()
        keys = Page.objects.filter(edition=latest).values_list("key", flat=True) if latest else []
        return self.form(data, initial=self.standing().fields, keys=keys, auto_id="%s")

    def standing(self) -> Standing:
        """Return how the page reads now."""
        return Standing({"text": statement(self.page_key).text})

    def write(self, said: Standing) -> None:
        """Keep a new wording."""
        Wording.objects.create(page=self.page_key, text=said.fields["text"], by=self.by, at=clock.now())

"""Where support writes the comment on a year: the same desk as the handbook's pages have; every wording is kept."""

from typing import Any, ClassVar

from django.core.validators import MaxLengthValidator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog import clock
from dialog.models import Municipality, Person
from handbook.editing.forms import PieceForm, TextField
from handbook.editing.pieces import Piece, Standing
from reports.models import MOST, YearComment


class CommentForm(PieceForm):
    """The comment on a year."""

    text = TextField(
        label=gettext_lazy("The comment"),
        rows=12,
        required=False,
        validators=[MaxLengthValidator(MOST)],
        help_text=gettext_lazy(
            "What the figures do not say. A blank line separates paragraphs. Do not name any case that only members "
            "can read."
        ),
    )


class CommentPiece(Piece):
    """The comment on a year; each save is kept as a wording of its own."""

    form = CommentForm
    template: ClassVar[str] = "reports/year/edit.html"

    def __init__(self, year: int, by: Person) -> None:
        self.year, self.by = year, by

    @property
    def title(self) -> str:
        """What is written."""
        return _("Comment on %(year)d") % {"year": self.year}

    @property
    def url(self) -> str:
        """Where it is written."""
        return reverse("year_comment", args=[self.year])

    @property
    def next_url(self) -> str:
        """Where it is read."""
        return f"{reverse('year_report', args=[self.year])}#comment"

    @property
    def earlier(self) -> list[YearComment]:
        """What stood there before, the latest first."""
        return list(YearComment.objects.filter(year=self.year).select_related("by"))[1:]

    def lock(self) -> None:
        """Let nobody else write such a comment until this transaction ends."""
        list(Municipality.objects.select_for_update())

    def make_form(self, data: Any = None) -> PieceForm:
        """Return the form over what stands, or over what was typed."""
        return self.form(data, initial=self.standing().fields, auto_id="%s")

    def standing(self) -> Standing:
        """Return how the comment reads now."""
        latest = YearComment.objects.filter(year=self.year).first()
        return Standing({"text": latest.text if latest else ""})

    def write(self, said: Standing) -> None:
        """Keep a new wording."""
        YearComment.objects.create(year=self.year, text=said.fields["text"], by=self.by, at=clock.now())

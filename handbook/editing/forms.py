"""The forms of the pieces of an edition, and of publishing it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog import clock
from dialog.forms.clash import SaysClash
from dialog.forms.people_field import LooksForPeople, PersonField
from dialog.language.understood import DayField
from dialog.models import Person, house
from handbook.markdown import MAX_PAGE, MAX_SHORT, leads_somewhere, linked_pages
from handbook.models import Contact, Edition, Page, Principle, ReadingTip

MOST_ROWS = 200


class TextField(forms.CharField):
    """A long text with line breaks as they are kept, whatever the browser sends."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text with plain line breaks."""
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class PieceForm(forms.Form):
    """The form of one piece of an edition; ``keys`` are the pages that its links may lead to."""

    use_required_attribute = False
    linking: tuple[str, ...] = ()

    def __init__(
        self, *args: Any, keys: Iterable[str] = (), principles: Iterable[Principle] = (), **kwargs: Any
    ) -> None:
        self.keys = set(keys)
        super().__init__(*args, **kwargs)
        if "principle" in self.fields:
            choices = [("", _("None")), *((principle.key, principle.title) for principle in principles)]
            self.fields["principle"] = forms.ChoiceField(
                label=_("Principle shown here"), choices=choices, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Refuse links to pages that are not there."""
        for name in self.linking:
            for missing in sorted(linked_pages(self.cleaned_data.get(name, "")) - self.keys):
                self.add_error(name, _("There is no page called %(page)s.") % {"page": f"page:{missing}"})
        return self.cleaned_data


class PageForm(PieceForm):
    """The texts of a page."""

    linking = ("short", "whole")
    title = forms.CharField(label=gettext_lazy("Title"), max_length=Page._meta.get_field("title").max_length)
    short = TextField(
        label=gettext_lazy("Beside the form"),
        rows=6,
        required=False,
        validators=[MaxLengthValidator(MAX_SHORT)],
        help_text=gettext_lazy("The few sentences that people read while writing. Markdown."),
    )
    whole = TextField(
        label=gettext_lazy("The whole page"),
        rows=24,
        validators=[MaxLengthValidator(MAX_PAGE)],
        help_text=gettext_lazy(
            "Markdown: ## before a heading, - before list items, **bold**, [words](https://…), and "
            "[words](page:goals) for a link to a page in the handbook."
        ),
    )
    principle = forms.ChoiceField(required=False)


class Row:
    """A row of a table; one in which nothing is written is none, whatever place it has."""

    use_required_attribute = False

    def has_changed(self) -> bool:
        """Say whether anything is written in it."""
        return any(name not in ("key", "ORDER", "DELETE") for name in self.changed_data)  # type: ignore[attr-defined]


class TipRow(Row, forms.ModelForm):
    """Something to read beside a page."""

    class Meta:
        model = ReadingTip
        fields = ["title", "address", "why"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].required = True

    def _post_clean(self) -> None:
        """Judge the row alone: the page that it belongs to is judged where it is kept."""

    def clean_address(self) -> str:
        """Refuse what could carry code, and what leads nowhere."""
        address = self.cleaned_data["address"]
        ReadingTip._meta.get_field("address").run_validators(address)
        if not leads_somewhere(address):
            raise forms.ValidationError(
                _("Enter an address that starts with https://, or page: and the key of a page in the handbook.")
            )
        return address


class FoundationForm(PieceForm):
    """What the municipality stands on: definition, vision, policy."""

    definition_of_resident = TextField(label=gettext_lazy("Who the residents are"), required=False)
    vision_title = forms.CharField(label=gettext_lazy("Name of the vision"), max_length=200, required=False)
    vision_text = TextField(label=gettext_lazy("The vision in a few sentences"), required=False)
    policy_title = forms.CharField(label=gettext_lazy("Name of the policy"), max_length=200, required=False)
    policy_summary = TextField(label=gettext_lazy("The policy in a few sentences"), required=False)
    policy_adopted_by = forms.CharField(label=gettext_lazy("Adopted by"), max_length=120, required=False)
    policy_adopted_on = DayField(label=gettext_lazy("Adopted on"), required=False)
    policy_section = forms.CharField(
        label=gettext_lazy("Minute number (§) in the minutes"), max_length=40, required=False
    )
    policy_number = forms.CharField(label=gettext_lazy("Registry number"), max_length=40, required=False)
    policy_link = forms.URLField(label=gettext_lazy("Address of the policy"), required=False, assume_scheme="https")


class PrincipleRow(Row, forms.Form):
    """One of the principles. Its key is what pages that show it know it by."""

    key = forms.SlugField(max_length=40, required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=gettext_lazy("Principle"), max_length=120)
    text = TextField(label=gettext_lazy("What it means"), rows=3)

    def clean(self) -> dict[str, Any]:
        """Give a new principle a key."""
        found = self.cleaned_data
        found["key"] = found.get("key") or slugify(found.get("title", ""))[:40]
        return found


class ContactRow(LooksForPeople, Row, forms.ModelForm):
    """Whom to ask about something."""

    class Meta:
        model = Contact
        fields = ["subject", "department", "person", "own_email", "own_phone"]
        field_classes = {"person": PersonField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        named = Person.objects.filter(pk__in=Contact.objects.values("person"))  # who has left stays to be chosen
        person.offer(house.who_belong(clock.today()) | named)
        department: Any = self.fields["department"]
        department.empty_label = _("None")

    def _post_clean(self) -> None:
        """Judge the row alone, see ``clean``."""

    def clean(self) -> dict[str, Any]:
        """Refuse a contact that cannot be reached."""
        found = self.cleaned_data
        if not self.errors and not any(found.get(name) for name in ("department", "person", "own_email", "own_phone")):
            raise forms.ValidationError(_("Enter a department, a person, an address or a phone number."))
        return found


class PublishForm(SaysClash, forms.Form):
    """When the edition is from, and what is new in it."""

    writes = Edition
    use_required_attribute = False
    revised_on = DayField(label=gettext_lazy("Date of the edition"))
    note = TextField(
        label=gettext_lazy("What is new?"),
        rows=4,
        validators=[MaxLengthValidator(4000)],
        help_text=gettext_lazy("A few sentences for people who know the previous edition. Cases link to them."),
        error_messages={"required": gettext_lazy("Enter what is new.")},
    )

    def __init__(self, *args: Any, latest: Edition, **kwargs: Any) -> None:
        self.latest = latest
        super().__init__(*args, **kwargs)

    def clean_revised_on(self) -> Any:
        """Refuse a day that is still to come, and one that would make the edition older than the one before.

        The same day is a day: what was published in the morning may be mended in the afternoon.
        """
        day = self.cleaned_data["revised_on"]
        if day > max(clock.today(), self.latest.revised_on):
            raise forms.ValidationError(_("The date is in the future. Choose today or an earlier date."))
        if day < self.latest.revised_on:
            before = date_format(self.latest.revised_on, "DATE_FORMAT")
            raise forms.ValidationError(
                _("The previous edition is from %(day)s. Choose that date or a later one.") % {"day": before}
            )
        return day


class NewPageForm(forms.Form):
    """A page that the handbook has not had."""

    use_required_attribute = False
    title = forms.CharField(label=gettext_lazy("Title"), max_length=Page._meta.get_field("title").max_length)
    part = forms.ChoiceField(
        label=gettext_lazy("Part of the handbook"), choices=Page.Part.choices, widget=forms.RadioSelect
    )
    step = forms.ChoiceField(label=gettext_lazy("Guidance for a step that has none"), required=False)

    def __init__(self, *args: Any, steps: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if steps:
            choice: Any = self.fields["step"]
            choice.choices = [("", _("No step")), *steps]
        else:
            del self.fields["step"]


class Table(forms.BaseFormSet):
    """The rows of a piece: each has its place, and can be taken away."""

    ordering_widget: Any = forms.TextInput(attrs={"inputmode": "numeric"})

    def add_fields(self, form: forms.BaseForm, index: int | None) -> None:
        """Say in the handbook's own words what place and taking away are."""
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("Place")
        form.fields["DELETE"].label = _("Remove")


def rows_of(row: type[forms.BaseForm]) -> type[forms.BaseFormSet]:
    """Return the class of a table of such rows; two more can be added at a time."""
    size: dict[str, Any] = {"extra": 2, "max_num": MOST_ROWS, "absolute_max": MOST_ROWS + 50}
    return forms.formset_factory(row, formset=Table, can_order=True, can_delete=True, **size)

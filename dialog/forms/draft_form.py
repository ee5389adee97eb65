"""A form over one dictionary of a draft: always bound, quiet until somebody tries to finish, the judge of what it lacks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.models import ModelFormMetaclass
from django.utils.formats import date_format, time_format
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.forms import drafts
from dialog.forms.answers import Answer, Value
from dialog.forms.clash import SaysClash
from dialog.forms.drafts import Draft
from dialog.forms.fields import OfferedField, QuietField
from dialog.forms.gaps import gaps_in
from dialog.language.sentences import figures, said_of
from dialog.language.understood import formfield

if TYPE_CHECKING:
    from dialog.process.access import Access


@dataclass(frozen=True)
class Missing:
    """Something that stands in the way of finishing: a sentence, and the id of the field where it is mended."""

    sentence: str
    target: str
    row: str = ""


class DraftFormMetaclass(ModelFormMetaclass):
    """Prepares the fields of a form once, when its class is made: nothing is required but what the form ``needs``."""

    def __new__(mcs, name, bases, attrs):
        if meta := attrs.get("Meta"):
            meta.formfield_callback = formfield
        new: Any = super().__new__(mcs, name, bases, attrs)
        for key, field in getattr(new, "base_fields", {}).items():
            field.required = key in new.needs
            if field.required:
                field.error_messages = {**field.error_messages, "required": new.needs[key]}
            # The browser must not cut, refuse or send as empty what somebody typed: the server judges it.
            for stopper in ("maxlength", "minlength", "min", "max", "step"):
                field.widget.attrs.pop(stopper, None)
            if isinstance(field, forms.TypedChoiceField):
                choices: Any = field.choices
                field.choices = [(key, label if key else gettext_lazy("Choose")) for key, label in choices]
            if isinstance(field, (forms.DateField, forms.IntegerField, forms.DecimalField)):
                field.widget.attrs.setdefault("inputmode", "numeric")
        return new


class DraftForm(SaysClash, forms.ModelForm, metaclass=DraftFormMetaclass):
    """A form over one dictionary of a draft.

    ``needs`` names what must be there before the step can be finished, with the sentence that says so: the only place
    where that is declared. ``joined`` names a control that answers several fields with one value, «high-low»: its name, and
    their names. ``renamed`` maps old field names to new ones, for drafts that were written before.
    """

    needs: ClassVar[Mapping[str, Any]] = {}
    joined: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    renamed: ClassVar[Mapping[str, str]] = {}
    not_copied: ClassVar[frozenset[str]] = frozenset()  # what stays behind when a case begins as a copy
    says_faults = False  # whether what is wrong is said beside its field before anybody has tried to finish
    bound_field_class = QuietField
    use_required_attribute = False
    do_not_call_in_templates = True  # templates ask whether a step has a form, and speak of a table: both are classes
    if TYPE_CHECKING:

        def __getitem__(self, name: str) -> QuietField: ...

    def __init__(self, draft: Draft, access: "Access", *, prefix: str = "", loud: bool = False) -> None:
        self.draft = drafts.rename(draft, self.renamed)
        self.access = access
        self.loud = loud
        super().__init__(drafts.values(self.draft, prefix), prefix=prefix or None, auto_id="%s")
        for name, field in self.fields.items():
            if isinstance(field, OfferedField):
                field.offer(access, self.draft.get(name, []))
        self.instance.case = access.case

    @classmethod
    def blank(cls, access: "Access") -> Draft:
        """Return what stands in the form before anybody has written: declared initial values and prefill, as text."""
        return {
            name: [str(value) for value in (field.initial if isinstance(field.initial, list) else [field.initial])]
            for name, field in cls.base_fields.items()
            if field.initial not in (None, "", [])
        }

    def full_clean(self) -> None:
        """Judge what was typed. What was filled in with a gap is not finished before somebody has filled that too."""
        super().full_clean()
        for name, value in list(getattr(self, "cleaned_data", {}).items()):
            if left := gaps_in(value):
                self.add_error(
                    name,
                    forms.ValidationError(
                        _("Fill in what is missing: %(gaps)s") % {"gaps": ", ".join(left)}, code="gap"
                    ),
                )

    @cached_property
    def judged(self) -> dict[str, Any]:
        """What is valid of what was typed, by field."""
        self.errors  # noqa: B018 - judging is what asking for the errors does
        return self.cleaned_data

    def need(self, name: str, sentence: Any) -> None:
        """Say that a field is missing which is needed because of what stands in another."""
        if name not in self.errors and self.cleaned_data.get(name) in (None, "", []):
            self.add_error(name, forms.ValidationError(sentence, code="required"))

    def sentences(self) -> Iterator[Missing]:
        """Yield what is missing or wrong in the form's own fields, in the order of the fields."""
        found = self.errors.as_data()
        for name in self.fields:
            field = self[name]
            for error in found.get(name, ()):
                for message in error.messages:
                    wrong = error.code != "required"
                    yield Missing(said_of(field.label, message) if wrong else message, field.target)
        for error in found.get(NON_FIELD_ERRORS, ()):
            for message in error.messages:
                yield Missing(message, self[next(iter(self.fields))].target)

    def answers(self) -> list[Answer]:
        """Return what the form says as it should be read: key, label, value (text, list of texts, or None), in order."""
        return [
            {"key": name, "label": str(self[name].label), "value": self.read(name)}
            for name, field in self.fields.items()
            if not field.widget.is_hidden
        ]

    def read(self, name: str) -> Value:
        """Return a field's value as people read it; what is wrong is shown as it was typed."""
        raw = self.draft.get(name)
        if not raw:
            return None
        if name in self.errors:
            field = self.fields[name]
            gone = getattr(field, "gone", {})
            found = field.read_raw(raw) if hasattr(field, "read_raw") else [str(gone.get(text, text)) for text in raw]
            return found if len(found) > 1 else found[0]
        value = self.judged[name]
        return None if value is None else readable(self.fields[name], value)

    @property
    def as_hidden(self) -> SafeString:
        """The form's text as hidden fields: a page posts the whole form, also what it does not show."""
        return format_html_join(
            "",
            '<input type="hidden" name="{}" value="{}">',
            ((self.add_prefix(name), text) for name in self.fields for text in self.draft.get(name, ())),
        )

    @property
    def leftovers(self) -> list[tuple[str, str]]:
        """Fields that stand in the draft and that the form no longer has: shown once, so that nothing is lost."""
        known = {*self.fields, "row", *(table.name for table in getattr(self, "tables", ()))}
        return [(name, " ".join(map(str, texts))) for name, texts in self.draft.items() if name not in known]


def readable(field: forms.Field, value: Any) -> Value:
    """Return a cleaned value as text in the active language; a list for several choices or lines.

    A field of another shape reads its value out itself: ``field.read_out(value)``.
    """
    if hasattr(field, "read_out"):
        return field.read_out(value)
    if isinstance(field, forms.MultipleChoiceField):
        labels = dict(flat_choices(field.choices))
        return [str(labels.get(key, key)) for key in value]
    if isinstance(field, forms.ModelMultipleChoiceField):
        return [str(text) for text in value]
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(flat_choices(field.choices)).get(str(value), value))
    if isinstance(field, forms.BooleanField):
        return str(_("Yes")) if value else None
    if isinstance(field, forms.DateTimeField):
        return date_format(value, "DATETIME_FORMAT")
    if isinstance(field, forms.DateField):
        return date_format(value, "DATE_FORMAT")
    if isinstance(field, forms.TimeField):
        return time_format(value, "TIME_FORMAT")
    if isinstance(field, (forms.IntegerField, forms.DecimalField)):
        return figures(value)
    return value if isinstance(value, list) else str(value)


def flat_choices(choices: Any) -> Iterator[tuple[str, Any]]:
    """Yield the choices of a field, those in groups too, as (key, label)."""
    for key, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield str(key), label

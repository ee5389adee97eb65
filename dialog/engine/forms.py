"""The form of a step: always bound to a draft, quiet until somebody tries to finish, the one judge of what is missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.boundfield import BoundField
from django.forms.models import ModelFormMetaclass
from django.utils.formats import date_format, number_format, time_format
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from dialog.engine import drafts
from dialog.engine.drafts import Draft, Shape
from dialog.engine.fields import NumberText, OfferedField, QuietField
from dialog.models import Body, Case, PartOfRow

if TYPE_CHECKING:
    from dialog.access import Access
    from dialog.engine.step import Step


@dataclass(frozen=True)
class Missing:
    """Something that stands in the way of finishing: a sentence, and the id of the field where it is mended."""

    sentence: str
    target: str
    row: str = ""


@dataclass(frozen=True)
class Offer:
    """A text from elsewhere that can be taken into a field; ``changed`` when an older one was taken before."""

    field: str
    label: str
    text: str
    changed: bool


class DraftFormMetaclass(ModelFormMetaclass):
    """Prepares the fields of a form once, when its class is made: nothing is required but what the form ``needs``."""

    def __new__(mcs, name, bases, attrs):
        new: Any = super().__new__(mcs, name, bases, attrs)
        for key, field in getattr(new, "base_fields", {}).items():
            field.required = key in new.needs
            if field.required:
                field.error_messages = {**field.error_messages, "required": new.needs[key]}
            # The browser must not cut, refuse or send as empty what somebody typed: the server judges it.
            for stopper in ("maxlength", "minlength", "min", "max", "step"):
                field.widget.attrs.pop(stopper, None)
            if isinstance(field, (forms.DateField, forms.IntegerField, forms.DecimalField)):
                field.widget.attrs.setdefault("inputmode", "numeric")
            if isinstance(field.widget, forms.NumberInput):
                field.widget = NumberText(attrs=field.widget.attrs)
                field.localize = True
        return new


class DraftForm(forms.ModelForm, metaclass=DraftFormMetaclass):
    """A form over one dictionary of a draft.

    ``needs`` names what must be there before the step can be finished, with the sentence that says so: the only place
    where that is declared. ``renamed`` maps old field names to new ones, for drafts that were written before.
    """

    needs: ClassVar[Mapping[str, Any]] = {}
    renamed: ClassVar[Mapping[str, str]] = {}
    not_copied: ClassVar[frozenset[str]] = frozenset()  # what stays behind when a case begins as a copy
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
                    yield Missing(f"{field.label}: {message}" if wrong else message, field.target)
        for error in found.get(NON_FIELD_ERRORS, ()):
            for message in error.messages:
                yield Missing(message, self[next(iter(self.fields))].target)

    def answers(self) -> list[dict[str, Any]]:
        """Return what the form says as it should be read: key, label, value (text, list of texts, or None), in order."""
        return [
            {"key": name, "label": str(self[name].label), "value": self.read(name)}
            for name, field in self.fields.items()
            if not field.widget.is_hidden
        ]

    def read(self, name: str) -> Any:
        """Return a field's value as people read it; what is wrong is shown as it was typed."""
        raw = self.draft.get(name)
        if not raw:
            return None
        if name in self.errors:
            return raw if len(raw) > 1 else raw[0]
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


def readable(field: forms.Field, value: Any) -> Any:
    """Return a cleaned value as text in the active language; a list for several choices or lines.

    A field of another shape reads its value out itself: ``field.read_out(value)``.
    """
    if hasattr(field, "read_out"):
        return field.read_out(value)
    if isinstance(field, forms.MultipleChoiceField):
        labels = dict(_flat(field.choices))
        return [str(labels.get(key, key)) for key in value]
    if isinstance(field, forms.ModelMultipleChoiceField):
        return [str(one) for one in value]
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(_flat(field.choices)).get(str(value), value))
    if isinstance(field, forms.BooleanField):
        return str(_("Yes")) if value else None
    if isinstance(field, forms.DateTimeField):
        return date_format(value, "DATETIME_FORMAT")
    if isinstance(field, forms.DateField):
        return date_format(value, "DATE_FORMAT")
    if isinstance(field, forms.TimeField):
        return time_format(value, "TIME_FORMAT")
    if isinstance(field, (forms.IntegerField, forms.DecimalField)):
        return number_format(value, use_l10n=True)
    return value if isinstance(value, list) else str(value)


def _flat(choices: Any) -> Iterator[tuple[str, Any]]:
    for key, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield str(key), label


class RowForm(DraftForm):
    """One row of a step's table. ``name`` is the table's key, ``title`` what a row is called, ``least`` how many are needed.

    A row that cannot be removed any more is dropped with a reason (utgår): the field ``dropped_because`` that every
    row has. ``body_template`` lays the fields of an open row out.
    """

    owner: "StepForm"
    name: ClassVar[str]
    title: ClassVar[Any]
    plural: ClassVar[Any]
    add_label: ClassVar[Any]
    empty: ClassVar[Any] = ""
    heading_field: ClassVar[str] = ""
    kind_field: ClassVar[str] = ""
    least: ClassVar[int] = 0
    fixed: ClassVar[bool] = False  # the rows are given by another step: none is added, moved or removed here
    body_template: ClassVar[str] = "dialog/step/row_body.html"
    dropped_because = forms.CharField(
        label=gettext_lazy("Dropped because"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    def __init__(self, row: Draft, access: "Access", *, loud: bool = False) -> None:
        self.key = drafts.row_key(row)
        super().__init__(row, access, prefix=f"{self.name}-{self.key}", loud=loud)

    @property
    def is_dropped(self) -> bool:
        """Whether the row is marked as dropped: nothing is needed of it then."""
        return bool(self.draft.get("dropped_because"))

    @property
    def heading(self) -> str:
        """What the row is called in the list of rows: the first line of its ``heading_field``, else of its first field."""
        text = str(self.read(self.heading_field or next(iter(self.fields))) or "")
        return text.partition("\n")[0]

    @property
    def kind_words(self) -> str:
        """What kind of row it is, where its table has kinds."""
        return str(self.read(self.kind_field) or "") if self.kind_field else ""

    def visible_now(self) -> list[BoundField]:
        """Return the fields to show; why it was dropped only where the row was, or can only be that."""
        return [self[name] for name in self.fields if name != "dropped_because" or self.is_dropped or self.is_kept]

    @property
    def is_kept(self) -> bool:
        """Whether something refers to the row, so that it cannot be removed but only be dropped with a reason."""
        return (self.name, self.key) in self.owner.kept_rows

    def answers(self) -> list[dict[str, Any]]:
        """Return the row's answers; why it was dropped only where it was."""
        found = super().answers()
        return found if self.is_dropped else [answer for answer in found if answer["key"] != "dropped_because"]


class StepForm(DraftForm):
    """The form of a step with its tables. ``tables`` lists the row forms; ``sections`` may group fields under headings."""

    step: "Step"
    row = ""
    final = False
    tables: ClassVar[list[type[RowForm]]] = []
    sections: ClassVar[list[tuple[Any, list[str]]]] = []
    folded: frozenset[Any] = frozenset()  # the sections that are shown folded
    side_by_side: ClassVar[frozenset[Any]] = frozenset()  # the sections whose fields stand beside each other
    decision_fields: ClassVar[tuple[str, ...]] = ()
    tables_first: ClassVar[bool] = False

    @property
    def layout(self) -> list[dict[str, Any]]:
        """The fields grouped under the form's headings, those of no section first; a decision's own facts are apart."""
        grouped = {name for title, names in self.sections for name in names} | set(self.decision_fields)
        rest = [name for name in self.fields if name not in grouped]
        parts = [("", rest), *self.sections]
        return [
            {
                "title": title,
                "fields": [self[name] for name in names],
                "folded": title in self.folded,
                "side_by_side": title in self.side_by_side,
            }
            for title, names in parts
            if names
        ]

    def hides(self, table: type[RowForm]) -> bool:
        """Say whether a table is left out of the page for now; one with rows never may be."""
        return False

    @property
    def decision_layout(self) -> list[BoundField]:
        """The fields that say how and when the body decided, where the step is a decision."""
        return [self[name] for name in self.decision_fields]

    @property
    def heading(self) -> str:
        """What a row of a register is called: the first line of the form's first field."""
        return str(self.read(next(iter(self.fields))) or "").partition("\n")[0]

    @property
    def other_body(self) -> Body | None:
        """The body that decides in a row, where it is not the one that owns the case."""
        return None

    @classmethod
    @cache
    def shape(cls) -> Shape:
        """Return which fields the form owns."""
        parts = {"": cls.base_fields, **{table.name: table.base_fields for table in cls.tables}}
        tidy = {
            (table, name): field.tidy
            for table, fields in parts.items()
            for name, field in fields.items()
            if hasattr(field, "tidy")
        }
        return Shape(tuple(cls.base_fields), {table.name: tuple(table.base_fields) for table in cls.tables}, tidy)

    @cached_property
    def rows(self) -> dict[str, list[RowForm]]:
        """The row forms of each table, in the order of the draft."""
        found = {
            table.name: [table(row, self.access, loud=self.loud) for row in self.draft.get(table.name, ())]
            for table in self.tables
        }
        for rows in found.values():
            for row in rows:
                row.owner = self
        return found

    @cached_property
    def kept_rows(self) -> set[tuple[str, str]]:
        """The rows of the case, by table and key, that something refers to: none of them is removed."""
        return self.access.referred_to

    def removed_though_kept(self) -> Iterator[Missing]:
        """Yield a sentence for each row that is in force, is referred to, and has gone from the text."""
        there = {(table.name, row.key) for table in self.tables for row in self.rows[table.name]}
        gone = {
            table.name: {key for name, key in self.kept_rows - there if name == table.name} for table in self.tables
        }
        for table in self.tables:
            for row in table._meta.model.objects.filter(case=self.access.case, key__in=gone[table.name]):
                sentence = _("«%(row)s» is used elsewhere. Take it back from the history of the step.") % {"row": row}
                yield Missing(sentence, f"{table.name}-add")

    @cached_property
    def remaining(self) -> list[Missing]:
        """What stands in the way of finishing: the form's own sentences, the tables', and the rows'."""
        found = list(self.sentences())
        for table in self.tables:
            rows = [row for row in self.rows[table.name] if not row.is_dropped]
            if len(rows) < table.least:
                sentence = format_lazy(
                    gettext_lazy("{title}: add at least {number}"), title=table.title, number=table.least
                )
                found.append(Missing(str(sentence), f"{table.name}-add"))
            for number, row in enumerate(self.rows[table.name], start=1):
                if not row.is_dropped:
                    found += [
                        Missing(f"{table.title} {number}: {lack.sentence}", lack.target, row.key)
                        for lack in row.sentences()
                    ]
        return found

    def advice(self) -> list[Missing]:
        """Return hints that hold nothing up; a step's form may give some."""
        return []

    def prefill(self) -> dict[str, str]:
        """Return what can be filled in from elsewhere, by field. It is offered; nothing is overwritten by itself."""
        return {}

    def suggestions(self) -> dict[str, str]:
        """Return texts to offer that nothing begins with: by field, or by «table-key-field» for a field of a row."""
        return {}

    def to_offer(self) -> dict[str, str]:
        """Return every text that can be taken from elsewhere, by the place where it belongs."""
        return {**self.prefill(), **self.suggestions()}

    def offers(self, taken: Mapping[str, str]) -> list[Offer]:
        """Return what is offered now: where a field is empty, or where the source of what was taken has changed."""
        found = []
        for path, text in self.to_offer().items():
            typed, was = drafts.text_at(self.draft, path, self.rows), taken.get(path)
            if text and typed != text and was != text and (not typed or was is not None):
                found.append(Offer(path, self._label_at(path), text, changed=was is not None))
        return found

    def _label_at(self, path: str) -> str:
        table, _, rest = path.partition("-")
        if table not in self.rows:
            return str(self[path].label)
        key, _, field = rest.partition("-")
        return next((str(row[field].label) for row in self.rows[table] if row.key == key), field)

    def all_answers(self) -> list[dict[str, Any]]:
        """Return the answers of the form and its tables in the municipality's language, whoever asks."""
        with override(settings.LANGUAGE_CODE):
            found = self.answers()
            for table in self.tables:
                rows = [
                    {"key": row.key, "heading": row.heading, "dropped": row.is_dropped, "answers": row.answers()}
                    for row in self.rows[table.name]
                ]
                found.append({"key": table.name, "label": str(table.plural), "rows": rows})
        return found

    def put_in_force(self) -> None:
        """Save into the step's typed tables: what is in force from now on. The form must be complete."""
        self._put_fields_in_force()
        for table in self.tables:
            self._put_rows_in_force(table)

    def _put_fields_in_force(self) -> None:
        there = type(self.instance).objects.filter(case=self.access.case)
        if self.row:
            self.instance.key = self.row
            there = there.filter(key=self.row)
        found = there.first()
        if found:  # what stands there and is no field of the form (that an activity was held) stays
            for field in found._meta.concrete_fields:
                if field.name not in (self._meta.fields or ()):
                    setattr(self.instance, field.attname, getattr(found, field.attname))
        self.save()

    def _put_rows_in_force(self, table: type[RowForm]) -> None:
        model: Any = table._meta.model
        there = model.objects.filter(case=self.access.case)
        if issubclass(model, PartOfRow):
            there = there.filter(owner=self.row)
        for position, form in enumerate(self.rows[table.name]):
            form.instance.key, form.instance.position = form.key, position
            form.instance.dropped_because = form.judged.get("dropped_because", "")
            if issubclass(model, PartOfRow):
                form.instance.owner = self.row
        model.objects.bulk_create(
            [form.instance for form in self.rows[table.name]],
            update_conflicts=True,
            unique_fields=["case", "key"],
            update_fields=["position", "dropped_because", *(table._meta.fields or ())],
        )
        there.exclude(key__in=[form.key for form in self.rows[table.name]]).delete()


class TablesForm(StepForm):
    """The form of a step that has nothing but its tables."""

    class Meta:
        model = Case
        fields: ClassVar[list[str]] = []

    def _put_fields_in_force(self) -> None:
        """There are none: the case's own facts are not the step's."""

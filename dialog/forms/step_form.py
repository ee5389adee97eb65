"""The form of a step with its tables: read, offered from elsewhere, and put in force."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from dialog.forms import drafts
from dialog.forms.answers import Answer, Answered, RowAnswer, as_text
from dialog.forms.draft_form import DraftForm, Missing
from dialog.forms.drafts import Draft, Shape
from dialog.forms.laid_out import LaidOut
from dialog.forms.layout import DecisionFacts, Layout, Leftovers, OnlyWithAnswer, Rest, Tables
from dialog.forms.people import Unshown, people_in
from dialog.language.sentences import after_colon
from dialog.models import Body, Case, PartOfRow

if TYPE_CHECKING:
    from dialog.process.access import Access
    from dialog.process.step import Step

NAME_IN_SENTENCE = 40  # signs of a row's heading at most, where a sentence about it calls it by that
FEW = 3  # fields: a row of no more is written in the list of its rows, every other one on a page of its own


@dataclass(frozen=True)
class Offer:
    """A text from elsewhere that can be taken into a field; ``changed`` when an older one was taken before."""

    field: str
    label: str
    text: str
    changed: bool


class Dropping(OnlyWithAnswer):
    """Why a row was dropped (utgår): asked of what cannot be removed, told of what was dropped. It is folded until it is."""

    template = "dialog/layout/dropping.html"

    def render(self, form: Any, context: Any, template_pack: str = "", **options: Any) -> SafeString:
        """Return the fold; nothing of a row that can be removed."""
        if not list(self.names(form)):
            return SafeString()
        with context.push(key=f"{form.prefix}-drop", is_open=form.is_dropped):
            return super().render(form, context, template_pack, **options)


DROPPED = Dropping("dropped_because", unless=lambda row: row.is_kept)


class RowForm(LaidOut, DraftForm):
    """One row of a step's table. ``name`` is the table's key, ``title`` what a row is called, ``needed`` what is
    said while there is none, where one is needed. Its line in the list of rows says besides its heading what its fields
    ``in_brief`` say. On its own page it is called by its number, one ``called_by_heading`` by that: no field of it says it.
    A table that is ``written_in_list`` has no pages for its rows, however many fields they have.

    A row that cannot be removed any more is dropped with a reason (utgår): the field ``dropped_because`` that every
    row has. It is made in the form that it belongs to, its ``owner``.
    """

    name: ClassVar[str]
    title: ClassVar[Any]
    plural: ClassVar[Any]
    add_label: ClassVar[Any]
    empty: ClassVar[Any] = ""
    heading_field: ClassVar[str] = ""
    kind_field: ClassVar[str] = ""
    needed: ClassVar[Any] = ""
    told_when_empty: ClassVar[bool] = True  # whether it says something that there is none
    fixed: ClassVar[bool] = False  # the rows are given by another step: none is added, moved or removed here
    in_brief: ClassVar[tuple[str, ...]] = ()
    called_by_heading: ClassVar[bool] = False
    written_in_list: ClassVar[bool] = False
    folds_what_is_written = True  # at most seven fields are in sight on a row's page, in a full row too
    layout = Layout(Rest(), DROPPED)
    dropped_because = forms.CharField(
        label=gettext_lazy("Dropped because"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    def __init__(self, row: Draft, owner: "StepForm") -> None:
        self.key, self.owner = drafts.row_key(row), owner
        super().__init__(row, owner.access, prefix=f"{self.name}-{self.key}", loud=owner.loud)

    @classmethod
    def asked(cls) -> list[str]:
        """Return the names of the fields that are asked of a row; why it is dropped is asked of few."""
        shown = (
            name
            for name, field in cls.base_fields.items()
            if not (field.widget.is_hidden or isinstance(field, Unshown))
        )
        return [name for name in shown if name != "dropped_because"]

    @classmethod
    def has_page(cls) -> bool:
        """Say whether a row is written on a page of its own: where it asks for more than can be taken in in a list."""
        return not cls.written_in_list and len(cls.asked()) > FEW

    @property
    def is_called_by_heading(self) -> bool:
        """Whether its page is called by its heading: a row that another step gives says by no field what it is about."""
        return self.fixed or self.called_by_heading

    @property
    def lacks(self) -> int:
        """How many things remain in the row."""
        return 0 if self.is_dropped else len(list(self.sentences()))

    @property
    def line(self) -> str:
        """What the row's line in the list is called by."""
        return self.heading

    @property
    def facts(self) -> list[str]:
        """What the row's line in the list says below that: what kind it is, and what it says in brief."""
        return [text for text in (self.kind_words, *self.brief()) if text]

    def brief(self) -> list[str]:
        """Return the answers that the line gives, without the full stops of sentences."""
        return [as_text(self.read(name)).rstrip(".") for name in self.in_brief]

    @property
    def is_dropped(self) -> bool:
        """Whether the row is marked as dropped: nothing is needed of it then."""
        return bool(self.draft.get("dropped_because"))

    @property
    def heading(self) -> str:
        """What the row is called in the list of rows: the first line of its ``heading_field``, else of its first field."""
        text = str(self.read(self.heading_field or next(iter(self.fields))) or "")
        return text.partition("\n")[0]

    def named(self, number: int) -> str:
        """Return what a sentence about the row calls it: its heading, or its number in the table where it has none, or one
        that is a sentence of its own: «Mål 3».
        """
        return self.heading if 0 < len(self.heading) <= NAME_IN_SENTENCE else f"{self.title} {number}"

    @property
    def kept_heading(self) -> str:
        """What the row is called in a version, which everybody reads who may read the case."""
        return self.heading

    @property
    def kind_words(self) -> str:
        """What kind of row it is, where its table has kinds."""
        return str(self.read(self.kind_field) or "") if self.kind_field else ""

    @property
    def is_kept(self) -> bool:
        """Whether something refers to the row, so that it cannot be removed but only be dropped with a reason."""
        return (self.name, self.key) in self.owner.kept_rows

    def answers(self) -> list[Answer]:
        """Return the row's answers; why it was dropped only where it was."""
        found = super().answers()
        return found if self.is_dropped else [answer for answer in found if answer["key"] != "dropped_because"]


class StepForm(LaidOut, DraftForm):
    """The form of a step with its tables. ``tables`` lists the row forms; ``layout`` says how all of it stands on the
    page (``dialog.forms.layout``).

    It is made at its place, the ``step`` and the ``row`` of a register, and judged for it; see ``Step.make_form``.
    """

    tables: ClassVar[list[type[RowForm]]] = []
    layout = Layout(Rest(), Tables())
    asks_rows_alone: ClassVar[bool] = False  # nothing but the rows of one table is asked
    decision_layout: ClassVar[DecisionFacts | None] = None
    decision_fields: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        draft: Draft,
        access: "Access",
        *,
        step: "Step",
        row: str = "",
        final: bool = False,
        loud: bool = False,
    ) -> None:
        self.step, self.row, self.final = step, row, final
        if named := people_in(self.parts(), draft):
            access.expect_people(named)
        super().__init__(draft, access, loud=loud)

    @property
    def whole_layout(self) -> Layout:
        """The layout with what is left of older forms, and a decision's own facts."""
        last = [self.decision_layout] if self.decision_layout else []
        return Layout(*super().whole_layout.fields, Leftovers(), *last)

    def hides(self, table: type[RowForm]) -> bool:
        """Say whether a table is left out of the page for now; one with rows never may be."""
        return False

    @property
    def decision_facts(self) -> list[BoundField]:
        """The fields that show of how and when the body decided, where the step is a decision."""
        return [self[name] for name in self.decision_layout.names(self)] if self.decision_layout else []

    @property
    def heading(self) -> str:
        """What a row of a register is called: the first line of the form's first field."""
        return str(self.read(next(iter(self.fields))) or "").partition("\n")[0]

    @property
    def other_body(self) -> Body | None:
        """The body that decides in a row, where it is not the one that owns the case."""
        return None

    @classmethod
    def begin_small(cls, access: "Access") -> Draft:
        """Return what the form begins with besides in a small dialogue: what is known by then, and never an answer that is
        the elected officials' to give.
        """
        return {}

    @classmethod
    def parts(cls) -> dict[str, type[DraftForm]]:
        """Return the form ("") and those of its tables' rows, by the tables' names."""
        return {"": cls, **{table.name: table for table in cls.tables}}

    @classmethod
    @cache
    def shape(cls) -> Shape:
        """Return which fields the form owns."""
        tidy = {
            (table, name): field.tidy
            for table, form in cls.parts().items()
            for name, field in form.base_fields.items()
            if hasattr(field, "tidy")
        }
        forms_by_table: dict[str, type[DraftForm]] = {"": cls, **{table.name: table for table in cls.tables}}
        joined = {
            (table, control): names for table, form in forms_by_table.items() for control, names in form.joined.items()
        }
        own = {table.name: tuple(table.base_fields) for table in cls.tables}
        return Shape(tuple(cls.base_fields), own, tidy, joined)

    @cached_property
    def rows(self) -> dict[str, list[RowForm]]:
        """The row forms of each table, in the order of the draft."""
        return {table.name: [table(row, self) for row in self.draft.get(table.name, ())] for table in self.tables}

    def row_of(self, table: str, key: str) -> RowForm | None:
        """Return the form of a row, or None where the table has none of that key."""
        return next((row for row in self.rows[table] if row.key == key), None)

    def row_at(self, key: str) -> RowForm | None:
        """Return the form of the row with that key, in whichever table it is; None where there is none."""
        return next((row for rows in self.rows.values() for row in rows if row.key == key), None)

    @cached_property
    def kept_rows(self) -> set[tuple[str, str]]:
        """The rows of the case, by table and key, that something refers to: none of them is removed."""
        return self.access.referred_to(*(table.name for table in self.tables))

    def removed_though_kept(self) -> Iterator[Missing]:
        """Yield a sentence for each row that is in force, is referred to, and has gone from the text."""
        there = {(table.name, row.key) for table in self.tables for row in self.rows[table.name]}
        gone = {
            table.name: {key for name, key in self.kept_rows - there if name == table.name} for table in self.tables
        }
        for table in self.tables:
            for row in table._meta.model.objects.filter(case=self.access.case, key__in=gone[table.name]):
                sentence = _("“%(row)s” is used elsewhere. Restore it from the history of the step.") % {"row": row}
                yield Missing(sentence, f"{table.name}-add")

    @cached_property
    def remaining(self) -> list[Missing]:
        """What stands in the way of finishing: the form's own sentences, the tables', and the rows'."""
        found = list(self.sentences())
        for table in self.tables:
            rows = [row for row in self.rows[table.name] if not row.is_dropped]
            if table.needed and not rows:
                found.append(Missing(str(table.needed), f"{table.name}-add"))
            for number, row in enumerate(self.rows[table.name], start=1):
                if not row.is_dropped:
                    found += [
                        Missing(after_colon(row.named(number), lack.sentence), lack.target, row.key)
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

    def all_answers(self) -> list[Answered]:
        """Return the answers of the form and its tables in the municipality's language, whoever asks."""
        if get_language() == settings.LANGUAGE_CODE:
            return self.answers_of_all()
        with override(settings.LANGUAGE_CODE):
            # What a field offers is called in the language in which the form is made.
            form = self.step.make_form(self.draft, self.access, row=self.row, final=self.final)
            return form.answers_of_all()

    def answers_of_all(self) -> list[Answered]:
        """Return the answers of the form and its tables in the active language."""
        found: list[Answered] = [*self.answers()]
        for table in (row_form for row_form in self.tables if self.rows[row_form.name] or row_form.told_when_empty):
            rows: list[RowAnswer] = [
                {"key": row.key, "heading": row.kept_heading, "dropped": row.is_dropped, "answers": row.answers()}
                for row in self.rows[table.name]
            ]
            found.append({"key": table.name, "label": str(table.plural), "title": str(table.title), "rows": rows})
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

    asks_rows_alone = True

    class Meta:
        model = Case
        fields: ClassVar[list[str]] = []

    def _put_fields_in_force(self) -> None:
        """There are none: the case's own facts are not the step's."""

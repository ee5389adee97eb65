"""Ansvarsfördelning: who represents the body, and who does what."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.forms.answers import as_text
from dialog.forms.draft_form import Missing
from dialog.forms.drafts import Draft, key_of
from dialog.forms.layout import Asks, Included, Layout, More, Rest, Tables, When
from dialog.forms.people import NameField, NamesField, OnePersonField, PeopleField
from dialog.forms.step_form import DROPPED, RowForm, StepForm
from dialog.language.labels import label
from dialog.rights import ELECTED
from planning.models import Representative, Responsibility, Task
from planning.tasks import is_free, with_all_taken

if TYPE_CHECKING:
    from dialog.process.access import Access


class RepresentativeRow(RowForm):
    """Somebody who represents the body in the dialogue."""

    name, title = "representative", gettext_lazy("Representative")
    needed = gettext_lazy("Add at least one representative of the committee.")
    plural, add_label = gettext_lazy("The committee's representatives"), gettext_lazy("Add a representative")
    empty = gettext_lazy("The councillors who lead the dialogue and are responsible for it.")
    in_sight = frozenset({"person", "spokesperson"})
    person = OnePersonField("elected", named="named", label=label(Representative, "person"))
    named = NameField(label=label(Representative, "named"), max_length=120)  # type: ignore[assignment]

    class Meta:
        model = Representative
        fields = ["person", "named", "spokesperson"]

    def clean(self) -> dict[str, Any]:
        """A person with an account, or a name: who is chosen takes the place of a name that was written before."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("person"):
            cleaned["named"] = ""
        elif not cleaned.get("named"):
            self.need("person", _("Choose who it is, or enter a name."))
        return cleaned

    @property
    def heading(self) -> str:
        """The person's name, and that she speaks for the body."""
        name = str(self.read("person") or self.read("named") or "")
        return _("%(name)s, spokesperson") % {"name": name} if name and self.judged.get("spokesperson") else name


class TaskRow(RowForm):
    """A task, with who does it."""

    name, title, plural = "task", gettext_lazy("Task"), gettext_lazy("Tasks")
    add_label, kind_field = gettext_lazy("Add a task"), "kind"
    kind = forms.ChoiceField(label=label(Task, "kind"), choices=[("", gettext_lazy("Choose")), *Task.Kind.choices])
    who = PeopleField(named="who_named", label=label(Task, "who"))
    who_named = NamesField(label=label(Task, "who_named"))
    in_sight = frozenset({"who", "due"})
    layout = Layout(Asks("kind", When(Task.Kind.OWN, "title")), Rest(), DROPPED)
    needs = {"kind": gettext_lazy("Choose the task.")}

    class Meta:
        model = Task
        fields = ["kind", "title", "who", "who_named", "mandate", "due"]

    def clean(self) -> dict[str, Any]:
        """Every task has a who; one's own task has a name."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == Task.Kind.OWN:
            self.need("title", _("Enter a name for the task."))
        if not cleaned.get("who_named"):
            self.need("who", _("Choose who will do it."))
        return cleaned

    @property
    def heading(self) -> str:
        """Who does it; of an own task what it is called, too."""
        who = ", ".join([*(self.read("who") or []), *(self.read("who_named") or [])])
        title = as_text(self.read("title")) if self.judged.get("kind") == Task.Kind.OWN else None
        return ": ".join(filter(None, [title, who]))

    @property
    def line(self) -> str:
        """The task."""
        return as_text(self.read("title")) or self.kind_words

    def named(self, number: int) -> str:
        """The task: before somebody is to do it, a sentence has nothing else to call the row by."""
        return self.line or super().named(number)

    @property
    def facts(self) -> list[str]:
        """Who does it, with what mandate, by when."""
        who = ", ".join([*(self.read("who") or []), *(self.read("who_named") or [])])
        return [text.rstrip(".") for text in (who, *(as_text(self.read(name)) for name in ("mandate", "due"))) if text]

    @property
    def kept_heading(self) -> str:
        """The task, and who does it."""
        if self.judged.get("kind") in (None, "", Task.Kind.OWN):
            return self.heading
        return ": ".join(filter(None, [self.kind_words, self.heading]))


class ResponsibilityForm(StepForm):
    """Ansvarsfördelning. Body and responsible official stand in the case's own facts."""

    tables = [RepresentativeRow, TaskRow]
    layout = Layout(Tables(), Included("planning/take_all.html"), More("note"))

    class Meta:
        model = Responsibility
        fields = ["note"]

    @classmethod
    def blank(cls, access: "Access") -> Draft:
        """Begin with the handbook's six tasks: whose they are remains to be said."""
        kinds = [kind for kind in Task.Kind.values if kind != Task.Kind.OWN]
        return {**super().blank(access), "task": [{"row": [key_of(kind)], "kind": [kind]} for kind in kinds]}

    @classmethod
    def begin_small(cls, access: "Access") -> Draft:
        """Whoever is responsible does everything, each task with its day; a body's only member of the case represents it."""
        begun: Draft = with_all_taken(cls.blank(access), access, access.case.responsible_id)
        elected = access.members_as(ELECTED)
        if len(elected) == 1:
            begun["representative"] = [{"row": [key_of("representative")], "person": [str(elected[0].person_id)]}]
        return begun

    @property
    def free_tasks(self) -> int:
        """How many tasks have nobody yet."""
        return sum(is_free(row) for row in self.draft.get("task", ()))

    @property
    def remaining(self) -> list[Missing]:
        """Besides each row: only one of the representatives speaks for the body."""
        speakers = [row for row in self.rows["representative"] if row.judged.get("spokesperson") and not row.is_dropped]
        more = (
            [Missing(_("Only one person can be the spokesperson."), "representative-add")] if len(speakers) > 1 else []
        )
        return [*super().remaining, *more]

    def advice(self) -> list[Missing]:
        """Hint that somebody should speak for the body."""
        rows = [row for row in self.rows["representative"] if not row.is_dropped]
        if rows and not any(row.judged.get("spokesperson") for row in rows):
            return [Missing(_("None of the representatives is the spokesperson."), "representative-add")]
        return []

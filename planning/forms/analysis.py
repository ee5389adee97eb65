"""Målgruppsanalys: the groups, the matrix, and the three overall questions."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dialog.forms.answers import as_text
from dialog.forms.chapters import Chapter
from dialog.forms.draft_form import Missing
from dialog.forms.drafts import Draft, key_of
from dialog.forms.fields import OfferedChoiceField, YesNoField
from dialog.forms.layout import (
    Asks,
    AtOnce,
    Layout,
    More,
    Rest,
    Tables,
    Ticks,
    Together,
    When,
    WhenAnswered,
)
from dialog.forms.step_form import DROPPED, RowForm, StepForm
from dialog.language.labels import label
from dialog.language.sentences import in_letters
from handbook import catalogue
from planning.models import TargetGroup, TargetGroupAnalysis
from planning.pictures import Placed, matrix

if TYPE_CHECKING:
    from dialog.process.access import Access

HIGH_LOW = [("high", gettext_lazy("High")), ("low", gettext_lazy("Low"))]
AFFECTED_HOW = [
    ("direct", gettext_lazy("Directly")),
    ("indirect", gettext_lazy("Indirectly")),
    ("long_term", gettext_lazy("In the long term")),
]
PRIORITIES = [("", gettext_lazy("As in the matrix")), *((str(number), str(number)) for number in (1, 2, 3, 4))]


class TargetGroupRow(RowForm):
    """One target group."""

    name, title, plural = "target_group", gettext_lazy("Group"), gettext_lazy("Groups")
    needed = gettext_lazy("Add at least one group.")
    add_label, heading_field = gettext_lazy("Add a group"), "name"
    empty = gettext_lazy("Start with the people who are most affected but seldom heard.")
    kind = forms.ChoiceField(
        label=label(TargetGroup, "kind"), choices=TargetGroup.Kind.choices, widget=forms.RadioSelect
    )
    area = OfferedChoiceField("areas", label=label(TargetGroup, "area"))
    affected_how = forms.MultipleChoiceField(
        label=label(TargetGroup, "affected_how"), choices=AFFECTED_HOW, widget=forms.CheckboxSelectMultiple
    )
    affected = forms.ChoiceField(label=label(TargetGroup, "affected"), choices=HIGH_LOW, widget=forms.RadioSelect)
    engagement = forms.ChoiceField(label=label(TargetGroup, "engagement"), choices=HIGH_LOW, widget=forms.RadioSelect)
    priority = forms.TypedChoiceField(
        label=label(TargetGroup, "priority"), choices=PRIORITIES, coerce=int, empty_value=None
    )
    estimated_size_unit = forms.ChoiceField(
        label=label(TargetGroup, "estimated_size_unit"), choices=TargetGroup.Unit.choices, widget=forms.RadioSelect
    )
    in_sight = frozenset({"affected", "engagement"})
    layout = Layout(
        "name",
        Asks("kind", When(TargetGroup.Kind.AREA, "area")),
        AtOnce("affected", "engagement"),
        Ticks(
            gettext_lazy("Tick all that apply"),
            "must_take_part",
            Asks(
                "hard_to_reach",
                When("on", Together(gettext_lazy("Why, and how?"), "hard_to_reach_why", "how_to_reach")),
            ),
            Asks("already_active", When("on", "perspective")),
        ),
        Together(gettext_lazy("How many there are"), "estimated_size", "estimated_size_unit"),
        More("affected_how", "needs", Asks("priority", WhenAnswered("priority_motivation"))),
        Rest(),
        DROPPED,
    )
    needs = {"name": gettext_lazy("Enter who they are.")}
    joined = {"place": ("affected", "engagement")}
    affected.face_template = "planning/place_in.html"  # type: ignore[attr-defined]

    class Meta:
        model = TargetGroup
        fields = [
            "name",
            "kind",
            "area",
            "affected_how",
            "affected",
            "engagement",
            "priority",
            "priority_motivation",
            "must_take_part",
            "hard_to_reach",
            "hard_to_reach_why",
            "how_to_reach",
            "already_active",
            "perspective",
            "estimated_size",
            "estimated_size_unit",
            "needs",
        ]

    @property
    def place(self) -> str:
        """The group's square of the matrix, as its radio button posts it: «high-low»; of half a place only that half."""
        return "-".join("".join(self.draft.get(name, ())) for name in ("affected", "engagement")).strip("-")

    def squares(self) -> list[dict[str, Any]]:
        """Return the matrix as one places the group in it: lines of squares, each with the other groups that lie there."""
        others: list[Any] = [row for row in self.owner.rows[self.name] if row.key != self.key and not row.is_dropped]
        return matrix([Placed(row.key, 0, row.heading, row.matrix_priority, None) for row in others if row.heading])[
            "lines"
        ]

    @property
    def matrix_priority(self) -> int | None:
        """What the matrix gives for how affected and how active the group is; None where it is not placed yet."""
        affected, engagement = self.judged.get("affected"), self.judged.get("engagement")
        return catalogue.priority_of(affected, engagement) if affected and engagement else None

    @property
    def shown_priority(self) -> int | None:
        """The priority that holds: the group's own, else the matrix's."""
        return self.judged.get("priority") or self.matrix_priority

    @property
    def kind_words(self) -> str:
        """The group's priority, where it has one."""
        return _("Priority %(n)d") % {"n": self.shown_priority} if self.shown_priority else ""

    def brief(self) -> list[str]:
        """How many they are, and what makes the group matter; of one that says nothing of it, what kind of group it is."""
        many = self.read("estimated_size")
        size = f"{as_text(many)} {as_text(self.read('estimated_size_unit'))}".strip() if many else ""
        marks = {
            "must_take_part": _("must take part"),
            "hard_to_reach": _("hard to reach"),
            "already_active": _("already active"),
        }
        said = [size, ", ".join(words for name, words in marks.items() if self.judged.get(name))]
        return said if any(said) else [as_text(self.read("kind"))]

    def clean(self) -> dict[str, Any]:
        """Each group has a priority; another one than the matrix gives needs a motivation."""
        cleaned = super().clean() or self.cleaned_data
        given = cleaned.get("priority")
        if given is None:
            half = "engagement" if cleaned.get("affected") else "affected"
            self.need(half, _("Choose the square for the group. This sets its priority."))
        placed = cleaned.get("affected") and cleaned.get("engagement")
        if given and (not placed or given != catalogue.priority_of(cleaned["affected"], cleaned["engagement"])):
            self.need(
                "priority_motivation", _("Explain why the group has a different priority from the one in the matrix.")
            )
        return cleaned


def groups_in_words(form: StepForm) -> str:
    """Say how many groups there are, and how many have no place in the matrix: «8, en utan plats»."""
    rows: list[Any] = [row for row in form.rows["target_group"] if not row.is_dropped]
    unplaced = sum(row.shown_priority is None for row in rows)
    if not unplaced:
        return str(len(rows)) if rows else _("none yet")
    said = ngettext("%(all)d, one not placed", "%(all)d, %(n)s not placed", unplaced)
    return said % {"all": len(rows), "n": in_letters(unplaced)}


def written_in_words(form: StepForm) -> str:
    """Say how many of the overall questions are written: «3 av 5, frivilliga»."""
    asked = [name for name in form.fields if name != "children_heard"]
    written = sum(bool(form.draft.get(name)) for name in asked)
    return _("%(n)d of %(all)d, optional") % {"n": written, "all": len(asked)}


class TargetGroupsForm(StepForm):
    """Målgruppsanalys."""

    children_affected = YesNoField(label=label(TargetGroupAnalysis, "children_affected"))
    tables = [TargetGroupRow]
    in_sight = frozenset({"children_affected"})
    layout = Layout(
        Chapter("groups", gettext_lazy("Groups"), Tables(), progress=groups_in_words, finishes=True),
        Chapter(
            "questions",
            gettext_lazy("The questions about the whole picture"),
            Rest(),
            Asks("children_affected", When("yes", "children_heard")),
            progress=written_in_words,
            button=gettext_lazy("Save the answers"),
        ),
    )
    field_template = "planning/overall_question.html"

    @classmethod
    def begin_small(cls, access: "Access") -> Draft:
        """One group: it remains to be said which."""
        return {"target_group": [{"row": [key_of("group")]}]}

    class Meta:
        model = TargetGroupAnalysis
        fields = [
            "most_affected",
            "hardest_to_reach",
            "already_active",
            "missing_perspectives",
            "children_affected",
            "children_heard",
        ]

    def advice(self) -> list[Missing]:
        """Hint at what the law asks: children who are affected are to be heard (barnkonventionen, article 12)."""
        found = []
        if not self.judged.get("children_affected"):
            found.append(Missing(_("Say whether children are affected."), "children_affected_0"))
        elif self.judged["children_affected"] == "yes" and not self.judged.get("children_heard"):
            found.append(Missing(_("Enter how children will be heard."), "children_heard"))
        if not self.judged.get("missing_perspectives"):
            found.append(Missing(_("Think about which perspectives are missing."), "missing_perspectives"))
        return found

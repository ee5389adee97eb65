"""Välj metod: which methods reach which target groups, and whether they fit the level."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.forms.answers import Answer
from dialog.forms.draft_form import Missing
from dialog.forms.fields import CountsField, OfferedChoiceField, OfferedChoicesField
from dialog.forms.layout import Folded, Included, Layout, OnlyWithAnswer
from dialog.forms.step_form import DROPPED, RowForm, TablesForm
from dialog.language.labels import label
from dialog.language.sentences import all_of
from execution.in_force import level_name, levels, live_groups, must_be_reached
from execution.models import ChosenMethod, Unit
from handbook import catalogue


def method_choices() -> list[tuple[Any, Any]]:
    """Return the catalogue's methods, its tools, and one's own."""
    found = catalogue.methods().values()
    return [
        ("", gettext_lazy("Choose")),
        (gettext_lazy("Methods"), [(method.slug, method.name) for method in found if not method.tool]),
        (
            gettext_lazy("Tools that support a method"),
            [(method.slug, method.name) for method in found if method.tool],
        ),
        (gettext_lazy("Your own"), [(ChosenMethod.OWN, gettext_lazy("A method of your own"))]),
    ]


class OtherMethod(Folded):
    """The choice of another method than the one that a row is about; hidden while a row is written for the first time."""

    def render(self, form: Any, context: Any, template_pack: str = "", **options: Any) -> Any:
        """Return the choice as it stands on the page."""
        if form.is_new:
            return form["method"].as_hidden()
        return super().render(form, context, template_pack, **options)


class MethodRow(RowForm):
    """One method. Its level is the level of its part of the dialogue, else the case's."""

    name, title, plural = "method", gettext_lazy("Method"), gettext_lazy("Methods")
    is_new = False  # whether nobody has saved it yet
    add_label = gettext_lazy("Add a method")
    called_by_heading = True
    empty = gettext_lazy("Start with the groups that are hardest to reach. Which method will take you to them?")
    method = forms.ChoiceField(label=label(ChosenMethod, "method"), choices=method_choices)
    target_groups = OfferedChoicesField("target_group", label=label(ChosenMethod, "target_groups"))
    part = OfferedChoiceField(
        "part",
        label=label(ChosenMethod, "part"),
        help_text=gettext_lazy("Only if part of the dialogue has its own level."),
    )
    expected = CountsField("target_group", label=label(ChosenMethod, "expected"))
    expected_unit = forms.ChoiceField(label=label(ChosenMethod, "expected_unit"), choices=Unit.choices)
    needs = {"method": gettext_lazy("Choose a method.")}
    layout = Layout(
        Included("execution/choose/about.html"),
        OnlyWithAnswer("own_name", "own_how", unless=lambda row: row.is_own),
        "target_groups",
        "expected",
        OnlyWithAnswer("part", unless=lambda row: row.access.choices("part")),
        Included("execution/choose/misfit.html"),
        OnlyWithAnswer("fit_reason", unless=lambda row: row.misfit),
        "why",
        OnlyWithAnswer("tool", unless=lambda row: row.is_own),
        Folded(gettext_lazy("Time and resources"), "time", "resources", "expected_unit", unless=lambda row: False),
        OtherMethod(gettext_lazy("Change the method"), "method", unless=lambda row: not row.draft.get("method")),
        DROPPED,
    )

    class Meta:
        model = ChosenMethod
        fields = [
            "method",
            "own_name",
            "own_how",
            "tool",
            "target_groups",
            "part",
            "fit_reason",
            "time",
            "resources",
            "expected",
            "expected_unit",
            "why",
        ]

    @property
    def catalogued(self) -> catalogue.Method | None:
        """The method as the catalogue has it; None for one's own."""
        return catalogue.methods().get(self.judged.get("method", ""))

    @property
    def is_own(self) -> bool:
        """Whether it is a method of one's own, which has a name of its own."""
        return self.draft.get("method") == [ChosenMethod.OWN]

    @property
    def is_tool(self) -> bool:
        """Whether it only supports other methods: no group is reached by it."""
        return self.catalogued.tool if self.catalogued else bool(self.judged.get("tool"))

    @property
    def misfit(self) -> str:
        """What is said where the method does not fit the level; empty where it does, or nobody can know."""
        its_levels = levels(self.access)
        method, level = self.catalogued, its_levels.get(self.judged.get("part", "")) or its_levels.get("", "")
        if method is None or not level or method.fits(level):
            return ""
        facts = {"method": method.name, "levels": all_of(method.level_names), "level": level_name(level)}
        return _("%(method)s suits %(levels)s. Here the level is %(level)s.") % facts

    @property
    def heading(self) -> str:
        """The method's own name, else the catalogue's."""
        return str(self.read("own_name") or (self.read("method") if self.draft.get("method") else "") or "")

    @property
    def kind_words(self) -> str:
        """That it is a tool, where it is."""
        return _("Tool") if self.draft.get("method") and self.is_tool else ""

    @property
    def unnamed(self) -> list[str]:
        """The names of the groups of which one expects people, though the method is not said to reach them."""
        named, names = self.judged.get("target_groups", ()), dict(self.access.choices("target_group"))
        return [names[key] for key in self.judged.get("expected") or () if key not in named and key in names]

    def answers(self) -> list[Answer]:
        """Return the row's answers; in what one counts only where one expects somebody."""
        idle = () if self.judged.get("expected") else ("expected_unit",)
        return [answer for answer in super().answers() if answer["key"] not in idle]

    def clean(self) -> dict[str, Any]:
        """A method reaches a group, a tool none; one that does not fit the level needs its reason."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("method") == ChosenMethod.OWN:
            self.need("own_name", _("Enter a name for your method."))
        if cleaned.get("method") and not self.is_tool:
            self.need("target_groups", _("Choose at least one group the method reaches."))
        if self.misfit:
            self.need("fit_reason", _("%(misfit)s Enter why it is still suitable.") % {"misfit": self.misfit})
        return cleaned


class MethodsForm(TablesForm):
    """Välj metod/metoder."""

    tables = [MethodRow]

    @property
    def live(self) -> list[MethodRow]:
        """The rows that hold."""
        return [row for row in self.rows["method"] if isinstance(row, MethodRow) and not row.is_dropped]

    @cached_property
    def remaining(self) -> list[Missing]:
        """Besides each row: a tool alone is no method."""
        found = super().remaining
        if not any(row.judged.get("method") and not row.is_tool for row in self.live):
            return [Missing(_("Choose at least one method that is not a tool."), "method-add"), *found]
        return found

    def advice(self) -> list[Missing]:
        """Warn of a method that does not fit its level, of a group with priority that no method reaches, of people who
        are expected from a group that the method is not said to reach, and of a method that nobody has given reasons for.
        """
        misfits = [
            Missing(row.misfit, row["fit_reason"].target, row.key)
            for row in self.live
            if row.misfit and row.judged.get("fit_reason")  # without a reason it stands in the way
        ]
        reached = {key for row in self.live if not row.is_tool for key in row.judged.get("target_groups", ())}
        left_out = [
            Missing(_("No method reaches %(group)s.") % {"group": group.name}, "method-add")
            for group in live_groups(self.access)
            if must_be_reached(group) and group.key not in reached
        ]
        unexplained = [
            Missing(
                _("Enter why %(method)s suits the question and the groups.") % {"method": row.heading},
                row["why"].target,
                row.key,
            )
            for row in self.live
            if row.heading and not row.is_tool and not row.judged.get("why")
        ]
        return [*misfits, *left_out, *self._unnamed(), *unexplained]

    def _unnamed(self) -> list[Missing]:
        sentence = _(
            "%(method)s: you expect people from %(groups)s, but have not chosen them as groups the method reaches."
        )
        return [
            Missing(
                sentence % {"method": row.heading, "groups": all_of(row.unnamed)}, row["target_groups"].target, row.key
            )
            for row in self.live
            if row.unnamed and not row.is_tool
        ]

"""Mål för invånardialogen, in the handbook's template."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.forms.answers import as_text
from dialog.forms.draft_form import Missing
from dialog.forms.drafts import Draft, key_of
from dialog.forms.fields import LinesField, OfferedChoiceField
from dialog.forms.layout import Asks, Layout, More, Rest, Together, When
from dialog.forms.people import PeopleField
from dialog.forms.step_form import DROPPED, RowForm, TablesForm
from dialog.language.labels import label
from dialog.process.offers import offer
from handbook import catalogue, editions
from handbook.models import DirectionGoal
from planning.models import Goal

if TYPE_CHECKING:
    from dialog.process.access import Access


@offer("direction_goals")
def direction_goals(access: "Access") -> list[tuple[str, str]]:
    """The council's goals that hold today."""
    return [(goal.key, goal.text) for goal in DirectionGoal.objects.in_force(access.today)]


@offer("agenda_goals")
def agenda_goals(access: "Access") -> list[tuple[str, str]]:
    """The goals of Agenda 2030, with their numbers."""
    return [(str(number), f"{number}. {name}") for number, name in catalogue.agenda_goals().items()]


@offer("principles")
def principles(access: "Access") -> list[tuple[str, str]]:
    """The five principles, in the words of the edition that the case follows."""
    return [(principle.key, principle.title) for principle in editions.principles_on(access.case.edition)]


COUNTED = ("unit", "baseline", "aim", "target")


class GoalRow(RowForm):
    """One goal of the dialogue."""

    name, title, plural = "goal", gettext_lazy("Goal"), gettext_lazy("Goals")
    needed = gettext_lazy("Add at least one goal.")
    add_label, heading_field, kind_field = gettext_lazy("Add a goal"), "goal", "type"
    empty = gettext_lazy("A few goals are better than many. Start with what the dialogue should lead to.")
    type = forms.ChoiceField(label=label(Goal, "type"), choices=Goal.Type.choices, widget=forms.RadioSelect)
    measure = forms.ChoiceField(label=label(Goal, "measure"), choices=Goal.Measure.choices, widget=forms.RadioSelect)
    aim = forms.ChoiceField(label=label(Goal, "aim"), choices=[("", gettext_lazy("Choose")), *Goal.Aim.choices])
    indicators = LinesField(
        label=label(Goal, "indicators"),
        help_text=gettext_lazy("What shows that you are on the way? One per line."),
    )
    data_collection_who = PeopleField(label=label(Goal, "data_collection_who"))
    tied_to_direction_goal = OfferedChoiceField("direction_goals", label=label(Goal, "tied_to_direction_goal"))
    tied_to_agenda_2030 = OfferedChoiceField("agenda_goals", label=label(Goal, "tied_to_agenda_2030"))
    tied_to_principle = OfferedChoiceField("principles", label=label(Goal, "tied_to_principle"))
    layout = Layout(
        "goal",
        "type",
        Asks("measure", When(Goal.Measure.QUANTITATIVE, Together(gettext_lazy("The number"), *COUNTED))),
        *["indicators", "data_collection_how", "data_collection_who"],
        More("serves", "data_collection_when", "tied_to_direction_goal", "tied_to_agenda_2030", "tied_to_principle"),
        Rest(),
        DROPPED,
    )
    needs = {
        "goal": gettext_lazy("Enter the goal."),
        "type": gettext_lazy("Choose the type of goal."),
        "indicators": gettext_lazy("Enter at least one indicator."),
        "data_collection_how": gettext_lazy("Enter how the data is collected."),
    }

    class Meta:
        model = Goal
        fields = [
            "type",
            "goal",
            "serves",
            "measure",
            "unit",
            "baseline",
            "aim",
            "target",
            "indicators",
            "data_collection_how",
            "data_collection_who",
            "data_collection_when",
            "tied_to_direction_goal",
            "tied_to_agenda_2030",
            "tied_to_principle",
        ]

    def brief(self) -> list[str]:
        """What is aimed for in its unit, as a floor or a ceiling, or that it is told in words; and who collects the data."""
        who = as_text(self.read("data_collection_who"))
        return [self._aimed(), _("%(who)s collects the data") % {"who": who} if who else ""]

    def _aimed(self) -> str:
        said = {name: self.judged.get(name) for name in ("type", "aim", "baseline", "target")}
        if said["target"] is None:
            return _("in words") if self.judged.get("measure") == Goal.Measure.QUALITATIVE else ""
        goal = Goal(**{name: value for name, value in said.items() if value is not None})
        many = " ".join(filter(None, [as_text(self.read("target")), as_text(self.read("unit"))]))
        return (_("no more than %(n)s") if goal.is_ceiling else _("at least %(n)s")) % {"n": many}

    def clean_tied_to_agenda_2030(self) -> int | None:
        """The goal's number, or none."""
        number = self.cleaned_data.get("tied_to_agenda_2030")
        return int(number) if number else None

    type.hints = {  # type: ignore[attr-defined]
        "overall": gettext_lazy("what the dialogue contributes to in the long term"),
        "resource": gettext_lazy("the time and money it can take"),
        "process": gettext_lazy("how it is done, and who takes part"),
        "result_goal": gettext_lazy("what you have when it is finished"),
    }


class GoalsForm(TablesForm):
    """Mål för invånardialogen."""

    tables = [GoalRow]

    @classmethod
    def begin_small(cls, access: "Access") -> Draft:
        """One goal: what the dialogue should result in. Whoever is responsible collects the data."""
        who = [str(access.case.responsible_id)]
        return {"goal": [{"row": [key_of("goal")], "type": [Goal.Type.RESULT.value], "data_collection_who": who}]}

    def advice(self) -> list[Missing]:
        """Hint at a missing result goal, and at a number with nothing to compare it with."""
        rows = [row for row in self.rows["goal"] if not row.is_dropped]
        found = []
        if rows and not any(row.judged.get("type") == Goal.Type.RESULT for row in rows):
            found.append(Missing(_("No goal says what the dialogue should lead to."), "goal-add"))
        for number, row in enumerate(rows, start=1):
            counted = row.judged.get("measure") == Goal.Measure.QUANTITATIVE
            if counted and row.judged.get("target") is None:
                found.append(Missing(_("Goal %(n)d has no target.") % {"n": number}, row["target"].target, row.key))
        return found

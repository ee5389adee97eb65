"""Möjliggör delaktighet: the five aspects, worked through group by group."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.forms import drafts
from dialog.forms.draft_form import Missing
from dialog.forms.layout import Asks, Aspect, Included, Layout, When, Within
from dialog.forms.step_form import RowForm, TablesForm
from dialog.language.labels import label
from dialog.language.sentences import all_of, figures
from dialog.process.offers import rows_in_draft
from dialog.texts.forms import CHANNELS
from execution.fields import ThresholdsField
from execution.in_force import groups, means, must_be_reached
from execution.models import GroupParticipation, Reached
from planning.models import TargetGroup

INFORMATION = ("information_before", "information_during", "information_after")
ACCESSIBILITY = (
    "accessibility_timing",
    "accessibility_place",
    "accessibility_microphone",
    "accessibility_physical",
    "accessibility_psychosocial",
)
NAMED_CHANNELS = [pair for pair in CHANNELS if pair[0] != "own"]


class GroupRow(RowForm):
    """One target group: how it gets to know, understands, gets there, and what stands in its way."""

    name, title, plural = "group", gettext_lazy("Group"), gettext_lazy("Group by group")
    add_label = ""
    empty = gettext_lazy("The groups come from the target group analysis.")
    fixed = True
    layout = Layout(
        Included("execution/group_before.html"),
        Aspect(gettext_lazy("Communication"), Within("tight", "channels"), "own_channel", number=2),
        Aspect(gettext_lazy("Information: what do they need to know?"), *INFORMATION, number=3),
        Aspect(
            gettext_lazy("Accessibility: can they come, hear and feel safe to speak?"),
            *ACCESSIBILITY,
            "accessibility_needs_in_invitation",
            number=4,
        ),
        Aspect(gettext_lazy("Analysis"), "thresholds", Included("execution/another_threshold.html"), number=5),
        Aspect(gettext_lazy("Afterwards"), Asks("reached", When([Reached.PARTLY, Reached.NO], "what_then"))),
    )
    in_sight = frozenset({"channels", "thresholds", "reached"})
    not_copied = frozenset({"reached", "what_then"})
    channels = forms.MultipleChoiceField(
        label=label(GroupParticipation, "channels"), choices=NAMED_CHANNELS, widget=forms.CheckboxSelectMultiple
    )
    thresholds = ThresholdsField(label=label(GroupParticipation, "thresholds"))
    reached = forms.ChoiceField(
        label=label(GroupParticipation, "reached"), choices=Reached.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = GroupParticipation
        fields = [
            "channels",
            "own_channel",
            *INFORMATION,
            *ACCESSIBILITY,
            "accessibility_needs_in_invitation",
            "thresholds",
            "reached",
            "what_then",
        ]

    @cached_property
    def group(self) -> TargetGroup | None:
        """The group that it is about, where it is in force."""
        return next((group for group in groups(self.access) if group.key == self.key), None)

    @property
    def is_dropped(self) -> bool:
        """Whether the group does not hold any more: nothing is needed of it then. In a copy it does not hold yet."""
        if self.group is None:
            return self.key not in rows_in_draft(self.access, "target_group")
        return bool(self.group.dropped_because)

    @property
    def heading(self) -> str:
        """The group's name."""
        return self.group.name if self.group else self.access.name_of_gone("target_group", self.key)

    @property
    def kind_words(self) -> str:
        """Its priority, that it is hard to reach, and how many they are."""
        group = self.group
        if group is None:
            return ""
        words = [_("Priority %(n)d") % {"n": group.given_priority}] if group.given_priority else []
        if group.hard_to_reach:
            words.append(_("hard to reach"))
        if group.estimated_size is not None:
            words.append(f"{figures(group.estimated_size)} {group.get_estimated_size_unit_display()}")
        return " · ".join(words)

    @property
    def methods(self) -> list[tuple[str, int | None]]:
        """The methods that reach the group, each with how many one expects."""
        return [(mean.name, mean.expected.get(self.key)) for mean in means(self.access) if self.key in mean.groups]

    def clean(self) -> dict[str, Any]:
        """A group of priority 1 or 2 has a channel and an answer on thresholds."""
        cleaned = super().clean() or self.cleaned_data
        if self.group and must_be_reached(self.group):
            if not cleaned.get("own_channel"):
                self.need("channels", _("Choose at least one channel."))
            self.need("thresholds", _("Say which barriers there are, or that none are known."))
        return cleaned


class ParticipationForm(TablesForm):
    """Möjliggör delaktighet. There is a row for each target group, under the group's own key."""

    tables = [GroupRow]

    @cached_property
    def rows(self) -> dict[str, list[RowForm]]:
        """The rows of the groups that hold, and of those that were written about before they were dropped."""
        known = {group.key: group for group in groups(self.access)}
        typed = {drafts.row_key(row): row for row in self.draft.get("group", ())}
        live = [group.key for group in known.values() if not group.dropped_because]
        found: list[RowForm] = []
        for key in dict.fromkeys([*live, *typed]):
            found.append(GroupRow(typed.get(key, {"row": [key]}), self))
        return {"group": found}

    @cached_property
    def remaining(self) -> list[Missing]:
        """What each group lacks, by the group's name."""
        return [
            Missing(f"{row.heading}: {lack.sentence}", lack.target, row.key)
            for row in self.rows["group"]
            if not row.is_dropped
            for lack in row.sentences()
        ]

    def advice(self) -> list[Missing]:
        """Hint at information that a group does not get, and at a group that was not reached."""
        found = []
        for row in self.rows["group"]:
            if row.is_dropped:
                continue
            said = [name for name in INFORMATION if row.judged.get(name)]
            if said and len(said) < len(INFORMATION):
                names = all_of(str(row[name].label).lower() for name in INFORMATION if name not in said)
                sentence = _("%(group)s is missing information: %(when)s.") % {"group": row.heading, "when": names}
                found.append(Missing(sentence, row.key, row.key))
            if row.judged.get("reached") in (Reached.PARTLY, Reached.NO) and not row.judged.get("what_then"):
                sentence = _("%(group)s was not reached. Enter what you are going to do.") % {"group": row.heading}
                found.append(Missing(sentence, row.key, row.key))
        return found

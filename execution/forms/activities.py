"""Dialogaktiviteter: what is planned, and afterwards how many came and what became of what was said."""

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.forms.answers import Answer
from dialog.forms.draft_form import Missing
from dialog.forms.drafts import Draft
from dialog.forms.fields import CountsField, OfferedChoiceField, OfferedChoicesField, YesNoField
from dialog.forms.layout import (
    Asks,
    Aspect,
    Layout,
    More,
    Part,
    Rest,
    Settled,
    SideBySide,
    Tables,
    Together,
    When,
    WhenAnswered,
)
from dialog.forms.people import NamesField, PeopleField
from dialog.forms.step_form import RowForm, StepForm
from dialog.language.labels import label
from dialog.language.sentences import figures
from dialog.rights import ELECTED
from execution.fields import ExactField, OwnCountsField
from execution.models import Activity, ActivityCount, Said, Unit
from execution.models.in_force import activities, methods
from planning.models import Representative

if TYPE_CHECKING:
    from dialog.process.access import Access

AGES = [
    gettext_lazy("0 to 5"),
    gettext_lazy("6 to 12"),
    gettext_lazy("13 to 19"),
    gettext_lazy("20 to 65"),
    gettext_lazy("over 65"),
]
WHEN = ("first_day", "from_time", "last_day", "to_time")
WHERE = ("place", "link")
GENDERS = ("women", "men", "other", "undisclosed")
TOLD = (*WHEN, *WHERE, "open_to")  # what residents were told of it


def counted(what: str) -> list[str]:
    """Return the fields of a number that is counted in a unit."""
    return [f"{what}_{part}" for part in ("count", "unit", "exact")]


def never(form: StepForm) -> bool:
    """Let nobody be asked by the page itself: what the line says is enough."""
    return False


class CountRow(RowForm):
    """A count in another unit than the first: 641 voters cast 1 612 votes."""

    name, title, plural = "also_counted", gettext_lazy("Count"), gettext_lazy("Also counted in other units")
    add_label, heading_field = gettext_lazy("Add a count in another unit"), "count"
    told_when_empty = False
    of = forms.ChoiceField(label=label(ActivityCount, "of"), choices=ActivityCount.Of.choices)
    unit = forms.ChoiceField(label=label(ActivityCount, "unit"), choices=Unit.choices)
    exact = ExactField(label=label(ActivityCount, "exact"))
    needs = {"count": gettext_lazy("Enter how many.")}

    class Meta:
        model = ActivityCount
        fields = ["of", "count", "unit", "exact"]

    @property
    def kind_words(self) -> str:
        """The unit."""
        return str(self.read("unit") or "")

    def clean_of(self) -> str:
        """What came, where nothing else is said."""
        return self.cleaned_data.get("of") or ActivityCount.Of.ACTUAL

    def clean_unit(self) -> str:
        """Participants, where nothing else is said."""
        return self.cleaned_data.get("unit") or Unit.PARTICIPANTS


SECOND_WEEK = dt.timedelta(days=7)  # of a small dialogue: then its activity is


class ActivityForm(StepForm):
    """An activity. Whether it is planned, held or cancelled is said by acts of its own."""

    method = OfferedChoiceField("method", label=label(Activity, "method"))
    area = OfferedChoiceField("areas", label=label(Activity, "area"))
    leads = PeopleField(
        named="leads_named",
        label=label(Activity, "leads"),
        help_text=gettext_lazy("We recommend that councillors lead, and listen."),
    )
    leads_named = NamesField(label=label(Activity, "leads_named"))
    documents = PeopleField(named="documents_named", label=label(Activity, "documents"))
    documents_named = NamesField(label=label(Activity, "documents_named"))
    predefined_questions = OfferedChoicesField("predefined_question", label=label(Activity, "predefined_questions"))
    open_to = forms.ChoiceField(
        label=label(Activity, "open_to"),
        choices=Activity.OpenTo.choices,
        widget=forms.RadioSelect,
        initial=Activity.OpenTo.EVERYBODY,
    )
    expected_unit = forms.ChoiceField(
        label=label(Activity, "expected_unit"), choices=Unit.choices, initial=Unit.PARTICIPANTS
    )
    expected_exact = ExactField(label=label(Activity, "expected_exact"))
    actual_unit = forms.ChoiceField(
        label=label(Activity, "actual_unit"), choices=Unit.choices, initial=Unit.PARTICIPANTS
    )
    actual_exact = ExactField(label=label(Activity, "actual_exact"))
    by_target_group = CountsField("target_group", label=label(Activity, "by_target_group"))
    by_age = OwnCountsField(label=label(Activity, "by_age"), usual=AGES)
    promise_told = YesNoField(label=label(Activity, "promise_told"))
    said = forms.ChoiceField(label=label(Activity, "said"), choices=Said.choices, widget=forms.RadioSelect)
    tables = [CountRow]
    in_sight = frozenset({"actual_count", "said"})
    needs = {
        "title": gettext_lazy("Enter a name for the activity."),
        "method": gettext_lazy("Choose a method."),
        "first_day": gettext_lazy("Enter the date."),
    }
    layout = Layout(
        Settled(
            gettext_lazy("What was planned"),
            Rest(),
            Part(
                gettext_lazy("When and where"),
                SideBySide("first_day", "from_time", "to_time", "place"),
                More("last_day", "area", "link", "open_to", "registration"),
            ),
            Aspect(gettext_lazy("Who"), "leads", "leads_named", "documents", "documents_named", once=never),
            Aspect(gettext_lazy("What you will ask"), "predefined_questions", once=never),
            Aspect(gettext_lazy("How many people you expect"), SideBySide(*counted("expected")), once=never),
            unless=lambda form: not form.is_held,
        ),
        Aspect(
            gettext_lazy("How many people came"),
            Together(gettext_lazy("How many people came"), *counted("actual")),
            "by_target_group",
            More("by_age", Together(gettext_lazy("By gender"), *(f"by_gender_{gender}" for gender in GENDERS))),
            once=lambda form: form.is_held,
        ),
        Aspect(
            gettext_lazy("What we found out"),
            Asks("promise_told", WhenAnswered("promise_how")),
            Asks("said", When(Said.NOTHING, "said_nothing_why")),
            "experience",
            once=lambda form: form.is_held,
        ),
        Tables(),
    )

    class Meta:
        model = Activity
        fields = [
            "title",
            "method",
            *WHEN,
            "place",
            "area",
            "link",
            "open_to",
            "registration",
            "leads",
            "leads_named",
            "documents",
            "documents_named",
            "predefined_questions",
            "expected_count",
            "expected_unit",
            "expected_exact",
            "actual_count",
            "actual_unit",
            "actual_exact",
            "by_target_group",
            "by_age",
            "by_gender_women",
            "by_gender_men",
            "by_gender_other",
            "by_gender_undisclosed",
            "promise_told",
            "promise_how",
            "said",
            "said_nothing_why",
            "experience",
        ]
        help_texts = {
            "place": gettext_lazy("Enter a place or a link."),
            "actual_count": gettext_lazy(
                "Zero is also an answer: enter 0. People who took part in small conversations are added."
            ),
            "last_day": gettext_lazy("Leave blank if it is a single day."),
        }

    @classmethod
    def begin_small(cls, access: "Access") -> Draft:
        """The one method, in the second week; who represents the body leads, and the responsible official writes."""
        chosen = [method for method in methods(access) if not method.is_tool]
        if len(chosen) != 1 or activities(access):
            return {}
        (method,) = chosen
        expected = sum(method.expected.values()) if method.expected_unit in ("", Unit.PARTICIPANTS) else 0
        day = max((access.case.dialogue_from or access.today) + SECOND_WEEK, access.today)
        leads = Representative.objects.filter(case=access.case, dropped_because="").exclude(person="")
        begun = {
            "title": [str(method)],
            "method": [method.key],
            "first_day": [day.isoformat()],
            "leads": list(leads.values_list("person", flat=True)),
            "documents": [str(access.case.responsible_id)],
            "expected_count": [str(expected)] if expected else [],
        }
        return {name: texts for name, texts in begun.items() if texts}

    @cached_property
    def there(self) -> Activity | None:
        """The activity as it is in force."""
        return activities(self.access).get(self.row)

    @property
    def is_held(self) -> bool:
        """Whether the activity was held: what belongs to afterwards is folded until then."""
        return self.there is not None and self.there.is_held

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.access.choices("method"):
            self.fields["method"].help_text = _(
                "This shows the methods from “Choose a method”. That step is not done yet."
            )

    def suggestions(self) -> dict[str, str]:
        """Offer how many are expected with the method: what it was chosen for, less what its other activities expect."""
        chosen = next((method for method in methods(self.access) if method.key == self.judged.get("method")), None)
        if chosen is None or chosen.expected_unit not in ("", Unit.PARTICIPANTS):
            return {}
        others = [
            activity.expected_count or 0
            for activity in activities(self.access).values()
            if activity.method == chosen.key and activity.key != self.row and not activity.is_cancelled
        ]
        left = sum(chosen.expected.values()) - sum(others)
        return {"expected_count": str(left)} if left > 0 else {}

    def hides(self, table: type[RowForm]) -> bool:
        """Further counts come afterwards, unless somebody expects something in another unit."""
        held = self.there is not None and self.there.is_held
        return not held and not self.rows[table.name]

    def clean(self) -> dict[str, Any]:
        """An activity is somewhere, does not end before it begins, and nothing said has its reason."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("link"):
            self.need("place", _("Enter the place, or the link to where it is held."))
        self._clean_times(cleaned)
        if cleaned.get("said") == Said.NOTHING:
            self.need("said_nothing_why", _("Enter why nothing was said."))
        return cleaned

    def _clean_times(self, cleaned: dict[str, Any]) -> None:
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The end is before the start."))
        start, end = cleaned.get("from_time"), cleaned.get("to_time")
        if start and end and end < start and (last or first) == first:
            self.add_error("to_time", _("The end is before the start."))

    def answers(self) -> list[Answer]:
        """Return the activity's answers; what a number counts only where there is a number."""
        empty = [part for part in ("expected", "actual") if self.judged.get(f"{part}_count") is None]
        idle = {f"{part}_{what}" for part in empty for what in ("unit", "exact")}
        return [answer for answer in super().answers() if answer["key"] not in idle]

    def advice(self) -> list[Missing]:
        """Hint at who should lead, at who writes, and at numbers that do not go together."""
        said, found = self.judged, []
        elected = {str(membership.person_id) for membership in self.access.members_as(ELECTED)}
        if not said.get("leads_named") and not elected & set(said.get("leads") or ()):
            found.append(Missing(_("No councillor is leading the activity."), self["leads"].target))
        if not said.get("documents") and not said.get("documents_named"):
            found.append(Missing(_("Choose who takes notes."), self["documents"].target))
        if not said.get("registration"):
            found.append(Missing(_("Enter how people register, or that they do not need to."), "registration"))
        return [*found, *self._advice_on_counts()]

    def _advice_on_counts(self) -> list[Missing]:
        said, found = self.judged, []
        whole = said.get("actual_count")
        parts = {
            "by_target_group": sum((said.get("by_target_group") or {}).values()),
            "by_age": sum((said.get("by_age") or {}).values()),
            "by_gender_women": sum(said.get(f"by_gender_{literal}") or 0 for literal in GENDERS),
        }
        for name, number in parts.items():
            if whole is not None and number > whole:
                sentence = _("%(field)s: together they add up to %(number)s, which is more than the number who came.")
                label = _("By gender") if name == "by_gender_women" else self.fields[name].label
                facts = {"field": label, "number": figures(number)}
                found.append(Missing(sentence % facts, self[name].target))
        if said.get("promise_told") and not said.get("promise_how"):
            found.append(
                Missing(_("Enter how participants were told about the promise, or why they were not."), "promise_how")
            )
        return found

    def _put_fields_in_force(self) -> None:
        """Note when time, place or who may come was changed: a text that residents read may be out of date."""
        old = self.there
        super()._put_fields_in_force()
        if old and old.is_public and any(getattr(old, name) != getattr(self.instance, name) for name in TOLD):
            self.instance.moved_at = self.access.now
            self.instance.save(update_fields=["moved_at"])

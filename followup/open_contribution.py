"""A contribution that lies open on the page: its text, its coding, what it repeats, what was changed of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from dialog.process.access import allowed_acts
from dialog.process.phases import process
from followup.desk import Desk
from followup.forms.code import CodeForm
from followup.forms.contribution import CorrectForm, MaskForm
from followup.leaves import Leaf
from followup.marked_text import speaking
from followup.models import Contribution, ContributionChange, ContributionTheme, Import, Withheld
from followup.personal_data import PersonalData
from followup.tally import Weight

STEP = "compilation"
MOST_OF_ONE = 20  # answers of one person that are shown beside another


@dataclass
class OpenContribution:
    """One contribution as a person meets it; the original of what is masked is for the case's civil servants alone."""

    desk: Desk
    contribution: Contribution
    speaking: Mapping[str, str] = field(
        default_factory=dict
    )  # words that speak for a theme, with the class of each mark

    @classmethod
    def find(cls, desk: Desk, number: int | None) -> "OpenContribution | None":
        """Return the contribution of that number in the desk's case, or None; also for one that is not hers to read."""
        if number is None or number >= 2**31:
            return None
        found = desk.there.filter(number=number).select_related("duplicate_of", "added_by", "came_with").first()
        return cls(desk, found) if found else None

    @cached_property
    def links(self) -> dict[str, ContributionTheme]:
        """Its themes by key, the main one first, with how it stands to each."""
        return {link.theme.key: link for link in self.contribution.coded.select_related("theme")}

    @property
    def coded(self) -> list[str]:
        """The keys of its themes, the main one first."""
        return list(self.links)

    @property
    def activity(self) -> str:
        """What the activity is called where it was said."""
        return self.desk.activities.get(self.contribution.activity, "")

    @property
    def question(self) -> str:
        """The question that it answers."""
        return self.desk.questions.get(self.contribution.question, "")

    @property
    def group(self) -> str:
        """The target group that said it."""
        return self.desk.groups.get(self.contribution.target_group, "")

    @cached_property
    def repeated_by(self) -> list[Contribution]:
        """Its duplicates."""
        return list(self.contribution.duplicates.only("number", "external_id", "duplicate_of"))

    @property
    def reads_source(self) -> bool:
        """Whether the person may see where it came from, and what else the same person said: it can tell who she is."""
        return self.desk.access.may("read_imported_files")

    @cached_property
    def came_with(self) -> Import | None:
        """The file or notes that it came with."""
        return self.contribution.came_with

    @cached_property
    def same_person(self) -> list[Contribution]:
        """The other answers of the same person in the same file; none where nobody knows."""
        one = self.contribution
        if not (one.respondent and one.came_with_id):
            return []
        others = Contribution.objects.filter(came_with=one.came_with_id, respondent=one.respondent)
        return list(others.exclude(pk=one.pk).order_by("number").prefetch_related("coded__theme")[:MOST_OF_ONE])

    @cached_property
    def personal(self) -> PersonalData:
        """What is personal data in it, and what the person may do about it."""
        access = self.desk.access
        step = process.step(STEP)
        acts = frozenset(allowed_acts(step, access.record(STEP), access))
        marked = self.desk.search.marked if self.desk.words or not self.speaking else self._marked
        return PersonalData(access, self.contribution, acts, self.desk.asked.get("read", ""), marked=marked)

    def _marked(self, text: str) -> str:
        return speaking(text, self.speaking)

    @property
    def withheld(self) -> Withheld | None:
        """The original of a masked text, while somebody reads it who asked to."""
        return self.personal.withheld

    @property
    def reads_earlier(self) -> bool:
        """Whether the person reads how it stood before: of what is masked that is the original, too."""
        return self.personal.may and (not self.contribution.is_masked or self.withheld is not None)

    @cached_property
    def changes(self) -> list[ContributionChange]:
        """What was changed of it, the latest first; for members."""
        if not self.desk.access.is_member:
            return []
        return list(self.contribution.changes.select_related("by").order_by("-pk"))

    @cached_property
    def themes(self) -> list[Leaf]:
        """The themes that it has, each with how it stands to it."""
        return [
            Leaf(link.theme, Weight(), 0, is_chosen=True, stance=link.stance, words=str(link.get_stance_display()))
            for link in self.links.values()
        ]

    def code_form(self) -> CodeForm:
        """Return the form with how it is coded."""
        return CodeForm(self)

    def mask_form(self) -> MaskForm:
        """Return the form with the text as it is shown."""
        contribution = self.contribution
        return MaskForm(
            prefix="mask",
            initial={"seen": contribution.revision, "text": contribution.text, "translation": contribution.translation},
        )

    def correct_form(self) -> CorrectForm:
        """Return the form with what it belongs to, and the original of what is masked."""
        return CorrectForm(self, prefix="correct")

"""A dialogue that is followed up: the tale of ``tests.execution`` from the day when an activity has been held."""

from typing import Any

from dialog.acts.core import Attempt, run
from dialog.forms.drafts import Draft
from followup.models import Contribution, Theme
from tests.execution.tale import METHODS, YOUNG, Tale
from tests.story import GOAL, Story

ACTIVITY = "0000e001"
LIGHT, REST = "0000a0a1", "0000a0a2"
CONCLUSION, NOTING, DECISION = "0000b0b1", "0000b0b2", "0000b0b3"
THEMES: dict[str, dict[str, list[str]]] = {
    LIGHT: {"name": ["Ljus"], "stands_for": ["Mer ljus längs vattnet"]},
    REST: {"name": ["Vila"], "stands_for": ["Fler bänkar"]},
}
TAKEN_UP: Draft = {
    "short": ["Ljuset först"],
    "conclusion": ["Det är mörkt på vägen ned."],
    "themes": [LIGHT],
    "becomes": ["taken_up"],
    "what": ["Sju lampor."],
    "reason": ["Utan ljus används inget annat."],
    "who_named": ["Lena Ek"],
    "due": ["2027-05-31"],
}
NOTED: Draft = {"section": ["§ 24"], "note": ["Nämnden tackar."]}
DECIDED: Draft = {
    "answer": ["Stranden får ljus"],
    "motivation": ["Det bad de flesta om."],
    "made_by": ["body"],
}
EIGHT = (
    "methods",
    "reached",
    "everyone_heard",
    "goals",
    "quality",
    "relevance",
    "influence_on_decisions",
    "new_knowledge",
)
REASONED: Draft = {
    **{f"{question}_answer": ["partly"] for question in EIGHT if question != "influence_on_decisions"},
    **{f"{question}_reasoning": [f"Skäl om {question}."] for question in EIGHT},
    "goal_outcome": [
        {"row": GOAL["row"], "goal": GOAL["row"], "outcome": ["Tre grupper kom."], "reached": ["reached"]},
    ],
}
LEARNED: Draft = {
    "process": ["Vi frågade på stranden."],
    "results": ["Ljuset först."],
    "use_in_governance": ["Nämnden beslutade om lampor."],
    "methods": ["Kvällen på Kompassen."],
    "worked_well": ["Politikerna lyssnade."],
    "worked_less_well": ["Tiden."],
    "next_time": [{"row": ["0000d0d1"], "text": ["Börja tidigare."]}],
}
AFTER: Draft = {
    "title": ["Så blir stranden"],
    "language": ["sv"],
    "what": ["Vi frågade om stranden."],
    "concluded": ["Den får ljus."],
    "next": ["Lamporna kommer i maj."],
}
SUMMARY: Draft = {"title": ["Sammanfattande rapport"], "language": ["sv"]}
AFTER_TEXT, SUMMARY_TEXT = "0000cc01", "0000cc02"


class FollowUp(Tale):
    """What happens in Följa upp, told shortly."""

    # Contributions

    def add(self, *texts: str, by: str = "responsible", **about: Any) -> list[Contribution]:
        """Add contributions with these texts, and return all of the case."""
        there = Contribution.objects.filter(case=self.story.pk).count()
        rows = [
            {"key": f"{there + number:08x}", "text": text, "activity": ACTIVITY, **about}
            for number, text in enumerate(texts, start=1)
        ]
        self.story.attempt("add_contributions", "compilation", by=by, rows=rows)
        return self.contributions()

    def contributions(self) -> list[Contribution]:
        """All contributions of the case."""
        return list(Contribution.objects.filter(case=self.story.pk))

    def code(self, number: int = 1, *, by: str = "responsible", **coding: Any) -> Attempt:
        """Code a contribution; ``stance`` is that to its first theme."""
        if "stance" in coding:
            coding["stances"] = dict.fromkeys(list(coding.get("themes", ("",)))[:1], coding["stance"])
            del coding["stance"]
        person = self.story.house[by]
        return run(
            "code_contribution", self.story.pk, "compilation", by=person, at=self.story.now, number=number, **coding
        )

    def one(self, number: int = 1) -> Contribution:
        """A contribution as it stands now."""
        return Contribution.objects.get(case=self.story.pk, number=number)

    def themes_of(self, number: int = 1) -> list[str]:
        """The names of a contribution's themes, the main one first."""
        return list(self.one(number).coded.values_list("theme__name", flat=True))

    def stances_of(self, number: int = 1) -> list[str]:
        """How a contribution stands to its themes, the main one first."""
        return list(self.one(number).coded.values_list("stance", flat=True))

    def name_themes(self, *keys: str) -> None:
        """Put themes in force."""
        for key in keys or THEMES:
            self.act("keep", "compilation", key, kind="theme", data=THEMES[key])

    def theme(self, key: str = LIGHT) -> Theme:
        """A theme as it is in force."""
        return Theme.objects.get(case=self.story.pk, key=key)

    # The result

    def conclude(self, key: str = CONCLUSION, **text: list[str]) -> Attempt:
        """Write a conclusion."""
        return self.act("keep", "analysis", key, kind="conclusion", data={**TAKEN_UP, **text})

    def note(self, key: str = NOTING, **text: list[str]) -> Attempt:
        """Write down that the owning body noted the result today."""
        body = {"body": [str(self.story.house.body.pk)], "date": [self.story.today.isoformat()]}
        return self.act("keep", "analysis", key, kind="noting", data={**NOTED, **body, **text})

    def decided(self, **text: list[str]) -> Draft:
        """The text of a decision on the result, made today by the owning body."""
        body = {"body": [str(self.story.house.body.pk)], "decided_on": [self.story.today.isoformat()]}
        return {**DECIDED, **body, **text}

    # The steps all the way

    def finish_followup(self) -> None:
        """Carry every step of the phase all the way, and the rounds of feedback: the gate can be confirmed."""
        self.story.once("followup finished", self._finish_followup)

    def _finish_followup(self) -> None:
        story = self.story
        self.name_themes()
        self.add("Det är mörkt.", "Fler bänkar.")
        self.code(1, themes=[LIGHT], stance="for")
        self.code(2, themes=[REST])
        story.act("mark_done", "compilation", data={})
        self.conclude()
        self.note()
        story.act("mark_done", "analysis", data={"answer": ["Med ljus."]})
        story.act("finish", "process_analysis", data=REASONED)
        story.act("finish", "learning", data=LEARNED)
        self.act("hand_over", "publication", AFTER_TEXT, kind="after", data=AFTER)
        self.act("hand_over", "publication", SUMMARY_TEXT, kind="summary", data=SUMMARY)
        story.act("mark_done", "publication")
        self.give_feedback("0000f001", to="participants")
        self.give_feedback("0000f002", to="residents")

    def confirm_execution(self) -> None:
        """Confirm the second gate, past everything that is not done with an exception."""
        story = self.story
        for line in ("methods", "participation", "feedback"):
            if not story.access().is_done(line):
                story.act("make_exception", "execution_gate", line=line, reason="Ärendet började före programmet.")
        story.act("confirm_gate", "execution_gate", data={"went_as_expected": ["yes"]})


def held(story: Story, tale: Tale) -> FollowUp:
    """Return the tale on the day when an evening with young people has been held."""
    follow = FollowUp(story)
    story.once("held", lambda: hold_the_evening(story, follow))
    return follow


def hold_the_evening(story: Story, follow: FollowUp) -> None:
    """Choose the method, and hold the evening: 31 young people came."""
    story.act("finish", "methods", data=METHODS)
    follow.hold(
        ACTIVITY,
        actual_count=["31"],
        actual_exact=["yes"],
        by_target_group=[YOUNG, "31"],
        documents_named=["Ida Rask"],
        said=["contributions"],
    )

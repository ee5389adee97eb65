"""A dialogue that is carried out: the story of ``tests.story`` from the day when Genomföra opens."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext, override

from dialog.acts.core import Attempt, run
from dialog.forms.drafts import Draft
from dialog.models import Record
from dialog.process.phases import process
from dialog.process.reading import Reading
from execution import notes
from execution.models import Activity, FeedbackRound
from tests.story import GATE, GROUP, Story

YOUNG = GROUP["row"][0]
METHOD: dict[str, list[str]] = {
    "row": ["0000d001"],
    "method": ["ungdomsdialog"],
    "target_groups": [YOUNG],
    "expected": [YOUNG, "40"],
}
METHODS: Draft = {"method": [METHOD]}
PARTICIPATION: Draft = {
    "group": [
        {
            "row": [YOUNG],
            "channels": ["school", "sms"],
            "information_before": ["Läraren berättar."],
            "thresholds": ["low_trust", "Har blivit utkastade", "Be om ursäkt först"],
        }
    ]
}
BEFORE: Draft = {
    "title": ["Hur ska Norra stranden bli?"],
    "language": ["sv"],
    "what": ["Stranden ska bli en badplats."],
    "why": ["Vi vill veta vad du behöver."],
    "for_whom": ["Alla som bor i Hamnviken."],
    "how": ["Kom till skolan den 12 november."],
    "can_influence": ["Vi svarar på varje förslag."],
    "next": ["I mars bestämmer nämnden."],
    "contact": ["Amir Haddad"],
}
CONTENT: Draft = {
    "said_and_taken_care_of": ["Ni vill ha trappa ned i vattnet. Allt är antecknat."],
    "use_of_results": ["Det blir underlag när nämnden väljer läge."],
    "decisions_and_grounds": ["Inget är beslutat."],
}


def read(tale: "Tale", step: str) -> Reading:
    """How the version in force of a step is read."""
    access = tale.story.access()
    answers = access.versions([step])[step].answers or []
    return process.step(step).reading(access, answers)


class Tale:
    """What happens in Genomföra, told shortly: each function does one thing and lets it lack nothing."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.said: list[tuple[str, notes.Line]] = []

    def seen(self, step: str, row: str) -> int:
        """The number of the last act at a row, as a page that is opened now would carry it."""
        found = Record.objects.filter(case=self.story.pk, step=step, row=row).values_list("revision", flat=True)
        return found.first() or 0

    def attempt(self, act: str, step: str, row: str, *, by: str = "", **facts: Any) -> Attempt:
        """Try one act at a row of a register."""
        story = self.story
        usually = {"approve": "communicator", "send_back": "communicator", "publish": "communicator"}
        who = by or (usually.get(act, "responsible") if step == "communication" else "responsible")
        seen = facts.pop("seen", self.seen(step, row))
        facts = story.usual_facts(act) | facts
        return run(act, story.pk, step, by=story.house[who], row=row, revision=seen, at=story.now, **facts)

    def act(self, act: str, step: str, row: str, *, changes: bool = True, **facts: Any) -> Attempt:
        """Do one act at a row, which must lack nothing and change something, or else nothing at all."""
        attempt = self.attempt(act, step, row, **facts)
        assert not attempt.missing, [lack.sentence for lack in attempt.missing]
        assert attempt.happened is changes, f"{act} at {step} changed {'nothing' if changes else 'something'}"
        return attempt

    # Activities

    def plan_activity(self, key: str = "0000e001", *, days: int = 3, **text: list[str]) -> Activity:
        """Plan an activity so many days from now."""
        day = self.story.today + dt.timedelta(days=days)
        draft = {
            "title": ["Kväll på Kompassen"],
            "method": ["0000d001"],
            "first_day": [day.isoformat()],
            "from_time": ["18.00"],
            "to_time": ["20.00"],
            "place": ["Kompassen"],
            **text,
        }
        self.act("keep", "activities", key, kind="activity", data=draft)
        return self.activity(key)

    def activity(self, key: str = "0000e001") -> Activity:
        """The activity as it is in force."""
        return Activity.objects.get(case=self.story.pk, key=key)

    def hold(self, key: str = "0000e001", **text: list[str]) -> Activity:
        """Plan an activity, let its day come, and say that it was held; the text says what came of it."""
        self.plan_activity(key, **text)
        self.story.later(days=3, hours=10)
        self.act("mark_held", "activities", key)
        return self.activity(key)

    # Rounds

    def plan_round(
        self, key: str = "0000f001", *, to: str = "participants", days: int = 5, by: str = "", **plan: list[str]
    ) -> Attempt:
        """Plan a round of feedback so many days from now."""
        day = self.story.today + dt.timedelta(days=days)
        whole = {"to": [to], "target_groups": [YOUNG], "channels": ["school"], "planned_on": [day.isoformat()], **plan}
        return self.act("plan_round", "feedback", key, by=by, kind="round", plan=whole)

    def round(self, key: str = "0000f001") -> FeedbackRound:
        """The round as it is planned and approved."""
        return FeedbackRound.objects.get(case=self.story.pk, key=key)

    def give_feedback(self, key: str = "0000f001", *, to: str = "participants") -> FeedbackRound:
        """Carry a round all the way: planned, proposed, approved, carried out."""
        self.plan_round(key, to=to)
        self.act("propose", "feedback", key, data=CONTENT)
        self.act("approve", "feedback", key, by="elected")
        self.act("carry_out_round", "feedback", key, date=self.story.today)
        return self.round(key)

    # Texts

    def hand_over(self, key: str = "0000aa01", **text: list[str]) -> Attempt:
        """Hand the text before over to the communicators."""
        return self.act("hand_over", "communication", key, kind="before", data={**BEFORE, **text})

    def publish_text(self, key: str = "0000aa01", **text: list[str]) -> None:
        """Carry the text before all the way: handed over, approved, published."""
        self.hand_over(key, **text)
        self.act("approve", "communication", key)
        address = "https://sjovik.example/stranden"
        self.act("publish", "communication", key, address=address, date=self.story.today)


def swedish(sentence: str) -> str:
    """Return a sentence as a page shows it."""
    with override("sv"):
        return gettext(sentence)


def begin(story: Story) -> Tale:
    """Return the tale of a case on the day when its planning is confirmed and Genomföra opens."""
    story.once("begin", lambda: story.plan().act("confirm_gate", "planning_gate", data=GATE))
    return Tale(story)

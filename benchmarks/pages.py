"""The pages that are measured: one case carried through by acts, among very many others."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.many import copy_many
from tests.story import TEXTS, House, Story


class Pages:
    """A case in the middle of planning, as its responsible official and an elected member meet it."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.client: Client = story.client("responsible")
        self.numbers = count()

    @classmethod
    @contextmanager
    def prepared(cls, cases: int) -> Iterator["Pages"]:
        """Make a test database with a case and its copies; it is removed again afterwards."""
        name = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            story = Story(House(), timezone.now()).carry("purpose", "question", "influenceable", "goals")
            copy_many(story.case, cases)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            yield cls(story)
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)

    def calls(self) -> dict[str, Callable[[], object]]:
        """Return what is measured, by name."""
        rows = self._ten_goals()
        return {
            "bare": lambda: self.get(f"/bare/?case={self.story.pk}"),
            "list": lambda: self.get("/cases/"),
            "inbox": lambda: self.get("/"),
            "overview": lambda: self.get("/overview/"),
            "lessons": lambda: self.get("/lessons/"),
            "case": lambda: self.get(f"/cases/{self.story.pk}/"),
            "step, 6 fields": lambda: self.get(self.story.url("step", "responsibility") + "?change"),
            "step, 10 rows": lambda: self.get(self.story.url("step", "goals") + f"?open={rows}"),
            "save": self.save,
            "finish": self.finish,
        }

    def get(self, url: str) -> None:
        """Ask for a page, which must answer."""
        answer = self.client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)

    def save(self) -> None:
        """Save a draft with another text than the last one."""
        text = {**TEXTS["question"], "history": [f"Historik {next(self.numbers)}"]}
        answer = self.client.post(
            self.story.url("step", "question"), self.story.posted("question", text) | {"act": "save_draft"}
        )
        assert answer.status_code == 302, answer.status_code

    def finish(self) -> None:
        """Finish a step anew with ten goals, one of them changed."""
        text = self.story.text("goals")
        first, *rest = text["goal"]
        changed = {"goal": [{**first, "goal": [f"Mål {next(self.numbers)}"]}, *rest]}
        answer = self.client.post(
            self.story.url("step", "goals"), self.story.posted("goals", changed) | {"act": "finish"}
        )
        assert answer.status_code == 302, answer.status_code

    def _ten_goals(self) -> str:
        """Give the step ten goals in force, and return the key of the first."""
        goal = {name: values for name, values in TEXTS["goals"]["goal"][0].items() if name != "row"}
        rows = [{"row": [f"{number:08x}"], **goal} for number in range(1, 11)]
        self.story.act("finish", "goals", data={"goal": rows})
        return "00000001"


def queries(call: Callable[[], object]) -> int:
    """Return how many queries a call makes."""
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)

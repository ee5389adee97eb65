"""What the scheduler and whoever installs run: to derive again, to copy the memberships, to prune."""

import datetime as dt

import pytest
from django.core.management import call_command

from dialog.acts.derived import derive_again
from dialog.machine.pruning import prune
from dialog.models import Case, CasePermission, Membership, Revision, Wait
from tests.story import PURPOSE, Story

THIRTY_DAYS = {"days": 31}


def run(capsys, name: str) -> str:
    call_command(name)
    return capsys.readouterr().out.strip()


class TestSettle:
    def test_what_is_stored_after_acts_is_what_is_derived(self, story, capsys):
        story.plan().carry("planning_gate")
        story.act("comment", "goals", by="elected", text="Fler mål?")
        before = Case.objects.values().get(), list(Wait.objects.values())
        assert run(capsys, "derive_again") == "1 cases, 0 differed."
        assert (Case.objects.values().get(), list(Wait.objects.values())) == before

    @pytest.mark.parametrize(
        "wrong",
        [
            {"phase": "followup"},
            {"waits_for": "support"},
            {"waits_since": None},
            {"search_text": ""},
            {"changed_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)},
        ],
    )
    def test_what_is_stored_wrongly_is_mended_and_counted(self, story, capsys, wrong):
        Story(story.house, story.now, title="En annan dialog")
        story.act("propose", "purpose", data=PURPOSE)
        before = Case.objects.values().get(pk=story.pk)
        Case.objects.filter(pk=story.pk).update(**wrong)
        assert run(capsys, "derive_again") == "2 cases, 1 differed."
        assert Case.objects.values().get(pk=story.pk) == before
        assert run(capsys, "derive_again") == "2 cases, 0 differed."

    def test_waits_that_are_missing_or_too_many_are_mended(self, story, capsys):
        story.act("propose", "purpose", data=PURPOSE)
        Wait.objects.update(audience="support")
        assert run(capsys, "derive_again") == "1 cases, 1 differed."
        assert ("proposal", "elected") in story.waits()
        assert ("proposal", "support") not in story.waits()

    def test_a_case_whose_official_may_no_longer_read_it_is_settled_too(self, story):
        Case.objects.filter(pk=story.pk).update(visibility="members_only", phase="closed")
        Membership.objects.filter(person=story.house["responsible"]).update(end=story.today - dt.timedelta(days=1))
        assert derive_again(story.pk)


class TestSyncGrants:
    def test_a_membership_that_ends_by_its_day_leaves_the_lists(self, story, capsys):
        Membership.objects.filter(person=story.house["reader"]).update(end=story.today)
        assert run(capsys, "sync_grants") == "0 permissions given, 0 taken away."
        story.later(days=1)
        assert run(capsys, "sync_grants") == "0 permissions given, 1 taken away."
        assert not CasePermission.objects.filter(user=story.house["reader"]).exists()

    def test_what_was_lost_or_forged_is_mended(self, story, capsys):
        other = Story(story.house, story.now, title="En annan dialog")
        CasePermission.objects.filter(content_object=story.pk).delete()
        CasePermission.objects.filter(content_object=other.pk).update(content_object=story.pk)
        CasePermission.objects.filter(user=story.house["reader"]).update(user=story.house["stranger"])
        assert run(capsys, "sync_grants") == "7 permissions given, 1 taken away."
        assert CasePermission.objects.count() == 12
        assert run(capsys, "sync_grants") == "0 permissions given, 0 taken away."


class TestPrune:
    def texts(self, story) -> list[str]:
        return [one.data["purpose"][0] for one in Revision.objects.filter(record__step="purpose")]

    def write(self, story, *texts: str) -> None:
        for text in texts:
            story.act("save_draft", "purpose", data={**PURPOSE, "purpose": [text]})

    def test_overtaken_drafts_go_after_thirty_days_and_the_last_one_stays(self, story, capsys):
        self.write(story, "a", "b", "c")
        assert run(capsys, "prune").splitlines() == ["0 old drafts removed.", "0 files disposed of."]
        story.later(**THIRTY_DAYS)
        assert run(capsys, "prune").splitlines() == ["2 old drafts removed.", "0 files disposed of."]
        assert self.texts(story) == ["c"]
        story.later(days=1000)
        assert prune(story.now) == 0

    def test_young_drafts_stay(self, story):
        self.write(story, "a")
        story.later(days=20)
        self.write(story, "b")
        story.later(days=20)
        self.write(story, "c")
        assert prune(story.now) == 1
        assert self.texts(story) == ["b", "c"]

    def test_what_was_sent_stays_also_when_it_was_sent_back(self, story):
        self.write(story, "a")
        story.act("propose", "purpose", data={**PURPOSE, "purpose": ["sent"]})
        story.act("send_back", "purpose", comment="Nej.")
        self.write(story, "b", "c")
        story.later(**THIRTY_DAYS)
        assert prune(story.now) == 2
        assert self.texts(story) == ["sent", "c"]

    def test_versions_stay(self, story):
        for text in ("first", "second"):
            self.write(story, f"draft of {text}")
            story.act("propose", "purpose", data={**PURPOSE, "purpose": [text]})
            story.act("approve", "purpose")
        story.later(**THIRTY_DAYS)
        prune(story.now)
        versions = Revision.objects.filter(record__step="purpose").exclude(version=None)
        assert [one.data["purpose"][0] for one in versions] == ["first", "second"]

    def test_what_lies_aside_from_a_conflict_stays(self, story):
        self.write(story, "a")
        record = story.record("purpose")
        Revision.objects.create(record=record, data=PURPOSE, by=story.house["elected"], at=story.now)
        self.write(story, "b")
        story.later(**THIRTY_DAYS)
        assert prune(story.now) == 1
        assert Revision.objects.filter(number=None).exists()

    def test_the_history_still_tells_that_they_were_written(self, story):
        self.write(story, "a", "b")
        story.later(**THIRTY_DAYS)
        prune(story.now)
        assert story.case.events.filter(act="save_draft").count() == 2
        assert story.client("responsible").get(story.url("step_history", "purpose")).status_code == 200

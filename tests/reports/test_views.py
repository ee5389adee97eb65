"""A report in the browser: who may have it, the way to its PDF, what stands on the screen meanwhile."""

import datetime as dt
import io
import re

import pypdf
import pytest
from django.utils import timezone

from dialog.machine import jobs
from dialog.models import Case, Job
from tests.execution.tale import begin
from tests.reports.told import sv
from tests.story import YES, Story


def url(name: str, story: Story, *job: int) -> str:
    return story.url(name, "decision_basis", *job)


@pytest.fixture
def amir(proposed):
    """The browser of the civil servant who wrote the proposal."""
    return proposed.client("responsible")


def make(client, story, callbacks) -> Job:
    """Ask for the PDF as the button does, let the worker finish, and return the job."""
    with callbacks(execute=True):
        answer = client.post(url("report", story))
    job = Job.objects.latest("pk")
    assert answer.status_code == 302
    assert answer.url == url("report_job", story, job.pk)
    return job


def ask(story: Story, kind: str, part: str = "") -> Job:
    """Let the responsible official ask for a PDF, and a worker make it."""
    assert story.client("responsible").post(story.url("report", kind) + part).status_code == 302
    job = Job.objects.latest("pk")
    jobs.run(job.pk, pulse=False)
    return job


class TestThePreview:
    def test_it_shows_the_document_and_its_text(self, amir, proposed):
        page = amir.get(url("report", proposed))
        assert page.status_code == 200
        assert "Tekniska nämnden beslutar att frågan är påverkbar" in page.text
        assert '<textarea class="form-control" id="text"' in page.text

    def test_it_has_no_inline_style_or_script(self, amir, proposed):
        page = amir.get(url("report", proposed)).text
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", page)

    def test_with_nothing_prepared_it_says_what_to_do(self, approved):
        page = approved.client("responsible").get(url("report", approved))
        assert page.status_code == 200
        assert "Inget beslut förbereds. Skriv ett förslag" in page.text

    def test_an_unknown_kind_is_not_found(self, amir, proposed):
        assert amir.get(f"/cases/{proposed.pk}/reports/horoscope/").status_code == 404

    def test_an_unknown_part_is_not_found(self, amir, proposed):
        assert amir.get(url("report", proposed) + "?part=purpose").status_code == 404

    def test_the_number_of_queries_does_not_grow(self, amir, proposed, django_assert_max_num_queries):
        amir.get(url("report", proposed))
        with django_assert_max_num_queries(16):
            amir.get(url("report", proposed))


class TestThePdf:
    def test_it_is_made_by_a_job_and_handed_out(self, amir, proposed, django_capture_on_commit_callbacks):
        job = make(amir, proposed, django_capture_on_commit_callbacks)
        job.refresh_from_db()
        assert (job.state, job.error) == ("done", "")
        answer = amir.get(url("report_file", proposed, job.pk))
        assert answer["Content-Type"] == "application/pdf"
        assert 'filename="beslutsunderlag-norra-stranden' in answer["Content-Disposition"]
        [page] = pypdf.PdfReader(io.BytesIO(answer.content)).pages
        assert "Tekniska nämnden" in page.extract_text()

    def test_the_same_version_is_made_once_whoever_asks(self, amir, proposed, django_capture_on_commit_callbacks):
        first = make(amir, proposed, django_capture_on_commit_callbacks)
        again = make(proposed.client("elected"), proposed, django_capture_on_commit_callbacks)
        assert first == again
        assert Job.objects.count() == 1

    def test_another_version_is_another_pdf(self, amir, proposed, django_capture_on_commit_callbacks):
        first = make(amir, proposed, django_capture_on_commit_callbacks)
        proposed.act("withdraw", "influenceable")
        proposed.act("propose", "influenceable", data={**YES, "motivation": ["En annan."]})
        assert make(amir, proposed, django_capture_on_commit_callbacks) != first

    def test_a_text_that_changed_meanwhile_is_not_passed_off_as_the_old_one(self, amir, proposed):
        amir.post(url("report", proposed))
        proposed.act("withdraw", "influenceable")
        job = Job.objects.get()
        jobs.run(job.pk, pulse=False)
        job.refresh_from_db()
        assert job.state == "failed"
        assert "Texten har ändrats" in amir.get(url("report_job", proposed, job.pk)).text

    def test_whoever_has_left_the_case_gets_no_pdf_any_more(self, amir, proposed):
        amir.post(url("report", proposed))
        job = Job.objects.get()
        Job.objects.update(by=proposed.house["stranger"])
        jobs.run(job.pk, pulse=False)
        job.refresh_from_db()
        assert job.state == "failed"


class TestTheWayThere:
    @pytest.fixture
    def job(self, amir, proposed):
        """A PDF that was asked for and that no worker has taken yet."""
        amir.post(url("report", proposed))
        return Job.objects.get()

    def test_without_scripts_the_page_reloads_itself(self, amir, proposed, job):
        page = amir.get(url("report_job", proposed, job.pk)).text
        assert '<noscript><meta http-equiv="refresh"' in page
        assert "Uppdatera" in page

    def test_with_scripts_only_the_state_is_fetched_until_the_work_is_over(self, amir, proposed, job):
        address = url("report_job", proposed, job.pk)
        state = amir.get(address, headers={"HX-Request": "true"}).text
        assert "<html" not in state
        assert 'hx-trigger="every 2s"' in state
        Job.objects.update(state="failed", error="Det gick inte.")
        assert "hx-trigger" not in amir.get(address, headers={"HX-Request": "true"}).text
        assert "http-equiv" not in amir.get(address).text

    def test_one_that_nothing_works_on_says_so_after_a_minute(self, amir, proposed, job):
        words = sv(
            "Nothing is working on it yet. If this continues, tell the person who looks after Dialog. Your request "
            "has been saved."
        )
        address = url("report_job", proposed, job.pk)
        assert words not in amir.get(address).text
        Job.objects.update(created=timezone.now() - dt.timedelta(minutes=2))
        assert words in amir.get(address).text
        Job.objects.update(state="running", attempts=1)
        assert words not in amir.get(address).text

    def test_the_day_on_which_it_was_made_is_the_applications(self, amir, proposed, job):
        jobs.run(job.pk, pulse=False)
        job.refresh_from_db()
        assert job.finished == proposed.now

    def test_before_it_is_ready_there_is_no_file(self, amir, proposed, job):
        assert amir.get(url("report_file", proposed, job.pk)).status_code == 404


class TestWhoMayHaveIt:
    @pytest.fixture
    def addresses(self, amir, proposed, django_capture_on_commit_callbacks):
        job = make(amir, proposed, django_capture_on_commit_callbacks)
        found = [url("report", proposed), url("report_text", proposed)]
        return [*found, url("report_job", proposed, job.pk), url("report_file", proposed, job.pk)]

    @pytest.mark.parametrize("who", ["responsible", "civil_servant", "elected", "substitute", "reader"])
    def test_the_members_of_the_case(self, proposed, addresses, who):
        client = proposed.client(who)
        assert {client.get(address).status_code for address in addresses} == {200}

    @pytest.mark.parametrize("who", ["stranger", "communicator", "support", "admin"])
    def test_nobody_else_for_whom_the_case_is_open(self, proposed, addresses, who):
        client = proposed.client(who)
        assert {client.get(address).status_code for address in addresses} == {403}
        assert client.post(addresses[0]).status_code == 403

    @pytest.mark.parametrize("who", ["stranger", "communicator", "admin"])
    def test_for_others_a_members_only_case_is_not_there(self, proposed, addresses, who):
        Case.objects.filter(pk=proposed.pk).update(visibility=Case.Visibility.MEMBERS_ONLY)
        client = proposed.client(who)
        assert {client.get(address).status_code for address in addresses} == {404}
        assert client.post(addresses[0]).status_code == 404

    def test_the_pdf_of_a_draft_is_for_the_members_alone_though_its_report_is_for_everybody(self, house):
        story = Story(house)
        begin(story)
        draft = {"row": "0000e001", "kind": "before", "data": {"title": ["Hemlig rubrik"]}}
        story.act("save_draft", "communication", **draft)
        job = ask(story, "before", "?part=0000e001.draft")
        for name in ("report_job", "report_file"):
            address = story.url(name, "before", job.pk)
            assert story.client("elected").get(address).status_code == 200
            for who in ("stranger", "support"):
                assert story.client(who).get(address).status_code == 404

    def test_a_plan_that_is_confirmed_is_for_everybody_who_reads_the_case(self, house):
        story = Story(house)
        begin(story)
        job = ask(story, "plan")
        assert story.client("stranger").get(story.url("report_file", "plan", job.pk)).status_code == 200

    def test_who_is_not_signed_in_comes_to_the_sign_in_page(self, client, addresses):
        assert {client.get(address).status_code for address in addresses} == {302}

    def test_a_job_of_another_case_or_another_kind_is_not_found(self, amir, proposed, addresses):
        Job.objects.update(case=None)
        assert {amir.get(address).status_code for address in addresses[2:]} == {404}
        Job.objects.update(case=proposed.case, kind="something_else")
        assert {amir.get(address).status_code for address in addresses[2:]} == {404}


def test_the_text_file_is_plain_text(amir, proposed):
    answer = amir.get(url("report_text", proposed))
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"].endswith('.txt"')
    assert answer.content.decode().startswith("Beslutsunderlag\n")


class TestTheWaysFromTheCase:
    """Pages of the case lead to its documents, whoever may have them."""

    def test_a_decision_that_is_prepared_leads_to_its_basis(self, amir, proposed):
        page = amir.get(proposed.url("step", "influenceable")).text
        assert f'href="{url("report", proposed)}?part=influenceable"' in page

    def test_nobody_else_is_led_there(self, proposed):
        page = proposed.client("stranger").get(proposed.url("step", "influenceable")).text
        assert url("report", proposed) not in page

    def test_the_gate_leads_to_the_plan(self, amir, proposed):
        assert f'href="{proposed.url("report", "plan")}"' in amir.get(proposed.url("step", "planning_gate")).text

    def test_about_the_case_lists_every_document_that_there_is(self, amir, proposed):
        page = amir.get(proposed.url("step", "facts")).text
        assert f'href="{proposed.url("report", "plan")}"' in page
        assert f'href="{url("report", proposed)}"' in page
        assert proposed.url("report", "summary") not in page
        assert proposed.url("report", "before") not in page

"""The minutes of a decision: an address or a PDF, for whoever may read the case and nobody else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dialog.models import Decision, DecisionFact
from tests.pdf import pdf
from tests.story import Story

pytestmark = pytest.mark.django_db
PDF = pdf()


@pytest.fixture
def decided(house, settings, tmp_path) -> Story:
    """A case with one decision, in a house whose files lie apart."""
    settings.MEDIA_ROOT = tmp_path
    return Story(house).carry("purpose", "question", "influenceable")


def add(story: Story, **posted):
    """Post a fact about the minutes as the responsible official."""
    decision = Decision.objects.get(case=story.pk)
    data = {"act": "add_fact", "decision": decision.pk, "kind": "minutes", **posted}
    return story.client("responsible").post(story.url("step", "influenceable"), data)


def test_a_pdf_is_kept_and_handed_out_to_be_saved(decided):
    assert add(decided, minutes=SimpleUploadedFile("../../protokoll.pdf", PDF)).status_code == 302
    fact = DecisionFact.objects.get(kind="minutes")
    assert "protokoll" not in fact.file.name
    answer = decided.client("elected").get(decided.url("minutes", fact.pk))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "content",
    [b"<html><script>alert(1)</script>", b"", b"MZ\x90", b"%PDF-1.7\nminutes", pdf(pages=0), PDF[: len(PDF) // 3]],
)
def test_what_is_no_pdf_is_refused_whatever_it_is_called(decided, content):
    assert add(decided, minutes=SimpleUploadedFile("protokoll.pdf", content)).status_code == 422
    assert not DecisionFact.objects.filter(kind="minutes").exists()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "protokoll", "file:///etc/passwd", "https://x y"])
def test_only_an_address_of_a_page_is_kept_as_a_link(decided, address):
    assert add(decided, fact=address).status_code == 422
    assert not DecisionFact.objects.filter(kind="minutes").exists()


def test_a_stranger_does_not_learn_that_there_are_minutes(decided):
    add(decided, minutes=SimpleUploadedFile("a.pdf", PDF))
    fact = DecisionFact.objects.get(kind="minutes")
    decided.case.__class__.objects.filter(pk=decided.pk).update(visibility="members_only")
    assert decided.client("stranger").get(decided.url("minutes", fact.pk)).status_code == 404


def test_a_fact_is_given_or_unknown_and_not_both(decided):
    answer = add(decided, fact="https://sjovik.example/protokoll", unknown_because="Finns inte.")
    assert answer.status_code == 422 and not DecisionFact.objects.filter(kind="minutes").exists()

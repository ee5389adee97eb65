"""``manage.py render_report``: the same report without a browser, under the same rights."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError


def render(case, out, **options):
    call_command("render_report", str(case), kind="decision_basis", out=out, **options)


def test_it_finds_the_case_by_its_registry_number(proposed, tmp_path):
    render("TN 2026/114", tmp_path / "underlag.pdf")
    assert (tmp_path / "underlag.pdf").read_bytes().startswith(b"%PDF-")


def test_it_finds_the_case_by_its_id_and_writes_text_too(proposed, tmp_path):
    render(proposed.pk, tmp_path / "underlag.txt")
    assert "Tekniska nämnden beslutar" in (tmp_path / "underlag.txt").read_text()


@pytest.mark.parametrize("case", ["TN 1900/1", "999999", "99999999999999999999999"])
def test_a_case_that_is_not_there_is_said(proposed, tmp_path, case):
    with pytest.raises(CommandError, match="no case"):
        render(case, tmp_path / "x.pdf")


def test_it_gives_nobody_what_the_application_would_not(proposed, tmp_path):
    with pytest.raises(CommandError, match="may not read"):
        render(proposed.pk, tmp_path / "x.pdf", reader="admin")
    with pytest.raises(CommandError, match="nobody"):
        render(proposed.pk, tmp_path / "x.pdf", reader="bertil")


def test_nothing_to_print_is_said(approved, tmp_path):
    with pytest.raises(CommandError, match="Inget beslut förbereds"):
        render(approved.pk, tmp_path / "x.pdf")

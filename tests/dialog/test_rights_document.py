"""The table of rights that is shown is the one that holds."""

from pathlib import Path

from django.conf import settings

from dialog import rights
from dialog.process.rights_document import CAPACITIES, WHOSE, as_markdown, called

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "rattigheter.md"


def test_the_document_says_what_the_code_says():
    assert DOCUMENT.read_text(encoding="utf-8") == as_markdown(), "manage.py rights > docs/rattigheter.md"


def test_every_act_capacity_and_kind_of_step_has_a_name():
    assert all(called(right) for right in {**rights.STEP_RIGHTS, **rights.CASE_RIGHTS})
    assert set(CAPACITIES) == set(rights.CAPACITIES)
    assert set(WHOSE) == {whose for by_role in rights.STEP_RIGHTS.values() for whose in by_role}

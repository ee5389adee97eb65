"""A check at start: a step that is declared has guidance in the edition that Dialog brings along."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register

from dialog.process.phases import process
from handbook.loading import read_pages


@register()
def check_guidance(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Check that every step and gate of the process has a page with short and whole text."""
    return [*steps_without_guidance(step.guidance_key for step in process.steps())]


def steps_without_guidance(keys: Iterable[str]) -> Iterator[CheckMessage]:
    """Yield an error for each key that has no page, or a page with no text to stand beside the form."""
    written = {page.key for page in read_pages() if page.short}
    for key in keys:
        if key not in written:
            yield Error(
                f"The step {key} has no guidance.",
                hint=f"Write handbook/first_edition/<part>/<order>-{key}.md, with a short text in its front matter.",
                id="handbook.E001",
            )

"""What the acts of Följa upp read from a posted form besides the text."""

from typing import Any

from django.http import QueryDict

from dialog.views.order import facts_of


@facts_of("tell_of_measure")
def _measure(post: QueryDict) -> dict[str, Any]:
    text = post.get("measure", "").strip()
    return {"text": text, "settled": post.get("settled", "") == "on"}

"""Letters from Dialog: plain text and HTML from one pair of templates, in the municipality's language."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from dialog import municipality
from dialog.language.letters import in_one_line, straight
from dialog.look import accent

# Machines that answer letters (out of office) leave such letters unanswered: RFC 3834.
HEADERS = {"Auto-Submitted": "auto-generated"}


def address(path: str) -> str:
    """Return the whole address of a page, as a letter must carry it."""
    return settings.SITE_URL.rstrip("/") + path


def send(template: str, to: list[str], subject: str, **context: Any) -> None:
    """Send a letter that ``templates/mail/<template>.txt`` and ``.html`` write. Raises what the mail server raises."""
    with translation.override(settings.LANGUAGE_CODE):
        current = municipality.current()
        context |= {
            "subject": subject,
            "municipality": current,
            "colours": _colours(current.accent_colour),
            "inbox": address(reverse("inbox")),
            "account": address(reverse("account")),
            "language": settings.LANGUAGE_CODE,
        }
        letter = EmailMultiAlternatives(
            subject=in_one_line(subject),
            body=straight(render_to_string(f"mail/{template}.txt", context)).strip() + "\n",
            to=to,
            headers=HEADERS,
        )
        letter.attach_alternative(straight(render_to_string(f"mail/{template}.html", context)), "text/html")
    letter.send()


def _colours(colour: str) -> dict[str, dict[str, str]]:
    """Return the municipality's colour and what is written on it, for light and dark."""
    made = accent.properties(colour)
    return {mode: {"accent": of["--accent"], "ink": of["--accent-ink"]} for mode, of in made.items()}

"""What the acts of Genomföra read from a posted form besides the text."""

from dataclasses import astuple, replace
from typing import Any

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from dialog.forms import drafts, pasted
from dialog.forms.draft_form import Missing
from dialog.forms.drafts import Shape
from dialog.forms.fields import TOO_MANY
from dialog.forms.sending import MOST_DIGITS, keys_of
from dialog.language.understood import whole_number
from dialog.views.order import WrongFact, facts_of, posted_date
from execution.forms import RoundPlanForm
from execution.notes import Line

LINES = 5  # how many small talks the page has room for


@facts_of("cancel_activity", "drop_round", typed=("because",))
def _why(post: QueryDict) -> dict[str, Any]:
    return {"because": _text(post, "because")}


@facts_of("record_notes", typed=("talk_", "pasted"))
def _notes(post: QueryDict) -> dict[str, Any]:
    said = [*_talks(post), *_pasted(post)]
    keys = keys_of(batch := _text(post, "batch"), [astuple(line)[1:] for line in said])
    return {
        "batch": batch[:MOST_DIGITS],
        "lines": [replace(line, key=key) for line, key in zip(said, keys, strict=True)],
    }


def _talks(post: QueryDict) -> list[Line]:
    """Return the small talks, a line each: with whom, how many, what they said."""
    found = []
    for number in range(1, LINES + 1):
        text, people = _text(post, f"talk_{number}_text"), _number(post, f"talk_{number}_people")
        if text or people is not None:
            group, question = _key(post, f"talk_{number}_group"), _key(post, f"talk_{number}_question")
            found.append(Line("", text, group, question, people))
    return found


def _pasted(post: QueryDict) -> list[Line]:
    """Return the notes that were pasted, a contribution a line, or a row of a table."""
    rows = pasted.read(_text(post, "pasted")).rows
    lines = [" ".join(filter(None, map(str.strip, row))) for row in rows]
    group, question = _key(post, "pasted_group"), _key(post, "pasted_question")
    return [Line("", line, group, question) for line in lines if line]


@facts_of("keep_register", "add_contacts", "remove_contact", "correct_contact", "dispose_register")
def _elsewhere(post: QueryDict) -> dict[str, Any]:
    raise Http404  # contact details have pages of their own


@facts_of("correct_talk")
def _talk(post: QueryDict) -> dict[str, Any]:
    return {"talk": _number(post, "talk") or 0, "people": _number(post, "people")}


@facts_of("plan_round")
def _plan(post: QueryDict) -> dict[str, Any]:
    return {"plan": drafts.read(Shape(tuple(RoundPlanForm.base_fields), {}), post)}


@facts_of("carry_out_round", typed=("carried_out_on",))
def _carried_out(post: QueryDict) -> dict[str, Any]:
    return {"date": posted_date(post, "carried_out_on")}


def _text(post: QueryDict, name: str) -> str:
    return post.get(name, "").strip()


def _key(post: QueryDict, name: str) -> str:
    text = _text(post, name)
    return text if drafts.ROW_KEY.match(text) else ""


def _number(post: QueryDict, name: str) -> int | None:
    """Return a whole number that was posted; None for none. Raises WrongFact for what is no number."""
    text = _text(post, name)
    if not text:
        return None
    found = whole_number(text)
    if found is None or not 0 <= found < TOO_MANY:
        raise WrongFact([Missing(_("Write the number with digits."), name)])
    return found

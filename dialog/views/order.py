"""What a posted form asks for: the act, the text, and the facts that go with it."""

import datetime as dt
from collections.abc import Callable
from functools import cached_property

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from dialog.acts.core import Turn
from dialog.acts.fact import LONGEST
from dialog.forms import drafts
from dialog.forms.draft_form import Missing
from dialog.forms.drafts import Draft
from dialog.language.understood import DayField
from dialog.views.place import Place
from dialog.web.http import sent_number

Reader = Callable[[QueryDict], dict[str, object]]
TABLE_VERBS = {"add", "up", "down", "remove", "open"}
OFFER_VERBS = {"refill", "keep_own"}
# What an elected official says that the body did with a proposal, and the act that records it.
VERDICTS = {"as_proposed": "decide", "other": "decide", "postponed": "postpone", "sent_back": "return_by_body"}


# What an act of a phase's own takes besides the text, read from the posted form; see ``facts_of``.
FACTS: dict[str, Callable[[QueryDict], dict[str, object]]] = {}
# How the fields begin in which that is typed.
TYPED_FOR: dict[str, tuple[str, ...]] = {"verdict": ("verdict", "until", "also")}


def facts_of(*acts: str, typed: tuple[str, ...] = ()) -> Callable[[Reader], Reader]:
    """Register a function that reads the facts of those acts from a posted form; fields ``typed``… belong to them."""

    def register(function: Reader) -> Reader:
        FACTS.update(dict.fromkeys(acts, function))
        TYPED_FOR.update(dict.fromkeys(acts, typed))
        return function

    return register


@facts_of("withdraw_exception")
def line_of(post: QueryDict) -> dict[str, object]:
    """Return which line of a gate an exception is about."""
    return {"line": post.get("act", "").partition(" ")[2]}


@facts_of("make_exception", typed=("reason-",))
def exception(post: QueryDict) -> dict[str, object]:
    """Return which line of a gate is passed with an exception, and why."""
    return {"line": (line := post.get("act", "").partition(" ")[2]), "reason": _reason(post, line)}


def _reason(post: QueryDict, line: str) -> str:
    return post.get(f"reason-{line}", "").strip()


class WrongFact(Exception):
    """Something that was typed beside a text is no day or number; ``missing`` says it, with the field."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(missing)
        self.missing = missing


def posted_date(post: QueryDict, name: str) -> dt.date | None:
    """Return a day that was posted beside a text, in any of the formats that fields take; None for none.

    Raises WrongFact for what is no day.
    """
    try:
        return DayField(required=False).clean(post.get(name, ""))
    except ValidationError as error:
        raise WrongFact([Missing(message, name) for message in error.messages]) from None


class Order:
    """What a posted form asks for: the act, the text, and the facts that go with it."""

    def __init__(self, post: QueryDict, place: Place, files: MultiValueDict[str, UploadedFile] | None = None) -> None:
        self.post, self.place, self.files = post, place, files or MultiValueDict()
        verb, _space, self.target = post.get("act", "save_draft").partition(" ")
        verdict = post.get("verdict", "") if verb == "verdict" else "none"
        self.lacks_verdict = verb == "verdict" and verdict not in VERDICTS
        self.verb = VERDICTS.get(post.get("verdict", ""), "decide") if verb == "verdict" else verb
        self.act = "save_draft" if self.verb in TABLE_VERBS | OFFER_VERBS else self.verb
        self.offered: dict[str, str] = {}
        self.revision = _number(post, "revision", -1)
        self.also, self.also_revision = post.get("also", ""), _number(post, "also_revision", -1)
        self.open_row = ""
        self.verdict = verdict
        self.data: Draft | None = None

    @cached_property
    def typed(self) -> Draft | None:
        """The text exactly as it was typed; None where none came along."""
        return drafts.read(self.place.shape, self.post) if "whole" in self.post and self.place.thing.form else None

    def take_over(self) -> None:
        """Set the text that is asked to be kept: what was typed, with what it takes over from texts that stand there
        already. It is for whoever may do what is asked.
        """
        self.data = None if self.typed is None else self._taken_over(self.typed)

    @property
    def is_otherwise_alike(self) -> bool:
        """Whether the body is said to have decided otherwise, and the text is the proposal all the same."""
        return self.verdict == "other" and self._undecided(self.data) == self._undecided(self._seen_text())

    def _taken_over(self, draft: Draft) -> Draft:
        shape, post = self.place.shape, self.post
        if post.get("act") == "verdict" and post.get("verdict") == "as_proposed":
            draft = self._as_proposed(draft)
        theirs = [name.removeprefix("take-") for name in post if name.startswith("take-") and post[name] == "theirs"]
        if theirs:
            draft = drafts.take(draft, self._seen_text(), theirs, list(shape.tables))
        if self.verb in TABLE_VERBS:
            table, _space, key = self.target.partition(" ")
            kept = self.verb == "remove" and (table, key) in self.place.access.referred_to
            if table in shape.tables and not kept:
                self.open_row = drafts.new_key() if self.verb == "add" else key
                draft = drafts.move(draft, table, self.verb, self.open_row)
        if self.verb in OFFER_VERBS:
            text = self.place.make_form(draft).to_offer().get(self.target)
            if text:
                self.offered = {self.target: text}
                draft = drafts.put(draft, self.target, text, list(shape.tables)) if self.verb == "refill" else draft
        return draft

    def _seen_text(self) -> Draft:
        seen = self.place.numbered().filter(number__lte=self.revision)
        latest = seen.first() if self.place.reads_drafts else None  # what comes back on a page must be hers to read
        return latest.data if latest else {}

    def _as_proposed(self, draft: Draft) -> Draft:
        """Return the proposal itself with the decision's own facts as they were posted."""
        own = self.place.thing.its_form.decision_fields
        return self._undecided(self._seen_text()) | {name: texts for name, texts in draft.items() if name in own}

    def _undecided(self, text: Draft | None) -> Draft:
        """Return a text without the decision's own facts."""
        own = self.place.thing.its_form.decision_fields
        return {name: texts for name, texts in (text or {}).items() if name not in own}

    def facts(self) -> dict[str, object]:
        """Return what else the act takes: its comment, the day a body postponed to, an added fact. Raises WrongFact."""
        if self.lacks_verdict:
            raise WrongFact([Missing(_("Say what the body decided."), "verdict_0")])
        if self.is_otherwise_alike:
            sentence = _("This is the proposal. Change what the body decided otherwise, or choose “As proposed”.")
            raise WrongFact([Missing(sentence, "verdict_0")])
        comment = self.post.get(self.said_in, "").strip()
        if self.act in ("propose", "hand_over", "send_back", "take_back", "return_by_body", "postpone"):
            return {"comment": comment} | self._meeting()
        if self.act == "save_draft":
            return {"offered": self.offered}
        if self.act == "restore":
            return {"text": self._older_text()}
        if self.act == "add_fact":
            return self._fact()
        if self.act in FACTS:
            return FACTS[self.act](self.post)
        if self.act in ("comment", "ask_for_help", "answer_help"):
            return {"text": comment} | self._about()
        return {}

    def _meeting(self) -> dict[str, object]:
        """Return the day and the § of the meeting at which a body did something else than to decide, and until when."""
        if self.act not in ("postpone", "return_by_body"):
            return {}
        until = {"until": posted_date(self.post, "until")} if self.act == "postpone" else {}
        section = self.post.get("section", "").strip()
        return {"on": posted_date(self.post, "decided_on"), "section": section[:LONGEST], **until}

    def _about(self) -> dict[str, object]:
        """Return what is replied to (``comment 17``), or which request for help is answered (``answer_help 17``)."""
        if self.act == "answer_help":
            return {"request": sent_number(self.target)}
        return {"answers": sent_number(self.target)} if self.act == "comment" and self.target else {}

    @property
    def said_in(self) -> str:
        """The field of the act's comment: each thing that can be answered has one of its own."""
        return f"comment-{self.act}-{self.target}" if self.target else f"comment-{self.act}"

    def says_otherwise(self, turn: Turn) -> bool:
        """Say whether the text that was sent along is another than the one that stands, but for the decision's own facts."""
        return self.data is not None and self._undecided(self.data) != self._undecided(turn.standing())

    def untaken(self) -> QueryDict:
        """Return what was typed beside the text for other acts than this one. It is given back on the next page."""
        return self._typed_beside((self.said_in, *TYPED_FOR.get(self.post.get("act", "").partition(" ")[0], ())))

    def beside(self) -> QueryDict:
        """Return all that was typed beside the text, for this act too, where it was not carried out."""
        return self._typed_beside(())

    def _typed_beside(self, taken: tuple[str, ...]) -> QueryDict:
        beside = ("comment-", *(begin for begins in TYPED_FOR.values() for begin in begins))
        left = QueryDict(mutable=True)
        for name, texts in self.post.lists():
            is_beside = name.startswith(beside) and not name.startswith(taken) and name not in self.place.shape.fields
            if is_beside and any(text.strip() for text in texts):
                left.setlist(name, texts)
        return left

    def further_exceptions(self) -> list[dict[str, object]]:
        """Return the exceptions whose reasons were typed at other lines of a gate than the one that was sent."""
        if self.act != "make_exception":
            return []
        lines = [name.removeprefix("reason-") for name in self.post if name.startswith("reason-")]
        typed = {line: _reason(self.post, line) for line in lines if line != self.target}
        return [{"line": line, "reason": reason} for line, reason in typed.items() if reason]

    def _older_text(self) -> Draft:
        found = self.place.revisions().filter(pk=_number(self.post, "restore")).first()
        if found is None:
            raise Http404
        return found.data

    def _fact(self) -> dict[str, object]:
        return {
            "decision": _number(self.post, "decision"),
            "reply": _number(self.post, "reply"),
            "because": self.post.get("because", "").strip(),
            "fact": self.post.get("kind", ""),
            "text": self.post.get("fact", "").strip(),
            "date": posted_date(self.post, "fact_date"),
            "file": self.files.get("minutes"),
            "unknown_because": self.post.get("unknown_because", "").strip(),
        }

    def next_page(self, *, is_kept: bool) -> str:
        """Return where to go when the act is done: back to the place, at the row that was worked on."""
        url = self.place.url_when_kept if is_kept else self.place.url
        if self.act == "add_fact":
            reply, decision = _number(self.post, "reply"), _number(self.post, "decision")
            key, entry = (f"reply-{reply}", f"reply-{reply}") if reply else (decision, f"decision-{decision}")
            return f"{reverse('decisions', args=[self.place.access.case.pk])}?open={key}#{entry}"
        return f"{url}?open={self.open_row}#{self.open_row}" if self.open_row else url


@facts_of("publish")
def _publication(post: QueryDict) -> dict[str, object]:
    return {"address": post.get("address", "").strip(), "date": posted_date(post, "published_on")}


@facts_of("confirm_gate", typed=("section",))
def _taken_up(post: QueryDict) -> dict[str, object]:
    section = post.get("section", "").strip()[:40]
    return {"section": section, "section_date": posted_date(post, "section_date")}


def _number(post: QueryDict, name: str, otherwise: int = 0) -> int:
    """Return a whole number that was posted, or another where none was."""
    return sent_number(str(post.get(name, "")), otherwise)

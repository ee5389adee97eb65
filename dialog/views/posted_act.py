"""What a posted form asks for: the act, the text, and the facts that go with it."""

from functools import cached_property

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from dialog.acts.core import Attempt
from dialog.forms import drafts, people
from dialog.forms.draft_form import Missing
from dialog.forms.drafts import ROW_KEY, Draft
from dialog.forms.posted import Posted, WrongFact, sent_number
from dialog.process.act import ACTS, StepAct
from dialog.views.in_parts import PART
from dialog.views.place import PIECE, Place

TABLE_VERBS = {"add", "up", "down", "remove", "open"}
OFFER_VERBS = {"refill", "keep_own"}
# What belongs to the answer to a proposed decision: what the body did, and the act that records it.
VERDICT, OF_THE_VERDICT = "verdict", ("verdict", "until", "also")


class PostedAct:
    """What a posted form asks for: the act, the text, and the facts that go with it."""

    def __init__(self, post: QueryDict, place: Place, files: MultiValueDict[str, UploadedFile] | None = None) -> None:
        self.post, self.place, self.files = post, place, files or MultiValueDict()
        verb, _space, self.target = post.get("act", "save_draft").partition(" ")
        verdicts = {verdict: act.name for act in ACTS.values() for verdict in act.verdicts}
        verdict = post.get(VERDICT, "") if verb == VERDICT else "none"
        self.lacks_verdict = verb == VERDICT and verdict not in verdicts
        self.verb = verdicts.get(verdict, next(iter(verdicts.values()))) if verb == VERDICT else verb
        changes_text = TABLE_VERBS | OFFER_VERBS | people.VERBS | place.step_or_kind.verbs
        self.act = "save_draft" if self.verb in changes_text else self.verb
        self.offered: dict[str, str] = {}
        self.revision = _number(post, "revision", -1)
        self.also, self.also_revision = post.get("also", ""), _number(post, "also_revision", -1)
        self.open_row = self.said = self.part = ""
        self.verdict = verdict
        self.data: Draft | None = None

    @property
    def declared(self) -> StepAct:
        """What there is to say of the act. Raises Http404 for what is no act at a step."""
        if self.act not in ACTS:
            raise Http404
        return ACTS[self.act]

    @property
    def posted(self) -> Posted:
        """The form, for the act to read what it takes besides the text."""
        return Posted(self.post, self.act, self.target, self.files, self.offered, self._older_text)

    @cached_property
    def typed(self) -> Draft | None:
        """The text exactly as it was typed; None where none came along."""
        return self.place.read(self.post) if "whole" in self.post and self.place.step_or_kind.form else None

    def take_over(self) -> None:
        """Set the text that is asked to be kept: what was typed, with what it takes over from texts that stand there
        already. It is for whoever may do what is asked.
        """
        if self.typed is not None:
            text, self.revision = self.place.met(self.post, self.typed, self.revision)
            self.data = self._taken_over(text)

    @property
    def is_otherwise_alike(self) -> bool:
        """Whether the body is said to have decided otherwise, and the text is the proposal all the same."""
        return self.verdict == "other" and self._undecided(self.data) == self._undecided(self._seen_text())

    def _taken_over(self, draft: Draft) -> Draft:
        shape, post = self.place.shape, self.post
        if self.verdict == "as_proposed":
            draft = self._as_proposed(draft)
        theirs = [name.removeprefix("take-") for name in post if name.startswith("take-") and post[name] == "theirs"]
        if theirs:
            draft = drafts.take(draft, self._seen_text(), theirs, list(shape.tables))
        if self.verb in TABLE_VERBS:
            table, _space, key = self.target.partition(" ")
            kept = self.verb == "remove" and (table, key) in self.place.access.referred_to(table)
            if table in shape.tables and not kept:
                self.open_row = self._new_key(table) if self.verb == "add" else key
                draft = drafts.move(draft, table, self.verb, self.open_row)
        if self.verb in people.VERBS and self.place.step_or_kind.form:
            parts = self.place.step_or_kind.form.parts()
            draft, self.open_row = people.with_person(parts, draft, self.verb, self.target, self.place.access)
        if self.verb in self.place.step_or_kind.verbs:
            step, access = self.place.step_or_kind, self.place.access
            changed = step.change(self.verb, self.target, draft, access, self.revision)
            draft, self.open_row, self.said, self.part = changed.draft, changed.row, changed.said, changed.part
        if self.verb in OFFER_VERBS:
            text = self.place.make_form(draft).to_offer().get(self.target)
            if text:
                self.offered = {self.target: text}
                draft = drafts.put(draft, self.target, text, list(shape.tables)) if self.verb == "refill" else draft
        return draft

    def _new_key(self, table: str) -> str:
        """Return the key of a row that is added: pressed twice it is one, and two people who begin one begin two."""
        place = self.place
        seen = _number(self.post, "revision", -1)
        return drafts.key_of(place.access.case.pk, place.step_or_kind.key, place.row, table, place.access.user.pk, seen)

    def _seen_text(self) -> Draft:
        seen = self.place.numbered().filter(number__lte=self.revision)
        latest = seen.first() if self.place.reads_drafts else None  # what comes back on a page must be hers to read
        return latest.data if latest else {}

    def _as_proposed(self, draft: Draft) -> Draft:
        """Return the proposal itself with the decision's own facts as they were posted."""
        own = self.place.step_or_kind.its_form.decision_fields
        return self._undecided(self._seen_text()) | {name: texts for name, texts in draft.items() if name in own}

    def _undecided(self, text: Draft | None) -> Draft:
        """Return a text without the decision's own facts."""
        own = self.place.step_or_kind.its_form.decision_fields
        return {name: texts for name, texts in (text or {}).items() if name not in own}

    def facts(self) -> dict[str, object]:
        """Return what else the act takes: its comment, the day a body postponed to, an added fact. Raises WrongFact."""
        if self.lacks_verdict:
            raise WrongFact([Missing(_("Enter what was decided."), "verdict_0")])
        if self.is_otherwise_alike:
            sentence = _(
                "This is the same as the proposal. Change what the committee decided differently, or choose “As "
                "proposed”."
            )
            raise WrongFact([Missing(sentence, "verdict_0")])
        if self.declared.reads is None:
            raise Http404  # it is done on a page of its own
        return {name: read(self.posted) for name, read in self.declared.reads.items()}

    def further_facts(self) -> list[dict[str, object]]:
        """Return what the same act takes at other places of the same form: each is carried out, too."""
        return self.declared.further(self.posted) if self.declared.further else []

    @property
    def said_in(self) -> str:
        """The field of the act's comment."""
        return self.posted.said_in

    def says_otherwise(self, attempt: Attempt) -> bool:
        """Say whether the text that was sent along is another than the one that stands, but for the decision's own facts."""
        return self.data is not None and self._undecided(self.data) != self._undecided(attempt.standing())

    def untaken(self) -> QueryDict:
        """Return what was typed beside the text for other acts than this one. It is given back on the next page."""
        verb = self.post.get("act", "").partition(" ")[0]
        own = OF_THE_VERDICT if verb == VERDICT else self.declared.typed if verb == self.act else ()
        return self._typed_beside((self.said_in, *own))

    def beside(self) -> QueryDict:
        """Return all that was typed beside the text, for this act too, where it was not carried out."""
        return self._typed_beside(())

    def _typed_beside(self, taken: tuple[str, ...]) -> QueryDict:
        beside = ("comment-", *OF_THE_VERDICT, *(begin for step_act in ACTS.values() for begin in step_act.typed))
        left = QueryDict(mutable=True)
        for name, texts in self.post.lists():
            is_beside = name.startswith(beside) and not name.startswith(taken) and name not in self.place.shape.fields
            if is_beside and any(text.strip() for text in texts):
                left.setlist(name, texts)
        return left

    def _older_text(self, pk: int) -> Draft:
        found = self.place.revisions().filter(pk=pk).first()
        if found is None:
            raise Http404
        return found.data

    def next_page(self, asked: QueryDict, *, is_kept: bool) -> str:
        """Return where to go when the act is done: back to the place, at the row that was worked on, with what the page
        was ``asked`` for in its address and shows again.
        """
        url = self.place.url_when_kept if is_kept else self.place.url
        names = (PART, *self.place.step_or_kind.stays_in_address)
        stays = [(name, text) for name in names for text in asked.getlist(name)]
        if self.part:
            stays = [(PART, self.part), *((name, text) for name, text in stays if name != PART)]
        looked_for = [] if self.verb in TABLE_VERBS else self._looked_for()  # one goes on from what is looked for here
        at_field = looked_for[0][0].removeprefix(people.LOOKED_FOR) if looked_for else self._chosen_in
        self.open_row = self.open_row or people.row_of(at_field)
        opened, at = self._opened()
        query = urlencode([*opened, *looked_for, *stays])
        begins = "" if not query else "&" if "?" in url else "?"
        at = f"{at_field}-people" if at_field else at
        return f"{url}{begins}{query}{'#' if at else ''}{at}"

    def _opened(self) -> tuple[list[tuple[str, str]], str]:
        """Return what the next page is asked for, and where on it one goes on: the page of a row or the row in its list,
        the order of a table that is being changed, or the table; nowhere where no row was worked on.
        """
        named, row, text = self.target.partition(" ")[0], self.open_row, self.data or {}
        tables = {
            one.name: one for one in (self.place.step_or_kind.form.tables if self.place.step_or_kind.form else ())
        }
        on_page = row_of_page(self.post)
        if self.verb in ("up", "down", "remove") and not on_page and named in tables and tables[named].has_page():
            return [("order", named)], f"{named}-order"
        if self.verb == "remove":
            row = ""
        elif self.verb not in (*TABLE_VERBS, *self.place.step_or_kind.verbs):
            row = on_page or row
        for table in (one for one in tables.values() if row and drafts.find_row(text, one.name, row)):
            return ([("row", row)], "") if table.has_page() else ([("open", row)], row)
        if row and self.verb in self.place.step_or_kind.verbs:
            return [("open", row)], row
        return [], f"{named}-title" if self.verb in TABLE_VERBS and named in tables else ""

    @property
    def _chosen_in(self) -> str:
        """The field of people in which somebody was chosen just now: the page comes back there."""
        return self.target.partition(" ")[0] if self.verb in people.VERBS else ""

    def _looked_for(self) -> list[tuple[str, str]]:
        """Return what is looked for in each field of people, first where one pressed; nothing where it was found."""
        field = self.target.partition(" ")[0] if self.verb in people.VERBS else ""
        typed = {name: str(self.post[name]).strip() for name in self.post if name.startswith(people.LOOKED_FOR)}
        pressed = f"{people.LOOKED_FOR}{field}"
        if self.verb in (people.CHOOSE, people.WRITE_IN):
            typed.pop(pressed, None)
        return sorted(((name, text) for name, text in typed.items() if text), key=lambda one: one[0] != pressed)


def row_of_page(post: QueryDict) -> str:
    """Return the row of a table whose own page was posted; empty for any other page."""
    return next((key for part in post.getlist(PIECE) if ROW_KEY.match(key := part.partition("-")[2])), "")


def _number(post: QueryDict, name: str, otherwise: int = 0) -> int:
    """Return a whole number that was posted, or another where none was."""
    return sent_number(str(post.get(name, "")), otherwise)

"""The kinds of steps. A step is declared once, in its phase's ``steps.py``, and never sees a request."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.forms.answers import Answered
from dialog.forms.draft_form import Missing, readable
from dialog.forms.drafts import Draft
from dialog.forms.step_form import StepForm
from dialog.language.dates import say_date
from dialog.models import Case, Decision
from dialog.process.act import everywhere
from dialog.process.once import once
from dialog.process.phases import process
from dialog.process.reading import Reading
from dialog.rights import ELECTED

if TYPE_CHECKING:
    from dialog.acts.core import Attempt
    from dialog.models import Record
    from dialog.process.access import Access
    from dialog.process.phases import Phase


@dataclass(frozen=True)
class Change:
    """A draft as a button of a step's own page changed it: which row is to be opened, what is said of it, and in which
    part of the step one goes on, where it is another.
    """

    draft: Draft
    row: str = ""
    said: str = ""
    part: str = ""


@dataclass(frozen=True)
class Pointer:
    """Something to do in a step that only the step knows of: what, why, what its button says, where; the row, if any."""

    title: str
    detail: str
    button: str
    url: str
    row: str = ""


class Step:
    """A step of the handbook.

    ``role`` is its one responsible role; ``checklist`` its line at the gate, or empty; ``requires`` names the steps that
    must be done before its last act (writing and proposing never wait); ``form`` is what people write. A step that
    ``stays_open_on_track`` may be written while residents are informed instead; one that ``stays_open_when_held``, only
    where an activity was held: it takes care of what was said there. What is ``copied`` comes along when a
    case begins as a copy of an earlier one. A step that ``is_part_of`` another stands on that one's page and has no place
    of its own on the map. Question and purpose stand beside a step that ``shows_wording``. A page that ``reads_first`` opens
    as what is in force, also while nothing is. What buttons of a step's own page do to the text, besides saving it, are its
    ``verbs``; see ``change``. What its page is asked for in the address ``stays_in_address`` when something is saved.
    ``spoken`` is what it is called inside a sentence («the goals»), ``begin_label`` what a button says that begins it;
    ``answered`` what holds once an elected person has approved or confirmed it («The purpose is approved»).
    """

    key: ClassVar[str]
    title: ClassVar[Any]
    spoken: ClassVar[Any] = ""
    begin_label: ClassVar[Any] = gettext_lazy("Write %(what)s")
    answered: ClassVar[Any] = ""
    role: ClassVar[str]
    checklist: ClassVar[Any] = ""
    requires: ClassVar[tuple[str, ...]] = ()
    form: ClassVar[type[StepForm] | None] = None
    template: ClassVar[str] = "dialog/step.html"
    follows_text: ClassVar[str] = ""  # a template of what beside the text follows it: autosave renews it
    is_part_of: ClassVar[str] = ""
    reads_first: ClassVar[bool] = False
    stays_open_on_track: ClassVar[bool] = False
    stays_open_when_held: ClassVar[bool] = False
    shows_wording: ClassVar[bool] = True
    of_the_answer: ClassVar[tuple[str, ...]] = ()  # what is written of one answer and not of another
    copied: ClassVar[bool] = False
    asks_about_handbook: ClassVar[bool] = False  # once the case is closed: what should its page have said?
    tells_instead: ClassVar[bool] = False  # here residents are informed instead of asked
    wording_field: ClassVar[str] = ""  # the field of ``Decision`` that keeps how the step read when it was made
    known_to_documents: ClassVar[bool] = False  # they tell of it in words of their own; of others they give the answers
    opens_texts: ClassVar[bool] = False  # from a decision in it on communicators see the case's publication texts
    duties: ClassVar[frozenset[str]] = frozenset()  # acts that the law demands, possible in every state of the case
    cares_for: ClassVar[frozenset[type[Model]]] = frozenset()  # tables whose personal data those acts take care of
    kinds: ClassVar[tuple[Any, ...]] = ()  # the kinds of rows of a register
    verbs: ClassVar[frozenset[str]] = frozenset()
    stays_in_address: ClassVar[tuple[str, ...]] = ()
    number: int = 0
    phase: "Phase | None" = None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.key}>"

    @property
    def guidance_key(self) -> str:
        """The page of the handbook that guides the step."""
        return self.is_part_of or self.key

    @property
    def in_a_sentence(self) -> str:
        """What the step is called inside a sentence."""
        return str(self.spoken) or _("“%(title)s”") % {"title": self.title}

    def points_out(self, access: "Access") -> Iterator[Pointer]:
        """Yield what there is to do in the step that no draft and no wait says, for those who write it."""
        yield from ()

    def is_shown(self, access: "Access") -> bool:
        """Say whether the step stands on the map of the case as it is now."""
        return not self.is_part_of

    def template_context(self, access: "Access", form: StepForm | None) -> dict[str, Any]:
        """Return what the step's own template shows besides what every step's page has."""
        return {}

    def at_button(self, access: "Access") -> Iterator[tuple[str, str]]:
        """Yield what a member should know before she takes the last act, each with the address where it is mended. It
        holds nothing up.
        """
        yield from ()

    def stops_ending(self, access: "Access") -> Iterator[str]:
        """Yield what must be done before the case may be ended early."""
        yield from ()

    def also_says(self, access: "Access", find: re.Pattern[str]) -> Iterator[tuple[str, str]]:
        """Yield where words stand in what the step ``cares_for``, each with the address where its duties are done."""
        yield from ()

    def closing(self, access: "Access") -> None:
        """Follow that the case is about to be closed, in the same transaction; a step overrides it to draw consequences."""

    def remark(self, access: "Access") -> str:
        """Return what is to be said of the step at the gate though it is done; mostly nothing."""
        return ""

    def shut(self, access: "Access") -> str:
        """Return why nothing can be written in the step at present, or an empty text."""
        case = access.case
        if case.closed_at and not (self.stays_open_on_track and case.outcome == Case.Outcome.INFORMED):
            return _("The case is closed.")
        if access.is_on_information_track and not self.is_open_on_track(access):
            return _(
                "Residents will be informed instead of having a dialogue. A new yes from the committee opens the "
                "step again."
            )
        if self.phase and not self.phase.opens(access):
            return str(self.phase.opens_when)
        return ""

    def is_open_on_track(self, access: "Access") -> bool:
        """Say whether the step may be written while residents are informed instead."""
        return self.stays_open_on_track or (self.stays_open_when_held and access.was_held)

    def possible_acts(self, record: "Record | None", access: "Access") -> set[str]:
        """Return the acts that the step's state permits, whoever asks. Help is asked for before a phase opens, too.

        A closed case takes additions only, but for the steps in which a new yes is prepared, and for what duty demands.
        """
        is_open = not access.case.closed_at
        return {*everywhere(is_open=is_open, is_written=is_open or not self.shut(access)), *self.duties}

    def blocks(self, access: "Access") -> Iterator["Step"]:
        """Yield the required steps that are not done yet, or whose decision does not let the dialogue go on."""
        for key in self.requires:
            required = process.step(key)
            if not required.is_met(access):
                yield required

    def leads_behind(self, decision: "Decision") -> tuple[str, Any] | None:
        """Return the address of what lies behind a decision, and what its link says; None where there is no such page."""
        return None

    def is_met(self, access: "Access") -> bool:
        """Say whether steps that require this one may take their last act."""
        return access.is_done(self.key)

    def lacks(self, access: "Access") -> Iterator[Missing]:
        """Yield what stands in the way of the last act besides the form's own fields."""
        yield from ()

    def lets_go_on(self, decision: "Decision") -> bool:
        """Say whether a decision made in the step lets the dialogue go on; another leads to the information track."""
        return True

    def deciding_fields(self) -> tuple[str, ...]:
        """Return the fields of the form that are the answer itself."""
        return ()

    def in_words(self, decision: "Decision") -> str:
        """Return what was decided, as a short text for lists, the register and the report."""
        fields = self.form.base_fields if self.form else {}
        return ", ".join(str(readable(fields[name], decision.answer[name])) for name in self.deciding_fields())

    def in_brief(self, decision: "Decision") -> str:
        """Return what was decided in as few words as can be, for a line of time or a map."""
        return self.in_words(decision)

    def holds(self, decision: "Decision") -> str:
        """Return what holds by a decision, as a heading: «The level is Dialogue»."""
        return _("Decided: %(answer)s") % {"answer": self.in_words(decision)}

    def leads_to(self, decision: "Decision") -> list[str]:
        """Return what a decision that holds leads to in the case by itself, each as a sentence without a full stop."""
        return []

    def as_sentence(self, decision: "Decision") -> str:
        """Return what was decided as a sentence to residents: who decided, when, what. Only a body's decision is its own."""
        facts = {"body": decision.body_name, "day": say_date(decision.date)}
        if decision.made_by == Decision.MadeBy.DELEGATION:
            opening = _("By delegation from %(body)s, it was decided on %(day)s") % facts
        elif decision.made_by == Decision.MadeBy.CHAIR:
            opening = _("The chair of %(body)s decided on %(day)s") % facts
        else:
            opening = _("%(body)s decided on %(day)s") % facts
        return f"{opening}{self.matter(decision)}."

    def matter(self, decision: Decision) -> str:
        """Return what was decided, as it follows upon who decided and when."""
        return f": {self.in_words(decision).rstrip('.')}"

    @property
    def its_form(self) -> type[StepForm]:
        """The form that is written. Raises TypeError for a register without a head, which has none."""
        if self.form is None:
            raise TypeError(f"{self!r} has no form.")
        return self.form

    def make_form(
        self, draft: Draft, access: "Access", *, row: str = "", loud: bool = False, final: bool = False
    ) -> StepForm:
        """Return the step's form bound to a draft; ``final`` adds what only the last act needs (a decision's date)."""
        return self.its_form(draft, access, step=self, row=row, final=final, loud=loud)

    def change(self, verb: str, target: str, draft: Draft, access: "Access", seen: int) -> Change:
        """Return the draft as one of the step's ``verbs`` changes it; ``seen`` is the last act that the page knew of."""
        return Change(draft)

    def begin(self, access: "Access", row: str = "") -> tuple[Draft, dict[str, str]]:
        """Return what the form begins with before anybody has written, and what of it was filled in from elsewhere."""
        if self.form is None:
            return {}, {}
        draft = self.form.blank(access)
        if access.case.is_small:
            draft |= self.form.begin_small(access)
        filled = {name: text for name, text in self.make_form(draft, access, row=row).prefill().items() if text}
        return {**{name: [text] for name, text in filled.items()}, **draft}, filled

    def begin_again(self, text: Draft) -> Draft:
        """Return what the form begins with when the text in force is to be changed: that text.

        A decision begins anew: no answer is preselected, its reasons, date, § and votes were another decision's.
        """
        own = {*self.its_form.decision_fields, *self.deciding_fields(), *self.of_the_answer}
        return {name: texts for name, texts in text.items() if name not in own}

    def correct(self, text: Draft) -> Draft:
        """Return what the form begins with when a slip of the pen in a decision is mended: all that it said."""
        kept = {name: texts for name, texts in text.items() if name != "supersede_reason"}
        return {**kept, "is_correction": ["on"]} if "is_correction" in self.its_form.decision_fields else text

    def for_reader(self, answers: list[Answered], access: "Access") -> list[Answered]:
        """Return the answers of a text as this person may read them."""
        return answers

    def reading(self, access: "Access", answers: list[Answered]) -> Reading:
        """Return how the version in force is read, where its rows have facts of their own; else as it was written."""
        return Reading()

    def after(self, act: str, attempt: "Attempt") -> None:
        """Follow an act at any step of the case, in the same transaction; a step overrides it to draw consequences."""


class WrittenStep(Step):
    """A step with one record. Its last act is to finish, or to approve where the responsible role is elected."""

    @property
    def last_act(self) -> Any:
        """The act that puts the text in force."""
        return "approve" if self.role == ELECTED else "finish"

    @property
    def send_act(self) -> Any:
        """The act that sends the text to whoever puts it in force; empty where nobody else does."""
        return "propose" if self.role == ELECTED else ""

    def possible_acts(self, record: "Record | None", access: "Access") -> set[str]:
        """Return what may be done with the text: written, sent, answered, according to where it is."""
        acts = super().possible_acts(record, access)
        if self.shut(access):
            return acts
        if record and record.is_proposed:
            return acts | self.answers_to_a_proposal()
        acts |= {"save_draft", "restore", self.last_act}
        if self.send_act:
            acts.add(self.send_act)
        if record and record.done:
            acts.add("take_back")
        return acts

    def answers_to_a_proposal(self) -> set[str]:
        """Return what may be done with a proposal that waits."""
        return {"withdraw", self.last_act, "send_back"}


@once
def replied_to(access: "Access") -> set[tuple[str, str]]:
    """Return where a body postponed a matter, sent it back or handed it over, as step and row."""
    return set(access.case.replies.values_list("step", "row"))


class DecidedStep(WrittenStep):
    """A written step whose approval is a decision of the body; body, date and § are fields of its draft."""

    last_act = "decide"
    of_the_answer: ClassVar[tuple[str, ...]] = ("motivation",)

    def possible_acts(self, record: "Record | None", access: "Access") -> set[str]:
        """Return what a written step permits; what became known about a decision may be added at any time."""
        acts = super().possible_acts(record, access) - {"take_back"}
        stood_before_a_body = record and (record.version or (record.step, record.row) in replied_to(access))
        return acts | ({"add_fact"} if stood_before_a_body else set())

    def answers_to_a_proposal(self) -> set[str]:
        """Return what may be done with a proposed decision; a body may also postpone it or send it back."""
        return super().answers_to_a_proposal() | {"postpone", "return_by_body"}

    def is_met(self, access: "Access") -> bool:
        """Say whether a decision is in force that lets the dialogue go on."""
        decision = access.in_force.get((self.key, ""))
        return access.is_done(self.key) and decision is not None and self.lets_go_on(decision)

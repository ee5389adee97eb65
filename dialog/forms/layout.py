"""How the fields of a step stand on its page: objects of crispy's layout, declared on the form.

``layout = Layout(Rest(), Part(_("When"), SideBySide("from", "to")), Folded(_("Votes"), "votes"), Tables())``, drawn by
``{% crispy form %}``. A field is drawn by the form's ``field_template``: crispy's own objects look up many for each.
"""

from collections.abc import Callable, Iterable, Iterator
from string import ascii_lowercase
from typing import Any, ClassVar

from crispy_forms.layout import Layout as CrispyLayout
from crispy_forms.layout import LayoutObject
from django.template.context import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString

OfForm = Callable[[Any], Any]  # asks something of a form
AT_ONCE = 7  # fields that whoever writes has in sight at once, at the most


class Fields(LayoutObject):
    """Fields, and other parts of a layout, one after the other; ``template`` is what stands around them."""

    template: ClassVar[str] = ""

    def __init__(self, *fields: Any) -> None:
        self.fields = list(fields)

    def names(self, form: Any) -> Iterator[str]:
        """Yield the names of the fields that show, in their order."""
        for field in self.fields:
            if isinstance(field, str):
                yield field
            else:
                yield from field.names(form)

    def in_sight(self, form: Any) -> int:
        """Return how many fields of the part are in sight, as the form stands: what asks one thing counts as one."""
        return sum(1 if isinstance(field, str) else field.in_sight(form) for field in self.fields)

    def tables(self, form: Any) -> Iterator[str]:
        """Yield the names of the tables that stand there."""
        for field in self.fields:
            if not isinstance(field, str):
                yield from field.tables(form)

    def render(self, form: Any, context: Context, template_pack: str = "", **options: Any) -> SafeString:
        """Return the part as it stands on the page."""
        content, template = SafeString("".join(self.each(form, context))), self.template_for(form)
        return drawn(template, context, part=self, content=content) if template else content

    def template_for(self, form: Any) -> str:
        """Return what stands around the fields in this form; empty for nothing."""
        return self.template

    def parts(self) -> Iterator["Fields"]:
        """Yield the parts that stand in it, and those within them."""
        for field in self.fields:
            if isinstance(field, Fields):
                yield field
                yield from field.parts()

    def each(self, form: Any, context: Context) -> Iterator[str]:
        """Yield what stands in the part, drawn."""
        for field in self.fields:
            yield draw_field(form, field, context) if isinstance(field, str) else field.render(form, context)


class Layout(Fields, CrispyLayout):
    """The layout of a form."""


class Rest(Fields):
    """The form's fields that no other part of its layout names, in the form's order."""

    def names(self, form: Any) -> Iterator[str]:
        """Yield them."""
        named = {pointer.name for pointer in form.layout.get_field_names()}
        named |= set(getattr(form, "decision_fields", ()))
        yield from (name for name in form.fields if name not in named)

    def in_sight(self, form: Any) -> int:
        """Return how many they are."""
        return len(list(self.names(form)))

    def each(self, form: Any, context: Context) -> Iterator[str]:
        """Yield them, drawn."""
        yield from (draw_field(form, name, context) for name in self.names(form))


class OnlyWithAnswer(Fields):
    """Fields each of which is shown only with an answer in it, ``unless`` the form says that all are asked for."""

    def __init__(self, *fields: str, unless: OfForm = lambda form: False) -> None:
        super().__init__(*fields)
        self.unless = unless

    def names(self, form: Any) -> Iterator[str]:
        """Yield those that show."""
        yield from (name for name in self.fields if form.draft.get(name) or self.unless(form))

    def in_sight(self, form: Any) -> int:
        """Return how many show."""
        return len(list(self.names(form)))

    def each(self, form: Any, context: Context) -> Iterator[str]:
        """Yield them, drawn."""
        yield from (draw_field(form, name, context) for name in self.names(form))


class Within(Fields):
    """Fields within a box of a class."""

    template = "dialog/layout/within.html"

    def __init__(self, css_class: str, *fields: Any) -> None:
        super().__init__(*fields)
        self.css_class = css_class


class SideBySide(Within):
    """Fields that stand beside each other where there is room."""

    def __init__(self, *fields: Any) -> None:
        super().__init__("fields", *fields)


class Part(Fields):
    """Fields under a heading."""

    template = "dialog/layout/part.html"

    def __init__(self, title: Any, *fields: Any) -> None:
        super().__init__(*fields)
        self.title = title


class Folded(Part):
    """Fields under a heading, folded ``unless`` the form says otherwise: mostly, that something is answered there."""

    def __init__(self, title: Any, *fields: Any, unless: OfForm | None = None) -> None:
        super().__init__(title, *fields)
        self.unless = unless or (lambda form: any(form.draft.get(name) for name in self.names(form)))

    def template_for(self, form: Any) -> str:
        """Return the fold, or the heading alone; nothing where no field of it shows."""
        if not any(self.names(form)):
            return ""
        return self.template if self.unless(form) else "dialog/layout/folded.html"

    def in_sight(self, form: Any) -> int:
        """Return how many there are, unless they are folded."""
        return super().in_sight(form) if self.unless(form) else 0


class Settled(Folded):
    """Fields that stand by themselves ``unless`` they are settled, and then behind a line that says what they are."""

    def template_for(self, form: Any) -> str:
        """Return the fold, or nothing."""
        return "" if self.unless(form) else "dialog/layout/folded.html"


class Group(Part):
    """Fields of a row that belong together, with a legend."""

    template = "dialog/layout/group.html"

    def __init__(self, title: Any, *fields: Any, number: int = 0) -> None:
        super().__init__(title, *fields)
        self.number = number


class Together(Part):
    """Fields that are one answer, beside each other under one legend: a unit and its numbers."""

    template = "dialog/layout/together.html"

    def in_sight(self, form: Any) -> int:
        """Return one."""
        return 1


class Aspect(Group):
    """Fields that belong together, behind a line that says how much is answered in them. Of those of a form one stands
    open: the first in which something remains, else the first in which nothing is written, of those that are asked
    for ``once`` the form says so; in a small dialogue all in which something remains or is to be in sight.
    """

    template = "dialog/layout/aspect.html"

    def __init__(self, title: Any, *fields: Any, number: int = 0, once: OfForm = lambda form: True) -> None:
        super().__init__(title, *fields, number=number)
        self.once = once

    def answered(self, form: Any) -> int:
        """Return in how many of the fields something is written."""
        return sum(is_written(form, name) for name in self.names(form))

    def lacks(self, form: Any) -> bool:
        """Whether something that is needed is missing here, or something is wrong."""
        return any(form[name].remains or form[name].errors for name in self.names(form))

    def is_open(self, form: Any) -> bool:
        """Say whether it stands open."""
        if form.access.case.is_small:
            unwritten = (name for name in self.names(form) if not is_written(form, name))
            return self.lacks(form) or (self.once(form) and any(name in type(form).in_sight for name in unwritten))
        aspects = [part for part in (form.shown_part or form.layout).parts() if isinstance(part, Aspect)]
        first = next((part for part in aspects if part.lacks(form)), None)
        unwritten = (part for part in aspects if part.once(form) and not part.answered(form))
        return self is (first or next(unwritten, None))

    def in_sight(self, form: Any) -> int:
        """Return how many fields there are, unless they are folded."""
        return super().in_sight(form) if self.is_open(form) else 0

    def render(self, form: Any, context: Context, template_pack: str = "", **options: Any) -> SafeString:
        """Return the fold."""
        shown = {"is_open": self.is_open(form), "answered": self.answered(form), "lacks": self.lacks(form)}
        name = form.prefix or "part"
        group = "" if form.access.case.is_small else f"{name}-aspect"
        with context.push(key=f"{name}-{self.number or next(self.names(form))}", group=group, **shown):
            return super().render(form, context, template_pack, **options)


class Ticks(Part):
    """Boxes to tick under one legend: one question, of which any number may be true."""

    template = "dialog/layout/ticks.html"

    def in_sight(self, form: Any) -> int:
        """Return one for the boxes, and what they ask for."""
        return 1 + sum(part.in_sight(form) - 1 for part in self.fields if isinstance(part, Fields))


class AtOnce(Fields):
    """Fields that one control asks for, see ``DraftForm.joined``: drawn as the first of them is."""

    def each(self, form: Any, context: Context) -> Iterator[str]:
        """Yield the first, drawn."""
        yield draw_field(form, self.fields[0], context)

    def in_sight(self, form: Any) -> int:
        """Return one: they are one question."""
        return 1


class Included(Fields):
    """A template between the fields, for what is no field; or for fields and tables that it draws in its own way."""

    def __init__(self, template: str, *fields: str, of_tables: Iterable[str] = ()) -> None:
        super().__init__(*fields)
        self.included, self.of_tables = template, tuple(of_tables)

    def tables(self, form: Any) -> Iterator[str]:
        """Yield those that it draws."""
        yield from self.of_tables

    def render(self, form: Any, context: Context, template_pack: str = "", **options: Any) -> SafeString:
        """Return what the template says."""
        return drawn(self.included, context)


class Tables(Included):
    """The form's tables with their rows."""

    def __init__(self) -> None:
        super().__init__("dialog/layout/tables.html")

    def tables(self, form: Any) -> Iterator[str]:
        """Yield all that the form has."""
        yield from (table.name for table in form.tables)


class Leftovers(Included):
    """What stands in a draft in fields that the form no longer has."""

    def __init__(self) -> None:
        super().__init__("dialog/layout/leftovers.html")


class When(Fields):
    """Fields that are asked for because of one of some answers to the question before them; see ``Asks``."""

    template = "dialog/layout/follow_up.html"

    def __init__(self, answers: str | Iterable[str], *fields: Any) -> None:
        super().__init__(*fields)
        self.answers = frozenset([answers] if isinstance(answers, str) else map(str, answers))
        self.letter = ""

    def is_asked_by(self, answer: str) -> bool:
        """Say whether an answer asks for the fields."""
        return answer in self.answers

    def holds_something(self, form: Any) -> bool:
        """Whether something is written or wrong in the fields: then they show whatever the answer is. Nothing that somebody
        wrote is out of sight, and no fault.
        """
        return any(is_written(form, name) or form[name].errors for name in self.names(form))

    def render(self, form: Any, context: Context, template_pack: str = "", **options: Any) -> SafeString:
        """Return the fields as they stand on the page, ready to be disclosed."""
        with context.push(is_shown=self.holds_something(form)):
            return super().render(form, context, template_pack, **options)


class Unless(When):
    """Fields that every answer asks for but some."""

    def is_asked_by(self, answer: str) -> bool:
        """Say whether an answer asks for the fields."""
        return bool(answer) and not super().is_asked_by(answer)


class WhenAnswered(When):
    """Fields that any answer asks for, or any text."""

    def __init__(self, *fields: Any) -> None:
        super().__init__((), *fields)

    def is_asked_by(self, answer: str) -> bool:
        """Say whether an answer asks for the fields."""
        return bool(answer)


class Asks(Fields):
    """A question, and behind some of its answers what is asked because of them.

    ``Asks("hard_to_reach", When("on", "hard_to_reach_why"))``. A style sheet discloses them with the answer, so
    that it needs no script; a browser that cannot shows all. The value of a box is «on» when it is ticked. All fields are
    posted, those that are out of sight too.
    """

    template = "dialog/layout/asks.html"

    def __init__(self, question: str, *follow_ups: When) -> None:
        super().__init__(question, *follow_ups)
        self.question, self.follow_ups = question, follow_ups
        for letter, follow_up in zip(ascii_lowercase, follow_ups, strict=False):
            follow_up.letter = letter

    def render(self, form: Any, context: Context, template_pack: str = "", **options: Any) -> SafeString:
        """Return the question with what it may ask for; each answer says what it opens."""
        form[self.question].opens = self.opens
        return super().render(form, context, template_pack, **options)

    def in_sight(self, form: Any) -> int:
        """Return the question, and what its answer asks for or what is written there all the same."""
        answer = "".join(form.draft.get(self.question) or ())
        shown = (one for one in self.follow_ups if one.is_asked_by(answer) or one.holds_something(form))
        return 1 + sum(one.in_sight(form) for one in shown)

    def opens(self, answer: str) -> str:
        """Return the letters of what an answer opens: «a b»."""
        return " ".join(one.letter for one in self.follow_ups if one.is_asked_by(answer))


class More(Fields):
    """What may be left out, behind a line that says what it is. It is open where something is wrong in it; and where
    something stands there, unless more than seven fields would be in sight or the form ``folds_what_is_written``: then the
    line says how many are answered.
    """

    template = "dialog/layout/more.html"

    def in_sight(self, form: Any) -> int:
        """Return none: the line stands for them."""
        return 0

    def key(self, form: Any) -> str:
        """Return the id of the fold."""
        return f"more-{form[next(self.names(form))].auto_id}"

    def asked(self, form: Any) -> list[str]:
        """Return what is asked, as it stands in a sentence: «varför en dialog, vad ska uppnås»."""
        questions = [field if isinstance(field, str) else next(field.names(form)) for field in self.fields]
        return [in_sentence(str(form[name].label)) for name in questions]

    def render(self, form: Any, context: Context, template_pack: str = "", **options: Any) -> SafeString:
        """Return the fold."""
        names = list(self.names(form))
        written = sum(is_written(form, name) for name in names)
        has_room = (form.shown_part or form.layout).in_sight(form) + super().in_sight(form) <= AT_ONCE
        has_room = has_room and not form.folds_what_is_written
        is_open = any(form[name].errors for name in names) or (bool(written) and has_room)
        with context.push(is_open=is_open, key=self.key(form), asked=self.asked(form), written=written):
            return super().render(form, context, template_pack, **options)


class DecisionFacts(Fields):
    """How and when a body decided: the decision's own facts, folded until one decides."""

    template = "dialog/layout/decision_facts.html"


def is_written(form: Any, name: str) -> bool:
    """Say whether something stands in a field besides what it begins with."""
    texts = [text for text in form.draft.get(name) or () if text]
    initial = form.fields[name].initial
    begins = [str(one) for one in (initial if isinstance(initial, list) else [initial]) if one not in (None, "")]
    return bool(texts) and texts != begins


def in_sentence(label: str) -> str:
    """Return the words of a label as they stand within a sentence."""
    words = label.rstrip("?:. ")
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def draw_field(form: Any, name: str, context: Context) -> SafeString:
    """Return a field as the form draws its fields."""
    return drawn(form.field_template, context, field=form[name])


def drawn(template: str, context: Context, **more: Any) -> SafeString:
    """Return a template drawn in the context of the page, as ``{% include %}`` draws it."""
    with context.push(**more):
        found: Any = get_template(template)
        return SafeString(found.template.render(context))

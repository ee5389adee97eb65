"""What each column of a file becomes, and why: filled in before anybody is asked, so that she only mends what is wrong.

Headings of known tools say it (``shapes``); else what stands in the column: days, addresses, names of the case's own groups
and activities, texts long and unlike each other. A question for each column is a contribution for each answer.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.files.sheets.found import Cell
from followup.importing.content import ADDRESS, AS_A_RULE, CODE, E_MAIL, IP, MOSTLY, Content, like
from followup.importing.shapes import Becomes, Shape, shape_of

LOOKED_AT = 500  # cells of a column that are looked at
SHORT_TEXT = 8  # where no column has long ones
PERSONAL_HEADINGS = re.compile(
    r"(e-?post(adress)?|e-?mail( address)?|(för|efter)?namn|name|(mobil|tele)(fon)?(nummer)?|phone|ip( address|adress)?|"
    r"personnummer|adress|användare|user(name)?|creator|skapad av)",
    re.IGNORECASE,
)
TITLE_HEADINGS = re.compile(r"(title|titel|rubrik|överskrift|heading|subject|ämne)", re.IGNORECASE)
TEXT_HEADINGS = re.compile(
    r"(text|body|inspel|synpunkt(er)?|förslag|kommentar(er)?|comment(s|-body)?|fritext|svar|beskrivning|idé(er)?)",
    re.IGNORECASE,
)
INTERNAL_HEADINGS = re.compile(
    r"(intern(t|a)?( anteckning(ar)?)?|anteckning(ar)?( internt)?|handläggare|status|notes?)", re.IGNORECASE
)
NUMBER_HEADINGS = re.compile(r"\s*(id|nr|nummer|löpnummer|no|number|respondent(-?id)?|svars?-?id)\.?\s*", re.IGNORECASE)
TRANSLATION_HEADINGS = re.compile(r"(översättning|translation|på svenska)", re.IGNORECASE)


@dataclass(frozen=True)
class Own:
    """What the case has that a cell may name, each by its key: questions, groups, activities, themes."""

    questions: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    activities: Mapping[str, str] = field(default_factory=dict)
    themes: Mapping[str, str] = field(default_factory=dict)

    def called(self, becomes: Becomes) -> Mapping[str, str]:
        """Return the names by key of what a column that becomes this may name; nothing where it names none."""
        return {
            Becomes.ACTIVITY: self.activities,
            Becomes.QUESTION: self.questions,
            Becomes.TARGET_GROUP: self.groups,
            Becomes.THEMES: self.themes,
        }.get(becomes, {})


@dataclass(frozen=True)
class Column:
    """A column of a file: its number (the first is 0) and heading, what it becomes, and why we think so.

    ``question`` is the key of the question that its cells answer; "" where they answer none of the case's.
    """

    number: int
    heading: str
    becomes: Becomes
    why: str
    question: str = ""


def columns_of(headings: Sequence[str], rows: Sequence[Sequence[Cell]], own: Own) -> list[Column]:
    """Return what each column of a table becomes, with the reason. The same table gives the same."""
    contents = [Content(heading, [row[number] for row in rows[:LOOKED_AT]]) for number, heading in enumerate(headings)]
    shape = shape_of(headings)
    columns = [
        _of_shape(number, content, shape) or _guess(number, content, own) for number, content in enumerate(contents)
    ]
    columns = _fullest_of_each_language(columns, contents)
    if not any(one.becomes in (Becomes.TEXT, Becomes.ANSWER) for one in columns):
        columns = _shorter_texts(columns, contents, own)
    return _one_of_each(_numbers(_answers(columns, own), contents), contents)


def _of_shape(number: int, content: Content, shape: Shape | None) -> Column | None:
    becomes = shape.becomes(content.heading) if shape else None
    if shape is None or becomes is None:
        return None
    why = _("The headings are those of %(tool)s.") % {"tool": shape.name}
    if becomes in (Becomes.TEXT, Becomes.THEMES) and not content.said:
        return Column(number, content.heading, Becomes.NOTHING, _("It is empty."))
    return Column(number, content.heading, becomes, why)


def _guess(number: int, content: Content, own: Own) -> Column:
    nothing = (Becomes.NOTHING, _("It says nothing that belongs to a contribution."))
    becomes, why = next((guess for rule in RULES if (guess := rule(content, own))), nothing)
    return Column(number, content.heading, becomes, why)


Guess = tuple[Becomes, str] | None


def _empty(content: Content, own: Own) -> Guess:
    return None if content.said else (Becomes.NOTHING, _("It is empty."))


def _personal(content: Content, own: Own) -> Guess:
    if PERSONAL_HEADINGS.fullmatch(content.heading.strip()) or max(content.share(E_MAIL), content.share(IP)) > MOSTLY:
        return Becomes.PERSONAL, _("It says who somebody is or how to reach her. That never stands in a contribution.")
    return None


def _internal(content: Content, own: Own) -> Guess:
    if INTERNAL_HEADINGS.fullmatch(content.heading.strip()):
        return Becomes.NOTHING, _("It looks like your own notes. They stay in the file that is kept.")
    return None


def _address(content: Content, own: Own) -> Guess:
    return (Becomes.ADDRESS, _("Every cell is an address.")) if content.share(ADDRESS) > MOSTLY else None


def _day(content: Content, own: Own) -> Guess:
    others = len(content.said) - round(content.days * len(content.said))
    if not others:
        return Becomes.SAID_ON, _("All cells are days.")
    if content.days > MOSTLY or (others == 1 and content.days > AS_A_RULE):
        return Becomes.SAID_ON, _("Nearly all cells are days.")
    return None


def _own_things(content: Content, own: Own) -> Guess:
    for becomes, things, said in OWN_THINGS:
        found = content.names(getattr(own, things))
        distinct = set(content.said)
        if found and len(found) >= AS_A_RULE * len(distinct) and len(distinct) <= AS_A_RULE * len(content.said) + 1:
            return becomes, said % {"found": len(found), "of": len(distinct)}
    return None


def _translation(content: Content, own: Own) -> Guess:
    if TRANSLATION_HEADINGS.search(content.heading) and content.length >= SHORT_TEXT:
        return Becomes.TRANSLATION, _("The heading says so.")
    return None


def _respondent(content: Content, own: Own) -> Guess:
    if content.unlike == 1 and (
        content.counts_up or content.share(CODE) > MOSTLY or NUMBER_HEADINGS.fullmatch(content.heading)
    ):
        return Becomes.RESPONDENT, _("A new number in each row. It is never shown to others.")
    return None


def _text(content: Content, own: Own) -> Guess:
    if TEXT_HEADINGS.fullmatch(content.heading.strip(" :")) and not content.is_data:
        return Becomes.TEXT, _("The heading says so.")
    if TITLE_HEADINGS.fullmatch(content.heading.strip(" :")) and not content.is_data:
        return Becomes.TEXT, _("It is the title of what follows.")
    return (Becomes.TEXT, _("Long texts, unlike each other.")) if content.is_text() else None


OWN_THINGS = (
    (Becomes.TARGET_GROUP, "groups", gettext_lazy("%(found)s of its %(of)s words are like your target groups.")),
    (Becomes.ACTIVITY, "activities", gettext_lazy("%(found)s of its %(of)s words are like your activities.")),
    (Becomes.THEMES, "themes", gettext_lazy("%(found)s of its %(of)s words are like your themes.")),
)
RULES = (_empty, _personal, _internal, _address, _day, _own_things, _translation, _respondent, _text)


def _fullest_of_each_language(columns: list[Column], contents: Sequence[Content]) -> list[Column]:
    """Of columns that say the same in several languages (``title/sv``, ``title/en``) one is read: the fullest."""
    chosen: dict[str, Column] = {}
    for column in columns:
        stem, _slash, language = column.heading.rpartition("/")
        if stem and len(language) <= len("sv-SE") and column.becomes != Becomes.NOTHING:
            best = chosen.setdefault(stem, column)
            if len(contents[column.number].said) > len(contents[best.number].said):
                chosen[stem] = column
    return [
        column
        if (fullest := chosen.get(column.heading.rpartition("/")[0])) is None
        or fullest is column
        or column.becomes == Becomes.NOTHING
        else Column(
            column.number, column.heading, Becomes.NOTHING, _("The same in another language, with fewer texts.")
        )
        for column in columns
    ]


def _shorter_texts(columns: list[Column], contents: Sequence[Content], own: Own) -> list[Column]:
    """Where no column has long texts, what has the longest is what was said: one column of notes may be short ones."""
    free = [one for one in columns if one.becomes == Becomes.NOTHING and not contents[one.number].is_data]
    best = max(free, key=lambda one: contents[one.number].length, default=None)
    if best is None or not contents[best.number].said:
        return columns
    if len(columns) > 1 and contents[best.number].length < SHORT_TEXT:
        return columns
    why = _("It is the column with the longest texts.")
    found = Column(best.number, best.heading, Becomes.TEXT, why)
    return [found if one is best else one for one in columns]


def _answers(columns: list[Column], own: Own) -> list[Column]:
    """Where several columns hold texts, and they are no title and body, each of them is a question with its answers."""
    texts = [one for one in columns if one.becomes == Becomes.TEXT]
    asked = [one for one in texts if not TITLE_HEADINGS.match(one.heading.partition("/")[0].strip())]
    found = {}
    for column in asked if len(asked) > 1 else []:
        question = like(column.heading, own.questions)
        why = (
            _("The heading is the same as your question.")
            if question
            else _("A question with long answers, unlike each other.")
        )
        found[column.number] = Column(column.number, column.heading, Becomes.ANSWER, why, question)
    if len(asked) == 1 and (question := like(asked[0].heading, own.questions)):
        one = asked[0]
        found[one.number] = Column(
            one.number, one.heading, Becomes.TEXT, _("The heading is the same as your question."), question
        )
    return [found.get(one.number, one) for one in columns]


def _numbers(columns: list[Column], contents: Sequence[Content]) -> list[Column]:
    """Where each row is one contribution, a new number in each row is the number that it has there."""
    if any(one.becomes == Becomes.ANSWER for one in columns):
        return columns
    why = _("A new number in each row.")
    return [
        Column(one.number, one.heading, Becomes.NUMBER, why)
        if one.becomes == Becomes.RESPONDENT and contents[one.number].unlike == 1
        else one
        for one in columns
    ]


def _one_of_each(columns: list[Column], contents: Sequence[Content]) -> list[Column]:
    """Of what a contribution has once, one column is read: the first that is nearly full, else the fullest."""
    kept: dict[Becomes, Column] = {}
    for column in columns:
        if column.becomes in ONCE and column.becomes != Becomes.NOTHING:
            best = kept.setdefault(column.becomes, column)
            if len(contents[column.number].said) > 2 * len(contents[best.number].said):
                kept[column.becomes] = column
    return [
        column
        if column.becomes not in ONCE or kept.get(column.becomes) is column
        else Column(column.number, column.heading, Becomes.NOTHING, _("Another column says the same."))
        for column in columns
    ]


ONCE = frozenset(
    {
        Becomes.TRANSLATION,
        Becomes.NUMBER,
        Becomes.RESPONDENT,
        Becomes.SAID_ON,
        Becomes.NOTED_BY,
        Becomes.ACTIVITY,
        Becomes.QUESTION,
        Becomes.TARGET_GROUP,
        Becomes.STANCE,
        Becomes.HIDDEN,
        Becomes.ADDRESS,
    }
)

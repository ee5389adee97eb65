"""What the pages of cases and steps say in words: people, phases, events, revisions, decisions."""

from typing import Any

from django import template
from django.http import QueryDict
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.acts import words
from dialog.forms.answers import Answered, TableAnswer
from dialog.forms.draft_form import Missing
from dialog.forms.layout import in_sentence
from dialog.forms.step_form import RowForm
from dialog.language import dates
from dialog.language.sentences import in_letters
from dialog.models import Decision, Event, Person, Record, Revision
from dialog.process.access import Access
from dialog.process.act import ACTS, find_act
from dialog.process.audiences import names_of
from dialog.process.phases import process
from dialog.process.reading import Reading, ReadRow
from dialog.process.receipts import receipt_url
from dialog.templatetags.dialog import HIDDEN_ICONS

register = template.Library()

IN_PLACE, QUOTES = "\ue000", "“”„\"'"  # where the way to a step stands in a sentence, and what stands around a name


@register.simple_tag
def person(people, pk):
    """The name of the person with that id among those that the page has loaded."""
    found = people.get(pk)
    return found.name if found else _("someone")


@register.simple_tag
def things_remain(number: int) -> str:
    """How much remains, in words: «Två saker återstår»."""
    said = ngettext("%(n)s thing left to do", "%(n)s things left to do", number)
    return capfirst(said % {"n": in_letters(number)})


@register.simple_tag(takes_context=True)
def way_to(context: Context, lack: Missing) -> str:
    """The address where something that remains is mended."""
    page = context.get("page_of_step")
    return page.way_to(lack) if page else f"#{lack.target}"


@register.simple_tag(takes_context=True)
def way_to_row(context: Context, key: str) -> str:
    """The address where a row of one of the text's tables is written."""
    return context["page_of_step"].way_to_row(key)


@register.simple_tag
def save_and_next(row: RowForm) -> str:
    """What a button says that saves a row and opens the next one: «Spara och nästa mål»."""
    return _("Save and next %(row)s") % {"row": in_sentence(str(row.title))}


@register.simple_tag
def save_and_add(row: RowForm) -> str:
    """What a button says that saves a row and begins another: «Spara och lägg till ett mål»."""
    return _("Save and %(add)s") % {"add": in_sentence(str(row.add_label))}


@register.simple_tag
def things_wait(number: int) -> str:
    """How much waits for somebody, in words: «Fyra saker, den äldsta först.»"""
    return capfirst(ngettext("%(n)s thing.", "%(n)s things, oldest first.", number) % {"n": in_letters(number)})


@register.simple_tag
def more_questions(number: int) -> str:
    """How many questions there are besides, in words: «Två frågor till»."""
    return capfirst(ngettext("%(n)s more question", "%(n)s more questions", number) % {"n": in_letters(number)})


@register.filter
def one_of_them(people: list[Person]) -> str:
    """Names of people of whom one is enough: «Karin Lund eller Tomas Brodd»."""
    return names_of(people)


@register.simple_tag
def typed_in(posted: QueryDict, begin: str, rest: object) -> str:
    """What was typed in a field beside the text and no act has taken: the field's name is ``begin`` and ``rest``."""
    return posted.get(f"{begin}{rest}", "")


@register.filter
def called(record: Record, reads_drafts: bool) -> str:
    """What a row is called for a person."""
    return record.called(reads_drafts=reads_drafts) if record else ""


@register.filter
def is_blank(row):
    """Whether nothing is written in a row whose heading comes from elsewhere."""
    return not any(cell["value"] for cell in row["answers"])


@register.filter
def repeats(row, cell):
    """Whether an answer of a row says no more than what the row is called."""
    heading = str(row["heading"])
    return cell["value"] == heading or heading.startswith(f"{cell['value']},")


@register.simple_tag
def rows_as_read(reading: Reading, answer: TableAnswer) -> list[ReadRow]:
    """The rows of a table as they are read, where the step says how."""
    return reading.rows.get(answer["key"], [])


@register.simple_tag
def untold(reading: Reading, answers: list[Answered], heading: str = "") -> dict[str, Any]:
    """The answers that are told neither among the rows nor before them, without the empty ones and the one that is the
    page's ``heading``: those that stand open, and those that are folded, each with what they are folded under.
    """
    left = [
        answer
        for answer in answers
        if answer["key"] not in reading.told
        and answer["key"] not in reading.rows
        and (answer["rows"] if "rows" in answer else answer["value"])
        and (not heading or answer.get("value") != heading)
    ]
    folded = {key for _title, keys in reading.folds for key in keys}
    folds = [(title, [answer for answer in left if answer["key"] in keys]) for title, keys in reading.folds]
    return {
        "open": [answer for answer in left if answer["key"] not in folded],
        "folds": [(title, found) for title, found in folds if found],
    }


@register.filter
def is_list(value):
    """Whether an answer holds several texts."""
    return isinstance(value, list)


@register.filter
def event_words(event: Event) -> str:
    """What happened, as a sentence."""
    return words.event(event)


@register.simple_tag
def event_line(event: Event, reader: Person) -> SafeString:
    """What happened as a sentence in which the step leads there; what the reader did herself is told so."""
    step, who = process.find(event.step), _("You") if event.by_id == reader.pk else event.by_name
    if step is None:
        return format_html("{}", words.event(event, who=who))
    way = format_html('<a href="{}">{}</a>', reverse("step", args=[event.case_id, step.key]), step.title)
    before, _step, after = words.event(event, who=who, step=IN_PLACE).partition(IN_PLACE)
    if not _step:
        return format_html("{}", before)
    return format_html("{}{}{}", before.rstrip(QUOTES), way, after.lstrip(QUOTES))


@register.simple_tag
def receipt_of(event: Event, access: Access) -> str:
    """The address of the receipt of what happened; empty where it has none."""
    return receipt_url(event, access)


@register.filter
def is_minor(event: Event) -> bool:
    """Whether it is one of very many of its kind, and told small."""
    declared = find_act(event.act)
    return declared is not None and declared.is_minor


@register.simple_tag
def event_icon(event: Event) -> SafeString:
    """The sign beside an event in a stream."""
    return HIDDEN_ICONS[words.icon(event)]


@register.simple_tag
def act_button(
    name: str,
    look: str = "btn-quiet",
    *,
    form: str = "",
    about: object = "",
    where: str = "",
    sign: bool = False,
    **said: str,
) -> SafeString:
    """The button of an act with the words that are declared of it: its looks, in which form it is, what it is ``about``
    there, and with which of its other words; with the act's own ``sign`` before them.
    """
    declared = ACTS[name]
    assert declared.button is not None
    return format_html(
        '<button class="{}"{} name="act" value="{}">{}{}</button>',
        look if look.startswith("btn-text") else f"btn {look}",
        format_html(' form="{}"', form) if form else "",
        f"{name} {about}" if about != "" else name,
        HIDDEN_ICONS[declared.icon] if sign else "",
        str(declared.button.words_where(where)) % said if said else declared.button.words_where(where),
    )


@register.filter
def revision_words(revision: Revision | None) -> str:
    """Which text it is: its version or that it is a draft, when and by whom; a dash where there is none."""
    if not revision:
        return "–"
    when = dates.exact(revision.at)
    if revision.version:
        return _("Version %(n)d, %(when)s, %(who)s") % {"n": revision.version, "when": when, "who": revision.by_name}
    if revision.number is None:
        return _("Unsaved text, %(when)s, %(who)s") % {"when": when, "who": revision.by_name}
    if revision.was_sent:
        return _("Proposal, %(when)s, %(who)s") % {"when": when, "who": revision.by_name}
    return _("Draft, %(when)s, %(who)s") % {"when": when, "who": revision.by_name}


@register.filter
def in_words(decision: Decision) -> str:
    """What was decided."""
    step = process.find(decision.step)
    return step.in_words(decision) if step else ""


@register.filter
def as_sentence(decision: Decision) -> str:
    """What was decided as a sentence: who decided, when, what."""
    step = process.find(decision.step)
    return step.as_sentence(decision) if step else ""


@register.filter
def phase_name(key: str) -> str:
    """What the phase of a case is called."""
    return words.phase_name(key)


@register.filter
def phase_class(key: str) -> str:
    """The class that gives a phase its colour."""
    phase = process.phase(key)
    return phase.colour if phase else ""


@register.simple_tag(takes_context=True)
def without(context, name):
    """The address of this page without one of its filters, from its first page on."""
    asked = context["request"].GET.copy()
    for gone in (name, "page"):
        asked.pop(gone, None)
    return f"?{asked.urlencode()}"


@register.simple_tag
def pages(shown):
    """The numbers of the pages to link to, with dots where many are left out."""
    return shown.paginator.get_elided_page_range(shown.number, on_each_side=2, on_ends=1)

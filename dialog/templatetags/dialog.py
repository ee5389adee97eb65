"""What every template of Dialog can use without loading: signs with words, dates as people say them, fields.

{% icon "check" %}                          a sign beside words, hidden from screen readers
{% icon "clock" label=_("Waiting") %}       a sign that stands alone and is read out
{% role_mark "elected" %}                   role with its sign, for the upper right corner
{% role_sign "elected" %}                   the sign alone, read out, for the map
{% state_mark "done" %}                     state with its sign; words may be given: {% state_mark "waiting" text %}
{% state_sign "done" %}                     the sign alone, read out
{% state_line "waiting" %}<strong>…</strong> …{% endstate_line %}
{{ moment|ago }} {{ date|day }} {{ moment|lasted }}
{{ field.label|said_of:error }}                   a sentence behind what it is about
{{ number|figures }}                              a number as people write it: «1 612»
{{ number|in_letters }}                           a small number in letters: «åtta»
{{ text|full_stop }}                              a text as a sentence, without a second full stop
{% face field as face %}                    what templates/dialog/field.html shows of a bound field
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dialog.language import dates
from dialog.language.sentences import figures, full_stop, in_letters, said_of
from dialog.look import controls
from dialog.look.icons import SHAPES
from dialog.look.signs import ROLES, STATES

register = template.Library()

HIDDEN_ICONS = {
    name: SafeString(f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{shape}</svg>')
    for name, shape in SHAPES.items()
}


@register.simple_tag
def icon(name, label=""):
    """The sign ``name`` of ``icons.py``; with a label it is read out, else it is an ornament beside words."""
    if not label:
        return HIDDEN_ICONS[name]
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', label, SafeString(SHAPES[name])
    )


@register.simple_tag
def role_mark(role, text=""):
    """A role as sign and words; ``text`` says more than its name («Förtroendevald beslutar»)."""
    sign = ROLES[role]
    return format_html('<span class="role">{} {}</span>', HIDDEN_ICONS[sign.icon], text or sign.words)


@register.simple_tag
def role_sign(role):
    """A role's sign alone, read out with its name."""
    sign = ROLES[role]
    return icon(sign.icon, sign.words)


@register.simple_tag
def state_mark(state, text=""):
    """A state as sign and words; ``text`` says more than its name («Väntar på Karin Lund»)."""
    sign = STATES[state]
    return format_html(
        '<span class="{}">{} {}</span>', f"mark {sign.tone}".strip(), HIDDEN_ICONS[sign.icon], text or sign.words
    )


@register.simple_tag
def state_sign(state):
    """A state's sign alone, read out, coloured by its tone."""
    sign = STATES[state]
    return format_html('<span class="{}">{}</span>', f"sign {sign.tone}".strip(), icon(sign.icon, sign.words))


@register.simple_block_tag
def state_line(content, state, sign=""):
    """The line under a heading that says in which state it is; ``sign`` names another shape than the state's own."""
    facts = STATES[state]
    return format_html(
        '<p class="{}">{}<span>{}</span></p>',
        f"state-line {facts.tone}".strip(),
        HIDDEN_ICONS[sign or facts.icon],
        SafeString(content.strip()),
    )


register.filter(said_of)
register.filter(figures)
register.filter(in_letters)
register.filter(full_stop)


@register.filter
def ago(value):
    """A moment or day seen from today: «i dag 14.12», «3 november»; nothing for nothing."""
    return dates.time_tag(value, dates.say(value)) if value else ""


@register.filter
def day(value):
    """The whole date: «6 november 2026»; nothing for nothing."""
    return dates.time_tag(value, dates.say_date(value)) if value else ""


@register.filter
def period(first, last):
    """The days from one to another: «28–29 november 2026»."""
    return dates.say_period(first, last)


@register.filter
def lasted(value):
    """How long something has waited: «i 6 dagar»; nothing for nothing."""
    return dates.time_tag(value, dates.say_how_long(value)) if value else ""


@register.filter
def has_waited(value):
    """The same where the words around do not say that it waits: «har väntat 6 dagar»."""
    return dates.time_tag(value, dates.say_waited(value))


@register.filter
def letters(number):
    """A small number that begins a line, in letters: «Fem»."""
    said = in_letters(number)
    return said[0].upper() + said[1:]


@register.filter
def waited(value):
    """For how long something has waited, as a sentence: «Har väntat 6 dagar»."""
    said = dates.say_waited(value)
    return dates.time_tag(value, said[0].upper() + said[1:])


@register.simple_tag
def face(field):
    """What templates/dialog/field.html shows of a bound field, worked out once; see ``controls.Face``."""
    return controls.face(field)

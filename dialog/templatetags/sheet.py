"""Small forms that share a page: ``{% part key url %} … {% endpart %}`` stands where a form would.

Fields and buttons within are written as in a form of their own. See ``dialog.web.sheet`` for what becomes of them.
"""

from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any

from django import template
from django.middleware.csrf import get_token
from django.template.base import FilterExpression, NodeList, Parser, Token, kwarg_re
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dialog.web.sheet import MARK, PAGE, UNKNOWN, WAS, KeptField, Sheet, digest, is_sent, sheet_of
from dialog.web.typed import given_beside

register = template.Library()
OWN = "sheet-form"  # the id of the form of a sheet, where its parts stand around no text that has one
CHOSEN = {"checkbox", "radio"}
NUMBERS = ("seen", "revision")  # hidden fields that say on what the fields of a part rest
NEVER = {"csrfmiddlewaretoken"}


@dataclass
class Control:
    """A field, a choice or a button as it is written."""

    tag: str
    attrs: dict[str, str | None]
    options: list["Control"] = field(default_factory=list)
    inner: str = ""  # of a text area, as it is written

    @property
    def name(self) -> str:
        """The field's own name."""
        return self.attrs.get("name") or ""

    @property
    def kind(self) -> str:
        """How it is filled in: typed, chosen, hidden; a file and a button are none of it."""
        what = self.attrs.get("type") or ""
        if self.tag == "select" or what in CHOSEN:
            return "c"
        if self.tag == "textarea" or (self.tag == "input" and what not in ("hidden", "file", "submit", "button")):
            return "t"
        return "h" if what == "hidden" else ""

    @property
    def value(self) -> str:
        """What it sends where it is chosen, or as it is written."""
        return self.attrs.get("value", "on" if self.attrs.get("type") in CHOSEN else "") or ""

    def texts(self) -> list[str]:
        """Return what a browser sends of it as it stands."""
        if self.tag == "select":
            chosen = [control for control in self.options if "selected" in control.attrs]
            if not chosen and "multiple" not in self.attrs:
                chosen = self.options[:1]
            return [control.attrs.get("value") or "" for control in chosen]
        if self.tag == "textarea":
            return [unescape(self.inner)]
        if self.attrs.get("type") in CHOSEN and "checked" not in self.attrs:
            return []
        return [self.value]

    def fill(self, texts: list[str]) -> None:
        """Put what was typed or chosen before in it."""
        if self.tag == "textarea":
            self.inner = f"\n{escape(texts[0] if texts else '')}"
        elif self.tag == "select":
            for control in self.options:
                control.tick("selected", (control.attrs.get("value") or "") in texts)
        elif self.attrs.get("type") in CHOSEN:
            self.tick("checked", self.value in texts)
        else:
            self.attrs["value"] = texts[0] if texts else ""

    def tick(self, how: str, is_chosen: bool) -> None:
        """Choose it or not."""
        self.attrs.pop(how, None)
        if is_chosen:
            self.attrs[how] = None

    def __str__(self) -> str:
        attrs = "".join(
            f" {name}" if text is None else f' {name}="{escape(text)}"' for name, text in self.attrs.items()
        )
        return f"<{self.tag}{attrs}>{self.inner}"


class Controls(HTMLParser):
    """What a part is written of: its controls, and all else just as it is."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[Control | str] = []
        self.area: Control | None = None
        self.select: Control | None = None
        self.feed(html)
        self.close()

    @property
    def all(self) -> list[Control]:
        """The controls, in the order of the page."""
        return [control for control in self.pieces if isinstance(control, Control) and control.tag != "option"]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of a control."""
        if tag not in ("input", "textarea", "select", "option", "button"):
            self._write(self.get_starttag_text() or "")
            return
        control = Control(tag, dict(attrs))
        self.pieces.append(control)
        if tag == "option" and self.select is not None:
            self.select.options.append(control)
        self.area = control if tag == "textarea" else self.area
        self.select = control if tag == "select" else self.select

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A control may be written as closed."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """A text area or a list of choices ends."""
        self.area = None if tag == "textarea" else self.area
        self.select = None if tag == "select" else self.select
        self._write(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Leave a text as it is."""
        self._write(data)

    def handle_entityref(self, name: str) -> None:
        """Leave a sign as it is written."""
        self._write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Leave a sign as it is written."""
        self._write(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        """Leave a remark as it is."""
        self._write(f"<!--{data}-->")

    def _write(self, text: str) -> None:
        if self.area is not None:
            self.area.inner += text
        else:
            self.pieces.append(text)


class PartNode(template.Node):
    """A small form of a page."""

    child_nodelists = ("nodelist",)

    def __init__(
        self, key: FilterExpression, url: FilterExpression, more: dict, nodelist: NodeList, *, is_always: bool
    ) -> None:
        self.key, self.url, self.more, self.nodelist, self.is_always = key, url, more, nodelist, is_always

    def render(self, context: Any) -> SafeString:
        """Write the part as fields of the sheet, or of the text that is being written beside it."""
        more = {name: str(expression.resolve(context)) for name, expression in self.more.items()}
        key, url = "-".join(filter(None, [self.key.resolve(context), more.get("of")])), str(self.url.resolve(context))
        request, html = context["request"], self.nodelist.render(context)
        place = format_html(' id="{}"', more["id"]) if more.get("id") else ""
        sheet, written = sheet_of(request), Controls(html)
        if not (self.is_always or sheet.owners):
            token = get_token(request)
            hidden = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
            return format_html('<form method="post" action="{}"{}>{}{}</form>', url, place, hidden, html)
        owner, given = _begin(sheet, context, more.get("page")), sheet.given
        is_clean = sheet.is_clean and not is_sent(request, key)
        told, kept = _told(written.all, is_clean=is_clean), given.fields.get(key, {}) if given else {}
        is_given = _fill(written.all, kept)
        for control in written.all:
            _own(control, key, owner, url, has_files=any(field.attrs.get("type") == "file" for field in written.all))
        if is_given:
            sheet.shown[key] = None
        return format_html(
            '<div data-part="{}" class="{}"{}{}><input type="hidden" name="{}" value="{}" form="{}">{}</div>',
            key,
            more.get("css", ""),
            place,
            SafeString(" data-given-back" if is_given else ""),
            f"{WAS}{MARK}{key}",
            told,
            owner,
            SafeString("".join(map(str, written.pieces))),
        )


def _begin(sheet: Sheet, context: Any, page: str | None = None) -> str:
    """Begin the sheet of a page, where it has not begun, and return the id of the form that its parts belong to."""
    request = context["request"]
    if not sheet.page:
        sheet.page = page or request.path
        sheet.given, sheet.is_clean = given_beside(request, sheet.page), not hasattr(request, "given_back")
    owner = str(context.get("along") or sheet.form or OWN)
    sheet.owners[owner] = None
    return owner


def _told(controls: list[Control], *, is_clean: bool) -> str:
    """Return what the part says of its fields: how each is filled in, its name, and a mark of what stands there."""
    names = dict.fromkeys(
        control.name for control in controls if control.kind and control.name and control.name not in NEVER
    )
    told = []
    for name in names:
        same = [control for control in controls if control.name == name]
        stood = digest([text for control in same for text in control.texts()])
        told.append(f"{same[0].kind}{name}:{stood if is_clean or same[0].kind == 'h' else UNKNOWN}")
    return " ".join(told)


def _fill(controls: list[Control], kept: dict[str, KeptField]) -> bool:
    """Fill in again what was typed, and say whether anything was.

    Where somebody else has changed since what it was typed over, it goes on resting on what it was typed over.
    """
    is_other, is_given = False, False
    for name, typed in kept.items():
        same = [control for control in controls if control.name == name and control.kind in ("t", "c")]
        if typed.is_hidden or not same:
            continue
        is_given = True
        is_other = is_other or typed.was not in (
            UNKNOWN,
            digest([text for control in same for text in control.texts()]),
        )
        for number, control in enumerate(same):
            control.fill(typed.texts if control.kind == "c" else typed.texts[number:])
    for control in controls:
        if is_other and control.kind == "h" and control.name.endswith(NUMBERS) and control.name in kept:
            control.fill(kept[control.name].texts)
    return is_given


def _own(control: Control, key: str, owner: str, url: str, *, has_files: bool) -> None:
    """Make a control one of the part's, unless it belongs to another form."""
    attrs = control.attrs
    if "form" in attrs or attrs.get("type") == "button":
        return
    attrs["form"] = owner
    if control.tag == "button" or attrs.get("type") == "submit":
        attrs |= {"name": f"press{MARK}{key}{MARK}{control.name}", "formaction": url}
        attrs.setdefault("value", "")
        if has_files:
            attrs["formenctype"] = "multipart/form-data"
    elif control.name:
        attrs["name"] = f"{key}{MARK}{control.name}"


@register.tag("part")
@register.tag("form_or_part")
def part(parser: Parser, token: Token) -> PartNode:
    """Write a small form: ``{% part key url of=… page=… css=… id=… %}``.

    ``of`` says which of many it is, ``page`` where it is shown, if not here; ``id`` is its place in the page, to which what
    waits may lead. A ``form_or_part`` is a form of its own where the page has no others.
    """
    tag, *words = token.split_contents()
    if len(words) < 2:
        raise template.TemplateSyntaxError("A part has a key and an address.")
    key, url = (parser.compile_filter(word) for word in words[:2])
    found = [match for word in words[2:] if (match := kwarg_re.match(word)) and match[1]]
    more = {match[1]: parser.compile_filter(match[2]) for match in found}
    nodelist = parser.parse((f"end{tag}",))
    parser.delete_first_token()
    return PartNode(key, url, more, nodelist, is_always=tag == "part")


class Folds(HTMLParser):
    """Where in a page the folds begin in which something was filled in again."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.within: list[tuple[int, bool]] = []
        self.to_open: set[int] = set()
        self.begins = [0]
        for line in html.split("\n"):
            self.begins.append(self.begins[-1] + len(line) + 1)
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of a fold, or of what was filled in again."""
        names = dict(attrs)
        if tag == "details":
            line, column = self.getpos()
            self.within.append((self.begins[line - 1] + column + len("<details"), "open" in names))
        if "data-given-back" in names:
            self.to_open |= {where for where, is_open in self.within if not is_open}

    def handle_endtag(self, tag: str) -> None:
        """A fold ends."""
        if tag == "details" and self.within:
            self.within.pop()


class SheetNode(template.Node):
    """The content of a page, with the form that its parts share."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Any) -> SafeString:
        """Write the page, and before it the form of its sheet, where it has parts."""
        html = self.nodelist.render(context)
        request = context.get("request")
        sheet = sheet_of(request) if request else Sheet()
        if request and context.get("along"):
            _begin(sheet, context)
        if not sheet.owners:
            return html
        if sheet.shown:
            for where in sorted(Folds(html).to_open, reverse=True):
                html = SafeString(f"{html[:where]} open{html[where:]}")
        page = SafeString("").join(
            format_html('<input type="hidden" name="{}" value="{}" form="{}">', PAGE, sheet.page, owner)
            for owner in sheet.owners
        )
        if OWN not in sheet.owners:
            return SafeString(page + html)
        # Enter in a field presses the first button of a form: it must be one that does no harm.
        form = format_html(
            '<form id="{}" method="post" action="{}" novalidate data-unsaved{}>'
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<button class="visually-hidden" name="press~~" value="" tabindex="-1" aria-hidden="true"></button></form>',
            OWN,
            sheet.url,
            SafeString('="typed"' if sheet.shown or not sheet.is_clean else ""),
            get_token(request),
        )
        return SafeString(form + page + html)


@register.tag
def sheet(parser: Parser, token: Token) -> SheetNode:
    """Hold the content of a page whose small forms share one form."""
    nodelist = parser.parse(("endsheet",))
    parser.delete_first_token()
    return SheetNode(nodelist)


@register.simple_tag(takes_context=True)
def text_form(context: Any, url: str) -> str:
    """Begin a sheet for fields that are sent to ``url`` with their own names, and return the id of its form."""
    sheet = sheet_of(context["request"])
    sheet.url = url
    return _begin(sheet, context)


@register.simple_tag(takes_context=True)
def one_form(context: Any, form_id: str = "written") -> SafeString:
    """Write the id of the page's one form, and let what is typed in it come along where something beside it is sent: the
    choice of another language at the foot.
    """
    sheet = sheet_of(context["request"])
    sheet.form = form_id
    _begin(sheet, context)
    return format_html('id="{}"', form_id)

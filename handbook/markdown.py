"""The handbook's texts as HTML: CommonMark without HTML, pictures or anything else that could carry code.

Two walls stand one behind the other: the parser knows no raw HTML and refuses links that are not plain, and what it
produces passes a sanitizer that knows a handful of tags. What editors write is treated as anybody's.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import nh3
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

SCHEMES = {"http", "https", "mailto"}
PAGE = "page:"  # page:target_groups leads to that page of the same edition
MAX_SHORT, MAX_PAGE = 2_000, 30_000  # characters; what is longer nobody reads
PAGE_KEY = re.compile(r"[a-z][a-z0-9_]*")

TAGS = {
    *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "hr", "br"),
    *("a", "em", "strong", "code", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"*": set[str](), "a": {"href"}, "ol": {"start"}, "th": {"scope"}} | {
    f"h{level}": {"id"} for level in range(2, 7)
}
CLASSES = {"p": {"lead"}, "blockquote": {"case-say"}, "table": {"table"}}


@dataclass(frozen=True)
class Links:
    """Where links between pages lead: to pages of an edition, or to places on the page that holds the whole book."""

    edition: dt.date | None = None
    whole: bool = False

    def to(self, key: str) -> str:
        """Return the address of a page of the handbook."""
        if self.whole:
            return f"#{key}"
        query = f"?edition={self.edition}" if self.edition else ""
        return reverse("handbook_page", args=[key]) + query


@dataclass(frozen=True)
class Heading:
    """A heading of a text, for the list of what the page holds."""

    id: str
    text: str
    level: int


@dataclass(frozen=True)
class Rendered:
    """A text as safe HTML, and its headings."""

    html: SafeString
    headings: tuple[Heading, ...] = ()


def is_plain_link(address: str) -> bool:
    """Say whether a link may stand in the handbook: http, https, mailto, relative, or to one of its own pages."""
    if address.startswith("//") or "\\" in address:
        return False
    if any(unicodedata.category(character) in {"Cc", "Cf", "Zs", "Zl", "Zp"} for character in address):
        return False
    if address.startswith(PAGE):
        return bool(PAGE_KEY.fullmatch(address.removeprefix(PAGE)))
    scheme, colon, _rest = re.split(r"[/?#]", address, maxsplit=1)[0].partition(":")
    return not colon or scheme.lower() in SCHEMES


def leads_somewhere(address: str) -> bool:
    """Say whether an address tells by itself where it leads: outside, or to one of the handbook's own pages."""
    return any(address.lower().startswith(f"{scheme}:") for scheme in (*SCHEMES, PAGE.removesuffix(":")))


def validate_link(address: str) -> None:
    """Refuse an address that may not stand in the handbook. Raises ValidationError."""
    if not is_plain_link(address):
        raise ValidationError(_("Enter an address that starts with https://, http:// or mailto:."))


def linked_pages(text: str) -> set[str]:
    """Return the keys of the handbook's own pages that a text links to."""
    return {key for token in _walk(_parser().parse(text)) if (key := _page_key(token))}


@lru_cache(maxsize=1024)
def render(text: str, *, links: Links = Links(), top: int = 2, anchor: str = "", lead: bool = False) -> Rendered:
    """Render a text of the handbook.

    Its highest heading becomes ``top`` and none below leaves a level out, whatever the editor wrote, so that it fits
    under the page's own headings. With ``anchor``, headings get ids that begin with it. With ``lead``, the first
    paragraph is set as the page's introduction.
    """
    tokens = _parser().parse(text)
    headings = _fit_headings(tokens, top, anchor)
    for token in _walk(tokens):
        _dress(token, links)
    if lead and tokens and tokens[0].type == "paragraph_open":
        tokens[0].attrSet("class", "lead")
    parser = _parser()
    html = parser.renderer.render(tokens, parser.options, {})
    return Rendered(SafeString(_clean(html)), tuple(headings))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.disable(["html_block", "html_inline", "image"])
    parser.validateLink = is_plain_link  # type: ignore[assignment, method-assign]
    return parser


def _walk(tokens: list[Token]) -> list[Token]:
    return [part for token in tokens for part in (token, *(token.children or ()))]


def _page_key(token: Token) -> str:
    address = str(token.attrGet("href") or "") if token.type == "link_open" else ""
    return address.removeprefix(PAGE) if address.startswith(PAGE) else ""


def _dress(token: Token, links: Links) -> None:
    """Give a token what a page needs: addresses of own pages, classes, no inline style."""
    if key := _page_key(token):
        token.attrSet("href", links.to(key))
    if token.type == "blockquote_open":
        token.attrSet("class", "case-say")
    if token.type == "table_open":
        token.attrSet("class", "table")
    if token.type in {"th_open", "td_open"}:
        token.attrs.pop("style", None)  # alignment; the content security policy refuses inline style
    if token.type == "th_open":
        token.attrSet("scope", "col")


def _fit_headings(tokens: list[Token], top: int, anchor: str) -> list[Heading]:
    """Move the headings under the page's own, without gaps, and give them ids that are each used once."""
    found: list[Heading] = []
    above: list[int] = []  # levels as written, of the headings that the present one stands under
    for position, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        written = int(token.tag[1])
        while above and above[-1] >= written:
            above.pop()
        above.append(written)
        level = min(top + len(above) - 1, 6)
        token.tag = tokens[position + 2].tag = f"h{level}"
        words = "".join(child.content for child in tokens[position + 1].children or ())
        if anchor:
            name = f"{anchor}-{slugify(words) or len(found) + 1}"
            taken = sum(1 for heading in found if heading.id == name or heading.id.startswith(f"{name}--"))
            token.attrSet("id", f"{name}--{taken + 1}" if taken else name)
        found.append(Heading(str(token.attrGet("id") or ""), words, level))
    return found


def _keep(tag: str, attribute: str, value: str) -> str | None:
    return None if attribute == "href" and not is_plain_link(value) else value


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes=SCHEMES,
        attribute_filter=_keep,
        link_rel="noopener noreferrer",
    )

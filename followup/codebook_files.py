"""The codebook as files to take along: a table, and a REFI-QDA codebook (QDC) that programs for such analysis read."""

import re
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from dialog.language.letters import straight
from followup.codebook import Codebook, codebook
from followup.models import Contribution, Theme

if TYPE_CHECKING:
    from dialog.process.access import Access

SPACE = "urn:QDA-XML:codebook:1.0"  # the published schema, REFI-QDA Codebook 1.0
NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NAMES = uuid.UUID("6f9d3b60-1d63-4d0c-9d6d-0f6a1c3f7a11")  # under which a theme always gets the same id


def head() -> list[str]:
    """Return the headings of the table."""
    return [
        *(
            _("Key"),
            _("Lies under"),
            _("Digit"),
            _("Theme"),
            _("Represents"),
            _("When it fits"),
            _("When it does not fit"),
        ),
        *(
            _("Right instead"),
            _("Has no direction"),
            _("For, against?"),
            _("Examples of for"),
            _("Examples of against"),
        ),
        *(_("Examples of what does not belong here"), _("Retired because"), _("Merged into")),
    ]


def rows(access: "Access") -> Iterator[list[Any]]:
    """Yield a row for each theme, first those that hold, as in the tree; examples as they are masked."""
    book, said = codebook(access), _examples(access)
    for theme in _in_order(book):
        yield [
            *(theme.key, book.parent_of(theme.key), book.digits.get(theme.key, ""), theme.name, theme.stands_for),
            *(theme.use_when, theme.not_when, theme.instead, _("yes") if theme.has_no_direction else ""),
            theme.stance_rule,
            *("\n".join(said[n] for n in numbers if n in said) for numbers in _numbers(theme)),
            *(theme.dropped_because, theme.merged_into),
        ]


def _in_order(book: Codebook) -> list[Theme]:
    return [*book.in_force.values(), *(one for key, one in book.all.items() if key not in book.in_force)]


def _numbers(theme: Theme) -> tuple[list[int], list[int], list[int]]:
    return theme.examples_for, theme.examples_against, theme.examples_not


def _examples(access: "Access") -> dict[int, str]:
    wanted = {number for theme in codebook(access).all.values() for numbers in _numbers(theme) for number in numbers}
    if not wanted:
        return {}
    there = Contribution.objects.filter(case=access.case, number__in=wanted).for_reader(is_member=access.is_member)
    return dict(there.values_list("number", "text"))


def qdc(access: "Access") -> bytes:
    """Return the themes that hold as a REFI-QDA codebook; the same codebook gives the same file."""
    ElementTree.register_namespace("", SPACE)
    book, said = codebook(access), _examples(access)
    root = ElementTree.Element(f"{{{SPACE}}}CodeBook", {"origin": "Dialog"})
    codes = ElementTree.SubElement(root, f"{{{SPACE}}}Codes")
    places = {"": codes}
    for key, theme in book.in_force.items():
        facts = {"guid": str(guid(access.case.pk, key)).upper(), "name": clean(theme.name), "isCodable": "true"}
        code = ElementTree.SubElement(places[book.parent_of(key)], f"{{{SPACE}}}Code", facts)
        if described := clean(_described(theme, book, said)):
            ElementTree.SubElement(code, f"{{{SPACE}}}Description").text = described
        places[key] = code
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def guid(case: int, key: str) -> uuid.UUID:
    """Return the id by which programs know a theme again."""
    return uuid.uuid5(NAMES, f"{case}/{key}")


def clean(text: str) -> str:
    """Return a text without the signs that XML cannot hold, and those that would turn its lines."""
    return NOT_IN_XML.sub("", straight(text))


def _described(theme: Theme, book: Codebook, said: dict[int, str]) -> str:
    """Return everything that is said of a theme as one text, a line for each."""
    instead = book.all.get(book.now(theme.instead)) if theme.instead else None
    kinds = (_("Examples of for"), _("Examples of against"), _("Examples of what does not belong here"))
    lines = [
        theme.stands_for,
        f"{_('When it fits')}: {theme.use_when}" if theme.use_when else "",
        f"{_('When it does not fit')}: {theme.not_when}" if theme.not_when else "",
        f"{_('Right instead')}: {instead.name}" if instead else "",
        f"{_('For, against?')} {theme.stance_rule}" if theme.stance_rule else "",
        _("Has no direction") if theme.has_no_direction else "",
        *(
            f"{kind}: {said[number]}"
            for kind, numbers in zip(kinds, _numbers(theme), strict=True)
            for number in numbers
            if number in said
        ),
    ]
    return "\n".join(filter(None, lines))

"""In which signs a text was saved.

A guess by statistics says cp1250 of every file from a Swedish spreadsheet on Windows, and å becomes ĺ. What is asked here
is only what such files really are: marked, valid UTF-8, UTF-16, or one of three sets of 256 signs, told apart by where each
has å, ä and ö.
"""

import codecs
import re
from dataclasses import dataclass

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Where å ä ö Å Ä Ö é stand in what Windows, an old Mac and DOS save; of equals the first.
LETTERS = "åäöÅÄÖé"
SETS = ("cp1252", "mac_roman", "cp850")
BEGINNING = 4000
ASCII = bytes(range(0x80))
VALID = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
TWICE = re.compile("Ã[¥¤¶…„–©]")
MOSTLY = 20  # so many valid signs for each broken one: UTF-8 that was cut or pasted into


@dataclass(frozen=True)
class Decoded:
    """A text, in which signs it was saved, and what was wrong with them."""

    text: str
    encoding: str
    broken: bool = False
    read_twice: bool = False


def decoded(content: bytes, encoding: str = "") -> Decoded:
    """Return the text of a file, in the signs that it was saved in, or in those that somebody says."""
    encoding = encoding or encoding_of(content)
    text = content.decode(encoding, errors="replace").removeprefix("\ufeff")
    again = _put_right(text)
    return Decoded(again or text, encoding, broken="\ufffd" in text, read_twice=again is not None)


def encoding_of(content: bytes) -> str:
    """Return in which signs a text was saved."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return encoding
    if wide := _utf16(content[:BEGINNING]):
        return wide
    if _is_utf8(content):
        return "utf-8"
    valid = len(VALID.findall(content))
    broken = len(VALID.sub(b"", content).translate(None, ASCII)) if valid else 1
    if valid > MOSTLY * broken:
        return "utf-8"
    return max(SETS, key=lambda one: sum(content.count(letter.encode(one)) for letter in LETTERS))


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _utf16(begins: bytes) -> str:
    """Return which UTF-16 a text without a mark is: every other byte of Western letters is zero."""
    half = len(begins) // 2
    if half < len(b"begins"):
        return ""
    even, odd = begins[0::2].count(0), begins[1::2].count(0)
    if odd > 0.3 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.3 * half and odd < 0.05 * half else ""


def _put_right(text: str) -> str | None:
    """Return a text that was UTF-8, read as Windows-1252 and saved again, as it was at first; None where it was not."""
    if not TWICE.search(text):
        return None
    try:
        return text.encode("cp1252").decode()
    except UnicodeError:
        return None

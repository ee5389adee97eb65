"""Personal numbers and telephone numbers in a text."""

import datetime as dt
import re
from collections.abc import Iterator

import phonenumbers
from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.se import personnummer

from followup.pointing.spans import Kind, Span, evened

# Year, month, day and four figures, with or without century, however they are grouped; the last four may be hidden.
PERSONAL = re.compile(
    r"(?<!\d)(?P<year>(?:(?:18|19|20)[ -]?)?\d\d)[ ./-]?(?P<month>[01]\d)[ ./-]?(?P<day>\d\d)"
    r" ?[-+/:.]? ?(?P<last>\d\d ?\d\d|[xX*]{4}|[?_]{4})(?![\dxX*])"
)
COORDINATION = 60  # is added to the day of the month in a coordination number (samordningsnummer)

# What may be a telephone number: as it is written here, or with what leads abroad.
WRITTEN = re.compile(
    r"(?<![\d+])(?P<number>(?:\+|00 ?)[1-9]\d{0,2}[ ./-]{0,3}(?:\(0\)|\( ?0 ?\))?(?:[ ./()-]{0,3}\d){5,12}"
    r"|\(?0\d{1,3}\)?[ ./()-]{0,3}(?:\d[ ./-]{0,3}){4,8}\d)(?![\d@])"
)
SPOKEN = re.compile(
    r"(?:\b(?:ring|ringa|ringer|telefon|telefonnummer|telefonen|tel|tfn|tele|mobil|mobilen|mobilnummer|mob|nummer|numret|nr|"
    r"sms|sms:a|smsa|nås på|nå mig på|swish|swisha|whatsapp)\b"
    r"[ .:]{0,3}(?:mig |oss |på |är |nr |till |gärna |då |in ){0,3}:? ?)"
    r"(?P<number>\+?\d(?:[ ./-]{0,2}\d){4,12})(?![\d@])",
    re.IGNORECASE,
)
TIMES = re.compile(r"(?:kl\.? ?)?[0-2]?\d[.:]?[0-5]\d ?- ?[0-2]?\d[.:]?[0-5]\d$")
DAY = re.compile(r"(?:19|20)?\d\d[-./](?:0\d|1[0-2])[-./][0-3]\d$")
MOST = 12  # figures that a telephone number has with its country, and without
# What stands before figures that are a case's, a bill's or a company's.
OTHERS = re.compile(
    r"(?:dnr|diarienr|diarienummer|ärende(?:nr|nummer)?|ocr|order|faktura|org\.? ?nr|organisationsnummer|bg)\.?:? ?$",
    re.I,
)
SHORTEST_ALONE = 5
YEARS = range(1900, 2101)


def personal_numbers(text: str) -> Iterator[Span]:
    """Find personal and coordination numbers by their check digit, and birth dates of which the last figures are hidden."""
    plain = evened(text)
    for found in PERSONAL.finditer(plain):
        if _is_personal(found) and not OTHERS.search(plain[max(0, found.start() - 20) : found.start()]):
            yield Span(found.start(), found.end(), Kind.PERSONAL_NUMBER)


def _is_personal(found: re.Match[str]) -> bool:
    year, month, day = (re.sub(r"\D", "", found[part]) for part in ("year", "month", "day"))
    last = found["last"].replace(" ", "")
    if not last.isdecimal():
        return _is_day(year, month, int(day))
    if int(day) <= COORDINATION:
        return personnummer.is_valid(f"{year}{month}{day}-{last}")
    try:
        luhn.validate(f"{year[-2:]}{month}{day}{last}")
    except ValidationError:
        return False
    return _is_day(year, month, int(day) - COORDINATION)


def _is_day(year: str, month: str, day: int) -> bool:
    """Say whether it is a day; where no century is said, the one in which it is one (29 February) counts."""
    for century in ("",) if len(year) == len("1954") else ("19", "20"):
        try:
            dt.date(int(f"{century}{year}"), int(month), day)
        except ValueError:
            continue
        return True
    return False


def phones(text: str) -> Iterator[Span]:
    """Find telephone numbers: valid ones as Swedes and others write them, and any number that one is told to ring."""
    plain = evened(text)
    for found in SPOKEN.finditer(plain):
        if _is_rung(found["number"]):
            start = found.start("number")
            yield Span(start, found.end("number"), Kind.PHONE, text[found.start() : start].strip(" :."))
    for found in WRITTEN.finditer(plain):
        number = found["number"]
        if not TIMES.match(number) and not DAY.match(number) and _is_valid(number):
            yield Span(found.start("number"), found.end("number"), Kind.PHONE)
    for match in phonenumbers.PhoneNumberMatcher(plain, "SE", phonenumbers.Leniency.VALID):
        if not TIMES.match(match.raw_string):
            yield Span(match.start, match.end, Kind.PHONE)


def _is_rung(number: str) -> bool:
    figures = re.sub(r"\D", "", number)
    is_year = len(figures) == len("1974") and int(figures) in YEARS
    return SHORTEST_ALONE <= len(figures) <= MOST + 1 and not is_year and not DAY.match(number)


def _is_valid(number: str) -> bool:
    figures = re.sub(r"[^\d+]", "", re.sub(r"\( ?0 ?\)", "", number))
    try:
        known = phonenumbers.parse(figures, "SE")
    except phonenumbers.NumberParseException:
        return False
    if re.match(r"\+?(?:0046)?0?7[02369]\d{7}$", figures):
        return True
    return phonenumbers.is_valid_number(known)

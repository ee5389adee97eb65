"""Files of tools that are known by their headings, and what their columns become.

A heading is compared in lower case; ``*`` stands for a language (``title/sv``), and of several such the fullest is read.
What names or reaches a resident becomes nothing here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from dialog.language.letters import plain


class Becomes(TextChoices):
    """What a column of a file becomes of a contribution."""

    TEXT = "text", _("What was said")
    ANSWER = "answer", _("A contribution for each answer")
    TRANSLATION = "translation", _("The translation")
    NUMBER = "number", _("The number in the source")
    RESPONDENT = "respondent", _("Whose answers belong together")
    SAID_ON = "said_on", _("The day it was said")
    NOTED_BY = "noted_by", _("Who noted it")
    ACTIVITY = "activity", _("Activity")
    QUESTION = "question", _("Question")
    TARGET_GROUP = "target_group", _("Target group")
    THEMES = "themes", _("Themes")
    STANCE = "stance", _("For or against")
    HIDDEN = "hidden", _("Hidden in the source")
    ADDRESS = "address", _("The address in the source")
    PERSONAL = "personal", _("Personal data, is left out")
    NOTHING = "", _("Is left out")


@dataclass(frozen=True)
class Shape:
    """The files of one tool: headings that tell it, and what each of its headings becomes."""

    name: str
    told_by: Sequence[str]
    columns: Mapping[str, Becomes]

    def fits(self, headings: Sequence[str]) -> bool:
        """Whether all headings that tell the tool are there."""
        there = [plain(heading).strip() for heading in headings]
        return all(any(fnmatchcase(one, pattern) for one in there) for pattern in self.told_by)

    def becomes(self, heading: str) -> Becomes | None:
        """What a heading becomes; None for one that the tool does not make, as a question of somebody's own."""
        said = plain(heading).strip()
        return next((becomes for pattern, becomes in self.columns.items() if fnmatchcase(said, pattern)), None)


TEXT, NUMBER, SAID_ON, NOTHING, PERSONAL = (
    Becomes.TEXT,
    Becomes.NUMBER,
    Becomes.SAID_ON,
    Becomes.NOTHING,
    Becomes.PERSONAL,
)

SHAPES: tuple[Shape, ...] = (
    Shape(
        "Polis",
        ("comment-id", "author-id", "comment-body"),
        {
            "comment-body": TEXT,
            "comment-id": NUMBER,
            "author-id": Becomes.RESPONDENT,
            "timestamp": SAID_ON,
            "datetime": SAID_ON,
            "moderated": Becomes.HIDDEN,
            "agrees": NOTHING,
            "disagrees": NOTHING,
        },
    ),
    Shape(
        "Decidim",
        ("id", "title/*", "body/*"),
        {
            "title/*": TEXT,
            "body/*": TEXT,
            "id": NUMBER,
            "reference": NOTHING,
            "published_at": SAID_ON,
            "created_at": SAID_ON,
            "url": Becomes.ADDRESS,
            "category/name/*": Becomes.THEMES,
            "taxonomies/name/*": Becomes.THEMES,
            "author/id": Becomes.RESPONDENT,
            "author/*": PERSONAL,
            "*": NOTHING,
        },
    ),
    Shape(
        "Decidim",
        ("id", "body", "alignment"),
        {
            "body": TEXT,
            "id": NUMBER,
            "alignment": Becomes.STANCE,
            "created_at": SAID_ON,
            "author/id": Becomes.RESPONDENT,
            "author/*": PERSONAL,
            "root_commentable_url": Becomes.ADDRESS,
            "*": NOTHING,
        },
    ),
    Shape(
        "LimeSurvey",
        ("submitdate", "lastpage", "startlanguage"),
        {
            "id": Becomes.RESPONDENT,
            "response id": Becomes.RESPONDENT,
            "submitdate": SAID_ON,
            "ipaddr": PERSONAL,
            "refurl": NOTHING,
            **dict.fromkeys(("lastpage", "startlanguage", "seed", "startdate", "datestamp", "token"), NOTHING),
        },
    ),
    Shape(
        "Survey123",
        ("globalid", "creationdate", "creator"),
        {
            "objectid": Becomes.RESPONDENT,
            "creationdate": SAID_ON,
            "creator": PERSONAL,
            "editor": PERSONAL,
            **dict.fromkeys(("globalid", "editdate", "x", "y", "uniquerowid"), NOTHING),
        },
    ),
    Shape(
        "Microsoft Forms",
        ("id", "start time", "completion time"),
        {
            "id": Becomes.RESPONDENT,
            "completion time": SAID_ON,
            "email": PERSONAL,
            "name": PERSONAL,
            "start time": NOTHING,
            "last modified time": NOTHING,
            "language": NOTHING,
        },
    ),
    Shape(
        "Microsoft Forms",
        ("id", "starttid", "slutförandetid"),
        {
            "id": Becomes.RESPONDENT,
            "slutförandetid": SAID_ON,
            "e-post": PERSONAL,
            "namn": PERSONAL,
            "starttid": NOTHING,
            "senaste ändringstid": NOTHING,
            "språk": NOTHING,
        },
    ),
    Shape(
        "Google Forms",
        ("tidstämpel",),
        {"tidstämpel": SAID_ON, "e-postadress": PERSONAL, "användarnamn": PERSONAL, "poäng": NOTHING},
    ),
    Shape(
        "Google Forms",
        ("timestamp",),
        {"timestamp": SAID_ON, "email address": PERSONAL, "username": PERSONAL, "score": NOTHING},
    ),
    Shape(
        "Dialog",
        ("external_id", "activity", "text", "themes"),
        {
            "external_id": NUMBER,
            "text": TEXT,
            "translation": Becomes.TRANSLATION,
            "activity": Becomes.ACTIVITY,
            "question": Becomes.QUESTION,
            "target_group": Becomes.TARGET_GROUP,
            "themes": Becomes.THEMES,
            "stance": Becomes.STANCE,
            "*": NOTHING,
        },
    ),
)


def shape_of(headings: Sequence[str]) -> Shape | None:
    """Return the tool that a file's headings tell, the most demanding first; None where they tell none."""
    fitting = [shape for shape in SHAPES if shape.fits(headings)]
    return max(fitting, key=lambda shape: len(shape.told_by), default=None)

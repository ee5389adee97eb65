"""Forms of an import: which file or notes, how it is read, and what each column becomes."""

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.files.sheets.encoding import SETS
from dialog.files.sheets.found import MOST_BYTES
from dialog.files.sheets.separated import SEPARATORS
from dialog.forms.sending import SENDING, keys_of
from dialog.language.understood import WholeNumberField
from followup.forms.contribution import OfContribution
from followup.importing.opened import NAMES_OF_ENCODINGS, NAMES_OF_SEPARATORS, cuts_of
from followup.importing.review import CORRECT, KEEP, VOICE
from followup.importing.shapes import Becomes
from followup.models import Import

if TYPE_CHECKING:
    from django.core.files import File

    from followup.desk import Desk
    from followup.importing.columns import Column
    from followup.importing.opened import Opened

MOST_LETTERS = 1_000_000  # of pasted notes
MOST_CHOICES = 50  # changed texts of which one chooses on the page; the rest stay as they are
CHOICES = [
    (KEEP, gettext_lazy("Keep the one that is in")),
    (CORRECT, gettext_lazy("Correct it from the file")),
    (VOICE, gettext_lazy("They are two different voices")),
]
assert {*SETS} <= {*NAMES_OF_ENCODINGS} and {*SEPARATORS} == {*NAMES_OF_SEPARATORS}


class SourceForm(OfContribution):
    """What contributions come from, and what all of them belong to."""

    key = forms.RegexField(SENDING, widget=forms.HiddenInput)

    def source(self) -> tuple[str, "File[bytes]", dict[str, Any]]:
        """Return the source's name, its content, and how it is to be read."""
        raise NotImplementedError

    def make(self, **facts: Any) -> Import:
        """Keep the source of a case as it came; the same sent twice from one page is kept once."""
        name, content, chosen = self.source()
        digest = hashlib.sha256()
        for piece in content.chunks():
            digest.update(piece)
        [key] = keys_of(self.cleaned_data["key"], [[name, digest.hexdigest(), sorted(chosen.items())]])
        sent = Import.objects.filter(case=facts["case"], key=key).first()
        if sent:
            return sent
        found = Import(
            **facts,
            key=key,
            activity=self.cleaned_data["activity"],
            name=name,
            size=content.size,
            digest=digest.hexdigest(),
            chosen=chosen,
        )
        content.seek(0)
        found.file.save(f"{key}.bin", content, save=True)
        return found


class FileForm(SourceForm):
    """A file, as it is."""

    question = target_group = said_on = noted_by = None  # type: ignore[assignment]  # its columns say it
    activity = forms.ChoiceField(label=gettext_lazy("Which activity are the contributions from?"), required=False)
    file = forms.FileField(
        label=gettext_lazy("Choose a file, or drop it here"),
        help_text=gettext_lazy(
            "Excel (.xlsx), OpenDocument (.ods), CSV or TSV. At most 50 MB. Surveys, Decidim and Polis are recognised."
        ),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty. Choose another one."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.ods"}),
    )
    field_order = ["file", "activity", "key"]

    def __init__(self, desk: "Desk", *args: Any, **options: Any) -> None:
        super().__init__(desk, *args, **options)
        none = ("", _("Stated in the file, or none"))
        self.fields["activity"].choices = [none, *desk.activities.items()]  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile:
        """A file that can be read at all."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 50 MB. Split it into several files."))
        return file

    def source(self) -> tuple[str, "File[bytes]", dict[str, Any]]:
        """Return the file under its own name."""
        file = self.cleaned_data["file"]
        return (file.name or "")[-200:], file, {}


class NotesForm(SourceForm):
    """Notes that were pasted, and where they are cut."""

    notes = forms.CharField(
        label=gettext_lazy("Paste what was noted"),
        widget=forms.Textarea(attrs={"rows": 7}),
        max_length=MOST_LETTERS,
        strip=False,
        error_messages={
            "required": gettext_lazy("Paste at least one line."),
            "max_length": gettext_lazy("The notes are too long. Save them as a file and import that."),
        },
    )
    cut = forms.ChoiceField(
        label=gettext_lazy("Where does one contribution end and the next begin?"),
        choices=Import.Cut.choices,
        initial=Import.Cut.BULLET,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose where the notes are divided.")},
    )
    field_order = ["notes", "cut", "activity", "question", "target_group", "said_on", "noted_by", "key"]
    belongs = ("activity", "question", "target_group", "said_on", "noted_by")

    @property
    def about(self) -> list[forms.BoundField]:
        """The fields that say what all of it belongs to."""
        return [self[name] for name in self.belongs]

    @property
    def is_about(self) -> bool:
        """Whether any of them says anything, or something wrong."""
        return any(self[name].value() or self[name].errors for name in self.belongs)

    def cuts(self) -> list[dict[str, Any]]:
        """Return the ways to cut, each with how many contributions it gives of what is pasted."""
        counts, now = cuts_of((self["notes"].value() or "")[:MOST_LETTERS]), self["cut"].value()
        return [
            {"value": value, "label": label, "count": counts[value], "chosen": value == now}
            for value, label in Import.Cut.choices
        ]

    def clean_notes(self) -> str:
        """Some words."""
        notes: str = self.cleaned_data["notes"]
        if not notes.strip():
            raise forms.ValidationError(_("Paste at least one line."))
        return notes

    def source(self) -> tuple[str, "File[bytes]", dict[str, Any]]:
        """Return the notes as a file of text without a name."""
        said, day = self.cleaned_data, self.cleaned_data["said_on"]
        chosen = {name: said[name] for name in ("cut", "question", "target_group", "noted_by") if said[name]}
        return "", ContentFile(said["notes"].encode()), chosen | ({"said_on": day.isoformat()} if day else {})


class ChangedForm(forms.Form):
    """What becomes of texts that are in the case in other words, and where notes are cut."""

    use_required_attribute = False

    def __init__(self, opened: "Opened", data: Any = None) -> None:
        super().__init__(data)
        self.opened = opened
        for one in opened.review.changed[:MOST_CHOICES]:
            field = forms.ChoiceField(
                choices=CHOICES,
                initial=one.choice,
                required=False,
                widget=forms.RadioSelect,
                label=_("Which is right?"),
            )
            self.fields[f"changed-{one.said.place.row}-{one.said.place.column}"] = field
        if opened.found.kind == "notes":
            cut = forms.ChoiceField(choices=Import.Cut.choices, required=False, widget=forms.RadioSelect)
            self.fields["cut"] = cut

    def chosen(self) -> dict[str, Any]:
        """Return what was chosen, as an import keeps it."""
        changed = [
            [*map(int, name.split("-")[1:]), choice]
            for name, choice in self.cleaned_data.items()
            if name.startswith("changed-") and choice and choice != KEEP
        ]
        cut = self.cleaned_data.get("cut")
        return {"changed": changed} | ({"cut": cut} if cut else {})


class ReadForm(forms.Form):
    """How a file is read, where what was found is not right: sheet and heading row, or encoding and separator."""

    use_required_attribute = False
    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), required=False)
    encoding = forms.ChoiceField(
        label=gettext_lazy("Characters"), choices=[*NAMES_OF_ENCODINGS.items()], required=False
    )
    separator = forms.ChoiceField(
        label=gettext_lazy("Separator"), choices=[*NAMES_OF_SEPARATORS.items()], required=False
    )
    heading = WholeNumberField(
        label=gettext_lazy("The headings are on row"),
        min_value=0,
        help_text=gettext_lazy("0 if there are no headings."),
        error_messages={
            "required": gettext_lazy("Enter the number of a row, or 0."),
            "invalid": gettext_lazy("Enter the number of a row, or 0."),
            "min_value": gettext_lazy("Enter the number of a row, or 0."),
            "max_value": gettext_lazy("The file does not have that many rows."),
        },
    )

    def __init__(self, opened: "Opened", data: Any = None) -> None:
        found = opened.found
        encoding = "utf-8" if found.encoding == "utf-8-sig" else found.encoding
        now = {
            "sheet": opened.sheet.name,
            "encoding": encoding if encoding in NAMES_OF_ENCODINGS else "utf-16",
            "separator": found.separator,
            "heading": opened.headings.row,
        }
        super().__init__(data, initial=now)
        if found.kind == "workbook":
            del self.fields["encoding"], self.fields["separator"]
            self.fields["sheet"].choices = [(one.name, one.name) for one in found.sheets]  # type: ignore[attr-defined]
        else:
            del self.fields["sheet"]
        if found.kind == "notes":
            del self.fields["encoding"], self.fields["separator"]

    def chosen(self) -> dict[str, Any]:
        """Return what was chosen, where it is another than what was found."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class ColumnsForm(forms.Form):
    """What each column becomes, which question its cells answer, and what of the case's own the words in it stand for."""

    use_required_attribute = False

    def __init__(self, opened: "Opened", data: Any = None) -> None:
        super().__init__(data)
        self.opened = opened
        for column in opened.columns:
            letter = letters(column.number)
            self._add(
                f"into-{column.number}", Becomes.choices, column.becomes, _("%(column)s becomes") % {"column": letter}
            )
            asked = [("", _("No question of yours")), *opened.own.questions.items()]
            said = _("%(column)s answers the question") % {"column": letter}
            self._add(f"asks-{column.number}", asked, column.question, said)
            for at, (word, key) in enumerate(opened.words_of(column).items()):
                things = [("", _("None of yours")), *opened.own.called(column.becomes).items()]
                self._add(f"word-{column.number}-{at}", things, key, _("“%(word)s” becomes") % {"word": word})

    def _add(self, name: str, choices: Iterable[tuple[str, Any]], now: str, said: str) -> None:
        field = forms.ChoiceField(choices=[*choices], required=False, initial=now, label=said)
        field.widget.attrs |= {"aria-label": said, "class": "form-select"}
        self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        """Something is to be what was said."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        become = {cleaned.get(f"into-{column.number}") for column in self.opened.columns}
        if not self.errors and not become & {Becomes.TEXT, Becomes.ANSWER}:
            raise forms.ValidationError(_("Choose which column holds what was said."))
        return cleaned

    def chosen(self) -> dict[str, Any]:
        """Return what each column becomes, with its question, and by column what its words stand for."""
        columns, named = [], {}
        for one in self.opened.columns:
            into = self.cleaned_data[f"into-{one.number}"]
            columns.append([into, self.cleaned_data[f"asks-{one.number}"]])
            said = self.opened.words_of(one)
            if said and into == one.becomes:
                keys = [self.cleaned_data[f"word-{one.number}-{at}"] for at in range(len(said))]
                named[str(one.number)] = {"words": [*said], "keys": keys}
        return {"columns": columns, "names": named}

    def rows(self) -> list[dict[str, Any]]:
        """Return the columns for the page: what was said first, what is left out last, each with fields and an example."""
        ordered = sorted(
            self.opened.columns, key=lambda one: (ORDER.get(one.becomes, 1 if one.becomes else 2), one.number)
        )
        return [
            {
                "column": column,
                "letter": letters(column.number),
                "into": self[f"into-{column.number}"],
                "asks": self[f"asks-{column.number}"] if self._asks(column) else None,
                "words": [
                    (word, self[f"word-{column.number}-{at}"]) for at, word in enumerate(self.opened.words_of(column))
                ],
                "example": self.opened.example(column),
            }
            for column in ordered
        ]

    def _asks(self, column: "Column") -> bool:
        into = self[f"into-{column.number}"].value()
        return bool(self.opened.own.questions) and into in (Becomes.ANSWER, Becomes.TEXT)


ORDER = {Becomes.TEXT: 0, Becomes.ANSWER: 0}


def letters(number: int) -> str:
    """Return what a spreadsheet calls a column: A is the first, AB the twenty-eighth."""
    name, left = "", number + 1
    while left:
        left, letter = divmod(left - 1, 26)
        name = chr(ord("A") + letter) + name
    return name

"""The words of what can be looked through, each with the texts that hold it; ``dialog.search`` writes and reads them."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONGEST = 60  # letters of a word that are kept; the rest of a longer one says nothing


class SearchedTexts(models.QuerySet[Any]):
    """Texts that can be looked through. What changes many at once leaves their words to be kept again."""

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        """Note that the words have to be kept again where the text is another."""
        objs, fields = list(objs), list(fields)
        if "search_text" in fields and "is_indexed" not in fields:
            fields.append("is_indexed")
            for text in objs:
                text.is_indexed = False
        return super().bulk_update(objs, fields, batch_size)


class Searched(models.Model):
    """Something that people look for by words.

    ``search_text`` is what it can be found by, as ``dialog.language.letters.plain`` has it. ``is_indexed`` says whether its
    words are kept; until they are it is found by letters alone. Whoever changes the text gives it to
    ``dialog.search.index.keep``.
    """

    search_text = models.TextField(blank=True, editable=False)
    is_indexed = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        abstract = True


class Word(models.Model):
    """A word that stands in some texts: in what residents said in one case, or, without a case, in what all cases are
    found by. Whoever may not read a case is told of none of its words.

    ``lemma`` is how a dictionary has it, and empty until a job has looked.
    """

    case = models.ForeignKey("dialog.Case", models.CASCADE, null=True, related_name="+")
    word = models.CharField(max_length=LONGEST, editable=False)
    stem = models.CharField(max_length=LONGEST, editable=False)
    lemma = models.CharField(max_length=LONGEST, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "word"],
                name="a_word_once_a_case",
                violation_error_message=_("This word is already known."),
            ),
            models.UniqueConstraint(
                fields=["word"],
                condition=Q(case=None),
                name="a_word_once_of_all_cases",
                violation_error_message=_("This word is already known."),
            ),
        ]
        indexes = [
            models.Index(fields=["word"], name="word_by_itself"),
            models.Index(fields=["id"], condition=Q(lemma=""), name="word_without_lemma"),
        ]

    def __str__(self) -> str:
        return self.word


class WordOfText(models.Model):
    """A text holds a word: a contribution by its key where the word is of a case, else a case by its own."""

    word = models.ForeignKey(Word, models.CASCADE, related_name="texts", db_index=False)
    text = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["word", "text"],
                name="a_word_once_a_text",
                violation_error_message=_("This word is already known."),
            )
        ]
        indexes = [models.Index(fields=["text"], name="words_of_a_text")]

    def __str__(self) -> str:
        return f"{self.word_id} {self.text}"

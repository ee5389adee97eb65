"""Two at the same moment: what the database refuses after every form has said yes is said beside the field all the same.

Whoever came second is judged once more, now that the first one's row is there to be seen. What is refused again is said
by the form of that model in the constraint's own sentence; where no form is, on a page of its own. Never a failure.
"""

import re
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

CONSTRAINT = re.compile(r"constraint (?:failed: )?(?:index )?[\"'«]?(\w+)[\"'»]?(?:$|\s)", re.MULTILINE)
COLUMNS = re.compile(r"UNIQUE constraint failed: (.+)")
KEY = re.compile(r"Key \(([^)=]+)\)=")


@dataclass(frozen=True)
class Clash:
    """A row that the database refused: of which model, which fields it is about, and the sentence that says why."""

    model: type[models.Model]
    fields: tuple[str, ...]
    sentence: str


def constraints() -> Iterator[tuple[type[models.Model], str, tuple[str, ...], Any]]:
    """Yield every constraint of every model of ours: (model, its name, its fields, its sentence); a field's is nameless."""
    for model in apps.get_models():
        if not model.__module__.startswith("django.") and model._meta.managed:
            for constraint in model._meta.constraints:
                yield model, constraint.name, _fields_of(model, constraint), constraint.violation_error_message
            for field in model._meta.concrete_fields:
                if field.unique and not field.primary_key:
                    yield model, "", (field.name,), field.error_messages["unique"]


def _fields_of(model: type[models.Model], constraint: models.BaseConstraint) -> tuple[str, ...]:
    if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
        return tuple(constraint.fields)
    sides = getattr(constraint, "expressions", ()) or (getattr(constraint, "condition", None),)
    there = {field.name for field in model._meta.get_fields()}
    named = [text for side in sides for text in re.findall(r"\w+", str(side))]
    return tuple(name for name in dict.fromkeys(named) if name in there)


def clash_of(error: IntegrityError) -> Clash | None:
    """Return what an error of the database is about; None for what is no constraint of ours."""
    diagnosis = getattr(error.__cause__, "diag", None)
    text = str(error)
    name = getattr(diagnosis, "constraint_name", None) or next(iter(CONSTRAINT.findall(text)), "")
    table, columns = getattr(diagnosis, "table_name", ""), set[str]()
    if found := COLUMNS.search(text):
        pairs = [part.strip().partition(".") for part in found[1].split(",")]
        table, columns = pairs[0][0], {column for _table, _dot, column in pairs}
    elif found := KEY.search(text):
        columns = {part.strip().strip('"') for part in found[1].split(",")}
    for model, known, fields, sentence in constraints():
        meta = model._meta
        same = meta.db_table == table and columns == {_column(meta, field) for field in fields}
        if (known and known == name) or (columns and same):
            return Clash(model, fields, str(sentence))
    return None


def _column(meta: Any, name: str) -> str:
    """Return the column of a field."""
    return str(meta.get_field(name).column)


_current: ContextVar[Clash | None] = ContextVar("clash", default=None)


class SaysClash:
    """Of a form over a model: it says what the database refused, beside the field that can be changed.

    A form that is no model's own names the model it writes into: ``writes``.
    """

    writes: type[models.Model] | None = None

    def _post_clean(self: Any) -> None:
        super()._post_clean()  # type: ignore[misc]
        clash, model = _current.get(), self.writes or self._meta.model
        if clash is not None and issubclass(model, clash.model):
            beside = next((name for name in reversed(clash.fields) if name in self.fields), None)
            if clash.sentence not in self.errors.get(beside or "__all__", ()):
                self.add_error(beside, clash.sentence)


class TwoAtOnce:
    """Middleware: judges a request again when the database refused what it wanted to keep."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer instead of failing, where a constraint of ours was the reason."""
        clash = clash_of(exception) if isinstance(exception, IntegrityError) else None
        if clash is None or request.resolver_match is None:
            return None
        view, args, kwargs = request.resolver_match
        for file in (uploaded_file for _name, files in request.FILES.lists() for uploaded_file in files):
            file.seek(0)
        token = _current.set(clash)
        try:
            response = view(request, *args, **kwargs)
            if hasattr(response, "render"):
                response.render()
        except IntegrityError:
            context = {"said": clash.sentence}
            return render(request, "409.html", context, status=409)
        finally:
            _current.reset(token)
        if response.status_code == 200:
            response.status_code = 422
        return response

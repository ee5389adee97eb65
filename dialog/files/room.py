"""Files are kept whole, and with what points at them: nothing of one stays where there was no room for all of it, or
where the database refused what it belongs to. The rest of its form is read all the same.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.db import Error, models, transaction

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG})  # a disk that is full or takes nothing

_stored: ContextVar[list[str] | None] = ContextVar("stored", default=None)  # in the transaction that is under way


@contextmanager
def with_its_files() -> Iterator[None]:
    """A transaction whose files stay if it does: what was stored in one that is taken back is removed again."""
    stored, is_over, outer = list[str](), False, _stored.get()
    token = _stored.set(stored)
    try:
        with transaction.atomic():
            yield
            is_over = True
    except BaseException:
        for name in stored:
            # Where the answer of the database got lost it may have kept everything.
            if not (is_over and _may_be_pointed_at(name)):
                default_storage.delete(name)
        raise
    else:
        if outer is not None:
            outer += stored
    finally:
        _stored.reset(token)


def _may_be_pointed_at(name: str) -> bool:
    """Say whether any row points at a file, as far as can be asked."""
    fields = [(model, field) for model in apps.get_models() for field in model._meta.concrete_fields]
    try:
        return any(
            model._default_manager.filter(**{field.name: name}).exists()
            for model, field in fields
            if isinstance(field, models.FileField)
        )
    except Error:
        return True


class WholeFiles(FileSystemStorage):
    """Files on the disk, each of them whole: a full disk is not filled with beginnings."""

    def _save(self, name: str, content: Any) -> str:
        path = Path(self.path(name))
        was_there = path.exists()
        try:
            kept: str = super()._save(name, content)  # type: ignore[misc]
        except OSError:
            if not was_there:
                path.unlink(missing_ok=True)
            raise
        note_stored(kept)
        return kept


def note_stored(name: str) -> None:
    """Remember what was stored in the transaction that is under way: it is removed again if that is taken back."""
    if (stored := _stored.get()) is not None:
        stored.append(name)


class TemporaryCopies(TemporaryFileUploadHandler):
    """Large files on their way in. One that finds no room is left out of the form, and the request remembers it:
    ``no_room`` is what went wrong, ``files_without_room`` their names.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a copy. Raises SkipFile where none can be made."""
        with self._skipping():
            super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Write on. Raises SkipFile where there is no room."""
        with self._skipping():
            return super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Return the copy; nothing where its end found no room."""
        with suppress(SkipFile), self._skipping():
            return super().file_complete(file_size)
        return None

    @contextmanager
    def _skipping(self) -> Iterator[None]:
        try:
            yield
        except OSError as reason:
            self.request.no_room = reason  # type: ignore[union-attr]
            names = getattr(self.request, "files_without_room", [])
            self.request.files_without_room = [*names, self.file_name]  # type: ignore[union-attr]
            if hasattr(self, "file"):
                with suppress(OSError):
                    self.file.close()
            raise SkipFile from reason

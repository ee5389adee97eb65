"""Where there is no room for a file: nothing of it stays in part, and the rest of its form is read all the same."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG})  # a disk that is full or takes nothing


class WholeFiles(FileSystemStorage):
    """Files on the disk, each of them whole: a full disk is not filled with beginnings."""

    def _save(self, name: str, content: Any) -> str:
        path = Path(self.path(name))
        was_there = path.exists()
        try:
            return super()._save(name, content)  # type: ignore[misc]
        except OSError:
            if not was_there:
                path.unlink(missing_ok=True)
            raise


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

"""Files in a bucket of an S3-compatible storage, chosen by a setting: private, handed out by Dialog alone."""

from typing import Any

from storages.backends.s3 import S3Storage

from dialog.files.room import note_stored


class Bucket(S3Storage):
    """The bucket in which all files are kept: under names that are never taken twice, and gone with what failed."""

    def get_default_settings(self) -> dict[str, Any]:
        """Return what holds where nothing else is said: nothing is public, and nothing is written over."""
        found: dict[str, Any] = super().get_default_settings()
        return found | {"default_acl": "private", "file_overwrite": False, "querystring_auth": True}

    def _save(self, name: str, content: Any) -> str:
        kept: str = super()._save(name, content)
        note_stored(kept)
        return kept

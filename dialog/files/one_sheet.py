"""What collectstatic makes of the sheets and scripts of the screen: one file of each, so that a page asks for two.

While at work, in tests and in a trial by ``runserver`` a browser follows ``static/css/screen.css`` and ``js/screen.js`` to
each component of theirs; here the components are put into them. Nothing else differs.
"""

import posixpath
import re
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET, SCRIPT = "css/screen.css", "js/screen.js"
IMPORTED_SHEET = re.compile(r'@import url\("([^"]+)"\)\s*([^;]*);')
IMPORTED_SCRIPT = re.compile(r'^import "([^"]+)";$', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
CHARSET = re.compile(r'^@charset "[^"]+";', re.IGNORECASE)


class OneSheetStorage(CompressedManifestStaticFilesStorage):
    """Static files under names of their content, compressed; the sheets of the screen in one file, the scripts in one."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Any:
        """Put the components into the two files before these get their names; Django's parameters and results."""
        if not dry_run:
            for name, whole in ((SHEET, self.whole_sheet), (SCRIPT, self.whole_script)):
                if name in paths:
                    source, path = paths[name]  # what was collected before may be whole already, of older components
                    with source.open(path) as file:
                        text = whole(name, str(file.read().decode()))
                    self.delete(name)
                    self.save(name, ContentFile(text.encode()))
                    paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)

    def whole_sheet(self, name: str, sheet: str) -> str:
        """Return a sheet with those that it imports in their places, each under the medium that its import names."""

        def component(found: re.Match[str]) -> str:
            text = CHARSET.sub("", COMMENT.sub("", self.text_of(beside(name, found[1]))))
            return f"@media {found[2]} {{\n{text}}}\n" if found[2] else text

        return IMPORTED_SHEET.sub(component, COMMENT.sub("", sheet))

    def whole_script(self, name: str, script: str) -> str:
        """Return a script with those that it imports in their places, each in a block: their names are their own."""
        return IMPORTED_SCRIPT.sub(lambda found: f"{{\n{self.text_of(beside(name, found[1]))}}}", script)

    def text_of(self, name: str) -> str:
        """Return the text of a collected file."""
        with self.open(name) as file:
            return str(file.read().decode())


def beside(name: str, address: str) -> str:
    """Return the name of the file that an address in another one leads to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), address))

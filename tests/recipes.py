"""The recipes of docs/recipes.md as they are followed: which lines go where, and what is run then."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parents[1]
WHERE = re.compile(
    r"^(?:In `(?P<file>[^`]+)`, (?P<place>after|before|instead of) `(?P<line>[^`]+)`"
    r"|At the (?P<end>end) of `(?P<last>[^`]+)`"
    r"|The (?P<new>new) file `(?P<made>[^`]+)`"
    r"|(?P<then>Then))"
)


@dataclass(frozen=True)
class Part:
    """One thing to do: write a block somewhere, or run its lines."""

    path: str
    place: str
    line: str
    block: str

    def write(self, project: Path) -> None:
        """Put the block where the recipe says. The line that it names must stand there once."""
        path = project / self.path
        if self.place == "new":
            assert not path.exists(), f"{self.path} is there already."
            path.write_text(self.block, encoding="utf-8")
            return
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        at = len(lines)
        if self.place != "end":
            found = [number for number, line in enumerate(lines) if line.strip() == self.line]
            assert len(found) == 1, f"{self.path} has {self.line!r} {len(found)} times."
            at = found[0] + (self.place == "after")
        rest = lines[at + (self.place == "instead of") :]
        path.write_text("".join([*lines[:at], self.block, *rest]), encoding="utf-8")


def recipes() -> dict[str, str]:
    """Return the recipes by their headings."""
    _before, *sections = re.split(
        r"^## (?=Add )", (HERE / "docs/recipes.md").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    return {title: text for title, _newline, text in (section.partition("\n") for section in sections)}


def parts(recipe: str) -> Iterator[Part]:
    """Yield what a recipe says is to be done, in its order: the paragraph before a block says where it goes."""
    texts = re.split(r"^```\w*\n", recipe, flags=re.MULTILINE)
    for before, block in zip(texts[::2], texts[1::2], strict=False):
        said = before.strip().split("\n\n")[-1]
        found = WHERE.match(said)
        assert found, f"It is not said where this goes: {said}"
        path = found["file"] or found["last"] or found["made"] or ""
        place = found["place"] or found["end"] or found["new"] or "run"
        yield Part(path, place, found["line"] or "", block)


def copied_to(folder: Path) -> Path:
    """Return a copy of the project as it is checked out, with the same environment and its translations compiled."""
    list_files = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(list_files, cwd=HERE, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (HERE / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(HERE / name, folder / name)
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


def follow(recipe: str, project: Path, run: Callable[..., object]) -> None:
    """Do what a recipe says in a copy of the project; ``run`` runs a command there."""
    for part in parts(recipe):
        if part.place == "run":
            run("sh", "-ec", part.block)
        else:
            part.write(project)

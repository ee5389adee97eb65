"""What a browser fetches for a page: one sheet and one script, made of components that hold each on its own."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from dialog.files.one_sheet import IMPORTED_SCRIPT, IMPORTED_SHEET, SCRIPT, SHEET

STATIC = Path("static")
ON_THEIR_OWN = {"admin.css", "styleguide.css", "screen.css"}  # sheets that their pages name themselves
OF_ONE_PAGE = {"coding.js", "screen.js"}


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What collectstatic makes of our own files, as an installation does."""
    root = tmp_path_factory.mktemp("static")
    collect(root)
    return root


def collect(root: Path) -> None:
    """Collect our own files into a folder."""
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": "dialog.files.one_sheet.OneSheetStorage"}}
    with override_settings(STATIC_ROOT=root, STORAGES=storages):
        call_command(
            "collectstatic", verbosity=0, interactive=False, ignore_patterns=["admin", "django_htmx", "vendor/noto*"]
        )


def test_an_installation_serves_the_components_as_one_sheet(collected: Path) -> None:
    sheet = (collected / SHEET).read_text(encoding="utf-8")
    assert "@import" not in sheet
    assert ".form-control{" in sheet and ".topbar" in sheet, "Bootstrap's part, and ours"
    assert re.search(r"@media screen and \(prefers-color-scheme: dark\) \{", sheet)
    assert sheet.index(".topbar") < sheet.index("@media print {"), "paper holds last"
    served = next(collected.glob("css/screen.*.css")).read_text(encoding="utf-8")
    assert re.search(r'url\("\.\./vendor/source-sans-3/source-sans-3-latin-wght-normal\.[0-9a-f]{12}\.woff2"\)', served)


def test_an_installation_serves_the_scripts_as_one(collected: Path) -> None:
    script = (collected / SCRIPT).read_text(encoding="utf-8")
    assert "import " not in script and "data-autosave" in script and "data-keep" in script
    assert script.count("{") == script.count("}")


def test_a_component_that_changes_comes_along_when_files_are_collected_again(tmp_path: Path) -> None:
    collect(tmp_path)
    component = tmp_path / "css" / "marks.css"
    component.write_text(component.read_text(encoding="utf-8") + ".changed{}", encoding="utf-8")
    collect(tmp_path)
    assert ".changed{}" in (tmp_path / SHEET).read_text(encoding="utf-8")


def test_every_sheet_and_script_is_in_the_one_or_named_as_a_page_s_own() -> None:
    sheets = IMPORTED_SHEET.findall((STATIC / SHEET).read_text(encoding="utf-8"))
    assert sorted(name for name, _ in sheets if "/" not in name) == sorted(
        path.name for path in (STATIC / "css").glob("*.css") if path.name not in ON_THEIR_OWN
    )
    scripts = IMPORTED_SCRIPT.findall((STATIC / SCRIPT).read_text(encoding="utf-8"))
    assert sorted(name.removeprefix("./") for name in scripts) == sorted(
        path.name for path in (STATIC / "js").glob("*.js") if path.name not in OF_ONE_PAGE
    )


def test_of_bootstrap_there_is_what_pages_use_and_no_more() -> None:
    subprocess.run([sys.executable, "scripts/bootstrap-cut", "--check"], check=True)


def test_a_class_means_one_thing_on_all_pages() -> None:
    """No property of a class alone is set in two sheets."""
    said: dict[tuple[str, str], set[str]] = {}
    for path in sorted((STATIC / "css").glob("*.css")):
        if path.name not in {*ON_THEIR_OWN, "print.css"}:
            for name, part in own_properties(path.read_text(encoding="utf-8")):
                said.setdefault((name, part), set()).add(path.name)
    assert {place: sheets for place, sheets in said.items() if len(sheets) > 1} == {}


def own_properties(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield each class that a rule outside all conditions is for, with each property that the rule sets."""
    bare = re.sub(r"/\*.*?\*/|@[^{;]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", sheet, flags=re.DOTALL)
    for selectors, declarations in re.findall(r"([^{}]+)\{([^{}]*)\}", bare):
        for selector in selectors.split(","):
            if re.fullmatch(r"\.[\w-]+", selector.strip()):
                yield from ((selector.strip(), part.strip()) for part in re.findall(r"([\w-]+)\s*:", declarations))

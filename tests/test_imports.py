"""Who imports whom: the contracts in pyproject hold it (``make lint``); here, that nothing is imported in a circle."""

import tomllib
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest
from django.conf import settings

PROJECT = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = PROJECT["tool"]["importlinter"]["root_packages"]
MOST_IN_THE_ROOT = 12


def test_no_module_is_imported_in_a_circle_not_even_within_a_function():
    graph = grimp.build_graph(*PACKAGES, exclude_type_checking_imports=True)
    assert len(graph.modules) > 300
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as circle:
        pytest.fail(" imports ".join(circle.args[1]))


def test_the_root_of_dialog_is_the_projects_own():
    assert len([*(Path(settings.BASE_DIR) / "dialog").glob("*.py")]) <= MOST_IN_THE_ROOT


def test_nothing_imports_a_view_but_what_leads_there():
    graph = grimp.build_graph(*PACKAGES, exclude_type_checking_imports=True)
    views = {module for module in graph.modules if module.startswith("dialog.views.")}
    importers = {name for view in views for name in graph.find_modules_that_directly_import(view)} - views
    assert {name for name in importers if name.startswith("dialog.")} == {"dialog.urls"}

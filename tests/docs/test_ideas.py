"""The table of ideas is whole, and everything it names is there."""

from __future__ import annotations

import ast
import importlib
import re
import runpy
from pathlib import Path

import pytest

from samverkan.checks import checks
from samverkan.jurisdictions import jurisdiction

ROOT = Path(__file__).resolve().parents[2]
IDEAS = (ROOT / "docs" / "explanation" / "ideas.md").read_text(encoding="utf-8")
ROWS = [line for line in IDEAS.splitlines() if re.match(r"\| [CP]\d", line)]
NAMES = sorted(set(re.findall(r"{py:obj}`~(samverkan\.[\w.]+)`", IDEAS)))
CHECKS = sorted(set(re.findall(r"reference/checks/([\w.-]+)\.md", IDEAS)))
TESTS = sorted(set(re.findall(r"`(tests/[\w/]+\.py::\w+)`", IDEAS)))


def test_every_idea_has_a_row():
    expected = {f"C{n:02}" for n in range(1, 26)} | {f"P{n}" for n in range(1, 5)}
    assert {line.split("|")[1].strip() for line in ROWS} == expected
    assert len(ROWS) == len(expected)


@pytest.mark.parametrize("row", ROWS, ids=[row.split("|")[1].strip() for row in ROWS])
def test_every_row_has_a_type_a_function_and_a_test(row):
    _, what, types, functions, shown = (cell.strip() for cell in row.strip("|").split("|"))
    assert what
    assert "{py:obj}" in types
    assert "{py:obj}" in functions or "](../reference/checks/" in functions
    assert "tests/" in shown


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_public_where_the_table_says(name):
    module, _, what = name.rpartition(".")
    assert what in importlib.import_module(module).__all__


def test_every_check_of_the_table_exists():
    assert set(CHECKS) <= {one.id for one in checks(jurisdiction("SE"))}


@pytest.mark.parametrize("shown", TESTS)
def test_every_test_of_the_table_exists(shown):
    path, _, name = shown.partition("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_check_has_a_page_and_the_index_links_to_it():
    pages = runpy.run_path(str(ROOT / "docs" / "check_pages.py"))["check_pages"]()
    every = [one.id for one in checks(jurisdiction("SE"))]
    assert set(pages) == {"index.md", *(f"{name}.md" for name in every)}
    assert all(f"({name}.md)" in pages["index.md"] for name in every)

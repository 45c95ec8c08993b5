"""Every column of the declared schema stands on the page, with its meaning and Swedish term."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

pytest.importorskip("polars")
tables = pytest.importorskip("samverkan.tables")

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_page_has_every_table_and_column():
    page = runpy.run_path(str(DOCS / "table_pages.py"))["table_pages"]()["index.md"]
    _, *sections = page.split("\n## ")
    assert [one.partition("\n")[0] for one in sections] == list(tables.schema())
    for section, table in zip(sections, tables.schema().values(), strict=True):
        rows = section.splitlines()[6:]
        names = [row.split("`")[1] for row in rows if row]
        assert names[: len(table.columns)] == [one.name for one in table.columns]
        assert ":class:" not in section
        for row, column in zip(rows, table.columns, strict=False):
            assert column.term in row
            assert column.type.label("en") in row

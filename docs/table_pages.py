"""The page of the tables of facts, written from the declared schema before Sphinx reads."""

from __future__ import annotations

from collections.abc import Iterator

from samverkan.codelists import Code
from samverkan.tables import Column, TableSchema, schema
from samverkan.tables.facts import EXTRA

INDEX = """# Tables of facts

What `samverkan.tables` reads and `Portfolio.to_tables()` writes: {count} tables, drawn from the
nouns of the model. `contracts` is the only one that must be there, and `id` the only column it
must have beside what rules ask for. A table that refers back to another one names its row by id,
or by place where it has none. Columns of other names are left alone.

A *code* is one of a list, as text; a *moment* is ISO text with its offset; a *decimal number* is
exact text, and any numeric type is read. A column marked with * must have a value in every row.
The last columns of `contracts` are for registers that have no tables of procurements and
parties; they are read and never written.

{tables}
"""
MOST_CODES = 8


def table_pages() -> dict[str, str]:
    """The text of each page by its name."""
    named = schema()
    tables = "\n\n".join(map(_table, named.values()))
    return {"index.md": INDEX.format(count=len(named), tables=tables)}


def _table(table: TableSchema) -> str:
    columns = (*table.columns, *EXTRA.get(table.name, ()))
    rows = "\n".join(map(_row, columns))
    return (
        f"## {table.name}\n\n{table.meaning}\n\n"
        f"| column | type | unit | meaning | Swedish |\n|---|---|---|---|---|\n{rows}"
    )


def _row(column: Column) -> str:
    must = "*" if column.required else ""
    cells = (
        f"`{column.name}`{must}",
        " ".join(_type(column)),
        column.unit or "",
        column.meaning.replace("|", r"\|"),
        column.term,
    )
    return f"| {' | '.join(cells)} |"


def _type(column: Column) -> Iterator[str]:
    yield column.type.label("en")
    if column.codes is not None and len(column.codes) <= MOST_CODES:
        yield f"({_listed(column.codes)})"


def _listed(codes: type[Code]) -> str:
    return ", ".join(f"`{code.value}`" for code in codes)

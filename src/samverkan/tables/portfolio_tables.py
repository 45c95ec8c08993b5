"""A portfolio as tables of facts, and back, without loss."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import attrs

from samverkan.codelists import Code
from samverkan.errors import TableError
from samverkan.periods import Moment, day, moment
from samverkan.portfolio import Portfolio
from samverkan.tables.facts import EXTRA, Facts, as_facts
from samverkan.tables.schema import POSITION, Column, ColumnType, Part, TableSchema, schema

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Row", "from_portfolio", "portfolio_of", "rows_of", "to_portfolio"]

Row: TypeAlias = dict[str, object]
_Key: TypeAlias = tuple[object, ...]


# ------------------------------------------------------------------------------- to tables
def from_portfolio(portfolio: Portfolio) -> Facts:
    """Every fact of a portfolio as tables (register som tabeller); nothing is lost.

    >>> from samverkan.contracts import Contract
    >>> facts = from_portfolio(Portfolio(contracts=(Contract(id="A-1", notice="6 months"),)))
    >>> facts.arrow("contracts").select(["id", "notice_months"]).to_pylist()
    [{'id': 'A-1', 'notice_months': 6}]
    """
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for field in attrs.fields(Portfolio):
        for noun in getattr(portfolio, field.name):
            _write(noun, schema()[field.name], {}, rows)
    return Facts({name: _arrow(schema()[name], rows[name]) for name in schema()})


def _write(noun: object, table: TableSchema, keys: Row, rows: dict[str, list[Row]]) -> None:
    row: Row = dict(keys)
    rows[table.name].append(row)
    own = {name: keys[name] for name in table.keys}
    back = getattr(noun, "id", None) if table.column_or_none("id") else None
    _spread(noun, table.parts, row, own, keys.get(POSITION) if back is None else back, rows)


def _spread(
    noun: object,
    parts: Iterable[Part],
    row: Row,
    keys: Row,
    back: object,
    rows: dict[str, list[Row]],
) -> None:
    for part in parts:
        value = getattr(noun, part.field)
        if part.table is not None:
            _write_several(value, part, keys, back, rows)
        elif part.parts:
            if part.flag is not None:
                row[part.flag.name] = value is not None
            if part.column is not None and isinstance(value, Code):
                row[part.column.name] = value.value
            elif value is not None:
                _spread(value, part.parts, row, keys, back, rows)
        else:
            row[cast("Column", part.column).name] = _plain(value)


def _write_several(
    values: Iterable[object], part: Part, keys: Row, back: object, rows: dict[str, list[Row]]
) -> None:
    table = schema()[cast("str", part.table)]
    own = {**keys, table.keys[-1]: back}
    listed = sorted(values, key=str) if part.several is frozenset else values
    for place, value in enumerate(listed):
        placed = {**own, POSITION: place} if table.is_ordered else own
        if table.of_values:
            rows[table.name].append({**placed, "value": _plain(value)})
        else:
            _write(value, table, placed, rows)


def _plain(value: object) -> object:
    if isinstance(value, Code):
        return value.value
    if isinstance(value, Moment):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _arrow(table: TableSchema, rows: list[Row]) -> pa.Table:
    import pyarrow as pa

    arrays = {
        column.name: pa.array([row.get(column.name) for row in rows], arrow_type(column))
        for column in table.columns
    }
    return pa.table(arrays)


def arrow_type(column: Column) -> pa.DataType:
    """The Arrow type that a column is written as."""
    import pyarrow as pa

    types: Mapping[ColumnType, pa.DataType] = {
        ColumnType.INTEGER: pa.int32(),
        ColumnType.TRUTH: pa.bool_(),
        ColumnType.DAY: pa.date32(),
    }
    return types.get(column.type, pa.string())


# ----------------------------------------------------------------------------- from tables
def to_portfolio(tables: Any) -> Portfolio:  # noqa: ANN401  # facts in any form
    """The portfolio that tables of facts hold; the inverse of :func:`from_portfolio`.

    Args:
        tables: What :func:`~samverkan.tables.as_facts` takes.

    >>> import pyarrow as pa
    >>> to_portfolio(pa.table({"id": ["A-1"], "notice_months": [6]})).contracts[0].notice
    Span(months=6, days=0, working_days=0)

    Raises:
        TableError: when a column is mistyped, a table lacks what a row must have, a row belongs to
            nothing, or contracts carry what only procurements and parties hold.
        PortfolioError: when references do not resolve.
    """
    rows = rows_of(as_facts(tables))
    strange = [
        name for name in (column.name for column in EXTRA["contracts"])
        if any(row.get(name) is not None for row in rows.get("contracts", ()))
    ]  # fmt: skip
    if strange:
        raise TableError([_STRANGE.format(strange)])
    return portfolio_of(rows)


_STRANGE = (
    "contracts: columns {} tell of procurements and buyers; expected them in tables of "
    "procurements and parties; move them there, or drop them"
)


def rows_of(facts: Facts) -> dict[str, list[Row]]:
    """The rows of every table, ids and what refers to them as text.

    Raises:
        TableError: naming every column that is mistyped.
    """
    return {name: _rows(facts, name) for name in facts}


def _rows(facts: Facts, name: str) -> list[Row]:
    frame = facts.frame(name)
    assert frame is not None  # noqa: S101  # it is one of them
    texts = [c.name for c in schema()[name].columns if c.type is ColumnType.TEXT]
    rows: list[Row] = frame.collect(backend="pyarrow").to_native().to_pylist()
    numbered = [
        one for one in texts if rows and any(isinstance(row.get(one), int) for row in rows)
    ]
    for column in numbered:
        for row in rows:
            row[column] = None if row[column] is None else str(row[column])
    return rows


def portfolio_of(rows: Mapping[str, list[Row]]) -> Portfolio:
    """The portfolio that rows of tables hold.

    Raises:
        TableError: when a table lacks what a row must have, or a row belongs to nothing.
    """
    reader = _Reader(rows)
    found = Portfolio(
        **{
            field.name: tuple(
                reader.noun(row, schema()[field.name], ())
                for row in reader.rows(field.name).get((), ())
            )
            for field in attrs.fields(Portfolio)
        }
    )
    if loose := list(reader.loose()):
        raise TableError(loose)
    return found


class _Reader:
    """Reads nouns from rows, the rows of each table grouped by the row they belong to."""

    def __init__(self, tables: Mapping[str, list[Row]]) -> None:
        self._tables = tables
        self._grouped: dict[str, dict[_Key, list[Row]]] = {}
        self._read: defaultdict[str, set[_Key]] = defaultdict(set)

    def rows(self, name: str) -> dict[_Key, list[Row]]:
        """The rows of a table by what they belong to, in order."""
        if name not in self._grouped:
            table = schema()[name]
            grouped: defaultdict[_Key, list[Row]] = defaultdict(list)
            for row in self._tables.get(name, ()):
                if missing := [key for key in table.keys if key not in row]:
                    raise TableError([f"{name}: no columns {missing}; a row must say whose it is"])
                grouped[tuple(row[key] for key in table.keys)].append(row)
            if table.is_ordered:
                for rows in grouped.values():
                    rows.sort(key=_position)
            self._grouped[name] = dict(grouped)
        return self._grouped[name]

    def loose(self) -> Iterator[str]:
        """A sentence for each table with rows that belong to nothing."""
        for name in self._tables:
            lost = [key for key in self.rows(name) if key and key not in self._read[name]]
            if lost:
                shown = ", ".join("/".join(map(str, key)) for key in lost[:3])
                yield (
                    f"{name}: {len(lost)} of {schema()[name].keys} belong to nothing, such as "
                    f"{shown}; give what they belong to, or drop the rows"
                )

    def noun(self, row: Row, table: TableSchema, keys: _Key) -> Any:  # noqa: ANN401  # any noun
        """The noun of a row."""
        back = row.get("id") if table.column_or_none("id") else None
        own = (*keys, row.get(POSITION) if back is None else back)
        try:
            return table.noun(**self._values(row, table.parts, own))
        except TypeError as error:
            raise TableError([f"{table.name}: a row lacks what it must have: {error}"]) from None

    def _values(self, row: Row, parts: Iterable[Part], own: _Key) -> dict[str, object]:
        found: dict[str, object] = {}
        for part in parts:
            if part.table is not None:
                found[part.field] = self._several(part, own)
            elif part.parts:
                if (value := self._composed(row, part, own)) is not None:
                    found[part.field] = value
            else:
                column = cast("Column", part.column)
                value = row.get(column.name)
                if value is not None:
                    found[part.field] = _READ.get(column.type, _same)(value)
        return found

    def _composed(self, row: Row, part: Part, own: _Key) -> object:
        if part.column is not None and row.get(part.column.name) is not None:
            return row[part.column.name]
        inner = self._values(row, part.parts, own)
        known = {name: value for name, value in inner.items() if value != ()}
        if not known and not (part.flag is not None and row.get(part.flag.name)):
            return None
        if part.flag is not None:  # its fields need not have defaults
            inner = {one.field: None for one in part.parts} | inner
        return part.kind(**inner)

    def _several(self, part: Part, own: _Key) -> tuple[object, ...]:
        table = schema()[cast("str", part.table)]
        rows = self.rows(table.name).get(own, ())
        self._read[table.name].add(own)
        if table.of_values:
            column = table.column("value")
            return tuple(_READ.get(column.type, _same)(row["value"]) for row in rows)
        return tuple(self.noun(row, table, own) for row in rows)


def _position(row: Row) -> int:
    """The place among several; rows without one stay as they stand."""
    return cast("int", row.get(POSITION) or 0)


def _same(value: object) -> object:
    return value


_READ: Mapping[ColumnType, Callable[[Any], object]] = MappingProxyType(
    {
        ColumnType.DAY: day,
        ColumnType.MOMENT: moment,
        ColumnType.NUMBER: lambda value: Decimal(str(value)),
        ColumnType.TEXT: str,
    }
)

"""The declared schema of facts: which tables and columns there are, made from the nouns.

Each noun of a portfolio is a table. Its values of several parts (a period, a sum of money) are
spread over columns, and what it has several of (options, lots, decisions) is a table of its own
that refers back and keeps the order.

>>> [(column.name, column.type.value) for column in schema()["contract_options"].columns[:4]]
[('contract', 'text'), ('position', 'integer'), ('id', 'text'), ('extend_by_months', 'integer')]
>>> schema()["contracts"].column("notice_months").unit
'months'
"""

from __future__ import annotations

import functools
import inspect
import re
import types
import typing
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

import attrs

from samverkan.codelists import Code
from samverkan.errors import TableError, near
from samverkan.periods import Day, Moment
from samverkan.portfolio import Portfolio
from samverkan.tables.terms import TERMS

CodeList: TypeAlias = type[Code]

__all__ = ["Column", "ColumnType", "Part", "TableSchema", "schema"]


class ColumnType(Code):
    """What a column holds (kolumntyp)."""

    TEXT = "text", "text", "text"
    CODE = "code", "kod", "code"
    INTEGER = "integer", "heltal", "whole number"
    TRUTH = "truth", "sanningsvärde", "truth value"
    DAY = "day", "dag", "day"
    MOMENT = "moment", "tidpunkt", "moment"
    NUMBER = "number", "decimaltal", "decimal number"


@attrs.frozen(kw_only=True)
class Column:
    """One column of a table of facts (kolumn).

    Attributes:
        name: As it stands in the table.
        type: What it holds; a code is its text, a moment ISO text with its offset, a number exact
            decimal text (any numeric type is read).
        unit: What it is counted in; ``None`` where that says nothing.
        meaning: What it tells.
        term: The Swedish term.
        required: Whether a row must have it.
        codes: The codes it may hold.

    >>> column = schema()["contracts"].column("period_end")
    >>> column.type.label("sv"), column.required
    ('dag', False)
    """

    name: str
    type: ColumnType
    unit: str | None = None
    meaning: str = ""
    term: str = ""
    required: bool = False
    codes: CodeList | None = None


@attrs.frozen
class Part:
    """How one field of a noun becomes columns or a table (fältets plats).

    Attributes:
        field: The field's name.
        kind: The type of the value, or of one of several.
        column: The column of a bare value, or of the code where a value may be one.
        parts: For a value of several parts, how each of those becomes columns.
        flag: The column that tells a value without any known part from no value at all.
        table: The table that holds several values.
        several: ``tuple`` or ``frozenset`` where there are several.
    """

    field: str
    kind: type
    column: Column | None = None
    parts: tuple[Part, ...] = ()
    flag: Column | None = None
    table: str | None = None
    several: type | None = None


@attrs.frozen(kw_only=True)
class TableSchema:
    """One table of facts (tabell).

    Attributes:
        name: As the table or its file is called.
        noun: What a row is.
        keys: The columns that refer to the row it belongs to.
        columns: All columns, those of ``keys`` first.
        parts: How the fields of the noun become columns.
        meaning: What a row tells.
        of_values: Whether a row is one bare value and no noun.

    >>> table = schema()["contract_price_revisions"]
    >>> table.keys, [column.name for column in table.columns]
    (('contract',), ['contract', 'position', 'value'])
    """

    name: str
    noun: type
    keys: tuple[str, ...]
    columns: tuple[Column, ...]
    parts: tuple[Part, ...]
    meaning: str
    of_values: bool = False

    def column(self, name: str) -> Column:
        """The column with a name.

        Raises:
            TableError: when there is none; the message names the near ones.
        """
        for column in self.columns:
            if column.name == name:
                return column
        known = [column.name for column in self.columns]
        raise TableError([f"{self.name}: no column {name!r}; {near(name, known)}"])

    def column_or_none(self, name: str) -> Column | None:
        """The column with a name, where there is one."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def is_ordered(self) -> bool:
        """Whether the rows of one parent have an order."""
        return any(column.name == POSITION for column in self.columns)


POSITION = "position"
"""The column that keeps the order of several values, from 0."""
_UNITS = {"months": "months", "days": "days", "working_days": "working days"}
_SIMPLE: Mapping[object, ColumnType] = MappingProxyType(
    {
        str: ColumnType.TEXT,
        int: ColumnType.INTEGER,
        bool: ColumnType.TRUTH,
        Day: ColumnType.DAY,
        Moment: ColumnType.MOMENT,
        Decimal: ColumnType.NUMBER,
    }
)
_MARK_UP = re.compile(r":\w+:`~?([^`]+)`")
_ATTRIBUTE = re.compile(r"^\s{4}(?P<name>\w+): (?P<text>.*(?:\n\s{8}.*)*)", re.MULTILINE)


@functools.cache
def _meanings(noun: type) -> Mapping[str, str]:
    """What the docstring says of each attribute."""
    _, _, attributes = inspect.getdoc(noun).partition("Attributes:")  # type: ignore[union-attr]  # every noun has a docstring
    found = _ATTRIBUTE.finditer(attributes.partition("\n\n")[0] + "\n")
    return {one["name"]: _plain(one["text"]) for one in found}


def _plain(text: str) -> str:
    """A docstring's sentence without its mark-up: ``:class:`~decimal.Decimal``` is ``Decimal``."""
    named = _MARK_UP.sub(lambda found: found[1].rpartition(".")[2], text)
    return " ".join(named.replace("``", "").split())


def _first_line(noun: type) -> str:
    return (inspect.getdoc(noun) or noun.__name__).partition("\n")[0]


def singular(name: str) -> str:
    """What one row of a table is called by those that refer to it."""
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name.removesuffix("s")


def _arms(kind: object) -> tuple[object, ...]:
    """The types of a union, ``None`` left out; the type itself where it is none."""
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        return tuple(arm for arm in typing.get_args(kind) if arm is not types.NoneType)
    return (kind,)


def _nullable(kind: object) -> bool:
    return types.NoneType in typing.get_args(kind)


def _is_noun(kind: object) -> bool:
    return isinstance(kind, type) and attrs.has(kind)


class _Builder:
    """Goes through the nouns and gathers the tables."""

    def __init__(self) -> None:
        self.tables: dict[str, TableSchema] = {}

    def noun(self, name: str, noun: type, keys: tuple[Column, ...], *, ordered: bool) -> None:
        """Add the table of a noun, and those of what it has several of."""
        own = [*keys, *([_position()] if ordered else [])]
        parts = tuple(self._parts(noun, "", name, keys, ordered=ordered))
        columns = (*own, *_columns(parts))
        self.tables = {
            name: TableSchema(
                name=name,
                noun=noun,
                keys=tuple(key.name for key in keys),
                columns=columns,
                parts=parts,
                meaning=_first_line(noun),
            ),
            **self.tables,
        }

    def _parts(
        self, noun: type, prefix: str, table: str, keys: tuple[Column, ...], *, ordered: bool
    ) -> Iterator[Part]:
        attrs.resolve_types(noun)
        for field in attrs.fields(noun):
            if field.init:
                yield self._part(noun, field, prefix, table, keys, ordered=ordered)

    def _part(
        self,
        noun: type,
        field: attrs.Attribute[object],
        prefix: str,
        table: str,
        keys: tuple[Column, ...],
        *,
        ordered: bool,
    ) -> Part:
        name = prefix + field.name
        arms = _arms(field.type)
        several = typing.get_origin(arms[0])
        if several in {tuple, frozenset}:
            return self._several(noun, field, name, table, keys, ordered=ordered)
        codes = [arm for arm in arms if isinstance(arm, type) and issubclass(arm, Code)]
        nouns = [arm for arm in arms if _is_noun(arm)]
        required = field.default is attrs.NOTHING and not _nullable(field.type) and not prefix
        column = _column(noun, field.name, name, codes[0] if codes else arms[0], required=required)
        if not nouns:
            return Part(field.name, typing.cast("type", arms[0]), column)
        inner = typing.cast("type", nouns[0])
        parts = tuple(self._parts(inner, f"{name}_", table, keys, ordered=ordered))
        flag = None
        if all(_nullable(one.type) for one in attrs.fields(inner)):
            flag = Column(
                name=f"{name}_is_stated",
                type=ColumnType.TRUTH,
                meaning=f"Whether there is a {field.name} of which no part is known.",
                term=f"{_term(noun, field.name)} finns",
            )
        told = tuple(_told(one, column) for one in parts)
        return Part(field.name, inner, column if codes else None, told, flag)

    def _several(
        self,
        noun: type,
        field: attrs.Attribute[object],
        name: str,
        table: str,
        keys: tuple[Column, ...],
        *,
        ordered: bool,
    ) -> Part:
        kind = typing.get_args(_arms(field.type)[0])[0]
        several = typing.get_origin(_arms(field.type)[0])
        own = (
            "id"
            if any(one.name == "id" and one.type is str for one in attrs.fields(noun))
            else None
        )
        back = Column(
            name=singular(table.rpartition("_")[2] if keys else table),
            type=ColumnType.TEXT if own else ColumnType.INTEGER,
            meaning=f"The {own or POSITION} of the {singular(table).replace('_', ' ')}.",
            term=TERMS.get(singular(table), _first_term(noun)),
            required=True,
        )
        child = f"{singular(table)}_{name}"
        is_row = several is tuple
        if _is_noun(kind):
            self.noun(child, kind, (*keys, back), ordered=is_row)
        else:
            value = _column(noun, field.name, "value", kind, required=True)
            columns = (*keys, back, *([_position()] if is_row else []), value)
            self.tables[child] = TableSchema(
                name=child,
                noun=kind,
                keys=(*(key.name for key in keys), back.name),
                columns=columns,
                parts=(Part("value", kind, value),),
                meaning=f"{_meanings(noun).get(field.name, field.name)}",
                of_values=True,
            )
        del ordered
        return Part(field.name, kind, table=child, several=several)


def _told(part: Part, whole: Column) -> Part:
    """The part of a value, told as what it is a part of and what it is."""
    column = part.column
    if column is None:
        return part
    own = column.meaning
    if own[1:2].islower():
        own = own[:1].lower() + own[1:]
    meaning = f"{whole.meaning.rstrip('.')}: {own}"
    term = f"{whole.term}: {column.term}"
    return attrs.evolve(part, column=attrs.evolve(column, meaning=meaning, term=term))


def _columns(parts: tuple[Part, ...]) -> Iterator[Column]:
    for part in parts:
        if part.column is not None:
            yield part.column
        if part.flag is not None:
            yield part.flag
        yield from _columns(part.parts)


def _position() -> Column:
    return Column(
        name=POSITION,
        type=ColumnType.INTEGER,
        meaning="The place in the row of several, from 0.",
        term="ordning",
        required=True,
    )


def _first_term(noun: type) -> str:
    """The Swedish term in the brackets of a noun's first line."""
    found = re.search(r"\(([^):;]+)[^)]*\)", _first_line(noun))
    return found[1].strip() if found else noun.__name__


def _term(noun: type, field: str) -> str:
    return TERMS.get(f"{noun.__name__}.{field}") or TERMS.get(field) or _first_term(noun)


def _column(noun: type, field: str, name: str, kind: object, *, required: bool) -> Column:
    is_code = isinstance(kind, type) and issubclass(kind, Code)
    if not is_code and kind not in _SIMPLE and not _is_noun(kind):
        raise TableError(
            [f"schema: {noun.__name__}.{field} is of type {kind!r}, which has no column"]
        )
    return Column(
        name=name,
        type=ColumnType.CODE if is_code else _SIMPLE.get(kind, ColumnType.TEXT),
        unit=_UNITS.get(field),
        meaning=_meanings(noun).get(field) or f"{field.replace('_', ' ').capitalize()}.",
        term=_term(noun, field),
        required=required,
        codes=typing.cast("type[Code]", kind) if is_code else None,
    )


@functools.cache
def schema() -> Mapping[str, TableSchema]:
    """Every table of facts by name (uppgifternas schema).

    >>> "contract_amendments" in schema()
    True
    """
    attrs.resolve_types(Portfolio)
    builder = _Builder()
    for field in reversed(attrs.fields(Portfolio)):
        kind = typing.get_args(field.type)[0]
        builder.noun(field.name, kind, (), ordered=False)
    return MappingProxyType(builder.tables)

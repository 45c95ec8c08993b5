"""Tables of facts: frames of any engine by name, read from files or handed over, and checked."""

from __future__ import annotations

import contextlib
import importlib.util
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
from narwhals.exceptions import NarwhalsError

from samverkan.errors import TableError, near
from samverkan.tables.arithmetic import Frame
from samverkan.tables.schema import Column, ColumnType, schema

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["EXTRA", "Facts", "as_facts", "as_frame", "told_of_polars"]

_SUFFIXES = (".parquet", ".csv", ".arrow", ".feather")
EXTRA: Mapping[str, tuple[Column, ...]] = {
    "contracts": tuple(
        Column(name=name, type=kind, meaning=meaning, term=term)
        for name, kind, meaning, term in (
            ("regime", ColumnType.CODE, "The procurement's regime.", "regelverk"),
            ("procedure", ColumnType.CODE, "The procurement's procedure.", "förfarande"),
            ("category", ColumnType.CODE, "What is bought.", "det som köps"),
            ("buyer_kind", ColumnType.CODE, "What kind of buyer.", "typ av myndighet"),
            ("country", ColumnType.CODE, "The buyer's country (ISO 3166).", "land"),
            ("published_on", ColumnType.DAY, "The call for competition.", "annons"),
            ("tenders_due_on", ColumnType.DAY, "Last day for tenders.", "sista anbudsdag"),
            ("notified_on", ColumnType.DAY, "Award notification.", "underrättelse"),
        )
    )
}
"""Columns that contracts may carry themselves where there is no table of procurements or
parties."""


class Facts(Mapping[str, Any]):
    """Tables of facts by name (uppgiftstabeller); :func:`~samverkan.tables.schema` tells which.

    Attributes are none: it is a mapping from the name of a table to a frame of any engine.

    >>> import pyarrow as pa
    >>> list(Facts({"contracts": pa.table({"id": ["A-1"]})}))
    ['contracts']

    Raises:
        TableError: for a table that is not in the schema, or a column that is mistyped.
    """

    def __init__(self, tables: Mapping[str, Any]) -> None:
        known = schema()
        unknown = [name for name in tables if name not in known]
        if unknown:
            raise TableError([f"no table {name!r}; {near(name, known)}" for name in unknown])
        self._tables = dict(tables)

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401  # a frame of any engine
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __repr__(self) -> str:
        return f"Facts({', '.join(self._tables)})"

    def arrow(self, name: str) -> pa.Table:
        """A table as Arrow."""
        import pyarrow as pa

        found = self._tables[name]
        if isinstance(found, pa.Table) or hasattr(found, "__arrow_c_stream__"):
            return _without_views(pa.table(found))
        return as_frame(found).collect(backend="pyarrow").to_native()

    def frame(self, name: str) -> Frame | None:
        """A table as a lazy Narwhals frame with columns of the declared types, where it is there.

        Raises:
            TableError: naming every column whose type cannot be what it is declared as.
        """
        if name not in self._tables:
            return None
        return _typed(as_frame(self._tables[name]), name)

    def to(self, engine: str) -> Facts:
        """The same tables as frames of an engine: ``polars``, ``pyarrow``, ``pandas``, ``duckdb``.

        Raises:
            TableError: for another engine.
        """
        if engine not in _MAKERS:
            raise TableError([f"engine={engine!r}; {near(engine, _MAKERS)}"])
        return Facts({name: _MAKERS[engine](self.arrow(name)) for name in self})

    def write(self, folder: str | Path) -> None:
        """Write every table that has rows as ``folder/NAME.parquet``."""
        import pyarrow.parquet as pq

        place = Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        for name in self:
            table = self.arrow(name)
            if table.num_rows:
                pq.write_table(table, place / f"{name}.parquet")


def _polars(table: pa.Table) -> object:
    import polars as pl

    return pl.from_arrow(table)


def _pandas(table: pa.Table) -> object:
    import pandas as pd  # type: ignore[import-untyped]  # ships no types

    return table.to_pandas(types_mapper=pd.ArrowDtype)


def _duckdb(table: pa.Table) -> object:
    import duckdb

    return duckdb.from_arrow(table)


def _pyarrow(table: pa.Table) -> object:
    return table


_MAKERS = {"polars": _polars, "pandas": _pandas, "pyarrow": _pyarrow, "duckdb": _duckdb}


# ------------------------------------------------------------------------------------ input
def as_facts(given: Any) -> Facts:  # noqa: ANN401  # that is what it finds out
    """Tables of facts from whatever a user has.

    Args:
        given: Facts; a mapping from table name to frame; one frame, which is of contracts; a path
            to a Parquet, CSV or Arrow file of contracts, or to a folder of files named by table
            (or, where none is, of contracts in several files).

    >>> import pyarrow as pa
    >>> as_facts(pa.table({"id": ["A-1"]}))
    Facts(contracts)

    Raises:
        TableError: when it is none of these.
    """
    if isinstance(given, Facts):
        return given
    if isinstance(given, Mapping):
        return Facts(given)
    if isinstance(given, str | Path):
        return _read(Path(given))
    return Facts({"contracts": given})


def _read(path: Path) -> Facts:
    if not path.exists():
        raise TableError([f"path={str(path)!r}: no such file or folder"])
    if not path.is_dir():
        return Facts({"contracts": _scan([path])})
    files = sorted(one for one in path.iterdir() if one.suffix in _SUFFIXES)
    named = {one.stem: one for one in files if one.stem in schema()}
    if named:
        return Facts({name: _scan([one]) for name, one in named.items()})
    if not files:
        raise TableError([f"path={str(path)!r}: no file ends in {', '.join(_SUFFIXES)}"])
    return Facts({"contracts": _scan(files)})


def _scan(files: list[Path]) -> object:
    """The files as one lazy Polars frame."""
    import polars as pl

    suffix = files[0].suffix
    if suffix == ".parquet":
        return pl.scan_parquet(files)
    if suffix == ".csv":
        return pl.scan_csv(files, try_parse_dates=True)
    if suffix in _SUFFIXES:
        return pl.scan_ipc(files)
    raise TableError(
        [f"path={str(files[0])!r}: expected a file that ends in {', '.join(_SUFFIXES)}"]
    )


def as_frame(given: Any) -> Frame:  # noqa: ANN401  # that is what it finds out
    """A lazy Narwhals frame of what an engine has, or of anything with an Arrow stream.

    >>> import pyarrow as pa
    >>> as_frame(pa.table({"id": ["A-1"]})).collect_schema().names()
    ['id']

    Raises:
        TableError: when it is no table.
    """
    if isinstance(given, nw.LazyFrame):
        return given
    if isinstance(given, nw.DataFrame):
        return given.lazy()
    found = nw.from_native(given, pass_through=True)
    if isinstance(found, nw.LazyFrame):
        return found
    if isinstance(found, nw.DataFrame):
        if found.implementation.is_pandas():
            found = nw.from_native(given.convert_dtypes(dtype_backend="pyarrow"))
        elif found.implementation.is_pyarrow():
            found = nw.from_native(_without_views(given))
        lazy: Frame = found.lazy()
        return lazy
    if hasattr(given, "__arrow_c_stream__"):
        import pyarrow as pa

        return as_frame(_without_views(pa.table(given)))
    raise TableError([_NO_FRAME.format(type(given).__name__)])


_NO_FRAME = (
    "contracts is a {}; expected a frame (polars, pandas, pyarrow, duckdb, pyspark), an object "
    "with __arrow_c_stream__, or a path"
)


def _without_views(table: pa.Table) -> pa.Table:
    """The table with texts as PyArrow can filter them."""
    import pyarrow as pa

    if not any(pa.types.is_string_view(kind) for kind in table.schema.types):
        return table
    fields = [
        pa.field(one.name, pa.large_string()) if pa.types.is_string_view(one.type) else one
        for one in table.schema
    ]
    return table.cast(pa.schema(fields))


@contextlib.contextmanager
def told_of_polars() -> Generator[None]:
    """Errors of Polars about what it reads as our own, in a line.

    Raises:
        TableError: for a file that is none, or a value that is not of its column's type.
    """
    kinds: tuple[type[Exception], ...] = (NarwhalsError,)
    if importlib.util.find_spec("polars") is not None:
        import polars as pl

        kinds = (NarwhalsError, pl.exceptions.PolarsError)
    try:
        yield
    except kinds as error:
        told = str(error).partition("\n")[0]
        raise TableError(
            [f"{told}; expected files and columns as schema() declares them"]
        ) from error


# ------------------------------------------------------------------------------------ types
def _typed(frame: Frame, name: str) -> Frame:
    """The frame with every declared column of its declared type."""
    declared = {column.name: column for column in (*schema()[name].columns, *EXTRA.get(name, ()))}
    found = frame.collect_schema()
    problems = [
        f"{name}: no column {column!r} is declared; {near(column, declared)}"
        for column in found
        if column not in declared
        and _is_slip(column, [one for one in declared if one not in found])
    ]
    wanted: list[nw.Expr] = []
    for column, kind in found.items():
        if column not in declared:
            continue
        expression = _cast(declared[column], kind)
        if expression is None:
            problems.append(
                f"{name}: column {column!r} is of type {kind}; expected "
                f"{declared[column].type.label('en')}"
            )
        else:
            wanted.append(expression)
    if problems:
        raise TableError(problems)
    return frame.select(*wanted)


def _is_slip(column: str, missing: list[str]) -> bool:
    import difflib

    return bool(difflib.get_close_matches(column, missing, n=1, cutoff=0.85))


def _cast(column: Column, kind: nw.dtypes.DType) -> nw.Expr | None:
    """The column as its declared type; ``None`` where it cannot be that."""
    found = nw.col(column.name)
    is_text = isinstance(kind, nw.String | nw.Categorical | nw.Enum)
    known: dict[ColumnType, tuple[tuple[bool, nw.Expr], ...]] = {
        ColumnType.DAY: (
            (kind == nw.Date, found),
            (kind == nw.Datetime, found.dt.date()),
            (kind == nw.String, found.str.to_date(format="%Y-%m-%d")),
        ),
        ColumnType.INTEGER: ((kind.is_integer(), found.cast(nw.Int32)),),
        ColumnType.TRUTH: ((kind == nw.Boolean, found),),
        ColumnType.NUMBER: ((kind.is_numeric() or kind == nw.String, found),),
        ColumnType.TEXT: (
            (kind == nw.String or (kind.is_integer() and _is_key(column)), found),
            (is_text, found.cast(nw.String)),
        ),
        ColumnType.CODE: ((is_text, found.cast(nw.String)),),
        ColumnType.MOMENT: ((kind == nw.String, found),),
    }
    if kind == nw.Unknown:  # a column of nulls alone
        return found
    return next((read for is_so, read in known[column.type] if is_so), None)


def _is_key(column: Column) -> bool:
    """Whether whole numbers may stand for its texts: ids and what refers to them."""
    return column.name in {"id", "contract", "procurement", "buyer"}

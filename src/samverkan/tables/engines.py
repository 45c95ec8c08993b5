"""What differs from engine to engine: how a small table of ours gets to where the facts are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import narwhals.stable.v2 as nw

from samverkan.errors import TableError
from samverkan.tables.arithmetic import Frame
from samverkan.tables.calendar_table import arrow_functions

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

__all__ = ["Engine", "as_lazy"]


def as_lazy(given: Any) -> Frame:  # noqa: ANN401  # a frame of any engine
    """A frame of an engine as a lazy one of Narwhals."""
    found: Frame = nw.from_native(given, pass_through=False).lazy()
    return found


@attrs.define(eq=False)
class Engine:
    """The engine of a frame (motor).

    Attributes:
        frame: A frame of the engine, which tells connection and session.
    """

    frame: Frame
    _made: dict[int, tuple[object, Frame]] = attrs.field(
        factory=dict[int, "tuple[object, Frame]"], init=False, repr=False
    )

    @property
    def name(self) -> str:
        """``polars``, ``pandas``, ``pyarrow``, ``duckdb`` or ``pyspark``."""
        name: str = self.frame.implementation.value
        return name

    @property
    def is_polars(self) -> bool:
        """Whether it is Polars."""
        return self.frame.implementation.is_polars()

    @property
    def is_spark(self) -> bool:
        """Whether it is Spark, where every pass over all rows is a journey."""
        return self.name.startswith("pyspark")

    @property
    def is_eager(self) -> bool:
        """Whether frames hold rows and not a query."""
        return self.name in {"polars", "pandas", "pyarrow"}

    def held(self, frame: Frame) -> Frame:
        """The frame worked out once, where the engine would do it again for every rule.

        Polars, pandas and PyArrow hold it in memory, DuckDB as an Arrow table, and Spark as a
        checkpoint: in the session's checkpoint folder where it has one, else on the workers.
        """
        match self.name:
            case "pyspark" | "pyspark[connect]":
                native = frame.to_native()
                has_folder = native.sparkSession.sparkContext.getCheckpointDir() is not None
                kept = native.checkpoint() if has_folder else native.localCheckpoint()
                return as_lazy(kept)
            case "duckdb":
                return self.table(frame.collect(backend="pyarrow").to_native())
            case _:
                return as_lazy(frame.collect())

    def beside(self, frame: Frame, table: pa.Table, key: str) -> Frame:
        """The frame with a small Arrow table's columns by a key, its rows in the same order."""
        match self.name:
            case "polars":
                native = frame.to_native().join(
                    self.table(table).to_native(), on=key, how="left", maintain_order="left"
                )
                return as_lazy(native)
            case "pyarrow":
                return as_lazy(_taken(frame.collect().to_native(), table, key))
            case "duckdb":
                numbered = as_lazy(frame.to_native().project(f"*, {_PLACE}"))
                joined = numbered.join(self.table(table), on=key, how="left")
                return joined.sort("_place").drop("_place")
            case "pyspark" | "pyspark[connect]":
                return as_lazy(_mapped(frame.to_native(), table, key))
            case _:
                return frame.join(self.table(table), on=key, how="left")

    def table(self, table: pa.Table) -> Frame:
        """A small Arrow table as a frame of the engine, sent to every worker where there are some.

        Raises:
            TableError: for an engine that nobody has tried.
        """
        if id(table) not in self._made:
            # The table is kept with its frame, so that its identity is not given to another.
            self._made[id(table)] = (table, as_lazy(self._native(table)))
        return self._made[id(table)][1]

    def looked_up(self, frame: Frame, table: pa.Table, key: str, known: str) -> Frame:
        """The rows whose key a small table has, with the columns of that table.

        Polars takes them by place, which is faster than a join, where the keys lie close together.

        Args:
            frame: With ``key`` as whole numbers.
            table: With ``key``, each number once.
            key: The column.
            known: A column of the table without nulls.
        """
        places = self._places(table, key) if self.is_polars else None
        if places is None:
            return frame.join(self.table(table), on=key, how="inner")
        import polars as pl

        least, columns = places
        beyond = len(columns[0]) - 1
        native: pl.LazyFrame = frame.to_native()
        at = (pl.col(key) - least).clip(0, beyond)
        taken = [pl.lit(column).gather("_place").alias(column.name) for column in columns]
        native = native.with_columns(_place=at).with_columns(taken).drop("_place")
        return nw.from_native(native.filter(pl.col(known).is_not_null()))

    def _places(self, table: pa.Table, key: str) -> tuple[int, list[pl.Series]] | None:
        """The key at place 0, and the columns by place, null at both ends and where no key is.

        ``None`` where most places would be empty.
        """
        import polars as pl

        rows = pl.DataFrame(pl.from_arrow(table))
        if rows.is_empty():
            return None
        least, most = int(rows[key].min()), int(rows[key].max())  # type: ignore[arg-type]  # keys are numbers
        if most - least > _ROOM * rows.height:
            return None
        places = pl.int_range(least - 1, most + 2, dtype=pl.Int32, eager=True).alias(key)
        found = places.to_frame().join(rows, on=key, how="left", maintain_order="left")
        return least - 1, found.drop(key).get_columns()

    def _native(self, table: pa.Table) -> Any:  # noqa: ANN401  # a frame of any engine
        match self.name:
            case "polars":
                import polars as pl

                return pl.from_arrow(table)
            case "pyarrow":
                return table
            case "pandas":
                import pandas as pd  # type: ignore[import-untyped]  # ships no types

                return table.to_pandas(types_mapper=pd.ArrowDtype)
            case "duckdb":
                _calendar_rows = table  # the name is found by the SQL below
                native = self.frame.to_native()
                return native.query("samverkan_facts", "select * from _calendar_rows")
            case "pyspark" | "pyspark[connect]":
                from pyspark.sql.functions import broadcast

                return broadcast(self.frame.to_native().sparkSession.createDataFrame(table))
            case other:
                raise TableError([_UNTRIED.format(other)])


_ROOM = 16
"""The most places for each row of a table whose columns are taken by place."""
_PLACE = "row_number() over () as _place"


def _taken(rows: pa.Table, table: pa.Table, key: str) -> pa.Table:
    """The same of PyArrow, whose joins keep no order."""
    keys = rows[key].cast(table.schema.field(key).type)
    places = arrow_functions().index_in(keys, value_set=table[key].combine_chunks())
    found = table.drop_columns(key).take(places)
    for name in found.column_names:
        rows = rows.append_column(name, found[name])
    return rows


def _mapped(rows: Any, table: pa.Table, key: str) -> Any:  # noqa: ANN401  # frames of Spark
    """The same of Spark, which takes a sort away that a join stands upon."""
    from pyspark.sql import functions as f

    keys = [f.lit(one) for one in table[key].to_pylist()]
    columns: dict[str, Any] = {}
    for name in table.drop_columns(key).column_names:
        values = [f.lit(one).cast("string") for one in table[name].to_pylist()]
        pairs = [part for pair in zip(keys, values, strict=True) for part in pair]
        columns[name] = f.try_element_at(f.create_map(*pairs), f.col(key))
    return rows.withColumns(columns)


_UNTRIED = (
    "engine {!r} has not been tried; expected polars, pandas, pyarrow, duckdb or pyspark; "
    "give the facts as one of those"
)

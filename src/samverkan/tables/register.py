"""Facts as they stood on a day, with the columns that are asked for; what is missing is null.

Checks and measures read their facts here. What corrections replace is left out, and what happened
after the day, as :meth:`samverkan.Portfolio.as_of` does it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import narwhals.stable.v2 as nw

from samverkan.codelists import RiskClass
from samverkan.periods import day
from samverkan.tables.arithmetic import (
    Frame,
    clamped,
    nothing,
    ordinal_of,
    over,
    with_month_and_day,
)
from samverkan.tables.asked import Asked
from samverkan.tables.buyers import with_home_country
from samverkan.tables.columns import prefix
from samverkan.tables.engines import Engine
from samverkan.tables.facts import EXTRA, Facts, as_facts, as_frame
from samverkan.tables.portfolio_tables import arrow_type
from samverkan.tables.schema import Column, ColumnType, schema
from samverkan.tables.subjects import subjects
from samverkan.tables.timelines import Timelines, timelines

__all__ = ["UNIT", "Register", "as_day", "as_money", "units"]

_KINDS: Mapping[ColumnType, Any] = MappingProxyType(
    {
        ColumnType.INTEGER: nw.Int32,
        ColumnType.TRUTH: nw.Boolean,
        ColumnType.DAY: nw.Date,
        ColumnType.NUMBER: nw.Float64,
    }
)
_HAPPENED: Mapping[str, str] = MappingProxyType(
    {
        "checkpoints": "occurred_on",
        "contract_amendments": "occurred_on",
        "design_choices": "decided_on",
        "dialogues": "occurred_on",
        "eligibility_checks": "checked_on",
        "tenders": "submitted_on",
    }
)
"""The column of each kind of dated fact that tells when it happened."""
UNIT = 10_000
"""How many parts an amount of money is counted in."""
_MOST = 900_000_000_000.0
_EIGHT_DIGITS = 1_000_000_000


def units(column: str) -> nw.Expr:
    """A sum of money as a whole number of ten-thousandths, in which sums are exact.

    Null beyond 900 billion, where a double no longer tells ten-thousandths apart.
    """
    number = nw.col(column).cast(nw.Float64)
    there = (number < _MOST) & (number > -_MOST)
    return nw.when(there).then((number * UNIT).round(0)).cast(nw.Int64)


def as_day(frame: Frame, ordinal: str, name: str) -> Frame:
    """The frame with a column of days made from one of day numbers."""
    frame = with_month_and_day(frame, ordinal, "_month", "_dom")
    c = nw.col
    # A hundred months to the year: 88 more for each that is over.
    digits = (c("_month") + over(c("_month"), 12) * 88 + 1) * 100 + c("_dom") + _EIGHT_DIGITS
    text = digits.cast(nw.Int64).cast(nw.String).str.slice(2, 8)
    return frame.with_columns(text.str.to_date(format="%Y%m%d").alias(name)).drop("_month", "_dom")


class Register:
    """Tables of facts on a day (register en dag).

    Attributes:
        facts: The tables.
        as_of: The day whose facts count; all facts where it is ``None``.
        engine: The engine of the contracts.
    """

    def __init__(self, given: Any, as_of: str | dt.date | None = None) -> None:  # noqa: ANN401  # frames of any engine
        facts = as_facts(given)
        #: PyArrow has no joins of its own worth the name; Polars reads its tables where they are.
        self._as_arrow = as_frame(facts["contracts"]).implementation.is_pyarrow()
        self.facts: Facts = facts.to("polars") if self._as_arrow else facts
        self.as_of = None if as_of is None else day(as_of)
        self.engine = Engine(as_frame(self.facts["contracts"]))
        self._lines: Timelines | None = None
        self._has_lines = False
        self._frames: dict[str, Frame | None] = {}
        self._contracts: dict[tuple[tuple[str, ...], ...], Frame] = {}
        self._kept: dict[str, tuple[Frame, ...]] = {}

    # ---------------------------------------------------------------------------------- tables
    def table(self, name: str, *columns: str) -> Frame:
        """Some columns of a table; a column or table that is not there is null or empty."""
        frame = self._frame(name)
        if frame is None:
            return self._empty(name, columns)
        found = set(frame.collect_schema().names())
        beside = next(iter(found))
        absent = [
            nothing(_KINDS.get(_column(name, one).type, nw.String), beside).alias(one)
            for one in columns
            if one not in found
        ]
        return (frame.with_columns(*absent) if absent else frame).select(*columns)

    def has(self, name: str, column: str) -> bool:
        """Whether a column is there."""
        frame = self._frame(name)
        return frame is not None and column in frame.collect_schema().names()

    def _frame(self, name: str) -> Frame | None:
        if name not in self._frames:
            self._frames[name] = self.facts.frame(name)
        return self._frames[name]

    def _empty(self, name: str, columns: Iterable[str]) -> Frame:
        import pyarrow as pa

        numbers = {
            one: pa.float64()
            if _column(name, one).type is ColumnType.NUMBER
            else arrow_type(_column(name, one))
            for one in columns
        }
        return self.engine.table(
            pa.table({one: pa.array([], kind) for one, kind in numbers.items()})
        )

    def current(self, name: str, *columns: str) -> Frame:
        """The same of dated facts that count: not replaced, and not later than the day."""
        happened = _HAPPENED[name]
        keys = schema()[name].keys
        frame = self.table(name, *dict.fromkeys((*keys, *columns, "id", "replaces", happened)))
        replaced = (
            frame.filter(~nw.col("replaces").is_null())
            .select(*keys, nw.col("replaces").alias("id"))
            .unique()
        )
        frame = frame.join(replaced, on=[*keys, "id"], how="anti")
        if self.as_of is not None:
            frame = frame.filter(nw.col(happened).is_null() | (nw.col(happened) <= self.as_of))
        return frame.select(*columns)

    def once(self, name: str, make: Callable[[], tuple[Frame, ...]]) -> tuple[Frame, ...]:
        """Frames that several checks ask for, worked out once."""
        if name not in self._kept:
            self._kept[name] = tuple(map(self.engine.held, make()))
        return self._kept[name]

    def with_country(self, frame: Frame) -> Frame:
        """The frame with ``country``, whose law governs: that of its ``buyer``."""
        parties = self._frame("parties")
        if parties is None:
            return frame.with_columns(country=prefix("buyer"))
        homes = with_home_country(parties, self._frame("party_identifiers"))
        homes = homes.select(buyer="id", country="home_country")
        return frame.join(homes, on="buyer", how="left")

    # ------------------------------------------------------------------------------- contracts
    def contracts(self, *anchors: str, facts: Iterable[str] = ()) -> Frame:
        """``subject``, ``class``, month and day of each anchor (``end_m``), and facts."""
        key = (anchors, tuple(facts))
        if key not in self._contracts:
            self._contracts[key] = self.engine.held(self._subjects(*key))
        return self._contracts[key]

    def _subjects(self, anchors: tuple[str, ...], facts: tuple[str, ...]) -> Frame:
        ask = Asked(
            rules=(),
            functions=(),
            anchors=dict.fromkeys(anchors, "check"),
            facts=dict.fromkeys(facts, "check"),
        )
        found = subjects(
            self.facts,
            ask,
            as_of=self.as_of,
            default_class=RiskClass.B,
            unknown=_EVERY_COLUMN,
            calendar=_NO_CALENDAR,
            lines=self._timelines,
        )
        return found.contracts

    def with_longest_end(self, frame: Frame) -> Frame:
        """The frame with ``longest``, the day number of the end with every open option exercised.

        Args:
            frame: Contracts with ``subject``, and month and day of the end, null where it is open.
        """
        c = nw.col
        frame = frame.with_columns(_end=clamped(c("end_m"), c("end_d")))
        lines = self._timelines()
        extensions = None if lines is None else lines.extensions
        if extensions is None:
            return frame.rename({"_end": "longest"})
        furthest = (
            extensions.filter(c("is_open") == 1)
            .select(subject="contract", _new=clamped(c("new_end_m"), c("new_end_d")))
            .group_by("subject")
            .agg(c("_new").max())
        )
        frame = frame.join(furthest, on="subject", how="left")
        longer = nw.max_horizontal("_end", nw.coalesce("_new", "_end"))
        longest = nw.when(~c("_end").is_null()).then(longer)
        # Held, since it is asked for by comparisons that engines would write it into.
        return self.engine.held(frame.with_columns(longest=longest).drop("_end", "_new"))

    def _timelines(self) -> Timelines | None:
        """Ends and extensions of the contracts, laid out once for all who ask."""
        if not self._has_lines:
            agreed = self.table("contracts", "id", "period_end").select(
                nw.col("id").alias("contract"), set_to=ordinal_of("period_end")
            )
            self._lines = timelines(self.facts, agreed, self.as_of, self.engine.held)
            self._has_lines = True
        return self._lines

    # ---------------------------------------------------------------------------------- output
    def nothing(self, columns: Iterable[str]) -> Frame:
        """No rows, of columns of text and the day ``on``."""
        import pyarrow as pa

        kinds = {name: pa.date32() if name == "on" else pa.string() for name in columns}
        return self.engine.table(pa.table({n: pa.array([], kind) for n, kind in kinds.items()}))

    def given_back(self, frame: Frame) -> Any:  # noqa: ANN401  # a frame of the engine
        """Rows for engines that hold rows, a query for others."""
        if self._as_arrow:
            return frame.collect(backend="polars").to_native().to_arrow()
        if self.engine.is_eager:
            native = frame.collect().to_native()
            return native.reset_index(drop=True) if self.engine.name == "pandas" else native
        return frame.to_native()


_EVERY_COLUMN = tuple(
    column.name for column in (*schema()["contracts"].columns, *EXTRA["contracts"])
)
_NO_CALENDAR: Any = None  # no anchor of a check counts working days


def _column(table: str, name: str) -> Column:
    return next((one for one in EXTRA.get(table, ()) if one.name == name), None) or schema()[
        table
    ].column(name)


def as_money(name: str) -> nw.Expr:
    """A column of ten-thousandths as the amount, a double."""
    return (nw.col(name).cast(nw.Float64) / nw.lit(float(UNIT))).alias(name)

"""The rows of a plan as frames of the engine, sorted, with the columns that were asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import attrs
import narwhals.stable.v2 as nw

from samverkan.periods import Day
from samverkan.rules import FollowUpRule, Rule
from samverkan.tables.arithmetic import Frame
from samverkan.tables.asked import Asked
from samverkan.tables.branches import Branch
from samverkan.tables.calendar_table import EPOCH
from samverkan.tables.engines import Engine
from samverkan.tables.held import Names
from samverkan.tables.packing import Packing

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

__all__ = ["Output"]

_BLOCKED = ("subject", "rule", "anchor", "occurrence", "falls_on", "missing")


@attrs.frozen
class Output:
    """How rows leave the plan (utdata).

    Attributes:
        rules: The rules, by number.
        ask: What they ask.
        window: Day numbers between which follow-ups must be due.
    """

    rules: tuple[Rule, ...]
    ask: Asked
    window: tuple[int | None, int | None]

    def from_polars(
        self,
        branches: list[Branch],
        names: Names,
        columns: tuple[str, ...],
        extra: tuple[pa.Table, pa.Table] | None,
        *,
        order: bool,
    ) -> pl.DataFrame:
        """Rows of Polars, packed into numbers where these have room."""
        import polars as pl

        if extra is not None:
            return self._wide(branches, names, columns, extra[0], order=order)
        branches = [one for one in branches if any(table.num_rows for table in one.tables)]
        if not branches:
            return _empty_polars(names, columns)
        if not order:
            return self._unsorted(branches, names, columns)
        packing = Packing.of(branches, len(self.rules), names.count)
        if packing is None:
            return self._wide(branches, names, columns, None, order=order)
        numbers = pl.concat([packing.packed(branch) for branch in branches]).sort("row")
        ids = self._ids()
        anchors = {one.number: one.timing.anchor for one in self.ask.rules}
        wanted: list[pl.Expr] = []
        for name in columns:
            match name:
                case "subject":
                    wanted.append(names.of(packing.subject()).alias(name))
                case "rule":
                    wanted.append(_chosen(packing.rule(), ids).alias(name))
                case "anchor":
                    listed = [anchors.get(n, "") for n in range(len(self.rules))]
                    wanted.append(_chosen(packing.rule(), listed).alias(name))
                case "occurrence":
                    wanted.append(packing.number().cast(pl.Int32).alias(name))
                case "falls_on":
                    wanted.append(packing.falls().alias(name))
                case _:
                    wanted.append(packing.due().alias(name))
        several = {b.rule.number: b for b in branches if b.rule.anchor.each}
        if several and {"anchor", "occurrence"} & set(columns):
            return self._with_facts(numbers.collect(), packing, several, wanted, columns)
        return numbers.select(wanted).collect()

    def _ids(self) -> list[str]:
        return [
            rule.id if isinstance(rule, FollowUpRule) else str(number)
            for number, rule in enumerate(self.rules)
        ]

    def _unsorted(
        self, branches: list[Branch], names: Names, columns: tuple[str, ...]
    ) -> pl.DataFrame:
        """The rows of one branch after another."""
        import polars as pl

        rules = pl.Enum(list(dict.fromkeys(self._ids())))
        anchors: pl.DataType = pl.Enum(
            list(dict.fromkeys(one.timing.anchor for one in self.ask.rules))
        )
        if any(branch.rule.anchor.each for branch in branches):
            anchors = pl.String()
        parts: list[pl.LazyFrame] = []
        for branch in branches:
            one = branch.rule
            values = {
                "subject": names.of(pl.col("subject")),
                "rule": pl.lit(one.rule.id, rules),
                "anchor": pl.lit(one.timing.anchor, anchors),
                "occurrence": pl.col("number").cast(pl.Int32),
                "falls_on": (pl.col("falls") - EPOCH).cast(pl.Date),
                "due_on": (pl.col("due") - EPOCH).cast(pl.Date),
            }
            if one.anchor.each:
                values |= {"anchor": pl.col("fact"), "occurrence": pl.lit(0, pl.Int32)}
            native: pl.LazyFrame = branch.frame.to_native()
            parts.append(native.select(values[name].alias(name) for name in columns))
        return pl.concat(parts).collect()

    def _with_facts(
        self,
        numbers: pl.DataFrame,
        packing: Packing,
        several: dict[int, Branch],
        wanted: list[pl.Expr],
        columns: tuple[str, ...],
    ) -> pl.DataFrame:
        """The rows with the fact of each follow-up that hangs on one of several.

        Only those rows are looked up; all others have their anchor by the number of their rule.
        """
        import polars as pl

        facts = (
            pl.concat(
                [
                    branch.frame.select("subject", "number", "fact")
                    .to_native()
                    .unique()
                    .select(group=packing.group_of(number), fact="fact")
                    for number, branch in several.items()
                ]
            )
            .sort("group")
            .collect()
        )
        rows = numbers.select(wanted)
        rule, group = numbers.select(rule=packing.rule(), group=packing.group())
        hang = rule.is_in(list(several)).arg_true()
        if "anchor" in columns:
            anchors = {one.number: one.timing.anchor for one in self.ask.rules}
            plain = pl.Series(
                [anchors.get(n, "") for n in range(len(self.rules))], dtype=pl.String
            )
            places = facts["group"].search_sorted(group.gather(hang)) + len(plain)
            which = rule.cast(pl.UInt32).scatter(hang, places.cast(pl.UInt32))
            texts = pl.concat([plain, facts["fact"]]).gather(which)
            rows = rows.with_columns(anchor=texts)
        if "occurrence" in columns:
            rows = rows.with_columns(occurrence=rows["occurrence"].scatter(hang, 0))
        return rows

    def _wide(
        self,
        branches: list[Branch],
        names: Names,
        columns: tuple[str, ...],
        extra: pa.Table | None,
        *,
        order: bool,
    ) -> pl.DataFrame:
        """The rows where one whole number has no room for them, or where functions give some."""
        import polars as pl

        found = [_wide(branch).to_native() for branch in branches]
        parts = [one.with_columns(subject=names.of(pl.col("subject"))) for one in found]
        if extra is not None:
            parts.append(self._in_window(_from_functions(extra, names)))
        rows = pl.concat(parts)
        if order:
            rows = rows.sort(*_ORDER)
        found_rows: pl.DataFrame = rows.select(columns).collect()
        return found_rows

    def _in_window(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        import polars as pl

        first, last = (None if one is None else Day.fromordinal(one) for one in self.window)
        if first is not None:
            rows = rows.filter(pl.col("due_on") >= first)
        return rows if last is None else rows.filter(pl.col("due_on") <= last)

    def from_frames(
        self,
        branches: list[Branch],
        engine: Engine,
        columns: tuple[str, ...],
        extra: tuple[pa.Table, pa.Table] | None,
        *,
        order: bool,
    ) -> Any:  # noqa: ANN401  # a frame of the engine
        """Rows of any other engine."""
        parts = [_wide(branch) for branch in branches]
        if extra is not None:
            own = _beside(parts, engine.table(extra[0]))
            for border, later in zip(self.window, (True, False), strict=True):
                if border is not None:
                    on, due = Day.fromordinal(border), nw.col("due_on")
                    own = own.filter(due >= on if later else due <= on)
            parts.append(own)
        if not parts:
            return _native(_empty(engine, columns))
        rows = nw.concat(parts)
        if order:
            rows = rows.sort(*_ORDER)
        return _native(rows.select(*columns))

    def blocked(
        self,
        parts: list[Frame],
        engine: Engine,
        names: Names | None,
        extra: tuple[pa.Table, pa.Table] | None,
    ) -> Any:  # noqa: ANN401  # a frame of the engine
        """The rows that have no day."""
        if names is not None:
            import polars as pl

            found = [part.to_native() for part in parts]
            listed = [one.with_columns(subject=names.of(pl.col("subject"))) for one in found]
            listed.append(_empty_polars(names, _BLOCKED).lazy())
            if extra is not None:
                listed.append(_from_functions(extra[1], names))
            return pl.concat(listed).collect()
        if extra is not None:
            parts = [*parts, _beside(parts, engine.table(extra[1]))]
        return _native(nw.concat(parts) if parts else _empty(engine, _BLOCKED))


_ORDER = ("due_on", "_kind", "subject", "_rule", "_number")
"""By day, then procurements before contracts, subject, rule and occurrence."""


def _from_functions(extra: pa.Table, names: Names) -> pl.LazyFrame:
    """Rows of functions, their subjects as ids are in the facts."""
    import polars as pl

    own = pl.from_arrow(extra)
    assert isinstance(own, pl.DataFrame)  # noqa: S101  # a table is a frame
    return own.lazy().with_columns(pl.col("subject").cast(names.values.dtype))


def _beside(parts: list[Frame], own: Frame) -> Frame:
    """The same for frames of any engine."""
    if not parts:
        return own
    return own.with_columns(nw.col("subject").cast(parts[0].collect_schema()["subject"]))


def _native(frame: Frame) -> Any:  # noqa: ANN401  # a frame of the engine
    """What the user had: rows for engines that hold rows, a query for others."""
    if frame.implementation.is_pandas():
        return frame.collect().to_native().reset_index(drop=True)
    if frame.implementation.is_pyarrow():
        return frame.collect().to_native()
    return frame.to_native()


def _wide(branch: Branch) -> Frame:
    """The rows of a branch as columns."""
    one = branch.rule
    fact = nw.col("fact") if one.anchor.each else nw.lit(one.timing.anchor).alias("fact")
    zero = nw.lit(0, nw.Int32)
    return branch.frame.select(
        "subject",
        nw.lit(one.rule.id).alias("rule"),
        fact.alias("anchor"),
        (zero if one.anchor.each else nw.col("number").cast(nw.Int32)).alias("occurrence"),
        "falls_on",
        "due_on",
        nw.lit(0 if one.anchor.of_procurement else 1, nw.Int32).alias("_kind"),
        nw.lit(one.number, nw.Int32).alias("_rule"),
        nw.col("number").cast(nw.Int32).alias("_number"),
    )


def _empty(engine: Engine, columns: tuple[str, ...]) -> Frame:
    import pyarrow as pa

    kinds = {"occurrence": pa.int32(), "falls_on": pa.date32(), "due_on": pa.date32()}
    return engine.table(
        pa.table({name: pa.array([], kinds.get(name, pa.string())) for name in columns})
    )


def _empty_polars(names: Names, columns: tuple[str, ...]) -> pl.DataFrame:
    import polars as pl

    kinds = {"occurrence": pl.Int32, "falls_on": pl.Date, "due_on": pl.Date}
    kinds["subject"] = names.values.dtype
    return pl.DataFrame(schema={name: kinds.get(name, pl.String) for name in columns})


def _chosen(numbers: pl.Expr, texts: Sequence[str]) -> pl.Expr:
    """The text of a number, one byte or two a row."""
    import polars as pl

    known = list(dict.fromkeys(texts))
    return pl.lit(pl.Series(texts, dtype=pl.Enum(known))).gather(numbers)

"""The follow-up plan over columns: a rule book as one relational plan.

Every rule becomes joins with small tables: one of occurrence numbers, and one that holds for each
month and day where it falls and which working day it is due on. So no engine's own date arithmetic is
asked, and every engine gives the rows that :func:`samverkan.schedule.plan` gives.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal

import attrs
import narwhals.stable.v2 as nw

from samverkan.calendars import WorkingCalendar
from samverkan.codelists import RiskClass, as_risk_class
from samverkan.errors import TableError, near
from samverkan.explanations import render
from samverkan.periods import Day, optional_day
from samverkan.rules import FollowUpRule, Rule, RuleBook
from samverkan.tables.arithmetic import Frame
from samverkan.tables.asked import Asked, asked
from samverkan.tables.branches import Branch, Extent, Work
from samverkan.tables.engines import Engine
from samverkan.tables.facts import Facts, as_facts, as_frame
from samverkan.tables.packing import Packing
from samverkan.tables.subjects import Subjects, subjects

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

__all__ = ["COLUMNS", "TablePlan", "plan"]

COLUMNS = ("subject", "rule", "anchor", "occurrence", "falls_on", "due_on")
"""The columns of a plan: what tells one follow-up from another, and its days."""
_BLOCKED = ("subject", "rule", "anchor", "occurrence", "falls_on", "missing")


@attrs.frozen(kw_only=True, eq=False)
class TablePlan:
    """A follow-up plan as columns (uppföljningsplan i kolumner).

    Attributes:
        rows: A frame of the engine the facts came in: subject, rule, anchor, occurrence, the day it
            falls on and the working day it is due; or those columns that were asked for.
        rules: The rules, in order.
        facts: What it was made from.
        calendar: The working days.
        as_of: The day it was made for.
        default_class: The class of contracts without one.
    """

    rows: Any
    rules: tuple[Rule, ...] = attrs.field(repr=False)
    facts: Facts = attrs.field(repr=False)
    calendar: WorkingCalendar = attrs.field(repr=False)
    as_of: Day | None
    until: Day | None
    default_class: RiskClass
    _blocked: Callable[[], Any] = attrs.field(repr=False)

    def blocked(self) -> Any:  # noqa: ANN401  # a frame of the engine
        """What cannot be dated: subject, rule, anchor, occurrence, falls_on and what is missing."""
        return self._blocked()

    def follow_ups(self) -> Any:  # noqa: ANN401  # a frame of the engine
        """The rows with every column that a :class:`~samverkan.FollowUp` has, ids included."""
        from samverkan.tables.labels import with_labels

        return with_labels(self)

    def why(self, item_id: str, lang: str = "en") -> str:
        """Why a follow-up is there and falls when it does, as the object path explains it.

        Raises:
            TableError: when no follow-up has the id.
        """
        from samverkan.tables.rowwise import explained

        return explained(self, item_id).why(lang)

    def rule_table(self) -> pa.Table:
        """The rules as a table: id, titles, kind, aim, responsible, counterpart, source."""
        return rule_table(self.rules)


def rule_table(rules: Iterable[Rule]) -> pa.Table:
    """Rules as a table, a row each."""
    import pyarrow as pa

    named = [rule for rule in rules if isinstance(rule, FollowUpRule)]
    rows = [
        {
            "rule": rule.id,
            "title_sv": rule.label("sv"),
            "title_en": rule.label("en"),
            "kind": rule.kind.value,
            "aim": rule.aim.value,
            "responsible": rule.responsible.value,
            "counterpart": None if rule.counterpart is None else rule.counterpart.value,
            "source_kind": rule.source_kind.value,
            "source_ref": "; ".join(render(one.ref, "en") for one in rule.source if one.ref),
        }
        for rule in named
    ]
    names = ("rule", "title_sv", "title_en", "kind", "aim", "responsible", "counterpart",
             "source_kind", "source_ref")  # fmt: skip
    return pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in names})


def plan(
    contracts: Any,  # noqa: ANN401  # frames of any engine
    *,
    rules: RuleBook | Iterable[Rule],
    calendar: WorkingCalendar,
    start: str | dt.date | None = None,
    end: str | dt.date | None = None,
    as_of: str | dt.date | None = None,
    until: str | dt.date | None = None,
    default_class: RiskClass | str = RiskClass.B,
    order: bool = True,
    columns: Sequence[str] = COLUMNS,
    unknown: Iterable[str] = (),
    python_rules: Literal["refuse", "rowwise"] = "refuse",
) -> TablePlan:
    """Every follow-up that the rules ask for, as columns (uppföljningsplan i kolumner).

    Args:
        contracts: A frame of contracts of Polars, pandas, PyArrow, DuckDB or PySpark, or anything
            with an Arrow stream; tables of facts by name; or a path to a file or a folder.
        rules: A rule book, or rules.
        calendar: The working days to roll to.
        start: First day on which follow-ups may be due; all where left out.
        end: Last day on which follow-ups may be due; all where left out.
        as_of: The day whose facts count (as in :func:`samverkan.plan`).
        until: The last day of a series whose contract has no end.
        default_class: The class of contracts without one.
        order: Whether to sort by day, subject, rule and occurrence.
        columns: Which of :data:`COLUMNS` to give.
        unknown: Columns that need not be there, since nobody knows what they would hold.
        python_rules: What to do with rules that are functions of your own: ``"refuse"`` them by
            name, or run them ``"rowwise"``, on objects, one contract after another.

    >>> import polars as pl
    >>> from samverkan.jurisdictions import jurisdiction
    >>> sweden = jurisdiction("SE")
    >>> rules = [sweden.follow_up_rules["se.followup.follow_up_plan"]]
    >>> contracts = pl.DataFrame(
    ...     {"id": ["A-1"], "risk_class": ["A"], "signed_on": [dt.date(2026, 8, 17)]}
    ... )
    >>> made = plan(contracts, rules=rules, calendar=sweden.calendar)
    >>> made.rows.select("subject", "due_on").rows()
    [('A-1', datetime.date(2026, 9, 16))]

    Raises:
        TableError: when a column is missing or mistyped, a rule cannot run, or an engine is unknown.
    """
    wrong = [name for name in columns if name not in COLUMNS]
    if wrong or not columns:
        raise TableError([f"columns={list(columns)}; {near(str(wrong[:1]), COLUMNS)}"])
    listed = tuple(rules)
    facts = as_facts(contracts)
    request = _Request(
        facts=facts,
        rules=listed,
        ask=asked(listed, refuse=python_rules == "refuse"),
        calendar=calendar,
        window=(_ordinal(start), _ordinal(end)),
        as_of=optional_day(as_of),
        until=optional_day(until),
        default_class=as_risk_class(default_class),
        unknown=tuple(unknown),
    )
    rows, blocked = request.run(tuple(columns), order=order)
    return TablePlan(
        rows=rows,
        rules=listed,
        facts=facts,
        calendar=calendar,
        as_of=request.as_of,
        until=request.until,
        default_class=request.default_class,
        blocked=blocked,
    )


def _ordinal(value: str | dt.date | None) -> int | None:
    found = optional_day(value)
    return None if found is None else found.toordinal()


@attrs.frozen(kw_only=True)
class _Request:
    facts: Facts
    rules: tuple[Rule, ...]
    ask: Asked
    calendar: WorkingCalendar
    window: tuple[int | None, int | None]
    as_of: Day | None
    until: Day | None
    default_class: RiskClass
    unknown: tuple[str, ...]

    def run(self, columns: tuple[str, ...], *, order: bool) -> tuple[Any, Callable[[], Any]]:
        found = subjects(
            self.facts,
            self.ask,
            as_of=self.as_of,
            default_class=self.default_class,
            unknown=self.unknown,
        )
        engine = Engine(as_frame(self.facts["contracts"]))
        found, names = _held(found, engine)
        work = Work(
            subjects=found,
            engine=engine,
            calendar=self.calendar,
            until=None if self.until is None else self.until.toordinal(),
            window=self.window,
            extents=_extents(found),
        )
        branches = [
            branch
            for one in self.ask.rules
            if (branch := work.once(one) if one.timing.step is None else work.series(one))
            is not None
        ]
        extra = self._of_functions()
        if names is not None:
            rows = self._from_polars(branches, names, columns, extra, order=order)
        else:
            rows = self._from_frames(branches, engine, columns, extra, order=order)

        def blocked() -> Any:  # noqa: ANN401  # a frame of the engine
            parts = [part for one in self.ask.rules for part in work.blocked(one)]
            return self._blocked_rows(parts, engine, names, extra)

        return rows, blocked

    def _of_functions(self) -> tuple[pa.Table, pa.Table] | None:
        """The dated and the blocked rows of rules that are functions."""
        if not self.ask.functions:
            return None
        from samverkan.tables.rowwise import rows_of_functions

        data = {one.number for one in self.ask.rules}
        return rows_of_functions(
            self.facts,
            [(n, rule) for n, rule in enumerate(self.rules) if n not in data],
            calendar=self.calendar,
            as_of=self.as_of,
            until=self.until,
            default_class=self.default_class,
        )

    # ---------------------------------------------------------------------------- Polars
    def _from_polars(
        self,
        branches: list[Branch],
        names: _Names,
        columns: tuple[str, ...],
        extra: tuple[pa.Table, pa.Table] | None,
        *,
        order: bool,
    ) -> pl.DataFrame:
        import polars as pl

        packing = Packing.of(branches, len(self.rules), names.count)
        if extra is not None:
            return self._wide(branches, names, columns, extra[0], order=order)
        if packing is None:
            if not branches or not any(table.num_rows for one in branches for table in one.tables):
                return _empty_polars(names, columns)
            return self._wide(branches, names, columns, None, order=order)
        numbers = pl.concat([packing.packed(branch) for branch in branches])
        if order:
            numbers = numbers.sort("row")
        ids = [rule.id if isinstance(rule, FollowUpRule) else str(n)
               for n, rule in enumerate(self.rules)]  # fmt: skip
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

        facts = pl.concat(
            [
                branch.frame.select("subject", "number", "fact")
                .to_native()
                .unique()
                .select(group=packing.group_of(number), fact="fact")
                for number, branch in several.items()
            ]
        ).sort("group").collect()
        rows = numbers.select(wanted)
        rule, group = numbers.select(rule=packing.rule(), group=packing.group())
        hang = rule.is_in(list(several)).arg_true()
        if "anchor" in columns:
            anchors = {one.number: one.timing.anchor for one in self.ask.rules}
            plain = pl.Series([anchors.get(n, "") for n in range(len(self.rules))], dtype=pl.String)
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
        names: _Names,
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
            own = pl.from_arrow(extra)
            assert isinstance(own, pl.DataFrame)  # noqa: S101  # a table is a frame
            parts.append(self._in_window(own.lazy()))
        rows = pl.concat(parts)
        if order:
            rows = rows.sort(*_ORDER)
        return rows.select(columns).collect()

    def _in_window(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        import polars as pl

        first, last = (None if one is None else Day.fromordinal(one) for one in self.window)
        if first is not None:
            rows = rows.filter(pl.col("due_on") >= first)
        return rows if last is None else rows.filter(pl.col("due_on") <= last)

    # --------------------------------------------------------------------- other engines
    def _from_frames(
        self,
        branches: list[Branch],
        engine: Engine,
        columns: tuple[str, ...],
        extra: tuple[pa.Table, pa.Table] | None,
        *,
        order: bool,
    ) -> Any:  # noqa: ANN401  # a frame of the engine
        parts = [_wide(branch) for branch in branches]
        if extra is not None:
            own = engine.table(extra[0])
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

    def _blocked_rows(
        self,
        parts: list[Frame],
        engine: Engine,
        names: _Names | None,
        extra: tuple[pa.Table, pa.Table] | None,
    ) -> Any:  # noqa: ANN401  # a frame of the engine
        if names is not None:
            import polars as pl

            found = [part.to_native() for part in parts]
            listed = [one.with_columns(subject=names.of(pl.col("subject"))) for one in found]
            listed.append(_empty_polars(names, _BLOCKED).lazy())
            if extra is not None:
                own = pl.from_arrow(extra[1])
                assert isinstance(own, pl.DataFrame)  # noqa: S101  # a table is a frame
                listed.append(own.lazy())
            return pl.concat(listed).collect()
        if extra is not None:
            parts = [*parts, engine.table(extra[1])]
        return _native(nw.concat(parts) if parts else _empty(engine, _BLOCKED))


_ORDER = ("due_on", "_kind", "subject", "_rule", "_number")
"""By day, then procurements before contracts, subject, rule and occurrence."""


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


def _empty_polars(names: _Names, columns: tuple[str, ...]) -> pl.DataFrame:
    import polars as pl

    kinds = {"occurrence": pl.Int32, "falls_on": pl.Date, "due_on": pl.Date}
    kinds["subject"] = names.values.dtype
    return pl.DataFrame(schema={name: kinds.get(name, pl.String) for name in columns})


def _chosen(numbers: pl.Expr, texts: Sequence[str]) -> pl.Expr:
    """The text of a number, one byte or two a row."""
    import polars as pl

    known = list(dict.fromkeys(texts))
    return pl.lit(pl.Series(texts, dtype=pl.Enum(known))).gather(numbers)


# ----------------------------------------------------------------------------- subjects held
@attrs.frozen(eq=False)
class _Names:
    """The ids of subjects by number (beteckningar)."""

    values: Any
    count: int

    def of(self, numbers: pl.Expr) -> pl.Expr:
        """The ids of numbers."""
        import polars as pl

        return pl.lit(self.values).gather(numbers)


def _held(found: Subjects, engine: Engine) -> tuple[Subjects, _Names | None]:
    """Subjects worked out once, and in Polars numbered in the order of their ids."""
    held = Subjects(
        contracts=engine.held(found.contracts),
        procurements=None if found.procurements is None else engine.held(found.procurements),
        several={name: engine.held(frame) for name, frame in found.several.items()},
    )
    return _numbered(held) if engine.is_polars else (held, None)


def _numbered(held: Subjects) -> tuple[Subjects, _Names]:
    """Subjects under numbers in the order of their ids, procurements first."""
    import polars as pl

    def ordered(frame: pl.DataFrame, first: int) -> pl.DataFrame:
        if not frame["subject"].is_sorted():
            frame = frame.sort("subject")
        return frame.with_row_index("_no", first).with_columns(pl.col("_no").cast(pl.Int64))

    parts: list[pl.Series] = []
    before = None
    if held.procurements is not None:
        before = ordered(held.procurements.to_native().collect(), 0)
        parts.append(before["subject"])
    contracts = ordered(held.contracts.to_native().collect(), 0 if before is None else before.height)
    parts.append(contracts["subject"])
    ids = pl.concat([one.cast(contracts["subject"].dtype) for one in parts])
    numbers = contracts.select("subject", "_no")

    def renumbered(frame: pl.DataFrame) -> nw.LazyFrame[Any]:
        named = frame.drop("subject").rename({"_no": "subject"})
        return nw.from_native(named.lazy())

    return (
        Subjects(
            contracts=renumbered(contracts),
            procurements=None if before is None else renumbered(before),
            several={
                name: renumbered(
                    frame.to_native().collect().join(numbers, on="subject", how="inner")
                )
                for name, frame in held.several.items()
            },
        ),
        _Names(ids, len(ids)),
    )


def _extents(found: Subjects) -> dict[tuple[str, str], Extent | None]:
    """Between which months the days of each anchor lie, asked of the engine once for each table."""
    extents: dict[tuple[str, str], Extent | None] = {}
    frames = {"contracts": found.contracts, "procurements": found.procurements}
    for table, frame in frames.items():
        if frame is None:
            continue
        names = [one.removesuffix("_m") for one in frame.collect_schema().names() if one.endswith("_m")]
        extents |= {(table, name): one for name, one in _measured(frame, names).items()}
    for anchor, frame in found.several.items():
        extents["contracts", anchor] = _measured(frame, ["on"])["on"]
    return extents


def _measured(frame: Frame, names: list[str]) -> dict[str, Extent | None]:
    if not names:
        return {}
    asked_for: list[nw.Expr] = []
    for name in names:
        month = nw.col(f"{name}_m")
        asked_for += [
            month.min().alias(f"{name}_low"),
            month.max().alias(f"{name}_high"),
            nw.when(month.is_null())
            .then(nw.lit(1))
            .otherwise(nw.lit(0))
            .sum()
            .alias(f"{name}_missing"),
        ]
    (row,) = frame.select(*asked_for).collect().rows(named=True)
    return {
        name: None
        if row[f"{name}_low"] is None or row[f"{name}_low"] != row[f"{name}_low"]
        else Extent(int(row[f"{name}_low"]), int(row[f"{name}_high"]), int(row[f"{name}_missing"]))
        for name in names
    }

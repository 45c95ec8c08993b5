"""The follow-up plan over columns: a rule book as one relational plan.

Every rule becomes joins with small tables: one of occurrence numbers, and one that holds for each
month and day where it falls and which working day it is due on. So no engine's own date arithmetic
is asked, and every engine gives the rows that :func:`samverkan.schedule.plan` gives.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal

import attrs

from samverkan.calendars import WorkingCalendar
from samverkan.codelists import RiskClass, as_risk_class
from samverkan.errors import RuleError, TableError, near
from samverkan.explanations import render
from samverkan.periods import Day, optional_day
from samverkan.rules import FollowUpRule, Rule, RuleBook
from samverkan.tables.asked import Asked, asked
from samverkan.tables.blocked import Blocked
from samverkan.tables.branches import Work
from samverkan.tables.engines import Engine
from samverkan.tables.extents import extents
from samverkan.tables.facts import Facts, as_facts, as_frame, told_of_polars
from samverkan.tables.held import held
from samverkan.tables.output import Output
from samverkan.tables.subjects import subjects

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["COLUMNS", "TablePlan", "plan"]

COLUMNS = ("subject", "rule", "anchor", "occurrence", "falls_on", "due_on")
"""The columns of a plan: what tells one follow-up from another, and its days."""


@attrs.frozen(kw_only=True, eq=False)
class TablePlan:
    """A follow-up plan as columns (uppföljningsplan i kolumner); made by :func:`plan`.

    Attributes:
        rows: A frame of the engine the facts came in: subject, rule, anchor, occurrence, the day
            it falls on and the working day it is due; or those columns that were asked for.
        rules: The rules, in order.
        facts: What it was made from.
        calendar: The working days.
        as_of: The day it was made for.
        until: The last day of a series whose contract has no end.
        default_class: The class of contracts without one.

    >>> import pyarrow as pa
    >>> from samverkan.jurisdictions import jurisdiction
    >>> sweden = jurisdiction("SE")
    >>> contracts = pa.table({"id": ["A-1"], "risk_class": ["A"], "signed_on": ["2026-08-17"]})
    >>> rules = [sweden.follow_up_rules["se.followup.follow_up_plan"]]
    >>> made = plan(contracts, rules=rules, calendar=sweden.calendar)
    >>> made.follow_ups()["id"].to_pylist(), made.blocked().num_rows
    (['A-1/se.followup.follow_up_plan/signed/0'], 0)
    """

    rows: Any
    rules: tuple[Rule, ...] = attrs.field(repr=False)
    facts: Facts = attrs.field(repr=False)
    calendar: WorkingCalendar = attrs.field(repr=False)
    as_of: Day | None
    until: Day | None
    default_class: RiskClass
    _blocked: Callable[[], Any] = attrs.field(repr=False, alias="blocked")

    def blocked(self) -> Any:  # noqa: ANN401  # a frame of the engine
        """What cannot be dated: subject, rule, anchor, occurrence, falls_on, and missing."""
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
        python_rules: What to do with rules that are functions of your own, or that react to what
            is recorded beside the contract: ``"refuse"`` them by name, or run them
            ``"rowwise"``, on objects, one contract after another.

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
        TableError: when a column is missing or mistyped, an id is missing or stands twice, a code
            is unknown, a rule cannot run, or an engine has not been tried.
        RuleError: when two rules share an id.
    """
    wrong = [name for name in columns if name not in COLUMNS]
    if wrong or not columns:
        raise TableError([f"columns={list(columns)}; {near(str(wrong[:1]), COLUMNS)}"])
    listed = tuple(rules)
    counts = Counter(rule.id for rule in listed if isinstance(rule, FollowUpRule))
    if twice := [name for name, count in counts.items() if count > 1]:
        raise RuleError(f"plan: rules share an id: {twice}; give each its own")
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
    with told_of_polars():
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
            calendar=self.calendar,
        )
        engine = Engine(as_frame(self.facts["contracts"]))
        found, names = held(found, self.facts, engine)
        work = Work(
            subjects=found,
            engine=engine,
            calendar=self.calendar,
            until=None if self.until is None else self.until.toordinal(),
            window=self.window,
            extents=extents(found, self.calendar),
        )
        branches = [
            branch
            for one in self.ask.rules
            if (branch := work.once(one) if one.timing.step is None else work.series(one))
            is not None
        ]
        extra = self._of_functions()
        output = Output(self.rules, self.ask, self.window)
        if names is not None:
            rows = output.from_polars(branches, names, columns, extra, order=order)
        else:
            rows = output.from_frames(branches, engine, columns, extra, order=order)
        without_day = Blocked(work)

        def blocked() -> Any:  # noqa: ANN401  # a frame of the engine
            parts = [part for one in self.ask.rules for part in without_day.rows(one)]
            return output.blocked(parts, engine, names, extra)

        return rows, blocked

    def _of_functions(self) -> tuple[pa.Table, pa.Table] | None:
        """The dated and the blocked rows of rules that no engine runs."""
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

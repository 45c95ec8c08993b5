"""Panels for researchers: each relation in each period, a row for each measure, tidy.

>>> from samverkan.checkpoints import Checkpoint
>>> from samverkan.parties import Party
>>> facts = Portfolio(
...     parties=(Party(id="K"), Party(id="S")),
...     checkpoints=tuple(
...         Checkpoint(id=f"C-{n}", occurred_on="2026-02-01", observer="K", observed="S",
...                    outcome="met" if n < 8 else "notMet")
...         for n in range(10)
...     ),
... )
>>> (row,) = panel(facts, every="quarter", measures=["met"]).rows
>>> str(row.start), row.measure, row.value, row.n, round(row.low, 3), round(row.high, 3)
('2026-01-01', 'met', 0.8, 10, 0.49, 0.943)
"""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, SupportsFloat, TypeAlias

import attrs

from samverkan.codelists import Conduct, EvidenceSource, TrustTopic
from samverkan.contracts import Contract
from samverkan.errors import MissingExtraError, TrustError, near
from samverkan.facts import Fact
from samverkan.periods import Day, Period, add_months, day, day_from_ordinal
from samverkan.portfolio import FACTS, Portfolio
from samverkan.trust._amounts import amount
from samverkan.trust.evidence import Ground, grounds
from samverkan.trust.grounded import HALF_LIFE, weighed
from samverkan.trust.intervals import beta_interval, wilson_interval
from samverkan.trust.opinions import Opinion
from samverkan.trust.weights import WEIGHTS, EvidenceWeights

if TYPE_CHECKING:
    import polars as pl

__all__ = ["MEASURES", "Cell", "Estimate", "Panel", "PanelRow", "panel"]

_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


@attrs.frozen(kw_only=True)
class Estimate:
    """What a measure says of a relation in a period (skattning).

    Attributes:
        value: The number; ``None`` where there is nothing to say.
        n: From how many pieces of evidence.
        low: Lower bound of the 95 % interval.
        high: Upper bound.

    >>> Estimate(value=0.8, n=10, low=0.49, high=0.943).n
    10
    """

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None


@attrs.frozen(kw_only=True)
class Cell:
    """A relation in a period: what a measure is asked about (cell i en panel).

    Attributes:
        observer: Party id of who saw.
        observed: Party id of who was seen.
        period: First and last day.
        grounds: All evidence of the relation up to the last day, by day.
        half_life: Days after which half of a piece of evidence is left.

    >>> cell = Cell(observer="K", observed="S", period=Period("2026-01-01", "2026-03-31"),
    ...             grounds=(), half_life=180)
    >>> MEASURES["trust"](cell).n
    0
    """

    observer: str
    observed: str
    period: Period
    grounds: tuple[Ground, ...]
    half_life: float

    @property
    def last(self) -> Day:
        """The last day of the period."""
        if self.period.end is None:
            raise TrustError(f"panel: period={self.period}; expected one with an end")
        return self.period.end

    @property
    def within(self) -> tuple[Ground, ...]:
        """The evidence of the period itself."""
        start = self.period.start
        return (
            self.grounds
            if start is None
            else self.grounds[bisect_left(self.grounds, start, key=_on) :]
        )


def _on(ground: Ground) -> Day:
    return ground.on


Measure: TypeAlias = Callable[[Cell], Estimate]


def _opinion(topic: TrustTopic | None) -> Measure:
    def measure(cell: Cell) -> Estimate:
        found = (one for one in cell.grounds if topic is None or one.topic is topic)
        support, n = weighed(found, cell.last, cell.half_life)
        low, high = beta_interval(support)
        return Estimate(value=Opinion.from_evidence(support).expected, n=n, low=low, high=high)

    return measure


def _share(done: Iterable[Conduct], rest: Iterable[Conduct], *of: EvidenceSource) -> Measure:
    good, bad, sources = frozenset(done), frozenset(rest), frozenset(of)

    def measure(cell: Cell) -> Estimate:
        seen = [one for one in cell.within if not sources or one.source in sources]
        return _counted(
            sum(one.conduct in good for one in seen),
            sum(one.conduct in good or one.conduct in bad for one in seen),
        )

    return measure


def _counted(done: int, of: int) -> Estimate:
    bounds = wilson_interval(done, of)
    if bounds is None:
        return Estimate(value=None, n=0)
    return Estimate(value=done / of, n=of, low=bounds[0], high=bounds[1])


def _verified(cell: Cell) -> Estimate:
    seen = cell.within
    return _counted(sum(one.is_verified for one in seen), len(seen))


# What is done late was first not done at all, so counting both would count it twice.
MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "trust": _opinion(None),
        **{topic.value: _opinion(topic) for topic in TrustTopic},
        "verified": _verified,
        "met": _share([Conduct.MET], [Conduct.PARTIALLY_MET, Conduct.NOT_MET]),
        "kept": _share([Conduct.KEPT], [Conduct.BROKEN]),
        "answered": _share([Conduct.ANSWERED], [Conduct.UNANSWERED]),
        "mended": _share([Conduct.MENDED], [Conduct.UNMENDED]),
    }
)
"""The measures by name: trust and its topics on the last day of a period; the rest within it."""


@attrs.frozen(kw_only=True)
class PanelRow:
    """One measure of one relation in one period (rad i en panel).

    Attributes:
        observer: Party id of who saw.
        observed: Party id of who was seen.
        start: First day of the period.
        end: Last day of the period.
        measure: Name of the measure.
        value: The number; ``None`` under the least number of pieces of evidence.
        n: From how many pieces of evidence.
        low: Lower bound of the 95 % interval; ``None`` where the value is.
        high: Upper bound.

    >>> [field.name for field in PanelRow.__attrs_attrs__][:4]
    ['observer', 'observed', 'start', 'end']
    """

    observer: str
    observed: str
    start: Day
    end: Day
    measure: str
    value: float | None
    n: int
    low: float | None
    high: float | None


_COLUMNS = tuple(field.name for field in attrs.fields(PanelRow))


@attrs.frozen(kw_only=True)
class Panel:
    """Relations over time, one row for each period and measure (panel).

    Attributes:
        rows: By observer, observed, period and measure.
        minimum: Under how many pieces of evidence a value is withheld.

    >>> Panel(rows=(), minimum=5).to_dicts()
    []
    """

    rows: tuple[PanelRow, ...]
    minimum: int

    def columns(self) -> dict[str, list[Any]]:
        """The rows as columns, by name."""
        return {name: [getattr(row, name) for row in self.rows] for name in _COLUMNS}

    def to_dicts(self) -> list[dict[str, object]]:
        """The rows as plain dicts."""
        return [{name: getattr(row, name) for name in _COLUMNS} for row in self.rows]

    def to_arrow(self) -> Any:  # noqa: ANN401  # pyarrow ships no types
        """The rows as a ``pyarrow.Table`` (the extra ``tables``).

        Raises:
            MissingExtraError: where pyarrow is not installed.
        """
        pa = _pyarrow()
        real, text, date = pa.float64(), pa.string(), pa.date32()
        kinds = (text, text, date, date, text, real, pa.int64(), real, real)
        return pa.table(self.columns(), schema=pa.schema(list(zip(_COLUMNS, kinds, strict=True))))

    def to_polars(self) -> pl.DataFrame:
        """The rows as a data frame of Polars (the extra ``tables``).

        Raises:
            MissingExtraError: where Polars is not installed.
        """
        try:
            import polars as pl
        except ModuleNotFoundError as error:
            raise _missing("polars") from error
        real, text, date = pl.Float64, pl.String, pl.Date
        kinds = (text, text, date, date, text, real, pl.Int64, real, real)
        return pl.DataFrame(self.columns(), schema=dict(zip(_COLUMNS, kinds, strict=True)))

    def to_pandas(self) -> Any:  # noqa: ANN401  # pandas is nobody's dependency, so its type is not known
        """The rows as a data frame of pandas, which must be installed beside the extra ``tables``.

        Raises:
            MissingExtraError: where pyarrow or pandas is not installed.
        """
        table = self.to_arrow()
        try:
            return table.to_pandas()
        except ModuleNotFoundError as error:
            raise _missing("pandas") from error


def _pyarrow() -> Any:  # noqa: ANN401  # pyarrow ships no types
    try:
        import pyarrow as pa  # pyright: ignore[reportMissingTypeStubs]  # ships no types
    except ModuleNotFoundError as error:
        raise _missing("pyarrow") from error
    return pa


def _missing(name: str) -> MissingExtraError:
    return MissingExtraError(
        f"panel: {name} is not installed; expected the extra 'tables' (and pandas for pandas); "
        f"install samverkan[tables]{' and pandas' if name == 'pandas' else ''}, or use to_dicts()"
    )


def panel(
    portfolio: Portfolio,
    *,
    every: Literal["month", "quarter", "half-year", "year"] = "quarter",
    measures: Sequence[str] | Mapping[str, Measure] = ("trust", "met", "kept", "answered"),
    first: str | dt.date | None = None,
    last: str | dt.date | None = None,
    minimum: int = 5,
    half_life: SupportsFloat = HALF_LIFE,
    weights: EvidenceWeights = WEIGHTS,
) -> Panel:
    """Each relation in each calendar period, a row for each measure (panel).

    The panel is balanced: every relation that has evidence has a row in every period. Trust and
    its topics are opinions on the last day of the period, by all evidence until then, aged; their
    interval is the middle 95 % of the beta distribution behind them. The other measures count the
    period itself; theirs is Wilson's.

    Args:
        portfolio: The facts.
        every: How long a period is; periods are those of the calendar.
        measures: Names out of :data:`MEASURES`, or functions of one's own by name.
        first: A day of the first period; that of the first evidence where left out.
        last: A day of the last period; that of the last dated fact where left out.
        minimum: Under how many pieces of evidence the value and its interval are ``None``; the
            default is our choice.
        half_life: Days after which half of a piece of evidence is left.
        weights: What each kind of evidence weighs.

    >>> len(panel(Portfolio(), every="year").rows)
    0

    Raises:
        TrustError: for an unknown period or measure.
    """
    if every not in _MONTHS:
        raise TrustError(f"panel: unknown: every={every!r}; {near(str(every), _MONTHS)}")
    asked = _asked((measures,) if isinstance(measures, str) else measures)
    span = amount("panel", "half_life", half_life, low=math.ulp(0.0), finite=False)
    end = _last_day(portfolio) if last is None else day(last)
    if end is None:
        return Panel(rows=(), minimum=minimum)
    length = _MONTHS[every]
    *_, closing = _periods(end, end, length)
    by_pair: dict[tuple[str, str], list[Ground]] = {}
    for one in grounds(portfolio, closing.end or end, weights=weights):
        if one.observer is not None:
            by_pair.setdefault((one.observer, one.observed), []).append(one)
    starts = [found[0].on for found in by_pair.values()]
    if not starts:
        return Panel(rows=(), minimum=minimum)
    periods = tuple(_periods(min(starts) if first is None else day(first), end, length))
    rows = tuple(
        _row(cell, name, measure(cell), minimum)
        for pair, found in sorted(by_pair.items())
        for cell in _cells(pair, found, periods, span)
        for name, measure in asked.items()
    )
    return Panel(rows=rows, minimum=minimum)


def _asked(measures: Sequence[str] | Mapping[str, Measure]) -> Mapping[str, Measure]:
    if isinstance(measures, Mapping):
        return measures
    for name in measures:
        if name not in MEASURES:
            raise TrustError(f"panel: unknown measure: measure={name!r}; {near(name, MEASURES)}")
    return {name: MEASURES[name] for name in measures}


def _periods(first: Day, last: Day, months: int) -> Iterator[Period]:
    """The calendar periods from that of one day to that of another."""
    start = Day(first.year, (first.month - 1) // months * months + 1, 1)
    while start <= last:
        following = add_months(start, months)
        yield Period(start, day_from_ordinal(following.toordinal() - 1))
        start = following


def _cells(
    pair: tuple[str, str], found: list[Ground], periods: tuple[Period, ...], half_life: float
) -> Iterator[Cell]:
    known = 0
    for period in periods:
        while known < len(found) and period.end is not None and found[known].on <= period.end:
            known += 1
        yield Cell(
            observer=pair[0],
            observed=pair[1],
            period=period,
            grounds=tuple(found[:known]),
            half_life=half_life,
        )


def _row(cell: Cell, name: str, found: Estimate, minimum: int) -> PanelRow:
    shown = found.n >= minimum
    start = cell.period.start
    if start is None:
        raise TrustError(f"panel: period={cell.period}; expected one with a start")
    return PanelRow(
        observer=cell.observer,
        observed=cell.observed,
        start=start,
        end=cell.last,
        measure=name,
        value=found.value if shown else None,
        n=found.n,
        low=found.low if shown else None,
        high=found.high if shown else None,
    )


def _last_day(portfolio: Portfolio) -> Day | None:
    """The last day on which something is known to have happened."""
    days = [on for contract in portfolio.contracts for on in _met(contract)]
    for home in FACTS:
        facts: tuple[Fact, ...] = getattr(portfolio, home)
        days += [on for fact in facts if (on := fact.happened_on) is not None]
    days += [on for one in portfolio.obligations for on in one.fulfilled_on]
    days += [step.on for one in portfolio.deviations for step in one.steps]
    days += [one.answered_on for one in portfolio.questions if one.answered_on is not None]
    days += [one.answered_on for one in portfolio.proposals if one.answered_on is not None]
    return max(days, default=None)


def _met(contract: Contract) -> Iterator[Day]:
    return (one.met_on for one in contract.milestones if one.met_on is not None)

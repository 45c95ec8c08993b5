"""Days counted from an anchor: one span after it, or again and again, for each class.

The arithmetic is that of :func:`~samverkan.periods.shift`, written for many days at once: a table of
months instead of a calendar computation for each.
"""

from __future__ import annotations

import datetime as dt
import functools
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping

import attrs

from samverkan.codelists import RiskClass
from samverkan.errors import PeriodError, RuleError
from samverkan.periods import Day, Span, as_span, shift

__all__ = ["PerClass", "falls", "month_table", "series"]

ZERO = Span()


@attrs.frozen
class PerClass:
    """A span for each risk class (värde per riskklass); ``None`` where the class has none."""

    A: Span | None
    B: Span | None
    C: Span | None

    @classmethod
    def of(cls, value: Span | str | Mapping[str, Span | str] | PerClass) -> PerClass:
        """One span for all classes, or one for each class named.

        Raises:
            RuleError: for a class that is not A, B or C, or none at all.
        """
        if isinstance(value, PerClass):
            return value
        if isinstance(value, Mapping):
            unknown = sorted(set(value) - {"A", "B", "C"})
            if unknown or not value:
                raise RuleError(f"classes={unknown or list(value)}; expected some of A, B, C")
            spans = {name: as_span(span) for name, span in value.items()}
            return cls(spans.get("A"), spans.get("B"), spans.get("C"))
        span = as_span(value)
        return cls(span, span, span)

    def get(self, risk_class: RiskClass) -> Span | None:
        """The span of a class."""
        return (
            self.A
            if risk_class is RiskClass.A
            else self.B
            if risk_class is RiskClass.B
            else self.C
        )

    @property
    def is_uniform(self) -> bool:
        """Whether all classes share one span."""
        return self.A == self.B == self.C

    def plain(self) -> str | dict[str, str]:
        """As rule books write it."""
        if self.is_uniform:
            return str(self.A)
        named = (("A", self.A), ("B", self.B), ("C", self.C))
        return {name: str(span) for name, span in named if span is not None}


_FIRST_YEAR = 1900
_LAST_YEAR = 2200
_LAST_ORDINAL = dt.date.max.toordinal()


@functools.cache
def month_table() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """For each month from 1900 on: the ordinal of the day before its first, and its length."""
    before, length, ordinal = [], [], Day(_FIRST_YEAR, 1, 1).toordinal() - 1
    for year in range(_FIRST_YEAR, _LAST_YEAR + 1):
        for month in range(1, 13):
            before.append(ordinal)
            length.append(monthrange(year, month)[1])
            ordinal += length[-1]
    return tuple(before), tuple(length)


def falls(anchor: Day, offset: Span) -> int:
    """Ordinal of the day a span after the anchor; 0 beyond the years 1 to 9999.

    Only for spans without working days; it equals :func:`~samverkan.periods.shift`, faster.
    """
    if not offset.months:
        ordinal = anchor.toordinal() + offset.days
        return ordinal if 0 < ordinal <= _LAST_ORDINAL else 0
    month = (anchor.year - _FIRST_YEAR) * 12 + anchor.month - 1 + offset.months
    before, length = month_table()
    if 0 <= month < len(before):
        day = anchor.day
        return before[month] + (day if day <= length[month] else length[month]) + offset.days
    try:
        return shift(anchor, offset).toordinal()
    except PeriodError:
        return 0


def series(
    anchor: Day, step: Span, offset: Span, after: int, before: int
) -> Iterable[tuple[int, int]]:
    """Occurrence numbers and ordinals of anchor + k · step + offset strictly between two ordinals.

    The first k is found by arithmetic, so that the work is bounded by what lies between.
    """
    longest = 31 * step.months + step.days
    early = after - anchor.toordinal() - 31 * abs(offset.months) - abs(offset.days)
    count = max(1, early // longest)
    if step.days or offset.days:
        return _stepwise(anchor, step, offset, count, after, before)
    first, length = month_table()
    start = (anchor.year - _FIRST_YEAR) * 12 + anchor.month - 1 + offset.months
    last = dt.date.fromordinal(before)
    stop = (last.year - _FIRST_YEAR) * 12 + last.month
    if start + step.months * count < 0 or stop > len(first):
        return _stepwise(anchor, step, offset, count, after, before)
    day = anchor.day
    months = range(start + step.months * count, stop, step.months)
    if day <= 28:
        found = [first[m] + day for m in months]
    else:
        found = [first[m] + (day if day <= length[m] else length[m]) for m in months]
    if found and found[-1] >= before:
        found.pop()
    while found and found[0] <= after:
        del found[0]
        count += 1
    return enumerate(found, count)


def _stepwise(
    anchor: Day, step: Span, offset: Span, count: int, after: int, before: int
) -> Iterator[tuple[int, int]]:
    """The same for steps or offsets in days, one by one."""
    while 0 < (found := falls(anchor, step * count + offset)) < before:
        if found > after:
            yield count, found
        count += 1

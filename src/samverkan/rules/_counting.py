"""Days counted from an anchor, in whole numbers: once, or again and again.

The arithmetic is that of :func:`~samverkan.periods.shift`, written for many days at once: a table
of months instead of a calendar computation for each.
"""

from __future__ import annotations

import datetime as dt
import functools
from calendar import monthrange
from collections.abc import Iterable, Iterator

from samverkan.errors import PeriodError
from samverkan.periods import Day, Span, add_months

__all__ = ["LAST_MONTH", "LAST_ORDINAL", "falls", "month_of", "month_table", "series"]

_FIRST_YEAR = 1900
_LAST_YEAR = 2200
LAST_MONTH = (_LAST_YEAR + 1 - _FIRST_YEAR) * 12 - 1
"""Number of the last month of the table; that of January 1900 is 0."""
LAST_ORDINAL = dt.date.max.toordinal()
"""Of the last day there is, 9999-12-31."""
_TOO_EARLY = -LAST_ORDINAL
"""Stands for what months alone lead before the year 1."""


@functools.cache
def month_table() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """For each month from 1900 on: the ordinal of the day before its first, and its length."""
    before: list[int] = []
    length: list[int] = []
    ordinal = Day(_FIRST_YEAR, 1, 1).toordinal() - 1
    for year in range(_FIRST_YEAR, _LAST_YEAR + 1):
        for month in range(1, 13):
            before.append(ordinal)
            length.append(monthrange(year, month)[1])
            ordinal += length[-1]
    return tuple(before), tuple(length)


def month_of(on: dt.date) -> int:
    """The number of a day's month in the table; outside it where the year is."""
    return (on.year - _FIRST_YEAR) * 12 + on.month - 1


def falls(anchor: Day, months: int, days: int) -> int:
    """Ordinal of the day so many months, then days, after the anchor.

    Below 1 for what lies before the year 1, and far above that of 9999-12-31 where the months
    alone lead beyond it, so that no days lead back.

    >>> Day.fromordinal(falls(Day(2028, 3, 31), -18, 0))
    Date(2026, 9, 30)
    """
    if not months:
        return anchor.toordinal() + days
    month = month_of(anchor) + months
    if 0 <= month <= LAST_MONTH:
        before, length = month_table()
        return before[month] + min(anchor.day, length[month]) + days
    try:
        return add_months(anchor, months).toordinal() + days
    except PeriodError:
        return _TOO_EARLY if months < 0 else 2 * LAST_ORDINAL


def series(
    anchor: Day, step: Span, offset: Span, after: int, before: int
) -> Iterable[tuple[int, int]]:
    """Occurrence numbers and ordinals of anchor + k · step + offset strictly between two ordinals.

    The first k is found by arithmetic, so that the work is bounded by what lies between.
    """
    if before - after < 2:
        return ()
    longest = 31 * step.months + step.days
    early = after - anchor.toordinal() - 31 * abs(offset.months) - abs(offset.days)
    count = max(1, early // longest)
    start = month_of(anchor) + offset.months
    stop = month_of(dt.date.fromordinal(before - 1)) + 1
    if step.days or offset.days or start + step.months * count < 0 or stop > LAST_MONTH + 1:
        return _stepwise(anchor, step, offset, count, after, before)
    first, length = month_table()
    day = anchor.day
    months = range(start + step.months * count, stop, step.months)
    found = [first[m] + (day if day <= length[m] else length[m]) for m in months]
    if found and found[-1] >= before:
        found.pop()
    early = 0
    while early < len(found) and found[early] <= after:
        early += 1
    return enumerate(found[early:], count + early)


def _stepwise(
    anchor: Day, step: Span, offset: Span, count: int, after: int, before: int
) -> Iterator[tuple[int, int]]:
    """The same for steps or offsets in days, and beyond the table, one by one."""
    while True:
        found = falls(anchor, step.months * count + offset.months, step.days * count + offset.days)
        if found >= before or (found == _TOO_EARLY and not step.months):
            return
        if found > after:
            yield count, found
        count += 1

"""How a day is moved by a span, once or again and again."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator
from typing import Protocol

from samverkan.errors import PeriodError
from samverkan.periods.days import Day, day, day_from_ordinal
from samverkan.periods.spans import Span, as_span

__all__ = ["WorkingDays", "add_months", "occurrences", "shift"]


class WorkingDays(Protocol):
    """What :func:`shift` asks of a calendar."""

    def add_working_days(self, on: Day, count: int, /) -> Day:
        """The day that lies ``count`` working days from ``on``."""
        ...


def add_months(on: str | dt.date, count: int) -> Day:
    """``on`` moved by calendar months (månader), clamped to the month's last day.

    >>> add_months("2028-08-31", -6)
    Date(2028, 2, 29)

    Raises:
        PeriodError: before the year 1 or after 9999.
    """
    from_ = day(on)
    year, month = divmod(from_.year * 12 + from_.month - 1 + count, 12)
    if not 1 <= year <= dt.MAXYEAR:
        raise PeriodError(
            f"day: outside the years 1 to 9999: {on} + {count} months; use a shorter span"
        )
    number = from_.day
    if number > 28:
        number = min(number, monthrange(year, month + 1)[1])
    return Day(year, month + 1, number)


def shift(on: str | dt.date, span: Span | str, calendar: WorkingDays | None = None) -> Day:
    """``on`` moved by ``span`` (förskjutning): months first, clamped to the month's end.

    Calendar days come after months, working days last. In another order the day is another one.

    >>> shift("2028-03-31", "-18 months")
    Date(2026, 9, 30)

    Raises:
        PeriodError: when the span has working days and no calendar is given, or the result lies
            outside the years 1 to 9999.
    """
    by = as_span(span)
    moved = add_months(on, by.months) if by.months else day(on)
    if by.days:
        moved = day_from_ordinal(moved.toordinal() + by.days)
    if by.working_days:
        moved = _needed(calendar, by).add_working_days(moved, by.working_days)
    return moved


def _needed(calendar: WorkingDays | None, span: Span) -> WorkingDays:
    if calendar is None:
        raise PeriodError(
            f"shift: span={span} without a calendar; expected one to count working days by; "
            "give calendar="
        )
    return calendar


def occurrences(
    anchor: str | dt.date,
    every: Span | str,
    calendar: WorkingDays | None = None,
    *,
    first: int = 1,
) -> Iterator[Day]:
    """The days anchor + k · every (förekomster) for k = first, first + 1, …, without end.

    Each is computed from the anchor, never from the one before: a clamped or rolled occurrence
    does not move the next one. The stream ends where the years do (9999), or k · every passes what
    a :class:`Span` can hold; take as many as are needed.

    >>> import itertools
    >>> [str(on) for on in itertools.islice(occurrences("2026-01-31", "1 month"), 4)]
    ['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']

    Raises:
        PeriodError: when ``every`` does not lead forward, or has working days and no calendar is
            given.
        CalendarError: when working days lead outside the calendar's span, as it is reached.
    """
    step = as_span(every)
    if min(step.months, step.days, step.working_days) < 0 or not step:
        raise PeriodError(
            f"occurrences: every={step}; expected a span that leads forward; turn its sign"
        )
    if step.working_days:
        _needed(calendar, step)
    return _stream(day(anchor), step, calendar, first)


def _stream(anchor: Day, every: Span, calendar: WorkingDays | None, first: int) -> Iterator[Day]:
    count = first
    while True:
        try:
            yield shift(anchor, every * count, calendar)
        except PeriodError:  # beyond what days or spans can hold
            return
        count += 1

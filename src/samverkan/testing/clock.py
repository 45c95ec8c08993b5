"""A clock that a test moves by hand: the day that questions are asked for."""

from __future__ import annotations

import datetime as dt

from samverkan.periods import Day, Moment, Span, WorkingDays, as_span, day, moment, shift

__all__ = ["Clock"]


class Clock:
    """The day of a test (testklocka), moved by the test alone.

    >>> clock = Clock("2026-09-01")
    >>> clock.move("1 month"), clock.today
    (Date(2026, 10, 1), Date(2026, 10, 1))
    >>> clock.move_to("2027-01-31").isoformat()
    '2027-01-31'
    """

    def __init__(self, today: str | dt.date, calendar: WorkingDays | None = None) -> None:
        self._today = day(today)
        self._calendar = calendar

    @property
    def today(self) -> Day:
        """The day it is."""
        return self._today

    @property
    def now(self) -> Moment:
        """Noon of the day, UTC."""
        return moment(f"{self._today}T12:00:00+00:00")

    def move(self, by: Span | str) -> Day:
        """Move by a span, forward or back; the new day.

        Raises:
            PeriodError: when the span counts working days and the clock has no calendar.
        """
        self._today = shift(self._today, as_span(by), self._calendar)
        return self._today

    def move_to(self, on: str | dt.date) -> Day:
        """Move to a day; that day."""
        self._today = day(on)
        return self._today

    def __repr__(self) -> str:
        return f"Clock({str(self._today)!r})"

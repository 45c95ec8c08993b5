"""Days and moments, and how they are read."""

from __future__ import annotations

import datetime as dt
import re

import pendulum

from samverkan.errors import PeriodError

__all__ = [
    "Day",
    "Moment",
    "day",
    "day_from_ordinal",
    "moment",
    "optional_day",
    "optional_moment",
]

Day = pendulum.Date
"""A day (dag): a :class:`pendulum.Date`, which is a ``datetime.date``; :func:`day` makes one."""

Moment = pendulum.DateTime
"""A moment (tidpunkt): a :class:`pendulum.DateTime` with a zone; :func:`moment` makes one."""

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LAST_ORDINAL = dt.date.max.toordinal()


def day(value: str | dt.date) -> Day:
    """A day (dag) from ISO text or a date.

    >>> day("2026-09-01")
    Date(2026, 9, 1)

    Raises:
        PeriodError: for text that is no ISO day, and for a ``datetime``, whose day depends on a
            time zone that only the caller knows.
    """
    if type(value) is Day:
        return value
    if isinstance(value, str):
        reason = "not of the form YYYY-MM-DD"
        if _ISO_DAY.fullmatch(value):
            try:
                return Day.fromisoformat(value)
            except ValueError as error:
                reason = str(error)
        raise PeriodError(
            f"day: not a day: value={value!r} ({reason}); expected ISO text such as '2026-09-01'"
        )
    if isinstance(value, dt.datetime):
        naive = "naive " if value.tzinfo is None else ""
        raise PeriodError(
            f"day: got a {naive}datetime: value={value!r}; expected a day; "
            "give value.date() in the time zone that is meant"
        )
    if isinstance(value, dt.date):
        return Day(value.year, value.month, value.day)
    raise PeriodError(
        f"day: not a day: value={value!r} is of type {type(value).__name__}; "
        "expected ISO text such as '2026-09-01' or a date"
    )


def optional_day(value: str | dt.date | None) -> Day | None:
    """A day, or ``None`` where it is not known; converter of fields."""
    return None if value is None else day(value)


def day_from_ordinal(ordinal: int) -> Day:
    """The day with a proleptic Gregorian ordinal (1 = 0001-01-01).

    >>> day_from_ordinal(day("2026-09-01").toordinal() + 14)
    Date(2026, 9, 15)

    Raises:
        PeriodError: before the year 1 or after 9999.
    """
    if not 1 <= ordinal <= _LAST_ORDINAL:
        raise PeriodError(
            f"day: outside the years 1 to 9999: ordinal={ordinal}; use a shorter span"
        )
    return Day.fromordinal(ordinal)


def moment(value: str | dt.datetime) -> Moment:
    """A moment (tidpunkt) from ISO text with an offset, or from a zone-aware datetime.

    >>> moment("2026-09-01T08:00:00+02:00").isoformat()
    '2026-09-01T08:00:00+02:00'

    Raises:
        PeriodError: for a time without zone, which could be any of many moments.
    """
    found: object = value
    if isinstance(value, str):
        try:
            found = dt.datetime.fromisoformat(value)
        except ValueError:
            raise PeriodError(
                f"moment: not a moment: value={value!r}; "
                "expected ISO text such as '2026-09-01T08:00:00+02:00'"
            ) from None
    if not isinstance(found, dt.datetime):
        raise PeriodError(
            f"moment: not a moment: value={value!r} is of type {type(value).__name__}; "
            "expected ISO text or a zone-aware datetime"
        )
    if found.tzinfo is None:
        raise PeriodError(
            f"moment: naive datetime: value={value!r}; expected a time zone or offset; "
            "add one, such as '+02:00'"
        )
    return pendulum.instance(found)


def optional_moment(value: str | dt.datetime | None) -> Moment | None:
    """A moment, or ``None`` where it is not known."""
    return None if value is None else moment(value)

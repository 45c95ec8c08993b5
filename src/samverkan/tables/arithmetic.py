"""Months and days as whole numbers, in the few operations that every engine has.

A *month number* is ``12 · year + month - 1``; a *day number* is that of
:meth:`datetime.date.toordinal`; a *key* is ``32 · month number + day of the month``, which orders
days as they follow each other. No engine's own date arithmetic is asked, so all engines agree.

Each formula names its input as few times as it can: an engine that pushes a filter down writes the
formula out once for each mention, and formulas of formulas multiply. That is also why nothing here
is divided with ``//``, which Narwhals writes for Spark with four mentions of what is divided.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

import narwhals.stable.v2 as nw

__all__ = [
    "DOMS",
    "LAST_ORDINAL",
    "Expr",
    "Frame",
    "clamped",
    "day_of",
    "month_length",
    "month_of",
    "nothing",
    "ordinal_of",
    "over",
    "rest",
    "times",
    "whole",
    "with_month_and_day",
]

Expr: TypeAlias = nw.Expr
Frame: TypeAlias = "nw.LazyFrame[Any]"

DOMS = 32
"""Room for the day of the month in a key."""
LAST_ORDINAL = 3_652_059

_CYCLE = 146_097  # days of 400 years
_SHIFT = 305  # days from 0000-03-01, where a leap day ends the year, to the ordinal 0


def whole(expression: Expr) -> Expr:
    """The expression as 32-bit whole numbers."""
    return expression.cast(nw.Int32)


_SAMPLES: Mapping[Any, Any] = MappingProxyType(
    {
        nw.Boolean: False,
        nw.Date: dt.date(1970, 1, 1),
        nw.Float64: 0.0,
        nw.Int8: 0,
        nw.Int32: 0,
        nw.String: "",
    }
)


def nothing(kind: Any, beside: str) -> Expr:  # noqa: ANN401  # a class of nw.dtypes
    """Nulls of a type, as many as another column has rows; typed in pandas, too."""
    other = nw.col(beside)
    never = other.is_null() & ~other.is_null()
    return nw.when(never).then(nw.lit(_SAMPLES[kind], kind))


def rest(number: Expr, by: int) -> Expr:
    """What is left of a number after division, in operations that pandas has for Arrow columns."""
    return number - number // by * by


def times(number: Expr, part: float | Expr) -> Expr:
    """How often something fits into a whole number, given one divided by it; rounded down.

    The half keeps the quotient, a double, so far from whole numbers that no rounding reaches one.
    """
    return ((number + 0.5) * part).floor()


def over(number: Expr, by: int) -> Expr:
    """A whole number below 2**45 divided by another and rounded down: a whole double."""
    return times(number, 1 / by)


def month_of(name: str) -> Expr:
    """Month number of a column of days."""
    return whole(nw.col(name).dt.year()) * 12 + whole(nw.col(name).dt.month()) - 1


def day_of(name: str) -> Expr:
    """Day of the month of a column of days."""
    return whole(nw.col(name).dt.day())


def _first(month: Expr) -> Expr:
    """Day number of the first of a month."""
    march = month - 2  # counted from March of the year 0
    leap_days = over(march, 48) - over(march, 1200) + over(march, 4800)
    return over(march * 153 - over(march, 12) * 11 + 2, 5) + leap_days - _SHIFT


def month_length(month: Expr) -> Expr:
    """How many days a month has."""
    return whole(_first(month + 1) - _first(month))


def clamped(month: Expr, day: Expr) -> Expr:
    """Day number of a day of a month, or of the month's last where it has no such day."""
    return whole(nw.min_horizontal(_first(month) + day - 1, _first(month + 1) - 1))


def ordinal_of(name: str) -> Expr:
    """Day number of a column of days."""
    return whole(_first(month_of(name)) + day_of(name) - 1)


def with_month_and_day(frame: Frame, ordinal: str, month: str, day: str) -> Frame:
    """The frame with month number and day of the month of a column of day numbers."""
    c = nw.col
    frame = frame.with_columns(_left=c(ordinal) + _SHIFT)
    frame = frame.with_columns(_century=over(c("_left") * 4 + 3, _CYCLE))
    frame = frame.with_columns(_left=c("_left") - over(c("_century") * _CYCLE, 4))
    frame = frame.with_columns(_year=over(c("_left") * 4 + 3, 1461))
    frame = frame.with_columns(_left=c("_left") - over(c("_year") * 1461, 4))
    frame = frame.with_columns(_march=over(c("_left") * 5 + 2, 153))
    return frame.with_columns(
        whole((c("_century") * 100 + c("_year")) * 12 + c("_march") + 2).alias(month),
        whole(c("_left") - over(c("_march") * 153 + 2, 5) + 1).alias(day),
    ).drop("_left", "_century", "_year", "_march")

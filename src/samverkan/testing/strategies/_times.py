"""Strategies for days, moments, spans and periods."""

from __future__ import annotations

import datetime as dt
import functools
from calendar import monthrange
from collections.abc import Callable, Sequence
from typing import TypeVar

import pendulum
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from hypothesis.strategies import DrawFn, SearchStrategy

from samverkan.periods import Day, Moment, Period, Span, add_months, day, day_from_ordinal, moment

__all__ = ["days", "moments", "periods", "register_pendulum", "spans"]

T = TypeVar("T")

FIRST = day("2010-01-01")
LAST = day("2039-12-31")
TARGET = day("2026-09-01")


@functools.cache
def up_to(last: int) -> SearchStrategy[int]:
    """Whole numbers from 0; a strategy costs more to make than to draw from."""
    return st.integers(0, last)


def chosen(draw: DrawFn, options: Sequence[T]) -> T:
    """One of some options; shrinks to the first."""
    return options[draw(up_to(len(options) - 1))]


@st.composite
def _one(draw: DrawFn, make: Callable[[DrawFn], T]) -> T:
    return make(draw)


def several(
    draw: DrawFn, make: Callable[[DrawFn], T], *, min_size: int = 0, max_size: int
) -> list[T]:
    """Some things one after another, each made in the knowledge of those before it.

    Each is drawn as one piece after their number, so that shrinking can lower the number and leave
    any piece out; out of a list it leaves only pieces of a few draws.
    """
    one = _one(make)
    return [draw(one) for _ in range(min_size + draw(up_to(max_size - min_size)))]


@st.composite
def days(
    draw: DrawFn,
    *,
    min_value: str | dt.date = FIRST,
    max_value: str | dt.date = LAST,
) -> Day:
    """Days (dagar) as pendulum has them, which inference cannot build.

    Many are days on which date arithmetic goes wrong: the first and last of a month, the end of
    February, Christmas Eve. Shrinks to 2026-09-01, a Tuesday, or to the bound that is nearest.

    Args:
        min_value: The earliest, a day or its ISO text.
        max_value: The latest. The default bounds lie within the years that bundled calendars
            answer for, with room for contracts that start on the last day.

    >>> from samverkan.testing import simplest
    >>> simplest(days()), simplest(days(min_value="2027-02-03"))
    (Date(2026, 9, 1), Date(2027, 2, 3))

    Raises:
        InvalidArgument: when ``min_value`` is later than ``max_value``.
    """
    low, high = day(min_value), day(max_value)
    if low > high:
        raise InvalidArgument(f"days: min_value={low} is later than max_value={high}")
    target = min(max(TARGET, low), high).toordinal()
    on = day_from_ordinal(
        target + draw(st.integers(low.toordinal() - target, high.toordinal() - target))
    )
    snapped = draw(_SNAPS)(on)
    return snapped if low <= snapped <= high else on


def _as_it_is(on: Day) -> Day:
    return on


def _month_end(on: Day) -> Day:
    return Day(on.year, on.month, monthrange(on.year, on.month)[1])


def _end_of_february(on: Day) -> Day:
    return Day(on.year, 2, monthrange(on.year, 2)[1])


def _month_start(on: Day) -> Day:
    return Day(on.year, on.month, 1)


def _christmas_eve(on: Day) -> Day:
    return Day(on.year, 12, 24)


_SNAPS = st.sampled_from(
    (_as_it_is, _as_it_is, _month_end, _month_start, _end_of_february, _christmas_eve)
)
"""Ways to a day on which date arithmetic goes wrong, near the one that was drawn."""


_ZONES: SearchStrategy[dt.tzinfo] = st.sampled_from(
    (
        pendulum.timezone("UTC"),
        pendulum.timezone("Europe/Stockholm"),
        pendulum.timezone("America/New_York"),
        pendulum.timezone("Asia/Kathmandu"),
        pendulum.FixedTimezone(3600),
        pendulum.FixedTimezone(-36_000),
    )
)
"""With and without summer time, whole hours and not."""


@st.composite
def moments(
    draw: DrawFn,
    *,
    min_value: str | dt.datetime = "2010-01-01T00:00:00+00:00",
    max_value: str | dt.datetime = "2039-12-31T23:59:59+00:00",
    timezones: SearchStrategy[dt.tzinfo] | None = None,
) -> Moment:
    """Moments (tidpunkter) with a time zone, to the second; shrink to ``min_value`` in UTC.

    Args:
        min_value: The earliest, zone-aware or ISO text with an offset.
        max_value: The latest.
        timezones: In which zones they are told; some with and without summer time by default.

    >>> from samverkan.testing import simplest
    >>> simplest(moments(min_value="2026-09-01T08:00:00+02:00")).isoformat()
    '2026-09-01T06:00:00+00:00'

    Raises:
        InvalidArgument: when ``min_value`` is later than ``max_value``.
    """
    low, high = int(moment(min_value).timestamp()), int(moment(max_value).timestamp())
    if low > high:
        raise InvalidArgument(f"moments: {min_value=} is later than {max_value=}")
    seconds = low + draw(st.integers(0, high - low))
    zone: dt.tzinfo = draw(_ZONES if timezones is None else timezones)
    return moment(dt.datetime.fromtimestamp(seconds, tz=zone))


@st.composite
def spans(
    draw: DrawFn, *, min_value: int = 0, max_value: int = 60, allow_working_days: bool = True
) -> Span:
    """Lengths (löptider) in months, in days, in both, or in working days.

    Shrinks to ``min_value`` months (or, where 0 lies between the bounds, to none).

    Args:
        min_value: The least number of each unit; may be negative.
        max_value: The greatest.
        allow_working_days: Whether some count working days, which only a calendar can place.

    >>> from samverkan.testing import simplest
    >>> simplest(spans(min_value=3))
    Span(months=3, days=0, working_days=0)

    Raises:
        InvalidArgument: when ``min_value`` is greater than ``max_value``.
    """
    if min_value > max_value:
        raise InvalidArgument(f"spans: {min_value=} is greater than {max_value=}")
    several = draw(st.sampled_from(_SHAPES if allow_working_days else _SHAPES[:3]))
    numbers = st.integers(min_value, max_value)
    return Span(*(draw(numbers) if wanted else 0 for wanted in several))


_SHAPES = ((True, False, False), (False, True, False), (True, True, False), (False, False, True))


@st.composite
def periods(
    draw: DrawFn,
    *,
    starts: SearchStrategy[Day] | None = None,
    max_months: int = 96,
    allow_open: bool = True,
) -> Period:
    """Periods (perioder): whole months, one day, some days, or until further notice.

    Shrinks to one month from 2026-09-01.

    Args:
        starts: The first days; :func:`days` by default.
        max_months: The longest.
        allow_open: Whether some have no end ("tills vidare").

    >>> from samverkan.testing import simplest
    >>> print(simplest(periods()))
    2026-09-01 to 2026-09-30

    Raises:
        InvalidArgument: when ``max_months`` is less than 1.
    """
    if max_months < 1:
        raise InvalidArgument(f"periods: {max_months=}; expected at least 1")
    start = draw(_DAYS if starts is None else starts)
    shape = draw(st.sampled_from(_LASTING if allow_open else _LASTING[:-1]))
    return period_from(start, shape, draw(st.integers(1, max_months)))


_DAYS = days()
_LASTING = ("months", "day", "days", "open")


def period_from(start: Day, shape: str, months: int) -> Period:
    """A period of whole months, of one day, of about as many days as months, or without end."""
    if shape == "open":
        return Period(start)
    if shape == "day":
        return Period(start, start)
    if shape == "days":
        return Period(start, day_from_ordinal(start.toordinal() + months))
    return Period(start, day_from_ordinal(add_months(start, months).toordinal() - 1))


def register_pendulum() -> None:
    """Let ``st.from_type`` build pendulum's own ``Date`` and ``DateTime``, by :func:`days`.

    They are another project's types, so this happens only when it is asked for: once, in a
    ``conftest.py``.

    >>> import pendulum
    >>> from hypothesis import strategies as st
    >>> from samverkan.testing import simplest
    >>> register_pendulum()
    >>> simplest(st.from_type(pendulum.Date))
    Date(2026, 9, 1)
    """
    st.register_type_strategy(pendulum.Date, days())
    st.register_type_strategy(pendulum.DateTime, moments())

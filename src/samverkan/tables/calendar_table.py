"""Calendar tables: what every day becomes under an offset and a roll, looked up by a join.

A row holds, for a month number and a day of the month, the day it falls on (clamped to the month's
end, then moved by days or working days) and the working day it is due on. The calendar object is
asked once for each day; engines only join.
"""

from __future__ import annotations

import datetime as dt
import functools
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from samverkan.calendars import WorkingCalendar
from samverkan.codelists import Roll
from samverkan.errors import CalendarError, PeriodError
from samverkan.periods import day_from_ordinal
from samverkan.tables.arithmetic import DOMS, LAST_ORDINAL

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "EPOCH",
    "Ranges",
    "Variant",
    "arrow_functions",
    "bounds",
    "count_table",
    "key_table",
    "merged",
    "ordinal_table",
    "rolled",
    "stretch",
    "workable",
]


def arrow_functions() -> Any:  # noqa: ANN401  # a module
    """The functions of PyArrow: made when it is loaded, so no type checker sees them."""
    import pyarrow.compute as pc

    return pc


EPOCH = 719_163
"""Day number of 1970-01-01, from which Arrow counts its dates."""
Numbers: TypeAlias = Sequence[int | None]
Ranges: TypeAlias = tuple[tuple[int, int], ...]
"""Whole numbers from one to another, several times, in order."""


@attrs.frozen
class Variant:
    """What happens to a clamped day: days are added, then working days, then it rolls.

    Attributes:
        days: Calendar days to add.
        working_days: Working days to add after them.
        roll: What then happens to a day that is closed.
        within: Whether only days count that the calendar answers for, as in a series.
    """

    days: int
    working_days: int
    roll: Roll
    within: bool = False


@functools.lru_cache(maxsize=64)
def rolled(calendar: WorkingCalendar, roll: Roll, first: int, last: int) -> tuple[int | None, ...]:
    """The day number that each day number of a range rolls to; ``None`` where none is known."""
    moves = calendar.moves(roll)
    found: list[int | None] = []
    for ordinal in range(first, last + 1):
        try:
            found.append(moves[ordinal])
        except (CalendarError, PeriodError):
            found.append(None)
    return tuple(found)


def merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Ranges of whole numbers, both ends included, in order and without overlap.

    >>> merged([(7, 9), (1, 3), (3, 6), (20, 20)])
    ((1, 9), (20, 20))
    """
    found: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(last, found[-1][1])
        elif first <= last:
            found.append((first, last))
    return tuple(found)


def _each(ranges: Ranges) -> Iterator[int]:
    for first, last in ranges:
        yield from range(first, last + 1)


@functools.lru_cache(maxsize=64)
def _clamped(months: Ranges) -> tuple[tuple[int, ...], tuple[int | None, ...]]:
    """Keys of all days 1 to 31 of ranges of months, and their day numbers."""
    keys: list[int] = []
    ordinals: list[int | None] = []
    for month in _each(months):
        year, number = divmod(month, 12)
        keys.extend(range(month * DOMS + 1, month * DOMS + 32))
        if not 1 <= year <= dt.MAXYEAR:
            ordinals.extend([None] * 31)
            continue
        before = dt.date(year, number + 1, 1).toordinal() - 1
        length = monthrange(year, number + 1)[1]
        ordinals.extend(range(before + 1, before + length + 1))
        ordinals.extend([before + length] * (31 - length))
    return tuple(keys), tuple(ordinals)


def _falls(ordinals: Numbers, calendar: WorkingCalendar, variant: Variant) -> list[int | None]:
    moved = [
        None if one is None or not 0 < one + variant.days <= LAST_ORDINAL else one + variant.days
        for one in ordinals
    ]
    if not variant.working_days:
        return moved
    known: dict[int, int | None] = {}
    for one in moved:
        if one is not None and one not in known:
            try:
                known[one] = calendar.add_working_days(
                    day_from_ordinal(one), variant.working_days
                ).toordinal()
            except (CalendarError, PeriodError):
                known[one] = None
    return [None if one is None else known[one] for one in moved]


def bounds(calendar: WorkingCalendar) -> tuple[int, int]:
    """The first and the last day number that a calendar answers for."""
    verified = calendar.verified
    assert verified.start is not None  # noqa: S101  # calendars are bounded
    assert verified.end is not None  # noqa: S101  # calendars are bounded
    return verified.start.toordinal(), verified.end.toordinal()


def workable(calendar: WorkingCalendar, roll: Roll) -> tuple[int, int]:
    """The first and the last day number that a roll can answer for."""
    first, last = bounds(calendar)
    moves = rolled(calendar, roll, first, last)
    known = [number for number, found in enumerate(moves, first) if found is not None]
    return known[0], known[-1]


def _due(
    falls: Numbers, calendar: WorkingCalendar, roll: Roll, *, within: bool
) -> list[int | None]:
    if roll is Roll.NONE and not within:
        return list(falls)
    first, last = bounds(calendar)
    moves = rolled(calendar, roll, first, last)
    return [
        None if one is None or not first <= one <= last else moves[one - first] for one in falls
    ]


def _key(ordinal: int | None) -> int | None:
    if ordinal is None:
        return None
    on = dt.date.fromordinal(ordinal)
    return (on.year * 12 + on.month - 1) * DOMS + on.day


def _columns(falls: Numbers, due: Numbers) -> dict[str, pa.Array[pa.Scalar[pa.DataType]]]:
    import pyarrow as pa

    def dates(numbers: Numbers) -> pa.Array[pa.Scalar[pa.DataType]]:
        counted = [None if one is None else one - EPOCH for one in numbers]
        return pa.array(counted, pa.int32()).cast(pa.date32())

    return {
        "falls": pa.array(falls, pa.int32()),
        "falls_key": pa.array([_key(one) for one in falls], pa.int32()),
        "due": pa.array(due, pa.int32()),
        "falls_on": dates(falls),
        "due_on": dates(due),
    }


@functools.lru_cache(maxsize=256)
def key_table(
    calendar: WorkingCalendar, variants: tuple[Variant, ...], months: Ranges
) -> pa.Table:
    """The calendar by key, one stretch of keys for each variant (see :func:`stretch`).

    Columns: ``key``, ``falls`` and ``due`` (day numbers), ``falls_key``, ``falls_on`` and
    ``due_on`` (days); null where the calendar does not reach.
    """
    import pyarrow as pa

    keys, ordinals = _clamped(months)
    parts: list[pa.Table] = []
    for number, variant in enumerate(variants):
        falls = _falls(ordinals, calendar, variant)
        shifted = [key + number * stretch(months) for key in keys]
        columns = _columns(falls, _due(falls, calendar, variant.roll, within=variant.within))
        parts.append(pa.table({"key": pa.array(shifted, pa.int32()), **columns}))
    return pa.concat_tables(parts).combine_chunks()


def stretch(months: Ranges) -> int:
    """How far apart the keys of two variants lie."""
    return (months[-1][1] + 1) * DOMS


@functools.lru_cache(maxsize=64)
def ordinal_table(
    calendar: WorkingCalendar, roll: Roll, days: Ranges, *, within: bool = False
) -> pa.Table:
    """The calendar by day number, for days that were counted already; columns as above."""
    import pyarrow as pa

    numbers = [one for one in _each(days) if 0 < one <= LAST_ORDINAL]
    return pa.table(_columns(numbers, _due(numbers, calendar, roll, within=within)))


@functools.lru_cache(maxsize=64)
def count_table(most: int) -> pa.Table:
    """For each ``count`` up to ``most`` the numbers 0 … count - 1, as ``step_no``."""
    import pyarrow as pa

    counts = [count for count in range(1, most + 1) for _ in range(count)]
    numbers = [number for count in range(1, most + 1) for number in range(count)]
    return pa.table(
        {"count": pa.array(counts, pa.int32()), "step_no": pa.array(numbers, pa.int32())}
    )

"""In which months the days of each anchor lie, so that calendar tables hold these and no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs
import narwhals.stable.v2 as nw

from samverkan.calendars import WorkingCalendar
from samverkan.tables.arithmetic import LAST_ORDINAL, Frame
from samverkan.tables.calendar_table import Ranges, bounds, merged
from samverkan.tables.subjects import Subjects

__all__ = ["Extent", "days_of", "extents", "first_day", "month_of_day", "pair_of_day"]


@attrs.frozen
class Extent:
    """In which months the days of an anchor lie, and how many are missing (omfång).

    Attributes:
        months: Ranges of months; a month far from the calendar stands alone.
        missing: How many rows have no day.
    """

    months: Ranges
    missing: int

    @property
    def first(self) -> int:
        """The first month."""
        return self.months[0][0]

    @property
    def last(self) -> int:
        """The last month."""
        return self.months[-1][1]


def month_of_day(ordinal: int) -> int:
    """Month number of a day number."""
    return pair_of_day(ordinal)[0]


def pair_of_day(ordinal: int) -> tuple[int, int]:
    """Month number and day of the month of a day number."""
    on = dt.date.fromordinal(min(max(ordinal, 1), LAST_ORDINAL))
    return on.year * 12 + on.month - 1, on.day


def days_of(extent: Extent) -> list[tuple[int, int]]:
    """The day numbers in which an anchor's days lie, and one beyond each range."""
    return [(first_day(first), first_day(last + 1)) for first, last in extent.months]


def first_day(month: int) -> int:
    """Day number of the first of a month."""
    year, number = divmod(month, 12)
    if year < 1:
        return 1
    return LAST_ORDINAL if year > dt.MAXYEAR else dt.date(year, number + 1, 1).toordinal()


def extents(found: Subjects, calendar: WorkingCalendar) -> dict[tuple[str, str], Extent | None]:
    """In which months the days of each anchor lie, asked once for each table."""
    first, last = (month_of_day(on) for on in bounds(calendar))
    near = first - _NEAR, last + _NEAR
    found_extents: dict[tuple[str, str], Extent | None] = {}
    frames = {"contracts": found.contracts, "procurements": found.procurements}
    for table, frame in frames.items():
        if frame is None:
            continue
        names = [
            one.removesuffix("_m") for one in frame.collect_schema().names() if one.endswith("_m")
        ]
        found_extents |= {
            (table, name): one for name, one in _measured(frame, names, near).items()
        }
    for anchor, frame in found.several.items():
        found_extents["contracts", anchor] = _measured(frame, ["on"], near)["on"]
    return found_extents


_NEAR = 600
"""Within so many months of the calendar every month has its days in tables, asked for or not."""


def _measured(frame: Frame, names: list[str], near: tuple[int, int]) -> dict[str, Extent | None]:
    if not names:
        return {}
    asked_for: list[nw.Expr] = []
    for name in names:
        month = nw.col(f"{name}_m")
        asked_for += [
            month.min().alias(f"{name}_low"),
            month.max().alias(f"{name}_high"),
            nw.when(month.is_null())
            .then(nw.lit(1))
            .otherwise(nw.lit(0))
            .sum()
            .alias(f"{name}_missing"),
        ]
    (row,) = frame.select(*asked_for).collect().rows(named=True)
    found: dict[str, Extent | None] = {}
    for name in names:
        low, high = row[f"{name}_low"], row[f"{name}_high"]
        if low is None or low != low:  # noqa: PLR0124  # what pandas has for nothing
            found[name] = None
            continue
        months: Ranges = ((int(low), int(high)),)
        if low < near[0] or high > near[1]:
            months = merged(_apart(frame, f"{name}_m", near, months[0]))
        found[name] = Extent(months, int(row[f"{name}_missing"]))
    return found


def _apart(
    frame: Frame, month: str, near: tuple[int, int], whole: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """The months near the calendar, and each month far from it that there is, on its own."""
    yield max(whole[0], near[0]), min(whole[1], near[1])
    far = frame.filter((nw.col(month) < near[0]) | (nw.col(month) > near[1]))
    for one in (
        far.select(month).unique().collect(backend="pyarrow").to_native()[month].to_pylist()
    ):
        yield one, one

"""Notices in working days, counted with a table of the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

from samverkan.calendars import WorkingCalendar
from samverkan.errors import CalendarError
from samverkan.periods import day_from_ordinal
from samverkan.tables.arithmetic import Frame
from samverkan.tables.calendar_table import bounds
from samverkan.tables.engines import Engine

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["less_working_days"]


def less_working_days(
    frame: Frame, ordinal: str, count: str, calendar: WorkingCalendar, engine: Engine
) -> Frame:
    """The frame with a day number moved back by as many working days as another column says.

    A column ``_fails`` tells, with 1, where the calendar does not reach.
    """
    c = nw.col
    asks = (c(count) != 0) & ~c(count).is_null() & ~c(ordinal).is_null()
    counts = frame.filter(asks).select(count).unique().collect(backend="pyarrow").to_native()
    none = nw.lit(0, nw.Int8)
    if not counts.num_rows:
        return frame.with_columns(_fails=none)
    table = _table(calendar, counts[count].to_pylist())
    moved = engine.table(table).rename({"count": count, "on": ordinal})
    frame = frame.join(moved, on=[ordinal, count], how="left")
    fails = asks & c("_moved").is_null()
    return frame.with_columns(
        nw.when(asks).then(c("_moved")).otherwise(c(ordinal)).alias(ordinal),
        _fails=nw.when(fails).then(nw.lit(1, nw.Int8)).otherwise(none),
    ).drop("_moved")


def _table(calendar: WorkingCalendar, counts: Iterable[int]) -> pa.Table:
    """For each count and day the day so many working days before it, where it is known."""
    import pyarrow as pa

    first, last = bounds(calendar)
    rows: list[tuple[int, int, int]] = []
    for count in sorted(counts):
        for ordinal in range(first, last + 1):
            try:
                moved = calendar.add_working_days(day_from_ordinal(ordinal), -count)
            except CalendarError:
                continue
            rows.append((count, ordinal, moved.toordinal()))
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    names = ("count", "on", "_moved")
    return pa.table(
        {name: pa.array(one, pa.int32()) for name, one in zip(names, columns, strict=True)}
    )

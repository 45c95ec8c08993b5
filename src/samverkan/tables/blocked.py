"""Rows that have no day: an anchor that is missing, or a calendar that does not reach."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs
import narwhals.stable.v2 as nw

from samverkan.codelists import Roll
from samverkan.tables.arithmetic import Frame, clamped, nothing, times, whole
from samverkan.tables.asked import DataRule
from samverkan.tables.branches import LONGEST, SHORTEST, Work, length_of
from samverkan.tables.calendar_table import bounds, merged, ordinal_table, workable
from samverkan.tables.extents import days_of, first_day

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Blocked"]

CALENDAR = "calendar"
"""What is missing where the calendar does not reach."""


@attrs.frozen
class Blocked:
    """What cannot be dated (blockerade uppföljningar)."""

    work: Work

    def rows(self, one: DataRule) -> Iterator[Frame]:
        """The rows of a rule that have no day, each with what is missing."""
        yield from self._without_anchor(one)
        yield from self._uncounted(one)
        if self.work.extent(one) is None:
            return
        frame = self.work.once_base(one)
        if frame is None:
            return
        if one.timing.step is not None:
            yield from self._beyond_series(one, self.work.with_stop(one, frame))
            return
        frame, table = self.work.keyed(one, frame, within=False)
        if one.timing.not_before is None:
            undated = self.work.undated(table)
            if undated.num_rows:
                yield _blocked(one, self.work.joined(frame, undated, "key"), CALENDAR)
            return
        bound = one.timing.not_before
        failed = self.work.subjects.failed.get(bound)
        if failed is not None:
            fails = frame.join(failed, on="subject", how="semi")
            yield _blocked(one, fails.with_columns(falls_on=nothing(nw.Date, "subject")), CALENDAR)
        frame = self.work.countable(one, frame)
        known, _ = self.work.with_bound(one, frame)
        uncounted = table.filter(table["falls"].is_null())
        if uncounted.num_rows:
            yield _blocked(one, self.work.joined(known, uncounted, "key"), CALENDAR)
            counted = self._dated_or_not(table)
            known = known.join(self.work.engine.table(counted), on="key", how="semi")
        unknown = known.filter(nw.col("_is_known") == 0)
        yield _blocked(one, unknown.with_columns(falls_on=nothing(nw.Date, "subject")), bound)
        later, numbers = self.work.later(one, frame, table)
        undated = self.work.undated(numbers)
        if undated.num_rows:
            later = later.filter(~nw.col("_named").is_null())
            yield _blocked(one, self.work.joined(later, undated, "falls"), CALENDAR)

    @staticmethod
    def _dated_or_not(table: pa.Table) -> pa.Table:
        return table.filter(table["falls"].is_valid()).select(["key"])

    def _without_anchor(self, one: DataRule) -> Iterator[Frame]:
        extent = self.work.extent(one)
        if one.anchor.each or (extent is not None and not extent.missing):
            return
        frame = self.work.base(one)
        if frame is not None:
            failed = self.work.subjects.failed.get(one.timing.anchor)
            if failed is not None:
                frame = frame.join(failed, on="subject", how="anti")
            frame = frame.filter(nw.col("on_m").is_null()).with_columns(
                falls_on=nothing(nw.Date, "subject"), number=nw.lit(0, nw.Int32)
            )
            yield _blocked(one, frame, one.timing.anchor)

    def _uncounted(self, one: DataRule) -> Iterator[Frame]:
        """Where the calendar cannot count the anchor itself."""
        failed = self.work.subjects.failed.get(one.timing.anchor)
        frame = None if failed is None else self.work.undecided(one)
        if failed is not None and frame is not None:
            found = frame.join(failed, on="subject", how="semi").with_columns(
                falls_on=nothing(nw.Date, "subject"), number=nw.lit(0, nw.Int32)
            )
            yield _blocked(one, found, CALENDAR)

    def _beyond_series(self, one: DataRule, frame: Frame) -> Iterator[Frame]:
        """The first occurrence before what the calendar answers for, and the first after it."""
        first, last = workable(self.work.calendar, one.rule.roll)
        if one.rule.roll is not Roll.BACKWARD:
            first = bounds(self.work.calendar)[0]
        extent, stops = self.work.extent(one), self.work.extent(one, "end")
        assert extent is not None  # noqa: S101  # asked before
        c = nw.col
        frame = frame.with_columns(
            _on=clamped(c("on_m"), c("on_d")), _stop=clamped(c("stop_m"), c("stop_d"))
        )
        if first_day(extent.first) < first:
            limit = nw.min_horizontal(c("_stop"), nw.lit(first, nw.Int32))
            yield self._first_after(one, frame, c("_on"), limit)
        latest = self.work.open_stop()
        if stops is not None:
            latest = max(latest if stops.missing else 0, first_day(stops.last + 1))
        if latest > last + 1:
            bound = nw.max_horizontal(c("_on"), nw.lit(last, nw.Int32))
            yield self._first_after(one, frame, bound, c("_stop"))

    def _first_after(self, one: DataRule, frame: Frame, bound: nw.Expr, limit: nw.Expr) -> Frame:
        """The first occurrence after a day number, blocked where it lies before a limit."""
        longest, shortest = self.work.parts(one)
        slack = self.work.slack(one)
        frame = frame.with_columns(_bound=bound, _limit=limit).filter(
            nw.col("_bound") + 1 < nw.col("_limit")
        )
        from_ = nw.max_horizontal(
            times(nw.col("_bound") - nw.col("_on") - slack, longest), nw.lit(1, nw.Int32)
        )
        extent = self.work.extent(one)
        assert extent is not None  # noqa: S101  # asked before
        reach = max(workable(self.work.calendar, one.rule.roll)[1] - first_day(extent.first), 0)
        both = [
            (length_of(step, SHORTEST), length_of(step, LONGEST))
            for _, step in self.work.spans(one).values()
        ]
        most = max((reach + 2 * slack) // low - (reach - slack) // high for low, high in both) + 5
        enough = times(nw.col("_bound") - nw.col("_on") + slack, shortest) - from_ + 3
        frame = frame.with_columns(
            start_no=whole(from_), count=whole(nw.min_horizontal(enough, nw.lit(most, nw.Int32)))
        )
        frame = self.work.counted(one, self.work.repeated(frame, most))
        frame = frame.filter(
            (nw.col("falls") > nw.col("_bound")) & (nw.col("falls") < nw.col("_limit"))
        )
        least = frame.group_by("subject").agg(nw.col("number").min())
        frame = frame.join(least, on=["subject", "number"], how="inner")
        far = max(high for _, high in both) + slack
        last = bounds(self.work.calendar)[1]
        days = merged((on - slack, to + far) for on, to in (*days_of(extent), (last, last)))
        table = ordinal_table(self.work.calendar, Roll.NONE, days)
        return _blocked(one, self.work.joined(frame, table, "falls"), CALENDAR)


def _blocked(one: DataRule, frame: Frame, missing: str) -> Frame:
    names = frame.collect_schema().names()
    fact = nw.col("fact") if "fact" in names else nw.lit(one.timing.anchor).alias("fact")
    recurs = one.timing.step is not None and "number" in names
    number = nw.col("number") if recurs else nw.lit(0, nw.Int32).alias("number")
    return frame.select(
        "subject",
        nw.lit(one.rule.id).alias("rule"),
        fact.alias("anchor"),
        number.cast(nw.Int32).alias("occurrence"),
        "falls_on",
        nw.lit(missing).alias("missing"),
    )

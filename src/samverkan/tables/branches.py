"""Rules at work on columns: the rows that a rule gives, found by joins with calendar tables.

A row of the result has ``subject``, ``number`` (which occurrence of a series, or which of several
facts), ``fact`` where the anchor has several days, and the columns of the calendar table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

import attrs
import narwhals.stable.v2 as nw

from samverkan.calendars import WorkingCalendar
from samverkan.codelists import Roll
from samverkan.periods import Span
from samverkan.tables.arithmetic import DOMS, LAST_ORDINAL, Frame, clamped, nothing, whole
from samverkan.tables.asked import CLASSES, DataRule
from samverkan.tables.calendar_table import (
    Variant,
    bounds,
    count_table,
    key_table,
    ordinal_table,
    stretch,
    workable,
)
from samverkan.tables.conditions import applies, in_force
from samverkan.tables.engines import Engine
from samverkan.tables.subjects import Subjects

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Branch", "Extent", "Work"]

_TRIANGLE = 512
"""The most occurrences whose numbers are taken from one table; more go by blocks of this size."""
_LONGEST, _SHORTEST = 31, 28


@attrs.frozen
class Extent:
    """Between which months the days of an anchor lie, and how many are missing (omfång)."""

    first: int
    last: int
    missing: int


@attrs.frozen
class Branch:
    """Rows of one rule (gren).

    Attributes:
        rule: The rule.
        frame: Its rows.
        tables: The calendar tables its days come from.
        most: The highest number a row may have.
    """

    rule: DataRule
    frame: Frame
    tables: tuple[pa.Table, ...]
    most: int


@attrs.frozen(kw_only=True)
class Work:
    """What all rules share (underlag).

    Attributes:
        subjects: What they are asked about.
        engine: Where the facts are.
        calendar: The working days.
        until: Day number of the last day of series without an end; the calendar's where ``None``.
        window: Day numbers between which follow-ups must be due.
        extents: Of each anchor, by table.
    """

    subjects: Subjects
    engine: Engine
    calendar: WorkingCalendar
    until: int | None
    window: tuple[int | None, int | None]
    extents: Mapping[tuple[str, str], Extent | None]

    # ---------------------------------------------------------------------------- shared
    def base(self, one: DataRule) -> Frame | None:
        """The rows that a rule is asked about, its anchor as ``on_m`` and ``on_d``."""
        frame = self._subjects(one)
        if frame is None or not self.spans(one):
            return None
        name = one.timing.anchor
        if one.anchor.each and name != "cancellation":
            days = self.subjects.several.get(name)
            if days is None:
                return None
            frame = days.join(frame, on="subject", how="inner")
        elif name == "cancellation":
            frame = frame.with_columns(
                on_m=nw.col("cancellation_m"),
                on_d=nw.col("cancellation_d"),
                fact=nw.lit("cancellation"),
                number=nw.lit(0, nw.Int32),
            )
        else:
            frame = frame.with_columns(on_m=nw.col(f"{name}_m"), on_d=nw.col(f"{name}_d"))
        wanted = applies(one, frozenset(frame.collect_schema().names()))
        planned = [place for place in range(3) if self._spans(one, place) is not None]
        if len(planned) < 3:
            is_planned = nw.col("class") == planned[0]
            for place in planned[1:]:
                is_planned |= nw.col("class") == place
            wanted.append(is_planned)
        return frame.filter(*wanted) if wanted else frame

    def _subjects(self, one: DataRule) -> Frame | None:
        if one.anchor.of_procurement:
            return self.subjects.procurements
        return self.subjects.contracts

    def extent(self, one: DataRule, anchor: str | None = None) -> Extent | None:
        """Between which months an anchor lies; ``None`` where it has no day at all."""
        table = "procurements" if one.anchor.of_procurement else "contracts"
        return self.extents.get((table, anchor or one.timing.anchor))

    @staticmethod
    def _spans(one: DataRule, place: int) -> tuple[Span, Span | None] | None:
        """Offset and step of a class; ``None`` where the class does not have the rule."""
        offset = one.timing.offset.get(CLASSES[place])
        if offset is None:
            return None
        if one.timing.step is None:
            return offset, None
        step = one.timing.step.get(CLASSES[place])
        return None if step is None else (offset, step)

    def spans(self, one: DataRule) -> dict[int, tuple[Span, Span | None]]:
        """Offset and step by the number of each class that has the rule."""
        found = {place: self._spans(one, place) for place in range(3)}
        return {place: both for place, both in found.items() if both is not None}

    def by_class(self, one: DataRule, what: Callable[[Span, Span], int]) -> nw.Expr:
        """A number that depends on the class."""
        numbers = {
            place: what(offset, step or Span()) for place, (offset, step) in self.spans(one).items()
        }
        (first, number), *rest = numbers.items()
        del first
        found = nw.lit(number, nw.Int32)
        for place, other in rest:
            if other != number:
                found = nw.when(nw.col("class") == place).then(nw.lit(other, nw.Int32)).otherwise(
                    found
                )  # fmt: skip
        return found

    def _within_window(self, table: pa.Table) -> pa.Table:
        import pyarrow.compute as pc

        for border, compare in zip(
            self.window, (pc.greater_equal, pc.less_equal), strict=True
        ):
            if border is not None:
                table = table.filter(compare(table["due"], border))
        return table

    def _dated(self, table: pa.Table) -> pa.Table:
        return self._within_window(table.filter(table["due"].is_valid()))

    def _undated(self, table: pa.Table) -> pa.Table:
        return table.filter(table["due"].is_null())

    def _on(self, frame: Frame, table: pa.Table, key: str) -> Frame:
        return frame.join(self.engine.table(table), on=key, how="inner")

    # ------------------------------------------------------------------------------ once
    def _keyed(self, one: DataRule, frame: Frame, *, within: bool) -> tuple[Frame, pa.Table]:
        """The frame with the key of the day a rule names, and the calendar table for it."""
        rule = one.rule
        spans = self.spans(one)
        each = {
            place: Variant(offset.days, offset.working_days, rule.roll, within)
            for place, (offset, _) in spans.items()
        }
        variants = tuple(dict.fromkeys(each.values()))
        extent = self.extent(one)
        assert extent is not None  # noqa: S101  # asked before
        first = extent.first + min(offset.months for offset, _ in spans.values())
        last = extent.last + max(offset.months for offset, _ in spans.values())
        if one.timing.step is not None:
            days = max(abs(offset.days) for offset, _ in spans.values()) // _SHORTEST + 2
            first = max(first, _month(bounds(self.calendar)[0]) - days)
            last = max(self._stop_month(one) + days, first)
        table = key_table(self.calendar, variants, first, last)
        key = nw.col("month") * DOMS + nw.col("on_d")
        if len(variants) > 1:
            which = {place: variants.index(variant) for place, variant in each.items()}
            (_, start), *rest = which.items()
            chosen = nw.lit(start * stretch(last), nw.Int32)
            for place, number in rest:
                chosen = nw.when(nw.col("class") == place).then(
                    nw.lit(number * stretch(last), nw.Int32)
                ).otherwise(chosen)  # fmt: skip
            key = key + chosen
        return frame.with_columns(key=key.cast(nw.Int32)), table

    def once(self, one: DataRule) -> Branch | None:
        """The dated rows of a rule that names a day once for each day of its anchor."""
        frame = self._once_base(one)
        if frame is None:
            return None
        frame, table = self._keyed(one, frame, within=False)
        if one.timing.not_before is not None:
            return self._bounded(one, frame, table)
        dated = self._dated(table)
        return Branch(one, _lean(self._on(frame, dated, "key")), (dated,), _most(one))

    def _once_base(self, one: DataRule) -> Frame | None:
        frame = self.base(one)
        if frame is None or self.extent(one) is None:
            return None
        frame = frame.filter(~nw.col("on_m").is_null())
        if rules := in_force(one.rule.in_force, "on_m", "on_d"):
            frame = frame.filter(*rules)
        return frame.with_columns(month=nw.col("on_m") + self.by_class(one, _offset_months))

    def _bound(self, one: DataRule, frame: Frame) -> tuple[Frame, Extent | None]:
        """The frame with the latest day of the other anchor: ``_bound``, a day number, and whether
        that is known: ``_is_known``.
        """
        bound = one.timing.not_before
        assert bound is not None  # noqa: S101  # asked before
        extent = self.extent(one, bound)
        days = self.subjects.several.get(bound)
        if f"{bound}_m" in frame.collect_schema().names() and days is None:
            at = clamped(nw.col(f"{bound}_m"), nw.col(f"{bound}_d"))
            frame = frame.with_columns(_bound=at)
            if bound == "cancellation":
                return frame.with_columns(_is_known=nw.lit(1, nw.Int8)), extent
            known = nw.when(nw.col("_bound").is_null()).then(nw.lit(0, nw.Int8))
            return frame.with_columns(_is_known=known.otherwise(nw.lit(1, nw.Int8))), extent
        frame = frame.with_columns(_is_known=nw.lit(1, nw.Int8))
        if days is None:
            return frame.with_columns(_bound=nothing(nw.Int32, "subject")), None
        latest = (
            days.with_columns(_bound=clamped(nw.col("on_m"), nw.col("on_d")))
            .group_by("subject")
            .agg(nw.col("_bound").max())
        )
        return frame.join(latest, on="subject", how="left"), extent

    def _later(self, one: DataRule, frame: Frame, table: pa.Table) -> tuple[Frame, pa.Table]:
        """The frame with the later of the rule's day and the other anchor's, and a table for it."""
        frame, extent = self._bound(one, frame)
        named = table.select(["key", "falls"])
        frame = frame.join(self.engine.table(named), on="key", how="left")
        frame = frame.filter(nw.col("_is_known") == 1).with_columns(
            _named=nw.col("falls"), falls=whole(nw.max_horizontal("falls", "_bound"))
        )
        falls = [one for one in table["falls"].to_pylist() if one is not None]
        low, high = (min(falls), max(falls)) if falls else (1, 1)
        if extent is not None:
            low = min(low, (extent.first - 12) * 30)
            high = max(high, (extent.last - 11) * 31)
        return frame, ordinal_table(self.calendar, one.rule.roll, low, high)

    def _bounded(self, one: DataRule, frame: Frame, table: pa.Table) -> Branch:
        frame, numbers = self._later(one, frame, table)
        frame = frame.filter(~nw.col("_named").is_null())
        dated = self._dated(numbers)
        return Branch(one, _lean(self._on(frame, dated, "falls")), (dated,), _most(one))

    # ---------------------------------------------------------------------------- series
    def _stop_month(self, one: DataRule) -> int:
        """The last month that dated rows of a series may lie in."""
        last = _month(bounds(self.calendar)[1])
        extent = self.extent(one, "end")
        if self.until is not None:
            return min(last, max(_month(self.until), extent.last if extent else 0))
        return last if extent is None or extent.missing else min(last, extent.last)

    def _open_stop(self) -> int:
        """The day number that a series without end does not reach."""
        return (bounds(self.calendar)[1] if self.until is None else self.until) + 1

    def series(self, one: DataRule) -> Branch | None:
        """The dated rows of a rule that names a day again and again."""
        frame = self._once_base(one)
        if frame is None:
            return None
        frame = self._with_stop(one, frame)
        steps = [step for _, step in self.spans(one).values() if step is not None]
        if any(step.days for step in steps):
            return self._by_days(one, frame)
        return self._by_months(one, frame)

    def _with_stop(self, one: DataRule, frame: Frame) -> Frame:
        """The frame with the day that the series does not reach: ``stop_m`` and ``stop_d``."""
        month, day = _pair(self._open_stop())
        extent = None if one.anchor.of_procurement else self.extent(one, "end")
        if extent is None:
            return frame.with_columns(
                stop_m=nw.lit(month, nw.Int32), stop_d=nw.lit(day, nw.Int32)
            )
        if not extent.missing:
            return frame.with_columns(stop_m=nw.col("end_m"), stop_d=nw.col("end_d"))
        return frame.with_columns(
            stop_m=nw.coalesce("end_m", nw.lit(month, nw.Int32)),
            stop_d=nw.coalesce("end_d", nw.lit(day, nw.Int32)),
        )

    def _by_months(self, one: DataRule, frame: Frame) -> Branch | None:
        extent = self.extent(one)
        assert extent is not None  # noqa: S101  # asked before
        spans = self.spans(one)
        slack = max((abs(offset.days) // _SHORTEST + 1) if offset.days else 0
                    for offset, _ in spans.values())  # fmt: skip
        step = self.by_class(one, _step_months)
        last = self._stop_month(one)
        stop = nw.col("stop_m")
        stops = self.extent(one, "end")
        if stops is None or stops.missing or stops.last > last:
            stop = nw.min_horizontal(stop, nw.lit(last, nw.Int32))
        count = (stop - nw.col("month") + slack) // step
        first_month = _month(bounds(self.calendar)[0])
        least = min(span.months for _, span in spans.values() if span is not None)
        lowest = min(offset.months for offset, _ in spans.values())
        if extent.first + lowest + least - slack < first_month:
            from_ = nw.max_horizontal(
                (nw.lit(first_month - slack, nw.Int32) - nw.col("month")) // step,
                nw.lit(1, nw.Int32),
            )
        else:
            from_ = nw.lit(1, nw.Int32)
        most = max((last + 1 - max(extent.first + lowest, first_month) + 2 * slack) // least + 2, 1)
        highest = max((last + 1 - extent.first - lowest + slack) // least + 2, 1)
        frame = frame.with_columns(step=step, start_no=whole(from_), count=whole(count + 1 - from_))
        frame = self._repeated(frame, most)
        frame = frame.with_columns(month=nw.col("month") + nw.col("number") * nw.col("step"))
        frame, table = self._keyed(one, frame, within=True)
        dated = self._dated(table)
        frame = self._on(frame, dated, "key")
        frame = frame.filter(nw.col("falls_key") < nw.col("stop_m") * DOMS + nw.col("stop_d"))
        if lowest < 0 or any(offset.days < 0 for offset, _ in spans.values()):
            frame = frame.filter(nw.col("falls_key") > nw.col("on_m") * DOMS + nw.col("on_d"))
        return Branch(one, _lean(frame), (dated,), highest)

    def _repeated(self, frame: Frame, most: int) -> Frame:
        """Each row as often as its ``count`` says, numbered from ``start_no``."""
        frame = frame.filter(nw.col("count") > 0)
        if most <= _TRIANGLE:
            frame = self._on(frame, count_table(most), "count")
        else:
            frame = frame.with_columns(
                whole=nw.col("count"), count=whole((nw.col("count") + _TRIANGLE - 1) // _TRIANGLE)
            )
            frame = self._on(frame, count_table(most // _TRIANGLE + 1), "count")
            frame = frame.rename({"step_no": "block"})
            inside = count_table(_TRIANGLE).filter(_is(count_table(_TRIANGLE), _TRIANGLE))
            frame = frame.with_columns(count=nw.lit(_TRIANGLE, nw.Int32))
            frame = self._on(frame, inside, "count")
            frame = frame.with_columns(step_no=nw.col("block") * _TRIANGLE + nw.col("step_no"))
            frame = frame.filter(nw.col("step_no") < nw.col("whole"))
        return frame.with_columns(number=whole(nw.col("start_no") + nw.col("step_no")))

    def _counted(self, one: DataRule, frame: Frame) -> Frame:
        """The frame with the day of an occurrence by arithmetic: ``falls``, a day number."""
        steps = self.by_class(one, _step_months), self.by_class(one, _step_days)
        month = nw.col("month") + nw.col("number") * steps[0]
        days = self.by_class(one, _offset_days) + nw.col("number") * steps[1]
        return frame.with_columns(falls=(clamped(month, nw.col("on_d")) + days).cast(nw.Int32))

    def _by_days(self, one: DataRule, frame: Frame) -> Branch | None:
        extent = self.extent(one)
        assert extent is not None  # noqa: S101  # asked before
        first, last = bounds(self.calendar)
        c = nw.col
        frame = frame.with_columns(
            _on=clamped(c("on_m"), c("on_d")), _stop=clamped(c("stop_m"), c("stop_d"))
        )
        longest, shortest = self._lengths(one)
        slack = self._slack(one)
        upper = nw.min_horizontal(c("_stop"), nw.lit(last + 1, nw.Int32))
        count = (upper - c("_on") + slack) // shortest
        from_ = nw.max_horizontal(
            (nw.lit(first - slack, nw.Int32) - c("_on")) // longest, nw.lit(1, nw.Int32)
        )
        lengths = [_length(step, _SHORTEST) for _, step in self.spans(one).values()]
        start = max(_first_day(extent.first), first) - slack
        most = max((last + 1 - start + slack) // min(lengths) + 2, 1)
        reach = last + 1 - _first_day(extent.first) + slack
        gap = reach // min(lengths) - reach // max(
            _length(step, _LONGEST) for _, step in self.spans(one).values()
        )
        frame = frame.with_columns(start_no=whole(from_), count=whole(count + 1 - from_))
        frame = self._repeated(frame, most + max(gap, 0))
        frame = self._counted(one, frame).filter(
            (c("falls") > c("_on")) & (c("falls") < c("_stop"))
        )
        table = ordinal_table(self.calendar, one.rule.roll, first, last, within=True)
        dated = self._dated(table)
        highest = max(reach // min(lengths) + 2, 1)
        return Branch(one, _lean(self._on(frame, dated, "falls")), (dated,), highest)

    def _lengths(self, one: DataRule) -> tuple[nw.Expr, nw.Expr]:
        return (
            self.by_class(one, lambda _, step: _length(step, _LONGEST)),
            self.by_class(one, lambda _, step: _length(step, _SHORTEST)),
        )

    def _slack(self, one: DataRule) -> int:
        """The most days by which an offset can move an occurrence."""
        return max(
            _LONGEST * abs(offset.months) + abs(offset.days) + _LONGEST
            for offset, _ in self.spans(one).values()
        )

    # --------------------------------------------------------------------------- blocked
    def blocked(self, one: DataRule) -> Iterator[Frame]:
        """The rows of a rule that have no day: ``subject``, ``fact``, ``number``, ``falls_on``,
        ``missing``.
        """
        yield from self._without_anchor(one)
        if self.extent(one) is None:
            return
        frame = self._once_base(one)
        if frame is None:
            return
        if one.timing.step is not None:
            yield from self._beyond_series(one, self._with_stop(one, frame))
            return
        frame, table = self._keyed(one, frame, within=False)
        if one.timing.not_before is None:
            undated = self._undated(table)
            if undated.num_rows:
                yield _blocked(one, self._on(frame, undated, "key"), "calendar")
            return
        bound = one.timing.not_before
        known, _ = self._bound(one, frame)
        uncounted = table.filter(table["falls"].is_null())
        if uncounted.num_rows:
            yield _blocked(one, self._on(known, uncounted, "key"), "calendar")
            counted = self._dated_or_not(table)
            known = known.join(self.engine.table(counted), on="key", how="semi")
        unknown = known.filter(nw.col("_is_known") == 0)
        yield _blocked(one, unknown.with_columns(falls_on=nothing(nw.Date, "subject")), bound)
        later, numbers = self._later(one, frame, table)
        undated = self._undated(numbers)
        if undated.num_rows:
            later = later.filter(~nw.col("_named").is_null())
            yield _blocked(one, self._on(later, undated, "falls"), "calendar")

    @staticmethod
    def _dated_or_not(table: pa.Table) -> pa.Table:
        return table.filter(table["falls"].is_valid()).select(["key"])

    def _without_anchor(self, one: DataRule) -> Iterator[Frame]:
        extent = self.extent(one)
        if one.anchor.each or (extent is not None and not extent.missing):
            return
        frame = self.base(one)
        if frame is not None:
            frame = frame.filter(nw.col("on_m").is_null()).with_columns(
                falls_on=nothing(nw.Date, "subject"), number=nw.lit(0, nw.Int32)
            )
            yield _blocked(one, frame, one.timing.anchor)

    def _beyond_series(self, one: DataRule, frame: Frame) -> Iterator[Frame]:
        """The first occurrence before what the calendar answers for, and the first after it."""
        first, last = workable(self.calendar, one.rule.roll)
        if one.rule.roll is not Roll.BACKWARD:
            first = bounds(self.calendar)[0]
        extent, stops = self.extent(one), self.extent(one, "end")
        assert extent is not None  # noqa: S101  # asked before
        c = nw.col
        frame = frame.with_columns(
            _on=clamped(c("on_m"), c("on_d")), _stop=clamped(c("stop_m"), c("stop_d"))
        )
        if _first_day(extent.first) < first:
            limit = nw.min_horizontal(c("_stop"), nw.lit(first, nw.Int32))
            yield self._first_after(one, frame, c("_on"), limit)
        latest = self._open_stop()
        if stops is not None:
            latest = max(latest if stops.missing else 0, _first_day(stops.last + 1))
        if latest > last + 1:
            bound = nw.max_horizontal(c("_on"), nw.lit(last, nw.Int32))
            yield self._first_after(one, frame, bound, c("_stop"))

    def _first_after(self, one: DataRule, frame: Frame, bound: nw.Expr, limit: nw.Expr) -> Frame:
        """The first occurrence after a day number, blocked where it lies before a limit."""
        longest, _ = self._lengths(one)
        slack = self._slack(one)
        frame = frame.with_columns(_bound=bound, _limit=limit).filter(
            nw.col("_bound") + 1 < nw.col("_limit")
        )
        from_ = nw.max_horizontal(
            (nw.col("_bound") - nw.col("_on") - slack) // longest, nw.lit(1, nw.Int32)
        )
        extent = self.extent(one)
        assert extent is not None  # noqa: S101  # asked before
        reach = max(workable(self.calendar, one.rule.roll)[1] - _first_day(extent.first), 0)
        both = [
            (_length(step, _SHORTEST), _length(step, _LONGEST))
            for _, step in self.spans(one).values()
        ]
        most = max((reach + 2 * slack) // low - (reach - slack) // high for low, high in both) + 3
        frame = frame.with_columns(start_no=from_, count=nw.lit(most, nw.Int32))
        frame = self._counted(one, self._repeated(frame, most))
        frame = frame.filter(
            (nw.col("falls") > nw.col("_bound")) & (nw.col("falls") < nw.col("_limit"))
        )
        least = frame.group_by("subject").agg(nw.col("number").min())
        frame = frame.join(least, on=["subject", "number"], how="inner")
        latest = max(workable(self.calendar, one.rule.roll)[1], _first_day(extent.last + 1))
        high = latest + 2 * max(high for _, high in both) + slack
        table = ordinal_table(self.calendar, Roll.NONE, _first_day(extent.first) - slack, high)
        return _blocked(one, self._on(frame, table, "falls"), "calendar")


def _offset_months(offset: Span, _: Span) -> int:
    return offset.months


def _offset_days(offset: Span, _: Span) -> int:
    return offset.days


def _step_months(_: Span, step: Span) -> int:
    return step.months


def _step_days(_: Span, step: Span) -> int:
    return step.days


def _length(step: Span | None, of_month: int) -> int:
    return 1 if step is None else step.months * of_month + step.days


def _is(table: pa.Table, count: int) -> pa.ChunkedArray:
    import pyarrow.compute as pc

    return pc.equal(table["count"], count)


def _month(ordinal: int) -> int:
    return _pair(ordinal)[0]


def _pair(ordinal: int) -> tuple[int, int]:
    import datetime as dt

    on = dt.date.fromordinal(min(max(ordinal, 1), LAST_ORDINAL))
    return on.year * 12 + on.month - 1, on.day


def _first_day(month: int) -> int:
    import datetime as dt

    year, number = divmod(month, 12)
    if year < 1:
        return 1
    return LAST_ORDINAL if year > dt.MAXYEAR else dt.date(year, number + 1, 1).toordinal()


def _most(one: DataRule) -> int:
    """The highest number of a row that does not recur: which fact of several it hangs on."""
    return (1 << 12) - 1 if one.anchor.each else 0


def _lean(frame: Frame) -> Frame:
    """The frame with what a row consists of."""
    names = frame.collect_schema().names()
    number = nw.col("number") if "number" in names else nw.lit(0, nw.Int32).alias("number")
    fact = [nw.col("fact")] if "fact" in names else []
    return frame.select("subject", number, *fact, "falls", "due", "falls_on", "due_on")


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



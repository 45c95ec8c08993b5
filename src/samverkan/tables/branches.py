"""Rules at work on columns: the rows that a rule gives, found by joins with calendar tables.

A row of the result has ``subject``, ``number`` (which occurrence of a series, or which of several
facts), ``fact`` where the anchor has several days, and the columns of the calendar table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import attrs
import narwhals.stable.v2 as nw

from samverkan.calendars import WorkingCalendar
from samverkan.periods import Span
from samverkan.tables.arithmetic import DOMS, Frame, clamped, nothing, over, times, whole
from samverkan.tables.asked import CLASSES, DataRule
from samverkan.tables.calendar_table import (
    Variant,
    arrow_functions,
    bounds,
    count_table,
    key_table,
    merged,
    ordinal_table,
    stretch,
)
from samverkan.tables.conditions import applies, in_force
from samverkan.tables.engines import Engine
from samverkan.tables.extents import Extent, days_of, first_day, month_of_day, pair_of_day
from samverkan.tables.subjects import Subjects

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["LONGEST", "SHORTEST", "Branch", "Work", "length_of"]

_TRIANGLE = 512
"""The most occurrences whose numbers are taken from one table; more go by blocks of this size."""
LONGEST, SHORTEST = 31, 28


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
        frame = self.asked_about(one)
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
        return self._asking(one, frame)

    def undecided(self, one: DataRule) -> Frame | None:
        """The subjects that a rule applies to, as far as is known without its anchor's days."""
        frame = self.asked_about(one)
        return None if frame is None or not self.spans(one) else self._asking(one, frame)

    def _asking(self, one: DataRule, frame: Frame) -> Frame:
        """The rows to which a rule applies, whatever the day."""
        wanted = applies(one, frozenset(frame.collect_schema().names()))
        planned = [place for place in range(3) if self._spans(one, place) is not None]
        if len(planned) < 3:
            is_planned = nw.col("class") == planned[0]
            for place in planned[1:]:
                is_planned |= nw.col("class") == place
            wanted.append(is_planned)
        return frame.filter(*wanted) if wanted else frame

    def asked_about(self, one: DataRule) -> Frame | None:
        """The table of the subjects that a rule is about."""
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

    def by_class(self, one: DataRule, what: Callable[[Span, Span], float]) -> nw.Expr:
        """A number that depends on the class: whole, or a double where it is a fraction."""
        numbers = {
            place: what(offset, step or Span())
            for place, (offset, step) in self.spans(one).items()
        }
        (first, number), *rest = numbers.items()
        del first
        kind = nw.Float64 if isinstance(number, float) else nw.Int32
        found = nw.lit(number, kind)
        for place, other in rest:
            if other != number:
                found = nw.when(nw.col("class") == place).then(nw.lit(other, kind)).otherwise(
                    found
                )  # fmt: skip
        return found

    def _within_window(self, table: pa.Table) -> pa.Table:
        pc = arrow_functions()
        for border, compare in zip(self.window, (pc.greater_equal, pc.less_equal), strict=True):
            if border is not None:
                table = table.filter(compare(table["due"], border))
        return table

    def _dated(self, frame: Frame, table: pa.Table, key: str) -> tuple[Frame, pa.Table]:
        """The rows that have a working day, with it; and the rows of the table that have one."""
        dated = self._within_window(table.filter(table["due"].is_valid()))
        return self.engine.looked_up(frame, dated, key, "due"), dated

    def undated(self, table: pa.Table) -> pa.Table:
        """The rows of a calendar table that have no working day."""
        return table.filter(table["due"].is_null())

    def joined(self, frame: Frame, table: pa.Table, key: str) -> Frame:
        """The frame with the columns of a small table."""
        return frame.join(self.engine.table(table), on=key, how="inner")

    # ------------------------------------------------------------------------------ once
    def keyed(self, one: DataRule, frame: Frame, *, within: bool) -> tuple[Frame, pa.Table]:
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
        low = min(offset.months for offset, _ in spans.values())
        high = max(offset.months for offset, _ in spans.values())
        months = merged((first + low, last + high) for first, last in extent.months)
        if one.timing.step is not None:
            days = max(abs(offset.days) for offset, _ in spans.values()) // SHORTEST + 2
            first = max(months[0][0], month_of_day(bounds(self.calendar)[0]) - days)
            months = ((first, max(self._stop_month(one) + days, first)),)
        table = key_table(self.calendar, variants, months)
        key = nw.col("month") * DOMS + nw.col("on_d")
        if len(variants) > 1:
            which = {place: variants.index(variant) for place, variant in each.items()}
            (_, start), *rest = which.items()
            chosen = nw.lit(start * stretch(months), nw.Int32)
            for place, number in rest:
                chosen = nw.when(nw.col("class") == place).then(
                    nw.lit(number * stretch(months), nw.Int32)
                ).otherwise(chosen)  # fmt: skip
            key = key + chosen
        return frame.with_columns(key=key.cast(nw.Int32)), table

    def once(self, one: DataRule) -> Branch | None:
        """The dated rows of a rule that names a day once for each day of its anchor."""
        frame = self.once_base(one)
        if frame is None:
            return None
        frame, table = self.keyed(one, frame, within=False)
        if one.timing.not_before is not None:
            return self._bounded(one, frame, table)
        frame, dated = self._dated(frame, table, "key")
        return Branch(one, _lean(frame), (dated,), _most(one))

    def once_base(self, one: DataRule) -> Frame | None:
        """The rows of a rule that have an anchor in force, with the month it is counted from."""
        frame = self.base(one)
        if frame is None or self.extent(one) is None:
            return None
        frame = frame.filter(~nw.col("on_m").is_null())
        if rules := in_force(one.rule.in_force, "on_m", "on_d"):
            frame = frame.filter(*rules)
        return frame.with_columns(month=nw.col("on_m") + self.by_class(one, _offset_months))

    def countable(self, one: DataRule, frame: Frame) -> Frame:
        """The frame without the subjects for which the calendar cannot count the other anchor."""
        failed = self.subjects.failed.get(one.timing.not_before or "")
        return frame if failed is None else frame.join(failed, on="subject", how="anti")

    def with_bound(self, one: DataRule, frame: Frame) -> tuple[Frame, Extent | None]:
        """The frame with the latest day of the other anchor as a day number, ``_bound``.

        ``_is_known`` tells whether there is one to ask for.
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

    def later(self, one: DataRule, frame: Frame, table: pa.Table) -> tuple[Frame, pa.Table]:
        """The frame with the later of two days, the rule's own and the other's, and its table."""
        frame, extent = self.with_bound(one, self.countable(one, frame))
        named = table.select(["key", "falls"])
        frame = frame.join(self.engine.table(named), on="key", how="left")
        frame = frame.filter(nw.col("_is_known") == 1).with_columns(
            _named=nw.col("falls"), falls=whole(nw.max_horizontal("falls", "_bound"))
        )
        falls = {on for on in table["falls"].to_pylist() if on is not None}
        days = merged([*((on, on) for on in falls), *([] if extent is None else days_of(extent))])
        return frame, ordinal_table(self.calendar, one.rule.roll, days)

    def _bounded(self, one: DataRule, frame: Frame, table: pa.Table) -> Branch:
        frame, numbers = self.later(one, frame, table)
        frame = frame.filter(~nw.col("_named").is_null())
        frame, dated = self._dated(frame, numbers, "falls")
        return Branch(one, _lean(frame), (dated,), _most(one))

    # ---------------------------------------------------------------------------- series
    def _stop_month(self, one: DataRule) -> int:
        """The last month that dated rows of a series may lie in."""
        last = month_of_day(bounds(self.calendar)[1])
        extent = self.extent(one, "end")
        if self.until is not None:
            return min(last, max(month_of_day(self.until), extent.last if extent else 0))
        return last if extent is None or extent.missing else min(last, extent.last)

    def open_stop(self) -> int:
        """The day number that a series without end does not reach."""
        return (bounds(self.calendar)[1] if self.until is None else self.until) + 1

    def series(self, one: DataRule) -> Branch | None:
        """The dated rows of a rule that names a day again and again."""
        frame = self.once_base(one)
        if frame is None:
            return None
        frame = self.with_stop(one, frame)
        steps = [step for _, step in self.spans(one).values() if step is not None]
        if any(step.days for step in steps):
            return self._by_days(one, frame)
        return self._by_months(one, frame)

    def with_stop(self, one: DataRule, frame: Frame) -> Frame:
        """The frame with the day that the series does not reach: ``stop_m`` and ``stop_d``."""
        month, day = pair_of_day(self.open_stop())
        extent = None if one.anchor.of_procurement else self.extent(one, "end")
        if extent is None:
            return frame.with_columns(stop_m=nw.lit(month, nw.Int32), stop_d=nw.lit(day, nw.Int32))
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
        slack = max((abs(offset.days) // SHORTEST + 1) if offset.days else 0
                    for offset, _ in spans.values())  # fmt: skip
        part = self.by_class(one, lambda _, step: 1 / step.months)
        last = self._stop_month(one)
        stop = nw.col("stop_m")
        stops = self.extent(one, "end")
        if stops is None or stops.missing or stops.last > last:
            stop = nw.min_horizontal(stop, nw.lit(last, nw.Int32))
        count = times(stop - nw.col("month") + slack, part)
        first_month = month_of_day(bounds(self.calendar)[0])
        least = min(span.months for _, span in spans.values() if span is not None)
        lowest = min(offset.months for offset, _ in spans.values())
        if extent.first + lowest + least - slack < first_month:
            from_ = nw.max_horizontal(
                times(nw.lit(first_month - slack, nw.Int32) - nw.col("month"), part),
                nw.lit(1, nw.Int32),
            )
        else:
            from_ = nw.lit(1, nw.Int32)
        most = max(
            (last + 1 - max(extent.first + lowest, first_month) + 2 * slack) // least + 2, 1
        )
        highest = max((last + 1 - extent.first - lowest + slack) // least + 2, 1)
        # What a row needs for each of its occurrences is worked out before it is repeated.
        frame, table = self.keyed(one, frame, within=True)
        names = frame.collect_schema().names()
        needed = [name for name in ("subject", "fact", "key") if name in names]
        backwards = lowest < 0 or any(offset.days < 0 for offset, _ in spans.values())
        after = nw.col("on_m") * DOMS + nw.col("on_d")
        frame = frame.select(
            *needed,
            step_key=whole(self.by_class(one, _step_months) * DOMS),
            stop_key=whole(nw.col("stop_m") * DOMS + nw.col("stop_d")),
            start_no=whole(from_),
            count=whole(count + 1 - from_),
            **({"on_key": whole(after)} if backwards else {}),
        )
        frame = self.repeated(frame, most)
        frame = frame.with_columns(
            key=whole(nw.col("key") + nw.col("number") * nw.col("step_key"))
        )
        frame, dated = self._dated(frame, table, "key")
        frame = frame.filter(nw.col("falls_key") < nw.col("stop_key"))
        if backwards:
            frame = frame.filter(nw.col("falls_key") > nw.col("on_key"))
        return Branch(one, _lean(frame), (dated,), highest)

    def repeated(self, frame: Frame, most: int) -> Frame:
        """Each row as often as its ``count`` says, numbered from ``start_no``."""
        frame = frame.filter(nw.col("count") > 0)
        if most <= _TRIANGLE:
            frame = self.joined(frame, count_table(most), "count")
        else:
            frame = frame.with_columns(
                whole=nw.col("count"),
                count=whole(over(nw.col("count") + _TRIANGLE - 1, _TRIANGLE)),
            )
            frame = self.joined(frame, count_table(most // _TRIANGLE + 1), "count")
            frame = frame.rename({"step_no": "block"})
            inside = count_table(_TRIANGLE).filter(_is(count_table(_TRIANGLE), _TRIANGLE))
            frame = frame.with_columns(count=nw.lit(_TRIANGLE, nw.Int32))
            frame = self.joined(frame, inside, "count")
            frame = frame.with_columns(step_no=nw.col("block") * _TRIANGLE + nw.col("step_no"))
            frame = frame.filter(nw.col("step_no") < nw.col("whole"))
        return frame.with_columns(number=whole(nw.col("start_no") + nw.col("step_no")))

    def counted(self, one: DataRule, frame: Frame) -> Frame:
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
        longest, shortest = self.parts(one)
        slack = self.slack(one)
        upper = nw.min_horizontal(c("_stop"), nw.lit(last + 1, nw.Int32))
        count = times(upper - c("_on") + slack, shortest)
        from_ = nw.max_horizontal(
            times(nw.lit(first - slack, nw.Int32) - c("_on"), longest), nw.lit(1, nw.Int32)
        )
        lengths = [length_of(step, SHORTEST) for _, step in self.spans(one).values()]
        start = max(first_day(extent.first), first) - slack
        most = max((last + 1 - start + slack) // min(lengths) + 2, 1)
        reach = last + 1 - first_day(extent.first) + slack
        gap = reach // min(lengths) - reach // max(
            length_of(step, LONGEST) for _, step in self.spans(one).values()
        )
        frame = frame.with_columns(start_no=whole(from_), count=whole(count + 1 - from_))
        frame = self.repeated(frame, most + max(gap, 0))
        frame = self.counted(one, frame).filter(
            (c("falls") > c("_on")) & (c("falls") < c("_stop"))
        )
        table = ordinal_table(self.calendar, one.rule.roll, ((first, last),), within=True)
        highest = max(reach // min(lengths) + 2, 1)
        frame, dated = self._dated(frame, table, "falls")
        return Branch(one, _lean(frame), (dated,), highest)

    def parts(self, one: DataRule) -> tuple[nw.Expr, nw.Expr]:
        """One divided by the longest and by the shortest that a step can last, by class."""
        return (
            self.by_class(one, lambda _, step: 1 / length_of(step, LONGEST)),
            self.by_class(one, lambda _, step: 1 / length_of(step, SHORTEST)),
        )

    def slack(self, one: DataRule) -> int:
        """The most days by which an offset can move an occurrence."""
        return max(
            LONGEST * abs(offset.months) + abs(offset.days) + LONGEST
            for offset, _ in self.spans(one).values()
        )


def _offset_months(offset: Span, _: Span) -> int:
    return offset.months


def _offset_days(offset: Span, _: Span) -> int:
    return offset.days


def _step_months(_: Span, step: Span) -> int:
    return step.months


def _step_days(_: Span, step: Span) -> int:
    return step.days


def length_of(step: Span | None, of_month: int) -> int:
    """How many days a step lasts with months of a length."""
    return 1 if step is None else step.months * of_month + step.days


def _is(table: pa.Table, count: int) -> pa.ChunkedArray:
    return arrow_functions().equal(table["count"], count)


def _most(one: DataRule) -> int:
    """The highest number of a row that does not recur: which fact of several it hangs on."""
    return (1 << 12) - 1 if one.anchor.each else 0


def _lean(frame: Frame) -> Frame:
    """The frame with what a row consists of."""
    names = frame.collect_schema().names()
    number = nw.col("number") if "number" in names else nw.lit(0, nw.Int32).alias("number")
    fact = [nw.col("fact")] if "fact" in names else []
    return frame.select("subject", number, *fact, "falls", "due", "falls_on", "due_on")

"""Rules at work: the rows that a rule gives for a case, written for plans of many contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samverkan.codelists import RiskClass
from samverkan.contracts import Contract
from samverkan.errors import CalendarError, PeriodError
from samverkan.periods import Day, Span, day_from_ordinal, shift
from samverkan.rules.facts import AnchorDay, Case, Context, anchor_named
from samverkan.rules.follow_up import FollowUp
from samverkan.rules.rows import NUMBER_BITS, Rows
from samverkan.rules.series import falls, series

if TYPE_CHECKING:
    from samverkan.rules.rule import FollowUpRule, Timing

__all__ = ["Emission", "moved"]


def moved(rule: FollowUpRule, case: Case, anchor: str, number: int, on: Day) -> FollowUp:
    """The follow-up of a day that is already counted; blocked where the calendar does not reach."""
    try:
        due = case.context.calendar.roll(on, rule.roll)
    except (CalendarError, PeriodError):
        return FollowUp(rule, case, anchor, number, on, None, "calendar")
    return FollowUp(rule, case, anchor, number, on, due)


_NO_DAY = Day(1, 1, 1)
"""Stands where an anchor's day is not known, so that conditions can be asked all the same."""


class Emission:
    """A rule made ready for one class and context, so that a plan does its part per rule once."""

    __slots__ = (
        "_conditional",
        "_days",
        "_late",
        "_window",
        "anchor",
        "is_planned",
        "moves",
        "offset",
        "rule",
        "step",
        "timing",
        "until",
    )

    def __init__(
        self, rule: FollowUpRule, timing: Timing, risk_class: RiskClass, context: Context
    ) -> None:
        offset = timing.offset.get(risk_class)
        self.rule = rule
        self.timing = timing
        self.anchor = timing.anchor
        self.offset = Span() if offset is None else offset
        self.step = None if timing.step is None else timing.step.get(risk_class)
        self.is_planned = offset is not None and (timing.step is None or self.step is not None)
        self.moves = context.calendar.moves(rule.roll)
        self.until = context.until
        self._days = anchor_named(timing.anchor).days
        self._late = bool(self.offset.working_days) or timing.not_before is not None
        self._conditional = (
            timing.condition is not None or bool(timing.exceptions) or rule.in_force is not None
        )
        verified = context.calendar.verified
        assert verified.start is not None  # noqa: S101  # calendars are bounded
        assert verified.end is not None  # noqa: S101  # calendars are bounded
        self._window = verified.start.toordinal(), verified.end.toordinal()

    def add(self, case: Case, rows: Rows) -> None:
        """Add the rows of a case, blocked ones included, in order of anchor and occurrence."""
        if not self.is_planned:
            return
        days = case.anchors.get(self.anchor, _UNASKED)
        if days is _UNASKED:
            days = case.anchors[self.anchor] = self._days(case)
        if days is None:
            if not self._conditional or self._applies(case, (self.anchor, _NO_DAY, case.subject)):
                rows.blocked.append(
                    FollowUp(self.rule, case, self.anchor, 0, None, None, self.anchor)
                )
            return
        for day in days:
            if self._conditional and not self._applies(case, day):
                continue
            if self.step is not None:
                self._series(case, day, self.step, rows)
            elif self._late:
                rows.put(self._counted(case, day))
            else:
                self._once(case, day, rows)

    def _applies(self, case: Case, day: AnchorDay) -> bool:
        timing, in_force = self.timing, self.rule.in_force
        if timing.condition is not None and not timing.condition.holds(case, day):
            return False
        for exception in timing.exceptions:
            if exception.holds(case, day):
                return False
        return in_force is None or day[1] is _NO_DAY or day[1] in in_force

    def _once(self, case: Case, day: AnchorDay, rows: Rows) -> None:
        ordinal = falls(day[1], self.offset)
        try:
            due = self.moves[ordinal]
        except (CalendarError, PeriodError):
            rows.blocked.append(self._beyond(case, day, 0, ordinal))
            return
        group = rows.group(self.rule, case, day[0])
        if due != ordinal:
            group += (due - ordinal) << NUMBER_BITS
        rows.by_day[due].append(group)

    def _beyond(self, case: Case, day: AnchorDay, number: int, ordinal: int) -> FollowUp:
        """The follow-up on a day that the calendar does not reach."""
        on = day_from_ordinal(ordinal) if ordinal else None
        return FollowUp(self.rule, case, day[0], number, on, None, "calendar")

    def _counted(self, case: Case, day: AnchorDay) -> FollowUp:
        """One day that needs the calendar to be counted, or that may not come before another."""
        bound: tuple[AnchorDay, ...] = ()
        if self.timing.not_before is not None:
            known = case.days(self.timing.not_before)
            if known is None:
                missing = self.timing.not_before
                return FollowUp(self.rule, case, day[0], 0, None, None, missing)
            bound = known
        try:
            on = shift(day[1], self.offset, case.context.calendar)
        except (CalendarError, PeriodError):
            return FollowUp(self.rule, case, day[0], 0, None, None, "calendar")
        on = max([on, *(other[1] for other in bound)])
        return moved(self.rule, case, day[0], 0, on)

    def _series(self, case: Case, day: AnchorDay, step: Span, rows: Rows) -> None:
        """Occurrences strictly inside the contract, within what the calendar answers for."""
        ends = case.days("end") if isinstance(case.subject, Contract) else None
        first, last = self._window
        until = self.until
        if until is not None:
            last = min(last, until.toordinal())
        end = ends[0][1].toordinal() if ends else last + 1
        after = max(day[1].toordinal(), first - 1)
        moves, by_day, group = self.moves, rows.by_day, rows.group(self.rule, case, day[0])
        inside = end if end <= last else last + 1
        for number, ordinal in series(day[1], step, self.offset, after, inside):
            try:
                due = moves[ordinal]
            except CalendarError:
                rows.blocked.append(self._beyond(case, day, number, ordinal))
                return
            if due == ordinal:
                by_day[due].append(group + number)
            else:
                by_day[due].append(group + ((due - ordinal) << NUMBER_BITS) + number)
        if ends and until is None and end > last + 1:
            for number, ordinal in series(day[1], step, self.offset, max(after, last), end):
                rows.blocked.append(self._beyond(case, day, number, ordinal))
                return


_UNASKED: tuple[AnchorDay, ...] = (("", _NO_DAY, None),)
"""An anchor that nobody has asked a case for yet."""

"""One rule at work: the rows that it gives for a case, whatever it asks.

This is the path that every rule can go. :mod:`samverkan.rules.ready` has a shorter one for many
contracts, which gives the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from samverkan.codelists import RiskClass, Roll
from samverkan.contracts import Contract
from samverkan.errors import CalendarError, PeriodError
from samverkan.periods import Day, Span, day_from_ordinal, shift
from samverkan.rules._counting import LAST_ORDINAL, falls, series
from samverkan.rules.anchors import Anchor, AnchorDay
from samverkan.rules.facts import Case, Context
from samverkan.rules.follow_up import FollowUp

if TYPE_CHECKING:
    from samverkan.rules.rows import Rows
    from samverkan.rules.rule import FollowUpRule, Timing

__all__ = ["Emission", "moved"]

CALENDAR = "calendar"
"""What is missing where the calendar does not reach."""
_NO_DAY = Day(1, 1, 1)
"""Stands where an anchor's day is not known, so that conditions can be asked all the same."""


def moved(rule: FollowUpRule, case: Case, anchor: str, number: int, on: Day) -> FollowUp:
    """The follow-up of a day that is counted; blocked where the calendar does not reach."""
    try:
        due = case.context.calendar.roll(on, rule.roll)
    except (CalendarError, PeriodError):
        return FollowUp(rule, case, anchor, number, on, None, CALENDAR)
    return FollowUp(rule, case, anchor, number, on, due)


class Emission:
    """A rule made ready for one class and context, so that a plan does its part per rule once."""

    __slots__ = (
        "_verified", "anchor", "is_conditional", "is_planned", "moves", "needs_calendar", "offset",
        "place", "rule", "step", "timing",
    )  # fmt: skip

    def __init__(
        self,
        rule: FollowUpRule,
        place: int,
        timing: Timing,
        anchor: Anchor,
        risk_class: RiskClass,
        context: Context,
    ) -> None:
        offset = timing.offset.get(risk_class)
        self.rule = rule
        self.place = place
        self.timing = timing
        self.anchor = anchor
        self.offset = Span() if offset is None else offset
        self.step = None if timing.step is None else timing.step.get(risk_class)
        self.is_planned = offset is not None and (timing.step is None or self.step is not None)
        self.moves = context.calendar.moves(rule.roll)
        self.needs_calendar = bool(self.offset.working_days)
        self.is_conditional = (
            timing.condition is not None or bool(timing.exceptions) or rule.in_force is not None
        )
        self._verified = context.verified_ordinals

    def add(self, case: Case, subject: int, rows: Rows) -> None:
        """Add the rows of a case, blocked ones included, in order of anchor and occurrence."""
        try:
            days = case.days(self.anchor.name)
        except (CalendarError, PeriodError):
            self._block(case, rows, CALENDAR)
            return
        if days is None:
            self._block(case, rows, self.anchor.name)
            return
        first = rows.first(subject, self.place)
        for number, day in enumerate(days):
            if self.is_conditional and not self._applies(case, day):
                continue
            if self.step is not None:
                self._add_series(case, day, self.step, first, rows)
            else:
                self._add_once(case, day, first + number, rows)

    def _block(self, case: Case, rows: Rows, missing: str) -> None:
        """Block the rule where its anchor has no day, unless it is known not to apply."""
        day = self.anchor.name, _NO_DAY, case.subject
        if not self.is_conditional or self._applies(case, day):
            rows.blocked.append(FollowUp(self.rule, case, day[0], 0, None, None, missing))

    def _applies(self, case: Case, day: AnchorDay) -> bool:
        timing, in_force = self.timing, self.rule.in_force
        if timing.condition is not None and not timing.condition.holds(case, day):
            return False
        for exception in timing.exceptions:
            if exception.holds(case, day):
                return False
        return in_force is None or day[1] is _NO_DAY or day[1] in in_force

    def _add_once(self, case: Case, day: AnchorDay, row: int, rows: Rows) -> None:
        fact, bound = day[0], self.timing.not_before
        try:
            ordinal = self._ordinal(case, day[1])
            others = () if bound is None else case.days(bound)
        except (CalendarError, PeriodError):
            rows.blocked.append(FollowUp(self.rule, case, fact, 0, None, None, CALENDAR))
            return
        if others is None:
            rows.blocked.append(FollowUp(self.rule, case, fact, 0, None, None, bound))
            return
        for other in others:
            ordinal = max(ordinal, other[1].toordinal())
        try:
            due = self.moves[ordinal]
        except (CalendarError, PeriodError):
            rows.blocked.append(self.beyond(case, fact, 0, ordinal))
        else:
            rows.by_day[due].append(row + ((due - ordinal) << rows.roll_shift))

    def _ordinal(self, case: Case, on: Day) -> int:
        if self.needs_calendar:
            return shift(on, self.offset, case.context.calendar).toordinal()
        return falls(on, self.offset.months, self.offset.days)

    def beyond(self, case: Case, fact: str, number: int, ordinal: int) -> FollowUp:
        """The follow-up on a day that the calendar does not reach."""
        on = day_from_ordinal(ordinal) if 0 < ordinal <= LAST_ORDINAL else None
        return FollowUp(self.rule, case, fact, number, on, None, CALENDAR)

    def _add_series(self, case: Case, day: AnchorDay, step: Span, row: int, rows: Rows) -> None:
        """Occurrences strictly inside the contract, within what the calendar answers for.

        Of those before that, and of those after it, the first is blocked and speaks for the rest.
        """
        fact, on, _ = day
        first, last = self._verified
        after, stop = on.toordinal(), self._stop(case)
        early = _first(series(on, step, self.offset, after, min(first, stop)))
        late = None
        within = max(after, first - 1), min(stop, last + 1)
        for number, ordinal in series(on, step, self.offset, *within):
            try:
                due = self.moves[ordinal]
            except (CalendarError, PeriodError):
                if self.rule.roll is Roll.FORWARD:
                    late = number, ordinal
                    break
                early = early or (number, ordinal)
            else:
                rows.by_day[due].append(row + number + ((due - ordinal) << rows.roll_shift))
        late = late or _first(series(on, step, self.offset, max(after, last), stop))
        for found in filter(None, (early, late)):
            rows.blocked.append(self.beyond(case, fact, *found))

    def _stop(self, case: Case) -> int:
        """The ordinal that a series does not reach: the contract's end, or the day after the last.

        Where the contract has no end the last day is the one asked for, or the calendar's.
        """
        end = case.found("end") if isinstance(case.subject, Contract) else None
        if isinstance(end, Day):
            return end.toordinal()
        until = case.context.until
        return (self._verified[1] if until is None else until.toordinal()) + 1


def _first(found: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    return next(iter(found), None)

"""The laws of working calendars."""

from __future__ import annotations

from hypothesis import strategies as st

from samverkan.calendars import WorkingCalendar
from samverkan.codelists import Roll
from samverkan.errors import CalendarError
from samverkan.periods import Day, day_from_ordinal
from samverkan.testing.laws._running import hold
from samverkan.testing.strategies import days

__all__ = ["check_calendar"]

_MARGIN = 30
_MOST_ADDED = 20


def check_calendar(calendar: WorkingCalendar, *, max_examples: int = 200) -> None:
    """Hold a working calendar to the laws of working calendars.

    It is asked about the days of its verified span; where it moves days, about those that lie at
    least thirty days within.

    Args:
        calendar: The calendar: any object with the methods of :class:`~samverkan.WorkingCalendar`.
        max_examples: How many days to ask about for each law.

    >>> from samverkan.jurisdictions import jurisdiction
    >>> check_calendar(jurisdiction("SE").calendar, max_examples=20)

    Raises:
        BrokenLawError: naming the law, with a smallest example.
    """
    first, last = calendar.verified.start, calendar.verified.end
    assert first is not None
    assert last is not None
    anywhere = days(min_value=first, max_value=last)
    low, high = first.toordinal() + _MARGIN, last.toordinal() - _MARGIN
    inner = (
        days(min_value=day_from_ordinal(low), max_value=day_from_ordinal(high))
        if low <= high
        else st.nothing()
    )
    policies = st.sampled_from(Roll)

    def same_twice(on: Day) -> str | None:
        once, again = calendar.is_working(on), calendar.is_working(on)
        return None if once == again else f"is_working({on}) is {once}, then {again}"

    def covers(outside: int) -> str | None:
        on = day_from_ordinal((last if outside > 0 else first).toordinal() + outside)
        if calendar.covers(on):
            return f"covers({on}) is true, and {on} lies outside {calendar.verified}"
        try:
            answer = calendar.is_working(on)
        except CalendarError:
            return None
        return f"is_working({on}) is {answer} and not a CalendarError"

    def has_reason(on: Day) -> str | None:
        working = calendar.is_working(on)
        for lang in ("sv", "en"):
            why = calendar.why_closed(on, lang)
            if (why is None) is not working or (why is not None and not why.strip()):
                return f"is_working({on}) is {working} and why_closed({on}, {lang!r}) is {why!r}"
        return None

    def rolls(case: tuple[Day, Roll]) -> str | None:
        on, policy = case
        rolled = calendar.roll(on, policy)
        if policy is Roll.NONE:
            return None if rolled == on else f"{on} is rolled to {rolled}"
        return None if calendar.is_working(rolled) else f"{on} is rolled to {rolled}, closed"

    def rolls_once(case: tuple[Day, Roll]) -> str | None:
        on, policy = case
        once = calendar.roll(on, policy)
        again = calendar.roll(once, policy)
        return None if once == again else f"{on} is rolled to {once}, and that to {again}"

    def nearest(case: tuple[Day, Roll]) -> str | None:
        on, policy = case
        start, end = on.toordinal(), calendar.roll(on, policy).toordinal()
        if (end > start and policy is not Roll.FORWARD) or (
            end < start and policy is not Roll.BACKWARD
        ):
            return f"{on} is rolled {policy.value} to {day_from_ordinal(end)}"
        between = range(min(start, end), max(start, end) + 1)
        passed = [o for o in between if o != end and calendar.is_working(day_from_ordinal(o))]
        if passed:
            return f"{on} is rolled past {day_from_ordinal(passed[0])}, which is open"
        return None

    def counts(case: tuple[Day, int]) -> str | None:
        on, count = case
        reached = calendar.add_working_days(on, count)
        between = calendar.working_days_between(on, reached)
        if between == count:
            return None
        return f"{on} + {count} working days is {reached}, and {between} lie between"

    def goes_back(case: tuple[Day, int]) -> str | None:
        on, count = case
        start = calendar.roll(on, Roll.FORWARD)
        reached = calendar.add_working_days(start, count)
        back = calendar.add_working_days(reached, -count)
        return None if back == start else f"{start} + {count} is {reached}, - {count} is {back}"

    rolled = st.tuples(inner, policies)
    added = st.tuples(inner, st.integers(0, _MOST_ADDED))
    hold("calendar.same-twice", same_twice, anywhere, max_examples)
    hold("calendar.covers-its-span", covers, st.sampled_from((1, -1, 400, -400)), max_examples)
    hold("calendar.closed-has-a-reason", has_reason, anywhere, max_examples)
    if low <= high:
        hold("calendar.rolls-to-a-working-day", rolls, rolled, max_examples)
        hold("calendar.rolls-once", rolls_once, rolled, max_examples)
        hold("calendar.rolls-to-the-nearest", nearest, rolled, max_examples)
        hold("calendar.counts-what-it-adds", counts, added, max_examples)
        hold("calendar.goes-back", goes_back, added, max_examples)

"""The laws of working calendars."""

from __future__ import annotations

import functools

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

Rolled = tuple[Day, Roll]
Added = tuple[Day, int]


def _same_twice(calendar: WorkingCalendar, on: Day) -> str | None:
    once, again = calendar.is_working(on), calendar.is_working(on)
    return None if once == again else f"is_working({on}) is {once}, then {again}"


def _covers(calendar: WorkingCalendar, on: Day) -> str | None:
    if calendar.covers(on):
        return f"covers({on}) is true, and {on} lies outside {calendar.verified}"
    try:
        answer = calendar.is_working(on)
    except CalendarError:
        return None
    return f"is_working({on}) is {answer} and not a CalendarError"


def _has_reason(calendar: WorkingCalendar, on: Day) -> str | None:
    working = calendar.is_working(on)
    for lang in ("sv", "en"):
        why = calendar.why_closed(on, lang)
        if (why is None) is not working or (why is not None and not why.strip()):
            return f"is_working({on}) is {working} and why_closed({on}, {lang!r}) is {why!r}"
    return None


def _rolls(calendar: WorkingCalendar, case: Rolled) -> str | None:
    on, policy = case
    rolled = calendar.roll(on, policy)
    if policy is Roll.NONE:
        return None if rolled == on else f"{on} is rolled to {rolled}"
    return None if calendar.is_working(rolled) else f"{on} is rolled to {rolled}, closed"


def _rolls_once(calendar: WorkingCalendar, case: Rolled) -> str | None:
    on, policy = case
    once = calendar.roll(on, policy)
    again = calendar.roll(once, policy)
    return None if once == again else f"{on} is rolled to {once}, and that to {again}"


def _nearest(calendar: WorkingCalendar, case: Rolled) -> str | None:
    on, policy = case
    start, end = on.toordinal(), calendar.roll(on, policy).toordinal()
    way = {Roll.FORWARD: end >= start, Roll.BACKWARD: end <= start, Roll.NONE: end == start}
    if not way[policy]:
        return f"{on} is rolled {policy.value} to {day_from_ordinal(end)}"
    between = range(min(start, end), max(start, end) + 1)
    passed = [o for o in between if o != end and calendar.is_working(day_from_ordinal(o))]
    return f"{on} is rolled past {day_from_ordinal(passed[0])}, which is open" if passed else None


def _counts(calendar: WorkingCalendar, case: Added) -> str | None:
    on, count = case
    reached = calendar.add_working_days(on, count)
    between = calendar.working_days_between(on, reached)
    if between == count:
        return None
    return f"{on} + {count} working days is {reached}, and {between} lie between"


def _goes_back(calendar: WorkingCalendar, case: Added) -> str | None:
    on, count = case
    start = calendar.roll(on, Roll.FORWARD)
    reached = calendar.add_working_days(start, count)
    back = calendar.add_working_days(reached, -count)
    return None if back == start else f"{start} + {count} is {reached}, - {count} is {back}"


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
    start, end = calendar.verified.start, calendar.verified.end
    assert start is not None
    assert end is not None
    first, last = start.toordinal(), end.toordinal()
    anywhere = days(min_value=start, max_value=end)
    outside = st.sampled_from((last + 1, first - 1, last + 400, first - 400)).map(day_from_ordinal)
    for law, told, cases in (
        ("calendar.same-twice", _same_twice, anywhere),
        ("calendar.covers-its-span", _covers, outside),
        ("calendar.closed-has-a-reason", _has_reason, anywhere),
    ):
        hold(law, functools.partial(told, calendar), cases, max_examples)
    if last - first < 2 * _MARGIN:
        return
    inner = days(
        min_value=day_from_ordinal(first + _MARGIN), max_value=day_from_ordinal(last - _MARGIN)
    )
    rolled = st.tuples(inner, st.sampled_from(Roll))
    for law, moved in (
        ("calendar.rolls-to-a-working-day", _rolls),
        ("calendar.rolls-once", _rolls_once),
        ("calendar.rolls-to-the-nearest", _nearest),
    ):
        hold(law, functools.partial(moved, calendar), rolled, max_examples)
    added = st.tuples(inner, st.integers(0, _MOST_ADDED))
    hold("calendar.counts-what-it-adds", functools.partial(_counts, calendar), added, max_examples)
    hold("calendar.goes-back", functools.partial(_goes_back, calendar), added, max_examples)

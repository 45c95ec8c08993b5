"""Working calendars: rolling and counting, for any calendar."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from samverkan.calendars import calendar_from_days
from samverkan.codelists import Roll
from samverkan.countries.se.calendar import CALENDAR as SWEDEN
from samverkan.explanations import Text
from samverkan.periods import Period, day, day_from_ordinal

FIRST, LAST = day("2025-01-01"), day("2027-12-31")
ONE = dt.timedelta(days=1)
# No run of closed days leads from these out of the span.
inner_days = st.dates(day("2025-06-01"), day("2027-06-30")).map(day)
closed_days = st.sets(st.dates(day("2025-06-01"), day("2027-06-30")), max_size=30)
weekends = st.sets(st.integers(1, 7), max_size=6)
policies = st.sampled_from(Roll)
moving = st.sampled_from((Roll.FORWARD, Roll.BACKWARD))


def _calendar(closed, weekend):
    return calendar_from_days("some", closed, Period(FIRST, LAST), weekend=weekend)


calendars = st.one_of(st.just(SWEDEN), st.builds(_calendar, closed_days, weekends))


def between(first, last):
    """Every day after the first, up to and including the last."""
    return map(day_from_ordinal, range(first.toordinal() + 1, last.toordinal() + 1))


@given(calendars, inner_days, moving)
def test_rolling_never_lands_on_a_closed_day(calendar, on, policy):
    rolled = calendar.roll(on, policy)
    assert calendar.is_working(rolled)
    assert (rolled == on) is calendar.is_working(on)


@given(calendars, inner_days)
def test_rolling_passes_closed_days_only(calendar, on):
    forward, backward = calendar.roll(on, Roll.FORWARD), calendar.roll(on, Roll.BACKWARD)
    assert backward <= on <= forward
    passed = {*between(backward, on), *between(on - ONE, forward)} - {backward, forward}
    assert not any(calendar.is_working(day(one)) for one in passed)


@given(calendars, inner_days, policies)
def test_rolling_twice_is_rolling_once(calendar, on, policy):
    once = calendar.roll(on, policy)
    assert calendar.roll(once, policy) == once


@given(calendars, inner_days, inner_days, policies)
def test_rolling_keeps_the_order_of_days(calendar, one, other, policy):
    earlier, later = sorted((one, other))
    assert calendar.roll(earlier, policy) <= calendar.roll(later, policy)


@given(calendars, st.dates(FIRST, LAST).map(day))
def test_not_to_roll_is_to_stay(calendar, on):
    assert calendar.roll(on, Roll.NONE) == on


@given(calendars, inner_days, policies)
def test_moves_are_the_rolls_of_many_days(calendar, on, policy):
    assert calendar.moves(policy)[on.toordinal()] == calendar.roll(on, policy).toordinal()


@given(calendars, inner_days)
def test_a_day_is_closed_for_a_reason_in_both_languages_or_open(calendar, on):
    reasons = {lang: calendar.why_closed(on, lang) for lang in ("sv", "en")}
    is_working = calendar.is_working(on)
    assert all((reason is None) is is_working for reason in reasons.values())


@given(calendars, inner_days, st.integers(-20, 20))
def test_counting_undoes_adding(calendar, on, count):
    moved = calendar.add_working_days(on, count)
    assert calendar.working_days_between(on, moved) == count
    assert count == 0 or calendar.is_working(moved)


@given(calendars, inner_days, st.integers(0, 15), st.integers(0, 15))
def test_working_days_add_up(calendar, on, one, other):
    in_turn = calendar.add_working_days(calendar.add_working_days(on, one), other)
    assert in_turn == calendar.add_working_days(on, one + other)


@given(calendars, inner_days, st.integers(1, 20))
def test_adding_and_taking_away_leads_back_to_a_working_day(calendar, on, count):
    start = calendar.roll(on, Roll.FORWARD)
    assert calendar.add_working_days(calendar.add_working_days(start, count), -count) == start


@given(calendars, inner_days, inner_days)
def test_working_days_are_those_that_are_open(calendar, one, other):
    first, last = sorted((one, other))
    count = sum(map(calendar.is_working, between(first, last)))
    assert calendar.working_days_between(first, last) == count


@given(calendars, inner_days, inner_days, inner_days)
def test_counts_of_stretches_add_up(calendar, one, other, third):
    first, middle, last = sorted((one, other, third))
    count = calendar.working_days_between
    assert count(first, middle) + count(middle, last) == count(first, last)


@given(calendars, closed_days, inner_days)
def test_closing_more_days_opens_none(calendar, more, on):
    stricter = calendar.closing(dict.fromkeys(more, Text("stängt", "closed")))
    assert stricter.is_working(on) is (calendar.is_working(on) and on not in more)

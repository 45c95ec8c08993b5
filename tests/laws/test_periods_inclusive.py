"""Periods: both ends belong to them, and what follows begins on the next day."""

from __future__ import annotations

import datetime as dt
import pickle

import attrs
from hypothesis import given
from hypothesis import strategies as st

from samverkan.periods import Period, Span, day, shift

some_days = st.dates(day("1950-01-01"), day("2100-12-31")).map(day)
lengths = st.builds(Span, st.integers(0, 120), st.integers(0, 400)).map(
    lambda span: span or Span(1)
)
ONE = dt.timedelta(days=1)


@st.composite
def periods(draw):
    """Any period; shrinks to one of a day."""
    start = draw(some_days)
    end = start + dt.timedelta(days=draw(st.integers(0, 5_000)))
    return Period(draw(st.sampled_from((start, None))), draw(st.sampled_from((end, None))))


@given(periods(), some_days)
def test_a_day_is_within_when_it_is_not_before_or_after(period, on):
    before = period.start is not None and on < period.start
    after = period.end is not None and on > period.end
    assert (on in period) is (not before and not after)


@given(some_days, st.integers(0, 60))
def test_the_length_counts_both_ends(start, more):
    period = Period(start, start + dt.timedelta(days=more))
    within = [on for n in range(-1, more + 2) if (on := start + n * ONE) in period]
    assert period.length == len(within) == more + 1


@given(periods(), periods())
def test_periods_overlap_when_the_later_start_is_in_both(one, other):
    starts = [start for start in (one.start, other.start) if start is not None]
    ends = [end for end in (one.end, other.end) if end is not None]
    share = not starts or not ends or max(starts) <= min(ends)
    assert one.overlaps(other) is other.overlaps(one) is share


@given(periods())
def test_a_period_overlaps_itself_and_travels(period):
    assert period.overlaps(period)
    assert pickle.loads(pickle.dumps(period)) == attrs.evolve(period) == period


@given(some_days, lengths)
def test_a_period_ends_before_the_next_one_would_start(start, length):
    period = Period.lasting(start, length)
    assert period.start == start
    assert shift(start, length) - period.end in (ONE, 0 * ONE)
    if start.day <= 28:
        assert period.end + ONE == shift(start, length)


@given(some_days, lengths)
def test_only_a_day_that_the_month_lacks_is_clamped(start, length):
    months_later = shift(start, Span(length.months))
    clamped = months_later.day < start.day
    assert (Period.lasting(start, length).end == shift(start, length)) is clamped


@given(some_days, lengths, lengths)
def test_an_extension_lasts_as_long_as_a_period_from_the_next_day(start, length, more):
    period = Period.lasting(start, length)
    longer = period.extended(more)
    assert longer.start == start
    assert longer.end == Period.lasting(period.end + ONE, more).end
    assert longer.end > period.end


@given(some_days, lengths, lengths)
def test_a_longer_span_never_ends_sooner(start, length, more):
    assert Period.lasting(start, length + more).end >= Period.lasting(start, length).end

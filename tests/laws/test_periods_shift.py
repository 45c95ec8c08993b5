"""Moving a day by a span: it clamps, never drifts, and keeps the order of days."""

from __future__ import annotations

import itertools
from calendar import monthrange

from hypothesis import given
from hypothesis import strategies as st

from samverkan.periods import Span, add_months, day, days, months, occurrences, shift

some_days = st.dates(day("1900-01-01"), day("2150-12-31")).map(day)
some_months = st.integers(-600, 600)
spans = st.builds(Span, some_months, st.integers(-400, 400))
steps = st.one_of(
    st.builds(Span, st.integers(1, 48)),
    st.builds(Span, st.just(0), st.integers(1, 400)),
    st.builds(Span, st.integers(1, 48), st.integers(0, 60)),
)


def month_number(on):
    return on.year * 12 + on.month


@given(some_days, some_months)
def test_months_lead_to_the_month_and_clamp_the_day(on, count):
    moved = shift(on, months(count))
    assert month_number(moved) == month_number(on) + count
    assert moved.day == min(on.day, monthrange(moved.year, moved.month)[1])


@given(some_days, spans)
def test_months_come_before_days(on, span):
    assert shift(on, span) == shift(shift(on, months(span.months)), days(span.days))


@given(some_days)
def test_no_span_is_no_move(on):
    assert shift(on, Span()) == on


@given(some_days, st.integers(-400, 400), st.integers(-400, 400))
def test_days_add_up(on, one, other):
    assert shift(shift(on, days(one)), days(other)) == shift(on, days(one + other))


@given(some_days, some_months, some_months)
def test_months_add_up_but_for_what_was_clamped(on, one, other):
    at_once = add_months(on, one + other)
    in_turn = add_months(add_months(on, one), other)
    assert in_turn <= at_once
    if on.day <= 28:
        assert in_turn == at_once


@given(some_days, some_days, spans)
def test_an_earlier_day_never_overtakes_a_later_one(one, other, span):
    earlier, later = sorted((one, other))
    assert shift(earlier, span) <= shift(later, span)


@given(some_days, steps, st.integers(1, 30))
def test_each_occurrence_is_counted_from_the_anchor(anchor, step, last):
    found = list(itertools.islice(occurrences(anchor, step), last))
    assert found == [shift(anchor, step * k) for k in range(1, last + 1)]
    assert found == sorted(set(found)), "each later than the one before"


@given(some_days, st.integers(1, 24))
def test_occurrences_never_drift_from_the_anchor_s_day(anchor, step):
    for on in itertools.islice(occurrences(anchor, months(step)), 40):
        assert on.day == min(anchor.day, monthrange(on.year, on.month)[1])


@given(some_days, steps, st.integers(0, 10))
def test_the_stream_may_begin_anywhere(anchor, step, first):
    from_first = list(itertools.islice(occurrences(anchor, step, first=first), 5))
    from_zero = list(itertools.islice(occurrences(anchor, step, first=0), first + 5))
    assert from_first == from_zero[first:]

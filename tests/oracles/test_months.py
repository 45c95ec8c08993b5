"""Months added by pendulum, which is slower and clamps as we do, give the same days."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from samverkan.periods import add_months, day, months, occurrences, shift

days = st.dates(day("1600-01-01"), day("2600-12-31")).map(day)


@given(days, st.integers(-2_400, 2_400))
def test_months_are_added_as_pendulum_adds_them(on, count):
    assert add_months(on, count) == shift(on, months(count)) == on.add(months=count)


@given(days, st.integers(-60, 60), st.integers(-400, 400))
def test_months_and_days_are_added_as_pendulum_adds_them(on, count, more):
    assert shift(on, f"{count} months {more} days") == on.add(months=count, days=more)


@given(days, st.integers(1, 36))
def test_occurrences_are_the_anchor_and_so_many_months(anchor, step):
    found = itertools.islice(occurrences(anchor, months(step)), 20)
    assert list(found) == [anchor.add(months=step * k) for k in range(1, 21)]

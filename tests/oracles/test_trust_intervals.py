"""Intervals against scipy."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from samverkan.errors import TrustError
from samverkan.trust import Evidence, beta_interval, beta_share, wilson_interval

stats = pytest.importorskip("scipy.stats")

AMOUNTS = st.floats(0.0, 1e4)


@given(st.floats(0.0, 1.0), st.floats(0.1, 1e4), st.floats(0.1, 1e4))
def test_the_share_of_a_beta_distribution_is_that_of_scipy(x, a, b):
    assert beta_share(x, a, b) == pytest.approx(stats.beta.cdf(x, a, b), abs=1e-9)


@given(AMOUNTS, AMOUNTS, st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_the_interval_is_the_middle_of_the_beta_distribution(r, s, level):
    tail = (1 - level) / 2
    expected = stats.beta.ppf([tail, 1 - tail], r + 1, s + 1)
    assert beta_interval(Evidence(r, s), level) == pytest.approx(tuple(expected), abs=1e-8)


@given(st.floats(0.0, 1.0), AMOUNTS, st.floats(0.0, 5.0))
@example(0.0, 2.3e-309, 4.0)
@example(1.0, 4.0, 2.3e-309)
def test_a_base_rate_moves_the_interval_as_it_moves_the_distribution(rate, r, s):
    a, b = r + 2 * rate, s + 2 * (1 - rate)
    expected = (1.0, 1.0) if a > b else (0.0, 0.0)  # where next to nothing speaks for one side
    if min(a, b) > 1e-100:  # of less, scipy's own quantile may overflow
        expected = tuple(stats.beta.ppf([0.025, 0.975], a, b))
    assert beta_interval(Evidence(r, s), base_rate=rate) == pytest.approx(expected, abs=1e-7)


@given(st.integers(0, 500), st.integers(1, 500), st.sampled_from([0.9, 0.95, 0.99]))
def test_wilsons_interval_is_that_of_scipy(done, more, level):
    of = done + more
    found = stats.binomtest(done, of).proportion_ci(level, method="wilson")
    assert wilson_interval(done, of, level) == pytest.approx((found.low, found.high), abs=1e-12)


def test_edges_answer():
    assert beta_share(0, 2, 3) == 0.0
    assert beta_share(1, 2, 3) == 1.0
    assert beta_interval(Evidence(), base_rate=1.0) == (1.0, 1.0)
    assert beta_interval(Evidence(), base_rate=0.0) == (0.0, 0.0)
    assert wilson_interval(0, 0) is None
    assert beta_interval(Evidence(3, 1), 1) == (0.0, 1.0)
    low, high = beta_interval(Evidence(3, 1), 0)
    assert low == pytest.approx(high)
    low, high = beta_interval(Evidence(1e6, 1e6))
    assert math.isclose((low + high) / 2, 0.5, abs_tol=1e-9)


def test_other_questions_are_refused():
    with pytest.raises(TrustError, match="level"):
        wilson_interval(1, 2, 0.8)
    with pytest.raises(TrustError):
        wilson_interval(3, 2)
    with pytest.raises(TrustError):
        beta_share(2, 1, 1)
    with pytest.raises(TrustError, match=r"a \+ b=1e\+300"):
        beta_interval(Evidence(1e300, 0))

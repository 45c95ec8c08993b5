"""Money is exact: its arithmetic is that of fractions, whatever the digits."""

from __future__ import annotations

import decimal
import pickle
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from samverkan.values import Money


def _amount(digits, places):
    return Decimal(digits).scaleb(-places, context=decimal.Context(prec=80))


amounts = st.builds(_amount, st.integers(-(10**18), 10**18), st.integers(0, 50))
money = st.builds(Money, amounts, st.just("SEK"))
factors = st.one_of(st.integers(-99, 99), st.decimals(-9, 9, places=4))
roundings = st.sampled_from(
    [decimal.ROUND_HALF_EVEN, decimal.ROUND_HALF_UP, decimal.ROUND_UP, decimal.ROUND_DOWN]
)


def exact(one):
    return Fraction(one.amount)


@given(money, money, money)
def test_sums_are_those_of_fractions_in_any_order(one, other, third):
    assert exact(one + other) == exact(one) + exact(other)
    assert one + other == other + one
    assert (one + other) + third == one + (other + third)
    assert sum([one, other, third], Money(0, "SEK")) == one + other + third


@given(money, money)
def test_a_difference_undoes_a_sum(one, other):
    assert one + other - other == one
    assert one - one == Money(0, "SEK")
    assert -one == Money(0, "SEK") - one
    opposite = -one
    assert -opposite == one


@given(money, factors, factors)
def test_products_are_those_of_fractions(one, times, more):
    assert exact(one * times) == exact(one) * Fraction(times)
    assert one * times == times * one
    if isinstance(times, int) and isinstance(more, int):
        assert one * times + one * more == one * (times + more)


@given(money, money)
def test_order_is_that_of_amounts(one, other):
    assert (one < other, one <= other, one > other, one >= other) == (
        one.amount < other.amount,
        one.amount <= other.amount,
        one.amount > other.amount,
        one.amount >= other.amount,
    )
    assert (one == other) is (one <= other <= one)


@given(money, st.integers(0, 9))
def test_equal_amounts_hash_equally_however_written(one, zeros):
    padded = Money(f"{one.amount:f}{'' if '.' in f'{one.amount:f}' else '.'}{'0' * zeros}", "SEK")
    assert padded == one
    assert hash(padded) == hash(one)
    assert pickle.loads(pickle.dumps(one)) == one


@given(money, roundings)
def test_rounding_is_to_whole_units_nearby_and_final(one, rounding):
    rounded = one.rounded(rounding)
    assert exact(rounded) * 100 == int(exact(rounded) * 100)
    assert abs(exact(rounded) - exact(one)) < Fraction(1, 100)
    assert rounded.rounded(rounding) == rounded


@given(money, money)
def test_a_share_of_the_whole_is_the_part(part, whole):
    assume(whole.amount)
    share = Fraction(part.share_of(whole))
    error = abs(share * exact(whole) - exact(part))
    assert error <= abs(exact(part)) * Fraction(1, 10**27)


@given(money)
def test_arithmetic_does_not_ask_the_decimal_context(one):
    with decimal.localcontext(prec=2, rounding=decimal.ROUND_UP):
        assert one + Money(1, "SEK") - Money(1, "SEK") == one
        assert -one + one == Money(Decimal(0), "SEK")

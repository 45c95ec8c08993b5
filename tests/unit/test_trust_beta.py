"""Evidence and the Beta reputation system: the published and the computed numbers."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

import pytest

from samverkan.errors import SamverkanError, TrustError
from samverkan.trust import (
    Evidence,
    Opinion,
    discount_2001,
    discount_evidence,
    feedback,
    forgetting_factor,
    gathered,
    remembered,
    weight_after,
)

GOOD, BAD = Evidence(1, 0), Evidence(0, 1)


@pytest.mark.parametrize(
    ("r", "s", "expected", "reputation"),
    [
        pytest.param(0, 0, 0.5, 0.0, id="Beta formula: no evidence"),
        pytest.param(7, 1, 0.8, 0.6, id="Josang-Ismail 2002 figure 1: Beta(8,2)"),
        pytest.param(10, 0, 0.916667, 0.833333, id="Beta formula: (10,0)"),
        pytest.param(40, 10, 0.788462, 0.576923, id="Beta formula: (40,10)"),
    ],
)
def test_evidence_has_the_expectation_and_reputation_of_its_beta(r, s, expected, reputation):
    assert Evidence(r, s).expected == pytest.approx(expected, abs=5e-7)
    assert Evidence(r, s).reputation == pytest.approx(reputation, abs=5e-7)


@pytest.mark.parametrize(
    ("satisfaction", "weight", "evidence"),
    [
        pytest.param(0.5, 1, Evidence(0.75, 0.25), id="Josang-Ismail 2002 feedback: (0.5,1)"),
        pytest.param(-1, 2, Evidence(0, 2), id="Josang-Ismail 2002 feedback: (-1,2)"),
        pytest.param(0, 1, Evidence(0.5, 0.5), id="Josang-Ismail 2002 feedback: (0,1)"),
    ],
)
def test_a_rating_becomes_evidence(satisfaction, weight, evidence):
    assert feedback(satisfaction, weight) == evidence


def test_ten_good_ratings_fade_to_six_and_a_half():
    ten = remembered([GOOD] * 10, forgetting=0.9)
    assert (ten.r, ten.s) == pytest.approx((6.5132156, 0), abs=5e-8)
    assert ten.reputation == pytest.approx(0.765071, abs=5e-7)
    after = remembered([GOOD] * 10 + [BAD], forgetting=0.9)
    assert (after.r, after.s) == pytest.approx((5.8618940, 1), abs=1e-7)
    assert after.expected == pytest.approx(0.774315, abs=5e-7)


def test_good_ratings_for_ever_have_a_limit():
    limit = remembered([GOOD] * 500, forgetting=0.9)
    assert limit.r == pytest.approx(10, abs=1e-9)
    assert limit.reputation == pytest.approx(10 / 12, abs=1e-9)


@pytest.mark.parametrize(
    ("forgetting", "expected", "last"),
    [
        pytest.param(1, (0.666667, 0.75, 0.6, 0.666667), (3, 1), id="forgetting formula: 1"),
        pytest.param(
            0.9,
            (0.666667, 0.743590, 0.575372, 0.650671),
            (2.539, 0.9),
            id="forgetting formula: 0.9",
        ),
        pytest.param(
            0.5,
            (0.666667, 0.714286, 0.466667, 0.612903),
            (1.375, 0.5),
            id="forgetting formula: 0.5",
        ),
        pytest.param(
            0, (0.666667, 0.666667, 0.333333, 0.666667), (1, 0), id="forgetting formula: 0"
        ),
    ],
)
def test_good_good_bad_good_is_forgotten_step_by_step(forgetting, expected, last):
    ratings = [GOOD, GOOD, BAD, GOOD]
    prefixes = accumulate(([rating] for rating in ratings), initial=[])
    known = [remembered(prefix, forgetting=forgetting) for prefix in prefixes]
    assert [one.expected for one in known[1:]] == pytest.approx(expected, abs=5e-7)
    assert (known[-1].r, known[-1].s) == pytest.approx(last)


@pytest.mark.parametrize(
    ("half_life", "factor"), [(4, 0.840896), (6, 0.890899), (12, 0.943874)], ids=str
)
def test_a_half_life_is_a_factor_a_step(half_life, factor):
    assert forgetting_factor(half_life) == pytest.approx(factor, abs=5e-7)
    assert forgetting_factor(half_life) ** half_life == pytest.approx(0.5)


def test_hearsay_counts_as_the_discounted_opinion_does():
    heard = discount_evidence(Evidence(10, 0), Evidence(8, 2))
    assert (heard.r, heard.s) == pytest.approx((3.636364, 0.909091), abs=5e-7)
    opinion = discount_2001(
        Opinion.from_evidence(Evidence(10, 0)), Opinion.from_evidence(Evidence(8, 2))
    )
    back = opinion.evidence()
    assert (back.r, back.s) == pytest.approx((heard.r, heard.s))


def test_hearsay_of_a_stranger_is_no_evidence():
    assert discount_evidence(Evidence(), Evidence(8, 2)) == Evidence()


def test_each_piece_of_evidence_ages_from_its_own_day():
    evidence = gathered(
        [("2025-01-01", GOOD), ("2025-06-30", GOOD), ("2025-12-27", BAD)],
        as_of="2025-12-27",
        half_life=180,
    )
    assert evidence == Evidence(0.25 + 0.5, 1)


def test_what_has_not_happened_yet_does_not_count():
    assert gathered([("2026-01-02", GOOD)], as_of="2026-01-01", half_life=180) == Evidence()


def test_without_ageing_the_day_makes_no_difference():
    dated = [("1990-01-01", GOOD), ("2026-01-01", BAD)]
    assert gathered(dated, as_of="2026-01-01", half_life=math.inf) == Evidence(1, 1)


def test_a_very_old_piece_weighs_nothing():
    assert weight_after(1e9, half_life=1) == 0.0


def test_any_real_number_is_an_amount():
    assert Evidence(Fraction(1, 2), Decimal("0.25")) == Evidence(0.5, 0.25)
    assert str(Evidence(-0.0, 1)) == "Evidence(r=0.0, s=1.0)"


def test_amounts_too_large_to_add_are_refused_and_large_ones_are_not():
    with pytest.raises(TrustError, match="r \\+ s"):
        Evidence(1.7e308, 1.7e308)
    large = discount_evidence(Evidence(1e307, 0), Evidence(1e300, 1e300))
    assert large.r == large.s == pytest.approx(1e300)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Evidence(-1, 0),
        lambda: Evidence(0, math.nan),
        lambda: Evidence(math.inf, 0),
        lambda: Evidence(10**400, 0),
        lambda: Evidence("1", 0),
        lambda: Evidence(True, 0),
        lambda: feedback(1.5),
        lambda: feedback(-1.5),
        lambda: feedback(0, -1),
        lambda: remembered([], forgetting=1.1),
        lambda: weight_after(-1, half_life=1),
        lambda: weight_after(1, half_life=0),
        lambda: forgetting_factor(math.nan),
        lambda: Evidence(1, 0).scaled(-1),
    ],
)
def test_what_cannot_be_is_refused(make):
    with pytest.raises(TrustError, match=r"out of bounds: .*expected a") as caught:
        make()
    assert isinstance(caught.value, SamverkanError)
    assert isinstance(caught.value, ValueError)

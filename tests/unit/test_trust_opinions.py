"""Opinions: mapping, projection, logic, discounting, ageing; the numbers of the literature."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import pytest

from samverkan.errors import TrustError
from samverkan.trust import (
    Evidence,
    Opinion,
    conflict,
    discount_2001,
    discount_2016,
    gathered,
)


def masses(opinion):
    return opinion.belief, opinion.disbelief, opinion.uncertainty


# ------------------------------------------------------------------------- evidence and ageing


@pytest.mark.parametrize(
    ("evidence", "expected", "projected"),
    [
        pytest.param(Evidence(7, 1), (0.7, 0.1, 0.2), 0.8, id="Josang 2001, standard example"),
        pytest.param(
            Evidence(8, 2), (0.667, 0.167, 0.167), 0.75, id="mapping: 8 met and 2 missed"
        ),
        pytest.param(Evidence(0, 0), (0, 0, 1), 0.5, id="mapping: no evidence"),
    ],
)
def test_evidence_becomes_an_opinion(evidence, expected, projected):
    opinion = Opinion.from_evidence(evidence)
    assert masses(opinion) == pytest.approx(expected, abs=5e-4)
    assert opinion.expected == pytest.approx(projected)
    assert opinion.expected == pytest.approx(evidence.expected)


def test_a_year_without_news_loses_weight_and_keeps_direction():
    met, missed = [("2026-01-01", Evidence(1, 0))] * 8, [("2026-01-01", Evidence(0, 1))] * 2
    evidence = gathered(met + missed, as_of="2027-01-01", half_life=180)
    opinion = Opinion.from_evidence(evidence)
    assert masses(opinion) == pytest.approx((0.441, 0.110, 0.449), abs=5e-4)
    assert opinion.expected == pytest.approx(0.665, abs=5e-4)
    assert evidence.r / evidence.s == pytest.approx(4)
    same = Opinion.from_evidence(Evidence(8, 2)).aged(365, half_life=180)
    assert masses(same) == pytest.approx(masses(opinion))


def test_a_dogmatic_opinion_does_not_age():
    assert Opinion(0.7, 0.3, 0).aged(10**6, half_life=1) == Opinion(0.7, 0.3, 0)


def test_all_opinions_but_dogmatic_ones_end_vacuous():
    assert Opinion(0.7, 0.2, 0.1, 0.3).aged(1e9, half_life=1) == Opinion.vacuous(0.3)


def test_another_prior_weight_makes_the_mapping_slower():
    opinion = Opinion.from_evidence(Evidence(7, 1), prior_weight=8)
    assert masses(opinion) == pytest.approx((7 / 16, 1 / 16, 1 / 2))
    back = opinion.evidence(prior_weight=8)
    assert (back.r, back.s) == pytest.approx((7, 1))


@pytest.mark.parametrize("uncertainty", [0.0, 5e-324], ids=["dogmatic", "nearly dogmatic"])
def test_no_finite_evidence_is_dogmatic(uncertainty):
    with pytest.raises(TrustError, match="infinite evidence: uncertainty="):
        Opinion(1, 0, uncertainty).evidence()


# ---------------------------------------------------------------------------------- the simplex


def test_masses_that_sum_to_one_are_kept_as_they_are():
    assert masses(Opinion(0.7, 0.1, 0.2)) == (0.7, 0.1, 0.2)


def test_rounding_is_repaired_in_the_largest_mass():
    opinion = Opinion(0.3333333333, 1e-12, 0.6666666667 - 1e-11)
    assert (opinion.belief, opinion.disbelief) == (0.3333333333, 1e-12)
    assert math.fsum(masses(opinion)) == 1.0


def test_tiny_uncertainty_survives_the_repair():
    opinion = Opinion.from_evidence(Evidence(2e12, 1e12))
    assert opinion.uncertainty == pytest.approx(2 / 3e12, rel=1e-11)
    assert opinion.evidence().r == pytest.approx(2e12, rel=1e-11)


def test_masses_just_outside_by_rounding_are_taken_in():
    assert masses(Opinion(1 + 1e-12, -1e-12, 0)) == (1, 0, 0)


def test_any_real_numbers_are_masses():
    third = Fraction(1, 3)
    assert math.fsum(masses(Opinion(third, third, third))) == 1.0
    assert Opinion(Decimal("0.5"), 0, Decimal("0.5")) == Opinion(0.5, 0, 0.5)


@pytest.mark.parametrize(
    "given",
    [(0.667, 0.167, 0.167), (0, 0, 0), (0.5, 0.5, 0.5), (0.3, 0.3, 0.3)],
    ids=str,
)
def test_masses_that_do_not_sum_to_one_are_refused_with_their_sum(given):
    with pytest.raises(TrustError, match=r"opinion: does not sum to one: belief=.*sum=.*divide"):
        Opinion(*given)


@pytest.mark.parametrize(
    "given",
    [
        (-0.1, 0.6, 0.5),
        (1.1, 0, -0.1),
        (math.nan, 0, 1),
        ("1", 0, 0),
        (True, 0, 0),
        (None, 0, 1),
        (1, 0, 0, 1.5),
        (1, 0, 0, -1e-3),
    ],
    ids=str,
)
def test_masses_and_base_rates_out_of_bounds_are_refused(given):
    with pytest.raises(TrustError, match="opinion: out of bounds"):
        Opinion(*given)


def test_a_prior_weight_of_nothing_is_refused():
    with pytest.raises(TrustError, match="prior_weight=0"):
        Opinion.from_evidence(Evidence(1, 0), prior_weight=0)
    with pytest.raises(TrustError, match=r"r \+ s \+ prior_weight=inf"):
        Opinion.from_evidence(Evidence(1e308, 0), prior_weight=1e308)


def test_an_opinion_knows_what_it_is():
    assert Opinion.vacuous(0.2) == Opinion(0, 0, 1, 0.2)
    assert Opinion.vacuous().is_vacuous
    assert not Opinion(1e-20, 0, 1).is_vacuous
    assert Opinion(0.7, 0.3, 0).is_dogmatic
    assert not Opinion(0.7, 0.1, 0.2).is_dogmatic
    assert Opinion(0.5, 0.25, 0.25).certainty == 0.75


def test_an_opinion_reads_in_both_languages():
    opinion = Opinion(0.5, 0.25, 0.25)
    assert opinion.label() == "belief 0.500, disbelief 0.250, uncertainty 0.250, expected 0.625"
    assert opinion.label("sv") == (
        "tilltro 0,500, misstro 0,250, ovisshet 0,250, väntevärde 0,625"
    )


# ----------------------------------------------------------------------------------- the logic

X, Y = Opinion(0.7, 0.1, 0.2), Opinion(0.6, 0.2, 0.2)


@pytest.mark.parametrize(
    ("found", "expected", "base_rate", "projected"),
    [
        pytest.param(
            X & Y, (0.506667, 0.28, 0.213333), 0.25, 0.56, id="Josang 2016 multiplication"
        ),
        pytest.param(X | Y, (0.88, 0.04, 0.08), 0.75, 0.94, id="Josang 2016 comultiplication"),
        pytest.param(~X, (0.1, 0.7, 0.2), 0.5, 0.2, id="Josang 2001 negation"),
        pytest.param(
            Opinion(0.6, 0.2, 0.2).maximised(),
            (0.4, 0, 0.6),
            0.5,
            0.7,
            id="Josang 2016 uncertainty maximisation",
        ),
    ],
)
def test_logic_gives_the_numbers_of_its_formula(found, expected, base_rate, projected):
    assert masses(found) == pytest.approx(expected, abs=5e-7)
    assert found.base_rate == pytest.approx(base_rate)
    assert found.expected == pytest.approx(projected)


@pytest.mark.parametrize("rate", [0.0, 1.0])
def test_logic_has_a_limit_where_its_formula_is_nothing_over_nothing(rate):
    one, two = Opinion(0.5, 0.25, 0.25, rate), Opinion(0.125, 0.5, 0.375, rate)
    assert (one & two).expected == pytest.approx(one.expected * two.expected)
    lacking = (1 - one.expected) * (1 - two.expected)
    assert (one | two).expected == pytest.approx(1 - lacking)
    nearly = 1e-9 if rate == 0.0 else 1 - 1e-9
    near_one, near_two = (Opinion(*masses(o), nearly) for o in (one, two))
    assert masses(one & two) == pytest.approx(masses(near_one & near_two), abs=1e-8)
    assert masses(one | two) == pytest.approx(masses(near_one | near_two), abs=1e-8)


def test_logic_knows_base_rates_that_one_minus_them_forgets():
    x, y = Opinion(0, 0, 1, 1e-17), Opinion(0, 1, 0, 1e-20)
    assert masses(x | y) == pytest.approx((0, 1e-3, 0.999), rel=2e-3)
    assert (x | y).base_rate == pytest.approx(1e-17)


@pytest.mark.parametrize(
    ("opinion", "expected"),
    [
        (Opinion(0.5, 0.25, 0.25, 0.0), (0.5, 0.0, 0.5)),
        (Opinion(0.0, 0.25, 0.75, 0.0), (0.0, 0.0, 1.0)),
        (Opinion(0.5, 0.25, 0.25, 1.0), (0.0, 0.25, 0.75)),
        (Opinion(0.75, 0.0, 0.25, 1.0), (0.0, 0.0, 1.0)),
        (Opinion.vacuous(0.3), (0.0, 0.0, 1.0)),
        (Opinion(0.25, 0.75, 0.0), (0.0, 0.5, 0.5)),
        (Opinion(0.0, 0.5, 0.5, 5e-324), (0.0, 0.5, 0.5)),
        (Opinion(0.5, 0.0, 0.5, 1 - 2**-53), (0.5, 0.0, 0.5)),
    ],
    ids=str,
)
def test_uncertainty_is_maximised_at_the_edges(opinion, expected):
    assert masses(opinion.maximised()) == pytest.approx(expected)


# ------------------------------------------------------------------------ discounting, conflict


@pytest.mark.parametrize(
    ("discount", "expected"),
    [
        pytest.param(discount_2001, (0.48, 0.24, 0.28), id="Josang 2001 discounting"),
        pytest.param(discount_2016, (0.51, 0.255, 0.235), id="Josang 2016 trust discounting"),
    ],
)
def test_a_report_is_discounted(discount, expected):
    found = discount(Opinion(0.8, 0.1, 0.1, 0.5), Opinion(0.6, 0.3, 0.1, 0.4))
    assert masses(found) == pytest.approx(expected)
    assert found.base_rate == 0.4


def test_a_stranger_is_heard_only_by_the_definition_of_2016():
    report = Opinion(0.6, 0.3, 0.1)
    assert masses(discount_2001(Opinion.vacuous(), report)) == (0, 0, 1)
    assert masses(discount_2016(Opinion.vacuous(), report)) == pytest.approx((0.3, 0.15, 0.55))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param((1, 0, 0), (0, 1, 0), 1.0, id="degree of conflict: certain and opposed"),
        pytest.param((0.7, 0.1, 0.2), (0.7, 0.1, 0.2), 0.0, id="degree of conflict: agreed"),
        pytest.param((1, 0, 0), (0, 0, 1), 0.0, id="degree of conflict: one knows nothing"),
        pytest.param(
            (0.5, 0.0, 0.5), (0.0, 0.5, 0.5), 0.5 * 0.25, id="degree of conflict: half certain"
        ),
    ],
)
def test_conflict_is_distance_times_both_certainties(one, other, expected):
    assert conflict(Opinion(*one), Opinion(*other)) == pytest.approx(expected)

"""Fusion of several observers: the published multi-source example and the edges."""

from __future__ import annotations

import pytest

from samverkan.errors import TrustError
from samverkan.trust import Opinion, averaging, compromise, constraint, cumulative, weighted

OPERATORS = [cumulative, averaging, weighted, constraint, compromise]
SOURCES = Opinion(0.1, 0.3, 0.6), Opinion(0.4, 0.2, 0.4), Opinion(0.7, 0.1, 0.2)
PAPER = "van der Heijden, Kopp, Kargl 2018"


def masses(opinion):
    return opinion.belief, opinion.disbelief, opinion.uncertainty


@pytest.mark.parametrize(
    ("fuse", "printed", "exact"),
    [
        pytest.param(
            cumulative,
            (0.651, 0.209, 0.140),
            (0.6511628, 0.2093023, 0.1395349),
            id=f"{PAPER}: CBF",
        ),
        pytest.param(
            averaging,
            (0.509, 0.164, 0.327),
            (0.5090909, 0.1636364, 0.3272727),
            id=f"{PAPER}: ABF",
        ),
        pytest.param(
            weighted,
            (0.562, 0.146, 0.292),
            (0.5621622, 0.1459459, 0.2918919),
            id=f"{PAPER}: WBF",
        ),
        pytest.param(
            constraint,
            (0.738, 0.184, 0.078),
            (0.7378641, 0.1844660, 0.0776699),
            id=f"{PAPER}: BCF",
        ),
        pytest.param(
            compromise,
            (0.629, 0.182, 0.189),
            (0.62875, 0.18225, 0.189),
            id=f"{PAPER}: CCF",
        ),
    ],
)
def test_the_published_example_of_three_sources_is_reproduced(fuse, printed, exact):
    fused = fuse(*SOURCES)
    assert masses(fused) == pytest.approx(printed, abs=5.1e-4)
    assert masses(fused) == pytest.approx(exact, abs=6e-8)
    assert fused.base_rate == 0.5


def test_the_first_two_sources_alone():
    expected = 0.3684211, 0.3157895, 0.3157895
    assert masses(cumulative(*SOURCES[:2])) == pytest.approx(expected, abs=5e-8)


@pytest.mark.parametrize("fuse", OPERATORS)
def test_one_opinion_fuses_to_itself(fuse):
    one = Opinion(0.5, 0.125, 0.375, 0.25)
    assert fuse(one) == one


@pytest.mark.parametrize("fuse", OPERATORS)
def test_nothing_cannot_be_fused(fuse):
    with pytest.raises(TrustError, match="nothing to fuse"):
        fuse()


@pytest.mark.parametrize("fuse", OPERATORS)
def test_a_list_of_opinions_is_refused_with_what_to_write(fuse):
    with pytest.raises(TrustError, match=r"opinions\[0\]=.*write cumulative\(\*opinions\)"):
        fuse(list(SOURCES))


def test_logic_joins_opinions_only():
    with pytest.raises(TypeError):
        SOURCES[0] & 0.5
    with pytest.raises(TypeError):
        SOURCES[0] | None


@pytest.mark.parametrize("fuse", OPERATORS)
def test_vacuous_opinions_stay_vacuous_with_the_mean_base_rate(fuse):
    assert fuse(Opinion.vacuous(0.25), Opinion.vacuous(0.75)) == Opinion.vacuous(0.5)


@pytest.mark.parametrize("fuse", [cumulative, averaging, weighted])
def test_dogmatic_opinions_have_equal_say_and_silence_all_others(fuse):
    dogmatic = Opinion(1, 0, 0, 0.25), Opinion(0.5, 0.5, 0, 0.75)
    others = Opinion(0, 0.75, 0.25), Opinion.vacuous()
    assert fuse(*dogmatic) == Opinion(0.75, 0.25, 0, 0.5)
    assert fuse(*dogmatic, *others) == fuse(*dogmatic)


def test_a_dogmatic_opinion_binds_under_constraint():
    assert constraint(Opinion(1, 0, 0), Opinion(0.1, 0.6, 0.3)) == Opinion(1, 0, 0)


def test_who_is_nearly_certain_is_heard_whatever_the_order_and_however_nearly():
    surely, never = Opinion(1, 0, 1e-300), Opinion(0, 1, 1e-300)
    for order in ([surely, surely, never, never], [never, surely, never, surely]):
        assert masses(constraint(*order)) == pytest.approx((0.5, 0.5, 0))
    assert masses(constraint(surely, never, surely)) == pytest.approx((1, 0, 0))


def test_total_conflict_has_no_answer_under_constraint():
    with pytest.raises(TrustError, match="total conflict"):
        constraint(Opinion(1, 0, 0), Opinion.vacuous(), Opinion(0, 1, 0))


def test_total_conflict_is_uncertainty_after_compromise():
    assert masses(compromise(Opinion(1, 0, 0), Opinion(0, 1, 0))) == (0, 0, 1)


def test_equal_opinions_compromise_on_themselves_even_when_rounding_parts_them():
    one = Opinion(0.6, 0.2, 0.2)
    nearly = Opinion(0.6000000000000001, 0.2, 0.2)
    assert one != nearly
    assert masses(compromise(one, nearly)) == pytest.approx(masses(one))


def test_one_who_knows_nothing_is_neutral_to_one_compromise_but_not_to_several():
    one, two, nothing = SOURCES[0], SOURCES[2], Opinion.vacuous()
    assert masses(compromise(one, nothing)) == pytest.approx(masses(one))
    assert masses(compromise(one, two, nothing)) != pytest.approx(
        masses(compromise(one, two)), abs=1e-3
    )


def test_base_rates_weigh_as_the_operator_says():
    one, two = Opinion(0.5, 0.25, 0.25, 0.0), Opinion(0.25, 0.25, 0.5, 1.0)
    # evidence 6 and 2, certainty 3/4 and 1/2
    rates = [fuse(one, two).base_rate for fuse in OPERATORS]
    assert rates == pytest.approx([2 / 8, 1 / 2, (1 / 2) / (5 / 4), (1 / 2) / (5 / 4), 1 / 2])


def test_thousands_who_are_torn_compromise_without_underflow():
    fused = compromise(*[Opinion(0.5, 0, 0.5)] * 2000, *[Opinion(0, 0.5, 0.5)] * 2000)
    assert masses(fused) == pytest.approx((2000 / 4001, 2000 / 4001, 1 / 4001))


@pytest.mark.parametrize("fuse", [cumulative, averaging, weighted, constraint])
def test_a_thousand_uncertain_sources_do_not_vanish_in_rounding(fuse):
    fused = fuse(*[Opinion(1e-3, 2e-3, 0.997)] * 500, *[Opinion(1 - 1e-12, 0, 1e-12)] * 500)
    assert 0.9 < fused.expected <= 1

"""The simulator: its truth, its portfolios, and estimators held against it."""

from __future__ import annotations

import math

import pytest

pytest.importorskip("numpy")
pytest.importorskip("scipy")

import samverkan as sv
from samverkan.errors import TrustError
from samverkan.testing import Policies, compare_policies, simulate
from samverkan.trust import all_opinions

FOREVER = math.inf


def test_the_same_seed_gives_the_same_relations():
    one, other = (simulate(relations=20, years=2, seed=5) for _ in range(2))
    assert one.portfolio() == other.portfolio()
    assert one.portfolio() != simulate(relations=20, years=2, seed=6).portfolio()


@pytest.mark.parametrize("half_life", [180.0, FOREVER])
def test_what_the_simulator_counts_is_what_the_public_function_counts(half_life):
    run = simulate(relations=12, years=3, seed=2, policies=Policies(self_reports=4, boast=0.5))
    told = all_opinions(run.portfolio(), run.end, half_life=half_life)
    expected = run.expected(half_life=half_life)
    for relation in range(run.relations):
        assert told[run.pair(relation)].expected == pytest.approx(expected[relation], abs=1e-12)
    buyer, supplier = run.pair(3)
    found = sv.opinion(run.portfolio(), buyer, supplier, run.end, half_life=half_life)
    assert found == told[buyer, supplier]


def test_estimates_approach_the_truth_with_more_evidence():
    errors = []
    for years in (1, 4, 16):
        run = simulate(relations=2000, years=years, seed=3)
        errors.append(float(((run.expected(half_life=FOREVER) - run.truth) ** 2).mean() ** 0.5))
    assert errors[0] > 1.5 * errors[1] > 2.25 * errors[2]


@pytest.mark.parametrize("years", [1, 5])
@pytest.mark.parametrize("level", [0.5, 0.95])
def test_intervals_cover_the_truth_within_binomial_limits(years, level):
    run = simulate(relations=5000, years=years, seed=11)
    limit = 4 * math.sqrt(level * (1 - level) / run.relations)
    assert abs(float(run.covered(level).mean()) - level) < limit


def test_the_interval_of_the_public_function_covers_as_the_simulator_says():
    run = simulate(relations=300, years=2, seed=8)
    told = all_opinions(run.portfolio(), run.end, half_life=FOREVER)
    covered = run.covered()
    for relation, truth in enumerate(run.truth.tolist()):
        low, high = told[run.pair(relation)].interval()
        assert (low <= truth <= high) == bool(covered[relation])


def test_self_praise_moves_the_estimate_away_from_the_truth():
    honest, proud = (
        simulate(relations=1000, years=3, seed=4,
                 policies=Policies(self_reports=24, boast=boast, controls=2))
        for boast in (0.0, 1.0)
    )  # fmt: skip
    assert honest.expected().mean() < proud.expected().mean()


def test_policies_are_compared_on_suppliers_that_start_alike():
    rows = {
        row["policy"]: row
        for row in compare_policies(
            {
                "nothing": Policies(dialogues=0, controls=0),
                "dialogue": Policies(dialogues=6, controls=0, learning=0.05),
                "control": Policies(dialogues=0, controls=6, deterrence=0.5),
            },
            relations=1000, years=3, seed=9,
        )
    }  # fmt: skip
    assert rows["dialogue"]["kept"] > rows["nothing"]["kept"]
    assert rows["control"]["kept"] > rows["nothing"]["kept"]
    assert rows["dialogue"]["truth"] > rows["control"]["truth"] == rows["nothing"]["truth"]
    assert rows["control"]["certainty"] > rows["nothing"]["certainty"]


def test_wear_takes_reliability_away_year_by_year():
    run = simulate(relations=50, years=2, seed=1, policies=Policies(wear=0.5))
    assert run.truth == pytest.approx(run.reliability[:, 0] / 4)


def test_relations_are_drawn_all_at_once():
    run = simulate(relations=10_000, years=10, seed=1)
    assert run.reliability.shape == (10_000, 121)
    assert len(run.portfolio(relations=2).contracts) == 2


def test_policies_and_questions_out_of_bounds_are_refused():
    for wrong in (
        {"controls": -1},
        {"learning": 1.5},
        {"reliability": (0, 1)},
        {"controls": math.nan},
        {"controls": math.inf},
        {"reliability": (1, math.nan)},
    ):
        with pytest.raises(TrustError, match=next(iter(wrong))):
            Policies(**wrong)
    with pytest.raises(TrustError, match="first day of a month"):
        simulate(relations=1, years=1, seed=1, start="2026-01-02")
    with pytest.raises(TrustError, match="seed=-1"):
        simulate(relations=1, years=1, seed=-1)
    with pytest.raises(TrustError):
        simulate(relations=0, years=1, seed=1)

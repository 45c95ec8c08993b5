"""EigenTrust: the reproducible example, the fixed point, the bound, and what is refused."""

from __future__ import annotations

import builtins
import importlib
import math
from fractions import Fraction

import pytest

from samverkan.errors import MissingExtraError, TrustError
from samverkan.trust import eigentrust, eigentrust_columns

README = [("ek", "sd", 100), ("vm", "sd", 100), ("ek", "vm", 75)]
BEFOREHAND = {"ek": 50, "vm": 100}


@pytest.fixture(params=["python", "scipy"])
def engine(request):
    if request.param == "scipy":
        pytest.importorskip("scipy", reason="the sparse engine needs the extra 'numeric'")
    return request.param


@pytest.mark.parametrize(
    ("alpha", "ek", "vm", "sd"),
    [
        pytest.param(
            0.5, 0.2170542636, 0.4806201550, 0.3023255814, id="go-eigentrust README: alpha 0.5"
        ),
        pytest.param(
            0.1, 0.165367, 0.394519, 0.440113, id="go-eigentrust README, labelled alpha 0.01"
        ),
        pytest.param(0.01, 0.156493, 0.379385, 0.464122, id="computed: alpha 0.01"),
    ],
)
def test_the_published_example_is_reproduced(engine, alpha, ek, vm, sd):
    found = eigentrust(README, pre_trust=BEFOREHAND, alpha=alpha, tolerance=1e-12, engine=engine)
    assert found.scores == pytest.approx({"ek": ek, "vm": vm, "sd": sd}, abs=5.1e-7)
    if alpha == 0.5:
        assert found.scores == pytest.approx({"ek": ek, "vm": vm, "sd": sd}, abs=5.1e-11)


def test_the_answer_is_the_exact_fixed_point(engine):
    half, a = Fraction(1, 2), Fraction(1, 2)
    found = eigentrust(README, pre_trust=BEFOREHAND, alpha=0.5, tolerance=1e-14, engine=engine)
    ek, vm, sd = (Fraction(found.scores[name]) for name in ("ek", "vm", "sd"))
    assert float(half * sd / 3 + a / 3) == pytest.approx(float(ek), abs=1e-14)
    following = half * (ek * Fraction(75, 175) + sd * Fraction(2, 3)) + a * Fraction(2, 3)
    assert float(following) == pytest.approx(float(vm), abs=1e-14)


def test_ranking_goes_from_the_most_trusted_and_equals_by_id():
    found = eigentrust([("b", "a", 1), ("a", "b", 1), ("c", "a", 1), ("c", "b", 1)])
    assert [party for party, _ in found.ranked()] == ["a", "b", "c"]
    assert math.fsum(found.scores.values()) == pytest.approx(1)


def test_scores_do_not_depend_on_the_order_of_ratings():
    one = eigentrust(README, pre_trust=BEFOREHAND, engine="python")
    assert eigentrust(README[::-1], pre_trust=BEFOREHAND, engine="python") == one


def test_ratings_of_a_pair_add_up_before_negative_ones_are_cut(engine):
    split = [("a", "b", 5), ("a", "b", -2), ("a", "c", 1), ("b", "a", 1), ("c", "a", -3)]
    whole = [("a", "b", 3), ("a", "c", 1), ("b", "a", 1), ("c", "a", 0)]
    assert eigentrust(split, engine=engine).scores == pytest.approx(
        eigentrust(whole, engine=engine).scores
    )


def test_without_any_rating_the_pre_trust_is_all_there_is(engine):
    found = eigentrust([], pre_trust={"a": 1, "b": 3}, engine=engine)
    assert found.scores == {"a": 0.25, "b": 0.75}
    assert found.steps == 1


def test_alpha_one_listens_to_nobody_but_the_pre_trusted(engine):
    found = eigentrust(README, pre_trust=BEFOREHAND, alpha=1, engine=engine)
    assert found.scores == pytest.approx({"ek": 1 / 3, "vm": 2 / 3, "sd": 0})


def test_two_sides_oscillate_without_alpha_and_settle_with_it(engine):
    sides = [("b1", "s1", 1), ("s1", "b1", 1)]
    with pytest.raises(TrustError, match="did not settle: steps=50, change=2"):
        eigentrust(sides, pre_trust={"b1": 1}, alpha=0, most_steps=50, engine=engine)
    found = eigentrust(sides, pre_trust={"b1": 1}, alpha=0.1, engine=engine)
    assert found.scores["b1"] == pytest.approx(1 / 1.9, abs=1e-8)


def test_a_tiny_alpha_does_not_ask_for_a_lifetime_of_steps(engine, monkeypatch):
    monkeypatch.setattr(importlib.import_module("samverkan.trust.eigentrust"), "_MOST", 200)
    sides = [("b1", "s1", 1), ("s1", "b1", 1)]
    with pytest.raises(TrustError, match="did not settle: steps=200"):
        eigentrust(sides, pre_trust={"b1": 1}, alpha=1e-300, engine=engine)
    found = eigentrust(README, pre_trust=BEFOREHAND, alpha=1e-6, engine=engine)
    assert found.steps < 200


@pytest.mark.parametrize("alpha", [0.01, 0.1, 0.5, 0.9])
def test_the_iteration_keeps_its_bound(engine, alpha):
    sides = [("b1", "s1", 1), ("s1", "b1", 1)]  # the slowest there is: the change shrinks by 1 - a
    found = eigentrust(sides, pre_trust={"b1": 1}, alpha=alpha, engine=engine)
    assert found.steps <= math.ceil(math.log(1e-9 / 2) / math.log(1 - alpha)) + 1
    assert found.change < 1e-9


def test_a_loose_tolerance_needs_one_step(engine):
    assert eigentrust(README, tolerance=2, engine=engine).steps == 1


def test_any_real_number_is_an_amount():
    exact = [(source, target, Fraction(amount)) for source, target, amount in README]
    assert eigentrust(exact) == eigentrust(README)


@pytest.mark.parametrize(
    ("ratings", "named", "message"),
    [
        ([], {}, "no parties"),
        ([("a", "a", 1)], {}, "a party rates itself: source='a'"),
        ([("a", "b", math.nan)], {}, "amount of 'a' for 'b'=nan"),
        ([("a", "b", "much")], {}, "amount of 'a' for 'b'='much'"),
        ([("a", "b", 1.5e308), ("a", "c", 1.5e308)], {}, "does not sum up"),
        (README, {"alpha": -0.1}, "alpha=-0.1"),
        (README, {"alpha": 0}, "may never settle"),
        (README, {"tolerance": 0}, "tolerance=0"),
        (README, {"most_steps": 0}, "no steps allowed: most_steps=0"),
        (README, {"most_steps": 1}, "did not settle: steps=1"),
        (README, {"pre_trust": {"ek": -1}}, "pre_trust=-1"),
        (README, {"pre_trust": {"ek": 0}}, "nobody is pre-trusted"),
        (README, {"engine": "scypi"}, "unknown engine.*did you mean 'scipy'"),
    ],
)
def test_what_cannot_be_answered_is_refused(ratings, named, message):
    with pytest.raises(TrustError, match=message):
        eigentrust(ratings, **{"engine": "python", **named})


def test_columns_give_the_same_as_ids():
    np = pytest.importorskip("numpy")
    pytest.importorskip("scipy", reason="the columns need the extra 'numeric'")
    scores, steps, change = eigentrust_columns(
        np.array([0, 2, 0], dtype=np.uint8),
        [1, 1, 2],
        [100, 100, 75],
        size=3,
        pre_trust=[50, 0, 100],
    )
    found = eigentrust(README, pre_trust=BEFOREHAND, engine="scipy")
    assert dict(zip(["ek", "sd", "vm"], scores.tolist(), strict=True)) == pytest.approx(
        found.scores
    )
    assert (steps, change) == (found.steps, pytest.approx(found.change))


@pytest.mark.parametrize(
    ("columns", "named", "message"),
    [
        (([0], [1], [1.0]), {"size": 0}, "no parties: size=0"),
        (([0, 1], [1], [1.0]), {"size": 2}, "do not fit together"),
        (([[0]], [[1]], [[1.0]]), {"size": 2}, "do not fit together"),
        (([0], [2], [1.0]), {"size": 2}, "not numbers of parties: targets"),
        (([-1], [1], [1.0]), {"size": 2}, "not numbers of parties: sources"),
        (([0.5], [1], [1.0]), {"size": 2}, "not numbers of parties: sources"),
        (([0], [1], [math.inf]), {"size": 2}, "amounts are not finite"),
        (([0, 1], [1, 0], [math.nan, 1]), {"size": 2}, "amounts are not finite"),
        (([0, 1], [1, 1], [1, 1]), {"size": 2}, "a party rates itself: source=1"),
        (([0, 0], [1, 2], [1.5e308, 1.5e308]), {"size": 3}, "does not sum up"),
        (([0], [1], [1.0]), {"size": 2, "pre_trust": [1]}, "pre-trust does not fit"),
    ],
)
def test_columns_that_cannot_be_are_refused(columns, named, message):
    pytest.importorskip("scipy", reason="the columns need the extra 'numeric'")
    with pytest.raises(TrustError, match=message):
        eigentrust_columns(*columns, **named)


def test_without_scipy_the_plain_engine_answers_and_the_sparse_one_says_what_to_install(
    monkeypatch,
):
    expected = eigentrust(README, engine="python")
    known = builtins.__import__

    def without_scipy(name, *rest):
        if name.partition(".")[0] in {"numpy", "scipy"}:
            raise ModuleNotFoundError(name=name)
        return known(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_scipy)
    assert eigentrust(README) == expected
    with pytest.raises(MissingExtraError, match=r"not installed.*install samverkan\[numeric\]"):
        eigentrust(README, engine="scipy")

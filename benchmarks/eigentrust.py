"""EigenTrust on 100,000 parties and 1,000,000 ratings, against the bare sparse iteration.

Both start from the same three columns and end at the same change of 1e-9; every round runs both,
and the ratio is taken within the round. Needs the extra ``numeric``.
"""

from __future__ import annotations

import platform
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy import sparse

from samverkan.trust import eigentrust, eigentrust_columns

PARTIES, RATINGS, ROUNDS = 100_000, 1_000_000, 7
ALPHA, TOLERANCE = 0.15, 1e-9

Column = NDArray[Any]


def network(seed: int = 7) -> tuple[Column, Column, Column]:
    """Columns of ratings: sources alike, targets as unequal as in a market."""
    draw = np.random.default_rng(seed)
    sources = draw.integers(0, PARTIES, RATINGS)
    targets = (PARTIES * draw.random(RATINGS) ** 3).astype(np.int64)
    targets = np.where(targets == sources, (targets + 1) % PARTIES, targets)
    return sources, targets, draw.integers(-1, 10, RATINGS).astype(float)


def bare(sources: Column, targets: Column, amounts: Column) -> tuple[Column, int]:
    """What a user would write by hand: normalise the rows, transpose, multiply."""
    trust = sparse.coo_array((amounts, (sources, targets)), shape=(PARTIES, PARTIES)).tocsr()
    trust.data = np.maximum(trust.data, 0.0)
    given = np.asarray(trust.sum(axis=1)).ravel()
    silent = given == 0.0
    scale = np.divide(1.0, given, out=np.zeros(PARTIES), where=~silent)
    received = (sparse.diags_array(scale) @ trust).T.tocsr()
    p = np.full(PARTIES, 1.0 / PARTIES)
    scores = p.copy()
    for step in range(1, 1000):
        new = (1.0 - ALPHA) * (received @ scores + scores[silent].sum() * p) + ALPHA * p
        change = np.abs(new - scores).sum()
        scores = new
        if change < TOLERANCE:
            return scores, step
    raise AssertionError("did not settle")


def timed(function: Callable[..., Any], *arguments: object, **named: object) -> tuple[Any, float]:
    """What a call gives and how long it took."""
    began = time.perf_counter()
    found = function(*arguments, **named)
    return found, time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    versions = (
        f"Python {platform.python_version()}, numpy {np.__version__}, scipy {scipy.__version__}"
    )
    print(
        f"{versions}; {PARTIES:,} parties, {RATINGS:,} ratings, alpha {ALPHA}, change {TOLERANCE}"
    )
    columns = network()
    named = {"alpha": ALPHA, "tolerance": TOLERANCE}
    floor, ours = [], []
    for _ in range(ROUNDS):
        (expected, steps), took = timed(bare, *columns)
        floor.append(took)
        (scores, own_steps, _), took = timed(eigentrust_columns, *columns, size=PARTIES, **named)
        ours.append(took)
        assert own_steps == steps
        assert np.abs(scores - expected).sum() < TOLERANCE
    ratios = sorted(one / other for one, other in zip(ours, floor, strict=True))
    middle, span = statistics.median(ratios), f"{ratios[0]:.2f} to {ratios[-1]:.2f}"
    print(f"bare sparse iteration  {statistics.median(floor):7.3f} s  ({steps} steps)")
    print(f"eigentrust_columns     {statistics.median(ours):7.3f} s")
    print(f"ratio                  {middle:7.2f}    ({span})")

    ids = [f"p{n}" for n in range(PARTIES)]
    sources, targets, amounts = (column.tolist() for column in columns)
    rows = [(ids[i], ids[j], x) for i, j, x in zip(sources, targets, amounts, strict=True)]
    for engine in ("scipy", "python"):
        _, took = timed(eigentrust, rows, engine=engine, **named)
        print(f"eigentrust, {engine:<6}     {took:7.3f} s  (ratings as tuples with ids)")


if __name__ == "__main__":
    main()

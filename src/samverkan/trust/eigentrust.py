"""EigenTrust: who is trusted in a network, where the trusted are those whom the trusted trust.

Kamvar, Schlosser and Garcia-Molina, *The EigenTrust Algorithm for Reputation Management in P2P
Networks*, WWW 2003. Each party's trust in others is made to sum to one; a party that trusts nobody
counts as trusting the pre-trusted ones; then ``t = (1 - alpha) C' t + alpha p`` is repeated until
it stands still. What comes out is a ranking: shares of one whole, not probabilities.

>>> found = eigentrust(
...     [("ek", "sd", 100), ("vm", "sd", 100), ("ek", "vm", 75)],
...     pre_trust={"ek": 50, "vm": 100},
...     alpha=0.5,
... )
>>> {party: round(score, 6) for party, score in found.ranked()}
{'vm': 0.48062, 'sd': 0.302326, 'ek': 0.217054}
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

import attrs

from samverkan.errors import MissingExtraError, TrustError, near
from samverkan.trust._amounts import amount, share

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

__all__ = ["EigenTrust", "eigentrust", "eigentrust_columns"]

_ALPHA = 0.1  # our choice: the paper leaves it to the user
_TOLERANCE = 1e-9
_MOST = 1_000_000  # steps, where nobody says how many: a tiny alpha may ask for more than a life


def _scores(scores: Mapping[str, float]) -> Mapping[str, float]:
    return MappingProxyType(dict(scores))


@attrs.frozen(kw_only=True)
class EigenTrust:
    """A network-wide ranking (nätverkstillit), and how it was reached.

    Attributes:
        scores: Each party's share of all trust; they sum to one.
        steps: How many times the iteration was repeated.
        change: How much the last step moved all scores together (L1).

    >>> eigentrust([("a", "b", 1), ("b", "a", 1)]).scores["a"]
    0.5
    """

    scores: Mapping[str, float] = attrs.field(converter=_scores, hash=False)
    steps: int
    change: float

    def ranked(self) -> tuple[tuple[str, float], ...]:
        """Parties with their scores, the most trusted first, equals by id."""
        return tuple(sorted(self.scores.items(), key=lambda item: (-item[1], item[0])))


def eigentrust(
    local_trust: Iterable[tuple[str, str, float]],
    *,
    pre_trust: Mapping[str, float] | None = None,
    alpha: float = _ALPHA,
    tolerance: float = _TOLERANCE,
    most_steps: int | None = None,
    engine: Literal["auto", "python", "scipy"] = "auto",
) -> EigenTrust:
    """Rank the parties of a network by the trust that flows to them (EigenTrust).

    Args:
        local_trust: Who trusts whom, how much: ``(source, target, amount)``, the amount being
            satisfying minus unsatisfying experiences. Amounts of a pair add up; what stays
            negative counts as none.
        pre_trust: Parties that are trusted beforehand, with weights; all alike when left out.
            Parties that appear only here belong to the network, too.
        alpha: Share of trust that goes straight to the pre-trusted, from 0 to 1. The default 0.1
            is our choice. At 0 a network of buyers on one side and suppliers on the other may
            oscillate for ever.
        tolerance: The iteration ends when a step changes all scores together by less.
            The distance to the exact answer is then below ``tolerance * (1 - alpha) / alpha``.
        most_steps: The bound on steps; when left out, the number after which the change is
            surely below ``tolerance``, which exists for ``alpha`` above 0, and a million at most.
        engine: ``"scipy"`` (the extra ``numeric``), ``"python"``, or ``"auto"``: scipy where it is
            installed. Both give the same scores to within the tolerance.

    >>> found = eigentrust([("a", "b", 3), ("c", "b", 1)], pre_trust={"a": 1}, engine="python")
    >>> [party for party, _ in found.ranked()]
    ['a', 'b', 'c']

    Raises:
        TrustError: for amounts that are not finite, a party that rates itself, a question without
            parties, or an iteration that did not settle.
        MissingExtraError: for ``engine="scipy"`` where scipy is not installed.
    """
    if engine not in {"auto", "python", "scipy"}:
        known = near(str(engine), ["auto", "python", "scipy"])
        raise TrustError(f"eigentrust: unknown engine: engine={engine!r}; {known}")
    edges = list(local_trust)
    names = {name for source, target, _ in edges for name in (source, target)}
    parties = sorted(names.union(pre_trust or ()))
    if not parties:
        raise TrustError("eigentrust: no parties: local_trust is empty; expected at least one")
    number = {party: n for n, party in enumerate(parties)}
    sources = [number[source] for source, _, _ in edges]
    targets = [number[target] for _, target, _ in edges]
    amounts = [_net(source, target, value) for source, target, value in edges]
    beforehand = _shares(
        len(parties), [pre_trust.get(party, 0.0) for party in parties] if pre_trust else None
    )
    bound = _bound(alpha, tolerance, most_steps)
    if engine == "python" or (engine == "auto" and not _has_scipy()):
        scores, steps, change = _plain(
            sources, targets, amounts, beforehand, alpha=alpha, tolerance=tolerance, bound=bound
        )
    else:
        columns = eigentrust_columns(
            sources,
            targets,
            amounts,
            size=len(parties),
            pre_trust=beforehand,
            alpha=alpha,
            tolerance=tolerance,
            most_steps=bound,
        )
        scores, steps, change = columns[0].tolist(), *columns[1:]
    return EigenTrust(scores=dict(zip(parties, scores, strict=True)), steps=steps, change=change)


def _net(source: str, target: str, value: float) -> float:
    """The amount of a rating of somebody else."""
    if source == target:
        raise TrustError(
            f"eigentrust: a party rates itself: source={source!r}, target={target!r}; "
            "expected two parties; leave the rating out"
        )
    if type(value) is float and math.isfinite(value):  # a million ratings need no long name
        return value
    return amount("eigentrust", f"amount of {source!r} for {target!r}", value, low=-math.inf)


def eigentrust_columns(
    sources: ArrayLike,
    targets: ArrayLike,
    amounts: ArrayLike,
    *,
    size: int,
    pre_trust: ArrayLike | None = None,
    alpha: float = _ALPHA,
    tolerance: float = _TOLERANCE,
    most_steps: int | None = None,
) -> tuple[NDArray[np.float64], int, float]:
    """The same on columns of numbers, for networks of millions of relations (EigenTrust).

    Needs the extra ``numeric``. The rows ``(sources[k], targets[k], amounts[k])`` are what
    :func:`eigentrust` takes as tuples, with parties numbered ``0 … size - 1``.

    Args:
        sources: Numbers of those who trust.
        targets: Numbers of those who are trusted.
        amounts: Satisfying minus unsatisfying experiences; rows of a pair add up.
        size: How many parties there are.
        pre_trust: One weight a party; all alike when left out.
        alpha: Share of trust that goes straight to the pre-trusted.
        tolerance: The iteration ends when a step changes all scores together by less.
        most_steps: The bound on steps.

    Returns:
        One score a party, the number of steps, and the change of the last step.

    Raises:
        TrustError: as :func:`eigentrust`, and where the columns do not fit together.
        MissingExtraError: where scipy is not installed.
    """
    np, sparse = _numeric()
    values = np.asarray(amounts, dtype=np.float64)
    rows, columns = np.asarray(sources), np.asarray(targets)
    _check_columns(rows, columns, values, size)
    p = _shares(size, None if pre_trust is None else np.asarray(pre_trust).tolist())
    bound = _bound(alpha, tolerance, most_steps)

    # Transposed from the start; the constructor adds up the rows of a pair.
    pairs = columns.astype(np.int64, copy=False), rows.astype(np.int64, copy=False)
    received = sparse.csr_array((values, pairs), shape=(size, size))
    np.maximum(received.data, 0.0, out=received.data)
    given = np.bincount(received.indices, weights=received.data, minlength=size)
    _check_sum(float(given.max()))
    silent = given == 0.0
    given[silent] = 1.0
    received.data /= given[received.indices]
    received.data *= 1.0 - alpha

    beforehand = np.array(p)
    scores, change = beforehand.copy(), math.inf
    for step in range(1, bound + 1):
        spread = (1.0 - alpha) * scores[silent].sum() + alpha
        following = received @ scores
        following += spread * beforehand
        change = float(np.abs(following - scores).sum())
        scores = following
        if change < tolerance:
            return scores, step, change
    raise _unsettled(bound, change, alpha, tolerance)


def _plain(
    sources: Sequence[int],
    targets: Sequence[int],
    amounts: Sequence[float],
    p: Sequence[float],
    *,
    alpha: float,
    tolerance: float,
    bound: int,
) -> tuple[list[float], int, float]:
    """The same iteration without any library."""
    pairs: dict[tuple[int, int], float] = {}
    for source, target, value in zip(sources, targets, amounts, strict=True):
        pairs[source, target] = pairs.get((source, target), 0.0) + value
    trusting = [(i, j, value) for (i, j), value in sorted(pairs.items()) if value > 0.0]
    given = [0.0] * len(p)
    for source, _, value in trusting:
        given[source] += value
    _check_sum(max(given))
    edges = [(i, j, value / given[i] * (1.0 - alpha)) for i, j, value in trusting]
    silent = [n for n, total in enumerate(given) if total == 0.0]

    scores, change = list(p), math.inf
    for step in range(1, bound + 1):
        spread = (1.0 - alpha) * math.fsum(scores[n] for n in silent) + alpha
        following = [spread * weight for weight in p]
        for source, target, weight in edges:
            following[target] += weight * scores[source]
        change = math.fsum(abs(new - old) for new, old in zip(following, scores, strict=True))
        scores = following
        if change < tolerance:
            return scores, step, change
    raise _unsettled(bound, change, alpha, tolerance)


def _check_sum(largest: float) -> None:
    if not math.isfinite(largest):
        raise TrustError(
            "eigentrust: the trust that a party gives does not sum up: sum=inf; "
            "expected amounts with a finite sum; divide all by the same number"
        )


def _shares(size: int, weights: Sequence[float] | None) -> list[float]:
    """Pre-trust as shares of one; all alike where none is given."""
    if weights is None:
        return [1.0 / size] * size
    if len(weights) != size:
        raise TrustError(
            f"eigentrust: pre-trust does not fit: weights={len(weights)}, size={size}; "
            "expected one weight a party"
        )
    checked = [amount("eigentrust", "pre_trust", weight) for weight in weights]
    largest = max(checked)
    if largest == 0.0:
        raise TrustError(
            "eigentrust: nobody is pre-trusted: every weight is 0; "
            "expected at least one above 0; leave pre_trust out to trust all alike"
        )
    relative = [weight / largest for weight in checked]
    total = math.fsum(relative)
    return [weight / total for weight in relative]


def _bound(alpha: float, tolerance: float, most_steps: int | None) -> int:
    """How many steps at most: each shrinks the change, at first at most 2, by 1 - alpha."""
    share("eigentrust", "alpha", alpha)
    amount("eigentrust", "tolerance", tolerance, low=math.ulp(0.0))
    if most_steps is not None:
        if most_steps < 1:
            raise TrustError(f"eigentrust: no steps allowed: most_steps={most_steps}; expected 1+")
        return most_steps
    if alpha == 0.0:
        raise TrustError(
            "eigentrust: may never settle: alpha=0.0, most_steps=None; "
            "expected alpha above 0, or a bound on the steps"
        )
    if alpha == 1.0 or tolerance >= 2.0:
        return 1
    return min(math.ceil(math.log(tolerance / 2.0) / math.log1p(-alpha)) + 1, _MOST)


def _unsettled(bound: int, change: float, alpha: float, tolerance: float) -> TrustError:
    return TrustError(
        f"eigentrust: did not settle: steps={bound}, change={change:.3g}, "
        f"tolerance={tolerance:g}, alpha={alpha:g}; "
        "expected a change below the tolerance; raise alpha, most_steps or the tolerance"
    )


def _check_columns(
    rows: NDArray[Any], columns: NDArray[Any], values: NDArray[np.float64], size: int
) -> None:
    """Whether columns are of one length, within bounds, finite, and no party rates itself."""
    if size < 1:
        raise TrustError(f"eigentrust: no parties: size={size}; expected at least one")
    lengths = rows.shape, columns.shape, values.shape
    if len(set(lengths)) != 1 or rows.ndim != 1:
        raise TrustError(
            f"eigentrust: columns do not fit together: shapes={lengths}; "
            "expected three columns of one length"
        )
    for name, column in (("sources", rows), ("targets", columns)):
        if column.size and not (
            column.dtype.kind in "iu" and 0 <= column.min() <= column.max() < size
        ):
            raise TrustError(
                f"eigentrust: not numbers of parties: {name} of type {column.dtype}, size={size}; "
                "expected integers from 0 to size - 1"
            )
    if values.size and not (math.isfinite(values.min()) and math.isfinite(values.max())):
        raise TrustError(
            f"eigentrust: amounts are not finite: min={values.min()}, max={values.max()}; "
            "expected finite numbers"
        )
    if (rows == columns).any():
        first = int(rows[rows == columns][0])
        raise TrustError(
            f"eigentrust: a party rates itself: source={first}, target={first}; "
            "expected two parties; leave the row out"
        )


def _has_scipy() -> bool:
    try:
        _numeric()
    except MissingExtraError:
        return False
    return True


def _numeric() -> tuple[Any, Any]:
    """What the sparse solver runs on (numpy, scipy.sparse), loaded when first needed."""
    try:
        import numpy as np
        from scipy import sparse  # type: ignore[import-untyped]  # scipy ships no types
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"eigentrust: {error.name} is not installed; expected the extra 'numeric'; "
            "install samverkan[numeric] or use engine='python'"
        ) from error
    return np, sparse

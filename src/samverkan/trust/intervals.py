"""Intervals: between which bounds a probability lies, given the evidence counted so far.

>>> low, high = beta_interval(Evidence(8, 2))
>>> round(low, 3), round(high, 3)
(0.482, 0.94)
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import SupportsFloat

from samverkan.errors import TrustError
from samverkan.trust._amounts import amount, share
from samverkan.trust.beta import Evidence

__all__ = ["beta_interval", "beta_share", "wilson_interval"]

_TINY = 1e-300
_MOST = 1e12  # of more evidence the logarithms of gamma functions, as floats, tell nothing
_STEPS = 100_000  # the fraction needs about the square root of the evidence
_Z = {0.9: 1.6448536269514722, 0.95: 1.959963984540054, 0.99: 2.5758293035489004}


def beta_share(x: SupportsFloat, a: SupportsFloat, b: SupportsFloat) -> float:
    """Share of a beta distribution that lies at or below ``x`` (fördelningsfunktion).

    The regularised incomplete beta function, by its continued fraction: Press et al., *Numerical
    Recipes*, 3rd edition, 6.4, after Lentz.

    >>> round(beta_share(0.5, 2, 2), 12), round(beta_share(0.25, 1, 1), 12)
    (0.5, 0.25)

    Raises:
        TrustError: for ``x`` outside 0 to 1, a parameter that is not above 0, or two that sum to
            more than 1e12.
    """
    at = share("beta", "x", x)
    p = amount("beta", "a", a, low=math.ulp(0.0))
    q = amount("beta", "b", b, low=math.ulp(0.0))
    amount("beta", "a + b", p + q, high=_MOST)
    if at in {0.0, 1.0}:
        return at
    log_front = (
        math.lgamma(p + q)
        - math.lgamma(p)
        - math.lgamma(q)
        + p * math.log(at)
        + q * math.log1p(-at)
    )
    if at <= (p + 1.0) / (p + q + 2.0):
        return math.exp(log_front) * _fraction(at, p, q) / p
    return 1.0 - math.exp(log_front) * _fraction(1.0 - at, q, p) / q


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d if abs(d) > _TINY else _TINY)
    value = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1.0 + term * d
            d = 1.0 / (d if abs(d) > _TINY else _TINY)
            c = 1.0 + term / c
            c = c if abs(c) > _TINY else _TINY
            value *= d * c
        if abs(d * c - 1.0) < 1e-15:
            return value
    raise TrustError(f"beta: did not settle: x={x!r}, a={a!r}, b={b!r}; expected less evidence")


def _quantile(level: float, a: float, b: float) -> float:
    """Where the share of the distribution reaches a level: Newton's steps, kept in a bracket."""
    if level in {0.0, 1.0}:
        return level
    mean, spread = a / (a + b), math.sqrt(a * b / (a + b + 1.0)) / (a + b)
    low, high = 0.0, 1.0
    guesses = mean + NormalDist().inv_cdf(level) * spread, mean, 0.5
    x = next(guess for guess in guesses if low < guess < high)
    log_beta = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    moved = 1.0
    while moved > 1e-13:
        over = beta_share(x, a, b) - level
        low, high = (low, x) if over >= 0.0 else (x, high)
        log_density = (a - 1.0) * math.log(x) + (b - 1.0) * math.log1p(-x) - log_beta
        following = x - over / math.exp(min(max(log_density, -700.0), 700.0))
        if not low < following < high or abs(following - x) > moved / 2.0:  # out, or too slow
            following = (low + high) / 2.0
        moved, x = abs(following - x), following
    return x


def beta_interval(
    evidence: Evidence,
    level: SupportsFloat = 0.95,
    *,
    base_rate: SupportsFloat = 0.5,
    prior_weight: SupportsFloat = 2.0,
) -> tuple[float, float]:
    """Between which bounds the probability of good conduct lies (kredibilitetsintervall).

    The middle ``level`` of ``Beta(r + W a, s + W (1 - a))``: as much lies below as above. With
    base rate ½ and W = 2 it is the interval of the Beta reputation system. It holds for evidence
    of equal weight that comes from one probability; aged evidence makes it wider.

    Args:
        evidence: Amounts for and against.
        level: The share within, between 0 and 1.
        base_rate: ``a``: what is expected where nothing is known.
        prior_weight: ``W``, above 0.

    >>> low, high = beta_interval(Evidence())
    >>> round(low, 3), round(high, 3)
    (0.025, 0.975)

    Raises:
        TrustError: for a number out of bounds.
    """
    within = share("interval", "level", level)
    rate = share("interval", "base_rate", base_rate)
    weight = amount("interval", "prior_weight", prior_weight, low=math.ulp(0.0))
    a, b = evidence.r + weight * rate, evidence.s + weight * (1.0 - rate)
    if not a or not b:
        return (1.0, 1.0) if a else (0.0, 0.0)
    tail = (1.0 - within) / 2.0
    return _quantile(tail, a, b), _quantile(1.0 - tail, a, b)


def wilson_interval(
    done: SupportsFloat, of: SupportsFloat, level: float = 0.95
) -> tuple[float, float] | None:
    """Between which bounds a share lies (Wilsons intervall); ``None`` where nothing was counted.

    Wilson, *Probable Inference, the Law of Succession, and Statistical Inference*, Journal of the
    American Statistical Association 22(158), 1927.

    Args:
        done: How many, at least 0.
        of: Of how many.
        level: 0.9, 0.95 or 0.99.

    >>> low, high = wilson_interval(8, 10)
    >>> round(low, 3), round(high, 3)
    (0.49, 0.943)

    Raises:
        TrustError: for more than there are, or another level.
    """
    n = amount("interval", "of", of)
    k = amount("interval", "done", done, high=n)
    if level not in _Z:
        raise TrustError(f"interval: level={level!r}; expected one of {sorted(_Z)}")
    if not n:
        return None
    z2 = _Z[level] ** 2
    centre = (k + z2 / 2.0) / (n + z2)
    half = math.sqrt(z2 * (k * (n - k) / n + z2 / 4.0)) / (n + z2)
    return max(centre - half, 0.0), min(centre + half, 1.0)

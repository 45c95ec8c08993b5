"""Evidence and the Beta reputation system: what is counted before it becomes an opinion.

Evidence is two amounts: ``r`` for what went as agreed, ``s`` for what did not. It adds up, it
fades with time, and what comes by hearsay counts for less. The formulas are those of Jøsang and
Ismail, *The Beta Reputation System*, Bled 2002.

>>> Evidence(7, 1).expected, Evidence(7, 1).reputation
(0.8, 0.6)
>>> Evidence(3, 1) + Evidence(4, 0)
Evidence(r=7.0, s=1.0)
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from typing import SupportsFloat

import attrs

from samverkan.periods import day
from samverkan.trust._amounts import amount, share

__all__ = [
    "Evidence",
    "discount_evidence",
    "feedback",
    "forgetting_factor",
    "gathered",
    "remembered",
    "weight_after",
]


def _positive(value: SupportsFloat) -> float:
    return amount("evidence", "r", value)


def _negative(value: SupportsFloat) -> float:
    return amount("evidence", "s", value)


@attrs.frozen
class Evidence:
    """Counted experience of a party (underlag): an amount for and an amount against.

    Attributes:
        r: Amount of positive evidence, at least 0; one kept promise counts 1.
        s: Amount of negative evidence, at least 0.

    >>> sum([Evidence(1, 0), Evidence(0, 1), Evidence(1, 0)], Evidence())
    Evidence(r=2.0, s=1.0)

    Raises:
        TrustError: for an amount that is negative or not finite, or a sum that is not finite.
    """

    r: float = attrs.field(default=0.0, converter=_positive)
    s: float = attrs.field(default=0.0, converter=_negative)

    def __attrs_post_init__(self) -> None:
        amount("evidence", "r + s", self.r + self.s)

    @property
    def total(self) -> float:
        """How much evidence there is, for and against."""
        return self.r + self.s

    @property
    def expected(self) -> float:
        """Expected probability that the next one goes well: ``(r + 1) / (r + s + 2)``."""
        return (self.r + 1.0) / (self.total + 2.0)

    @property
    def reputation(self) -> float:
        """The same on the scale from -1 to 1: ``(r - s) / (r + s + 2)``."""
        return (self.r - self.s) / (self.total + 2.0)

    def __add__(self, other: Evidence) -> Evidence:
        """Both together: independent evidence adds up."""
        return Evidence(self.r + other.r, self.s + other.s)

    def scaled(self, weight: SupportsFloat) -> Evidence:
        """The same evidence with a weight (at least 0): its direction stays.

        >>> Evidence(8, 2).scaled(0.5)
        Evidence(r=4.0, s=1.0)
        """
        factor = amount("evidence", "weight", weight)
        return Evidence(self.r * factor, self.s * factor)

    def aged(self, elapsed: SupportsFloat, *, half_life: SupportsFloat) -> Evidence:
        """What is left of the evidence after ``elapsed`` days; it loses weight, not direction.

        >>> Evidence(8, 2).aged(180, half_life=180)
        Evidence(r=4.0, s=1.0)
        """
        return self.scaled(weight_after(elapsed, half_life=half_life))


def weight_after(elapsed: SupportsFloat, *, half_life: SupportsFloat) -> float:
    """What one unit of evidence weighs when it is ``elapsed`` days old: ``2 ** (-elapsed / h)``.

    Args:
        elapsed: Age in days, at least 0.
        half_life: Days after which half is left, above 0; ``math.inf`` for what never ages.

    >>> weight_after(360, half_life=180), weight_after(360, half_life=math.inf)
    (0.25, 1.0)

    Raises:
        TrustError: for a negative age or a half-life that is not above 0.
    """
    age = amount("ageing", "elapsed", elapsed)
    span = amount("ageing", "half_life", half_life, low=math.ulp(0.0), finite=False)
    return math.pow(2.0, -age / span)


def gathered(
    dated: Iterable[tuple[str | dt.date, Evidence]],
    *,
    as_of: str | dt.date,
    half_life: SupportsFloat,
) -> Evidence:
    """All evidence as it weighs on a day (samlat underlag): each piece aged from its own day.

    What is dated after ``as_of`` had not happened and does not count.

    Args:
        dated: Days with the evidence of that day, in any order.
        as_of: The day the question is asked for.
        half_life: Days after which half of a piece is left; ``math.inf`` for no ageing.

    >>> gathered(
    ...     [("2026-01-01", Evidence(8, 0)), ("2026-06-30", Evidence(0, 2))],
    ...     as_of="2026-06-30",
    ...     half_life=180,
    ... )
    Evidence(r=4.0, s=2.0)
    """
    last = day(as_of).toordinal()
    past = [(day(on).toordinal(), evidence) for on, evidence in dated]
    aged = [e.aged(last - on, half_life=half_life) for on, e in past if on <= last]
    return Evidence(math.fsum(e.r for e in aged), math.fsum(e.s for e in aged))


def feedback(satisfaction: SupportsFloat, weight: SupportsFloat = 1.0) -> Evidence:
    """Evidence from one rating (omdöme): ``r = w(1 + v) / 2``, ``s = w(1 - v) / 2``.

    Args:
        satisfaction: ``v``, from -1 (wholly dissatisfied) to 1 (wholly satisfied).
        weight: ``w``, at least 0: how much the rated event matters.

    >>> feedback(0.5), feedback(-1, weight=2)
    (Evidence(r=0.75, s=0.25), Evidence(r=0.0, s=2.0))
    """
    v = amount("feedback", "satisfaction", satisfaction, low=-1.0, high=1.0)
    w = amount("feedback", "weight", weight)
    return Evidence(w * (1.0 + v) / 2.0, w * (1.0 - v) / 2.0)


def forgetting_factor(half_life: SupportsFloat) -> float:
    """The factor per step under which a rating weighs half after ``half_life`` steps.

    >>> round(forgetting_factor(6), 6)
    0.890899
    """
    return weight_after(1.0, half_life=half_life)


def remembered(ratings: Iterable[Evidence], *, forgetting: SupportsFloat) -> Evidence:
    """Ratings in order, the older the less they count: ``r = forgetting * r_before + r_new``.

    Args:
        ratings: One piece of evidence a step, the oldest first.
        forgetting: The factor λ per step, from 0 (only the last counts) to 1 (all count alike).

    >>> remembered([Evidence(1, 0), Evidence(0, 1)], forgetting=0.5)
    Evidence(r=0.5, s=1.0)
    """
    factor = share("forgetting", "forgetting", forgetting)
    kept = Evidence()
    for rating in ratings:
        kept = kept.scaled(factor) + rating
    return kept


def discount_evidence(trust: Evidence, report: Evidence) -> Evidence:
    """A report by somebody of whom one has evidence oneself (hörsägen): it counts for less.

    With ``D = (trust.s + 2)(report.r + report.s + 2) + 2 trust.r``, the result is
    ``r = 2 trust.r report.r / D`` and ``s = 2 trust.r report.s / D``. It equals
    :func:`samverkan.trust.discount_2001` of the opinions, mapped back.

    Args:
        trust: Own evidence of the one who reports.
        report: What that one says of a third party.

    >>> heard = discount_evidence(Evidence(10, 0), Evidence(8, 2))
    >>> round(heard.r, 6), round(heard.s, 6)
    (3.636364, 0.909091)
    """
    # Both parts of the fraction over (trust.s + 2): then no product of two large amounts is made.
    leaning = 2.0 * (trust.r / (trust.s + 2.0))
    return report.scaled(leaning / (report.total + 2.0 + leaning))

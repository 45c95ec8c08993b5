"""Opinions: how much the evidence supports, how much it denies, and how much nobody knows yet.

Subjective logic for one yes-or-no question: "will this party do what was agreed?". The formulas
are those of Jøsang, *A Logic for Uncertain Probabilities*, 2001, and *Subjective Logic*, Springer
2016; where the two differ, the name of the function says which. Joining what several observers
say is in :mod:`samverkan.trust.fusion`.

>>> opinion = Opinion.from_evidence(Evidence(8, 2))
>>> opinion.label(), opinion.expected
('belief 0.667, disbelief 0.167, uncertainty 0.167, expected 0.750', 0.75)
>>> opinion.aged(365, half_life=180).label("sv")
'tilltro 0,441, misstro 0,110, ovisshet 0,449, väntevärde 0,665'
"""

from __future__ import annotations

import math
from typing import SupportsFloat, TypeAlias

import attrs

from samverkan.errors import TrustError
from samverkan.explanations import Text
from samverkan.trust._amounts import amount, share
from samverkan.trust._words import Decimals
from samverkan.trust.beta import Evidence, weight_after

__all__ = ["Opinion", "conflict", "discount_2001", "discount_2016"]

_PRIOR_WEIGHT = 2.0  # W of the literature: with it and base rate 1/2, no evidence is Beta(1, 1)
_ROUNDING = 1e-9  # sums this close to 1 are rounding and are repaired; others are mistakes
_LABEL = Text(
    "tilltro {b}, misstro {d}, ovisshet {u}, väntevärde {p}",
    "belief {b}, disbelief {d}, uncertainty {u}, expected {p}",
)


def _belief(value: SupportsFloat) -> float:
    return _mass("belief", value)


def _disbelief(value: SupportsFloat) -> float:
    return _mass("disbelief", value)


def _uncertainty(value: SupportsFloat) -> float:
    return _mass("uncertainty", value)


def _base_rate(value: SupportsFloat) -> float:
    return share("opinion", "base_rate", value)


def _mass(name: str, value: SupportsFloat) -> float:
    number = amount("opinion", name, value, low=-_ROUNDING, high=1.0 + _ROUNDING)
    return min(max(number, 0.0), 1.0)


@attrs.frozen
class Opinion:
    """How much trust evidence supports (tillit): belief, disbelief, uncertainty and base rate.

    The first three are never negative and sum to one **exactly**: ``math.fsum`` of them is
    ``1.0``. A sum that is off by rounding (at most 1e-9) is repaired in the largest of the three,
    where the change is smallest; any other sum is refused. Any real number may be given
    (``Fraction``, ``Decimal``, …); it is kept as the nearest float.

    ``x & y`` is the opinion that both hold, ``x | y`` that at least one does, ``~x`` that x does
    not; x and y must be about independent questions.

    Attributes:
        belief: Share of mass for; the evidence supports this much.
        disbelief: Share of mass against.
        uncertainty: Share of mass that no evidence has claimed; 1 is *vacuous*, 0 is *dogmatic*.
        base_rate: What is expected where nothing is known, from 0 to 1.

    >>> Opinion(0.5, 0.25, 0.25).expected
    0.625
    >>> ~Opinion(0.7, 0.1, 0.2, base_rate=0.25)
    Opinion(belief=0.1, disbelief=0.7, uncertainty=0.2, base_rate=0.75)
    >>> round((Opinion(0.7, 0.1, 0.2) & Opinion(0.6, 0.2, 0.2)).expected, 12)
    0.56

    Raises:
        TrustError: for a number out of bounds, or three that do not sum to one.
    """

    belief: float = attrs.field(converter=_belief)
    disbelief: float = attrs.field(converter=_disbelief)
    uncertainty: float = attrs.field(converter=_uncertainty)
    base_rate: float = attrs.field(default=0.5, converter=_base_rate)

    def __attrs_post_init__(self) -> None:
        masses = {
            "belief": self.belief,
            "disbelief": self.disbelief,
            "uncertainty": self.uncertainty,
        }
        total = math.fsum(masses.values())
        if total == 1.0:
            return
        if abs(total - 1.0) > _ROUNDING:
            given = ", ".join(f"{name}={mass!r}" for name, mass in masses.items())
            raise TrustError(
                f"opinion: does not sum to one: {given}, sum={total!r}; "
                "expected belief + disbelief + uncertainty = 1; divide each by the sum"
            )
        largest = max(masses, key=lambda name: masses[name])
        others = [-mass for name, mass in masses.items() if name != largest]
        object.__setattr__(self, largest, math.fsum([1.0, *others]))

    @classmethod
    def vacuous(cls, base_rate: SupportsFloat = 0.5) -> Opinion:
        """The opinion of one who knows nothing (inget underlag): the base rate is all there is.

        >>> Opinion.vacuous().expected
        0.5
        """
        return cls(0.0, 0.0, 1.0, base_rate)

    @classmethod
    def from_evidence(
        cls,
        evidence: Evidence,
        *,
        base_rate: SupportsFloat = 0.5,
        prior_weight: SupportsFloat = _PRIOR_WEIGHT,
    ) -> Opinion:
        """The opinion that evidence supports: ``b = r/n``, ``d = s/n``, ``u = W/n``.

        ``n = r + s + W``. With W = 2 and base rate ½ the expected value is that of the Beta
        reputation system.

        Args:
            evidence: Amounts for and against.
            base_rate: What is expected where nothing is known.
            prior_weight: W, above 0: the amount of evidence that halves the uncertainty.

        >>> Opinion.from_evidence(Evidence(7, 1))
        Opinion(belief=0.7, disbelief=0.1, uncertainty=0.2, base_rate=0.5)
        """
        weight = _weight(prior_weight)
        n = amount("evidence mapping", "r + s + prior_weight", evidence.total + weight)
        return cls(evidence.r / n, evidence.s / n, weight / n, base_rate)

    def evidence(self, *, prior_weight: SupportsFloat = _PRIOR_WEIGHT) -> Evidence:
        """The evidence behind the opinion: ``r = W b/u``, ``s = W d/u``.

        >>> found = Opinion(0.7, 0.1, 0.2).evidence()
        >>> round(found.r, 9), round(found.s, 9)
        (7.0, 1.0)

        Raises:
            TrustError: for a dogmatic opinion, or one so nearly so that no float holds the
                amount: no finite evidence leaves no uncertainty.
        """
        weight = _weight(prior_weight)
        if self.uncertainty == 0.0 or math.isinf(weight / self.uncertainty):
            raise TrustError(
                f"opinion: would need infinite evidence: uncertainty={self.uncertainty!r}; "
                "expected uncertainty above 0; "
                "fuse dogmatic opinions as they are, or give them some uncertainty"
            )
        scale = weight / self.uncertainty
        return Evidence(self.belief * scale, self.disbelief * scale)

    @property
    def expected(self) -> float:
        """Projected probability (väntevärde): ``P = b + a u``."""
        return self.belief + self.base_rate * self.uncertainty

    @property
    def certainty(self) -> float:
        """How much evidence has claimed (säkerhet): ``b + d``, that is ``1 - u``."""
        return self.belief + self.disbelief

    @property
    def is_vacuous(self) -> bool:
        """Whether there is no evidence at all."""
        return self.certainty == 0.0

    @property
    def is_dogmatic(self) -> bool:
        """Whether nothing is left uncertain."""
        return self.uncertainty == 0.0

    def aged(self, elapsed: SupportsFloat, *, half_life: SupportsFloat) -> Opinion:
        """The opinion ``elapsed`` days later when nothing new came (åldrad).

        The evidence behind it is aged and mapped again: uncertainty grows, the relation between
        belief and disbelief stays. A dogmatic opinion rests on infinite evidence and stays as it
        is. Evidence of different days is aged piece by piece by
        :func:`samverkan.trust.gathered`, before it becomes an opinion.

        >>> Opinion(0.5, 0.0, 0.5).aged(180, half_life=180).belief
        0.3333333333333333
        """
        left = weight_after(elapsed, half_life=half_life)
        if self.is_dogmatic:
            return self
        for_, against = left * self.belief, left * self.disbelief
        n = math.fsum((for_, against, self.uncertainty))
        return Opinion(for_ / n, against / n, self.uncertainty / n, self.base_rate)

    def maximised(self) -> Opinion:
        """The most uncertain opinion with the same expected value (osäkerhetsmaximerad).

        ``u = min(P/a, (1 - P)/(1 - a))``: what remains when all evidence is taken back that
        another piece of evidence balances.

        >>> Opinion(0.6, 0.2, 0.2).maximised().label()
        'belief 0.400, disbelief 0.000, uncertainty 0.600, expected 0.700'
        """
        # P/a = u + b/a and (1 - P)/(1 - a) = u + d/(1 - a): so written, nothing cancels.
        b, d, a, c = self.belief, self.disbelief, self.base_rate, 1.0 - self.base_rate
        if a and b * c <= d * a:  # the belief side runs out first
            gained = b / a
            return Opinion(0.0, max(d - c * gained, 0.0), self.uncertainty + gained, a)
        gained = d / c
        return Opinion(max(b - a * gained, 0.0), 0.0, self.uncertainty + gained, a)

    def label(self, lang: str = "en") -> str:
        """The three masses and the expected value with three decimals."""
        numbers = {
            "b": self.belief,
            "d": self.disbelief,
            "u": self.uncertainty,
            "p": self.expected,
        }
        return _LABEL.label(lang, **{name: Decimals(n).label(lang) for name, n in numbers.items()})

    def __invert__(self) -> Opinion:
        """NOT: belief and disbelief change places."""
        return Opinion(self.disbelief, self.belief, self.uncertainty, 1.0 - self.base_rate)

    def __and__(self, other: Opinion) -> Opinion:
        """AND (binomial multiplication): that both hold, for independent questions."""
        if not isinstance(other, Opinion):
            return NotImplemented
        b1, d1, u1, a1 = self.belief, self.disbelief, self.uncertainty, self.base_rate
        b2, d2, u2, a2 = other.belief, other.disbelief, other.uncertainty, other.base_rate
        belief, uncertainty = _both((b1, u1, a1, 1.0 - a1), (b2, u2, a2, 1.0 - a2))
        return Opinion(belief, d1 + d2 * (1.0 - d1), uncertainty, a1 * a2)

    def __or__(self, other: Opinion) -> Opinion:
        """OR (binomial comultiplication): that at least one holds, for independent questions."""
        if not isinstance(other, Opinion):
            return NotImplemented
        b1, d1, u1, a1 = self.belief, self.disbelief, self.uncertainty, self.base_rate
        b2, d2, u2, a2 = other.belief, other.disbelief, other.uncertainty, other.base_rate
        disbelief, uncertainty = _both((d1, u1, 1.0 - a1, a1), (d2, u2, 1.0 - a2, a2))
        return Opinion(b1 + b2 * (1.0 - b1), disbelief, uncertainty, a1 + a2 * (1.0 - a1))


_Side: TypeAlias = tuple[float, float, float, float]
"""Belief and uncertainty of a statement, its base rate, and one minus that."""


def _both(one: _Side, other: _Side) -> tuple[float, float]:
    """Belief and uncertainty that both statements hold.

    What is uncertain in one and believed in the other is shared out between the two. The shares
    are 0/0 where both base rates are 1; the limit for base rates that approach 1 alike makes half
    of each uncertain. Base rates come with what they lack to 1, which a tiny one could not tell.
    """
    (b1, u1, a1, c1), (b2, u2, a2, c2) = one, other
    rest = c1 + a1 * c2  # 1 - a1 a2
    kept1, kept2, lost1, lost2 = (
        (c1 * a2 / rest, a1 * c2 / rest, c2 / rest, c1 / rest) if rest else (0.5, 0.5, 0.5, 0.5)
    )
    belief = b1 * b2 + kept1 * b1 * u2 + kept2 * u1 * b2
    return belief, u1 * u2 + lost1 * b1 * u2 + lost2 * u1 * b2


def _weight(prior_weight: SupportsFloat) -> float:
    return amount("evidence mapping", "prior_weight", prior_weight, low=math.ulp(0.0))


def discount_2001(trust: Opinion, report: Opinion) -> Opinion:
    """A report weighed by trust in who reports, as of 2001 (diskontering).

    ``b = b1 b2``, ``d = b1 d2``, ``u = d1 + u1 + b1 u2``: only *belief* in the reporter carries
    the report. Associative, so a chain of reports may be cut anywhere. The base rate is the
    report's.

    Args:
        trust: Own opinion of the one who reports.
        report: What that one thinks of a third party.

    >>> discount_2001(Opinion(0.8, 0.1, 0.1), Opinion(0.6, 0.3, 0.1)).label()
    'belief 0.480, disbelief 0.240, uncertainty 0.280, expected 0.620'
    """
    return _discounted(trust.belief, trust.disbelief + trust.uncertainty, report)


def discount_2016(trust: Opinion, report: Opinion) -> Opinion:
    """A report weighed by trust in who reports, as of 2016 (diskontering).

    ``b = P1 b2``, ``d = P1 d2``, ``u = 1 - P1 (b2 + d2)``: the *expected value* of trust in the
    reporter carries the report, so that a stranger with a good base rate is heard, too. The base
    rate is the report's.

    Args:
        trust: Own opinion of the one who reports.
        report: What that one thinks of a third party.

    >>> discount_2016(Opinion(0.8, 0.1, 0.1), Opinion(0.6, 0.3, 0.1)).label()
    'belief 0.510, disbelief 0.255, uncertainty 0.235, expected 0.628'
    """
    return _discounted(trust.expected, (~trust).expected, report)


def _discounted(heard: float, unheard: float, report: Opinion) -> Opinion:
    return Opinion(
        heard * report.belief,
        heard * report.disbelief,
        unheard + heard * report.uncertainty,
        report.base_rate,
    )


def conflict(one: Opinion, other: Opinion) -> float:
    """How much two observers contradict each other (motsägelse), from 0 to 1.

    ``|P1 - P2| (1 - u1)(1 - u2)``: the distance between what they expect, times how sure both
    are. Two who know little do not contradict each other, however far apart they stand. It is the
    *degree of conflict* of Jøsang 2016, definition 4.20, here after secondary sources.

    >>> conflict(Opinion(1, 0, 0), Opinion(0, 1, 0)), conflict(Opinion(1, 0, 0), Opinion.vacuous())
    (1.0, 0.0)
    """
    return abs(one.expected - other.expected) * (one.certainty * other.certainty)

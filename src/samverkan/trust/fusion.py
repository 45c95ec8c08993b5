"""Joining what several observers say of the same party: five operators, each for its situation.

==========================  =====================================================================
:func:`cumulative`          independent sources: their evidence adds up
:func:`averaging`           the same events seen by several: nobody's evidence counts twice
:func:`weighted`            experts: as averaging, but who is surer weighs more
:func:`constraint`          all must agree: what one excludes is excluded
:func:`compromise`          what all share stands, what is contested becomes uncertainty
==========================  =====================================================================

Each takes any number of opinions at once. ``cumulative`` and ``constraint`` may be applied pair by
pair; the others may not: their answer for three is another than for two and then one more.
Sources: Jøsang, *Subjective Logic*, 2016, chapter 12; for more than two sources van der Heijden,
Kopp and Kargl, *Multi-Source Fusion Operations in Subjective Logic*, FUSION 2018,
arXiv:1805.01388.

>>> seen = Opinion(0.1, 0.3, 0.6), Opinion(0.4, 0.2, 0.4), Opinion(0.7, 0.1, 0.2)
>>> cumulative(*seen).label()
'belief 0.651, disbelief 0.209, uncertainty 0.140, expected 0.721'
"""

from __future__ import annotations

import decimal
import math
from collections.abc import Iterable, Sequence
from decimal import Decimal

from samverkan.errors import TrustError
from samverkan.trust.opinions import Opinion

__all__ = ["averaging", "compromise", "constraint", "cumulative", "weighted"]

_ROUNDING = 1e-12
# Products of many small masses: a float would underflow, and the order would decide the answer.
_WIDE = decimal.Context(prec=34, Emin=decimal.MIN_EMIN, Emax=decimal.MAX_EMAX, traps=[])


def _mean(numbers: Iterable[float], weights: Sequence[float]) -> float:
    """Weighted mean, never outside the numbers; the plain one where nothing weighs."""
    values = list(numbers)
    total = math.fsum(weights)
    if total == 0.0:
        return _mean(values, [1.0] * len(values))
    mean = math.fsum(
        value * (weight / total) for value, weight in zip(values, weights, strict=True)
    )
    return min(max(mean, min(values)), max(values))


def _checked(opinions: Sequence[object]) -> None:
    if not opinions:
        raise TrustError("fusion: nothing to fuse: opinions=(); expected at least one opinion")
    for n, one in enumerate(opinions):
        if not isinstance(one, Opinion):
            raise TrustError(
                f"fusion: not an opinion: opinions[{n}]={one!r}; "
                "expected each opinion as an argument; write cumulative(*opinions) for a list"
            )


def _dogmatic_mean(opinions: Sequence[Opinion]) -> Opinion | None:
    """Equal say for those who are certain, where any is: they outweigh all who are not."""
    certain = [opinion for opinion in opinions if opinion.is_dogmatic]
    if not certain:
        return None
    equal = [1.0] * len(certain)
    belief = _mean((opinion.belief for opinion in certain), equal)
    return Opinion(belief, 1.0 - belief, 0.0, _mean((o.base_rate for o in certain), equal))


def _nearness(opinions: Sequence[Opinion]) -> tuple[float, list[float]]:
    """The least uncertainty, and each source's ``least / u``: its weight, from 0 to 1.

    The printed formulas hold products of all uncertainties; divided by the product and multiplied
    by the least, they hold these instead, and no product of many small numbers underflows.
    """
    least = min(opinion.uncertainty for opinion in opinions)
    return least, [least / opinion.uncertainty for opinion in opinions]


def cumulative(*opinions: Opinion) -> Opinion:
    """Opinions of independent observers (kumulativ fusion): their evidence adds up.

    A vacuous opinion changes nothing. Where some are dogmatic, only those count, each alike.
    The base rate is weighted by evidence.

    >>> cumulative(Opinion(0.1, 0.3, 0.6), Opinion(0.4, 0.2, 0.4)).label()
    'belief 0.368, disbelief 0.316, uncertainty 0.316, expected 0.526'

    Raises:
        TrustError: without opinions.
    """
    _checked(opinions)
    if (certain := _dogmatic_mean(opinions)) is not None:
        return certain
    least, near = _nearness(opinions)
    for_ = math.fsum(o.belief * w for o, w in zip(opinions, near, strict=True))
    against = math.fsum(o.disbelief * w for o, w in zip(opinions, near, strict=True))
    n = math.fsum((for_, against, least))
    weights = [o.certainty * w for o, w in zip(opinions, near, strict=True)]
    base_rate = _mean((o.base_rate for o in opinions), weights)
    return Opinion(for_ / n, against / n, least / n, base_rate)


def averaging(*opinions: Opinion) -> Opinion:
    """Opinions about the same events (medelvärdesfusion): the mean of their evidence.

    Several who saw one delivery are no more evidence than one who did. Where some are dogmatic,
    only those count, each alike. A vacuous opinion is *not* neutral here: it halves. The base rate
    is the plain mean.

    >>> averaging(Opinion(0.7, 0.1, 0.2), Opinion(0.7, 0.1, 0.2)).label()
    'belief 0.700, disbelief 0.100, uncertainty 0.200, expected 0.800'

    Raises:
        TrustError: without opinions.
    """
    _checked(opinions)
    if (certain := _dogmatic_mean(opinions)) is not None:
        return certain
    _, near = _nearness(opinions)
    return _weighed(opinions, near, [1.0] * len(opinions))


def weighted(*opinions: Opinion) -> Opinion:
    """Opinions of experts (viktad fusion): as averaging, but who is surer weighs more.

    Each weighs as its certainty ``1 - u``. A vacuous opinion changes nothing. Where some are
    dogmatic, only those count, each alike.

    >>> weighted(Opinion(0.7, 0.1, 0.2), Opinion.vacuous()).label()
    'belief 0.700, disbelief 0.100, uncertainty 0.200, expected 0.800'

    Raises:
        TrustError: without opinions.
    """
    _checked(opinions)
    if (certain := _dogmatic_mean(opinions)) is not None:
        return certain
    sure = [opinion.certainty for opinion in opinions]
    if not any(sure):
        return Opinion.vacuous(_mean((o.base_rate for o in opinions), sure))
    _, near = _nearness(opinions)
    return _weighed(opinions, [w * c for w, c in zip(near, sure, strict=True)], sure)


def _weighed(
    opinions: Sequence[Opinion], weights: Sequence[float], rates: Sequence[float]
) -> Opinion:
    """Each mass as a mean with the same weights, the base rate with its own."""
    return Opinion(
        _mean((o.belief for o in opinions), weights),
        _mean((o.disbelief for o in opinions), weights),
        _mean((o.uncertainty for o in opinions), weights),
        _mean((o.base_rate for o in opinions), rates),
    )


def constraint(*opinions: Opinion) -> Opinion:
    """Opinions that must all hold at once (villkorsfusion): what one excludes is excluded.

    Dempster's rule; a vacuous opinion changes nothing. The base rate is weighted by certainty.

    >>> constraint(Opinion(0.7, 0.1, 0.2), Opinion(0.4, 0.2, 0.4)).label()
    'belief 0.780, disbelief 0.122, uncertainty 0.098, expected 0.829'

    Raises:
        TrustError: without opinions, and where one is certain of what another is certain against:
            then nothing is left that all allow.
    """
    _checked(opinions)

    with decimal.localcontext(_WIDE):
        b, d, u = Decimal(0), Decimal(0), Decimal(1)
        for one in opinions:
            b2, d2, u2 = map(Decimal, (one.belief, one.disbelief, one.uncertainty))
            b, d, u = b * (b2 + u2) + u * b2, d * (d2 + u2) + u * d2, u * u2
        left = b + d + u
        if not left:
            raise TrustError(
                "fusion: total conflict: one opinion is certain of what another excludes; "
                "expected opinions that leave something in common; use averaging or compromise"
            )
        belief, disbelief, uncertainty = (float(mass / left) for mass in (b, d, u))
    base_rate = _mean((o.base_rate for o in opinions), [o.certainty for o in opinions])
    return Opinion(belief, disbelief, uncertainty, base_rate)


def _beyond(mass: float, shared: float) -> Decimal:
    """What goes beyond the shared mass; a difference that is only rounding goes nowhere.

    Without this, two opinions equal but for the last digit would give all that remains to
    whichever side the rounding favoured.
    """
    over = mass - shared
    return Decimal(over) if over > _ROUNDING else Decimal(0)


def compromise(*opinions: Opinion) -> Opinion:
    """Opinions that seek common ground (konsensus- och kompromissfusion).

    What all share stands as it is. What goes beyond is a compromise; where sources contradict each
    other it becomes uncertainty. A vacuous opinion changes nothing beside one other; beside
    several it does, because nothing is shared with one who knows nothing.

    Where nothing is left to compromise on, as among equal opinions, the rest is uncertainty (our
    choice; the printed formula divides by zero there). The base rate is the plain mean (our
    choice; the source asks for equal ones).

    >>> compromise(Opinion(1, 0, 0), Opinion(0, 1, 0)).uncertainty
    1.0

    Raises:
        TrustError: without opinions.
    """
    _checked(opinions)
    shared_b = min(o.belief for o in opinions)
    shared_d = min(o.disbelief for o in opinions)
    over = [
        (_beyond(o.belief, shared_b), _beyond(o.disbelief, shared_d), Decimal(o.uncertainty))
        for o in opinions
    ]
    # One source's residue while all others are uncertain; then all residues at once: on belief
    # alone, on disbelief alone, or mixed, which is contradiction. Only their shares matter.
    with decimal.localcontext(_WIDE):
        none, alone_b, alone_d, all_b, all_d, mixed = map(Decimal, (1, 0, 0, 1, 1, 0))
        for n, (b, d, u) in enumerate(over):
            alone_b, alone_d, none = alone_b * u + none * b, alone_d * u + none * d, none * u
            mixed = mixed * (b + d) + (all_b * d + all_d * b if n else 0)
            all_b, all_d = all_b * b, all_d * d
        for_, against = alone_b + all_b, alone_d + all_d
        found = for_ + against + mixed
        shares = [float(part / found) for part in (for_, against, mixed)] if found else [0, 0, 1]
        unknown = float(none)
    rest = max(math.fsum((1.0, -shared_b, -shared_d, -unknown)), 0.0)
    base_rate = _mean((o.base_rate for o in opinions), [1.0] * len(opinions))
    return Opinion(
        shared_b + rest * shares[0],
        shared_d + rest * shares[1],
        unknown + rest * shares[2],
        base_rate,
    )

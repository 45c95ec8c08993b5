"""Opinions that the portfolio supports: each with the facts, weights and ages that made it.

>>> from samverkan.checkpoints import Checkpoint
>>> from samverkan.parties import Party
>>> facts = Portfolio(
...     parties=(Party(id="K"), Party(id="S")),
...     checkpoints=tuple(
...         Checkpoint(id=f"C-{n}", occurred_on="2026-01-01", observer="K", observed="S",
...                    outcome="met" if n <= 8 else "notMet")
...         for n in range(1, 11)
...     ),
... )
>>> opinion(facts, "K", "S", "2026-01-01").label()
'belief 0.667, disbelief 0.167, uncertainty 0.167, expected 0.750'
>>> opinion(facts, "K", "S", "2027-01-01").label()
'belief 0.441, disbelief 0.110, uncertainty 0.449, expected 0.665'
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, SupportsFloat

import attrs

from samverkan.codelists import SourceKind, TrustTopic, as_trust_topic
from samverkan.errors import TrustError, near
from samverkan.explanations import Explanation, LegalBasis, Step, Text
from samverkan.periods import Day, day
from samverkan.portfolio import Portfolio
from samverkan.trust._words import Days, Decimals, Several, names_of
from samverkan.trust.beta import Evidence, weight_after
from samverkan.trust.evidence import Ground, grounds, grounds_of
from samverkan.trust.intervals import beta_interval
from samverkan.trust.opinions import Opinion
from samverkan.trust.weights import WEIGHTS, EvidenceWeights

__all__ = ["HALF_LIFE", "AgedGround", "GroundedOpinion", "Sources", "all_opinions", "opinion"]

HALF_LIFE = 180.0
"""Days after which half of a piece of evidence is left, where nothing else is said; our choice."""

Sources = Literal["events", "independent", "same"]
"""How several observers are joined: by what they saw, as independent, as having seen the same."""

_PRIOR_WEIGHT = 2.0
_CHOICE = LegalBasis(SourceKind.CHOICE, Text("vikter och åldrande", "weights and ageing"))
_ALL = Text("alla ämnen", "all topics")
_NOBODY = Text("ingen namngiven", "nobody named")
_DAY_OLD = Text("1 dag gammalt", "1 day old")
_DAYS_OLD = Text("{days} dagar gammalt", "{days} days old")
_HALF_LIFE = Text("halveringstid {days} dagar", "half-life {days} days")
_FOR_EVER = Text("utan åldrande", "without ageing")


@attrs.frozen(kw_only=True)
class AgedGround:
    """A piece of evidence as it weighs on a day (åldrad grund).

    Attributes:
        ground: The evidence.
        age: Its age in days.
        left: How much of it is left after its age, from 0 to 1.
        part: The part that counts where several saw the same; 1 for one observer.

    >>> from samverkan.checkpoints import Checkpoint
    >>> from samverkan.parties import Party
    >>> facts = Portfolio(
    ...     parties=(Party(id="K"), Party(id="S")),
    ...     checkpoints=(Checkpoint(id="C-1", occurred_on="2026-01-01", outcome="met",
    ...                             observer="K", observed="S"),),
    ... )
    >>> (aged,) = opinion(facts, "K", "S", "2026-06-30").grounds
    >>> aged.age, aged.left, aged.evidence
    (180, 0.5, Evidence(r=0.5, s=0.0))
    """

    ground: Ground
    age: int
    left: float
    part: float = 1.0

    @property
    def evidence(self) -> Evidence:
        """What it weighs on the day."""
        return self.ground.evidence.scaled(self.left * self.part)

    def told(self, names: Mapping[str, str]) -> Step:
        """The evidence in a sentence, with weight and age.

        Args:
            names: What to call the parties, by id.
        """
        text = Text(
            "{on} {source} {fact}: {conduct} ({topic}; {verification}; {observer}); "
            "vikt {r} för, {s} emot; {age}, {left} kvar",
            "{on} {source} {fact}: {conduct} ({topic}; {verification}; {observer}); "
            "weight {r} for, {s} against; {age}, {left} left",
        )
        one, weight = self.ground, self.ground.evidence.scaled(self.part)
        values = {
            "on": one.on,
            "source": one.source,
            "fact": one.fact,
            "conduct": one.conduct,
            "topic": one.topic,
            "verification": one.verification,
            "observer": _NOBODY if one.observer is None else names.get(one.observer, one.observer),
            "r": Decimals(weight.r),
            "s": Decimals(weight.s),
            "age": _DAY_OLD if self.age == 1 else Days(_DAYS_OLD, self.age),
            "left": Decimals(self.left),
        }
        return Step(text, values)


@attrs.frozen
class GroundedOpinion(Opinion):
    """An opinion with the facts that made it (grundad tillit).

    It is an :class:`~samverkan.trust.Opinion` and may be fused and discounted as one; the result
    is a plain opinion.

    Attributes:
        observers: Party ids of whose view it is; empty for everybody's.
        observed: Party id of whom it is about.
        as_of: The day it is held.
        topic: What trust it is about; ``None`` for all topics together.
        half_life: Days after which half of a piece of evidence is left.
        grounds: The evidence with its weights and ages, by day.
        names: What the reasons call the parties, by id.

    >>> from samverkan.parties import Party
    >>> facts = Portfolio(parties=(Party(id="K"), Party(id="S")))
    >>> print(opinion(facts, "K", "S", "2026-01-01").why("en"))
    1. what K thinks of S on 2026-01-01 (all topics)
    2. nothing was seen: only the base rate 0.500 speaks, for neither good nor bad conduct
    """

    observers: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    observed: str = attrs.field(default="", kw_only=True)
    as_of: Day | None = attrs.field(default=None, kw_only=True)
    topic: TrustTopic | None = attrs.field(default=None, kw_only=True)
    half_life: float = attrs.field(default=HALF_LIFE, kw_only=True)
    grounds: tuple[AgedGround, ...] = attrs.field(default=(), kw_only=True, repr=False)
    names: Mapping[str, str] = attrs.field(
        factory=dict[str, str], kw_only=True, repr=False, eq=False
    )

    @property
    def support(self) -> Evidence:
        """The evidence as it weighs on the day; what the opinion was mapped from."""
        return _support(self.grounds)

    @property
    def verified(self) -> Opinion:
        """The opinion that the verified evidence alone supports."""
        shown = _support([one for one in self.grounds if one.ground.is_verified])
        return Opinion.from_evidence(shown, base_rate=self.base_rate)

    @property
    def verified_share(self) -> float | None:
        """Which share of the evidence is verified (styrkt andel); ``None`` without evidence.

        What a party says of itself raises belief a little; this share it never raises.
        """
        total = self.support.total
        if not total:
            return None
        return min(
            math.fsum(one.evidence.total for one in self.grounds if one.ground.is_verified)
            / total,
            1.0,
        )

    def interval(self, level: SupportsFloat = 0.95) -> tuple[float, float]:
        """Between which bounds the probability of good conduct lies; see ``beta_interval``."""
        return beta_interval(self.support, level, base_rate=self.base_rate)

    @property
    def has_only_less_evidence(self) -> bool:
        """Whether it is lower than it was only because evidence faded, not by worse conduct.

        It is, where the same evidence without ageing would make more of trust, and the aged
        evidence speaks no worse: its positive share is not lower.
        """
        fresh = _sum(one.ground.evidence.scaled(one.part) for one in self.grounds)
        aged = self.support
        before = Opinion.from_evidence(fresh, base_rate=self.base_rate)
        if not aged.total or self.expected >= before.expected:
            return False
        return aged.r / aged.total >= fresh.r / fresh.total - 1e-12

    @property
    def explanation(self) -> Explanation:
        """Which facts, with which weights and ages, made the numbers."""
        names = self.names
        values: dict[str, object] = {
            "observed": names.get(self.observed, self.observed),
            "on": self.as_of,
            "topic": self.topic or _ALL,
        }
        if not self.observers:
            text = Text(
                "vad alla tillsammans tror om {observed} den {on} ({topic})",
                "what all together think of {observed} on {on} ({topic})",
            )
        elif len(self.observers) == 1:
            text = Text(
                "vad {who} tror om {observed} den {on} ({topic})",
                "what {who} thinks of {observed} on {on} ({topic})",
            )
            values["who"] = names.get(self.observers[0], self.observers[0])
        else:
            text = Text(
                "vad {who} tillsammans tror om {observed} den {on} ({topic})",
                "what {who} together think of {observed} on {on} ({topic})",
            )
            values["who"] = Several(tuple(names.get(one, one) for one in self.observers))
        first = Step(text, values)
        return Explanation((first, *(one.told(names) for one in self.grounds), *self._numbers()))

    def _numbers(self) -> Iterable[Step]:
        rate = Decimals(self.base_rate)
        if not self.grounds:
            text = Text(
                "inget har setts: bara grundvärdet {rate} talar, varken för gott eller dåligt",
                "nothing was seen: only the base rate {rate} speaks, for neither good nor bad "
                "conduct",
            )
            yield Step(text, {"rate": rate})
            return
        support = self.support
        text = Text(
            "tillsammans {r} för och {s} emot ({ageing}) ger {opinion}",
            "together {r} for and {s} against ({ageing}) give {opinion}",
        )
        plain = Opinion(self.belief, self.disbelief, self.uncertainty, self.base_rate)
        never = math.isinf(self.half_life)
        values = {
            "r": Decimals(support.r),
            "s": Decimals(support.s),
            "ageing": _FOR_EVER if never else Days(_HALF_LIFE, self.half_life),
            "opinion": plain,
        }
        yield Step(text, values, basis=_CHOICE)
        if (share := self.verified_share) is not None:
            shown = Text("{share} av underlaget är styrkt", "{share} of the evidence is verified")
            yield Step(shown, {"share": Decimals(share)})
        if self.has_only_less_evidence:
            fresh = _sum(one.ground.evidence.scaled(one.part) for one in self.grounds)
            before = Opinion.from_evidence(fresh, base_rate=self.base_rate)
            less = Text(
                "mindre underlag, inte sämre uppträdande: utan åldrande vore väntevärdet {before}",
                "less evidence, not worse conduct: without ageing {before} would be expected",
            )
            yield Step(less, {"before": Decimals(before.expected)})

    def why(self, lang: str = "en") -> str:
        """The facts, weights and ages behind the numbers, a numbered line each."""
        return self.explanation.text(lang)


def _support(aged: Iterable[AgedGround]) -> Evidence:
    """All pieces as they weigh on the day."""
    return _summed([(one.ground.evidence, one.left * one.part) for one in aged])


def _summed(pieces: Sequence[tuple[Evidence, float]]) -> Evidence:
    return Evidence(
        math.fsum(piece.r * weight for piece, weight in pieces),
        math.fsum(piece.s * weight for piece, weight in pieces),
    )


def _sum(pieces: Iterable[Evidence]) -> Evidence:
    found = list(pieces)
    return Evidence(math.fsum(one.r for one in found), math.fsum(one.s for one in found))


def opinion(
    portfolio: Portfolio,
    observer: str | Iterable[str] | None,
    observed: str,
    as_of: str | dt.date,
    *,
    topic: TrustTopic | str | None = None,
    half_life: SupportsFloat = HALF_LIFE,
    weights: EvidenceWeights = WEIGHTS,
    base_rate: SupportsFloat = 0.5,
    sources: Sources = "events",
) -> GroundedOpinion:
    """How much trust the facts support that one party has in another (tillit).

    What the observer saw on its own is counted, each piece aged from its day, and mapped to an
    opinion. It may be asked in both directions: a supplier has an opinion of a buyer, too. What
    others say is asked for by naming several observers, or by
    :func:`samverkan.trust.opinion_along`.

    Args:
        portfolio: The facts; ``portfolio.known_at(moment)`` for what was known at a moment.
        observer: Party id of whose view it is; several ids to join their views; ``None`` for
            everybody's, surveys included in which no observer is named.
        observed: Party id of whom it is about.
        as_of: The day of the question; later facts have not happened.
        topic: Competence, goodwill, openness or businesslike conduct; ``None`` for all together.
        half_life: Days after which half of a piece of evidence is left; ``math.inf`` for no
            ageing.
        weights: What each kind of evidence weighs.
        base_rate: What is expected where nothing is known, from 0 to 1.
        sources: How several observers are joined. ``"events"``: those who saw the same event are
            averaged, and different events add up. ``"independent"``: all evidence adds up
            (cumulative fusion). ``"same"``: all saw the same (averaging fusion).

    >>> from samverkan.parties import Party
    >>> facts = Portfolio(parties=(Party(id="K"), Party(id="S")))
    >>> opinion(facts, "K", "S", as_of="2026-01-01").is_vacuous
    True

    Raises:
        PortfolioError: for a party that is not in the portfolio.
        TrustError: when a party is asked about itself, or for numbers out of bounds.
    """
    observers = _observers(observer)
    for name in (*observers, observed):
        portfolio.party(name)
    if observed in observers:
        raise TrustError(
            f"opinion: a party is asked about itself: observer={observed!r}; "
            "expected two parties; ask what another thinks of it"
        )
    if sources not in {"events", "independent", "same"}:
        known = near(str(sources), ["events", "independent", "same"])
        raise TrustError(f"opinion: unknown: sources={sources!r}; {known}")
    wanted = None if topic is None else as_trust_topic(topic)
    on = day(as_of)
    # Joined views need the facts about the observed one; a single view those of either.
    asked = (observed, *observers) if len(observers) == 1 else (observed,)
    found = [
        one
        for one in grounds_of(portfolio, on, asked, weights=weights)
        if one.observed == observed
        and (not observers or one.observer in observers)
        and (wanted is None or one.topic is wanted)
    ]
    return formed(
        found,
        observers,
        observed,
        on,
        topic=wanted,
        half_life=half_life,
        base_rate=base_rate,
        sources=sources,
        names=names_of(portfolio, {observed, *observers, *(one.observer for one in found)}),
    )


def _observers(observer: str | Iterable[str] | None) -> tuple[str, ...]:
    if observer is None:
        return ()
    if isinstance(observer, str):
        return (observer,)
    given: Iterable[object] = observer if isinstance(observer, Iterable) else (observer,)
    found: list[str] = []
    for one in given:
        if not isinstance(one, str):
            raise TrustError(
                f"opinion: not an id: observer of type {type(one).__name__}; "
                "expected the id of a party, such as party.id, or several"
            )
        found.append(one)
    if not found:
        raise TrustError(
            "opinion: no observers: observer=(); expected ids; write None for everybody"
        )
    return tuple(dict.fromkeys(found))


def formed(
    found: Sequence[Ground],
    observers: tuple[str, ...],
    observed: str,
    on: Day,
    *,
    topic: TrustTopic | None = None,
    half_life: SupportsFloat = HALF_LIFE,
    base_rate: SupportsFloat = 0.5,
    sources: Sources = "events",
    names: Mapping[str, str] | None = None,
) -> GroundedOpinion:
    """The opinion that pieces of evidence make on a day; those that do not count are left out."""
    counted = [one for one in found if one.counts(on)]
    parts = _parts(counted, observers, sources)
    aged = [
        AgedGround(ground=one, age=age, left=left, part=part)
        for (one, age, left), part in zip(_faded(counted, on, half_life), parts, strict=True)
    ]
    support = _support(aged)
    n = support.total + _PRIOR_WEIGHT
    return GroundedOpinion(
        support.r / n,
        support.s / n,
        _PRIOR_WEIGHT / n,
        base_rate,
        observers=observers,
        observed=observed,
        as_of=on,
        topic=topic,
        half_life=float(half_life),
        grounds=tuple(aged),
        names=names or {},
    )


def weighed(
    found: Iterable[Ground], on: Day, half_life: SupportsFloat = HALF_LIFE
) -> tuple[Evidence, int]:
    """What one observer's evidence weighs on a day, and how many pieces it is."""
    counted = [one for one in found if one.counts(on)]
    pieces = [(one.evidence, left) for one, _, left in _faded(counted, on, half_life)]
    return _summed(pieces), len(pieces)


def _faded(
    counted: Iterable[Ground], on: Day, half_life: SupportsFloat
) -> Iterator[tuple[Ground, int, float]]:
    """Each piece with its age in days and what is left of it."""
    today = on.toordinal()
    faded = {0: weight_after(0.0, half_life=half_life)}
    for one in counted:
        age = today - one.on.toordinal()
        if age not in faded:
            faded[age] = weight_after(float(age), half_life=half_life)
        yield one, age, faded[age]


def _parts(
    counted: Sequence[Ground], observers: tuple[str, ...], sources: Sources
) -> Sequence[float]:
    """Which part of each piece counts: one over the number of those who saw the same."""
    if sources == "independent" or len(observers) == 1:
        return [1.0] * len(counted)
    if sources == "same":
        seers = len(observers) or len({one.observer for one in counted})
        return [1.0 / max(seers, 1)] * len(counted)
    seen: dict[tuple[str, str], set[str | None]] = {}
    for one in counted:
        seen.setdefault((one.event, one.observed), set()).add(one.observer)
    return [1.0 / len(seen[one.event, one.observed]) for one in counted]


def all_opinions(
    portfolio: Portfolio,
    as_of: str | dt.date,
    *,
    topic: TrustTopic | str | None = None,
    half_life: SupportsFloat = HALF_LIFE,
    weights: EvidenceWeights = WEIGHTS,
    base_rate: SupportsFloat = 0.5,
) -> Mapping[tuple[str, str], GroundedOpinion]:
    """Every opinion that the facts support, by observer and observed (alla omdömen).

    One pass over the portfolio; pairs without evidence are left out.

    Args:
        portfolio: The facts.
        as_of: The day of the question.
        topic: What trust it is about; ``None`` for all topics together.
        half_life: Days after which half of a piece of evidence is left.
        weights: What each kind of evidence weighs.
        base_rate: What is expected where nothing is known.

    >>> dict(all_opinions(Portfolio(), "2026-01-01"))
    {}
    """
    wanted = None if topic is None else as_trust_topic(topic)
    on = day(as_of)
    pairs: dict[tuple[str, str], list[Ground]] = {}
    for one in grounds(portfolio, on, weights=weights):
        if one.observer is not None and one.counts(on) and (wanted is None or one.topic is wanted):
            pairs.setdefault((one.observer, one.observed), []).append(one)
    return MappingProxyType(
        {
            pair: formed(
                found,
                (pair[0],),
                pair[1],
                on,
                topic=wanted,
                half_life=half_life,
                base_rate=base_rate,
                names=names_of(portfolio, pair),
            )
            for pair, found in sorted(pairs.items())
        }
    )

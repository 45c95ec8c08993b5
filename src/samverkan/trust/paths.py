"""Trust that is heard of: along relations, and through a whole network, out of the portfolio.

>>> from samverkan.checkpoints import Checkpoint
>>> from samverkan.parties import Party
>>> facts = Portfolio(
...     parties=tuple(Party(id=name) for name in ("K", "S", "U")),
...     checkpoints=tuple(
...         Checkpoint(id=f"{one}{other}{n}", occurred_on="2026-03-02", outcome="met",
...                    observer=one, observed=other)
...         for one, other in (("K", "S"), ("S", "U")) for n in range(8)
...     ),
... )
>>> heard = opinion_along(facts, "K", "U", "2026-03-02")
>>> [path.parties for path in heard.paths], heard.label()
([('K', 'S', 'U')], 'belief 0.640, disbelief 0.000, uncertainty 0.360, expected 0.820')
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, SupportsFloat, cast

import attrs

from samverkan.codelists import SourceKind, TrustTopic
from samverkan.errors import TrustError, near
from samverkan.explanations import Explanation, LegalBasis, Step, Text
from samverkan.periods import day
from samverkan.portfolio import Portfolio
from samverkan.trust.eigentrust import EigenTrust, eigentrust
from samverkan.trust.fusion import cumulative
from samverkan.trust.grounded import HALF_LIFE, all_opinions
from samverkan.trust.opinions import Opinion, discount_2001, discount_2016
from samverkan.trust.weights import WEIGHTS, EvidenceWeights

__all__ = ["HeardOpinion", "TrustPath", "opinion_along", "trust_ranking"]

_DISCOUNTS: Mapping[str, Callable[[Opinion, Opinion], Opinion]] = {
    "2001": discount_2001,
    "2016": discount_2016,
}
_BASES = {
    "2001": LegalBasis(SourceKind.CHOICE, "Jøsang 2001"),
    "2016": LegalBasis(SourceKind.CHOICE, "Jøsang 2016"),
}


@attrs.frozen
class TrustPath:
    """One way along which an opinion reaches a party (väg för hörsägen).

    Attributes:
        parties: Ids from the one who asks to the one asked about.
        opinion: What is left of the last opinion, weighed by trust in each who passes it on.

    >>> TrustPath(("K", "S", "U"), Opinion(0.64, 0.0, 0.36)).is_direct
    False
    """

    parties: tuple[str, ...]
    opinion: Opinion

    @property
    def is_direct(self) -> bool:
        """Whether it is own experience."""
        return len(self.parties) == 2


@attrs.frozen
class HeardOpinion(Opinion):
    """An opinion by own experience and by hearsay, with the paths that carry it (hörsägen).

    Attributes:
        paths: The paths that count, the most certain first.
        discount: Which discounting was used.

    >>> HeardOpinion(0.0, 0.0, 1.0).paths
    ()
    """

    paths: tuple[TrustPath, ...] = attrs.field(default=(), kw_only=True)
    discount: Literal["2001", "2016"] = attrs.field(default="2001", kw_only=True)

    @property
    def explanation(self) -> Explanation:
        """Each path with what it carries, then what they make together."""
        steps = [
            Step(
                Text("{way}: {opinion}", "{way}: {opinion}"),
                {"way": " → ".join(one.parties), "opinion": one.opinion},
                basis=None if one.is_direct else _BASES[self.discount],
            )
            for one in self.paths
        ]
        plain = Opinion(self.belief, self.disbelief, self.uncertainty, self.base_rate)
        if steps:
            text = Text("tillsammans {opinion}", "together {opinion}")
        else:
            text = Text(
                "ingen väg leder dit: bara grundvärdet talar ({opinion})",
                "no path leads there: only the base rate speaks ({opinion})",
            )
        return Explanation((*steps, Step(text, {"opinion": plain})))

    def why(self, lang: str = "en") -> str:
        """The paths and what they carry, a numbered line each."""
        return self.explanation.text(lang)


def opinion_along(
    portfolio: Portfolio,
    observer: str,
    observed: str,
    as_of: str | dt.date,
    *,
    longest: int = 3,
    discount: Literal["2001", "2016"] = "2001",
    topic: TrustTopic | str | None = None,
    half_life: SupportsFloat = HALF_LIFE,
    weights: EvidenceWeights = WEIGHTS,
    base_rate: SupportsFloat = 0.5,
) -> HeardOpinion:
    """What a party may think of another by own experience and by hearsay (tillit längs vägar).

    A path goes along opinions that facts support, and along stated relations that hold on the
    day; a relation without evidence is a vacuous opinion, which ``"2016"`` hears by its base rate
    and ``"2001"`` does not hear. Every opinion is weighed by trust in the one who holds it. Paths
    that share nobody in between are joined by cumulative fusion; of paths that share somebody the
    more certain one is taken, so that no word counts twice. That trust in conduct stands for
    trust in judgement, and the choice among paths, are our choice.

    References:
        A. Jøsang, *Subjective Logic*, Springer 2016, chapter 14.

    Args:
        portfolio: The facts.
        observer: Party id of who asks.
        observed: Party id of whom it is about.
        as_of: The day of the question.
        longest: Most steps of a path, at least 1; 1 is own experience alone.
        discount: Which discounting: that of 2001 or that of 2016.
        topic: What trust it is about; ``None`` for all topics together.
        half_life: Days after which half of a piece of evidence is left.
        weights: What each kind of evidence weighs.
        base_rate: What is expected where nothing is known.

    >>> from samverkan.parties import Party
    >>> facts = Portfolio(parties=(Party(id="K"), Party(id="S")))
    >>> opinion_along(facts, "K", "S", "2026-01-01").is_vacuous
    True

    Raises:
        PortfolioError: for a party that is not in the portfolio.
        TrustError: for an unknown discounting, a path without steps, or one party twice.
    """
    if discount not in _DISCOUNTS:
        known = near(str(discount), _DISCOUNTS)
        raise TrustError(f"opinion: unknown: discount={discount!r}; {known}")
    if longest < 1:
        raise TrustError(f"opinion: longest={longest!r}; expected at least 1 step")
    if observer == observed:
        raise TrustError(
            f"opinion: a party is asked about itself: observer={observed!r}; "
            "expected two parties; ask what another thinks of it"
        )
    for name in (observer, observed):
        portfolio.party(name)
    known_ = _known(portfolio, as_of, topic, half_life, weights, base_rate)
    carried = [
        TrustPath(way, _carried(way, known_, _DISCOUNTS[discount]))
        for way in _ways(known_, observer, observed, longest)
    ]
    carried = [one for one in carried if not one.opinion.is_vacuous]
    carried.sort(key=_surest_first)
    taken: list[TrustPath] = []
    used: set[str] = set()
    for one in carried:
        between = one.parties[1:-1]
        if not used.intersection(between):
            used.update(between)
            taken.append(one)
    joined = cumulative(*(one.opinion for one in taken)) if taken else Opinion.vacuous(base_rate)
    return HeardOpinion(
        joined.belief,
        joined.disbelief,
        joined.uncertainty,
        joined.base_rate,
        paths=tuple(taken),
        discount=discount,
    )


def _surest_first(one: TrustPath) -> tuple[float, int, tuple[str, ...]]:
    return -one.opinion.certainty, len(one.parties), one.parties


def _known(
    portfolio: Portfolio,
    as_of: str | dt.date,
    topic: TrustTopic | str | None,
    half_life: SupportsFloat,
    weights: EvidenceWeights,
    base_rate: SupportsFloat,
) -> dict[str, dict[str, Opinion]]:
    """Who has an opinion of whom, or stands in a relation to whom."""
    found: dict[str, dict[str, Opinion]] = {}
    supported = all_opinions(
        portfolio, as_of, topic=topic, half_life=half_life, weights=weights, base_rate=base_rate
    )
    for (one, other), opinion in supported.items():
        found.setdefault(one, {})[other] = opinion
    nothing, on = Opinion.vacuous(base_rate), day(as_of)
    for relation in portfolio.current().relations:
        if relation.target is None or not relation.holds(on):
            continue
        pairs = [(relation.source, relation.target)]
        if relation.is_symmetric:
            pairs.append((relation.target, relation.source))
        for one, other in pairs:
            found.setdefault(one, {}).setdefault(other, nothing)
    return found


def _ways(
    known: Mapping[str, Mapping[str, Opinion]], source: str, target: str, longest: int
) -> Iterator[tuple[str, ...]]:
    """Every path without a party twice, of at most so many steps."""
    stack: list[tuple[str, ...]] = [(source,)]
    while stack:
        way = stack.pop()
        for other in sorted(known.get(way[-1], ())):
            if other == target:
                yield (*way, other)
            elif len(way) < longest and other not in way:
                stack.append((*way, other))


def _carried(
    way: tuple[str, ...],
    known: Mapping[str, Mapping[str, Opinion]],
    weigh: Callable[[Opinion, Opinion], Opinion],
) -> Opinion:
    steps = [known[one][other] for one, other in itertools.pairwise(way)]
    found = steps[0]
    for step in steps[1:]:
        found = weigh(found, step)
    return found


def trust_ranking(
    portfolio: Portfolio,
    as_of: str | dt.date,
    *,
    pre_trust: Mapping[str, float] | Iterable[str] | None = None,
    alpha: float = 0.1,
    topic: TrustTopic | str | None = None,
    half_life: SupportsFloat = HALF_LIFE,
    weights: EvidenceWeights = WEIGHTS,
    tolerance: float = 1e-9,
    engine: Literal["auto", "python", "scipy"] = "auto",
) -> EigenTrust:
    """Who is trusted by those who are trusted, in the whole portfolio (nätverkstillit).

    EigenTrust over what each party saw of each other one, evidence for minus evidence against,
    aged. Scores are shares of one whole: a ranking, no probabilities. A supplier that nobody
    checks gets what pre-trust gives it, and no more.

    Args:
        portfolio: The facts.
        as_of: The day of the question.
        pre_trust: Parties trusted beforehand, with weights or all alike; every party of the
            portfolio alike where left out.
        alpha: Share of trust that goes straight to the pre-trusted; the default is our choice.
        topic: What trust it is about; ``None`` for all topics together.
        half_life: Days after which half of a piece of evidence is left.
        weights: What each kind of evidence weighs.
        tolerance: The iteration ends when a step changes all scores together by less.
        engine: As for :func:`samverkan.trust.eigentrust`.

    >>> from samverkan.parties import Party
    >>> facts = Portfolio(parties=(Party(id="K"), Party(id="S")))
    >>> trust_ranking(facts, "2026-01-01", pre_trust=["K"]).ranked()
    (('K', 1.0), ('S', 0.0))

    Raises:
        PortfolioError: for a pre-trusted party that is not in the portfolio.
        TrustError: as :func:`samverkan.trust.eigentrust`.
    """
    beforehand = dict.fromkeys((party.id for party in portfolio.parties), 0.0)
    if pre_trust is None:
        beforehand = dict.fromkeys(beforehand, 1.0)
    else:
        for name in (pre_trust,) if isinstance(pre_trust, str) else pre_trust:
            beforehand[portfolio.party(name).id] = _weight(pre_trust, name)
    supported = all_opinions(portfolio, as_of, topic=topic, half_life=half_life, weights=weights)
    ratings = [
        (one, other, opinion.support.r - opinion.support.s)
        for (one, other), opinion in supported.items()
    ]
    return eigentrust(
        ratings, pre_trust=beforehand, alpha=alpha, tolerance=tolerance, engine=engine
    )


def _weight(pre_trust: Mapping[str, float] | Iterable[str], name: str) -> float:
    return cast("Mapping[str, float]", pre_trust)[name] if isinstance(pre_trust, Mapping) else 1.0

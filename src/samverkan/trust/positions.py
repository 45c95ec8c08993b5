"""Where each relation stands between trust and control, and what would move it.

Control is read off a plan: what was due, and which checkpoint or dialogue did it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import SupportsFloat

import attrs

from samverkan.codelists import (
    Aim,
    Code,
    Conduct,
    EvidenceSource,
    FollowUpKind,
    Quadrant,
    SourceKind,
    TrustTopic,
    as_trust_topic,
)
from samverkan.contracts import Contract
from samverkan.explanations import Explanation, LegalBasis, Step, Text
from samverkan.periods import Day, day
from samverkan.portfolio import Portfolio
from samverkan.rules import FollowUp
from samverkan.schedule.done import done_by, matched
from samverkan.trust._words import Decimals, names_of
from samverkan.trust.control import DueControl, Position, control_level
from samverkan.trust.grounded import HALF_LIFE, GroundedOpinion, all_opinions, formed
from samverkan.trust.weights import WEIGHTS, EvidenceWeights

__all__ = ["NextCheckpoint", "RelationPosition", "due_controls", "positions"]

_CHOICE = LegalBasis(SourceKind.CHOICE)
_PRIOR_WEIGHT = 2.0
_SHOWN = Conduct.MET, Conduct.PARTIALLY_MET, Conduct.NOT_MET
_WINDOW = 30  # days; our choice
_MEETINGS = frozenset(
    {
        FollowUpKind.KICKOFF,
        FollowUpKind.OPERATIONAL_MEETING,
        FollowUpKind.TACTICAL_MEETING,
        FollowUpKind.STRATEGIC_MEETING,
    }
)


@attrs.frozen(kw_only=True)
class NextCheckpoint:
    """The planned checkpoint that would raise certainty most (nästa kontrollpunkt).

    Attributes:
        item: The item of the plan.
        before: Certainty now.
        after: Certainty if it were done today, whatever it shows.

    >>> from samverkan.jurisdictions import jurisdiction
    >>> from samverkan.schedule import plan
    >>> sweden = jurisdiction("SE")
    >>> facts = Portfolio(contracts=(Contract(id="A-1", signed_on="2026-08-17"),))
    >>> made = plan(facts, rules=sweden.follow_up_rules, calendar=sweden.calendar)
    >>> NextCheckpoint(item=made[0], before=0.5, after=0.75).gain
    0.25
    """

    item: FollowUp
    before: float
    after: float

    @property
    def gain(self) -> float:
        """By how much certainty would rise."""
        return self.after - self.before

    @property
    def step(self) -> Step:
        """The checkpoint in a sentence."""
        text = Text(
            "{title} {on} skulle höja säkerheten mest: från {before} till {after}",
            "{title} on {on} would raise certainty most: from {before} to {after}",
        )
        values = {
            "title": self.item.kind,
            "on": self.item.due_on,
            "before": Decimals(self.before),
            "after": Decimals(self.after),
        }
        return Step(text, values, basis=_CHOICE)


@attrs.frozen(kw_only=True)
class RelationPosition:
    """Where one party's relation to another stands, and what would move it (relationens läge).

    Attributes:
        observer: Party id of whose relation it is.
        observed: Party id of the other one.
        opinion: How much trust the facts support.
        position: Trust beside control.
        next_checkpoint: What would raise certainty most; ``None`` where nothing that weighs
            anything is planned.

    >>> from samverkan.parties import Party
    >>> facts = Portfolio(
    ...     parties=(Party(id="K"), Party(id="S")),
    ...     contracts=(Contract(id="A-1", buyer="K", suppliers=("S",)),),
    ... )
    >>> [(one.observer, one.trust, one.control) for one in positions(facts, "2026-12-31")]
    [('K', 0.5, None)]
    """

    observer: str
    observed: str
    opinion: GroundedOpinion
    position: Position
    next_checkpoint: NextCheckpoint | None = None

    @property
    def trust(self) -> float:
        """The expected value of the opinion."""
        return self.position.trust

    @property
    def control(self) -> float | None:
        """The control level; ``None`` when nothing was due."""
        return self.position.control

    @property
    def quadrant(self) -> Quadrant | None:
        """Which of the four it is; ``None`` where control is not known."""
        return self.position.quadrant

    @property
    def confidence(self) -> float | None:
        """How sure one can be of the partner; ``None`` where control is not known."""
        return self.position.confidence

    @property
    def explanation(self) -> Explanation:
        """The comparisons behind the quadrant, then what would move it."""
        if self.next_checkpoint is None:
            return self.position.explanation
        return self.position.explanation + Explanation((self.next_checkpoint.step,))

    def why(self, lang: str = "en") -> str:
        """The comparisons and what would move it, a numbered line each."""
        return self.explanation.text(lang)


def due_controls(
    portfolio: Portfolio,
    plan: Iterable[FollowUp],
    as_of: str | dt.date,
    *,
    window: int = _WINDOW,
) -> Mapping[tuple[str, str], tuple[DueControl, ...]]:
    """The planned controls that were due by a day, by buyer and supplier (förfallna kontroller).

    Items whose aim is trust alone are no controls. A checkpoint or dialogue does the item that it
    names. The others are paired with items of their contract and kind at most ``window`` days away
    (our choice), the nearest pair first, each once; so does :func:`samverkan.schedule.reconcile`.

    Args:
        portfolio: The facts.
        plan: The plan, or some of its items.
        as_of: The day of the question.
        window: Most days between an item and a checkpoint that does not name it.

    >>> dict(due_controls(Portfolio(), (), "2026-12-31"))
    {}
    """
    on, items = day(as_of), _controls(plan)
    return _due(portfolio, items, _done(portfolio, items, on, window), on)


def _due(
    portfolio: Portfolio, items: Iterable[FollowUp], done: Mapping[str, Day], on: Day
) -> dict[tuple[str, str], tuple[DueControl, ...]]:
    found: dict[tuple[str, str], list[DueControl]] = {}
    for item in items:
        if item.due_on is not None and item.due_on <= on:
            control = DueControl(item.kind, item.due_on, done.get(item.id))
            for pair in _pairs(portfolio, item):
                found.setdefault(pair, []).append(control)
    return {pair: tuple(controls) for pair, controls in sorted(found.items())}


def _controls(plan: Iterable[FollowUp]) -> list[FollowUp]:
    dated = [item for item in plan if item.due_on is not None and item.aim is not Aim.TRUST]
    return sorted(dated, key=_when)


def _when(item: FollowUp) -> tuple[str, str]:
    return str(item.due_on), item.id


def _pairs(portfolio: Portfolio, item: FollowUp) -> list[tuple[str, str]]:
    """The buyer and each supplier of the contract an item is about."""
    return _sides(portfolio, item.subject) if isinstance(item.subject, Contract) else []


def _sides(portfolio: Portfolio, contract: Contract) -> list[tuple[str, str]]:
    buyer = portfolio.buyer(contract)
    if buyer is None:
        return []
    return [(buyer.id, supplier) for supplier in contract.suppliers if supplier != buyer.id]


def _done(
    portfolio: Portfolio, items: Iterable[FollowUp], on: Day, window: int = _WINDOW
) -> dict[str, Day]:
    """The day on which each item was done, by id."""
    named = {item.id: item for item in items}
    found, _ = matched(named, named, done_by(portfolio, on), window)
    return {name: fact.on for name, (fact, _) in found.items()}


def positions(
    portfolio: Portfolio,
    as_of: str | dt.date,
    *,
    plan: Iterable[FollowUp] | None = None,
    controls: Mapping[tuple[str, str], Iterable[DueControl]] | None = None,
    topic: TrustTopic | str | None = None,
    half_life: SupportsFloat = HALF_LIFE,
    weights: EvidenceWeights = WEIGHTS,
    control_weights: Mapping[Code, float] | None = None,
    trust_from: float = 0.5,
    control_from: float = 0.5,
) -> tuple[RelationPosition, ...]:
    """Where each relation stands between trust and control, by observer and observed (lägen).

    Relations are those with evidence, both directions, those of buyers to suppliers by contract,
    and those that ``controls`` names. A position says nothing of whether a party is eligible.

    Args:
        portfolio: The facts.
        as_of: The day of the question.
        plan: What was and is to be controlled; without it, or ``controls``, control is unknown.
        controls: Controls that were due, by observer and observed, in place of or beside a plan.
        topic: What trust it is about; ``None`` for all topics together.
        half_life: Days after which half of a piece of evidence is left.
        weights: What each kind of evidence weighs.
        control_weights: How much a kind of control weighs; 1 where left out.
        trust_from: Where high trust begins.
        control_from: Where high control begins.

    >>> from samverkan.parties import Party
    >>> facts = Portfolio(
    ...     parties=(Party(id="K"), Party(id="S")),
    ...     contracts=(Contract(id="A-1", buyer="K", suppliers=("S",)),),
    ... )
    >>> (found,) = positions(facts, "2026-12-31", controls={
    ...     ("K", "S"): [DueControl(FollowUpKind.LABOUR_TERMS, "2026-11-01")]})
    >>> found.quadrant
    <Quadrant.BLIND_TRUST: 'blind-trust'>

    Raises:
        PortfolioError: for controls of a party that is not in the portfolio.
        TrustError: for numbers out of bounds.
    """
    on = day(as_of)
    wanted = None if topic is None else as_trust_topic(topic)
    items = _controls(() if plan is None else plan)
    done = _done(portfolio, items, on)
    supported = dict(
        all_opinions(portfolio, on, topic=wanted, half_life=half_life, weights=weights)
    )
    given: Mapping[tuple[str, str], Iterable[DueControl]] = {} if controls is None else controls
    agreed = (pair for one in portfolio.contracts for pair in _sides(portfolio, one))
    for observer, observed in (*agreed, *given):
        if (observer, observed) not in supported:
            for name in (observer, observed):
                portfolio.party(name)
            names = names_of(portfolio, (observer, observed))
            supported[observer, observed] = formed(
                (), (observer,), observed, on, topic=wanted, names=names
            )
    due: dict[tuple[str, str], list[DueControl]] = {
        pair: list(listed) for pair, listed in _due(portfolio, items, done, on).items()
    }
    for pair, listed in given.items():
        due.setdefault(pair, []).extend(listed)
    left = [item for item in items if item.id not in done]
    ahead = _ahead(portfolio, left, on, wanted, weights)
    return tuple(
        RelationPosition(
            observer=pair[0],
            observed=pair[1],
            opinion=supported[pair],
            position=Position(
                supported[pair],
                control_level(due.get(pair, ()), as_of=on, weights=control_weights),
                trust_from,
                control_from,
            ),
            next_checkpoint=_next(supported[pair], ahead.get(pair, ()), weights),
        )
        for pair in sorted(supported)
    )


def _ahead(
    portfolio: Portfolio,
    items: Sequence[FollowUp],
    on: Day,
    topic: TrustTopic | None,
    weights: EvidenceWeights,
) -> dict[tuple[str, str], list[FollowUp]]:
    """Planned checkpoints that are not done, about the wanted topic, by pair, in order of day."""
    found: dict[tuple[str, str], list[FollowUp]] = {}
    for item in items:
        if item.kind in _MEETINGS or item.kind not in weights.kinds:
            continue
        if item.due_on is None or item.due_on < on:
            continue
        if topic is None or weights.topic_of(item.kind) is topic:
            for pair in _pairs(portfolio, item):
                found.setdefault(pair, []).append(item)
    return found


def _next(
    opinion: GroundedOpinion, ahead: Sequence[FollowUp], weights: EvidenceWeights
) -> NextCheckpoint | None:
    """The one that weighs most, the earlier of equals."""
    if not ahead:
        return None
    rows = [weights.row(EvidenceSource.CHECKPOINT, conduct) for conduct in _SHOWN]
    least = min(0.0 if row is None else row.for_ + row.against for row in rows)
    best = max(ahead, key=lambda item: weights.kind_weights.get(item.kind, 1.0))
    gained = least * weights.kind_weights.get(best.kind, 1.0)
    if not gained:
        return None
    total = opinion.support.total
    return NextCheckpoint(
        item=best,
        before=total / (total + _PRIOR_WEIGHT),
        after=(total + gained) / (total + gained + _PRIOR_WEIGHT),
    )

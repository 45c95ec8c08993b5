"""Evidence from the portfolio: what the dated facts say for or against a party.

Each :class:`Ground` is one thing that somebody saw: a checkpoint, a delivery, a promise kept or
broken, a reply and how long it took, a deviation and how it was mended, a survey. What it weighs
stands in :mod:`samverkan.trust.weights`.

A fact is about the party it names. Where it names none, it is about the other side of its
contract, if the contract has one buyer and one supplier; otherwise it is about nobody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TypeAlias, TypeVar, cast

import attrs

from samverkan.checkpoints import Checkpoint, Deviation
from samverkan.codelists import (
    AssessmentMethod,
    CheckpointOutcome,
    Conduct,
    CultureDimension,
    EvidenceKind,
    EvidenceSource,
    FollowUpKind,
    Method,
    MilestoneKind,
    ObligationKind,
    Remedy,
    Side,
    TrustTopic,
    Verification,
)
from samverkan.development import CultureAssessment, Proposal
from samverkan.dialogue import Question
from samverkan.facts import Fact
from samverkan.obligations import Due, Obligation
from samverkan.periods import Day, day, day_from_ordinal
from samverkan.portfolio import Portfolio
from samverkan.portfolio.references import HOMES
from samverkan.trust._touched import Touched
from samverkan.trust.beta import Evidence, feedback
from samverkan.trust.weights import WEIGHTS, EvidenceWeights

__all__ = ["Ground", "grounds", "grounds_of"]

F = TypeVar("F", bound=Fact)
_Kind: TypeAlias = FollowUpKind | CultureDimension | None
_Seen: TypeAlias = tuple[tuple[EvidenceSource, Conduct], Verification, _Kind, float | None]

_OUTCOMES = {
    CheckpointOutcome.MET: Conduct.MET,
    CheckpointOutcome.PARTIALLY_MET: Conduct.PARTIALLY_MET,
    CheckpointOutcome.NOT_MET: Conduct.NOT_MET,
}
_OBLIGATIONS = {
    ObligationKind.DELIVERY: EvidenceSource.DELIVERY,
    ObligationKind.REPORT: EvidenceSource.REPORT,
    ObligationKind.INFORMATION_RIGHT: EvidenceSource.INSIGHT,
    ObligationKind.PROMISE: EvidenceSource.PROMISE,
}
_SHOWN = Verification.VERIFIED, Verification.RECORDED


@attrs.frozen(kw_only=True)
class Ground:
    """One piece of evidence about a party (grund för tillit).

    Attributes:
        fact: Id of the fact, with what of it where it holds several.
        source: Where it comes from.
        conduct: What it shows.
        topic: What trust it is about.
        on: The day from which it counts, and from which it ages.
        until: The day from which something later took its place; ``None`` while it stands.
        observer: Party id of who saw it; ``None`` where nobody is named.
        observed: Party id of whom it is about.
        evidence: What it weighs, before it ages.
        verification: Whether it is verified, only recorded, or the observed party's own word.
        event: What was seen: two observers with one event saw the same.

    >>> from samverkan.checkpoints import Checkpoint
    >>> from samverkan.parties import Party
    >>> facts = Portfolio(
    ...     parties=(Party(id="K"), Party(id="S")),
    ...     checkpoints=(Checkpoint(id="C-1", occurred_on="2026-03-02", outcome="met",
    ...                             observer="K", observed="S"),),
    ... )
    >>> (found,) = grounds(facts, "2026-12-31")
    >>> found.evidence, found.topic.value, found.verification.value
    (Evidence(r=1.0, s=0.0), 'competence', 'verified')
    """

    fact: str
    source: EvidenceSource
    conduct: Conduct
    topic: TrustTopic
    on: Day
    until: Day | None = None
    observer: str | None
    observed: str
    evidence: Evidence
    verification: Verification
    event: str

    @property
    def is_verified(self) -> bool:
        """Whether somebody else, or something, shows it."""
        return self.verification is Verification.VERIFIED

    def counts(self, as_of: dt.date) -> bool:
        """Whether it had happened by a day, and nothing had taken its place."""
        return self.on <= as_of and (self.until is None or as_of < self.until)


def grounds(
    portfolio: Portfolio, until: str | dt.date, *, weights: EvidenceWeights = WEIGHTS
) -> tuple[Ground, ...]:
    """All evidence of a portfolio up to a day (underlag), by day.

    Corrections are applied first. Judgments and register checks about exclusion are no evidence:
    eligibility is a gate of its own.

    Args:
        portfolio: The facts; ask ``known_at`` first for what was known at a moment.
        until: The last day.
        weights: What each kind of evidence weighs.

    >>> from samverkan.parties import Party
    >>> asked = Obligation(id="O", kind="promise", side="supplier", owner="S", to="K",
    ...                    what="send the menu", due_on="2026-06-15")
    >>> facts = Portfolio(parties=(Party(id="K"), Party(id="S")), obligations=(asked,))
    >>> [(str(one.on), one.conduct.value) for one in grounds(facts, "2026-12-31")]
    [('2026-06-16', 'broken')]
    """
    return _read(_Reader(portfolio.current(), day(until), weights))


def grounds_of(
    portfolio: Portfolio,
    until: Day,
    parties: Iterable[str],
    *,
    weights: EvidenceWeights = WEIGHTS,
) -> tuple[Ground, ...]:
    """Evidence of which each of the parties is the observer or the observed, and some more.

    Only the facts are read that touch the party that the fewest touch, so that asking for every
    pair of a large portfolio reads each fact a few times, not once for each pair.
    """
    facts = portfolio.current()
    least = min((Touched(facts, party) for party in parties), key=Touched.count)
    return _read(_Reader(facts, until, weights, least))


def _read(reader: _Reader) -> tuple[Ground, ...]:
    found = [ground for ground in reader.all() if ground.on <= reader.last]
    return tuple(sorted(found, key=_order))


def _order(ground: Ground) -> tuple[Day, str, str]:
    return ground.on, ground.fact, ground.conduct.value


def _after(on: Day, days: int) -> Day:
    return day_from_ordinal(on.toordinal() + days)


class _Reader:
    """Goes through the facts of a portfolio once, or through those that touch a party."""

    def __init__(
        self,
        portfolio: Portfolio,
        last: Day,
        weights: EvidenceWeights,
        touched: Touched | None = None,
    ) -> None:
        self.portfolio = portfolio
        self.last = last
        self.weights = weights
        self.touched = touched
        self._sides: dict[str, tuple[str | None, str | None]] = {}
        self._weighed: dict[_Seen, tuple[Evidence, TrustTopic] | None] = {}

    def facts(self, kind: type[F]) -> Iterable[F]:
        """The facts of a kind that are read."""
        if self.touched is not None:
            return self.touched.facts(kind)
        return cast("tuple[F, ...]", getattr(self.portfolio, HOMES[kind]))

    def all(self) -> Iterator[Ground]:
        yield from self._checkpoints()
        yield from self._obligations()
        yield from self._milestones()
        yield from self._replies()
        yield from self._deviations()
        yield from self._assessments()

    # ------------------------------------------------------------------------------ who and whom
    def sides(self, contract: str | None) -> tuple[str | None, str | None]:
        """Buyer and sole supplier of a contract; ``None`` where it is not one."""
        if contract is None:
            return None, None
        if contract not in self._sides:
            found = self.portfolio.contract(contract)
            buyer = self.portfolio.buyer(found)
            supplier = found.suppliers[0] if len(found.suppliers) == 1 else None
            self._sides[contract] = None if buyer is None else buyer.id, supplier
        return self._sides[contract]

    def opposite(self, party: str | None, contract: str | None) -> str | None:
        """The other side of a contract; of a supplier among several, the buyer."""
        if contract is None or party is None:
            return None
        buyer, supplier = self.sides(contract)
        if party == buyer:
            return supplier
        return buyer if party in self.portfolio.contract(contract).suppliers else None

    def buyer_of(self, contract: str | None, procurement: str | None) -> str | None:
        if contract is not None:
            return self.sides(contract)[0]
        if procurement is None:
            return None
        buyer = self.portfolio.buyer(self.portfolio.procurement(procurement))
        return None if buyer is None else buyer.id

    # ---------------------------------------------------------------------------------- grounds
    def ground(
        self,
        fact: str,
        what: tuple[EvidenceSource, Conduct],
        on: Day,
        between: tuple[str | None, str | None],
        *,
        until: Day | None = None,
        verification: Verification = Verification.RECORDED,
        kind: _Kind = None,
        event: str | None = None,
        score: float | None = None,
    ) -> Iterator[Ground]:
        """The ground, if it is about somebody and weighs anything."""
        observer, observed = between
        if observed is None or observer == observed:
            return
        seen = what, verification, kind, score
        if seen not in self._weighed:
            self._weighed[seen] = self._weigh(*seen)
        if (found := self._weighed[seen]) is None:
            return
        yield Ground(
            fact=fact,
            source=what[0],
            conduct=what[1],
            topic=found[1],
            on=on,
            until=until,
            observer=observer,
            observed=observed,
            evidence=found[0],
            verification=verification,
            event=event or f"{what[0].value}:{fact}",
        )

    def _weigh(
        self,
        what: tuple[EvidenceSource, Conduct],
        verification: Verification,
        kind: _Kind,
        score: float | None,
    ) -> tuple[Evidence, TrustTopic] | None:
        """What something seen weighs and what it is about; ``None`` where it weighs nothing."""
        row = self.weights.row(*what)
        if row is None:
            return None
        full = Evidence(row.for_, row.against)
        if score is not None:
            full = feedback(2.0 * score - 1.0, full.total)
        follow_up = kind if isinstance(kind, FollowUpKind) else None
        evidence = full.scaled(self.weights.factor(verification, follow_up))
        if not evidence.total:
            return None
        return evidence, row.topic or self.weights.topic_of(kind)

    def _checkpoints(self) -> Iterator[Ground]:
        for one in self.facts(Checkpoint):
            if one.outcome not in _OUTCOMES:
                continue
            observed = one.observed
            if observed is None:
                buyer, supplier = self.sides(one.contract)
                observed = buyer if one.observer == supplier is not None else supplier
            told = one.observer or self.opposite(observed, one.contract)
            yield from self.ground(
                one.id,
                (EvidenceSource.CHECKPOINT, _OUTCOMES[one.outcome]),
                one.occurred_on,
                (told, observed),
                verification=_shown(one),
                kind=one.kind,
                event=_event(one),
            )

    def _obligations(self) -> Iterator[Ground]:
        for one in self.facts(Obligation):
            owner, to = self._bound(one)
            last = self._last_due(one)
            tests = sorted(
                check.occurred_on
                for check in self.portfolio.of(Checkpoint, one.id, by="obligation")
                if check.outcome in _OUTCOMES
            )
            dues = one.dues(last)
            for place, due in enumerate(dues):
                after = dues[place + 1].due_on if place + 1 < len(dues) else None
                if any(due.due_on <= on and (after is None or on < after) for on in tests):
                    continue  # the checkpoint is the evidence of this day
                for conduct, on, until in _conduct(due):
                    yield from self.ground(
                        f"{one.id}/{due.due_on}",
                        (_OBLIGATIONS[one.kind], conduct),
                        on,
                        (to, owner),
                        until=until,
                        verification=_verifiable(one, conduct),
                    )

    def _bound(self, one: Obligation) -> tuple[str | None, str | None]:
        """Who owes, and to whom."""
        buyer, supplier = self.sides(one.contract)
        by_side = {Side.BUYER: buyer, Side.SUPPLIER: supplier}
        owner = one.owner or by_side.get(one.side)
        return owner, one.to or self.opposite(owner, one.contract)

    def _last_due(self, one: Obligation) -> Day:
        """Up to when it is asked about: what is owed ends with the contract."""
        if one.contract is None:
            return self.last
        end = self.portfolio.contract(one.contract).end(self.last)
        return self.last if end is None else min(end, self.last)

    def _milestones(self) -> Iterator[Ground]:
        contracts = self.portfolio.contracts if self.touched is None else self.touched.contracts
        for contract in contracts:
            buyer, supplier = self.sides(contract.id)
            for one in contract.milestones:
                if one.kind is not MilestoneKind.DELIVERY or one.due_on is None:
                    continue
                met = one.met_on if one.met_on is None or one.met_on <= self.last else None
                for conduct, on, until in _conduct(Due(one.due_on, met)):
                    yield from self.ground(
                        f"{contract.id}/{one.id}",
                        (EvidenceSource.DELIVERY, conduct),
                        on,
                        (buyer, supplier),
                        until=until,
                    )

    def _replies(self) -> Iterator[Ground]:
        for asked in self.facts(Question):
            yield from self._reply(
                (EvidenceSource.QUESTION, asked.id, asked.asked_by),
                (asked.contract, asked.procurement),
                (asked.asked_on, asked.answered_on),
                self.weights.answer_days,
            )
        for idea in self.facts(Proposal):
            if idea.answered_on is None and idea.is_answered:
                continue  # answered, but nobody knows when
            yield from self._reply(
                (EvidenceSource.PROPOSAL, idea.id, idea.by),
                (idea.contract, idea.procurement),
                (idea.made_on, idea.answered_on),
                self.weights.proposal_days,
            )

    def _reply(
        self,
        what: tuple[EvidenceSource, str, str | None],
        where: tuple[str | None, str | None],
        days: tuple[Day, Day | None],
        within: int,
    ) -> Iterator[Ground]:
        """The evidence of one reply, or of its lack; who asked has seen it."""
        source, fact, asker = what
        buyer = self.buyer_of(*where)
        observed = self.opposite(asker, where[0]) if asker == buyer else buyer
        asked_on, answered_on = days
        limit = _after(asked_on, within)
        late = Conduct.ANSWERED_LATE
        found: list[tuple[Conduct, Day, Day | None]] = []
        if answered_on is not None and answered_on <= limit:
            found.append((Conduct.ANSWERED, answered_on, None))
        else:
            found.append((Conduct.UNANSWERED, _after(limit, 1), answered_on))
            if answered_on is not None:
                found.append((late, answered_on, None))
        for conduct, on, until in found:
            yield from self.ground(
                fact,
                (source, conduct),
                on,
                (asker, observed),
                until=until,
                verification=Verification.VERIFIED if asker else Verification.RECORDED,
            )

    def _deviations(self) -> Iterator[Ground]:
        for one in self.facts(Deviation):
            observed = one.party or self.sides(one.contract)[1]
            between = self.opposite(observed, one.contract), observed
            shown = Verification.RECORDED
            if not self._is_counted(one):
                what = EvidenceSource.DEVIATION, Conduct.FOUND
                yield from self.ground(one.id, what, one.occurred_on, between, verification=shown)
            for conduct, on, until in self._mended(one):
                what = EvidenceSource.DEVIATION, conduct
                yield from self.ground(one.id, what, on, between, until=until, verification=shown)

    def _is_counted(self, one: Deviation) -> bool:
        """Whether the checkpoint that found it, or the broken obligation, counts already."""
        if one.checkpoint is not None:
            found = self.portfolio.fact(Checkpoint, one.checkpoint)
            return found.outcome in {CheckpointOutcome.NOT_MET, CheckpointOutcome.PARTIALLY_MET}
        if one.obligation is not None:
            owed = self.portfolio.fact(Obligation, one.obligation)
            return not all(due.is_on_time for due in owed.dues(self._last_due(owed)))
        return False

    def _mended(self, one: Deviation) -> Iterator[tuple[Conduct, Day, Day | None]]:
        """What was done about a deviation, and how soon it was closed."""
        limit = _after(one.occurred_on, self.weights.mend_days)
        ended: Day | None = None
        for step in one.steps:
            if step.remedy is Remedy.PENALTY:
                yield Conduct.PENALISED, step.on, None
            elif step.remedy is Remedy.TERMINATION:
                ended = step.on
                yield Conduct.TERMINATED, step.on, None
            elif step.remedy is Remedy.CLOSED:
                ended = step.on
                late = step.on > limit
                yield Conduct.MENDED_LATE if late else Conduct.MENDED, step.on, None
        if ended is None or ended > limit:
            yield Conduct.UNMENDED, _after(limit, 1), ended

    def _assessments(self) -> Iterator[Ground]:
        for one in self.facts(CultureAssessment):
            own = one.method is AssessmentMethod.SELF or one.by == one.party
            shown = _SHOWN[one.by is None and one.method is None]
            yield from self.ground(
                one.id,
                (EvidenceSource.SURVEY, Conduct.RATED),
                one.assessed_on,
                (None if own else one.by, one.party),
                verification=Verification.SELF_REPORTED if own else shown,
                kind=one.dimension,
                score=float(one.score),
            )


def _shown(one: Checkpoint) -> Verification:
    """Whose word a checkpoint is, and whether something shows it."""
    if one.method is Method.SELF_REPORT or one.evidence is EvidenceKind.STATEMENT:
        return Verification.SELF_REPORTED
    by_itself = one.evidence is not None or one.method not in {None, Method.MEETING}
    return _SHOWN[one.observer is None and not by_itself]


def _event(one: Checkpoint) -> str | None:
    """What two checkpoints share that saw the same."""
    if one.follow_up is not None:
        return f"follow-up:{one.follow_up}"
    if one.contract is None and one.procurement is None:
        return None
    parts = (one.contract, one.procurement, one.kind, one.requirement, one.obligation)
    return f"checkpoint:{one.occurred_on}:{parts!r}"


def _verifiable(one: Obligation, conduct: Conduct) -> Verification:
    """An omission shows by itself; what was done needs something that shows it."""
    if conduct is Conduct.BROKEN:
        return Verification.VERIFIED
    if one.verifiable_by is EvidenceKind.STATEMENT:
        return Verification.SELF_REPORTED
    return _SHOWN[one.verifiable_by is None]


def _conduct(due: Due) -> Iterator[tuple[Conduct, Day, Day | None]]:
    """What one due day shows, from when, until something later takes its place."""
    done = due.fulfilled_on
    if due.is_on_time and done is not None:
        yield Conduct.KEPT, done, None
        return
    yield Conduct.BROKEN, _after(due.due_on, 1), done
    if done is not None:
        yield Conduct.LATE, done, None

"""Counting the four preconditions of a contract or a relation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from types import MappingProxyType
from typing import TypeVar

from samverkan.codelists import (
    Aim,
    DialogueScope,
    OptionOutcome,
    Phase,
    ProposalAnswer,
    Role,
    Side,
)
from samverkan.contracts import Contract
from samverkan.development import Proposal, Trial
from samverkan.dialogue import Dialogue
from samverkan.errors import FactError
from samverkan.facts import Fact
from samverkan.measures import (
    SIDES,
    Done,
    Share,
    carried_out,
    dialogues_of,
    is_meeting,
    kept_promises,
    phase_of,
    transparency,
)
from samverkan.periods import Day, day
from samverkan.portfolio import Portfolio
from samverkan.preconditions.scores import (
    DevelopmentScore,
    DialogueScore,
    FollowUpScore,
    Scorecard,
    UnderstandingScore,
)
from samverkan.relations import Relation
from samverkan.rules import FollowUp
from samverkan.schedule import Plan
from samverkan.understanding import ChangedCircumstance, Need, RoleHolding

__all__ = ["scorecard"]


F = TypeVar("F", bound=Fact)


def scorecard(
    portfolio: Portfolio,
    subject: Contract | Relation | str,
    *,
    as_of: str | dt.date,
    plan: Plan | Iterable[FollowUp] | None = None,
    window: int = 30,
) -> Scorecard:
    """The four preconditions, measured for a contract or a relation (styrkort).

    Args:
        portfolio: The facts.
        subject: A contract or its id, or a relation, which is counted over the contracts in
            which its source buys from its target or the other way round.
        as_of: The day; what happened later does not count.
        plan: The follow-up plan; without it the numbers about planned items are unknown.
        window: How many days from the day it was due a meeting or check may lie to count for a
            planned item that nothing names; our choice.

    An example stands at the top of the module.

    >>> scorecard(Portfolio(contracts=(Contract(id="A-1"),)), "A-1", as_of="2026-11-23").contracts
    ('A-1',)

    Raises:
        PortfolioError: when there is no such contract.
        FactError: for a relation without a target.
    """
    on = day(as_of)
    facts = portfolio.as_of(on)
    contracts = tuple(_contracts(facts, subject))
    ids = frozenset(one.id for one in contracts)
    waived = {one.follow_up for one in facts.waivers}
    items = [item for item in plan or () if item.subject.id in ids and item.id not in waived]
    done = tuple(one for one in carried_out(facts, items, window=window) if _was_due(one, on))
    return Scorecard(
        contracts=tuple(one.id for one in contracts),
        as_of=on,
        has_plan=plan is not None,
        dialogue=_dialogue(facts, contracts, done, on),
        understanding=UnderstandingScore(
            needs=_share(_of(facts, Need, contracts), _is_need_confirmed),
            roles=_share(_of(facts, RoleHolding, contracts), _is_role_confirmed),
        ),
        follow_up=_follow_up(facts, contracts, done, on),
        development=_development(facts, contracts, on),
    )


def _was_due(one: Done, on: Day) -> bool:
    """Whether the day of an item has passed, or is today and it is done."""
    due = one.item.due_on
    return due is not None and (due < on or (due == on and one.fact is not None))


def _is_need_confirmed(need: Need) -> bool:
    return need.is_confirmed()


def _is_role_confirmed(holding: RoleHolding) -> bool:
    return holding.is_confirmed()


def _contracts(portfolio: Portfolio, subject: Contract | Relation | str) -> Iterator[Contract]:
    if isinstance(subject, str):
        yield portfolio.contract(subject)
    elif isinstance(subject, Contract):
        yield portfolio.contract(subject.id)
    elif subject.target is None:
        raise FactError(
            f"scorecard: relation {subject.id!r} has no target; give one between two parties"
        )
    else:
        for contract in portfolio.contracts:
            buyer = portfolio.buyer(contract)
            if buyer is not None and any(
                subject.joins(buyer.id, supplier) for supplier in contract.suppliers
            ):
                yield contract


def _of(portfolio: Portfolio, kind: type[F], contracts: Iterable[Contract]) -> list[F]:
    """Facts of the contracts, and of the procurements they come from."""
    found: dict[str, F] = {}
    for contract in contracts:
        own = portfolio.of(kind, contract.id)
        source = contract.procurement
        early = () if source is None else portfolio.of(kind, source, by="procurement")
        found.update((fact.id, fact) for fact in (*early, *own))
    return list(found.values())


def _share(facts: Iterable[F], is_done: Callable[[F], bool]) -> Share:
    done: list[str] = []
    rest: list[str] = []
    for fact in facts:
        (done if is_done(fact) else rest).append(fact.id)
    return Share.of(done, rest)


def _total(shares: Iterable[Share]) -> Share:
    listed = list(shares)
    done = [fact for one in listed for fact in one.facts[: one.done]]
    return Share.of(done, [fact for one in listed for fact in one.facts[one.done :]])


def _planned(done: Iterable[Done], is_done: Callable[[Done], bool]) -> Share:
    listed = list(done)
    return Share.of(
        (one.item.id for one in listed if is_done(one)),
        (one.item.id for one in listed if not is_done(one)),
    )


def _is_done(one: Done) -> bool:
    return one.fact is not None


def _is_on_time(one: Done) -> bool:
    return one.is_on_time


def _dialogue(
    facts: Portfolio, contracts: tuple[Contract, ...], done: tuple[Done, ...], on: Day
) -> DialogueScore:
    talks = {talk.id: talk for one in contracts for talk in dialogues_of(facts, one)}
    by_phase: dict[Phase, list[str]] = {phase: [] for phase in Phase}
    for talk in talks.values():
        phase = phase_of(facts, talk)
        if phase is not None:
            by_phase[phase].append(talk.id)
    latest = max(
        (
            talk
            for one in contracts
            for talk in facts.of(Dialogue, one.id)
            if talk.scope is DialogueScope.EXTERNAL
        ),
        key=_when,
        default=None,
    )
    sides = {
        talk.id: _sides(facts, talk, contracts)
        for talk in talks.values()
        if talk.scope is DialogueScope.EXTERNAL and (talk.participants or talk.functions)
    }
    return DialogueScore(
        held=_planned((one for one in done if is_meeting(one.item)), _is_done),
        talks=MappingProxyType({phase: tuple(ids) for phase, ids in by_phase.items()}),
        latest=None if latest is None else latest.id,
        days_since_last=(
            None if latest is None else on.toordinal() - latest.occurred_on.toordinal()
        ),
        both_sides=Share.of(
            (key for key, found in sides.items() if len(found) > 1),
            (key for key, found in sides.items() if len(found) < 2),
        ),
        transparency=_total(transparency(facts, one, on) for one in contracts),
    )


def _when(talk: Dialogue) -> tuple[Day, str]:
    return talk.occurred_on, talk.id


def _sides(facts: Portfolio, talk: Dialogue, contracts: tuple[Contract, ...]) -> set[Side]:
    found = {SIDES[role] for role in talk.functions if role in SIDES}
    buyers = {buyer.id for one in contracts if (buyer := facts.buyer(one)) is not None}
    for party in talk.participants:
        roles = facts.party(party).roles
        found.add(Side.BUYER if party in buyers or Role.BUYER in roles else Side.SUPPLIER)
    return found


def _follow_up(
    facts: Portfolio, contracts: tuple[Contract, ...], done: tuple[Done, ...], on: Day
) -> FollowUpScore:
    controls = [one for one in done if one.item.aim is not Aim.TRUST]
    return FollowUpScore(
        done=_planned(done, _is_done),
        on_time=_planned(done, _is_on_time),
        overdue=tuple(one.item.id for one in done if one.fact is None),
        obligations=_total(kept_promises(facts, one, on) for one in contracts),
        control=_planned(controls, _is_on_time),
    )


def _is_adopted(proposal: Proposal) -> bool:
    return proposal.answer in {ProposalAnswer.ADOPTED, ProposalAnswer.TRIED}


def _is_proposal_answered(proposal: Proposal) -> bool:
    return proposal.is_answered


def _is_change_used(change: ChangedCircumstance) -> bool:
    return change.answered_on is not None or change.amendment is not None


def _is_evaluated(trial: Trial) -> bool:
    return trial.evaluated_on is not None or trial.result is not None


def _development(facts: Portfolio, contracts: tuple[Contract, ...], on: Day) -> DevelopmentScore:
    proposals = _of(facts, Proposal, contracts)
    changes = [change for one in contracts for change in facts.of(ChangedCircumstance, one.id)]
    decided = [
        (f"{one.id}/{option.id}", decision.outcome)
        for one in contracts
        for option in one.options
        if (decision := option.decision(on)) is not None
    ]
    return DevelopmentScore(
        answered=_share(proposals, _is_proposal_answered),
        adopted=_share([one for one in proposals if one.is_answered], _is_adopted),
        changes=_share(changes, _is_change_used),
        renewed=Share.of(
            (key for key, outcome in decided if outcome is OptionOutcome.EXERCISED),
            (key for key, outcome in decided if outcome is OptionOutcome.DECLINED),
        ),
        evaluated=_share(_of(facts, Trial, contracts), _is_evaluated),
    )

"""A portfolio as it was: what had happened by a day, and what was known at a moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import attrs

from samverkan.contracts import Contract
from samverkan.facts import Fact
from samverkan.periods import Day, Moment
from samverkan.portfolio.references import FACTS, pruned
from samverkan.understanding import ChangedCircumstance

if TYPE_CHECKING:
    from samverkan.portfolio.portfolio import Portfolio

__all__ = ["as_it_was", "as_known", "without_replaced"]


def without_replaced(portfolio: Portfolio) -> Portfolio:
    """The portfolio without the facts that a later one corrects."""
    changed: dict[str, tuple[Fact, ...]] = {}
    for home in FACTS:
        facts = cast("tuple[Fact, ...]", getattr(portfolio, home))
        replaced = {fact.replaces for fact in facts if fact.replaces is not None}
        changed[home] = (
            tuple(fact for fact in facts if fact.id not in replaced) if replaced else facts
        )
    contracts = _each(portfolio.contracts, _corrected)
    return _with(portfolio, contracts, changed)


def as_it_was(portfolio: Portfolio, on: Day) -> Portfolio:
    """What had happened by a day, by what is known now."""
    current = without_replaced(portfolio)
    changed = {
        home: tuple(
            kept
            for fact in cast("tuple[Fact, ...]", getattr(current, home))
            if (kept := fact.until(on)) is not None
        )
        for home in FACTS
    }

    def cut(contract: Contract) -> Contract:
        return _until(contract, on)

    return _with(current, _each(current.contracts, cut), changed)


def as_known(portfolio: Portfolio, at: Moment) -> Portfolio:
    """What was known at a moment, corrected or not."""
    changed = {
        home: tuple(
            kept
            for fact in cast("tuple[Fact, ...]", getattr(portfolio, home))
            if (kept := fact.known(at)) is not None
        )
        for home in FACTS
    }

    def cut(contract: Contract) -> Contract:
        return _known(contract, at)

    return _with(portfolio, _each(portfolio.contracts, cut), changed)


def _each(
    contracts: tuple[Contract, ...], change: Callable[[Contract], Contract]
) -> tuple[Contract, ...]:
    changed = tuple(map(change, contracts))
    same = all(one is other for one, other in zip(contracts, changed, strict=True))
    return contracts if same else changed


def _with(
    portfolio: Portfolio,
    contracts: tuple[Contract, ...],
    changed: dict[str, tuple[Fact, ...]],
) -> Portfolio:
    if contracts is portfolio.contracts and all(
        changed[home] == getattr(portfolio, home) for home in FACTS
    ):
        return portfolio
    facts = pruned(changed)
    amendments = {
        (contract.id, one.id)
        for contract in (contracts if facts["circumstances"] else ())
        for one in contract.amendments
    }
    facts["circumstances"] = tuple(
        attrs.evolve(fact, amendment=None)
        if fact.amendment is not None and (fact.contract, fact.amendment) not in amendments
        else fact
        for fact in cast("tuple[ChangedCircumstance, ...]", facts["circumstances"])
    )
    return attrs.evolve(portfolio, contracts=contracts, **facts)  # type: ignore[arg-type]  # each field gets facts of its own kind


def _corrected(contract: Contract) -> Contract:
    replaced = {one.replaces for one in contract.amendments if one.replaces is not None}
    if not replaced:
        return contract
    kept = (one for one in contract.amendments if one.id not in replaced)
    return attrs.evolve(
        contract,
        amendments=tuple(
            attrs.evolve(one, replaces=None) if one.replaces in replaced else one for one in kept
        ),
    )


def _until(contract: Contract, on: Day) -> Contract:
    """The contract without what was changed, decided or met after a day."""
    changed: dict[str, object] = {}
    if any(one.occurred_on > on for one in contract.amendments):
        kept = tuple(one for one in contract.amendments if one.occurred_on <= on)
        changed["amendments"] = kept
    if any(taken.decided_on > on for option in contract.options for taken in option.decisions):
        changed["options"] = tuple(
            attrs.evolve(
                option,
                decisions=tuple(one for one in option.decisions if one.decided_on <= on),
            )
            for option in contract.options
        )
    ended = contract.termination
    if ended is not None and (ended.decided_on or ended.last_day) > on:
        changed["termination"] = None
    if any(one.met_on is not None and one.met_on > on for one in contract.milestones):
        changed["milestones"] = tuple(
            attrs.evolve(one, met_on=None, status=None)
            if one.met_on is not None and one.met_on > on
            else one
            for one in contract.milestones
        )
    return attrs.evolve(contract, **changed) if changed else contract  # type: ignore[arg-type]  # names and values are the contract's own


def _known(contract: Contract, at: Moment) -> Contract:
    """The contract without the amendments and decisions that were not known at a moment."""
    on = at.date()
    kept = tuple(
        one
        for one in contract.amendments
        if (one.recorded_at <= at if one.recorded_at is not None else one.occurred_on <= on)
    )
    left = {one.id for one in kept}
    kept = tuple(
        one if one.replaces is None or one.replaces in left else attrs.evolve(one, replaces=None)
        for one in kept
    )
    options = tuple(
        attrs.evolve(
            option,
            decisions=tuple(
                one
                for one in option.decisions
                if (one.recorded_at <= at if one.recorded_at is not None else one.decided_on <= on)
            ),
        )
        if option.decisions
        else option
        for option in contract.options
    )
    ended = contract.termination
    unknown = ended is not None and (ended.decided_on or ended.last_day) > on
    if kept == contract.amendments and options == contract.options and not unknown:
        return contract
    return attrs.evolve(
        contract,
        amendments=kept,
        options=options,
        termination=None if unknown else ended,
    )

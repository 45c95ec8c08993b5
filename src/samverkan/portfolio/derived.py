"""Relations that follow from other facts: who buys from whom, who bid together, who talked."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from samverkan.codelists import DialogueScope, RelationKind, Role
from samverkan.periods import Day, Period
from samverkan.relations import Relation
from samverkan.tenders import Tender

if TYPE_CHECKING:
    from samverkan.portfolio.portfolio import Portfolio

__all__ = ["derived"]


def derived(portfolio: Portfolio) -> Iterator[Relation]:
    """The relations that contracts, lots and dialogue show, in that order."""
    yield from _from_contracts(portfolio)
    yield from _from_roles(portfolio)
    yield from _from_tenders(portfolio)
    yield from _from_dialogue(portfolio)


def _id(*parts: str) -> str:
    return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in ("derived", *parts))


def _from_contracts(portfolio: Portfolio) -> Iterator[Relation]:
    for contract in portfolio.contracts:
        buyer = portfolio.buyer(contract)
        if buyer is None:
            continue
        start = contract.signed_on if contract.period is None else contract.period.start
        period = None if start is None else Period(start, contract.end())
        for supplier in contract.suppliers:
            if supplier != buyer.id:
                yield Relation(
                    id=_id(RelationKind.BUYS_FROM.value, contract.id, supplier),
                    kind=RelationKind.BUYS_FROM,
                    source=buyer.id,
                    target=supplier,
                    contract=contract.id,
                    period=period,
                    evidence=(contract.id,),
                    is_derived=True,
                )


def _from_roles(portfolio: Portfolio) -> Iterator[Relation]:
    """A party that holds the role of subcontractor in a contract works for its suppliers."""
    for holding in portfolio.role_holdings:
        if holding.role is not Role.SUBCONTRACTOR or holding.contract is None:
            continue
        for supplier in portfolio.contract(holding.contract).suppliers:
            if supplier != holding.party:
                yield Relation(
                    id=_id(RelationKind.SUBCONTRACTS_TO.value, holding.id, supplier),
                    kind=RelationKind.SUBCONTRACTS_TO,
                    source=supplier,
                    target=holding.party,
                    contract=holding.contract,
                    period=holding.period,
                    evidence=(holding.id,),
                    is_derived=True,
                )


def _from_tenders(portfolio: Portfolio) -> Iterator[Relation]:
    """Who has tendered for the same lot, or for the same procurement where it has none."""
    lots: dict[tuple[str, str | None], list[Tender]] = {}
    for tender in portfolio.tenders:
        if tender.is_invitation:
            continue
        lots.setdefault((tender.procurement, tender.lot), []).append(tender)
    for (procurement, lot), tenders in lots.items():
        days: dict[str, Day | None] = {}
        for tender in tenders:
            for party in tender.tenderers:
                days[party] = tender.submitted_on
        for one, other in itertools.combinations(sorted(days), 2):
            later = [on for on in (days[one], days[other]) if on is not None]
            yield Relation(
                id=_id(RelationKind.CO_BIDS_WITH.value, procurement, lot or "", one, other),
                kind=RelationKind.CO_BIDS_WITH,
                source=one,
                target=other,
                period=Period(max(later), None) if len(later) == 2 else None,
                evidence=tuple(
                    tender.id for tender in tenders if {one, other} & set(tender.tenderers)
                ),
                is_derived=True,
            )


def _from_dialogue(portfolio: Portfolio) -> Iterator[Relation]:
    for talk in portfolio.dialogues:
        if talk.scope is DialogueScope.INTERNAL:
            continue
        for one, other in itertools.combinations(sorted(set(talk.participants)), 2):
            yield Relation(
                id=_id(RelationKind.IN_DIALOGUE_WITH.value, talk.id, one, other),
                kind=RelationKind.IN_DIALOGUE_WITH,
                source=one,
                target=other,
                contract=talk.contract,
                period=Period(talk.occurred_on, talk.occurred_on),
                evidence=(talk.id,),
                is_derived=True,
            )

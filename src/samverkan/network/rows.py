"""Every relation of a portfolio as a row for a graph: ends, key, attributes.

The keys are those of :meth:`~samverkan.portfolio.Portfolio.derived_relations`. Rows are plain
dicts, since a register may have a million of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import attrs

from samverkan.codelists import DialogueScope, RelationKind, Role
from samverkan.contracts import Contract
from samverkan.periods import Day, Period, day_from_ordinal
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement
from samverkan.relations import Relation
from samverkan.tenders import Tender

__all__ = ["FIELDS", "MARKET", "Row", "relation_rows"]

Row: TypeAlias = "tuple[str, str, str, dict[str, Any]]"
"""Source, target, key and attributes of an edge."""

MARKET = "market:"
"""How the id of a node begins that is a market and no party."""

FIELDS = tuple(
    field.name for field in attrs.fields(Relation) if field.name not in {"id", "source", "target"}
)
"""The fields of a relation that stand among an edge's attributes under their own names."""

_BLANK = {field.name: field.default for field in attrs.fields(Relation) if field.name in FIELDS}
_DEFAULTS: dict[str, Any] = {
    **_BLANK,
    "is_derived": True,
    "origin": None,
    "weight": 1.0,
    "money": None,
    "parts": 1,
    "last_contact": None,
    "opinion": None,
    "secret": None,
    "insiders": (),
}


def _key(*parts: str) -> str:
    return "/".join(["derived", *map(_escaped, parts)])


def _escaped(part: str) -> str:
    if "/" in part or "%" in part:
        return part.replace("%", "%25").replace("/", "%2F")
    return part


def relation_rows(portfolio: Portfolio) -> Iterator[Row]:
    """Every relation, stated and derived (relationsrader).

    >>> from samverkan.contracts import Contract
    >>> from samverkan.parties import Party
    >>> facts = Portfolio(
    ...     parties=(Party(id="K"), Party(id="S")),
    ...     contracts=(Contract(id="A-1", buyer="K", suppliers=("S",)),),
    ... )
    >>> [(source, target, key) for source, target, key, _ in relation_rows(facts)]
    [('K', 'S', 'derived/buys-from/A-1/S')]
    """
    yield from _contracts(portfolio)
    yield from _subcontracts(portfolio)
    yield from _tenders(portfolio)
    yield from _dialogues(portfolio)
    yield from _checkpoints(portfolio)
    yield from _stated(portfolio)


# --------------------------------------------------------------------------------- secrecy
def _decided(portfolio: Portfolio, procurement: Procurement, lot: str | None) -> Day | None:
    """The day on which tenders stop being secret; ``None`` where it has not come or is unknown.

    The decision on supplier and tender, or the end of the matter (OSL 19:3, second paragraph);
    for a lot, or where the procurement has no lots, also the award of a contract that covers it.
    """
    days = [procurement.awarded_on, procurement.cancelled_on, procurement.concluded_on]
    days += [
        contract.awarded_on or contract.signed_on
        for contract in portfolio.contracts_of(procurement.id)
        if lot in contract.lots or not procurement.lots
    ]
    return min((on for on in days if on is not None), default=None)


def _until(decided: Day | None) -> Period:
    """The days of secrecy, the last one being that before the decision."""
    return Period(None, None if decided is None else day_from_ordinal(decided.toordinal() - 1))


def _insiders(portfolio: Portfolio, procurement: Procurement, *own: str) -> tuple[str, ...]:
    buyer = portfolio.buyer(procurement)
    return own if buyer is None else (buyer.id, *own)


# ----------------------------------------------------------------------------------- each kind
def _contract_period(contract: Contract) -> Period | None:
    agreed, end = contract.period, contract.end()
    start = contract.signed_on if agreed is None else agreed.start
    if start is None:
        return None
    return agreed if agreed is not None and agreed.end == end else Period(start, end)


def _contracts(portfolio: Portfolio) -> Iterator[Row]:
    buys = RelationKind.BUYS_FROM
    before = f"derived/{buys.value}/"
    for contract in portfolio.contracts:
        buyer = portfolio.buyer(contract)
        if buyer is None or not contract.suppliers:
            continue
        source = portfolio.procurement_of(contract)
        shared = _DEFAULTS.copy()
        shared["kind"] = buys
        shared["contract"] = contract.id
        shared["period"] = _contract_period(contract)
        shared["evidence"] = (contract.id,)
        shared["origin"] = "contract"
        shared["contract_kind"] = contract.kind
        shared["money"] = contract.value
        shared["parts"] = len(contract.suppliers)
        if source is not None:
            lots = [lot for lot in source.lots if lot.id in contract.lots]
            shared["procurement"] = source.id
            shared["cpv"] = (
                tuple(dict.fromkeys(code for lot in lots for code in lot.cpv)) or source.cpv
            )
            shared["category"] = next(
                filter(None, (lot.category for lot in lots)), source.category
            )
            awarded = contract.awarded_on or source.awarded_on or contract.signed_on
            if awarded is not None:
                shared["secret"] = _until(awarded)
                shared["insiders"] = _insiders(portfolio, source)
        begun = f"{before}{_escaped(contract.id)}/"
        for supplier in contract.suppliers:
            if supplier != buyer.id:
                yield buyer.id, supplier, begun + _escaped(supplier), shared
                shared = shared.copy() if len(contract.suppliers) > 1 else shared


def _subcontracts(portfolio: Portfolio) -> Iterator[Row]:
    kind = RelationKind.SUBCONTRACTS_TO
    for holding in portfolio.role_holdings:
        if holding.role is not Role.SUBCONTRACTOR or holding.contract is None:
            continue
        for supplier in portfolio.contract(holding.contract).suppliers:
            if supplier != holding.party:
                yield (
                    supplier,
                    holding.party,
                    _key(kind.value, holding.id, supplier),
                    {
                        **_DEFAULTS,
                        "kind": kind,
                        "contract": holding.contract,
                        "period": holding.period,
                        "evidence": (holding.id,),
                        "origin": "role",
                    },
                )


def _tenders(portfolio: Portfolio) -> Iterator[Row]:
    lots: dict[tuple[str, str | None], list[Tender]] = {}
    for tender in portfolio.tenders:
        lots.setdefault((tender.procurement, tender.lot), []).append(tender)
    for (name, lot), tenders in lots.items():
        procurement = portfolio.procurement(name)
        decided = _decided(portfolio, procurement, lot)
        market = {
            "origin": "tender",
            "procurement": name,
            "lot": lot,
            "cpv": procurement.cpv,
            "category": procurement.category,
            "secret": _until(decided),
        }
        yield from _offers(portfolio, procurement, tenders, market, decided)
        offers = [tender for tender in tenders if not tender.is_invitation]
        yield from _pairs(portfolio, procurement, offers, market)


def _offers(
    portfolio: Portfolio,
    procurement: Procurement,
    tenders: list[Tender],
    market: Mapping[str, Any],
    decided: Day | None,
) -> Iterator[Row]:
    """Who tenders to the buyer, and whom it has invited."""
    buyer = portfolio.buyer(procurement)
    if buyer is None:
        return
    for tender in tenders:
        invited = tender.is_invitation
        kind = RelationKind.INVITES if invited else RelationKind.TENDERS_TO
        start, end = tender.submitted_on, decided
        period = None
        if start is not None:
            period = Period(start, end if end is None or end >= start else start)
        for party in tender.tenderers:
            if party == buyer.id:
                continue
            ends = (buyer.id, party) if invited else (party, buyer.id)
            yield (
                *ends,
                _key(kind.value, tender.id, party),
                {
                    **_DEFAULTS,
                    **market,
                    "kind": kind,
                    "period": period,
                    "evidence": (tender.id,),
                    "money": tender.amount,
                    "parts": len(tender.tenderers),
                    "status": tender.status,
                    "insiders": (buyer.id, *tender.tenderers),
                },
            )


def _pairs(
    portfolio: Portfolio,
    procurement: Procurement,
    tenders: list[Tender],
    market: Mapping[str, Any],
) -> Iterator[Row]:
    """Who has tendered for the same as whom."""
    kind = RelationKind.CO_BIDS_WITH
    days: dict[str, Day | None] = {}
    for tender in tenders:
        days.update(dict.fromkeys(tender.tenderers, tender.submitted_on))
    for one, other in itertools.combinations(sorted(days), 2):
        later = [on for on in (days[one], days[other]) if on is not None]
        yield (
            one,
            other,
            _key(kind.value, procurement.id, market["lot"] or "", one, other),
            {
                **_DEFAULTS,
                **market,
                "kind": kind,
                "period": Period(max(later), None) if len(later) == 2 else None,
                "evidence": tuple(
                    tender.id for tender in tenders if {one, other} & set(tender.tenderers)
                ),
                "insiders": _insiders(portfolio, procurement),
            },
        )


def _dialogues(portfolio: Portfolio) -> Iterator[Row]:
    kind = RelationKind.IN_DIALOGUE_WITH
    for talk in portfolio.dialogues:
        name = talk.procurement
        if name is None and talk.contract is not None:
            name = portfolio.contract(talk.contract).procurement
        secret: Period | None = None
        insiders: tuple[str, ...] = ()
        if talk.procurement is not None and talk.scope is not DialogueScope.INTERNAL:
            procurement = portfolio.procurement(talk.procurement)
            opened = procurement.published_on or procurement.started_on
            decided = _decided(portfolio, procurement, None)
            begun = opened is None or talk.occurred_on >= opened
            if begun and (decided is None or talk.occurred_on < decided):
                secret = _until(decided)
                insiders = _insiders(portfolio, procurement, *talk.participants)
        for one, other in itertools.combinations(sorted(set(talk.participants)), 2):
            yield (
                one,
                other,
                _key(kind.value, talk.id, one, other),
                {
                    **_DEFAULTS,
                    "kind": kind,
                    "contract": talk.contract,
                    "period": Period(talk.occurred_on, talk.occurred_on),
                    "evidence": (talk.id,),
                    "origin": "dialogue",
                    "procurement": name,
                    "form": talk.form,
                    "scope": talk.scope,
                    "depth": talk.depth,
                    "topics": tuple(sorted(topic.value for topic in talk.topics)),
                    "last_contact": talk.occurred_on,
                    "secret": secret,
                    "insiders": insiders,
                },
            )


def _checkpoints(portfolio: Portfolio) -> Iterator[Row]:
    kind = RelationKind.CHECKS
    for check in portfolio.checkpoints:
        if check.observer is None or check.observed is None:
            continue
        secret: Period | None = None
        insiders: tuple[str, ...] = ()
        if check.procurement is not None and check.contract is None:  # of a tenderer
            procurement = portfolio.procurement(check.procurement)
            decided = _decided(portfolio, procurement, None)
            if decided is None or check.occurred_on < decided:
                secret = _until(decided)
                insiders = _insiders(portfolio, procurement, check.observer)
        yield (
            check.observer,
            check.observed,
            _key(kind.value, check.id),
            {
                **_DEFAULTS,
                "kind": kind,
                "contract": check.contract,
                "period": Period(check.occurred_on, check.occurred_on),
                "evidence": (check.id,),
                "origin": "checkpoint",
                "procurement": check.procurement,
                "aim": check.aim,
                "outcome": check.outcome,
                "last_contact": check.occurred_on,
                "secret": secret,
                "insiders": insiders,
            },
        )


def _stated(portfolio: Portfolio) -> Iterator[Row]:
    for relation in portfolio.relations:
        target = f"{MARKET}{relation.market}" if relation.target is None else relation.target
        yield (
            relation.source,
            target,
            relation.id,
            {
                **_DEFAULTS,
                **{name: getattr(relation, name) for name in FIELDS},
                "origin": "stated",
            },
        )

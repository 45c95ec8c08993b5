"""The market a buyer meets: who supplies, how many bid, and what the design of a call changed."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import attrs

from samverkan.codelists import DesignChoiceKind, RelationKind, TenderStatus
from samverkan.development import DesignChoice
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement
from samverkan.relations import Relation
from samverkan.tenders import Tender

__all__ = [
    "NOT_SUBMITTED",
    "MarketView",
    "adopted_innovations",
    "bidders_per_lot",
    "design_effect",
    "developed_markets",
    "market_view",
    "reciprocity",
    "submitted",
]


@attrs.frozen(kw_only=True)
class MarketView:
    """What the procurements of one market show (marknadsbild).

    Attributes:
        cpv: The beginning of the CPV codes it covers.
        procurements: How many procurements.
        suppliers: Party ids of those who have won a contract, in order.
        concentration: Herfindahl-Hirschman index of the contracts' numbers, 0 to 10,000; ``None``
            without a supplier.
        single_bids: Share of the procurements with known tenders that got one only.

    >>> MarketView(cpv="15", procurements=0, suppliers=(), concentration=None,
    ...            single_bids=None).suppliers
    ()
    """

    cpv: str
    procurements: int
    suppliers: tuple[str, ...]
    concentration: float | None
    single_bids: float | None


def market_view(portfolio: Portfolio, cpv: str) -> MarketView:
    """Suppliers, concentration and single bids among the procurements of a market.

    Every contract counts once for each of its suppliers, whatever its value.

    >>> market_view(Portfolio(), "15").concentration is None
    True
    """
    chosen = [
        one for one in portfolio.procurements if any(code.startswith(cpv) for code in one.cpv)
    ]
    won: dict[str, int] = {}
    for procurement in chosen:
        for contract in portfolio.contracts_of(procurement.id):
            for supplier in contract.suppliers:
                won[supplier] = won.get(supplier, 0) + 1
    total = sum(won.values())
    squares = sum((Fraction(count, total) ** 2 for count in won.values()), Fraction(0))
    counts = [count for one in chosen if (count := _tenderers(portfolio, one))]
    single = [count for count in counts if count == 1]
    return MarketView(
        cpv=cpv,
        procurements=len(chosen),
        suppliers=tuple(sorted(won)),
        concentration=float(squares * 10_000) if total else None,
        single_bids=len(single) / len(counts) if counts else None,
    )


NOT_SUBMITTED = frozenset({TenderStatus.INVITED, TenderStatus.WITHDRAWN})
"""The statuses of what was not handed in, or was taken back."""


def submitted(portfolio: Portfolio, procurement: Procurement) -> tuple[Tender, ...]:
    """The tenders that were handed in and not taken back (inkomna anbud); an invitation is none.

    >>> submitted(Portfolio(), Procurement(id="U-1"))
    ()
    """
    return tuple(
        tender
        for tender in portfolio.of(Tender, procurement.id, by="procurement")
        if tender.status not in NOT_SUBMITTED
    )


def _tenderers(portfolio: Portfolio, procurement: Procurement) -> int:
    tenders = submitted(portfolio, procurement)
    return len({party for tender in tenders for party in tender.tenderers})


def bidders_per_lot(portfolio: Portfolio, procurement: Procurement) -> float | None:
    """Tenders handed in for each lot, or for the whole where there are none (anbud per del).

    A tender without a lot is for every lot. ``None`` where no tender is known.

    >>> bidders_per_lot(Portfolio(), Procurement(id="U-1")) is None
    True
    """
    tenders = submitted(portfolio, procurement)
    if not tenders:
        return None
    lots: list[str | None] = [lot.id for lot in procurement.lots] or [None]
    bids = sum(tender.lot is None or tender.lot == lot for tender in tenders for lot in lots)
    return bids / len(lots)


def design_effect(
    portfolio: Portfolio, kind: DesignChoiceKind | str
) -> tuple[float | None, float | None]:
    """Tenders per lot without and with a design choice (effekt av utformningsval), on average.

    A difference is a question, not an effect that was shown: procurements differ in more.

    >>> design_effect(Portfolio(), "lots")
    (None, None)
    """
    wanted = DesignChoiceKind.of(kind)
    counts: dict[bool, list[float]] = {False: [], True: []}
    for procurement in portfolio.procurements:
        per_lot = bidders_per_lot(portfolio, procurement)
        if per_lot is not None:
            choices = portfolio.of(DesignChoice, procurement.id, by="procurement")
            counts[any(one.kind is wanted for one in choices)].append(per_lot)
    without, with_choice = (
        sum(values) / len(values) if values else None for values in counts.values()
    )
    return without, with_choice


_INNOVATIONS = frozenset(
    {
        DesignChoiceKind.MARKET_NOVELTY,
        DesignChoiceKind.PROCESS_INNOVATION,
        DesignChoiceKind.PRODUCT_INNOVATION,
        DesignChoiceKind.RESEARCH,
    }
)


def adopted_innovations(portfolio: Portfolio) -> tuple[DesignChoice, ...]:
    """The design choices that ask for something new (innovation, BT-776), in their order.

    >>> adopted_innovations(Portfolio())
    ()
    """
    return tuple(one for one in portfolio.design_choices if one.kind in _INNOVATIONS)


def developed_markets(portfolio: Portfolio, buyer: str) -> tuple[str, ...]:
    """The markets a buyer takes part in developing (marknadsutveckling), in order.

    >>> developed_markets(Portfolio(), "SE-2120999996")
    ()
    """
    return tuple(
        sorted(
            {
                relation.market
                for relation in portfolio.of(Relation, buyer, by="source")
                if relation.kind is RelationKind.DEVELOPS_MARKET and relation.market is not None
            }
        )
    )


def reciprocity(relations: Iterable[Relation]) -> float | None:
    """Share of the related pairs that relate both ways (ömsesidighet).

    A relation that reads the same both ways counts as both. ``None`` without a pair.

    >>> reciprocity(
    ...     [Relation(id="1", kind="advises", source="A", target="B"),
    ...      Relation(id="2", kind="uses", source="B", target="A"),
    ...      Relation(id="3", kind="uses", source="A", target="C")]
    ... )
    0.5
    """
    ways: set[tuple[str, str]] = set()
    for relation in relations:
        if relation.target is not None:
            ways.add((relation.source, relation.target))
            if relation.is_symmetric:
                ways.add((relation.target, relation.source))
    pairs = {frozenset(way) for way in ways}
    both = {frozenset(way) for way in ways if way[::-1] in ways}
    return len(both) / len(pairs) if pairs else None

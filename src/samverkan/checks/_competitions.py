"""What red flags look at: the tenders for one lot, who won, and how the call was designed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from samverkan.checks.check import Check, Run, finds, guidance
from samverkan.codelists import DesignChoiceKind, Severity
from samverkan.contracts import Contract
from samverkan.development import DesignChoice
from samverkan.explanations import Text
from samverkan.measures import submitted
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement
from samverkan.tenders import Tender

__all__ = ["Competition", "chosen", "competitions", "flag"]


def flag(number: str, title: Text, sentence: Text) -> Callable[[Run], Check]:
    """Make a red flag of a function: a question to ask that a person reviews."""
    code = number.partition("-")[0]  # r038 is asked of buyers and of tenderers
    return finds(
        f"flags.{number}",
        Severity.QUESTION,
        title=title,
        sentence=sentence,
        basis=guidance(f"Open Contracting Partnership, Red flags {code.upper()}; Cardinal"),
        needs_review=True,
    )


@attrs.frozen
class Competition:
    """The tenders for one lot, or for the whole where they name none.

    Attributes:
        procurement: The procurement.
        lot: The lot; ``None`` for the whole.
        tenders: What was handed in; an invitation is no tender.
        contracts: What was concluded.
    """

    procurement: Procurement
    lot: str | None
    tenders: tuple[Tender, ...]
    contracts: tuple[Contract, ...]

    @property
    def winners(self) -> frozenset[str]:
        """Party ids of the suppliers of its contracts."""
        return frozenset(party for one in self.contracts for party in one.suppliers)

    def won(self, tender: Tender) -> bool:
        """Whether a tenderer of it is among the winners."""
        return not self.winners.isdisjoint(tender.tenderers)

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the procurement and its tenders."""
        return (self.procurement.id, *(tender.id for tender in self.tenders))


def competitions(portfolio: Portfolio) -> Iterator[Competition]:
    """Every competition of which a tender is known, but for those of cancelled procurements."""
    for procurement in portfolio.procurements if portfolio.tenders else ():
        if procurement.cancelled_on is not None:
            continue
        tenders = submitted(portfolio, procurement)
        contracts = portfolio.contracts_of(procurement.id) if tenders else ()
        for lot in dict.fromkeys(tender.lot for tender in tenders):
            yield Competition(
                procurement,
                lot,
                tuple(tender for tender in tenders if tender.lot == lot),
                tuple(
                    contract
                    for contract in contracts
                    if contract.parent is None
                    and (lot is None or not contract.lots or lot in contract.lots)
                ),
            )


def chosen(portfolio: Portfolio, procurement: Procurement, kind: DesignChoiceKind) -> bool:
    """Whether a design choice of a kind is recorded for a procurement."""
    choices = portfolio.of(DesignChoice, procurement.id, by="procurement")
    return any(one.kind is kind for one in choices)

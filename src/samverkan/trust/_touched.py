"""The facts that touch one party, looked up and not searched for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from samverkan.checkpoints import Checkpoint, Deviation
from samverkan.development import CultureAssessment, Proposal
from samverkan.dialogue import Question
from samverkan.facts import Fact
from samverkan.obligations import Obligation
from samverkan.portfolio import Portfolio

__all__ = ["Touched"]

F = TypeVar("F", bound=Fact)

# In which fields each kind of evidence names parties, and whether it may name a contract, or a
# procurement alone.
_PARTIES: Mapping[type[Fact], tuple[str, ...]] = {
    Checkpoint: ("observer", "observed"),
    Obligation: ("owner", "to"),
    Question: ("asked_by",),
    Proposal: ("by",),
    Deviation: ("party",),
    CultureAssessment: ("party", "by"),
}
_OF_CONTRACTS: tuple[type[Fact], ...] = (Checkpoint, Obligation, Question, Proposal, Deviation)
_OF_PROCUREMENTS: tuple[type[Fact], ...] = (Question, Proposal)


class Touched:
    """The facts that name a party, or a contract or procurement of its."""

    def __init__(self, portfolio: Portfolio, party: str) -> None:
        self.portfolio = portfolio
        self.party = party
        self.contracts = portfolio.contracts_with(party)

    def count(self) -> int:
        """About how many there are: contracts, and facts that name the party."""
        named = (
            len(self.portfolio.of(kind, self.party, by=field))
            for kind, fields in _PARTIES.items()
            for field in fields
        )
        return len(self.contracts) + sum(named)

    def facts(self, kind: type[F]) -> Iterator[F]:
        """Those of a kind, each once."""
        found: dict[str, F] = {}
        for field in _PARTIES[kind]:
            found.update((one.id, one) for one in self.portfolio.of(kind, self.party, by=field))
        for contract in self.contracts if kind in _OF_CONTRACTS else ():
            found.update((one.id, one) for one in self.portfolio.of(kind, contract.id))
        if kind in _OF_PROCUREMENTS:
            for procurement in self.portfolio.procurements_of(self.party):
                of_it = self.portfolio.of(kind, procurement.id, by="procurement")
                found.update((one.id, one) for one in of_it)
        yield from found.values()

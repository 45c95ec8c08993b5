"""The portfolio: parties, procurements and contracts together, with references that resolve.

>>> from samverkan.contracts import Contract
>>> from samverkan.parties import Party
>>> portfolio = Portfolio(
...     parties=(Party(id="SE-2120999996", name="Storköpings kommun"),),
...     contracts=(Contract(id="A-1", buyer="SE-2120999996"),),
... )
>>> portfolio.buyer(portfolio.contract("A-1")).name
'Storköpings kommun'
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from types import MappingProxyType
from typing import Protocol, TypeVar

import attrs

from samverkan.codelists import Severity
from samverkan.contracts import Contract
from samverkan.errors import PortfolioError, near
from samverkan.explanations import Finding, Step, Text
from samverkan.parties import Party
from samverkan.procurements import Procurement

__all__ = ["Extra", "Portfolio"]


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_HasId)


@attrs.frozen
class Extra:
    """A piece of a document that has no place in the model, kept as it was (övrig uppgift).

    Attributes:
        subject: Id of the fact it was found on.
        path: Where it stood, such as ``"$.tender.documents"``.
        json: The piece itself, as JSON text.
    """

    subject: str
    path: str
    json: str


def _by_id(things: Iterable[T]) -> Mapping[str, T]:
    return MappingProxyType({thing.id: thing for thing in things})


@attrs.frozen(kw_only=True)
class Portfolio:
    """Dated facts about relations between buyers and suppliers (avtalsportfölj, register).

    Attributes:
        parties: The organisations.
        procurements: The procurements.
        contracts: The contracts.
        extras: What was read and has no place in the model.

    Raises:
        PortfolioError: when ids are not unique or references do not resolve; it lists all of them.
    """

    parties: tuple[Party, ...] = attrs.field(default=(), converter=tuple[Party, ...])
    procurements: tuple[Procurement, ...] = attrs.field(
        default=(), converter=tuple[Procurement, ...]
    )
    contracts: tuple[Contract, ...] = attrs.field(default=(), converter=tuple[Contract, ...])
    extras: tuple[Extra, ...] = attrs.field(default=(), converter=tuple[Extra, ...])

    def __attrs_post_init__(self) -> None:
        if problems := [*self._shared_ids(), *self._loose_ends()]:
            raise PortfolioError(problems)

    @functools.cached_property
    def _parties(self) -> Mapping[str, Party]:
        return _by_id(self.parties)

    @functools.cached_property
    def _procurements(self) -> Mapping[str, Procurement]:
        return _by_id(self.procurements)

    @functools.cached_property
    def _contracts(self) -> Mapping[str, Contract]:
        return _by_id(self.contracts)

    def _shared_ids(self) -> Iterable[str]:
        for name, things in (
            ("parties", self.parties),
            ("procurements", self.procurements),
            ("contracts", self.contracts),
        ):
            counts = Counter(thing.id for thing in things)
            for one, count in counts.items():
                if count > 1:
                    yield f"$.{name}: id={one!r} is used {count} times; give each its own id"

    def _loose_ends(self) -> Iterable[str]:
        for path, value, known, what in self._references():
            if value is not None and value not in known:
                yield f"{path}: {value!r} is no {what} of the portfolio; add it or correct this"

    def _references(self) -> Iterable[tuple[str, str | None, Container[str], str]]:
        """Every reference: where it stands, what it names, among what, and what that is."""
        for n, procurement in enumerate(self.procurements):
            yield f"$.procurements[{n}].buyer", procurement.buyer, self._parties, "party"
        for n, contract in enumerate(self.contracts):
            place = f"$.contracts[{n}]"
            yield f"{place}.buyer", contract.buyer, self._parties, "party"
            for k, supplier in enumerate(contract.suppliers):
                yield f"{place}.suppliers[{k}]", supplier, self._parties, "party"
            yield f"{place}.parent", contract.parent, self._contracts, "contract"
            yield f"{place}.procurement", contract.procurement, self._procurements, "procurement"
            if contract.lots:
                source = self._procurements.get(contract.procurement or "")
                known = () if source is None else tuple(lot.id for lot in source.lots)
                for k, lot in enumerate(contract.lots):
                    yield f"{place}.lots[{k}]", lot, known, "lot of its procurement"

    def party(self, key: str) -> Party:
        """The party with an id.

        Raises:
            PortfolioError: when there is none.
        """
        return _find(self._parties, key, "party")

    def procurement(self, key: str) -> Procurement:
        """The procurement with an id.

        Raises:
            PortfolioError: when there is none.
        """
        return _find(self._procurements, key, "procurement")

    def contract(self, key: str) -> Contract:
        """The contract with an id.

        Raises:
            PortfolioError: when there is none.
        """
        return _find(self._contracts, key, "contract")

    def procurement_of(self, contract: Contract) -> Procurement | None:
        """The procurement a contract comes from, where it is known."""
        return None if contract.procurement is None else self._procurements[contract.procurement]

    def buyer(self, subject: Contract | Procurement) -> Party | None:
        """The buyer of a contract or procurement; a contract's may be its procurement's."""
        if subject.buyer is not None:
            return self._parties[subject.buyer]
        if isinstance(subject, Contract) and subject.procurement is not None:
            return self.buyer(self._procurements[subject.procurement])
        return None

    def country(self, subject: Contract | Procurement) -> str | None:
        """The country whose law governs: the buyer's (ISO 3166); ``None`` where it is not known."""
        buyer = self.buyer(subject)
        return None if buyer is None else buyer.home_country

    def contradictions(self) -> tuple[Finding, ...]:
        """Days of procurements and contracts that do not fit together, each as a finding.

        A register may hold such days, so they are told and not refused.
        """
        return tuple(
            finding
            for contract in self.contracts
            if (procurement := self.procurement_of(contract)) is not None
            for finding in _against(procurement, contract)
        )


def _find(known: Mapping[str, T], key: str, what: str) -> T:
    try:
        return known[key]
    except KeyError:
        raise PortfolioError(
            [f"no {what} has id={key!r}; {near(key, list(known)[:20])}"]
        ) from None


_BEFORE_CALL = Text(
    "avtalet {contract} är tecknat {signed}, före upphandlingens annons {published}",
    "contract {contract} is signed on {signed}, before the call for competition of {published}",
)
_BEFORE_AWARD = Text(
    "avtalet {contract} är tecknat {signed}, före tilldelningsbeslutet {awarded}",
    "contract {contract} is signed on {signed}, before the award decision of {awarded}",
)
_CANCELLED = Text(
    "avtalet {contract} är tecknat {signed}, fast upphandlingen avbröts {cancelled}",
    "contract {contract} is signed on {signed}, though the procurement was cancelled {cancelled}",
)
_AFTER_CONCLUSION = Text(
    "avtalet {contract} är tecknat {signed}, efter att upphandlingen avslutades {concluded}",
    "contract {contract} is signed on {signed}, after the procurement was concluded on {concluded}",
)


def _against(procurement: Procurement, contract: Contract) -> Iterable[Finding]:
    signed = contract.signed_on
    if signed is None:
        return
    call_off = contract.parent is not None
    for name, on, is_wrong, text in (
        ("published", procurement.published_on, _earlier, _BEFORE_CALL),
        ("awarded", procurement.awarded_on, _earlier, _BEFORE_AWARD),
        ("cancelled", procurement.cancelled_on, _not_earlier, _CANCELLED),
        ("concluded", None if call_off else procurement.concluded_on, _later, _AFTER_CONCLUSION),
    ):
        if on is not None and is_wrong(signed.toordinal(), on.toordinal()):
            values = {"contract": contract.id, "signed": signed, name: on}
            yield Finding(
                check=f"coherence.signed-against-{name}",
                severity=Severity.WARNING,
                subjects=(contract.id, procurement.id),
                summary=Step(text, values),
                on=signed,
            )


def _earlier(signed: int, on: int) -> bool:
    return signed < on


def _later(signed: int, on: int) -> bool:
    return signed > on


def _not_earlier(signed: int, on: int) -> bool:
    return signed >= on

"""The value that holds everything: all facts together, looked up, cut by time, and merged."""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

import attrs

from samverkan.checkpoints import Checkpoint, Deviation, EligibilityCheck, ExclusionFact, Waiver
from samverkan.contracts import Contract
from samverkan.development import CultureAssessment, DesignChoice, Proposal, Training, Trial
from samverkan.dialogue import Dialogue, Disclosure, Question
from samverkan.errors import PortfolioError, near
from samverkan.explanations import Finding
from samverkan.facts import Fact
from samverkan.obligations import ContractOutcome, Obligation, Term
from samverkan.parties import Party
from samverkan.periods import day, moment
from samverkan.portfolio.coherence import against
from samverkan.portfolio.derived import derived
from samverkan.portfolio.history import as_it_was, as_known, without_replaced
from samverkan.portfolio.merging import merged
from samverkan.portfolio.references import FACTS, HOMES, loose_ends
from samverkan.procurements import Procurement
from samverkan.relations import Relation
from samverkan.tenders import Tender
from samverkan.understanding import ChangedCircumstance, Need, RoleHolding

if TYPE_CHECKING:
    from samverkan.tables import Facts

__all__ = ["Extra", "Portfolio"]


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_HasId)
F = TypeVar("F", bound=Fact)

_NOUNS = ("parties", "procurements", "contracts", *FACTS)


@attrs.frozen
class Extra:
    """A piece of a document that has no place in the model, kept as it was (övrig uppgift).

    Attributes:
        subject: Id of the fact it was found on.
        path: Where it stood, such as ``"$.tender.documents"``.
        json: The piece itself, as JSON text.

    >>> Extra("ocds-1", "$.tender.documents", "[]").path
    '$.tender.documents'
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
        tenders: What was offered.
        needs: Who needs what.
        role_holdings: Who holds which role in what.
        circumstances: What changed around a contract.
        dialogues: Who talked with whom.
        disclosures: Who was told what.
        questions: What was asked and answered.
        obligations: What is owed, promised and open to insight.
        terms: What the contracts require.
        outcomes: What the contracts achieve.
        design_choices: How procurements were designed.
        proposals: Ideas for development.
        trials: New methods tried.
        trainings: Training held.
        culture: How organisations stand.
        checkpoints: What was checked.
        deviations: What was not as agreed.
        waivers: Which planned follow-ups are not done, and why.
        exclusion_facts: What may bar a party.
        eligibility_checks: When a party's standing was looked up.
        relations: What relations somebody has stated.
        extras: What was read and has no place in the model.

    Raises:
        PortfolioError: when ids are not unique or references do not resolve; it lists all of them.
    """

    parties: tuple[Party, ...] = attrs.field(default=(), converter=tuple[Party, ...])
    procurements: tuple[Procurement, ...] = attrs.field(
        default=(), converter=tuple[Procurement, ...]
    )
    contracts: tuple[Contract, ...] = attrs.field(default=(), converter=tuple[Contract, ...])
    tenders: tuple[Tender, ...] = attrs.field(default=(), converter=tuple[Tender, ...])
    needs: tuple[Need, ...] = attrs.field(default=(), converter=tuple[Need, ...])
    role_holdings: tuple[RoleHolding, ...] = attrs.field(
        default=(), converter=tuple[RoleHolding, ...]
    )
    circumstances: tuple[ChangedCircumstance, ...] = attrs.field(
        default=(), converter=tuple[ChangedCircumstance, ...]
    )
    dialogues: tuple[Dialogue, ...] = attrs.field(default=(), converter=tuple[Dialogue, ...])
    disclosures: tuple[Disclosure, ...] = attrs.field(default=(), converter=tuple[Disclosure, ...])
    questions: tuple[Question, ...] = attrs.field(default=(), converter=tuple[Question, ...])
    obligations: tuple[Obligation, ...] = attrs.field(default=(), converter=tuple[Obligation, ...])
    terms: tuple[Term, ...] = attrs.field(default=(), converter=tuple[Term, ...])
    outcomes: tuple[ContractOutcome, ...] = attrs.field(
        default=(), converter=tuple[ContractOutcome, ...]
    )
    design_choices: tuple[DesignChoice, ...] = attrs.field(
        default=(), converter=tuple[DesignChoice, ...]
    )
    proposals: tuple[Proposal, ...] = attrs.field(default=(), converter=tuple[Proposal, ...])
    trials: tuple[Trial, ...] = attrs.field(default=(), converter=tuple[Trial, ...])
    trainings: tuple[Training, ...] = attrs.field(default=(), converter=tuple[Training, ...])
    culture: tuple[CultureAssessment, ...] = attrs.field(
        default=(), converter=tuple[CultureAssessment, ...]
    )
    checkpoints: tuple[Checkpoint, ...] = attrs.field(default=(), converter=tuple[Checkpoint, ...])
    deviations: tuple[Deviation, ...] = attrs.field(default=(), converter=tuple[Deviation, ...])
    waivers: tuple[Waiver, ...] = attrs.field(default=(), converter=tuple[Waiver, ...])
    exclusion_facts: tuple[ExclusionFact, ...] = attrs.field(
        default=(), converter=tuple[ExclusionFact, ...]
    )
    eligibility_checks: tuple[EligibilityCheck, ...] = attrs.field(
        default=(), converter=tuple[EligibilityCheck, ...]
    )
    relations: tuple[Relation, ...] = attrs.field(default=(), converter=tuple[Relation, ...])
    extras: tuple[Extra, ...] = attrs.field(default=(), converter=tuple[Extra, ...])

    def __attrs_post_init__(self) -> None:
        if problems := [*self._shared_ids(), *loose_ends(self)]:
            raise PortfolioError(problems)

    @functools.cached_property
    def _by_id(self) -> dict[str, Mapping[str, object]]:
        """Every kind of thing by id, filled as it is asked for."""
        return {}

    @functools.cached_property
    def _groups(self) -> dict[tuple[str, str], Mapping[str, tuple[object, ...]]]:
        """Facts by what they name, filled as it is asked for."""
        return {}

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
        for name in _NOUNS:
            things = cast("tuple[_HasId, ...]", getattr(self, name))
            if not things or len({thing.id for thing in things}) == len(things):
                continue
            counts = Counter(thing.id for thing in things)
            for one, count in counts.items():
                if count > 1:
                    yield f"$.{name}: id={one!r} is used {count} times; give each its own id"

    # ------------------------------------------------------------------------------- looking up
    def by_id(self, name: str) -> Mapping[str, object]:
        """Everything of one field of the portfolio, by id.

        >>> Portfolio(parties=(Party(id="A"),)).by_id("parties")["A"].id
        'A'
        """
        of_nouns: dict[str, Mapping[str, object]] = {
            "parties": self._parties,
            "procurements": self._procurements,
            "contracts": self._contracts,
        }
        if name in of_nouns:
            return of_nouns[name]
        if name not in self._by_id:
            self._by_id[name] = _by_id(cast("tuple[_HasId, ...]", getattr(self, name)))
        return self._by_id[name]

    def ids(self, name: str) -> Mapping[str, object]:
        """The ids of one field of the portfolio, to look one up in."""
        return self.by_id(name)

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

    def fact(self, kind: type[F], key: str) -> F:
        """The fact of a kind with an id.

        Raises:
            PortfolioError: when there is none.
        """
        known = cast("Mapping[str, F]", self.by_id(HOMES[kind]))
        return _find(known, key, kind.__name__.lower())

    def of(self, kind: type[F], key: str, by: str = "contract") -> tuple[F, ...]:
        """The facts of a kind that name something, in their order.

        Args:
            kind: The kind of fact, such as ``Dialogue``.
            key: The id that they name.
            by: The field in which they name it.

        >>> facts = Portfolio(
        ...     parties=(Party(id="A"),), needs=(Need(id="N", owner="A", statement="light",
        ...     stated_on="2026-01-07"),),
        ... )
        >>> [need.id for need in facts.of(Need, "A", by="owner")]
        ['N']
        """
        home = HOMES[kind]
        facts = cast("tuple[F, ...]", getattr(self, home))
        if not facts:
            return ()
        group = (home, by)
        if group not in self._groups:
            self._groups[group] = _grouped(facts, by)
        return cast("tuple[F, ...]", self._groups[group].get(key, ()))

    def contracts_of(self, procurement: str) -> tuple[Contract, ...]:
        """The contracts that come from a procurement."""
        return self._contracts_by("procurement", procurement)

    def call_offs(self, framework: str) -> tuple[Contract, ...]:
        """The call-offs from a framework agreement."""
        return self._contracts_by("parent", framework)

    def _contracts_by(self, field: str, key: str) -> tuple[Contract, ...]:
        group = ("contracts", field)
        if group not in self._groups:
            self._groups[group] = _grouped(self.contracts, field)
        return cast("tuple[Contract, ...]", self._groups[group].get(key, ()))

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
        """The country whose law governs: the buyer's (ISO 3166); ``None`` where not known."""
        buyer = self.buyer(subject)
        return None if buyer is None else buyer.home_country

    # ------------------------------------------------------------------------------------- time
    def as_of(self, on: str | dt.date) -> Portfolio:
        """What had happened by a day, by what is known now (läget en dag).

        Corrections are applied first, so a fact that was moved counts on its right day. Parties,
        procurements and contracts stay, since their state on a day is computed; what changed,
        was decided or was met later is cut from them. What is left refers to nothing that was cut.

        >>> facts = Portfolio(parties=(Party(id="A"),), trainings=(
        ...     Training(id="K", party="A", title="Förenkla", held_on="2026-05-04"),))
        >>> len(facts.as_of("2026-05-03").trainings)
        0
        """
        return as_it_was(self, day(on))

    def known_at(self, at: str | dt.datetime) -> Portfolio:
        """What was known at a moment, right or wrong (kunskapsläget vid en tidpunkt).

        A fact counts from its ``recorded_at``; without one from the start of the day it happened,
        in the time zone the moment is given in. To ask what was known in June of the state in
        May, ask ``known_at`` first and :meth:`as_of` of the answer.

        Raises:
            PeriodError: for a moment without a time zone.
        """
        return as_known(self, moment(at))

    def current(self) -> Portfolio:
        """The portfolio without the facts that others correct (gällande uppgifter)."""
        return without_replaced(self)

    # ---------------------------------------------------------------------------------- answers
    def merge(self, other: Portfolio) -> Portfolio:
        """Everything of both portfolios (sammanslagning); what both have stands once.

        >>> one, other = Portfolio(parties=(Party(id="A"),)), Portfolio(parties=(Party(id="B"),))
        >>> [party.id for party in one.merge(other).parties]
        ['A', 'B']

        Raises:
            PortfolioError: when an id stands for different things; it lists every field.
        """
        return merged(self, other)

    def derived_relations(self) -> tuple[Relation, ...]:
        """The relations that follow from contracts, roles, tenders and dialogue.

        Each has an id of its own that does not change, says what it follows from, and is marked
        as derived; :attr:`relations` are the ones that somebody has stated.
        """
        return tuple(derived(self))

    # ----------------------------------------------------------------------------------- tables
    def to_tables(self) -> Facts:
        """Every fact as tables (register som tabeller); nothing is lost. Needs extra ``tables``.

        >>> facts = Portfolio(contracts=(Contract(id="A-1", notice="6 months"),)).to_tables()
        >>> facts.arrow("contracts").select(["id", "notice_months"]).to_pylist()
        [{'id': 'A-1', 'notice_months': 6}]
        """
        from samverkan.tables import from_portfolio

        return from_portfolio(self)

    @classmethod
    def from_tables(cls, tables: object) -> Portfolio:
        """The portfolio that tables of facts hold; the inverse of :meth:`to_tables`.

        Args:
            tables: What :func:`samverkan.tables.plan` takes: tables by name, a frame of contracts,
                or a path.

        >>> facts = Portfolio(contracts=(Contract(id="A-1", notice="6 months"),))
        >>> Portfolio.from_tables(facts.to_tables()) == facts
        True

        Raises:
            TableError: when a table lacks what a row must have, or a column is mistyped.
            PortfolioError: when references do not resolve.
        """
        from samverkan.tables import to_portfolio

        return to_portfolio(tables)

    def contradictions(self) -> tuple[Finding, ...]:
        """Days of procurements and contracts that do not fit together, each as a finding.

        A register may hold such days, so they are told and not refused.
        """
        return tuple(
            finding
            for contract in self.contracts
            if (procurement := self.procurement_of(contract)) is not None
            for finding in against(procurement, contract)
        )


def _find(known: Mapping[str, T], key: str, what: str) -> T:
    try:
        return known[key]
    except KeyError:
        raise PortfolioError(
            [f"no {what} has id={key!r}; {near(key, list(known)[:20])}"]
        ) from None


def _grouped(things: Iterable[object], field: str) -> Mapping[str, tuple[object, ...]]:
    groups: dict[str, list[object]] = {}
    for thing in things:
        value: object = getattr(thing, field)
        keys = (
            cast("tuple[str | None, ...]", value)
            if isinstance(value, tuple)
            else (cast("str | None", value),)
        )
        for key in keys:
            if key is not None:
                groups.setdefault(key, []).append(thing)
    return {key: tuple(members) for key, members in groups.items()}

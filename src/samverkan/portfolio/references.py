"""Which facts a portfolio holds, and what each of them refers to.

Everything that refers to something else stands in one table, so that reading, cutting and merging
follow the same references.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

import attrs

from samverkan.checkpoints import Checkpoint, Deviation, EligibilityCheck, ExclusionFact, Waiver
from samverkan.contracts import Contract
from samverkan.development import CultureAssessment, DesignChoice, Proposal, Training, Trial
from samverkan.dialogue import Dialogue, Disclosure, Question
from samverkan.facts import Fact
from samverkan.obligations import ContractOutcome, Obligation, Term
from samverkan.relations import Relation
from samverkan.tenders import Tender
from samverkan.understanding import ChangedCircumstance, Need, RoleHolding

if TYPE_CHECKING:
    from samverkan.portfolio.portfolio import Portfolio

__all__ = ["FACTS", "HOMES", "REFERENCES", "Reference", "loose_ends", "pruned"]

FACTS: Mapping[str, type[Fact]] = MappingProxyType(
    {
        "tenders": Tender,
        "needs": Need,
        "role_holdings": RoleHolding,
        "circumstances": ChangedCircumstance,
        "dialogues": Dialogue,
        "disclosures": Disclosure,
        "questions": Question,
        "obligations": Obligation,
        "terms": Term,
        "outcomes": ContractOutcome,
        "design_choices": DesignChoice,
        "proposals": Proposal,
        "trials": Trial,
        "trainings": Training,
        "culture": CultureAssessment,
        "checkpoints": Checkpoint,
        "deviations": Deviation,
        "waivers": Waiver,
        "exclusion_facts": ExclusionFact,
        "eligibility_checks": EligibilityCheck,
        "relations": Relation,
    }
)
"""The fields of a portfolio that hold dated facts, with what each holds."""

HOMES: Mapping[type[Fact], str] = MappingProxyType({kind: name for name, kind in FACTS.items()})
"""The field of a portfolio by the kind of fact."""


@attrs.frozen
class Reference:
    """One field that names something else.

    Attributes:
        field: The field; ``"confirmed_by.by"`` is the field ``by`` of each of several.
        target: The field of the portfolio where the named thing stands.
        what: What the named thing is, for messages.
    """

    field: str
    target: str
    what: str


def _to(target: str, what: str, *fields: str) -> tuple[Reference, ...]:
    return tuple(Reference(field, target, what) for field in fields)


def _party(*fields: str) -> tuple[Reference, ...]:
    return _to("parties", "party", *fields)


_CONTRACT = _to("contracts", "contract", "contract")
_PROCUREMENT = _to("procurements", "procurement", "procurement")
_DIALOGUE = _to("dialogues", "dialogue", "dialogue")
_OBLIGATION = _to("obligations", "obligation", "obligation")

REFERENCES: Mapping[str, tuple[Reference, ...]] = MappingProxyType(
    {
        "tenders": (*_PROCUREMENT, *_party("tenderers")),
        "needs": (*_party("owner", "confirmed_by.by"), *_PROCUREMENT, *_CONTRACT),
        "role_holdings": (*_party("party", "confirmed_by.by"), *_PROCUREMENT, *_CONTRACT),
        "circumstances": _CONTRACT,
        "dialogues": (*_party("participants"), *_PROCUREMENT, *_CONTRACT),
        "disclosures": (*_party("to"), *_PROCUREMENT, *_CONTRACT, *_DIALOGUE),
        "questions": (*_party("asked_by"), *_PROCUREMENT, *_CONTRACT, *_DIALOGUE),
        "obligations": (*_party("owner", "to"), *_CONTRACT, *_DIALOGUE),
        "terms": _CONTRACT,
        "outcomes": _CONTRACT,
        "design_choices": _PROCUREMENT,
        "proposals": (*_party("by"), *_PROCUREMENT, *_CONTRACT),
        "trials": (*_party("party"), *_PROCUREMENT, *_CONTRACT),
        "trainings": _party("party"),
        "culture": _party("party", "by"),
        "checkpoints": (
            *_party("observer", "observed"),
            *_PROCUREMENT,
            *_CONTRACT,
            *_to("obligations", "obligation", "obligation", "information_right"),
        ),
        "deviations": (
            *_party("party"),
            *_CONTRACT,
            *_to("checkpoints", "checkpoint", "checkpoint"),
            *_OBLIGATION,
        ),
        "waivers": (),
        "exclusion_facts": _party("party"),
        "eligibility_checks": (*_party("party"), *_PROCUREMENT, *_CONTRACT),
        "relations": (*_party("source", "target"), *_CONTRACT),
    }
)
"""Every reference of every kind of fact."""


def _named(fact: object, field: str) -> Iterator[tuple[str, str]]:
    """What a field names: where it stands, and the id."""
    outer, _, inner = field.partition(".")
    value: object = getattr(fact, outer)
    if value is None:
        return
    if isinstance(value, str):
        yield outer, value
        return
    for n, member in enumerate(cast("tuple[object, ...]", value)):
        if inner:
            yield f"{outer}[{n}].{inner}", cast("str", getattr(member, inner))
        else:
            yield f"{outer}[{n}]", cast("str", member)


def loose_ends(portfolio: Portfolio) -> Iterator[str]:
    """Every reference of the portfolio that names nothing, with its path."""
    yield from _of_contracts(portfolio)
    ids: dict[str, Container[str]] = {}
    for home in FACTS:
        facts = cast("tuple[Fact, ...]", getattr(portfolio, home))
        if not facts:
            continue
        own = portfolio.ids(home)
        for n, fact in enumerate(facts):
            place = f"$.{home}[{n}]"
            for reference in REFERENCES[home]:
                if reference.target not in ids:
                    ids[reference.target] = portfolio.ids(reference.target)
                for where, name in _named(fact, reference.field):
                    if name not in ids[reference.target]:
                        yield _loose(f"{place}.{where}", name, reference.what)
            if fact.replaces is not None and fact.replaces not in own:
                yield _loose(f"{place}.replaces", fact.replaces, "fact of its kind")
            yield from _special(portfolio, place, fact)
        yield from _rings(home, facts)


def _loose(path: str, value: str, what: str) -> str:
    return f"{path}: {value!r} is no {what} of the portfolio; add it or correct this"


def _of_contracts(portfolio: Portfolio) -> Iterator[str]:
    parties, contracts = portfolio.ids("parties"), portfolio.ids("contracts")
    procurements = portfolio.ids("procurements")
    for n, procurement in enumerate(portfolio.procurements):
        if procurement.buyer is not None and procurement.buyer not in parties:
            yield _loose(f"$.procurements[{n}].buyer", procurement.buyer, "party")
    for n, contract in enumerate(portfolio.contracts):
        if contract.buyer is not None and contract.buyer not in parties:
            yield _loose(f"$.contracts[{n}].buyer", contract.buyer, "party")
        for k, supplier in enumerate(contract.suppliers):
            if supplier not in parties:
                yield _loose(f"$.contracts[{n}].suppliers[{k}]", supplier, "party")
        if contract.parent is not None and contract.parent not in contracts:
            yield _loose(f"$.contracts[{n}].parent", contract.parent, "contract")
        if contract.procurement is not None and contract.procurement not in procurements:
            path = f"$.contracts[{n}].procurement"
            yield _loose(path, contract.procurement, "procurement")
        if contract.lots:
            known = _lots(portfolio, contract.procurement)
            for k, lot in enumerate(contract.lots):
                if lot not in known:
                    yield _loose(f"$.contracts[{n}].lots[{k}]", lot, "lot of its procurement")


def _lots(portfolio: Portfolio, procurement: str | None) -> tuple[str, ...]:
    if procurement is None or procurement not in portfolio.ids("procurements"):
        return ()
    return tuple(lot.id for lot in portfolio.procurement(procurement).lots)


def _special(portfolio: Portfolio, place: str, fact: Fact) -> Iterator[str]:
    """References to parts of things: a lot of a procurement, an amendment of a contract."""
    if isinstance(fact, Tender) and fact.lot is not None:
        known = fact.procurement in portfolio.ids("procurements")
        if known and fact.lot not in _lots(portfolio, fact.procurement):
            yield _loose(f"{place}.lot", fact.lot, "lot of its procurement")
    elif (
        isinstance(fact, ChangedCircumstance)
        and fact.amendment is not None
        and fact.contract in portfolio.ids("contracts")
        and not _has_amendment(portfolio.contract(fact.contract), fact.amendment)
    ):
        yield _loose(f"{place}.amendment", fact.amendment, "amendment of its contract")


def _has_amendment(contract: Contract, amendment: str) -> bool:
    return any(one.id == amendment for one in contract.amendments)


def _rings(home: str, facts: Iterable[Fact]) -> Iterator[str]:
    """Corrections that go round in a ring correct nothing."""
    replaces = {fact.id: fact.replaces for fact in facts if fact.replaces is not None}
    for start in replaces:
        at: str | None = start
        for _ in range(len(replaces)):
            at = None if at is None else replaces.get(at)
            if at == start:
                yield f"$.{home}: {start!r} replaces itself by way of others; name an older fact"
                break


def pruned(changed: dict[str, tuple[Fact, ...]]) -> dict[str, tuple[Fact, ...]]:
    """Facts of a cut portfolio, without references to facts that were cut off."""
    left = {home: {fact.id for fact in facts} for home, facts in changed.items()}
    return {
        home: tuple(_without(fact, home, left) for fact in facts)
        for home, facts in changed.items()
    }


def _without(fact: Fact, home: str, left: Mapping[str, Container[str]]) -> Fact:
    gone: dict[str, None] = {
        reference.field: None
        for reference in REFERENCES[home]
        if reference.target in left
        and (name := getattr(fact, reference.field)) is not None
        and name not in left[reference.target]
    }
    if fact.replaces is not None and fact.replaces not in left[home]:
        gone["replaces"] = None
    return attrs.evolve(fact, **gone) if gone else fact  # type: ignore[arg-type]  # what may be left out is optional

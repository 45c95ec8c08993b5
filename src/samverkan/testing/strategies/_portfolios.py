"""Strategies for whole portfolios, whose facts fit each other."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from hypothesis.strategies import DrawFn, SearchStrategy

from samverkan.codelists import ContractKind
from samverkan.contracts import Contract
from samverkan.facts import Fact
from samverkan.parties import Party
from samverkan.portfolio import FACTS, Extra, Portfolio
from samverkan.portfolio.references import HOMES
from samverkan.procurements import Procurement
from samverkan.testing.strategies._contracts import draw_contract, soiled
from samverkan.testing.strategies._facts import Scene, draw_fact
from samverkan.testing.strategies._parties import draw_party, party_id
from samverkan.testing.strategies._procurements import draw_procurement
from samverkan.testing.strategies._times import TARGET, chosen, days, up_to

__all__ = ["extras", "portfolios"]

_DAYS = days()
_STYLES = st.sampled_from(("{}-{}", "{} {}/2026", "{}%2F{}", "Ä{}-{}"))
_COUNTRIES = st.sampled_from(("SE", "SE", "NO", None))
_KINDS = tuple(FACTS.values())
_LATER_FIRST = {kind: place for place, kind in enumerate(_KINDS)}
_RARE = st.sampled_from((False, False, False, True))
_EXTRA_PIECES = st.sampled_from(('{"documents":[]}', "null", '"å"', "[1,2.50]"))
_EXTRA_PATHS = st.sampled_from(("$.tender.documents", "$['x y']"))


def _draw_contract(
    draw: DrawFn,
    id: str,  # noqa: A002  # what every noun calls it
    parties: Sequence[Party],
    procurements: Sequence[Procurement],
    before: Sequence[Contract],
) -> Contract:
    """A contract of the parties, from one of the procurements or within a framework agreement."""
    frameworks = [one for one in before if one.kind is ContractKind.FRAMEWORK]
    framework = chosen(draw, (None, *frameworks)) if frameworks else None
    procurement = chosen(draw, (None, *procurements)) if procurements else None
    ids = [party.id for party in parties]
    if framework is not None:
        buyer, suppliers = framework.buyer, framework.suppliers
    else:
        buyer = procurement.buyer if procurement is not None else chosen(draw, ids)
        others = [one for one in ids if one != buyer]
        count = draw(up_to(min(2, len(others)))) if others else 0
        first = draw(up_to(len(others) - 1)) if count else 0
        suppliers = tuple((others + others)[first : first + count])
    return draw_contract(
        draw,
        id,
        buyer=buyer,
        suppliers=suppliers,
        procurement=None if framework is not None else procurement,
        framework=framework,
    )


def _draw_facts(
    draw: DrawFn, scene: Scene, kinds: Sequence[type[Fact]], style: str, most: int
) -> dict[str, tuple[Fact, ...]]:
    """Some facts, each of a kind that finds what it needs, in an order in which it does."""
    possible = [kind for kind in kinds if scene.holds(kind)]
    count = draw(up_to(most)) if possible else 0
    asked = [chosen(draw, possible) for _ in range(count)]
    found: dict[str, list[Fact]] = {}
    for kind in sorted(asked, key=_LATER_FIRST.__getitem__):
        home = HOMES[kind]
        earlier = found.setdefault(home, [])
        fact = draw_fact(draw, kind, style.format("F", len(earlier) + 1), scene)
        corrects: bool = bool(earlier) and draw(_RARE)
        if corrects:
            fact = attrs.evolve(fact, replaces=earlier[-1].id)
        earlier.append(fact)
        scene.facts.setdefault(home, []).append(fact.id)
    return {home: tuple(several) for home, several in found.items()}


@st.composite
def portfolios(
    draw: DrawFn,
    *,
    countries: SearchStrategy[str | None] | None = None,
    min_contracts: int = 1,
    max_contracts: int = 3,
    max_parties: int = 5,
    max_procurements: int = 2,
    max_facts: int = 6,
    kinds: Sequence[type[Fact]] = _KINDS,
    dirty: bool = False,
) -> Portfolio:
    """Whole portfolios (avtalsportföljer): references resolve, and days fit each other.

    Contracts are signed when their procurement is concluded, call-offs begin within their
    framework agreement, dialogue, checkpoints and the other facts name what is there. Shrink to
    one party and one contract of which it is the buyer.

    Args:
        countries: Whose register the parties' ids are of, ``None`` for no register; mostly
            Sweden by default.
        min_contracts: The fewest contracts.
        max_contracts: The most.
        max_parties: The most parties.
        max_procurements: The most procurements.
        max_facts: The most dated facts beside contracts and procurements.
        kinds: The kinds of those facts.
        dirty: Whether each contract has one thing wrong that registers have (see
            :func:`contracts`), days that contradict a procurement's among them, and parties may
            lack names and numbers.

    >>> from samverkan.testing import simplest
    >>> portfolio = simplest(portfolios())
    >>> len(portfolio.parties), len(portfolio.contracts), portfolio.procurements
    (1, 1, ())

    Raises:
        InvalidArgument: when ``min_contracts`` is greater than ``max_contracts``, or there may be
            no party.
    """
    if not 0 <= min_contracts <= max_contracts or max_parties < 1:
        raise InvalidArgument(f"portfolios: {min_contracts=}, {max_contracts=}, {max_parties=}")
    style: str = draw(_STYLES)
    country = draw(_COUNTRIES if countries is None else countries)
    parties = [
        draw_party(draw, party_id(country, serial), dirty=dirty)
        for serial in range(1 + draw(up_to(max_parties - 1)))
    ]
    ids = [party.id for party in parties]
    procurements: list[Procurement] = []
    for number in range(draw(up_to(max_procurements))):
        buyer = chosen(draw, ids)
        name = style.format("U", number + 1)
        procurements.append(draw_procurement(draw, name, buyer=buyer, start=draw(_DAYS)))
    contracts: list[Contract] = []
    for number in range(min_contracts + draw(up_to(max_contracts - min_contracts))):
        name = style.format("A", number + 1)
        made = _draw_contract(draw, name, parties, procurements, contracts)
        contracts.append(soiled(draw, made) if dirty else made)
    starts = [one.period.start for one in contracts if one.period and one.period.start]
    scene = Scene(ids, procurements, contracts, min(starts, default=TARGET))
    found = _draw_facts(draw, scene, kinds, style, max_facts)
    extras: tuple[Extra, ...] = ()
    has_extra: bool = bool(contracts) and draw(_RARE)
    if has_extra:
        extras = (Extra(contracts[0].id, draw(_EXTRA_PATHS), draw(_EXTRA_PIECES)),)
    return Portfolio(
        parties=parties,
        procurements=procurements,
        contracts=contracts,
        extras=extras,
        **found,  # type: ignore[arg-type]  # each field gets facts of its own kind
    )


def extras() -> SearchStrategy[Extra]:
    """Pieces of documents without a place in the model (övriga uppgifter).

    >>> from samverkan.testing import simplest
    >>> simplest(extras()).path
    '$.tender.documents'
    """
    return st.builds(Extra, st.sampled_from(("A-1", "U-1")), _EXTRA_PATHS, _EXTRA_PIECES)
